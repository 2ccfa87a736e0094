"""What was found out of claims before the report is made is what the report would find."""

import asyncio

from summarize.checks import Checker, Place
from summarize.llm.fake import FakeLLM
from summarize.records import Claim
from tests.engines import engine
from tests.make import citations, source

TEXT = (
    "The ferry sank on Monday off Ostry. It carried 80 people and a cargo of timber. “Nobody was hurt”, said the captain of "
    "the ferry. The captain's crew swam ashore. Timber drifted past the harbour all night."
)
# Each claim with whether it stays as it is.
CLAIMS = (
    (Claim("The ferry sank on Monday off Ostry.", citations("S1:1")), True),
    (Claim("The ferry carried 80 people.", citations("S1:2")), True),
    (Claim("The captain's crew swam ashore.", citations("S1:4")), True),
    (Claim("The ferry carried 80 people.", citations("S1:2 S2:2")), True),
    (Claim("The ferry carried 90 people.", citations("S1:2")), False),
    (Claim("The ferry carried 80 people.", citations("S1:2 S1:5")), False),
    (Claim("The captain said that “80 people” were in the ferry.", citations("S1:2")), False),
    (Claim("It rained.", ()), False),
    (Claim("It rained.", citations("S1:9")), False),
)


def _checker() -> Checker:
    sources = [source(TEXT, "S1", published="2024-03-05"), source(TEXT, "S2", published="2024-03-06")]
    return Checker(sources, {"S1": "S1", "S2": "S2"})


def test_what_was_looked_at_before_is_sifted_alike() -> None:
    """Claims that were looked at by the engine's side keep, lose and tell the same as those that were not."""
    places = [Place("S1", (claim,)) for claim, _ in CLAIMS] + [Place("S1", tuple(one for one, _ in CLAIMS))]
    plain, asked = _checker(), _checker()
    looked_at = asyncio.run(asked.mended(engine(FakeLLM(lambda _: '{"claims": []}')), places))
    assert list(map(asked.sift, looked_at)) == list(map(plain.sift, places))
    assert asked.left_out == plain.left_out
    assert asked.left_out


def test_a_place_is_sound_where_all_its_claims_stay() -> None:
    """Only claims that hold as they are, without a mark or a reference too many, make a place sound."""
    places = [Place("S1", (claim,)) for claim, _ in CLAIMS]
    looked_at = asyncio.run(_checker().mended(engine(FakeLLM(lambda _: '{"claims": []}')), places))
    assert [place.sound for place in looked_at] == [stays for _, stays in CLAIMS]
    assert not any(place.sound for place in places)
