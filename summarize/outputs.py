"""Where a report goes: files and stdout, each in its format. What would fail is found before anything is paid."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from summarize import report as reports
from summarize.errors import OutputError, UsageError
from summarize.records import Report

STDOUT = Path("-")
TERMINAL = ""  # stands for a format where the report is laid out for the terminal that it is printed on


@dataclass(frozen=True, slots=True)
class Output:
    """A place for a report: a file, or None for stdout; and a name of `report.WRITERS`, or `TERMINAL`."""

    path: Path | None
    form: str

    def __str__(self) -> str:
        """Name the place."""
        return str(self.path or "stdout")


def choose_outputs(given: Sequence[Path], form: str | None, *, terminal: bool) -> tuple[Output, ...]:
    """Give the places that are named by `-o`, or stdout; `form` is that of --format, or None.

    A file's format is that of its suffix; `form` stands above the suffix of a single `-o`, and among several it is that
    of `-`. `terminal` says whether stdout is one. Raises `UsageError` or `OutputError` for what could not be written.
    """
    if form is not None and len(given) > 1 and STDOUT not in given:
        raise UsageError(
            f"--format {form} with several -o: each is written as its suffix says; leave --format out, or add -o - to "
            "have that format on stdout"
        )
    single = len(given) <= 1
    outputs = [
        _stdout(form, terminal=terminal, asked=True)
        if path == STDOUT
        else Output(path, (form if single else None) or reports.format_of(path))
        for path in given
    ] or [_stdout(form, terminal=terminal, asked=False)]
    for output in outputs:
        _expect(output, terminal=terminal)
    _expect_once(outputs)
    return tuple(outputs)


def write_all(report: Report, outputs: Sequence[Output]) -> None:
    """Write a report to all places; one that fails does not keep it from the others.

    Raises `OutputError` for those that failed, once all others are written.
    """
    failed = []
    for output in outputs:
        try:
            _write(report, output)
        except OutputError as error:
            failed.append(error)
    if failed:
        raise OutputError("; ".join(map(str, failed))) from failed[0]


def _stdout(form: str | None, *, terminal: bool, asked: bool) -> Output:
    return Output(None, form or (TERMINAL if terminal and not asked else "markdown"))


def _expect(output: Output, *, terminal: bool) -> None:
    if output.form == TERMINAL:
        return
    if output.form not in reports.WRITERS:
        raise UsageError(f"--format {output.form!r} is unknown: choose one of {', '.join(reports.WRITERS)}")
    reports.expect_format(output.form)
    if output.path is not None:
        reports.expect_writable(output.path)
    elif terminal and not reports.is_text(output.form):
        raise UsageError(
            f"--format {output.form} is no text for a terminal: write it with -o report.{output.form}"
        )


def _expect_once(outputs: Sequence[Output]) -> None:
    seen: set[Path | None] = set()
    for output in outputs:
        place = output.path and output.path.resolve()
        if place in seen:
            raise UsageError(f"-o {output.path or '-'} is given twice: name a file for each format")
        seen.add(place)


def _write(report: Report, output: Output) -> None:
    if output.path is not None:
        reports.write_file(report, output.path, output.form)
    elif output.form == TERMINAL:
        reports.print_report(report)
    elif reports.is_text(output.form):
        sys.stdout.writelines(reports.render_pieces(report, output.form))
    else:
        sys.stdout.buffer.write(reports.render_bytes(report, output.form))
