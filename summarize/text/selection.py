"""Choosing sentences: the most telling first, none that repeats, none torn from what it leans on."""

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from summarize.records import Sentence
from summarize.text.redundancy import overlap
from summarize.text.terms import Terms

# Two sentences are not both told where the smaller bag of words overlaps the larger by more than this.
REDUNDANT = 0.6


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
    """Choose greedily by score what `fits` beside those chosen before, in the order of the sources.

    A sentence that leans is chosen only after the one before it. What repeats one of `already` is left out.
    """
    waiting: dict[tuple[int, int], Candidate] = {}
    queue: list[tuple[float, tuple[int, int], Candidate]] = []
    for candidate in candidates:
        if candidate.leans:
            waiting[candidate.place] = candidate
        else:
            queue.append((-candidate.score, candidate.place, candidate))
    heapq.heapify(queue)
    chosen: list[Candidate] = []
    while queue:
        candidate = heapq.heappop(queue)[2]
        if not fits(chosen, candidate) or repeats(candidate, (*already, *chosen)):
            continue
        chosen.append(candidate)
        source, number = candidate.place
        follower = waiting.pop((source, number + 1), None)
        if follower is not None:
            heapq.heappush(queue, (-follower.score, follower.place, follower))
    return sorted(chosen, key=lambda each: each.place)
