"""Whether a sentence tells of the past or of what is to come, by the words around a date expression.

No tagger: the verb forms, modals and planning words nearest to the expression decide, those before it in its
clause first, as English puts the time of an event after its verb.
"""

import re

from summarize.dates.calendar import FUTURE, PAST, UNTOLD, Direction

_IRREGULAR_PAST = (
    "was|were|had|did|said|told|went|came|got|made|took|gave|saw|met|left|led|held|sent|spoke|wrote|won|lost|began|"
    "became|broke|brought|built|bought|caught|chose|cut|fell|felt|fought|found|flew|fled|forgot|froze|grew|heard|hid|"
    "hit|kept|knew|laid|lay|lent|paid|quit|ran|rang|read|rode|rose|sank|sold|shook|shot|showed|shut|sat|slept|slid|"
    "spent|split|spread|sprang|stood|stole|stuck|struck|swept|swore|swung|taught|tore|thought|threw|understood|woke|"
    "wore|drew|drove|drank|ate|dealt|dug|sought|shone|sang|spun|withdrew|overthrew|oversaw|undertook|upheld|"
    "didn't|wasn't|weren't|hadn't|couldn't|gone|been|seen|done|given|taken|known|shown|written|spoken|broken|fallen|"
    "born|killed|slain|died|underwent|rebuilt|forbade|bore|bred|blew|bound|bled|burst|cast|clung|crept|fed|flung|hung|hurt|"
    "leapt|lit|meant|mistook|outdid|overcame|put|set|sped|spat|sprung|strove|strode|stung|wept|wound|wrung|leaped"
)
_FUTURE_WORDS = (
    "will|won't|shall|'ll|would|is to|are to|was to|were to|due|scheduled|slated|set to|set for|expected|expects|expect|planned|"
    "plans|planning|plan|intends|intended|intend|upcoming|forthcoming|deadline|payable|expires?|expiring|effective|"
    "postponed|rescheduled|delayed|should|may|might|must|can|could|hopes?|aims?|going to|about to|ahead of|"
    "tentatively|promised|promises|vowed|pledged|prepar\\w+|"
    "anticipated|await\\w*|upcoming|proposed|next|to be|maturing|matures?|redeemable|starting|"
    "coming|begins|starts|opens|ends|takes effect|takes place|goes on sale|meets|wants?"
)
_CUE = re.compile(
    rf"\b(?:(?P<future>{_FUTURE_WORDS})|(?P<past>{_IRREGULAR_PAST})|(?P<regular>[a-z]{{2,}}ed)"
    r"|(?P<infinitive>(?-i:to\s+(?!the\b|a\b|an\b|his\b|her\b|its\b|their\b)[a-z]+)))\b",
    re.IGNORECASE,
)
# A clause ends here, seen from the expression
_CLAUSE_BEFORE = re.compile(
    r"[;:]|,? (?:but|while|although|though|because|whereas)\b|\"|``|''|[“”]|,? (?:who|which|when|where|after|before|until)\b",
    re.IGNORECASE,
)
_CLAUSE_AFTER = re.compile(
    r"[;:]|,? (?:but|while|although|though|because|whereas|when|which|who)\b|\"|``|''|[“”]", re.IGNORECASE
)
_UNTIL = re.compile(
    r"\b(?:by|until|till|through|effective|due|ahead of|payable)(?:\s+(?:at least|about|the))?\s*$",
    re.IGNORECASE,
)
_NOT_PAST = frozenset(
    {
        "need",
        "indeed",
        "speed",
        "feed",
        "seed",
        "exceed",
        "succeed",
        "proceed",
        "united",
        "limited",
        "hundred",
        "wed",
    }
)
_REACH = 160


def direction(before: str, after: str) -> Direction:
    """PAST or FUTURE by the words of the sentence before and after an expression; UNTOLD without a sign."""
    near = before[-_REACH:]
    clauses = _CLAUSE_BEFORE.split(near)
    told = _last(clauses[-1])
    if told == UNTOLD:
        told = _first(_CLAUSE_AFTER.split(after[:_REACH])[0])
    if told == UNTOLD and len(clauses) > 1:
        told = _last(" ".join(clauses[:-1]))
    if told != FUTURE and _UNTIL.search(near) and told == UNTOLD:
        return FUTURE
    return told


def _last(words: str) -> Direction:
    """What the last sign in the words says."""
    for found in reversed(list(_CUE.finditer(words))):
        told = _sign(found)
        if told != UNTOLD:
            return told
    return UNTOLD


def _first(words: str) -> Direction:
    """What the first sign in the words says."""
    for found in _CUE.finditer(words):
        told = _sign(found)
        if told != UNTOLD:
            return told
    return UNTOLD


def _sign(found: re.Match[str]) -> Direction:
    if found["future"] or found["infinitive"]:
        return FUTURE
    if found["regular"] and found["regular"].lower() in _NOT_PAST:
        return UNTOLD
    return PAST
