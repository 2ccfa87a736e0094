"""Endpoints of many kinds for `pace.py`: limits by time, what is told of them, faults and outages. Nothing is sent."""

import asyncio
import hashlib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from benchmarks.endpoint import Limit
from summarize.errors import TransientError
from summarize.llm.base import Limits, PushbackError, Reply, Request, UnusableError
from summarize.llm.faults import read_limits

TIMEOUT = 20.0
BASE, PREFILL, DECODE = 0.1, 20_000.0, 400.0
WAY = 0.004  # seconds to the endpoint
ANSWERS = {"read": 450, "merge": 76, "tell": 220}  # tokens
EPOCH = 1.8e9  # seconds since the epoch at the start
Headers = dict[str, str]


class Kept(Protocol):
    """A limit by time."""

    def wait(self, cost: float, now: float) -> float:
        """Give the seconds until `cost` may be spent."""

    def spend(self, cost: float, now: float) -> None:
        """Spend."""

    def headers(self, kind: str) -> Headers:
        """Tell what is left, and the seconds until all of it is back."""


Limited = Callable[[], Mapping[str, Kept]]


@dataclass(frozen=True, eq=False)
class Case:
    """An endpoint of some kind, and the goals for a run against it.

    `seconds` is the goal for the span, None where it is 1.1 times what the limits allow. `limits` make what it keeps: requests or
    tokens by time; `told` says which headers tell of them (None: none do), at a time in seconds; `wait` words the wait that a refusal asks for
    (None: it asks for none). `faults` are shares of the calls, `outage` is a time from, a time to, and what comes meanwhile; `most` are the
    calls that it takes at once, `served` those that it works on. The first `slow` calls take ten times as long.
    """

    name: str
    seconds: float | None = None
    refused: float | None = None
    articles: int = 100
    limits: Limited = dict
    told: Callable[[Headers, float], Headers] | None = None
    wait: Callable[[float], float] | None = None
    later: tuple[float, Limited] | None = None
    faults: Mapping[str, float] = field(default_factory=dict)
    outage: tuple[float, float, str] | None = None
    most: float = math.inf
    served: int = 1_000
    slow: int = 0
    way: float = WAY
    longer: float = 1.0
    flags: Mapping[str, float] = field(default_factory=dict)

    @property
    def dies(self) -> bool:
        """Whether the endpoint never comes back."""
        return self.outage is not None and self.outage[1] == math.inf


class Windowed(Limit):
    """A limit of whole windows by the clock, of which a share of the first is over."""

    def __init__(self, per_minute: float, window: float, over: float = 0.5) -> None:
        super().__init__(per_minute, window, sliding=False)
        self._seconds, self._ends = window, window * (1 - over)

    def _renew(self, now: float) -> None:
        if now >= self._ends:
            self._ends += self._seconds * (1 + (now - self._ends) // self._seconds)
            self._left = self.most
        self._at = now

    def wait(self, cost: float, now: float) -> float:
        """Give the seconds until `cost` may be spent."""
        self._renew(now)
        return 0.0 if min(cost, self.most) <= self._left else self._ends - now

    def headers(self, kind: str) -> Headers:
        """Tell what is left, and the seconds until the window ends."""
        return {**super().headers(kind), f"x-ratelimit-reset-{kind}": f"{self._ends - self._at:.3f}"}


class Sliding(Limit):
    """A window that moves with the clock, of which is told when the oldest of what is in it leaves it."""

    def __init__(self, per_minute: float, window: float) -> None:
        super().__init__(per_minute, window, sliding=True)

    def headers(self, kind: str) -> Headers:
        """Tell what is left, and the seconds until some of it is back."""
        first = self._spent[0][0] + self._window - self._at if self._spent else 0.0
        return {**super().headers(kind), f"x-ratelimit-reset-{kind}": f"{first:.3f}"}


class Shared:
    """A limit that others use as well: a call of theirs of `cost` comes every so many seconds."""

    def __init__(self, limit: Kept, every: float, cost: float = 1.0) -> None:
        self._limit, self._every, self._cost, self._next = limit, every, cost, 0.0

    def wait(self, cost: float, now: float) -> float:
        """Give the seconds until `cost` may be spent."""
        while self._next <= now:
            self._limit.wait(self._cost, self._next)
            self._limit.spend(self._cost, self._next)
            self._next += self._every
        return self._limit.wait(cost, now)

    def spend(self, cost: float, now: float) -> None:
        """Spend."""
        self._limit.spend(cost, now)

    def headers(self, kind: str) -> Headers:
        """Tell what is left."""
        return self._limit.headers(kind)


class Endpoint:
    """Answers, refuses and fails as its case says; counts what comes. A `patient` one makes calls wait where it would refuse them."""

    def __init__(self, case: Case, seed: int, *, patient: bool = False) -> None:
        self._case, self._seed, self._patient = case, seed, patient
        self._limits = dict(case.limits())
        self._slots = asyncio.Semaphore(case.served)
        self._turn = asyncio.Lock()
        self._tries: dict[str, int] = {}
        self._in_flight = self._answered = 0
        self.sent = self.refused = 0
        self.end = 0.0

    async def complete(self, request: Request) -> Reply:
        """Answer one request, or fail."""
        self.sent += 1
        await asyncio.sleep(self._case.way)
        self._in_flight += 1
        try:
            if self._patient:
                return await self._served(request)
            async with asyncio.timeout(TIMEOUT):
                return await self._served(request)
        except TimeoutError:
            raise PushbackError("no answer") from None
        finally:
            self._in_flight -= 1
            if self._case.way > WAY:
                await asyncio.sleep(self._case.way)
            self.end = asyncio.get_running_loop().time()

    async def close(self) -> None:
        """Nothing is held open."""

    async def _served(self, request: Request) -> Reply:
        now, case = asyncio.get_running_loop().time(), self._case
        if case.outage and case.outage[0] <= now < case.outage[1]:
            await self._fail(case.outage[2])
        answer = ANSWERS[request.stage]
        costs = {"requests": 1.0, "tokens": float(request.tokens + answer)}
        if self._patient:
            await self._room(costs)
        self._admit(costs)
        told = self._told()
        fault = "" if self._patient else self._drawn(request)
        if fault in {"hang", "429", "503", "500", "reset at once"}:
            await self._fail(fault)
        seconds = case.longer * (BASE + request.tokens / PREFILL + answer / DECODE)
        async with self._slots:
            await asyncio.sleep(10 * seconds if self._answered < case.slow else seconds)
        if fault:
            raise TransientError("reset") if fault == "reset" else UnusableError(fault)
        self._answered += 1
        return Reply(request.subject, request.tokens, answer, limits=told)

    async def _room(self, costs: Mapping[str, float]) -> None:
        """Wait until a call is within all limits, one call after the other."""
        async with self._turn:
            while wait := self._wait(costs):  # noqa: ASYNC110 - it is time that is waited for
                await asyncio.sleep(wait + 1e-6)

    def _wait(self, costs: Mapping[str, float]) -> float:
        now, case = asyncio.get_running_loop().time(), self._case
        if case.later and now >= case.later[0]:
            self._limits = dict(case.later[1]())
            self._case = replace(case, later=None)
        return max((limit.wait(costs[kind], now) for kind, limit in self._limits.items()), default=0.0)

    def _admit(self, costs: Mapping[str, float]) -> None:
        """Refuse what is over a limit."""
        wait = self._wait(costs)
        if self._in_flight > self._case.most or wait:
            self.refused += 1
            asked = self._case.wait(wait or 1.0) if self._case.wait else None
            raise PushbackError("limit", asked, limited=True, limits=self._told())
        for kind, limit in self._limits.items():
            limit.spend(costs[kind], asyncio.get_running_loop().time())

    def _told(self) -> Limits | None:
        if self._case.told is None or not self._limits:
            return None
        now = EPOCH + asyncio.get_running_loop().time()
        headers = {
            name: value for kind, limit in self._limits.items() for name, value in limit.headers(kind).items()
        }
        return read_limits(self._case.told(headers, now), now)

    def _drawn(self, request: Request) -> str:
        """Draw what becomes of a call: by its name and how often it was sent."""
        name = f"{request.stage} {request.subject}"
        self._tries[name] = self._tries.get(name, 0) + 1
        draw = hashlib.sha256(f"{self._seed} {self._tries[name]} {name}".encode()).digest()
        left = int.from_bytes(draw[:6]) / 2**48
        for kind, share in sorted(self._case.faults.items()):
            left -= share
            if left < 0:
                return kind
        return ""

    async def _fail(self, kind: str) -> None:
        asked = self._case.wait(1.0) if self._case.wait else None
        if kind == "hang":
            await asyncio.sleep(math.inf)
        await asyncio.sleep(BASE)
        if kind == "429":
            raise PushbackError(kind, asked, limited=True)
        raise PushbackError(kind, asked) if kind == "503" else TransientError(kind)


def whole(headers: Headers, _: float) -> Headers:
    """Tell all, to the millisecond."""
    return headers


def without_reset(headers: Headers, _: float) -> Headers:
    """Tell of the limit and what is left alone."""
    return {name: value for name, value in headers.items() if "reset" not in name}


def remaining_alone(headers: Headers, _: float) -> Headers:
    """Tell what is left alone."""
    return {name: value for name, value in headers.items() if "remaining" in name}


def unchanging(headers: Headers, _: float) -> Headers:
    """Tell of a limit as though nothing of it were used."""
    return {
        name: headers[name.replace("remaining", "limit")] if "remaining" in name else value
        for name, value in headers.items()
    }


def whole_seconds(headers: Headers, now: float) -> Headers:
    """Tell of a reset in whole seconds, rounded down."""
    return {
        name: f"{math.floor(_seconds(value, now))}" if "reset" in name else value
        for name, value in headers.items()
    }


def moments(headers: Headers, now: float) -> Headers:
    """Tell of a reset as a moment, in whole seconds since the epoch."""
    return {
        name: f"{math.floor(now + _seconds(value, now))}" if "reset" in name else value
        for name, value in headers.items()
    }


def _seconds(value: str, now: float) -> float:
    """Read a time until a reset."""
    name = "x-ratelimit-{}-requests"
    limits = read_limits({name.format("remaining"): "0", name.format("reset"): value}, now)
    return (limits and limits.requests and limits.requests.reset) or 0.0
