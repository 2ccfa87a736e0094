"""Month and day as the name of an event: the September 11 attacks, the July 7 bombings.

Such a name is used for years after, so that it tells no year: that of September 11 is known to everyone, that of
another only where the text states it. Near the event itself it is a month and day like any other.
"""

import re
from datetime import date
from functools import lru_cache

from summarize.dates import edtf
from summarize.dates.calendar import FUTURE
from summarize.dates.grammar import PARTS, Context, Found
from summarize.dates.vocabulary import MONTHS

ATTACKS = date(2001, 9, 11)
# Days: so near to its day, September 11 is told of this year's
_NEAR = 45
# Days: news tells "the Oct. 23 shooting" without its year for some months
_FAR = 120
# characters before an expression that are looked at
_REACH = 60

_ABOUT_ATTACKS = re.compile(
    r"\b(?:attacks|hijack\w*|terror\w*|9/11|anniversary|al[- ]Qa\w+|World Trade|Pentagon|[Bb]in Laden|Twin Towers|Ground Zero)\b"
)
# "on Sept. 11" is a day of some year, "since Sept. 11" an era
_ERA = re.compile(r"\b(?:since|after|before|of|than|post|pre|the)[\s-]+$", re.IGNORECASE)
_OF_ATTACKS = re.compile(
    r"\b9/11\b|\b(?:attacks|outrages|atrocities|hijackers|victims|aftermath|wake|anniversary) of (?:the )?(?:Sept\.?|September) 11\b"
    r"|\b(?:Sept\.?|September) 11(?:th)? (?:attacks|hijack|terror)|\bWorld Trade Cent"
)
_ON = re.compile(r"\bon\s+$", re.IGNORECASE)
_ANNIVERSARY_OF = re.compile(r"\banniversary of (?:the )?$", re.IGNORECASE)
_SEPTEMBER = re.compile(
    rf"\b(?:September|Sept?\.?)\s+(?!11\b)\d|\d\s+September\b|\bSeptember,?\s+(?!2001)\d{{4}}|\b(?:September|Sept?\.?)\s+11(?:th)?,?\s+(?!2001)\d{{4}}"
    rf"|\b{PARTS['weekday'].join(('(?:', ')'))},?\s+(?:September|Sept\.?)\s+11\b"
)
_ATTACK_ELSEWHERE = re.compile(
    r"\s+(?:on|at|in|against)\s+(?!(?:the\s+)?(?:World|Pentagon|U\.S|United|US\b|America|New York|Washington))"
)

# What cannot be told ahead
_SUDDEN = (
    r"bombers?|bombings?|attacks?|attackers?|massacres?|coups?|putsch|(?:earth)?quakes?|tsunami|uprising|revolution|revolt|riots?|"
    r"killings?|shootings?|atrocit(?:y|ies)|crash|disaster|blasts?|explosions?|assassinations?|invasion|raids?|crackdown|plot"
)
_FORESEEN = r"agreements?|accords?|treaty|pact|elections?|referendum|ceasefire|cease-fire|truce"
_MORE = r"\s+(?:(?!(?:and|or|in|at|to|the|a|an|by|as|when|after|but|for|of|on)\b)[A-Za-z-]+\s+){0,2}?"
_EVENT = re.compile(rf"{_MORE}(?:(?P<sudden>{_SUDDEN})|{_FORESEEN})\b(?![\w-])")
_EVENT_OF = re.compile(
    rf"\bthe\s+(?:\w+\s+)?(?:(?P<sudden>{_SUDDEN})|{_FORESEEN})\s+of\s+(?:the\s+)?$", re.IGNORECASE
)
_ANNIVERSARY = re.compile(r"\banniversar(?:y|ies)\b", re.IGNORECASE)


def attacks_of_2001(match: re.Match[str], context: Context) -> Found | None:
    """Resolve the Sept. 11 attacks and 9/11; one attack may be of another year: "the Sept. 11 attack on the base"."""
    if context.anchor and context.anchor < ATTACKS:
        return None
    one = match.group().lower().endswith("attack") and "2001" not in match.group()
    if one and _ATTACK_ELSEWHERE.match(context.text, context.end):
        return None
    return Found(ATTACKS.isoformat(), "day")


def unless_name(found: Found, context: Context, month: int, day: int) -> Found:
    """Resolve a month and day, told without weekday and year, that may name an event; others are as found."""
    if context.anchor is None or (found.value and not found.anchor):
        return found
    covered = edtf.bounds(found.value)
    value = covered[0] if covered else None
    if (month, day) == (ATTACKS.month, ATTACKS.day) and _tells_attacks(value, context.anchor, context):
        return Found(ATTACKS.isoformat(), "day")
    event = _event(context)
    if event is None or (value and not _is_name(event, value, context.anchor, context)):
        return found
    years = _years_stated(context.text, month, day)
    if len(years) != 1:
        return found._replace(value="", note="a name")
    return Found(date(next(iter(years)), month, day).isoformat(), "day", "", "a name")


def _tells_attacks(value: date | None, anchor: date, context: Context) -> bool:
    before = context.text[max(context.sentence[0], context.start - _REACH) : context.start]
    if anchor <= ATTACKS or _ANNIVERSARY_OF.search(before):
        return anchor > ATTACKS
    told = edtf.bounds(context.memory.day)
    told_near = told is not None and value is not None and abs((told[0] - value).days) <= _NEAR
    if value is None or told_near or context.direction() == FUTURE or _tells_of_september(context.text):
        return False
    about_attacks = _ABOUT_ATTACKS.search(context.text, *context.sentence) is not None
    of_an_era = _ERA.search(before) is not None
    if abs((value - anchor).days) <= _NEAR:
        return about_attacks and of_an_era and anchor > value
    named = _tells_of_attacks(context.text) and not _ON.search(before)
    return about_attacks or named or (of_an_era and not _event(context))


def _event(context: Context) -> re.Match[str] | None:
    """The noun of the event that a month and day names, if any follows, or is before: "the bombings of July 7"."""
    before = context.text[max(context.sentence[0], context.start - _REACH) : context.start]
    return _EVENT.match(context.text, context.end, context.sentence[1]) or _EVENT_OF.search(before)


def _is_name(event: re.Match[str], value: date, anchor: date, context: Context) -> bool:
    """Whether the event is too far from the publication for its year to be plain, or came before it."""
    ahead = value > anchor
    if ahead and not event["sudden"]:
        return (value - anchor).days > _FAR and context.direction() != FUTURE
    commemorated = _ANNIVERSARY.search(context.text, *context.sentence) is not None
    return ahead or commemorated or (anchor - value).days > _FAR


# cached, as a text may hold such days by the thousand
@lru_cache(maxsize=4)
def _tells_of_september(text: str) -> bool:
    """Whether a text tells of a September other than that of the attacks."""
    return _SEPTEMBER.search(text) is not None


@lru_cache(maxsize=4)
def _tells_of_attacks(text: str) -> bool:
    """Whether a text names the attacks anywhere, so that a bare September 11 is that of the attacks."""
    return _OF_ATTACKS.search(text) is not None


@lru_cache(maxsize=16)
def _years_stated(text: str, month: int, day: int) -> frozenset[int]:
    """The years with which a text states a month and day."""
    name = next(name for name, number in MONTHS.items() if number == month)
    written = rf"(?:{name}|{name[:3]}t?\.?)"
    full = re.compile(
        rf"\b(?:{written}\s+{day}(?:st|nd|rd|th)?,?|{day}(?:st|nd|rd|th)?\s+(?:of\s+)?{written},?)\s+(?P<year>(?:1[5-9]|20)\d\d)\b",
        re.IGNORECASE,
    )
    return frozenset(int(found["year"]) for found in full.finditer(text))
