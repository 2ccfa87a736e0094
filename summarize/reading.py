"""Having sources read, all at once: begun while the next are made ready, and taken up as they are done."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterable, Mapping, Sequence

from summarize.course import Course
from summarize.engines.base import Engine
from summarize.errors import LimitError, SummarizeError
from summarize.opening import Opened
from summarize.records import Reading, Source
from summarize.sources import with_dates

AT_ONCE = 1_000  # sources whose prompts wait for their turn or for an answer: far more than an endpoint takes, and some 10 kB each
TURNS = 5  # of the event loop that it takes to understand what was heard, or to be on one's way

Begun = asyncio.Task[Reading]


class Readings:
    """The readings of a run, each begun once: some while others are still opened, the rest when all are there.

    No more than `at_once` are asked about at the same time.
    """

    def __init__(self, engine: Engine, this: Course, at_once: int | None = None) -> None:
        self._engine, self._this = engine, this
        self._begun: dict[str, Begun] = {}
        self._room = asyncio.Semaphore(at_once or AT_ONCE)
        self._done = self._total = 0
        self._failed = False

    async def begin(
        self, sources: Iterable[Source], dates: Mapping[str, Awaitable[Source]] | None = None
    ) -> None:
        """Have sources read, the longest first; `dates` gives them with the dates of their sentences, which are found meanwhile.

        Raises what the first that failed did, when all that are on their way have come to their end.
        """
        for source in _longest_first(sources):
            dated = dates.get(source.id) if dates else None
            self._begun[source.id] = asyncio.ensure_future(self._read(source, dated))
            # Of thousands, the first are on their way before the last are looked at.
            await asyncio.sleep(0)
            if self._failed:
                await _all(self._begun.values())

    async def rest(
        self, sources: Sequence[Source], heard: Sequence[Source], *, dated: bool
    ) -> Sequence[Source]:
        """Have those that are heard read, but for those begun with; give all sources, dated while the first are on their way."""
        left = [source for source in heard if source.id not in self._begun]
        self._total = len(self._begun) + len(left)
        self._this.watcher.step("reading", self._done, self._total)
        if dated:
            await self.begin(left)
            return sources
        loop = asyncio.get_running_loop()
        dates: dict[str, asyncio.Future[Source]] = {each.id: loop.create_future() for each in sources}
        await self.begin(left, dates)
        return await _dated(sources, dates, self._this)

    async def finish(self, opened: Opened, heard: Sequence[Source]) -> tuple[Reading, ...]:
        """Wait until all is read, and give the readings of these; what failed, and what a limit left out, is named."""
        this, readings = self._this, []
        # Those who turned out to be copies are waited for too, so that no answer on its way is lost.
        await _all(self._begun.values())
        for source in heard:
            result = self._begun[source.id].result()
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

    async def in_order(self, heard: Sequence[Source]) -> AsyncIterator[Reading]:
        """Give the readings of these in their order, each when it is there."""
        for source in heard:
            begun = self._begun[source.id]
            if not begun.done():
                # Who waits for a task itself ends it where he is ended.
                await asyncio.wait({begun})
            yield begun.result()

    def cancel(self) -> None:
        """End those that are under way."""
        for one in self._begun.values():
            one.cancel()

    async def _read(self, source: Source, dated: Awaitable[Source] | None) -> Reading:
        try:
            async with self._room:
                reading = self._this.shelf.reading(await self._engine.read(source, dated))
        except BaseException:
            self._failed = True
            raise
        self._done += 1
        if self._total:
            self._this.watcher.step("reading", self._done, self._total)
        return reading


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


async def _all(begun: Iterable[Begun]) -> None:
    """Wait for all, so that no answer on its way is lost; then raise what the first that failed did."""
    for result in await asyncio.gather(*begun, return_exceptions=True):
        if isinstance(result, BaseException):
            raise result
