"""Four digits, and numbers in words, that count, number or name something rather than tell a year."""

import re

from summarize.dates.lookback import last_word

NEAR = 40

# A month's name after these is a month
OF_TIME = frozenset(
    "in since until till during throughout last next this early late mid earlier later following previous coming past each".split()
)
# Four digits after one of these number something
_NUMBERED = frozenset(
    "No Nos nr resolution Resolution resolutions Resolutions mandate Mandate Flight flight Route Room room Highway Boeing Airbus Windows Office Apollo Studio Channel Article Section ISO RFC page number "
    "nearly almost least roughly approximately some another only exactly Interstate Unit Model Area Local Psalm Euro "
    "novel book film movie album song paid pay pays cost costs worth totaling totalling totaled totalled".split()
)
_ABBREVIATED = re.compile(r"\b(?:No|Nos|nr|Art|Sec|pp?|vol)\.\s*$", re.IGNORECASE)
_CIRCA = re.compile(r"\bca?\.\s*$")
_OF_OUR_TIME = re.compile(r"\bA\.D\.\s*$")
# "a total of 1918 were killed", "Orwell's 1984", "won the 1500 in Rome"
_BY_SOMEONE = re.compile(r"\s+by\s+[A-Z]")
_AMOUNT = re.compile(
    r"\b(?:total|population|crowd|average|maximum|minimum|sum|number|capacity|record|group|list|tally|score|fleet|combined) of\s+$",
    re.IGNORECASE,
)
# "between 1000 and 2000 were killed"
_BETWEEN = re.compile(r"\bbetween\s+(?P<low>\d{4})\s+and\s+(?P<high>\d{4})\b", re.IGNORECASE)
_LONGEST = 200
_TITLED = re.compile(r"\b(?!(?:It|That|He|She|There|Here|What|Who|Now)\b)[A-Z]\w+ ?['’]s\s+[\"“]?$")
_ENDS = re.compile(r"[\"”]?\s*(?:[.,;:!?)]|$|(?:was|is|and|by)\b)")
_THE = re.compile(r"\bthe\s+$", re.IGNORECASE)
_NOTHING_NAMED = re.compile(r"\s*(?:[.,;:!?)\"”]|$)|\s+(?:in|at|on|with|for|by|when)\b")
_QUOTED_WHOLE = re.compile(r"[\"“‘]\d{4}[\"”’]")
_AT_LEAST = re.compile(r"\b(?:through|until|till|by|since)\s+at\s+least\s+$", re.IGNORECASE)
_EVENTS = frozenset(
    "Olympics Games Cup Act Convention Festival Awards Treaty Open Championships Code Agreement Election Law Bill".split()
)
_PREPOSITIONS = frozenset(
    "in since by until till from around circa between to of year and or late early mid before after about due through during the a on pre post "
    "back for with born died ad 's ’s ( - – —".split()
)
_MONEY_MARKS = frozenset("$£€¥#№+@%&=".strip())
_COUNTED = re.compile(
    r"(?:\s+(?:percent|per\s+cent|people|men|women|children|troops|soldiers|dead|miles|km|kilometers|kilometres|meters|metres|feet|pounds|tons|"
    r"tonnes|dollars|euros|yen|francs|marks|dlrs|jobs|homes|houses|workers|employees|members|students|votes|points|shares|times|days|weeks|"
    r"months|years|hours|minutes|seconds|casualties|deaths|refugees|others|residents|civilians|victims|prisoners|passengers|families|"
    r"companies|cases|words|pages|calories|acres|hectares|barrels|million|billion|trillion|thousand|hundred|rpm|kg|lb|mph|km/h|local time|"
    r"GMT|UTC|BST|[ECMP][SD]?T|CES?T|Zulu|hours|hrs|Corp|Inc|Ltd|Co|LLC|PLC|Group)\b"
    r"|\s+(?-i:B\.?C\.?(?:E\.?)?)(?!\w)|(?:\s+to\s+|\s?[-–—]\s?)\d{2,4}\s+(?-i:B\.?C)\b|(?:\s+[NSEW]\.?)?(?:\s+[A-Z][\w.]*){1,3}\s+(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Drive|Highway|Plaza)\b"
    r"|\s*[%°]|-(?:mile|foot|meter|metre|pound|seat|member|page|km|room|strong|acre|ton|year|megawatt|point)\b|\.\d|,\d{3}\b|/\d|-\d{3,}|:\d"
    r"|\s+(?:Chevrolet|Ford|Toyota|Honda|Nissan|BMW|Mercedes|Porsche|Cadillac|Buick|Dodge|Volkswagen|Pontiac|Jeep)\b)"
)
_PLURAL_AFTER = re.compile(
    r"\s+(?:(?!(?:and|or|in|to|but|as|at|on|by|for|when|with|the|an?|is|was|has|it|he|she|they|that|from|of)\b)[a-z]+\s+)?"
    r"(?!(?:was|has|his|its|this|as|is|does|says|across|perhaps|always|towards|besides|unless|plus|versus|thus)\b)(?:[a-z]{3,}(?<!s)s|sheep|cattle|deer|fish|poultry|livestock|aircraft|spacecraft|personnel|police|staff)\b(?!['’])"
)
# Where a year is told, whatever is plural after it
_DETERMINED = frozenset(
    "the in a an since its his her their by until last early late mid pre post during before after between through 's ’s".split()
)

_LOOSELY_DETERMINED = frozenset("of from and or both for".split())


def word_before(text: str, start: int) -> tuple[str, str]:
    """The word or mark before an expression, and what stands between; "" at the beginning of the text or of a line."""
    word, gap = last_word(text[max(0, start - NEAR) : start])
    return (word, gap) if "\n\n" not in gap else ("", "")


def year(text: str, start: int, end: int) -> bool:
    """Tell four digits that count, number or name something."""
    if is_approximate(text, start) or _OF_OUR_TIME.search(text[max(0, start - 8) : start]):
        return False
    return bool(
        _ABBREVIATED.search(text[max(0, start - 8) : start])
        or _COUNTED.match(text, end)
        or _is_title_or_amount(text, start, end)
        or _is_joined_or_numbered(text, start)
        or _is_of_wide_range(text, start)
        or _is_told_as_number(text, start, end)
    )


def _is_of_wide_range(text: str, start: int) -> bool:
    """Whether it is an end of a range that is too wide for years told like that."""
    found = _BETWEEN.search(text, max(0, start - NEAR), start + NEAR)
    inside = found is not None and found.start() < start < found.end()
    return found is not None and inside and int(found["high"]) - int(found["low"]) >= _LONGEST


def is_approximate(text: str, start: int) -> bool:
    """Whether the year is one of "c. 1850"."""
    return bool(_CIRCA.search(text[max(0, start - 8) : start]))


def _is_joined_or_numbered(text: str, start: int) -> bool:
    """Whether the word or mark before makes a name or a number of it: Route 1990, $2000, GP-2000."""
    word, gap = word_before(text, start)
    before = word.lower()
    if (word in _NUMBERED and not _AT_LEAST.search(text[max(0, start - 24) : start])) or word in _MONEY_MARKS:
        return True
    if not gap:
        return before not in "(–—[\"“'‘`"
    hyphened = "-" in gap and not gap.startswith((" ", "\n"))
    return hyphened and before not in {"mid", "pre", "post", "early", "late"}


def _is_told_as_number(text: str, start: int, end: int) -> bool:
    """Whether nothing before it announces a year, and it is an odd one, a name's, or counts what follows."""
    number = int(text[start : start + 4])
    word, _ = word_before(text, start)
    before = word.lower()
    of_its_own = word[-2:] in {"'s", "’s"}
    if before not in _PREPOSITIONS and (not 1900 <= number <= 2030 or before.isdecimal()):
        return True
    if before not in _DETERMINED and not of_its_own:
        if word[:1].isupper() and word not in _EVENTS and before not in _PREPOSITIONS:
            return not _sentence_ends(text, start)
        if before not in _PREPOSITIONS and _BY_SOMEONE.match(text, end):
            return True
    counts = number % 100 == 0 if before in _LOOSELY_DETERMINED else before not in _DETERMINED
    return counts and not of_its_own and bool(_PLURAL_AFTER.match(text, end))


def _is_title_or_amount(text: str, start: int, end: int) -> bool:
    """Whether four digits are the name of a work, an amount, or a race."""
    ahead = text[max(0, start - NEAR) : start]
    return bool(
        _AMOUNT.search(ahead)
        or _QUOTED_WHOLE.match(text, max(0, start - 1))
        or (_TITLED.search(ahead) and _ENDS.match(text, end))
        or (_THE.search(ahead) and _NOTHING_NAMED.match(text, end))
    )


def _sentence_ends(text: str, start: int) -> bool:
    return text[max(0, start - 2) : start].strip() in {".", "!", "?", ":", ";", ")"}


def year_in_words(text: str, start: int, end: int) -> bool:
    """Tell a number in words, "two thousand people"."""
    word, _ = word_before(text, start)
    named = (
        not text[start:end].lower().startswith("tw")
        or word.lower() in _PREPOSITIONS
        or word in {"", ".", ",", "“", '"', "`"}
        or word.lower() in OF_TIME
    )
    return not named or bool(_COUNTED.match(text, end) or _PLURAL_AFTER.match(text, end))
