"""What is read, by suffix and by media type; each reader is loaded when the first file wants it."""

from collections.abc import Iterator
from typing import BinaryIO

from summarize.ingest import markdown, plain
from summarize.ingest.items import ByteReader, Item, StreamReader, TextReader


def _html(name: str, text: str) -> Iterator[Item]:
    from summarize.ingest import html

    yield from html.read(name, text)


def _json(name: str, text: str) -> Iterator[Item]:
    from summarize.ingest import records

    yield from records.read_json(name, text)


def _json_lines(name: str, text: str) -> Iterator[Item]:
    from summarize.ingest import records

    yield from records.read_lines(name, text)


def _pdf(name: str, data: bytes) -> Iterator[Item]:
    from summarize.ingest import pdf

    yield from pdf.read(name, data)


def _docx(name: str, data: bytes) -> Iterator[Item]:
    from summarize.ingest import docx

    yield from docx.read(name, data)


def _epub(name: str, data: bytes) -> Iterator[Item]:
    from summarize.ingest import epub

    yield from epub.read(name, data)


def _mail(name: str, data: bytes) -> Iterator[Item]:
    from summarize.ingest import mail

    yield from mail.read(name, data)


def _feed(name: str, data: bytes) -> Iterator[Item]:
    from summarize.ingest import feed

    yield from feed.read(name, data)


def _mailbox(name: str, stream: BinaryIO) -> Iterator[Item]:
    from summarize.ingest import mailbox

    yield from mailbox.read(name, stream)


def _warc(name: str, stream: BinaryIO) -> Iterator[Item]:
    from summarize.ingest import warc

    yield from warc.read(name, stream)


READERS: dict[str, TextReader] = {
    ".txt": plain.read,
    ".md": markdown.read,
    ".html": _html,
    ".htm": _html,
    ".json": _json,
    ".jsonl": _json_lines,
}
"""The suffixes of text; the file is decoded for its reader."""

DOCUMENTS: dict[str, ByteReader] = {
    ".pdf": _pdf,
    ".docx": _docx,
    ".epub": _epub,
    ".eml": _mail,
    ".rss": _feed,
    ".atom": _feed,
    ".xml": _feed,
}
"""The suffixes of documents, which state their encoding themselves."""

STREAMS: dict[str, StreamReader] = {".mbox": _mailbox, ".warc": _warc}
"""The suffixes of collections, which may be of any length."""

KNOWN = (*READERS, *DOCUMENTS, *STREAMS)
"""Every suffix that is read, in lower case; each also with `.gz` behind it."""

MEDIA_TYPES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/json": ".json",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/epub+zip": ".epub",
    "message/rfc822": ".eml",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/rdf+xml": ".rss",
    "application/xml": ".xml",
    "text/xml": ".xml",
}
"""The media types that are read from the web, and the suffix whose reader they are for."""
