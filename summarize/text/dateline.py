"""The dateline: where and when a story was filed, before its first word.

    BEIJING, March 28, 2018 (Xinhua) -- | NEW YORK (CBSNewYork) -- | WASHINGTON - | (CNN) - | TOKYO -LRB- AP -RRB- _

Capitals before a dash are not enough ("KIM JONG UN — the leader …"): an agency, a date or a region beside the
place makes it sure; without these it must be one word, or begin or end as names of cities do.
"""

import re

from summarize.text.late import late
from summarize.text.whitespace import fold

# In characters; a longer opening is prose.
MAX_DATELINE = 160

_CAPS = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]+"
_CAPS_PLACE = rf"{_CAPS}(?:(?: |\\?/){_CAPS}){{0,4}}"
_NAME = r"[A-ZÀ-ÖØ-Þ][\w.'’-]*"
_MIXED_PLACE = rf"(?!The ){_NAME}(?:[ /]{_NAME}){{0,3}}"
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?"
    r"|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day|\.)?,? )?"
_DAY = rf"{_WEEKDAY}(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}} {_MONTH})(?: ?,? \d{{4}})?"
_REGION = rf"(?: ?, (?!{_MONTH} \d){_NAME}(?: (?:and|of|the|{_NAME})){{0,3}})"
_WIRES = (
    r"(?:AP|AFP|UPI|CNN(?: Business)?|BBC|NBC|ABC|CBS|CBC|NPR|VOA|DPA|dpa|EFE|ANI|PTI|IANS|IRNA|KCNA|RFI|TASS|ANSA|MENA|PA|CP|AA|IPS"
    r"|NYT|WSJ|RNS|XINHUA|REUTERS|BLOOMBERG|YONHAP|KYODO|(?:The )?Associated Press|Reuters(?: Life ?!)?|Thomson Reuters Foundation|Xinhua|Bloomberg(?: News)?|Yonhap"
    r"|Interfax|Kyodo(?: News)?|Sputnik|Agence France-Presse|Press Association|Business Wire|PRNewswire|MarketWatch"
    r"|The Canadian Press)"
)
_KNOWN = rf"(?:{_WIRES}|\w[\w ]{{1,24}} (?:News|Press|Service|Agency|Radio))"
_AGENCY = rf"(?:{_KNOWN}|[A-Z][\w.&'-]*(?: [A-Z][\w.&'-]*){{0,3}})(?:[/,] ?{_KNOWN})?"
_OPEN, _CLOSE = r"(?:\( ?|-LRB- )", r"(?: ?\)| -RRB-)"
_DASH = r"(?: ?(?:—|–|―|--+)| [-_](?= |$))"
# What follows begins a sentence, or stands in the next paragraph.
_STARTS = r"(?= ?(?:[\"“‘'(\[]|``|'')* ?[A-ZÀ-Þ0-9]| ?$)"

_BRACKETS = ("(", "-LRB-")
# In the order in which they count, behind the marks of which one stands in each.
_SURE = (
    (
        _BRACKETS,
        late(
            rf"{_CAPS_PLACE}{_REGION}{{0,2}}(?: ?,? {_DAY} ?,?)? {_OPEN}{_AGENCY}{_CLOSE}(?:{_DASH}| ?:){_STARTS}"
        ),
    ),
    (
        _BRACKETS,
        late(rf"{_MIXED_PLACE}{_REGION}{{0,2}}(?: ?,? {_DAY} ?,?)? {_OPEN}{_KNOWN}{_CLOSE}{_DASH}{_STARTS}"),
    ),
    (_BRACKETS, late(rf"{_DAY} ?,? {_OPEN}{_KNOWN}{_CLOSE}{_DASH}{_STARTS}")),
    (_BRACKETS, late(rf"{_OPEN}{_AGENCY}{_CLOSE}{_DASH}{_STARTS}")),
    ((",",), late(rf"{_MIXED_PLACE}{_REGION}{{0,2}} ?, {_DAY}(?:{_DASH}{_STARTS}|:?$)")),
    (
        ("(",),
        late(
            rf"(?:{_MIXED_PLACE}{_REGION}? )?\((?:CNN(?: Business)?|AP|Reuters|AFP|UPI)\)(?= ?[A-ZÀ-Þ\"“‘])"
        ),
    ),
)
_MAY_HOLD = re.compile(r"[(—–―]|--| [-_](?: |$)|-LRB-|\d:?$")
_CAPITALS = re.compile(r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]")
_BEGINS_CITY = (
    r"(?:NEW|SAN|SANTA|LOS|LAS|ST\.|SAINT|FORT|FT\.|PORT|MOUNT|EL|LA|HONG|KUALA|ADDIS|TEL|ABU|CAPE|RIO|SAO|SÃO|BUENOS|PHNOM"
    r"|UNITED NATIONS|AIR|CAMP|WEST|EAST|SOUTH|NORTH|GRAND|SALT|DES|BATON|LITTLE)"
)
_PLACE_ONLY = late(
    "|".join(
        (
            rf"{_CAPS_PLACE}{_REGION}{_DASH}{_STARTS}",
            rf"(?P<alone>{_CAPS}){_DASH}{_STARTS}",
            rf"{_BEGINS_CITY}(?: {_CAPS}){{0,3}}{_DASH}{_STARTS}",
            rf"{_CAPS}(?: {_CAPS})? (?:CITY|BEACH|SPRINGS|FALLS|ISLAND|BAY|VALLEY|HILLS|ROCK|LAKE|TOWN){_DASH}{_STARTS}",
        )
    )
)
# Behind what a page ran together with it, only what is next to the agency's name is sure to be the place.
_ZONE = r"(?:[ECMP][SD]?T|GMT|BST|IST|JST|HKT|UTC|AM|PM)\b"
_TWO_WORDS = r"(?:New|United|San|Santa|Los|Las|Hong|Tel|Abu|Addis|Buenos|Rio|Sao|Cape|Fort|Saint|St\.|Port|El|Kuala|Phnom|Salt|Saudi|South|North)"
_INSIDE = late(
    rf"(?<![^ .!?'\"”)])(?:(?!{_ZONE})(?:{_CAPS}(?:(?: |\\?/){_CAPS}){{0,3}}|(?:{_TWO_WORDS} )?{_NAME}){_REGION}?(?: ?,? {_DAY} ?,?)? )?"
    rf"{_OPEN}{_WIRES}{_CLOSE}{_DASH}{_STARTS}"
)
# In characters from the start of the paragraph.
_INSIDE_DEPTH = 1_500
_WIRE = re.compile(rf"[(-](?:(?<=\()|(?<=-)LRB-)\s?{_WIRES}")

# Words in capitals that open an article and are not places.
_LABELS = frozenset(
    "BREAKING UPDATE UPDATED EXCLUSIVE WATCH LIVE NEW VIDEO OPINION ANALYSIS EDITORIAL NOTE CORRECTION FILE CLARIFICATION"
    " REVIEW INTERVIEW EXPLAINER FACTBOX TIMELINE PREVIEW RESULT RESULTS LETTER LETTERS WARNING ALERT POLL PHOTOS READ MORE"
    " QUESTION ANSWER WHO WHAT WHEN WHERE WHY HOW NASA NATO FIFA OPEC UNICEF UNESCO INTERPOL AIDS COVID".split()
)


def find_dateline(text: str, start: int, end: int, *, sure: bool = False) -> int | None:
    """Return where the dateline that opens text[start:end] ends, dash included, or None where there is none.

    With `sure`, capitals and a dash alone do not count.
    """
    head = fold(text[start : min(end, start + MAX_DATELINE)])
    if not head or not (head[0].isupper() or head[0] in "(-0123456789") or not _MAY_HOLD.search(head):
        return None
    found = _sure(head)
    if found is None and not sure and _CAPITALS.match(head):
        found = _PLACE_ONLY().match(head)
        if found is not None and found["alone"] in _LABELS:
            return None
    if found is None:
        return None
    return _offset_after(text, start, sum(1 for char in found[0] if char != " "))


def _sure(head: str) -> re.Match[str] | None:
    for marks, pattern in _SURE:
        if any(mark in head for mark in marks) and (found := pattern().match(head)):
            return found
    return None


def find_dateline_inside(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the span of a dateline that a page ran together with a headline or highlights before it, or None.

    Only one that names a news agency counts.
    """
    if _WIRE.search(text, start, min(end, start + _INSIDE_DEPTH)) is None:
        return None
    body = fold(text[start : min(end, start + _INSIDE_DEPTH)])
    found = _INSIDE().search(body)
    if found is None:
        return None
    before = sum(1 for char in body[: found.start()] if char != " ")
    begin = _offset_after(text, start, before)
    begin += len(text[begin:end]) - len(text[begin:end].lstrip())
    return begin, _offset_after(text, start, before + sum(1 for char in found[0] if char != " "))


def _offset_after(text: str, start: int, count: int) -> int:
    """Return the offset behind the next `count` characters that folding keeps."""
    at = start
    while count:
        count -= text[at].isprintable() and not text[at].isspace()
        at += 1
    return at
