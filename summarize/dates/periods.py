"""Quarters, halves, seasons, decades by name and holidays."""

import re
from collections.abc import Iterable

from summarize.dates import calendar, edtf, heads
from summarize.dates.absolute import part
from summarize.dates.calendar import iso
from summarize.dates.grammar import Context, Found, Rule, rule
from summarize.dates.relative import fold
from summarize.dates.vocabulary import DECADES, SEASONS, any_of, ordinal

_QUARTERS = ("first", "second", "third", "fourth", heads.NUMBER)
_RELATIVE = {"last": -1, "this": 0, "next": 1, "previous": -1, "current": 0, "the": 0}


# '49 is of this century, '50 of the one before
_PIVOT = 50
_MIDSUMMER = 6
_RECENT, _BEFORE = 2000, 1900
_SATURDAY = 5
_MIDDLE_OF_THE_WEEK = 2


def _year_told(match: re.Match[str], context: Context) -> int | None:
    """The year stated with a period, or that "last year" stands for; 0 where none is told, None if unknowable."""
    if year := part(match, "year") or part(match, "year2"):
        return int(year)
    if short := part(match, "short"):
        return int(short) + (_RECENT if int(short) < _PIVOT else _BEFORE)
    if which := part(match, "which"):
        return None if context.anchor is None else context.anchor.year + _RELATIVE[fold(which)]
    return 0


def quarter(match: re.Match[str], context: Context) -> Found:
    """The third quarter [of 2018, of last year]; Q3 2018."""
    number = int(part(match, "number") or ordinal(match["ordinal"]))
    year = _year_told(match, context)
    if year:
        return Found(calendar.quarter(year, number), "quarter")
    if year is None or context.anchor is None:
        return Found("", "quarter")
    return Found(
        calendar.quarter_towards(context.anchor, number, context.direction()), "quarter", context.anchor_iso
    )


def last_quarter(match: re.Match[str], _: Context) -> Found:
    """The last (final) quarter of 2018."""
    return Found(calendar.quarter(int(match["year"]), 4), "quarter")


def fiscal(_: re.Match[str], __: Context) -> Found:
    """The fiscal third quarter: whose fiscal year is not known."""
    return Found("", "quarter")


def fiscal_year(match: re.Match[str], context: Context) -> Found | None:
    """Fiscal 2018, FY2018, FY18, approximately the year."""
    year = _year_told(match, context)
    return Found(edtf.vague(edtf.year(year)), "year") if year else None


def half(match: re.Match[str], context: Context) -> Found:
    """The first half of 2018, of last year; H1 2018."""
    year = _year_told(match, context)
    if not year:
        return Found("", "range")
    first = 1 if part(match, "number") == "1" or fold(part(match, "ordinal")) == "first" else 7
    return Found(edtf.interval(edtf.month(year, first), edtf.month(year, first + 5)), "range")


def season(match: re.Match[str], context: Context) -> Found:
    """Spring 2011, last spring, the summer of 1990, this fall."""
    code = SEASONS[fold(match["season"])]
    if year := part(match, "year"):
        return _edged(match, Found(edtf.month(int(year), code), "season"))
    if context.anchor is None:
        return Found("", "season")
    if short := part(match, "short"):
        number = max(range(int(short), context.anchor.year + 1, 100), default=0)
        return _edged(match, Found(edtf.month(number, code), "season", context.anchor_iso))
    which = fold(part(match, "which"))
    if of := part(match, "of"):
        value = edtf.month(context.anchor.year + _RELATIVE[fold(of)], code)
    else:
        value = _season_told(context, code, which)
    return _edged(match, Found(value, "season", context.anchor_iso))


def _edged(match: re.Match[str], found: Found) -> Found:
    """Early or late in a season: about it."""
    return found._replace(value=edtf.vague(found.value)) if part(match, "edge") else found


def _season_told(context: Context, code: int, which: str) -> str:
    anchor = context.anchor
    if anchor is None:
        return ""
    if which not in {"last", "this past", "next"}:
        return context.in_tense(calendar.seasons_towards(anchor, code))
    side = calendar.FUTURE if which == "next" else calendar.PAST
    running = calendar.season_at(anchor)
    if running.endswith(str(code)):
        return calendar.shift_season(running, side)
    middle = [(anchor.year + offset, code) for offset in (-2, -1, 0, 1)]
    covered = {value: edtf.bounds(value) for value in (edtf.month(year, number) for year, number in middle)}
    past = [value for value, days in covered.items() if days and days[1] < anchor]
    coming = [value for value, days in covered.items() if days and days[0] > anchor]
    return max(past, default="") if side == calendar.PAST else min(coming, default="")


def decade_name(match: re.Match[str], context: Context) -> Found:
    """The nineties: of the century before the publication's decade."""
    first = DECADES[fold(match["decade"])]
    this_year = 0 if context.anchor is None else context.anchor.year
    number = max(range(first, this_year + 1, 100), default=0)
    value = edtf.decade(number) if number else ""
    return Found(edtf.vague(value) if part(match, "edge") else value, "decade", context.anchor_iso)


def holiday(match: re.Match[str], context: Context) -> Found | None:
    """Christmas Day, Thanksgiving [1999], last Easter."""
    name = fold(match["holiday"]).replace("’", "'")
    if year := part(match, "year"):
        return Found(iso(calendar.HOLIDAYS[name](int(year))), "day")
    if context.anchor is None:
        return Found("", "day")
    which = fold(part(match, "which"))
    direction = {"last": calendar.PAST, "this past": calendar.PAST, "next": calendar.FUTURE}.get(
        which
    ) or context.direction()
    day = calendar.holiday_towards(context.anchor, name, direction)
    return Found(iso(day), "day", context.anchor_iso)


def holiday_weekend(match: re.Match[str], context: Context) -> Found | None:
    """The Easter weekend, Labor Day weekend 2017: the Saturday and Sunday beside the holiday."""
    found = holiday(match, context)
    covered = edtf.bounds(found.value) if found else None
    if covered is None:
        return Found("", "range")
    weekday = covered[0].weekday()
    saturday = _SATURDAY - weekday - (7 if weekday < _MIDDLE_OF_THE_WEEK else 0)
    first = calendar.shift_days(covered[0], saturday)
    last = first and calendar.shift_days(first, 1)
    return Found(edtf.interval(iso(first), iso(last)), "range", context.anchor_iso)


def new_year(_: re.Match[str], context: Context) -> Found:
    """In the new year: of the year that begins next or has just begun."""
    if context.anchor is None:
        return Found("", "year")
    year = context.anchor.year + (context.anchor.month > _MIDSUMMER)
    return Found(edtf.vague(edtf.year(year)), "year", context.anchor_iso)


def _holidays(names: Iterable[str]) -> str:
    return any_of(name.replace("'", "['’]") for name in names)


def _start(name: str) -> str:
    """The word that a holiday begins with."""
    return name.split(maxsplit=1)[0].split("'", maxsplit=1)[0].rstrip(".")


_HOLIDAY = _holidays(calendar.HOLIDAYS)
# A rule for each word that they begin with, which is small: in April and May all of them would be compiled for one.
_HOLIDAYS = {
    start: _holidays(name for name in calendar.HOLIDAYS if _start(name) == start)
    for start in dict.fromkeys(map(_start, calendar.HOLIDAYS))
}
_NEXT_HOLIDAY = heads.after(rf"(?:last|this past|this|next) (?:{any_of(_HOLIDAYS)})")
# What the first words of holidays' names go on with
HOLIDAY_WORDS = {
    first: "|".join(
        sorted(
            {rf"(?i:{re.escape(name.split()[1])})" for name in calendar.HOLIDAYS if name.split()[0] == first}
        )
    )
    for first in (
        "international",
        "good",
        "black",
        "independence",
        "martin",
        "election",
        "earth",
        "labor",
        "palm",
        "memorial",
    )
}
_STATED = r"(?:{year}|['’]?(?P<short>\d\d))"
_YEAR = r"(?:,? (?:of |in )?(?:{year}|(?P<which>this|last|next) year))?"

# fmt: off
RULES: tuple[Rule, ...] = (
    rule("fiscal quarter", ("fiscal",), r"fiscal[- ]{ordinal}[- ]quarter", fiscal),
    rule("fiscal quarter", _QUARTERS, r"(?:first|second|third|fourth|[1-4](?:st|nd|rd|th))[- ]quarter,? (?:of |in )?(?:its |the |their )?fiscal(?: year)?(?: {year})?", fiscal),
    rule("fiscal year", ("fiscal",), r"fiscal (?:year )?{year}", fiscal_year),
    rule("fiscal year", ("fy",), rf"(?-i:FY) ?{_STATED}", fiscal_year),
    rule("fiscal year", (heads.YEAR_NUMBER,), r"{year} (?:fiscal|financial) year", fiscal_year),
    rule("quarter", (heads.PERIOD_NUMBER,), rf"(?P<number>[1-4])(?-i:Q) ?{_STATED}", quarter),
    rule("quarter", ("q",), r"(?-i:Q)(?P<number>[1-4]) ?['’](?P<short>\d\d)", quarter),
    rule("half", (heads.PERIOD_NUMBER,), rf"(?P<number>[12])(?-i:H) ?{_STATED}", half),
    rule("half", ("h",), rf"(?-i:H)(?P<number>[12]) ?{_STATED}", half),
    rule("quarter", _QUARTERS, r"(?P<ordinal>first|second|third|fourth|[1-4](?:st|nd|rd|th))[- ]quarter" + _YEAR, quarter),
    rule("quarter", ("last", "final"), r"(?:last|final) quarter of {year}", last_quarter),
    rule("quarter", (heads.YEAR_NUMBER,), r"{year} (?P<ordinal>first|second|third|fourth) quarter", quarter),
    rule("quarter", ("last", "this", "next"), r"(?P<which>last|this|next) year['’]s (?P<ordinal>first|second|third|fourth) quarter", quarter),
    rule("quarter", (heads.YEAR_NUMBER,), r"{year} ?['’]s (?P<ordinal>first|second|third|fourth) quarter", quarter),
    rule("quarter", ("q",), r"(?-i:Q)(?P<number>[1-4])(?:,? (?:of )?{year})?", quarter),
    rule("half", ("first", "second"), r"(?P<ordinal>first|second)[- ]half of (?:{year}|(?P<which>this|last|next|the) year)", half),
    rule("season", tuple(SEASONS), r"{season},? (?:of |in )?(?:{year}|['’](?P<short>\d\d)(?!\d))", season),
    rule("season", tuple(SEASONS), r"{season} (?:of )?(?P<of>last|this|next) year", season),
    rule("season", ("last", "this", "next"), r"(?P<which>last|this past|this|next) {season}", season),
    rule("season", ("the",), r"the (?:(?P<edge>early|late) )?{season}(?: of (?:{year}|['’](?P<short>\d\d)|(?P<of>last|this|next) year))?(?! (?:of|in|from)\b|-[a-z])", season, heads.after("the", either="elsafw")),
    rule("decade", ("the",), r"the (?:(?P<edge>early|late|mid)[- ])?{decade}", decade_name, heads.after("the", either="elmtfsn")),
    *(rule("holiday weekend", (start,), rf"(?P<holiday>{names}) weekend(?:,? (?:of |in )?{{year}})?", holiday_weekend) for start, names in _HOLIDAYS.items()),
    rule("holiday weekend", ("last", "this", "next"), rf"(?P<which>last|this past|this|next) (?P<holiday>{_HOLIDAY}) weekend", holiday_weekend, _NEXT_HOLIDAY),
    rule("new year", ("the",), r"(?<=in\s)the new year(?! ?['’])", new_year, heads.after("the", either="n")),
    *(rule("holiday", (start,), rf"(?P<holiday>{names})(?:,? (?:of |in )?{{year}})?", holiday) for start, names in _HOLIDAYS.items()),
    rule("holiday", ("last", "this", "next"), rf"(?P<which>last|this past|this|next) (?P<holiday>{_HOLIDAY})", holiday, _NEXT_HOLIDAY),
)
# fmt: on
