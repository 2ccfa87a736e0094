"""What the command line does: make a report, tell the plan of one, look after the cache.

Result on stdout, all else on stderr. Everything heavy is imported where it is used, so that `--help` is quick.
"""

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from summarize.errors import DONE_WITH_FAILURES, UsageError

if TYPE_CHECKING:
    from summarize.completion import Flag
    from summarize.config import Settings
    from summarize.llm.budget import Stop
    from summarize.llm.prices import Pricer
    from summarize.progress import Price
    from summarize.records import Report, Usage
    from summarize.terminal import Terminal
    from summarize.verdict import Demands

INTERRUPTED = 130


def make_report(
    paths: Sequence[str],
    given: dict[str, Any],
    *,
    output: Sequence[Path],
    form: str | None,
    demands: "Demands",
    quiet: bool,
    verbose: bool,
) -> int:
    """Make the report on the articles at `paths`, or load the one that they lead to; write it, and give the exit code."""
    from summarize import verdict
    from summarize.outputs import choose_outputs, write_all
    from summarize.rendering import expect_no_effect, find_report
    from summarize.report.escape import inert

    # Who only checks wants to see what changed, and not the report.
    only_checks = demands.check is not None and not output and form is None
    outputs = () if only_checks else choose_outputs(output, form, terminal=sys.stdout.isatty())
    found = find_report(paths, sys.stdin.buffer)
    if found.report:
        expect_no_effect(found.report, found.name, given)
        if not quiet:
            print(f"summarize: {found.name}: a report, written again; nothing is asked", file=sys.stderr)
    timeline = found.report.timeline is not None if found.report else given.get("timeline", False)
    before = verdict.read_before(demands, timeline=timeline)
    report = found.report or _made(paths, given, found.stdin, quiet=quiet)
    held = verdict.hold(report, demands, before)
    if verbose:
        from summarize.report.details import details

        for line in details(report):
            print(inert(line), file=sys.stderr)
    write_all(held.report, outputs)
    verdict.tell_changes(held.changed, on_stdout=all(output.path for output in outputs))
    if demands.annotate:
        verdict.tell_annotations(held, paths)
    return verdict.exit_code(held, demands, again=found.report is not None)


def _made(paths: Sequence[str], given: dict[str, Any], stdin: BinaryIO, *, quiet: bool) -> "Report":
    """Run the pipeline, with stderr looking on."""
    import asyncio

    from summarize.config import Settings
    from summarize.pipeline import run
    from summarize.terminal import Terminal

    settings = Settings(**given)
    terminal = Terminal(sys.stderr, quiet=quiet, price=_price(settings))
    try:
        with _stopping(terminal) as stop:
            return asyncio.run(run(paths, settings, stdin=stdin, watcher=terminal, stop=stop))
    finally:
        terminal.clear()


def _price(settings: "Settings") -> "Price":
    """Give what tells the cost so far; nobody knows it of a model without a price."""

    @cache
    def price() -> "Pricer":
        from summarize.config import with_environment
        from summarize.llm.backends import pricer

        return pricer(with_environment(settings))

    def cost(usage: "tuple[Usage, ...]") -> float | None:
        from summarize.llm.prices import priced

        costs = [stage.cost for stage in priced(usage, price())]
        return None if None in costs else sum(one for one in costs if one is not None)

    return cost


def show_plan(paths: Sequence[str], given: dict[str, Any], *, form: str | None, quiet: bool) -> int:
    """Print what a run would ask, and what that would cost; `form` is "json", or None for people."""
    import asyncio

    from summarize.config import Settings
    from summarize.pipeline import plan
    from summarize.plan import as_json, lines
    from summarize.rendering import find_report
    from summarize.terminal import Terminal

    if form not in {None, "json"}:
        raise UsageError(f"--dry-run --format {form!r}: a plan is told in lines, or as json")
    found = find_report(paths, sys.stdin.buffer)
    if found.report:
        raise UsageError(
            f"{found.name} is a report: to write it again asks and costs nothing; leave --dry-run out"
        )
    terminal = Terminal(sys.stderr, quiet=quiet)
    try:
        report = asyncio.run(plan(paths, Settings(**given), stdin=found.stdin, watcher=terminal))
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


def print_schema() -> None:
    """Print the JSON Schema of the report."""
    import json

    from summarize.report.schema import schema

    print(json.dumps(schema(), indent=2, ensure_ascii=False))


def print_completion(shell: str, flags: "Sequence[Flag]") -> None:
    """Print the script that completes the options in a shell."""
    from summarize.completion import script

    print(script(shell, flags))
