"""Having sources read, all at once: begun while the next are made ready, and taken up as they are done."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterable, Mapping, Sequence

from summarize.course import Course
from summarize.engines.base import Engine
from summarize.errors import LimitError, SummarizeError
from summarize.opening import Opened
from summarize.records import Reading, Source
from summarize.sources import with_dates

TURNS = 5  # of the event loop that it takes to understand what was heard, or to be on one's way


class _Count:
    """What was read of so many sources, and whether reading one failed."""

    def __init__(self, engine: Engine, total: int, this: Course) -> None:
        self.failed = False
        self._engine, self._total, self._this = engine, total, this
        self._done = 0
        this.watcher.step("reading", 0, total)

    async def read(self, source: Source, dated: Awaitable[Source] | None) -> Reading:
        try:
            reading = self._this.shelf.reading(await self._engine.read(source, dated))
        except BaseException:
            self.failed = True
            raise
        self._done += 1
        self._this.watcher.step("reading", self._done, self._total)
        return reading


async def begin(
    engine: Engine, sources: Sequence[Source], voices: Mapping[str, str], this: Course, *, dated: bool
) -> tuple[tuple[Source, ...], list[asyncio.Task[Reading]]]:
    """Have every source that stands for itself read, the longest first; they are dated while the first are on their way."""
    heard = [source for source in sources if voices[source.id] == source.id]
    loop, count = asyncio.get_running_loop(), _Count(engine, len(heard), this)
    dates: dict[str, asyncio.Future[Source]] = (
        {} if dated else {each.id: loop.create_future() for each in sources}
    )
    begun: dict[str, asyncio.Task[Reading]] = {}
    try:
        for source in _longest_first(heard):
            begun[source.id] = loop.create_task(count.read(source, dates.get(source.id)))
            # Of thousands, the first are on their way before the last are looked at.
            await asyncio.sleep(0)
            if count.failed:
                await _all(begun.values())
        if not dated:
            sources = await _dated(sources, dates, this)
    except BaseException:
        for one in begun.values():
            one.cancel()
        raise
    return tuple(sources), [begun[each.id] for each in heard]


def _longest_first(sources: Iterable[Source]) -> list[Source]:
    return sorted(sources, key=lambda one: -one.words)


async def _dated(
    sources: Sequence[Source], dates: Mapping[str, asyncio.Future[Source]], this: Course
) -> list[Source]:
    """Find the dates of the sources one after the other, and hand them to whoever waits for them."""
    found: dict[str, Source] = {}
    for source in _longest_first(sources):
        # What was heard, or is to be sent, while one was dated comes before the next.
        await others()
        found[source.id] = this.shelf.source(with_dates(source))
        if not dates[source.id].done():
            dates[source.id].set_result(found[source.id])
    return [found[source.id] for source in sources]


async def others() -> None:
    """Let the other tasks go on for a while."""
    for _ in range(TURNS):
        await asyncio.sleep(0)


async def _all(begun: Iterable[asyncio.Task[Reading]]) -> list[Reading]:
    """Wait for all, so that no answer on its way is lost; then raise what the first that failed did."""
    results = await asyncio.gather(*begun, return_exceptions=True)
    readings = []
    for result in results:
        if isinstance(result, BaseException):
            raise result
        readings.append(result)
    return readings


async def finish(
    opened: Opened, sources: Sequence[Source], begun: Sequence[asyncio.Task[Reading]], this: Course
) -> tuple[Reading, ...]:
    """Wait until all is read; what failed, and what a limit left out, is named."""
    readings = []
    for source, result in zip(sources, await _all(begun), strict=True):
        if result.failure and opened.reached and opened.reached in result.failure:
            this.leave(source.name, f"not read: {opened.reached}")
        elif result.failure:
            this.fail(source.name, result.failure)
        readings.append(result)
    if not any(reading.points for reading in readings):
        if opened.reached:
            raise LimitError(f"{opened.reached} before any source was read; raise it")
        raise SummarizeError("nothing usable was found in any source; nothing to report")
    return tuple(readings)


async def in_order(begun: Sequence[asyncio.Task[Reading]]) -> AsyncIterator[Reading]:
    """Give readings in the order of the sources, each when it is there."""
    for one in begun:
        if not one.done():
            # Who waits for a task itself ends it where he is ended.
            await asyncio.wait({one})
        yield one.result()
