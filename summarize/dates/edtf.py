"""Extended Date/Time Format (ISO 8601-2), as far as news needs it: writing, checking and bounding values.

    2018-03-28             a day                2018-03-25/2018-03-28  an interval (inclusive)
    2018-03                a month              2011/..                from 2011 on; ../2018-05 until May
    2018                   a year               2018-21 .. 2018-24     spring, summer, autumn, winter
    199X                   a decade             2018-33 .. 2018-36     the quarters of a year
    19XX                   a century            2018-03~               approximately; ? for uncertain

Seasons are those of the northern hemisphere, by whole months; the winter of a year is the one that begins
in it. An empty value is no date: not valid, without bounds, of unknown precision.
"""

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from summarize.records import Precision

_POINT = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?[~?%]?"
    r"|(?P<decade>\d{3})X[~?%]?"
    r"|(?P<century>\d\d)XX[~?%]?",
    re.ASCII,
)
_SEASONS = {21: 3, 22: 6, 23: 9, 24: 12}
_QUARTERS = {33: 1, 34: 4, 35: 7, 36: 10}
_OPEN = ".."
_NO_MARKS = str.maketrans("", "", "~?%")
_WEEK = timedelta(days=6)


def is_valid(value: str) -> bool:
    """Whether `value` is EDTF of the kinds listed above, and a date that exists."""
    return bounds(value) is not None


# Texts tell of a few thousand dates, each of them over and over.
@lru_cache(maxsize=8_192)
def bounds(value: str) -> tuple[date, date] | None:
    """The first and the last day that `value` covers; an open end is `date.min` or `date.max`.

    None where it is not a valid date.
    """
    first, slash, last = value.partition("/")
    if not slash:
        return _point(value)
    begin = (date.min, date.min) if first == _OPEN else _point(first)
    end = (date.max, date.max) if last == _OPEN else _point(last)
    if begin is None or end is None or (first, last) == (_OPEN, _OPEN) or begin[0] > end[1]:
        return None
    return begin[0], end[1]


@lru_cache(maxsize=8_192)
def precision_of(value: str) -> Precision:
    """What kind of date a value is; "unknown" where it is not one."""
    covered = bounds(value)
    if covered is None:
        return "unknown"
    found = _POINT.fullmatch(value)
    if found is None:
        return "week" if covered[1] - covered[0] == _WEEK and covered[0].weekday() == 0 else "range"
    if not found["year"]:
        return "decade" if found["decade"] else "century"
    if not found["month"]:
        return "year"
    return "day" if found["day"] else _precision_of_code(int(found["month"]))


def _precision_of_code(code: int) -> Precision:
    return "season" if code in _SEASONS else "quarter" if code in _QUARTERS else "month"


def year(number: int) -> str:
    """2018 → "2018"; "" for a year EDTF cannot write in four digits."""
    return f"{number:04d}" if 1 <= number <= date.max.year else ""


def month(year_number: int, number: int) -> str:
    """(2018, 3) → "2018-03"; also for season and quarter codes; "" outside the calendar."""
    return f"{year_number:04d}-{number:02d}" if 1 <= year_number <= date.max.year else ""


def decade(first_year: int) -> str:
    """1990 → "199X"."""
    return f"{first_year // 10:03d}X"


def century(ordinal: int) -> str:
    """20 (the twentieth) → "19XX"."""
    return f"{ordinal - 1:02d}XX" if 1 <= ordinal <= 99 else ""


def interval(first: str, last: str) -> str:
    """Two values → "first/last"; "" where they do not follow each other."""
    value = f"{first}/{last}"
    return value if is_valid(value) else ""


def week(day: date) -> str:
    """The week, Monday to Sunday, that `day` is in."""
    monday = day - timedelta(days=day.weekday())
    return f"{monday.isoformat()}/{(monday + _WEEK).isoformat()}"


def vague(value: str) -> str:
    """The value, marked as approximate; an interval at both its ends."""
    if not value or value[-1] in "~?%":
        return value
    return "/".join(end if end == _OPEN else f"{end}~" for end in value.split("/"))


def exact(value: str) -> str:
    """The value without its marks of vagueness."""
    return value.translate(_NO_MARKS)


def _point(value: str) -> tuple[date, date] | None:
    found = _POINT.fullmatch(value)
    if found is None:
        return None
    if found["decade"] or found["century"]:
        return _years(value.rstrip("~?%"))
    number, month_text, day_text = int(found["year"]), found["month"], found["day"]
    if number == 0:
        return None
    if not month_text:
        return date(number, 1, 1), date(number, 12, 31)
    if day_text:
        return _day(number, int(month_text), int(day_text))
    return _months(number, int(month_text))


def _years(value: str) -> tuple[date, date] | None:
    first = max(1, int(value.replace("X", "0")))
    return date(first, 1, 1), date(int(value.replace("X", "9")), 12, 31)


def _day(year_number: int, month_number: int, day_number: int) -> tuple[date, date] | None:
    try:
        day = date(year_number, month_number, day_number)
    except ValueError:
        return None
    return day, day


def _months(year_number: int, code: int) -> tuple[date, date] | None:
    """A month, or the three months of a season or quarter."""
    if 1 <= code <= 12:
        first, length = code, 1
    elif code in _SEASONS or code in _QUARTERS:
        first, length = _SEASONS.get(code) or _QUARTERS[code], 3
    else:
        return None
    last_year, last = divmod(year_number * 12 + first - 2 + length, 12)
    if last_year > date.max.year:
        return None
    return date(year_number, first, 1), date(last_year, last + 1, monthrange(last_year, last + 1)[1])
