"""Runs that are killed, go on, grow, are replayed or bounded: the rows of `runs.py` on what is never paid twice.

python benchmarks/kept.py many FOLDER CACHE   # what the row `many` runs as a process: seconds and memory, as JSON
"""

import argparse
import asyncio
import gc
import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

if not __package__:
    sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks import corpus
from benchmarks.endpoint import Behaviour, running
from benchmarks.processes import OURS, Run, environment, ours, run

KILLS = 20
EXCHANGES = 10_000
FEW, MANY = 2_000, 10_000  # articles
PRICE = (1.0, 4.0)  # US dollars for a million tokens in, and out
QUICK = {"base": 0.1, "prefill": 20_000.0, "decode": 400.0}  # an endpoint for runs that are made forty times


def killed(folder: Path, arguments: argparse.Namespace) -> list[str]:
    """Kill twenty runs, each at a moment drawn evenly from all of its time, and let each go on to its end."""
    quick = argparse.Namespace(**{**vars(arguments), **QUICK})
    whole = run(OURS, folder, quick, ())
    chance = random.Random(0)  # noqa: S311 - moments, no secrets
    kills = gone = calls = 0
    ages: list[float] = []
    codes: Counter[int] = Counter()
    for _ in range(KILLS):
        # The endpoint is a thread of this process, so that the kill is told by its clock.
        behaviour = Behaviour(
            base=quick.base, prefill=quick.prefill, decode=quick.decode, spread=quick.spread
        )
        with tempfile.TemporaryDirectory() as scratch, running(behaviour) as (url, simulated):
            report = Path(scratch) / "report.json"
            command = ours([str(folder), "--base-url", url, "-o", str(report)], quick, ())
            alive, moment = _killed(command, scratch, chance.uniform(0, whole.seconds), simulated.now)
            done = subprocess.run(command, capture_output=True, check=False, env=environment(scratch))
        entries = simulated.entries
        kills += alive
        codes[done.returncode] += 1
        calls += len(entries)
        gone += sum(one["gone"] for one in entries)
        ages += Run(done.returncode, 0.0, "", "", entries).lost(moment)
    one_run = KILLS * len(whole.log)
    exits = ", ".join(map(str, sorted(codes)))
    beyond = calls - gone - one_run
    return [
        "| runs, killed | calls without a kill | of all | in flight at the kills | beyond these | answered twice | ms old | exits |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        f"| {KILLS}, {kills} | {one_run} | {calls} | {gone} | {beyond} | {len(ages)} | {_span(ages)} | {exits} |",
    ]


def _span(seconds: Sequence[float]) -> str:
    """Give the least and the most, in milliseconds."""
    return f"{1000 * min(seconds):.0f} to {1000 * max(seconds):.0f}" if seconds else "–"


def _killed(
    command: Sequence[str], home: str, seconds: float, now: Callable[[], float]
) -> tuple[bool, float]:
    """Start a run, and kill it after so many seconds; say whether it had not ended itself, and when that was."""
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment(home)
    ) as process:
        time.sleep(seconds)
        alive, moment = process.poll() is None, now()
        process.kill()
    return alive, moment


def one_more(folder: Path, arguments: argparse.Namespace) -> list[str]:
    """Put one more article in front, in the middle and at the end of a folder that was run."""
    lines = ["| one more | calls | of these, by stage | exit |", "| --- | ---: | --- | ---: |"]
    with tempfile.TemporaryDirectory() as scratch:
        kept = Path(scratch) / "cache"
        kept.mkdir()
        run(OURS, folder, arguments, (), home=kept)
        new = corpus.article(arguments.articles + 1_000, arguments.words, 0)
        for where, name in (
            ("in front", "a.md"),
            ("in the middle", "article-00050x.md"),
            ("at the end", "z.md"),
        ):
            grown, copy = Path(scratch) / where / "articles", Path(scratch) / where / "cache"
            shutil.copytree(folder, grown)
            shutil.copytree(kept, copy)
            (grown / name).write_text(new, "utf-8")
            one = run(OURS, grown, arguments, (), home=copy)
            stages = Counter(call["stage"] for call in one.log)
            told = ", ".join(f"{number} {stage}" for stage, number in sorted(stages.items()))
            lines.append(f"| {where} | {len(one.log)} | {told} | {one.code} |")
    return lines


def many(_: Path, arguments: argparse.Namespace) -> list[str]:
    """Run over thousands of articles, with a model that takes no time, and once more from what was kept."""
    lines = [
        "| articles | plan s | run s | articles / s of the run | of both | again s | peak memory MB |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for number in (FEW, MANY):
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "articles"
            corpus.write(folder, number, arguments.words)
            command = [sys.executable, __file__, "many", str(folder), str(Path(scratch) / "cache")]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            took = json.loads(done.stdout)
        lines.append(
            f"| {number:,} | {took['plan']:.1f} | {took['run']:.1f} | {number / took['run']:.0f} "
            f"| {number / (took['plan'] + took['run']):.0f} | {took['again']:.1f} | {took['memory']:.0f} |"
        )
    return lines


def _many(folder: str, cache: str) -> None:
    """Plan, run and run again over a folder, and print what that took."""
    from summarize import pipeline
    from summarize.__main__ import COLLECTED
    from summarize.config import Settings
    from summarize.llm.cache import Cache
    from summarize.llm.cassette import Recording
    from summarize.rehearsal import Rehearsing

    settings = Settings(timeline=True, base_url="http://localhost:1/v1", cache_dir=Path(cache))
    gc.set_threshold(*COLLECTED)  # as the command does
    took: dict[str, float] = {}
    for name in ("plan", "run", "again"):
        start = time.perf_counter()
        if name == "plan":
            asyncio.run(pipeline.plan([folder], settings))
        else:
            # What a model counts itself is no work of ours.
            model = Rehearsing(count=lambda text: len(text) // 4)
            llm = Recording(model, Cache(Path(cache), lambda line: print(line, file=sys.stderr)))
            asyncio.run(pipeline.run([folder], settings, llm=llm))
        took[name] = time.perf_counter() - start
    took["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(took))


def replayed(_: Path, arguments: argparse.Namespace) -> list[str]:
    """Answer ten thousand requests from a recording, loading and verifying it included."""
    from summarize import prompts, replies
    from summarize.llm.base import Reply, Request
    from summarize.llm.cassette import Replaying, Store

    templates = prompts.load()
    text = corpus.article(0, arguments.words, 0)
    values: Mapping[str, str] = dict.fromkeys(prompts.STAGES["read"], "none")

    def request(number: int) -> Request:
        messages = templates.fill("read", **{**values, "article": f"{number} {text}"})
        schema = replies.SCHEMAS["read"]
        return Request(
            "read", str(number), "simulated", messages, schema=schema, schema_name="read", max_output=4_096
        )

    requests = list(map(request, range(EXCHANGES)))
    reply = Reply(json.dumps({"points": [{"text": text[:100], "sentences": [1]}] * 10}), 1_500, 400)
    with tempfile.TemporaryDirectory() as scratch:
        store = Store(Path(scratch))
        for one in requests:
            store.put(one, reply)

        async def main() -> float:
            start = time.perf_counter()
            replaying = Replaying(Path(scratch))
            for one in requests:
                await replaying.complete(one)
            return time.perf_counter() - start

        seconds = asyncio.run(main())
    return [
        "| exchanges | s | ms each |",
        "| ---: | ---: | ---: |",
        f"| {EXCHANGES:,} | {seconds:.1f} | {1000 * seconds / EXCHANGES:.2f} |",
    ]


def capped(folder: Path, arguments: argparse.Namespace) -> list[str]:
    """Bound the cost at half of what a run costs, then go on without a bound."""
    price = ["--price", f"{PRICE[0]:g},{PRICE[1]:g}"]
    whole = _cost(run(OURS, folder, arguments, (), *price))
    lines = [
        "| run | cost $ | bound $ | exit | partial | sources with a summary |",
        "| --- | ---: | ---: | ---: | --- | ---: |",
        f"| free | {whole:.4f} | – | 0 | no | {arguments.articles} |",
    ]
    with tempfile.TemporaryDirectory() as scratch:
        for name, bound in (("at half", whole / 2), ("then without", None)):
            more = [*price, *(["--max-cost", f"{bound:.6f}"] if bound else [])]
            one = run(OURS, folder, arguments, (), *more, home=Path(scratch))
            report: dict[str, Any] = json.loads(one.output) if one.output else {"sources": []}
            told = sum(bool(source["summary"]) for source in report["sources"])
            lines.append(
                f"| {name} | {_cost(one):.4f} | {f'{bound:.4f}' if bound else '–'} | {one.code} "
                f"| {'yes' if report.get('partial') else 'no'} | {told} |"
            )
    return lines


def _cost(one: Run) -> float:
    """Give what the endpoint's calls cost, those nobody waited for too."""
    return (PRICE[0] * one.tokens() + PRICE[1] * one.answered()) / 1e6


if __name__ == "__main__":
    _many(*sys.argv[2:4])
