"""Which articles have a shingle: counted as the articles come, one after the other."""

from summarize.text.copies.shingles import Sample


class Bearers:
    """The sampled shingles of some articles.

    `several` gives the articles of each shingle that more than one has, in the order in which they came; `sizes` counts the
    sampled shingles of each article, with those that it has alone.
    """

    def __init__(self, sample: Sample) -> None:
        self._sample = sample
        self._firsts: dict[bytes, int] = {}
        self.several: dict[bytes, list[int]] = {}
        self.sizes: dict[int, int] = {}

    def add(self, number: int, words: bytes) -> set[bytes]:
        """Take one more article; give those of its shingles that others had before."""
        sampled = self._sample(words)
        self.sizes[number] = len(sampled)
        known = sampled & self._firsts.keys()
        self._firsts.update(dict.fromkeys(sampled - known, number))
        for shingle in known:
            self.several.setdefault(shingle, [self._firsts[shingle]]).append(number)
        return known
