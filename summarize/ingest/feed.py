"""RSS 0.9x, 1.0 and 2.0, and Atom: an article an item, where the item holds one and not its teaser."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from xml.etree.ElementTree import Element

from summarize.errors import InputError
from summarize.ingest import xml_tree
from summarize.ingest.flat import Flat, flatten
from summarize.ingest.html import is_markup
from summarize.ingest.items import Item
from summarize.records import Article

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_ATOM = ("{http://www.w3.org/2005/Atom}", "{http://purl.org/atom/ns#}")
_XHTML = "{http://www.w3.org/1999/xhtml}"
_URL = re.compile(r"https?://\S+$", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CUT = re.compile(r"(?:…|\.\.\.|\[[…. ]+\]|(?:read|show) more|continue reading)\W*$", re.IGNORECASE)
_END = 200
"""Characters at the end of a text that are looked at for a sign that it was cut."""
_TEASER_WORDS = 40
"""Words below which a description that stands for the article is a teaser of it."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """What one item says; `whole` tells whether the feed calls its text the content, not a summary of it."""

    title: str
    url: str
    publisher: str
    date: str
    content: Flat
    whole: bool

    @property
    def text(self) -> str:
        return self.content.text

    @property
    def is_teaser(self) -> bool:
        short = len(self.text.split()) < _TEASER_WORDS
        return not self.whole and (short or _CUT.search(self.text[-_END:]) is not None)


def read(name: str, data: bytes) -> Iterator[Item]:
    """Give an article an item; an item with no more than a teaser is an error that says where the article is.

    Raises `InputError` where the file is no feed, has no item, or has teasers alone.
    """
    root = xml_tree.parse(name, data)
    entries = list(_entries(name, root))
    if not entries:
        raise InputError(f"{name}: empty, there is no item in this feed")
    teasers = [entry for entry in entries if entry.is_teaser]
    if len(teasers) == len(entries):
        raise InputError(f"{name}: only teasers in this feed ({_counted(teasers)}); {_way_out(teasers)}")
    for number, entry in enumerate(entries, 1):
        called = name if len(entries) == 1 else f"{name}#{number}"
        if entry.is_teaser:
            yield InputError(f"{called}: only a teaser ({_counted([entry])}); {_way_out([entry])}")
        else:
            yield _article(called, entry)


def _counted(entries: Sequence[_Entry]) -> str:
    most = max(len(entry.text.split()) for entry in entries)
    words = f"{most} words" if most != 1 else "1 word"
    return words if len(entries) == 1 else f"{len(entries)} items of up to {words}"


def _way_out(entries: Sequence[_Entry]) -> str:
    links = [entry.url for entry in entries if entry.url]
    if not links:
        return "it needs the articles themselves"
    return (
        f"give the article's address, {links[0]}"
        if len(entries) == 1
        else ("give the articles' addresses (the first is " + links[0] + ") with --urls")
    )


def _article(name: str, entry: _Entry) -> Article:
    return Article(
        name=name,
        text=entry.text,
        title=entry.title,
        publisher=entry.publisher,
        url=entry.url,
        date=entry.date,
        date_basis="record" if entry.date else "unknown",
        hidden=entry.content.hidden,
    )


def _entries(name: str, root: Element) -> Iterator[_Entry]:
    kind = xml_tree.local(root).lower()
    if kind not in {"rss", "rdf", "feed"}:
        raise InputError(
            f"{name}: no feed, its outermost element is <{kind[:40]}>; save the article as .html or .txt"
        )
    items = [one for one in root.iter() if xml_tree.local(one) == ("entry" if kind == "feed" else "item")]
    channel = next((one for one in root if xml_tree.local(one) == "channel"), root)
    publisher = _markup_line(_child(channel, "title"))
    for item in items:
        yield _atom(item, publisher) if item.tag.startswith(_ATOM) else _rss(item, publisher)


def _rss(item: Element, publisher: str) -> _Entry:
    full = next((one for one in item if one.tag == _CONTENT and xml_tree.text_of(one)), None)
    content = flatten("".join((_child(item, "description") if full is None else full).itertext()))
    links = [xml_tree.text_of(one) for one in item if xml_tree.local(one) in {"link", "guid"}]
    dates = [_day(xml_tree.text_of(_child(item, kind))) for kind in ("pubDate", "date", "issued")]
    return _Entry(
        title=_markup_line(_child(item, "title")),
        url=next(filter(_URL.match, links), ""),
        publisher=_markup_line(_child(item, "source")) or publisher,
        date=next(filter(None, dates), ""),
        content=content,
        whole=full is not None,
    )


def _atom(entry: Element, publisher: str) -> _Entry:
    content = _atom_text(_child(entry, "content"))
    links = [
        one.get("href", "")
        for one in entry
        if xml_tree.local(one) == "link" and one.get("rel", "alternate") == "alternate"
    ]
    stated = (xml_tree.text_of(_child(entry, kind)) for kind in ("published", "issued", "updated"))
    return _Entry(
        title=_markup_line(_child(entry, "title")),
        url=next(filter(_URL.match, links), ""),
        publisher=_markup_line(_child(_child(entry, "source"), "title")) or publisher,
        date=next(filter(None, map(_day, stated)), ""),
        content=content if content.text else _atom_text(_child(entry, "summary")),
        whole=bool(content.text),
    )


def _atom_text(element: Element) -> Flat:
    """Give a text construct's text; what lies elsewhere (`src`) or is no text is none."""
    kind = element.get("type", "text")
    if element.get("src"):
        return Flat("", ())
    if kind in {"xhtml", "application/xhtml+xml"}:
        return flatten("".join(_markup(element)))
    return flatten("".join(element.itertext())) if "html" in kind else _plain("".join(element.itertext()))


def _markup(element: Element) -> Iterator[str]:
    """Write a tree of XHTML as markup again, its attributes but for what hides an element left out."""
    from xml.etree.ElementTree import tostring

    for one in element.iter():
        one.tag = one.tag.removeprefix(_XHTML)
    yield tostring(element, encoding="unicode")


def _plain(text: str) -> Flat:
    # Markup that is not declared to be any.
    if is_markup(text):
        return flatten(text)
    parts = (" ".join(part.split()) for part in re.split(r"\n\s*\n", text))
    return Flat("\n\n".join(filter(None, parts)), ())


def _markup_line(element: Element) -> str:
    """Give a line that may be written as text or as HTML."""
    return " ".join(flatten(xml_tree.text_of(element)).text.split())


def _child(element: Element, kind: str) -> Element:
    """Give the first child of a name in any namespace but those of media and podcasts; an empty one for none."""
    found = (one for one in element if xml_tree.local(one) == kind and not _is_foreign(one))
    return next(found, Element(kind))


def _is_foreign(element: Element) -> bool:
    return any(part in element.tag for part in ("search.yahoo.com", "itunes", "podcast", "googleplay"))


def _day(stated: str) -> str:
    """Give a stated time (RFC 822 or ISO 8601) as the ISO day it names where it was written; else as stated."""
    if found := _DAY.match(stated):
        return found[0]
    try:
        return parsedate_to_datetime(stated).date().isoformat()
    except (ValueError, IndexError, OverflowError):
        return stated
