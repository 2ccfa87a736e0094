"""What no publication day dates: grouped by expression, and ordered by what the expressions say of each other.

A source whose day of publication is not known still tells "Sunday" from "Wednesday" and "last month" from "today". Its
expressions are resolved as if it had come out on a day that fits them, and that day is never shown: it only orders.

- The weekdays of what happened lie in the week that has them closest together: "Sunday" and "Wednesday" are a Sunday
  and the Wednesday after it. The last of them is the day of publication, "today".
- The months of what happened lie in the year that has them closest together, and the last of them is that of publication.
- What is planned comes after all that happened, an expression that cannot be placed after those that can.
- Sources stay apart, in their order, as one's "Sunday" need not be another's; those that tell the same of the same
  expression are of the same days, and are ordered as one.
"""

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from summarize.dates import edtf
from summarize.dates.expressions import find_dates
from summarize.records import Cluster, Event, Source, Status, When
from summarize.text.redundancy import overlap
from summarize.text.terms import terms
from summarize.timeline.salience import REACH

# Events of two sources are the same where they share this much of their terms, and no fewer than so many.
_SAME = 0.6
_FEWEST = 4
# Events of one entry that are compared with those of another.
_COMPARED = 5
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


def _pattern(names: Sequence[str]) -> re.Pattern[str]:
    """Match the names, whole or cut to three letters."""
    return re.compile(rf"\b(?:{'|'.join((*names, *(name[:3] for name in names)))})\b", re.IGNORECASE)


_WEEKDAY, _MONTH = _pattern(_WEEKDAYS), _pattern(_MONTHS)
# "Last Friday" and "next Monday" are of another week than the plain weekdays.
_OTHER = re.compile(r"\b(?:last|next|previous|following|ago|past)\b", re.IGNORECASE)
_TODAY = ("today", "tonight", "this morning", "this afternoon", "this evening")
_YESTERDAY = ("yesterday", "last night", "yesterday evening")
# Any year that is no leap year will do.
_YEAR = 2001

_Key = tuple[str, str, Status]


def undated_clusters(events: Iterable[Event], sources: Sequence[Source], most: int) -> list[Cluster]:
    """Make an entry of what each source says of each expression, the `most` salient of them, in order of time."""
    groups: dict[_Key, list[Event]] = defaultdict(list)
    for event in events:
        groups[event.citations[0].source, event.when.expression.casefold(), event.status].append(event)
    merged, kin = _merged(groups)
    kept = sorted(range(len(merged)), key=lambda place: (-_support(merged[place]), place))[:most]
    days = _days(merged, kin, {source.id: source for source in sources})
    families = {source: place for place, source in enumerate(dict.fromkeys(kin.values()))}

    def order(place: int) -> tuple[bool, int, tuple[date, date], int]:
        first = merged[place][0]
        family = families[kin[first.citations[0].source]]
        return first.status == "planned", family, days.get(place, (date.max, date.max)), place

    return [_cluster(merged[place]) for place in sorted(kept, key=order)]


def _cluster(group: Sequence[Event]) -> Cluster:
    weight = max(event.weight for event in group)
    return Cluster("", group[0].when.precision, group[0].status, tuple(group), round(weight, 6))


def _support(group: Sequence[Event]) -> float:
    """Add up what each source gives for its best event."""
    best: dict[str, float] = defaultdict(float)
    for event in group:
        first = event.citations[0]
        best[first.source] = max(
            best[first.source], (0.5 + event.weight) * REACH / (REACH + first.sentence - 1)
        )
    return sum(best.values())


def _merged(groups: Mapping[_Key, list[Event]]) -> tuple[list[list[Event]], dict[str, str]]:
    """Join what several sources tell of the same expression; give the first source of each source's kin as well."""
    kin = {source: source for source, _, _ in groups}
    alike: dict[tuple[str, Status], list[list[Event]]] = defaultdict(list)
    merged: list[list[Event]] = []
    for (source, expression, status), events in groups.items():
        others = alike[expression, status]
        same = next((other for other in others if _is_same(other, events)), None)
        if same is None:
            own = list(events)
            others.append(own)
            merged.append(own)
            continue
        older = kin[same[0].citations[0].source]
        same.extend(events)
        newer = kin[source]
        kin = {each: older if root == newer else root for each, root in kin.items()}
    return merged, kin


def _is_same(one: Sequence[Event], other: Sequence[Event]) -> bool:
    bags = [terms(event.text).bag for event in other[:_COMPARED]]
    return any(
        len(bag & own) >= _FEWEST and overlap(bag, own) > _SAME
        for own in (terms(event.text).bag for event in one[:_COMPARED])
        for bag in bags
    )


def _days(
    merged: Sequence[Sequence[Event]], kin: Mapping[str, str], sources: Mapping[str, Source]
) -> dict[int, tuple[date, date]]:
    """Give the first and the last day of each entry's expression, as if its kin had come out on a day that fits them."""
    told: dict[str, list[Event]] = defaultdict(list)
    for group in merged:
        for event in group:
            told[kin[event.citations[0].source]].append(event)
    days = {}
    found: dict[str, dict[int, When]] = {}
    for place, group in enumerate(merged):
        first = group[0]
        identity = first.citations[0].source
        if identity not in sources:
            continue
        if identity not in found:
            found[identity] = _found(sources[identity], _published(told[kin[identity]]))
        when = found[identity].get(first.when.start)
        bounds = edtf.bounds(edtf.exact(when.value)) if when else None
        if bounds:
            days[place] = bounds
    return days


def _found(source: Source, published: date) -> dict[int, When]:
    spans = [(sentence.start, sentence.end) for sentence in source.sentences]
    return {when.start: when for when in find_dates(source.text, spans, published.isoformat())}


def _published(events: Sequence[Event]) -> date:
    """Give a day that fits what happened: on the last of its weekdays, in the last of its months."""
    happened = [event.when.expression for event in events if event.status == "happened"]
    plain = [expression for expression in happened if not _OTHER.search(expression)]
    weekday = _last([_number(name, _WEEKDAYS) for text in plain for name in _WEEKDAY.findall(text)], 7)
    month = _last([_number(name, _MONTHS) for text in happened for name in _MONTH.findall(text)], 12)
    if month is None:
        planned = [event.when.expression for event in events if event.status == "planned"]
        coming = _last([_number(name, _MONTHS) for text in planned for name in _MONTH.findall(text)], 12)
        month = 6 if coming is None else (coming + 6) % 12
    end = date(_YEAR, month + 1, monthrange(_YEAR, month + 1)[1])
    if weekday is None:
        return end
    named = {expression.casefold() for expression in plain}
    # Who writes "today" names no weekday for it, nor for "yesterday".
    weekday += (1 + (not named.isdisjoint(_YESTERDAY))) if not named.isdisjoint(_TODAY) else 0
    return end - timedelta(days=(end.weekday() - weekday) % 7)


def _number(name: str, names: Sequence[str]) -> int:
    return next(number for number, each in enumerate(names) if each.startswith(name[:3].lower()))


def _last(numbers: Sequence[int], turn: int) -> int | None:
    """Give the last of days or months that go round: the one before the longest gap; the first named where gaps tie."""
    if not numbers:
        return None
    round_ = sorted(set(numbers))
    gaps = {one: other - one for one, other in pairwise([*round_, round_[0] + turn])}
    return max(dict.fromkeys(numbers), key=lambda number: gaps[number])
