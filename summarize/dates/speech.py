"""The moment of a quotation: "I leave tomorrow," he said Sunday, is told from Sunday."""

import re
from datetime import date

from summarize.dates import calendar, edtf
from summarize.dates.vocabulary import (
    MONTH_ABBREVIATIONS,
    MONTHS,
    WEEKDAYS,
    cased,
    month_number,
    weekday_number,
)

Days = tuple[date, date]

_ANY_MARK = re.compile("[\"“”‘’'`]")
_DOUBLE_MARKS = re.compile(r"[\"“”]|``|''")
# A single mark is an apostrophe unless a closing one, after a comma or a full stop, follows
_ENDS_SINGLE = re.compile(r"[.,!?…][’'](?![\w'])")
_MARKS = re.compile(
    r"[\"“”]|``|''|[‘'](?<!\w.)(?=\w[^‘\"“”\n]{0,600}?[.,!?…][’'](?!\w))|[’'](?<=[.,!?…].)(?![\w'])"
)
_OPENING = frozenset({"“", "``", "‘"})
_CLOSING = frozenset({"”", "''", "’"})
_EITHER = frozenset({'"', "'"})
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
_SAID_AGO = re.compile(
    rf"\b(?:{_SAYING})\b[^\"“”`.;]{{0,40}}?\b(?:(?P<yesterday>yesterday|last night)"
    r"|(?P<which>last|earlier this|this) (?P<unit>week|month|year)|(?:an?|two|three|several|\d+) (?:weeks?|months?|years?) ago)\b"
)
_BACK = {"last": -1, "earlier this": 0, "this": 0}


def spoken_in(
    text: str, quotation: tuple[int, int] | None, sentence: tuple[int, int], published: date | None
) -> Days | None:
    """The days on one of which a quotation was said or written, first and last, by the words of its sentence outside it.

    The publication day where nothing is quoted, or the day of speaking is not told; None where it is told but
    cannot be known.
    """
    if published is None:
        return None
    if quotation is None:
        return published, published
    first, last = sentence
    for outside in (text[quotation[1] : last], text[first : quotation[0]]):
        if named := _SAID_ON_DATE.search(outside):
            return _days_named(named, published)
        if found := _SAID_ON.search(outside):
            weekday = weekday_number(found["weekday"] or found["before"])
            return _both(calendar.weekday_towards(published, weekday, calendar.PAST))
        if ago := _SAID_AGO.search(outside):
            return _days_ago(ago, published)
    return published, published


def _both(day: date | None) -> Days | None:
    return None if day is None else (day, day)


def _days_ago(ago: re.Match[str], published: date) -> Days | None:
    """The days of yesterday, of last week, of earlier this year; None for those of two weeks ago."""
    if ago["yesterday"]:
        return _both(calendar.shift_days(published, -1))
    return (
        edtf.bounds(calendar.containing(published, ago["unit"], _BACK[ago["which"]])) if ago["unit"] else None
    )


def _days_named(named: re.Match[str], published: date) -> Days | None:
    """The days of the date that speaking is dated to."""
    if named["alone"]:
        return edtf.bounds(named["alone"])
    month, year = month_number(named["month"]), named["year"]
    if not named["day"]:
        return edtf.bounds(
            edtf.month(int(year), month) if year else calendar.month_towards(published, month, calendar.PAST)
        )
    day = int(named["day"])
    return _both(
        calendar.day_of(int(year), month, day)
        if year
        else calendar.day_of_month(published, month, day, calendar.PAST)
    )


def quotation_around(text: str, sentence: tuple[int, int], start: int) -> tuple[int, int] | None:
    """The span of the quotation around `start` within the sentence, None outside of any."""
    first, last = sentence
    if not _ANY_MARK.search(text, first, last):
        return None
    opened: int | None = None
    marks = _MARKS if _ENDS_SINGLE.search(text, first, last) else _DOUBLE_MARKS
    for mark in marks.finditer(text, first, last):
        closes = mark.group() in _CLOSING or (mark.group() in _EITHER and opened is not None)
        if mark.start() >= start:
            # a quotation may have begun in a sentence before
            begin = opened if opened is not None else first if mark.group() in _CLOSING else None
            return None if begin is None or not closes else (begin, mark.end())
        opened = None if closes else mark.start()
    return None if opened is None else (opened, last)
