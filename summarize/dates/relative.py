"""Dates told from the moment of writing: weekdays, yesterday, last month, two weeks ago."""

import re
from datetime import date

from summarize.dates import calendar, edtf
from summarize.dates.absolute import NUMBER_WORD_STARTS, WEEKDAY_STARTS, month_day, part
from summarize.dates.calendar import FUTURE, PAST, iso
from summarize.dates.grammar import NUMBER, Context, Found, Rule, rule
from summarize.dates.vocabulary import LOOSE_COUNTS, count, month_number, weekday_number
from summarize.records import VAGUE, Precision

QUANTITY_STARTS = (
    NUMBER,
    *NUMBER_WORD_STARTS,
    "a",
    "an",
    "half",
    "several",
    "few",
    "some",
    "many",
    "couple",
    "dozens",
)
_DEICTIC = {
    "last": -1,
    "past": -1,
    "this past": -1,
    "previous": -1,
    "this": 0,
    "current": 0,
    "present": 0,
    "the current": 0,
    "this coming": 1,
    "coming": 1,
    "upcoming": 1,
    "next": 1,
}
_UNIT_PRECISION: dict[str, Precision] = {
    "day": "day",
    "week": "week",
    "weekend": "range",
    "fortnight": "week",
    "month": "month",
    "quarter": "quarter",
    "season": "season",
    "year": "year",
    "decade": "decade",
    "century": "century",
}


def unit_of(word: str) -> str:
    """The unit's singular."""
    name = word.lower()
    return "century" if name.startswith("centur") else name.rstrip("s")


def precision_of_unit(unit: str) -> Precision:
    """The precision of a date that is told in the unit."""
    return _UNIT_PRECISION[unit]


def fold(words: str) -> str:
    """Lower case, one space between words."""
    return " ".join(words.lower().split())


def weekday_alone(match: re.Match[str], context: Context) -> Found:
    """Wednesday; the tense decides past or coming; the weekday of publication is that day."""
    if context.anchor is None:
        return Found("", "day")
    before = context.text[max(0, context.start - 60) : context.start]
    if _ONCE_PLANNED.search(before):
        return Found("", "day", "", "once planned")
    direction = context.direction()
    if direction == PAST and _ENDING.search(before):
        return Found("", "day", "", "past or coming")
    day = calendar.weekday_towards(context.anchor, weekday_number(match["weekday"]), direction)
    return Found(iso(day), "day", context.anchor_iso, "coming" if direction == FUTURE else "past")


# "originally planned for Monday": may be over, may be to come
_ONCE_PLANNED = re.compile(
    r"\b(?:(?:originally|initially|first|previously)(?:,? been)?|had(?: originally| initially)? been) "
    r"(?:planned|scheduled|set|due|expected|slated|meant|supposed)\b[^.,;]{0,25}$",
    re.IGNORECASE,
)


# "walked out for a 48-hour strike ending Thursday": the verb of the sentence does not tell
_ENDING = re.compile(
    r"(?<!week )(?<!weeks )\b(?:ending|beginning|starting|opening)\s+(?:on\s+)?$", re.IGNORECASE
)


def weekday_range(match: re.Match[str], context: Context) -> Found:
    """Sunday to Wednesday: the nearest such days; the second follows the first."""
    if context.anchor is None:
        return Found("", "range")
    first, last = weekday_number(match["weekday"]), weekday_number(match["weekday2"])
    end = calendar.weekday_towards(context.anchor, last, context.direction())
    begin = end and calendar.shift_days(end, -((last - first) % 7 or 7))
    return Found(edtf.interval(iso(begin), iso(end)), "range", context.anchor_iso)


def weekday_told(match: re.Match[str], context: Context) -> Found:
    """Last Friday: before the publication day; next Friday: of next week; this Friday: of this week."""
    if context.anchor is None:
        return Found("", "day")
    anchor, weekday = context.anchor, weekday_number(match["weekday"])
    which = _DEICTIC[fold(match["which"])]
    if which < 0:
        before = calendar.shift_days(anchor, -1)
        day = before and calendar.weekday_towards(before, weekday, calendar.PAST)
    elif which == 0:
        day = calendar.weekday_towards(
            anchor, weekday, FUTURE if context.direction() == FUTURE else calendar.PAST
        )
        if context.direction() > calendar.PAST:
            day = calendar.weekday_towards(anchor, weekday, FUTURE)
    elif fold(match["which"]) == "next":
        after = calendar.shift_days(anchor, 1)
        day = after and calendar.weekday_towards(after, weekday, FUTURE)
    else:
        day = calendar.weekday_towards(anchor, weekday, FUTURE)
    return Found(iso(day), "day", context.anchor_iso)


def weekday_of_week(match: re.Match[str], context: Context) -> Found:
    """Tuesday of last week; Tuesday last week; Tuesday next week."""
    if context.anchor is None:
        return Found("", "day")
    weeks = _DEICTIC[fold(match["which"])]
    day = calendar.weekday_of_week(context.anchor, weekday_number(match["weekday"]), weeks)
    return Found(iso(day), "day", context.anchor_iso)


def week_from_weekday(match: re.Match[str], context: Context) -> Found:
    """A week ago Tuesday; a week from Friday."""
    if context.anchor is None:
        return Found("", "day")
    ahead = match["way"].lower() == "from"
    day = calendar.weekday_towards(
        context.anchor, weekday_number(match["weekday"]), FUTURE if ahead else calendar.PAST
    )
    weeks = int(count(match["count"]) or 1)
    return Found(
        iso(day and calendar.shift_days(day, 7 * weeks * (1 if ahead else -1))), "day", context.anchor_iso
    )


_NAMED_DAYS = {
    "today": 0,
    "tonight": 0,
    "yesterday": -1,
    "tomorrow": 1,
    "the day after tomorrow": 2,
    "the day before yesterday": -2,
    "last night": -1,
}


def named_day(match: re.Match[str], context: Context) -> Found:
    """Today, yesterday, tomorrow; inside a quotation, counted from the day it was said."""
    anchor = context.spoken_on()
    if anchor is None:
        return Found("", "day")
    return Found(iso(calendar.shift_days(anchor, _NAMED_DAYS[fold(match["name"])])), "day", iso(anchor))


def this_part_of_day(_: re.Match[str], context: Context) -> Found:
    """This morning, this evening."""
    anchor = context.spoken_on()
    return Found(iso(anchor), "day", iso(anchor))


def deictic_unit(match: re.Match[str], context: Context) -> Found | None:
    """Last week, this month, next year, the current quarter."""
    unit = unit_of(match["unit"])
    precision = precision_of_unit(unit)
    if context.anchor is None:
        return Found("", precision)
    value = calendar.containing(context.anchor, unit, _DEICTIC[fold(match["which"])])
    return Found(value, precision if value else "unknown", context.anchor_iso)


def deictic_month(match: re.Match[str], context: Context) -> Found:
    """Last March, this March, next March."""
    if context.anchor is None:
        return Found("", "month")
    number, which = month_number(match["month"]), _DEICTIC[fold(match["which"])]
    if which == 0:
        value = edtf.month(context.anchor.year, number)
    else:
        value = (calendar.month_before if which < 0 else calendar.month_after)(context.anchor, number)
    return Found(value, "month", context.anchor_iso)


def deictic_month_day(match: re.Match[str], context: Context) -> Found | None:
    """Last Oct. 23; next May 1."""
    month, day = month_number(match["month"]), int(re.sub(r"\D", "", match["day"]))
    if context.anchor is None:
        return Found("", "day")
    which = _DEICTIC[fold(match["which"])]
    years = [context.anchor.year + offset for offset in (-1, 0, 1)]
    days = [found for year in years if year > 0 and (found := calendar.day_of(year, month, day))]
    told = [found for found in days if which == 0 or (found - context.anchor).days * which > 0]
    value = calendar.nearest(context.anchor, told, calendar.UNTOLD)
    return Found(iso(value), "day", context.anchor_iso) if value else None


def in_relative_year(match: re.Match[str], context: Context) -> Found | None:
    """Last year's March; this year's third quarter is in `periods`."""
    if context.anchor is None:
        return Found("", "month")
    year = context.anchor.year + _DEICTIC[fold(match["which"])]
    return Found(edtf.month(year, month_number(match["month"])), "month", context.anchor_iso)


def ago(match: re.Match[str], context: Context) -> Found:
    """Two weeks ago, a month ago, 10 years ago; in the precision of the unit."""
    unit = unit_of(match["unit"])
    anchor = context.spoken_on()
    if anchor is None:
        return Found("", precision_of_unit(unit))
    return _counted(anchor, match["count"], unit, -1)


def from_now(match: re.Match[str], context: Context) -> Found:
    """Two weeks from now."""
    unit = unit_of(match["unit"])
    if context.anchor is None:
        return Found("", precision_of_unit(unit))
    return _counted(context.anchor, match["count"], unit, 1)


def in_units(match: re.Match[str], context: Context) -> Found | None:
    """In two weeks: a date where the sentence looks ahead, a duration otherwise."""
    if _FIRST_IN_YEARS.search(context.text[max(0, context.start - 70) : context.start]):
        return None
    return from_now(match, context) if context.direction() == FUTURE else None


# "the first election in 50 years"
_FIRST_IN_YEARS = re.compile(
    r"\b(?:first|only|\w+est|most|record|time|once|twice|times)\b[^.;:]{0,60}$", re.IGNORECASE
)


def _counted(anchor: date, words: str, unit: str, sign: int) -> Found:
    """So many units before or after the anchor."""
    if fold(words) in LOOSE_COUNTS or (number := count(words)) is None:
        return Found("", "unknown", iso(anchor), VAGUE)
    whole = number == int(number)
    value = shift_fraction(anchor, unit, number * sign)
    return Found(value if whole else edtf.vague(value), edtf.precision_of(value), iso(anchor))


def shift_fraction(anchor: date, unit: str, number: float) -> str:
    """Units on from a day; halves are counted in the next smaller unit."""
    smaller = {
        "year": ("month", 12),
        "month": ("week", 4),
        "week": ("day", 7),
        "decade": ("year", 10),
        "century": ("year", 100),
    }
    if number != int(number) and unit in smaller:
        name, times = smaller[unit]
        return calendar.containing(anchor, name, round(number * times))
    if unit in {"decade", "century"}:
        return calendar.containing(anchor, "year", int(number) * (10 if unit == "decade" else 100))
    return calendar.containing(anchor, unit, int(number))


def hours_ago(_: re.Match[str], context: Context) -> Found:
    """Three hours ago: about the publication day."""
    return Found(edtf.vague(context.anchor_iso), "day", context.anchor_iso)


def weekend(_: re.Match[str], context: Context) -> Found:
    """The weekend."""
    if context.anchor is None:
        return Found("", "range")
    return Found(calendar.latest_weekend(context.anchor, context.direction()), "range", context.anchor_iso)


def day_of_the_month(match: re.Match[str], context: Context) -> Found | None:
    """On the 15th; the 15th of last month."""
    if context.anchor is None:
        return Found("", "day")
    day = int(re.sub(r"\D", "", match["day"]))
    told = part(match, "which")
    months = (_DEICTIC[told.lower()],) if told else (-1, 0, 1)
    numbers = [context.anchor.year * 12 + context.anchor.month - 1 + offset for offset in months]
    days = [found for number in numbers if (found := calendar.day_of(number // 12, number % 12 + 1, day))]
    value = calendar.nearest(context.anchor, days, context.direction())
    return Found(iso(value), "day", context.anchor_iso) if value else None


def week_of(match: re.Match[str], context: Context) -> Found | None:
    """The week of March 6."""
    month, day = month_number(match["month"]), int(re.sub(r"\D", "", match["day"]))
    if year := part(match, "year"):
        found = calendar.day_of(int(year), month, day)
        return Found(edtf.week(found), "week") if found else None
    if context.anchor is None:
        return Found("", "week")
    found = calendar.day_of_month(context.anchor, month, day, context.direction())
    return Found(edtf.week(found), "week", context.anchor_iso) if found else None


def end_of_unit(match: re.Match[str], context: Context) -> Found | None:
    """The end of the month; year-end: of the running one, approximately."""
    unit = unit_of(match["unit"])
    if context.anchor is None:
        return Found("", precision_of_unit(unit))
    value = calendar.containing(context.anchor, unit, -1 if _is_over(match, context, context.anchor) else 0)
    return Found(edtf.vague(value) if unit != "week" else value, precision_of_unit(unit), context.anchor_iso)


def _is_over(match: re.Match[str], context: Context, anchor: date) -> bool:
    """Whether the end of the unit before is meant: "closed at year-end", told in January."""
    of_end = not part(match, "edge") or part(match, "edge").lower() in {"end", "close"}
    running = edtf.bounds(calendar.containing(anchor, unit_of(match["unit"]), 0))
    if not of_end or running is None or context.direction() >= 0:
        return False
    if _TOWARDS.search(context.text[max(0, context.start - 10) : context.start]):
        return False
    return (anchor - running[0]) < (running[1] - running[0]) / 2


_TOWARDS = re.compile(r"\b(?:by|until|till|before|through|for)\s+$", re.IGNORECASE)


def vague(_: re.Match[str], __: Context) -> Found:
    """Now, recently, in the past: expressions of time that name no date."""
    return Found("", "unknown")


_WHICH = "(?P<which>last|past|this past|this coming|this|coming|upcoming|next)"
_THE_WHICH = "(?P<which>last|past|this past|this coming|this|coming|upcoming|next|previous|current|present)"
_WHICH_STARTS = ("last", "past", "this", "coming", "upcoming", "next")
_NIGHT = "(?:,? {partofday})?"

# fmt: off
RULES: tuple[Rule, ...] = (
    rule("named day", ("today", "tonight", "yesterday", "tomorrow"), "(?P<name>today|tonight|yesterday|tomorrow)" + _NIGHT, named_day),
    rule("named day", ("the",), "(?P<name>the day (?:before yesterday|after tomorrow))", named_day),
    rule("part of day", ("last",), "(?P<name>last night)", named_day),
    rule("part of day", ("this",), "this {partofday}", this_part_of_day),
    rule("weekdays", ("between",), "between {weekday} and {weekday2}", weekday_range),
    rule("weekday of a week", WEEKDAY_STARTS, "{weekday}" + _NIGHT + "(?: of)? " + _WHICH + " week", weekday_of_week),
    rule("weekdays", WEEKDAY_STARTS, "{weekday}(?:,? {partofday})?{to}{weekday2}(?:,? {partofday2})?", weekday_range),
    rule("weekday", WEEKDAY_STARTS, "{weekday}" + _NIGHT, weekday_alone),
    rule("weekday", WEEKDAY_STARTS, r"(?P<weekday>(?-i:Tues|Weds?|Thurs?|Fri)\b\.?)" + _NIGHT, weekday_alone),
    rule("clock and weekday", (NUMBER, "noon", "midnight"), r"{clock}(?: {zone})?,? (?:on )?{weekday}(?!,? (?:\d|{month}))", weekday_alone),
    rule("clock and date", (NUMBER, "noon", "midnight"), r"{clock}(?: {zone})?,? (?:on )?(?:{weekday},? )?{month} {day}(?:,? {year})?", month_day),
    rule("clock and day", (NUMBER, "noon", "midnight"), r"{clock}(?: {zone})? (?P<name>today|tonight|tomorrow|yesterday)", named_day),
    rule("weekday told", _WHICH_STARTS, _WHICH + " {weekday}" + _NIGHT, weekday_told),
    rule("day told", _WHICH_STARTS, _WHICH + " {month} {day}", deictic_month_day),
    rule("month told", _WHICH_STARTS, _WHICH + " {month}(?! ?[0-9])", deictic_month),
    rule("month of a year", _WHICH_STARTS, _WHICH + " year['’]s {month}", in_relative_year),
    rule("unit told", (*_WHICH_STARTS, "previous", "current", "present"), _THE_WHICH + "(?: fiscal| calendar)? (?P<unit>day|week|weekend|month|quarter|year|decade|century)", deictic_unit),
    rule("weekend", ("the", "weekend"), r"(?:the )?weekend(?! (?:of|warrior|getaway))", weekend),
    rule("week of", ("the", "week"), r"(?:the )?week of {month} {day}(?:,? {year})?", week_of),
    rule("a week from a weekday", QUANTITY_STARTS, r"(?P<count>an?|one|two|three) weeks? (?P<way>ago|from) (?:on |last |next )?{weekday}", week_from_weekday),
    rule("ago", QUANTITY_STARTS, r"{count}[- ]{unit}[- ](?:or (?:so|more) )?ago", ago),
    rule("from now", QUANTITY_STARTS, r"{count} {unit} (?:from (?:now|today)|hence)", from_now),
    rule("in units", ("in",), r"in {count} (?P<unit>days?|weeks?|months?|years?)(?!['’]| (?:of|or|time|ago|later|earlier|before|after))", in_units),
    rule("hours ago", QUANTITY_STARTS, r"{count} (?:hour|minute|second)s? (?:or so )?ago", hours_ago),
    rule("end of a period", ("the",), r"the (?P<edge>end|start|beginning|middle|close) of the (?P<unit>week|month|quarter|year|decade|century)", end_of_unit),
    rule("end of a period", ("year",), r"(?P<unit>year)(?:['’]s)?[- ]end", end_of_unit),
    rule(VAGUE, ("now", "currently", "recently", "nowadays"), r"(?:now|currently|recently|nowadays)", vague),
    rule("day of the month", ("the",), r"the {day} of (?P<which>this|last|next) month", day_of_the_month),
    rule("day of the month", ("the",), r"(?<=on\s)the {day}(?=[.;]|,(?! \d)| (?:and|but|he|she|they|it|the|to|in|at|when)\b)", day_of_the_month),
    rule(VAGUE, ("the", "these"), r"(?:the (?:past|future|present|near future)|these days)(?! (?:\d|few|couple|several|decades?|centur|year|month|week|day|two|three|four|five|six|seven|eight|nine|ten|twe)|[- ]?tense)", vague),
)
# fmt: on
