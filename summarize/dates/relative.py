"""Dates told from the moment of writing: yesterday, last month, two weeks ago."""

import re
from datetime import date

from summarize.dates import calendar, edtf, heads
from summarize.dates.absolute import NUMBER_WORD_STARTS, month_day, part
from summarize.dates.calendar import FUTURE, iso
from summarize.dates.grammar import Context, Found, Rule, rule
from summarize.dates.vocabulary import LOOSE_COUNTS, count, month_number
from summarize.records import VAGUE, Precision

QUANTITY_STARTS = (
    heads.NUMBER,
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
DEICTIC = {
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
WHICH = "(?P<which>last|past|this past|this coming|this|coming|upcoming|next)"
_THE_WHICH = "(?P<which>last|past|this past|this coming|this|coming|upcoming|next|previous|current|present)"
WHICH_STARTS = ("last", "past", "this", "coming", "upcoming", "next")
NIGHT = "(?:,? {partofday})?"
_TUESDAY, _SUNDAY = 1, 6
_MONTHS = {"month": 1, "quarter": 3}
_YEARS = {"year": 1, "decade": 10, "century": 100}
_OF_COMING = re.compile(r"\b(?:after|before|ahead of|for)\s+$", re.IGNORECASE)
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
    """Last week, this month, next year, the current quarter; inside a quotation, counted from when it was said."""
    unit, which = unit_of(match["unit"]), fold(match["which"])
    if _names_no_unit(unit, which, context):
        return None
    if _is_running(match, context, which):
        return _up_to_now(context, unit)
    precision = precision_of_unit(unit)
    said = context.spoken_in()
    if said is None:
        return Found("", precision)
    steps = -1 if unit == "weekend" and which == "this" and _just_over(context, said[0]) else DEICTIC[which]
    days = (_in_its_week(said[0], unit, which, context),) if said[0] == said[1] else said
    values = {calendar.containing(day, unit, steps) for day in days if day}
    value = values.pop() if len(values) == 1 else ""
    return Found(value, precision, iso(said[0]))


def _names_no_unit(unit: str, which: str, context: Context) -> bool:
    """Whether it is "on the last day", "in the last week of May", "the past decade and a half", "to this day" or "in this day and age"."""
    if which in {"last", "past"} and _AND_MORE.match(context.text, context.end):
        return True
    if (which, unit) == ("this", "day"):
        before = context.text[max(0, context.start - 4) : context.start]
        return bool(_TO.search(before) or _AND_AGE.match(context.text, context.end))
    return which == "last" and (unit == "day" or bool(_OF_A_WHOLE.match(context.text, context.end)))


_THE = re.compile(r"\bthe\s+$", re.IGNORECASE)
# "the last weekend", and "the last century", which is the one before this
_NAMES_OF_TIME = frozenset({("weekend", "last"), ("weekend", "past"), ("century", "last")})
_OF_A_WHOLE = re.compile(r"\s+of\b")
# "over the past decade and a half", "to this day"
_AND_MORE = re.compile(r"\s+(?:and a half|or (?:so|two|more))\b", re.IGNORECASE)
_AND_AGE = re.compile(r"\s+and\s+age\b", re.IGNORECASE)
_TO = re.compile(r"\bto\s+$", re.IGNORECASE)


def _is_running(match: re.Match[str], context: Context, which: str) -> bool:
    """Whether "the past week", "the last month" is the one that ends now, rather than the one before this."""
    if which not in {"last", "past"} or (fold(match["unit"]), which) in _NAMES_OF_TIME:
        return False
    the = _THE.search(context.text[max(0, context.start - 6) : context.start])
    return bool(the) and not _OF_A_WHOLE.match(context.text, context.end)


def _up_to_now(context: Context, unit: str) -> Found:
    """The seven days, the month, the year, up to the publication day."""
    now = context.anchor
    if now is None:
        return Found("", "range")
    days, years = (7, 0) if unit == "week" else (0, _YEARS.get(unit, 0))
    months = 12 * years + _MONTHS.get(unit, 0)
    number = now.year * 12 + now.month - 1 - months
    last_of_month = edtf.bounds(edtf.month(number // 12, number % 12 + 1)) if number >= 12 else None
    if last_of_month is None:
        return Found("", "range")
    first = calendar.shift_days(last_of_month[0], min(now.day, last_of_month[1].day) - 1 - days)
    return Found(edtf.interval(iso(first), now.isoformat()), "range", now.isoformat())


def _in_its_week(day: date, unit: str, which: str, context: Context) -> date | None:
    """The day; on a Sunday "last week" is the one that ends, and "this week", said before publication, the one that begins."""
    begins = unit == "week" and day.weekday() == _SUNDAY and (day != context.anchor or which == "last")
    return calendar.shift_days(day, 1) if begins else day


def _just_over(context: Context, anchor: date) -> bool:
    """Whether "this weekend" is the one before: told of the past on a Monday or Tuesday."""
    of_coming = _OF_COMING.search(context.text[max(0, context.start - 12) : context.start])
    return anchor.weekday() <= _TUESDAY and context.direction() < 0 and not of_coming


def deictic_month(match: re.Match[str], context: Context) -> Found:
    """Last March, this March, next March."""
    if context.anchor is None:
        return Found("", "month")
    number, which = month_number(match["month"]), DEICTIC[fold(match["which"])]
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
    which = DEICTIC[fold(match["which"])]
    years = [context.anchor.year + offset for offset in (-1, 0, 1)]
    days = [found for year in years if year > 0 and (found := calendar.day_of(year, month, day))]
    told = [found for found in days if which == 0 or (found - context.anchor).days * which > 0]
    value = calendar.nearest(context.anchor, told, calendar.UNTOLD)
    return Found(iso(value), "day", context.anchor_iso) if value else None


def in_relative_year(match: re.Match[str], context: Context) -> Found | None:
    """Last year's March; this year's third quarter is in `periods`."""
    if context.anchor is None:
        return Found("", "month")
    year = context.anchor.year + DEICTIC[fold(match["which"])]
    return Found(edtf.month(year, month_number(match["month"])), "month", context.anchor_iso)


def ago(match: re.Match[str], context: Context) -> Found:
    """Two weeks ago, a month ago, 10 years ago; in the precision of the unit."""
    unit = unit_of(match["unit"])
    anchor = context.spoken_on()
    if anchor is None:
        return Found("", precision_of_unit(unit))
    return _counted(anchor, match["count"], unit, -1)


def and_a_half_ago(match: re.Match[str], context: Context) -> Found:
    """A year and a half ago."""
    unit, anchor = unit_of(match["unit"]), context.spoken_on()
    if anchor is None:
        return Found("", precision_of_unit(unit))
    value = edtf.vague(shift_fraction(anchor, unit, -1.5))
    return Found(value, edtf.precision_of(value), iso(anchor))


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


def beyond(match: re.Match[str], context: Context) -> Found:
    """The week before last; the year after next."""
    unit = unit_of(match["unit"])
    if context.anchor is None:
        return Found("", precision_of_unit(unit))
    steps = -2 if fold(match["way"]) == "before last" else 2
    return Found(
        calendar.containing(context.anchor, unit, steps), precision_of_unit(unit), context.anchor_iso
    )


def weeks_from_named_day(match: re.Match[str], context: Context) -> Found | None:
    """A week today, two weeks tomorrow: of the coming; "it is a week today since" tells of another day."""
    anchor = context.spoken_on()
    if anchor is None:
        return Found("", "day")
    days = 7 * int(count(match["count"]) or 1) * (2 if "fortnight" in match["unit"].lower() else 1)
    ahead = context.direction() == FUTURE
    day = calendar.shift_days(anchor, days + _NAMED_DAYS[fold(match["name"])])
    return Found(iso(day), "day", iso(anchor)) if ahead else None


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
    months = (DEICTIC[told.lower()],) if told else (-1, 0, 1)
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
    found = context.in_tense(calendar.days_of_month(context.anchor, month, day))
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


# fmt: off
RULES: tuple[Rule, ...] = (
    rule("named day", ("today", "tonight", "yesterday", "tomorrow"), "(?P<name>today|tonight|yesterday|tomorrow)" + NIGHT, named_day),
    rule("named day", ("the",), "(?P<name>the day (?:before yesterday|after tomorrow))", named_day, heads.after("the", either="d")),
    rule("part of day", ("last",), "(?P<name>last night)", named_day),
    rule("part of day", ("this",), "this {partofday}", this_part_of_day),
    rule("clock and date", (heads.NUMBER, "noon", "midnight"), r"{clock}(?: {zone})?,? (?:on )?(?:{weekday},? )?{month} {day}(?:,? {year})?", month_day, heads.after("{clock}")),
    rule("clock and day", (heads.NUMBER, "noon", "midnight"), r"{clock}(?: {zone})? (?P<name>today|tonight|tomorrow|yesterday)", named_day, heads.after("{clock}")),
    rule("day told", WHICH_STARTS, WHICH + " {month} {day}", deictic_month_day),
    rule("month told", WHICH_STARTS, WHICH + " {month}(?! ?[0-9])", deictic_month),
    rule("month of a year", WHICH_STARTS, WHICH + " year['’]s {month}", in_relative_year),
    rule("unit told", (*WHICH_STARTS, "previous", "current", "present"), _THE_WHICH + r"(?: fiscal| calendar)? (?P<unit>day(?! or (?:so|two|three)\b)|week|weekend|month|quarter|year|decade|century)", deictic_unit),
    rule("weekend", ("the", "weekend"), r"(?:the )?weekend(?! (?:of|warrior|getaway))", weekend),
    rule("week of", ("the", "week"), r"(?:the )?week of {month} {day}(?:,? {year})?", week_of),
    rule("ago", QUANTITY_STARTS, r"{count}[- ]{unit}[- ](?:or (?:so|more) )?ago", ago),
    rule("ago", ("a", "an", "one"), r"(?:a|one) (?P<unit>year|month|week|decade|century) and a half ago", and_a_half_ago),
    rule("from now", QUANTITY_STARTS, r"{count} {unit} (?:from (?:now|today)|hence)", from_now),
    rule("in units", ("in",), r"in {count} (?P<unit>days?|weeks?|months?|years?|fortnights?)(?:['’]s? time|(?!['’]| (?:of|or|time|ago|later|earlier|before|after)))", in_units),
    rule("the one before last", ("the",), "the (?P<unit>week|weekend|month|quarter|year) (?P<way>before last|after next)", beyond, heads.after("the", either="wmqy")),
    rule("a week from today", QUANTITY_STARTS, r"(?P<count>an?|one|two|three) (?P<unit>weeks?|fortnight) (?:from )?(?P<name>today|tomorrow)(?! since)", weeks_from_named_day),
    rule("hours ago", QUANTITY_STARTS, r"{count} (?:hour|minute|second)s? (?:or so )?ago", hours_ago),
    rule("end of a period", ("the",), r"the (?P<edge>end|start|beginning|middle|close) of the (?P<unit>week|month|quarter|year|decade|century)", end_of_unit, heads.after("the", either="esbmc")),
    rule("end of a period", ("year",), r"(?P<unit>year)(?:['’]s)?[- ]end", end_of_unit),
    rule(VAGUE, ("now", "currently", "recently", "nowadays"), r"(?:now|currently|recently|nowadays)", vague),
    rule("day of the month", ("the",), r"the {day} of (?P<which>this|last|next) month", day_of_the_month, heads.after("the", heads.DIGITS)),
    rule("day of the month", ("the",), r"(?<=on\s)the {day}(?=[.;]|,(?! \d)| (?:and|but|he|she|they|it|the|to|in|at|when)\b)", day_of_the_month, heads.after("the", heads.DIGITS)),
    rule(VAGUE, ("the", "these"), r"(?:the (?:past|future|present|near future)|these days)(?! (?:\d|few|couple|several|decades?|centur|year|month|week|day|two|three|four|five|six|seven|eight|nine|ten|twe)|[- ]?tense)", vague),
)
# fmt: on
