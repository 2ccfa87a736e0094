"""What has happened to people who are counted: the killed are not the injured, nor both the people of a town."""

from collections.abc import Sequence

from summarize.engines.differences.numbers import Token
from summarize.text.stemmer import stem

_ROLES = {
    "killed": "kill killed kills killing dead die died dies dying death deaths fatality fatalities perished perish slain bodies corpses"
    " lives toll murdered massacred executed drowned",
    "injured": "injure injured injures injuring injuries wounded wounding wound wounds hurt hospitalised hospitalized",
    "missing": "missing unaccounted",
    "homeless": "homeless displaced",
    "evacuated": "evacuated evacuating evacuate",
    "rescued": "rescued rescue rescuing saved",
    "arrested": "arrested arrest arrests detained detain detaining detention captured capture capturing seized seize imprisoned jailed"
    " held custody captivity apprehended",
    "infected": "infected cases sickened ill",
}
ROLE_OF = {word: role for role, words in _ROLES.items() for word in words.split()}
# These roles make figures of people of different kinds: they are compared only with their like.
STRICT = frozenset(("killed", "injured", "missing", "homeless", "evacuated", "rescued", "infected"))
# Nouns that mean any of the people counted.
GENERIC = frozenset(
    """
    people persons person others other victims victim lives bodies dead deaths death toll fatalities casualties were have
    wounded injured missing killed died homeless cases corpses
    """.split()  # a word list is read as words
)
# Nouns, as stems, by which the same people may be called: the first group goes with each of the others.
_KINDS = tuple(
    frozenset(map(stem, nouns.split()))
    for nouns in (
        "men women suspects members individuals prisoners detainees captives hostages defendants",
        "sailors soldiers troops personnel crew servicemen marines seamen",
        "gunmen attackers bombers militants terrorists assailants fighters rebels insurgents shooters plotters conspirators",
        "officers policemen deputies",
        "passengers travellers travelers tourists",
        "workers employees staff miners",
        "students pupils teenagers youths",
        "residents villagers citizens civilians",
        "patients inmates migrants refugees survivors",
        "protesters demonstrators activists marchers",
        "spectators visitors guests fans",
        "experts scientists researchers",
    )
)
PEOPLE = frozenset().union(*_KINDS)


def may_be_same(one: str, other: str) -> bool:
    """Tell whether two nouns, as stems, may mean the same people."""
    is_general = one in _KINDS[0] or other in _KINDS[0]
    return one == other or is_general or any(one in kind and other in kind for kind in _KINDS)


_BREAKS = frozenset((";", ":", "(", ")", "and", "while", "but", "including", "—", "–", "after", "when", "as"))
_AHEAD = 7
_BEHIND = 18
_CLOSE = 3
_PASSIVE = frozenset("was were been being be are is got get".split())
_STATES = frozenset("dead missing wounded injured homeless unaccounted".split())
# After "killed", these tell that it was done to what stands before.
_AFTER = frozenset("in by when on at after since and during near while as or".split())
# "in 31 states" are no ones to whom something happened.
_PREPOSITIONS = frozenset("in across at to from with among over through".split())
_VERBS_BEFORE = frozenset(
    "killed kills killing kill injured injuring wounded wounding claimed toll deaths displaced evacuated rescued arrested".split()
)


def role_of(tokens: Sequence[Token], begin: int, last: int, *, is_general: bool) -> tuple[str, int]:
    """Give what happened to those that the number in tokens `begin` to `last` counts, and the token that says it.

    "" and -1 where nothing does. A toll told before it counts people in general (`is_general`).
    """
    for at in range(begin - 1, max(-1, begin - 1 - _CLOSE), -1):
        if tokens[at].low in _VERBS_BEFORE:
            return ROLE_OF.get(tokens[at].low, "killed"), at
        if tokens[at].low in _BREAKS or tokens[at].low[0].isdigit():
            break
    if begin and not is_general and tokens[begin - 1].low in _PREPOSITIONS:
        return "", -1
    ahead = _ahead(tokens, last, is_general=is_general)
    return ahead if ahead[0] or not is_general else _behind(tokens, begin)


def _ahead(tokens: Sequence[Token], last: int, *, is_general: bool) -> tuple[str, int]:
    """Find what follows: of people in general anything near, of others only what was done to them."""
    is_passive = False
    for at in range(last, min(len(tokens), last + _AHEAD)):
        low = tokens[at].low
        if low in ROLE_OF and tokens[at - 1].low != "to":
            following = tokens[at + 1].low if at + 1 < len(tokens) else "."
            if (
                is_general
                or is_passive
                or low in _STATES
                or not (following[0].isalnum() and following not in _AFTER)
            ):
                return ROLE_OF[low], at
            break
        if low in _BREAKS or low[0].isdigit():
            break
        is_passive = is_passive or low in _PASSIVE
    return "", -1


def _behind(tokens: Sequence[Token], begin: int) -> tuple[str, int]:
    """Find "the death toll … rose to 12": only a toll reaches so far, and over no other number."""
    for at in range(begin - 1, max(-1, begin - 1 - _BEHIND), -1):
        low = tokens[at].low
        if low in {"toll", "tolls", "count"}:
            return "killed", at
        if low[0].isdigit() or low in {";", ":", "—", "–"}:
            break
    return "", -1
