"""The stages of a run, in order. Nothing else knows that order."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO, Protocol

from summarize import __version__, grounding, prompts, timeline
from summarize.config import DEFAULT_MODEL, Choice, Settings, choose, from_record, with_environment
from summarize.engines.base import Engine
from summarize.engines.extractive import Extractive
from summarize.engines.model import ModelEngine
from summarize.errors import EndpointError, InputError, ModelError, SummarizeError, UsageError
from summarize.ingest import read_articles
from summarize.llm.backends import open_llm
from summarize.llm.base import LLM
from summarize.llm.cassette import read_run
from summarize.llm.meter import Metered
from summarize.llm.openai import parse_address
from summarize.records import (
    Article,
    Claim,
    Cluster,
    Entry,
    Failure,
    LeftOut,
    Made,
    Merged,
    Reading,
    Report,
    Source,
    SourceReport,
)
from summarize.sources import excerpt, make_source, with_inferred_dates


class Watcher(Protocol):
    """Whoever looks on while a run goes: the terminal, or nobody."""

    def note(self, line: str) -> None:
        """Hear a line worth knowing: which engine runs and why, or what failed."""
        ...

    def step(self, stage: str, done: int, total: int) -> None:
        """Hear how far a stage has come."""
        ...


class Silent:
    """A watcher that looks away."""

    def note(self, line: str) -> None:
        """Pass over it."""

    def step(self, stage: str, done: int, total: int) -> None:
        """Pass over it."""


@dataclass
class _Run:
    """What a run gathers beside its results."""

    watcher: Watcher
    failures: list[Failure] = field(default_factory=list)
    dates_found: int = 0
    left_out: list[LeftOut] = field(default_factory=list)

    def fail(self, name: str, reason: str) -> None:
        self.failures.append(Failure(name, reason))
        self.watcher.note(_line(self.failures[-1]))


def _line(failure: Failure) -> str:
    return failure.reason if failure.reason.startswith(failure.name) else f"{failure.name}: {failure.reason}"


async def run(
    paths: Sequence[str],
    settings: Settings,
    *,
    stdin: BinaryIO | None = None,
    watcher: Watcher | None = None,
    llm: LLM | None = None,
) -> Report:
    """Read the articles at `paths` and make the report on them.

    `llm` takes the place of the model that the settings name. Raises a SummarizeError where nothing can be reported.
    """
    if settings.replay:
        settings = from_record(settings, read_run(settings.replay))
    settings = with_environment(settings)
    this = _Run(watcher or Silent())
    engine, meter, why = _open_engine(settings, llm)
    try:
        sources = _ingest(paths, settings, stdin, this)
        this.watcher.note(why)
        readings = await _read(engine, sources, this)
        title, summary = await _merge(engine, sources, readings, settings, this)
        dated, undated = (
            await _timeline(engine, sources, readings, settings, this) if settings.timeline else ((), ())
        )
    finally:
        await engine.close()
    summaries = {reading.source: _sift(reading.points, sources, reading.source, this) for reading in readings}
    return Report(
        title=title,
        focus=settings.focus,
        summary=summary,
        timeline=dated if settings.timeline else None,
        undated=undated,
        sources=_describe(sources, summaries, summary, (*dated, *undated), this.left_out),
        left_out=tuple(this.left_out),
        failures=tuple(this.failures),
        made=Made(
            version=__version__,
            engine=engine.name,
            model=settings.model or DEFAULT_MODEL if meter else "",
            prompts=prompts.load(settings.prompts).digest if meter else "",
            usage=meter.usage if meter else (),
        ),
        dates_found=this.dates_found,
    )


def _open_engine(settings: Settings, llm: LLM | None) -> tuple[Engine, Metered | None, str]:
    """Open the engine of a run: itself, what counts its calls, and a line that says which it is and why."""
    choice = choose(settings) if llm is None else Choice("model", "it was handed over")
    if choice.engine == "extractive":
        engine = Extractive(words=settings.words, focus=settings.focus, sentences=settings.sentences)
        return engine, None, f"engine: extractive, no model is asked ({choice.why})"
    model = settings.model or DEFAULT_MODEL
    # What is shown of the address has no password or key in it.
    place = "a recording" if settings.replay else parse_address(settings.base_url).shown
    templates = prompts.load(settings.prompts)

    def ask_repair(error: str) -> str:
        return templates.fill("repair", error=error)[0].content

    meter = Metered(llm or open_llm(settings, ask_repair))
    asking = ModelEngine(
        meter,
        templates,
        model=model,
        words=settings.words,
        sentences=settings.sentences,
        focus=settings.focus,
        chunk_tokens=settings.chunk_tokens,
        context_tokens=settings.context_tokens,
    )
    return asking, meter, f"engine: model {model}, {place} ({choice.why})"


def _ingest(
    paths: Sequence[str], settings: Settings, stdin: BinaryIO | None, this: _Run
) -> tuple[Source, ...]:
    """Make a source of every article that can be read; the others are named as failures."""
    sources: list[Source] = []
    failed: list[Failure] = []
    used: set[str] = set()
    for article in read_articles(paths, stdin=stdin):
        try:
            if isinstance(article, InputError):
                raise article
            stated = _stated(article, settings, used)
            source = make_source(
                article, f"S{len(sources) + 1}", stated=stated, keep_boilerplate=settings.keep_boilerplate
            )
        except InputError as error:
            name, _, reason = str(error).partition(": ")
            failed.append(Failure(name, reason or str(error)))
        else:
            sources.append(source)
            if article.date and source.published.basis not in {article.date_basis, "flag"}:
                unread = f"its date {article.date!r} is no day that can be read"
                this.watcher.note(f"{article.name}: {unread}; state it with --published {article.name}=DATE")
    if not sources and len(failed) == 1:
        raise SummarizeError(_line(failed[0]))
    for failure in failed:
        this.fail(failure.name, failure.reason)
    if not sources:
        raise SummarizeError("no source could be read; nothing to report")
    if unknown := sorted({name for name, _ in settings.published if name} - used):
        known = ", ".join(source.name for source in sources[:5])
        raise UsageError(f"--published {unknown[0]}=…: no source has that name; there are {known}")
    return with_inferred_dates(sources) if settings.infer_dates else tuple(sources)


def _stated(article: Article, settings: Settings, used: set[str]) -> date | None:
    """Find the publication day the user gave for an article: by its name, by its file's name, or for all."""
    days = dict(settings.published)
    for name in (article.name, article.name.rsplit("/", 1)[-1]):
        if name in days:
            used.add(name)
            return days[name]
    return days.get(None)


async def _read(engine: Engine, sources: Sequence[Source], this: _Run) -> tuple[Reading, ...]:
    done = 0

    async def read(source: Source) -> Reading:
        nonlocal done
        reading = await engine.read(source)
        done += 1
        this.watcher.step("reading", done, len(sources))
        return reading

    results = await asyncio.gather(*map(read, sources), return_exceptions=True)
    readings = []
    for source, result in zip(sources, results, strict=True):
        if isinstance(result, BaseException):
            raise result
        if result.failure:
            this.fail(source.name, result.failure)
        readings.append(result)
    if not any(reading.points for reading in readings):
        raise SummarizeError("nothing usable was found in any source; nothing to report")
    return tuple(readings)


async def _merge(
    engine: Engine, sources: Sequence[Source], readings: Sequence[Reading], settings: Settings, this: _Run
) -> tuple[str, tuple[Claim, ...]]:
    this.watcher.step("merging", 0, 1)
    try:
        merged = await engine.merge(sources, readings)
    except EndpointError:
        raise
    except ModelError as error:
        this.fail("merged summary", str(error))
        merged = Merged("", ())
    summary = _sift(merged.claims, sources, "summary", this)
    kept = _within(summary, settings.words)
    this.left_out += [
        LeftOut("summary", c.text, c.citations, f"over {settings.words} words") for c in summary[len(kept) :]
    ]
    return _title(merged.title, kept, sources), kept


def _within(claims: tuple[Claim, ...], words: int) -> tuple[Claim, ...]:
    """Give the leading claims that keep to the length; the first stays in any case."""
    total = 0
    for index, claim in enumerate(claims):
        total += len(claim.text.split())
        if total > words and index:
            return claims[:index]
    return claims


def _title(title: str, summary: Sequence[Claim], sources: Sequence[Source]) -> str:
    """Take the engine's title where it holds against all that the summary cites, else a source's own."""
    titles = [source.title for source in sources if source.title]
    cited = tuple(dict.fromkeys(citation for claim in summary for citation in claim.citations))
    claim = grounding.check(Claim(title, cited), {source.id: source for source in sources})
    if title and (title in titles or claim.support != "unsupported"):
        return title
    return titles[0] if titles else sources[0].name


async def _timeline(
    engine: Engine, sources: Sequence[Source], readings: Sequence[Reading], settings: Settings, this: _Run
) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    clusters = timeline.cluster(
        (event for reading in readings for event in reading.events),
        source_count=len(sources),
        count=settings.events,
        since=settings.since,
        until=settings.until,
        sources=sources,
        focus=settings.focus,
    )
    this.left_out += clusters.left_out
    this.dates_found = clusters.found
    wanted = (*clusters.dated, *clusters.undated)
    if not wanted:
        return (), ()
    this.watcher.step("timeline", 0, len(wanted))
    telling = await engine.tell(sources, wanted)
    for failure in telling.failures:
        this.fail(failure.name, failure.reason)
    entries = [
        _entry(item, _sift(claims, sources, _place(item), this), sources)
        for item, claims in zip(wanted, telling.claims, strict=True)
    ]
    return tuple(entries[: len(clusters.dated)]), tuple(entries[len(clusters.dated) :])


def _place(item: Cluster) -> str:
    return f"timeline {item.value}" if item.value else f"timeline “{item.events[0].when.expression}”"


def _entry(item: Cluster, claims: tuple[Claim, ...], sources: Sequence[Source]) -> Entry:
    """Make the entry of a cluster; where no claim held, it is told in the words of its source."""
    if not claims:
        citation = max(item.events, key=lambda event: event.weight).citations[0]
        source = next(source for source in sources if source.id == citation.source)
        claims = (Claim(source.sentences[citation.sentence - 1].text, (citation,)),)
    return Entry(
        value=item.value,
        precision=item.precision,
        status=item.status,
        claims=claims,
        expressions=tuple(dict.fromkeys(event.when for event in item.events)),
        sources=len({citation.source for event in item.events for citation in event.citations}),
        score=item.score,
    )


def _sift(claims: Sequence[Claim], sources: Sequence[Source], where: str, this: _Run) -> tuple[Claim, ...]:
    kept, dropped = grounding.sift(claims, {source.id: source for source in sources}, where)
    this.left_out += dropped
    return kept


def _describe(
    sources: Sequence[Source],
    summaries: dict[str, tuple[Claim, ...]],
    summary: Sequence[Claim],
    entries: Sequence[Entry],
    left_out: Sequence[LeftOut],
) -> tuple[SourceReport, ...]:
    """Describe each source, with the sentences that anything in the report cites."""
    cited: dict[str, set[int]] = {source.id: set() for source in sources}
    claims = (*summary, *(claim for entry in entries for claim in entry.claims))
    citing: tuple[Claim | LeftOut, ...] = (
        *claims,
        *(one for own in summaries.values() for one in own),
        *left_out,
    )
    for citation in (citation for one in citing for citation in one.citations):
        cited.setdefault(citation.source, set()).add(citation.sentence)
    return tuple(
        SourceReport(
            id=source.id,
            name=source.name,
            title=source.title,
            publisher=source.publisher,
            url=source.url,
            published=source.published,
            words=source.words,
            sentence_count=len(source.sentences),
            summary=summaries[source.id],
            removed=source.removed,
            sentences=excerpt(source, cited[source.id]),
        )
        for source in sources
    )
