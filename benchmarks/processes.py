"""A run as a process against an endpoint of its own, and what the endpoint's access log says of it."""

import argparse
import json
import os
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

HERE = Path(__file__).parent
OURS = "summarize"
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

    def turns(self, concurrency: int) -> float:
        """Seconds that the answered calls take at best, none of them divided, where each level needs all of the one before."""
        levels = _levels([one for one in self.log if not one["gone"]])
        return max(self.bound(concurrency), sum(_rounds(level, concurrency) for level in levels))

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
        answered = self._answers()
        return sum(one["key"] in answered and one["at"] > answered[one["key"]]["end"] for one in self.log)

    def lost(self, moment: float) -> list[float]:
        """Give the ages, in seconds at the moment of a kill, of the answers that were asked for again after it."""
        again = {one["key"] for one in self.log if one["at"] > moment}
        # The endpoint may give an answer before it hears that nobody is there any more: its age is 0.
        return [
            max(0.0, moment - one["end"])
            for key, one in self._answers().items()
            if one["at"] < moment and key in again
        ]

    def _answers(self) -> dict[str, Entry]:
        """Give for each prompt that was answered well the first call that was."""
        answered: dict[str, Entry] = {}
        for one in sorted(self.log, key=lambda one: one["end"]):
            if one["status"] == 200 and not one["fault"] and not one["gone"]:
                answered.setdefault(one["key"], one)
        return answered


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


def _rounds(calls: Sequence[Entry], slots: int) -> float:
    """Give the seconds below which no schedule gets: of k * slots + 1 calls some slot has k + 1, the shortest at best."""
    work = sorted((float(one["work"]) for one in calls), reverse=True)
    return max(
        (sum(work[last - last // slots : last + 1]) for last in range(0, len(work), slots)), default=0.0
    )


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


def run(
    system: str,
    folder: Path,
    arguments: argparse.Namespace,
    options: Sequence[str],
    *more: str,
    home: Path | None = None,
) -> Run:
    """Run a system over a folder, against an endpoint with these options; `more` are options of `summarize`.

    `home` is where its cache is; nowhere else's answers are used.
    """
    with tempfile.TemporaryDirectory() as scratch:
        log, report = Path(scratch) / "access.jsonl", Path(scratch) / "report.json"
        with endpoint(log, [*latency(arguments), *options]) as url:
            place = [str(folder), "--base-url", url, "-o", str(report)]
            command = (
                ours(place, arguments, more) if system == OURS else _peer(system, folder, url, arguments)
            )
            start = time.perf_counter()
            done = _finished(command, str(home or scratch))
            seconds = time.perf_counter() - start
        output = report.read_text("utf-8") if report.exists() else done.stdout
        entries = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
        return Run(done.returncode, seconds, output, done.stderr, entries)


def environment(home: str) -> dict[str, str]:
    """Give the environment of a run whose cache is in `home`."""
    return {**os.environ, "XDG_CACHE_HOME": home, "OPENAI_API_KEY": "none"}


def _finished(command: Sequence[str], home: str) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end, or to when it has taken too long: then its code is 124."""
    try:
        return subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=LONGEST, env=environment(home)
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 124, "", f"ended after {LONGEST:g} s")


def latency(arguments: argparse.Namespace) -> list[str]:
    """Give the options of the endpoint's latency."""
    return [f"--{name}={getattr(arguments, name)}" for name in ("base", "prefill", "decode", "spread")]


def ours(place: Sequence[str], arguments: argparse.Namespace, more: Sequence[str]) -> list[str]:
    """Give the command that makes summary and timeline."""
    command = [sys.executable, "-m", "summarize", *place, "--model", "simulated", "--timeline"]
    return [*command, *_bounds(arguments), *more]


def _peer(system: str, folder: Path, url: str, arguments: argparse.Namespace) -> list[str]:
    return [arguments.peers, str(HERE / "peers.py"), system, str(folder), url, *_bounds(arguments)]


def _bounds(arguments: argparse.Namespace) -> list[str]:
    return ["--concurrency", str(arguments.concurrency), "--timeout", str(arguments.timeout)]
