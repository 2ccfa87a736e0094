"""Markup that is all article (a chapter, a feed's item) into its paragraphs, nothing judged as furniture."""

import re
from html.parser import HTMLParser
from typing import NamedTuple

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
_PARAGRAPH, _LINE = "\n\n", "\n"


class Flat(NamedTuple):
    """The text of markup, a blank line between its paragraphs, and the words that it shows to nobody."""

    text: str
    hidden: tuple[str, ...]


class _Flattener(HTMLParser):
    """Gathers the text, with a line break for `br` and a blank line around each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.hidden: list[str] = []
        self._skipped = ""
        self._depth = 0
        self._is_hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._skipped:
            self._depth += tag == self._skipped
        elif tag == "br":
            self.pieces.append(_LINE)
        elif tag not in _VOID and (tag in _SKIPPED or _is_about(attrs) or _is_hidden(attrs)):
            self._skipped, self._depth = tag, 1
            self._is_hidden = tag not in _SKIPPED and _is_hidden(attrs)
            if self._is_hidden:
                self.hidden.append("")
        elif tag in _BLOCKS:
            self.pieces.append(_PARAGRAPH)
        elif tag == "q":
            self.pieces.append("“")

    def handle_endtag(self, tag: str) -> None:
        if self._skipped:
            self._depth -= tag == self._skipped
            if not self._depth:
                self._skipped = ""
        elif tag in _BLOCKS:
            self.pieces.append(_PARAGRAPH)
        elif tag == "q":
            self.pieces.append("”")

    def handle_data(self, data: str) -> None:
        if self._skipped and self._is_hidden:
            self.hidden[-1] += data
        elif not self._skipped:
            self.pieces.append(re.sub(r"\s+", " ", data))


def flatten(markup: str) -> Flat:
    """Give the text of HTML or XHTML, and what is hidden in it."""
    flattener = _Flattener()
    flattener.feed(markup)
    flattener.close()
    paragraphs = "".join(flattener.pieces).split(_PARAGRAPH)
    return Flat(
        _PARAGRAPH.join(filter(None, map(_tidy, paragraphs))),
        tuple(filter(None, (" ".join(piece.split()) for piece in flattener.hidden))),
    )


def _tidy(paragraph: str) -> str:
    lines = (" ".join(line.split()) for line in paragraph.split(_LINE))
    return _LINE.join(filter(None, lines))


def _is_hidden(attributes: list[tuple[str, str | None]]) -> bool:
    return any(
        key == "hidden" or (key == "style" and _HIDDEN.search(value or "") is not None)
        for key, value in attributes
    )


def _is_about(attributes: list[tuple[str, str | None]]) -> bool:
    return any(
        key == "epub:type" and not _ABOUT.isdisjoint((value or "").split()) for key, value in attributes
    )
