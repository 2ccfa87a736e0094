"""The pace of calls, on a clock of its own: no test waits."""

import asyncio
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from benchmarks.jumping import run
from summarize.errors import (
    CutOffError,
    EndpointError,
    LimitError,
    ModelError,
    RefusalError,
    ReplyError,
    StoppedError,
    TransientError,
    UsageError,
)
from summarize.llm.base import Message, PushbackError, Reply, UnusableError
from summarize.llm.fake import FakeLLM
from summarize.llm.retries import backoff
from tests.pacing import REQUEST, Scripted, Server, ask_all, numbered, pace


def waits(*steps: Exception | Reply, jitter: float = 0.0) -> list[float]:
    """Give the seconds that a call slept between its tries."""
    scripted = Scripted(*steps)
    run(pace(scripted, jitter=jitter).complete(REQUEST))
    return [round(later - sooner, 3) for sooner, later in pairwise(scripted.times)]


def test_no_more_calls_than_allowed() -> None:
    """However many requests come, only so many are under way at once, and all are answered."""
    server = Server(1.0)
    replies, seconds = ask_all(server, numbered(20), concurrency=3)
    assert [one.text for one in replies if isinstance(one, Reply)] == [str(one) for one in range(20)]
    assert seconds == pytest.approx(7.0, abs=0.05)
    assert server.peak == 3


def test_failures_for_now_are_retried() -> None:
    """A call that failed for now is tried again, each time after a longer wait."""
    inner = Scripted(*[TransientError("busy")] * 4, Reply("yes", calls=1))
    reply, seconds = run(pace(inner).complete(REQUEST))
    assert reply == Reply("yes", calls=1)
    assert inner.requests == [REQUEST] * 5
    assert seconds == 1 + 4 + 16 + 60


def test_retries_end() -> None:
    """When the retries are used up the last failure is raised, and says how often it was asked."""
    inner = Scripted(TransientError("read of S1: busy", 2.0))
    with pytest.raises(TransientError, match=r"read of S1: busy; asked 3 times; .*--max-retries") as caught:
        run(pace(inner, max_retries=2).complete(REQUEST))
    assert caught.value.retry_after == 2.0
    assert len(inner.requests) == 3


@pytest.mark.parametrize(
    "error", [TransientError("busy"), TransientError("busy", 1.0), CutOffError("cut off")]
)
def test_no_retries_are_none(error: Exception) -> None:
    """With no retries nothing is asked twice, whatever went wrong."""
    inner = Scripted(error)
    with pytest.raises(type(error)):
        run(pace(inner, max_retries=0).complete(REQUEST))
    assert len(inner.requests) == 1


@pytest.mark.parametrize(
    "error", [ModelError("bad"), RefusalError("no"), ReplyError("odd"), EndpointError("gone")]
)
def test_other_failures_are_not_retried(error: Exception) -> None:
    """What asking again cannot change is asked once."""
    inner = Scripted(error)
    with pytest.raises(type(error), match=str(error)):
        run(pace(inner).complete(REQUEST))
    assert len(inner.requests) == 1


@pytest.mark.parametrize(
    ("asked", "jitter", "wait"),
    [
        (7.0, 0.0, 7.0),
        (7.0, 0.5, 7.5),
        (0.25, 0.0, 0.25),
        (120.0, 0.0, 120.0),
        (0.0, 0.0, 1.0),
        (None, 1.0, 1.5),
    ],
)
def test_a_server_is_waited_for_as_it_asks(asked: float | None, jitter: float, wait: float) -> None:
    """A wait that the server asks for is kept, and little more; one of no seconds counts as none asked for."""
    assert waits(TransientError("busy", asked), Reply("yes"), jitter=jitter) == [wait]


def test_waits_have_bounds() -> None:
    """However many retries, a wait of our own is never longer than a minute."""
    assert [backoff(n) for n in (0, 1, 2, 3, 4, 1000)] == [1, 4, 16, 60, 60, 60]


@pytest.mark.parametrize(
    ("asked", "words"),
    [(120.5, "121 s, and 120 s is the limit"), (900.0, "15 min"), (21_600.0, "6 h"), (1e9, "h")],
)
def test_a_wait_of_hours_ends_the_call(asked: float, words: str) -> None:
    """A daily quota is not waited for: the call fails at once, and says how long the server asks to wait."""
    inner = Scripted(TransientError("read of S1: quota", asked))
    with pytest.raises(ModelError, match="read of S1: quota; it asks to wait") as caught:
        run(pace(inner).complete(REQUEST))
    assert type(caught.value) is ModelError
    assert words in str(caught.value)
    assert inner.times == [0.0]


def test_a_cut_off_answer_gets_twice_the_room_once() -> None:
    """An answer that was cut off is asked for once more with double the limit, and both calls count."""
    inner = Scripted(CutOffError("cut off"), TransientError("busy"), Reply("whole", 5, 6, calls=1))
    reply, _ = run(pace(inner).complete(REQUEST))
    assert reply == Reply("whole", 5, 6, calls=2)
    assert [one.max_output for one in inner.requests] == [100, 200, 200]


def test_an_answer_cut_off_twice_is_given_up() -> None:
    """An answer that does not fit twice the room is not paid for again."""
    inner = Scripted(CutOffError("cut off"))
    with pytest.raises(CutOffError, match="cut off"):
        run(pace(inner).complete(REQUEST))
    assert len(inner.requests) == 2


def test_no_call_after_a_refusal_of_all() -> None:
    """Once the endpoint refused the key, calls that wait their turn or their retry fail likewise without being sent."""
    inner = Scripted(TransientError("busy"), EndpointError("endpoint refused the key"))

    async def main() -> list[Reply | BaseException]:
        paced = pace(inner, concurrency=2)
        return await asyncio.gather(*[paced.complete(REQUEST) for _ in range(50)], return_exceptions=True)

    results, _ = run(main())
    assert {(type(one), str(one)) for one in results} == {(EndpointError, "endpoint refused the key")}
    assert len(inner.requests) == 2


def test_no_call_after_a_stop() -> None:
    """Once the user has stopped the run, calls that wait for their turn or their retry end at once."""
    server = Server(
        1.0, fault=lambda number: PushbackError("busy", 100.0) if number == 1 else StoppedError("stopped")
    )
    results, seconds = ask_all(server, numbered(50), concurrency=1, rpm=60)
    assert {type(one) for one in results} == {StoppedError}
    assert len(server.sent) == 2
    assert seconds < 3


def test_a_call_that_was_not_sent_takes_none_of_the_limit() -> None:
    """Calls that a budget holds back don't take minutes to fail, one at a time, as --rpm would have it."""
    server = Server(fault=lambda _: LimitError("the limit is reached"))
    results, seconds = ask_all(server, numbered(50), rpm=10)
    assert {type(one) for one in results} == {LimitError}
    assert seconds < 3


def test_a_cancelled_call_frees_its_place() -> None:
    """A call that is cancelled while it waits for its retry lets the next one through."""

    async def main() -> Reply:
        paced = pace(Scripted(TransientError("busy", 100.0), Reply("yes")), concurrency=1)
        first = asyncio.create_task(paced.complete(REQUEST))
        await asyncio.sleep(1)
        first.cancel()
        return await paced.complete(REQUEST)

    assert run(main()) == (Reply("yes"), 1.0)


def test_a_server_that_answers_nobody_is_given_up() -> None:
    """A server that asks all to wait and answers none is given up after the retries, however often it asks."""
    inner = Scripted(TransientError("slow down", 1.0))

    async def main() -> list[Reply | BaseException]:
        paced = pace(inner, concurrency=2, max_retries=3)
        return await asyncio.gather(*[paced.complete(REQUEST) for _ in range(4)], return_exceptions=True)

    results, _ = run(main())
    assert [type(one) for one in results] == [TransientError] * 4
    assert len(inner.requests) == 16


def test_a_wait_of_hours_for_all_ends_them_all() -> None:
    """A daily limit that is used up ends the calls under way, and those that wait fail without having been sent."""
    server = Server(fault=lambda _: PushbackError("read of S1: no more today", 3_600.0, limited=True))
    results, seconds = ask_all(server, numbered(100), concurrency=8)
    assert {type(one) for one in results} == {ModelError}
    assert all("it asks to wait 60 min, and 120 s is the limit" in str(one) for one in results)
    assert len(server.sent) <= 8
    assert sum(str(one).startswith("not sent after ") for one in results) == 100 - len(server.sent)
    assert seconds < 1


def test_a_call_that_waits_does_not_hold_up_the_others() -> None:
    """Where the server asks one call to wait, the others go on meanwhile, in its place too."""
    busy = PushbackError("busy", 30.0)
    server = Server(1.0, fault=lambda number: busy if number == 1 else None)
    replies, seconds = ask_all(server, numbered(21), concurrency=1)
    assert len([one for one in replies if isinstance(one, Reply)]) == 21
    assert seconds == pytest.approx(31.0, abs=0.1)


def test_a_lone_failure_is_soon_tried_again() -> None:
    """A call that fails while others are answered waits less: the server is well."""
    server = Server(1.0, fault=lambda number: TransientError("empty") if number == 9 else None)
    _, seconds = ask_all(server, numbered(16), concurrency=8)
    assert seconds < 3.0


def test_an_answer_without_anything_in_it_is_soon_asked_for_again() -> None:
    """A server that answers is well, though nothing is in the answer: the whole of the retries take seconds."""
    assert waits(*[UnusableError("empty")] * 4, Reply("yes")) == [0.2, 0.8, 3.2, 4.0]


def test_a_retry_goes_first() -> None:
    """A call that was tried before is not put behind those that wait for their first try."""
    server = Server(1.0, fault=lambda number: TransientError("empty") if number == 1 else None)
    ask_all(server, numbered(6), concurrency=1)
    assert [subject for _, subject in server.sent] == ["0", "1", "0", "2", "3", "4", "5"]


def test_the_longest_goes_first() -> None:
    """Of calls that wait those of higher priority go first, and among these the longest, counted or by its text."""
    short, long, longer = numbered(1, 10)[0], numbered(1, 5_000)[0], numbered(1, 20_000)[0]
    requests = [
        replace(short, subject="short"),
        replace(long, subject="long"),
        replace(short, subject="urgent", priority=1),
        replace(short, subject="text", tokens=0, messages=(Message("user", "word " * 10_000),)),
        replace(longer, subject="longer"),
    ]
    server = Server()
    ask_all(server, requests, concurrency=1)
    assert [subject for _, subject in server.sent] == ["urgent", "longer", "text", "long", "short"]


@pytest.mark.parametrize(
    "wrong",
    [{"concurrency": 0}, {"concurrency": -1}, {"max_retries": -1}, {"rpm": 0}, {"tpm": -5.0}],
    ids=lambda wrong: next(iter(wrong)),
)
def test_counts_that_make_no_sense(wrong: dict[str, Any]) -> None:
    """A count that would let nothing through is refused, with the flag that set it."""
    flag = "--" + next(iter(wrong)).replace("_", "-")
    with pytest.raises(UsageError, match=flag):
        pace(FakeLLM(lambda _: ""), **wrong)
