"""What the reports for readers say in words of their own, free of any markup."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from summarize.records import Citation, Claim, Contrast, Entry, Report, Side, SourceReport
from summarize.report.escape import plain
from summarize.report.glosses import gloss, qualifiers, spelled

NO_SUMMARY = "No merged summary could be made."
NO_SOURCE_SUMMARY = "No summary of this source could be made."
NO_TIMELINE = "No event in these sources could be given a date."
NO_CITATION = "[no source cited]"
NO_TEXT = "This sentence is missing from the report."
DIFFERENCES = "Where sources differ"
ATTEMPTS = "Tried to interfere"

_PARAGRAPH_CLAIMS = 5
_STATUS = {"happened": "", "reported": "reported then, not dated"}


def title(report: Report) -> str:
    """Give the report's title, or one that says what it is of."""
    return plain(report.title) or f"Summary of {counted(len(report.sources), 'source')}"


def counted(number: int, noun: str) -> str:
    """Write a number with its noun: 1 source, 12 sources, 4,096 tokens."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def counted_entries(number: int) -> str:
    """Write a number of entries: 1 entry, 12 entries."""
    return f"{number:,} {'entry' if number == 1 else 'entries'}"


def paragraphs(claims: Sequence[Claim]) -> list[Sequence[Claim]]:
    """Break claims into paragraphs of about equal length, five claims at most."""
    number = -(-len(claims) // _PARAGRAPH_CLAIMS)
    borders = [len(claims) * paragraph // number for paragraph in range(number + 1)] if number else []
    return [claims[start:end] for start, end in pairwise(borders)]


def doubt(claim: Claim) -> str:
    """Say that a claim is not well supported, and why; "" for one that is."""
    if claim.support == "supported":
        return ""
    return f"({claim.support}: {claim.reason})" if claim.reason else f"({claim.support})"


def voices(claim: Claim, report: Report) -> str:
    """Say how many independent sources carry a claim; "" where its citations name the one source that does.

    Where copies of one story are cited, fewer voices speak than sources are named.
    """
    copies = {source.id for source in report.sources if source.copy_of}
    if claim.voices > 1 or copies & set(source_ids(claim.citations)):
        return independent(claim.voices)
    return ""


def independent(number: int) -> str:
    """Count independent sources."""
    return f"{number:,} independent source{'' if number == 1 else 's'}"


def origin(report: Report) -> str:
    """Say what a report was made from: `5 sources (1 a copy), published 28–29 March 2018, 1 of unknown date`."""
    copies = sum(bool(source.copy_of) for source in report.sources)
    days = sorted(source.published.value for source in report.sources if source.published.value)
    undated = len(report.sources) - len(days)
    span = spelled(days[0] if days[0] == days[-1] else f"{days[0]}/{days[-1]}") if days else ""
    parts = (
        counted(len(report.sources), "source") + (f" ({copies} of them copied)" if copies else ""),
        f"published {span}" if span else "",
        f"{undated} of unknown date" if undated else "",
    )
    return ", ".join(part for part in parts if part)


def warnings(report: Report) -> list[str]:
    """Warn that the run ended early, or that something failed, the gravest first; none where all is well."""
    partial = f"Partial: {plain(report.partial)}" if report.partial else ""
    failures = counted(len(report.failures), "failure")
    failed = f"Incomplete: {failures}, listed under “Failed”." if report.failures else ""
    return [warning for warning in (partial, failed) if warning]


def aside(entry: Entry) -> str:
    """Say what a date code means to a reader, what an event is but happened, and why its date may be another."""
    return _remarks([gloss(entry.value), status(entry), *date_doubts(entry)])


def meaning(entry: Entry) -> str:
    """Say what a date code means to a reader, and what an event is but happened."""
    return _remarks([gloss(entry.value), status(entry)])


def status(entry: Entry) -> str:
    """Say that an event is planned, alleged, denied or dated by its report alone; "" of one that happened."""
    return _STATUS.get(entry.status, entry.status)


def date_doubts(entry: Entry) -> list[str]:
    """Say each doubt about the date of an entry."""
    doubts = dict.fromkeys(when.doubt for when in entry.expressions if when.doubt)
    return [f"date in doubt: {doubt}" for doubt in doubts]


def _remarks(remarks: Iterable[str]) -> str:
    said = ", ".join(remark for remark in remarks if remark)
    return f"({said})" if said else ""


def elsewhere(entry: Entry, write: Callable[[str], str] = str) -> list[Claim]:
    """Say which sources give the event of an entry another date, each with the sentences that do."""
    return [
        Claim(f"{_sources_of(side)} {_has(side)} {write(side.says)}", side.citations)
        for side in entry.elsewhere
    ]


def _has(side: Side) -> str:
    return "has" if len(source_ids(side.citations)) == 1 else "have"


def _sources_of(side: Side) -> str:
    *others, last = sorted(source_ids(side.citations), key=lambda each: (len(each), each)) or ["a source"]
    return f"{', '.join(others)} and {last}" if others else last


def source_ids(citations: Iterable[Citation]) -> list[str]:
    """Give the sources that citations lead to, each once."""
    return list(dict.fromkeys(citation.source for citation in citations))


CONTRASTS: dict[Contrast, str] = {
    "figure": "figures differ",
    "date": "dates differ",
    "actor": "who did it differs",
    "quotation": "the words quoted differ",
    "other": "accounts differ",
}


def notes(report: Report) -> list[str]:
    """Say what readers of the timeline need to know: the marks of doubt in it, and how many dates it leaves out."""
    return [*qualifiers(report.timeline or ()), *_reports(report), *cut(report)]


def cut(report: Report) -> list[str]:
    """Say how many dates the timeline leaves out; nothing where it tells all."""
    told, found = len(report.timeline or ()), report.dates_found
    if found <= told:
        return []
    return [f"{told} of {found} dates are told, the most salient; `--events {found}` tells all."]


def _reports(report: Report) -> list[str]:
    """Say what the day of an entry is that only its reports date."""
    if all(entry.status != "reported" for entry in report.timeline or ()):
        return []
    return [
        "What is “reported then” stands on the day that its source was published; no source says when it happened."
    ]


def as_written(entry: Entry) -> str:
    """Quote the expressions of an entry that has no date of its own."""
    expressions = dict.fromkeys(f"“{when.expression}”" for when in entry.expressions if when.expression)
    return ", ".join(expressions) or "no date given"


def carried(entry: Entry) -> str:
    """Say how many independent sources carry an entry."""
    return "1 source" if entry.sources == 1 else independent(entry.sources)


def quoted(text: str) -> str:
    """Put a text between quotation marks, unless it has its own, which would read as doubled."""
    return text if re.search('["“”]', text) else f"“{text}”"


def source_title(source: SourceReport) -> str:
    """Give a source's title, or its file's name where it has none."""
    return source.title or source.name


def byline(source: SourceReport) -> str:
    """Say who published a source, and when."""
    return ", ".join(part for part in (source.publisher, source.published.value or "date unknown") if part)


def published(source: SourceReport) -> str:
    """Give a source's publication date and how it is known; an inferred one with its evidence."""
    known = source.published
    if not known.value:
        return "unknown"
    evidence = f": {known.evidence}" if known.basis == "inferred" and known.evidence else ""
    return f"{known.value} ({known.basis}{evidence})"


def dropped(source: SourceReport) -> str:
    """Count what was taken out of a source, by kind: `3: 2 × caption, 1 × cookie notice`."""
    kinds = Counter(removed.reason for removed in source.removed)
    if not kinds:
        return "0"
    ordered = sorted(kinds.items(), key=lambda kind: (-kind[1], kind[0]))
    return f"{len(source.removed)}: {', '.join(f'{number} × {reason}' for reason, number in ordered)}"


def no_summary(source: SourceReport) -> str:
    """Say why a source has no summary of its own."""
    return (
        f"A copy of {source.copy_of}, which was read in its place." if source.copy_of else NO_SOURCE_SUMMARY
    )


SOURCES_HEADER = ("", "Title", "Publisher", "Published", "Words", "Dropped", "File", "Copy of")


def sources_table(sources: Sequence[SourceReport]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Give the header of the table of sources and its rows; whose copy a source is, only where one is a copy."""
    width = len(SOURCES_HEADER) - (not any(source.copy_of for source in sources))
    return SOURCES_HEADER[:width], [_source_row(source)[:width] for source in sources]


def _source_row(source: SourceReport) -> tuple[str, ...]:
    return (
        source.id,
        source.title,
        source.publisher,
        published(source),
        f"{source.words:,}",
        dropped(source),
        source.name,
        source.copy_of,
    )


def attempts(report: Report) -> list[tuple[str, str, str]]:
    """Name each place that tries to steer its readers' machines: the source, what it does, and its words."""
    return [
        (f"{source.id} · {source_title(source)}", attempt.kind, attempt.text)
        for source in report.sources
        for attempt in source.attempts
    ]
