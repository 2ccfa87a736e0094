"""Which sources are chronologies: lists of dates that an editor chose, the best witness of what mattered."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from summarize.dates import edtf
from summarize.packed import FirstDate, first_dates
from summarize.records import Source, When

# A list of fewer days may be chance.
_FEWEST_DAYS = 5
# Of a list's neighbouring lines so many stand in order, ascending or descending (readers' comments below an article
# open with dates as well, but with the same few again and again),
_IN_ORDER = 0.8
# and between its first line and its last no more than every other sentence opens with no date.
_DENSITY = 0.5


def chronologies(sources: Sequence[Source]) -> Mapping[str, frozenset[str]]:
    """Give the days (ISO) that each chronology among the sources lists, by the source's id."""
    listed = {source.id: _listed(source) for source in sources}
    return {identity: days for identity, days in listed.items() if days}


def _listed(source: Source) -> frozenset[str]:
    dated = list(first_dates(source.sentences))
    if len(dated) < _FEWEST_DAYS:
        return frozenset()
    lines = opening_days(source.text, dated)
    days = frozenset(day for _, day in lines)
    if len(days) < _FEWEST_DAYS:
        return frozenset()
    steps = len(lines) - 1
    ascending = sum(one < other for (_, one), (_, other) in pairwise(lines))
    descending = sum(one > other for (_, one), (_, other) in pairwise(lines))
    dense = len(lines) >= _DENSITY * (lines[-1][0] - lines[0][0] + 1)
    return days if dense and max(ascending, descending) >= _IN_ORDER * steps else frozenset()


def opening_days(text: str, dated: Iterable[FirstDate]) -> list[tuple[int, str]]:
    """Give the numbers of those sentences of a text that open with a day written with its number, each with that (ISO)."""
    return [(number, day) for number, start, when in dated if (day := _opening_day(text, start, when))]


def _opening_day(text: str, start: int, when: When) -> str:
    """Give the first date of a sentence, which begins at `start`, if that opens it."""
    if when.precision != "day" or not any(map(str.isdigit, when.expression)):
        return ""
    opens = not any(map(str.isalnum, text[start : when.start]))
    return edtf.exact(when.value) if opens else ""
