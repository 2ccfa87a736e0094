"""The engine that asks a model: what it asks, and what it makes of the answers."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest

from summarize.engines.model import ENTRIES_A_CALL
from summarize.engines.notes import NOTES_AN_ENTRY
from summarize.errors import EndpointError, ModelError, RefusalError, ReplyError
from summarize.llm.base import Request
from summarize.llm.fake import FakeLLM
from summarize.records import Claim, Cluster, Reading
from summarize.text import tokens
from tests.answers import answer, fenced
from tests.engines import WEEK, answering, engine, merge
from tests.make import citations, event, source


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


@pytest.mark.parametrize(
    ("settings", "known"),
    [({}, "no"), ({"counted": True}, "yes"), ({"context_tokens": 2_048}, "yes")],
    ids=["surely within the context", "counted", "not surely within"],
)
def test_tokens_are_counted_where_they_must_be_known(settings: dict[str, Any], known: str) -> None:
    """A prompt with fewer bytes than the context has tokens is sent uncounted, unless its tokens are wanted."""
    llm = FakeLLM(answer)
    asyncio.run(engine(llm, **settings).read(source(WEEK)))
    (request,) = llm.requests
    assert ("yes" if request.tokens else "no") == known


def test_the_dates_of_a_source_may_come_behind_the_question() -> None:
    """A source is asked about before its own dates are known, which its events then have."""
    known = source(WEEK, published="2018-03-28")

    async def main() -> Reading:
        dated = asyncio.get_running_loop().create_future()

        def asked(request: Request) -> str:
            dated.set_result(known)
            return answer(request)

        bare = replace(known, sentences=tuple(replace(one, dates=()) for one in known.sentences))
        return await engine(FakeLLM(asked)).read(bare, dated)

    reading = asyncio.run(main())
    assert [one.when.value for one in reading.events] == ["2018-03-25", "2018-03-26", "2018-04"]


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
    merge(engine(llm, context_tokens=1_000_000), sources, readings)
    (request,) = llm.requests
    assert [line.split("] ")[1] for line in fenced(request)] == [
        point.text for reading in readings for point in reading.points[:shown]
    ]


def test_many_notes_are_merged_in_groups_that_fit() -> None:
    """Notes beyond one prompt are merged level by level; each is read once, and no prompt is over the context."""
    llm = FakeLLM(answer)
    sources, readings = _readings(40)
    merged = merge(engine(llm, context_tokens=3_000), sources, readings)
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
        merge(engine(llm, context_tokens=3_000), *_readings(60))
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
    merged = merge(engine(answering("merge", reply)), sources, readings)
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
        merge(
            engine(llm),
            sources[first:],
            [
                Reading(one.source, tuple(Claim("It is so.", point.citations) for point in one.points))
                for one in readings[first:]
            ],
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
    merge(asking, sources, readings)
    for request in llm.requests:
        assert sum(tokens.count(each.content) for each in request.messages) + request.max_output <= context


def test_claims_are_mended_in_one_call() -> None:
    """All claims that don't hold go out in one question; one that gets no answer stays as it was."""
    llm = answering(
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


def test_an_entry_of_few_sources_is_told_by_each_in_turn() -> None:
    """Where the sources of an entry are fewer than its notes, each gives its weightiest, then its second, in their order."""
    llm = FakeLLM(answer)
    sources = [source("He left.", f"S{n}") for n in (1, 2)]
    given = [(1, 0.9), (1, 0.8), (1, 0.7), (1, 0.6), (2, 0.1), (2, 0.3), (2, 0.2), (1, 0.95)]
    events = tuple(
        event("2018-03-28", f"Step {place} was taken.", cites=f"S{n}:1", weight=weight)
        for place, (n, weight) in enumerate(given)
    )
    asyncio.run(engine(llm).tell(sources, [Cluster("2018-03-28", "day", "happened", events, 1.0)]))
    shown = [line for line in fenced(llm.requests[0]) if line.startswith("- ")]
    assert [line.split()[3] for line in shown] == ["0", "1", "5", "6", "7"]
