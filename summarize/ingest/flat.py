"""Markup that is all article (a chapter, a feed's item) into its paragraphs, nothing judged as furniture."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from summarize.ingest.tags import Tag, pieces

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr html li main ol p pre section summary table tbody td tfoot th thead "
    "tr ul".split()
)
_SKIPPED = frozenset(
    "head script style template noscript nav svg math iframe object select button title".split()
)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_HIDDEN = re.compile(
    r"(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9]))", re.IGNORECASE
)
# The parts of a book that are about it (https://www.w3.org/TR/epub-ssv-11/).
_ABOUT = frozenset(
    "titlepage halftitlepage cover toc landmarks page-list index copyright-page pagebreak".split()
)
_SPACE = re.compile(r"\s+")
_PARAGRAPH, _LINE = "\n\n", "\n"


class Flat(NamedTuple):
    """The text of markup, a blank line between its paragraphs, and the words that it shows to nobody."""

    text: str
    hidden: tuple[str, ...]


class _Flattener:
    """Gathers the text, with a line break for `br` and a blank line around each block."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.hidden: list[list[str]] = []
        self._skipped = ""
        self._depth = 0
        self._is_hidden = False

    def take(self, piece: str | Tag) -> None:
        """Take the next piece of the markup."""
        if isinstance(piece, str):
            self._text(piece)
        elif self._skipped:
            self._pass(piece)
        elif piece.name == "br":
            self.pieces.append(_LINE)
        elif piece.kind == "open" and piece.name not in _VOID and self._is_left_out(piece):
            self._skipped, self._depth = piece.name, 1
            self._is_hidden = piece.name not in _SKIPPED and _is_hidden(piece.attributes)
            if self._is_hidden:
                self.hidden.append([])
        elif piece.name in _BLOCKS:
            self.pieces.append(_PARAGRAPH)
        elif piece.name == "q":
            self.pieces.append("“" if piece.kind == "open" else "”")

    def _text(self, text: str) -> None:
        if not self._skipped:
            self.pieces.append(_SPACE.sub(" ", text))
        elif self._is_hidden:
            self.hidden[-1].append(text)

    def _pass(self, tag: Tag) -> None:
        """Leave out what is inside an element, and elements of its name in it."""
        if tag.name == self._skipped and tag.kind != "empty":
            self._depth += 1 if tag.kind == "open" else -1
            if not self._depth:
                self._skipped = ""

    @staticmethod
    def _is_left_out(tag: Tag) -> bool:
        return tag.name in _SKIPPED or _is_about(tag.attributes) or _is_hidden(tag.attributes)


def flatten(markup: str) -> Flat:
    """Give the text of HTML or XHTML, and what is hidden in it."""
    flattener = _Flattener()
    for piece in pieces(markup):
        flattener.take(piece)
    paragraphs = "".join(flattener.pieces).split(_PARAGRAPH)
    return Flat(
        _PARAGRAPH.join(filter(None, map(_tidy, paragraphs))),
        tuple(filter(None, (" ".join("".join(words).split()) for words in flattener.hidden))),
    )


def _tidy(paragraph: str) -> str:
    lines = (" ".join(line.split()) for line in paragraph.split(_LINE))
    return _LINE.join(filter(None, lines))


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    return "hidden" in attributes or _HIDDEN.search(attributes.get("style", "")) is not None


def _is_about(attributes: Mapping[str, str]) -> bool:
    return not _ABOUT.isdisjoint(attributes.get("epub:type", "").split())
