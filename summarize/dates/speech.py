"""The moment of a quotation: "I leave tomorrow," he said Sunday, is told from Sunday."""

import re
from datetime import date

from summarize.dates import calendar
from summarize.dates.vocabulary import (
    MONTH_ABBREVIATIONS,
    MONTHS,
    WEEKDAYS,
    cased,
    month_number,
    weekday_number,
)

_MARKS = re.compile(r"[\"“”]|``|''")
_OPENING = frozenset({"“", "``"})
_CLOSING = frozenset({"”", "''"})
_SAYING = "said|says|told|wrote|tweeted|announced|declared|added|testified|posted|warned|vowed|promised"
_SAID_ON_DATE = re.compile(
    rf"\b(?:{_SAYING})\b[^\"“”`;]{{0,60}}?\b(?:in|on|from|of|dated|back in|back on) (?:an? |the |early |late )?"
    rf"(?:(?:{cased(WEEKDAYS)}),? )?(?:(?P<month>{cased(MONTHS)}|(?:{cased(MONTH_ABBREVIATIONS)})\.?)"
    r"(?: (?P<day>[0-3]?\d)\b)?(?:,? (?P<year>(?:19|20)\d\d)\b)?|(?P<alone>(?:19|20)\d\d)\b)"
)
_SAID_ON = re.compile(
    rf"\b(?:{_SAYING})\b[^\"“”`.;]{{0,60}}?(?<!next )(?<!by )(?<!until )\b(?P<weekday>{cased(WEEKDAYS)})\b(?!['’]s)"
    rf"|\b(?P<before>{cased(WEEKDAYS)}),?\s+(?:\w+\s+){{0,6}}?(?:{_SAYING})\b"
)


def spoken_on(text: str, sentence: tuple[int, int], start: int, published: date | None) -> date | None:
    """The day on which what stands at `start` was said or written, by the words of its sentence outside the quotation.

    The publication day where nothing is quoted there, or the day of speaking is not told.
    """
    if published is None:
        return None
    first, last = sentence
    quotation = _quotation(text, first, last, start)
    if quotation is None:
        return published
    for outside in (text[quotation[1] : last], text[first : quotation[0]]):
        if named := _SAID_ON_DATE.search(outside):
            return _day_named(named, published)
        if found := _SAID_ON.search(outside):
            weekday = weekday_number(found["weekday"] or found["before"])
            return calendar.weekday_towards(published, weekday, calendar.PAST)
    return published


def _day_named(named: re.Match[str], published: date) -> date | None:
    """The day that speaking is dated to; None where it is dated to a month or a year only."""
    if not named["day"]:
        return None
    month, day = month_number(named["month"]), int(named["day"])
    if named["year"]:
        return calendar.day_of(int(named["year"]), month, day)
    return calendar.day_of_month(published, month, day, calendar.PAST)


def _quotation(text: str, first: int, last: int, start: int) -> tuple[int, int] | None:
    """The span of the quotation around `start` within the sentence, None outside of any."""
    opened: int | None = None
    for mark in _MARKS.finditer(text, first, last):
        closes = mark.group() in _CLOSING or (mark.group() == '"' and opened is not None)
        if mark.start() >= start:
            # a quotation may have begun in a sentence before
            begin = opened if opened is not None else first if mark.group() in _CLOSING else None
            return None if begin is None or not closes else (begin, mark.end())
        opened = None if closes else mark.start()
    return None if opened is None else (opened, last)
