"""Which statements of different sources are about the same fact, by the words they share; near linear in them."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Generic, NamedTuple, TypeVar

from summarize.engines.differences.scope import Scope, Weights
from summarize.records import Citation, When

Value = TypeVar("Value")

# A word that more statements of one kind share than this says too little to compare them all by it.
_MOST_SHARING = 40
# Outside the clause a shared word tells less, and so does a name: much is told of one person.
_AROUND = 0.5
_NAME = 0.5
# The same words in the same order around tell the same.
_FRAMED = 0.2
# Names that only the one and only the other has speak for two facts, unless so much else is shared.
_DESPITE_NAMES = 1.5
# What is added up in another order may differ by less than this.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Statement(Generic[Value]):
    """A figure or a date as a source states it.

    `key` is what it is of: only statements of one key are compared. `head` are the stems of the thing itself, `scope`
    is what it stands among, `says` the words that say it, `about` those that name it. `figure` is the value alone, the
    same for two statements that say the same; `days` date a figure, and `published` is the day of its source; it `is_sole` if its sentence
    gives no second value of the key.
    """

    citation: Citation
    voice: str
    key: tuple[str, ...]
    head: frozenset[str]
    scope: Scope
    says: str
    about: str
    clause: str
    value: Value
    figure: Hashable
    days: tuple[When, ...] = ()
    published: str = ""
    is_sole: bool = False


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much two statements share.

    `weight` is of all words shared, `share` what the clauses share of the shorter one, 0 to 1; `shared` are the words of both
    clauses, `words` those of them that are no names, `close` counts those next to both; `is_apart` where each clause has names that the other sentence lacks.
    """

    weight: float
    share: float
    shared: frozenset[str]
    words: frozenset[str]
    close: int
    is_apart: bool


def candidates(
    statements: Sequence[Statement[Value]],
) -> Iterator[tuple[Statement[Value], Statement[Value]]]:
    """Give the pairs of statements of different voices with one key that share a word of their clauses or are few."""
    postings: dict[tuple[tuple[str, ...], str], list[int]] = defaultdict(list)
    for place, statement in enumerate(statements):
        for word in ("", *statement.scope.near):
            postings[statement.key, word].append(place)
    seen: set[tuple[int, int]] = set()
    for places in postings.values():
        if 1 < len(places) <= _MOST_SHARING:
            seen.update(combinations(places, 2))
    for one, other in sorted(seen):
        if statements[one].voice != statements[other].voice:
            yield statements[one], statements[other]


class _Common(NamedTuple):
    """What two statements share, as `Likeness` has it, with the weights that its share is made of."""

    weight: float
    words: float
    told: float
    shared: frozenset[str]
    plain: frozenset[str]
    close: int
    is_apart: bool


def likeness(one: Statement[Value], other: Statement[Value], weights: Weights) -> Likeness:
    """Weigh the words that two clauses share, half those of their sentences, and the figures and days of these."""
    common = _common(one, other, weights)
    near, whole = map(min, _sizes(one, weights), _sizes(other, weights))
    share = max(common.told / near if near else 0.0, common.words / whole if whole else 0.0)
    return Likeness(
        common.weight, min(1.0, share), common.shared, common.plain, common.close, common.is_apart
    )


def weight(one: Statement[Value], other: Statement[Value], weights: Weights) -> float:
    """Give the weight of two statements' likeness alone, for the many that are compared with one."""
    return _common(one, other, weights).weight


def likest(
    statement: Statement[Value], others: Iterable[Statement[Value]], weights: Weights, least: float
) -> Likeness | None:
    """Give a statement's likeness to the likest of others, the first of several; None where none weighs `least`."""
    found = None
    for other in others:
        if not _may_weigh(statement, other, weights, least):
            continue
        weighed = weight(statement, other, weights)
        if weighed > least or (found is None and weighed == least):
            found, least = other, weighed
    return None if found is None else likeness(statement, found, weights)


def _may_weigh(one: Statement[Value], other: Statement[Value], weights: Weights, least: float) -> bool:
    """Tell quickly whether two statements can weigh so much: as if all that they share stood next to both."""
    mine, theirs = one.scope, other.scope
    most = (1 + _AROUND) * weights.of(mine.all & theirs.all) + _ROUNDING
    if not one.head.isdisjoint(other.head):
        most += weights.of(one.head & other.head)
    if not mine.marks.isdisjoint(theirs.marks):
        most += weights.of(mine.marks & theirs.marks)
    return most >= least or most + _FRAMED * _frame(mine, theirs) >= least


def _common(one: Statement[Value], other: Statement[Value], weights: Weights) -> _Common:
    mine, theirs = one.scope, other.scope
    names = mine.names | theirs.names
    head = one.head & other.head
    near = mine.near & theirs.near
    shared = near - head
    plain = shared - names
    close = mine.close & theirs.close
    is_apart = not (mine.names <= theirs.all or theirs.names <= mine.all)
    is_named = len(plain) < len(shared)
    named = weights.of(shared & names) if is_named else 0.0
    told = weights.of(plain)
    words = (
        told
        + _NAME * named
        + _AROUND * (weights.of((mine.all & theirs.all) - near - names - head) + weights.of(close))
    )
    total = words + _FRAMED * _frame(mine, theirs) + weights.of(head) + weights.of(mine.marks & theirs.marks)
    if is_apart and not is_named:
        total -= _DESPITE_NAMES
    return _Common(total, words, told + named, shared, plain, len(close), is_apart)


def _frame(one: Scope, other: Scope) -> int:
    """Count the words next to both that are the same, in the same order."""
    return _alike(one.before, other.before) + _alike(one.after, other.after)


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    same = 0
    for mine, theirs in zip(one, other, strict=False):
        # Of most pairs the first two differ.
        if mine != theirs:
            break
        same += 1
    return same


def _sizes(statement: Statement[Value], weights: Weights) -> tuple[float, float]:
    """Weigh the words of a statement's clause, and with them half those of its sentence; names there don't count."""
    sizes = weights.sizes.get(statement.scope)
    if sizes is None:
        scope = statement.scope
        near = weights.of(scope.near - statement.head)
        around = weights.of(scope.all - scope.near - scope.names - statement.head)
        sizes = weights.sizes[scope] = (near, near + _AROUND * around)
    return sizes
