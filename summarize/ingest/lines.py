"""The lines of printed pages, and which of them are the pages' furniture: running heads, feet and page numbers."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_MARGIN = 0.15
"""Share of a page's height, above and below, in which running heads and feet stand."""
_MIN_PAGES = 2
_MIN_SHARE = 0.4
"""Share of the pages from which what stands in the same place is furniture; left and right pages have their own."""
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|seite|p\.?|pg\.?)\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/|von|out of)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text on a page.

    `left`, `right` and `baseline` are in points, from the left and from the bottom of the page, and so is `size`,
    the height of its type; `height` is the baseline's share of the page's height; `page` counts from 0.
    """

    text: str
    page: int
    left: float
    right: float
    baseline: float
    size: float
    height: float


def without_furniture(pages: Sequence[Sequence[Line]]) -> list[Line]:
    """Give the lines of all pages but their running heads and feet, and the page numbers."""
    places = {(line.page, _place(line)) for lines in pages for line in lines if _in_margin(line)}
    repeated = Counter(place for _, place in places)
    wanted = max(_MIN_PAGES, _MIN_SHARE * len(pages))
    return [
        line
        for lines in pages
        for line in lines
        if not (
            _in_margin(line)
            and (repeated[_place(line)] >= wanted or _PAGE_NUMBER.fullmatch(line.text) is not None)
        )
    ]


def _in_margin(line: Line) -> bool:
    return not _MARGIN <= line.height <= 1 - _MARGIN


def _place(line: Line) -> tuple[str, int]:
    """Give what a running line has in common on all pages: its text but for numbers, and its height."""
    return re.sub(r"\d+", "#", line.text), round(line.height * 50)
