"""What the pace makes of limits kept by windows, of a limit given too high, and of servers that fail often or for good."""

import asyncio
from collections.abc import Callable
from random import Random

import pytest

from benchmarks.endpoint import Limit
from benchmarks.jumping import run
from benchmarks.kinds import Sliding, Windowed
from summarize.errors import ModelError, TransientError
from summarize.llm.base import PushbackError, Reply
from tests.pacing import Server, ask_all, numbered, pace

KINDS: dict[str, Callable[[], Limit]] = {
    "a window that moves": lambda: Limit(60.0, 60.0, sliding=True),
    "a window that moves, told of by what is back first": lambda: Sliding(60.0, 60.0),
    "windows by the clock": lambda: Windowed(60.0, 60.0),
    "windows by the clock, the first nearly over": lambda: Windowed(60.0, 60.0, over=0.9),
}


@pytest.mark.parametrize("kind", KINDS)
def test_windows_that_headers_tell_of_are_kept(kind: str) -> None:
    """However a limit gives back what was spent of it, the headers keep all but a call or two from being refused."""
    server = Server(1.3, limits={"requests": KINDS[kind]()}, refusing=0.004)
    results, seconds = ask_all(server, numbered(150))
    assert all(isinstance(one, Reply) for one in results)
    assert server.refused <= 3
    assert seconds <= 1.05 * 120 + 2


@pytest.mark.parametrize("kind", ["a window that moves", "windows by the clock"])
def test_a_window_is_learnt_from_the_waits_that_refusals_ask_for(kind: str) -> None:
    """Where a Retry-After alone tells of a window, it is used from its start, and hardly a call more is refused."""
    server = Server(1.3, limits={"requests": KINDS[kind]()}, tells=False, refusing=0.004)
    results, seconds = ask_all(server, numbered(150))
    assert all(isinstance(one, Reply) for one in results)
    assert server.refused <= 5
    assert seconds <= 1.1 * 120 + 2


def test_a_limit_of_the_user_above_the_endpoint_s_is_corrected() -> None:
    """Where --rpm names twice what the endpoint takes, what it refuses teaches the truth, though every second call is let in."""
    server = Server(
        1.3,
        limits={"requests": Limit(120.0, 10.0, sliding=False)},
        tells=False,
        wait=lambda _: 0.0,
        refusing=0.004,
    )
    results, seconds = ask_all(server, numbered(300), rpm=240)
    assert all(isinstance(one, Reply) for one in results)
    assert server.refused <= 0.05 * 300
    assert seconds <= 1.1 * 150


@pytest.mark.parametrize("error", [PushbackError("busy"), TransientError("the connection broke")], ids=repr)
def test_a_server_that_is_gone_is_waited_for_once(error: Exception) -> None:
    """A server that no longer answers ends the run after about the time of all retries, not each of its stages anew."""

    def fault(_: int) -> Exception | None:
        return error if asyncio.get_running_loop().time() >= 2 else None

    async def main() -> tuple[list[float], list[Reply | BaseException]]:
        paced = pace(Server(1.3, fault=fault), concurrency=32)
        times, results = [], []
        for count in (150, 50, 50):
            results += await asyncio.gather(*map(paced.complete, numbered(count)), return_exceptions=True)
            times.append(asyncio.get_running_loop().time())
        return times, results

    (times, results), _ = run(main())
    assert 80 < times[0] < 100
    assert times[2] - times[0] < 1
    lost = [one for one in results if not isinstance(one, Reply)]
    assert {type(one) for one in lost[-100:]} == {ModelError}
    assert all("the endpoint no longer answers" in str(one) for one in lost[-100:])


def test_calls_that_fail_by_chance_are_asked_again_more_often() -> None:
    """Where three calls in ten break off, none is lost though some break off five times."""
    chance = Random(4)  # noqa: S311 - no secret hangs on it
    server = Server(0.5, fault=lambda _: TransientError("reset") if chance.random() < 0.3 else None)
    results, _ = ask_all(server, numbered(1_000))
    assert all(isinstance(one, Reply) for one in results)


def test_calls_that_always_fail_are_asked_as_often_as_allowed() -> None:
    """Where few calls fail, one that fails each time has no more retries than it is given."""
    tries = 0

    class Failing(Server):
        async def complete(self, request: object) -> Reply:
            nonlocal tries
            if getattr(request, "subject", "") == "150":
                tries += 1
                raise TransientError("reset")
            return await super().complete(request)  # type: ignore[arg-type]

    results, _ = ask_all(Failing(0.5), numbered(200))
    assert sum(not isinstance(one, Reply) for one in results) == 1
    assert tries == 5
