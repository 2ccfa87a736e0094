"""Months and days without a year where a text tells of another year: "opened in 2010 and closed in October".

News leaves the year out of what is near its own day; in what it tells of years ago it leaves it out too, of
the same year or of one since. Which of them is meant cannot be known, so such a date stays unresolved.
"""

import re

from summarize.dates import calendar, edtf
from summarize.dates.calendar import FUTURE
from summarize.dates.grammar import Context, Found, compile_pattern
from summarize.dates.vocabulary import month_number

# days: what is this near to its publication is told without a year whatever came before
_NEWS = 60
# characters between a dated sentence and the date that begins the next one
_REACH = 160
_OPENS_SENTENCE = re.compile(
    r"[\"“'`]*(?:(?:and|but|then|later|early|late|mid|in|on|by|from|the|that|end|of|\W)\s*)*", re.IGNORECASE
)
_JOINED = re.compile(
    r",?\s+(?:and|or|&)\s+(?:then\s+|again\s+|once\s+more\s+)?,?\s*(?:(?:in|on)\s+)?(?:(?:early|mid|late)[\s-])?",
    re.IGNORECASE,
)


_NEXT_MONTH = compile_pattern(r" (?:and|or) {fullmonth}")
# months: "in July and December" may be of two years
_NEXT_MONTHS = 2


def month_in_order(month: int, context: Context) -> str:
    """The month nearest the publication day, which is not later than August in "July and August"; "" where unclear."""
    if context.anchor is None:
        return ""
    value = context.in_tense(calendar.months_towards(context.anchor, month))
    following = _NEXT_MONTH.match(context.text, context.end)
    second = month_number(following["fullmonth"]) if following else 0
    if second <= month:
        return value
    then = context.in_tense(calendar.months_towards(context.anchor, second))
    if value < then:
        return value
    return edtf.month(int(then[:4]), month) if second - month <= _NEXT_MONTHS else ""


def of_year_told(context: Context, month: int, number: int, weekday: int) -> Found | None:
    """Monday, 19 December, after 17 December 2011: where the weekday fits that year, and does not this time of writing."""
    told = edtf.bounds(context.memory.told)
    near = context.anchor and context.in_tense(calendar.days_of_month(context.anchor, month, number))
    day = told and calendar.day_of(told[0].year, month, number)
    if not day or not near or day.weekday() != weekday or near.weekday() == weekday:
        return None
    return Found(day.isoformat(), "day", "", "year shared")


def joined_year(context: Context, month: int) -> int:
    """The year of July, in "in March 2010 and July", 0 where none is shared like that."""
    told = edtf.bounds(context.memory.told)
    gap = context.text[context.memory.told_end : context.start] if context.memory.told else ""
    if told is None or (told[1] - told[0]).days > 31 or not _JOINED.fullmatch(gap):
        return 0
    return told[0].year if month >= told[0].month else 0


def unless_contradicted(found: Found, context: Context) -> Found:
    """The date, or one without a value where the text before tells of an earlier year, or it is to come and of a later one."""
    told, covered = edtf.bounds(context.memory.told), edtf.bounds(found.value)
    if told is None or covered is None or context.anchor is None or not _told_before(context):
        return found
    ago = (context.anchor - covered[1]).days
    near = 0 <= ago <= _NEWS or (ago < 0 and (covered[0] <= context.anchor or context.direction() == FUTURE))
    # "the 2020 Games open on July 24", told in 2018
    not_yet = ago < 0 and covered[0].year < told[0].year
    if not not_yet and (near or covered[0].year <= told[0].year):
        return found
    return found._replace(value="", note="another year told")


def _told_before(context: Context) -> bool:
    first = context.sentence[0]
    if context.memory.told_end > first:
        return True
    if len(context.memory.told) == len("2018"):
        return False
    opens = _OPENS_SENTENCE.fullmatch(context.text, first, context.start)
    return bool(opens) and context.start - context.memory.told_end <= _REACH
