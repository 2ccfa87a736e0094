"""Whose somebody is: a country before a name, as "South Korean President Moon" and "Norway's Lind" have it."""

from collections.abc import Iterator, Sequence

from summarize.grounding.evidence import Evidence
from summarize.grounding.nations import nation
from summarize.grounding.passages import BREAKS, Passage, Token, passage
from summarize.records import Source

REACH = 5  # words between a country and the name that it is told of
BETWEEN = 3  # words between the two in a claim

TITLES = frozenset(
    """
    mr mrs ms dr sir lord lady president vice prime minister premier chancellor secretary senator sen governor gov general gen
    colonel col captain capt lieutenant lt sergeant sgt king queen prince princess pope judge justice rep representative
    congressman congresswoman professor prof chairman chairwoman chief director ambassador mayor commissioner detective
    inspector spokesman spokeswoman foreign defense defence deputy acting former late officer st saint internet god
    """.split()
)
DIRECTIONS = frozenset("north south east west northern southern eastern western".split())


def is_told(lacking: Sequence[Token], name: Sequence[Token], text: Passage, evidence: Evidence) -> bool:
    """Tell whether what is lacking of a name is a country, and a cited source says elsewhere that the bearer is of it.

    The bearer is the rest of the name or the next name; the cited sentences must have it.
    """
    if not all(_is_country(token) for token in lacking):
        return False
    country = {_key(token) for token in name if _is_country(token)}
    bearer = _bearer(name, text)
    if not bearer or not any(bearer[-1] in _keys(one) for one in evidence.passages):
        return False
    return any(_tells(source, country, bearer[-1]) for source in evidence.sources)


def _bearer(name: Sequence[Token], text: Passage) -> list[str]:
    """The words of the person whose country stands in or right before a name; none where nobody follows."""
    own = [_key(token) for token in name if not _is_country(token) and token.plain not in TITLES]
    if own:
        return own
    place = text.tokens.index(name[-1]) + 1
    found: list[str] = []
    for at in range(place, len(text.tokens)):
        token = text.tokens[at]
        is_named = token.is_capital and token.plain not in TITLES
        if is_named:
            found.append(_key(token))
        elif found or token.plain in BREAKS or at - place >= BETWEEN:
            break
    return found


def _tells(source: Source, country: set[str], bearer: str) -> bool:
    return any(
        country <= {_key(token) for token in near}
        for sentence in source.sentences
        if bearer in _keys(passage(sentence.text))
        for near in _surroundings(passage(sentence.text), bearer)
    )


def _surroundings(text: Passage, bearer: str) -> Iterator[list[Token]]:
    """The words before a name and, behind a comma, after it, up to another name on either side."""
    for place, token in enumerate(text.tokens):
        if _key(token) != bearer:
            continue
        yield _run(text.tokens[:place][::-1], bearer)
        behind = text.tokens[place + 1 :]
        if behind and behind[0].plain == ",":
            yield _run(behind[1:], bearer)


def _run(tokens: Sequence[Token], bearer: str) -> list[Token]:
    """The first words of a run, as far as no other person is named: given names count as the bearer's own."""
    run: list[Token] = []
    is_country_met = False
    for token in tokens:
        if token.plain in BREAKS - {","} or len(run) > REACH:
            break
        is_other = token.is_capital and token.plain not in TITLES and not _is_country(token)
        if is_other and is_country_met and _key(token) != bearer:
            break
        is_country_met = is_country_met or _is_country(token)
        run.append(token)
    return run


def _is_country(token: Token) -> bool:
    return bool(nation(token.plain)) or token.plain in DIRECTIONS


def _key(token: Token) -> str:
    return nation(token.plain) or token.plain


def _keys(text: Passage) -> frozenset[str]:
    return frozenset(_key(token) for token in text.words)
