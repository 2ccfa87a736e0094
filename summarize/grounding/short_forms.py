"""Names that are written short: acronyms with what they are spelt from, and words cut at a full stop."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from summarize.grounding.passages import BREAKS, Passage, Token

SHORTEST_SPELT = 3  # letters of an acronym that plain words may spell: ICBM, but not UN
LONGEST_SPELT = 7
SHORTEST_CUT = 3  # letters that a cut word keeps: Gov, Dept, Treas

_PREFIXES = ("inter", "multi", "anti", "micro", "radio", "hydro", "electro", "photo", "bio", "tele", "thermo")
_SMALL = frozenset("of the and for in on to a an at by de la".split())


def is_acronym(token: Token) -> bool:
    """Tell of a word in capitals, also in the plural: "ICBMs"."""
    letters = token.text.replace(".", "").removesuffix("s")
    return len(letters) > 1 and letters.isupper()


def spells(token: Token, text: Passage) -> bool:
    """Tell whether the initials of a name in a text, or of a run of its words, spell an acronym."""
    letters = token.plain if token.text.isupper() else token.plain.removesuffix("s")
    if letters in initials(text) or letters in {word.plain for word in text.words if word.text.isupper()}:
        return True
    if not SHORTEST_SPELT <= len(letters) <= LONGEST_SPELT:
        return False
    return any(_is_spelt(letters, run[first:]) for run in _runs(text) for first in range(len(run) - 1))


def _is_spelt(letters: str, words: Sequence[str]) -> bool:
    """Tell whether the first words spell an acronym; a compound gives two letters: InterContinental."""
    at = 0
    for word in words:
        if at == len(letters) or word[0] != letters[at]:
            break
        at += 1
        if at < len(letters) and any(word.startswith(f"{prefix}{letters[at]}") for prefix in _PREFIXES):
            at += 1
    return at == len(letters)


@lru_cache(maxsize=4_000)
def initials(text: Passage) -> frozenset[str]:
    """What the initials of each name of a text spell, with and without its small words."""
    found: set[str] = set()
    run: list[str] = []
    full: list[str] = []
    for token in (*text.words, None):
        if token is not None and token.is_capital:
            run.append(token.plain[0])
            full.append(token.plain[0])
        elif token is not None and run and token.plain in _SMALL:
            full.append(token.plain[0])
        else:
            for letters in (run, full):
                found.update(
                    "".join(letters[first:last])
                    for first in range(len(letters))
                    for last in range(first + 2, len(letters) + 1)
                )
            run, full = [], []
    return frozenset(found)


@lru_cache(maxsize=4_000)
def _runs(text: Passage) -> tuple[tuple[str, ...], ...]:
    """The words between two marks, small ones left out."""
    return tuple(_runs_of(text))


def _runs_of(text: Passage) -> Iterator[tuple[str, ...]]:
    run: list[str] = []
    for token in text.tokens:
        if token.plain in BREAKS:
            yield tuple(run)
            run = []
        elif token.is_word and token.plain not in _SMALL:
            run.append(token.plain)
    yield tuple(run)


def is_cut(token: Token, text: Passage) -> bool:
    """Tell of a word that a full stop cuts short within a text or at its end: "Dept.", "Treas."."""
    return len(token.plain) >= SHORTEST_CUT and text.text[token.end : token.end + 1] == "."


def is_short_for(token: Token, text: Passage) -> bool:
    """Tell whether a text has a longer capitalised word that begins alike and holds the letters in their order."""
    return any(
        word.is_capital
        and len(word.plain) > len(token.plain)
        and word.plain[:2] == token.plain[:2]
        and _holds(word.plain, token.plain)
        for word in text.words
    )


def _holds(word: str, letters: str) -> bool:
    at = 0
    for letter in letters:
        at = word.find(letter, at) + 1
        if not at:
            return False
    return True
