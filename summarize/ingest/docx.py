"""Word documents: the paragraphs of the body as a reader sees them with all changes accepted.

Read from the package itself (ISO/IEC 29500): python-docx gives neither tracked insertions nor what stands in text
boxes and content controls. The days in its properties are the file's, so none is taken for that of publication.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from summarize.errors import InputError
from summarize.ingest import xml_tree
from summarize.ingest.archive import Archive
from summarize.ingest.items import Item
from summarize.records import Article

_TRANSITIONAL = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_RELATION = "/officeDocument"
_TITLE_STYLES = frozenset({"Title", "Titel", "Titre", "Titolo", "Ttulo"})
_CONTENTS = ("TOC", "Contents")
"""How the styles of a table of contents begin, in Word and in LibreOffice."""
# Deleted and moved text, the older form of what stands beside it in a newer one, notes on margins and fields' codes.
_PASSED_OVER = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText", "rPr", "sdtPr", "sectPr"})
_BREAKS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_PROSE_WORDS = 8
"""Words from which a table's cell is prose: a page laid out in a table, and not a figure in a row."""
_NO_TITLE = re.compile(
    r"(?:untitled|document|microsoft word|word document|title)\b|.*\.docx?$", re.IGNORECASE
)


def read(name: str, data: bytes) -> Iterator[Item]:
    """Give the document as one article; raises `InputError` where it is none, encrypted or without text."""
    archive = Archive(name, data, ".docx")
    root = xml_tree.parse(name, archive.read(_main_part(name, archive)))
    body = next((element for element in root if xml_tree.local(element) == "body"), None)
    paragraphs = [] if body is None else list(_paragraphs(body))
    text = "\n\n".join(line for _, line in paragraphs)
    if not text:
        raise InputError(
            f"{name}: no text in this document; if it holds a picture of one, recognise its letters first"
        )
    styled = next((line for style, line in paragraphs if style in _TITLE_STYLES), "")
    hidden = () if body is None else tuple(filter(None, map(_hidden_in, body.iter())))
    yield Article(
        name=name, text=text, hidden=hidden, title=_stated_title(name, archive) or " ".join(styled.split())
    )


def _main_part(name: str, archive: Archive) -> str:
    """Find the document in its package; it has its usual name nearly always."""
    relations = xml_tree.parse(name, archive.read("_rels/.rels"))
    targets = (one.get("Target", "") for one in relations if one.get("Type", "").endswith(_RELATION))
    return next(targets, "word/document.xml").lstrip("/")


def _stated_title(name: str, archive: Archive) -> str:
    if "docProps/core.xml" not in archive.members:
        return ""
    properties = xml_tree.parse(name, archive.read("docProps/core.xml"))
    title = next((xml_tree.text_of(one) for one in properties if xml_tree.local(one) == "title"), "")
    return "" if _NO_TITLE.match(title) else title


def _paragraphs(element: Element, *, in_table: bool = False) -> Iterator[tuple[str, str]]:
    """Give the style and the text of each paragraph, those in tables only where they are prose."""
    for child in element:
        kind = xml_tree.local(child)
        if kind in _PASSED_OVER:
            continue
        if kind != "p":
            yield from _paragraphs(child, in_table=in_table or kind == "tbl")
            continue
        text = "\n".join(filter(None, (" ".join(line.split()) for line in "".join(_runs(child)).split("\n"))))
        style = _style(child)
        if text and not style.startswith(_CONTENTS) and (not in_table or len(text.split()) >= _PROSE_WORDS):
            yield style, text
        # Text boxes are anchored inside a paragraph, and are paragraphs of their own.
        for box in _boxes(child):
            yield from _paragraphs(box, in_table=in_table)


def _runs(element: Element) -> Iterator[str]:
    for child in element:
        kind = xml_tree.local(child)
        if kind in _PASSED_OVER or kind == "txbxContent" or (kind == "r" and _is_hidden(child)):
            continue
        if kind == "t":
            yield child.text or ""
        else:
            yield _BREAKS.get(kind, "")
            yield from _runs(child)


def _boxes(element: Element) -> Iterator[Element]:
    for child in element:
        if xml_tree.local(child) == "txbxContent":
            yield child
        elif xml_tree.local(child) not in _PASSED_OVER:
            yield from _boxes(child)


def _style(paragraph: Element) -> str:
    style = _find(_find(paragraph, "pPr"), "pStyle")
    return "" if style is None else _value(style)


def _is_hidden(run: Element) -> bool:
    properties = _find(run, "rPr")
    return any(
        mark is not None and _value(mark) not in {"0", "false", "off"}
        for mark in (_find(properties, "vanish"), _find(properties, "webHidden"))
    )


def _hidden_in(element: Element) -> str:
    """Give the text of a run that is hidden, "" for any other element."""
    if xml_tree.local(element) != "r" or not _is_hidden(element):
        return ""
    return " ".join("".join(one.text or "" for one in element if xml_tree.local(one) == "t").split())


def _find(element: Element | None, kind: str) -> Element | None:
    return None if element is None else next((one for one in element if xml_tree.local(one) == kind), None)


def _value(element: Element) -> str:
    return element.get(f"{_TRANSITIONAL}val") or element.get(f"{_STRICT}val") or ""
