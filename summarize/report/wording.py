"""What the reports for readers say in words of their own, free of any markup."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from summarize.records import Claim, Entry, Made, Report, SourceReport
from summarize.report.escape import plain

NO_SUMMARY = "No merged summary could be made."
NO_SOURCE_SUMMARY = "No summary of this source could be made."
NO_TIMELINE = "No event in these sources could be given a date."
NO_CITATION = "[no source cited]"
NO_TEXT = "This sentence is missing from the report."

_PARAGRAPH_CLAIMS = 5

# The sub-year groupings of EDTF level 2 (Library of Congress, 2019) from 21 on: seasons anywhere, in the north
# and in the south, then quarters, thirds and halves.
_PARTS_OF_A_YEAR = dict(
    enumerate(
        ("spring", "summer", "autumn", "winter") * 3
        + tuple(f"{number} quarter of" for number in ("first", "second", "third", "fourth"))
        + tuple(f"{number} third of" for number in ("first", "second", "last"))
        + tuple(f"{number} half of" for number in ("first", "second")),
        start=21,
    )
)
_QUALIFIERS = {
    "~": "`~` marks an approximate date.",
    "?": "`?` marks an uncertain date.",
    "%": "`%` marks a date that is approximate and uncertain.",
}


def title(report: Report) -> str:
    """Give the report's title, or one that says what it is of."""
    return plain(report.title) or f"Summary of {counted(len(report.sources), 'source')}"


def counted(number: int, noun: str) -> str:
    """Write a number with its noun: 1 source, 12 sources, 4,096 tokens."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


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


def incomplete(report: Report) -> str:
    """Warn that something failed; "" where nothing did."""
    if not report.failures:
        return ""
    return f"Incomplete: {counted(len(report.failures), 'failure')}, listed under “Failed”."


def aside(entry: Entry) -> str:
    """Say what a date code means to a reader, and that an event is only planned; "" where neither is needed."""
    remarks = [gloss(entry.value), "planned" if entry.status == "planned" else ""]
    said = ", ".join(remark for remark in remarks if remark)
    return f"({said})" if said else ""


def gloss(value: str) -> str:
    """Put an EDTF value into words where its digits could be misread (2011-21 is a spring, not ten years)."""
    if "/" not in value:
        return _part(value)
    start, _, end = value.partition("/")
    if end in ("", ".."):
        return f"from {_part(start) or start}"
    if start in ("", ".."):
        return f"until {_part(end) or end}"
    return f"{_part(start) or start} to {_part(end) or end}" if _part(start) or _part(end) else ""


def _part(value: str) -> str:
    bare = re.sub(r"[~?%]", "", value)
    if found := re.fullmatch(r"(\d{4})-(\d\d)", bare):
        part = _PARTS_OF_A_YEAR.get(int(found[2]))
        return f"{part} {found[1]}" if part else ""
    if re.fullmatch(r"\d{3}X", bare):
        return f"{bare[:3]}0s"
    return f"{bare[:2]}00–{bare[:2]}99" if re.fullmatch(r"\d\dXX", bare) else ""


def qualifiers(entries: Sequence[Entry]) -> list[str]:
    """Explain the marks of doubt that dates of these entries carry."""
    return [note for mark, note in _QUALIFIERS.items() if any(mark in entry.value for entry in entries)]


def notes(report: Report) -> list[str]:
    """Say what readers of the timeline need to know: the marks of doubt in it, and how many dates it leaves out."""
    entries = report.timeline or ()
    found = report.dates_found
    cut = f"{len(entries)} of {found} dates are told, the most salient; `--events {found}` tells all."
    return [*qualifiers(entries), *([cut] if found > len(entries) else [])]


def as_written(entry: Entry) -> str:
    """Quote the expressions of an entry that has no date of its own."""
    expressions = dict.fromkeys(f"“{when.expression}”" for when in entry.expressions)
    return ", ".join(expressions) or "no date given"


def carried(entry: Entry) -> str:
    """Say how many sources carry an entry."""
    return counted(entry.sources, "source")


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


SOURCES_HEADER = ("", "Title", "Publisher", "Published", "Words", "Dropped", "File")


def source_row(source: SourceReport) -> tuple[str, ...]:
    """Give the facts about a source, one for each column of `SOURCES_HEADER`."""
    return (
        source.id,
        source.title,
        source.publisher,
        published(source),
        f"{source.words:,}",
        dropped(source),
        source.name,
    )


def made(report: Report) -> list[tuple[str, str]]:
    """Say how the report was made, as names and values."""
    facts = [
        ("Program", f"summarize {report.made.version}"),
        ("Engine", f"{report.made.engine}{'' if report.made.model else ' (no language model)'}"),
        ("Model", report.made.model),
        ("Prompts", report.made.prompts),
        ("Focus", report.focus),
        ("Answers", "replayed from a recording" if _all_replayed(report.made) else ""),
    ]
    return [(name, value) for name, value in facts if value]


def _all_replayed(made: Made) -> bool:
    return any(stage.replayed for stage in made.usage) and all(
        stage.replayed == stage.calls for stage in made.usage
    )


USAGE_HEADER = ("Stage", "Calls", "Replayed", "Tokens in", "Tokens out")


def usage(made: Made) -> list[tuple[str, ...]]:
    """Give a row for each stage that asked the model, and their sum; none where no stage did."""
    rows = [
        (stage.stage, stage.calls, stage.replayed, stage.input_tokens, stage.output_tokens)
        for stage in made.usage
    ]
    if not rows:
        return []
    total = ("total", *(sum(column) for column in zip(*(row[1:] for row in rows), strict=True)))
    return [(str(stage), *(f"{number:,}" for number in numbers)) for stage, *numbers in (*rows, total)]
