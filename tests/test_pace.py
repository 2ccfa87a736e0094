"""The pace of calls, on a clock of its own: no test waits."""

import asyncio
import math
import selectors
from collections.abc import Callable, Coroutine
from itertools import pairwise
from typing import Any, TypeVar

import pytest

from summarize.errors import (
    CutOffError,
    EndpointError,
    ModelError,
    RefusalError,
    ReplyError,
    TransientError,
    UsageError,
)
from summarize.llm.base import Message, Reply, Request
from summarize.llm.fake import FakeLLM
from summarize.llm.pace import Paced, backoff

T = TypeVar("T")
REQUEST = Request("read", "S1", "m", (Message("user", "What happened?"),), max_output=100)


class Jumping(selectors.SelectSelector):
    """Jumps to the next moment at which something is due instead of waiting for it; `now` is in seconds."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Look, and move the clock on."""
        self.now += max(0.0, timeout or 0.0)
        return super().select(0)


class JumpingLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock jumps."""

    def __init__(self) -> None:
        self.jumping = Jumping()
        super().__init__(self.jumping)

    def time(self) -> float:
        """Give the seconds that would have gone by."""
        return self.jumping.now


def run(main: Coroutine[Any, Any, T]) -> tuple[T, float]:
    """Run on a clock that jumps; give the result and the seconds it would have taken."""
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        return runner.run(main), runner.get_loop().time()


class Scripted:
    """Raises or answers step by step; the last step stands for all that follow. `sent` counts the requests."""

    def __init__(self, *steps: Exception | Reply) -> None:
        self.steps = list(steps)
        self.requests: list[Request] = []
        self.times: list[float] = []

    async def complete(self, request: Request) -> Reply:
        """Take the next step, in the time of one turn of the loop."""
        self.requests.append(request)
        self.times.append(asyncio.get_running_loop().time())
        step = self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]
        await asyncio.sleep(0)
        if isinstance(step, Exception):
            raise step
        return step

    async def close(self) -> None:
        """Do nothing."""


def pace(inner: Any, *, concurrency: int = 8, max_retries: int = 4, jitter: float = 0.0, **how: Any) -> Paced:
    """Make the pace under test, its jitter fixed."""
    return Paced(inner, concurrency=concurrency, max_retries=max_retries, jitter=lambda: jitter, **how)


def waits(*steps: Exception | Reply, **how: Any) -> list[float]:
    """Give the seconds that a call slept between its tries."""
    scripted = Scripted(*steps)
    run(pace(scripted, **how).complete(REQUEST))
    return [round(later - sooner, 3) for sooner, later in pairwise(scripted.times)]


def test_no_more_calls_than_allowed() -> None:
    """However many requests come, only so many are under way at once, and all are answered."""
    under_way, most = 0, 0

    class Counting(FakeLLM):
        async def complete(self, request: Request) -> Reply:
            nonlocal under_way, most
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(1)
            under_way -= 1
            return await super().complete(request)

    async def main() -> int:
        paced = pace(Counting(lambda _: "yes"), concurrency=3)
        return len(await asyncio.gather(*[paced.complete(REQUEST) for _ in range(20)]))

    answered, seconds = run(main())
    assert answered == 20
    assert seconds == pytest.approx(7.0, abs=0.05)
    assert most == 3


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


def test_a_cancelled_call_frees_its_place() -> None:
    """A call that is cancelled while it waits for its retry lets the next one through."""

    async def main() -> Reply:
        paced = pace(Scripted(TransientError("busy", 100.0), Reply("yes")), concurrency=1)
        first = asyncio.create_task(paced.complete(REQUEST))
        await asyncio.sleep(1)
        first.cancel()
        return await paced.complete(REQUEST)

    assert run(main()) == (Reply("yes"), 1.0)


class Limited:
    """Keeps a limit of two requests a second, after eight at once; `wait` words how long it asks to wait."""

    def __init__(self, wait: Callable[[float], float | None]) -> None:
        self.wait, self.room, self.last, self.refused = wait, 8.0, 0.0, 0

    async def complete(self, request: Request) -> Reply:
        """Answer within the limit."""
        now = asyncio.get_running_loop().time()
        self.room, self.last = min(8.0, self.room + 2 * (now - self.last)), now
        if self.room < 1:
            self.refused += 1
            raise TransientError("slow down", self.wait((1 - self.room) / 2))
        self.room -= 1
        await asyncio.sleep(0.2)
        return Reply(request.subject)

    async def close(self) -> None:
        """Do nothing."""


@pytest.mark.parametrize("wait", [lambda seconds: seconds, math.ceil], ids=["exact", "whole seconds"])
def test_a_limit_of_requests_a_minute_loses_nothing(wait: Callable[[float], float]) -> None:
    """At 120 requests a minute 106 calls are all answered, in hardly more than the 49 seconds that the limit takes."""

    async def main() -> list[Reply]:
        paced = pace(Limited(wait), jitter=0.5)
        return await asyncio.gather(*[paced.complete(REQUEST) for _ in range(106)])

    replies, seconds = run(main())
    assert len(replies) == 106
    assert 49 <= seconds < 60


def test_a_server_that_answers_nobody_is_given_up() -> None:
    """A server that asks all to wait and answers none is given up after the retries, however often it asks."""
    inner = Scripted(TransientError("slow down", 1.0))

    async def main() -> list[Reply | BaseException]:
        paced = pace(inner, concurrency=2, max_retries=3)
        return await asyncio.gather(*[paced.complete(REQUEST) for _ in range(4)], return_exceptions=True)

    results, _ = run(main())
    assert [type(one) for one in results] == [TransientError] * 4
    assert len(inner.requests) == 16


@pytest.mark.parametrize("wrong", [{"concurrency": 0}, {"concurrency": -1}, {"max_retries": -1}])
def test_counts_that_make_no_sense(wrong: dict[str, int]) -> None:
    """A count that would let nothing through is refused, with the flag that set it."""
    with pytest.raises(UsageError, match=r"--concurrency|--max-retries"):
        pace(FakeLLM(lambda _: ""), **wrong)
