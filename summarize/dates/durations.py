"""A length with its first or last day: a four-day visit that began Sunday, three days of talks which ended on Tuesday."""

import re

from summarize.dates import absolute, calendar, edtf, heads
from summarize.dates.absolute import part
from summarize.dates.calendar import FUTURE, PAST, Direction, iso
from summarize.dates.grammar import PARTS, Context, Found, Rule, rule
from summarize.dates.relative import QUANTITY_STARTS
from summarize.dates.vocabulary import count, weekday_number

_LONGEST = 60
# What was announced is ahead, though it is told of in the past: "invited him to a two-day summit starting Friday"
_ANNOUNCED = re.compile(
    r"\b(?:announc|agree|invit|plan|schedul|propos|call(?:ed|s|ing) for|ahead of|prepar)\w*[^.;]*$",
    re.IGNORECASE,
)
_ENDS = ("en", "conclu", "wrap", "finish", "clos", "wound", "came")
_PRESENT = frozenset(
    {"begin", "begins", "start", "starts", "open", "opens", "end", "ends", "conclude", "concludes"}
)


def duration_with_end(match: re.Match[str], context: Context) -> Found | None:
    """Resolve "a four-day visit, which ended Wednesday" and "… that began Sunday": its first to its last day."""
    days = count(match["count"])
    if days is None or not 2 <= days <= _LONGEST:
        return None
    if context.anchor is None and not part(match, "year"):
        return Found("", "range")
    verb = match["verb"].lower()
    if not part(match, "month") and context.anchor:
        direction = _direction(verb, context)
        told = calendar.weekday_towards(context.anchor, weekday_number(match["weekday"]), direction)
    else:
        found = absolute.month_day(match, context)
        covered = edtf.bounds(found.value) if found else None
        told = covered[0] if covered else None
    ends = verb.startswith(_ENDS)
    other = told and calendar.shift_days(told, (1 - round(days)) if ends else round(days) - 1)
    value = edtf.interval(iso(other), iso(told)) if ends else edtf.interval(iso(told), iso(other))
    return Found(value, "range", context.anchor_iso) if value else None


def _direction(verb: str, context: Context) -> Direction:
    """Whether it has begun or ended: by the verb, by the sentence where the verb can be of any time."""
    if verb in _PRESENT:
        return FUTURE
    if not (verb.endswith("ing") or verb == "from"):
        return PAST
    first = context.sentence[0]
    if context.direction() == PAST and not _ANNOUNCED.search(context.text[first : context.start]):
        return PAST
    return PAST if verb == "from" and context.direction() != FUTURE else FUTURE


_VERB = (
    r"(?P<verb>ended|ends?|ending|concluded?|concludes|concluding|wrapped up|wound up|finished|came to an end|began|begins?|beginning|"
    r"started|starts?|starting|opened|opens?|opening|kicked off|got under ?way)"
)
# What was said of it must not come from another clause: "a visit after talks that ended Monday"
_OF_WHAT = (
    r"(?:(?!(?<![\w])(?:after|before|since|until|when|while|where|as|and|but|who|whose|because|with which|following|had|is|are|was|were|will|would|"
    r"said|says|has|have|due|scheduled|set)\b)[\w \t\n'’-]){1,60}?"
)
_WHICH = r"(?:,? (?:which|that|originally|initially|now|is|was|are|were|due to|scheduled to|set to|expected to|will|would|had|has))*"
_NO_LIST = r"(?! (?:and|or|to|through|until) (?:{anyweekday}|{month2}|\d))"
_WEEKDAY = rf"{{weekday}}(?!,? (?:the |\()?(?:\d|{PARTS['month']}\s\d))"
_MONTH_DAY = r"(?:{weekday},? )?{month} {day}(?:,? {year})?"
_DAY_MONTH = r"(?:{weekday},? )?(?:the )?{day} (?:of )?{month}(?:,? {year})?"
_DAYS, _DAY = "{count}(?:[- ]day | days of )", "{count}[- ]day "
_ENDED = rf"{_DAYS}{_OF_WHAT}{_WHICH} {_VERB}(?: on| from)? "
_FROM = rf"{_DAY}{_OF_WHAT}(?<!average)(?<!high)(?<!low) (?P<verb>from) "

# What they begin with goes on to a verb, or to "from", as near as it has to be
_ON = r"[\w\s'’-]{1,60}?(?=[\s,])"
_TO_VERB = heads.after(
    rf"{_DAYS}{_ON}{_WHICH} (?:end|conclud|wrap|wound|finish|came|beg|start|open|kick|got)"
)
_TO_FROM = heads.after(rf"{_DAY}{_ON} from")

# fmt: off
RULES: tuple[Rule, ...] = (
    *(rule("duration and its end", QUANTITY_STARTS, _ENDED + day + _NO_LIST, duration_with_end, _TO_VERB) for day in (_WEEKDAY, _MONTH_DAY, _DAY_MONTH)),
    *(rule("duration and its end", QUANTITY_STARTS, _FROM + day + r"(?!,?{to})" + _NO_LIST, duration_with_end, _TO_FROM) for day in (_WEEKDAY, _MONTH_DAY, _DAY_MONTH)),
)
# fmt: on
