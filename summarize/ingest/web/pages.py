"""Fetched pages into articles, by what their servers call them."""

from collections.abc import Iterator, Sequence

from summarize.errors import InputError
from summarize.ingest import sniff
from summarize.ingest.addressed import with_address
from summarize.ingest.encoding import decode
from summarize.ingest.formats import DOCUMENTS, MEDIA_TYPES, READERS
from summarize.ingest.items import Item
from summarize.ingest.web.crawl import Crawl
from summarize.ingest.web.fetch import Page, refuse_failed
from summarize.records import Article

_UNTOLD = frozenset({"", "application/octet-stream", "binary/octet-stream"})
"""What servers say of a file that they know nothing of."""


def fetched(urls: Sequence[str], *, allow_private: bool) -> Iterator[Iterator[Item]]:
    """Give what each address holds, in their order; they are fetched from the first step on, some ahead."""
    crawl = Crawl(urls, allow_private=allow_private)
    with crawl.going():
        for number, url in enumerate(urls):
            page = crawl.take(number)
            yield iter([page]) if isinstance(page, InputError) else _read(url, page)


def _read(name: str, page: Page) -> Iterator[Item]:
    try:
        refuse_failed(name, page)
        suffix = _suffix(name, page)
        data = page.reply.body
        items = (
            DOCUMENTS[suffix](name, data)
            if suffix in DOCUMENTS
            else READERS[suffix](name, decode(name, data, page.reply.charset))
        )
        for item in items:
            yield with_address(item, page.address.url) if isinstance(item, Article) else item
    except InputError as error:
        yield error


def _suffix(name: str, page: Page) -> str:
    stated = page.reply.media_type
    if stated in _UNTOLD:
        found = sniff.suffix_of(name, page.reply.body)
        if found in DOCUMENTS or found in READERS:
            return found
    if stated not in MEDIA_TYPES:
        raise InputError(
            f"{name}: content type {stated[:60] or '(none)'!r}, not a page, a text or a document; save its text as .txt"
        )
    return MEDIA_TYPES[stated]
