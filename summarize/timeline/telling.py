"""How well each event tells its date: by what all that is said of the date has in common."""

import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain
from typing import NamedTuple

from summarize.dates import edtf
from summarize.packed import first_dates
from summarize.records import Citation, Cluster, Event, Sentence, Source
from summarize.text.redundancy import overlap
from summarize.text.standalone import stands_alone
from summarize.text.terms import content
from summarize.timeline.adding import by_what_each_adds
from summarize.timeline.chronology import opening_days
from summarize.timeline.salience import REACH
from summarize.timeline.vectors import Centre, Vectors

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
# Of more sources than this so many, at even distances, say what the story and each of its days are about; and of each
# date so many events are weighed, those that their sources tell first. The others come behind all of these.
_MOST_READ = 1_000
_MOST_WEIGHED = 300


def weighed(
    clusters: Sequence[Cluster], sources: Sequence[Source], focus: str, listed: Collection[str]
) -> tuple[Cluster, ...]:
    """Give the clusters with the weight of each event set to how well it tells the date, 0 to 1.

    `listed` are the ids of the sources that are chronologies.
    """
    story = _Story(clusters, sources, focus, listed)
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
    return replace(
        item,
        events=tuple(
            Event(each.text, each.when, each.status, each.citations, shares.get(each.text, 0.0))
            for each in item.events
        ),
    )


def _read(sources: Sequence[Source]) -> Sequence[Source]:
    return sources[:: -(-len(sources) // _MOST_READ)] if sources else sources


def _told_first(events: Sequence[Event]) -> Sequence[Event]:
    """Give the events that their sources weigh most and tell first, in the order they are in."""
    ranked = sorted(
        range(len(events)), key=lambda place: -(0.5 + events[place].weight) * _reach(events[place])
    )
    return [events[place] for place in sorted(ranked[:_MOST_WEIGHED])]


def _reach(event: Event) -> float:
    """Give how far ahead in its article an event stands, 1 for the first sentence."""
    return REACH / (REACH + min([citation.sentence for citation in event.citations]) - 1)


class _Sentence(NamedTuple):
    """What matters of a sentence that an event rests on: its place, and what its date expressions leave of its worth."""

    start: int
    end: int
    is_dated: bool
    share: float


class _Story:
    """What is known of all events and articles together."""

    def __init__(
        self, clusters: Sequence[Cluster], sources: Sequence[Source], focus: str, listed: Collection[str]
    ) -> None:
        self._focus = frozenset(content(focus))
        read = _read(sources)
        is_whole = len(read) == len(sources)
        self._weighed = {
            (item.value, item.status): item.events if is_whole else _told_first(item.events)
            for item in clusters
        }
        first = _Openings(read)
        self._heads, self._openings = first.undated, first.whole
        self._lines = _lines(sources, listed)
        self._cited = _cited(sources, chain.from_iterable(self._weighed.values()))
        told = {event.text for events in self._weighed.values() for event in events}
        self._vectors = Vectors(
            leads=first.leads,
            others=told,
            asked=told.union(*(_on(self._openings, item.value) for item in clusters)),
        )

    def weights(self, item: Cluster, taken: Sequence[str]) -> dict[str, float]:
        """Weigh the texts of a cluster's events, less those that more salient ones beside it are told by."""
        news = self._vectors.centre(dict.fromkeys(_on(self._openings, item.value), 1.0))
        events = self._weighed[item.value, item.status]
        centres = (self._day(events, item.value), self._vectors.about, news)
        bags = [frozenset(self._vectors.content(text)) for text in taken]
        scores: dict[str, float] = {}
        for event in events:
            score = self._score(event, centres, item.value) * self._left(event.text, bags)
            scores[event.text] = max(score, scores.get(event.text, 0.0))
        return by_what_each_adds(scores, self._vectors.weighed)

    def _left(self, text: str, taken: Sequence[frozenset[str]]) -> float:
        """Say what is left of a text's worth where one of those taken, of which these are the terms, says the same."""
        if not taken:
            return 1.0
        bag = frozenset(self._vectors.content(text))
        return _TAKEN if any(overlap(bag, each) > _SAME for each in taken) else 1.0

    def _score(self, event: Event, centres: Sequence[Centre], value: str) -> float:
        day, story, news = self._vectors.cosines(event.text, centres)
        score = day + _STORY * story
        score += _NEWS * news
        cited = [self._cited[each] for each in event.citations if each in self._cited]
        score *= max([each.share for each in cited], default=1.0)
        score *= _BY_THE_WAY if _is_by_the_way(event, cited) else 1.0
        score *= 1.0 if stands_alone(event.text) else _LEANING
        words = len(event.text.split())
        score *= math.pow(min(1.0, _LONG / max(1, words)), _LONG_EXPONENT)
        is_vaguer = event.when.value != value and edtf.exact(event.when.value) != edtf.exact(value)
        if is_vaguer or _is_stamped(event.text) or not _FEWEST_WORDS <= words <= _MOST_WORDS:
            score *= _LAST
        gain = 1.0
        if self._focus and not self._focus.isdisjoint(self._vectors.content(event.text)):
            gain += _FOCUS
        if self._lines and any((citation, value) in self._lines for citation in event.citations):
            gain += _CHRONOLOGY - 1
        return score * gain

    def _day(self, events: Sequence[Event], value: str) -> Centre:
        """Find the centre of what is said of a date, and of the articles that came out when it was news."""
        said: dict[str, float] = defaultdict(float)
        for event in events:
            said[event.text] = max(said[event.text], _reach(event))
        for text in _on(self._heads, value):
            said.setdefault(text, 1.0)
        return self._vectors.centre(said)


def _is_stamped(text: str) -> bool:
    return ("|" in text or ":" in text) and _STAMP.search(text) is not None


def _cited(sources: Iterable[Source], events: Iterable[Event]) -> dict[Citation, _Sentence]:
    """Take from each source what matters of its sentences that events rest on, as each is opened but once."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for event in events:
        for citation in event.citations:
            wanted[citation.source].add(citation.sentence)
    cited = {}
    for source in sources:
        if source.id in wanted:
            sentences = source.sentences
            for number in wanted[source.id]:
                cited[Citation(source.id, number)] = _sentence(sentences[number - 1])
    return cited


def _sentence(sentence: Sentence) -> _Sentence:
    return _Sentence(sentence.start, sentence.end, bool(sentence.dates), _share(sentence))


def _is_by_the_way(event: Event, cited: Iterable[_Sentence]) -> bool:
    """Tell whether each sentence cited that names a date names that of the event in its second half."""
    dated = [each for each in cited if each.is_dated]
    return bool(dated) and all(2 * (event.when.start - each.start) >= each.end - each.start for each in dated)


def _on(heads: Mapping[date, Sequence[str]], value: str) -> Sequence[str]:
    """Give what belongs to a day; nothing for a longer date."""
    bounds = edtf.bounds(edtf.exact(value))
    return heads.get(bounds[0], ()) if bounds and bounds[0] == bounds[1] else ()


class _Openings:
    """What articles open with: the `leads` of all, and for each day the first sentences of those published on it or on the day after.

    These are the `whole` of them, and the `undated` ones, which name no day.
    """

    def __init__(self, sources: Iterable[Source]) -> None:
        self.leads: list[str] = []
        self.whole: dict[date, list[str]] = defaultdict(list)
        self.undated: dict[date, list[str]] = defaultdict(list)
        for source in sources:
            sentences = source.sentences[:_LEAD]
            self.leads += [sentence.text for sentence in sentences]
            if source.published.value:
                head = sentences[:_HEAD]
                undated = [sentence.text for sentence in head if not _names_a_day(sentence)]
                published = date.fromisoformat(source.published.value)
                for day in (published, published - timedelta(days=1)):
                    self.whole[day] += [sentence.text for sentence in head]
                    self.undated[day] += undated


def _names_a_day(sentence: Sentence) -> bool:
    return any(when.value and when.precision == "day" for when in sentence.dates)


def _lines(sources: Sequence[Source], listed: Collection[str]) -> frozenset[tuple[Citation, str]]:
    """Give the lines of chronologies, each with the day it opens with."""
    return frozenset(
        (Citation(source.id, number), day)
        for source in sources
        if source.id in listed
        for number, day in opening_days(source.text, first_dates(source.sentences))
    )


def _share(sentence: Sentence) -> float:
    """Give what the date expressions of a sentence leave of its worth as the telling of one date."""
    if not sentence.dates:
        return 1.0
    named = len({when.value for when in sentence.dates if when.value})
    counted = bool(_COUNTED.search(sentence.dates[0].expression))
    return (_LEANING if counted else 1.0) / math.pow(max(1, named), _SHARED_OUT)
