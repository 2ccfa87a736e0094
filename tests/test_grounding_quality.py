"""A floor under what the check of claims catches in the project's own articles; it only rises.

`benchmarks/grounding.py` needs data that is not ours to ship. These claims tell the seeds in other words, and each
stands beside ways to make it false.
"""

from functools import cache
from typing import Any

import pytest

from summarize import grounding
from summarize.ingest import read_articles
from summarize.records import Article, Claim, Source
from summarize.sources import make_source
from tests.conftest import ROOT
from tests.make import citations
from tests.tables import table

CLAIMS: list[dict[str, Any]] = table("grounding_seeds.yaml")

FLOOR_CAUGHT = 1.0
MOST_FALSE_ALARMS = 0


@cache
def seeds() -> dict[str, Source]:
    """Make the sources of the seeds, as a run does."""
    articles = [article for article in read_articles([str(ROOT / "seeds")]) if isinstance(article, Article)]
    return {f"S{number}": make_source(article, f"S{number}") for number, article in enumerate(articles, 1)}


def _support(text: str, cites: str) -> str:
    return grounding.check(Claim(text, citations(cites)), seeds()).support


def test_true_claims_are_supported() -> None:
    """What is told in other words is not flagged."""
    flagged = [row["claim"] for row in CLAIMS if _support(row["claim"], row["cites"]) != "supported"]
    assert len(flagged) <= MOST_FALSE_ALARMS, flagged


def test_false_claims_are_caught() -> None:
    """Nearly all claims in which one thing is wrong are flagged, most of them as unsupported."""
    swapped = [(text, row["cites"]) for row in CLAIMS for text in row["false"]]
    missed = [text for text, cites in swapped if _support(text, cites) == "supported"]
    assert len(missed) <= (1 - FLOOR_CAUGHT) * len(swapped), missed


@pytest.mark.parametrize("identity", ["S1", "S2", "S3", "S4", "S5"])
def test_sentences_of_a_source_support_themselves(identity: str) -> None:
    """A sentence holds against itself, also when its words are taken apart from its typography."""
    for sentence in seeds()[identity].sentences:
        text = f"{sentence.text} "
        checked = grounding.check(Claim(text, citations(f"{identity}:{sentence.number}")), seeds())
        assert (checked.support, checked.reason) == ("supported", "")
