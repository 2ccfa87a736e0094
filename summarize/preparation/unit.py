"""A few files or articles, made ready one after the other: what a process is given to do, and what comes of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from summarize.errors import InputError
from summarize.ingest import File, Item, Note, read_file
from summarize.records import Article, Basis, Source
from summarize.sources import make_source, with_tokens

Task = Item | File


@dataclass(frozen=True, slots=True)
class Options:
    """How articles are made ready; `published` are the days the user gave, by name or for all (None).

    The tokens of articles with more bytes than `uncounted` are counted; None for none. The others are those of
    `sources.make_source`.
    """

    published: tuple[tuple[str | None, date], ...] = ()
    keep_boilerplate: bool = False
    dated: bool = True
    uncounted: int | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """A source without an id, with what its article says of its date: as it is `stated`, and on what `basis`.

    `named` is the name by which the user gave a day for it, if so; `dated` says whether its sentences have their dates.
    """

    source: Source
    stated: str
    basis: Basis
    named: str | None
    dated: bool


@dataclass(frozen=True, slots=True)
class Unit:
    """What a process is given at once."""

    tasks: Sequence[Task]
    options: Options


Outcome = Ready | InputError | Note


def work(tasks: Iterable[Task], options: Options) -> Iterator[Outcome]:
    """Make the articles of some files ready, in their order."""
    for task in tasks:
        for item in read_file(task) if isinstance(task, File) else (task,):
            yield _made(item, options) if isinstance(item, Article) else item


def _made(article: Article, options: Options) -> Ready | InputError:
    named, day = _given(article, options)
    try:
        source = make_source(
            article, "", stated=day, keep_boilerplate=options.keep_boilerplate, dated=options.dated
        )
    except InputError as error:
        return error
    if options.uncounted is not None:
        source = with_tokens(source, options.uncounted)
    return Ready(source, article.date, article.date_basis, named, options.dated)


def _given(article: Article, options: Options) -> tuple[str | None, date | None]:
    """Find the publication day the user gave for an article: by its name, by its file's name, or for all."""
    days = dict(options.published)
    for name in (article.name, article.name.rsplit("/", 1)[-1]):
        if name in days:
            return name, days[name]
    return None, days.get(None)
