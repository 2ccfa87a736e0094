"""How well each event tells its date: by what all that is said of the date has in common."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain

from summarize.dates import edtf
from summarize.records import Citation, Cluster, Event, Sentence, Source
from summarize.text.redundancy import overlap
from summarize.text.standalone import stands_alone
from summarize.text.terms import content
from summarize.timeline.chronology import chronologies, opening_day
from summarize.timeline.salience import REACH

# The first sentences of the articles published on a day and on the day after say what the day is about. They are
# never told by this: an article may well be about another day.
_HEAD = 5
# The first sentences of all articles say what the story is about.
_LEAD = 10
# What the story is about counts this much beside what the day is about, and what its articles open with this much.
_STORY = 1.0
_NEWS = 0.5
# A sentence that names its date in its second half is as a rule about something else, and dates it by the way.
_BY_THE_WAY = 0.77
# Events of more words count less: the exponent of how much longer they are.
_LONG = 25
_LONG_EXPONENT = 0.25
# A sentence that names several dates tells each of them less: the exponent of their number.
_SHARED_OUT = 0.25
# A sentence that leans on the one before is worth this much, and so is one whose date does ("three days later").
_COUNTED = re.compile(
    r"\b(?:later|earlier|after|before)\b(?! (?:this|that|last|in|on)\b)|\bsame\b|^the (?:next|following|previous)\b|^that\b",
    re.IGNORECASE,
)
_LEANING = 0.5
# An event with fewer words is a fragment, one with more is several sentences run together, and one that gives a vaguer
# date ("late April") does not show the day: these come last.
_FEWEST_WORDS = 8
_MOST_WORDS = 60
_LAST = 0.3
# So does what bears the stamp of a comment, a photograph, a video or an update: its date is that of the page.
_STAMP = re.compile(
    r"\s\|\s|\bphotograph\s?:|\bupdated\s?:|(?:\(|-LRB- )\d{1,2}:\d\d(?:\)| -RRB-)",
    re.IGNORECASE,
)
# A line of a chronology was written to tell its date.
_CHRONOLOGY = 3.0
# What an event gains that holds a word of the focus.
_FOCUS = 0.15
# What says the same as the sentence that a date beside this one is told by is worth this much: dates so many entries
# away, sentences that share more of their terms than this.
_TAKEN = 0.5
_BESIDE = 3
_SAME = 0.6
# Events of a date that are ranked by what each adds to those before; sentences of an entry are fewer. The others come
# behind, at this share of their worth.
_COMPARED = 12
_BEHIND = 0.1


@dataclass(frozen=True, slots=True)
class _Told:
    """The terms of an event's text: their counts, their weights, the sum of these, and its words."""

    counts: Mapping[str, int]
    weights: Sequence[tuple[str, float]]
    whole: float
    words: int


def weighed(clusters: Sequence[Cluster], sources: Sequence[Source], focus: str) -> tuple[Cluster, ...]:
    """Give the clusters with the weight of each event set to how well it tells the date, 0 to 1."""
    story = _Story(clusters, sources, focus)
    told = list(clusters)
    taken: dict[int, str] = {}
    for place in sorted(range(len(clusters)), key=lambda place: (-clusters[place].score, place)):
        beside = range(place - _BESIDE, place + _BESIDE + 1)
        weights = story.weights(clusters[place], [taken[other] for other in beside if other in taken])
        told[place] = _with_weights(clusters[place], weights)
        taken[place] = max(weights, key=lambda text: (weights[text], text))
    return tuple(told)


def _with_weights(item: Cluster, weights: Mapping[str, float]) -> Cluster:
    top = max(weights.values())
    shares = {text: round(weight / top, 4) if top else 1.0 for text, weight in weights.items()}
    return replace(item, events=tuple(replace(event, weight=shares[event.text]) for event in item.events))


@dataclass(frozen=True, slots=True)
class _Centre:
    """What texts have in common: their terms as a vector of length 1, and how much of it each text brought in."""

    terms: Mapping[str, float]
    shares: Mapping[str, float]


class _Story:
    """What is known of all events and articles together."""

    def __init__(self, clusters: Sequence[Cluster], sources: Sequence[Source], focus: str) -> None:
        # Of each text; of those that are events, which are few among all that articles open with, more is kept.
        self._content: dict[str, tuple[str, ...]] = {}
        self._told: dict[str, _Told] = {}
        self._focus = frozenset(content(focus))
        self._heads = _heads(sources, undated=True)
        self._openings = _heads(sources, undated=False)
        self._lines = _lines(sources)
        self._alone = _alone(sources)
        self._spans = {
            Citation(source.id, sentence.number): (sentence.start, sentence.end)
            for source in sources
            for sentence in source.sentences
            if sentence.dates
        }
        leads = [[s.text for s in source.sentences[:_LEAD]] for source in sources]
        texts = {event.text for item in clusters for event in item.events}
        texts.update(text for lead in leads for text in lead)
        frequency = Counter(chain.from_iterable(map(self._distinct, texts)))
        self._inverse = {term: math.log((len(texts) + 1) / count) for term, count in frequency.items()}
        self._about = self._centre({text: 1.0 for lead in leads for text in lead})

    def weights(self, item: Cluster, taken: Sequence[str]) -> dict[str, float]:
        """Weigh the texts of a cluster's events, less those that more salient ones beside it are told by."""
        day = self._day(item)
        news = self._centre(dict.fromkeys(_on(self._openings, item.value), 1.0))
        scores: dict[str, float] = {}
        for event in item.events:
            score = self._score(event, day, news, item.value) * self._left(event.text, taken)
            scores[event.text] = max(score, scores.get(event.text, 0.0))
        return self._by_what_each_adds(scores)

    def _left(self, text: str, taken: Sequence[str]) -> float:
        """Say what is left of a text's worth where one of those taken says the same."""
        bag = self._terms(text).counts.keys()
        return _TAKEN if any(overlap(bag, self._terms(each).counts.keys()) > _SAME for each in taken) else 1.0

    def _score(self, event: Event, day: _Centre, news: _Centre, value: str) -> float:
        told = self._terms(event.text)
        score = self._cosine(event.text, day) + _STORY * self._cosine(event.text, self._about)
        score += _NEWS * self._cosine(event.text, news)
        score *= max(self._alone.get(citation, 1.0) for citation in event.citations)
        score *= _BY_THE_WAY if self._is_by_the_way(event) else 1.0
        score *= 1.0 if stands_alone(event.text) else _LEANING
        score *= math.pow(min(1.0, _LONG / max(1, told.words)), _LONG_EXPONENT)
        is_vaguer = edtf.exact(event.when.value) != edtf.exact(value)
        if is_vaguer or _STAMP.search(event.text) or not _FEWEST_WORDS <= told.words <= _MOST_WORDS:
            score *= _LAST
        gain = 1.0 + _FOCUS * any(term in told.counts for term in self._focus)
        if any((citation, value) in self._lines for citation in event.citations):
            gain += _CHRONOLOGY - 1
        return score * gain

    def _is_by_the_way(self, event: Event) -> bool:
        """Tell whether each sentence cited names the date in its second half."""
        spans = [self._spans[citation] for citation in event.citations if citation in self._spans]
        return bool(spans) and all(2 * (event.when.start - first) >= last - first for first, last in spans)

    def _by_what_each_adds(self, scores: Mapping[str, float]) -> dict[str, float]:
        """Rank texts one by one, each by its score less what a single one before it says too."""
        left = dict(sorted(scores.items()))
        said = dict.fromkeys(left, 0.0)
        told: dict[str, float] = {}
        while left and len(told) < _COMPARED:
            text = max(left, key=lambda text: (left[text] * (1 - said[text]), text))
            told[text] = left.pop(text) * (1 - said[text])
            for other in left:
                said[other] = max(said[other], self._said(other, text))
        least = min(told.values(), default=0.0)
        return told | {text: _BEHIND * min(least, score) for text, score in left.items()}

    def _said(self, text: str, other: str) -> float:
        """Give the share of a text's terms, by their weight, that another holds too, 0 to 1."""
        told, held = self._terms(text), self._terms(other).counts
        said = math.fsum(weight for term, weight in told.weights if term in held)
        return said / told.whole if told.whole else 1.0

    def _day(self, item: Cluster) -> _Centre:
        """Find the centre of what is said of a date, and of the articles that came out when it was news."""
        said: dict[str, float] = defaultdict(float)
        for event in item.events:
            reach = max(REACH / (REACH + citation.sentence - 1) for citation in event.citations)
            said[event.text] = max(said[event.text], reach)
        for text in _on(self._heads, item.value):
            said.setdefault(text, 1.0)
        return self._centre(said)

    def _centre(self, texts: Mapping[str, float]) -> _Centre:
        """Find the centre of texts of the given weights, their terms weighed by inverse frequency."""
        vector: dict[str, float] = defaultdict(float)
        for text in sorted(texts):
            for term in self._distinct(text):
                vector[term] += texts[text] * self._inverse.get(term, 1.0)
        norm = math.sqrt(math.fsum(weight * weight for weight in vector.values())) or 1.0
        return _Centre(
            {term: weight / norm for term, weight in vector.items()},
            {text: weight / norm for text, weight in texts.items()},
        )

    def _cosine(self, text: str, centre: _Centre) -> float:
        """Compare a text with what the others have in common: else the longest would be closest, to itself."""
        own = centre.shares.get(text, 0.0)
        dot = square = 0.0
        for term, count in self._terms(text).counts.items():
            inverse = self._inverse.get(term, 1.0)
            dot += count * inverse * (centre.terms.get(term, 0.0) - own * inverse)
            square += (count * inverse) ** 2
        return max(0.0, dot / math.sqrt(square)) if square else 0.0

    def _distinct(self, text: str) -> Iterable[str]:
        """Give the terms of a text, each once, in order."""
        found = self._content.get(text)
        if found is None:
            found = self._content[text] = content(text)
        return dict.fromkeys(found)

    def _terms(self, text: str) -> _Told:
        told = self._told.get(text)
        if told is None:
            counts = Counter(content(text))
            weights = [(term, self._inverse.get(term, 1.0)) for term in counts]
            whole = math.fsum(weight for _, weight in weights)
            told = self._told[text] = _Told(counts, weights, whole, len(text.split()))
        return told


def _on(heads: Mapping[date, Sequence[str]], value: str) -> Sequence[str]:
    """Give what belongs to a day; nothing for a longer date."""
    bounds = edtf.bounds(edtf.exact(value))
    return heads.get(bounds[0], ()) if bounds and bounds[0] == bounds[1] else ()


def _heads(sources: Sequence[Source], *, undated: bool) -> dict[date, list[str]]:
    """Give, for each day, the first sentences of the articles published on it and on the day after.

    All of them, or those that name no day.
    """
    heads: dict[date, list[str]] = defaultdict(list)
    for source in sources:
        if source.published.value:
            head = [
                sentence.text
                for sentence in source.sentences[:_HEAD]
                if not (undated and any(when.value and when.precision == "day" for when in sentence.dates))
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


def _alone(sources: Sequence[Source]) -> dict[Citation, float]:
    """Give what the date expressions of each sentence leave of its worth as the telling of one date."""
    return {
        Citation(source.id, sentence.number): _share(sentence)
        for source in sources
        for sentence in source.sentences
        if sentence.dates
    }


def _share(sentence: Sentence) -> float:
    named = len({when.value for when in sentence.dates if when.value})
    counted = bool(_COUNTED.search(sentence.dates[0].expression))
    return (_LEANING if counted else 1.0) / math.pow(max(1, named), _SHARED_OUT)
