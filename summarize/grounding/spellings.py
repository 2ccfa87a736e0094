"""A given name that a source writes with one letter and with two: Philip and Phillip."""

from collections.abc import Iterable
from itertools import groupby

SHORTEST = 4  # letters of a name that may be written in two ways


def is_variant(word: str, name: Iterable[str], other: Iterable[str]) -> bool:
    """Tell whether a word of a name is a word of another but for doubled letters, where they share another word."""
    mine, theirs = set(name), set(other)
    return (
        len(word) >= SHORTEST
        and bool(mine & theirs - {word})
        and any(_single(word) == _single(one) for one in theirs - mine)
    )


def _single(word: str) -> str:
    return "".join(letter for letter, _ in groupby(word))
