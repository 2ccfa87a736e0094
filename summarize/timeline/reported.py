"""News dated by its report alone: where another date tells the same, that one is better; else the first report of it."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from summarize.dates import edtf
from summarize.records import Event, Status
from summarize.text.redundancy import containment
from summarize.text.terms import content

Group = tuple[str, Status]

# An event most of whose terms another holds tells no more than that one, however much longer it is.
_SAME = 0.6
# News is reported within so many days of what it tells; what lies before is another event that is told alike.
_FRESH = timedelta(days=14)
# Pairs of events that are compared for one day of reports; beyond that a day is left as it is.
_MOST_PAIRS = 10_000


def without_repeated(dated: Mapping[Group, Sequence[Event]]) -> dict[Group, list[Event]]:
    """Take out reported events that a dated one tells, and put later reports of the same with the first."""
    kept = {group: list(events) for group, events in dated.items() if group[1] != "reported"}
    if len(kept) == len(dated):
        return kept
    spans = {group: span for group in kept if (span := edtf.bounds(edtf.exact(group[0])))}
    told: dict[Group, Sequence[AbstractSet[str]]] = {
        group: [frozenset(content(event.text)) for event in kept[group]] for group in spans
    }
    for group in sorted(group for group in dated if group[1] == "reported"):
        day = date.fromisoformat(group[0])
        near = [one for one, span in spans.items() if span[1] >= day - _FRESH and span[0] <= day]
        if len(dated[group]) * sum(len(told[one]) for one in near) > _MOST_PAIRS:
            near = []
        own: list[AbstractSet[str]] = []
        for event in dated[group]:
            bag = frozenset(content(event.text))
            same = _same(bag, near, told)
            if same is None:
                kept.setdefault(group, []).append(event)
                own.append(bag)
            elif same[1] == "reported":
                kept[same].append(event)
        if own:
            spans[group], told[group] = (day, day), own
    return kept


def _same(
    bag: AbstractSet[str], near: Sequence[Group], told: Mapping[Group, Sequence[AbstractSet[str]]]
) -> Group | None:
    """Find the date that tells the same best; None where none does."""
    best = max(
        ((containment(bag, other), group) for group in near for other in told[group]),
        default=(0.0, None),
        key=lambda one: one[0],
    )
    return best[1] if best[0] > _SAME else None
