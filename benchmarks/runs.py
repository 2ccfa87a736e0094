"""What runs take against a simulated endpoint, next to the bound that their own calls set and to the peers.

    python benchmarks/runs.py [--articles 100] [--words 900] [--concurrency 32] [--rounds 5]
        [--cases speed,rpm,tpm,faults,lasting] [--peers PYTHON] [--base 0.3 --prefill 5000 --decode 100]

Each run is a process of its own against an endpoint of its own (`endpoint.py`), over the same generated articles
(`corpus.py`): `summarize --timeline`, which makes summary and timeline, and with `--peers`, the Python that has them
installed, the peers of `peers.py`, which make one summary. All take turns; a figure is the median of the rounds.

    pip install langchain-classic langchain-openai docetl llama-index-core llama-index-llms-openai-like   # for PYTHON

span      seconds from the first call sent to the last answer, by the endpoint's access log
bound     what the latencies of its calls allow at best: their sum / concurrency, or the longest chain of calls of which
          each needs the answers of the ones before, whichever is longer
process   seconds of the whole process
tokens    prompt tokens of all calls / tokens of the articles
refused   share of the calls that the limit refused
repeated  calls sent again though one of the same prompt had succeeded
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

if not __package__:
    sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks import corpus
from benchmarks.answers import count

HERE = Path(__file__).parent
OURS = "summarize"
PEERS = ("bare", "langchain", "docetl", "llamaindex")
LASTING = ("empty", "refusal", "length", "invalid")
LONGEST = 600.0  # seconds; a run that takes longer is ended

Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Run:
    """One process: how it ended, how long it took, what it printed, and the endpoint's access log."""

    code: int
    seconds: float
    output: str
    errors: str
    log: Sequence[Entry]

    @property
    def span(self) -> float:
        """Seconds from the first call to the last answer."""
        if not self.log:
            return 0.0
        return float(max(one["end"] for one in self.log) - min(one["at"] for one in self.log))

    def bound(self, concurrency: int) -> float:
        """Seconds that the answered calls take at best."""
        work = sum(float(one["work"]) for one in self.log if not one["gone"])
        return max(work / concurrency, critical_path(self.log))

    def tokens(self) -> int:
        """Prompt tokens of all calls."""
        return sum(int(one["prompt_tokens"]) for one in self.log)

    def answered(self) -> int:
        """Tokens of all answers."""
        return sum(int(one["completion_tokens"]) for one in self.log)

    def refused(self) -> float:
        """Share of the calls that a limit refused."""
        return sum(bool(one["fault"] == "limit") for one in self.log) / max(1, len(self.log))

    def repeated(self) -> int:
        """Calls that were sent after one of the same prompt had been answered well."""
        answered: dict[str, float] = {}
        for one in sorted(self.log, key=lambda one: one["end"]):
            if one["status"] == 200 and not one["fault"] and not one["gone"]:
                answered.setdefault(one["key"], one["end"])
        return sum(one["at"] > answered.get(one["key"], one["at"]) for one in self.log)


def critical_path(log: Sequence[Entry]) -> float:
    """Give the seconds of the longest chain: of each stage the longest call, of merges one a level."""
    stages: dict[str, list[Entry]] = defaultdict(list)
    for one in log:
        if one["status"] == 200 and not one["fault"]:
            stages[one["stage"]].append(one)
    longest = {stage: max(float(one["work"]) for one in calls) for stage, calls in stages.items()}
    merging = sum(max(float(one["work"]) for one in level) for level in _levels(stages.get("merge", [])))
    after = max(merging, longest.get("tell", 0.0))
    return longest.get("read", 0.0) + longest.get("fold", 0.0) + after or max(longest.values(), default=0.0)


def _levels(calls: Sequence[Entry]) -> list[list[Entry]]:
    """Part calls into levels: one that was sent when all before had ended begins another."""
    levels: list[list[Entry]] = []
    for one in sorted(calls, key=lambda one: one["at"]):
        if not levels or one["at"] >= max(before["end"] for before in levels[-1]):
            levels.append([])
        levels[-1].append(one)
    return levels


@contextmanager
def endpoint(log: Path, options: Sequence[str]) -> Iterator[str]:
    """Run an endpoint as a process; give its base URL."""
    command = [sys.executable, str(HERE / "endpoint.py"), "--port", "0", "--log", str(log), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout  # noqa: S101 - it is a pipe, as asked for
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def run(system: str, folder: Path, arguments: argparse.Namespace, options: Sequence[str], *more: str) -> Run:
    """Run a system over a folder, against an endpoint with these options; `more` are options of `summarize`."""
    with tempfile.TemporaryDirectory() as scratch:
        log, report = Path(scratch) / "access.jsonl", Path(scratch) / "report.json"
        with endpoint(log, [*_latency(arguments), *options]) as url:
            place = [str(folder), "--base-url", url, "-o", str(report)]
            command = (
                _ours(place, arguments, more) if system == OURS else _peer(system, folder, url, arguments)
            )
            start = time.perf_counter()
            done = _finished(command, scratch)
            seconds = time.perf_counter() - start
        output = report.read_text("utf-8") if report.exists() else done.stdout
        entries = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
        return Run(done.returncode, seconds, output, done.stderr, entries)


def _finished(command: Sequence[str], home: str) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end, or to when it has taken too long: then its code is 124."""
    environment = {**os.environ, "XDG_CACHE_HOME": home, "OPENAI_API_KEY": "none"}
    try:
        return subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=LONGEST, env=environment
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 124, "", f"ended after {LONGEST:g} s")


def _latency(arguments: argparse.Namespace) -> list[str]:
    return [f"--{name}={getattr(arguments, name)}" for name in ("base", "prefill", "decode", "spread")]


def _ours(place: Sequence[str], arguments: argparse.Namespace, more: Sequence[str]) -> list[str]:
    command = [sys.executable, "-m", "summarize", *place, "--model", "simulated", "--timeline"]
    return [*command, *_bounds(arguments), *more]


def _peer(system: str, folder: Path, url: str, arguments: argparse.Namespace) -> list[str]:
    return [arguments.peers, str(HERE / "peers.py"), system, str(folder), url, *_bounds(arguments)]


def _bounds(arguments: argparse.Namespace) -> list[str]:
    return ["--concurrency", str(arguments.concurrency), "--timeout", str(arguments.timeout)]


def speed(folder: Path, arguments: argparse.Namespace) -> list[str]:
    """Compare with the bound and with the peers."""
    systems = (OURS, *(PEERS if arguments.peers else ()))
    source = sum(count(path.read_text("utf-8")) for path in folder.glob("*.md"))
    runs: dict[str, list[Run]] = {system: [] for system in systems}
    for _ in range(arguments.rounds):
        for system in systems:
            runs[system].append(run(system, folder, arguments, ()))
    lines = ["| system | calls | span s | span / bound | process s | process / bound | tokens |", _rule(7)]
    for system, done in runs.items():
        values = [
            (one.span, one.bound(arguments.concurrency), one.seconds, one.tokens() / source) for one in done
        ]
        span, bound, seconds, tokens = (statistics.median(column) for column in zip(*values, strict=True))
        failed = "" if all(one.code == 0 for one in done) else f" (exit {max(one.code for one in done)})"
        calls = statistics.median(len(one.log) for one in done)
        lines.append(
            f"| {system}{failed} | {calls:.0f} | {span:.2f} | {_times(span, bound)} | {seconds:.2f} "
            f"| {_times(seconds, bound)} | {tokens:.2f} |"
        )
    return lines


def rate(kind: str, folder: Path, arguments: argparse.Namespace) -> list[str]:
    """Give a quarter of the requests or tokens a minute that a free run takes, with the flag and by headers alone."""
    free = run(OURS, folder, arguments, ())
    wanted = {"rpm": len(free.log), "tpm": free.tokens() + free.answered()}[kind]
    limit = wanted / free.span * 60 / 4
    # What the window holds at the start need not be waited for.
    allowed = max(free.span, (wanted - limit / 60 * arguments.window) / limit * 60)
    head = f"| {kind} {limit:.0f} | span s | / {allowed:.1f} s that it allows | refused | exit | sources |"
    lines = [head, _rule(6)]
    options = [f"--{kind}={limit:.0f}", f"--window={arguments.window}"]
    for name, more in ((f"with --{kind}", [f"--{kind}", f"{limit:.0f}"]), ("by headers alone", [])):
        one = run(OURS, folder, arguments, options, *more)
        lines.append(
            f"| {name} | {one.span:.2f} | {_times(one.span, allowed)} | {one.refused():.1%} | {one.code} "
            f"| {_sources(one)} |"
        )
    return lines


def faults(folder: Path, arguments: argparse.Namespace) -> list[str]:
    """Let a tenth of the calls fail in all ways that may pass, and a tenth hang."""
    lines = ["| of the calls | span s | bound s | span / bound | repeated | exit | sources |", _rule(7)]
    for name, options in (("10 % mixed faults", ["--fault=mixed=0.1"]), ("10 % hang", ["--fault=hang=0.1"])):
        one = run(OURS, folder, arguments, options)
        bound = one.bound(arguments.concurrency)
        lines.append(
            f"| {name} | {one.span:.2f} | {bound:.2f} | {_times(one.span, bound)} | {one.repeated()} | {one.code} "
            f"| {_sources(one)} |"
        )
    return lines


def lasting(folder: Path, arguments: argparse.Namespace) -> list[str]:
    """Let the answers to a tenth of the prompts be of no use, however often they are asked."""
    lines = ["| for good | exit | in the report | named as failed | in neither |", _rule(5)]
    for fault in LASTING:
        one = run(OURS, folder, arguments, [f"--fault={fault}=0.1", "--for-good"])
        report = json.loads(one.output) if one.output else {"sources": [], "failures": []}
        names = {path.name for path in folder.glob("*.md")}
        told = {source["name"] for source in report["sources"] if source["summary"]}
        failed = {
            name for name in names if name in one.errors or any(name in str(f) for f in report["failures"])
        }
        lines.append(
            f"| 10 % {fault} | {one.code} | {len(names & told)} | {len(failed - told)} | {len(names - told - failed)} |"
        )
    return lines


def _sources(one: Run) -> str:
    if not one.output:
        return f"none: {one.errors.strip()[-200:]}"
    sources = json.loads(one.output)["sources"]
    return f"{sum(bool(source['summary']) for source in sources)} of {len(sources)}"


def _times(value: float, bound: float) -> str:
    return f"{value / bound:.2f} ×" if bound else "–"


def _rule(columns: int) -> str:
    return "| --- " + "| ---: " * (columns - 1) + "|"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--words", type=int, default=900)
    parser.add_argument("--concurrency", type=int, default=32)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--timeout", type=float, default=20.0)
    parser.add_argument("--peers", default="", help="the Python in which the peers are installed")
    parser.add_argument("--cases", default="speed,rpm,tpm,faults,lasting")
    parser.add_argument(
        "--window", type=float, default=10.0, help="seconds' worth of a limit that may come at once"
    )
    for name, default in (("base", 0.3), ("prefill", 5_000.0), ("decode", 100.0), ("spread", 0.0)):
        parser.add_argument(f"--{name}", type=float, default=default)
    return parser.parse_args()


def main() -> None:
    """Run the cases that are asked for, and print a table of each."""
    arguments = _arguments()
    cases = {
        "speed": lambda folder: speed(folder, arguments),
        "rpm": lambda folder: rate("rpm", folder, arguments),
        "tpm": lambda folder: rate("tpm", folder, arguments),
        "faults": lambda folder: faults(folder, arguments),
        "lasting": lambda folder: lasting(folder, arguments),
    }
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "articles"
        corpus.write(folder, arguments.articles, arguments.words)
        for name in arguments.cases.split(","):
            print("\n".join(cases[name](folder)), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
