"""Pages of HTML become articles: without their furniture, with the metadata and the day that they state."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.reading import PARAGRAPHS, STORY, cases, one, page, put

FURNITURE = {
    "navigation": "<nav><ul><li><a href='/'>Home</a></li><li><a href='/w'>World</a></li></ul></nav>",
    "cookies": "<div id='cookie-banner'><p>We use cookies to improve this site.</p><button>Accept</button></div>",
    "related": "<aside class='related'><h3>Related</h3><a href='/a'>Ferry line draws crowds on its first day</a></aside>",
    "footer": "<footer><p>© 2016 The Herald. All rights reserved.</p></footer>",
    "comments": "<div id='comments'><p class='comment'>What a mess, said nobody but a reader on the web.</p></div>",
    "table": "<table><tr><th>Year</th><th>Repairs</th></tr><tr><td>2009</td><td>Three cables</td></tr></table>",
    "script": "<script>var tracked = true;</script><style>p {color: red}</style>",
}


@pytest.mark.parametrize("furniture", FURNITURE.values(), ids=FURNITURE)
def test_pages_lose_their_furniture(furniture: str, tmp_path: Path) -> None:
    """The article is there, a paragraph a line, and what stands around it is not."""
    article = one(put(tmp_path, "a.html", page(body=furniture)))
    assert article.text.split("\n") == list(STORY)


def test_pages_in_other_layouts(tmp_path: Path) -> None:
    """An article in table cells, in line breaks, in its JSON-LD or in a part of a page is found too."""
    script = json.dumps(
        {"@context": "https://schema.org", "@type": "NewsArticle", "articleBody": " ".join(STORY)}
    )
    layouts = {
        "table": f"<html><body><table><tr><td><a href=/>Home</a></td><td>{PARAGRAPHS}</td></tr></table></body></html>",
        "breaks": f"<html><body><div id=content>{'<br><br>'.join(STORY)}</div></body></html>",
        "script": f"<html><head><script type='application/ld+json'>{script}</script></head><body><div></div></body></html>",
        "part": PARAGRAPHS,
    }
    for name, markup in layouts.items():
        assert one(put(tmp_path, "a.html", markup)).text.split() == " ".join(STORY).split(), name


def test_metadata_of_pages(tmp_path: Path) -> None:
    """Title, publisher and address are those that the page states."""
    head = (
        "<title>Bridge shut - The Herald</title><meta property='og:title' content='Bridge shut'>"
        "<meta property='og:site_name' content='The  Herald'>"
        "<link rel='canonical' href='https://herald.example/a'>"
    )
    article = one(put(tmp_path, "a.htm", page(head)))
    assert (article.title, article.publisher, article.url) == (
        "Bridge shut",
        "The Herald",
        "https://herald.example/a",
    )
    assert (article.start, article.date, article.date_basis) == (0, "", "unknown")


def test_an_address_is_no_publisher(tmp_path: Path) -> None:
    """Where a page gives an address for its publisher, it gives none."""
    head = "<meta property='article:publisher' content='https://social.example/herald'>"
    assert one(put(tmp_path, "a.html", page(head))).publisher == ""


@pytest.mark.parametrize(
    "case",
    cases("ingest_page_dates.yaml"),
    ids=lambda case: " ".join(case.get(part, "") for part in ("head", "json", "url", "body"))[:70],
)
def test_dates_of_pages(case: dict[str, Any], tmp_path: Path) -> None:
    """A page's day is the one it states for its publication; any other date on it is not taken for that."""
    head = case.get("head", "") + (
        f"<script type='application/ld+json'>{case['json']}</script>" if "json" in case else ""
    )
    head += f"<link rel='canonical' href='{case['url']}'>" if "url" in case else ""
    article = one(put(tmp_path, "a.html", page(head, case.get("body", ""))))
    assert article.date == case["day"]
    assert article.date_basis == ("metadata" if case["day"] else "unknown")
