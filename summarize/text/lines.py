"""The lines of a text, and the paragraphs they make: what a page wrapped is joined, what it set apart is not."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from summarize.text.whitespace import fold

# A line that wraps is at most this wide, in characters; wider ones are paragraphs of their own.
MAX_WRAP = 120
# A line of this many words that ends without a full stop runs on; no headline is as long.
MAX_HEADLINE_WORDS = 25

_STOPS = frozenset(".!?…。！？")
_ENDS = re.compile(r"""[.!?…。！？](?:\s?(?:["'”’»)\]}]|''|-R[RS]B-|\[\d{1,3}\]))*$""")
_TITLES = tuple(f" {title}." for title in "Mr Mrs Ms Dr Prof Gen Lt Col Maj Capt Sgt Sen Rep Gov".split())
_ITEM = re.compile(r"(?:[-*+•·◦▪●‣–—]|\(?(?:\d{1,2}|[a-z])[.)])\s")
_RUNS_ON = re.compile(
    r"(?:[,;–—]|\b(?:the|an?|of|to|in|on|at|by|for|from|with|and|or|but|that|who|which|as))$"
)


class Line(NamedTuple):
    """A line with something on it.

    `start`/`end` are offsets into the text, without outer white space; `body` is the line folded ("" where all
    of it is invisible); `apart` tells that a blank line, or nothing, stands before it.
    """

    start: int
    end: int
    body: str
    apart: bool


def split_lines(text: str, start: int = 0) -> list[Line]:
    """List the lines of `text` from offset `start` on that hold more than white space."""
    lines: list[Line] = []
    apart = True
    at = start
    for raw in text[start:].splitlines(keepends=True):
        stripped = raw.strip()
        if stripped:
            begin = at + raw.index(stripped)
            lines.append(Line(begin, begin + len(stripped), fold(stripped), apart))
        apart = not stripped
        at += len(raw)
    return lines


def ends_sentence(body: str) -> bool:
    """Tell whether a folded line ends as a sentence does: a full stop, and closing quotes or brackets after it."""
    last = body[-1:]
    if last in _STOPS:
        return True
    return not last.isalnum() and _ENDS.search(body, max(0, len(body) - 24)) is not None


def is_item(body: str) -> bool:
    """Tell whether a folded line is an item of a list."""
    return _ITEM.match(body) is not None


def join_wrapped(lines: Sequence[Line]) -> list[list[Line]]:
    """Group lines into paragraphs.

    A blank line always parts. Without one, a line goes on where the one before breaks off in mid-sentence: it
    begins in lower case, or ends in a word that wants another. Where that shows the text to be wrapped at some
    width, a line that had no room for the next one's first word goes on too, full stop or not.
    """
    blocks = _parted_by_blank_lines(lines)
    breaks = [
        [_breaks_off(before, line) for before, line in pairwise(block)] if len(block) > 1 else []
        for block in blocks
    ]
    width = max(
        (len(line.body) for block, some in zip(blocks, breaks, strict=True) if any(some) for line in block),
        default=0,
    )
    width = width if width <= MAX_WRAP else 0
    groups: list[list[Line]] = []
    for block, some in zip(blocks, breaks, strict=True):
        groups.append([block[0]])
        for before, line, is_broken in zip(block, block[1:], some, strict=False):
            if (is_broken or (width and _is_full(before, line, width))) and not is_item(line.body):
                groups[-1].append(line)
            else:
                groups.append([line])
    return groups


def _parted_by_blank_lines(lines: Sequence[Line]) -> list[list[Line]]:
    blocks: list[list[Line]] = []
    for line in lines:
        if line.apart or not blocks:
            blocks.append([])
        blocks[-1].append(line)
    return blocks


def _breaks_off(before: Line, line: Line) -> bool:
    if ends_sentence(before.body):
        return before.body.endswith(_TITLES)
    if line.body[0].islower() and not line.body[1:2].isupper():
        return True
    return before.body.count(" ") >= MAX_HEADLINE_WORDS or _RUNS_ON.search(before.body[-12:]) is not None


def _is_full(before: Line, line: Line, width: int) -> bool:
    return len(before.body) + 1 + len(line.body.partition(" ")[0]) > width
