"""Dates told from other dates of the text: the next day, two weeks earlier, 10 years after 2003."""

import re
from datetime import date

from summarize.dates import absolute, calendar, edtf, heads, years
from summarize.dates.absolute import part
from summarize.dates.calendar import FUTURE, PAST, iso
from summarize.dates.grammar import Context, Found, Rule, compile_pattern, rule
from summarize.dates.relative import QUANTITY_STARTS, fold, precision_of_unit, unit_of
from summarize.dates.vocabulary import LOOSE_COUNTS, count, month_number, weekday_number
from summarize.records import VAGUE

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
    **{f"{part} after": 1 for part in ("morning", "night", "evening")},
    **{f"{part} before": -1 for part in ("morning", "night", "evening")},
}
_YEARS_OF = {"decade": 10, "century": 100}
# Which year of the 1990s "five years later" counts from nobody said
_SMALLER = frozenset({"day", "week", "month", "quarter", "year"})
_EARLIER = frozenset({"earlier", "before", "previously", "prior to", "beforehand"})
# "after" and "before" tell of an event that follows; "later" and "earlier" of the date before them
_OF_AN_EVENT = frozenset({"after", "before", "prior to"})
# "the same day that he was named": the event dates it
_OF_ITS_EVENT = re.compile(r"\s+(?:that|as)\s")
# A date this many characters back is no longer what "the next day" counts from
_REACH = 800
_EVENT_REACH = 300
_NAMED_REACH = 60

# "for seven days after", "18 months to two years before" are durations, as is "over the next decade"
_LASTING = re.compile(
    r"\b(?:for|within|of|to|or|another|be|been|takes?|took|taken|lasted)\s+(?:(?:nearly|almost|about|around|some|over|more than|at least|up to)\s+)?$",
    re.IGNORECASE,
)
# "that" before a weekday is a demonstrative at the head of a sentence and after a preposition
_POINTS_BACK = re.compile(
    r"^\W*$|\b(?:on|of|by|until|till|since|before|after|from|later|earlier|early|late)\s+$", re.IGNORECASE
)
_OF_PRESENT = re.compile(r"\b(?:has|have)\b")
_SPANNING = re.compile(r"\b(?:over|for|within|throughout|during|in)\s+$", re.IGNORECASE)

_NAMED = (
    (r"\b{month} {day},? {year}", absolute.month_day),
    (r"\b{day} {month} {year}", absolute.month_day),
    (r"\b{month} {year}", absolute.month_year),
    (r"\b{month} {day}", absolute.month_day),
    (r"\b{day} {month}", absolute.month_day),
    (r"\b{year}", absolute.year_alone),
)


def following(match: re.Match[str], context: Context) -> Found | None:
    """Resolve "the next day", "the following month", "the same year", "that week"."""
    unit = unit_of(match["unit"]) if "unit" in match.re.groupindex else "day"
    step = _STEP[fold(match["step"])]
    if step == 0:
        return (
            Found("", precision_of_unit(unit))
            if _OF_ITS_EVENT.match(context.text, context.end)
            else _same(context, unit)
        )
    if (
        unit != "day"
        and fold(match["step"]) == "next"
        and _SPANNING.search(context.text[max(0, context.start - 12) : context.start])
    ):
        return Found("", "unknown", "", VAGUE)
    if step < 0 and unit == "year" and _OF_PRESENT.search(context.text, context.sentence[0], context.start):
        # "has been higher than in the previous year": whatever year the text told of before
        return Found("", precision_of_unit(unit))
    # "the previous year" is the one before this, where the text has not told of another
    before = context.anchor_iso if step < 0 and unit != "day" else ""
    return _told(_step(_origin(context, unit, _REACH) or before, unit, step), context)


def following_month(match: re.Match[str], context: Context) -> Found:
    """Resolve "the following January": the first one after the last date."""
    covered = edtf.bounds(_origin(context, "month", _REACH))
    if covered is None:
        return Found("", "month")
    month = month_number(match["month"])
    near = calendar.month_after if _STEP[fold(match["step"])] > 0 else calendar.month_before
    return Found(near(covered[0], month), "month", covered[0].isoformat())


def following_weekday(match: re.Match[str], context: Context) -> Found:
    """Resolve "the following Monday": the first one after the last day."""
    step = _STEP[fold(match["step"])]
    covered = edtf.bounds(_origin(context, "day", _REACH))
    beside = covered and calendar.shift_days(covered[1] if step > 0 else covered[0], step)
    if beside is None or covered is None or covered[0] != covered[1]:
        return Found("", "day")
    day = calendar.weekday_towards(beside, weekday_number(match["weekday"]), FUTURE if step > 0 else PAST)
    return Found(iso(day), "day", covered[0].isoformat())


def same_weekday(match: re.Match[str], context: Context) -> Found | None:
    """Resolve "that same Monday", "on that Monday": the one told before; "he said that Monday" is about another."""
    weekday = weekday_number(match["weekday"])
    if fold(match["step"]) == "that":
        if not _POINTS_BACK.search(context.text[context.sentence[0] : context.start]):
            return None
        day, end = context.memory.day, context.memory.day_end
        fits = bool(day) and date.fromisoformat(day).weekday() == weekday
    else:
        day, end = context.memory.weekdays.get(weekday, ("", -1))
        fits = bool(day)
    if not fits or context.start - end > _REACH:
        return Found("", "day")
    return Found(day, "day", day)


def before_that(match: re.Match[str], context: Context) -> Found | None:
    """Resolve "the month before" and "the year earlier"."""
    unit = unit_of(match["unit"])
    return _told(_step(_origin(context, unit, _REACH) or context.anchor_iso, unit, -1), context)


def same_period(match: re.Match[str], context: Context) -> Found:
    """Resolve "the same quarter last year", "the same month last year" and "the corresponding period a year ago"."""
    if match["unit"].lower() == "month":
        told = edtf.exact(context.memory.last)
        return _step(told if edtf.precision_of(told) == "month" else "", "month", -12)
    if match["unit"].lower() == "quarter" or context.memory.quarter:
        return _step(context.memory.quarter, "quarter", -4)
    return _step(context.anchor_iso, "year", -1)


def day_beside(match: re.Match[str], context: Context) -> Found | None:
    """Resolve "the day after", "the day before": of the last day; beside a date with a comma it is that date."""
    if restated := _restated(context):
        return restated
    if re.search(
        r"\b(?:in|during|of|later|years? to)\s+$",
        context.text[max(0, context.start - 12) : context.start],
        re.IGNORECASE,
    ):
        return None
    return _step(_origin(context, "day", _EVENT_REACH), "day", _STEP[fold(match["step"])])


def counted(match: re.Match[str], context: Context) -> Found | None:
    """Resolve "two weeks earlier", "three days later", "10 years after the 2003 war"."""
    way, unit, number = fold(match["way"]), unit_of(match["unit"]), count(match["count"])
    if fold(match["count"]) in LOOSE_COUNTS or number is None:
        return Found("", "unknown", "", VAGUE)
    steps = round(number) * (-1 if way in _EARLIER else 1)
    if unit in _YEARS_OF:
        unit, steps = "year", steps * _YEARS_OF[unit]
    if way in _OF_AN_EVENT:
        return (
            None
            if _LASTING.search(context.text[max(0, context.start - 24) : context.start])
            else _from_event(context, unit, steps)
        )
    if unit == "year" and steps == -1 and (context.memory.quarter or context.memory.fiscal):
        return year_ago(match, context)
    origin = _origin(context, unit, _REACH) or (context.anchor_iso if way == "earlier" else "")
    return _told(_step(origin, unit, steps), context)


def _told(found: Found, context: Context) -> Found:
    """Leave a date unresolved that lies ahead where the sentence tells of the past: it counts from another."""
    covered = edtf.bounds(found.value)
    ahead = covered and context.anchor and covered[0] > context.anchor and not _from_ahead(found, context)
    return Found("", found.precision) if ahead and context.direction() != FUTURE else found


def _from_ahead(found: Found, context: Context) -> bool:
    """Whether a day counts from one of its sentence that is to come: "they play on Tuesday, and again four days later"."""
    in_sentence = context.memory.previous_end > context.sentence[0]
    return in_sentence and found.precision == "day" and found.anchor > context.anchor_iso


def year_ago(_: re.Match[str], context: Context) -> Found:
    """Resolve "a year ago" and "year-earlier": the quarter of a year before, where the text is about a quarter."""
    if context.memory.fiscal:
        return Found("", "quarter")
    if context.memory.quarter:
        return _step(context.memory.quarter, "quarter", -4)
    return _step(context.anchor_iso, "year", -1)


def years_ago_on(match: re.Match[str], context: Context) -> Found | None:
    """Resolve "two years ago today", "a year ago this week", "a year ago on March 29", "a year ago Wednesday" (unresolved)."""
    number = count(match["count"])
    if context.anchor is None or number is None or number != int(number):
        return Found("", "day")
    year = context.anchor.year - int(number)
    if part(match, "month"):
        month, day = month_number(match["month"]), part(match, "day")
        if not day:
            return Found(edtf.month(year, month), "month", context.anchor_iso)
        return Found(
            iso(calendar.day_of(year, month, int(re.sub(r"\D", "", day)))), "day", context.anchor_iso
        )
    then = calendar.day_of(year, context.anchor.month, context.anchor.day) if year > 0 else None
    unit = part(match, "unit").lower() or "day"
    if then is None or part(match, "weekday"):
        return Found("", precision_of_unit(unit))
    return Found(calendar.containing(then, unit, 0), precision_of_unit(unit), context.anchor_iso)


def this_day(match: re.Match[str], context: Context) -> Found | None:
    """Resolve "on this day last year", "this day two years ago", "this day in 1989"."""
    if context.anchor is None:
        return Found("", "day")
    years = 1 if match["last"] else count(match["count"] or "")
    year = int(match["year"]) if match["year"] else context.anchor.year - int(years or 0)
    then = (
        calendar.day_of(year, context.anchor.month, context.anchor.day) if year > 0 and years != 0 else None
    )
    return Found(iso(then), "day", context.anchor_iso) if then else Found("", "day")


def _from_event(context: Context, unit: str, steps: int) -> Found | None:
    """Count from a date named with the event, from one before it in the sentence, or from the last one where it begins it.

    Elsewhere the event is dated by nothing that can be known: "a day after rumours spread".
    """
    if restated := _restated(context):
        return restated
    if known := _known(context):
        return known
    if named := _named_ahead(context):
        return _step(named, unit, steps)
    begins = not context.text[context.sentence[0] : context.start].strip("\"“`' \n\t")
    in_sentence = context.memory.previous_end > context.sentence[0]
    origin = _origin(context, unit, _EVENT_REACH) if begins or in_sentence else ""
    if not in_sentence and unit != "year" and edtf.precision_of(origin) != "day":
        # "a week after I arrived", in a text about 2004
        return Found("", precision_of_unit(unit))
    return _told(_step(origin, unit, steps), context)


def _restated(context: Context) -> Found | None:
    """The date before, of which "Nov. 3, the day before the vote" only says more."""
    memory = context.memory
    gap = context.text[memory.previous_end : context.start] if memory.previous_end >= 0 else ""
    if (
        gap.strip() not in {",", "--", "—", "–", "("}
        or not memory.day
        or edtf.exact(memory.last) != memory.day
    ):
        return None
    return Found(memory.day, "day", memory.day, "restated")


def _known(context: Context) -> Found | None:
    """The month or year before, of which "February 2018, two months after the vote" only says more."""
    memory = context.memory
    gap = context.text[memory.previous_end : context.start] if memory.previous_end >= 0 else ""
    precision = edtf.precision_of(memory.last)
    if gap.strip() != "," or precision not in {"month", "year"}:
        return None
    return Found(memory.last, precision, "", "restated")


def _named_ahead(context: Context) -> str:
    """A date named in the words that follow, up to the end of the clause."""
    ahead = re.split(r"[.;:()](?:\s|$)|,\s(?!\d{4})", context.text[context.end : context.end + _NAMED_REACH])[
        0
    ]
    limit = context.end + len(ahead)
    for pattern, resolve in _NAMED:
        match = compile_pattern(pattern).search(context.text, context.end, limit)
        if match and not (
            resolve is absolute.year_alone and years.year(context.text, match.start(), match.end())
        ):
            found = resolve(match, context)
            return found.value if found else ""
    return ""


def _same(context: Context, unit: str) -> Found:
    """That day, the same year: the last date, in the precision of the unit where it is finer."""
    value = edtf.exact(context.memory.last)
    if not value:
        return Found("", precision_of_unit(unit))
    whole = calendar.shift(value, unit, 0)
    if whole:
        return Found(whole, edtf.precision_of(whole), _first_day(value))
    near = edtf.vague(value)
    return Found(near, edtf.precision_of(near), _first_day(value))


def _step(origin: str, unit: str, number: int) -> Found:
    """Count so many units on from a date, in the precision of the coarser of the two."""
    if not origin or (unit in _SMALLER and edtf.precision_of(origin) in {"decade", "century"}):
        return Found("", precision_of_unit(unit))
    value = calendar.shift(origin, unit, number)
    if value:
        return Found(value, edtf.precision_of(value), _first_day(origin))
    # days after a month: some day about that time
    near = edtf.vague(edtf.exact(origin))
    return Found(near, edtf.precision_of(near), _first_day(origin))


def _origin(context: Context, unit: str, reach: int) -> str:
    """The date it counts from: the last day for days, the last date of any kind otherwise; "" if it is too far back."""
    memory = context.memory
    if unit == "day" and memory.day:
        return memory.day if context.start - memory.day_end <= reach else ""
    return edtf.exact(memory.last) if context.start - memory.previous_end <= reach else ""


def _first_day(value: str) -> str:
    covered = edtf.bounds(value)
    return "" if covered is None else covered[0].isoformat()


def period_told(match: re.Match[str], context: Context) -> Found | None:
    """Resolve "the latest quarter", "the year-ago period", "for the quarter", "for the year"."""
    unit, which = unit_of(match["unit"]), fold(match["which"] or "").replace(" ", "-")
    if unit == "period" and not (context.memory.quarter or which.startswith(("year", "latest"))):
        return None
    back = which.startswith(("year", "prior", "comparable", "corresponding"))
    if unit in {"quarter", "period"}:
        return (
            _step(context.memory.quarter, "quarter", -4 * back)
            if context.memory.quarter
            else Found("", "quarter")
        )
    if context.anchor is None:
        return Found("", precision_of_unit(unit))
    value = calendar.containing(context.anchor, unit, -1 if back else 0)
    return Found(value if unit == "week" else edtf.vague(value), precision_of_unit(unit), context.anchor_iso)


def quarter_of_year(match: re.Match[str], context: Context) -> Found:
    """Resolve "the 1988 quarter": the quarter the text is about, in that year."""
    year = int(match["year"])
    if context.memory.quarter:
        return Found(f"{year:04d}{context.memory.quarter[4:]}", "quarter")
    if match["unit"].lower() == "quarter":
        return Found("", "quarter")
    return Found(edtf.year(year), "year")


_UNITS = "(?P<unit>day|week|weekend|month|quarter|year|decade)"
_PART_OF_DAY = "(?:morning|afternoon|evening|night)"
_OLDER = "year[- ]ago|year[- ]earlier|prior[- ]year"

# fmt: off
RULES: tuple[Rule, ...] = (
    rule("before that", ("the",), r"the (?P<unit>week|month|year|quarter) (?:before|earlier)(?! (?:last|the|an?|he|she|it|they|his|her|its|their|that|this|(?-i:[A-Z]\w*))\b)", before_that, heads.after("the", either="wmyq")),
    rule("same period", ("the",), r"the (?:same|corresponding|comparable|similar) (?P<unit>quarter|period|month) (?:last year|(?:of |in )?(?:the )?(?:last|previous|prior) year|a year (?:ago|earlier|before))", same_period, heads.after("the", either="sc")),
    rule("step", ("the",), f"the (?P<step>next|following|same|very same|previous|preceding|prior) {_UNITS}(?! or (?:so|two|three)\\b)", following, heads.after("the", either="nfsvp")),
    rule("step", ("the",), f"the (?P<step>next|following|same|previous) {_PART_OF_DAY}", following, heads.after("the", either="nfsp")),
    rule("step to a month", ("the",), "the (?P<step>next|following|previous|preceding) {month}(?! \\d)", following_month, heads.after("the", either="nfp")),
    rule("step to a weekday", ("the",), "the (?P<step>next|following|previous|preceding) {weekday}(?! \\d)", following_weekday, heads.after("the", either="nfp")),
    rule("same weekday", ("the",), r"the (?P<step>same|very same) {weekday}(?:,? {partofday})?(?! \d)", same_weekday, heads.after("the", either="sv")),
    rule("same weekday", ("that",), r"(?P<step>that same|that) {weekday}(?:,? {partofday})?(?! \d)", same_weekday),
    rule("day beside", ("the",), "the (?P<step>(?:day|morning|night|evening) after|(?:day|morning|night|evening) before)(?! (?:tomorrow|yesterday|last(?! (?:(?-i:[A-Z])|week|month|year)))\\b)", day_beside, heads.after("the", either="dmne")),
    rule("step", ("that",), f"(?P<step>that same|that) {_UNITS}(?! (?:ended|ending|comes|arrives|(?:has|had) come)\\b)", following),
    rule("step", ("that",), f"(?P<step>that same|that) {_PART_OF_DAY}", following),
    rule("years ago on", QUANTITY_STARTS, r"{count} years? ago (?:on )?(?:today|this (?P<unit>week|month)|{weekday})", years_ago_on, heads.after("{count} years? ago")),
    rule("years ago on", QUANTITY_STARTS, r"{count} years? ago,? (?:on|in) {month}(?: {day})?(?!,? (?:of )?\d)", years_ago_on, heads.after("{count} years? ago")),
    rule("years ago on", ("this",), r"this (?:very |same )?day (?:(?P<last>last year)|{count} years? ago|in {year})", this_day),
    rule("year ago", ("a", "year"), r"(?:a )?year[- ](?:ago|earlier)(?![- ](?:quarter|period|third|second|first|fourth))", year_ago),
    rule("period told", ("year", "the"), rf"(?:the )?(?P<which>{_OLDER}) (?:(?:first|second|third|fourth)[- ])?(?P<unit>quarter|period)", period_told),
    rule("period told", ("the",), r"the (?P<which>latest|current|comparable|corresponding) (?P<unit>quarter|period)", period_told, heads.after("the", either="lc")),
    rule("period told", ("the",), r"(?<=for\s)the (?P<which>full )?(?P<unit>quarter|year|week(?! ended)|month(?! ended))(?! (?:before|after|earlier|later|ago|of|two|20\d\d|19\d\d|old|in which|when|that|ending)\b)", period_told, heads.after("the", either="fqywm")),
    rule("period told", ("the",), r"(?<=r\sin\s)the (?P<which>full )?(?P<unit>year|week|month)(?! (?:before|after|leading|to|up|since)\b)", period_told, heads.after("the", either="fywm")),
    rule("period told", ("the",), r"(?<=\Win\s|ing\s)the (?P<which>full )?(?P<unit>quarter)(?! (?:before|after|of)\b)", period_told, heads.after("the", either="fq")),
    rule("period of a year", (heads.YEAR_NUMBER,), r"{year} (?P<unit>quarter|period)", quarter_of_year),
    rule("counted from a date", QUANTITY_STARTS, r"{count}[- ](?P<unit>days?|weeks?|months?|years?|decades?|centur(?:y|ies))[- ](?P<way>earlier(?! (?:this|last)\b)|later(?! (?:this|than)\b)|after|before|previously|afterwards?|prior to|beforehand)", counted),
)
# fmt: on
