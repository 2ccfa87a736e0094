"""Front matter that needs no YAML is read without it, and as YAML reads it."""

import pytest
import yaml

from summarize.ingest.markdown import read
from summarize.records import Article

PLAIN = (
    "title: Ferry stops at the pier (12)\npublisher: The Harbour Post\ndate: 2024-03-05\n",
    "title: The Überfahrt, by night - and by day\ndate: 5 March 2024\n",
    "date: 1709596800\ntitle: 12\n",
    "title: first\ntitle: second\n",
)
NOT_PLAIN = (
    "title: 'Quoted: it is'\n",
    "title: one # and a comment\n",
    "title: goes on\n  in the next line\n",
    'title: "escaped \\u0041"\n',
    "title: &anchor x\nsubtitle: *anchor\n",
    "title: |\n  a block\n",
    "title:   wide   \ndate:  2024-03-05\n",
)


@pytest.mark.parametrize("block", PLAIN + NOT_PLAIN)
def test_it_says_what_yaml_says(block: str) -> None:
    """The title and the date are those that the YAML of the block states."""
    stated = yaml.load(block, Loader=yaml.BaseLoader)  # noqa: S506 - it builds even less than safe_load
    (article,) = read("a.md", f"---\n{block}---\n\nA text.\n")
    assert isinstance(article, Article)
    assert article.title == stated["title"].strip()
    assert article.date == stated.get("date", "") or article.date.startswith("2024-03-05")


@pytest.mark.parametrize("block", PLAIN)
def test_plain_lines_need_no_yaml(block: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of thousands of articles, most state plain values, which are read without a parser."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("YAML was asked for")

    monkeypatch.setattr(yaml, "load", refuse)
    assert list(read("a.md", f"---\n{block}---\n\nA text.\n"))
