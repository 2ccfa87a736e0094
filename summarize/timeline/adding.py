"""Texts ranked one by one, each by what it adds to those before it."""

import math
from collections.abc import Callable, Mapping, Sequence
from heapq import heapify, heappop, heapreplace

# Texts that are ranked by what each adds; sentences of an entry are fewer. The others come behind, at this share of
# their worth.
_COMPARED = 12
_BEHIND = 0.1

Weighed = Mapping[str, float]


def by_what_each_adds(scores: Mapping[str, float], weighed: Callable[[str], Weighed]) -> dict[str, float]:
    """Rank texts one by one, each by its score less what a single one before it says too.

    `weighed` gives the terms of a text with their weights. What a text adds only falls as others are told, so that only
    those that come first by what they added before are asked about anew.
    """
    texts = sorted(scores, reverse=True)
    added = [(-scores[text], rank) for rank, text in enumerate(texts)]
    heapify(added)
    told: dict[str, float] = {}
    asked: dict[int, _Asked] = {}
    terms: list[Weighed] = []
    while added and len(told) < _COMPARED:
        negative, rank = added[0]
        text = texts[rank]
        own = asked.get(rank) or asked.setdefault(rank, _Asked(weighed(text)))
        if own.known == len(terms):
            heappop(added)
            told[text] = -negative
            terms.append(own.terms)
        else:
            heapreplace(added, (-(scores[text] * (1 - own.said(terms))), rank))
    least = min(told.values(), default=0.0)
    return told | {text: _BEHIND * min(least, scores[text]) for text in texts if text not in told}


class _Asked:
    """A text that is asked about: its terms, and the most that one of those told, of which so many are known, says of it."""

    __slots__ = ("_most", "_whole", "known", "terms")

    def __init__(self, terms: Weighed) -> None:
        self.terms = terms
        self.known = 0
        self._most = 0.0
        self._whole = math.fsum(terms.values())

    def said(self, told: Sequence[Weighed]) -> float:
        """Give the largest share of its terms, by their weight, that one of those told holds too, 0 to 1."""
        for other in told[self.known :]:
            held = math.fsum(map(self.terms.__getitem__, self.terms.keys() & other.keys()))
            self._most = max(self._most, held / self._whole if self._whole else 1.0)
        self.known = len(told)
        return self._most
