"""Having sources read, all at once: begun while the next are made ready, and taken up as they are done."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence

from summarize.course import Course
from summarize.engines.base import Engine
from summarize.errors import LimitError, SummarizeError
from summarize.opening import Opened
from summarize.records import Reading, Source
from summarize.sources import with_dates

TURNS = 5  # of the event loop that it takes to understand what was heard, or to be on one's way


async def begin(
    engine: Engine, sources: Sequence[Source], voices: Mapping[str, str], this: Course, *, dated: bool
) -> tuple[tuple[Source, ...], list[asyncio.Task[Reading]]]:
    """Have every source that stands for itself read, the longest first; each is on its way while the next is dated."""
    ready: dict[str, Source] = {}
    begun: dict[str, asyncio.Task[Reading]] = {}
    voiced = {source.id for source in sources if voices[source.id] == source.id}
    done, failed = 0, False
    this.watcher.step("reading", done, len(voiced))

    async def read(source: Source) -> Reading:
        nonlocal done, failed
        try:
            reading = await engine.read(source)
        except BaseException:
            failed = True
            raise
        done += 1
        this.watcher.step("reading", done, len(voiced))
        return reading

    try:
        for source in sorted(sources, key=lambda one: (one.id not in voiced, -one.words)):
            ready[source.id] = source if dated else with_dates(source)
            if source.id in voiced:
                begun[source.id] = asyncio.create_task(read(ready[source.id]))
            # What was heard while this one was dated comes before the next.
            await (asyncio.sleep(0) if dated else others())
            if failed:
                await _all(begun.values())
    except asyncio.CancelledError:
        for one in begun.values():
            one.cancel()
        raise
    return tuple(ready[each.id] for each in sources), [
        begun[each.id] for each in sources if each.id in voiced
    ]


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
