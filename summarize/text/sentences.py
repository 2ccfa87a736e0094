"""Paragraphs into numbered sentences, by rules for news text and, where these do not decide, by sentencex.

The rules are for abbreviations before names and numbers, initials, times of the clock, exclaimed names, quotations
(kept whole, with what closes them, and with the speaker who is named behind them), and text that was split into
tokens ("Mr. Kim said ." and `` '' for quotation marks). What sentencex alone decides are abbreviations that no rule
knows, and scripts that end their sentences otherwise.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from summarize.records import Sentence
from summarize.text.endings import is_end, is_plain_end
from summarize.text.late import late
from summarize.text.quotations import Quotations
from summarize.text.whitespace import fold

# sentencex takes time quadratic in unclosed quotation marks: longer text goes to it in parts.
_MAX_PART = 6_000

# All that may end a sentence, or open or close a quotation or a parenthesis. A full stop is one before white space
# only, and brings its closers with it. The pattern begins with a set, for speed: it is tried at few places.
_STOPS = ".!?…‼⁇⁈⁉"
_MARKS = '“«„”»"()\\[\\]'
_CLOSING = '"”’»)\\]\u200b\u200e\u200f\u2060\ufeff'
_EVENT = re.compile(
    rf"[{_STOPS}{_MARKS}](?:(?<=[{_STOPS}])[{_STOPS}]*+((?:[{_CLOSING}]|'(?!\w)|\[\d{{1,3}}\])*+)(?=\s|$))?"
)
_EVENT_IN_TOKENS = late(
    rf"[{_STOPS}{_MARKS}`'-](?:(?<=[{_STOPS}])[{_STOPS}]*+((?:[{_CLOSING}]|''|'(?!\w)|\[\d{{1,3}}\]|[ ]?-R[RSC]B-|[ ](?:''|”)(?=\s|$))*+)(?=\s|$)"
    r"|(?<=`)`|(?<=')'|(?<=-)[LR][RSC]B-)?"
)
_SPACE = re.compile(r"\s")
_NEXT = re.compile(r"\S")
_LONGEST_CRUMB = 12  # characters
_BULLET = re.compile(r"\s*(?:[-*•▪·]\s+)?")
_MARKER = re.compile(r"\W{0,3}(?:\d{1,3}|[A-Za-z]|[ivxIVX]{2,4})[.)]?\W{0,2}")
_FOREIGN = re.compile("[。！？।॥۔؟]")


def split(text: str, blocks: Sequence[tuple[int, int]]) -> tuple[Sentence, ...]:
    """Split the blocks of `text`, (start, end) in characters, into sentences, numbered from 1 through all of them.

    The spans of a block's sentences cover all of it but white space and the mark of a list in front; `paragraph` is the 1-based place of the block.
    A block without anything visible has no sentence.
    """
    sentences: list[Sentence] = []
    for paragraph, (start, end) in enumerate(blocks, 1):
        for begin, stop in _sentences(text, start, end):
            if body := fold(text[begin:stop]):
                sentences.append(Sentence(len(sentences) + 1, body, begin, stop, paragraph))
    return tuple(sentences)


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of a block's sentences; what is no sentence by itself joins its neighbour."""
    block = text[start:end].rstrip()
    if not block.isprintable():
        block = _SPACE.sub(" ", block)
    first = _NEXT.search(block, _BULLET.match(block).end()) or _NEXT.search(block)  # type: ignore[union-attr]
    if first is None:
        return
    begins = [first.start(), *(cut for cut in _cuts(block) if cut > first.start())]
    held = begins[0]
    held_end = held
    for begin, after in pairwise([*begins, len(block)]):
        end = begin + len(block[begin:after].rstrip())
        is_lead = held_end - held <= _LONGEST_CRUMB and _is_lead(block[held:held_end])
        if not is_lead and (end - begin > _LONGEST_CRUMB or _has_word(block[begin:end])):
            yield start + held, start + held_end
            held = begin
        held_end = end
    yield start + held, start + held_end


def _has_word(piece: str) -> bool:
    """Tell whether a piece is more than marks, which belong to the sentence before."""
    return any(map(str.isalnum, fold(piece)))


def _is_lead(piece: str) -> bool:
    """Tell whether a piece only leads up to a sentence: the marker of a list item, opening marks, or nothing."""
    return not _has_word(piece) or _MARKER.fullmatch(piece) is not None


def _cuts(block: str) -> list[int]:
    """Return the offsets in the block at which a sentence begins, but the first."""
    spans = Quotations(block)
    votes: set[int] | None = None
    is_tokens = "''" in block or "``" in block or "-LRB-" in block
    for found in (_EVENT_IN_TOKENS() if is_tokens else _EVENT).finditer(block):
        closers = found[1]
        if closers is None:
            if found[0] not in _STOPS:
                spans.meet(found[0], found.start())
            continue
        at, end = found.span()
        stop = block[at : end - len(closers)]
        if closers or block.startswith(' "', end):
            end = spans.close(closers, end - len(closers))
        after = end + 1
        is_cut: bool | None = is_plain_end(block, at, stop, end)
        if not is_cut and (following := _NEXT.search(block, end)) is not None:
            after = following.start()
            is_cut = is_end(block, at, stop, end, after, begin=spans.begin)
        if is_cut is None:
            votes = _votes(block) if votes is None else votes
            is_cut = after in votes
        if is_cut:
            spans.cuts.append(after)
    return sorted({*spans.cuts, *_foreign_cuts(block)}) if _FOREIGN.search(block) else spans.cuts


def _foreign_cuts(block: str) -> Iterator[int]:
    for at in _votes(block):
        if at and _FOREIGN.match(block[max(0, at - 4) : at].rstrip()[-1:]):
            yield at


def _votes(block: str) -> set[int]:
    """Return where sentencex begins a sentence; long blocks go in parts."""
    from sentencex import get_sentence_boundaries

    votes: set[int] = set()
    start = 0
    while start < len(block):
        end = _part_end(block, start)
        for boundary in get_sentence_boundaries("en", block[start:end]):
            found = _NEXT.search(block, start + int(boundary["start_index"]))
            if found is not None and boundary["start_index"]:
                votes.add(found.start())
        start = end
    return votes


def _part_end(block: str, start: int) -> int:
    """Return where a part that sentencex is given ends: at white space, where there is some in reach."""
    if len(block) - start <= _MAX_PART:
        return len(block)
    space = block.rfind(" ", start + _MAX_PART // 2, start + _MAX_PART)
    return space if space > 0 else start + _MAX_PART
