"""What is planned, alleged or possible in the cited sentences and told as done by a claim, and the other way round."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from summarize.grounding.negation import is_adverb
from summarize.grounding.passages import BREAKS, Passage, Token

REACH = 8  # words behind a noun in which it may be said to be planned
BEFORE_WANTED = 4  # words before a participle, and what is to be so, in which somebody wants it
BEFORE_TO = 3  # words before a "to" in which somebody plans to do what follows

_POSSIBLE = frozenset("may might could perhaps possibly maybe probably".split())
_MODALS = {
    **dict.fromkeys(_POSSIBLE, "possible"),
    **dict.fromkeys("will would shall should must won't wouldn't".split(), "coming"),
    **dict.fromkeys("allegedly reportedly supposedly purportedly alleged purported".split(), "alleged"),
}
_AFTERWARDS = frozenset("later eventually become".split())
_PLANNING = frozenset(
    """
    plan plans planned planning expected expects expect scheduled hopes hope hoped wants want wanted intends intend intended
    due set vowed vows vow pledged pledges pledge promised promises threatened threatens seeks seek sought aims aim aimed
    likely proposed proposes proposal considering offered offers ready preparing prepared urged ordered asked
    """.split()
)
_BLAMED = frozenset("accused suspected accuses accuse accusing denied denies deny denying suspicion".split())
_WANTING = frozenset("wants want wanted wanting".split())
_AHEAD = frozenset("planned scheduled expected due proposed upcoming".split())
_BE = frozenset("is are was were be been being".split())
# Behind these another thing is spoken of.
_OTHERWISE = frozenset("has have had that which who whose where".split())
_PASSED = frozenset("be been have has not also soon then never to later eventually".split())
# Words by which a sentence says of something that it is not sure, or that it has it from somebody.
_UNSURE = frozenset(
    """
    believed believe believes thought think thinks likely unlikely possible possibly perhaps probably suspected suspect
    suspects unclear reportedly allegedly alleged apparently apparent appears appeared seems seemed rumoured rumored claimed
    claims claim if potential potentially suggested suggests fear fears feared risk can whether warned speculation
    said says say told tells according ordered
    """.split()
)
_IRREGULAR = {
    "met": "meet",
    "held": "hold",
    "left": "leave",
    "sold": "sell",
    "bought": "buy",
    "won": "win",
    "began": "begin",
    "begun": "begin",
    "came": "come",
    "went": "go",
    "took": "take",
    "taken": "take",
    "gave": "give",
    "given": "give",
    "built": "build",
    "paid": "pay",
    "sent": "send",
    "spoke": "speak",
    "stole": "steal",
    "stolen": "steal",
    "struck": "strike",
    "flew": "fly",
    "shot": "shoot",
    "fought": "fight",
    "fell": "fall",
    "rose": "rise",
    "lost": "lose",
    "wrote": "write",
    "drew": "draw",
    "broke": "break",
    "chose": "choose",
    "withdrew": "withdraw",
}
_SHOWN = {"coming": "planned", "alleged": "alleged", "possible": "possible"}


def amiss(text: Passage, passages: Sequence[Passage]) -> str:
    """Say what a claim tells as done that its sentences only plan, allege or hold possible, or doubts that they tell."""
    is_unsure = any(not one.plain.isdisjoint(_UNSURE | _POSSIBLE) for one in passages)
    is_conditional = "if" in text.plain
    for place, token in enumerate(text.tokens):
        if not token.is_content or not token.is_word or token.is_capital:
            continue
        found = [frame for one in passages for frame in _told(one).get(_root(token), ())]
        mine = _frames(text)[place]
        is_blamed = bool(found) and found[0] == "alleged" and any(map(_blames, text.words))
        if (
            found
            and all(found)
            and not is_blamed
            and not mine
            and not is_conditional
            and _is_done(text.tokens, place)
        ):
            return (
                f"the cited sentences tell as {_SHOWN[found[0]]} what the claim tells as done: “{token.text}”"
            )
        if found and mine == "possible" and not is_unsure and not any(found):
            return f"the cited sentences tell as a fact what the claim does not: “{token.text}”"
    return ""


def _blames(token: Token) -> bool:
    """Tell of a word by which a claim says that it only tells what somebody is blamed for: "according to an accusation"."""
    return token.stem.startswith(("accus", "alleg", "suspect", "suspic"))


def _root(token: Token) -> str:
    return _IRREGULAR.get(token.plain, token.stem)


def _is_done(tokens: Sequence[Token], place: int) -> bool:
    """Tell of a verb in the past: "closed", "was closed", "has met"."""
    token = tokens[place]
    if not token.plain.endswith("ed") and token.plain not in _IRREGULAR:
        return False
    if place + 1 < len(tokens) and tokens[place + 1].is_capital:  # "the accused Lund" is no deed
        return tokens[place - 1].plain not in {"the", "a"} if place else False
    before = next((one.plain for one in tokens[:place][::-1] if not is_adverb(one.plain)), "")
    return before not in {"a", "an", "the", "to", "be", "being", "by", "of"}


@lru_cache(maxsize=4_000)
def _frames(text: Passage) -> tuple[str, ...]:
    """How each token of a text is told."""
    return tuple(_frame_of(text.tokens, place) for place in range(len(text.tokens)))


@lru_cache(maxsize=4_000)
def _told(text: Passage) -> dict[str, list[str]]:
    """How a text tells each of its words, by the root."""
    told: dict[str, list[str]] = {}
    for token, frame in zip(text.tokens, _frames(text), strict=True):
        told.setdefault(_root(token), []).append(frame)
    return told


def _frame_of(tokens: Sequence[Token], place: int) -> str:
    """How a word is told: "coming", "alleged" or "possible"; "" for as it is."""
    for at in range(place - 1, -1, -1):
        word = tokens[at].plain
        if frame := _MODALS.get(word):  # "would later win" tells what came true
            return "" if word == "would" and tokens[at + 1].plain in _AFTERWARDS else frame
        if frame := _governed(tokens, at, place):
            return frame
        if word not in _PASSED and not is_adverb(word):
            break
    return "coming" if _is_planned(tokens, place) or _is_wanted(tokens, place) else ""


def _governed(tokens: Sequence[Token], at: int, place: int) -> str:
    """How a word is told by one before it that is no auxiliary: "planned talks", "plans to close", "accused of stealing"."""
    word = tokens[at].plain
    if word in _AHEAD and at == place - 1 and tokens[place].plain not in {"for", "to"}:
        return "coming"
    if word == "to" and any(one in _PLANNING or one in _BE for one in _words_before(tokens, at)):
        return "coming"
    if word in _BLAMED or (word == "of" and at and tokens[at - 1].plain in _BLAMED):
        return "alleged"
    return ""


def _words_before(tokens: Sequence[Token], at: int) -> Iterator[str]:
    """The last words before a place within its clause; a form of "be" counts only right there."""
    for place in range(at - 1, max(-1, at - 1 - BEFORE_TO), -1):
        word = tokens[place].plain
        if word in BREAKS:
            return
        if word not in _BE or place == at - 1:
            yield word


def _is_wanted(tokens: Sequence[Token], place: int) -> bool:
    """Tell of what somebody wants to be done: "wants the old bridge closed"."""
    if not tokens[place].plain.endswith("ed") or tokens[place - 1].plain in _BE | _OTHERWISE:
        return False
    for at in range(place - 2, max(-1, place - 2 - BEFORE_WANTED), -1):
        word = tokens[at].plain
        if word in BREAKS or word in _BE | _OTHERWISE or word in {"and", "but", "to"}:
            return False
        if word in _WANTING:
            return not at or tokens[at - 1].plain not in _BE | {"a", "the", "most"}
    return False


def _is_planned(tokens: Sequence[Token], place: int) -> bool:
    """Tell of a thing that is said to be planned behind it: "a meeting between the two is planned"."""
    for at in range(place + 1, min(place + 1 + REACH, len(tokens) - 1)):
        if tokens[at].plain in BREAKS or tokens[at].plain in _OTHERWISE or tokens[place].plain.endswith("ed"):
            return False
        if tokens[at].plain in _BE:
            behind = [token.plain for token in tokens[at + 1 : at + 3] if token.plain not in {"still", "now"}]
            return bool(behind) and behind[0] in _AHEAD
    return False
