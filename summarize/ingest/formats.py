"""What is read, by suffix and by media type; each reader is loaded when the first file wants it."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from summarize.ingest import markdown, plain
from summarize.ingest.items import ByteReader, Item, StreamReader, TextReader


def _reader(module: str, function: str = "read") -> Callable[[str, Any], Iterator[Item]]:
    """Give what reads a format, and is loaded with the first file of it."""

    def read(name: str, content: Any) -> Iterator[Item]:
        yield from getattr(import_module(f"summarize.ingest.{module}"), function)(name, content)

    return read


_html, _feed = _reader("html"), _reader("feed")

READERS: dict[str, TextReader] = {
    ".txt": plain.read,
    ".md": markdown.read,
    ".html": _html,
    ".htm": _html,
    ".json": _reader("records", "read_json"),
    ".jsonl": _reader("records", "read_lines"),
}
"""The suffixes of text; the file is decoded for its reader."""

DOCUMENTS: dict[str, ByteReader] = {
    ".pdf": _reader("pdf"),
    ".docx": _reader("docx"),
    ".epub": _reader("epub"),
    ".eml": _reader("mail"),
    ".rss": _feed,
    ".atom": _feed,
    ".xml": _feed,
}
"""The suffixes of documents, which state their encoding themselves."""

STREAMS: dict[str, StreamReader] = {".mbox": _reader("mailbox"), ".warc": _reader("warc")}
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
