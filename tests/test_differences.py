"""Where sources contradict each other, found without a model."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml

from summarize.checks import Checker
from summarize.engines.differences import MOST, find
from summarize.records import Citation, Difference, Side, Source
from tests.make import citations, source

CASES = yaml.load((Path(__file__).parent / "cases" / "differences.yaml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - strings only
DAY = "2021-03-10"


def made(case: dict[str, Any]) -> list[Source]:
    """Make the sources of a case."""
    texts = [case[name] for name in ("a", "b", "c") if name in case]
    days = case.get("days", [DAY] * len(texts))
    return [
        source(text, f"S{number}", published=day)
        for number, (text, day) in enumerate(zip(texts, days, strict=True), 1)
    ]


@pytest.mark.parametrize("case", CASES, ids=[case["rule"] for case in CASES])
def test_cases(case: dict[str, Any]) -> None:
    """Each rule finds what contradicts and lets its counter-example pass."""
    found: dict[str, list[str]] = defaultdict(list)
    for difference in find(made(case), case.get("voices", {})):
        found[difference.contrast] += [side.says for side in difference.sides]
    assert found == (case["finds"] or {})


def test_cites_every_source_of_a_side() -> None:
    """A copy is no voice of its own, but its sentence is cited where another source contradicts it."""
    sunk = "The ferry sank with 140 passengers on board off Cape Lindry."
    other = "The ferry that sank off Cape Lindry had 180 passengers on board."
    sources = [source(sunk, "S1", published=DAY), source(sunk, "S2", published=DAY), source(other, "S3")]
    (difference,) = find(sources, {"S2": "S1"})
    assert difference.about == "passengers"
    assert [side.citations for side in difference.sides] == [
        (Citation("S1", 1), Citation("S2", 1)),
        (Citation("S3", 1),),
    ]


def test_shows_the_most_carried_first_and_not_all() -> None:
    """Of many differences the first few are shown, those that most voices carry before the others."""
    towns = "Arnsby Brenne Casteria Dolna Erlow Fanning Gorse Halden Irving Jarrow Kessel Lund Morne Norvald Osten".split()
    things = (
        "boats bridges cannons dragons engines ferries gardens hotels islands jackets kettles lanterns mills nets organs"
    ).split()
    lines = [
        [
            f"The museum of {town} keeps {count} {thing} in its cellar."
            for town, thing in zip(towns, things, strict=True)
        ]
        for count in (30, 50)
    ]
    third = "The museum of Osten keeps 50 organs in its cellar."
    texts = [*(" ".join(each) for each in lines), third]
    sources = [source(text, f"S{number}", published=DAY) for number, text in enumerate(texts, 1)]
    found = find(sources, {})
    assert len(found) == MOST
    assert found[0].about == "organs"
    assert [side.says for side in found[0].sides] == ["50 organs", "30 organs"]


def test_nothing_to_compare() -> None:
    """No source, or one alone, contradicts nobody."""
    assert find([], {}) == ()
    assert (
        find([source("The ferry sank with 140 passengers. It had 180 passengers.", published=DAY)], {}) == ()
    )


def test_a_side_quotes_only_what_says_it() -> None:
    """Of the sentences that a model cites for a side, those stay that hold what the side says."""
    sources = [
        source("Three men were named. Anders Holm came from Norhaven. The fourth was Nils Lind.", "S1"),
        source("The four came by train. The fourth man was Nils Lund of Brindal.", "S2"),
    ]
    sides = (Side("Nils Lind", citations("S1:1 S1:2 S1:3")), Side("Nils Lund", citations("S2:1 S2:2")))
    checker = Checker(sources, {"S1": "S1", "S2": "S2"})
    (kept,) = checker.differences([Difference("name of the fourth man", "actor", sides)])
    assert [side.citations for side in kept.sides] == [citations("S1:3"), citations("S2:2")]


def test_a_side_with_a_date_quotes_the_sentences_of_that_date() -> None:
    """A date's side keeps the sentences that give the date, in whatever words."""
    sources = [
        source("The ferry sank on Monday. It carried 80 people.", "S1", published="2018-03-28"),
        source("The ferry sank on Tuesday. Divers found the bell.", "S2", published="2018-03-28"),
    ]
    sides = (Side("2018-03-26", citations("S1:1 S1:2")), Side("2018-03-27", citations("S2:1 S2:2")))
    checker = Checker(sources, {"S1": "S1", "S2": "S2"})
    (kept,) = checker.differences([Difference("the day on which the ferry sank", "date", sides)])
    assert [side.citations for side in kept.sides] == [citations("S1:1"), citations("S2:1")]
