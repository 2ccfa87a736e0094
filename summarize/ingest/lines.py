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
_EDGE = 0.06
"""Share of a page's height, above and below, in which browsers print what they add."""
_STAMP = r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}:\d\d(?::\d\d)?(?: ?[AP]M)?"
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_PRINTED = re.compile(
    rf"^{_STAMP}|{_STAMP}$|^(?:https?|file)://\S+(?: \d+/\d+)?$|(?:https?|file)://\S+$", re.IGNORECASE
)
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
    """Give the lines of all pages but their running heads and feet, the page numbers, and what a browser prints around."""
    places = {(line.page, _place(line)) for lines in pages for line in lines if _is_within(line, _MARGIN)}
    repeated = Counter(place for _, place in places)
    wanted = max(_MIN_PAGES, _MIN_SHARE * len(pages))
    return [
        line
        for lines in pages
        for line in lines
        if not _is_printed(line)
        and not (
            _is_within(line, _MARGIN)
            and (repeated[_place(line)] >= wanted or _PAGE_NUMBER.fullmatch(line.text) is not None)
        )
    ]


def printed_address(pages: Sequence[Sequence[Line]]) -> str:
    """Give the address that a browser printed at the edge of a page, "" where there is none, or where it was cut."""
    edges = (line for lines in pages for line in lines if _is_printed(line))
    found = (_ADDRESS.search(line.text) for line in edges)
    return next((one[0] for one in found if one and not one[0].endswith(("…", "..."))), "")


def _is_printed(line: Line) -> bool:
    """Tell what a browser prints at the edge: the day of the printing is none of publication."""
    return _is_within(line, _EDGE) and _PRINTED.search(line.text) is not None


def _is_within(line: Line, margin: float) -> bool:
    return not margin <= line.height <= 1 - margin


def _place(line: Line) -> tuple[str, int]:
    """Give what a running line has in common on all pages: its text but for numbers, and its height."""
    return re.sub(r"\d+", "#", line.text), round(line.height * 50)
