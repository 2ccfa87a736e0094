"""Writers of the report: one a file, each from the whole report to the text of its format."""

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarize.errors import UsageError
from summarize.records import Report
from summarize.report.extra import expect_packages
from summarize.report.file import expect_writable, replace_file
from summarize.report.schema import schema

if TYPE_CHECKING:
    from summarize.report.html import to_html
    from summarize.report.json import from_json, to_json
    from summarize.report.markdown import to_markdown
    from summarize.report.terminal import Console

__all__ = [
    "SUFFIXES",
    "WRITERS",
    "expect_format",
    "expect_writable",
    "format_of",
    "from_json",
    "is_text",
    "print_report",
    "render",
    "render_bytes",
    "render_pieces",
    "schema",
    "to_html",
    "to_json",
    "to_markdown",
    "write_file",
]

_HOMES = {
    "from_json": "json",
    "to_html": "html",
    "to_json": "json",
    "to_markdown": "markdown",
}


def __getattr__(name: str) -> Any:
    """Load a public name from its module: what no report is written with is not loaded."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return _load(_HOMES[name], name)


def _load(module: str, name: str) -> Any:
    return getattr(import_module(f"{__name__}.{module}"), name)


def _writer(module: str, name: str) -> Callable[[Report], Any]:
    """Give what writes a report, and is loaded with the first one."""

    def write(report: Report) -> Any:
        return _load(module, name)(report)

    return write


WRITERS: dict[str, Callable[[Report], str | bytes]] = {
    "markdown": _writer("markdown", "to_markdown"),
    "html": _writer("html", "to_html"),
    "json": _writer("json", "to_json"),
    "csv": _writer("csv", "to_csv"),
    "ics": _writer("ics", "to_ics"),
    "timelinejs": _writer("timelinejs", "to_timelinejs"),
    "timesketch": _writer("timesketch", "to_timesketch"),
    "junit": _writer("junit", "to_junit"),
    "github-summary": _writer("github", "to_summary"),
    "github-outputs": _writer("github", "to_outputs"),
    "docx": _writer("docx", "to_docx"),
    "pdf": _writer("pdf", "to_pdf"),
}

_BINARY = {"docx", "pdf"}

# Formats that are written as they are made: the others are short, or made as a whole.
_IN_PIECES: dict[str, Callable[[Report], Iterable[str]]] = {"json": _writer("json", "json_pieces")}

SUFFIXES: dict[str, str] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".timelinejs.json": "timelinejs",
    ".json": "json",
    ".csv": "csv",
    ".ics": "ics",
    ".jsonl": "timesketch",
    ".xml": "junit",
    ".docx": "docx",
    ".pdf": "pdf",
}


def render(report: Report, format_name: str) -> str:
    """Write the report as the text of a format in `WRITERS`.

    Raises `UsageError` for a format that is not known, is not text, or needs an extra that is not installed.
    """
    return "".join(render_pieces(report, format_name))


def render_pieces(report: Report, format_name: str) -> Iterator[str]:
    """Write the report as `render` does, piece by piece where the format allows it; raises at the first piece."""
    expect_format(format_name)
    if not is_text(format_name):
        raise UsageError(
            f"{format_name}: this format is not text; write it to a file, such as -o report.{format_name}"
        )
    if format_name in _IN_PIECES:
        yield from _IN_PIECES[format_name](report)
    else:
        yield render_bytes(report, format_name).decode()


def render_bytes(report: Report, format_name: str) -> bytes:
    """Write the report in any format of `WRITERS`; text is in UTF-8.

    Raises `UsageError` for a format that is not known, or needs an extra that is not installed.
    """
    expect_format(format_name)
    written = WRITERS[format_name](report)
    return written.encode() if isinstance(written, str) else written


def expect_format(format_name: str) -> None:
    """Raise the `UsageError` that writing in a format would end in, before anything is paid for what goes there."""
    if format_name not in WRITERS:
        raise UsageError(f"{format_name!r}: no format of the report; choose one of {', '.join(WRITERS)}")
    expect_packages(format_name)


def is_text(format_name: str) -> bool:
    """Whether a format of `WRITERS` is text, and so fit for a terminal."""
    return format_name not in _BINARY


def write_file(report: Report, path: Path, format_name: str | None = None) -> None:
    """Write the report to a file, whole or not at all, in the format named or else that of the suffix.

    Raises `UsageError` as `render_bytes` does, and for a suffix that is not known; `OutputError` where the file
    cannot be written.
    """
    form = format_name or format_of(path)
    expect_format(form)
    if form in _IN_PIECES:
        replace_file(path, (piece.encode() for piece in _IN_PIECES[form](report)))
    else:
        replace_file(path, (render_bytes(report, form),))


def format_of(path: Path) -> str:
    """Give the format that a file's suffix stands for; of two that fit, the longer one."""
    for suffix in ("".join(path.suffixes[-2:]).lower(), path.suffix.lower()):
        if suffix in SUFFIXES:
            return SUFFIXES[suffix]
    found = f"suffix {path.suffix!r} names no format" if path.suffix else "no suffix to tell the format by"
    raise UsageError(f"{path}: {found}; end it in one of {', '.join(SUFFIXES)}, or give --format")


def print_report(report: Report, console: "Console | None" = None) -> None:
    """Print the report on a terminal: on the console of rich that is given, or else on stdout."""
    from summarize.report.terminal import print_report as print_on_terminal

    print_on_terminal(report, console)
