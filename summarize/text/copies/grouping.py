"""From articles to groups of copies: the longest first, each joins the one that holds it or stands for itself."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from summarize.text.copies.bearers import Bearers
from summarize.text.copies.search import CONTAINED, Holder, Search
from summarize.text.copies.shingles import plain

# Two articles that hold so much of a third together, each at least half of it, have a quarter of it in common.
_HELD_TWICE = 1.25

Groups = tuple[tuple[int, ...], ...]


def group(texts: Sequence[Sequence[str]]) -> Groups:
    """Group articles that are copies of one text.

    `texts` are the sentences of each article, in order. The result is a partition of their indices: a group for
    each independent text, in the order of the groups' first members in `texts`. In a group the representative
    comes first, the member with the most words, boilerplate apart (the first of several), then the others,
    ascending. An article without a copy is a group of its own, and so is each without words.

    An article is in a group because a representative holds it, never because another member does, so likeness is
    not handed on: two articles of a group may have nothing in common only where the representative has both. Two
    representatives become one group where both are mostly made of one article.
    """
    return grouped(texts, [plain(sentences) for sentences in texts])


def grouped(
    texts: Sequence[Sequence[str]], articles: Sequence[bytes], sparse: Bearers | None = None
) -> Groups:
    """Group articles as `group` does; `articles` are their plain words.

    `sparse` are the bearers by a sparse sample of all but those whose words are those of one before, where somebody has them.
    """
    firsts = _first_of_same(articles)
    distinct = [number for number, first in enumerate(firsts) if number == first]
    search = Search(texts, articles, distinct, sparse)
    # Each article's representative, or another step on the way to it; no entry for one that is it.
    above: dict[int, int] = {}
    rank = {number: (-search.own_words(number), number) for number in distinct}
    for number in sorted(distinct, key=rank.__getitem__):
        holders = search.holders(number)
        if not holders:
            search.add(number)
            continue
        above[number] = holders[0].number
        for one, other in _made_of_it(number, holders, search):
            heads = {_head(above, one), _head(above, other)}
            first = min(heads, key=rank.__getitem__)
            above.update(dict.fromkeys(heads - {first}, first))
    members: dict[int, list[int]] = defaultdict(list)
    for number, first in enumerate(firsts):
        members[_head(above, first)].append(number)
    groups = [(head, *(number for number in numbers if number != head)) for head, numbers in members.items()]
    return tuple(sorted(groups, key=min))


def _first_of_same(articles: Sequence[bytes]) -> list[int]:
    """Give for each article the first one with the same words, itself where it has none."""
    firsts: dict[bytes, int] = {}
    return [firsts.setdefault(words, number) if words else number for number, words in enumerate(articles)]


def _head(above: Mapping[int, int], number: int) -> int:
    while number in above:
        number = above[number]
    return number


def _made_of_it(number: int, holders: Sequence[Holder], search: Search) -> list[tuple[int, int]]:
    """Give the pairs of representatives that are both mostly made of the article they hold.

    One story with two papers' edits and additions may be too little of either to be found in the other one.
    """
    best = holders[0]
    others = [other for other in holders[1:] if best.share + other.share >= _HELD_TWICE]
    if not others or search.share(best.number, number) < CONTAINED:
        return []
    return [
        (best.number, other.number) for other in others if search.share(other.number, number) >= CONTAINED
    ]
