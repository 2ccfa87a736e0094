"""What a claim denies and its sentences do not, and the other way round."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from summarize.grounding.passages import BREAKS, Passage, Token

SCOPE = 6  # words between a negation and what it denies
BEFORE = 11  # words before a word in which a negative one may bear on it, within its clause
MIN_NEAR = 1  # words that a claim shares with a denial around what it states, for it to be of the same thing
AROUND = 7  # words on each side of two negations that may say the same …
MIN_ALIKE = 2  # … of which they share so many at least
BEHIND = 4  # words behind it: "the plan was rejected"

_NEGATORS = frozenset("not never no without neither nor cannot none nobody nothing".split())
_ABSENT = frozenset("no none neither nor nobody nothing".split())
_WHOLLY = frozenset("no none nobody nothing never".split())
# These deny what follows their "to".
_DECLINING = frozenset(
    "refused refuses refuse refusing failed fails fail failing declined declines decline declining unable".split()
)
# Further words by which a source may say what a claim says with "not".
_NEGATIVE = frozenset(
    """
    denied deny denies denying rejected reject rejects rejecting lack lacks lacked lacking prevent prevented prevents ban
    banned bans prohibited prohibits forbidden cancel canceled cancelled halt halted stop stopped stops avoid avoided unlikely
    impossible barely hardly rarely dismissed doubt doubts doubted absence absent abandoned blocked refusal failure denial
    nowhere seldom untrue barred scarcely
    """.split()
)
_PASSED = frozenset(
    """
    be been being is was were are am have has had having do does did will would can could should may might must the a an any
    also even yet ever to of its his her their longer this that these those such very so been all enough expected going always often necessarily really quite only just merely simply
    """.split()
)
_NOT_ADVERBS = frozenset(
    "fly apply reply supply rely comply family july italy imply multiply ally assembly".split()
)
_DETERMINERS = frozenset("the a an his her its their any all".split())
_AUXILIARIES = frozenset("was were is are has have had did does do could can would will".split())
_CLAUSES = frozenset("but who which while whereas because although though if".split())
# What is stopped or denied "after", "when" or "and" something else is not that other thing.
_NEXT = frozenset("after when before since until as and".split())
_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non")
# "not only", "no more than", "no later than", "no doubt" deny nothing; "not until" says when.
_IDLE = frozenset("later sooner fewer less doubt until before least surprise matter wonder means".split())


_ONLY = frozenset("only just merely simply".split())
_BUT = frozenset("but also too well".split())


@dataclass(frozen=True, slots=True)
class _Denial:
    """A negation and the place of the word that it denies, its target; `also` is the next word of content."""

    at: int
    target: int
    also: int


def amiss(text: Passage, passages: Sequence[Passage]) -> tuple[str, bool]:
    """Say what only one of both sides denies, and whether that is sure; "" for nothing."""
    doubt = ""
    for denial in _denials(text):
        reason, sure = _not_denied(text, denial, passages)
        if sure:
            return reason, True
        doubt = doubt or reason
    if reason := _denied_twice(text, passages):
        return reason, True
    for one in passages:
        for denial in _denials(one):
            if one.tokens[denial.at].plain in _ABSENT and _negatives(text):
                continue  # "no place has been named" is "the place has not been named"
            if reason := _told_as_fact(one.tokens[denial.target], text, passages):
                return reason, True
            if not doubt and one.tokens[denial.at].plain == "no":
                doubt = _told_elsewhere(one.tokens[denial.target], text, passages)
    return doubt, False


@lru_cache(maxsize=4_000)
def _denials(text: Passage) -> tuple[_Denial, ...]:
    return tuple(_found(text.tokens))


def _found(tokens: Sequence[Token]) -> Iterator[_Denial]:
    for at, token in enumerate(tokens):
        if not token.is_word:
            continue
        start = at + 1
        if token.plain in _DECLINING:
            if start >= len(tokens) or tokens[start].plain != "to":
                continue
        elif token.plain not in _NEGATORS and not token.plain.endswith("n't"):
            continue
        if _is_idle(tokens, at):
            continue
        if token.plain == "no" and _is_bound(tokens, start):
            continue
        target = _next(tokens, _behind_names(tokens, start) if token.plain == "no" else start)
        if target is None:
            continue
        yield _Denial(at, target, _also(tokens, target))


def _behind_names(tokens: Sequence[Token], start: int) -> int:
    """The place of the noun that names stand before ("no North Korea-US deal"), or the start where none follows them."""
    at = start
    while at < len(tokens) and (tokens[at].is_capital or (at > start and tokens[at].plain == "-")):
        at += 1
    is_noun = at < len(tokens) and tokens[at].is_word and tokens[at].is_content
    return at if is_noun and tokens[at].plain not in _PASSED else start


def _is_bound(tokens: Sequence[Token], at: int) -> bool:
    """Tell of "no more than 20" and "No. 5", which deny nothing."""
    words = [token.plain for token in tokens[at : at + 2]]
    return words == ["more", "than"] or words[:1] == ["."]


def _also(tokens: Sequence[Token], target: int) -> int:
    for place in range(target + 1, min(target + 4, len(tokens))):
        if tokens[place].plain in BREAKS or tokens[place].plain in _CLAUSES:
            break
        if tokens[place].is_content and tokens[place].is_word:
            return place
    return target


def is_adverb(word: str) -> bool:
    """Tell of a word in lower case that ends as adverbs do."""
    return word.endswith("ly") and word not in _NOT_ADVERBS


def _next(tokens: Sequence[Token], start: int) -> int | None:
    for place in range(start, min(start + SCOPE, len(tokens))):
        token = tokens[place]
        if token.plain in BREAKS:
            return None
        if token.is_word and token.plain not in _PASSED and not is_adverb(token.plain):
            return place
    return None


def _not_denied(text: Passage, denial: _Denial, passages: Sequence[Passage]) -> tuple[str, bool]:
    """Say that nothing cited denies what a claim denies."""
    targets = [text.tokens[place] for place in dict.fromkeys((denial.target, denial.also))]
    roots = {token.stem for token in targets if token.is_content} or {targets[0].stem}
    shown = f"“{text.tokens[denial.at].text} {targets[0].text}”"
    if any(
        f"{prefix}{token.plain}" in one.plain for one in passages for token in targets for prefix in _PREFIXES
    ):
        return "", False
    closest = _closest(text, denial.target, roots, passages)
    if any(place in _denied(one) or _is_shaded(one, place, beside=text.stems) for one, place in closest):
        return "", False
    if _is_first_since(text, denial, closest) or (
        _lacks_verb(text.tokens, denial.at) and any(_is_denied_of(one.tokens, at) for one, at in closest)
    ):
        return "", False
    if closest:
        return f"the cited sentences do not deny what the claim does: {shown}", True
    near = _near(text.tokens, denial.at)
    if _negatives(text) <= sum(map(_negatives, passages)) and any(
        len(near & _near(one.tokens, at)) >= MIN_ALIKE
        for one in passages
        for at in range(len(one.tokens))
        if _is_negative(one.tokens, at)
    ):
        return "", False
    return f"the cited sentences deny nothing of the kind that the claim does: {shown}", False


def _is_first_since(text: Passage, denial: _Denial, closest: Sequence[tuple[Passage, int]]) -> bool:
    """Tell of "had had no flood since 1941" where it is "the first flood since 1941"."""
    tokens = text.tokens
    at = next((at for at in range(denial.target, len(tokens)) if tokens[at].plain == "since"), None)
    if at is None or "first" in text.plain:
        return False
    date = [token.plain for token in tokens[at : at + 2]]
    return len(date) > 1 and any(
        "first" in one.plain and f" {' '.join(date)} " in one.spoken for one, _ in closest
    )


def _lacks_verb(tokens: Sequence[Token], at: int) -> bool:
    """Tell of a "not" that denies of somebody what was said of others: "Lund and Berg, but not the third man"."""
    if tokens[at].plain != "not" or not at:
        return False
    is_joined = tokens[at - 1].plain in {"but", "and", ","}
    return is_joined and at + 1 < len(tokens) and tokens[at + 1].plain in _DETERMINERS


def _is_denied_of(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether something is denied of the one named at a place, who may be named twice: "the other, Dahl, was not"."""
    commas = 0
    for place in range(at + 1, min(len(tokens) - 1, at + 1 + SCOPE + BEHIND)):
        word = tokens[place].plain
        if word in _AUXILIARIES:
            return commas in {0, 2} and _denies(tokens[place + 1])
        if word.endswith("n't"):
            return commas in {0, 2}
        commas += word == ","
        if (word in BREAKS and word != ",") or word in _CLAUSES or word in {"and", "or"}:
            return False
    return False


def _denied_twice(text: Passage, passages: Sequence[Passage]) -> str:
    """Say that a claim denies a word twice, and so states it, where no cited sentence does: "no one has not claimed"."""
    for target in _doubly(text):
        word = text.tokens[target]
        if not any(one.tokens[place].stem == word.stem for one in passages for place in _doubly(one)):
            return f"the claim denies “{word.text}” twice, which the cited sentences do not"
    return ""


@lru_cache(maxsize=4_000)
def _doubly(text: Passage) -> tuple[int, ...]:
    """The places of the words before which a text denies again what it denies: "nobody has not claimed it"."""
    return tuple(
        later.target
        for first, later in pairwise(_denials(text))
        if text.tokens[first.at].plain in _WHOLLY
        and _denies(text.tokens[later.at])
        and later.at - first.at <= BEHIND
        and not any(_parts(token) or token.plain in _NEXT for token in text.tokens[first.at : later.at])
    )


def _near(tokens: Sequence[Token], at: int) -> frozenset[str]:
    """The stems of the words of content around a negation, by which it may be known in other words."""
    near = (*tokens[max(0, at - AROUND) : at], *tokens[at + 1 : at + 1 + AROUND])
    return frozenset(token.stem for token in near if token.is_content and not token.is_capital)


def _closest(
    text: Passage, place: int, roots: Collection[str], passages: Sequence[Passage]
) -> list[tuple[Passage, int]]:
    """Where the passages hold a word of some stems among the same words as the text does at a place."""
    near = _near(text.tokens, place)
    found = [
        (len(near & _near(one.tokens, at)), one, at)
        for one in passages
        for at, token in enumerate(one.tokens)
        if token.stem in roots
    ]
    most = max((count for count, _, _ in found), default=0)
    return [(one, at) for count, one, at in found if count == most]


@lru_cache(maxsize=4_000)
def _denied(text: Passage) -> frozenset[int]:
    """The places of the words that a text denies."""
    return frozenset(place for denial in _denials(text) for place in (denial.target, denial.also))


def _told_as_fact(target: Token, text: Passage, passages: Sequence[Passage]) -> str:
    """Say that a claim states what a cited sentence denies, where that is the sentence it takes up."""
    if not target.is_content or target.is_capital or target.stem not in text.stems:
        return ""
    for place, token in enumerate(text.tokens):
        if token.stem != target.stem or place in _denied(text) or _is_shaded(text, place):
            continue
        closest = _closest(text, place, (target.stem,), passages)
        if len(_near(text.tokens, place) & _near(closest[0][0].tokens, closest[0][1])) < MIN_NEAR:
            continue
        if all(at in _denied(one) or _is_shaded(one, at, strict=True) for one, at in closest):
            return f"the cited sentences deny “{target.text}”, which the claim does not"
    return ""


def _told_elsewhere(target: Token, text: Passage, passages: Sequence[Passage]) -> str:
    """Say that a claim states what the passages have only behind a "no", in whatever words: "no liability"."""
    if not target.is_content or target.is_capital or target.stem not in text.stems or _negatives(text):
        return ""
    places = (
        (one, at) for one in passages for at, token in enumerate(one.tokens) if token.stem == target.stem
    )
    if all(at in _denied(one) for one, at in places):
        return f"the cited sentences have “{target.text}” behind a “no” alone"
    return ""


def _is_shaded(
    text: Passage, place: int, *, strict: bool = False, beside: Collection[str] = frozenset()
) -> bool:
    """Tell whether a negative word bears on a word, before it in its clause or right behind it; a strict one denies.

    Negative words with a stem of `beside` are those of what the claim says beside its denial.
    """
    tokens = text.tokens
    is_other = False
    for at in range(place - 1, max(-1, place - 1 - BEFORE), -1):
        if _parts(tokens[at]):
            break
        is_other = is_other or tokens[at].plain in _NEXT
        if tokens[at].plain in _NEGATIVE and tokens[at].stem in beside:
            continue
        if _denies(tokens[at]) if strict or is_other else _is_negative(tokens, at):
            return True
    for at in range(place + 1, min(len(tokens), place + 1 + BEHIND)):
        if _parts(tokens[at]) or tokens[at].plain in {"and", "or"}:
            break
        if (
            tokens[at].stem not in beside
            and not strict
            and (
                tokens[at].plain in _NEGATIVE or (tokens[at].plain == "free" and tokens[at - 1].plain == "-")
            )
        ):
            return True
    return False


def _parts(token: Token) -> bool:
    return token.plain in BREAKS or token.plain in _CLAUSES


def _denies(token: Token) -> bool:
    return token.plain in _NEGATORS or token.plain.endswith("n't")


@lru_cache(maxsize=4_000)
def _negatives(text: Passage) -> int:
    return sum(_is_negative(text.tokens, at) for at in range(len(text.tokens)))


def _is_negative(tokens: Sequence[Token], at: int) -> bool:
    word = tokens[at].plain
    if word in _DECLINING:
        return at + 1 < len(tokens) and tokens[at + 1].plain == "to"
    if word == "doubt" and at and tokens[at - 1].plain == "no":
        return False
    return word in _NEGATIVE or (_denies(tokens[at]) and not _is_idle(tokens, at))


def _is_idle(tokens: Sequence[Token], at: int) -> bool:
    """Tell of a negation that denies nothing: "not only", "whether or not"."""
    if at > 1 and tokens[at - 1].plain == "or" and tokens[at - 2].plain == "whether":
        return True
    if at + 1 == len(tokens):
        return False
    if tokens[at + 1].plain in _ONLY:
        return any(token.plain in _BUT for token in tokens[at + 2 :])
    return tokens[at + 1].plain in _IDLE or tokens[at + 1].is_figure


def is_denied(text: Passage, root: str) -> bool:
    """Tell whether a text denies a word, given by its stem."""
    return any(text.tokens[denial.target].stem == root for denial in _denials(text))
