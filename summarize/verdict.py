"""What a finished report is held against: gates, and the report that was committed before; and the exit code of that.

Result on stdout, all else on stderr: what changed goes to stdout where no report does.
"""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from summarize.errors import DONE_WITH_FAILURES, GATE_BROKEN, LIMIT_REACHED, UsageError
from summarize.gates import broken
from summarize.records import Gate, Report
from summarize.report.escape import inert

if TYPE_CHECKING:
    from summarize.compare import Changes


@dataclass(frozen=True, slots=True)
class Demands:
    """What is asked of a report: its gates, the file of the one that it should still say the same as, annotations."""

    gates: tuple[Gate, ...] = ()
    check: Path | None = None
    annotate: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A report with the gates that it was held against, and what changed since the one before; None where none is."""

    report: Report
    gates: tuple[Gate, ...]
    changed: "Changes | None"


def read_before(demands: Demands, *, timeline: bool) -> Report | None:
    """Read the report of `--check`, before anything is asked or written over it.

    Raises `UsageError` where it cannot be read, or has a timeline and the new one won't, or the other way round.
    """
    if demands.check is None:
        return None
    from summarize.compare import read_report

    before = read_report(demands.check, "--check")
    if timeline != (before.timeline is not None):
        way_out = "leave --timeline out" if timeline else "give --timeline"
        has = "no timeline" if timeline else "a timeline"
        raise UsageError(f"--check {demands.check}: that report has {has}: {way_out}, or make it anew")
    return before


def hold(report: Report, demands: Demands, before: Report | None) -> Held:
    """Hold a report against what is asked of it; it keeps the names of its gates."""
    gates = demands.gates
    if gates:
        report = replace(report, made=replace(report.made, gates=gates))
    if before is None:
        return Held(report, gates, None)
    from summarize.compare import changes

    return Held(report, gates, changes(before, report))


def tell_changes(changed: "Changes | None", *, on_stdout: bool) -> None:
    """Print what changed, as Markdown."""
    if changed:
        from summarize.compare import to_markdown

        print(to_markdown(changed), end="", file=sys.stdout if on_stdout else sys.stderr)


def tell_annotations(held: Held, paths: Sequence[str]) -> None:
    """Print what is wrong for GitHub, which reads it on stderr as well, where it spoils no report."""
    from summarize.annotations import Workspace, annotations, command

    # A step can run in a folder of its own; GitHub shows files by their place in the workspace.
    root = Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd())
    for one in annotations(held.report, held.gates, held.changed, Workspace(paths, root, held.report)):
        print(command(one), file=sys.stderr)


def exit_code(held: Held, demands: Demands, *, again: bool) -> int:
    """Say what does not hold; a broken gate weighs more than a failed source, which is also one of its causes.

    A report that was only written `again` has had its say about sources and limits.
    """
    lines = broken(held.report, held.gates)
    if held.changed:
        from summarize.compare import in_short

        lines.append(f"--check {demands.check}: the report differs: {in_short(held.changed)}")
    for line in lines:
        print(inert(f"summarize: {line}"), file=sys.stderr)
    if held.report.partial and not again:
        told = f"summarize: partial: {held.report.partial}; run it again to go on from there"
        print(told, file=sys.stderr)
        return LIMIT_REACHED
    if lines:
        return GATE_BROKEN
    return DONE_WITH_FAILURES if held.report.failures and not again else 0
