"""Joining more notes than one prompt holds: in groups, level by level.

Where a group ends follows from what stands in it, not from its place in the row, as in content-defined chunking: an
item that is put in between changes its own group and at most a few behind it, at each level. So one more source among
hundreds costs a few calls, and the answers to all others stand.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from summarize.engines.notes import Line
from summarize.errors import ModelError
from summarize.text import tokens

LEAST_FILLED = (
    0.33  # of the room a prompt has, before a group may end: at half, one more item changes more groups
)
NEWLINE = 1  # token

T = TypeVar("T")

Join = Callable[[Sequence[Line], str], Awaitable[tuple[Line, ...]]]
Overhead = Callable[[Sequence[Line]], int]


@dataclass(frozen=True, slots=True)
class _Item:
    """Lines that stay together, and the tokens of their own and with what a prompt takes for them elsewhere."""

    lines: tuple[Line, ...]
    own: int
    tokens: int


def groups(
    keys: Sequence[str], sizes: Sequence[int], room: int, most: int | None = None
) -> list[tuple[int, int]]:
    """Divide items into runs within the room, and of `most` items at most: (start, end) each.

    All that fits stays one run. Otherwise a run ends, between a third and all of its room, behind the item whose key has
    the lowest hash. An item over the room is a run by itself.
    """
    runs = []
    start = 0
    while start < len(keys):
        end = _end(keys, sizes, start, room, most) or len(keys)
        runs.append((start, end))
        start = end
    return runs


def _end(keys: Sequence[str], sizes: Sequence[int], start: int, room: int, most: int | None) -> int | None:
    """Say where the run that begins at `start` ends; None where all behind it fits. More items don't change it."""
    end = _furthest(sizes, start, room, most)
    if end == len(sizes):
        return None
    filled = _furthest(sizes, start, int(room * LEAST_FILLED), most and -(-most // 2))
    return 1 + min(range(max(filled, start + 1) - 1, end), key=lambda place: _hash(keys[place]))


def _furthest(sizes: Sequence[int], start: int, room: int, most: int | None) -> int:
    end, taken = start, 0
    while (
        end < len(sizes)
        and (end == start or taken + sizes[end] <= room)
        and (most is None or end - start < most)
    ):
        taken += sizes[end]
        end += 1
    return end


def _hash(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()


async def reduce(
    blocks: AsyncIterable[Sequence[Line]], join: Join, room: int, overhead: Overhead | None = None
) -> tuple[Line, ...]:
    """Join the lines of all blocks until one call holds them; nothing is asked where there are none.

    `join` is given lines and the words that say which group they are; "" for a call that holds everything. A group is
    joined as soon as its blocks have come. `overhead` counts the tokens that lines take in a prompt beside themselves.
    Each level must leave fewer tokens than it was given, else the run would pay for turns without end: then a ModelError
    says so.
    """
    number = 1
    while True:
        level = _Level(join, room, overhead, number)
        joined = await level.joined(blocks)
        if not level.is_divided:
            return joined[0] if joined else ()
        if sum(map(_count, joined)) >= sum(item.own for item in level.items):
            count = sum(len(item.lines) for item in level.items)
            raise ModelError(
                f"level {number} of the merge did not get shorter ({count} notes); "
                "raise --context or ask for fewer words"
            )
        blocks = in_turn(joined)
        number += 1


async def in_turn(blocks: Iterable[T]) -> AsyncIterator[T]:
    """Give what is there already as what is still to come."""
    for block in blocks:
        yield block


class _Level:
    """One level: items as they come, and the calls that join them. `is_divided` says that they don't fit one."""

    def __init__(self, join: Join, room: int, overhead: Overhead | None, number: int) -> None:
        self.items: list[_Item] = []
        self.is_divided = False
        self._join, self._room, self._overhead, self._number = join, room, overhead, number
        self._keys: list[str] = []
        self._sizes: list[int] = []
        self._start = 0
        self._calls: list[asyncio.Task[tuple[Line, ...]]] = []

    async def joined(self, blocks: AsyncIterable[Sequence[Line]]) -> list[tuple[Line, ...]]:
        """Join the groups of all that comes, in order."""
        try:
            async for block in blocks:
                for item in _items(block, self._room, self._overhead):
                    self._add(item)
            if self._start < len(self.items):
                self._ask(len(self.items))
            return list(await asyncio.gather(*self._calls))
        finally:
            for call in self._calls:
                call.cancel()

    def _add(self, item: _Item) -> None:
        self.items.append(item)
        self._keys.append(_key(item))
        self._sizes.append(item.tokens)
        while end := _end(self._keys, self._sizes, self._start, self._room, None):
            self.is_divided = True
            self._ask(end)

    def _ask(self, end: int) -> None:
        """Join the items up to `end` that no call has yet."""
        lines = [line for item in self.items[self._start : end] for line in item.lines]
        place = f", level {self._number}" if self._number > 1 or self.is_divided else ""
        if self.is_divided:
            place += f", group {len(self._calls) + 1}"
        self._calls.append(asyncio.create_task(self._joined(lines, place)))
        self._start = end

    async def _joined(self, lines: Sequence[Line], place: str) -> tuple[Line, ...]:
        return await self._join(lines, place)


def _count(lines: Sequence[Line]) -> int:
    return sum(tokens.count(str(line)) + NEWLINE for line in lines)


def _items(block: Sequence[Line], room: int, overhead: Overhead | None) -> Iterator[_Item]:
    """Make an item of a block, or of each of its lines where it is over the room."""
    own = _count(block)
    whole = _Item(tuple(block), own, own + (overhead(block) if overhead else 0))
    if whole.tokens <= room or len(block) == 1:
        yield whole
        return
    for line in block:
        yield from _items([line], room, overhead)


def _key(item: _Item) -> str:
    # Without the names of sources, which change with every article that is put in before them.
    return "\n".join(line.text for line in item.lines)
