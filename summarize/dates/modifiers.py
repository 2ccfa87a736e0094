"""The words before a date expression that belong to it: "early", "the end of", "about", "since"."""

import re
from typing import NamedTuple

_REACH = 32


class Modified(NamedTuple):
    """Where the expression begins with its modifiers, whether they make it vague, and the bound they set.

    `open_ended` is True of "more than six years ago": some day on one side of the one that is counted.
    """

    start: int
    vague: bool
    bound: str
    open_ended: bool = False


_EDGE = re.compile(
    r"(?:\bthe\s+)?(?:\b(?:early|mid|late)(?:\s+(?:in|on)\s+|[\s-]+)(?:the\s+)?"
    r"|\b(?:end|start|beginning|middle|close|first\s+days|last\s+days|first\s+half|second\s+half|latter\s+half)\s+of\s+(?:the\s+)?)$",
    re.IGNORECASE,
)
_ORDER = re.compile(r"\b(?:earlier|later)(?:\s+(?:on|in))?\s+$", re.IGNORECASE)
_ABOUT = re.compile(
    r"\b(?:about|around|nearly|almost|roughly|approximately|some|just\s+over|just\s+under|more\s+than|less\s+than|over|at\s+least|circa|sometime\s+in)\s+$",
    re.IGNORECASE,
)
_OPEN_ENDED = re.compile(r"(?:more|less)\s+than|\b(?:just\s+)?(?:over|under)|at\s+least", re.IGNORECASE)
_AROUND = re.compile(r"\b(?:around|circa|roughly|approximately)\s+$", re.IGNORECASE)
_BOUND = re.compile(
    r"\b(?P<bound>since|by|until|till|from|before|after|through)\s+(?:the\s+)?$", re.IGNORECASE
)
_THE = re.compile(r"\bthe\s+$", re.IGNORECASE)
# Cheaper than the others: whether the word before is the last word of any of them
_MAY_MODIFY = re.compile(
    r"(?:\b(?:the|early|mid|late|in|on|of|earlier|later|about|around|nearly|almost|roughly|approximately|some|over|under|than|least|circa|"
    r"since|by|until|till|from|before|after|through)[\s-]+)$",
    re.IGNORECASE,
)
# Where nearness is told of a count; "about Friday's vote" tells of a subject
_COUNTED = frozenset({"ago", "from now", "counted from a date", "in units"})
_BLURRED = frozenset({"month", "year", "decade", "century", "season", "quarter", "unknown"})
_WITH_ARTICLE = frozenset({"decade", "century", "quarter", "season"})


def modified(text: str, start: int, rule: str, precision: str) -> Modified:
    """What stands before the expression that begins at `start`."""
    vague = open_ended = False
    if rule == "duration and its end" or not _MAY_MODIFY.search(text[max(0, start - 16) : start]):
        return Modified(start, vague=False, bound="")
    edge = _before(_EDGE, text, start)
    if edge:
        start = edge.start() + max(0, start - _REACH)
        vague = precision in _BLURRED
    elif order := _before(_ORDER, text, start):
        start = order.start() + max(0, start - _REACH)
    elif precision != "day" and (about := _before(_ABOUT if rule in _COUNTED else _AROUND, text, start)):
        start = about.start() + max(0, start - _REACH)
        vague = True
        open_ended = _OPEN_ENDED.match(about[0]) is not None
    elif precision in _WITH_ARTICLE and (the := _before(_THE, text, start)):
        start = the.start() + max(0, start - _REACH)
    bound = _before(_BOUND, text, start)
    return Modified(start, vague, bound["bound"].lower() if bound else "", open_ended)


def _before(pattern: re.Pattern[str], text: str, start: int) -> re.Match[str] | None:
    return pattern.search(text[max(0, start - _REACH) : start])
