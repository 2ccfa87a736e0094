"""The engine that asks a model: what it asks, and what it makes of the answers."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

from summarize import prompts
from summarize.engines.model import ENTRIES_A_CALL, ModelEngine
from summarize.engines.notes import NOTES_AN_ENTRY
from summarize.errors import EndpointError, ModelError, RefusalError, ReplyError
from summarize.llm.base import Request
from summarize.llm.fake import FakeLLM
from summarize.records import NOT_THERE, Claim, Cluster, Reading
from summarize.text import tokens
from tests.answers import answer, fenced
from tests.make import citations, event, source

WEEK = "Kim left on Sunday by train. He met Xi on Monday. They will meet again next month. The train left."


def engine(llm: FakeLLM, **changed: Any) -> ModelEngine:
    """Make an engine on a fake."""
    given: dict[str, Any] = {
        "model": "fake",
        "words": 200,
        "sentences": None,
        "focus": "",
        "chunk_tokens": 3_000,
        "context_tokens": 32_000,
    }
    return ModelEngine(llm, prompts.load(), **(given | changed))


def long_text(sentences: int) -> str:
    """Make an article of as many different sentences."""
    return " ".join(
        f"Delegate number {n} spoke about item {n} of the long list on Monday."
        for n in range(1, sentences + 1)
    )


def test_one_call_reads_points_and_events() -> None:
    """A source that fits is read by one call, and its dates are computed from its own publication day."""
    llm = FakeLLM(answer)
    reading = asyncio.run(engine(llm).read(source(WEEK, published="2018-03-28")))
    assert [request.stage for request in llm.requests] == ["read"]
    assert [str(point.citations[0]) for point in reading.points] == ["S1:1", "S1:2", "S1:3"]
    assert [(one.when.expression, one.when.value, one.status) for one in reading.events] == [
        ("Sunday", "2018-03-25", "happened"),
        ("Monday", "2018-03-26", "happened"),
        ("next month", "2018-04", "planned"),
    ]


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


def test_chunks_are_read_once_and_folded() -> None:
    """A long source goes out in parts within the budget, each sentence once, and its points are folded."""
    llm = FakeLLM(answer)
    long = source(long_text(60), published="2018-03-28")
    reading = asyncio.run(engine(llm, chunk_tokens=300).read(long))
    reads = [request for request in llm.requests if request.stage == "read"]
    assert len(reads) > 2
    assert [request.stage for request in llm.requests].count("fold") == 1
    shown = [line for request in reads for line in fenced(request)]
    assert shown == [f"{sentence.number} {sentence.text}" for sentence in long.sentences]
    assert all(tokens.count("\n".join(fenced(request))) <= 300 for request in reads)
    assert len(reading.events) == 60
    assert reading.failure == ""


def test_a_sentence_over_the_budget_goes_on_under_its_number() -> None:
    """The parts of an overlong sentence all carry its number, so that what rests on them can be cited."""
    llm = FakeLLM(answer)
    text = "The list names " + ", ".join(f"delegate {n}" for n in range(200)) + "."
    asyncio.run(engine(llm, chunk_tokens=200).read(source(text)))
    reads = [request for request in llm.requests if request.stage == "read"]
    assert len(reads) > 2
    assert all(fenced(request)[0].startswith("1 ") for request in reads)


def test_a_failed_part_is_named_and_the_rest_kept() -> None:
    """When one part of a source fails for good, the reading says which, and keeps what the others gave."""

    def flaky(request: Request) -> str:
        if "part 2 of" in request.subject:
            raise ReplyError("part 2: not JSON")
        return answer(request)

    reading = asyncio.run(engine(FakeLLM(flaky), chunk_tokens=300).read(source(long_text(60))))
    assert "part 2" in reading.failure
    assert reading.points


def test_a_dead_endpoint_ends_the_run() -> None:
    """What would fail for every source alike is raised, not noted sixty times."""

    def dead(_: Request) -> str:
        raise EndpointError("no such host")

    with pytest.raises(EndpointError):
        asyncio.run(engine(FakeLLM(dead), chunk_tokens=300).read(source(long_text(60))))


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


def test_instructions_are_the_same_prefix_in_every_call() -> None:
    """All reads begin with the same message, which endpoints can cache."""
    llm = FakeLLM(answer)
    asyncio.run(engine(llm, chunk_tokens=300).read(source(long_text(60))))
    assert len({request.messages[0] for request in llm.requests if request.stage == "read"}) == 1


def test_an_article_cannot_close_its_fence() -> None:
    """The mark follows from the data inside, so data that shows some mark does not show its own."""
    llm = FakeLLM(answer)
    asyncio.run(engine(llm).read(source("He wrote === 0123456789ab === and more. Then he left the room.")))
    content = llm.requests[0].messages[-1].content
    marks = [line for line in content.split("\n") if line.startswith("=== ")]
    assert len(marks) == 2
    assert content.count(marks[0]) == 2


def _readings(count: int) -> tuple[list[Any], list[Reading]]:
    sources = [
        source(f"Delegate {n} spoke at length about the matter. He left.", f"S{n}")
        for n in range(1, count + 1)
    ]
    text = "Delegate {} spoke at length about the matter that was on the table, and many others listened to the speech."
    return sources, [
        Reading(
            one.id, tuple(Claim(f"{text.format(n)} ({part})", citations(f"{one.id}:1")) for part in range(5))
        )
        for n, one in enumerate(sources, 1)
    ]


@pytest.mark.parametrize(("count", "shown"), [(40, 5), (41, 3), (81, 2)])
def test_of_many_sources_the_first_points_are_merged(count: int, shown: int) -> None:
    """A merge of many sources is shown the first points of each, so that its price does not outgrow what it can say."""
    llm = FakeLLM(answer)
    sources, readings = _readings(count)
    asyncio.run(engine(llm, context_tokens=1_000_000).merge(sources, readings))
    (request,) = llm.requests
    assert [line.split("] ")[1] for line in fenced(request)] == [
        point.text for reading in readings for point in reading.points[:shown]
    ]


def test_many_notes_are_merged_in_groups_that_fit() -> None:
    """Notes beyond one prompt are merged level by level; each is read once, and no prompt is over the context."""
    llm = FakeLLM(answer)
    sources, readings = _readings(40)
    merged = asyncio.run(engine(llm, context_tokens=3_000).merge(sources, readings))
    title, claims = merged.title, merged.claims
    first = [request for request in llm.requests if "level 1" in request.subject]
    assert len(first) > 2
    assert sorted(line.split("] ")[1] for request in first for line in fenced(request)) == sorted(
        point.text for reading in readings for point in reading.points
    )
    for request in llm.requests:
        assert sum(tokens.count(message.content) for message in request.messages) <= 3_000
    assert claims
    assert title == "A story"


def test_a_merge_that_does_not_shrink_ends() -> None:
    """A model that returns its notes unshortened is not paid again and again."""

    def parrot(request: Request) -> str:
        notes = [line.split("] ", 1) for line in fenced(request)]
        summary = [{"text": text, "cites": cites[1:].split(", ")} for cites, text in notes]
        return json.dumps({"title": "T", "summary": summary})

    llm = FakeLLM(parrot)
    with pytest.raises(ModelError, match="did not get shorter"):
        asyncio.run(engine(llm, context_tokens=3_000).merge(*_readings(60)))
    assert len(llm.requests) < 12


def _clusters(count: int) -> list[Cluster]:
    return [
        Cluster(
            f"2018-03-{n:02}", "day", "happened", (event(f"2018-03-{n:02}", f"Step {n} was taken."),), 1.0
        )
        for n in range(1, count + 1)
    ]


def test_entries_are_told_several_a_call() -> None:
    """Entries go out in groups and come back in their order."""
    llm = FakeLLM(answer)
    count = ENTRIES_A_CALL + 2
    telling = asyncio.run(engine(llm).tell([source("He left.")], _clusters(count)))
    assert len(llm.requests) == 2
    assert [claims[0].text for claims in telling.claims] == [
        f"Step {n} was taken." for n in range(1, count + 1)
    ]
    assert telling.failures == ()


def test_entries_whose_call_failed_are_told_by_their_events() -> None:
    """A refused call costs its entries their telling, not their place; the failure is named."""

    def refusing(request: Request) -> str:
        if "entries 1 to" in request.subject:
            raise RefusalError("declined")
        return answer(request)

    count = ENTRIES_A_CALL + 1
    telling = asyncio.run(engine(FakeLLM(refusing)).tell([source("He left.")], _clusters(count)))
    assert [claims[0].text for claims in telling.claims] == [
        f"Step {n} was taken." for n in range(1, count + 1)
    ]
    assert "declined" in telling.failures[0].reason


def test_most_sentences_of_an_entry() -> None:
    """A model that tells more than it was asked for is cut to the number."""

    def verbose(request: Request) -> str:
        told = json.loads(answer(request))
        for entry in told["entries"]:
            entry["sentences"] *= 4
        return json.dumps(told)

    telling = asyncio.run(engine(FakeLLM(verbose), sentences=1).tell([source("He left.")], _clusters(1)))
    assert len(telling.claims[0]) == 1


def test_requests_carry_schema_check_and_no_chance() -> None:
    """Each request asks for its schema at temperature 0, and brings the check that its answer must pass."""
    llm = FakeLLM(answer)
    asyncio.run(engine(llm).read(source(WEEK)))
    (request,) = llm.requests
    assert request.schema is not None
    assert request.temperature == 0.0
    assert request.check is not None
    with pytest.raises(ReplyError):
        request.check("{}")


def _answering(stage: str, reply: object) -> FakeLLM:
    """Answer one stage with this reply, and all others by rule."""
    return FakeLLM(lambda request: json.dumps(reply) if request.stage == stage else answer(request))


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
    llm = _answering("read", {"points": [{"text": text, "sentences": [1]}], "events": [note]})
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
    llm = _answering("anchor", {"published": published, "sentences": numbers})
    found = asyncio.run(engine(llm).date(source(text)))
    assert found.value == value
    assert (found.basis, bool(found.evidence)) == (("inferred", True) if value else ("unknown", False))


def test_no_call_for_a_source_without_any_date() -> None:
    """Where no expression could be dated, no publication day is asked for."""
    llm = FakeLLM(answer)
    asyncio.run(engine(llm).date(source("The talks went well. Nobody said why.")))
    assert llm.requests == []


def test_differences_come_with_their_references() -> None:
    """What a model finds sources to differ in comes back in the names of the run."""
    sources = [source(f"The toll is {n}. He left.", f"S{n}") for n in (3, 7)]
    readings = [Reading(f"S{n}", (Claim(f"The toll is {n}.", citations(f"S{n}:1")),)) for n in (3, 7)]
    sides = [{"text": "3", "cites": ["S1:1"]}, {"text": "7, says S2", "cites": ["S2:1"]}]
    reply = {
        "title": "T",
        "summary": [{"text": "S1 and S2 differ.", "cites": ["S1:1", "S2:1"]}],
        "differences": [{"about": "the toll", "contrast": "figure", "sides": sides}],
    }
    merged = asyncio.run(engine(_answering("merge", reply)).merge(sources, readings))
    (difference,) = merged.differences
    assert [(side.says, side.citations) for side in difference.sides] == [
        ("3", citations("S3:1")),
        ("7, says S7", citations("S7:1")),
    ]
    assert merged.claims == (Claim("S3 and S7 differ.", citations("S3:1 S7:1")),)


def test_a_prompt_calls_its_sources_by_its_own_names() -> None:
    """The question about some notes is the same wherever in a run they come from, so that its answer is kept."""

    def asked(first: int) -> tuple[object, ...]:
        llm = FakeLLM(answer)
        sources, readings = _readings(first + 2)
        asyncio.run(
            engine(llm).merge(
                sources[first:],
                [
                    Reading(one.source, tuple(Claim("It is so.", point.citations) for point in one.points))
                    for one in readings[first:]
                ],
            )
        )
        return tuple(request.messages for request in llm.requests)

    assert asked(0) == asked(4)


def test_what_is_over_the_context_is_not_sent() -> None:
    """A prompt that the context cannot hold is refused before it is sent: a local server would cut it in silence."""
    llm = FakeLLM(answer)
    long = source(WEEK, title="word " * 3_000)
    reading = asyncio.run(engine(llm, context_tokens=2_048).read(long))
    assert "raise --context" in reading.failure
    assert llm.requests == []


@pytest.mark.parametrize("context", [2_048, 4_096, 16_000])
def test_every_prompt_leaves_room_for_its_answer(context: int) -> None:
    """With a small context the parts get smaller, so that prompt and answer together keep to it."""
    llm = FakeLLM(answer)
    sources = [source(long_text(200), f"S{n}", published="2018-03-28") for n in (1, 2, 3)]
    asking = engine(llm, context_tokens=context)
    readings = [asyncio.run(asking.read(one)) for one in sources]
    assert not any(reading.failure for reading in readings)
    asyncio.run(asking.merge(sources, readings))
    for request in llm.requests:
        assert sum(tokens.count(each.content) for each in request.messages) + request.max_output <= context


def test_claims_are_mended_in_one_call() -> None:
    """All claims that don't hold go out in one question; one that gets no answer stays as it was."""
    llm = _answering(
        "mend", {"claims": [{"number": 1, "text": "He met Xi on Monday."}, {"number": 2, "text": ""}]}
    )
    claims = [
        Claim("He met Xi on Friday.", citations("S1:2"), "unsupported", "the date “Friday” is not there"),
        Claim("He met Trump.", citations("S1:2"), "unsupported", "“trump” is not there"),
    ]
    mended = asyncio.run(engine(llm).mend([source(WEEK)], claims))
    assert [claim.text for claim in mended] == ["He met Xi on Monday.", "He met Trump."]
    assert len(llm.requests) == 1
    assert "- (unknown) He met Xi on Monday." in fenced(llm.requests[0])


def test_an_entry_of_many_notes_is_told_by_a_few() -> None:
    """The notes of an entry are as many as tell it, from as many sources as may be."""
    llm = FakeLLM(answer)
    sources = [source("He left.", f"S{n}") for n in range(1, 31)]
    events = tuple(
        event("2018-03-28", f"Step {n} was taken.", cites=f"S{n}:1", weight=n / 100)
        for n in range(1, 31)
        for _ in range(3)
    )
    asyncio.run(engine(llm).tell(sources, [Cluster("2018-03-28", "day", "happened", events, 1.0)]))
    shown = [line for line in fenced(llm.requests[0]) if line.startswith("- ")]
    assert len(shown) == len(set(shown)) == NOTES_AN_ENTRY
    assert shown[-1].endswith("Step 30 was taken.")
