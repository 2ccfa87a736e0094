"""The numbers of a sentence, by value, with how exactly each is given: "at least 1.2 million".

Numbers that name rather than count are left out: ordinals, years, hours, scores, "Resolution 1723", "bus 30".
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from summarize.dates.vocabulary import ONES, TEENS, TENS

_TOKEN = re.compile(
    r"(?:US|AU|NZ|HK|C|A)?[$£€¥]|\d{1,3}(?: ?,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)?|[^\w\s]"
)
_MULTIPLES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "k": 1e3,
    "million": 1e6,
    "m": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "trillion": 1e12,
    "tn": 1e12,
    "dozen": 12.0,
}
NUMERALS = {**ONES, **TEENS, **TENS}
_STARTS = NUMERALS.keys() | {"dozen", "half", "a"}
# What says, before a number, how exact it is.
_ABOUT = "about;around;approximately;approx;roughly;some;circa;estimated;nearly;almost;close to;just under;just over;near;nearing;approaching;approached;an average of;average"
_AT_LEAST = "more than;over;above;exceeding;exceeded;exceeds;passing;passed;passes;topped;topping;at least;no fewer than;no less than;upwards of;beyond;surpassed;well over"
_AT_MOST = "up to;as many as;as much as;at most;fewer than;less than;under;below;a maximum of"
_HEDGES = {
    tuple(words.split()): mark
    for mark, listed in (("~", _ABOUT), ("+", _AT_LEAST), ("-", _AT_MOST))
    for words in listed.split(";")
}
_AFTER = {"or more": "+", "or so": "~", "plus": "+", "at least": "+", "at most": "-", "or less": "-"}
_LONGEST_HEDGE = 3
# Before a number in digits a noun makes it a name, but for these.
_NO_LABEL = frozenset(
    """
    about around approximately approx roughly some circa estimated nearly almost to under over near nearing approaching
    approached than above exceeding exceeded exceeds passing passed passes topped topping least of most beyond
    surpassed below up many much magnitude toll is was were are at be reached hit reaching and or by from with for
    killed killing injured injuring wounded wounding claimed claiming left leaving the its their his her all only just
    between in a an has have had another additional these those other first last next on after before into until
    including out total that this per said no when where if as while but not then even still now which who also
    """.split()  # a word list is read as words
)
_YEARS = range(1700, 2100)
# What may be written together with a number.
_SUFFIXES = frozenset("km kg mph kph m cm mm ft mw kw gb mb k bn mn tn".split())
_JOINED = re.compile(r"[:.]\d|-\d| ?[ap]\.?m\b")
_BEFORE_NAME = frozenset(
    "no number article page chapter section act resolution flight stage phase level group bus room".split()
)


class Token(NamedTuple):
    """A word, number or mark of a sentence, as written and in lower case, with its place."""

    text: str
    low: str
    start: int
    end: int


class Number(NamedTuple):
    """A number in tokens `first` to `last`, end exclusive.

    `low` and `high` are the same but for a range, `step` is what the last figure written stands for, `hedge` is "~"
    for about, "+" for at least, "-" for at most, "" for exactly; `begin` is the token where the hedge begins.
    """

    low: float
    high: float
    step: float
    hedge: str
    begin: int
    first: int
    last: int


def tokenise(text: str) -> list[Token]:
    """Cut a sentence into words, numbers and marks."""
    lower = text.lower()
    if len(lower) != len(text):  # a letter that grows in lower case would shift what follows
        lower = text
    tokens = []
    for found in _TOKEN.finditer(text):
        start, end = found.span()
        tokens.append(Token(found[0], lower[start:end], start, end))
    return tokens


def numbers(tokens: Sequence[Token], text: str) -> Iterator[Number]:
    """Find the numbers that count something, in order."""
    position = 0
    while position < len(tokens):
        low = tokens[position].low
        found = _number(tokens, position) if low in _STARTS or low[0].isdecimal() else None
        if found is None:
            position += 1
            continue
        number = _ranged(tokens, position, found)
        if not _is_name(tokens, number, text):
            yield number
        position = number.last


def _number(tokens: Sequence[Token], at: int) -> tuple[float, float, int] | None:
    """Read a number that begins at a token: its value, the step it is given in, and where it ends."""
    token = tokens[at]
    if token.low[0].isdecimal():
        value, step, end = *_digits(token.low), at + 1
    elif token.low in NUMERALS and (token.low != "one" or _multiple(tokens, at + 1)):
        value, step, end = _spelled(tokens, at)
    elif token.low == "dozen":
        return 12.0, 12.0, at + 1
    elif token.low == "half" and _lows(tokens, at + 1, 2)[:1] == ["a"] and _multiple(tokens, at + 2):
        return 0.5 * _multiple(tokens, at + 2), 0.1 * _multiple(tokens, at + 2), at + 3
    elif token.low in {"a", "half"} and _multiple(tokens, at + 1):
        share = 1.0 if token.low == "a" else 0.5
        value, step, end = share, share, at + 1
    else:
        return None
    while multiple := _multiple(tokens, end):
        value, step, end = value * multiple, step * multiple, end + 1
        rest = _number(tokens, end + 1) if _lows(tokens, end, 1) == ["and"] and multiple == 100 else None
        if rest and rest[0] < multiple and not token.low[0].isdecimal():
            value, step, end = value + rest[0], rest[1], rest[2]
    return value, step, end


def _digits(written: str) -> tuple[float, float]:
    plain = written.replace(",", "").replace(" ", "")
    decimals = len(plain.partition(".")[2])
    zeros = len(plain) - len(plain.rstrip("0")) if not decimals else 0
    return float(plain), 10.0 ** (zeros - decimals)


def _spelled(tokens: Sequence[Token], at: int) -> tuple[float, float, int]:
    """Read "twenty-five", "three hundred and six", "two"."""
    value = float(NUMERALS[tokens[at].low])
    end = at + 1
    joined = end + 1 if end < len(tokens) and tokens[end].text in "-‐‑" else end
    if tokens[at].low in TENS and joined < len(tokens) and tokens[joined].low in ONES:
        value, end = value + ONES[tokens[joined].low], joined + 1
    return value, 10.0 if value >= 10 and value % 10 == 0 else 1.0, end


def _multiple(tokens: Sequence[Token], at: int) -> float:
    """Give what a word multiplies by ("million"), 0 for any other; "m" only where it is no unit of length."""
    if at >= len(tokens):
        return 0.0
    low = tokens[at].low
    if low in {"m", "k"}:
        is_money = any(tokens[place].text[-1] in "$£€¥" for place in range(max(0, at - 2), at))
        return _MULTIPLES[low] if is_money else 0.0
    return _MULTIPLES.get(low, 0.0)


def _ranged(tokens: Sequence[Token], first: int, number: tuple[float, float, int]) -> Number:
    """Take the other end of a range with it, and the hedge before."""
    value, step, last = number
    high, end = value, last
    joint = _lows(tokens, last, 1)
    if joint and joint[0] in {"to", "-", "–", "and"} and last + 1 < len(tokens):
        is_between = first > 0 and tokens[first - 1].low == "between"
        place = last + 2 if tokens[last + 1].text[-1] in "$£€" and last + 2 < len(tokens) else last + 1
        other = _number(tokens, place)
        is_range = (
            is_between
            if joint[0] == "and"
            else joint[0] != "to" or (value > 0 and _lows(tokens, max(0, first - 1), 1) != ["from"])
        )
        if other and is_range and other[0] > value * 0.9:
            scale = other[0] / value if value else 0.0
            spread = value if scale < 1_000 else value * _multiple(tokens, other[2] - 1)
            value, high, step, end = (spread or value), other[0], min(step, other[1]), other[2]
    hedge, begin = _hedge(tokens, first)
    return Number(value, high, step, hedge or _hedge_after(tokens, end), begin, first, end)


def _hedge(tokens: Sequence[Token], first: int) -> tuple[str, int]:
    at = first
    while at > 0 and (tokens[at - 1].text[-1] in "$£€¥" or tokens[at - 1].low in {"a", "an", "the"}):
        at -= 1
    for length in range(min(at, _LONGEST_HEDGE), 0, -1):
        words = tuple(token.low for token in tokens[at - length : at])
        if mark := _HEDGES.get(words):
            return mark, at - length
    return "", min(at, first) if at < first and tokens[at].text[-1] in "$£€¥" else first


def _hedge_after(tokens: Sequence[Token], end: int) -> str:
    return _AFTER.get(" ".join(_lows(tokens, end, 2)), _AFTER.get(" ".join(_lows(tokens, end, 1)), ""))


def _is_name(tokens: Sequence[Token], number: Number, text: str) -> bool:
    """Tell whether a number names something or says when: "13th", "Resolution 1723", "7:30", "in 2005"."""
    token, last = tokens[number.first], tokens[number.last - 1]
    if last.low[0].isdecimal() and text[last.end : last.end + 1].isalpha():
        return _lows(tokens, number.last, 1)[0] not in _SUFFIXES
    if _is_joined(text, token.start, last.end):
        return True
    if token.low.isdecimal() and number.last == number.first + 1:
        is_year = len(token.low) == 4 and (number.low in _YEARS or number.first == 0)
        if is_year or (len(token.low) > 1 and token.low[0] == "0"):
            return True
    return token.low[0].isdecimal() and number.begin == number.first and _is_labelled(tokens, number.first)


def _is_joined(text: str, begin: int, end: int) -> bool:
    """Tell whether marks join a number to what is around it: "7/7", "#30", "6:30", "3-2", "7 a.m."."""
    if text[begin - 1 : begin] in {"/", ":", "#", "."} or text[end : end + 1] in {"/", "º", "°"}:
        return True
    is_behind_word = begin > 1 and text[begin - 1] == "-" and not text[begin - 2].isspace()
    return is_behind_word or _JOINED.match(text, end) is not None


def _is_labelled(tokens: Sequence[Token], first: int) -> bool:
    """Tell whether the word before makes a name of a number: "Resolution 1723", "bus 30"."""
    if first == 0:
        return False
    before = tokens[first - 1]
    if before.low in _BEFORE_NAME:
        return True
    return (
        first > 1
        and before.text[0].isupper()
        and before.low not in _NO_LABEL
        and before.text[-1] not in "$£€¥"
    )


def _lows(tokens: Sequence[Token], at: int, count: int) -> list[str]:
    return [token.low for token in tokens[at : at + count]]
