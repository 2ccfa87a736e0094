"""A name that only says which thing is meant: "the Oslo fire" of a sentence that has "the fire", of which the source speaks."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from summarize.grounding.passages import Passage, Token, passage
from summarize.records import Source

_PLACING = frozenset("in at of on near".split())


def is_told(name: Sequence[Token], text: Passage, cited: Sequence[tuple[Source, Passage]]) -> bool:
    """Tell whether a name stands right before a thing that a cited sentence has without one, and the source under it alone."""
    place = text.tokens.index(name[-1]) + 1
    if place >= len(text.tokens) or not _is_thing(text.tokens[place]):
        return False
    thing = text.tokens[place].stem
    words = tuple(token.plain for token in name)
    return any(_is_bare(thing, one) and set(_named(source, thing)) == {words} for source, one in cited)


def _is_thing(token: Token) -> bool:
    return token.is_word and token.is_content and not token.is_capital


def _is_bare(thing: str, text: Passage) -> bool:
    """Tell whether a text has a thing, and nowhere says by a name before or behind it which it is."""
    places = [place for place, token in enumerate(text.tokens) if token.stem == thing and _is_thing(token)]
    return bool(places) and not any(
        _before(text.tokens, place) or _behind(text.tokens, place) for place in places
    )


def _before(tokens: Sequence[Token], place: int) -> tuple[str, ...]:
    at = place
    while at and tokens[at - 1].is_capital and not tokens[at - 1].opens:
        at -= 1
    return tuple(token.plain for token in tokens[at:place])


def _behind(tokens: Sequence[Token], place: int) -> bool:
    after = tokens[place + 1 : place + 4]
    return len(after) > 1 and after[0].plain in _PLACING and any(token.is_capital for token in after[1:])


def _named(source: Source, thing: str) -> Iterator[tuple[str, ...]]:
    """The names under which a source has a thing, in its title and its sentences."""
    return iter(_things((source.title, *(sentence.text for sentence in source.sentences))).get(thing, ()))


@lru_cache(maxsize=500)
def _things(texts: tuple[str, ...]) -> dict[str, frozenset[tuple[str, ...]]]:
    found: dict[str, frozenset[tuple[str, ...]]] = {}
    for tokens in (passage(text).tokens for text in texts):
        for place, token in enumerate(tokens):
            if _is_thing(token) and (name := _before_or_opening(tokens, place)):
                found[token.stem] = found.get(token.stem, frozenset()) | {name}
    return found


def _before_or_opening(tokens: Sequence[Token], place: int) -> tuple[str, ...]:
    """The capitalised words before a place, also where they open the text, as a title does: "Oslo fire kills two"."""
    at = place
    while at and tokens[at - 1].is_capital:
        at -= 1
    return tuple(token.plain for token in tokens[at:place] if token.is_content)
