"""Quotations whose wording differs: the same words but for a few, in different voices."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations, pairwise

from summarize.records import Citation, Difference, Side, Source
from summarize.text.terms import STOP_WORDS

_QUOTED = re.compile(r"(?:“|``|(?<![\w\"])\")([^“”\"]{20,700}?)(?:”|''|\")")
_MARKS = ('"', "“", "``")
_WORD = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*")
_ADDED = re.compile(r"\[[^\]]*\]|\([^)]*\)|-LRB-.*?-RRB-")
_FEWEST = 6  # words of a quotation
_RUN = 3  # words in a row that two quotations must share to be compared
_MOST_SHARING = 20  # a run that more quotations share is a formula
_SAME = 0.75  # the share of the words of the shorter one, where they overlap, that must be the same
_BESIDE = 2  # words that are the same on each side of those that differ
_CHANGED = 3  # so many words may stand for others
_SPELLING = 0.72  # words as like as this are spellings or forms of one


@dataclass(frozen=True, slots=True, eq=False)
class Quotation:
    """The words of a quotation, in lower case and as they stand, and where it is."""

    citation: Citation
    voice: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    text: str


def quotations(source: Source, voice: str) -> Iterator[Quotation]:
    """Find the quotations of a source that are long enough to compare."""
    for sentence in source.sentences:
        if any(mark in sentence.text for mark in _MARKS):
            yield from _quotations(Citation(source.id, sentence.number), voice, sentence.text)


def _quotations(citation: Citation, voice: str, text: str) -> Iterator[Quotation]:
    for quoted in _QUOTED.finditer(text):
        said = _ADDED.sub(lambda added: " " * len(added[0]), quoted[1])
        found = list(_WORD.finditer(said))
        if len(found) >= _FEWEST:
            words = tuple(word[0].lower().replace("’", "'") for word in found)
            yield Quotation(citation, voice, words, tuple(word.span() for word in found), quoted[1])


def differing(quoted: Sequence[Quotation]) -> list[tuple[float, Difference]]:
    """Find quotations that differ in a few words, with how many voices carry them."""
    sides: dict[tuple[tuple[str, ...], tuple[str, ...]], dict[str, list[tuple[Quotation, str]]]] = (
        defaultdict(dict)
    )
    for one, other in _candidates(quoted):
        for mine, theirs in _changes(one, other):
            before, after = one.words[mine[0] - _BESIDE : mine[0]], one.words[mine[1] : mine[1] + _BESIDE]
            held = sides[before, after]
            for each, (first, last) in ((one, mine), (other, theirs)):
                held.setdefault(" ".join(each.words[first:last]), []).append(
                    (each, _snippet(each, first, last))
                )
    return [_difference(held) for held in sides.values()]


def _candidates(quoted: Sequence[Quotation]) -> Iterator[tuple[Quotation, Quotation]]:
    postings: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, each in enumerate(quoted):
        for run in {each.words[at : at + _RUN] for at in range(len(each.words) - _RUN + 1)}:
            postings[run].append(place)
    seen: set[tuple[int, int]] = set()
    for places in postings.values():
        if 1 < len(places) <= _MOST_SHARING:
            seen.update(combinations(places, 2))
    for one, other in sorted(seen):
        if quoted[one].voice != quoted[other].voice:
            yield quoted[one], quoted[other]


def _changes(one: Quotation, other: Quotation) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Give the places, first and last in each, where words of the one stand for others of the other."""
    matcher = SequenceMatcher(None, one.words, other.words, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks:
        return
    length = min(blocks[-1].a + blocks[-1].size - blocks[0].a, blocks[-1].b + blocks[-1].size - blocks[0].b)
    same = sum(block.size for block in blocks)
    if same < _SAME * length or same < _FEWEST:
        return
    for before, after in pairwise(blocks):
        mine = (before.a + before.size, after.a)
        theirs = (before.b + before.size, after.b)
        if min(before.size, after.size) >= _BESIDE and _is_change(
            one.words[slice(*mine)], other.words[slice(*theirs)]
        ):
            yield mine, theirs


def _is_change(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether words say something else, and are not left out, spelled otherwise or a slip of grammar."""
    if not one or not other or max(len(one), len(other)) > _CHANGED:
        return False
    mine, theirs = set(one) - STOP_WORDS, set(other) - STOP_WORDS
    if not mine or not theirs:
        return False
    return SequenceMatcher(None, "".join(one), "".join(other), autojunk=False).ratio() < _SPELLING


def _snippet(quotation: Quotation, first: int, last: int) -> str:
    begin = quotation.spans[max(0, first - _RUN)][0]
    end = quotation.spans[min(len(quotation.spans), last + _RUN) - 1][1]
    return quotation.text[begin:end]


def _difference(held: dict[str, list[tuple[Quotation, str]]]) -> tuple[float, Difference]:
    sides = sorted(held.values(), key=lambda side: -len({each.voice for each, _ in side}))
    voices = {each.voice for side in sides for each, _ in side}
    about = " ".join(sides[0][0][0].text.split()[:_FEWEST])
    return (
        len(voices),
        Difference(
            f"“{about} …”",
            "quotation",
            tuple(
                Side(side[0][1], tuple(dict.fromkeys(each.citation for each, _ in side))) for side in sides
            ),
        ),
    )
