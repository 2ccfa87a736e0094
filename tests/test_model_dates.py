"""The dates in what a model says of an article: which it may give, and what becomes of them."""

import asyncio
import json
from collections.abc import Callable

import pytest

from summarize.llm.base import Request
from summarize.llm.fake import FakeLLM
from summarize.records import NOT_THERE
from tests.answers import answer
from tests.engines import WEEK, answering, engine
from tests.make import source


def test_without_publication_date_nothing_is_invented() -> None:
    """The expressions stay as written where nothing says when the source was published."""
    reading = asyncio.run(engine(FakeLLM(answer)).read(source(WEEK)))
    assert {one.when.value for one in reading.events} == {""}


NEWS = {"text": "Kim left.", "date": "", "reading": "", "status": "happened", "sentences": [4]}
PLAN = {"text": "They will meet.", "date": "", "reading": "", "status": "planned", "sentences": [3]}


@pytest.mark.parametrize(
    ("published", "dated"), [("2018-03-28", [("", "2018-03-28", "reported")]), (None, [])]
)
def test_news_without_a_date_is_of_the_day_of_its_report(
    published: str | None, dated: list[tuple[str, str, str]]
) -> None:
    """What is told as news without a date is marked as reported, on a known day; a plan without one is no event."""

    def reads(_: Request) -> str:
        return json.dumps({"points": [{"text": "Kim left.", "sentences": [4]}], "events": [NEWS, PLAN]})

    told = source(WEEK, **({"published": published} if published else {}))
    reading = asyncio.run(engine(FakeLLM(reads)).read(told))
    assert [(one.when.expression, one.when.value, one.status) for one in reading.events] == dated


@pytest.mark.parametrize(
    ("told", "dated"),
    [
        ("Police were on guard at the start.", ("", "2018-03-28", "reported")),
        ("The floods drowned Brevik.", ("2005", "2005", "happened")),
    ],
)
def test_a_year_in_a_name_dates_what_it_names(told: str, dated: tuple[str, str, str]) -> None:
    """The year of "the 2005 floods" is that of the floods, and of nothing else in the sentence."""

    def reads(_: Request) -> str:
        note = {"text": told, "date": "2005", "reading": "2005", "status": "happened", "sentences": [1]}
        return json.dumps({"points": [{"text": told, "sentences": [1]}], "events": [note]})

    text = "Thirteen years after the 2005 river floods drowned Brevik, police were on guard at the start."
    (found,) = asyncio.run(engine(FakeLLM(reads)).read(source(text, published="2018-03-28"))).events
    assert (found.when.expression, found.when.value, found.status) == dated


def test_what_happened_does_not_lie_ahead() -> None:
    """A weekday that words of the sentence seem to put ahead is the last one where a model tells it as happened."""

    def reads(_: Request) -> str:
        note = {"text": "Norda expelled the envoys.", "date": "Wednesday", "reading": "2018-03-28"}
        events = [{**note, "status": "happened", "sentences": [1]}]
        return json.dumps(
            {"points": [{"text": "Norda expelled envoys.", "sentences": [1]}], "events": events}
        )

    text = "Now, as you'll recall, on Wednesday Norda expelled the envoys."
    (found,) = asyncio.run(engine(FakeLLM(reads)).read(source(text, published="2018-03-30"))).events
    assert (found.when.value, found.when.doubt) == ("2018-03-28", "")


def _event_dated(date: str, number: int = 2) -> Callable[[Request], str]:
    note = {"text": "They met.", "date": date, "status": "happened", "sentences": [number]}
    reply = {"points": [{"text": "They met.", "sentences": [number]}], "events": [note]}
    return lambda _: json.dumps(reply)


@pytest.mark.parametrize(
    ("date", "value", "rule"),
    [
        ("Monday", "2018-03-26", None),
        ("on Monday", "2018-03-26", None),
        ("MONDAY", "2018-03-26", None),
        ("Tuesday", "", NOT_THERE),
        ("March 26, 2018", "", NOT_THERE),
        ("He met Xi", "", "not resolved"),
    ],
)
def test_dates_are_computed_not_believed(date: str, value: str, rule: str | None) -> None:
    """An expression counts only as it stands in the cited sentence; what the model made of it does not."""
    reading = asyncio.run(engine(FakeLLM(_event_dated(date))).read(source(WEEK, published="2018-03-28")))
    assert reading.events[0].when.value == value
    assert rule is None or reading.events[0].when.rule == rule


def test_of_two_dates_in_an_expression_the_told_one_counts() -> None:
    """Where the expression a model gave holds several dates, the one its own text names is taken."""
    text = "He came by train in May and August 2010 and left at once."
    notes = [
        {
            "text": f"He came in {month} 2010.",
            "date": "May and August 2010",
            "status": "happened",
            "sentences": [1],
        }
        for month in ("May", "August")
    ]
    reply = {"points": [{"text": "He came.", "sentences": [1]}], "events": notes}
    reading = asyncio.run(
        engine(FakeLLM(lambda _: json.dumps(reply))).read(source(text, published="2018-03-28"))
    )
    assert [one.when.value for one in reading.events] == ["2010-05", "2010-08"]


@pytest.mark.parametrize(
    ("text", "date", "reading", "doubted"),
    [
        ("He met Xi on Monday.", "Monday", "2018-04-02", 1),
        ("He met Xi on Monday.", "Monday", "2018-03-26", 0),
        ("He met Xi on Monday.", "Monday", "2018-03", 0),
        ("He met Xi on Monday.", "Monday", "", 0),
        ("He met Xi on Monday.", "Monday", "some day", 0),
        ("He met Xi yesterday.", "yesterday", "2018-03-20", 0),
        ("He met Xi on 26 March 2018.", "26 March 2018", "2018-03-20", 0),
    ],
    ids=["apart", "the same", "vaguer", "none", "no date", "certain", "in full"],
)
def test_a_reading_of_the_models_own_raises_doubt(text: str, date: str, reading: str, doubted: int) -> None:
    """Our date stands; where its rule leaves something open and the model reads another, it is marked."""
    note = {"text": text, "date": date, "reading": reading, "status": "happened", "sentences": [1]}
    llm = answering("read", {"points": [{"text": text, "sentences": [1]}], "events": [note]})
    (found,) = asyncio.run(engine(llm).read(source(text, published="2018-03-28"))).events
    assert bool(found.when.doubt) == doubted
    assert found.when.value in {"2018-03-26", "2018-03-27"}


PROVEN = "Ministers met on Wednesday. The talks of 28 March 2018 were the first. They left."


@pytest.mark.parametrize(
    ("text", "published", "numbers", "value"),
    [
        (PROVEN, "2018-03-28", [1, 2], "2018-03-28"),
        (PROVEN, "2018-03-29", [1, 2], "2018-03-29"),
        (PROVEN, "2018-03-20", [1, 2], ""),
        (PROVEN, "2018-03-28", [2], ""),
        ("It opens on 3 May 2018. They left on Wednesday.", "2018-05-03", [1], ""),
        ("They left on Wednesday. Nobody knows why.", "2018-03-28", [1], ""),
        (PROVEN, "", [], ""),
    ],
    ids=[
        "that day",
        "the day after",
        "contradicted",
        "half of it",
        "another date",
        "no date in full",
        "none",
    ],
)
def test_a_proposed_publication_day_must_be_borne_out(
    text: str, published: str, numbers: list[int], value: str
) -> None:
    """A day that a model proposes counts where the sentences it names agree with it by themselves."""
    llm = answering("anchor", {"published": published, "sentences": numbers})
    found = asyncio.run(engine(llm).date(source(text)))
    assert found.value == value
    assert (found.basis, bool(found.evidence)) == (("inferred", True) if value else ("unknown", False))


def test_no_call_for_a_source_without_any_date() -> None:
    """Where no expression could be dated, no publication day is asked for."""
    llm = FakeLLM(answer)
    asyncio.run(engine(llm).date(source("The talks went well. Nobody said why.")))
    assert llm.requests == []
