"""The articles that a user named, as the sources of a run: numbered, copies and what failed named, dated where that cannot wait."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

from summarize import preparation
from summarize.config import Settings
from summarize.course import Course, line
from summarize.errors import InputError, SummarizeError, UsageError
from summarize.ingest import File, is_address, size_of
from summarize.lazy import Lazy
from summarize.meanwhile import Ahead
from summarize.preparation import Options, Prepared, Ready
from summarize.records import Failure, Source
from summarize.sources import with_dates, with_inferred_dates
from summarize.text import copies

Outcome = Ready | InputError

MOST_BYTES = 5_000_000  # of files that are opened before one is read: what takes a second or two
SOME = 64  # articles at most that are taken in at once: what is looked at of them is at hand yet
PATIENCE = 1.0  # seconds that a run which is over waits for an article that is being opened


class Articles:
    """The articles of a run, opened one by one or some at a time.

    `behind` says how many more are worth waiting for before one is read. With `beside` another process opens those behind
    the first while this one does something else.
    """

    def __init__(
        self, paths: Sequence[str], settings: Settings, stdin: BinaryIO | None, *, beside: bool
    ) -> None:
        are_pages = settings.urls is not None or any(map(is_address, paths))
        self._notes: list[str] = []
        self._made = Prepared(
            paths,
            Options(
                settings.published,
                settings.keep_boilerplate,
                # Else each is dated before it is read; with batches it is read many times.
                dated=settings.batch or are_pages,
                # Fewer bytes are surely one chunk; of the others it shows by their tokens.
                uncounted=settings.chunk_tokens if beside else None,
            ),
            stdin=stdin,
            urls=settings.urls,
            allow_private=settings.allow_private,
            note=self._notes.append,
            beside=beside,
        )
        self._ahead = Ahead(self._made, SOME)
        # Pages come one after the other, as the web gives them.
        self.behind = 0 if are_pages else _behind(self._made.files)

    def all(self) -> Iterator[Outcome]:
        """Open them one after the other."""
        return self._made

    def tell(self, this: Course) -> None:
        """Tell what was passed by."""
        for note in self._notes:
            this.watcher.note(note)
        self._notes.clear()

    async def some(self) -> list[Outcome]:
        """Wait for the next ones, while the loop goes on; none at the end."""
        return await self._ahead.some(SOME)

    def close(self) -> None:
        """Open no more. One that is being opened for too long is left to the end of the program."""
        self._ahead.close(PATIENCE)


def _behind(files: Sequence[File]) -> int:
    """Give as many files as are opened in about a second."""
    sizes = [size_of(file) for file in files]
    return min(preparation.ALONE, MOST_BYTES * len(sizes) // max(1, sum(sizes)))


@dataclass(frozen=True, slots=True)
class Taken:
    """The sources of a run, whether their sentences have their dates, and for each id that of the source that stands for it.

    That is itself, or the most complete of those it is a copy of.
    """

    sources: tuple[Source, ...]
    dated: bool
    voices: Mapping[str, str]


class _Intake:
    """What became of the articles so far: sources, or failures."""

    def __init__(self, settings: Settings, this: Course) -> None:
        self.sources: list[Source] = []
        self._failed: list[Failure] = []
        self._settings, self._this = settings, this
        self._undated: dict[str, int] = {}  # their places
        self._unused = {name for name, _ in settings.published if name}

    @property
    def awaits_names(self) -> bool:
        """Whether some day was given for a source that has not come yet: it may be a mistake in its name."""
        return bool(self._unused)

    def take(self, one: Outcome) -> Source | None:
        """Make a source of an article that could be read; None for another."""
        this, count = self._this, len(self.sources)
        this.watcher.step("opening", count + len(self._failed) + 1, 0)
        if isinstance(one, InputError):
            name, _, reason = str(one).partition(": ")
            self._failed.append(Failure(name, reason or str(one)))
            return None
        source = this.shelf.add(one.source, f"S{count + 1}")
        self.sources.append(source)
        if not one.dated:
            self._undated[source.id] = count
        self._unused.discard(one.named or "")
        if one.stated and source.published.basis not in {one.basis, "flag"}:
            unread = f"its date {one.stated!r} is no day that can be read"
            this.watcher.note(f"{source.name}: {unread}; state it with --published {source.name}=DATE")
        return source

    def dated(self, source: Source) -> Source:
        """Give a source with the dates of its sentences."""
        place = self._undated.pop(source.id, None)
        if place is None:
            return source
        self.sources[place] = self._this.shelf.source(with_dates(source))
        return self.sources[place]

    def end(self) -> tuple[tuple[Source, ...], bool]:
        """Name what failed, and give all sources and whether they are dated: none is where nothing depends on it yet."""
        sources, settings = self.sources, self._settings
        self._expect_sources()
        self._expect_names()
        is_proven = settings.infer_dates and not all(source.published.value for source in sources)
        if len(self._undated) == len(sources) and not is_proven:
            return tuple(sources), False
        # Where the others prove a day, they do by their dates.
        for place in list(self._undated.values()):
            self.dated(sources[place])
        if settings.infer_dates:
            sources = list(map(self._this.shelf.source, with_inferred_dates(sources)))
        return tuple(sources), True

    def _expect_sources(self) -> None:
        """Name what failed; a run without any source ends."""
        if not self.sources and len(self._failed) == 1:
            raise SummarizeError(line(self._failed[0]))
        for failure in self._failed:
            self._this.fail(failure.name, failure.reason)
        if not self.sources:
            raise SummarizeError("no source could be read; nothing to report")

    def _expect_names(self) -> None:
        """A day that was given for no source is a mistake in its name."""
        if self._unused:
            known = ", ".join(source.name for source in self.sources[:5])
            raise UsageError(f"--published {min(self._unused)}=…: no source has that name; there are {known}")


def taken_in(begun: Sequence[Outcome], articles: Articles, settings: Settings, this: Course) -> Taken:
    """Take in all articles, those begun with before the others."""
    intake = _Intake(settings, this)
    for one in chain(begun, articles.all()):
        articles.tell(this)
        intake.take(one)
    articles.tell(this)
    sources, dated = intake.end()
    return Taken(sources, dated, _voices(sources, copies.group(_texts(sources))))


async def as_they_come(
    begun: Sequence[Outcome],
    articles: Articles,
    settings: Settings,
    this: Course,
    begin: Callable[[Sequence[Source]], Awaitable[None]],
) -> Taken:
    """Take in all articles, and have sources begun with while others are still opened, where that takes long.

    Who may be a copy waits until all are known, since one of them stands for all; so that most copies show, a file
    waits in any case until some more are opened. A source whose day the others may prove waits too, and before all names of
    --published were seen nothing is begun with. This depends on the order of the articles and not on time, so a
    rehearsal counts the same calls.
    """
    intake, arrivals = _Intake(settings, this), copies.Arrivals()
    waiting: dict[int, Source] = {}
    ready: list[Source] = []
    some = begun or await articles.some()
    while some:
        for source in filter(None, map(intake.take, some)):
            latest = len(intake.sources) - 1
            if source.published.value or not settings.infer_dates:
                waiting[latest] = source
            for number in arrivals.add(_sentences(source)):
                waiting.pop(number, None)
            if (number := latest - articles.behind) in waiting:
                ready.append(waiting.pop(number))
        articles.tell(this)
        if ready and not intake.awaits_names:
            await begin(list(map(intake.dated, ready)))
            ready.clear()
        some = await articles.some()
    articles.tell(this)
    sources, dated = intake.end()
    return Taken(sources, dated, _voices(sources, arrivals.groups(_texts(sources))))


def _texts(sources: Sequence[Source]) -> Sequence[Sequence[str]]:
    return Lazy(len(sources), lambda place: _sentences(sources[place]))


def _sentences(source: Source) -> list[str]:
    return [sentence.text for sentence in source.sentences]


def _voices(sources: Sequence[Source], groups: copies.Groups) -> dict[str, str]:
    return {sources[member].id: sources[group[0]].id for group in groups for member in group}
