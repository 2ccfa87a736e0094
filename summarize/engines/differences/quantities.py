"""The quantities of a sentence: how many of what, and in which role: "at least 12 people were killed".

What counts something on top ("another 12") or for each ("12 a day") is left out: it is no total.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from summarize.engines.differences.numbers import NUMERALS, Number, Token, numbers
from summarize.engines.differences.roles import GENERIC, ROLE_OF, STRICT, role_of
from summarize.engines.differences.units import currency_of, sign_of, unit_of
from summarize.text.stemmer import stem
from summarize.text.terms import STOP_WORDS

_ADDED = frozenset(
    "another additional extra further more other others every each per last next first remaining".split()
)
_NO_TOTAL = _ADDED | {"#"}
# "rose by 12": what changed, is no total.
_CHANGING = frozenset(
    """
    rise rises rose risen rising increase increases increased increasing raise raised raising grow grows grew grown
    growing up climb climbed gain gained jump jumped widen widened extend extended fall falls fell fallen falling
    drop dropped decline declined cut cuts cutting reduce reduces reduced reducing lower lowered shrink shrank down
    decrease decreased slash slashed boost boosted expand expanded
    """.split()  # a word list is read as words
)
_BEFORE_CHANGE = 6
# "three of the", "two in five"
_WHOLES = frozenset("the them those these its his her their our us".split())
# "34 years old", "two years later", "12 dollars an hour"
_NO_MEASURE = frozenset("old ago a an per each".split())
# "the first 100 days", "over the next ten years"
_SPANNING = frozenset("next last first remaining".split())
_SPANS = frozenset("minute hour day week month year".split())
_SCALES = frozenset(("magnitude",))
_KINDS = frozenset(("nautical", "square", "cubic"))
_HYPHENS = frozenset("-‐‑")
_INSIDE = _HYPHENS | {"'", "’"}
_TIME = "time"
# The head of a figure of people who are not told to be of any kind.
PERSON = "person"
AGE = "age"
_SEXES = {
    **dict.fromkeys("man boy father son brother husband grandfather uncle".split(), "male"),
    **dict.fromkeys("woman girl mother daughter sister wife grandmother aunt".split(), "female"),
}
_PLURALS = frozenset(
    """
    people men women children police personnel staff crew troops dead media aircraft servicemen servicewomen firemen
    policemen gunmen fishermen crewmen lives wives families feet tourists
    """.split()  # a word list is read as words
)
_NO_PLURAL = re.compile(r"(?:ss|us|is|ous|['’]s)$")
_LONG_AGO = 100
_NOUNS = frozenset("cases victims deaths fatalities casualties people corpses".split())
# What stands between years and months, feet and inches.
_REST = re.compile(r",?\s*(?:and\s+)?")
_REACH = 5  # words of a noun phrase


class _Unit(NamedTuple):
    """A unit, how much of its base unit one is, and the tokens of number and unit, `end` exclusive."""

    name: str
    scale: float
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Quantity:
    """What is counted or measured, in the base unit of `unit`.

    `low` and `high` are the same but for a range; `step`, `hedge` and `scale` say how exactly it is given. `head` is
    the stem of what is counted, `role` what happened to it, `modifiers` the names that qualify it, as stems. `start` and `end`
    bound the words of the sentence that say it, `at` and `till` those of the number and its noun; `label` names it.
    """

    low: float
    high: float
    step: float
    hedge: str
    scale: float
    unit: str
    head: str
    role: str
    modifiers: frozenset[str]
    start: int
    end: int
    at: int
    till: int
    label: str


def quantities(tokens: Sequence[Token], text: str, taken: Collection[tuple[int, int]]) -> Iterator[Quantity]:
    """Find the quantities of a sentence, in order; `taken` are the spans of its dates that have a value.

    Millions of nothing are of the currency of the amount before: "$322 million, besides the 350 million promised".
    """
    currency = ""
    last: Quantity | None = None
    for number in numbers(tokens, text):
        start, end = tokens[number.first].start, tokens[number.last - 1].end
        if any(start < stop and begin < end for begin, stop in taken) or _is_no_total(tokens, number):
            continue
        unit = _unit(tokens, number)
        if unit is None and currency and _is_amount(tokens, number):
            unit = _Unit(currency, 1.0, number.begin, number.last)
        if unit is not None and unit.name.isupper():
            currency = unit.name
        quantity = _counted(tokens, number) if unit is None else _measured(tokens, number, unit)
        if quantity is None:
            continue
        if last is not None and _is_rest(last, quantity, text):
            last = _joined(last, quantity)
            continue
        if last is not None:
            yield last
        last = quantity
    if last is not None:
        yield last


def _is_rest(first: Quantity, second: Quantity, text: str) -> bool:
    """Tell whether the second measure adds to the first: "seven years and two months", "5 feet, 7 inches"."""
    return (
        first.unit == second.unit != ""
        and first.scale > second.scale
        and _REST.fullmatch(text, first.end, second.start) is not None
    )


def _joined(first: Quantity, second: Quantity) -> Quantity:
    return replace(
        first,
        low=first.low + second.low,
        high=first.high + second.high,
        step=second.step,
        end=second.end,
        till=second.till,
        head=second.head,
        label=second.label,
    )


def _is_amount(tokens: Sequence[Token], number: Number) -> bool:
    """Tell whether a number is in millions of nothing."""
    following = _low(tokens, number.last)
    is_large = tokens[number.last - 1].low in {"million", "billion", "trillion"}
    return is_large and (not following.isalpha() or following in STOP_WORDS)


def _is_no_total(tokens: Sequence[Token], number: Number) -> bool:
    """Tell whether a number is added to another, a part, or so many for each."""
    after = _after(tokens, number)
    following = [_low(tokens, after), _low(tokens, after + 1)]
    is_share = following[0] == "in" and (following[1][:1].isdigit() or following[1] in NUMERALS)
    is_part = is_share or following[0] == "out" or (following[0] == "of" and following[1] in _WHOLES)
    before = _low(tokens, number.first - 1)
    is_span = before in _SPANNING and _low(tokens, after).removesuffix("s") in _SPANS
    is_added = (
        bool(_ADDED.intersection(following)) and following != ["per", "cent"] and "times" not in following
    )
    return (
        (before in _NO_TOTAL and not is_span)
        or (before == "by" and _is_change(tokens, number.begin - 1))
        or is_part
        or is_added
    )


def _is_change(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether "by" in the token `at` says by how much something changed."""
    return any(token.low in _CHANGING for token in tokens[max(0, at - _BEFORE_CHANGE) : at])


def _after(tokens: Sequence[Token], number: Number) -> int:
    """Give the place behind a number, and behind the hyphen that joins it to a word."""
    return number.last + (_low(tokens, number.last) in _HYPHENS)


def _low(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].low if 0 <= at < len(tokens) else ""


def _unit(tokens: Sequence[Token], number: Number) -> _Unit | None:
    """Give the unit that a number is in; None where it counts things."""
    if code := sign_of(_low(tokens, number.first - 1)):
        return _Unit(code, 1.0, number.first - 1, number.last)
    after = _after(tokens, number)
    for place in (number.begin - 2, number.begin - 1, after):
        if _low(tokens, place) in _SCALES:
            return _Unit(_low(tokens, place), 1.0, min(place, number.begin), max(place + 1, number.last))
    if (_low(tokens, after), _low(tokens, after + 1)) == ("per", "cent"):
        return _Unit("percent", 1.0, number.begin, after + 2)
    for place in (after, after + 1):
        if code := currency_of(_low(tokens, place)):
            return _Unit(code, 1.0, number.begin, place + 1)
    kind = _low(tokens, after) if _low(tokens, after) in _KINDS else ""
    place = after + bool(kind)
    measure = unit_of(_low(tokens, place))
    return _Unit(f"{kind} {measure[0]}".strip(), measure[1], number.begin, place + 1) if measure else None


def _measured(tokens: Sequence[Token], number: Number, unit: _Unit) -> Quantity | None:
    """Make a quantity of a unit; its noun is what the measure qualifies ("a three-day visit"), if anything."""
    joint = unit.end + (_low(tokens, unit.end) in _HYPHENS)
    if joint != unit.end and _low(tokens, joint) == "old":
        return _aged(tokens, number, unit, joint + 1)
    if _low(tokens, joint) == "ago" and number.low >= _LONG_AGO:
        unit = unit._replace(name="age ago")  # an age, and no day of a calendar
    elif _low(tokens, joint) in _NO_MEASURE:
        return None
    noun = -1
    is_adjective = joint != unit.end or _after(tokens, number) != number.last
    if (is_adjective or unit.name.isupper()) and _is_noun(tokens, joint):
        noun = joint
    elif _low(tokens, joint) in {"of", "in"} and _is_noun(tokens, joint + 1):
        is_of = _low(tokens, joint) == "of" or unit.name != _TIME
        noun = joint + 1 if is_of and tokens[joint + 1].text[0].islower() else -1
    is_named = noun >= 0 and _low(tokens, noun - 1) in {"of", *_HYPHENS}
    label = unit.name if unit.name in _SCALES else tokens[noun].text if is_named else ""
    return _made(
        tokens,
        number,
        unit=unit,
        head=stem(unit.name if unit.name in _SCALES else _low(tokens, noun)),
        span=(min(number.begin, unit.begin), max(unit.end, noun + 1)),
        label=label,
    )


def _aged(tokens: Sequence[Token], number: Number, unit: _Unit, end: int) -> Quantity:
    """Make a quantity of an age, "a 32-year-old woman"."""
    noun = end if _low(tokens, end) in _SEXES else -1
    age = unit._replace(name=AGE, end=end)
    return _made(
        tokens,
        number,
        unit=age,
        head=_SEXES.get(_low(tokens, noun), ""),
        span=(number.begin, max(end, noun + 1)),
        label=AGE,
    )


def _is_noun(tokens: Sequence[Token], at: int) -> bool:
    low = _low(tokens, at)
    return low.isalpha() and low not in STOP_WORDS


def _counted(tokens: Sequence[Token], number: Number) -> Quantity | None:
    """Make a quantity of things or people, of the noun behind the number; None where there is none."""
    after = _after(tokens, number)
    phrase = _phrase(tokens, after)
    head = phrase[0] if after != number.last and phrase else _head(tokens, phrase)
    is_general = head < 0 or _low(tokens, head) in GENERIC
    role, told = role_of(tokens, number.begin, number.last, is_general=is_general)
    if role not in STRICT:
        role, told = "", -1
    begin = told - (_low(tokens, told - 1) == "death")
    is_aside = _low(tokens, number.first - 1) == _low(tokens, number.last) == ","  # "the jogger, 30, was"
    if head < 0 and (not role or is_aside):
        return None
    low = _low(tokens, head)
    is_generic = head < 0 or low in GENERIC or (bool(role) and low in ROLE_OF)
    end = max(number.last, head + 1)
    name = "people" if is_generic else tokens[head].text
    return _made(
        tokens,
        number,
        unit=_Unit("", 1.0, number.begin, end),
        head=PERSON if is_generic else stem(low),
        role=role,
        modifiers=frozenset(
            stem(tokens[at].low) for at in phrase if at < head and tokens[at].text[0].isupper()
        ),
        span=(min(number.begin, begin) if role else number.begin, max(end, told + 1)),
        label=f"{name} {role}".strip() if role or not is_generic else tokens[head].text,
    )


def _made(
    tokens: Sequence[Token],
    number: Number,
    *,
    unit: _Unit,
    head: str,
    span: tuple[int, int],
    label: str,
    role: str = "",
    modifiers: frozenset[str] = frozenset(),
) -> Quantity:
    first, last = span
    return Quantity(
        low=number.low * unit.scale,
        high=number.high * unit.scale,
        step=number.step * unit.scale,
        hedge=number.hedge,
        scale=unit.scale,
        unit=unit.name,
        head=head,
        role=role,
        modifiers=modifiers,
        start=tokens[first].start,
        end=tokens[last - 1].end,
        at=tokens[number.first].start,
        till=tokens[unit.end - 1].end,
        label=label,
    )


def _phrase(tokens: Sequence[Token], at: int) -> list[int]:
    """Give the places of the words that follow a number up to the end of its noun phrase."""
    places: list[int] = []
    for place in range(at, min(len(tokens), at + _REACH)):
        low = tokens[place].low
        if low in {"and", "or"} and places and _is_joint(tokens, at, place):
            continue
        if low in STOP_WORDS or not (low[0].isalpha() or (low in _INSIDE and places)):
            break
        if low[0].isalpha():
            places.append(place)
    return places


def _is_joint(tokens: Sequence[Token], at: int, place: int) -> bool:
    """Tell whether "and" joins two words before one noun: "15 federal and state judges"."""
    return _is_noun(tokens, place + 1) and _head(tokens, range(at, place)) < 0


def _head(tokens: Sequence[Token], phrase: Sequence[int]) -> int:
    """Find the noun: the first word in the plural; -1 where there is none, as in "12 were killed"."""
    for at in phrase:
        low = tokens[at].low
        if (
            low in _PLURALS
            or low in GENERIC
            or (low.endswith("s") and len(low) > 3 and not _NO_PLURAL.search(low))
        ):
            is_kind = at + 1 in phrase and tokens[at + 1].low in _NOUNS  # "measles cases"
            return at + is_kind
    return -1
