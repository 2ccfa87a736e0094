"""Weekdays: Wednesday, last Friday, Tuesday of last week, Friday week, the first Monday in May."""

import re
from datetime import date

from summarize.dates import calendar, edtf, heads, tense
from summarize.dates.absolute import WEEKDAY_STARTS, part
from summarize.dates.calendar import FUTURE, PAST, UNTOLD, Direction, iso
from summarize.dates.grammar import Context, Found, Rule, rule
from summarize.dates.relative import DEICTIC, NIGHT, QUANTITY_STARTS, WHICH, WHICH_STARTS, fold
from summarize.dates.vocabulary import count, month_number, ordinal, weekday_number

# "originally planned for Monday": may be over, may be to come
_ONCE_PLANNED = re.compile(
    r"\b(?:(?:originally|initially|first|previously)(?:,? been)?|had(?: originally| initially)? been) "
    r"(?:planned|scheduled|set|due|expected|slated|meant|supposed)\b[^.,;]{0,25}$",
    re.IGNORECASE,
)
# "was due to dock on Tuesday but lost power"
_WAS_DUE = re.compile(r"\b(?:was|were) (?:due|scheduled|set|expected|supposed|meant) to\b[^.,;]{0,40}$")
_BUT = re.compile(r",?\s+but\b")
# "walked out for a 48-hour strike ending Thursday": the verb of the sentence does not tell
_ENDING = re.compile(
    r"(?<!week )(?<!weeks )\b(?:ending|beginning|starting|opening)\s+(?:on\s+)?$", re.IGNORECASE
)
# "Tuesday's planned demonstrations"
_PLANNED = re.compile(
    r"\s?['’]s\s+(?:(?:planned|scheduled|expected|upcoming|coming)\b|\w+\s+(?:should\s+|must\s+)?(?:go\s+ahead|take\s+place|proceed)\b)",
    re.IGNORECASE,
)
# "hoping for a delay of Friday's debate"
_DELAY_SOUGHT = re.compile(
    r"\b(?:seek|sought|hop(?:e|es|ed|ing)\s+for|ask(?:s|ed|ing)?\s+for|call(?:s|ed|ing)?\s+for|demand|want)\w*\s+(?:an?\s+|the\s+)?"
    r"(?:delay|postponement|cancellation|boycott)\s+of\s+$"
    r"|\b(?:to|would|could|should|will|must)\s+(?:delay|postpone|reschedule|cancel|skip|boycott|push\s+back|go\s+ahead\s+with|proceed\s+with)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
# "will get the bill signed by Monday"
_WILL_BY = re.compile(r"\b(?:will|shall|must|should)\b[^,.;:]*\bby\s+$", re.IGNORECASE)
_AHEAD_OF = re.compile(r"\bahead\s+of\s+(?:the\s+)?$", re.IGNORECASE)
# "born on a Sunday": any, "on the Sunday": of a week told; "a Sunday rally" is a certain one
_ANY = re.compile(r"(?:\b(?:on|of|one|was|is)\s+an?|\bone|\bon\s+the)\s+$", re.IGNORECASE)
_NOTHING_NAMED = re.compile(
    r"\s*(?:[.,;:!?)\"”]|$)|\s+(?:in|at|when|and|or|but|after|before|to|with|for|by|that|who|as|because|he|she|they|it|is|was)\b"
)


def weekday_alone(match: re.Match[str], context: Context) -> Found:
    """Wednesday; the tense decides past or coming; the weekday of publication (of speaking, in a quotation) is that day."""
    anchor = context.spoken_on()
    if anchor is None:
        return Found("", "day")
    before = context.text[max(0, context.start - 60) : context.start]
    number, direction = weekday_number(match["weekday"]), _direction(context)
    if why := _why_unknown(context, before, (anchor.weekday() - number) % 7, direction):
        return Found("", "day", "", why)
    if direction < 0 and _has_begun_elsewhere(before, number, anchor):
        return Found(iso(calendar.shift_days(anchor, 1)), "day", anchor.isoformat(), "past")
    if _PLANNED.match(context.text, context.end) or _DELAY_SOUGHT.search(before) or _WILL_BY.search(before):
        direction = FUTURE
    day = calendar.weekday_towards(anchor, number, direction)
    note = "coming" if direction == FUTURE else "past"
    return Found(iso(_after_day_of_sentence(day, number, before, context)), "day", anchor.isoformat(), note)


def _after_day_of_sentence(day: date | None, weekday: int, before: str, context: Context) -> date | None:
    """The day; in "they met on Monday ahead of Tuesday's vote", the first such weekday after the one before it."""
    told = edtf.bounds(context.memory.day)
    in_sentence = told and context.memory.day_end > context.sentence[0] and _AHEAD_OF.search(before)
    if not in_sentence or not told or day is None or day > told[0]:
        return day
    after = calendar.shift_days(told[0], 1)
    return after and calendar.weekday_towards(after, weekday, FUTURE)


def _why_unknown(context: Context, before: str, days_ago: int, direction: Direction) -> str:
    """Why the words around a weekday leave open which one it is; "" where they do not."""
    if _ONCE_PLANNED.search(before):
        return "once planned"
    # told of yesterday, or of what came otherwise: neither that it happened, nor that it is to come
    if _WAS_DUE.search(before) and (days_ago == 1 or _BUT.match(context.text, context.end)):
        return "once planned"
    if _ANY.search(before) and _NOTHING_NAMED.match(context.text, context.end):
        return "any"
    return "past or coming" if direction == PAST and _ENDING.search(before) else ""


def _direction(context: Context) -> Direction:
    """The tense; the present ("on Tuesday we vote") looks ahead; in a quotation, its own words tell."""
    if tense.is_of_present_verb(context.text[context.sentence[0] : context.start]):
        return FUTURE
    quotation = context.quotation()
    if quotation is None and (told := context.direction()) != UNTOLD:
        return told
    first, last = quotation or context.sentence
    before = context.text[first : context.start]
    after = context.text[context.end : last] if quotation else ""
    if tense.is_present(before, after) and (quotation is None or tense.direction(before, after) == UNTOLD):
        return FUTURE
    return context.direction()


def _has_begun_elsewhere(before: str, weekday: int, anchor: date) -> bool:
    """Whether "exploded early Sunday" is of the day after publication, which has begun where it happened."""
    return (weekday - anchor.weekday()) % 7 == 1 and before.rstrip().lower().endswith(("early", "early on"))


def weekday_range(match: re.Match[str], context: Context) -> Found:
    """Sunday to Wednesday: the nearest such days, or those that have begun; the second follows the first."""
    if context.anchor is None:
        return Found("", "range")
    first, last = weekday_number(match["weekday"]), weekday_number(match["weekday2"])
    days = (last - first) % 7 or 7
    direction = context.direction()
    running = direction == UNTOLD and (context.anchor.weekday() - first) % 7 <= days
    end = calendar.weekday_towards(context.anchor, last, FUTURE if running else direction)
    begin = end and calendar.shift_days(end, -days)
    return Found(edtf.interval(iso(begin), iso(end)), "range", context.anchor_iso)


def weekday_told(match: re.Match[str], context: Context) -> Found:
    """Last Friday: before the publication day; next Friday: of next week; this Friday: of this week."""
    anchor = context.spoken_on()
    if anchor is None:
        return Found("", "day")
    weekday, which = weekday_number(match["weekday"]), fold(match["which"])
    day = _told(anchor, weekday, which, context.direction())
    return Found(iso(day), "day", anchor.isoformat())


def _told(anchor: date, weekday: int, which: str, direction: Direction) -> date | None:
    if DEICTIC[which] < 0:
        before = calendar.shift_days(anchor, -1)
        return before and calendar.weekday_towards(before, weekday, PAST)
    if which == "next":
        after = calendar.shift_days(anchor, 1)
        # on a Wednesday "next Friday" is of this week for some and of the next for others
        return after and (
            None if weekday > anchor.weekday() else calendar.weekday_towards(after, weekday, FUTURE)
        )
    # on a Wednesday "this Friday" is to come, whatever the tense
    to_come = which == "this" and weekday > anchor.weekday()
    ahead = DEICTIC[which] > 0 or direction > PAST or to_come
    return calendar.weekday_towards(anchor, weekday, FUTURE if ahead else PAST)


def weekday_of_week(match: re.Match[str], context: Context) -> Found:
    """Tuesday of last week; Tuesday last week; Tuesday next week."""
    if context.anchor is None:
        return Found("", "day")
    weeks = DEICTIC[fold(match["which"])]
    day = calendar.weekday_of_week(context.anchor, weekday_number(match["weekday"]), weeks)
    return Found(iso(day), "day", context.anchor_iso)


def week_from_weekday(match: re.Match[str], context: Context) -> Found | None:
    """A week ago Tuesday; a week from Friday; a week on Friday, Friday week (from the coming Friday)."""
    if part(match, "way").lower() == "on" and context.direction() != FUTURE:
        # "rose the most in three weeks on Friday"
        return None
    if context.anchor is None:
        return Found("", "day")
    ahead = part(match, "way").lower() != "ago"
    day = calendar.weekday_towards(
        context.anchor, weekday_number(match["weekday"]), FUTURE if ahead else PAST
    )
    weeks = int(count(part(match, "count") or "a") or 1) * (2 if part(match, "fortnight") else 1)
    return Found(
        iso(day and calendar.shift_days(day, 7 * weeks * (1 if ahead else -1))), "day", context.anchor_iso
    )


def before_last(match: re.Match[str], context: Context) -> Found:
    """The Friday before last: a week before the last one."""
    if context.anchor is None:
        return Found("", "day")
    before = calendar.shift_days(context.anchor, -1)
    last = before and calendar.weekday_towards(before, weekday_number(match["weekday"]), PAST)
    return Found(iso(last and calendar.shift_days(last, -7)), "day", context.anchor_iso)


def nth_of_month(match: re.Match[str], context: Context) -> Found | None:
    """The first Monday in May [2016]; the last Friday of March."""
    weekday, month = weekday_number(match["weekday"]), month_number(match["month"])
    number = -1 if fold(match["nth"]) == "last" else ordinal(match["nth"])
    if not -1 <= number <= 4:
        return None
    if year := part(match, "year"):
        return Found(iso(calendar.nth_weekday(int(year), month, weekday, number)), "day")
    if context.anchor is None:
        return Found("", "day")
    day = calendar.yearly(
        context.anchor, context.direction(), lambda year: calendar.nth_weekday(year, month, weekday, number)
    )
    return Found(iso(day), "day", context.anchor_iso)


_NTH = (
    r"(?P<nth>first|second|third|fourth|last|[1-4](?:st|nd|rd|th)) {weekday} (?:of|in) {month}(?:,? {year})?"
)

# fmt: off
RULES: tuple[Rule, ...] = (
    rule("weekday of a month", ("first", "second", "third", "fourth", "last"), _NTH, nth_of_month),
    rule("weekdays", ("between",), "between {weekday} and {weekday2}", weekday_range),
    rule("weekday of a week", WEEKDAY_STARTS, "{weekday}" + NIGHT + "(?: of)? " + WHICH + " week", weekday_of_week, heads.after("{anyweekday}", either="epmanoltcu")),
    rule("weekdays", WEEKDAY_STARTS, "{weekday}(?:,? {partofday})?{to}{weekday2}(?:,? {partofday2})?", weekday_range, heads.after("{anyweekday}", heads.TO, either="epman")),
    rule("a week from a weekday", WEEKDAY_STARTS, "{weekday} (?:week|(?P<fortnight>fortnight))(?=[.,;:]| (?:and|to|at|in|for|when|but)\\b|$)", week_from_weekday, heads.after("{anyweekday}", either="wf")),
    rule("weekday told", WEEKDAY_STARTS, "{weekday} (?P<which>last|next)(?=[.,;:]|$)", weekday_told, heads.after("{anyweekday}", either="ln")),
    rule("weekday", WEEKDAY_STARTS, "{weekday}" + NIGHT, weekday_alone),
    rule("weekday", WEEKDAY_STARTS, r"(?P<weekday>(?-i:Tues|Weds?|Thurs?|Fri)\b\.?)" + NIGHT, weekday_alone),
    rule("clock and weekday", (heads.NUMBER, "noon", "midnight"), r"{clock}(?: {zone})?,? (?:on )?{weekday}(?!,? (?:\d|{month}))", weekday_alone, heads.after("{clock}")),
    rule("weekday told", WHICH_STARTS, WHICH + " {weekday}" + NIGHT, weekday_told),
    rule("the one before last", ("the",), "the {weekday} before last", before_last, heads.after("the", heads.WEEKDAYS)),
    rule("a week from a weekday", QUANTITY_STARTS, r"(?P<count>an?|one|two|three) (?:weeks?|(?P<fortnight>fortnight)) (?P<way>ago|from|on) (?:on |last |next )?{weekday}", week_from_weekday),
)
# fmt: on
