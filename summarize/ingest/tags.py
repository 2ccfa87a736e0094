"""The tags and texts of markup, in a time that grows with its length alone.

`html.parser` takes minutes for 60 kB of "<a " (Python 3.11): each opening looks for its end to the end of the file.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

_NAME = re.compile(r"/?([A-Za-z][\w:.-]{0,60})")
_ATTRIBUTE = re.compile(r"""([^\s=/>"']{1,100})(?:\s{0,9}=\s{0,9}("[^"]*"|'[^']*'|[^\s"'>]+))?""")
_LONGEST_TAG = 20_000
_MOST_QUOTED = 5
"""Number of > inside quotes that a tag is believed to have."""
_RAW = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style")}
"""The elements in which nothing but their own end is a tag."""


class Tag(NamedTuple):
    """An opening or closing tag: its name in lower case, and its attributes; `kind` is "open", "close" or "empty"."""

    name: str
    kind: str
    attributes: dict[str, str]


def pieces(markup: str) -> Iterator[str | Tag]:
    """Give the texts, with their references resolved, and the tags; comments and the like are left out."""
    place = 0
    while (start := markup.find("<", place)) >= 0:
        if start > place:
            yield unescape(markup[place:start])
        if markup.startswith("<!--", start):
            place = _behind(markup, "-->", start + 4)
        elif markup.startswith("<![CDATA[", start):
            place = _behind(markup, "]]>", start)
            yield markup[start + 9 : place].removesuffix("]]>")
        elif _NAME.match(markup, start + 1):
            place = _end(markup, start)
            tag = _tag(markup[start + 1 : place])
            yield tag
            if tag.name in _RAW and tag.kind == "open":
                end = _RAW[tag.name].search(markup, place)
                place = end.start() if end else len(markup)
        elif markup[start + 1 : start + 2] in {"!", "?", "/"}:
            place = _behind(markup, ">", start)
        else:
            yield "<"
            place = start + 1
    if place < len(markup):
        yield unescape(markup[place:])


def _behind(markup: str, end: str, start: int) -> int:
    """Give the place behind the next `end`; the end of the markup where there is none."""
    found = markup.find(end, start)
    return found + len(end) if found >= 0 else len(markup)


def _end(markup: str, start: int) -> int:
    """Give the place behind a tag, whose quoted values may have a > in them."""
    place = first = _behind(markup, ">", start)
    for _ in range(_MOST_QUOTED):
        if place - start > _LONGEST_TAG or all(markup.count(mark, start, place) % 2 == 0 for mark in "\"'"):
            return place
        place = _behind(markup, ">", place)
    return first


def _tag(inside: str) -> Tag:
    name = _NAME.match(inside)
    rest = inside[name.end() if name else 0 : _LONGEST_TAG]
    kind = "close" if inside.startswith("/") else "empty" if rest.rstrip(">").endswith("/") else "open"
    attributes: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(rest):
        attributes.setdefault(found[1].lower(), unescape((found[2] or "").strip("\"'")))
    return Tag(name[1].lower() if name else "", kind, attributes)
