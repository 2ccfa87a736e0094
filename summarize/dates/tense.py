"""Whether a sentence tells of the past or of what is to come, by the words around a date expression.

No tagger: the verb group nearest to the expression decides. News puts the time right before its verb ("on Sunday
issued") or after it ("said Sunday", "will leave on Sunday"), so the word after the expression is asked first, then
the verbs before it in its clause, then those after it, then those of the clauses before.
"""

import re
from collections.abc import Iterable, Sequence

from summarize.dates.calendar import FUTURE, PAST, SINCE, UNTOLD, Direction

_MODALS = frozenset("will won't shall would wouldn't may might should must can could couldn't ought".split())
_PLANNING = frozenset(
    "due scheduled slated expected expects expect planned plans plan planning intended intends intend postponed rescheduled supposed "
    "likely upcoming forthcoming coming payable expires expire expiring effective proposed tentatively anticipated hopes hope hoping "
    "aims aim aiming matures maturing redeemable begins begin resumes resume convenes starts opens meet meets reconvenes reconvene wants want "
    "ready awaits awaiting preparing prepares preparations faces leaves arrives ends reopens reopen returns departs falls".split()
)
# Planning where "to" (or "for") follows
_PLANNING_TO = frozenset(
    "set going about agreement decision offer bid deal proposal deadline chance opportunity".split()
)
_PAST = frozenset(
    "was were had did said says say told went came got made took gave saw met left led held sent spoke wrote won lost began "
    "became broke brought built bought caught chose cut fell felt fought found flew fled forgot froze grew heard hid "
    "hit kept knew laid lay lent paid quit ran rang rode rose sank sold shook shot showed shut sat slept slid "
    "spent split spread sprang stood stole stuck struck swept swore swung taught tore thought threw understood woke "
    "wore drew drove drank ate dealt dug sought shone sang spun withdrew overthrew oversaw undertook upheld "
    "didn't wasn't weren't hadn't gone been seen done given taken known shown written spoken broken fallen "
    "born slain underwent rebuilt blew bound bled burst cast clung crept fed flung hung hurt "
    "leapt lit meant overcame put sped strove stung wept wound set".split()
)
# -ed words that are no verbs
_NOT_PAST = frozenset(
    "need indeed speed feed seed exceed succeed proceed united hundred wed red armed based ed".split()
)
# -ed words are attributes after these: "a still unspecified date", "in related talks"
_ATTRIBUTE_AFTER = frozenset(
    "a an the its his her their our my this these those most some any no of in with from newly previously still recently more for".split()
)
_GROUP = frozenset(
    "be been being have has had not also still now never soon then again even only just first all both".split()
)
_HAVE = frozenset("have has had having 've".split())
_AUXILIARIES = frozenset("was were had has have is are been be".split())
# "agreed to meet Friday" looks ahead, "declined to comment Friday" does not
_PROMISES = frozenset("agreed promised vowed pledged offered invited hoped threatened prepared".split())
# "to" after these begins no infinitive: "according to state television"
_NO_INFINITIVE_AFTER = frozenset(
    "according next close prior owing thanks contrary addition response return answer similar led".split()
)
# "is leaving Friday" looks ahead
_GOING = frozenset(
    "meeting traveling travelling leaving arriving flying going coming heading returning hosting visiting voting departing".split()
)
_BE = frozenset("am is are 's 're 'm i'm he's she's it's we're they're you're".split())
_NO_VERB_AFTER_TO = frozenset(
    "the a an his her its their this that these those death court school work office power prison jail him them us me you it "
    "people reporters journalists date part end one two".split()
)
# What tells anything is among these, or ends in -ed or 'll
_TELLING = _MODALS | _PLANNING | _PLANNING_TO | _PAST | _AUXILIARIES | _GOING
# What a spokesman could not or would not do is told of the past
_REACHED = frozenset(
    "reached located contacted found determined seen heard learned verified confirmed".split()
)
_BOUNDARIES = frozenset(
    "; : — -- \" “ ” `` '' but while although though because whereas who which when where after before as".split()
)
_BETWEEN = frozenset("the about next at least early late mid".split())
# "the next vote is on Saturday", "the truce takes effect at midnight on Saturday"
_PRESENT = frozenset("open close closes start end vote votes fly flies return".split())
_NOT_PRESENT = frozenset("is are was were been be being did left kept stay stays stayed remained to".split())
# "Monday is a holiday"
_IS_AFTER = re.compile(r"\s+(?:is|are)\b")
# "gave them until March 1", which may be over or not
_GIVEN_UNTIL = re.compile(
    r"\b(?:give|gave|giving|given|had)\b[^.,;]{0,30}\b(?:until|till)\s*$", re.IGNORECASE
)
# "unless a deal is reached by Friday"
_UNLESS = re.compile(
    r"\b(?:unless|if|once)\b[^.;:,\"”]*\b(?:is|are|does|do|has|have)\b(?![^.;:,\"”]*\bsince\b)[^.;:,\"”]*$",
    re.IGNORECASE,
)
_UNLESS_WORDS = ("unless", "if", "once")
_GOES_AHEAD = re.compile(
    r"\b(?:takes? (?:effect|office|place|power)|comes? into (?:force|effect)|go(?:es)? (?:on trial|to the polls|on sale|into effect|before)|kicks? off|gets? under ?way|go(?:es)? back)\b[^,.;:]*$",
    re.IGNORECASE,
)
_GOES_AHEAD_VERBS = ("take", "come", "go ", "goes ", "kick", "get")
# "kick-off is at 19.45 on"
_IS_AT = re.compile(
    r"\b(?:is|are) (?:at|from) (?:\d[\d.:]* ?(?:[ap]\.?m\b\.?)?|noon|midnight)(?: [A-Z]{2,3}T?)?(?: on)?\s*$"
)
_IS_AT_WORDS = ("is at ", "are at ", "is from ", "are from ")
# "moved to Thursday", "delayed until May", "pushed back to Friday"
_TOWARDS_NEW = frozenset({"to", "until", "till"})
_SHIFTED = frozenset("moved delayed pushed put adjourned deferred shifted postponed rescheduled".split())
_TOWARDS = frozenset("by until till effective due payable".split())

# "ways around Wednesday's ruling", whatever the verb
_LOOKING_BACK = frozenset("around over after about of from following despite against".split())
_POSSESSIVE = re.compile(r" ?['’]s\b")

_PLANS_NOW = r"\b(?:turns|plays|hears|hosts|travels|flies|retires|sails)\b"
_GOVERNING = re.compile(_PLANS_NOW + r"[^.,;:]{0,30}$")
_NOW = re.compile(
    r"\b(?:we|I|they|you|he|she|it|there|this|that|who)(?:['’](?:s|re|m)\b|\s+(?:is|are|am|do|don['’]t)\b|\s+[a-z]{2,}\b)"
    rf"|{_PLANS_NOW}",
    re.IGNORECASE,
)
_BETWEEN_VERB = frozenset("in on early late mid again only last".split())
# Between a verb and a date, these begin what the date may belong to: "gave no reason for the Jan. 14 deadline"
_NOT_GOVERNED = frozenset(
    "to for of that with by from about until till through before after and or but if when the a an its his her their has have is are be being".split()
)
# No one can tell whether these are past; or what is said of them is to come: "is heard in May", "if passed in May"
_UNCHANGED = frozenset("set cut put hit shut split spread hurt cast burst led says say".split())
_NOT_CERTAIN = frozenset(
    "is are am be being 's 're get gets getting if when once unless until whether to not has have will would may might could should".split()
)

# "Theresa May", "Mark Will": no modals, unless a pronoun makes a question of them; as long as what stands for them
_NAMED_LIKE_MODALS = re.compile(
    r"\b(?:May|Will)\b(?!\s+(?:I|he|she|it|they|we|you|the|there|this|that|a|an)\b)"
)
# Plain words first, which are matched fastest
_TOKEN = re.compile(
    r"[A-Za-z](?:[A-Za-z]*+(?![-'’][A-Za-z])|[A-Za-z]*(?:[-'’][A-Za-z]+)*)|[;:\"“”—]|--|``|''"
)
_DIRECTLY = re.compile(r"(?:,?\s+(?:which|that))?\s+(?:\w+ly\s+|also\s+)?(?=[a-z])")
# characters
_REACH = 160
_VERB_REACH = 48


def direction(before: str, after: str) -> Direction:
    """Tell PAST or FUTURE by the words of the sentence before and after an expression; UNTOLD without a sign."""
    before, after = _without_names(before), _without_names(after)
    words = _words(before[-_REACH:])
    if _as_soon_as(words) or _goes_ahead(before[-_REACH:], words):
        return FUTURE
    if _is_given_until(before, words):
        return UNTOLD
    preposition = _preposition(words)
    if preposition == "since" or _governed_by_past(words):
        return SINCE
    if preposition in _LOOKING_BACK and _POSSESSIVE.match(after):
        return PAST
    clause = _clause_start(words)
    if not words and _IS_AFTER.match(after):
        return FUTURE
    return (
        _directly_after(after)
        or _last(words, clause)
        or _first(_words(after[:_REACH]))
        or _last(words[:clause], 0)
        or (FUTURE if preposition in _TOWARDS else UNTOLD)
    )


def is_of_present_verb(before: str) -> bool:
    """Whether a verb in the present that plans are told with governs what follows: "who turns 30 on", "sails on"."""
    return bool(_GOVERNING.search(before[-_VERB_REACH:]))


def is_present(before: str, after: str) -> bool:
    """Whether words without a past or coming verb tell of what is on at a weekday: "on Saturday we vote", "it is a holiday Monday"."""
    words = _words(before)
    if _POSSESSIVE.match(after) or _preposition(words) in _LOOKING_BACK | {"since", "with", "by", "to"}:
        return False
    return bool(_NOW.search(before) or _NOW.search(after))


def _words(text: str) -> list[str]:
    """The words and marks of a text; none goes on over white space, and most of what that parts is a word."""
    words: list[str] = []
    for piece in text.replace("’", "'").split():
        if piece.isalpha() and piece.isascii():
            words.append(piece)
        else:
            words += _TOKEN.findall(piece)
    return words


def _without_names(text: str) -> str:
    """The text with other letters for the names that are spelt like modals."""
    return _NAMED_LIKE_MODALS.sub(_name, text) if "May" in text or "Will" in text else text


def _name(found: re.Match[str]) -> str:
    return "N" + "a" * (len(found[0]) - 1)


def _is_given_until(before: str, words: Sequence[str]) -> bool:
    """Whether somebody has time until then, which may be over or not."""
    until = bool(words) and words[-1].lower().endswith(("until", "till"))
    return until and _GIVEN_UNTIL.search(before[-_VERB_REACH:]) is not None


def _goes_ahead(near: str, words: Sequence[str]) -> bool:
    """Whether what is told was moved to the date, or is on it: "was put off until Friday", "takes effect on Friday"."""
    if not words:
        return _is_told_ahead(near)
    last = words[-1].lower()
    return (
        last in {"is", "are"}
        or (last in {"on", "at"} and _opens(words, last))
        or (words[-1] in _TOWARDS_NEW and not _SHIFTED.isdisjoint(words[-6:]))
        or _is_told_ahead(near)
    )


def _opens(words: Sequence[str], last: str) -> bool:
    """Whether a vote is on, or shops open on or at."""
    before = [word.lower() for word in words[-3:-1]]
    if not before:
        return False
    is_on = last == "on" and before[-1] in {"is", "are"}
    return is_on or (before[-1] in _PRESENT and before[0] not in _NOT_PRESENT)


def _is_told_ahead(near: str) -> bool:
    """Whether one of the phrases that look ahead stands before; each is looked for where the words it needs are."""
    holds = near.lower().__contains__
    return (
        (any(map(holds, _GOES_AHEAD_VERBS)) and _GOES_AHEAD.search(near) is not None)
        or (any(map(holds, _UNLESS_WORDS)) and _UNLESS.search(near) is not None)
        or (any(map(near.__contains__, _IS_AT_WORDS)) and _IS_AT.search(near) is not None)
    )


def _governed_by_past(words: Sequence[str]) -> bool:
    """Whether the expression is told with a past verb: "resigned in May", "rose 2 percent in early April", "met on Monday"."""
    end = len(words)
    # "died on the 5th"
    if words[end - 2 : end] == ["on", "the"] or words[end - 2 : end] == ["On", "the"]:
        end -= 2
    while end and words[end - 1] in _BETWEEN_VERB:
        end -= 1
    for index in range(end - 1, max(-1, end - 4), -1):
        word = words[index].lower()
        if word in _NOT_GOVERNED or word in _BOUNDARIES:
            return False
        told = _sign(words, index)
        # "said it will redeem preferred shares on Oct. 31"
        adjacent = index == end - 1 or not (word.endswith("ed") or word == "said")
        if told == PAST and adjacent and word not in _UNCHANGED:
            return not _NOT_CERTAIN.intersection(
                before.lower() for before in words[max(0, index - 2) : index]
            )
        if told != UNTOLD:
            return False
    return False


def _as_soon_as(words: Sequence[str]) -> bool:
    tail = words[-4:-1] if words[-1:] in (["on"], ["next"]) else words[-3:]
    return len(tail) == 3 and tail[0] == tail[2] == "as" and tail[1] in {"soon", "early", "late"}


def _preposition(words: Sequence[str]) -> str:
    """The word before the expression and what belongs to it: since (early) May, by (at least) Friday."""
    for word in reversed(words):
        if word not in _BETWEEN:
            return word
    return ""


def _clause_start(words: Sequence[str]) -> int:
    """Find where the clause at the end of the words begins."""
    for index in range(len(words) - 1, -1, -1):
        if words[index] in _BOUNDARIES and words[index + 1 : index + 2] not in (
            ["of"],
            ["early"],
            ["soon"],
            ["late"],
        ):
            return index + 1
    return 0


def _directly_after(after: str) -> Direction:
    """Read the verb that follows at once: "on Sunday issued", "Saturday was cancelled"."""
    found = _DIRECTLY.match(after)
    if found is None:
        return UNTOLD
    following = _words(after[:_VERB_REACH])
    index = len(found.group().split())
    return _sign(following, index) if index < len(following) and following[index] != "to" else UNTOLD


def _last(words: Sequence[str], clause: int) -> Direction:
    """Read the last sign from `clause` on; an infinitive takes that of the verb it hangs on."""
    hanging = -1
    for index in range(len(words) - 1, clause - 1, -1):
        if words[index] == "to" and _is_infinitive(words, index):
            hanging = index
            if words[index - 1] in {"is", "are", "was", "were"} or words[index - 1] in _PLANNING_TO:
                return FUTURE
            continue
        told = _sign(words, index)
        if told == UNTOLD or (hanging == index - 1 and hanging >= 0):
            continue
        ahead = hanging >= 0 and (words[index] in _PROMISES or words[-1] in {"by", "until"})
        return FUTURE if ahead else told
    # "Kim to meet Xi on Friday" is a headline; what only begins with an infinitive hangs on words outside
    return FUTURE if hanging > clause else UNTOLD


def _first(words: Sequence[str]) -> Direction:
    """Read the first sign up to the end of the clause."""
    for index, word in enumerate(words):
        if word in _BOUNDARIES and word not in {"after", "before", "as", "where"}:
            return UNTOLD
        told = _sign(words, index)
        if told != UNTOLD:
            return told
    return UNTOLD


def _is_infinitive(words: Sequence[str], index: int) -> bool:
    """Whether a "to" begins an infinitive."""
    following = words[index + 1] if index + 1 < len(words) else "the"
    if not following.islower() or following in _NO_VERB_AFTER_TO:
        return False
    return index == 0 or words[index - 1].lower() not in _NO_INFINITIVE_AFTER


def _sign(words: Sequence[str], index: int) -> Direction:
    """What the word tells, with the verb group it stands in."""
    word = words[index].lower()
    if word not in _TELLING and not word.endswith(("ed", "'ll")):
        return UNTOLD
    if word in _MODALS:
        return _modal(words, index)
    if _plans(words, index, word):
        return FUTURE
    if word not in _PAST and not (word.endswith("ed") and word not in _NOT_PAST):
        return UNTOLD
    return _past_form(words, index, word)


def _plans(words: Sequence[str], index: int, word: str) -> bool:
    """Whether the word looks ahead: I'll, due, set to, was scheduled, is leaving."""
    if word.endswith("'ll") or word in _PLANNING:
        return True
    if word in _PLANNING_TO:
        return words[index + 1 : index + 2] in (["to"], ["for"])
    if word in _AUXILIARIES:
        return any(later in _PLANNING for later in _group_after(words, index))
    return word in _GOING and index > 0 and words[index - 1].lower() in _BE


def _modal(words: Sequence[str], index: int) -> Direction:
    """Will, would, could: ahead, but what "would have been" or "could not be reached" is not."""
    following = [later.lower() for later in words[index + 1 : index + 4]]
    word = words[index].lower()
    if word in {"couldn't", "wouldn't"} or (
        word in {"could", "would"} and following[:1] in (["not"], ["n't"])
    ):
        return PAST
    if word == "could" and following[:1] == ["be"] and following[1:2] and following[1] in _REACHED:
        return PAST
    perfect = "have" in following[:2] and any(
        later == "been" or later in _PAST or later.endswith("ed") for later in following[1:]
    )
    return PAST if perfect else FUTURE


def _past_form(words: Sequence[str], index: int, word: str) -> Direction:
    """A past form or participle: the auxiliary before it decides."""
    perfect = False
    for before in range(index - 1, max(-1, index - 6), -1):
        auxiliary = words[before].lower()
        if auxiliary in _MODALS:
            return PAST if perfect else _modal(words, before)
        if auxiliary == "to":
            return PAST if perfect else UNTOLD
        if auxiliary in {"is", "are"}:
            return UNTOLD
        if auxiliary not in _GROUP and not auxiliary.endswith("ly"):
            return UNTOLD if auxiliary in _ATTRIBUTE_AFTER and word.endswith("ed") else PAST
        perfect = perfect or auxiliary in _HAVE or auxiliary == "been"
        if auxiliary in _ATTRIBUTE_AFTER and word.endswith("ed"):
            return UNTOLD
    return PAST


def _group_after(words: Sequence[str], index: int) -> Iterable[str]:
    """The words of the verb group that an auxiliary begins."""
    for word in words[index + 1 : index + 5]:
        yield word
        if word not in _GROUP and not word.endswith("ly"):
            return
