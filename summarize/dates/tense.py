"""Whether a sentence tells of the past or of what is to come, by the words around a date expression.

No tagger: the verb group nearest to the expression decides. News puts the time right before its verb ("on Sunday
issued") or after it ("said Sunday", "will leave on Sunday"), so the word after the expression is asked first, then
the verbs before it in its clause, then those after it.
"""

import re

from summarize.dates.calendar import FUTURE, PAST, UNTOLD, Direction

_ADVERBS = r"(?:\s+(?:\w+ly|also|still|now|not|never|soon|then|again|even|only|just|first|all|both))*"
_PLANNING = (
    "due|scheduled|slated|expected|expects?|planned|plans?|planning|intended|intends?|postponed|rescheduled|"
    "set\\s+to|set\\s+for|supposed|likely|going\\s+to|about\\s+to|upcoming|forthcoming|coming|payable|"
    "expir(?:es?|ing)|effective|proposed|tentatively|anticipated|hop(?:es?|ing)|aim(?:s|ing)?|"
    "matur(?:es?|ing)|redeemable|begins?|resumes?|convenes?|starts|opens|takes\\s+effect|takes\\s+place|meets|reconvenes?|"
    "wants?|ready|awaits?|awaiting|preparing|prepares?|preparations|faces|leaves|arrives|ends"
)
_IRREGULAR = (
    "was|were|had|did|said|told|went|came|got|made|took|gave|saw|met|left|led|held|sent|spoke|wrote|won|lost|began|"
    "became|broke|brought|built|bought|caught|chose|cut|fell|felt|fought|found|flew|fled|forgot|froze|grew|heard|hid|"
    "hit|kept|knew|laid|lay|lent|paid|quit|ran|rang|rode|rose|sank|sold|shook|shot|showed|shut|sat|slept|slid|"
    "spent|split|spread|sprang|stood|stole|stuck|struck|swept|swore|swung|taught|tore|thought|threw|understood|woke|"
    "wore|drew|drove|drank|ate|dealt|dug|sought|shone|sang|spun|withdrew|overthrew|oversaw|undertook|upheld|"
    "didn't|wasn't|weren't|hadn't|gone|been|seen|done|given|taken|known|shown|written|spoken|broken|fallen|"
    "born|slain|underwent|rebuilt|blew|bound|bled|burst|cast|clung|crept|fed|flung|hung|hurt|"
    "leapt|lit|meant|overcame|put|sped|strove|stung|wept|wound|set"
)
# In the order they are tried: a verb group is taken whole, so that "will be held" is not read as "held"
_CUE = re.compile(
    rf"\b(?:(?P<perfect>(?:would|could|should|might|may|must|will|ha[sd]|have|having)(?:n't)?{_ADVERBS}\s+(?:have\s+)?(?:been\s+)?"
    rf"(?!expected|scheduled|planned|proposed|set\b)(?:been|become|come|gone|[a-z]+ed|{_IRREGULAR})\b(?!\s+(?:expected|scheduled|planned|due|set)\b))"
    rf"|(?P<refused>(?:could|would)(?:\s+not|n't)|could\s+be\s+(?:reached|located|contacted|found|determined|seen|heard|learned)|would\s+(?:say|comment)\s+only)\b"
    rf"|(?P<modal>(?:will|won't|shall|would|wouldn't|may|might|should|must|can|could|ought)\b(?:{_ADVERBS}(?:\s+be)?{_ADVERBS}\s+[a-z]+)?)"
    rf"|(?P<plan>(?:(?:is|are|was|were|been|be)\s+to\s+[a-z]+|(?:{_PLANNING}))(?:\s+(?:be\s+)?[a-z]+ed\b)?)"
    rf"|(?P<past>{_IRREGULAR}|[a-z]{{2,}}ed)"
    r"|(?P<infinitive>(?-i:to\s+(?:be\s+)?(?!the\b|an?\b|his\b|her\b|its\b|their\b|this\b|that\b|death\b)[a-z]+)))\b"
    r"|(?P<contracted>['’]ll\b)",
    re.IGNORECASE,
)
_CLAUSE_BEFORE = re.compile(
    r"[;:]|,?\s+(?:but|while|although|though|because|whereas|who|which|when|where|after|before|until|as)\s|[\"“”]|``|''", re.IGNORECASE
)
_CLAUSE_AFTER = re.compile(r"[;:]|,?\s+(?:but|while|although|though|because|whereas|when|which|who)\s|[\"“”]|``|''", re.IGNORECASE)
_TOWARDS = re.compile(r"\b(?:by|until|till|effective|due|payable|ahead\s+of|as\s+(?:early|soon|late)\s+as)\s+(?:at\s+least\s+|about\s+|the\s+)?$", re.IGNORECASE)
_DIRECTLY_AFTER = re.compile(r"\s+(?:\w+ly\s+|also\s+)?$")
# -ed words that are no verbs, and those that are attributes where a word like these stands before them
_NOT_PAST = frozenset({"need", "indeed", "speed", "feed", "seed", "exceed", "succeed", "proceed", "united", "hundred", "wed", "red", "armed", "based"})
_ATTRIBUTE_BEFORE = re.compile(
    r"\b(?:an?|the|its|his|her|their|our|my|this|these|those|most|some|any|no|of|in|with|from|newly|previously|still|recently|more|so-called|for)\s+(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
# "agreed to meet Friday" looks ahead, "declined to comment Friday" does not
_PROMISES = re.compile(
    r"(?:agreed|promised|vowed|pledged|offered|invited|asked|ordered|urged|decided|wanted|hoped|threatened|prepared|instructed|required)$", re.IGNORECASE
)
_REACH = 160


def direction(before: str, after: str) -> Direction:
    """Tell PAST or FUTURE by the words of the sentence before and after an expression; UNTOLD without a sign."""
    near, rest = before[-_REACH:], after[:_REACH]
    clauses = _CLAUSE_BEFORE.split(near)
    following = _CLAUSE_AFTER.split(rest)[0]
    told = _directly_after(following)
    if told == UNTOLD:
        told = _last(clauses[-1])
    if told == UNTOLD:
        told = _first(following)
    if told == UNTOLD and _TOWARDS.search(near):
        return FUTURE
    if told == UNTOLD and len(clauses) > 1:
        told = _last(" ".join(clauses[:-1]))
    return told


def _directly_after(words: str) -> Direction:
    """Read the verb that follows at once: "on Sunday issued", "Saturday was cancelled"."""
    found = _CUE.search(words[:40])
    if found is None or found["infinitive"] or not _DIRECTLY_AFTER.fullmatch(words[: found.start()]):
        return UNTOLD
    return _sign(found, words)


def _last(words: str) -> Direction:
    """Read the last sign in the words; an infinitive takes that of the verb it hangs on."""
    hanging = False
    for found in reversed(list(_CUE.finditer(words))):
        if found["infinitive"]:
            hanging = True
            continue
        told = _sign(found, words)
        if told != UNTOLD:
            return FUTURE if hanging and _PROMISES.search(found.group()) else told
    return FUTURE if hanging else UNTOLD


def _first(words: str) -> Direction:
    """Read the first sign in the words."""
    for found in _CUE.finditer(words):
        told = UNTOLD if found["infinitive"] else _sign(found, words)
        if told != UNTOLD:
            return told
    return UNTOLD


def _sign(found: re.Match[str], words: str) -> Direction:
    if found["modal"] or found["plan"] or found["contracted"]:
        return FUTURE
    if found["perfect"] or found["refused"]:
        return PAST
    word = found.group().lower()
    if word.endswith("ed") and (word in _NOT_PAST or _ATTRIBUTE_BEFORE.search(words[max(0, found.start() - 24) : found.start()])):
        return UNTOLD
    return PAST
