"""The timeline as a calendar (iCalendar, RFC 5545): all-day events, what is planned as tentative.

A calendar holds days. A month or a year becomes the span of its days, with a description that says so; what has no
date, or one that is open or longer than a year, is left out and counted in the calendar's description.
"""

import hashlib
import re
from collections.abc import Iterator
from datetime import date, timedelta

from summarize.records import Entry, Report
from summarize.report import wording
from summarize.report.citations import entries, format_citations
from summarize.report.escape import plain
from summarize.report.glosses import spelled
from summarize.report.spans import is_uncertain, span

_LONGEST = 366  # days
_OCTETS = 75  # of a line, RFC 5545 3.1
_DAY = timedelta(days=1)


def to_ics(report: Report) -> str:
    """Write the dated entries as a calendar, lines folded and ended as the standard asks."""
    return "".join(f"{folded}\r\n" for line in _calendar(report) for folded in _folded(line))


def _calendar(report: Report) -> Iterator[str]:
    events = [(entry, days) for entry in entries(report) if (days := _days(entry))]
    title = wording.title(report)
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//summarize//{_text(report.made.version)}//EN")
    yield from ("CALSCALE:GREGORIAN", f"X-WR-CALNAME:{_text(title)}")
    if missing := len(entries(report)) - len(events):
        said = f"Left out of this calendar: {wording.counted_entries(missing)} without a date that a calendar holds."
        yield f"X-WR-CALDESC:{_text(said)}"
    for number, (entry, days) in enumerate(events):
        yield from _event(entry, days, _stamp(report), number)
    yield "END:VCALENDAR"


def _days(entry: Entry) -> tuple[date, date] | None:
    """Give the first day of an entry and the day after its last; None where a calendar cannot hold it."""
    covered = span(entry.value)
    if covered is None or covered.first is None or covered.last is None or covered.last == date.max:
        return None
    end = covered.last + _DAY
    return (covered.first, end) if (end - covered.first).days <= _LONGEST else None


def _basic(day: date) -> str:
    return day.isoformat().replace("-", "")


def _stamp(report: Report) -> str:
    """When the calendar was made, as the standard asks: the last publication day, for a report knows no clock."""
    known = [source.published.value for source in report.sources if span(source.published.value)]
    return f"{max(known, default='1970-01-01').replace('-', '')}T000000Z"


def _event(entry: Entry, days: tuple[date, date], stamp: str, number: int) -> Iterator[str]:
    text = plain(" ".join(claim.text for claim in entry.claims))
    status = wording.status(entry)
    identity = hashlib.sha256(f"{number}|{entry.value}|{text}".encode()).hexdigest()[:32]
    yield from ("BEGIN:VEVENT", f"UID:{identity}@summarize.invalid", f"DTSTAMP:{stamp}")
    yield from (f"DTSTART;VALUE=DATE:{_basic(days[0])}", f"DTEND;VALUE=DATE:{_basic(days[1])}")
    yield f"SUMMARY:{_text(f'({status}) {text}' if status else text)}"
    yield f"DESCRIPTION:{_text(chr(10).join(_description(entry)))}"
    yield f"STATUS:{'TENTATIVE' if status else 'CONFIRMED'}"
    yield from ("TRANSP:TRANSPARENT", f"CATEGORIES:{entry.status}", "END:VEVENT")


def _description(entry: Entry) -> Iterator[str]:
    for claim in entry.claims:
        yield " ".join(filter(None, (claim.text, format_citations(claim.citations), wording.doubt(claim))))
    yield f"{wording.carried(entry).capitalize()}."
    if entry.precision not in {"day", "range"} or is_uncertain(entry):
        yield f"The sources date this no closer than: {spelled(entry.value)}."
    yield from (f"{doubt.capitalize()}." for doubt in wording.date_doubts(entry))
    for other in wording.elsewhere(entry, spelled):
        yield f"{other.text} {format_citations(other.citations)}"


def _text(value: str) -> str:
    """Escape a value of type TEXT (RFC 5545 3.3.11)."""
    lines = (re.sub(r"([\\;,])", r"\\\1", plain(line)) for line in value.split("\n"))
    return r"\n".join(lines)


def _folded(line: str) -> Iterator[str]:
    """Break a line before it has more octets than allowed, and never within a character."""
    part, size = "", 0
    for character in line:
        width = len(character.encode())
        if size + width > _OCTETS:
            yield part
            part, size = " ", 1
        part += character
        size += width
    yield part
