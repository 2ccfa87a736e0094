"""Writers of the report: one a file, each from the whole report to the text of its format."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from summarize.errors import UsageError
from summarize.records import Report
from summarize.report.file import expect_writable, replace_file
from summarize.report.html import to_html
from summarize.report.json import from_json, to_json
from summarize.report.markdown import to_markdown
from summarize.report.schema import schema

if TYPE_CHECKING:
    from summarize.report.terminal import Console

__all__ = [
    "SUFFIXES",
    "WRITERS",
    "expect_writable",
    "format_of",
    "from_json",
    "print_report",
    "render",
    "schema",
    "to_json",
    "to_markdown",
    "write_file",
]

WRITERS: dict[str, Callable[[Report], str]] = {"markdown": to_markdown, "json": to_json, "html": to_html}

SUFFIXES: dict[str, str] = {".md": "markdown", ".markdown": "markdown", ".json": "json", ".html": "html"}


def render(report: Report, format_name: str) -> str:
    """Write the report as the text of a format in `WRITERS`; it ends in one line break."""
    if format_name not in WRITERS:
        raise UsageError(f"{format_name!r}: no format of the report; choose one of {', '.join(WRITERS)}")
    return WRITERS[format_name](report)


def write_file(report: Report, path: Path, format_name: str | None = None) -> None:
    """Write the report to a file, whole or not at all, in the format named or else that of the suffix.

    Raises `UsageError` for a format or suffix that is not known, `OutputError` where the file cannot be written.
    """
    replace_file(path, render(report, format_name or format_of(path)))


def format_of(path: Path) -> str:
    """Give the format that a file's suffix stands for."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        found = f"suffix {suffix!r} names no format" if suffix else "no suffix to tell the format by"
        raise UsageError(f"{path}: {found}; end it in one of {', '.join(SUFFIXES)}, or give --format")
    return SUFFIXES[suffix]


def print_report(report: Report, console: "Console | None" = None) -> None:
    """Print the report on a terminal: on the console of rich that is given, or else on stdout."""
    from summarize.report.terminal import print_report as print_on_terminal

    print_on_terminal(report, console)
