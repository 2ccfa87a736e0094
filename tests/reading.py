"""Reading files in tests: writes them, reads them, and says what came of them."""

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from summarize.errors import InputError
from summarize.ingest import read_articles
from summarize.records import Article

Item = Article | InputError

STORY = (
    "The harbour bridge was closed on Tuesday after inspectors found cracks in two of its pillars, the city said.",
    "The mayor told reporters that the cracks were found during a routine check early on Monday morning.",
    "About 12,000 cars cross the bridge each day, and a ferry line was opened for them on Wednesday.",
)
PARAGRAPHS = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)


def cases(name: str) -> list[dict[str, Any]]:
    """Give the cases of one table."""
    # The loader in C knows no half of a pair of surrogates, which some cases hold.
    table: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases" / name).read_text("utf-8"))
    return table


def put(folder: Path, name: str, content: str | bytes = "The bridge is closed.") -> str:
    """Write a file below the folder and give its path."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    return str(path)


def read(*paths: str, stdin: bytes = b"") -> list[Item]:
    """Read all of it."""
    return list(read_articles(paths, stdin=io.BytesIO(stdin)))


def inputs(name: str) -> str:
    """Give the path of a file that a real program made; tests/cases/inputs/README.md says which."""
    return str(Path(__file__).parent / "cases" / "inputs" / name)


def noted(*paths: str) -> list[str]:
    """Read all of it, and give the notes."""
    notes: list[str] = []
    assert list(read_articles(paths, note=notes.append))
    return notes


def one(path: str) -> Article:
    """Read a file that holds one article."""
    (article,) = read(path)
    assert isinstance(article, Article), article
    return article


def failure(*paths: str, stdin: bytes = b"") -> str:
    """Read what fails as a whole, and give the message."""
    (error,) = read(*paths, stdin=stdin)
    assert isinstance(error, InputError), error
    return str(error)


def said(items: Iterable[Item]) -> list[str]:
    """Give names of articles, and messages of errors behind "!"."""
    return [item.name if isinstance(item, Article) else f"!{item}" for item in items]


def page(head: str = "", body: str = "") -> str:
    """Give a page that holds the story."""
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}<main>{PARAGRAPHS}</main></body></html>"
