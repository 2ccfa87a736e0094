"""The words before a date expression that belong to it: "early", "the end of", "about", "since"."""

import re
from typing import NamedTuple

from summarize.dates.lookback import ending

# characters: of what is looked at, and of its last word with the space after it
_REACH = 32
_LAST_REACH = 16


class Modified(NamedTuple):
    """Where the expression begins with its modifiers, whether they make it vague, and the bound they set.

    `open_ended` is True of "more than six years ago": some day on one side of the one that is counted.
    """

    start: int
    vague: bool
    bound: str
    open_ended: bool = False


class _Ending(NamedTuple):
    """A pattern that matches up to the end, the last words it can have, and those one of which goes before: None for any."""

    pattern: re.Pattern[str]
    words: dict[str, frozenset[str] | None]

    def search(self, before: str, last: str, previous: str) -> re.Match[str] | None:
        if last not in self.words:
            return None
        those = self.words[last]
        return self.pattern.search(before) if those is None or previous in those else None


_TIMES = frozenset({"early", "mid", "late"})
_ORDERS = frozenset({"earlier", "later"})
_BOUNDS = frozenset({"since", "by", "until", "till", "from", "before", "after", "through"})
_PARTS = frozenset({"end", "start", "beginning", "middle", "close", "days", "half"})
_EDGE = _Ending(
    re.compile(
        r"(?:\bthe\s+)?(?:\b(?:early|mid|late)(?:\s+(?:in|on)\s+|[\s-]+)(?:the\s+)?"
        r"|\b(?:end|start|beginning|middle|close|first\s+days|last\s+days|first\s+half|second\s+half|latter\s+half)\s+of\s+(?:the\s+)?)$",
        re.IGNORECASE,
    ),
    {
        **dict.fromkeys(_TIMES),
        **dict.fromkeys(("in", "on"), _TIMES),
        "of": _PARTS,
        "the": _TIMES | {"in", "on", "of"},
    },
)
_ORDER = _Ending(
    re.compile(r"\b(?:earlier|later)(?:\s+(?:on|in))?\s+$", re.IGNORECASE),
    {**dict.fromkeys(_ORDERS), **dict.fromkeys(("in", "on"), _ORDERS)},
)
_ABOUT = _Ending(
    re.compile(
        r"\b(?:about|around|nearly|almost|roughly|approximately|some|just\s+over|just\s+under|more\s+than|less\s+than|over|at\s+least|circa|sometime\s+in)\s+$",
        re.IGNORECASE,
    ),
    {
        **dict.fromkeys(
            "about around nearly almost roughly approximately some over under than least circa".split()
        ),
        "in": frozenset({"sometime"}),
    },
)
_AROUND = _Ending(
    re.compile(r"\b(?:around|circa|roughly|approximately)\s+$", re.IGNORECASE),
    dict.fromkeys(("around", "circa", "roughly", "approximately")),
)
_BOUND = _Ending(
    re.compile(r"\b(?P<bound>since|by|until|till|from|before|after|through)\s+(?:the\s+)?$", re.IGNORECASE),
    {**dict.fromkeys(_BOUNDS), "the": _BOUNDS},
)
_THE = _Ending(re.compile(r"\bthe\s+$", re.IGNORECASE), {"the": None})
_LAST = frozenset().union(*(one.words for one in (_EDGE, _ORDER, _ABOUT, _BOUND)))
_OPEN_ENDED = re.compile(r"(?:more|less)\s+than|\b(?:just\s+)?(?:over|under)|at\s+least", re.IGNORECASE)
# Where nearness is told of a count; "about Friday's vote" tells of a subject
_COUNTED = frozenset({"ago", "from now", "counted from a date", "in units"})
_BLURRED = frozenset({"month", "year", "decade", "century", "season", "quarter", "unknown"})
_WITH_ARTICLE = frozenset({"decade", "century", "quarter", "season"})


def modified(text: str, start: int, rule: str, precision: str) -> Modified:
    """What stands before the expression that begins at `start`."""
    before = text[max(0, start - _REACH) : start]
    last, previous, length = ending(before)
    if rule == "duration and its end" or last not in _LAST or length > _LAST_REACH:
        return Modified(start, vague=False, bound="")
    first, vague, open_ended = len(before), False, False
    if edge := _EDGE.search(before, last, previous):
        first, vague = edge.start(), precision in _BLURRED
    elif order := _ORDER.search(before, last, previous):
        first = order.start()
    elif precision != "day" and (
        about := (_ABOUT if rule in _COUNTED else _AROUND).search(before, last, previous)
    ):
        first, vague = about.start(), True
        open_ended = _OPEN_ENDED.match(about[0]) is not None
    elif precision in _WITH_ARTICLE and (the := _THE.search(before, last, previous)):
        first = the.start()
    if first < len(before):
        start -= len(before) - first
        before = text[max(0, start - _REACH) : start]
        last, previous, _ = ending(before)
    bound = _BOUND.search(before, last, previous)
    return Modified(start, vague, bound["bound"].lower() if bound else "", open_ended)
