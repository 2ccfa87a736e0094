"""What a figure or a date is about: the words of its clause, weighed by how rare they are."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from summarize.engines.differences.equivalents import STANDS_FOR
from summarize.engines.differences.numbers import Token
from summarize.text.stemmer import stem
from summarize.text.terms import STOP_WORDS

_MONTHS = "january february march april june july august september october november december"
_DAYS = "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow"
# Words that say nothing of what a clause is about.
_EMPTY = STOP_WORDS | frozenset(
    f"{_MONTHS} {_DAYS} mr mrs ms jan feb aug sept oct nov dec told according added saying report reports news people"
    " agency two three four five six seven eight nine ten dozen hundred thousand million billion including local time"
    " respectively th st nd rd new north south east west km mile miles kilometres kilometers percent prime minister president secretary government official officials spokesman spokeswoman".split()
)
_STOPS = frozenset((";", ":", "—", "–", "(", ")", '"', "“", "”"))
JOINTS = frozenset(
    (",", "and", "but", "while", "who", "which", "where", "after", "before", "when", "as", "since", "that")
)
# Words further than this from a figure or a date, in tokens, are not counted as near.
REACH = 14
_CLOSE = 4
# Words on each side that make a figure's frame.
_FRAME = 4
_ARTICLES = frozenset(("a", "an", "the", "-"))
# A vocabulary of few sentences is taken as if it had so many more: a word that two of two share is not a common one.
_UNSEEN = 50
_LEAST = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """What a figure or a date stands among.

    `near` are the stems of its clause, `close` those next to it, `all` those of its sentence, `names` the capitalised
    ones of the clause. `marks` are the other figures and days of the sentence, `opening` is its first word if the
    clause begins with it. `before` and `after` are the words of the sentence next to it, from the nearest, articles left out.
    """

    near: frozenset[str]
    close: frozenset[str]
    all: frozenset[str]
    names: frozenset[str]
    marks: frozenset[str]
    opening: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@lru_cache(maxsize=50_000)
def plain(word: str) -> str:
    """Give the stem of a lower-case word; "" for a number, a mark, and a word that says nothing."""
    low = word.replace("’", "'").removesuffix("'s").replace(".", "")
    if len(low) < 2 or not low[0].isalpha() or low in _EMPTY:
        return ""
    return STANDS_FOR.get(low) or stem(low)


def clauses(tokens: Sequence[Token], spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Share the tokens of a sentence out among the spans in it: each gets the clause it stands in.

    Between two spans the cut is at the last mark or joining word before the later one, else in the middle.
    """
    if not spans:
        return []
    cuts = [0]
    for (_, end), (start, _) in pairwise(spans):
        between = [at for at, token in enumerate(tokens) if end <= token.start < start]
        joints = [at for at in between if tokens[at].low in _STOPS] or [
            at for at in between if tokens[at].low in JOINTS
        ]
        cuts.append(joints[-1] if joints else between[len(between) // 2] if between else cuts[-1])
    return list(zip(cuts, [*cuts[1:], len(tokens)], strict=True))


def scope(
    tokens: Sequence[Token],
    words: Sequence[str],
    clause: tuple[int, int],
    own: tuple[int, int],
    *,
    marks: frozenset[str],
) -> Scope:
    """Take the words of a clause, without those at the offsets `own`, which say the figure or the date itself.

    `words` are the `plain` ones of the tokens.
    """
    first, last = clause
    begin = next((at for at in range(first, last) if tokens[at].end > own[0]), last)
    end = next((at for at in range(begin, last) if tokens[at].start >= own[1]), last)
    places = [*range(max(first, begin - REACH), begin), *range(end, min(last, end + REACH))]
    return Scope(
        near=frozenset(words[at] for at in places if words[at]),
        close=frozenset(words[at] for at in places if words[at] and begin - _CLOSE <= at < end + _CLOSE),
        all=frozenset(filter(None, words)),
        names=frozenset(words[at] for at in places if at and words[at] and tokens[at].text[0].isupper()),
        marks=marks,
        opening=words[0] if first == 0 and words else "",
        before=_frame(tokens[:begin][::-1], words[:begin][::-1]),
        after=_frame(tokens[end:], words[end:]),
    )


def _frame(tokens: Sequence[Token], words: Sequence[str]) -> tuple[str, ...]:
    """Give the first few words, by their stems, or as they are where they say nothing."""
    frame: list[str] = []
    for token, word in zip(tokens, words, strict=True):
        if len(frame) == _FRAME:
            break
        if token.low not in _ARTICLES:
            frame.append(word or token.low)
    return tuple(frame)


class _Table(dict[str, float]):
    """The weights of words."""

    def __missing__(self, word: str) -> float:
        """Give the weight of a word that no sentence holds."""
        return 1.0


class Weights:
    """How much a word tells: the logarithm of how rare it is among sentences.

    `sizes` keeps what the words of a scope weigh, once they are weighed.
    """

    def __init__(self, sentences: Iterable[Iterable[str]]) -> None:
        holding: Counter[str] = Counter()
        count = 0
        for words in sentences:
            holding.update(words)
            count += 1
        most = math.log(1 + count + _UNSEEN)
        self.sizes: dict[Scope, tuple[float, float]] = {}
        self._weight = _Table(
            (word, max(_LEAST, 1 - math.log(1 + held) / most)) for word, held in holding.items()
        ).__getitem__

    def of(self, words: Collection[str]) -> float:
        """Give the weight of several words together: up to 1 each, for one that no sentence holds."""
        return math.fsum(map(self._weight, words)) if words else 0.0
