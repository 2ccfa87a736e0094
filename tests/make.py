"""Short ways to make records for tests."""

from collections.abc import Sequence

from summarize.records import Article, Citation, Event, Source, Status, When
from summarize.sources import make_source


def source(
    text: str, identity: str = "S1", *, published: str = "", title: str = "A title", name: str = ""
) -> Source:
    """Make a source of a text, by the same way the pipeline does."""
    name = name or f"{identity.lower()}.txt"
    article = Article(
        name, text, title=title, date=published, date_basis="record" if published else "unknown"
    )
    return make_source(article, identity)


def event(
    value: str,
    text: str = "It happened.",
    *,
    cites: str = "S1:1",
    status: Status = "happened",
    weight: float = 0.5,
) -> Event:
    """Make an event of an EDTF value; an empty one leaves its expression as written."""
    kinds = {0: "unknown", 4: "year", 7: "month", 10: "day"}
    precision = "range" if "/" in value else kinds[len(value)]
    when = When(value or "Monday", value, precision, "test", "", 0, 0)  # type: ignore[arg-type]
    return Event(text, when, status, citations(cites), weight)


def citations(text: str) -> tuple[Citation, ...]:
    """Read "S1:3 S2:7"."""
    pairs: Sequence[list[str]] = [one.split(":") for one in text.split()]
    return tuple(Citation(identity, int(number)) for identity, number in pairs)
