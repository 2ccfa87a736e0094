"""What looks like a date and is none: names, counts, verbs, games, habits.

Each check is given the text and the span of an expression, and answers whether something other than a date
stands there.
"""

import re
from collections.abc import Callable

from summarize.dates import vocabulary

Check = Callable[[str, int, int], bool]
_NEAR = 40

# The last word or mark before an expression, and what stands between
_BEFORE = re.compile(r"(?P<word>[A-Za-z]+(?:['’][A-Za-z]+)*|['’]s|\S)(?P<gap>[\s-]*)$")

# A month's name after these is a month
_OF_TIME = frozenset(
    "in since until till during throughout last next this early late mid earlier later following previous coming past each".split()
)
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
    r"|Friday\s+Harbor|Monday\s+Morning\s+Quarterback|Thursday\s+Island|Saturday\s+Evening\s+Post)"
)
_NAMES_BEFORE = frozenset(
    "Black Bloody Ash Good Super Palm Fat Cyber Maundy Holy Man Girl Sheffield Easter Joe Ruby Giving Shrove Rick Gus Whit Billy "
    "Freaky Blue Pulp".split()
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

# Four digits after one of these number something
_NUMBERED = frozenset(
    "No Nos nr Flight flight Route Room room Highway Boeing Airbus Windows Office Apollo Studio Channel Article Section ISO RFC page number "
    "nearly almost least roughly approximately some another only exactly Interstate Unit Model Area Local Psalm Euro".split()
)
_ABBREVIATED = re.compile(r"\b(?:No|Nos|nr|Art|Sec|pp?|vol)\.\s*$", re.IGNORECASE)
_AT_LEAST = re.compile(r"\b(?:through|until|till|by|since)\s+at\s+least\s+$", re.IGNORECASE)
_EVENTS = frozenset(
    "Olympics Games Cup Act Convention Festival Awards Treaty Open Championships Code Agreement Election Law Bill".split()
)
_PREPOSITIONS = frozenset(
    "in since by until till from around circa between to of year and or late early mid before after about due through during the a on pre post "
    "back for with born died 's ’s ( - – —".split()
)
_MONEY_MARKS = frozenset("$£€¥#№+@%&=".strip())
_COUNTED = re.compile(
    r"(?:\s+(?:percent|per\s+cent|people|men|women|children|troops|soldiers|dead|miles|km|kilometers|kilometres|meters|metres|feet|pounds|tons|"
    r"tonnes|dollars|euros|yen|francs|marks|dlrs|jobs|homes|houses|workers|employees|members|students|votes|points|shares|times|days|weeks|"
    r"months|years|hours|minutes|seconds|casualties|deaths|refugees|others|residents|civilians|victims|prisoners|passengers|families|"
    r"companies|cases|words|pages|calories|acres|hectares|barrels|million|billion|trillion|thousand|hundred|rpm|kg|lb|mph|km/h|local time|"
    r"GMT|hrs|Corp|Inc|Ltd|Co|LLC|PLC|Group)\b"
    r"|\s*[%°]|-(?:mile|foot|meter|metre|pound|seat|member|page|km|room|strong|acre|ton|year|megawatt|point)\b|\.\d|,\d{3}\b|/\d|-\d{3,}|:\d"
    r"|\s+(?:Chevrolet|Ford|Toyota|Honda|Nissan|BMW|Mercedes|Porsche|Cadillac|Buick|Dodge|Volkswagen|Pontiac|Jeep)\b)"
)
_PLURAL_AFTER = re.compile(
    r"\s+(?:(?!(?:and|or|in|to|but|as|at|on|by|for|when|with|the|an?|is|was|has|it|he|she|they|that|from|of)\b)[a-z]+\s+)?"
    r"(?!(?:was|has|his|its|this|as|is|does|says|across|perhaps|always|towards|besides|unless|plus|versus|thus)\b)[a-z]{3,}(?<!s)s\b(?!['’])"
)
# Where a year is told, whatever is plural after it
_DETERMINED = frozenset(
    "the in a an since its his her their by until last early late mid pre post during before after between through 's ’s".split()
)

# "Officials said May flew to Berlin"
_ACTS = re.compile(
    r"\s+(?:[a-z]{2,}ed|said|says|told|flew|went|met|made|took|left|gave|came|spoke|won|lost|wrote|wants|faces|has|had|did)\b"
)
_LOOSELY_DETERMINED = frozenset("of from and or both for".split())


def _before(text: str, start: int) -> tuple[str, str]:
    """The word or mark before an expression, and what stands between; "" at the beginning of the text or of a line."""
    found = _BEFORE.search(text[max(0, start - _NEAR) : start])
    return (found["word"], found["gap"]) if found and "\n\n" not in found["gap"] else ("", "")


def month(text: str, start: int, end: int) -> bool:
    """Tell a month's name that is someone's name, a verb, or an abbreviation without its day."""
    word, gap = _before(text, start)
    before = word.lower()
    name = text[start:end].lower()
    if before in _HABITS or (name == "may" and before not in _OF_TIME and _ACTS.match(text, end)):
        return True
    if name.rstrip(".") in vocabulary.MONTH_ABBREVIATIONS:
        known = before in _OF_TIME or before in _OF_ALL or before in {"a", "the", "its"}
        return not (name.endswith(".") and known) or bool(re.match(r"\s+\d", text[end : end + 3]))
    if name not in _AMBIGUOUS_MONTHS or before in _OF_TIME:
        return False
    if before in _OF_ALL and (gap or before in "-–—(/"):
        return bool(_NAME_AFTER.match(text, end))
    if before in _DETERMINERS or before.endswith(("'s", "’s")):
        # "the May summit" is one, "the March on Washington" and "Mrs. May's" are none
        return bool(_NAME_AFTER.match(text, end)) or not _ORDINARY_WORD.match(text, end)
    return True


def weekday(text: str, start: int, end: int) -> bool:
    """Tell a weekday in a title or a name, or one that comes every week."""
    word, _ = _before(text, start)
    return (
        word in _NAMES_BEFORE
        or word.lower() in _HABITS
        or text[end : end + 1] == "s"
        or bool(_TITLES.match(text, start))
    )


def year(text: str, start: int, end: int) -> bool:
    """Tell four digits that count, number or name something."""
    number = int(text[start : start + 4])
    word, gap = _before(text, start)
    before = word.lower()
    if word == "." and _ABBREVIATED.search(text[max(0, start - 8) : start]):
        return True
    if (
        (word in _NUMBERED and not _AT_LEAST.search(text[max(0, start - 24) : start]))
        or word in _MONEY_MARKS
        or (not gap and before not in "(–—[\"“'‘`")
        or _COUNTED.match(text, end)
    ):
        return True
    if (
        "-" in gap
        and before not in {"mid", "pre", "post", "early", "late"}
        and not gap.startswith((" ", "\n"))
    ):
        return True
    if (not 1900 <= number <= 2030 or before.isdigit()) and before not in _PREPOSITIONS:
        return True
    if (
        word[:1].isupper()
        and word not in _EVENTS
        and before not in _PREPOSITIONS
        and before not in _DETERMINED
        and word[-2:] not in {"'s", "’s"}
    ):
        return not _sentence_ends(text, start)
    counts = number % 100 == 0 if before in _LOOSELY_DETERMINED else before not in _DETERMINED
    return counts and word[-2:] not in {"'s", "’s"} and bool(_PLURAL_AFTER.match(text, end))


def _sentence_ends(text: str, start: int) -> bool:
    return text[max(0, start - 2) : start].strip() in {".", "!", "?", ":", ";", ")"}


def year_in_words(text: str, start: int, end: int) -> bool:
    """Tell a number in words, "two thousand people"."""
    word, _ = _before(text, start)
    named = (
        not text[start:end].lower().startswith("tw")
        or word.lower() in _PREPOSITIONS
        or word in {"", ".", ",", "“", '"', "`"}
        or word.lower() in _OF_TIME
    )
    return not named or bool(_COUNTED.match(text, end) or _PLURAL_AFTER.match(text, end))


def quarter(text: str, start: int, end: int) -> bool:
    """Tell a quarter, or half, of a match."""
    around = text[max(0, start - 150) : end + 100]
    return bool(_GAME.search(around)) and not _MONEY.search(around)


def holiday(text: str, start: int, end: int) -> bool:
    """Tell a holiday that names a thing (Christmas tree) rather than a day."""
    if re.search(
        r"\b(?:day|eve|\d{4}|friday|sunday|monday|wednesday|thursday|last|next|this|july)\b",
        text[start:end].lower(),
    ):
        return False
    word, _ = _before(text, start)
    return word.lower() not in {
        "on", "at", "by", "before", "after", "since", "until", "till", "around", "during", "over", "for", "of",
    }  # fmt: skip


def weekend(text: str, start: int, end: int) -> bool:
    """Tell any weekend, "a weekend in the country"."""
    word, _ = _before(text, start)
    return text[start:end].lower() == "weekend" and word.lower() in {"a", "an", "long", *_HABITS}


_MOVED = re.compile(
    r"\b(?:moved?|moving|postponed?|postponing|rescheduled?|delayed?|shift(?:ed)?|changed?|switched|pushed back|put back|brought forward|put off|"
    r"adjourned)\b[^.;:]{0,40}\bfrom\s+(?:the\s+)?$",
    re.IGNORECASE,
)


def moved(text: str, start: int, end: int) -> bool:
    """Tell the two dates of what was moved "from Saturday to Tuesday" from a range."""
    return "to" in text[start:end].split() and bool(_MOVED.search(text[max(0, start - 80) : start]))


def weekdays(text: str, start: int, end: int) -> bool:
    """Tell weekdays in names, habits and changes of plan."""
    return weekday(text, start, end) or moved(text, start, end)


CHECKS: dict[str, Check] = {
    "month": month,
    "weekday": weekday,
    "weekday told": weekday,
    "weekdays": weekdays,
    "range of days": moved,
    "range of months": moved,
    "year": year,
    "year in words": year_in_words,
    "quarter": quarter,
    "half": quarter,
    "holiday": holiday,
    "weekend": weekend,
}


def is_none(rule: str, text: str, start: int, end: int) -> bool:
    """Tell whether what the rule of that name matched is no date."""
    check = CHECKS.get(rule)
    return check is not None and check(text, start, end)
