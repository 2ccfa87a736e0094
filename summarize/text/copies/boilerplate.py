"""Shingles that many articles share although most of each is about something else.

How common a shingle is does not tell: a story that fifty papers run is common, and a paper's footer too. But those
fifty are mostly made of what is as common as that shingle, while the footer's bearers are mostly made of their own.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

# What fewer articles than this share is judged by its amount alone.
_FEWEST = 4
# So many articles speak for all of a shingle, taken at even distances.
_MOST_ASKED = 8
_SHARE = 0.5
# A copy that is cut or edited lacks some shingles of the story, so the story's are not equally common.
_AS_COMMON = 0.5


def boilerplate(bearers: Mapping[bytes, Sequence[int]], sizes: Mapping[int, int]) -> frozenset[bytes]:
    """Give the shingles that are boilerplate.

    `bearers` are the articles of each shingle that more than one article has, ascending; `sizes` counts the
    sampled shingles of each article, with those that it has alone.
    """
    frequencies: dict[int, list[int]] = {article: [] for article in sizes}
    for articles in bearers.values():
        for article in articles:
            frequencies[article].append(len(articles))
    for found in frequencies.values():
        found.sort()

    def is_made_of_rarer(article: int, frequency: float) -> bool:
        """Tell whether most of an article's shingles are those of fewer articles than `frequency`."""
        found = frequencies[article]
        return len(found) - bisect_left(found, frequency) < _SHARE * sizes[article]

    def is_boilerplate(articles: Sequence[int]) -> bool:
        asked = _spread(articles)
        rarer = sum(is_made_of_rarer(article, _AS_COMMON * len(articles)) for article in asked)
        return rarer > len(asked) / 2

    return frozenset(
        shingle
        for shingle, articles in bearers.items()
        if len(articles) >= _FEWEST and is_boilerplate(articles)
    )


def _spread(articles: Sequence[int]) -> Sequence[int]:
    return articles[:: -(-len(articles) // _MOST_ASKED)]
