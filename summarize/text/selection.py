"""Choosing sentences: the most telling first, what is new in each, none torn from what it leans on."""

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from summarize.records import Sentence
from summarize.text.redundancy import overlap
from summarize.text.terms import Terms, pairs

# Two sentences are not both told where the smaller bag of words overlaps the larger by more than this.
REDUNDANT = 0.7


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be told.

    `source` is the place of its source among all, `score` its salience, `leans` is True where it cannot be read
    without the sentence before.
    """

    source: int
    sentence: Sentence
    terms: Terms
    score: float
    leans: bool

    @property
    def place(self) -> tuple[int, int]:
        """Its source and its number."""
        return self.source, self.sentence.number


def repeats(candidate: Candidate, told: Iterable[Candidate]) -> bool:
    """Tell whether `candidate` says again what one of `told` said."""
    return any(overlap(candidate.terms.bag, each.terms.bag) > REDUNDANT for each in told)


def choose(
    candidates: Iterable[Candidate],
    fits: Callable[[Sequence[Candidate], Candidate], bool],
    already: Sequence[Candidate] = (),
) -> list[Candidate]:
    """Choose greedily what `fits` beside those chosen before, in the order of the sources.

    What counts is the score, times the share of word pairs that `already` and those chosen do not hold: the
    coverage of Gillick and Favre, "A scalable global model for summarization" (2009), with salience in place
    of their frequencies. A gain only falls while others are chosen, so a sentence is weighed again only when
    it comes up (Minoux's lazy greedy). What no longer fits never will: `fits` must not come back to a sentence
    it refused. A sentence that leans is chosen only after the one before it.
    """
    queue = _Queue(candidates)
    chosen: list[Candidate] = []
    covered: set[tuple[str, str]] = set()
    for each in already:
        covered |= pairs(each.sentence.text)
    while (candidate := queue.pop(covered, lambda each: fits(chosen, each))) is not None:
        if not repeats(candidate, (*already, *chosen)):
            chosen.append(candidate)
            covered |= pairs(candidate.sentence.text)
            queue.release_after(candidate)
    return sorted(chosen, key=lambda each: each.place)


class _Queue:
    """Candidates by what each would add; those that lean wait for the sentence before."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._waiting: dict[tuple[int, int], Candidate] = {}
        self._heap: list[tuple[float, tuple[int, int], Candidate]] = []
        for candidate in candidates:
            if candidate.leans:
                self._waiting[candidate.place] = candidate
            else:
                self._heap.append((-candidate.score, candidate.place, candidate))
        heapq.heapify(self._heap)

    def pop(self, covered: set[tuple[str, str]], fits: Callable[[Candidate], bool]) -> Candidate | None:
        """Take what fits and adds most to what is covered, the earlier of equals; None when all are gone."""
        while self._heap:
            _, place, candidate = heapq.heappop(self._heap)
            if not fits(candidate):
                continue
            entry = (-candidate.score * _fresh(candidate, covered), place, candidate)
            if not self._heap or entry[:2] <= self._heap[0][:2]:
                return candidate
            heapq.heappush(self._heap, entry)
        return None

    def release_after(self, chosen: Candidate) -> None:
        """Let the sentence that leans on `chosen` be weighed."""
        source, number = chosen.place
        follower = self._waiting.pop((source, number + 1), None)
        if follower is not None:
            heapq.heappush(self._heap, (-follower.score, follower.place, follower))


def _fresh(candidate: Candidate, covered: set[tuple[str, str]]) -> float:
    held = pairs(candidate.sentence.text)
    return len(held - covered) / len(held) if held else 0.0
