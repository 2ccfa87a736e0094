"""Web archives (WARC, ISO 28500) as a crawler wrote them, read as a stream: each page is an article.

Pages are the responses with status 200 and a media type of HTML; of one address the first counts. Publication days
are those that the pages state: the day of the crawl says nothing on that.
"""

import io
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from summarize.errors import InputError
from summarize.ingest import html
from summarize.ingest.addressed import with_address
from summarize.ingest.encoding import decode
from summarize.ingest.items import Item, Note
from summarize.ingest.reply import MAX_BODY, read_reply, too_large
from summarize.ingest.tree import printable

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:[^\r\n]*", re.IGNORECASE)
_LENGTHS = re.compile(rb"\r\n(?:transfer-encoding|content-(?:length|encoding)):[^\r\n]*", re.IGNORECASE)
_CHUNK = re.compile(rb"[0-9a-f]{1,8}[ \t]*(?:;[^\r\n]*)?\r\n", re.IGNORECASE)
_LONGEST_LINE = 65_536
_MOST_FIELDS = 200
_BLOCK = 1 << 20
_HEADER = 100_000
"""Bytes of the header of a page, beside its body."""


class _Response(NamedTuple):
    """A response as it stands in the archive, and why the crawler cut it off, "" where it did not."""

    address: str
    block: bytes
    truncated: str


class _Cut(Exception):  # noqa: N818 - it says how the stream ended
    """The archive ends inside a record."""


def read(name: str, stream: BinaryIO) -> Iterator[Item]:
    """Give each page as an article named by its address; one without an article is an error in its place.

    Raises `InputError` where the stream is no WARC, holds no page, or breaks off.
    """
    seen: set[str] = set()
    count = repeated = 0
    try:
        for response in _responses(name, stream):
            count += 1
            if response.address in seen:
                repeated += 1
                continue
            item = _page(response)
            if item is not None:
                seen.add(response.address)
                yield item
    except _Cut as error:
        raise InputError(
            f"{name}: cut off inside a record ({len(seen)} pages were read); get it again"
        ) from error
    if not seen:
        raise InputError(
            f"{name}: no page in this archive ({count} responses, none of status 200 with a page of HTML); "
            "look at what was crawled"
        )
    if repeated:
        yield Note(f"{name}: captures of the same addresses again, passed by: {repeated}")


def _page(response: _Response) -> Item | None:
    """Give the article of a response, None where it is no page."""
    address = response.address
    head, blank, body = response.block.partition(b"\r\n\r\n")
    try:
        # Asked of the head alone: a film that was cut off is passed by like any other.
        about = read_reply(address, io.BytesIO(_LENGTHS.sub(b"", head) + blank))
        if about.status != 200 or about.media_type not in _PAGES:
            return None
        if response.truncated:
            return InputError(
                f"{address}: cut off by the crawler ({response.truncated}); get the page itself"
            )
        if len(response.block) > MAX_BODY + _HEADER:
            return too_large(address)
        # Some crawlers put the chunks together, and leave the field that says that there are some.
        if _CHUNKED.search(head) and not _CHUNK.match(body):
            head = _CHUNKED.sub(b"", head)
        reply = read_reply(address, io.BytesIO(head + blank + body))
        return with_address(html.article(address, decode(address, reply.body, reply.charset)), address)
    except InputError as error:
        return error


def _responses(name: str, stream: BinaryIO) -> Iterator[_Response]:
    """Give each response that may be a page; its block is cut where it is too long for one."""
    while (fields := _fields(name, stream)) is not None:
        length = _length(name, fields)
        is_page = fields.get("warc-type") == "response" and "http" in fields.get("content-type", "http")
        block = _taken(stream, min(length, MAX_BODY + _HEADER + 1)) if is_page else b""
        _passed(stream, length - len(block))
        if is_page:
            # Wget writes the address between < and >, as the first edition of the standard had it.
            address = printable(fields.get("warc-target-uri", "").strip("<>"))
            truncated = printable(fields.get("warc-truncated", ""))
            yield _Response(address or f"{name}, a page without address", block, truncated)


def _fields(name: str, stream: BinaryIO) -> dict[str, str] | None:
    """Read the header of the next record; None at the end."""
    line = stream.readline(_LONGEST_LINE)
    while line in {b"\r\n", b"\n"}:
        line = stream.readline(_LONGEST_LINE)
    if not line:
        return None
    if not line.startswith(b"WARC/"):
        raise InputError(
            f"{name}: no web archive, or damaged: a record begins with {line[:20]!r}; get it again"
        )
    fields: dict[str, str] = {}
    while line := stream.readline(_LONGEST_LINE):
        if not line.strip():
            return fields
        key, _, value = line.decode("utf-8", "replace").partition(":")
        fields.setdefault(key.strip().lower(), value.strip())
        if len(fields) > _MOST_FIELDS:
            raise InputError(f"{name}: damaged, a record has over {_MOST_FIELDS} fields; get it again")
    raise _Cut


def _length(name: str, fields: dict[str, str]) -> int:
    stated = fields.get("content-length", "")
    if not (stated.isascii() and stated.isdigit() and len(stated) < 16):
        raise InputError(f"{name}: damaged, a record states the length {stated[:20]!r}; get it again")
    return int(stated)


def _taken(stream: BinaryIO, length: int) -> bytes:
    data = stream.read(length)
    if len(data) < length:
        raise _Cut
    return data


def _passed(stream: BinaryIO, length: int) -> None:
    while length > 0:
        length -= len(_taken(stream, min(length, _BLOCK)))
