"""Articles that come one after the other: which of them are no copy of what came before, then the groups of all."""

from collections import Counter
from collections.abc import Sequence
from itertools import chain, islice

from summarize.text.copies.bearers import Bearers
from summarize.text.copies.grouping import Groups, grouped
from summarize.text.copies.shingles import plain, sparse_sample

# Two articles of which one shares so much of its sampled shingles with the other may be copies: less than the share that makes
# a copy, as the sample is sparse and what is boilerplate is not known yet.
_ALIKE = 0.35
# So many of those that share a shingle are looked at: what many have is a story of many copies, or boilerplate.
_MOST_BEARERS = 8


class Arrivals:
    """The articles so far, by what copies are known by."""

    def __init__(self) -> None:
        self._articles: list[bytes] = []
        self._known: set[bytes] = set()
        self._bearers = Bearers(sparse_sample)

    def add(self, sentences: Sequence[str]) -> set[int]:
        """Take the sentences of one more article; give the numbers of those, it or earlier ones, that it shows to be copies, maybe.

        What is still to come may show others to be copies: only `groups` knows who stands for whom.
        """
        number, words = len(self._articles), plain(sentences)
        self._articles.append(words)
        if words in self._known:
            return {number}
        if words:
            self._known.add(words)
        known = self._bearers.add(number, words)
        bearers = (islice(self._bearers.several[shingle], _MOST_BEARERS) for shingle in known)
        shared = Counter(chain.from_iterable(bearers))
        del shared[number]
        sizes = self._bearers.sizes
        alike = {other for other, count in shared.items() if count >= _ALIKE * sizes[other]}
        if max(shared.values(), default=0) >= max(1.0, _ALIKE * sizes[number]):
            alike.add(number)
        return alike

    def groups(self, texts: Sequence[Sequence[str]]) -> Groups:
        """Group all articles as `copies.group` does; `texts` are their sentences again."""
        return grouped(texts, self._articles, self._bearers)
