"""What a web server answered, from the wire or from an archive: status, fields and body, none of it unbounded."""

import io
import zlib
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException, HTTPResponse, IncompleteRead
from typing import BinaryIO, cast

from summarize.errors import InputError

MAX_BODY = 10_000_000
"""Bytes of a page, packed and unpacked, inclusive."""

_PACKED = {"gzip": (31,), "x-gzip": (31,), "deflate": (15, -15)}
"""The encodings that are undone, and what zlib calls them (https://zlib.net/manual.html, inflateInit2).

Some servers send deflate without its header."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its status with the server's words for it, its header, and its body unpacked."""

    status: int
    reason: str
    header: Message
    body: bytes

    @property
    def media_type(self) -> str:
        """The stated type in lower case, "" where none is stated."""
        return self.header.get_content_type() if self.header.get("Content-Type") else ""

    @property
    def charset(self) -> str:
        """The stated charset, "" where none is stated."""
        charset = self.header.get_param("charset", "")
        return charset if isinstance(charset, str) else ""


class _Wire:
    """What `HTTPResponse` takes for a socket."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def makefile(self, _mode: str) -> BinaryIO:
        return self._stream


def read_reply(name: str, stream: BinaryIO) -> Reply:
    """Read one answer to a GET; raises `InputError` where it is broken, cut off or too large.

    What the stream raises (TimeoutError, OSError) passes through.
    """
    # HTTPResponse asks nothing of a socket but its file.
    response = HTTPResponse(cast("io.BytesIO", _Wire(stream)), method="GET")  # type: ignore[arg-type]
    try:
        with closing(response):
            response.begin()
            body = response.read(MAX_BODY + 1)
    except IncompleteRead as error:
        raise InputError(f"{name}: the answer was cut off; try again") from error
    except (HTTPException, ValueError) as error:
        what = " ".join(str(error).split())[:80] or type(error).__name__
        raise InputError(f"{name}: broken answer of the server ({what}); try again") from error
    if len(body) > MAX_BODY:
        raise too_large(name)
    if response.length:
        raise InputError(f"{name}: the answer was cut off, {response.length} bytes are missing; try again")
    packing = (response.headers.get("Content-Encoding") or "identity").strip().lower()
    return Reply(response.status, response.reason, response.headers, _unpacked(name, body, packing))


def _unpacked(name: str, body: bytes, packing: str) -> bytes:
    if packing in {"identity", ""} or not body:
        return body
    if packing not in _PACKED:
        raise InputError(
            f"{name}: packed with {packing[:40]!r}, not with gzip or deflate; save the page as .html"
        )
    for window in _PACKED[packing]:
        try:
            unpacker = zlib.decompressobj(window)
            data = unpacker.decompress(body, MAX_BODY + 1)
        except zlib.error:
            continue
        if len(data) > MAX_BODY:
            raise too_large(name)
        if unpacker.eof:
            return data
        raise InputError(f"{name}: the answer was cut off in its {packing} data; try again")
    raise InputError(f"{name}: damaged {packing} data; try again")


def too_large(name: str) -> InputError:
    """Give the error for an answer of more than `MAX_BODY`."""
    return InputError(
        f"{name}: over {MAX_BODY // 1_000_000} MB, too large for an article; save its text as .txt"
    )
