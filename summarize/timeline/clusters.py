"""Events grouped by date and status, the most salient groups kept, their events weighed for telling."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from summarize.dates import edtf
from summarize.records import COUNTED, NOT_THERE, STEP, VAGUE, Cluster, Event, LeftOut, Source, Status
from summarize.timeline.chronology import chronologies
from summarize.timeline.length import length, most
from summarize.timeline.reported import without_repeated
from summarize.timeline.salience import Salience
from summarize.timeline.telling import weighed
from summarize.timeline.undated import undated_clusters
from summarize.timeline.vaguer import without_vaguer

_Group = tuple[str, Status]

# Rules of expressions that are no date as written, and so make no entry of the undated part.
_NO_DATE = frozenset((VAGUE, COUNTED, STEP))


@dataclass(frozen=True, slots=True)
class Clusters:
    """The clusters to be told: in order of time, the undated ones as far as their expressions tell it.

    `found` counts the dated ones there were to choose from.
    """

    dated: tuple[Cluster, ...]
    undated: tuple[Cluster, ...]
    left_out: tuple[LeftOut, ...]
    found: int = 0


def cluster(
    events: Iterable[Event],
    *,
    source_count: int,
    count: int | None = None,
    enough: int = 0,
    since: date | None = None,
    until: date | None = None,
    sources: Sequence[Source] = (),
    focus: str = "",
) -> Clusters:
    """Group events by date and status, rank the groups, and keep the most salient.

    `count` fixes how many dated clusters are kept; where it is None the salience curve decides, of those beyond the
    `enough` that are kept in any case. `since` and `until`
    are inclusive; a date that reaches into the span belongs to it, an undated event to none.

    With the `sources` of the events, dates that are looked back on and dates of chronologies rise, and the weight
    of each dated event becomes how well it tells its date, 0 to 1, 1 for the best of its cluster; `focus` holds
    words that tell. Without them the weights stay as the engine gave them. The events of a cluster keep the order
    they came in.
    """
    dated: dict[_Group, list[Event]] = defaultdict(list)
    undated = []
    left_out = []
    for event in events:
        if event.when.rule == NOT_THERE:
            reason = f"its date “{event.when.expression}” is {NOT_THERE}"
            left_out.append(LeftOut("timeline", event.text, event.citations, reason))
        elif event.when.value:
            if _within(event.when.value, since, until):
                dated[event.when.value, event.status].append(event)
        elif event.when.rule.split(",")[0] not in _NO_DATE and since is None and until is None:
            undated.append(event)
    _join_approximate(dated)
    listed = chronologies(sources)
    ranked, curve = _ranked(without_repeated(without_vaguer(dated)), source_count, sources, listed)
    limit = max(enough, length(curve, source_count)) if count is None else count
    told = tuple(sorted(ranked[:limit], key=_in_time))
    return Clusters(
        dated=weighed(told, sources, focus, listed) if sources else told,
        undated=tuple(undated_clusters(undated, sources, most(source_count) if count is None else count)),
        left_out=tuple(left_out),
        found=len(ranked),
    )


def _join_approximate(dated: dict[_Group, list[Event]]) -> None:
    """Put what happened "around" a day with what happened on that day, where anything did."""
    for value, status in list(dated):
        exact = edtf.exact(value)
        if value != exact and dated[value, status][0].when.precision == "day" and (exact, status) in dated:
            dated[exact, status] += dated.pop((value, status))


def _ranked(
    dated: Mapping[_Group, list[Event]],
    source_count: int,
    sources: Sequence[Source],
    listed: Mapping[str, frozenset[str]],
) -> tuple[list[Cluster], list[float]]:
    """Make the clusters, most salient first, and give the salience curve; `listed` are the days of chronologies."""
    published = {source.id: source.published.value for source in sources}
    salience = Salience(dated, source_count, published, listed)
    clusters = [
        Cluster(
            value=value,
            precision=group[0].when.precision,
            status=status,
            events=tuple(group),
            score=salience.score(value, status),
        )
        for (value, status), group in dated.items()
        if not salience.overtaken(value, status)
    ]
    ranked = salience.ranked(clusters)
    return ranked, salience.curve(ranked)


def _within(value: str, since: date | None, until: date | None) -> bool:
    if since is None and until is None:
        return True
    bounds = edtf.bounds(value)
    if bounds is None:
        return False
    first, last = bounds
    return (since is None or last >= since) and (until is None or first <= until)


def _in_time(item: Cluster) -> tuple[date, date, str]:
    first, last = edtf.bounds(item.value) or (date.max, date.max)
    return first, last, item.status
