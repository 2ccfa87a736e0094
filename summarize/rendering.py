"""A report that was made before, given in the place of articles: told by its content, loaded, and written anew."""

import gzip
import io
import re
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, BinaryIO

from summarize.config import Settings
from summarize.errors import UsageError
from summarize.records import Report

_HEAD = 65_536  # bytes: the mark of a report is its first field, also where another program sorted its fields
_MARK = re.compile(rb'"\$schema"\s*:\s*"urn:summarize:report:')
_STDIN = "-"

_FLAGS = {
    "since": "--from",
    "context_tokens": "--context",
    "infer_dates": "--no-infer-dates",
    "cache": "--no-cache",
}
# They say how the articles are asked about, or where answers are kept: that they change nothing here harms nobody.
_HARMLESS = {"timeline", "api_key", "cache", "cache_dir"}


@dataclass(frozen=True, slots=True)
class Found:
    """What stands behind the paths: a report that was made before, by its name, or None; stdin, if it is to be read on."""

    report: Report | None
    name: str
    stdin: BinaryIO


def find_report(paths: Sequence[str], stdin: BinaryIO) -> Found:
    """Load the report that the one path leads to, if it is one: a file, or - for stdin.

    Raises `UsageError` for a report that cannot be loaded, and for one that stands among other paths.
    """
    if list(paths) == [_STDIN]:
        from summarize.ingest import load

        data = load.from_stdin("stdin", stdin)
        rest = io.BytesIO(data)
        return Found(_loaded("stdin", data), "stdin", rest) if _is_report(data) else Found(None, "", rest)
    reports = [path for path in paths if _is_report(_head(Path(path)))]
    if reports and len(paths) > 1:
        raise UsageError(
            f"{reports[0]} is a report of summarize, no article: give it alone to write it in another format, or leave it out"
        )
    if not reports:
        return Found(None, "", stdin)
    path = Path(reports[0])
    return Found(_loaded(str(path), _bytes(path)), str(path), stdin)


def expect_no_effect(report: Report, name: str, given: Mapping[str, Any]) -> None:
    """Refuse settings that a finished report can't follow: what it holds was chosen when it was made."""
    usual = {one.name: one.default for one in fields(Settings)}
    changed = [key for key, value in given.items() if key not in _HARMLESS and value != usual[key]]
    if changed:
        flag = _FLAGS.get(changed[0], f"--{changed[0].replace('_', '-')}")
        raise UsageError(
            f"{name} is a report, written again as it is: {flag} cannot change it; leave it out, or give the articles"
        )
    if given.get("timeline") and report.timeline is None:
        raise UsageError(
            f"{name} is a report without a timeline: make it again from the articles with --timeline, or leave -t out"
        )


def _is_report(data: bytes) -> bool:
    # Windows PowerShell puts what is redirected into UTF-16: each second byte is zero.
    head = data[:_HEAD].replace(b"\0", b"")
    begin = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return begin.startswith(b"{") and _at_top(begin)


def _at_top(head: bytes) -> bool:
    """Whether the mark stands in the outermost object: no other is open before it, and no list."""
    found = _MARK.search(head)
    return found is not None and not re.search(rb"[{\[]", head[1 : found.start()])


def _head(path: Path) -> bytes:
    """Give the first bytes of a file, of one that is no file or cannot be read none: whoever reads articles says so."""
    with suppress(OSError, EOFError, zlib.error, ValueError):
        if path.is_file():
            with _opened(path) as stream:
                return bytes(stream.read(_HEAD))
    return b""


def _opened(path: Path) -> Any:
    return gzip.open(path) if path.name.lower().endswith(".gz") else path.open("rb")


def _bytes(path: Path) -> bytes:
    try:
        with _opened(path) as stream:
            return bytes(stream.read())
    except (OSError, EOFError, zlib.error) as error:
        raise UsageError(f"{path}: cannot be read to its end ({error}); copy or make it again") from error


def _loaded(name: str, data: bytes) -> Report:
    from summarize.ingest.encoding import decode
    from summarize.report import from_json

    try:
        return from_json(decode(name, data))
    except UsageError as error:
        raise UsageError(f"{name}: {error}") from error
