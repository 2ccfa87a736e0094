"""Figures that contradict each other: another number of the same thing."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from summarize.engines.differences.agreement import agree, distance
from summarize.engines.differences.alignment import Likeness, Statement, candidates, likeness, weight
from summarize.engines.differences.contradictions import Conflict, Known, known
from summarize.engines.differences.days import agree as are_same_days
from summarize.engines.differences.days import is_of_saying
from summarize.engines.differences.passages import Passage, mark_of_figure
from summarize.engines.differences.quantities import AGE, PERSON, Quantity
from summarize.engines.differences.roles import PEOPLE, may_be_same
from summarize.engines.differences.scope import JOINTS, Weights, clauses, plain, scope
from summarize.records import When

Figure = Statement[Quantity]


class Enough(NamedTuple):
    """What two statements must share: in weight, and as a share of the shorter clause."""

    weight: float
    share: float


# Two figures are of one thing if they share so much, in weight and as a share. A figure that several voices give, a
# third of those that count its like, is a fact of the story, of which less tells: by the number of voices, from one.
# Where many voices count many different things of the kind, more is needed, and so it is of amounts and distances.
_ENOUGH = ((1.8, 0.15), (1.4, 0.1), (1.1, 0.1))
_PREVAILING = 3
_MANY = 8
_ENOUGH_OF_MANY = (2.4, 0.22)
_ENOUGH_GENERAL = (1.6, 0.4)
_ENOUGH_KNOWN = (1.3, 0.35)
_ENOUGH_AGE = (1.6, 0.25)
# People who are called otherwise, "suspects" and "men", are the same only if much else is shared.
_ENOUGH_OTHER_NOUN = (2.2, 0.3)
# Sentences that share so much, with one figure of a unit each, give the same one.
_SOLE = Enough(1.7, 0.15)
_SAME_SENTENCE = Enough(4.0, 0.7)
# A statement as like the other side as this, with its figure, in a source, is no conflict with it.
_AS_LIKE = 0.6
_MANY_OF_ALL = frozenset((AGE, "time", "length"))
_FEWEST_SHARED = 2
_MOSTLY = 0.6
_MUCH = 2.4
_MUCH_SHARE = 0.6
_CLOSE_SHARE = 0.45
# A figure that is twice, four times … the other needs so much more for each doubling after the first, up to a last one.
_DOUBLED = 0.12
_FURTHEST = 4.5
# The stems of words that set a figure apart from others of its kind.
_SETS_APART = frozenset(
    map(
        plain,
        "similar previous serious seriously critical critically minor slight slightly separate worldwide daily".split(),
    )
)
# What people of any kind are counted as.
KIND = "people of a kind"
# What may come to be is no figure yet.
_POSSIBLE = re.compile(r"\b(?:could|might|may|feared|fears?)\b")
# A date that ends within so many characters heads its sentence.
_HEAD = 40


def figures(passage: Passage) -> Iterator[Figure]:
    """State the figures of a sentence."""
    parts = clauses(passage.tokens, [(each.at, each.till) for each in passage.quantities])
    times = Counter(map(_kind, passage.quantities))
    for each, clause in zip(passage.quantities, parts, strict=True):
        marks = passage.marks - {mark_of_figure(each)}
        yield Statement(
            citation=passage.citation,
            voice=passage.voice,
            key=_key(each),
            head=frozenset(filter(None, (each.head, each.role))),
            scope=scope(passage.tokens, passage.words, clause, (each.at, each.till), marks=marks),
            says=passage.text[each.start : each.end],
            about=each.label,
            clause=passage.between(*clause),
            value=each,
            figure=(each.low, each.high),
            days=_days_of(each, passage),
            is_sole=times[_kind(each)] == 1,
        )


def _kind(quantity: Quantity) -> tuple[str, ...]:
    """Give what would be taken for the same: ages of women and of men are not."""
    return (*_key(quantity), quantity.head) if quantity.unit == AGE else _key(quantity)


def _key(quantity: Quantity) -> tuple[str, ...]:
    """Give what a figure is of: a unit, or what is counted and what happened to it; people of any kind are one."""
    if quantity.unit:
        return (quantity.unit,)
    head = KIND if not quantity.role and quantity.head in PEOPLE else quantity.head
    return "", head, quantity.role


def _days_of(quantity: Quantity, passage: Passage) -> tuple[When, ...]:
    """Give the dates of a figure: those in its clause, or at the head of its sentence, that tell when it was so."""
    days = []
    for when, start, end in passage.dates:
        first, last = (end, quantity.start) if end <= quantity.at else (quantity.end, start)
        between = {token.low for token in passage.tokens if first <= token.start < last}
        is_near = not between & JOINTS or (end <= _HEAD and between & JOINTS == {","})
        if when.value and is_near and not is_of_saying(passage.tokens, start, end):
            days.append(when)
    return tuple(days)


def contradicting(statements: Sequence[Figure], weights: Weights) -> list[Conflict[Quantity]]:
    """Find the pairs that are about one thing and cannot both be right."""
    all_known = known(statements)
    voices_of: dict[tuple[tuple[str, ...], str], set[str]] = defaultdict(set)
    for each in statements:
        voices_of[each.key, each.value.head].add(each.voice)
    found = []
    for one, other in candidates(statements):
        if agree(one.value, other.value) or _is_other_kind(one.value, other.value):
            continue
        if distance(one.value, other.value) > _FURTHEST:
            continue
        carried = max(len(all_known.voices[each.key, each.figure]) for each in (one, other))
        needed = _needed(carried, max(len(voices_of[each.key, each.value.head]) for each in (one, other)))
        if one.key[0] != AGE and one.value.head != other.value.head and not one.value.unit:
            needed = _ENOUGH_OTHER_NOUN
        if not _may_be_enough(one, other, needed):
            continue
        like = likeness(one, other, weights)
        if not _is_enough(one, other, like, needed) or _is_other_event(one, other):
            continue
        if _is_other_day(one, other) and not _is_same_sentence(like):
            continue
        if _knows(one, other, like, weights, all_known) or _knows(other, one, like, weights, all_known):
            continue
        found.append(Conflict(one, other, like))
    return found


def _needed(carried: int, counting: int) -> tuple[float, float]:
    """Give the weight and the share needed, where `carried` voices give a figure and `counting` any of its kind."""
    if carried * _PREVAILING >= counting:
        return _ENOUGH[min(carried, len(_ENOUGH)) - 1]
    return _ENOUGH[0] if counting <= _MANY else _ENOUGH_OF_MANY


def _may_be_enough(one: Figure, other: Figure, needed: tuple[float, float]) -> bool:
    """Tell quickly whether two statements share words enough, if each weighed as much as a word can."""
    mine, theirs = one.scope, other.scope
    shared = len(mine.near & theirs.near) + len(one.head & other.head) + len(mine.marks & theirs.marks)
    return shared + len(mine.all & theirs.all) / 2 + len(mine.close & theirs.close) / 2 >= needed[0]


def _is_enough(one: Figure, other: Figure, like: Likeness, needed: tuple[float, float]) -> bool:
    """Tell whether so much is shared that both are of one thing.

    What is counted in general terms needs more, and so do figures that are far apart; where much is shared in all, it
    may be a smaller share of the clauses.
    """
    apart = distance(one.value, other.value)
    enough, share = needed
    if _is_general(one.value) and not _are_sole(one, other, like):
        is_same = bool(one.head & other.head)
        if (
            (like.is_apart and not is_same and not _is_close(like))
            or _are_of_others(one, other)
            or not _is_told(one, other, like)
        ):
            return False
        is_known = is_same and needed[0] < _ENOUGH[0][0]
        enough, share = (
            _ENOUGH_AGE if one.value.unit == AGE else _ENOUGH_KNOWN if is_known else _ENOUGH_GENERAL
        )
    if like.weight >= _MUCH:
        share *= _MUCH_SHARE
    return like.weight >= enough * (1 + _DOUBLED * max(0.0, apart - 1)) and like.share >= share


def _are_sole(one: Figure, other: Figure, like: Likeness) -> bool:
    """Tell whether two sentences have much in common, and one figure of the unit each."""
    return (
        one.is_sole
        and other.is_sole
        and not _are_of_others(one, other)
        and (not like.is_apart or _is_close(like))
        and like.weight >= _SOLE.weight
        and like.share >= _SOLE.share
    )


def _is_told(one: Figure, other: Figure, like: Likeness) -> bool:
    """Tell whether an amount's clause says what it is of, beyond a name: ages tell it by whose they are."""
    if one.value.unit == AGE:
        return bool(like.shared)
    fewest = 1 if one.value.unit.isupper() or like.share >= _MOSTLY else _FEWEST_SHARED
    same = bool(one.head & other.head)
    return (same or bool(like.words)) and len(like.shared) + same >= fewest


def _is_other_event(one: Figure, other: Figure) -> bool:
    """Tell whether one alone is of another event, of a part, or feared: "similar attacks", "serious injuries", "could"."""
    if one.value.unit == AGE:
        return False
    if _counts_from(one) and _counts_from(other) and not _counts_from(one) & _counts_from(other):
        return True
    if bool(_POSSIBLE.search(one.clause)) != bool(_POSSIBLE.search(other.clause)):
        return True
    return bool((one.scope.near ^ other.scope.near) & _SETS_APART)


def _counts_from(one: Figure) -> frozenset[str]:
    """Give the words behind "five days after", which tell what the days are counted from; none for other figures."""
    after = one.scope.after
    is_counted = one.value.unit == "time" and after[:1] in {("after",), ("before",)}
    return frozenset(word for word in after[1:] if is_counted and len(word) > 1)


def _are_of_others(one: Figure, other: Figure) -> bool:
    """Tell whether two amounts are of others: each clause opens with a word that the other sentence lacks."""
    mine, theirs = one.scope, other.scope
    return (
        one.value.unit.isupper()
        and bool(mine.opening and theirs.opening)
        and mine.opening not in theirs.all
        and theirs.opening not in mine.all
    )


def _is_general(quantity: Quantity) -> bool:
    """Tell whether a figure says little of what it is of: an amount, a distance, "people"."""
    return (bool(quantity.unit) and quantity.unit != "magnitude") or (
        quantity.head == PERSON and not quantity.role
    )


def _is_other_day(one: Figure, other: Figure) -> bool:
    """Tell whether the sentences date the figures, and differently: Sunday's toll is not Monday's."""
    return bool(one.days and other.days) and not any(
        are_same_days(mine, theirs) for mine in one.days for theirs in other.days
    )


def _is_close(like: Likeness) -> bool:
    """Tell whether the words around both are the same, though their sentences name others."""
    return like.close >= _FEWEST_SHARED and like.share >= _CLOSE_SHARE and len(like.words) >= _FEWEST_SHARED


def _is_same_sentence(like: Likeness) -> bool:
    """Tell whether so much is shared that two sentences tell one thing, whatever their dates."""
    return like.weight >= _SAME_SENTENCE.weight and like.share >= _SAME_SENTENCE.share


def _knows(one: Figure, other: Figure, like: Likeness, weights: Weights, all_known: Known[Quantity]) -> bool:
    """Tell whether the source of `one` also gives the figure of `other`: then it tells two things apart.

    Many spans and distances are told: there it must be of much the same.
    """
    return any(
        (bool(each.value.unit) or each.value.head in {one.value.head, ""})
        and agree(each.value, other.value)
        and (one.value.unit not in _MANY_OF_ALL or weight(each, other, weights) >= _AS_LIKE * like.weight)
        for each in all_known.by_voice[one.voice, one.key]
    )


def _is_other_kind(one: Quantity, other: Quantity) -> bool:
    """Tell whether both are qualified, and not alike: "two Iranian boats" and "six British boats"; or ages of others."""
    if one.unit == AGE:
        return bool(one.head and other.head) and one.head != other.head
    if not one.unit and not may_be_same(one.head, other.head):
        return True
    return bool(one.modifiers and other.modifiers) and not one.modifiers & other.modifiers
