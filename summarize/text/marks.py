"""Lines that go as a whole: furniture by phrase and shape, captions that repeat, menus that run over lines."""

import re
from collections.abc import Sequence
from itertools import pairwise

from summarize.text import shapes
from summarize.text.late import late
from summarize.text.lines import Line, ends_sentence
from summarize.text.phrases import LONGEST_PHRASE, PHRASES
from summarize.text.pieces import INVISIBLE
from summarize.text.runs import run_reason

# A line that the next one may continue in lower case has at least this many characters; share buttons have fewer.
_SHORTEST_OPEN_LINE = 30
# Words in a caption that ends as a sentence does; fewer may be a cry repeated, more a paragraph pasted twice.
_CAPTION_WORDS = range(4, 41)
# A page with more lines that directly repeat was doubled by its scraper: the second ones go, the first stay.
_MAX_REPEATS = 3
_SHORTEST_REPEAT = 8  # characters
# In spaces; a shorter sentence that is said twice is a refrain.
_SHORTEST_REPEATED_SENTENCE = 7
_MENU_LENGTH = 3  # lines
_MENU_WORDS = 3
_MENU_WIDTH = 28  # characters
# In characters; no line that is known by its shape is longer, and no line of links.
_MAX_LINE = 120
_MAX_LINKS = 800

_LINK = r"!?\[(?P<label>[^\[\]]*+)\]\([^()\s]*+(?:\([^()\s]*+\))?[^()]*+\)"
_LINK_LINE = late(rf"(?:[-*+•]\ )?(?:{_LINK.replace('?P<label>', '')}[\s|,·•»-]*)+", re.VERBOSE)
_IMAGE_LINE = late(r"(?:\[?!\[[^\[\]]*+\]\([^()]*+(?:\([^()]*+\)[^()]*+)?\)(?:\]\([^()]*+\))?\s*)+")
_ADDRESS_LINE = late(
    r"<?(?:https?://|www\.)\S+>?|\[\d{1,3}\]:\s?\S+.{0,80}|(?:[\w-]+\.)?(?:t\.co|bit\.ly|pic\.twitter\.com)/\S+"
)
_LINK_INITIALS = frozenset("![<-*+•hwptb")
_SYMBOLS = " \t»›>→►▶▼▾↓↑•·|:…+*-–—<«‹←#_=~✕✖×"


_LISTED_VIDEO = re.compile(r"\d{1,2}:\d\d\s+\S")

_SHAPES = (
    ("share buttons", shapes.is_sharing),
    ("timestamp", shapes.is_timestamp),
    ("video", shapes.is_video_length),
    ("byline", shapes.is_byline),
    ("credit", shapes.is_credit),
    ("navigation", shapes.is_menu),
    ("app prompt", shapes.is_browser_prompt),
    ("reading time", shapes.is_reading_time),
)


def mark_lines(lines: Sequence[Line]) -> list[str]:
    """Return for each line the reason that it goes for, "" where it stays."""
    reasons: list[str] = []
    for at, line in enumerate(lines):
        reason = line_reason(line.body) if line.body else INVISIBLE
        if reason and (
            (at > 0 and not reasons[-1] and _continues(lines[at - 1], line)) or _is_drop_cap(lines, at)
        ):
            reason = ""
        reasons.append(reason)
    _mark_repeats(lines, reasons)
    _mark_menus(lines, reasons)
    _mark_video_lists(lines, reasons)
    return reasons


def line_reason(body: str) -> str:
    """Return why a folded line goes for what it is as a whole, "" where it stays."""
    if body[0] in _LINK_INITIALS and (link := _link_reason(body)):
        return link
    if len(body) > _MAX_LINE:
        return ""
    if len(body) <= LONGEST_PHRASE:
        key = body.casefold().replace(" .", ".")
        if (reason := PHRASES.get(key) or PHRASES.get(key.strip(_SYMBOLS))) is not None:
            return reason
    if not any(map(str.isalnum, body)):
        return "separator"
    if ends_sentence(body):
        return "timestamp" if shapes.is_labelled_timestamp(body) else ""
    return _shape_reason(body) or run_reason(body)


def _shape_reason(body: str) -> str:
    for reason, is_shape in _SHAPES:
        if is_shape(body):
            return reason
    return ""


def _link_reason(body: str) -> str:
    if len(body) > _MAX_LINKS:
        return ""
    if _ADDRESS_LINE().fullmatch(body):
        return "link"
    if "](" not in body:
        return ""
    if _IMAGE_LINE().fullmatch(body):
        return "image"
    labels = [found["label"] for found in re.finditer(_LINK, body)]
    is_links = _LINK_LINE().fullmatch(body) is not None and not any(ends_sentence(label) for label in labels)
    return "related links" if is_links else ""


def _continues(before: Line, line: Line) -> bool:
    return (
        not line.apart
        and line.body[:1].islower()
        and len(before.body) >= _SHORTEST_OPEN_LINE
        and not ends_sentence(before.body)
    )


def _is_drop_cap(lines: Sequence[Line], at: int) -> bool:
    """Tell whether the line is the large first letter of the paragraph below it."""
    body = lines[at].body
    if len(body) != 1 or not body.isupper() or at + 1 == len(lines):
        return False
    return not lines[at + 1].apart and lines[at + 1].body[:1].islower()


def _mark_repeats(lines: Sequence[Line], reasons: list[str]) -> None:
    pairs = [
        (at, _repeat(first.body, second.body))
        for at, (first, second) in enumerate(pairwise(lines))
        if first.body[:_SHORTEST_REPEAT] == second.body[:_SHORTEST_REPEAT]
    ]
    if not pairs:
        return
    is_doubled = sum(1 for _, kind in pairs if kind == "same") > _MAX_REPEATS
    title_at = next((at for at, reason in enumerate(reasons) if not reason), -1)
    for at, kind in pairs:
        if not kind:
            continue
        if kind == "same" and (is_doubled or at == title_at or not _is_caption_pair(lines, at)):
            if lines[at].body.count(" ") >= _SHORTEST_REPEATED_SENTENCE or not ends_sentence(lines[at].body):
                reasons[at + 1] = reasons[at + 1] or "repeated line"
        else:
            reasons[at] = reasons[at + 1] = "caption"


def _repeat(first: str, second: str) -> str:
    """Return "same" where two lines say the same, "more" where one adds a credit or a video length, else ""."""
    short, long = sorted((first, second), key=len)
    if len(short) < _SHORTEST_REPEAT or not long.casefold().startswith(short.casefold()):
        return ""
    rest = long[len(short) :].strip(" -–—|:.(),")
    if not rest:
        return "same"
    if long[len(short)].isalnum() or ends_sentence(rest) or rest.count(" ") > 8:
        return ""
    is_addition = (
        shapes.is_video_length(rest)
        or shapes.is_credit(rest)
        or all(word[0].isupper() for word in rest.split())
    )
    return "more" if is_addition else ""


def _is_caption_pair(lines: Sequence[Line], at: int) -> bool:
    """Tell whether two lines that say the same are a picture's: no sentence, or set apart from all around them."""
    if not ends_sentence(lines[at].body):
        return True
    is_set_apart = (
        lines[at].apart and not lines[at + 1].apart and (at + 2 == len(lines) or lines[at + 2].apart)
    )
    return is_set_apart and lines[at].body.count(" ") + 1 in _CAPTION_WORDS


def _mark_video_lists(lines: Sequence[Line], reasons: list[str]) -> None:
    """Mark "00:58 A title" below another video; elsewhere it may be the hour of a running report."""
    for at in range(1, len(lines)):
        body = lines[at].body
        if (
            not reasons[at]
            and reasons[at - 1] == "video"
            and _LISTED_VIDEO.match(body)
            and not ends_sentence(body)
        ):
            reasons[at] = "video"


def _mark_menus(lines: Sequence[Line], reasons: list[str]) -> None:
    if "navigation" not in reasons:
        return
    run: list[int] = []
    for at, line in enumerate(lines):
        if _is_menu_entry(line, reasons[at]):
            run.append(at)
            continue
        _mark_menu(lines, reasons, run)
        run = []
    _mark_menu(lines, reasons, run)


def _is_menu_entry(line: Line, reason: str) -> bool:
    if len(line.body) > _MENU_WIDTH or reason not in {"", "navigation"}:
        return False
    return bool(line.body) and line.body.count(" ") < _MENU_WORDS and not ends_sentence(line.body)


def _mark_menu(lines: Sequence[Line], reasons: list[str], run: list[int]) -> None:
    if len(run) < _MENU_LENGTH or not any(
        PHRASES.get(lines[at].body.casefold()) == "navigation" for at in run
    ):
        return
    last = run[-1]
    # The title of the page often follows its menu.
    may_be_title = lines[last].apart and not reasons[last] and last + 1 < len(lines)
    for at in run[:-1] if may_be_title else run:
        reasons[at] = "navigation"
