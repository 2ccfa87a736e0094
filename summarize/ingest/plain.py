"""Plain text: the whole file is the article."""

from collections.abc import Iterator

from summarize.errors import InputError
from summarize.records import Article


def read(name: str, text: str) -> Iterator[Article | InputError]:
    """Give the text as it is; it states no metadata."""
    yield Article(name=name, text=text)
