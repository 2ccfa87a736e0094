"""How persons and things belong together in a claim: no relation that only the joining of two sentences made."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from summarize.grounding import units
from summarize.grounding.passages import Passage, Token

_KIN = """
    mother mum mom / father dad / mum mom parent parents / dad parent parents / mother father parent parents / son / daughter / son daughter child children / wife / husband
    wife husband spouse partner / brother / sister / brother sister sibling siblings / uncle / aunt / nephew / niece / cousin
    grandmother grandparents / grandfather grandparents / grandson grandchild grandchildren / granddaughter grandchild grandchildren
    widow wife / widower husband / fiancé fiancee fiance / stepfather / stepmother / girlfriend partner / boyfriend partner
    mother-in-law / father-in-law
"""


def _table() -> dict[str, frozenset[str]]:
    table: dict[str, frozenset[str]] = {}
    for group in " / ".join(line.strip() for line in _KIN.strip().splitlines()).split(" / "):
        words = frozenset(group.split())
        for word in words:
            table[word] = table.get(word, frozenset()) | words
    return table


_ALIKE = _table()


def amiss(text: Passage, passages: Sequence[Passage]) -> str:
    """Say which relation of a text the passages do not tell; "" for none."""
    plain = frozenset[str]().union(*(one.plain for one in passages))
    singular = {word.removesuffix("s") for word in plain}
    for token in text.words:
        alike = _ALIKE.get(token.plain) or _ALIKE.get(token.plain.removesuffix("s"))
        if alike and not token.is_capital and alike.isdisjoint(plain | singular):
            return f"nobody is “{token.text}” in the cited sentences"
    for owner, owned in _owned(text):
        holding = [one for one in passages if owner.stem in one.stems]
        if (
            holding
            and any(owned.stem in one.stems for one in passages)
            and not any(owned.stem in one.stems for one in holding)
        ):
            return f"no cited sentence tells of “{owner.text} {owned.text}”"
    return ""


@lru_cache(maxsize=4_000)
def _owned(text: Passage) -> tuple[tuple[Token, Token], ...]:
    return tuple(_owned_of(text.tokens))


def _owned_of(tokens: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    """What stands right behind the possessive of persons without names: "survivors' calls"."""
    for place, token in enumerate(tokens[:-2]):
        is_possessive = token.text.endswith("'s") or (
            token.text.endswith("s")
            and tokens[place + 1].text == "'"
            and tokens[place + 1].start == token.end
        )
        behind = tokens[place + 1] if token.text.endswith("'s") else tokens[place + 2]
        is_person = units.kind(token.plain) == "person" and not token.is_capital
        if is_possessive and is_person and behind.is_content and behind.is_word:
            yield token, behind
