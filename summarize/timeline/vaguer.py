"""What is told of a vague date and said better of a day within it: “this week”, “last September”, “late April”."""

from collections.abc import Mapping, Sequence
from datetime import date

from summarize.dates import edtf
from summarize.records import Event, Precision, Status
from summarize.text.redundancy import overlap
from summarize.text.terms import terms

_VAGUE: frozenset[Precision] = frozenset(("week", "month"))
_EXACT: frozenset[Precision] = frozenset(("day", "range"))
# An event that shares this much of its terms with one of a day within its date says the same.
_SAME = 0.4
# Pairs of events that are compared for one vague date; beyond that a date is a story of its own.
_MOST_PAIRS = 10_000

Group = tuple[str, Status]


def without_vaguer(dated: Mapping[Group, Sequence[Event]]) -> dict[Group, list[Event]]:
    """Take out the events of a vague date that an exact date within it tells too, of the same status.

    “This week” goes as a whole where anything of it has a day: it dates the report more than the event.
    """
    spans = {
        group: span
        for group, events in dated.items()
        if (span := edtf.bounds(edtf.exact(group[0]))) and events
    }
    exact = [
        group for group in spans if dated[group][0].when.precision in _EXACT and not _is_vague(group, dated)
    ]
    kept: dict[Group, list[Event]] = {}
    for group, events in dated.items():
        within = [
            other
            for other in exact
            if other[1] == group[1] and group in spans and _meet(spans[group], spans[other])
        ]
        left = (
            _left(events, [event for other in within for event in dated[other]])
            if _is_vague(group, dated)
            else events
        )
        if left:
            kept[group] = list(left)
    return kept


def _is_vague(group: Group, dated: Mapping[Group, Sequence[Event]]) -> bool:
    return dated[group][0].when.precision in _VAGUE


def _left(events: Sequence[Event], exact: Sequence[Event]) -> Sequence[Event]:
    """Give the events that no exact one tells."""
    if not exact or len(events) * len(exact) > _MOST_PAIRS:
        return events
    if events[0].when.precision == "week":
        return ()
    told = [terms(event.text).bag for event in exact]
    return [event for event in events if not any(overlap(terms(event.text).bag, one) > _SAME for one in told)]


def _meet(one: tuple[date, date], other: tuple[date, date]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
