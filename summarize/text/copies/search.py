"""Which of the articles seen so far hold a given one.

Articles are looked up by their sampled shingles, and those that share enough of them are compared word by word.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, repeat
from typing import NamedTuple

from summarize.text.copies.bearers import Bearers
from summarize.text.copies.boilerplate import boilerplate
from summarize.text.copies.overlap import overlap
from summarize.text.copies.shingles import dense_sample, length, plain, shingles, sparse_sample

# An article is a copy where so much of it stands in another.
CONTAINED = 0.5
# Below this, quotations that both took down could make up the half, so the text around them must be shared too.
_SURELY_CONTAINED = 0.8
_CONTAINED_PROSE = 0.3
# Two short articles may have a sentence in common; so many words they have not.
_FEWEST_WORDS = 30
# All of an article of a sentence or two may be fewer.
_FEWEST_WORDS_OF_ALL = 12
_ALL = 0.9
# An article that shares less of its sampled shingles with another than this is not compared with it, and one that
# shares so much need not be.
_WORTH_COMPARING = 0.15
_WITHOUT_DOUBT = 0.8
_FEWEST_WITHOUT_DOUBT = 16  # shingles
_MOST_COMPARED = 4
# Where one holds no more than this, those behind it, which share fewer shingles yet, are not looked at.
_HOPELESS = 0.25
# A sparse sample may miss what an article of two sentences shares; so many articles can do without it.
_MOST_DENSE = 1000
# Where this many articles share a shingle, no more are looked up by it: what keeps the time linear.
_MOST_POSTINGS = 64
# Articles whose shingles are at hand, some 50 kB each; among thousands, some hundreds are compared again and again.
_MOST_HELD = 512

_QUOTATION = re.compile(
    "“[^“”]{0,800}”|«[^«»]{0,800}»|「[^「」]{0,400}」|``(?:(?!``|'').){0,800}''|\"[^\"]{0,800}\"", re.DOTALL
)


class Holder(NamedTuple):
    """An article that holds another one, and the share of that one's words, 0 to 1."""

    share: float
    number: int


class Search:
    """Finds the articles that hold a given one, among those that were added.

    `texts` are the sentences of all articles, `articles` their plain words, `distinct` the indices of those to
    look at, ascending. `sparse` are the bearers of these by a sparse sample, where somebody has them already.
    """

    def __init__(
        self,
        texts: Sequence[Sequence[str]],
        articles: Sequence[bytes],
        distinct: Sequence[int],
        sparse: Bearers | None = None,
    ) -> None:
        self._texts = texts
        self._articles = articles
        self._sample = dense_sample if len(distinct) <= _MOST_DENSE else sparse_sample
        if sparse is None or self._sample is not sparse_sample:
            sparse = Bearers(self._sample)
            for number in distinct:
                sparse.add(number, articles[number])
        bearers, sizes = sparse.several, sparse.sizes
        self._boilerplate = boilerplate(bearers, sizes)
        # Of each article, its sampled shingles that others have too, and the number of all, both without boilerplate.
        self._shared: dict[int, list[bytes]] = {number: [] for number in distinct}
        self._sizes = sizes
        self._all_sizes = dict(sizes)
        for shingle, numbers in bearers.items():
            if shingle in self._boilerplate:
                for number in numbers:
                    sizes[number] -= 1
            else:
                for number in numbers:
                    self._shared[number].append(shingle)
        self._postings: dict[bytes, list[int]] = defaultdict(list)
        # Those that many articles are compared with come again and again.
        self._held = lru_cache(maxsize=_MOST_HELD)(lambda number: frozenset(shingles(articles[number])))

    def own_words(self, number: int) -> float:
        """Estimate the number of an article's words without boilerplate, by the shingles of its sample."""
        words = length(self._articles[number])
        return words * self._sizes[number] / self._all_sizes[number] if self._all_sizes[number] else words

    def add(self, number: int) -> None:
        """Make an article one that may hold those still to come."""
        for shingle in self._shared[number]:
            postings = self._postings[shingle]
            if len(postings) < _MOST_POSTINGS:
                postings.append(number)

    def holders(self, number: int) -> list[Holder]:
        """Give the added articles that an article is a copy of, the one that holds the most of it first."""
        shared = self._shared[number]
        size = self._sizes[number]
        counts = Counter(chain.from_iterable(map(self._postings.get, shared, repeat(()))))
        fewest = _WORTH_COMPARING * size
        likely = sorted([(-count, other) for other, count in counts.items() if count >= fewest])
        copied = []
        for negative, other in likely[:_MOST_COMPARED]:
            holder = self._compared(number, other, -negative, size)
            if self._is_copy(number, holder):
                copied.append(holder)
            elif holder.share < _HOPELESS:
                break
        return sorted(copied, key=lambda holder: (-holder.share, holder.number))

    def _compared(self, number: int, other: int, count: int, size: int) -> Holder:
        """Say how much of an article another one holds, which shares `count` of its `size` sampled shingles."""
        if count >= max(_FEWEST_WITHOUT_DOUBT, _WITHOUT_DOUBT * size):
            return Holder(count / size, other)
        return Holder(self.share(number, other), other)

    def share(self, number: int, other: int) -> float:
        """Give the share of an article's words that another one holds, without boilerplate; 0 for too few."""
        return self._share(self._articles[number], other)

    def _is_copy(self, number: int, holder: Holder) -> bool:
        if not CONTAINED <= holder.share < _SURELY_CONTAINED:
            return holder.share >= CONTAINED
        prose = plain([_QUOTATION.sub(" ", " ".join(self._texts[number]))])
        return self._share(prose, holder.number) >= _CONTAINED_PROSE

    def _share(self, words: bytes, other: int) -> float:
        own, shared = overlap(words, self._held(other), self._boilerplate, self._sample)
        is_enough = shared >= _FEWEST_WORDS or (shared >= _FEWEST_WORDS_OF_ALL and shared >= _ALL * own)
        return shared / own if is_enough else 0.0
