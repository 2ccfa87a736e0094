"""What runs take against a simulated endpoint, next to the bound that their own calls set and to the peers.

    python benchmarks/runs.py [--only ROW,ROW] [--list] [--articles 100] [--words 900] [--concurrency 32] [--rounds 5]
        [--peers PYTHON] [--base 0.3 --prefill 5000 --decode 100]

Each run is a process of its own against an endpoint of its own (`endpoint.py`), over the same generated articles
(`corpus.py`): `summarize --timeline`, which makes summary and timeline, and with `--peers`, the Python that has them
installed, the peers of `peers.py`, which make one summary. All take turns; a figure is the median of the rounds.

    pip install langchain-classic langchain-openai docetl llama-index-core llama-index-llms-openai-like   # for PYTHON

span      seconds from the first call sent to the last answer, by the endpoint's access log
bound     what the latencies of its calls allow at best: their sum / concurrency, or the longest chain of calls of which
          each needs the answers of the ones before, whichever is longer
turns     the same where no call can be divided: what the calls of each level take in whole turns, one level after the other
process   seconds of the whole process
tokens    prompt tokens of all calls / tokens of the articles
refused   share of the calls that the limit refused
repeated  calls sent again though one of the same prompt had succeeded

What is kept, and what is bounded, is in `kept.py`.
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

if not __package__:
    sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks import corpus, kept
from benchmarks.answers import count
from benchmarks.processes import OURS, Run, run

PEERS = ("bare", "langchain", "docetl", "llamaindex")
LASTING = ("empty", "refusal", "length", "invalid")


def speed(folder: Path, arguments: argparse.Namespace) -> list[str]:
    """Compare with the bound and with the peers."""
    systems = (OURS, *(PEERS if arguments.peers else ()))
    source = sum(count(path.read_text("utf-8")) for path in folder.glob("*.md"))
    runs: dict[str, list[Run]] = {system: [] for system in systems}
    for _ in range(arguments.rounds):
        for system in systems:
            runs[system].append(run(system, folder, arguments, ()))
    lines = [
        "| system | calls | span s | span / bound | span / turns | process s | process / bound | process / turns | tokens |",
        _rule(9),
    ]
    for system, done in runs.items():
        slots = arguments.concurrency
        values = [
            (one.span, one.bound(slots), one.turns(slots), one.seconds, one.tokens() / source) for one in done
        ]
        span, bound, turns, seconds, tokens = (
            statistics.median(column) for column in zip(*values, strict=True)
        )
        failed = "" if all(one.code == 0 for one in done) else f" (exit {max(one.code for one in done)})"
        calls = statistics.median(len(one.log) for one in done)
        lines.append(
            f"| {system}{failed} | {calls:.0f} | {span:.2f} | {_times(span, bound)} | {_times(span, turns)} "
            f"| {seconds:.2f} | {_times(seconds, bound)} | {_times(seconds, turns)} | {tokens:.2f} |"
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


def faults(kind: str, folder: Path, arguments: argparse.Namespace) -> list[str]:
    """Let a tenth of the calls fail in all ways that may pass, or hang."""
    lines = [
        "| of the calls | span s | bound s | 1.5 × bound + timeout | repeated | exit | sources |",
        _rule(7),
    ]
    for _ in range(arguments.rounds):
        one = run(OURS, folder, arguments, [f"--fault={kind}=0.1"])
        bound = one.bound(arguments.concurrency)
        lines.append(
            f"| 10 % {kind} | {one.span:.2f} | {bound:.2f} | {1.5 * bound + arguments.timeout:.2f} | {one.repeated()} "
            f"| {one.code} | {_sources(one)} |"
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


Row = Callable[[Path, argparse.Namespace], list[str]]

ROWS: dict[str, tuple[str, Row]] = {
    "speed": ("span, process and tokens against the bound, and the peers", speed),
    "rpm": ("a quarter of the requests a minute that it wants", lambda *of: rate("rpm", *of)),
    "tpm": ("a quarter of the tokens a minute that it wants", lambda *of: rate("tpm", *of)),
    "mixed": ("10 % of the calls fail in all ways that pass", lambda *of: faults("mixed", *of)),
    "hang": ("10 % of the calls hang", lambda *of: faults("hang", *of)),
    "lasting": ("10 % of the prompts get no usable answer ever", lasting),
    "kill": ("kill -9 at twenty random moments, then resume", kept.killed),
    "more": ("one more article after a hundred", kept.one_more),
    "many": ("2,000 and 10,000 articles, a model without latency", kept.many),
    "replay": ("replay of 10,000 exchanges", kept.replayed),
    "cost": ("a cost cap at half of what a run costs", kept.capped),
}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--list", action="store_true", help="name the rows")
    parser.add_argument("--only", default=",".join(ROWS), metavar="ROW,ROW", help="these rows alone")
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--words", type=int, default=900)
    parser.add_argument("--concurrency", type=int, default=32)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--timeout", type=float, default=20.0)
    parser.add_argument("--peers", default="", help="the Python in which the peers are installed")
    parser.add_argument(
        "--window", type=float, default=10.0, help="seconds' worth of a limit that may come at once"
    )
    for name, default in (("base", 0.3), ("prefill", 5_000.0), ("decode", 100.0), ("spread", 0.0)):
        parser.add_argument(f"--{name}", type=float, default=default)
    return parser.parse_args()


def main() -> None:
    """Make the rows that are asked for, and print a table of each."""
    arguments = _arguments()
    names = arguments.only.split(",")
    if unknown := sorted(set(names) - ROWS.keys()):
        sys.exit(f"--only {unknown[0]!r}: there are {', '.join(ROWS)}")
    if arguments.list:
        print("\n".join(f"{name:8} {about}" for name, (about, _) in ROWS.items()))
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "articles"
        corpus.write(folder, arguments.articles, arguments.words)
        for name in names:
            print("\n".join(ROWS[name][1](folder, arguments)), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
