"""A claim stays only if the sentences it cites support it."""

from typing import Any

from summarize import grounding
from summarize.records import Claim
from tests.make import citations, source
from tests.tables import table

CASES: list[dict[str, Any]] = table("grounding.yaml")


def _checked(case: dict[str, Any]) -> Claim:
    sources = {"S1": source(case["source"], published="2018-03-28")}
    if "other" in case:
        sources["S2"] = source(case["other"], "S2", published="2018-03-28")
    return grounding.check(Claim(case["claim"], citations(case["cites"])), sources)


def _as_told(case: dict[str, Any], found: Claim) -> bool:
    """Whether a claim came out as its case says: supported without a reason, else with one that holds the words."""
    is_supported = found.support == "supported"
    said = found.support == case["support"] and case.get("reason", "") in found.reason
    return said and bool(found.reason) != is_supported


def test_cases() -> None:
    """Each case of the table comes out as it says there."""
    assert len({case["name"] for case in CASES}) == len(CASES)
    outcomes = [(case, _checked(case)) for case in CASES]
    wrong = [(case, found) for case, found in outcomes if not _as_told(case, found)]
    assert {case["name"]: (found.support, found.reason) for case, found in wrong} == {}


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


def test_every_reason_is_words() -> None:
    """What is left out says why in words, whatever the check found amiss."""
    for case in CASES:
        sources = {"S1": source(case["source"], published="2018-03-28")}
        claim = Claim(case["claim"], citations(case["cites"]))
        _, left_out = grounding.sift([claim], sources, "summary")
        assert all(type(one.reason) is str and one.reason for one in left_out)


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


def _unquoted(text: str, claim: str) -> str:
    return grounding.unquoted(Claim(claim, citations("S1:1")), {"S1": source(text)}).text


def test_reported_speech_loses_marks_that_are_not_the_sources() -> None:
    """Words that the source reports lose the marks a claim puts around them, and the claim stays."""
    sources = {"S1": source("Lund said the talks had been open and fair.")}
    claim = Claim("Lund said the talks had been “open and fair”.", citations("S1:1"))
    ((kept,), left_out) = grounding.sift([claim], sources, "summary")
    assert (kept.text, kept.support) == ("Lund said the talks had been open and fair.", "supported")
    assert left_out == ()


def test_a_true_quotation_keeps_its_marks() -> None:
    """What stands in marks in the source keeps them, of the claim's own kind."""
    claim = "It was “open and fair”, Lund said."
    assert _unquoted('Lund said it was "open and fair".', claim) == claim


def test_a_paraphrase_loses_its_marks() -> None:
    """A quotation that is near the source's words is told as reported; one that is not stays and is unsupported."""
    text = "Lund said the talks with the two unions had been long and fair."
    assert _unquoted(text, 'Lund spoke of "long, fair talks".') == "Lund spoke of long, fair talks."
    assert _unquoted(text, 'Lund spoke of "a shameful farce".') == 'Lund spoke of "a shameful farce".'


def test_a_first_person_is_not_told_without_marks() -> None:
    """Without its marks "we" would be the report's own."""
    claim = 'Lund said "we had long talks".'
    assert _unquoted("Lund said they had long talks.", claim) == claim


def test_words_of_another_speaker_are_left_out() -> None:
    """A quotation given to somebody else than the source names is unsupported, whatever its marks."""
    sources = {"S1": source('"The harbour is our bread," Lund said after Moe had left.')}
    claim = Claim('"The harbour is our bread," Moe said.', citations("S1:1"))
    kept, left_out = grounding.sift([claim], sources, "summary")
    assert kept == ()
    assert "was said by Lund" in left_out[0].reason


def test_a_claim_that_cites_nothing_keeps_its_marks() -> None:
    """There is nothing to hold a quotation against; the check says why the claim goes."""
    claim = Claim('Lund said "so be it".', ())
    assert grounding.unquoted(claim, {}) == claim
    assert grounding.check(claim, {}).reason == "cites nothing"


def test_the_outcome_does_not_depend_on_what_was_checked_before() -> None:
    """The same claim is judged the same, alone or after others."""
    sources = {"S1": source("The train had 21 carriages.")}
    claims = [Claim(f"The train had {count} carriages.", citations("S1:1")) for count in (21, 19, 21)]
    assert [grounding.check(claim, sources).support for claim in claims] == [
        "supported",
        "unsupported",
        "supported",
    ]
