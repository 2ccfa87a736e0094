"""What readers give: articles, errors in the place of articles, and notes on what they passed by."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from summarize.errors import InputError
from summarize.records import Article


@dataclass(frozen=True, slots=True)
class Note:
    """A line on something that was passed by and is no source that failed: it begins with the file's name."""

    line: str


Item = Article | InputError | Note

TextReader = Callable[[str, str], Iterator[Item]]
"""Takes the file's name and its decoded text; raises `InputError` where the whole file is no use."""

ByteReader = Callable[[str, bytes], Iterator[Item]]
"""Takes the file's name and its bytes."""

StreamReader = Callable[[str, BinaryIO], Iterator[Item]]
"""Takes the file's name and a stream of its bytes, of any length; holds one article of it at a time."""
