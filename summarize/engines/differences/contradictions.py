"""Which statements contradict each other: about the same fact, in different voices, and not both right."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Generic

from summarize.engines.differences.alignment import Likeness, Statement, Value


@dataclass(frozen=True, slots=True)
class Conflict(Generic[Value]):
    """Two statements that contradict each other, and what makes them one fact."""

    one: Statement[Value]
    other: Statement[Value]
    likeness: Likeness


@dataclass(frozen=True)
class Known(Generic[Value]):
    """Which voices state which value of what, and what each of them states."""

    voices: dict[tuple[tuple[str, ...], Hashable], set[str]]
    by_voice: dict[tuple[str, tuple[str, ...]], list[Statement[Value]]]


def known(statements: Sequence[Statement[Value]]) -> Known[Value]:
    """Sort statements by their values and by their voices."""
    voices: dict[tuple[tuple[str, ...], Hashable], set[str]] = defaultdict(set)
    by_voice: dict[tuple[str, tuple[str, ...]], list[Statement[Value]]] = defaultdict(list)
    for each in statements:
        voices[each.key, each.figure].add(each.voice)
        by_voice[each.voice, each.key].append(each)
    return Known(voices, by_voice)
