"""What is told of a vague date and said better of a day within it: “this week”, “last September”, “late April”."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from summarize.dates import edtf
from summarize.records import Event, Precision, Status
from summarize.text.redundancy import overlap
from summarize.text.terms import terms

_VAGUE: frozenset[Precision] = frozenset(("week", "month"))
_EXACT: frozenset[Precision] = frozenset(("day", "range"))
# An event that shares this much of its terms with one of a day within its date says the same.
_SAME = 0.5
# And so much more than with any other, or it is not known which is meant.
_CLEARLY = 0.15
# Pairs of events that are compared for one vague date; beyond that a date is a story of its own.
_MOST_PAIRS = 10_000

Group = tuple[str, Status]


def without_vaguer(dated: Mapping[Group, Sequence[Event]]) -> dict[Group, list[Event]]:
    """Put the events of a vague date with the exact date within it that tells the same, of the same status.

    “This week” goes as a whole where anything of it has a day: it dates the report more than the event. So it does where
    somebody only says that it was: his words are of a day within it.
    """
    spans = {group: span for group in dated if (span := edtf.bounds(edtf.exact(group[0])))}
    exact = [group for group in spans if dated[group][0].when.precision in _EXACT]
    joined = {group: list(events) for group, events in dated.items()}
    for group in [group for group in spans if dated[group][0].when.precision in _VAGUE]:
        is_week = dated[group][0].when.precision == "week"
        within = [
            other
            for other in exact
            if ((is_week and group[1] == "alleged") or other[1] == group[1])
            and _meet(spans[group], spans[other])
        ]
        pairs = len(dated[group]) * sum(len(dated[other]) for other in within)
        if not 0 < pairs <= _MOST_PAIRS:
            continue
        events = joined.pop(group)
        if is_week:
            continue
        told = {other: [terms(event.text).bag for event in dated[other]] for other in within}
        for event in events:
            joined.setdefault(_same(terms(event.text).bag, told) or group, []).append(event)
    return joined


def _same(bag: AbstractSet[str], told: Mapping[Group, Sequence[AbstractSet[str]]]) -> Group | None:
    """Find the date that tells the same; None where none does, or where two could be meant."""
    ranked = sorted(
        ((max(overlap(bag, one) for one in bags), group) for group, bags in told.items()), reverse=True
    )
    best = ranked[0][0]
    is_clear = len(ranked) == 1 or best - ranked[1][0] >= _CLEARLY
    return ranked[0][1] if best > _SAME and is_clear else None


def _meet(one: tuple[date, date], other: tuple[date, date]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
