"""The terms of English sentences: words, stop words, stems, and those a paraphrase may not change."""

import re
from dataclasses import dataclass
from itertools import pairwise

from summarize.text.stemmer import stem

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?")

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


def words(text: str) -> list[str]:
    """Give the lower-case words of `text` in order; a possessive loses its 's, a number its commas."""
    return [_plain(word) for word in _WORD.findall(text.lower())]


def _plain(word: str) -> str:
    if word[0].isdigit():
        return word.replace(",", "")
    word = word.replace("’", "'")
    return word[:-2] if word.endswith("'s") and word not in STOP_WORDS else word


def content(text: str) -> list[str]:
    """Give the stems of the words of `text` that are not stop words, in order."""
    return [stem(word) for word in words(text) if word not in STOP_WORDS]


def terms(text: str) -> Terms:
    """Give the terms of one sentence."""
    plain = words(text)
    stems = tuple(stem(word) for word in plain if word not in STOP_WORDS)
    names = {
        stem(_plain(each[0].lower()))
        for each in _WORD.finditer(text)
        if each.start() and each[0][0].isupper()
    }
    fixed = {stem(word) for word in plain if word in _FIXED or word[0].isdigit()}
    return Terms(
        content=stems,
        bag=frozenset(stems),
        fixed=frozenset((names | fixed) & set(stems)),
        negated=any(word in _NEGATIONS or word.endswith("n't") for word in plain),
        words=len(text.split()),
        stopped=1 - len(stems) / len(plain) if plain else 0.0,
    )


def pairs(text: str) -> frozenset[tuple[str, str]]:
    """Give the pairs of neighbouring stems in a sentence, but for those of two stop words."""
    plain = words(text)
    return frozenset(
        (stem(one), stem(other))
        for one, other in pairwise(plain)
        if one not in STOP_WORDS or other not in STOP_WORDS
    )
