"""The dates of a claim: each must be one of the cited sentences, by the value it resolves to, or a vaguer one."""

from collections.abc import Collection, Iterator

from summarize.dates import edtf
from summarize.dates.expressions import find_dates
from summarize.dates.vocabulary import MONTH_ABBREVIATIONS, MONTHS, WEEKDAY_ABBREVIATIONS, WEEKDAYS
from summarize.grounding.evidence import Evidence
from summarize.grounding.passages import Passage, passage
from summarize.records import VAGUE, When

_CALENDAR = frozenset((*MONTHS, *MONTH_ABBREVIATIONS, *WEEKDAYS, *WEEKDAY_ABBREVIATIONS))


def missing(text: Passage, evidence: Evidence) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Name the first date of a text that is not of the cited sentences; with it the places of all dates in the text."""
    readings = {
        published: find_dates(text.text, [(0, len(text.text))], published)
        for published in dict.fromkeys(source.published.value for source in evidence.sources)
    }
    first = next(iter(readings.values()))
    spans = tuple((when.start, when.end) for when in first if when.value)
    for when in first:
        if when.rule.startswith(VAGUE) or _is_dated(when, readings, evidence):
            continue
        shown = f"“{when.expression}”" + (f" ({when.value})" if when.value else "")
        return f"the date {shown} is not that of the cited sentences", spans
    return "", spans


def _is_dated(when: When, readings: dict[str, tuple[When, ...]], evidence: Evidence) -> bool:
    """Tell whether a cited sentence holds a date: the same value, a part of it, or the same words."""
    spoken = passage(when.expression).spoken
    if any(spoken in one.spoken for one in evidence.passages):
        return True
    if not when.value:
        return not _names_day(spoken) or any(_is_on(when.expression, value) for value in _values(evidence))
    if any(not other.value for other in evidence.dates) and any(
        _calendar_words(spoken) <= one.plain for one in evidence.passages
    ):
        return True
    values = frozenset(_values(evidence)) or {source.published.value for source in evidence.sources}
    return any(
        _is_of(other, values)
        for found in readings.values()
        for other in found
        if other.start == when.start and other.value
    )


def _is_of(when: When, values: Collection[str]) -> bool:
    """Tell whether a date is one of some values, or vaguer; a span is where both its ends are."""
    if when.value in values or (
        any(_covers(when.value, value) for value in values) and when.precision != "range"
    ):
        return True
    span = edtf.bounds(when.value)
    spans = [bounds for value in values if value and (bounds := edtf.bounds(value))]
    return span is not None and all(any(end in other for other in spans) for end in span)


def _values(evidence: Evidence) -> Iterator[str]:
    return (when.value for when in evidence.dates if when.value)


def _covers(mine: str, theirs: str) -> bool:
    """Tell whether a value is another, or vaguer than it: "in March" for 28 March, an end of a range for the range."""
    if mine == theirs:
        return True
    one, other = edtf.bounds(mine), edtf.bounds(theirs) if theirs else None
    if one is None or other is None:
        return False
    return one[0] <= other[0] <= other[1] <= one[1] or one[0] in other or one[1] in other


def _names_day(spoken: str) -> bool:
    """Tell whether an expression names a weekday, a month or a year, rather than counting from another date."""
    return bool(_calendar_words(spoken)) and " ago " not in spoken


def _calendar_words(spoken: str) -> frozenset[str]:
    return frozenset(word for word in spoken.split() if word.isdigit() or word in _CALENDAR)


def _is_on(expression: str, value: str) -> bool:
    """Tell whether an expression that nothing resolves is a date, when that is the day it counts from."""
    day = edtf.bounds(value)
    if day is None:
        return False
    found = find_dates(expression, [(0, len(expression))], day[0].isoformat())
    return any(_covers(when.value, value) for when in found if when.value)
