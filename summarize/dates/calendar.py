"""Calendar arithmetic: a date expression's parts and the day they count from → EDTF.

`direction` is what the tense of the sentence says: PAST, FUTURE, or UNTOLD; SINCE is a past that is certain. Days are `datetime.date`; what
does not exist (February 30, a year before 1 or after 9999) is "" or None.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from math import inf
from typing import Literal, TypeVar

from summarize.dates import edtf

Direction = Literal[-2, -1, 0, 1]
# "since March", "resigned in March": no other March will do
SINCE: Direction = -2
PAST: Direction = -1
UNTOLD: Direction = 0
FUTURE: Direction = 1

Value = TypeVar("Value")

# How much farther a date may lie on the side the tense tells, before the other side is believed: news leaves
# the year out of dates near by ("payable Dec. 7", read as past, is 41 days ahead rather than 324 behind).
_TENSE_WEIGHT = 6.0
# Without a tense the past is a little likelier, as news mostly is
_PAST_WEIGHT = 1.4
_AHEAD_WEIGHT = {UNTOLD: _PAST_WEIGHT, PAST: _TENSE_WEIGHT, SINCE: inf}
# Days: elsewhere the day has come already
_TIME_ZONES = 1
_QUARTER_CODE = 32


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, or None where it does not exist."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shift_days(day: date, days: int) -> date | None:
    """The day so many days on; None outside the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def iso(day: date | None) -> str:
    """The ISO form of a day, "" for None."""
    return "" if day is None else day.isoformat()


def weekday_towards(anchor: date, weekday: int, direction: Direction) -> date | None:
    """The nearest such weekday on or after the anchor for FUTURE, on or before it otherwise."""
    if direction == FUTURE:
        return shift_days(anchor, (weekday - anchor.weekday()) % 7)
    return shift_days(anchor, -((anchor.weekday() - weekday) % 7))


def weekday_of_week(day: date, weekday: int, weeks: int = 0) -> date | None:
    """The weekday of the week (Monday to Sunday) of `day`, or of the week so many weeks on."""
    return shift_days(day, weekday - day.weekday() + 7 * weeks)


def nearest(anchor: date, candidates: Iterable[date], direction: Direction) -> date | None:
    """The candidate closest to the anchor, those against the direction of the tense counted as farther."""
    return min(candidates, key=lambda day: _distance((day - anchor).days, direction), default=None)


def _distance(days: int, direction: Direction) -> float:
    if direction == FUTURE:
        return -days * _TENSE_WEIGHT if days < 0 else days
    if days > 0:
        return days * (_TENSE_WEIGHT if days <= _TIME_ZONES else _AHEAD_WEIGHT[direction])
    return -days


def yearly(anchor: date, direction: Direction, in_year: Callable[[int], date | None]) -> date | None:
    """The occurrence of a yearly day that is meant where no year is stated."""
    return nearest(anchor, _occurrences(anchor, in_year), direction)


def _occurrences(anchor: date, in_year: Callable[[int], date | None], reach: int = 1) -> list[date]:
    """The days of the years around the anchor, in order."""
    years = range(max(1, anchor.year - reach), min(date.max.year, anchor.year + reach) + 1)
    return [day for year in years if (day := in_year(year))]


def _in_tenses(anchor: date, days: Sequence[date]) -> tuple[date | None, ...]:
    """Which of a yearly day's occurrences, given in order, is meant in the tenses from SINCE to FUTURE.

    It is one of the two around the anchor: of those on one side, the nearest is meant whatever the tense.
    """
    after = bisect_right(days, anchor)
    around = days[max(0, after - 1) : after + 1]
    if not around:
        return (None,)
    first, last = around[0], around[-1]
    behind, ahead = (first - anchor).days, (last - anchor).days
    return tuple(
        [
            last if _distance(ahead, direction) < _distance(behind, direction) else first
            for direction in (SINCE, PAST, UNTOLD, FUTURE)
        ]
    )


def _agreed(values: tuple[Value, ...]) -> tuple[Value, ...]:
    """What a date is in each tense; a single one where they agree, so that none needs to be known."""
    return values[:1] if len(set(values)) == 1 else values


def day_of_month(anchor: date, month: int, day: int, direction: Direction) -> date | None:
    """March 28 without a year."""
    days = days_of_month(anchor, month, day)
    return days[0] if len(days) == 1 else days[direction - SINCE]


@lru_cache(maxsize=8_192)  # articles of one day tell of the same days
def days_of_month(anchor: date, month: int, day: int) -> tuple[date | None, ...]:
    """March 28 without a year, in each tense."""
    # a leap day has no occurrence in most years
    reach = 4 if (month, day) == (2, 29) else 1
    days = _occurrences(anchor, lambda year: day_of(year, month, day), reach)
    return _agreed(_in_tenses(anchor, days))


def month_towards(anchor: date, month: int, direction: Direction) -> str:
    """March without a year; the month of the anchor is that very month."""
    months = months_towards(anchor, month)
    return months[0] if len(months) == 1 else months[direction - SINCE]


@lru_cache(maxsize=8_192)
def months_towards(anchor: date, month: int) -> tuple[str, ...]:
    """March without a year, in each tense."""
    if month == anchor.month:
        return (edtf.month(anchor.year, month),)
    found = _in_tenses(anchor, _occurrences(anchor, lambda year: day_of(year, month, 15)))
    return _agreed(tuple(["" if day is None else edtf.month(day.year, month) for day in found]))


def month_before(anchor: date, month: int) -> str:
    """Last March: the last one that was over, or had begun, before the anchor's month."""
    return edtf.month(anchor.year - (month >= anchor.month), month)


def month_after(anchor: date, month: int) -> str:
    """Next March: the first one after the anchor's month."""
    return edtf.month(anchor.year + (month <= anchor.month), month)


@lru_cache(maxsize=1_024)
def seasons_towards(anchor: date, code: int) -> tuple[str, ...]:
    """Spring without a year, in each tense: the running one, else the nearest on the side of the tense."""
    current = season_at(anchor)
    if current.endswith(str(code)):
        return (current,)
    middle_month = (code - 20) * 3 + 1
    shift, month = divmod(middle_month - 1, 12)
    found = _in_tenses(anchor, _occurrences(anchor, lambda year: day_of(year + shift, month + 1, 15)))
    return _agreed(tuple(["" if day is None else edtf.month(day.year - shift, code) for day in found]))


def season_at(day: date) -> str:
    """The season a day is in; January and February belong to the winter of the year before."""
    if day.month < 3:
        return edtf.month(day.year - 1, 24)
    return edtf.month(day.year, 20 + day.month // 3)


def shift_season(value: str, seasons: int) -> str:
    """The season so many years on."""
    return edtf.month(int(value[:4]) + seasons, int(value[5:]))


def quarter(year: int, number: int) -> str:
    """(2018, 1) → "2018-33"; "" for a quarter there is not."""
    return edtf.month(year, _QUARTER_CODE + number) if 1 <= number <= 4 else ""


def quarter_at(day: date) -> str:
    """The quarter a day is in."""
    return quarter(day.year, (day.month + 2) // 3)


def quarter_towards(anchor: date, number: int, direction: Direction) -> str:
    """The third quarter, without a year: the running one, the one just over that is reported on, else the nearest."""
    current = quarter_at(anchor)
    for near in (current, shift(current, "quarter", -1)):
        if near.endswith(str(_QUARTER_CODE + number)):
            return near
    found = yearly(anchor, direction, lambda year: day_of(year, number * 3 - 1, 15))
    return "" if found is None else quarter(found.year, number)


def shift(value: str, unit: str, number: int) -> str:
    """The date so many units on from an EDTF value, at the precision of the unit.

    Days count exactly from a day and give "" from anything longer. Weeks, months, years … are told in the
    whole: two weeks before 2018-03-28 is the week of the 14th, two months before it 2018-01.
    """
    covered = edtf.bounds(value)
    if covered is None:
        return ""
    first, last = covered
    if unit == "day":
        return iso(shift_days(first, number)) if first == last else ""
    if unit in {"week", "fortnight"}:
        moved = shift_days(first, number * (7 if unit == "week" else 14))
        return "" if moved is None or (last - first).days > 6 else edtf.week(moved)
    if unit == "weekend":
        return weekend(first, number)
    if unit in {"month", "quarter"}:
        return _shift_months(first, unit, number) if edtf.precision_of(value) != "year" else ""
    return _shift_years(first.year, unit, number)


def _shift_months(first: date, unit: str, number: int) -> str:
    months = number if unit == "month" else number * 3
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return edtf.month(year, month + 1) if unit == "month" else quarter(year, month // 3 + 1)


def _shift_years(year: int, unit: str, number: int) -> str:
    if unit == "decade":
        moved = year + 10 * number
        return edtf.decade(moved) if 0 < moved <= date.max.year else ""
    if unit == "century":
        return edtf.century(year // 100 + 1 + number)
    return edtf.year(year + number)


def containing(day: date, unit: str, number: int) -> str:
    """The unit (week, month, year, …) so many units on from the one `day` is in."""
    if unit == "weekend":
        return weekend(day, number)
    if unit == "season":
        return ""
    return shift(day.isoformat(), unit, number)


def weekend(day: date, weeks: int) -> str:
    """Saturday and Sunday of the week of `day`, or so many weeks on."""
    saturday = weekday_of_week(day, 5, weeks)
    sunday = weekday_of_week(day, 6, weeks)
    return "" if saturday is None or sunday is None else f"{saturday.isoformat()}/{sunday.isoformat()}"


def latest_weekend(anchor: date, direction: Direction) -> str:
    """The weekend: the running one, else the last one, or the coming one in a sentence about the future."""
    running = anchor.weekday() >= 5 or direction == FUTURE
    return weekend(anchor, 0 if running else -1)


@lru_cache(maxsize=512)
def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm, Meeus 1991)."""
    golden = year % 19
    hundreds, rest = divmod(year, 100)
    leap_hundreds, hundreds_rest = divmod(hundreds, 4)
    moon = (hundreds - (hundreds + 8) // 25 + 1) // 3
    epact = (19 * golden + hundreds - leap_hundreds - moon + 15) % 30
    leaps, leap_rest = divmod(rest, 4)
    weekday = (32 + 2 * hundreds_rest + 2 * leaps - epact - leap_rest) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, number: int) -> date:
    """The first, second … such weekday of a month; -1 for the last."""
    if number > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))
    last = date(year, month, 28)
    while (following := last + timedelta(days=1)).month == month:
        last = following
    return last - timedelta(days=(last.weekday() - weekday) % 7)


HOLIDAYS: dict[str, Callable[[int], date]] = {
    "new year's day": lambda year: date(year, 1, 1),
    "new year's eve": lambda year: date(year, 12, 31),
    "martin luther king day": lambda year: nth_weekday(year, 1, 0, 3),
    "martin luther king jr. day": lambda year: nth_weekday(year, 1, 0, 3),
    "inauguration day": lambda year: date(year, 1, 20),
    "groundhog day": lambda year: date(year, 2, 2),
    "valentine's day": lambda year: date(year, 2, 14),
    "presidents' day": lambda year: nth_weekday(year, 2, 0, 3),
    "presidents day": lambda year: nth_weekday(year, 2, 0, 3),
    "ash wednesday": lambda year: easter(year) - timedelta(days=46),
    "st. patrick's day": lambda year: date(year, 3, 17),
    "st patrick's day": lambda year: date(year, 3, 17),
    "shrove tuesday": lambda year: easter(year) - timedelta(days=47),
    "international women's day": lambda year: date(year, 3, 8),
    "palm sunday": lambda year: easter(year) - timedelta(days=7),
    "maundy thursday": lambda year: easter(year) - timedelta(days=3),
    "good friday": lambda year: easter(year) - timedelta(days=2),
    "easter monday": lambda year: easter(year) + timedelta(days=1),
    "easter sunday": easter,
    "easter": easter,
    "april fools' day": lambda year: date(year, 4, 1),
    "april fool's day": lambda year: date(year, 4, 1),
    "earth day": lambda year: date(year, 4, 22),
    "may day": lambda year: date(year, 5, 1),
    "mother's day": lambda year: nth_weekday(year, 5, 6, 2),
    "whit monday": lambda year: easter(year) + timedelta(days=50),
    "anzac day": lambda year: date(year, 4, 25),
    "australia day": lambda year: date(year, 1, 26),
    "canada day": lambda year: date(year, 7, 1),
    "memorial day": lambda year: nth_weekday(year, 5, 0, -1),
    "father's day": lambda year: nth_weekday(year, 6, 6, 3),
    "juneteenth": lambda year: date(year, 6, 19),
    "independence day": lambda year: date(year, 7, 4),
    "fourth of july": lambda year: date(year, 7, 4),
    "bastille day": lambda year: date(year, 7, 14),
    "labor day": lambda year: nth_weekday(year, 9, 0, 1),
    "columbus day": lambda year: nth_weekday(year, 10, 0, 2),
    "bonfire night": lambda year: date(year, 11, 5),
    "guy fawkes night": lambda year: date(year, 11, 5),
    "remembrance sunday": lambda year: nth_weekday(year, 11, 6, 2),
    "halloween": lambda year: date(year, 10, 31),
    "election day": lambda year: nth_weekday(year, 11, 0, 1) + timedelta(days=1),
    "veterans day": lambda year: date(year, 11, 11),
    "armistice day": lambda year: date(year, 11, 11),
    "remembrance day": lambda year: date(year, 11, 11),
    "thanksgiving day": lambda year: nth_weekday(year, 11, 3, 4),
    "thanksgiving": lambda year: nth_weekday(year, 11, 3, 4),
    "black friday": lambda year: nth_weekday(year, 11, 3, 4) + timedelta(days=1),
    "cyber monday": lambda year: nth_weekday(year, 11, 3, 4) + timedelta(days=4),
    "christmas eve": lambda year: date(year, 12, 24),
    "christmas day": lambda year: date(year, 12, 25),
    "christmas": lambda year: date(year, 12, 25),
    "boxing day": lambda year: date(year, 12, 26),
}


def holiday_towards(anchor: date, name: str, direction: Direction) -> date | None:
    """Thanksgiving, without a year."""
    return yearly(anchor, direction, HOLIDAYS[name])
