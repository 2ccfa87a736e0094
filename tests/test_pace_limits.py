"""What the pace makes of an endpoint's limits, of its being too busy and of calls that hang, on a clock of its own."""

import asyncio
import math
from collections import Counter
from collections.abc import Callable
from itertools import accumulate, pairwise
from random import Random
from typing import cast

import pytest

from benchmarks.endpoint import Limit
from benchmarks.jumping import JumpingLoop, run
from summarize.errors import LimitError, TransientError
from summarize.llm.base import PushbackError, Reply, Request
from tests.pacing import REQUEST, Server, ask_all, numbered, pace

BUSY = PushbackError("busy")
LATE = PushbackError("no answer within 30 s")


def answered(results: list[Reply | BaseException]) -> int:
    """Count the replies."""
    return sum(isinstance(one, Reply) for one in results)


def most_within(times: list[float], seconds: float) -> int:
    """Give the most calls that were sent within so many seconds."""
    return max(sum(start <= one < start + seconds for one in times) for start in times)


# Limits by time


def test_requests_a_minute_are_spread_evenly() -> None:
    """With --rpm no second sees more calls than its share, from the first on, and little of the limit is lost."""
    server = Server()
    results, seconds = ask_all(server, numbered(300), rpm=200)
    times = [at for at, _ in server.sent]
    assert answered(results) == 300
    assert most_within(times, 60.0) <= 200
    assert most_within(times, 1.0) <= 5
    assert seconds <= 1.05 * 300 / 200 * 60


def test_tokens_a_minute_are_spread_evenly() -> None:
    """With --tpm the tokens of prompts and answers keep to the limit, whatever was expected of the answers."""
    server = Server()
    results, seconds = ask_all(server, numbered(200, tokens=1_900), tpm=200_000)
    times = [at for at, _ in server.sent]
    assert answered(results) == 200
    assert most_within(times, 60.0) * 2_000 <= 1.03 * 200_000
    assert seconds <= 1.05 * 200 * 2_000 / 200_000 * 60


def test_a_prompt_beyond_the_limit_is_sent_all_the_same() -> None:
    """A call that takes more tokens than a minute allows waits until nothing is owed, and goes."""
    results, seconds = ask_all(Server(), numbered(3, tokens=3_000), tpm=1_000)
    assert answered(results) == 3
    assert 180 < seconds < 600


@pytest.mark.parametrize("limit", ["bucket of seconds", "bucket of a minute", "window of a minute"])
@pytest.mark.parametrize("headers", ["with headers", "without"])
def test_with_the_limit_given_hardly_a_call_is_refused(limit: str, headers: str) -> None:
    """An endpoint that keeps the limit that --rpm gives refuses no more than one call in fifty, however it counts."""
    window, sliding = 4.0 if "seconds" in limit else 60.0, "window" in limit
    server = Server(limits={"requests": Limit(200, window, sliding=sliding)}, tells=headers == "with headers")
    results, seconds = ask_all(server, numbered(300), rpm=200)
    assert answered(results) == 300
    assert server.refused <= 6
    assert seconds <= 1.1 * 300 / 200 * 60


@pytest.mark.parametrize("kind", ["requests", "tokens"])
def test_limits_that_the_headers_tell_are_kept(kind: str) -> None:
    """Without a flag the headers alone keep the calls within the limit, and what they leave is used."""
    rate = {"requests": 240.0, "tokens": 240.0 * 1_100}[kind]
    server = Server(limits={kind: Limit(rate, 15.0, sliding=False)})
    results, seconds = ask_all(server, numbered(240))
    assert answered(results) == 240
    assert server.refused <= 5
    assert seconds <= 1.1 * 45.0


def test_hardly_a_call_is_sent_behind_the_first_refusal() -> None:
    """Where nothing but a refusal tells of a limit, those behind it are not sent before it can have come back."""
    server = Server(limits={"requests": Limit(60.0, 10.0, sliding=False)}, refusing=0.02)
    results, _ = ask_all(server, numbered(100))
    assert answered(results) == 100
    assert server.refused <= 2


def test_what_the_headers_leave_may_be_used_at_once() -> None:
    """An endpoint that allows a minute's calls at once gets them, though --rpm names the same limit."""
    server = Server(limits={"requests": Limit(200, 60.0, sliding=False)})
    _, seconds = ask_all(server, numbered(190), rpm=200)
    assert seconds < 20
    assert server.refused == 0


def test_a_long_prompt_waits_no_longer_than_the_limit_makes_it() -> None:
    """After calls that the headers let through at once, one that takes a third of the limit is not made to pay for them."""
    requests = [
        *numbered(100, tokens=1_400),
        Request("merge", "all", "m", REQUEST.messages, tokens=15_000, priority=-1),
    ]
    server = Server(1.0, limits={"tokens": Limit(300_000, 10.0, sliding=False)})
    results, seconds = ask_all(server, requests, tpm=300_000)
    assert answered(results) == 101
    assert seconds <= 1.15 * (165_000 - 50_000) / 300_000 * 60


def test_a_limit_of_the_user_below_the_endpoint_s_holds() -> None:
    """Where the endpoint would allow more than --rpm does, --rpm holds."""
    server = Server(limits={"requests": Limit(6_000, 60.0, sliding=False)})
    ask_all(server, numbered(100), rpm=60)
    assert most_within([at for at, _ in server.sent], 60.0) <= 60


@pytest.mark.parametrize("wait", [lambda seconds: seconds, math.ceil], ids=["exact", "whole seconds"])
def test_a_limit_nobody_told_of_loses_nothing(wait: Callable[[float], float]) -> None:
    """At 120 requests a minute 106 calls are all answered, in hardly more than the 49 seconds that the limit takes."""
    server = Server(0.2, limits={"requests": Limit(120, 4.0, sliding=False)}, tells=False, wait=wait)
    results, seconds = ask_all(server, numbered(106), concurrency=8, jitter=0.5)
    assert answered(results) == 106
    assert 49 <= seconds < 60


def test_a_limit_for_all_makes_all_wait() -> None:
    """When the headers of a refusal say that nothing is left, no call is sent before the time it names."""
    server = Server(0.5, limits={"requests": Limit(60, 10.0, sliding=True)})
    ask_all(server, numbered(30), concurrency=16)
    gaps = [later - sooner for (sooner, _), (later, _) in pairwise(server.sent)]
    assert max(gaps) > 5
    assert server.refused < 16


# An endpoint too busy


def test_connections_are_opened_one_after_the_other() -> None:
    """However many calls are allowed, no ten milliseconds see more than a few new connections."""
    server = Server()
    results, _ = ask_all(server, numbered(1_500), concurrency=256)
    opened = [at for (at, _), in_flight in zip(server.sent, _rising(server.starts), strict=True) if in_flight]
    assert answered(results) == 1_500
    assert server.peak == 256
    assert most_within(opened, 0.01) <= 4


def _rising(starts: list[int]) -> list[bool]:
    return [now > before for before, now in pairwise([0, *accumulate(starts, max)])]


def test_an_endpoint_that_takes_fewer_gets_fewer() -> None:
    """An endpoint that takes twelve at once is soon asked by hardly more, and kept busy."""
    server = Server(most=12)
    results, seconds = ask_all(server, numbered(240), concurrency=64)
    assert answered(results) == 240
    assert server.refused < 50
    assert seconds < 1.25 * 240 * 2 / 12


def test_pushback_halves_and_answers_raise() -> None:
    """After a refusal no call goes out until half of those under way have ended; then their number rises again."""
    server = Server(1.0, fault=lambda number: BUSY if number == 33 else None)
    ask_all(server, numbered(200), concurrency=32)
    after = server.starts[33:]
    assert max(server.starts[:33]) == 32
    assert max(after[:8]) <= 32
    assert min(after[:40]) <= 24
    assert max(after) == 32


def test_a_lone_refusal_costs_little() -> None:
    """An endpoint that was busy for a moment is asked by nearly as many again within seconds, not a round of answers later."""
    server = Server(60.0, fault=lambda number: BUSY if number == 20 else None)
    ask_all(server, numbered(64), concurrency=32)
    within = [in_flight for (at, _), in_flight in zip(server.sent, server.starts, strict=True) if at < 10]
    assert max(within[20:]) >= 28


def test_a_call_is_not_waited_for_by_what_was_known_when_it_began() -> None:
    """What others of its like take, which began with it, shows that a call hangs."""
    server = Server(2.0, fault=lambda number: 10_000.0 if number == 110 else 20.0 if number <= 100 else None)

    async def main() -> float:
        paced = pace(server)
        await asyncio.gather(*map(paced.complete, numbered(100)))
        start = asyncio.get_running_loop().time()
        others = [Request("tell", str(one), "m", REQUEST.messages, tokens=1_000) for one in range(12)]
        await asyncio.gather(*map(paced.complete, others))
        return asyncio.get_running_loop().time() - start

    assert run(main())[0] < 8


def test_other_failures_slow_nothing_down() -> None:
    """A broken answer says nothing of how much the endpoint takes."""
    server = Server(1.0, fault=lambda number: TransientError("empty") if number % 10 == 0 else None)
    results, seconds = ask_all(server, numbered(320), concurrency=32)
    assert answered(results) == 320
    assert seconds < 1.25 * 11


# Calls that hang


def test_a_call_that_hangs_is_asked_a_second_time() -> None:
    """A call that takes far longer than its like is sent once more; that answer counts, and both calls are counted."""
    server = Server(fault=lambda number: 120.0 if number == 5 else None)
    results, seconds = ask_all(server, numbered(40), concurrency=8)
    replies = [one for one in results if isinstance(one, Reply)]
    assert len(replies) == 40
    assert sum(one.calls for one in replies) == 41
    assert server.cancelled == 1
    assert seconds < 14


def test_the_first_answer_counts() -> None:
    """Where the first attempt answers after all, the second is given up."""
    server = Server(fault=lambda number: 5.0 if number == 40 else 30.0 if number == 41 else None)
    results, seconds = ask_all(server, numbered(40), concurrency=8)
    assert answered(results) == 40
    assert server.cancelled == 1
    assert seconds == pytest.approx(13.0, abs=0.5)


def test_a_budget_that_holds_a_second_attempt_back_leaves_the_first() -> None:
    """Where there is no room for a second attempt, the first is waited for."""
    server = Server(
        fault=lambda number: 60.0 if number == 40 else LimitError("no room") if number > 40 else None
    )
    results, _ = ask_all(server, numbered(40), concurrency=8)
    assert answered(results) == 40
    assert len(server.sent) > 40


def test_second_attempts_are_few() -> None:
    """On an endpoint where half of the calls hang, second attempts stay a third of all."""

    def hang(number: int) -> Exception | float | None:
        return 30.0 if number > 50 and number % 2 else None

    server = Server(fault=hang)
    results, _ = ask_all(server, numbered(200), concurrency=8)
    assert answered(results) == 200
    assert len(server.sent) <= 200 * 1.5


def test_slow_calls_are_not_hung() -> None:
    """Where the first calls differ tenfold in what they take, none is sent twice."""
    server = Server(fault=lambda number: 1.0 + number % 10)
    ask_all(server, numbered(100), concurrency=32)
    assert len(server.sent) == 100


@pytest.mark.parametrize("how", [{"hedge": False}, {"max_retries": 0}], ids=["no hedge", "no retries"])
def test_no_second_attempt_where_none_is_wanted(how: dict[str, int]) -> None:
    """Without hedging, and without retries, a call that hangs is waited for."""
    server = Server(fault=lambda number: 90.0 if number == 5 else None)
    _, seconds = ask_all(server, numbered(40), concurrency=8, **how)
    assert len(server.sent) == 40
    assert seconds > 90


def test_a_hang_is_hedged_before_it_times_out_and_retried_after() -> None:
    """Both ways lead to an answer: a second attempt that hangs as well, and a first that ends in its timeout."""

    class Hanging(Server):
        async def complete(self, request: Request) -> Reply:
            if len(self.sent) in {38, 40}:
                self.sent.append((asyncio.get_running_loop().time(), request.subject))
                await asyncio.sleep(30)
                raise LATE
            return await super().complete(request)

    server = Hanging()
    results, seconds = ask_all(server, numbered(40), concurrency=8)
    assert answered(results) == 40
    assert seconds < 60


def test_a_cancelled_run_leaves_nothing_behind() -> None:
    """When the asking is cancelled, so are the calls under way, their second attempts, and those that wait."""
    server = Server(fault=lambda number: 500.0 if number > 20 else None)

    async def main() -> None:
        paced = pace(server, concurrency=8)
        calls = [asyncio.create_task(paced.complete(one)) for one in numbered(60)]
        await asyncio.sleep(30)
        for call in calls:
            call.cancel()
        await asyncio.gather(*calls, return_exceptions=True)
        await asyncio.sleep(1)
        assert server.in_flight == 0
        assert (await paced.complete(numbered(1)[0])).text == "0"

    run(main())


# Limits and faults that nobody tells of


@pytest.mark.parametrize("kind", ["requests", "tokens"])
@pytest.mark.parametrize("window", [10.0, 60.0])
def test_a_limit_nobody_tells_is_learnt(kind: str, window: float) -> None:
    """Refusals without a header teach the rate: few calls are refused, none is lost, and little of the limit."""
    rate = {"requests": 60.0, "tokens": 60.0 * 1_100}[kind]
    limit = Limit(rate, window, sliding=False)
    server = Server(1.3, limits={kind: limit}, tells=False, wait=lambda _: 0.0, refusing=0.004)
    results, seconds = ask_all(server, numbered(200))
    assert answered(results) == 200
    assert server.refused <= 0.12 * 200
    assert seconds <= 1.1 * (200 - window) / 60 * 60


def test_a_limit_that_shrinks_is_learnt_anew() -> None:
    """Where the rate let through falls to a quarter in the middle, few more calls are refused, and all are answered."""
    limit = Limit(240, 10.0, sliding=False)
    server = Server(1.3, limits={"requests": limit}, tells=False, wait=lambda _: 0.0, refusing=0.004)

    async def main() -> list[Reply | BaseException]:
        paced = pace(server, concurrency=32)
        calls = asyncio.gather(*map(paced.complete, numbered(200)), return_exceptions=True)
        await asyncio.sleep(20)
        server.limits["requests"] = Limit(60, 10.0, sliding=False)
        return await calls

    results, _ = run(main())
    assert answered(results) == 200
    assert server.refused <= 0.2 * 200


@pytest.mark.parametrize("most", [1, 4, 12])
def test_a_limit_of_calls_at_once_is_not_taken_for_one_by_time(most: int) -> None:
    """An endpoint that takes few at once without saying so is kept busy."""
    server = Server(1.3, most=most, refusing=0.004)
    results, seconds = ask_all(server, numbered(100))
    assert answered(results) == 100
    assert seconds <= 1.2 * 100 / most * 1.3 + 2


@pytest.mark.parametrize("status", [429, 503])
def test_refusals_at_random_are_no_limit(status: int) -> None:
    """Where three calls in ten are refused whatever is in flight, each is asked again soon, and the others go on."""
    chance = Random(1)  # noqa: S311 - no secret hangs on it
    server = Server(
        1.3, fault=lambda _: PushbackError("busy", limited=status == 429) if chance.random() < 0.3 else None
    )
    results, seconds = ask_all(server, numbered(100))
    assert answered(results) == 100
    assert seconds <= 26


@pytest.mark.parametrize(
    "error", [BUSY, PushbackError("busy", 1.0), TransientError("the connection broke")], ids=repr
)
def test_an_outage_is_waited_out(error: Exception) -> None:
    """While all calls fail for half a minute one at a time looks whether it is over; then all go on, and none is lost."""

    def fault(_: int) -> Exception | None:
        return error if 2 <= asyncio.get_running_loop().time() < 32 else None

    server = Server(1.3, fault=fault)
    results, seconds = ask_all(server, numbered(100))
    assert answered(results) == 100
    assert len(server.sent) <= 200
    assert seconds < 55


@pytest.mark.parametrize("share", [0.2, 0.3])
def test_many_calls_that_hang_are_all_asked_again_soon(share: float) -> None:
    """Though one call in five, or three in ten, hang, no wait for a timeout follows another."""
    chance = Random(1)  # noqa: S311 - no secret hangs on it

    class Hanging(Server):
        async def complete(self, request: Request) -> Reply:
            if chance.random() >= share:
                return await super().complete(request)
            await asyncio.sleep(20)
            raise LATE

    results, seconds = ask_all(Hanging(1.3), numbered(100))
    assert answered(results) == 100
    assert seconds < 26


def test_an_answer_that_waits_to_be_read_is_waited_for() -> None:
    """Where this process was busy for long, a call whose answer has come meanwhile is not sent again."""
    sent: list[str] = []

    class Busy:
        async def complete(self, request: Request) -> Reply:
            sent.append(request.subject)
            await asyncio.sleep(2.0)
            if request.subject == "40":
                cast("JumpingLoop", asyncio.get_running_loop()).jumping.now += 100.0
                for _ in range(8):
                    await asyncio.sleep(0)
            return Reply("ok")

        async def close(self) -> None:
            """Do nothing."""

    replies, _ = ask_all(Busy(), numbered(41), concurrency=4)
    assert all(isinstance(reply, Reply) for reply in replies)
    assert sorted(sent, key=int) == [str(number) for number in range(41)]


@pytest.mark.parametrize("unlucky", [1, 20], ids=["the last alone", "many together"])
def test_what_hung_for_long_once_is_asked_again(unlucky: int) -> None:
    """One outage that takes calls with it, however long they were waited for, does not show that the endpoint is gone."""
    hung: Counter[str] = Counter()

    class Hanging:
        async def complete(self, request: Request) -> Reply:
            await asyncio.sleep(2.0)
            if int(request.subject) >= 40 and hung[request.subject] < 2:
                hung[request.subject] += 1
                await asyncio.sleep(118.0)
                raise LATE
            return Reply("ok")

        async def close(self) -> None:
            """Do nothing."""

    replies, _ = ask_all(Hanging(), numbered(40 + unlucky), concurrency=32)
    assert answered(replies) == 40 + unlucky
