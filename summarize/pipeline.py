"""The stages of a run, in order. Nothing else knows that order.

What a stage alone needs is loaded with it: the first call waits for no more than what it is made of.
"""

import asyncio
from collections.abc import Awaitable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib import import_module
from itertools import chain, count, islice
from typing import TYPE_CHECKING, BinaryIO

from summarize import __version__, intake, prompts
from summarize.config import DEFAULT_MODEL, Settings, choose, from_record, with_environment
from summarize.course import Course
from summarize.engines.base import Engine
from summarize.errors import (
    EndpointError,
    ModelError,
)
from summarize.lazy import Lazy
from summarize.llm.base import LLM
from summarize.meanwhile import meanwhile
from summarize.opening import Opened, open_engine, until_stopped
from summarize.reading import Readings, others
from summarize.records import (
    Citation,
    Claim,
    Cluster,
    Difference,
    Event,
    Failure,
    LeftOut,
    Made,
    Merged,
    Published,
    Reading,
    Report,
    Side,
    Source,
    Telling,
    Usage,
)
from summarize.shelf import Shelf
from summarize.shelved import with_only
from summarize.sources import with_published
from summarize.watching import Silent, Watcher

if TYPE_CHECKING:
    from summarize.checks import Checker, Place
    from summarize.llm.batch import Batched
    from summarize.llm.budget import Stop
    from summarize.timeline import Clusters

COMPARED_WHOLE = 100  # sources
MOST_COMPARED = 6_000  # sentences of more sources than that: what is held of each takes 4 kB
TELLING = 8  # events of an entry that go before all else


@dataclass(frozen=True, slots=True)
class _Told:
    """The clusters of a timeline, dated ones first, and what the engine made of each."""

    clusters: "Clusters"
    telling: Telling

    @property
    def wanted(self) -> tuple[Cluster, ...]:
        return (*self.clusters.dated, *self.clusters.undated)

    @property
    def entries(self) -> Iterable[tuple[Cluster, tuple[Claim, ...]]]:
        return zip(self.wanted, self.telling.claims, strict=True)


@dataclass(frozen=True, slots=True)
class _Found:
    """All that the stages gave; `voices` gives the source that stands for each, `differing` holds what rules found."""

    sources: Sequence[Source]
    voices: Mapping[str, str]
    readings: tuple[Reading, ...]
    merged: Merged
    told: _Told | None
    differing: tuple[Difference, ...]

    def places(self) -> "Sequence[Place]":
        """Name the claims of every part of the report: summary, entries, then each source."""
        from summarize.assembly import place
        from summarize.checks import Place

        entries = self.told.entries if self.told else ()
        told = [
            Place("summary", self.merged.claims),
            *(Place(place(item), claims) for item, claims in entries),
        ]

        def made(at: int) -> Place:
            if at < len(told):
                return told[at]
            reading = self.readings[at - len(told)]
            return Place(reading.source, reading.points)

        return Lazy(len(told) + len(self.readings), made)


_Checked = tuple[_Found, "Checker", "Sequence[Place]"]


async def run(
    paths: Sequence[str],
    settings: Settings,
    *,
    stdin: BinaryIO | None = None,
    watcher: Watcher | None = None,
    llm: LLM | None = None,
    stop: "Stop | None" = None,
) -> Report:
    """Read the articles at `paths` and make the report on them.

    `llm` takes the place of the model that the settings name; with `stop` somebody can wish for an end. Raises a
    SummarizeError where nothing can be reported.
    """
    if settings.replay:
        from summarize.llm.cassette import read_run

        settings = from_record(settings, read_run(settings.replay))
    settings = with_environment(settings)
    this = Course(watcher or Silent())
    asks = llm is None and not settings.replay and choose(settings).engine == "model"
    with closing(intake.Articles(paths, settings, stdin, beside=asks)) as articles:
        # Loading what asks an endpoint takes a second, in which other processes open the articles behind the first.
        begun = list(islice(articles.all(), 1)) if asks else []
        opened = open_engine(settings, llm, this.watcher, stop)
        try:
            if opened.bulk:
                taken = intake.taken_in(begun, articles, settings, this)
                found, checker, places = await _in_bulk(taken, settings, opened, opened.bulk, this)
            else:
                stages = _as_they_come(begun, articles, settings, opened, this)
                found, checker, places = await until_stopped(stages, opened, stop)
        finally:
            await opened.engine.close()
    meter = opened.meter
    made = Made(
        version=__version__,
        engine=opened.engine.name,
        model=settings.model or DEFAULT_MODEL if meter else "",
        prompts=prompts.load(settings.prompts).digest if meter else "",
        usage=_priced(meter.usage, settings) if meter else (),
    )
    return replace(
        _report(found, places, checker, settings, this.shelf),
        failures=tuple(this.failures),
        made=made,
        partial=opened.reached,
    )


def _priced(usage: tuple[Usage, ...], settings: Settings) -> tuple[Usage, ...]:
    from summarize.llm.backends import pricer
    from summarize.llm.prices import priced

    return priced(usage, pricer(settings))


async def plan(
    paths: Sequence[str], settings: Settings, *, stdin: BinaryIO | None = None, watcher: Watcher | None = None
) -> Report:
    """Rehearse a run without a call: the report's usage is what it would ask, its text is made up by rule."""
    settings = with_environment(settings)
    if choose(settings).engine == "extractive":
        return await run(paths, settings, stdin=stdin, watcher=watcher)
    from summarize.llm.backends import keeper_of
    from summarize.rehearsal import Rehearsing

    this = watcher or Silent()
    return await run(
        paths, settings, stdin=stdin, watcher=this, llm=Rehearsing(keeper_of(settings, this.note))
    )


async def _as_they_come(
    begun: Sequence[intake.Outcome],
    articles: intake.Articles,
    settings: Settings,
    opened: Opened,
    this: Course,
) -> "_Checked":
    """Take the articles in and go through the stages; a model that is waited for may be asked before all are opened."""
    readings = Readings(opened.engine, this)

    @cache
    def tell() -> None:
        this.watcher.note(opened.why)

    async def begin(sources: Sequence[Source]) -> None:
        tell()
        await readings.begin(sources)

    try:
        # Rules and a recording answer at once, and a plan of batches is of runs that know all articles.
        is_waited_for = opened.meter is not None and not (settings.replay or settings.batch)
        taken = (
            await intake.as_they_come(begun, articles, settings, this, begin)
            if is_waited_for
            else intake.taken_in(begun, articles, settings, this)
        )
        tell()
        return await _stages(taken, settings, opened, this, readings)
    finally:
        readings.cancel()


async def _in_bulk(
    taken: intake.Taken, settings: Settings, opened: Opened, bulk: "Batched", this: Course
) -> "_Checked":
    """Go through the stages as often as it takes; what failed, and what was asked, is that of the last time."""
    this.watcher.note(opened.why)

    async def once() -> "tuple[_Checked, list[Failure]]":
        if opened.meter:
            opened.meter.clear()
        attempt = Course(Silent(), shelf=this.shelf)
        # What can be asked now is asked in one batch.
        readings = Readings(opened.engine, attempt, at_once=len(taken.sources))
        try:
            return await _stages(taken, settings, opened, attempt, readings), attempt.failures
        finally:
            readings.cancel()

    result, failures = await bulk.run(once)
    for failure in failures:
        this.fail(failure.name, failure.reason)
    return result


async def _stages(
    taken: intake.Taken, settings: Settings, opened: Opened, this: Course, readings: Readings
) -> "_Checked":
    """Go through the stages, each as soon as what it needs is there."""
    engine, voices = opened.engine, taken.voices
    sources: Sequence[Source] = taken.sources
    if settings.infer_dates:
        sources = await _dated(engine, sources, voices, this)
    sources = await readings.rest(sources, _heard(sources, voices), dated=taken.dated)
    heard = _heard(sources, voices)
    # What takes the processor is done while answers are waited for.
    if opened.budget and not settings.price:
        from summarize.llm.prices import preload

        meanwhile(preload)
    # No call follows from what differs.
    compared = _nothing if opened.rehearses else _compared

    def checked() -> tuple[Difference, ...]:
        from summarize.checks import Checker

        found = compared(heard)
        # What they rest on is taken apart for the check of the report, which comes when nothing is waited for any more.
        Checker(heard, voices).differences(found)
        return found

    whole = meanwhile(checked) if len(heard) <= COMPARED_WHOLE else None
    meanwhile(partial(import_module, "summarize.assembly"))
    # What is merged in groups need not wait for all that is read.
    merging = asyncio.ensure_future(engine.merge(heard, readings.in_order(heard)))
    try:
        read = await readings.finish(opened, heard)
        this.watcher.step("merging", 0, 1)

        async def told() -> tuple[_Told | None, tuple[Difference, ...]]:
            await others()  # for the merge to be on its way
            clusters = _clusters(engine, heard, read, settings)
            differing = whole or meanwhile(lambda: compared(_taken(heard, read, clusters)))
            return await _tell(engine, heard, clusters, this), await differing

        merged, (entries, differing) = await asyncio.gather(_merged(merging, this), told())
    finally:
        merging.cancel()
        await asyncio.wait({merging})
    from summarize.checks import Checker

    found = _Found(sources, voices, read, merged, entries, differing)
    checker = Checker(sources, voices)
    return found, checker, await _mended(engine, checker, found.places(), this)


def _heard(sources: Sequence[Source], voices: Mapping[str, str]) -> list[Source]:
    """Give the sources that stand for themselves."""
    return [source for source in sources if voices[source.id] == source.id]


async def _dated(
    engine: Engine, sources: Sequence[Source], voices: Mapping[str, str], this: Course
) -> Sequence[Source]:
    """Date the sources that state no publication day: by their copies, else by what the engine finds."""
    known: dict[str, Source] = {}
    for source in sources:
        first = known.get(voices[source.id])
        if source.published.value and (first is None or source.published.value < first.published.value):
            known[voices[source.id]] = source

    async def dated(source: Source) -> Source:
        copy = known.get(voices[source.id])
        if copy is not None and not source.published.value:
            evidence = f"{copy.id}, a copy of it, is dated {copy.published.value}"
            published = Published(copy.published.value, "inferred", evidence)
            return this.shelf.source(with_published(source, published))
        if source.published.value or voices[source.id] != source.id:
            return source
        try:
            return this.shelf.source(with_published(source, await engine.date(source)))
        except EndpointError:
            raise
        except ModelError as error:
            this.watcher.note(f"{source.name}: its publication day was not found ({error})")
            return source

    return tuple(await asyncio.gather(*map(dated, sources)))


async def _merged(merging: Awaitable[Merged], this: Course) -> Merged:
    """Wait for the merge, which may end without a summary."""
    try:
        return await merging
    except EndpointError:
        raise
    except ModelError as error:
        this.fail("merged summary", str(error))
        return Merged("", ())


def _clusters(
    engine: Engine, sources: Sequence[Source], readings: Sequence[Reading], settings: Settings
) -> "Clusters | None":
    """Choose what the timeline tells; None where none is asked for."""
    if not settings.timeline:
        return None
    from summarize.timeline import cluster

    return cluster(
        (event for reading in readings for event in reading.events),
        source_count=len(sources),
        count=settings.events,
        enough=engine.entries,
        since=settings.since,
        until=settings.until,
        sources=sources,
        focus=settings.focus,
    )


async def _tell(
    engine: Engine, sources: Sequence[Source], clusters: "Clusters | None", this: Course
) -> _Told | None:
    """Have the timeline told."""
    if clusters is None:
        return None
    told = _Told(clusters, Telling(()))
    if not told.wanted:
        return told
    this.watcher.step("timeline", 0, len(told.wanted))
    telling = await engine.tell(sources, told.wanted)
    for failure in telling.failures:
        this.fail(failure.name, failure.reason)
    return replace(told, telling=telling)


def _nothing(_: Sequence[Source]) -> tuple[Difference, ...]:
    return ()


def _compared(sources: Sequence[Source]) -> tuple[Difference, ...]:
    from summarize.engines.differences import find

    return find(sources, {})


def _taken(
    sources: Sequence[Source], readings: Sequence[Reading], clusters: "Clusters | None"
) -> list[Source]:
    """Give the sources with only the sentences that something was taken from, `MOST_COMPARED` of them at most.

    Thousands of articles are seldom on one story alone, and comparing all they say would take longer than the rest.
    """
    cited: dict[str, set[int]] = {source.id: set() for source in sources}
    left = MOST_COMPARED
    for citation in _in_turns(readings, clusters):
        if citation.sentence not in cited[citation.source]:
            cited[citation.source].add(citation.sentence)
            left -= 1
        if not left:
            break
    return [with_only(source, sorted(cited[source.id])) for source in sources if cited[source.id]]


def _in_turns(readings: Sequence[Reading], clusters: "Clusters | None") -> Iterator[Citation]:
    """Give what was cited: by what tells each entry best, then by the first point of each source, the second and so on."""
    told = (*clusters.dated, *clusters.undated) if clusters else ()
    ranked = [sorted(item.events, key=lambda event: -event.weight) for item in told]
    taken: Iterator[Event | Claim] = chain(
        (event for events in ranked for event in events[:TELLING]),
        _by_turns(readings),
        (event for events in ranked for event in events[TELLING:]),
    )
    return (citation for one in taken for citation in one.citations)


def _by_turns(readings: Sequence[Reading]) -> Iterator[Claim]:
    """Give the first point of each, then the second and so on; no more are looked at than are taken."""
    for turn in count():
        is_last = True
        for one in readings:
            if len(points := one.points) > turn:
                is_last = False
                yield points[turn]
        if is_last:
            return


async def _mended(
    engine: Engine, checker: "Checker", places: "Sequence[Place]", this: Course
) -> "Sequence[Place]":
    try:
        return await checker.mended(engine, places)
    except EndpointError:
        raise
    except ModelError as error:
        this.watcher.note(f"unsupported sentences were left out unmended ({error})")
        return places


def _report(
    found: _Found, places: "Sequence[Place]", checker: "Checker", settings: Settings, shelf: Shelf
) -> Report:
    """Put together what holds of the claims at all places."""
    from summarize import assembly

    own = len(found.readings)
    told, kept = found.told, iter([checker.sift(place) for place in places[:-own]])
    summaries = {
        reading.source: Reading(reading.source, checker.sift(place))
        for reading, place in zip(found.readings, places[-own:], strict=True)
    }
    claims = next(kept)
    summary = assembly.within(claims, settings.words)
    differences = checker.differences((*found.merged.differences, *found.differing))
    by_id = {source.id: source for source in found.sources}
    entries = [
        assembly.entry(item, next(kept), by_id, found.voices, differences)
        for item in (told.wanted if told else ())
    ]
    left_out = (
        *(told.clusters.left_out if told else ()),
        *checker.left_out,
        *_too_long(claims[len(summary) :], settings.words),
    )
    citing: tuple[Claim | LeftOut | Side, ...] = (
        *summary,
        *(claim for entry in entries for claim in entry.claims),
        *(side for difference in differences for side in difference.sides),
        *left_out,
    )
    dated = len(told.clusters.dated) if told else 0
    return Report(
        title=assembly.title(found.merged.title, summary, found.sources),
        focus=settings.focus,
        summary=summary,
        timeline=tuple(entries[:dated]) if told else None,
        undated=tuple(entries[dated:]),
        sources=tuple(map(shelf.report, assembly.describe(found.sources, found.voices, summaries, citing))),
        left_out=left_out,
        dates_found=told.clusters.found if told else 0,
        differences=differences,
    )


def _too_long(claims: Sequence[Claim], words: int) -> list[LeftOut]:
    return [
        LeftOut("summary", claim.text, claim.citations, f"over {words} words", claim.support)
        for claim in claims
    ]
