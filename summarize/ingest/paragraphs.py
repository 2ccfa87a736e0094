"""Lines of print into paragraphs: what the page broke is put together again, words cut by a hyphen included."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from summarize.ingest.lines import Line

_WIDER = 1.3
"""Distance of lines, by that of most lines of the text, from which a paragraph or a heading lies between."""
_ENOUGH, _PITCH = 5, 1.3
"""Distances of lines from which one of them is usual, and what it is, by the size of the type, with fewer."""
_OTHER_SIZE = 0.15
"""Share of the usual size of type by which that of a heading, a caption or a note differs."""
_INDENT = 6.0  # points by which the first line of a paragraph begins further in
_INDENT_MOST = 60.0  # points; a line that begins still further in is no first line but of another column
_SHORT = 0.85
"""Share of a full line up to which a line is short, as the last one of a paragraph is."""
_ENDED = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-‐\N{SOFT HYPHEN}]$")
_LAST = re.compile(r"[^\W\d_]+(?=[-‐\N{SOFT HYPHEN}]$)")
_FIRST = re.compile(r"[^\W\d_]+")
_LAST_CUT = re.compile(r"[^\W\d_]+[-‐\N{SOFT HYPHEN}]$")
_COMPOUND = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)+")
# Their hyphen stands wherever the line ends.
_KEEPS = frozenset("well self half ex vice mid twenty thirty forty fifty sixty seventy eighty ninety".split())


@dataclass(frozen=True, slots=True)
class _Usual:
    """What most lines of a text have: distance, size of the type, and width of a full line, in points."""

    pitch: float
    width: float
    size: float


@dataclass(frozen=True, slots=True)
class _Known:
    """The words that a text writes without cutting them, and those it writes with a hyphen, in lower case."""

    words: frozenset[str]
    compounds: frozenset[str]


def join(lines: Sequence[Line]) -> str:
    """Give the text, a blank line between its paragraphs."""
    if not lines:
        return ""
    usual = _usual(lines)
    known = _known(lines)
    pieces = [lines[0].text]
    for before, line in pairwise(lines):
        if _is_apart(before, line, usual):
            pieces[-1] = f"{_plain(pieces[-1])}\n\n"
        else:
            pieces[-1] = _joint(pieces[-1], line.text, known)
        pieces.append(line.text)
    return _plain("".join(pieces)).replace("\N{SOFT HYPHEN}", "")


def _known(lines: Sequence[Line]) -> _Known:
    """Gather the words that stand whole in a line: not those that a line's end cuts."""
    whole = []
    is_rest = False
    for line in lines:
        text = _LAST_CUT.sub("", line.text)
        whole.append((_FIRST.sub("", text, count=1) if is_rest else text).lower())
        is_rest = text != line.text
    text = "\n".join(whole)
    return _Known(
        frozenset(_FIRST.findall(text)),
        frozenset(found.replace("‐", "-") for found in _COMPOUND.findall(text)),
    )


def _usual(lines: Sequence[Line]) -> _Usual:
    distances = [distance for before, line in pairwise(lines) if (distance := _down(before, line))]
    size = median(line.size for line in lines)
    return _Usual(
        pitch=median(distances) if len(distances) >= _ENOUGH else _PITCH * size,
        width=sorted(line.right - line.left for line in lines)[len(lines) * 3 // 4],
        size=size,
    )


def _down(before: Line, line: Line) -> float:
    """Give how far a line stands below another of its column; 0 where it does not."""
    return max(0.0, before.baseline - line.baseline) if line.page == before.page else 0.0


def _is_apart(before: Line, line: Line, usual: _Usual) -> bool:
    """Tell whether a paragraph ends between two lines that follow each other."""
    distance = _down(before, line)
    ended = _ENDED.search(before.text) is not None
    goes_on = _HYPHEN.search(before.text) is not None or line.text[:1].islower()
    if abs(before.size - line.size) > _OTHER_SIZE * usual.size:
        return True
    if not distance:
        # The other column, or the next page.
        return ended or not (goes_on or _is_full(before, usual.width))
    pitch = usual.pitch * max(1.0, line.size / usual.size if usual.size else 1.0)
    if distance > _WIDER * pitch or (ended and not _is_full(before, usual.width)):
        return True
    return _INDENT < line.left - before.left < _INDENT_MOST and not goes_on


def _is_full(line: Line, width: float) -> bool:
    return line.right - line.left > _SHORT * width


def _joint(text: str, line: str, known: _Known) -> str:
    """Give a line as it goes on into the next one: with a space, or with its word put together."""
    cut, first = _LAST.search(text), _FIRST.match(line)
    if cut is None or first is None:
        # "2018-" before "19" is one as well.
        return text if re.search(r"\d[-‐–]$", text) and line[:1].isdigit() else f"{_plain(text)} "
    last, rest = cut[0].lower(), first[0]
    stays = (
        not rest[0].islower()
        or last in _KEEPS
        or (
            last + rest not in known.words
            and (f"{last}-{rest}" in known.compounds or {last, rest} <= known.words)
        )
    )
    return text[:-1] + ("-" if stays else "")


def _plain(text: str) -> str:
    """Write the hyphen that ends a text as one."""
    return f"{text[:-1]}-" if text.endswith("\N{SOFT HYPHEN}") else text
