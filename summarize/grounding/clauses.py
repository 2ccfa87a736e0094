"""The clauses of a claim: each must have something in common with the cited sentences, not only the claim as a whole."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from summarize.grounding import nominalisations
from summarize.grounding.content import is_light
from summarize.grounding.names import names
from summarize.grounding.passages import Passage, Token

FEWEST = 2  # words of content in a clause of which nothing can be told below
SURE = 3  # … and from which on it is sure
ALIKE = 5  # letters that two words share at their beginning for them to be of one root

# What opens a sentence, up to a mark, is seldom a clause: "In all this," "Days later," "Some quotes:".
_OPENING = frozenset(",:")
_JOINTS = frozenset(";,:()")
_CONJUNCTIONS = frozenset("and but while whereas who which".split())
_IDLE = frozenset(
    "day days week weeks month months year years hour hours minute minutes later earlier ago today time times way thing things".split()
)
_SAYING = frozenset(
    """
    said says say told tells according reports reported report writes wrote notes noted puts added adds announced officials
    authorities explains explained per reporter reporters spokesman spokeswoman
    """.split()
)


def amiss(text: Passage, passages: Sequence[Passage]) -> tuple[str, bool]:
    """Say which clause of a text has no word of content in the passages, and whether that is sure; "" for none."""
    stems = frozenset[str]().union(*(one.stems for one in passages))
    for clause in _clauses(text):
        if len(clause) < FEWEST or any(_is_held(token, stems) for token in clause):
            continue
        shown = text.text[clause[0].start : clause[-1].end]
        return f"the cited sentences say nothing of “{shown}”", len(clause) >= SURE
    return "", False


def _is_held(token: Token, stems: frozenset[str]) -> bool:
    return nominalisations.is_held(token, stems) or (
        len(token.stem) >= ALIKE and any(stem.startswith(token.stem[:ALIKE]) for stem in stems)
    )


@lru_cache(maxsize=4_000)
def _clauses(text: Passage) -> tuple[tuple[Token, ...], ...]:
    """The words of content of each clause that are no names, where nothing but such is in it and nobody speaks."""
    return tuple(
        tuple(
            token
            for place, token in enumerate(run)
            if token.is_content and token.plain not in _IDLE and not is_light(run, place)
        )
        for run in _runs(text)
        if not any(token.plain in _SAYING or token.is_figure for token in run)
    )


def _runs(text: Passage) -> Iterator[list[Token]]:
    named = {token.start for name in names(text) for token in name}
    run: list[Token] = []
    is_named = False
    is_first = True
    for token in text.tokens:
        if token.plain in _JOINTS or token.plain in _CONJUNCTIONS:
            if not is_named and not (is_first and token.plain in _OPENING):
                yield run
            run, is_named, is_first = [], False, False
        elif token.start in named:
            is_named = True
        elif token.is_word or token.is_figure:
            run.append(token)
    if not is_named:
        yield run
