"""Notes that no single prompt holds are joined in groups that stay as they are when others are added."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest

from summarize.engines.levels import Join, groups, in_turn, reduce
from summarize.engines.notes import Line
from summarize.errors import ModelError
from tests.make import citations

KEYS = [f"note {number}" for number in range(300)]


def _runs(keys: Sequence[str], room: int = 12) -> set[tuple[str, ...]]:
    return {tuple(keys[start:end]) for start, end in groups(keys, [1] * len(keys), room)}


def test_what_fits_is_one_group() -> None:
    """No group is made where one prompt has room for all."""
    assert groups(KEYS[:9], [1] * 9, 9) == [(0, 9)]
    assert groups([], [], 9) == []


@pytest.mark.parametrize("room", [1, 2, 5, 12, 50])
def test_groups_cover_all_in_order_and_fit(room: int) -> None:
    """Each item is in one group, in its order, and no group is over the room."""
    found = groups(KEYS, [1] * len(KEYS), room)
    assert [place for start, end in found for place in range(start, end)] == list(range(len(KEYS)))
    assert all(end - start <= room for start, end in found)


def test_groups_are_about_a_third_full_at_least() -> None:
    """Groups make use of the room: none but the last is much less than a third full."""
    assert all(end - start >= 3 for start, end in groups(KEYS, [1] * len(KEYS), 12)[:-1])


def test_a_number_of_items_bounds_a_group_too() -> None:
    """A group holds no more items than asked for, however small they are."""
    found = groups(KEYS, [1] * len(KEYS), 1_000, most=12)
    assert all(6 <= end - start <= 12 for start, end in found[:-1])


def test_an_item_over_the_room_is_alone() -> None:
    """What is larger than a prompt stays a group by itself, and all others keep to the room."""
    assert (1, 2) in groups(["a", "b", "c"], [1, 9, 1], 4)


@pytest.mark.parametrize("place", [0, 7, 100, 150, 222, 299])
def test_one_more_item_changes_few_groups(place: int) -> None:
    """Putting an item in anywhere leaves all groups but a few behind it as they were."""
    before = _runs(KEYS)
    after = _runs([*KEYS[:place], "one more", *KEYS[place:]])
    assert len(after - before) <= 5
    assert len(before) > 20


def _lines(count: int) -> list[list[Line]]:
    text = "Delegate {} spoke at length about the matter that lay on the table."
    return [[Line(text.format(number), citations(f"S{number}:1"))] for number in range(1, count + 1)]


def _reduced(join: Join) -> tuple[Line, ...]:
    """Join sixty lines, about ten a call."""

    async def main() -> tuple[Line, ...]:
        return await reduce(in_turn(_lines(60)), join, 120)

    return asyncio.run(main())


def test_levels_follow_until_one_call_holds_all() -> None:
    """Groups are joined, and their results again, and the last call is given no group."""
    places = []

    async def first(lines: Sequence[Line], place: str) -> tuple[Line, ...]:
        places.append(place)
        return (lines[0],)

    (line,) = _reduced(first)
    assert line == _lines(1)[0][0]
    assert {place.split(",")[1] for place in places} == {" level 1", " level 2", " level 3"}
    assert places[-1] == ", level 3"


def test_what_does_not_shrink_ends() -> None:
    """A level that leaves as much as it was given is the last."""
    calls = 0

    async def all_of_it(lines: Sequence[Line], _: str) -> tuple[Line, ...]:
        nonlocal calls
        calls += 1
        return tuple(lines)

    with pytest.raises(ModelError, match="did not get shorter"):
        _reduced(all_of_it)
    assert calls <= 20


def test_a_group_is_joined_when_its_lines_are_there() -> None:
    """No group waits for the lines of another one, and what is asked is the same as if all had been there."""
    asked: list[list[Line]] = []
    waiting = []

    async def first(lines: Sequence[Line], _: str) -> tuple[Line, ...]:
        asked.append(list(lines))
        return (lines[0],)

    async def slowly() -> AsyncIterator[list[Line]]:
        for block in _lines(60):
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            waiting.append(len(asked))
            yield block

    async def main() -> None:
        await reduce(slowly(), first, 120)

    asyncio.run(main())
    streamed = asked[:]
    asked.clear()
    _reduced(first)
    assert streamed == asked
    assert waiting[-1] >= 3


def test_nothing_is_asked_about_nothing() -> None:
    """Where nothing was read, no call is made."""

    async def never(_lines: Sequence[Line], _place: str) -> tuple[Line, ...]:
        raise AssertionError

    async def main() -> tuple[Line, ...]:
        return await reduce(in_turn([]), never, 120)

    assert asyncio.run(main()) == ()
