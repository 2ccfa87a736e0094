"""EPUB: a book is one article, its chapters in reading order, their headings lines of their own.

The day in its metadata counts as publication only where it is not that of the file's last change as well: programs
that make an EPUB put the day of the making there when nobody told them another.
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from summarize.errors import InputError
from summarize.ingest import xml_tree
from summarize.ingest.archive import Archive
from summarize.ingest.encoding import decode
from summarize.ingest.flat import Flat, flatten
from summarize.ingest.items import Item
from summarize.records import Article

_DC = "{http://purl.org/dc/elements/1.1/}"
_CHAPTERS = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:T|$)")
_URL = re.compile(r"https?://\S+$", re.IGNORECASE)
# Fonts are kept unreadable for other programs by these, which is no protection of the text.
_FONT_METHODS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")


def read(name: str, data: bytes) -> Iterator[Item]:
    """Give the book as one article; raises `InputError` where it is none, protected or without text."""
    archive = Archive(name, data, ".epub")
    _refuse_protected(name, archive)
    container = xml_tree.parse(name, archive.read("META-INF/container.xml"))
    paths = [one.get("full-path", "") for one in container.iter() if xml_tree.local(one) == "rootfile"]
    if not paths:
        raise InputError(f"{name}: no .epub, its container names no package; convert it again")
    package = xml_tree.parse(name, archive.read(paths[0]))
    chapters = [_chapter(name, archive, path) for path in _spine(package, paths[0])]
    text = "\n\n".join(chapter.text for chapter in chapters if chapter.text)
    if not text:
        raise InputError(
            f"{name}: no text in this book; if it holds pictures of one, recognise their letters first"
        )
    article = _article(name, text, package)
    yield replace(article, hidden=tuple(piece for chapter in chapters for piece in chapter.hidden))


def _refuse_protected(name: str, archive: Archive) -> None:
    if "META-INF/encryption.xml" not in archive.members:
        return
    methods = (
        one.get("Algorithm", "")
        for one in xml_tree.parse(name, archive.read("META-INF/encryption.xml")).iter()
        if xml_tree.local(one) == "EncryptionMethod"
    )
    if not all(method.startswith(_FONT_METHODS) for method in methods):
        raise InputError(f"{name}: protected against copying (DRM); it needs a copy without that")


def _spine(package: Element, path: str) -> Iterator[str]:
    """Give the paths of the chapters in reading order, the table of contents left out."""
    items = {one.get("id", ""): one for one in package.iter() if xml_tree.local(one) == "item"}
    for reference in (one for one in package.iter() if xml_tree.local(one) == "itemref"):
        item = items.get(reference.get("idref", ""))
        if item is None or item.get("media-type") not in _CHAPTERS or reference.get("linear") == "no":
            continue
        if "nav" not in item.get("properties", "").split():
            href = unquote(item.get("href", "").partition("#")[0])
            yield posixpath.normpath(posixpath.join(posixpath.dirname(path), href))


def _chapter(name: str, archive: Archive, path: str) -> Flat:
    data = archive.read(path)
    return flatten(decode(name, data)) if data.strip() else Flat("", ())


def _article(name: str, text: str, package: Element) -> Article:
    def stated(kind: str) -> list[str]:
        return [xml_tree.text_of(one) for one in package.iter(f"{_DC}{kind}")]

    date = _date(package)
    return Article(
        name=name,
        text=text,
        title=next(filter(None, stated("title")), ""),
        publisher=next(filter(None, stated("publisher")), ""),
        url=next(filter(_URL.match, (*stated("source"), *stated("identifier"))), ""),
        date=date,
        date_basis="metadata" if date else "unknown",
    )


def _date(package: Element) -> str:
    """Give the one stated day of publication, "" where it may be that of the file."""
    days = set()
    for one in package.iter(f"{_DC}date"):
        event = next(
            (value for key, value in one.items() if key.rpartition("}")[2] == "event"), "publication"
        )
        if event in {"publication", "original-publication"} and (day := _DAY.match(xml_tree.text_of(one))):
            days.add(day[1])
    changed = (
        xml_tree.text_of(one)[:10]
        for one in package.iter()
        if one.get("property") == "dcterms:modified" or one.get("name") == "calibre:timestamp"
    )
    stated = days.pop() if len(days) == 1 else ""
    return "" if stated in changed else stated
