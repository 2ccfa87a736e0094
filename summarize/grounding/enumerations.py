"""What a sentence lists: names or like things that commas and an "and" join, which a claim may count."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from summarize.grounding.passages import Passage, Token

PAIR = 2  # things that are counted where they are names
FEWEST = 3  # things that are counted whatever they are
LONGEST = 5  # words of one thing

_SETTING = frozenset("in on at near after before during since from".split())
_ARTICLES = frozenset(("the", "a", "an"))
_JOINING = frozenset(("and", "&"))
# What no thing in a list holds beside its own words: where one stands, a clause goes on.
_CLAUSE = frozenset(
    """
    who which that where when while but because although though if as was were is are be been has have had did does do will
    would could should can may might not he she it they we i said says
    """.split()
)


@lru_cache(maxsize=4_000)
def counts(text: Passage) -> frozenset[int]:
    """How many things each list of a text holds, pairs of names with it: 3 for "Lund, Berg and Dahl"."""
    return frozenset(_counts(text.tokens))


def _counts(tokens: Sequence[Token]) -> Iterator[int]:
    for place, token in enumerate(tokens):
        if token.plain in _JOINING and 0 < place < len(tokens) - 1:
            items, end = _items(tokens, place)
            if items >= FEWEST or (items == PAIR and tokens[place - 1].is_capital):
                yield items
            if items == FEWEST and _is_setting(tokens, end):
                yield PAIR


def _is_setting(tokens: Sequence[Token], end: int) -> bool:
    """Tell whether the name that ends at a place may say where or when: "In Oslo, Lund and Berg met"."""
    at = end
    while at and tokens[at - 1].is_capital and tokens[at - 1].plain not in _SETTING:
        at -= 1
    return at < end and at > 0 and tokens[at - 1].plain in _SETTING


def _items(tokens: Sequence[Token], joint: int) -> tuple[int, int]:
    """Count the things of the list whose last two a word joins, 0 where what it joins is none; and where its first ends.

    All are names, or none is. Of the first thing only the last word is sure, of the last only the first.
    """
    last = tokens[_behind_article(tokens, joint + 1)]
    end = joint - 1 if tokens[joint - 1].plain == "," else joint
    if not last.is_word or not last.is_content:
        return 0, end
    found = 1
    while end:
        if not tokens[end - 1].is_word:
            return 0, end
        if tokens[end - 1].is_capital != last.is_capital:  # "the wives, Lund and Berg" are two
            return (found if found > 1 else 0), end
        found += 1
        start = _start(tokens, end)
        if start is None or tokens[_behind_article(tokens, start)].is_capital != last.is_capital:
            return found, end
        end = start - 1
    return found, end


def _behind_article(tokens: Sequence[Token], at: int) -> int:
    return at + 1 if at + 1 < len(tokens) and tokens[at].plain in _ARTICLES else at


def _start(tokens: Sequence[Token], end: int) -> int | None:
    """The place behind the comma before the thing that ends at a place; None for the first of its list."""
    at = end
    while at and tokens[at - 1].is_word and tokens[at - 1].plain not in _CLAUSE and end - at < LONGEST:
        at -= 1
    return at if at < end and at and tokens[at - 1].plain == "," else None
