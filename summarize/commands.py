"""What the command line does: make a report, tell the plan of one, look after the cache.

Result on stdout, all else on stderr. Everything heavy is imported where it is used, so that `--help` is quick.
"""

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from summarize.errors import UsageError

if TYPE_CHECKING:
    from summarize.config import Gate
    from summarize.llm.budget import Stop
    from summarize.records import Report, Usage

DONE_WITH_FAILURES = 3
GATE_BROKEN = 5
LIMIT_REACHED = 6
INTERRUPTED = 130


class Terminal:
    """Tells stderr how the run goes: notes always, progress only on a terminal."""

    def __init__(self, stream: TextIO, *, quiet: bool) -> None:
        self._stream = stream
        self._quiet = quiet
        self._live = stream.isatty() and not quiet
        self._drawn = False
        self._step: tuple[str, int, int] | None = None
        self._asked = 0
        self._tokens = 0

    def note(self, line: str) -> None:
        """Print a line."""
        if not self._quiet:
            self.clear()
            print(f"summarize: {line}", file=self._stream)

    def step(self, stage: str, done: int, total: int) -> None:
        """Draw how far a stage has come, and what was asked so far."""
        self._step = (stage, done, total)
        if self._live:
            spent = f" · {self._asked:,} calls, {self._tokens:,} tokens" if self._asked else ""
            self._stream.write(f"\r\x1b[K{stage} {done}/{total}{spent}")
            self._stream.flush()
            self._drawn = True

    def spent(self, usage: "tuple[Usage, ...]") -> None:
        """Take the new sums into the line."""
        self._asked = sum(stage.calls for stage in usage)
        self._tokens = sum(stage.paid_input_tokens + stage.paid_output_tokens for stage in usage)
        if self._step:
            self.step(*self._step)

    def clear(self) -> None:
        """Take the progress line away again."""
        if self._drawn:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._drawn = False


def make_report(
    paths: Sequence[str],
    given: dict[str, Any],
    *,
    output: Path | None,
    form: str | None,
    gates: "Sequence[Gate]",
    quiet: bool,
    verbose: bool,
) -> int:
    """Make the report on the articles at `paths`, write it, and give the exit code."""
    import asyncio

    from summarize import report as reports
    from summarize.config import Settings
    from summarize.pipeline import run

    settings = Settings(**given)
    to_file = output is not None and str(output) != "-"
    form_name = form or (reports.format_of(output) if output is not None and to_file else "markdown")
    if form_name not in reports.WRITERS:
        raise UsageError(f"--format {form_name!r} is unknown: choose one of {', '.join(reports.WRITERS)}")
    # What a report needs to be written is looked for before anything is paid.
    reports.expect_format(form_name)
    if not to_file and not reports.is_text(form_name) and sys.stdout.isatty():
        raise UsageError(
            f"--format {form_name} is no text for a terminal: write it with -o report.{form_name}"
        )
    if output is not None and to_file:
        reports.expect_writable(output)
    terminal = Terminal(sys.stderr, quiet=quiet)
    try:
        with _stopping(terminal) as stop:
            report = asyncio.run(run(paths, settings, stdin=sys.stdin.buffer, watcher=terminal, stop=stop))
    finally:
        terminal.clear()
    if verbose:
        from summarize.report.details import details

        for line in details(report):
            print(line, file=sys.stderr)
    if output is not None and to_file:
        reports.write_file(report, output, form_name)
    elif form is None and output is None and sys.stdout.isatty():
        reports.print_report(report)
    elif reports.is_text(form_name):
        sys.stdout.write(reports.render(report, form_name))
    else:
        sys.stdout.buffer.write(reports.render_bytes(report, form_name))
    return _exit_code(report, gates)


def show_plan(paths: Sequence[str], given: dict[str, Any], *, form: str | None, quiet: bool) -> int:
    """Print what a run would ask, and what that would cost; `form` is "json", or None for people."""
    import asyncio

    from summarize.config import Settings
    from summarize.pipeline import plan
    from summarize.plan import as_json, lines

    if form not in {None, "json"}:
        raise UsageError(f"--dry-run --format {form!r}: a plan is told in lines, or as json")
    terminal = Terminal(sys.stderr, quiet=quiet)
    try:
        report = asyncio.run(plan(paths, Settings(**given), stdin=sys.stdin.buffer, watcher=terminal))
    finally:
        terminal.clear()
    sys.stdout.write(as_json(report) if form else "\n".join(lines(report)) + "\n")
    return DONE_WITH_FAILURES if report.failures else 0


def show_cache(folder: Path | None, *, clear: bool) -> None:
    """Tell what the cache holds, or take it out."""
    import time

    from summarize.llm import cache

    place = cache.folder_of(folder)
    if clear:
        print(f"{cache.clear(place):,} answers deleted from {place}")
        return
    held = cache.contents(place, time.time())
    print(f"{place}: {held.exchanges:,} answers, {held.bytes / 1e6:,.1f} MB", end="")
    print(f", the oldest used {held.oldest_days:.0f} days ago" if held.exchanges else "")


@contextmanager
def _stopping(terminal: "Terminal") -> "Iterator[Stop]":
    """Hear Ctrl-C: the first ends the run in good order where calls are in flight, the second at once.

    At once is without a word from what was under way. Nothing is lost by that: exchanges are kept whole or not at all,
    and no report is being written yet.
    """
    from summarize.llm.budget import Stop

    stop = Stop()

    def wish(_signal: int, _frame: object) -> None:
        if stop.wished or not stop.awaited:
            terminal.clear()
            print(f"summarize: interrupted{stop.way_on and '; '}{stop.way_on}", file=sys.stderr, flush=True)
            os._exit(INTERRUPTED)
        stop.wish()
        terminal.note("stopping when the calls in flight are answered; Ctrl-C again stops now")

    before = signal.getsignal(signal.SIGINT)
    if before is not signal.SIG_IGN:  # as of a job that a shell runs in the background
        signal.signal(signal.SIGINT, wish)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


def _exit_code(report: "Report", gates: "Sequence[Gate]") -> int:
    """Say which gates don't hold; a broken gate weighs more than a failed source, which is also one of its causes."""
    from summarize.gates import broken

    lines = broken(report, gates)
    for line in lines:
        print(f"summarize: {line}", file=sys.stderr)
    if report.partial:
        print(f"summarize: partial: {report.partial}; run it again to go on from there", file=sys.stderr)
        return LIMIT_REACHED
    if lines:
        return GATE_BROKEN
    return DONE_WITH_FAILURES if report.failures else 0


def print_schema() -> None:
    """Print the JSON Schema of the report."""
    import json

    from summarize.report.schema import schema

    print(json.dumps(schema(), indent=2, ensure_ascii=False))
