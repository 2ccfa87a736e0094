"""Files into articles: `read_articles` is the only door, `READERS` the one place that knows the formats."""

from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

from summarize.errors import InputError
from summarize.ingest import html, load, markdown, paths, plain, records, sniff
from summarize.ingest.encoding import decode
from summarize.records import Article

Reader = Callable[[str, str], Iterator[Article | InputError]]
"""Takes the file's name and its decoded text; raises `InputError` where the whole file is no use."""

READERS: dict[str, Reader] = {
    ".txt": plain.read,
    ".md": markdown.read,
    ".html": html.read,
    ".htm": html.read,
    ".json": records.read_json,
    ".jsonl": records.read_lines,
}
"""Every suffix that is read, in lower case; each also with `.gz` behind it."""


def read_articles(paths_: Sequence[str], *, stdin: BinaryIO | None = None) -> Iterator[Article | InputError]:
    """Read the articles of files, folders, glob patterns and `-` (standard input), in the order given.

    Folders and patterns are read in the order of their POSIX paths, a file that is reached twice once.
    Files are opened one at a time, as the iterator is consumed. What cannot be read comes as an
    `InputError` value in its place, its message starting with the name; nothing is raised.
    """
    for item in paths.discover(paths_, known=tuple(READERS)):
        if isinstance(item, InputError):
            yield item
        else:
            yield from _read(item, stdin)


def _read(file: paths.File, stdin: BinaryIO | None) -> Iterator[Article | InputError]:
    try:
        if file.path is None:
            text = decode(file.name, load.from_stdin(file.name, stdin))
            suffix = sniff.suffix_of(text)
        else:
            text = decode(file.name, load.from_file(file.name, file.path))
            suffix = paths.suffix_of(file.path)
        yield from READERS[suffix](file.name, text)
    except InputError as error:
        yield error
