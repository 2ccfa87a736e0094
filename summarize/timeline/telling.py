"""How well each event tells its date: by what all that is said of the date has in common."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from summarize.dates import edtf
from summarize.records import Citation, Cluster, Event, Source
from summarize.text.redundancy import overlap
from summarize.text.terms import terms
from summarize.timeline.chronology import chronologies, opening_day
from summarize.timeline.salience import REACH

# The first sentences of the articles published on a day and on the day after say what the day is about. They are
# never told by this: an article may well be about another day.
_HEAD = 5
# The first sentences of all articles say what the story is about.
_LEAD = 10
# What the story is about counts this much beside what the day is about.
_STORY = 0.5
# Terms that many dates share tell less of one: the exponent of their inverse frequency among the dates.
_DISTINCT = 0.5
# Events of more words count less: the exponent of how much longer they are.
_LONG = 25
_LONG_EXPONENT = 0.25
# An event with fewer words is a fragment, one with more is several sentences run together: these come last.
_FEWEST_WORDS = 8
_MOST_WORDS = 60
_LAST = 0.3
# A line of a chronology was written to tell its date.
_CHRONOLOGY = 2.0
# What an event gains that holds a word of the focus.
_FOCUS = 0.3
# An event that shares more of its terms with a better one says it again, and falls behind what is new.
_SHARED = 0.3
_REPEATED = 0.1
# Events of a date that are compared for that; sentences of an entry are fewer.
_COMPARED = 12


@dataclass(frozen=True, slots=True)
class _Told:
    """The terms of an event's text: their counts, and its words."""

    counts: Mapping[str, int]
    words: int


def weighed(clusters: Sequence[Cluster], sources: Sequence[Source], focus: str) -> tuple[Cluster, ...]:
    """Give the clusters with the weight of each event set to how well it tells the date, 0 to 1."""
    story = _Story(clusters, sources, focus)
    return tuple(
        replace(item, events=tuple(map(_weighed, item.events, story.weights(item)))) for item in clusters
    )


def _weighed(event: Event, weight: float) -> Event:
    return replace(event, weight=round(weight, 4))


class _Story:
    """What is known of all events and articles together."""

    def __init__(self, clusters: Sequence[Cluster], sources: Sequence[Source], focus: str) -> None:
        self._told: dict[str, _Told] = {}
        self._focus = terms(focus).bag
        self._heads = _heads(sources)
        self._lines = _lines(sources)
        leads = [[s.text for s in source.sentences[:_LEAD]] for source in sources]
        texts = {event.text for item in clusters for event in item.events}
        texts.update(text for lead in leads for text in lead)
        frequency = Counter(term for text in texts for term in self._terms(text).counts)
        self._inverse = {term: math.log((len(texts) + 1) / count) for term, count in frequency.items()}
        self._about = self._unit(Counter(t for lead in leads for t in self._united(lead)))
        self._dates = Counter(t for item in clusters for t in self._united(e.text for e in item.events))
        self._date_count = len(clusters)

    def weights(self, item: Cluster) -> list[float]:
        """Weigh the events of a cluster, in their order."""
        day = self._day(item)
        scores: dict[str, float] = {}
        for event in item.events:
            score = self._score(event, day, item.value)
            scores[event.text] = max(score, scores.get(event.text, 0.0))
        told = self._demoted(scores)
        top = max(told.values(), default=0.0) or 1.0
        return [told[event.text] / top for event in item.events]

    def _score(self, event: Event, day: Mapping[str, float], value: str) -> float:
        told = self._terms(event.text)
        score = self._cosine(told, day) + _STORY * self._cosine(told, self._about)
        score *= math.pow(min(1.0, _LONG / max(1, told.words)), _LONG_EXPONENT)
        if not _FEWEST_WORDS <= told.words <= _MOST_WORDS:
            score *= _LAST
        gain = 1.0 + _FOCUS * any(term in told.counts for term in self._focus)
        if any((citation, value) in self._lines for citation in event.citations):
            gain += _CHRONOLOGY - 1
        return score * gain

    def _demoted(self, scores: Mapping[str, float]) -> dict[str, float]:
        """Lower what repeats a better one; the best stay as they are."""
        first: list[str] = []
        told = dict(scores)
        for text in sorted(scores, key=lambda text: (-scores[text], text)):
            bag = self._terms(text).counts.keys()
            if any(overlap(bag, self._terms(better).counts.keys()) > _SHARED for better in first):
                told[text] *= _REPEATED
            elif len(first) < _COMPARED:
                first.append(text)
        return told

    def _day(self, item: Cluster) -> dict[str, float]:
        """Weigh the terms of what is said of a date, and of the articles that came out when it was news."""
        said: dict[str, float] = defaultdict(float)
        for event in item.events:
            reach = max(REACH / (REACH + citation.sentence - 1) for citation in event.citations)
            said[event.text] = max(said[event.text], reach)
        for text in self._news(item.value):
            said.setdefault(text, 1.0)
        weights: dict[str, float] = defaultdict(float)
        for text in sorted(said):
            for term in self._terms(text).counts:
                weights[term] += said[text]
        return self._unit({term: weight * self._distinct(term) for term, weight in weights.items()})

    def _news(self, value: str) -> Iterator[str]:
        exact = edtf.exact(value)
        bounds = edtf.bounds(exact)
        if bounds is None or bounds[0] != bounds[1]:
            return
        yield from self._heads.get(bounds[0], ())

    def _distinct(self, term: str) -> float:
        return math.pow(math.log((self._date_count + 1) / max(1, self._dates[term])) + 0.1, _DISTINCT)

    def _unit(self, weights: Mapping[str, float]) -> dict[str, float]:
        """Weigh terms by their inverse frequency, to a vector of length 1."""
        vector = {term: weight * self._inverse.get(term, 1.0) for term, weight in weights.items()}
        norm = math.sqrt(math.fsum(weight * weight for weight in vector.values())) or 1.0
        return {term: weight / norm for term, weight in vector.items()}

    def _cosine(self, told: _Told, centre: Mapping[str, float]) -> float:
        dot = square = 0.0
        for term, count in told.counts.items():
            weight = count * self._inverse.get(term, 1.0)
            dot += weight * centre.get(term, 0.0)
            square += weight * weight
        return dot / math.sqrt(square) if square else 0.0

    def _united(self, texts: Iterable[str]) -> set[str]:
        return {term for text in texts for term in self._terms(text).counts}

    def _terms(self, text: str) -> _Told:
        told = self._told.get(text)
        if told is None:
            found = terms(text)
            told = self._told[text] = _Told(Counter(found.content), found.words)
        return told


def _heads(sources: Sequence[Source]) -> dict[date, list[str]]:
    """Give, for each day, the undated first sentences of the articles published on it and on the day after."""
    heads: dict[date, list[str]] = defaultdict(list)
    for source in sources:
        if source.published.value:
            head = [
                sentence.text
                for sentence in source.sentences[:_HEAD]
                if not any(when.value and when.precision == "day" for when in sentence.dates)
            ]
            published = date.fromisoformat(source.published.value)
            for day in (published, published - timedelta(days=1)):
                heads[day] += head
    return heads


def _lines(sources: Sequence[Source]) -> frozenset[tuple[Citation, str]]:
    """Give the lines of chronologies, each with the day it opens with."""
    listed = chronologies(sources)
    return frozenset(
        (Citation(source.id, sentence.number), day)
        for source in sources
        if source.id in listed
        for sentence in source.sentences
        if (day := opening_day(source, sentence))
    )
