"""Conflicts between pairs of statements into differences with their sides."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from heapq import heapify, heappop, heapreplace
from typing import Generic

from summarize.engines.differences.alignment import Statement, Value, likest
from summarize.engines.differences.contradictions import Conflict
from summarize.engines.differences.numbers import Token, tokenise
from summarize.engines.differences.scope import Weights, plain
from summarize.records import Contrast, Difference, Side

_MOST_SIDES = 6
_LONGEST_ABOUT = 6  # words
_BRIDGE = 2  # words between two of a phrase
# What says the same as one side is of the same fact if it shares so much with a statement of either; less than where
# figures differ, and no more statements are compared than these.
_SUPPORTING = 1.2
_SUPPORTING_SHARE = 0.3
_MOST_COMPARED = 40


class _Told(Generic[Value]):
    """A difference to be: its likest conflict and its sides, to which those who support one are added bit by bit."""

    def __init__(
        self,
        best: Conflict[Value],
        sides: Sequence[list[Statement[Value]]],
        saying: Mapping[tuple[tuple[str, ...], Hashable], Sequence[Statement[Value]]],
    ) -> None:
        self.best, self.sides = best, sides
        self._voices = {each.voice for side in sides for each in side}
        self._members = [each for side in sides for each in side][:_MOST_COMPARED]
        # Who may support each of the sides.
        self._others = [saying[side[0].key, side[0].figure][:_MOST_COMPARED] for side in sides]
        self._known = 0

    @property
    def is_known(self) -> bool:
        """Whether all who support a side are there."""
        return self._known == len(self.sides)

    @property
    def rank(self) -> float:
        """How telling it is: the voices that carry it, with all that may support a side of which it is not known."""
        more = (each.voice for others in self._others[self._known :] for each in others)
        return len(self._voices.union(more)) + min(0.9, self.best.likeness.weight / 10)

    def support(self, weights: Weights) -> None:
        """Add to the next side the statements of other voices that say the same of the same, though less like the other side."""
        side = self.sides[self._known]
        for each in self._others[self._known]:
            if each.voice in self._voices:
                continue
            like = likest(each, self._members, weights, _SUPPORTING)
            if like and like.share >= _SUPPORTING_SHARE:
                side.append(each)
                self._voices.add(each.voice)
        self._known += 1


def differences(
    contrast: Contrast,
    statements: Sequence[Statement[Value]],
    conflicts: Sequence[Conflict[Value]],
    same: Callable[[Value, Value], bool],
    weights: Weights,
    *,
    most: int,
    least: float = 0.0,
) -> list[tuple[float, Difference]]:
    """Join conflicts about one fact into one difference each, with how telling it is: the voices that carry it.

    The `most` telling are given, the first first, none that is less telling than `least`. `same` tells of two values whether
    they stand on one side.
    """
    saying: dict[tuple[tuple[str, ...], Hashable], list[Statement[Value]]] = defaultdict(list)
    for each in statements:
        saying[each.key, each.figure].append(each)
    joined = [
        _Told(group[0], _sides([each for pair in group for each in (pair.one, pair.other)], same), saying)
        for group in _joined(conflicts)
    ]
    kept = _most_telling(joined, same, weights, most, least)
    return [
        (
            each.rank,
            Difference(_about(contrast, each.best), contrast, tuple(map(_side, each.sides[:_MOST_SIDES]))),
        )
        for each in kept
    ]


def _most_telling(
    joined: Sequence[_Told[Value]],
    same: Callable[[Value, Value], bool],
    weights: Weights,
    most: int,
    least: float,
) -> list[_Told[Value]]:
    """Give the most telling differences, of several that say the same the first.

    Who supports them takes long to find, and is found no further than until others must be more telling.
    """
    waiting = [(-each.rank, each.is_known, place) for place, each in enumerate(joined)]
    heapify(waiting)
    kept: list[_Told[Value]] = []
    while waiting and len(kept) < most and -waiting[0][0] >= least:
        _, is_known, place = waiting[0]
        first = joined[place]
        if any(_is_retold(first.sides, before.sides, same) for before in kept):
            heappop(waiting)
        elif is_known:
            heappop(waiting)
            kept.append(first)
        else:
            first.support(weights)
            heapreplace(waiting, (-first.rank, first.is_known, place))
    return kept


def _is_retold(
    later: Sequence[Sequence[Statement[Value]]],
    earlier: Sequence[Sequence[Statement[Value]]],
    same: Callable[[Value, Value], bool],
) -> bool:
    """Tell whether two sides say of the same thing what two sides of an earlier difference say."""
    if later[0][0].key != earlier[0][0].key:
        return False
    return sum(any(same(mine[0].value, theirs[0].value) for theirs in earlier) for mine in later) > 1


def _joined(conflicts: Sequence[Conflict[Value]]) -> list[list[Conflict[Value]]]:
    """Group conflicts about one fact, from the likest: one joins a group if it is in conflict with what that holds.

    A chain of likenesses leads from one fact to another, so one statement in common is not enough.
    """
    against: dict[Statement[Value], set[Statement[Value]]] = defaultdict(set)
    for conflict in conflicts:
        against[conflict.one].add(conflict.other)
        against[conflict.other].add(conflict.one)
    groups: list[list[Conflict[Value]]] = []
    of: dict[Statement[Value], list[Conflict[Value]]] = {}
    members: dict[int, set[Statement[Value]]] = {}
    for conflict in sorted(conflicts, key=lambda each: -each.likeness.weight):
        pair = (conflict.one, conflict.other)
        group = of.get(pair[0]) or of.get(pair[1])
        if group is None:
            group = []
            groups.append(group)
            members[id(group)] = set(pair)
        elif not all(_fits(each, members[id(group)], against) for each in pair):
            continue
        group.append(conflict)
        members[id(group)].update(pair)
        for each in pair:
            of.setdefault(each, group)
    return groups


def _fits(
    statement: Statement[Value],
    members: set[Statement[Value]],
    against: dict[Statement[Value], set[Statement[Value]]],
) -> bool:
    """Tell whether a statement is in a group, or in conflict with half of its members that say something else."""
    if statement in members:
        return True
    others = [each for each in members if each.says != statement.says]
    return 2 * len(against[statement] & members) >= len(others)


def _sides(
    statements: Sequence[Statement[Value]], same: Callable[[Value, Value], bool]
) -> list[list[Statement[Value]]]:
    sides: list[list[Statement[Value]]] = []
    for each in dict.fromkeys(statements):
        side = next((side for side in sides if same(side[0].value, each.value)), None)
        if side is None:
            sides.append([each])
        else:
            side.append(each)
    return sorted(sides, key=lambda side: -len({each.voice for each in side}))


def _side(statements: Sequence[Statement[Value]]) -> Side:
    return Side(statements[0].says, tuple(dict.fromkeys(each.citation for each in statements)))


def _about(contrast: Contrast, best: Conflict[Value]) -> str:
    """Name the fact as a source has it: what is counted, or the words of the clause that both have."""
    if contrast == "figure" and (name := best.one.about or best.other.about):
        return name
    shared = best.likeness.shared or best.one.scope.all & best.other.scope.all
    return max((_shared(each.clause, shared) for each in (best.one, best.other)), key=len) or best.one.says


def _shared(clause: str, shared: frozenset[str]) -> str:
    """Give the phrases of a clause that hold the shared words, in their order, "train … Dandong": the fullest ones."""
    tokens = tokenise(clause)
    runs: list[tuple[int, int]] = []
    seen: set[str] = set()
    for at, token in enumerate(tokens):
        word = plain(token.low)
        if word not in shared or word in seen:
            continue
        seen.add(word)
        if runs and _is_bridged(tokens, runs[-1][1], at):
            runs[-1] = runs[-1][0], at + 1
        else:
            runs.append((at, at + 1))
    kept: list[tuple[int, int]] = []
    for run in sorted(runs, key=lambda run: run[0] - run[1]):
        if sum(last - first for first, last in (*kept, run)) <= _LONGEST_ABOUT:
            kept.append(run)
    if len(kept) == 1 and kept[0][1] - kept[0][0] == 1:
        kept = [_widened(tokens, kept[0][0])]
    return " … ".join(clause[tokens[first].start : tokens[last - 1].end] for first, last in sorted(kept))


def _widened(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """Take the words around one that alone names nothing, "train left China": up to a mark or a number on either side."""
    first, last = at, at + 1
    while last - first < _LONGEST_ABOUT and first and _is_word(tokens[first - 1]):
        first -= 1
    while last - first < _LONGEST_ABOUT and last < len(tokens) and _is_word(tokens[last]):
        last += 1
    while first < at and not plain(tokens[first].low):
        first += 1
    while last > at + 1 and not plain(tokens[last - 1].low):
        last -= 1
    return first, last


def _is_word(token: Token) -> bool:
    return token.low[0].isalpha()


def _is_bridged(tokens: Sequence[Token], end: int, at: int) -> bool:
    """Tell whether no more than a few words, and no mark or number, stand between two places."""
    between = tokens[end:at]
    return len(between) <= _BRIDGE and all(map(_is_word, between))
