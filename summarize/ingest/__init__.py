"""Files and pages into articles: `read_articles` is the only door, `formats` the one place that knows the formats."""

import io
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

from summarize.errors import InputError
from summarize.ingest import load, paths
from summarize.ingest.encoding import decode
from summarize.ingest.formats import DOCUMENTS, KNOWN, READERS, STREAMS
from summarize.ingest.items import Item, Note
from summarize.ingest.ours import is_report
from summarize.ingest.paths import File, is_address, size_of
from summarize.records import Article

__all__ = [
    "DOCUMENTS",
    "READERS",
    "STREAMS",
    "File",
    "Item",
    "Note",
    "found_articles",
    "is_address",
    "read_articles",
    "read_file",
    "size_of",
]

# Collections, whose articles are read one after the other.
_OF_ANY_LENGTH = frozenset({*STREAMS, ".jsonl"})


def read_articles(
    paths_: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    urls: Path | None = None,
    allow_private: bool = False,
    note: Callable[[str], None] | None = None,
) -> Iterator[Article | InputError]:
    """Read the articles of files, folders, glob patterns, `-` (standard input) and addresses, in the order given.

    Folders and patterns are read in the order of their POSIX paths, a file that is reached twice once. `urls` is a
    file with an address a line, which come behind the paths; `allow_private` lets pages be fetched from this machine
    and its network. Files are opened one at a time, as the iterator is consumed; pages are fetched several at once,
    some ahead. What cannot be read comes as an `InputError` value in its place, its message starting with the
    name; nothing is raised. `note` hears a line on whatever is passed by without being a source that failed.
    """
    for item in found_articles(paths_, stdin=stdin, urls=urls, allow_private=allow_private):
        for one in read_file(item) if isinstance(item, File) else (item,):
            if not isinstance(one, Note):
                yield one
            elif note:
                note(one.line)


def found_articles(
    paths_: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    urls: Path | None = None,
    allow_private: bool = False,
) -> Iterator[Item | File]:
    """Find what `read_articles` reads; a file by itself comes unread, for `read_file`, which may be in another process."""
    found = paths.discover([*paths_, *(_listed(urls) if urls else ())], known=KNOWN)
    links = [item.name for item in found if isinstance(item, paths.Link)]
    with closing(_fetched(links, allow_private=allow_private)) as pages:
        for one in found:
            if isinstance(one, paths.Link):
                yield from next(pages)
            elif isinstance(one, File) and one.path and paths.suffix_of(one.path) not in _OF_ANY_LENGTH:
                yield one
            else:
                yield from _read(one, stdin)


def read_file(file: File) -> Iterator[Item]:
    """Read a file; what cannot be read comes as an `InputError`."""
    return _read(file, None)


def _listed(path: Path) -> Iterator[str | InputError]:
    from summarize.ingest.web import listing

    return listing.read(path)


def _fetched(links: Sequence[str], *, allow_private: bool) -> Generator[Iterator[Item], None, None]:
    """Give what each page holds; the web's machinery is loaded with the first one."""
    if links:
        from summarize.ingest.web import pages

        yield from pages.fetched(links, allow_private=allow_private)


def _read(file: File | InputError, stdin: BinaryIO | None) -> Iterator[Item]:
    try:
        if isinstance(file, InputError):
            yield file
        elif file.path is None:
            from summarize.ingest import sniff

            data = load.from_stdin(file.name, stdin)
            yield from _parsed(file.name, data, sniff.suffix_of(file.name, data))
        elif (suffix := paths.suffix_of(file.path)) in STREAMS:
            with load.opened(file.name, file.path) as stream:
                yield from STREAMS[suffix](file.name, stream)
        else:
            yield from _parsed(file.name, load.from_file(file.name, file.path), suffix)
    except InputError as error:
        yield error


def _parsed(name: str, data: bytes, suffix: str) -> Iterator[Item]:
    if is_report(data):
        return iter([Note(f"{name}: passed over, a report of summarize and no article")])
    if suffix in STREAMS:
        return STREAMS[suffix](name, io.BytesIO(data))
    if suffix in DOCUMENTS:
        return DOCUMENTS[suffix](name, data)
    return READERS[suffix](name, decode(name, data))
