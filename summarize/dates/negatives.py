"""What looks like a date and is none: names, counts, verbs, games, habits.

Each check is given the text and the span of an expression, and answers whether something other than a date
stands there.
"""

import re
from collections.abc import Callable

from summarize.dates import vocabulary

Check = Callable[[str, int, int], bool]
_NEAR = 40

_BEFORE_MONTH = re.compile(
    r"(?:\b(?:in|since|by|until|till|from|through|throughout|during|of|for|last|next|this|early|earlier|late|later|mid|between|before|after|"
    r"to|around|about|over|past|or|and|than|late-|early-|mid-|following|previous|coming|beginning|starting|ending|ended|the|a|an|its|his|her|their|our|that|"
    r"set|due|expected|planned|scheduled|said|on)(?:\s+(?:about|around|at least|early|late|mid|the end of|the start of))?[\s-]+|['’]s\s+|[(,/–—-]\s*)$",
    re.IGNORECASE,
)
_AFTER_DETERMINER = re.compile(
    r"\b(?:the|a|an|its|his|her|their|our|that|said|on|or|and)\s+$|['’]s\s+$|[(,/–—-]\s*$", re.IGNORECASE
)
_ORDINARY_WORD = re.compile(r"\s+[a-z]{2,}")
# after the name of a month that is also a name or a verb
_NAME_AFTER = re.compile(
    r"['’]s\b|\s+(?:[A-Z][a-z]+\b|said|says|on\b|of\b|for\b|has\b|had\b|is\b|was\b|told|will|would)"
)
_AMBIGUOUS_MONTHS = frozenset({"may", "march", "april", "june", "august"})

_WEEKDAY_NAMES = re.compile(
    r"(?:Friday\s+Night\s+Lights|(?:Saturday|Friday)\s+Night\s+(?:Live|Fever)|(?:Monday|Sunday|Thursday)\s+Night\s+Football|Tuesday\s+Weld"
    r"|Wednesday\s+Addams|Sunday\s+(?:Times|Telegraph|Mirror|Express|Mail|Herald|Post|World|Independent|School|Tribune)"
    r"|Friday\s+Harbor|Monday\s+Morning\s+Quarterback|Thursday\s+Island|Saturday\s+Evening\s+Post)"
)
_NAME_BEFORE = re.compile(
    r"\b(?:Black|Bloody|Ash|Good|Super|Palm|Fat|Cyber|Maundy|Holy|Man|Girl|Sheffield|Easter|Joe|Ruby|Giving|Shrove|Rick|Gus|Whit|Billy|Freaky|Blue|Pulp)\s+$"
)
_HABIT_BEFORE = re.compile(r"\b(?:every|each|any|most|some|alternate|on a|a typical|per)\s+$", re.IGNORECASE)
_SPORT = re.compile(
    r"\b(?:touchdowns?|yards?|points?|quarterback|halftime|half-time|field goals?|rebounds?|scored|scoring|game|games|lead|kickoff|fumble|"
    r"interception|goals?|basketball|football|played|coach|Bulls|Lakers|Knicks|timeout|turnovers?)\b"
)
_MONEY = re.compile(
    r"\b(?:earnings|profit|loss|net|sales|revenue|income|economy|growth|GDP|GNP|shares?|results|dividend|million|billion)\b",
    re.IGNORECASE,
)

_YEAR_BEFORE = re.compile(
    r"\b(?:in|since|by|until|till|from|through|during|of|for|last|between|before|after|to|around|about|circa|and|or|early|late|mid|"
    r"than|the|year|years|fiscal|back|autumn|spring|summer|fall|winter|season|election|due|ending|ended|on|at|beginning|a|an|its|his|her|their|our|"
    r"pre|post|class of|that|as early as|until early|spring of|this|was|with|Olympics|Games|Cup|his own|early-|mid-|late-|both)[\s-]+$"
    r"|['’]s\s+$|[(,;:/–—-]\s*$|^\s*$|[.!?]['\"”’)]*\s+$|\n\s*$|(?:``|[\"“])$",
    re.IGNORECASE,
)
_OLD_YEAR_BEFORE = re.compile(
    r"\b(?:in|since|by|until|from|around|circa|between|to|of|year|to|and|late|early|before|after|about|due|through|during|the|a|on)\s+$|['’]s\s+$|[(–—-]$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?:\s+(?:percent|per\s+cent|people|men|women|children|troops|soldiers|dead|miles|km|kilometers|kilometres|meters|metres|feet|pounds|tons|"
    r"tonnes|dollars|euros|yen|francs|marks|dlrs|jobs|homes|houses|workers|employees|members|students|votes|points|shares|times|days|weeks|"
    r"months|years|hours|minutes|seconds|casualties|deaths|refugees|others|residents|civilians|victims|prisoners|passengers|families|"
    r"companies|cases|words|pages|calories|acres|hectares|barrels|million|billion|trillion|thousand|hundred|rpm|kg|lb|mph|km/h|local time|GMT|hours|hrs|"
    r"Corp|Inc|Ltd|Co|LLC|PLC|Group)\b|\s*(?:%|°|-(?:mile|foot|meter|metre|pound|seat|member|page|km|room|strong|acre|ton|year|megawatt|point)\b)|\.\d|,\d{3}\b|/\d|-\d{3,}|:\d)",
)
_NUMBER_BEFORE = re.compile(
    r"(?:[$£€¥#№+@]\s?|C\$|US\$|\b(?:No|Nos|nr|Flight|Route|Room|Highway|Boeing|Airbus|Windows|Office|Apollo|Studio|Channel|Article|Section|ISO|RFC|page|number|nearly|almost|than|least|over|roughly|approximately|some|another|of\s+about|of\s+some|only|exactly)\.?\s+|\d[-.,/:]|\d\s|\w-)$"
)
_PLURAL_AFTER = re.compile(
    r"\s+(?:(?!and\b|or\b|in\b|to\b|but\b|as\b|at\b|on\b|by\b|for\b|when\b|with\b|the\b|a\b|an\b|is\b|was\b|has\b|it\b|he\b|she\b|they\b|that\b|from\b|of\b)[a-z]+\s+)?"
    r"(?!was\b|has\b|his\b|its\b|this\b|as\b|is\b|does\b|says\b|across\b|perhaps\b|always\b|towards\b|besides\b|unless\b|plus\b|versus\b|thus\b|was)[a-z]{3,}(?<!s)s\b(?!['’])"
)
_HOUR = re.compile(r"(?:^|\W)(?:at|about|around)\s+$", re.IGNORECASE)


def month(text: str, start: int, end: int) -> bool:
    """A month's name that is someone's name, a verb, or an abbreviation without a day."""
    word = text[start:end]
    name = word.lower().rstrip(".")
    before = text[max(0, start - _NEAR) : start]
    if name in vocabulary.MONTH_ABBREVIATIONS:
        return not (word.endswith(".") and _BEFORE_MONTH.search(before))
    if name not in _AMBIGUOUS_MONTHS:
        return bool(_HABIT_BEFORE.search(before))
    if not _BEFORE_MONTH.search(before) or _HABIT_BEFORE.search(before):
        return True
    if _AFTER_DETERMINER.search(before):
        # "the May summit" is one, "the March on Washington" and "Mrs. May's" are none
        return bool(_NAME_AFTER.match(text, end)) or not _ORDINARY_WORD.match(text, end)
    return bool(re.match(r"['’]s\b|\s+(?:said|says|told)\b", text[end : end + 10])) or (
        name in {"april", "june", "august", "may"}
        and bool(re.match(r"\s+[A-Z][a-z]+", text[end : end + 20]))
        and not re.search(r"\b(?:in|since|until|last|next|early|late|during)[\s-]+$", before, re.IGNORECASE)
    )


def weekday(text: str, start: int, end: int) -> bool:
    """A weekday in a title or a name, or one that comes every week."""
    before = text[max(0, start - _NEAR) : start]
    return bool(
        _WEEKDAY_NAMES.match(text, start)
        or _NAME_BEFORE.search(before)
        or _HABIT_BEFORE.search(before)
        or text[end : end + 1] == "s"
    )


def year(text: str, start: int, end: int) -> bool:
    """Four digits that count, number or name something."""
    number = int(re.sub(r"\D", "", text[start:end])[:4])
    before = text[max(0, start - _NEAR) : start]
    if _NUMBER_BEFORE.search(before) and not re.search(
        r"\b(?:mid|pre|post|early|late)-$", before, re.IGNORECASE
    ):
        return True
    if _COUNTED.match(text, end) or text[end : end + 1] in {"%", "°"}:
        return True
    if not 1900 <= number <= 2030 and not _OLD_YEAR_BEFORE.search(before):
        return True
    if not _YEAR_BEFORE.search(before):
        return True
    determined = re.search(
        r"\b(?:the|in|a|an|since|its|his|her|their|by|until|last|early|late)[\s-]+$|['’]s\s+$",
        before,
        re.IGNORECASE,
    )
    return not determined and bool(_PLURAL_AFTER.match(text, end))


def quarter(text: str, start: int, end: int) -> bool:
    """A quarter, or half, of a match."""
    around = text[max(0, start - 150) : end + 100]
    return bool(_SPORT.search(around)) and not _MONEY.search(around)


def _quarter_of_place(text: str, start: int, end: int) -> bool:
    return quarter(text, start, end)


def holiday(text: str, start: int, end: int) -> bool:
    """A holiday that names a thing (Christmas tree) rather than a day."""
    words = text[start:end].lower()
    if re.search(r"\b(?:day|eve|\d{4}|friday|sunday|monday|last|next|this)\b", words):
        return False
    before = text[max(0, start - _NEAR) : start]
    return not re.search(
        r"\b(?:on|at|by|before|after|since|until|till|around|during|over|for|of)\s+$", before, re.IGNORECASE
    )


CHECKS: dict[str, Check] = {
    "month": month,
    "weekday": weekday,
    "weekday told": weekday,
    "weekdays": weekday,
    "year": year,
    "quarter": quarter,
    "half": quarter,
    "holiday": holiday,
}


def is_none(rule: str, text: str, start: int, end: int) -> bool:
    """Whether what the rule of that name matched is no date."""
    check = CHECKS.get(rule)
    return check is not None and check(text, start, end)
