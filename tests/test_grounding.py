"""A claim stays only if the sentences it cites support it."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from summarize import grounding
from summarize.records import Claim
from tests.make import citations, source

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "grounding.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_cases(case: dict[str, Any]) -> None:
    """Each case of the table comes out as it says there."""
    sources = {"S1": source(case["source"], published="2018-03-28")}
    checked = grounding.check(Claim(case["claim"], citations(case["cites"])), sources)
    assert (checked.support, checked.reason) == (case["support"], checked.reason)
    assert case.get("reason", "") in checked.reason
    assert bool(checked.reason) == (checked.support != "supported")


def test_a_claim_may_rest_on_two_sources() -> None:
    """What two sources hold between them supports a claim that cites both, and not one that cites one of them."""
    sources = {
        "S1": source("The train had 21 carriages.", "S1"),
        "S2": source("The train reached the capital after 14 hours.", "S2"),
    }
    text = "The train had 21 carriages and reached the capital after 14 hours."
    assert grounding.check(Claim(text, citations("S1:1 S2:1")), sources).support == "supported"
    assert grounding.check(Claim(text, citations("S1:1")), sources).support == "unsupported"


def test_sift_parts_what_stays_from_what_goes() -> None:
    """Unsupported claims come back by name, with their place and reason; nothing is lost."""
    sources = {"S1": source("The train had 21 carriages.")}
    claims = [Claim("The train had 21 carriages.", citations("S1:1")), Claim("It had 9.", citations("S1:1"))]
    kept, left_out = grounding.sift(claims, sources, "summary")
    assert [claim.text for claim in kept] == ["The train had 21 carriages."]
    assert [(one.where, one.text) for one in left_out] == [("summary", "It had 9.")]
    assert "9" in left_out[0].reason


def test_citations_that_add_nothing_go() -> None:
    """Of the sentences a claim cites, those that only repeat what another of the source holds are left out."""
    text = "Kim Jong Un came to the capital. The train had 21 carriages. Kim Jong Un met his host at the great hall on Monday."
    sources = {"S1": source(text, "S1"), "S2": source("He met his host at the hall.", "S2")}
    claim = Claim("Kim Jong Un met his host at the great hall.", citations("S1:1 S1:3 S2:1"))
    ((kept,), _) = grounding.sift([claim], sources, "summary")
    assert kept.citations == citations("S1:3 S2:1")
    needed = Claim("Kim Jong Un met his host; the train had 21 carriages.", citations("S1:2 S1:3"))
    ((kept,), _) = grounding.sift([needed], sources, "summary")
    assert kept.citations == citations("S1:2 S1:3")
