"""Dates told from other dates of the text: the next day, two weeks earlier, a year after 2011."""

import re

from summarize.dates import calendar, edtf
from summarize.dates.grammar import Context, Found, Rule, rule
from summarize.dates.relative import QUANTITY_STARTS, fold, precision_of_unit, unit_of
from summarize.dates.vocabulary import LOOSE_COUNTS, count

_STEP = {
    "next": 1,
    "following": 1,
    "day after": 1,
    "same": 0,
    "that": 0,
    "that same": 0,
    "very same": 0,
    "previous": -1,
    "preceding": -1,
    "prior": -1,
    "day before": -1,
}


def following(match: re.Match[str], context: Context) -> Found | None:
    """The next day, the following month, the same year, that week, the day before."""
    unit = unit_of(match["unit"]) if "unit" in match.re.groupindex else "day"
    return _step(context, unit, _STEP[fold(match["step"])])


def counted(match: re.Match[str], context: Context) -> Found | None:
    """Two weeks earlier, three days later, 10 years after the war."""
    sign = (
        -1
        if fold(match["way"])
        in {"earlier", "before", "previously", "prior to", "beforehand", "ahead of", "sooner"}
        else 1
    )
    unit = unit_of(match["unit"])
    number = count(match["count"])
    if fold(match["count"]) in LOOSE_COUNTS or number is None:
        return Found("", "unknown", "", "vague reference")
    return _step(context, unit, round(number) * sign)


def _step(context: Context, unit: str, number: int) -> Found:
    """So many units on from the last date told, in the precision of the coarser of the two."""
    origin = _origin(context, unit)
    if not origin:
        return Found("", precision_of_unit(unit))
    value = calendar.shift(origin, unit, number)
    if value:
        return Found(value, edtf.precision_of(value), _first_day(origin))
    if number == 0:
        return Found(origin, edtf.precision_of(origin), _first_day(origin))
    # days after a month: some day of that time
    near = edtf.vague(edtf.exact(origin))
    return Found(near, edtf.precision_of(near), _first_day(origin))


def _origin(context: Context, unit: str) -> str:
    """The date it counts from: the last day for days and weeks, the last date of any kind otherwise."""
    memory = context.memory
    if unit == "quarter" and memory.quarter:
        return memory.quarter
    if unit == "day" and memory.day:
        return memory.day
    return edtf.exact(memory.last)


def _first_day(value: str) -> str:
    covered = edtf.bounds(value)
    return "" if covered is None else covered[0].isoformat()


_UNITS = "(?P<unit>day|week|weekend|month|quarter|year|decade)"
_PART = "(?:morning|afternoon|evening|night)"

RULES: tuple[Rule, ...] = (
    rule(
        "step",
        ("the",),
        f"the (?P<step>next|following|same|very same|previous|preceding|prior) {_UNITS}",
        following,
    ),
    rule("step", ("the",), f"the (?P<step>next|following|same|previous) {_PART}", following),
    rule("step", ("the",), r"the (?P<step>day after|day before)", following),
    rule("step", ("that",), f"(?P<step>that same|that) {_UNITS}(?! (?:ended|ending))", following),
    rule("step", ("that",), f"(?P<step>that same|that) {_PART}", following),
    rule(
        "counted from a date",
        QUANTITY_STARTS,
        r"{count}[- ](?P<unit>days?|weeks?|months?|years?|decades?|centur(?:y|ies))[- ](?P<way>earlier|later|after|before|previously|afterwards?|prior to|beforehand)",
        counted,
    ),
)
