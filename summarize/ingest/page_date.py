"""The day a page says it was published on: from its metadata and markup, never from its prose.

htmldate on a whole page also takes dates of changes, copyright lines, footers and related stories, fills
the missing day of "2018-03" with today's, and reads 03/04/2018 as 3 April. A wrong date being worse than
none, it is given one stated publication date at a time, and only such as can be read in one way.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

Parse = Callable[[str], str]
"""Takes a date that names a whole day in one way; gives it as ISO day, "" where it cannot."""

# By how surely they mean publication. (Of all that htmldate looks at; without dates of changes.)
_META_NAMES = (
    "article:published_time",
    "article:published",
    "article:published_date",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "date_published",
    "dateposted",
    "citation_publication_date",
    "citation_date",
    "dcterms.issued",
    "dc.date.issued",
    "dc.date.publication",
    "parsely-pub-date",
    "sailthru.date",
    "shareaholic:article_published_time",
    "cxenseparse:recs:publishtime",
    "mediator_published_time",
    "vr:published_time",
    "bt:pubdate",
    "originalpublicationdate",
    "article_date_original",
    "publication_date",
    "publish-date",
    "publish_date",
    "publishdate",
    "published-date",
    "published_date",
    "published_time",
    "pubdate",
    "dc.date",
    "dc:date",
    "dcterms.date",
    "dcterms.created",
    "dc.date.created",
    "dc.created",
    "datecreated",
    "date_created",
    "date",
)

_Y, _M, _D = r"(?<!\d)(?:18|19|20)\d\d", r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12]\d|3[01])"
_WORD, _END = r"[^\W\d_]{3,}", r"(?!\d)"
_WHOLE_DAYS = (
    rf"{_Y}(?P<separator>[-/.]){_M}(?P=separator){_D}{_END}",
    rf"{_Y}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:{_END}|(?=[0-2]\d[0-5]\d(?:[0-5]\d)?{_END}))",
    rf"(?<!\d){_D}\.{_M}\.(?:18|19|20)\d\d{_END}",
    rf"{_WORD}\s{_D}(?:st|nd|rd|th)?,?\s{_Y}{_END}",
    rf"(?<!\d){_D}(?:st|nd|rd|th|\.)?\s(?:of\s)?{_WORD},?\s{_Y}{_END}",
)
_WHOLE_DAY = re.compile("|".join(_WHOLE_DAYS), re.IGNORECASE)
_SEPT = re.compile(r"\bSept\b", re.IGNORECASE)
_MONTH_DOT = re.compile(r"(?<=[^\W\d_])\.(?=\s)")
_SLASHED = re.compile(r"(?<!\d)(\d{1,2})([/-])(\d{1,2})\2((?:19|20)\d\d)(?!\d)")
_URL_DAY = re.compile(rf"/({_Y})/({_M})/({_D})/")

_PUBLISHED_IN_SCRIPT = re.compile(r'"datePublished"\s*:\s*"([^"]+)"')
_CHANGED = re.compile("modif|updat", re.IGNORECASE)
_MARKED_CLASS = re.compile(
    r"(?:^|[\s_-])(?:entry-date|post-date|published|pubdate|publish-date|dt-published)(?:$|\s)", re.IGNORECASE
)
# Related stories, comments, and the clock in the head of a site.
_ELSEWHERE = (
    "ancestor::aside or ancestor::nav or ancestor::footer or ancestor::li"
    " or ancestor::*[contains(@class, 'comment') or contains(@class, 'related')]"
    " or ancestor::header[not(ancestor::article or ancestor::main)]"
)


def publication_day(page: Any, url: str, parse: Parse) -> str:
    """Find the stated day of publication of a parsed page (an lxml tree) as ISO day, "" where there is none.

    Looked for, in this order, in the page's meta tags, its JSON-LD, its address (/2018/03/28/), the elements
    marked as publication date, and its other `time` elements; where those of one kind name several days,
    none of them counts.
    """
    return (
        next(filter(None, (_day(value, parse) for value in _meta_dates(page))), "")
        or _agreed(_json_ld_dates(page), parse)
        or _agreed(("-".join(match.groups()) for match in _URL_DAY.finditer(url)), parse)
        or _agreed(_marked_dates(page), parse)
        or _agreed(_times(page), parse)
    )


def day_in_address(url: str) -> str:
    """Give the one day that an address names (/2018/03/28/) as ISO day, "" where it names none."""
    days = {"-".join(match.groups()) for match in _URL_DAY.finditer(url)}
    try:
        year, month, day = map(int, days.pop().split("-")) if len(days) == 1 else (0, 0, 0)
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _agreed(values: Iterable[str], parse: Parse) -> str:
    days = set(filter(None, (_day(value, parse) for value in values)))
    return days.pop() if len(days) == 1 else ""


def _day(value: str, parse: Parse) -> str:
    """Read one stated date as ISO day; "" where it is not a whole day, or can be read in two ways."""
    plain = _MONTH_DOT.sub("", _SEPT.sub("Sep", _with_slashes_resolved(value)))
    whole = _WHOLE_DAY.search(plain)
    day = parse(whole[0]) if whole else ""
    # For a day that its month doesn't have (2018-02-30) the first of the month comes back.
    return day if whole and day and re.search(rf"0?{int(day[8:])}(?!\d)", whole[0]) else ""


def _with_slashes_resolved(value: str) -> str:
    """Write 28/03/2018 and 03/28/2018 in one way, and take out 03/04/2018, which has two meanings."""

    def resolved(match: re.Match[str]) -> str:
        first, second, year = int(match[1]), int(match[3]), match[4]
        if first == second or (first > 12) != (second > 12):
            return f"{year}-{min(first, second):02}-{max(first, second):02}"
        return ""

    return _SLASHED.sub(resolved, value)


def _meta_dates(page: Any) -> list[str]:
    stated: dict[str, str] = {}
    for meta in page.iter("meta"):
        for attribute in ("property", "name", "itemprop"):
            stated.setdefault(meta.get(attribute, "").lower(), meta.get("content", ""))
    return [stated[name] for name in _META_NAMES if name in stated]


def _json_ld_dates(page: Any) -> list[str]:
    """Give the publication dates of the articles in JSON-LD, failing these those of the page itself."""
    articles, pages, unread = [], [], []
    for script in page.iter("script"):
        if script.get("type", "").strip().lower() != "application/ld+json" or not script.text:
            continue
        try:
            things = list(_things(json.loads(script.text, strict=False)))
        except (ValueError, RecursionError):
            unread += _PUBLISHED_IN_SCRIPT.findall(script.text)
            continue
        for kinds, stated in things:
            if any(kind.endswith(("article", "posting", "report")) for kind in kinds):
                articles.append(stated)
            elif "webpage" in kinds:
                pages.append(stated)
    return articles or pages or unread


def _things(parsed: object) -> Iterator[tuple[tuple[str, ...], str]]:
    """Give the types and `datePublished` of the main things: not of those in lists, parts and mentions."""
    for thing in parsed if isinstance(parsed, list) else [parsed]:
        if not isinstance(thing, dict):
            continue
        kinds, date = thing.get("@type", ""), thing.get("datePublished")
        if isinstance(date, str):
            yield tuple(str(kind).lower() for kind in (kinds if isinstance(kinds, list) else [kinds])), date
        for inner in ("@graph", "mainEntity"):
            yield from _things(thing.get(inner))


def _marked_dates(page: Any) -> Iterator[str]:
    for element in page.xpath("//body//*[@itemprop or @pubdate or self::time or self::abbr]"):
        marks = f"{element.get('itemprop', '')} {element.get('class', '')}"
        marked = (
            element.get("itemprop", "").lower() == "datepublished"
            or element.get("pubdate") is not None
            or _MARKED_CLASS.search(element.get("class", ""))
        )
        if marked and not _CHANGED.search(marks):
            yield _stated_in(element)


def _times(page: Any) -> Iterator[str]:
    for element in page.xpath(f"//body//time[not({_ELSEWHERE})]"):
        if not _CHANGED.search(f"{element.get('itemprop', '')} {element.get('class', '')}"):
            yield _stated_in(element)


def _stated_in(element: Any) -> str:
    return (
        next(filter(None, map(element.get, ("datetime", "content", "title"))), "") or element.text_content()
    )
