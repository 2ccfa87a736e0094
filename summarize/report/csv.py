"""The timeline as CSV (RFC 4180): a row an entry, the undated ones last."""

import csv
import io
import re
from collections.abc import Iterable

from summarize.records import Citation, Entry, Report
from summarize.report import wording
from summarize.report.citations import entries
from summarize.report.escape import plain
from summarize.report.spans import Span, span

HEADER = (
    "date",
    "first_day",
    "last_day",
    "precision",
    "status",
    "text",
    "sources",
    "citations",
    "other_dates",
    "as_written",
    "doubt",
)

# What spreadsheets take for a formula at the start of a cell (OWASP, CSV Injection), full-width twins included.
_FORMULA = re.compile(r"[=+\-@＝＋－＠\t\r]")


def to_csv(report: Report) -> str:
    """Write the entries of the timeline under a header; UTF-8 without a byte order mark, lines ending in CRLF."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows([_cell(value) for value in _row(entry)] for entry in entries(report))
    return stream.getvalue()


def _row(entry: Entry) -> tuple[str, ...]:
    covered = span(entry.value) or Span(None, None)
    claims = entry.claims
    return (
        entry.value,
        covered.first.isoformat() if covered.first else "",
        covered.last.isoformat() if covered.last else "",
        entry.precision,
        entry.status,
        " ".join(f"{claim.text} {wording.doubt(claim)}".strip() for claim in claims),
        str(entry.sources),
        _cited(citation for claim in claims for citation in claim.citations),
        "; ".join(f"{other.text} ({_cited(other.citations)})" for other in wording.elsewhere(entry)),
        "; ".join(dict.fromkeys(when.expression for when in entry.expressions if when.expression)),
        "; ".join(dict.fromkeys(when.doubt for when in entry.expressions if when.doubt)),
    )


def _cited(citations: Iterable[Citation]) -> str:
    return " ".join(dict.fromkeys(map(str, citations)))


def _cell(value: str) -> str:
    """Give one line of text that no spreadsheet computes: an apostrophe stands before what it would."""
    said = plain(value)
    return f"'{said}" if _FORMULA.match(said) else said
