"""What a page holds but shows to nobody: taken out of its tree before the article is looked for in it."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

_COLOURS = {
    "#fff": "white",
    "#ffffff": "white",
    "rgb(255,255,255)": "white",
    "#000": "black",
    "#000000": "black",
}
_UNSEEN = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*(?:0|1px|0?\.\d+px)\w*\s*(?:;|!|$)"
    r"|opacity\s*:\s*0*(?:\.0+)?\s*(?:;|!|$)|color\s*:\s*transparent|(?:left|top|right|text-indent)\s*:\s*-\d{3,}"
    r"|clip\s*:\s*rect\(\s*0|clip-path\s*:\s*inset\(\s*(?:50|100)%|transform\s*:\s*scale\(\s*0\s*\)|(?:max-)?height\s*:\s*0(?:px)?\s*;.*overflow\s*:\s*hidden)",
    re.IGNORECASE | re.DOTALL,
)
_DECLARED = re.compile(r"(?:^|;)\s*(color|background(?:-color)?)\s*:\s*([^;!]+)", re.IGNORECASE)
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]{0,4000})\}")
_SELECTOR = re.compile(r"[a-z0-9]*([.#][\w-]+)", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_LETTERS = re.compile(r"[^\W\d_]{2,}")

# Elements that no browser shows where scripts run.
_UNRENDERED = frozenset({"template", "noscript"})
# Share of the page's words from which something hidden is the article itself, waiting for a script to show it.
_MOST = 0.3
_FEWEST_WORDS = 3
_FEWEST_IN_COMMENT = 5
_LONGEST = 2_000  # characters kept of one piece
_MOST_PIECES = 50


class _Page(NamedTuple):
    """What a page says of all its elements: names that its style hides, whether its ground is white, its words."""

    names: frozenset[str]
    is_white: bool
    words: int


def take_hidden(tree: Any) -> tuple[str, ...]:
    """Take what is hidden out of a tree of lxml's, in place, and give its words, in order.

    What makes up much of the page stays: pages hide their article until a script shows it.
    """
    page = _Page(_hidden_names(tree), _is_white(tree), _count(" ".join(tree.itertext())))
    pieces: list[str] = []
    waiting = [tree]
    while waiting:
        element = waiting.pop()
        if not isinstance(element.tag, str):
            continue
        if element is not tree and _is_hidden(element, page):
            text = _words_of(element)
            if _count(text) <= _MOST * page.words:
                pieces += _told(text, _FEWEST_WORDS)
                _remove(element)
                continue
        waiting.extend(reversed(element))
    return tuple(pieces[:_MOST_PIECES])


def comments(page: str) -> tuple[str, ...]:
    """Give the comments of a page that read as prose, in order."""
    pieces: list[str] = []
    at = page.find("<!--")
    while at >= 0 and len(pieces) < _MOST_PIECES:
        end = page.find("-->", at + 4)
        if end < 0:
            break
        pieces += _told(_TAG.sub(" ", page[at + 4 : end]), _FEWEST_IN_COMMENT)
        at = page.find("<!--", end)
    return tuple(pieces)


def _told(text: str, fewest: int) -> list[str]:
    told = " ".join(text.split())
    is_code = told.startswith("[if ") or "{" in told
    return [told[:_LONGEST]] if len(_LETTERS.findall(told)) >= fewest and not is_code else []


def _words_of(element: Any) -> str:
    return " ".join(part for part in element.itertext(with_tail=False) if isinstance(part, str))


def _count(text: str) -> int:
    return len(text.split())


def _is_hidden(element: Any, page: _Page) -> bool:
    if (
        element.tag in _UNRENDERED
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
    ):
        return True
    names = {f".{name}" for name in (element.get("class") or "").split()} | {f"#{element.get('id')}"}
    if not page.names.isdisjoint(names):
        return True
    style = element.get("style")
    return bool(style) and (_UNSEEN.search(style) is not None or _is_invisible(style, page))


def _is_invisible(style: str, page: _Page) -> bool:
    """Tell whether letters have the colour of their ground."""
    colours = {name.lower()[:5]: _colour(value) for name, value in _DECLARED.findall(style)}
    ground = colours.get("backg", "white" if page.is_white else "")
    return colours.get("color", "") == ground != ""


def _colour(value: str) -> str:
    plain = "".join(value.lower().split())
    return _COLOURS.get(plain, plain)


def _is_white(tree: Any) -> bool:
    """Tell whether nothing on the page gives it another ground than a browser's own."""
    if tree.xpath('//link[contains(@rel, "stylesheet")] | //*[@bgcolor or @background]'):
        return False
    styles = [*tree.xpath("//style/text()"), *tree.xpath("//*/@style")]
    return not any("background" in style and "white" not in style and "#fff" not in style for style in styles)


def _hidden_names(tree: Any) -> frozenset[str]:
    """Give the classes (".x") and ids ("#x") that the page's own style hides on every screen."""
    return frozenset(name for style in tree.xpath("//style/text()") for name in _names(style))


def _names(style: str) -> Iterator[str]:
    for selectors, declared in _CSS_RULE.findall(_outside_conditions(_CSS_COMMENT.sub("", style))):
        if _UNSEEN.search(declared):
            for selector in selectors.split(","):
                if found := _SELECTOR.fullmatch(selector.strip()):
                    yield found[1]


def _outside_conditions(style: str) -> str:
    """Leave out what stands in an at-rule: on paper or a narrow screen other things are hidden."""
    kept: list[str] = []
    depth = 0
    is_rule = False
    start = 0
    for found in re.finditer(r"[@{}]", style):
        if found[0] == "@" and depth == 0 and not is_rule:
            kept.append(style[start : found.start()])
            is_rule = True
        elif found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth = max(0, depth - 1)
            if is_rule and depth == 0:
                is_rule = False
                start = found.end()
    return "".join(kept) + ("" if is_rule else style[start:])


def _remove(element: Any) -> None:
    """Take an element out, and leave the text behind it where it is."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail:
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)
