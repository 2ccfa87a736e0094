"""A clock that jumps, and servers that live by it: for tests of the pace, none of which waits."""

import asyncio
import math
from collections.abc import Callable, Iterable
from typing import Any

from benchmarks.endpoint import Limit
from benchmarks.jumping import run
from summarize.llm.base import Limits, Message, PushbackError, Reply, Request
from summarize.llm.faults import read_limits
from summarize.llm.pace import Paced

REQUEST = Request("read", "S1", "m", (Message("user", "What happened?"),), max_output=100)


def pace(inner: Any, *, concurrency: int = 8, max_retries: int = 4, jitter: float = 0.0, **how: Any) -> Paced:
    """Make the pace under test, its jitter fixed."""
    return Paced(inner, concurrency=concurrency, max_retries=max_retries, jitter=lambda: jitter, **how)


def ask_all(
    inner: Any, requests: Iterable[Request], *, concurrency: int = 32, **how: Any
) -> tuple[list[Reply | BaseException], float]:
    """Ask all at once through the pace; give replies and errors in their order, and the seconds it took."""

    async def main() -> list[Reply | BaseException]:
        paced = pace(inner, concurrency=concurrency, **how)
        return await asyncio.gather(*map(paced.complete, requests), return_exceptions=True)

    return run(main())


def numbered(count: int, tokens: int = 1_000) -> list[Request]:
    """Give so many requests, their subjects numbered from 0."""
    return [Request("read", str(one), "m", REQUEST.messages, tokens=tokens) for one in range(count)]


class Scripted:
    """Raises or answers step by step; the last step stands for all that follow. `times` are those of the requests."""

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


class Server:
    """Answers each request in `seconds`, keeps limits and counts what comes.

    `limits` are those by time, "requests" or "tokens", told with the answers where `tells`; more than `most` at once are
    refused, and that is heard after `refusing` seconds. `fault` gives what becomes of a call, by its number from 1: an error to raise, the seconds it takes, or None.
    Of a refusal the wait is worded by `wait`.
    """

    def __init__(
        self,
        seconds: float = 2.0,
        *,
        limits: dict[str, Limit] | None = None,
        tells: bool = True,
        most: float = math.inf,
        fault: Callable[[int], Exception | float | None] = lambda _: None,
        wait: Callable[[float], float] = lambda seconds: seconds,
        refusing: float = 0.0,
    ) -> None:
        self.seconds, self.limits, self.tells, self.most = seconds, limits or {}, tells, most
        self.fault, self.wait, self.refusing = fault, wait, refusing
        self.in_flight = self.peak = self.refused = self.cancelled = 0
        self.sent: list[tuple[float, str]] = []
        self.starts: list[int] = []

    async def complete(self, request: Request) -> Reply:
        """Answer, or fail as it is asked to."""
        loop = asyncio.get_running_loop()
        self.sent.append((loop.time(), request.subject))
        number = len(self.sent)
        self.in_flight += 1
        self.starts.append(self.in_flight)
        self.peak = max(self.peak, self.in_flight)
        try:
            try:
                self._admit({"requests": 1.0, "tokens": request.tokens + 100.0}, loop.time())
            except PushbackError:
                await asyncio.sleep(self.refusing)
                raise
            told = self._told()
            fault = self.fault(number)
            if isinstance(fault, Exception):
                await asyncio.sleep(0.01)
                raise fault
            await asyncio.sleep(self.seconds if fault is None else fault)
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        finally:
            self.in_flight -= 1
        return Reply(request.subject, request.tokens, 100, limits=told)

    async def close(self) -> None:
        """Do nothing."""

    def _admit(self, costs: dict[str, float], now: float) -> None:
        if self.in_flight > self.most:
            self.refused += 1
            raise PushbackError("too many at once", limited=True)
        wait = max((limit.wait(costs[kind], now) for kind, limit in self.limits.items()), default=0.0)
        if wait:
            self.refused += 1
            raise PushbackError("slow down", self.wait(wait), limited=True, limits=self._told())
        for kind, limit in self.limits.items():
            limit.spend(costs[kind], now)

    def _told(self) -> Limits | None:
        headers = {
            name: value for kind, limit in self.limits.items() for name, value in limit.headers(kind).items()
        }
        return read_limits(headers, 0.0) if self.tells else None
