"""Markup that is all article becomes its paragraphs, whatever it is written like, in a time that grows with its length."""

import time
from typing import Any

import pytest

from summarize.ingest.flat import flatten
from tests.reading import cases


@pytest.mark.parametrize("case", cases("flat.yaml"), ids=lambda case: case["markup"][:50])
def test_paragraphs(case: dict[str, Any]) -> None:
    """Blocks are paragraphs, breaks are lines, and what is no text or hidden is left out."""
    found = flatten(case["markup"])
    assert found.text.split("\n\n") == case["text"]
    assert list(found.hidden) == case.get("hidden", [])


@pytest.mark.parametrize(
    "piece",
    ["<a ", "<!--", "<!", "</", "<", "&", "<a b='", '<a b=">', "<script>", "<![CDATA[", "<?", "<div hidden>"],
)
def test_hostile_markup(piece: str) -> None:
    """No markup takes longer than its length allows; Python's own parser takes minutes for the first of these."""
    began = time.perf_counter()
    flatten(piece * 20_000)
    assert time.perf_counter() - began < 5
