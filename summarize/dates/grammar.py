"""How the rules for date expressions are written, and what their resolvers are given.

A rule is a line of a table: its name, the words an expression of it can begin with, a pattern, and the
function that resolves what the pattern matched. Patterns are regular expressions in which a space stands for
white space as text has it (a line end too, never a paragraph's), and `{name}` for one of the `PARTS`; they
ignore case, except for the names of months and weekdays.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Literal, NamedTuple

from summarize.dates import speech, tense, vocabulary
from summarize.dates.calendar import SINCE, UNTOLD, Direction, Value
from summarize.dates.heads import After
from summarize.records import Precision

_SPACE = r"(?:[^\S\n]+\n?[^\S\n]*|\n[^\S\n]*)"
_SMALL = vocabulary.any_of([*vocabulary.ONES, *vocabulary.TEENS])
_TENS = vocabulary.any_of(vocabulary.TENS)
_ONES = vocabulary.any_of(vocabulary.ONES)
_NUMBER_WORD = rf"(?:(?:{_TENS})(?:[- ](?:{_ONES}))?|{_SMALL})"
_ORDINALS = vocabulary.any_of(vocabulary.ORDINALS)
_UNIT = "|".join(unit[:-1] + "(?:y|ies)" if unit == "century" else unit + "s?" for unit in vocabulary.UNITS)

PARTS = {
    "month": rf"(?-i:{vocabulary.cased(vocabulary.MONTHS)}|(?:{vocabulary.cased(vocabulary.MONTH_ABBREVIATIONS)})\b\.?)",
    "fullmonth": rf"(?-i:{vocabulary.cased(vocabulary.MONTHS)})",
    "weekday": rf"(?-i:{vocabulary.cased(vocabulary.WEEKDAYS)})",
    "anyweekday": rf"(?-i:{vocabulary.cased(vocabulary.WEEKDAYS)}|(?:{vocabulary.cased(vocabulary.WEEKDAY_ABBREVIATIONS)})\b\.?)",
    "day": r"(?:3[01]|[12][0-9]|0?[1-9])(?:(?-i:st|nd|rd|th)\b|(?![\d%]|[:.,/]\d))",
    "year": r"(?:1[0-9]|20)[0-9]{2}(?![\d%]|[:.,]\d|/\d(?!\d\b))",
    "count": (
        rf"(?:\d{{1,3}}(?:,\d{{3}})?(?: 1/2)?|half a|a quarter of a|an?|(?:a )?couple of|a few|few|several|some|many|a number of"
        rf"|dozens of|(?:a |one )?hundred|{_NUMBER_WORD}(?: and a half)?)"
    ),
    "unit": rf"(?:{_UNIT})\b",
    "ordinal": rf"(?:{_ORDINALS}|\d{{1,2}}(?:st|nd|rd|th))\b",
    "season": rf"(?:{vocabulary.any_of(vocabulary.SEASONS)})\b",
    "decade": rf"(?:{vocabulary.any_of(vocabulary.DECADES)})\b",
    "numberword": _NUMBER_WORD,
    "partofday": r"(?:early )?(?:pre-?dawn|mid-?morning|morning|midday|mid-?afternoon|afternoon|evening|(?:mid)?night)\b",
    "clock": (
        r"(?:\d{1,2}(?:[:.]\d\d(?::\d\d)?)? ?(?:[ap]\.m\.|[ap]m\b|o'clock)|[012]?\d:[0-5]\d(?::[0-5]\d)?|noon|midnight)"
    ),
    "zone": r"\(?(?-i:GMT|UTC|[ECMP][SD]?T|BST|CET|CEST|local time|Z|[ECMP]astern time|Eastern)\b\)?",
    "to": r"(?: ?(?:--|[-–—]) ?| (?:to|through|thru|until|till) )",
}
# {month2} is a second month in the same pattern
_BLANK = re.compile(r"\[(?:\\.|[^\]\\])*\]| ")
_PART = re.compile(r"\{(?P<part>[a-z]+)(?P<number>\d?)\}")


class Found(NamedTuple):
    """What a rule resolves an expression to.

    `value` is EDTF, "" where nothing can be said; `precision` that of the value, or of the words where there
    is none; `anchor` the ISO day it counts from; `note` is added to the rule's name.
    """

    value: str
    precision: Precision
    anchor: str = ""
    note: str = ""


@dataclass(slots=True)
class Memory:
    """The dates a text has told so far: what "the next day" and "a year earlier" count from.

    `told` is the last one that named its year; `weekdays` the last day of each weekday (0 is Monday), and where it ended.
    """

    last: str = ""
    day: str = ""
    day_end: int = -1
    quarter: str = ""
    fiscal: bool = False
    told: str = ""
    told_end: int = -1
    previous_end: int = -1
    weekdays: dict[int, tuple[str, int]] = field(default_factory=dict)


@dataclass(slots=True)
class Context:
    """Where an expression stands.

    `anchor` is the publication day, None when unknown; `start` and `end` the expression's place in `text`,
    `sentence` the span of its sentence, or of what of it is near.
    """

    text: str
    sentence: tuple[int, int]
    anchor: date | None
    memory: Memory
    start: int
    end: int
    _direction: Direction | None = None
    _quotation: tuple[int, int] | Literal[False] | None = False

    @property
    def anchor_iso(self) -> str:
        """The publication day, "" when unknown."""
        return "" if self.anchor is None else self.anchor.isoformat()

    def quotation(self) -> tuple[int, int] | None:
        """The span of the quotation it stands in, None outside of any."""
        if self._quotation is False:
            self._quotation = speech.quotation_around(self.text, self.sentence, self.start)
        return self._quotation

    def direction(self) -> Direction:
        """Tell what the tense around the expression says; that of the quotation, where it stands in one with a verb."""
        if self._direction is None:
            said = self.quotation()
            self._direction = (self._within(said) if said else UNTOLD) or self._within(self.sentence)
        return self._direction

    def in_tense(self, values: tuple[Value, ...]) -> Value:
        """The one that is meant of what a date is in each tense (`calendar.days_of_month`); the tense is read where they differ."""
        return values[0] if len(values) == 1 else values[self.direction() - SINCE]

    def _within(self, span: tuple[int, int]) -> Direction:
        return tense.direction(self.text[span[0] : self.start], self.text[self.end : span[1]])

    def spoken_in(self) -> tuple[date, date] | None:
        """Tell the days on one of which it was said or written, the publication day outside of quotations; None if unknown."""
        return speech.spoken_in(self.text, self.quotation(), self.sentence, self.anchor)

    def spoken_on(self) -> date | None:
        """Tell the day that "today" means here: inside a quotation, the day it was said."""
        days = self.spoken_in()
        return days[0] if days and days[0] == days[1] else None


Resolver = Callable[[re.Match[str], Context], Found | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of the grammar. A resolver that answers None says: this is no date."""

    name: str
    starts: tuple[str, ...]
    notation: str
    resolve: Resolver
    after: After | None = None


def rule(
    name: str, starts: Iterable[str], pattern: str, resolve: Resolver, comes: After | None = None
) -> Rule:
    """Write a rule; see the top of the module for the notation of its pattern."""
    return Rule(name, tuple(starts), pattern, resolve, comes)


@cache
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Spell out a pattern of the grammar as a regular expression; no word goes on where it ends."""
    return re.compile(_spelled(pattern) + r"(?!\w)", re.IGNORECASE)


@cache
def compile_head(pattern: str) -> re.Pattern[str]:
    """Spell out the beginning of a pattern as a regular expression, with white space and commas after it."""
    return re.compile(_spelled(pattern) + r"[\s,]*", re.IGNORECASE)


def _spelled(pattern: str) -> str:
    """Write out the parts and the spaces of a pattern."""

    def part(found: re.Match[str]) -> str:
        name = found["part"] + found["number"]
        return f"(?P<{name}>{PARTS[found['part']]})"

    # tokenised text has a space before its commas too
    spelled = _PART.sub(part, pattern).replace(",? ", "(?: ?,)? ")
    return _BLANK.sub(_white_space, spelled)


def _white_space(blank: re.Match[str]) -> str:
    """Spell out a space of the notation, alone or in a class like [- ]."""
    others = blank.group().replace(" ", "")
    return _SPACE if not others else blank.group() if others == blank.group() else f"(?:{others}|{_SPACE})"
