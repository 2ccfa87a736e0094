"""How much of one article stands in another."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import compress, count
from typing import NamedTuple

from summarize.text.copies.shingles import Sample, length, shingles

# Fewer shingles in a row than this, about six words, are a turn of speech.
_RUN = re.compile(b"\1{3,}")
_ROW = re.compile(b"\1+")

Span = tuple[int, int]


class Overlap(NamedTuple):
    """Counts of words: those of an article and those of them that another one holds, both without boilerplate."""

    own: int
    shared: int


def overlap(part: bytes, held: AbstractSet[bytes], boilerplate: frozenset[bytes], sample: Sample) -> Overlap:
    """Count the words of `part` that stand in runs in an article with the shingles `held`; their order there may be another.

    Boilerplate is known by shingles that `sample` gives; what stands between two of it, with no other of these
    between them, is boilerplate too.
    """
    article = _taken_apart(part, boilerplate, sample)
    shared = bytearray(article.words)
    for start, end in _runs(article.shingles, held):
        shared[start:end] = b"\1" * (end - start)
    for start, end in article.common:
        shared[start:end] = bytes(end - start)
    return Overlap(article.own, shared.count(1))


class _Article(NamedTuple):
    """The shingles of an article, how many words it has and has of its own, and the stretches that are boilerplate."""

    shingles: Sequence[bytes]
    words: int
    own: int
    common: Sequence[Span]


@lru_cache(maxsize=2)  # an article is compared with several others in a row
def _taken_apart(part: bytes, boilerplate: frozenset[bytes], sample: Sample) -> _Article:
    found, sampled, words = shingles(part), sample(part), length(part)
    if sampled.isdisjoint(boilerplate):
        return _Article(found, words, words, ())
    stretches = tuple(_stretches(found, sampled, boilerplate))
    common = bytearray(words)
    for start, end in stretches:
        common[start:end] = b"\1" * (end - start)
    return _Article(found, words, common.count(0), stretches)


def _runs(found: Sequence[bytes], held: AbstractSet[bytes]) -> Iterator[Span]:
    """Give the words that held shingles in a row cover: (start, end), end exclusive."""
    for run in _RUN.finditer(bytes(map(held.__contains__, found))):
        yield run.start(), _end(found, run.end() - 1)


def _stretches(
    found: Sequence[bytes], sampled: AbstractSet[bytes], boilerplate: AbstractSet[bytes]
) -> Iterator[Span]:
    """Give the words from the first to the last of shingles that are boilerplate with no other sampled one between."""
    places = list(compress(count(), map(sampled.__contains__, found)))
    flags = bytes(found[place] in boilerplate for place in places)
    for row in _ROW.finditer(flags):
        yield places[row.start()], _end(found, places[row.end() - 1])


def _end(found: Sequence[bytes], shingle: int) -> int:
    """Give the end of the last whole word of a shingle."""
    return shingle + found[shingle].count(b" ")
