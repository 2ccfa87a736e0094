"""HTML pages: the article's text and its metadata through trafilatura, its date through htmldate."""

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from summarize.errors import InputError
from summarize.ingest import page_date
from summarize.ingest.hidden import comments, take_hidden
from summarize.records import Article

_MARKUP = re.compile(
    r"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*"
    r"<(?:!doctype\s+html|html|head|body|main|article|section|header|div|span|p|h[1-6]|a|b|i|em|strong|br|img|figure"
    r"|blockquote|ul|ol|table|center|font|meta|title|link|script|style)\b[^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
# trafilatura takes <time> out with the words in it, and the marks of <q> are the browser's.
_TIME = re.compile(r"</?time\b[^<>]*>", re.IGNORECASE)
_SHORT_QUOTE = re.compile(r"<(/?)q\b[^<>]*>", re.IGNORECASE)
_WHOLE_PAGE = re.compile(r"<(?:html|head|body)\b", re.IGNORECASE)

_DATE_SEARCH: dict[str, Any] = {
    "original_date": True,
    "extensive_search": False,
    "min_date": "1800-01-01",
    # Its default is today; a page must read the same on every day.
    "max_date": "2100-12-31",
}


def read(name: str, text: str) -> Iterator[Article | InputError]:
    """Give the article of a page; raises `InputError` where none can be found."""
    yield article(name, text)


def is_markup(text: str) -> bool:
    """Tell whether the text begins with a tag of HTML."""
    return _MARKUP.match(text) is not None


def article(name: str, markup: str) -> Article:
    """Extract the article, its paragraphs a line each, from a page or a part of one.

    The date is the stated day of publication (ISO), never that of a change. Raises `InputError` where there
    is no article in it.
    """
    # trafilatura takes a lone block for something else than HTML.
    page = markup if _WHOLE_PAGE.search(markup) else f"<html><body><article>{markup}</article></body></html>"
    try:
        found = _extract(name, page)
    # On hostile markup the extractor raises whatever lxml, re and its own slips do.
    except Exception as error:
        raise InputError(
            f"{name}: the HTML cannot be read ({type(error).__name__}); save its text as .txt"
        ) from error
    if found is None:
        raise InputError(f"{name}: no article was found in this HTML; save its text as .txt")
    return found


def _quoted(tag: re.Match[str]) -> str:
    return "”" if tag[1] else "“"


def _extract(name: str, page: str) -> Article | None:
    import trafilatura

    # The page's date is read from its <time>, so that stays for it.
    tree = trafilatura.load_html(page)
    told = trafilatura.load_html(_SHORT_QUOTE.sub(_quoted, _TIME.sub("", page)))
    if tree is None or told is None:
        return None
    hidden = (*take_hidden(told), *comments(page))
    text = _text(told)
    if not text.strip():
        return None
    about = trafilatura.extract_metadata(tree, date_config=_DATE_SEARCH)
    url = about.url or ""
    date = page_date.publication_day(tree, url, _day)
    return Article(
        name=name,
        text=text,
        title=" ".join((about.title or "").split()),
        publisher=_publisher(tree, about.sitename or ""),
        url=url,
        date=date,
        date_basis="metadata" if date else "unknown",
        hidden=hidden,
    )


def _text(tree: Any) -> str:
    """Extract with precision first, which leaves least of the page's furniture.

    Pages laid out in tables and such that hold their text in a script alone come out empty that way.
    """
    import trafilatura

    for precision in (True, False):
        text = trafilatura.extract(
            tree, favor_precision=precision, include_comments=False, include_tables=False, with_metadata=False
        )
        if text and text.strip():
            return text
    return ""


def _publisher(tree: Any, found: str) -> str:
    """Take the site's own name of itself before what trafilatura gathers, which may be an address."""
    stated = [" ".join(name.split()) for name in tree.xpath('//meta[@property="og:site_name"]/@content')]
    return next(filter(None, stated), "" if "://" in found else " ".join(found.split()))


def _day(stated: str) -> str:
    """Let htmldate read one stated date."""
    from htmldate import find_date

    meta = f'<meta property="article:published_time" content="{escape(stated)}">'
    # It begins with a tag, as htmldate would download what looks like an address.
    return find_date(f"<html><head>{meta}</head><body><p></p></body></html>", **_DATE_SEARCH) or ""
