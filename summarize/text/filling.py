"""Telling most of what there is: which sentences together fill the words, and which are left out."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from summarize.text.expectation import Coverage, Expectation
from summarize.text.selection import Candidate, repeats
from summarize.text.terms import stems

# What each word must add to be told, in expected words shared: about half of the F1 that summaries reach (a word less
# likely lowers it).
_WORD = 0.25

Place = tuple[int, int]


class _Choice(NamedTuple):
    """What is told, and what it is worth."""

    worth: float
    told: tuple[Place, ...]


def fill(candidates: Iterable[Candidate], expectation: Expectation, words: int) -> list[Candidate]:
    """Choose what together covers most of what is expected within `words`, in the order of the sources.

    Greedy by what a word adds; then one or two sentences are dropped and the room is filled again, as long as
    that is better. A sentence that leans is told only with the one before it, and none that repeats another. The
    most telling one that has room and stands alone is always told: it opens the summary.
    """
    filler = _Filler(candidates, expectation, words)
    opening = filler.opening()
    best = filler.refilled(opening)
    improved = True
    while improved:
        improved = False
        spare = [place for place in best.told if place not in opening]
        for dropped in (*combinations(spare, 1), *combinations(spare, 2)):
            other = filler.refilled(filler.without(best.told, dropped), shunned=dropped)
            if other.worth > best.worth + 1e-9:
                best, improved = other, True
                break
    return [filler.candidates[place] for place in sorted(best.told)]


class _Filler:
    def __init__(self, candidates: Iterable[Candidate], expectation: Expectation, words: int) -> None:
        self.candidates: Mapping[Place, Candidate] = {each.place: each for each in candidates}
        self._stems = {place: stems(each.sentence.text) for place, each in self.candidates.items()}
        self._expectation = expectation
        self._words = words
        chains = {chain for place in self.candidates if (chain := self._chain(place))}
        self._chains = sorted(chains)

    def opening(self) -> tuple[Place, ...]:
        """Give the place of the most telling sentence that can be told by itself, () where there is none."""
        able = [
            each for each in self.candidates.values() if not each.leans and each.terms.words <= self._words
        ]
        best = min(able, key=lambda each: (-each.score, each.place), default=None)
        return () if best is None else (best.place,)

    def _chain(self, place: Place) -> tuple[Place, ...]:
        """Give a sentence with those that it leans on, () where one of them cannot be told."""
        chain = [place]
        while (each := self.candidates.get(chain[-1])) is not None and each.leans:
            chain.append((place[0], chain[-1][1] - 1))
        return tuple(reversed(chain)) if each is not None else ()

    def without(self, told: Sequence[Place], dropped: Sequence[Place]) -> tuple[Place, ...]:
        """Leave out sentences, and those that lean on them."""
        kept: list[Place] = []
        for place in sorted(told):
            before = (place[0], place[1] - 1)
            if place not in dropped and (not self.candidates[place].leans or before in kept):
                kept.append(place)
        return tuple(kept)

    def refilled(self, kept: Sequence[Place], shunned: Sequence[Place] = ()) -> _Choice:
        """Fill what room is left beside `kept` greedily, not with those shunned."""
        coverage = Coverage(self._expectation)
        worth = sum(coverage.add(self._stems[place]) - self._cost(place) for place in kept)
        told = list(kept)
        while (chain := self._best(coverage, told, shunned)) is not None:
            worth += sum(coverage.add(self._stems[place]) - self._cost(place) for place in chain)
            told.extend(chain)
        return _Choice(worth, tuple(told))

    def _cost(self, place: Place) -> float:
        return _WORD * len(self._stems[place])

    def _length(self, places: Iterable[Place]) -> int:
        return sum(self.candidates[place].terms.words for place in places)

    def _best(
        self, coverage: Coverage, told: Sequence[Place], shunned: Sequence[Place]
    ) -> list[Place] | None:
        """Give the places not yet told of the chain that adds most for its words, None where none adds."""
        room = self._words - self._length(told)
        spoken = [self.candidates[place] for place in told]
        best: tuple[float, list[Place]] | None = None
        for chain in self._chains:
            new = [place for place in chain if place not in told]
            if not new or self._length(new) > room or any(place in shunned for place in new):
                continue
            gain = sum(coverage.gain(self._stems[place]) - self._cost(place) for place in new)
            rate = gain / (self._length(new) or 1)
            if rate <= 0 or (best is not None and rate <= best[0]):
                continue
            if not any(repeats(self.candidates[place], spoken) for place in new):
                best = rate, new
        return None if best is None else best[1]
