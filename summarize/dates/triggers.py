"""Where in a text a date expression may begin.

Words are split and looked up, which is faster than any pattern of them all; only those that begin an expression are
looked at more closely, the most frequent ones for what comes after them.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from typing import NamedTuple

from summarize.dates import absolute, heads, periods, vocabulary
from summarize.dates.grammar import compile_head

_UNITS = r"(?:day|week|month|year|decade|centur|quarter|hour|minute|second|fortnight|half)"
_COUNTED = rf"(?:[-\s]+\w+){{0,3}}?[-\s]+{_UNITS}"
_DEICTIC = (
    rf"\s+(?:past|coming|fiscal|calendar|{_UNITS}|[MTWFSJANDO][a-z]+|[A-Z]{{3}}|spring|summer|autumn|fall|winter|easter|christmas|"
    r"early|pre|mid|morning|afternoon|evening|night)"
)
_CENTURIES = r"(?:(?:,?\s+(?:and|or|to|through|until)|,|[-–])\s*(?:the\s+)?(?:early\s+|mid-|late\s+)?[\w-]+){1,3}?[-\s]+centur"
# Frequent words begin an expression only before some others; looking ahead spares trying every rule on them
_AHEAD = {
    "the": r"\s+(?:new\s+[Yy]ear|morning|night|evening|next|following|same|similar|very|previous|preceding|prior|day|weekend|week|month|quarter|year|full|latest|current|comparable|"
    r"corresponding|past|future|present|near|early|late|mid|end|start|beginning|middle|close|spring|summer|autumn|fall|winter|twent|thirt|"
    r"fort|fift|sixt|sevent|eight|ninet|nought|[2-9]0s|[MTWFS][a-z]+day\sbefore|\d{1,2}(?:st|nd|rd|th)\b)",
    "a": rf"(?:\s+(?:couple|few|number|hundred)|\s+{_UNITS})",
    "an": r"\s+hour",
    "in": rf"\s+[a-z0-9-]+(?:\s+few)?\s+{_UNITS}",
    "that": r"\s+(?:same|[MTWFS][a-z]+day|day|week|weekend|month|year|decade|morning|afternoon|evening|night)\b",
    "half": r"\s+a\s",
    "final": r"\s+quarter",
    "between": r"\s+(?:the\s+years|\d|[A-Z])",
    "these": r"\s+days",
    **{name: rf"\s+(?:{rests})" for name, rests in periods.HOLIDAY_WORDS.items()},
    "year": r"(?:['’]s)?[-\s]+(?:end|ago|earlier)",
    "new": r"\s+[Yy]ear",
    **dict.fromkeys(("father", "mother"), r"['’]s\s"),
    **dict.fromkeys(("this", "last", "next", "past", "coming", "upcoming"), _DEICTIC),
    **dict.fromkeys(("some", "many", "several", "few", "couple", "dozens"), _COUNTED),
    **dict.fromkeys(
        vocabulary.ORDINALS,
        r"[-\s]+(?:quarter|half|centur|day\sof\s[JFMASOND]|[MTWFS][a-z]+day\b|of\sJuly)" + rf"|{_CENTURIES}",
    ),
    **dict.fromkeys(vocabulary.ONES, rf"(?:{_COUNTED}|\s+thousand)"),
    **dict.fromkeys(
        (*vocabulary.TEENS, *vocabulary.TENS),
        rf"(?:{_COUNTED}|[-\s]+(?:ten|eleven|twelve|thir|fo|fif|six|seven|eigh|nine|twen))",
    ),
    "two": rf"(?:{_COUNTED}|\s+thousand)",
}
_MONTH_AHEAD = (
    r"(?:of\s+)?[JFMASOND](?:an|eb|ar|pr|ay|un|ul|ug|ep|ct|ov|ec|AN|EB|AR|PR|AY|UN|UL|UG|EP|CT|OV|EC)"
)
_SMALL_NUMBER = (
    r"\d{1,3}+(?=(?:st|nd|rd|th)?(?::\d|\.\d\d\s?[ap]\.?m\b|/11\b|[-/.]\d\d?[-/.]\d{4}|,\d{3}\s+(?:year|day)|\s?[ap]\.?m\b"
    rf"|/\d\d?\s+{_MONTH_AHEAD}|{_CENTURIES}|[-\s]+(?:or\s\w+\s|and\sa\s)?(?:{_UNITS}|{_MONTH_AHEAD}|o.clock|1/2)"
    rf"|(?:,\s\d{{1,2}}(?:st|nd|rd|th)?){{0,12}}(?:\s?[-–—]+\s?|\s+(?:to|and|through|until)\s+)\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH_AHEAD}))"
)
_NAMES = frozenset((*absolute.MONTH_STARTS, *absolute.WEEKDAY_STARTS))


_NUMBER = (
    rf"\d{{4}}(?!\d)|[1-4][QH](?=\s?['’]?\d\d)|{_SMALL_NUMBER}|[Qq](?=[1-4])|FY(?=\s?['’]?\d\d)|H(?=[12]\b)"
)
# Of years: '08
_OMISSION = "'’`"
_NOT_WORD = re.compile(r"\W")
_ASCII = "".join(" " if _NOT_WORD.match(chr(code)) else chr(code) for code in range(128))
# What begins with a figure, and the Q1, FY23 and H1 of periods. A set comes first, for speed: it is tried at few places.
_MAY_BE_NUMBER = r"[0-9QqFH](?<!\w.)(?:(?<![QqFH])|Y?\d)"
_IN_ASCII = re.compile(_MAY_BE_NUMBER)
_IN_ANY_SCRIPT = re.compile(_MAY_BE_NUMBER.replace("0-9", r"\d"))

# characters
_PIECE = 32_768


class Trigger(NamedTuple):
    """Where an expression may begin, and the start (`grammar.Rule.starts`) of the rules that it may follow."""

    position: int
    start: str


class Triggers:
    """What finds the triggers of texts, for rules of the given starts."""

    def __init__(self, starts: Iterable[str]) -> None:
        self._words = {
            form: (start, _AHEAD.get(start)) for start in starts if start.isalpha() for form in _forms(start)
        }

    def find(self, text: str) -> Iterator[Trigger]:
        """The triggers of a text, in order."""
        for first, last in _pieces(text):
            yield from sorted(chain(self._of_words(text, first, last), _of_numbers(text, first, last)))

    def _of_words(self, text: str, first: int, last: int) -> Iterator[Trigger]:
        """The triggers that are words; each is found behind the one before it, as all of its kind are among them."""
        spaced = f" {_spaced(text[first:last])} "
        at = 0
        for word in filter(self._words.__contains__, spaced.split(" ")):
            at = spaced.index(f" {word} ", at)
            start, ahead = self._words[word]
            position = first + at
            at += len(word) + 1
            if ahead is None or _compiled(ahead).match(text, position + len(word)):
                yield Trigger(position, start)


def _of_numbers(text: str, first: int, last: int) -> Iterator[Trigger]:
    """The triggers with figures in them, none of which begins inside a word."""
    may_be = _IN_ASCII if text.isascii() else _IN_ANY_SCRIPT
    for found in may_be.finditer(text, first, last):
        yield from _of_number(text, found.start())


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Spans of a text that end at a space, so that the words of a long one are not all held at once."""
    first = 0
    while first < len(text):
        last = text.find(" ", first + _PIECE)
        last = len(text) if last < 0 else last
        yield first, last
        first = last


def _forms(start: str) -> set[str]:
    """How a word that begins an expression is written."""
    return {start.capitalize(), start.upper(), start.capitalize() if start in _NAMES else start}


def _spaced(text: str) -> str:
    """The text, with a space for each character that stands between words."""
    return text.translate(_ASCII) if text.isascii() else _NOT_WORD.sub(" ", text)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A pattern, compiled when the first text needs it."""
    return re.compile(pattern)


def _of_number(text: str, position: int) -> Iterator[Trigger]:
    """The triggers of a word with digits, and of the mark of omission before it."""
    mark = text[position - 1 : position]
    if mark and mark in _OMISSION and text[position : position + 2].isdecimal():
        yield Trigger(position - 1, mark)
    if number := _compiled(_NUMBER).match(text, position):
        yield Trigger(position, _start_of(number))


def _start_of(number: re.Match[str]) -> str:
    word = number.group()
    if not word.isdecimal():
        return heads.PERIOD_NUMBER if word[0].isdigit() else word.lower()
    if len(word) == len("2018"):
        return heads.YEAR_NUMBER
    return (
        heads.DAY_OF_MONTH
        if compile_head(heads.DAY_MONTH).match(number.string, number.start())
        else heads.NUMBER
    )
