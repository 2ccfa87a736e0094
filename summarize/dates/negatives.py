"""What looks like a date and is none: names, counts, verbs, games, habits.

Each check is given the text and the span of an expression, and answers whether something other than a date
stands there.
"""

import re
from collections.abc import Callable

from summarize.dates import vocabulary, years
from summarize.dates.years import NEAR, OF_TIME, word_before

Check = Callable[[str, int, int], bool]

# After these it may be someone's name too
_OF_ALL = frozenset(
    "by through of for from between before after to around about over or and than beginning starting ending ended set due expected "
    "planned scheduled - – — ( / ,".split()
)
_DETERMINERS = frozenset("the a an its his her their our that said on".split())
_AMBIGUOUS_MONTHS = frozenset({"may", "march", "april", "june", "august"})
_NAME_AFTER = re.compile(
    r" ?['’]s\b|\s+(?:[A-Z][a-z]+\b|(?:said|says|told|on|of|for|has|had|is|was|will|would|through)\b)"
)
_ORDINARY_WORD = re.compile(r"\s+[a-z]{2,}")

_TITLES = re.compile(
    r"(?:Friday\s+Night\s+Lights|(?:Saturday|Friday)\s+Night\s+(?:Live|Fever)|(?:Monday|Sunday|Thursday)\s+Night\s+Football|Tuesday\s+Weld"
    r"|Wednesday\s+Addams|Sunday\s+(?:Times|Telegraph|Mirror|Express|Mail|Herald|Post|World|Independent|School|Tribune)"
    r"|Friday\s+Harbor|Monday\s+[Mm]orning\s+[Qq](?:uarter|\.?\s?B\b)|Thursday\s+Island|Saturday\s+Evening\s+Post)"
)
_NAMES_BEFORE = frozenset(
    "Black Bloody Ash Good Super Palm Fat Cyber Maundy Holy Man Girl Sheffield Easter Joe Ruby Giving Shrove Rick Gus Whit Billy "
    "Freaky Blue Pulp".split()
)
_WEEKDAY = vocabulary.cased(vocabulary.WEEKDAYS)
# "every Monday and Friday"
_EVERY = re.compile(rf"\b(?:every|each)\s+(?:(?:{_WEEKDAY}),?\s+)+(?:and|or)\s+$", re.IGNORECASE)
_PRINT = re.compile(r"\s+(?:[Mm]agazine|[Nn]ewspaper|Club|Group)\b")
# "works Monday to Friday"
_OFFICE_HOURS = re.compile(
    r"\b(?:open|opens|works?|working|runs?|airs?|aired|hours|weekdays|daily|available|shifts?|every week)\b[^.;:]{0,30}$",
    re.IGNORECASE,
)
_WORKING_WEEK = re.compile(
    r"Monday(?:\s+(?:to|through|until|till)\s+|\s?[-–—]\s?)(?:Friday|Saturday|Sunday)\b"
)
_HABITS = frozenset("every each any most some alternate per".split())

_GAME = re.compile(
    r"\b(?:touchdowns?|yards?|points?|quarterback|halftime|half-time|field goals?|rebounds?|scored|scoring|games?|match|lead|kickoff|fumble|"
    r"interception|goals?|basketball|football|played|coach|Bulls|Lakers|Knicks|timeout|turnovers?)\b"
)
_MONEY = re.compile(
    r"\b(?:earnings|profits?|loss|net|sales|revenue|income|economy|growth|GDP|GNP|shares?|results|dividend|million|billion|gross domestic)\b",
    re.IGNORECASE,
)

# "Officials said May flew to Berlin"
_ACTS = re.compile(
    r"\s+(?:[a-z]{2,}ed|said|says|told|flew|went|met|made|took|left|gave|came|spoke|won|lost|wrote|wants|faces|has|had|did)\b"
)


_EACH_YEAR = re.compile(
    r"(?:\s+\d{1,2}(?:st|nd|rd|th)?\b)?,?\s+(?:of\s+)?(?:each|every)\s+year\b", re.IGNORECASE
)


def month(text: str, start: int, end: int) -> bool:
    """Tell a month's name that is someone's name, a verb, or an abbreviation without its day."""
    word, gap = word_before(text, start)
    before = word.lower()
    name = text[start:end].lower()
    if (
        before in _HABITS
        or _EACH_YEAR.match(text, end)
        or (name == "may" and before not in OF_TIME and _ACTS.match(text, end))
    ):
        return True
    if name.rstrip(".") in vocabulary.MONTH_ABBREVIATIONS:
        known = before in OF_TIME or before in _OF_ALL or before in {"a", "the", "its"}
        return not (name.endswith(".") and known) or bool(re.match(r"\s+\d", text[end : end + 3]))
    if name not in _AMBIGUOUS_MONTHS or before in OF_TIME:
        return False
    if before in _OF_ALL and (gap or before in "-–—(/"):
        return bool(_NAME_AFTER.match(text, end))
    if before in _DETERMINERS or before.endswith(("'s", "’s")):
        # "the May summit" is one, "the March on Washington" and "Mrs. May's" are none
        return bool(_NAME_AFTER.match(text, end)) or not _ORDINARY_WORD.match(text, end)
    return True


def weekday(text: str, start: int, end: int) -> bool:
    """Tell a weekday in a title or a name, or one that comes every week."""
    word, _ = word_before(text, start)
    # "" where there is none, or an empty line behind it
    listed = word.lower() in {"and", "or", ""}
    return (
        (listed and _EVERY.search(text[max(0, start - NEAR) : start]) is not None)
        or _PRINT.match(text, end) is not None
        or _office_hours(text, start)
        or word in _NAMES_BEFORE
        or word.lower() in _HABITS
        or text[end : end + 1] == "s"
        or bool(_TITLES.match(text, start))
    )


def quarter(text: str, start: int, end: int) -> bool:
    """Tell a quarter, or half, of a match."""
    around = text[max(0, start - 150) : end + 100]
    return bool(_GAME.search(around)) and not _MONEY.search(around)


# "Ukraine's Independence Day", "Canadian Thanksgiving", "Orthodox Christmas"
_ELSEWHERE = re.compile(
    r"(?:\b(?!America|U\.S|US|States|[Nn]ation|[Cc]ountry|[Yy]ear)[A-Z]\w+['’]s|\b(?!American)[A-Z][a-z]+(?:an|ese|ish|sh|li|qi|ni)|Orthodox|Coptic|French|Greek|Dutch)\s+$"
)


def holiday(text: str, start: int, end: int) -> bool:
    """Tell a holiday that names a thing (Christmas tree) rather than a day, or is another country's."""
    if _ELSEWHERE.search(text[max(0, start - NEAR) : start]):
        return True
    if re.search(
        r"\b(?:day|eve|\d{4}|friday|sunday|monday|wednesday|thursday|last|next|this|july)\b",
        text[start:end].lower(),
    ):
        return False
    word, _ = word_before(text, start)
    return word.lower() not in {
        "on", "at", "by", "before", "after", "since", "until", "till", "around", "during", "over", "for", "of",
    }  # fmt: skip


def weekend(text: str, start: int, end: int) -> bool:
    """Tell any weekend, "a weekend in the country"."""
    word, _ = word_before(text, start)
    return text[start:end].lower() == "weekend" and word.lower() in {
        "a",
        "an",
        "long",
        "opening",
        "final",
        *vocabulary.ORDINALS,
        *_HABITS,
    }


_MOVED = re.compile(
    r"\b(?:moved?|moving|postponed?|postponing|rescheduled?|delayed?|shift(?:ed)?|changed?|switched|pushed back|put back|brought forward|put off|"
    r"adjourned)\b[^.;:]{0,40}\bfrom\s+(?:the\s+)?$",
    re.IGNORECASE,
)


def moved(text: str, start: int, end: int) -> bool:
    """Tell the two dates of what was moved "from Saturday to Tuesday" from a range."""
    return "to" in text[start:end].split() and bool(_MOVED.search(text[max(0, start - 80) : start]))


_STROKE = re.compile(r"\d/$")


def day_of_year(text: str, start: int, end: int) -> bool:
    """Tell a day that comes every year, "celebrated on July 4 each year", and half of a fraction: "5/8 March"."""
    before = word_before(text, start)[0].lower()
    return before in {"each", "every"} or bool(
        _EACH_YEAR.match(text, end) or _STROKE.search(text[:start][-2:])
    )


def weekdays(text: str, start: int, end: int) -> bool:
    """Tell weekdays in names, habits and changes of plan."""
    return weekday(text, start, end) or moved(text, start, end)


def _office_hours(text: str, start: int) -> bool:
    """Tell a day of "open Monday to Friday"."""
    first = max(0, start - NEAR)
    week = _WORKING_WEEK.search(text, first, start + NEAR)
    if week is None or not week.start() <= start < week.end():
        return False
    return bool(_OFFICE_HOURS.search(text[max(0, week.start() - NEAR) : week.start()]))


_DEGREES = re.compile(
    r"\b(?:temperatures?|degrees|highs?|lows|speeds?|mph|winds?|shot|shoots?|shooting|averag\w+|weather|percentile|golfers?)\b",
    re.IGNORECASE,
)


def decade(text: str, start: int, end: int) -> bool:
    """Tell temperatures and scores "in the 80s"."""
    bare = text[start:end].rsplit(maxsplit=1)[-1]
    return len(bare) == len("80s") and bool(_DEGREES.search(text[max(0, start - 60) : end + 30]))


_VERSION = re.compile(r"(?:\b(?:version|release|build|address|v|IP)\s*|[/=_@.])$", re.IGNORECASE)


def numeric(text: str, start: int, end: int) -> bool:
    """Tell the numbers of versions and addresses, and the dates in those of pages."""
    return bool(_VERSION.search(text[max(0, start - 12) : start])) or bool(
        re.match(r"[/.]\w|_|=", text[end : end + 2])
    )


def named_day(text: str, start: int, end: int) -> bool:
    """Tell a programme or paper called so, USA Today, Piers Morgan Tonight, and "like there is no tomorrow"."""
    if word_before(text, start)[0].lower() == "no":
        return True
    return bool(
        text[start].isupper()
        and text[end : end + 1] != ","
        and re.search(
            r"[a-z,]\s+(?:[A-Z]\w+\s+)+$|\b(?:USA|Russia|Psychology|Entertainment)\s+$",
            text[max(0, start - NEAR) : start],
        )
        and re.match(r"\s*(?:[.;:)!?]|--|['’]s|$)|\s+[a-z]", text[end : end + 8])
    )


CHECKS: dict[str, Check] = {
    "month": month,
    "weekday": weekday,
    "weekday told": weekday,
    "weekdays": weekdays,
    "range of days": moved,
    "month and day": day_of_year,
    "day and month": day_of_year,
    "range of months": moved,
    "year": years.year,
    "year in words": years.year_in_words,
    "quarter": quarter,
    "half": quarter,
    "holiday": holiday,
    "weekend": weekend,
    "decade": decade,
    "numeric date": numeric,
    "ISO date": numeric,
    "named day": named_day,
}


def is_none(rule: str, text: str, start: int, end: int) -> bool:
    """Tell whether what the rule of that name matched is no date."""
    check = CHECKS.get(rule)
    return check is not None and check(text, start, end)
