"""Dates listed together, which share what is told once: May and August 2010, Sunday 25 to Wednesday 28 March."""

import re

from summarize.dates import absolute, calendar, edtf, heads
from summarize.dates.absolute import MONTH_STARTS, WEEKDAY_STARTS, day_number, part
from summarize.dates.calendar import PAST, iso
from summarize.dates.grammar import PARTS, Context, Found, Rule, rule
from summarize.dates.vocabulary import month_number, weekday_number

# Months: "December and January 2011" goes over the end of a year, "November and May 2011" may or may not
_OVER_NEW_YEAR = 2
# Years: a month told without its year is hardly that long ago, unless the year comes with it later on
_LONG_AGO = 2


def month_before_year(match: re.Match[str], _: Context) -> Found:
    """May, in "May and August 2010" and "May, July or August 2010"."""
    return Found(_shared_month(match), "month", "", "year shared")


def month_before_relative_year(match: re.Match[str], context: Context) -> Found:
    """August, in "August and September last year"."""
    last = absolute.month_of_year(match, context)
    if context.anchor is None:
        return Found("", "month")
    month, after = month_number(match["month"]), month_number(match["month2"])
    year = _shared_year(month, after, int(last.value[:4])) if last.value else 0
    return Found(edtf.month(year, month) if year else "", "month", context.anchor_iso, "year shared")


def month_before_year_loosely(match: re.Match[str], context: Context) -> Found:
    """May, in "in May and again in August 2010": of that year where nothing else can be meant."""
    shared, alone = _shared_month(match), absolute.month_alone(match, context).value
    long_ago = context.anchor and int(match["year"]) <= context.anchor.year - _LONG_AGO
    certain = shared == alone or (long_ago and context.direction() <= PAST)
    return Found(shared if certain else "", "month", "", "year shared")


def _shared_month(match: re.Match[str]) -> str:
    month = month_number(match["month"])
    year = _shared_year(month, month_number(match["month2"]), int(match["year"]))
    return edtf.month(year, month) if year else ""


def _shared_year(month: int, last: int, year: int) -> int:
    """The year of a month that is listed before another with its year; 0 where it cannot be told."""
    if month <= last:
        return year
    return year - 1 if last + 12 - month <= _OVER_NEW_YEAR else 0


def day_before_year(match: re.Match[str], _: Context) -> Found | None:
    """March 3, in "March 3 and April 7, 2010"; 3 March, in "3 March and 7 April 2010"."""
    month = month_number(match["month"])
    year = _shared_year(month, month_number(match["month2"]), int(match["year"]))
    if not year:
        return Found("", "day", "", "year shared")
    value = iso(calendar.day_of(year, month, day_number(match["day"])))
    return Found(value, "day", "", "year shared") if value else None


def day_before_year_loosely(match: re.Match[str], context: Context) -> Found | None:
    """March 3, in "on March 3 and again on April 7, 2010"."""
    shared = day_before_year(match, context)
    if shared is None:
        return None
    alone = absolute.day_without_year(context, month_number(match["month"]), day_number(match["day"]))
    long_ago = context.anchor and int(match["year"]) <= context.anchor.year - _LONG_AGO
    certain = shared.value == alone.value or (long_ago and context.direction() <= PAST)
    return shared if certain else shared._replace(value="")


def day_before_month(match: re.Match[str], context: Context) -> Found | None:
    """Sunday 25, in "Sunday 25 and Monday 26 March": of that month, or of the one before where it is later in it."""
    day, last = day_number(match["day"]), day_number(match["day2"])
    month = month_number(match["month"])
    year = part(match, "year")
    if not year and context.anchor is None:
        return absolute.UNDATED_DAY
    end = (
        calendar.day_of(int(year), month, last)
        if year
        else context.anchor and context.in_tense(calendar.days_of_month(context.anchor, month, last))
    )
    if end is None:
        return None
    number = end.year * 12 + end.month - 1 - (day > last)
    value = iso(calendar.day_of(number // 12, number % 12 + 1, day))
    return Found(value, "day", "" if year else context.anchor_iso) if value else None


def range_told_at_its_end(match: re.Match[str], context: Context) -> Found | None:
    """Sunday 25 to Wednesday 28 March; Friday 30 to Monday 2 April."""
    first, last = day_number(match["day"]), day_number(match["day2"])
    month = month_number(match["month"])
    begins = month if first < last else (month - 2) % 12 + 1
    return absolute.range_of_days(context, (begins, first), (month, last), part(match, "year"))


def range_of_named_days(match: re.Match[str], context: Context) -> Found | None:
    """Sunday, March 25, to Wednesday, March 28; the second month may be left out."""
    if part(match, "month2"):
        return absolute.two_month_range(match, context)
    return None if part(match, "year2") else absolute.same_month_range(match, context)


def weekday_to_day(match: re.Match[str], context: Context) -> Found | None:
    """Sunday to Wednesday, March 28: the last such weekday before the day."""
    found = absolute.month_day(match, context)
    if found is None or not found.value:
        return found and found._replace(precision="range")
    covered = edtf.bounds(found.value)
    before = covered and calendar.shift_days(covered[0], -1)
    begin = before and calendar.weekday_towards(before, weekday_number(match["weekday"]), PAST)
    value = edtf.interval(iso(begin), found.value) if begin else ""
    return Found(value, "range", found.anchor) if value else None


_MONTH, _DAY = PARTS["month"], PARTS["day"]
_OPTIONAL = rf"(?:{PARTS['anyweekday']},? )?(?:the )?"
_WD = r"(?:{anyweekday},? )?(?:the )?"
_WD2 = r"(?:{anyweekday2},? )?(?:the )?"
_EDGE = r"(?:(?:the )?(?:end|start|beginning|middle) of |(?:early|mid|late)[- ])?"
_AND = r"(?:,? (?:and|or) | ?& ?)"
_SEPARATOR = rf"(?:{_AND}|, )"
_AGAIN = r",? (?:and|or|but) (?:then |again |once more |later |finally )?"
_ITS_YEAR = r",? (?:of |in )?{year}"
_YEAR = r"(?:,? {year})?"
_RELATIVE_YEAR = r",? (?:of |in )?(?P<which>last|this|next) year"
_MONTHS_AHEAD_OF = rf"(?=(?:{_SEPARATOR}{_EDGE}{_MONTH})*{_AND}{_EDGE}{{month2}}"
_MONTHS_AHEAD = _MONTHS_AHEAD_OF + _ITS_YEAR + ")"
_DAYS_AHEAD = (
    rf"(?=(?:{_SEPARATOR}{_OPTIONAL}(?:{_MONTH} )?{_DAY})*,?{_AND}{_WD2}{{month2}} {{day2}}{_ITS_YEAR})"
)
_DAYS_FIRST_AHEAD = rf"(?=(?:{_SEPARATOR}{_OPTIONAL}{_DAY} (?:of )?{_MONTH})*{_AND}{_WD2}{{day2}} (?:of )?{{month2}}{_ITS_YEAR})"
_DAY_AHEAD = rf"(?=(?:, {_OPTIONAL}{_DAY})*{_AND}{_WD2}{{day2}} (?:of )?{{month}}{_YEAR})"
_NOT_COUNTED = r"(?! (?:percent|per cent|[ap]\.?m))"

# fmt: off
RULES: tuple[Rule, ...] = (
    rule("month", MONTH_STARTS, r"{month}" + _MONTHS_AHEAD, month_before_year, heads.after("{month}" + _SEPARATOR)),
    rule("month", MONTH_STARTS, r"{month}" + rf"(?= (?:to|until|through) (?:the )?(?:early |mid-|late |end of |start of ){{month2}}{_ITS_YEAR})", month_before_year, heads.after("{month}", either="tu")),
    rule("month", MONTH_STARTS, r"{month}" + _MONTHS_AHEAD_OF + _RELATIVE_YEAR + ")", month_before_relative_year, heads.after("{month}" + _SEPARATOR)),
    rule("month", MONTH_STARTS, r"{month}" + rf"(?={_AGAIN}in {_EDGE}{{month2}}{_ITS_YEAR})", month_before_year_loosely, heads.after("{month}", either="aob")),
    rule("month and day", (*WEEKDAY_STARTS, *MONTH_STARTS), _WD + r"{month} {day}" + _DAYS_AHEAD, day_before_year, heads.after(heads.MONTH_DAY, heads.LISTED + heads.MONTHS)),
    rule("month and day", (*WEEKDAY_STARTS, *MONTH_STARTS), _WD + r"{month} {day}" + rf"(?={_AGAIN}on {_WD2}{{month2}} {{day2}}{_ITS_YEAR})", day_before_year_loosely, heads.after(heads.MONTH_DAY, either="aob")),
    rule("day and month", (*WEEKDAY_STARTS, heads.DAY_OF_MONTH), _WD + r"{day} (?:of )?{month}" + _DAYS_FIRST_AHEAD, day_before_year, heads.after(heads.DAY_MONTH, heads.LISTED)),
    rule("day and month", (*WEEKDAY_STARTS, heads.DAY_OF_MONTH), _WD + r"{day} (?:of )?{month}" + rf"(?={_AGAIN}on {_WD2}{{day2}} (?:of )?{{month2}}{_ITS_YEAR})", day_before_year_loosely, heads.after(heads.DAY_MONTH, either="aob")),
    rule("range of days", WEEKDAY_STARTS, r"{anyweekday},? (?:the )?{day}{to}" + _WD2 + r"{day2} (?:of )?{month}" + _YEAR, range_told_at_its_end, heads.after(heads.DAY, heads.TO)),
    rule("range of days", ("between",), r"between {anyweekday},? (?:the )?{day} and " + _WD2 + r"{day2} (?:of )?{month}" + _YEAR, range_told_at_its_end),
    rule("range of days", WEEKDAY_STARTS, r"{anyweekday},? (?:the )?{day} (?:of )?{month}" + r"(?:,? {year2})?,?{to}" + _WD2 + r"{day2} (?:of )?{month2}" + _YEAR, range_of_named_days, heads.after(heads.DAY_MONTH)),
    rule("range of days", WEEKDAY_STARTS, r"{anyweekday},? {month} {day}(?:,? {year2})?,?{to}" + _WD2 + r"{month2} {day2}" + _YEAR, range_of_named_days, heads.after(heads.MONTH_DAY)),
    rule("range of days", WEEKDAY_STARTS, r"{anyweekday},? {month} {day}{to}" + _WD2 + r"{day2}" + _YEAR + _NOT_COUNTED, range_of_named_days, heads.after(heads.MONTH_DAY)),
    rule("range of days", WEEKDAY_STARTS, r"{weekday} \({month} {day}\){to}{weekday2} \({month2} {day2}" + _YEAR + r"\)?", range_of_named_days, heads.after("{anyweekday}", "(")),
    rule("range of days", WEEKDAY_STARTS, r"{weekday} \({day} {month}\){to}{weekday2} \({day2} {month2}" + _YEAR + r"\)?", range_of_named_days, heads.after("{anyweekday}", "(")),
    rule("range of days", ("between",), r"between {weekday} \({month} {day}\) and {weekday2} \({month2} {day2}" + _YEAR + r"\)?", range_of_named_days),
    rule("range of days", ("between",), r"between {anyweekday},? {month} {day},? and " + _WD2 + r"(?:{month2} )?{day2}" + _YEAR, range_of_named_days),
    rule("range of days", ("between",), r"between " + _WD + r"{day} (?:of )?{month},? and " + _WD2 + r"{day2} (?:of )?{month2}" + _YEAR, range_of_named_days),
    rule("range of days", WEEKDAY_STARTS, r"{weekday}{to}{anyweekday2},? {month} {day}" + _YEAR, weekday_to_day, heads.after("{anyweekday}", heads.TO)),
    rule("range of days", WEEKDAY_STARTS, r"{weekday}{to}{anyweekday2},? (?:the )?{day} (?:of )?{month}" + _YEAR, weekday_to_day, heads.after("{anyweekday}", heads.TO)),
    rule("day and month", (*WEEKDAY_STARTS, heads.NUMBER), _WD + r"{day}" + _DAY_AHEAD, day_before_month, heads.after(heads.DAY, heads.LISTED)),
    rule("month and day", WEEKDAY_STARTS, r"{weekday} \({month} {day}" + _YEAR + r"(?=\))", absolute.month_day, heads.after("{anyweekday}", "(")),
    rule("day and month", WEEKDAY_STARTS, r"{weekday} \({day} {month}" + _YEAR + r"(?=\))", absolute.month_day, heads.after("{anyweekday}", "(")),
)
# fmt: on
