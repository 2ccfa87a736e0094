"""The terms of English sentences: words, stop words, stems, and those a paraphrase may not change."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from summarize.text.stemmer import stem

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?")
# A capitalised word, wherever it stands; the sentence's first is left out by where the search begins.
_NAME = re.compile(r"(?:[A-ZÀ-ÖØ-Þ]\.){2,}|\b[A-ZÀ-ÖØ-Þ][^\W\d_]*(?:['’][^\W\d_]+)?")

# The last line is what tokenised text makes of contractions and brackets.
STOP_WORDS = frozenset(
    """
    a about above across after again against ago all almost along already also although always am among an and
    another any are aren't around as at away back be became because been before being below between both but by
    can can't cannot could couldn't did didn't do does doesn't doing don't done down during each either else even
    ever every few first for from further had hadn't has hasn't have haven't having he he'd he'll he's her here
    hers herself him himself his how however i i'd i'll i'm i've if in including instead into is isn't it it's its
    itself just last least less let's like made make many may me might more most mr mrs ms much must mustn't my
    myself near never new no nor not now of off often on once one only or other others our ours ourselves out over
    own per rather said same say saying says she she'd she'll she's should shouldn't since so some still such
    than that that's the their theirs them themselves then there there's these they they'd they'll they're they've
    this those though through thus to told too toward towards under until up upon us very was wasn't we we'd we'll
    we're we've were weren't what when where whether which while who whom whose why will with within without
    won't would wouldn't yet you you'd you'll you're you've your yours yourself yourselves
    d ll m re s t ve lrb rrb lsb rsb
    """.split()  # a word list is read as words
)

_NEGATIONS = frozenset("no not never none nobody nothing neither nor without cannot".split())  # as above
_FIXED = frozenset(
    """
    two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions
    billion billions dozen dozens half twice monday tuesday wednesday thursday friday saturday sunday january february
    march april june july august september october november december today yesterday tomorrow tonight
    """.split()  # a word list is read as words
)


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one sentence.

    `content` are the stems of its words without stop words, in order, `bag` the same as a set. `fixed` are the
    terms that a sentence saying the same has to share: numbers, names, days, months. `negated` is True where
    it denies something, `words` counts what white space separates, `stopped` is the share of stop words, 0 to 1.
    """

    content: tuple[str, ...]
    bag: frozenset[str]
    fixed: frozenset[str]
    negated: bool
    words: int
    stopped: float


class _Word(NamedTuple):
    """What is known of a lower-case word: itself, its stem, and what kinds it is of."""

    plain: str
    stem: str
    is_stop: bool
    is_fixed: bool
    denies: bool


@lru_cache(maxsize=200_000)
def _word(raw: str) -> _Word:
    plain = _plain(raw)
    return _Word(
        plain=plain,
        stem=stem(plain),
        is_stop=plain in STOP_WORDS,
        is_fixed=plain in _FIXED or plain[0].isdigit(),
        denies=plain in _NEGATIONS or plain.endswith("n't"),
    )


def _plain(word: str) -> str:
    if word[0].isdigit():
        return word.replace(",", "")
    word = word.replace("’", "'")
    return word[:-2] if word.endswith("'s") and word not in STOP_WORDS else word


def _found(text: str) -> list[_Word]:
    return [_word(raw) for raw in _WORD.findall(text.lower())]


def words(text: str) -> list[str]:
    """Give the lower-case words of `text` in order; a possessive loses its 's, a number its commas."""
    return [word.plain for word in _found(text)]


def stems(text: str) -> tuple[str, ...]:
    """Give the stems of the words of `text` in order, stop words too."""
    return tuple(word.stem for word in _found(text))


def content(text: str) -> tuple[str, ...]:
    """Give the stems of the words of `text` without stop words, in order: `Terms.content` alone, at half the price."""
    return tuple(word.stem for word in _found(text) if not word.is_stop)


def terms(text: str) -> Terms:
    """Give the terms of one sentence."""
    found = _found(text)
    stems = tuple(word.stem for word in found if not word.is_stop)
    bag = frozenset(stems)
    names = {_word(name.lower()).stem for name in _NAME.findall(text, 1)}
    fixed = {word.stem for word in found if word.is_fixed}
    return Terms(
        content=stems,
        bag=bag,
        fixed=frozenset(bag & (names | fixed)),
        negated=any(word.denies for word in found),
        words=len(text.split()),
        stopped=1 - len(stems) / len(found) if found else 0.0,
    )


def pairs(text: str) -> frozenset[tuple[str, str]]:
    """Give the pairs of neighbouring stems in a sentence, but for those of two stop words."""
    return frozenset(
        (one.stem, other.stem) for one, other in pairwise(_found(text)) if not (one.is_stop and other.is_stop)
    )
