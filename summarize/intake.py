"""The articles that a user named, as the sources of a run: numbered, dated where that cannot wait, what failed named."""

from collections.abc import Collection, Generator, Iterable, Sequence
from typing import BinaryIO

from summarize.config import Settings
from summarize.course import Course, line
from summarize.errors import InputError, SummarizeError, UsageError
from summarize.preparation import Options, Ready, prepared
from summarize.records import Failure, Source
from summarize.sources import with_dates, with_inferred_dates


def opened(
    paths: Sequence[str], settings: Settings, stdin: BinaryIO | None, this: Course, *, beside: bool
) -> Generator[Ready | InputError, None, None]:
    """Open the articles one by one; with `beside` another process opens those behind the first meanwhile."""
    # Fewer bytes are surely one chunk; of the others it shows by their tokens.
    uncounted = settings.chunk_tokens if beside else None
    return prepared(
        paths,
        # Else each is dated before it is read; with batches it is read many times.
        Options(settings.published, settings.keep_boilerplate, settings.batch, uncounted),
        stdin=stdin,
        urls=settings.urls,
        allow_private=settings.allow_private,
        note=this.watcher.note,
        beside=beside,
    )


def taken_in(
    articles: Iterable[Ready | InputError], settings: Settings, this: Course
) -> tuple[tuple[Source, ...], bool]:
    """Make a source of every article that can be read, and name the others as failures: (sources, whether they are dated)."""
    sources: list[Source] = []
    failed: list[Failure] = []
    used: set[str | None] = set()
    undated: list[int] = []
    for one in articles:
        this.watcher.step("opening", len(sources) + len(failed) + 1, 0)
        if isinstance(one, InputError):
            name, _, reason = str(one).partition(": ")
            failed.append(Failure(name, reason or str(one)))
            continue
        if not one.dated:
            undated.append(len(sources))
        used.add(one.named)
        source = this.shelf.add(one.source, f"S{len(sources) + 1}")
        sources.append(source)
        if one.stated and source.published.basis not in {one.basis, "flag"}:
            unread = f"its date {one.stated!r} is no day that can be read"
            this.watcher.note(f"{source.name}: {unread}; state it with --published {source.name}=DATE")
    _expect_sources(sources, failed, this)
    _expect_names(settings, used, sources)
    is_proven = settings.infer_dates and not all(source.published.value for source in sources)
    if len(undated) == len(sources) and not is_proven:
        return tuple(sources), False
    # Where the others prove a day, they do by their dates.
    for place in undated:
        sources[place] = this.shelf.source(with_dates(sources[place]))
    if settings.infer_dates:
        sources = list(map(this.shelf.source, with_inferred_dates(sources)))
    return tuple(sources), True


def _expect_names(settings: Settings, used: Collection[str | None], sources: Sequence[Source]) -> None:
    """A day that was given for no source is a mistake in its name."""
    if unknown := sorted({name for name, _ in settings.published if name}.difference(used)):
        known = ", ".join(source.name for source in sources[:5])
        raise UsageError(f"--published {unknown[0]}=…: no source has that name; there are {known}")


def _expect_sources(sources: Sequence[Source], failed: Sequence[Failure], this: Course) -> None:
    """Name what failed; a run without any source ends."""
    if not sources and len(failed) == 1:
        raise SummarizeError(line(failed[0]))
    for failure in failed:
        this.fail(failure.name, failure.reason)
    if not sources:
        raise SummarizeError("no source could be read; nothing to report")
