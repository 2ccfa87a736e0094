"""Joining more notes than one prompt holds: in groups, level by level.

Where a group ends follows from what stands in it, not from its place in the row, as in content-defined chunking: an
item that is put in between changes its own group and at most a few behind it, at each level. So one more source among
hundreds costs a few calls, and the answers to all others stand.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from summarize.engines.notes import Line
from summarize.errors import ModelError
from summarize.text import tokens

LEAST_FILLED = (
    0.33  # of the room a prompt has, before a group may end: at half, one more item changes more groups
)
NEWLINE = 1  # token

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
        end = _furthest(sizes, start, room, most)
        if end < len(keys):
            filled = _furthest(sizes, start, int(room * LEAST_FILLED), most and -(-most // 2))
            end = 1 + min(range(max(filled, start + 1) - 1, end), key=lambda place: _hash(keys[place]))
        runs.append((start, end))
        start = end
    return runs


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
    blocks: Iterable[Sequence[Line]], join: Join, room: int, overhead: Overhead | None = None
) -> tuple[Line, ...]:
    """Join the lines of all blocks until one call holds them.

    `join` is given lines and the words that say which group they are; "" for a call that holds everything. `overhead`
    counts the tokens that lines take in a prompt beside themselves. Each level must leave fewer tokens than it was
    given, else the run would pay for turns without end: then a ModelError says so.
    """
    level = 0
    while True:
        items = [item for block in blocks for item in _items(block, room, overhead)]
        runs = groups([_key(item) for item in items], [item.tokens for item in items], room)
        if len(runs) <= 1:
            lines = [line for item in items for line in item.lines]
            return await join(lines, f", level {level + 1}" if level else "")
        level += 1
        joined = await asyncio.gather(
            *(
                join(
                    [line for item in items[start:end] for line in item.lines],
                    f", level {level}, group {number} of {len(runs)}",
                )
                for number, (start, end) in enumerate(runs, 1)
            )
        )
        if sum(map(_count, joined)) >= sum(item.own for item in items):
            count = sum(len(item.lines) for item in items)
            raise ModelError(
                f"level {level} of the merge did not get shorter ({count} notes); "
                "raise --context or ask for fewer words"
            )
        blocks = joined


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
