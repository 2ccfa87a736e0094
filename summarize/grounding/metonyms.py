"""Capitals that stand for their states: "Oslo rejected the offer" of a sentence that has Norway."""

from collections.abc import Sequence
from itertools import pairwise

from summarize.grounding.nations import PAIRS, nation
from summarize.grounding.passages import Passage, Token

# The capitals that news often names for their governments, with the state as `nation` reads it.
_CAPITALS = """
    washington: usa / moscow: russia / beijing: china / tokyo: japan / london: uk / paris: france / berlin: germany
    rome: italy / madrid: spain / lisbon: portugal / athens: greece / ankara: turkey / tehran: iran / baghdad: iraq
    kabul: afghanistan / islamabad: pakistan / delhi: india / cairo: egypt / damascus: syria / riyadh: saudi / doha: qatar
    ottawa: canada / canberra: australia / kyiv: ukraine / kiev: ukraine / warsaw: poland / budapest: hungary / vienna: austria
    minsk: belarus / belgrade: serbia / brussels: eu / oslo: norway / stockholm: sweden / copenhagen: denmark
    helsinki: finland / dublin: ireland / taipei: taiwan / hanoi: vietnam / manila: philippines / jakarta: indonesia
    bangkok: thailand / caracas: venezuela / havana: cuba / bogota: colombia / nairobi: kenya / khartoum: sudan
    tripoli: libya / tbilisi: georgia / seoul: south korea / pyongyang: north korea
"""
_STATES = dict(
    one.strip().split(": ") for line in _CAPITALS.strip().splitlines() for one in line.split(" / ")
)
_SHORT = frozenset("america us usa uk britain saudis".split())
# Behind these a capital is a place.
_PLACING = frozenset(
    """
    in at near to from into toward towards outside inside around through across via over under within off beyond throughout
    visit visits visited visiting left leave leaves leaving reached reach reaches reaching entered enter enters entering toured
    crossed bombed struck hit central downtown northern southern eastern western
    """.split()
)
_JOINING = frozenset("and or nor both , with".split())
# In front of these it is a state: "Oslo's offer", "Oslo said", "Oslo will".
_ACTING = frozenset("was is has had will would could can may might should must did does do and or".split())


def is_meant(token: Token, text: Passage, passages: Sequence[Passage]) -> bool:
    """Tell whether a word of a text is a capital that stands for a state which the passages name, and is no place there."""
    state = _STATES.get(token.plain)
    if state is None or not any(_names(state, one) for one in passages):
        return False
    place = text.tokens.index(token)
    return _may_act(text.tokens, place) and not _is_place(text.tokens, place)


def _names(state: str, text: Passage) -> bool:
    words = [_state(token.plain) for token in text.words if token.is_capital]
    pairs = tuple(pairwise(words))
    if " " in state:
        return tuple(state.split()) in pairs
    return state in words or any(PAIRS.get(pair) == state for pair in pairs)


def _state(word: str) -> str:
    """A word that is a state's own name as `nation` reads it; one for its people stays: the British crew is not London."""
    return nation(word) if word in _SHORT else word


def states(text: Passage) -> frozenset[str]:
    """The words of the states whose capitals a text has, also those of their longer names."""
    found = {_STATES[token.plain] for token in text.words if token.plain in _STATES}
    longer = (word.removesuffix("s") for pair, state in PAIRS.items() if state in found for word in pair)
    return frozenset((*(word for state in found for word in state.split()), *longer))


def _is_place(tokens: Sequence[Token], place: int) -> bool:
    """Tell of a capital behind a word of place, also where it is joined to another: "in Tokyo and Oslo"."""
    at = place - 1
    while at >= 0 and (tokens[at].plain in _JOINING or tokens[at].plain in _STATES):
        if tokens[at].plain == "with":
            return False
        at -= 1
    return at >= 0 and (
        tokens[at].plain in _PLACING or (tokens[at].is_capital and tokens[at].plain not in _STATES)
    )


def _may_act(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether what follows a capital lets it be a state: its verb, the end of its clause, not a noun it stands before."""
    if tokens[place].text.endswith("'s") or place + 1 >= len(tokens):
        return True
    behind = tokens[place + 1]
    if place > 1 and tokens[place - 1].plain in _JOINING and tokens[place - 2].plain in _STATES:
        return place == 2 or tokens[place - 3].plain != "the"  # "if Oslo and Rome agree"
    return (
        not behind.is_word or behind.plain in _ACTING or behind.stem != behind.plain or not behind.is_content
    )
