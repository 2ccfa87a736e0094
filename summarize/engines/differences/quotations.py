"""Quotations whose wording differs: the same words but for a few, in different voices."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from itertools import combinations, pairwise

from summarize.records import Citation, Difference, Side, Source
from summarize.text.terms import STOP_WORDS

_QUOTED = re.compile(r"(?:“|``|(?<![\w\"])\")([^“”\"]{0,700}?)(?:”|''|\")")
_MARKS = ('"', "“", "``")
_WORD = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*")
_ADDED = re.compile(r"\[[^\]]*\]|\([^)]*\)|-LRB-.*?-RRB-")
_EMPTY = STOP_WORDS - frozenset(
    "against before after under over not no never more less most all none few".split()
)
_FEWEST = 6  # words of a quotation
_FEWEST_OF_PART = 8  # words that must be the same where the quotations have more beside them
_RUN = 3  # words in a row that two quotations must share to be compared
_MOST_SHARING = 20  # a run that more quotations share is a formula
_SAME = 0.75  # the share of the words of the shorter one, where they overlap, that must be the same
_BESIDE = 2  # words that are the same on each side of those that differ
_EDGE = 5  # words that are the same beside the first or the last words
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
    said: dict[str, str] = defaultdict(str)
    for each in quoted:
        said[each.voice] += f" {' '.join(each.words)} |"
    sides: dict[tuple[str, str], dict[str, list[tuple[Quotation, str]]]] = defaultdict(dict)
    for one, other in _candidates(quoted):
        for mine, theirs in _changes(one, other):
            if _within(other, theirs) in said[one.voice] or _within(one, mine) in said[other.voice]:
                continue  # a source that quotes both
            held = sides[_joined(one.words[: mine[0]][-_BESIDE:]), _joined(one.words[mine[1] :][:_BESIDE])]
            for each, place in ((one, mine), (other, theirs)):
                held.setdefault(_joined(each.words[slice(*place)]), []).append((each, _snippet(each, *place)))
    return [_difference(held) for held in sides.values()]


def _joined(words: Sequence[str]) -> str:
    return " ".join(words)


def _within(quotation: Quotation, place: tuple[int, int]) -> str:
    """Give the words that differ with those beside them."""
    first, last = place
    return f" {_joined(quotation.words[max(0, first - _BESIDE) : last + _BESIDE])} "


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
        if quoted[one].voice != quoted[other].voice and quoted[one].words != quoted[other].words:
            yield quoted[one], quoted[other]


def _changes(one: Quotation, other: Quotation) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Give the places, first and last in each, where words of the one stand for others of the other."""
    matcher = SequenceMatcher(None, one.words, other.words, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks:
        return
    length = min(blocks[-1].a + blocks[-1].size - blocks[0].a, blocks[-1].b + blocks[-1].size - blocks[0].b)
    same = sum(block.size for block in blocks)
    is_whole = all(len(each.words) - same <= _CHANGED for each in (one, other))
    is_part = not is_whole and length - same > 1
    if same < _SAME * length or same < (_FEWEST_OF_PART if is_part else _FEWEST - 1):
        return
    for mine, theirs in _edges(blocks, one, other):
        if _is_change(one.words[slice(*mine)], other.words[slice(*theirs)]):
            yield mine, theirs
    for before, after in pairwise(blocks):
        mine, theirs = (before.a + before.size, after.a), (before.b + before.size, after.b)
        is_last = after.a + after.size == len(one.words) and after.b + after.size == len(other.words)
        is_beside = before.size >= _BESIDE and (after.size >= _BESIDE or is_last)
        if is_beside and _is_change(one.words[slice(*mine)], other.words[slice(*theirs)]):
            yield mine, theirs


def _edges(
    blocks: Sequence[Match], one: Quotation, other: Quotation
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Give the places of the first and of the last words, where the two begin or end alike but for these."""
    first, last = blocks[0], blocks[-1]
    if first.a == first.b and first.size >= _EDGE:
        yield (0, first.a), (0, first.b)
    mine, theirs = (last.a + last.size, len(one.words)), (last.b + last.size, len(other.words))
    if mine[1] - mine[0] == theirs[1] - theirs[0] and last.size >= _EDGE:
        yield mine, theirs


def _is_change(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether words say something else, and are not left out, spelled otherwise or a slip of grammar."""
    if not one or not other or max(len(one), len(other)) > _CHANGED:
        return False
    mine, theirs = set(one) - _EMPTY, set(other) - _EMPTY
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
