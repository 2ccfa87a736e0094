"""What the address a page came from tells of its article, where the page itself says nothing."""

from dataclasses import replace

from summarize.ingest.page_date import day_in_address
from summarize.records import Article


def with_address(article: Article, url: str) -> Article:
    """Put the address, and the day in it (/2018/03/28/), where the page states none."""
    day = "" if article.date else day_in_address(url)
    if day:
        article = replace(article, date=day, date_basis="metadata")
    return replace(article, url=article.url or url)
