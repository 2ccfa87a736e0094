"""How salient each date of a story is: who carries it, where in the article, and for how long.

What was tried beside it, and what each gave, stands in benchmarks/timelines.md.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from math import fsum, sqrt

from summarize.dates import edtf
from summarize.records import Event, Precision, Status

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
# A longer date, in days, is wide: what falls within it says more.
_NARROW = 31
# A mention this many sentences deep in its article counts half of one in the first.
REACH = 50

_Group = tuple[str, Status]


class Salience:
    """Scores the dates of a story.

    A date's support is the number of sources that carry it, each by its best event: higher in its weight and in the
    article. A chronology that lists the day counts as much as the root of the number of all sources. `published`
    holds each source's ISO day, `chronologies` the days listed by each source that is one; both may be empty.
    """

    def __init__(
        self,
        dated: Mapping[_Group, Sequence[Event]],
        source_count: int,
        published: Mapping[str, str],
        chronologies: Mapping[str, frozenset[str]],
    ) -> None:
        self._dated = dated
        self._published = published
        self._listed = Counter(day for days in chronologies.values() for day in days)
        self._chronology = sqrt(source_count)
        self._days = _days(dated)

    def score(self, value: str, status: Status) -> float:
        """Score a date by all that supports it, what was planned for a day by what was planned alone."""
        events = list(self._dated[value, status])
        if status == "happened":
            events += self._dated.get((value, "planned"), ())
        support = _support(events)
        if status == "happened":
            support += self._chronology * self._listed[edtf.exact(value)]
        precision = self._dated[value, status][0].when.precision
        return round(PRECISION_WEIGHT[precision] * support / self._spread(value, precision), 6)

    def overtaken(self, value: str, status: Status) -> bool:
        """Tell whether what was planned for a day has been reported since, by a source of that day or later."""
        return status == "planned" and any(
            self._reports(event, value) for event in self._dated.get((value, "happened"), ())
        )

    def _reports(self, event: Event, day: str) -> bool:
        """Tell whether an event's source was published on a day or later, where both are known to the day."""
        published = self._published.get(event.citations[0].source, "")
        return len(published) == len(day) and published >= day

    def _spread(self, value: str, precision: Precision) -> float:
        """Say how far a wide date is spread over the days within it: "2011" tells little of a story of that year."""
        bounds = edtf.bounds(value)
        if (
            bounds is None
            or precision == "day"
            or (precision == "range" and (bounds[1] - bounds[0]).days < _NARROW)
        ):
            return 1.0
        return sqrt(1 + sum(bounds[0] <= day <= bounds[1] for day in self._days))


def _days(dated: Mapping[_Group, Sequence[Event]]) -> tuple[date, ...]:
    values = {edtf.exact(value) for (value, _), events in dated.items() if events[0].when.precision == "day"}
    return tuple(sorted(bounds[0] for value in values if (bounds := edtf.bounds(value))))


def _support(events: Sequence[Event]) -> float:
    """Add up what each source gives for its best event."""
    best: dict[str, float] = defaultdict(float)
    for event in events:
        for citation in event.citations:
            reach = REACH / (REACH + citation.sentence - 1)
            best[citation.source] = max(best[citation.source], (0.5 + event.weight) * reach)
    return fsum(best.values())
