"""The engine without a model: sentences of the sources themselves, chosen by how telling they are.

Needs no key and no network, and gives the same answer for the same sources every time: ties go to the earlier
source, then to the earlier sentence.
"""

from collections.abc import AsyncIterable, Awaitable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from summarize.dates.status import is_planned
from summarize.records import (
    Citation,
    Claim,
    Cluster,
    Event,
    Merged,
    Published,
    Reading,
    Sentence,
    Source,
    Telling,
)
from summarize.text.expectation import Expectation, Signs
from summarize.text.expectation_weights import WEIGHTS
from summarize.text.filling import fill
from summarize.text.redundancy import SupportIndex
from summarize.text.salience import PLACE, centrality, salience
from summarize.text.selection import Candidate, choose, repeats
from summarize.text.standalone import is_sentence, stands_alone
from summarize.text.terms import Terms, terms

# The points of a source: one for every so many sentences, within bounds.
_SENTENCES_A_POINT = 8
_FEWEST_POINTS = 3
_MOST_POINTS = 5
_WORDS_A_POINT = 25  # a news sentence
# What its first sentence gains among these: a story's lead is the point of it.
_LEAD = 2.0
# A sentence with fewer different content words says too little, one with more words is several run together.
_FEWEST_TERMS = 4
_MOST_WORDS = 100
# What is less telling than this share of the most telling sentence stays out, though there be room.
_FLOOR = 0.35
# The summary is chosen from the most telling sentences, so many times its words.
_CHOICE = 15
# Where this share of the prose has room, what to leave out is asked instead, of so few sentences that all can be tried.
# The weights were fitted on such clusters only; below it they lose a story's thread.
_MUCH = 0.55
_MOST_TRIED = 40
# An entry gets further sentences, where their number is not given, if they say something else and are this telling
# against the first: what happened on one day may be several things.
_FURTHER = 0.3
_MOST_SENTENCES = 3
# What a sentence is worth to an entry that leans on the one before, or is no prose, against one that is told whole.
_TORN = 0.5
# An entry repeats nothing that so many entries before it said.
_NEIGHBOURS = 2


class Extractive:
    """Answers with the most telling sentences of the sources, verbatim.

    `words` bounds the merged summary, `sentences` the sentences of a timeline entry (None: up to three, where the
    others add something); sentences that hold words of `focus` rise.
    """

    name = "extractive"
    entries = 0  # it finds every date of an article: the salient ones are told

    def __init__(self, *, words: int = 200, focus: str = "", sentences: int | None = None) -> None:
        self._words = words
        self._focus = focus
        self._sentences = sentences
        self._seen: dict[str, _Seen] = {}
        self._kept: _Pool | None = None

    async def date(self, source: Source) -> Published:
        """Give what is known: without a model nothing is guessed."""
        return source.published

    async def read(self, source: Source, dated: Awaitable[Source] | None = None) -> Reading:
        """Take the most telling sentences, in the order of the source, and an event for every date in it."""
        if dated:
            source = await dated
        most = max(_FEWEST_POINTS, min(_MOST_POINTS, len(source.sentences) // _SENTENCES_A_POINT))
        pool = self._pooled([source], most * _WORDS_A_POINT, _LEAD)
        # A source of nothing that stands alone is told by its first sentence rather than not at all.
        chosen = choose(pool.prose, lambda told, _: len(told) < most) or pool.everything[:1]
        return Reading(
            source=source.id,
            points=tuple(Claim(each.sentence.text, (_citation(source, each),)) for each in chosen),
            events=tuple(event for each in pool.everything for event in _events(source, each)),
        )

    async def merge(self, sources: Sequence[Source], readings: AsyncIterable[Reading]) -> Merged:
        """Give the most central title, and whole sentences of the sources within the words asked for.

        The source that says the most telling one comes first, the others by their dates and in their order.
        """
        failed = {reading.source async for reading in readings if reading.failure}
        pool = self._pool([source for source in sources if source.id not in failed])
        chosen = self._merged(pool) or pool.everything[:1]
        return Merged(pool.title, tuple(pool.claim(each) for each in pool.in_order(chosen)))

    async def tell(self, sources: Sequence[Source], clusters: Sequence[Cluster]) -> Telling:
        """Tell each cluster in sentences it cites, without what its neighbours before said."""
        pool = self._pool(sources)
        entries: list[list[Candidate]] = []
        for cluster in clusters:
            before = [each for entry in entries[-_NEIGHBOURS:] for each in entry]
            entries.append(self._told(pool.cited(cluster), before))
        return Telling(tuple(tuple(pool.claim(each) for each in entry) for entry in entries))

    async def mend(self, sources: Sequence[Source], claims: Sequence[Claim]) -> tuple[Claim, ...]:  # noqa: ARG002 (the protocol's)
        """Give the claims back: they are sentences of the sources, and hold or don't."""
        return tuple(claims)

    async def close(self) -> None:
        """Let go of the sources."""
        self._seen.clear()
        self._kept = None

    def _pool(self, sources: Sequence[Source]) -> "_Pool":
        """Make the pool of these sources, or give the one made last if it was of these."""
        if self._kept is None or not self._kept.holds(sources):
            self._kept = self._pooled(sources, self._words, PLACE)
        return self._kept

    def _pooled(self, sources: Sequence[Source], budget: int, lead: float) -> "_Pool":
        seen = [self._look(source) for source in sources]
        told = [[each.terms[index] for index in each.prose] for each in seen]
        return _Pool(sources, seen, salience(told, budget=budget, focus=self._focus, lead=lead))

    def _look(self, source: Source) -> "_Seen":
        """Take the terms of a source's sentences once, for reading and for merging."""
        seen = self._seen.get(source.id)
        if seen is None or seen.source is not source:
            seen = self._seen[source.id] = _Seen(source)
        return seen

    def _merged(self, pool: "_Pool") -> list[Candidate]:
        """Choose what is told; a focus is asked of what is most telling only."""
        total = sum(each.terms.words for each in pool.prose)
        if self._focus or self._words < _MUCH * total or len(pool.prose) > _MOST_TRIED:
            return choose(self._telling(pool.prose), self._within_words)
        return fill(pool.prose, Expectation.of(pool.signs, WEIGHTS), self._words)

    def _telling(self, prose: Sequence[Candidate]) -> list[Candidate]:
        """Keep the most telling sentences, many times what is to be told; room is not filled with the rest."""
        left = _CHOICE * self._words
        kept: list[Candidate] = []
        for each in sorted(prose, key=lambda each: (-each.score, each.place)):
            if kept and (left <= 0 or each.score < _FLOOR):
                break
            kept.append(each)
            left -= each.terms.words
        return kept

    def _within_words(self, told: Sequence[Candidate], candidate: Candidate) -> bool:
        return not told or sum(each.terms.words for each in told) + candidate.terms.words <= self._words

    def _told(self, cited: Sequence[Candidate], before: Sequence[Candidate]) -> list[Candidate]:
        """Choose an entry's sentences; one that says nothing new is better than an empty entry."""
        if not cited:
            return []
        fresh = [each for each in cited if not repeats(each, before)] or cited
        best = max(each.score for each in fresh)

        def fits(told: Sequence[Candidate], candidate: Candidate) -> bool:
            if self._sentences is not None:
                return len(told) < self._sentences
            return not told or (len(told) < _MOST_SENTENCES and candidate.score >= _FURTHER * best)

        return choose(fresh, fits)


class _Seen:
    """What is known of a source's sentences before it is compared with others."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.terms = [terms(sentence.text) for sentence in source.sentences]
        self.leans = [not stands_alone(sentence.text) for sentence in source.sentences]
        self.prose = _prose(source, self.terms)


class _Pool:
    """The sentences of some sources as candidates, with what is known of them together."""

    def __init__(
        self, sources: Sequence[Source], seen: Sequence[_Seen], scores: Sequence[Sequence[float]]
    ) -> None:
        self._sources = tuple(sources)
        self.everything: list[Candidate] = []
        self.prose: list[Candidate] = []
        for place, (source, each) in enumerate(zip(sources, seen, strict=True)):
            telling = dict(zip(each.prose, scores[place], strict=True))
            for index, sentence in enumerate(source.sentences):
                candidate = Candidate(
                    place, sentence, each.terms[index], telling.get(index, 0.0), each.leans[index]
                )
                self.everything.append(candidate)
                if index in telling:
                    self.prose.append(candidate)

    def holds(self, sources: Sequence[Source]) -> bool:
        """Tell whether the pool was made of these very sources."""
        return len(sources) == len(self._sources) and all(
            one is other for one, other in zip(sources, self._sources, strict=True)
        )

    def in_order(self, chosen: Sequence[Candidate]) -> list[Candidate]:
        """Order sentences for reading: the leading source, then the others by publication and by place."""
        if not chosen:
            return []
        leading = max(chosen, key=lambda each: (each.score, -each.source)).source

        def key(each: Candidate) -> tuple[bool, str, tuple[int, int]]:
            day = self._sources[each.source].published.value or "~"  # an unknown day comes last
            return each.source != leading, day, each.place

        return sorted(chosen, key=key)

    @property
    def signs(self) -> Signs:
        """The signs of what a human summary of the sources is expected to hold, taken of their prose."""
        documents: list[list[Candidate]] = [[] for _ in self._sources]
        for each in self.prose:
            documents[each.source].append(each)
        return Signs(
            [[each.sentence.text for each in document] for document in documents],
            [[each.terms for each in document] for document in documents],
        )

    @cached_property
    def title(self) -> str:
        """The title that is closest to all titles and sentences, "" where no source has one."""
        titled = [source.title for source in self._sources if source.title]
        documents = [[terms(title)] for title in titled] + [[each.terms] for each in self.prose]
        scores = [scores[0] for scores in centrality(documents)[: len(titled)]]
        best = max(range(len(titled)), key=lambda place: (scores[place], -place), default=None)
        return "" if best is None else titled[best]

    @cached_property
    def _support(self) -> SupportIndex:
        return SupportIndex([each.terms for each in self.everything])

    @cached_property
    def _by_citation(self) -> dict[Citation, Candidate]:
        return {_citation(self._sources[each.source], each): each for each in self.everything}

    def claim(self, candidate: Candidate) -> Claim:
        """Give a sentence as a claim that cites it, and the first sentence of each other source that says it."""
        cited = {candidate.source: candidate}
        for index in self._support.supporting(candidate.terms):
            other = self.everything[index]
            if other.source not in cited and _same_days(candidate.sentence, other.sentence):
                cited[other.source] = other
        return Claim(
            text=candidate.sentence.text,
            citations=tuple(_citation(self._sources[each.source], each) for each in cited.values()),
        )

    def cited(self, cluster: Cluster) -> list[Candidate]:
        """Give the sentences a cluster cites, each with its best event's weight; less for what leans or is no prose.

        A sentence that gives a vaguer date than the cluster's ("late April") does not show it; it is cited only where
        no other is.
        """
        weights: dict[Citation, float] = {}
        exact = [event for event in cluster.events if event.when.value == cluster.value]
        for event in exact or cluster.events:
            for citation in event.citations:
                weights[citation] = max(event.weight, weights.get(citation, 0.0))
        candidates = []
        for citation in sorted(weights):
            candidate = self._by_citation.get(citation)
            if candidate is not None:
                worth = _TORN if candidate.leans or candidate.score == 0.0 else 1.0
                candidates.append(replace(candidate, score=weights[citation] * worth, leans=False))
        return candidates


def signs_of(sources: Sequence[Source]) -> Signs:
    """Take the signs of sources as the engine takes them, for fitting its weights."""
    seen = [_Seen(source) for source in sources]
    return _Pool(sources, seen, [[0.0] * len(each.prose) for each in seen]).signs


def _citation(source: Source, candidate: Candidate) -> Citation:
    return Citation(source.id, candidate.sentence.number)


def _prose(source: Source, profiles: Sequence[Terms]) -> list[int]:
    """Give the indices of the sentences that are prose; all where a source has none, as lists of headlines."""
    title = source.title.casefold()
    prose = [
        index
        for index, (sentence, profile) in enumerate(zip(source.sentences, profiles, strict=True))
        if is_sentence(sentence.text)
        and profile.words <= _MOST_WORDS
        and len(profile.bag) >= _FEWEST_TERMS
        and sentence.text.casefold() != title
    ]
    return prose or list(range(len(source.sentences)))


def _events(source: Source, candidate: Candidate) -> Iterator[Event]:
    """Make an event of every date, those without a value too: they stand as written."""
    sentence = candidate.sentence
    for when in sentence.dates:
        planned = is_planned(sentence.text, when, sentence.start, source.published.value)
        yield Event(
            text=sentence.text,
            when=when,
            status="planned" if planned else "happened",
            citations=(_citation(source, candidate),),
            weight=round(candidate.score, 4),
        )


def _same_days(one: Sentence, other: Sentence) -> bool:
    """Tell whether `other` names every date of `one`: "on Wednesday" of two weeks is two days."""
    return {when.value for when in one.dates if when.value} <= {when.value for when in other.dates}
