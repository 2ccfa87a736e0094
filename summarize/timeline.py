"""Dated events of many sources into ranked clusters, one for each entry of a timeline."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

from summarize.dates import edtf
from summarize.records import NOT_THERE, VAGUE, Cluster, Event, LeftOut, Precision, Status

# What a date is worth by its precision: a day makes an entry, "this week" or "this year" seldom does.
PRECISION_WEIGHT: dict[Precision, float] = {
    "day": 1.0,
    "range": 1.0,
    "month": 0.8,
    "week": 0.3,
    "quarter": 0.5,
    "season": 0.5,
    "year": 0.5,
    "decade": 0.4,
    "century": 0.2,
    "unknown": 0.5,
}
FEWEST = 12  # entries a timeline may have where no number is asked for, however few its sources
PER_ROOT_SOURCE = 3  # and as many more for each root of the number of sources
TAIL = 0.12  # entries below this share of the best score are the tail of the salience curve


@dataclass(frozen=True, slots=True)
class Clusters:
    """The clusters to be told: dated ones in order of time, undated ones in order of the sources."""

    dated: tuple[Cluster, ...]
    undated: tuple[Cluster, ...]
    left_out: tuple[LeftOut, ...]


def cluster(
    events: Iterable[Event],
    *,
    source_count: int,
    count: int | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Clusters:
    """Group events by date and status, rank the groups, and keep the most salient.

    `count` fixes how many dated clusters are kept; where it is None the salience curve decides. `since` and `until`
    are inclusive; a date that reaches into the span belongs to it, an undated event to none.
    """
    dated: dict[tuple[str, Status], list[Event]] = defaultdict(list)
    undated: dict[tuple[str, str], list[Event]] = defaultdict(list)
    left_out = []
    for event in events:
        if event.when.rule == NOT_THERE:
            reason = f"its date “{event.when.expression}” is {NOT_THERE}"
            left_out.append(LeftOut("timeline", event.text, event.citations, reason))
        elif event.when.value:
            if _within(event.when.value, since, until):
                dated[event.when.value, event.status].append(event)
        elif event.when.rule != VAGUE and since is None and until is None:
            undated[event.citations[0].source, event.when.expression.casefold()].append(event)
    ranked = sorted(
        (_cluster(value, status, group) for (value, status), group in dated.items()),
        key=lambda item: (-item.score, item.value, item.status),
    )
    limit = _limit(ranked, source_count) if count is None else count
    return Clusters(
        dated=tuple(sorted(ranked[:limit], key=_in_time)),
        undated=tuple(_cluster("", group[0].status, group) for group in undated.values())[:limit],
        left_out=tuple(left_out),
    )


def _cluster(value: str, status: Status, events: Sequence[Event]) -> Cluster:
    """Score by the independent sources that carry the date, each with its weightiest event."""
    best: dict[str, float] = defaultdict(float)
    for event in events:
        for citation in event.citations:
            best[citation.source] = max(best[citation.source], event.weight)
    precision = events[0].when.precision
    return Cluster(
        value=value,
        precision=precision,
        status=status,
        events=tuple(events),
        score=round(PRECISION_WEIGHT[precision] * sum(0.5 + weight for weight in best.values()), 6),
    )


def _limit(ranked: Sequence[Cluster], source_count: int) -> int:
    if not ranked:
        return FEWEST
    most = FEWEST + round(PER_ROOT_SOURCE * (sqrt(source_count) - 1))
    floor = TAIL * ranked[0].score
    return min(most, sum(item.score >= floor for item in ranked))


def _within(value: str, since: date | None, until: date | None) -> bool:
    bounds = edtf.bounds(value)
    if bounds is None:
        return since is None and until is None
    first, last = bounds
    return (since is None or last >= since) and (until is None or first <= until)


def _in_time(item: Cluster) -> tuple[date, date, str]:
    first, last = edtf.bounds(item.value) or (date.max, date.max)
    return first, last, item.status
