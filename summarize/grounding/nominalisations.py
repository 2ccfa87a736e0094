"""A noun for what a sentence says by a verb, where the two have no stem in common: "the invasion" and "invaded"."""

from collections.abc import Collection

from summarize.grounding.passages import Token
from summarize.text.stemmer import stem

# Each line: the noun, then the forms of its verb.
_NOUNS = """
    admission: admit / belief: believe / birth: born / burial: bury / choice: choose chose chosen / closure: close
    collision: collide / conclusion: conclude / conversion: convert / deception: deceive / decision: decide / defence: defend
    defense: defend / death: die / departure: depart / destruction: destroy / disclosure: disclose
    dispersal: disperse / division: divide / election: elect
    exclusion: exclude / expansion: expand / explosion: explode / expulsion: expel / extension: extend / failure: fail
    flight: flee fled fly flew flown / growth: grow grew grown / intervention: intervene / invasion: invade / loss: lose lost
    marriage: marry / wedding: marry / omission: omit / permission: permit / persuasion: persuade / proof: prove
    purchase: buy bought / provision: provide / pursuit: pursue / reception: receive / reduction: reduce / refusal: refuse
    removal: remove / response: respond / revelation: reveal / sale: sell sold / seizure: seize
    shooting: shoot shot / submission: submit / success: succeed / suspension: suspend / theft: steal stole stolen
    withdrawal: withdraw withdrew withdrawn / killing: kill
"""


def _table() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for part in (part for line in _NOUNS.strip().splitlines() for part in line.split(" / ")):
        noun, verbs = part.split(":")
        for verb in map(stem, verbs.split()):
            table.setdefault(stem(noun.strip()), set()).add(verb)
            table.setdefault(verb, set()).add(stem(noun.strip()))
    return {word: frozenset(others) for word, others in table.items()}


_ALIKE = _table()


def is_held(token: Token, stems: Collection[str]) -> bool:
    """Tell whether a word, or the noun or verb that says the same, is among some stems."""
    return token.stem in stems or any(one in stems for one in _ALIKE.get(token.stem, ()))
