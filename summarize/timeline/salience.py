"""How salient each date of a story is: who carries it, where in the article, and for how long after.

What was tried beside it, and what each gave, stands in benchmarks/timelines.md.
"""

from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from math import fsum, inf, log1p, sqrt

from summarize.dates import edtf
from summarize.records import Citation, Cluster, Event, Precision, Status
from summarize.text.standalone import stands_alone

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
# News that only its report dates is worth this much of what the sources date themselves.
_REPORTED = 0.7
# A longer date, in days, is wide: what falls within it says more.
_NARROW = 31
# A mention this many sentences deep in its article counts half of one in the first.
REACH = 50
# An article that names more dates than this, and this share of all dates, is a chronicle of the story, which tells late
# what happened late: the reach grows with the square of how many times as many they are.
_CHRONICLE = 10
_ITS_SHARE = 0.5
# A date that no sentence tells in full is worth this much: each leans on the one before it.
_LEANING = 0.8
# One that is named only in sentences that tell a more salient date says nothing of its own: it ranks at this share.
_SHARED = 0.7
# Days from a date to the article that mentions it where a new band begins: on the day, on the next, within three, within
# a week, within a month, and after. What is still mentioned in a later band mattered for longer.
_BANDS = (1, 2, 4, 8, 31)
# What is said ahead of a day is a plan: beside what is said of it after, it counts this much of a band.
_AHEAD = 0.1
# What a chronology that lists a day counts against a band.
_LISTED = 12.0
# The band of what is said ahead.
_EARLY = -1
# A chronicle has so many stretches, and each date told of one leaves this share of the next.
_STRETCHES = 16
_CROWDED = 0.85

_Group = tuple[str, Status]


class Salience:
    """Scores the dates of a story.

    A date's support is the number of sources that carry it, each by its best event: higher in its weight and in the
    article. The supports of the bands of days between date and publication are added by their logarithms, so that
    a date that is looked back on outranks one that filled a single day's pages. A chronology that lists the day is
    a band of its own, of as many sources as the root of their number. `published` holds each source's ISO day,
    `chronologies` the days listed by each source that is one; both may be empty.
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
        named = Counter(
            source for events in dated.values() for source in {_source(event) for event in events}
        )
        self._reach = {
            source: REACH * (number / _CHRONICLE) ** 2
            for source, number in named.items()
            if number > max(_CHRONICLE, _ITS_SHARE * len(dated))
        }
        self._ends: dict[str, int] = defaultdict(int)
        for event in (event for events in dated.values() for event in events if self._reach):
            for citation in event.citations:
                self._ends[citation.source] = max(self._ends[citation.source], citation.sentence)
        self._days = _days(dated)

    def score(self, value: str, status: Status) -> float:
        """Score a date by all that supports it, what was planned for a day by what was planned alone."""
        events = list(self._dated[value, status])
        if status == "happened":
            events += self._dated.get((value, "planned"), ())
        support = self._support(events, value)
        if status == "happened":
            support += _LISTED * log1p(self._chronology * self._listed[edtf.exact(value)])
        if status == "reported":
            support *= _REPORTED
        group = self._dated[value, status]
        if not any(stands_alone(event.text) for event in group):
            support *= _LEANING
        precision = group[0].when.precision
        return round(PRECISION_WEIGHT[precision] * support / self._spread(value, precision), 6)

    def _support(self, events: Sequence[Event], value: str) -> float:
        """Add up the bands of a date, each by what every source gives for its best event there."""
        bounds = edtf.bounds(value)
        bands: dict[int | None, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        band_of: dict[str, int | None] = {}
        for event in events:
            for citation in event.citations:
                published = self._published.get(citation.source, "")
                if published not in band_of:
                    band_of[published] = _band(published, bounds)
                best = bands[band_of[published]]
                reach = self._reach.get(citation.source, REACH)
                worth = (0.5 + event.weight) * (reach / (reach + citation.sentence - 1))
                best[citation.source] = max(best[citation.source], worth)
        return fsum(
            (_AHEAD if band == _EARLY and len(bands) > 1 else 1.0) * log1p(fsum(best.values()))
            for band, best in bands.items()
        )

    def ranked(self, clusters: Iterable[Cluster]) -> list[Cluster]:
        """Order clusters by salience, but that which says nothing of its own further behind.

        So ranks what is named only in sentences that tell those before it, and what only a chronicle tells, in a
        stretch of it that others before it tell: a timeline of a single long article reaches to its end.
        """
        told: set[Citation] = set()
        stretches: Counter[tuple[str, int]] = Counter()
        shares: dict[_Group, float] = {}
        by_score = sorted(clusters, key=_rank)
        for item in by_score:
            cited = {citation for event in item.events for citation in event.citations}
            share = _SHARED if item.status == "happened" and cited <= told else 1.0
            if stretch := self._stretch(cited):
                share *= _CROWDED ** stretches[stretch]
                stretches[stretch] += 1
            shares[item.value, item.status] = share
            told |= cited
        return sorted(
            by_score, key=lambda item: (-item.score * shares[item.value, item.status], *_rank(item))
        )

    def curve(self, clusters: Sequence[Cluster]) -> list[float]:
        """Give the scores with the chronologies set aside: a day they list is as salient as the best of the others."""
        others = [item.score for item in clusters if not self._listed[edtf.exact(item.value)]]
        best = max(others, default=inf)
        return [min(best, item.score) for item in clusters]

    def _stretch(self, cited: AbstractSet[Citation]) -> tuple[str, int] | None:
        """Give the stretch of a chronicle that alone carries a date; None where another source does."""
        first = min(cited)
        if first.source not in self._reach or any(each.source != first.source for each in cited):
            return None
        return first.source, _STRETCHES * (first.sentence - 1) // self._ends[first.source]

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


def _band(published: str, bounds: tuple[date, date] | None) -> int | None:
    """Give the band of days from a date to a publication; None where either is not known."""
    if not published or bounds is None:
        return None
    day = date.fromisoformat(published)
    return _EARLY if day < bounds[0] else bisect(_BANDS, (day - bounds[1]).days)


def _rank(item: Cluster) -> tuple[float, str, str]:
    return -item.score, item.value, item.status


def _days(dated: Mapping[_Group, Sequence[Event]]) -> tuple[date, ...]:
    values = {edtf.exact(value) for (value, _), events in dated.items() if events[0].when.precision == "day"}
    return tuple(sorted(bounds[0] for value in values if (bounds := edtf.bounds(value))))


def _source(event: Event) -> str:
    return event.citations[0].source
