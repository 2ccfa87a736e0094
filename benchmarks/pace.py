"""The pace of calls against endpoints of many kinds, on a clock that jumps: `python benchmarks/pace.py [PART OF A NAME…]`.

100 articles are read on 32 slots, then merged and told, as in `runs.py`: a call takes 0.1 s, and a second for each 20,000
tokens of its prompt and 400 of its answer, and is waited for 20 s. The goal for faults is 1.5 times what the calls take
at best, the timeout, and the time that an outage lasts; for limits 1.1 times what they allow, and 2 % of the calls refused.
Nothing is sent: what `summarize.llm.pace` asks is answered by a class here.
"""

import asyncio
import hashlib
import math
import random
import statistics
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

if not __package__:
    sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.endpoint import Limit
from benchmarks.jumping import run
from summarize.errors import ModelError, TransientError
from summarize.llm.base import Limits, Message, PushbackError, Reply, Request, UnusableError
from summarize.llm.faults import read_limits
from summarize.llm.pace import Paced

SLOTS = 32
TIMEOUT = 20.0
BASE, PREFILL, DECODE = 0.1, 20_000.0, 400.0
WAY = 0.004  # seconds to the endpoint
READ, MERGED, TOLD = (1_376, 450), (6_786, 76), (845, 220)  # tokens of prompt and answer
ENTRIES = 9  # calls that tell the timeline
FREE = 6.3  # seconds that a run takes without limits and faults
AT_BEST = 4.3  # seconds that its calls take at best, divided at will
SEEDS = 3
Told = Callable[[dict[str, str]], dict[str, str]]


@dataclass(frozen=True, eq=False)
class Case:
    """An endpoint of some kind, and the goals for a run against it.

    `limits` make what it keeps: requests or tokens by time; `told` says which headers tell of them (None: none do), `wait` whether
    a refusal says how long to wait. `faults` are shares of the calls, `outage` is a time from, a time to, and what comes meanwhile;
    `most` are the calls that it takes at once, `served` those that it works on. `slow` calls first take ten times as long.
    """

    name: str
    seconds: float
    refused: float | None = None
    articles: int = 100
    limits: Callable[[], Mapping[str, Limit]] = dict
    told: Told | None = None
    wait: bool = False
    later: tuple[float, Callable[[], Mapping[str, Limit]]] | None = None
    faults: Mapping[str, float] = field(default_factory=dict)
    outage: tuple[float, float, str] | None = None
    most: float = math.inf
    served: int = 1_000
    slow: int = 0
    flags: Mapping[str, float] = field(default_factory=dict)


class Windowed(Limit):
    """A limit of whole windows by the clock, of which the first is half over."""

    def __init__(self, per_minute: float, window: float) -> None:
        super().__init__(per_minute, window, sliding=False)
        self._seconds, self._ends = window, window / 2

    def _renew(self, now: float) -> None:
        if now >= self._ends:
            self._ends += self._seconds * (1 + (now - self._ends) // self._seconds)
            self._left = self.most
        self._at = now

    def wait(self, cost: float, now: float) -> float:
        """Give the seconds until `cost` may be spent."""
        self._renew(now)
        return 0.0 if min(cost, self.most) <= self._left else self._ends - now


class Endpoint:
    """Answers, refuses and fails as its case says; counts what comes."""

    def __init__(self, case: Case, seed: int) -> None:
        self._case, self._seed = case, seed
        self._limits = dict(case.limits())
        self._slots = asyncio.Semaphore(case.served)
        self._tries: dict[str, int] = {}
        self._in_flight = self._answered = 0
        self.sent = self.refused = 0
        self.end = 0.0

    async def complete(self, request: Request) -> Reply:
        """Answer one request, or fail."""
        self.sent += 1
        await asyncio.sleep(WAY)
        self._in_flight += 1
        try:
            async with asyncio.timeout(TIMEOUT):
                return await self._served(request)
        except TimeoutError:
            raise PushbackError("no answer") from None
        finally:
            self._in_flight -= 1
            self.end = asyncio.get_running_loop().time()

    async def close(self) -> None:
        """Nothing is held open."""

    async def _served(self, request: Request) -> Reply:
        now, case = asyncio.get_running_loop().time(), self._case
        if case.outage and case.outage[0] <= now < case.outage[1]:
            await self._fail(case.outage[2])
        answer = TOLD[1] if request.stage == "tell" else MERGED[1] if request.stage == "merge" else READ[1]
        self._admit({"requests": 1.0, "tokens": float(request.tokens + answer)}, now)
        told = self._told()
        fault = self._drawn(request)
        if fault in {"hang", "429", "503", "500", "reset at once"}:
            await self._fail(fault)
        seconds = BASE + request.tokens / PREFILL + answer / DECODE
        async with self._slots:
            await asyncio.sleep(10 * seconds if self._answered < case.slow else seconds)
        if fault:
            raise TransientError("reset") if fault == "reset" else UnusableError(fault)
        self._answered += 1
        return Reply(request.subject, request.tokens, answer, limits=told)

    def _admit(self, costs: Mapping[str, float], now: float) -> None:
        """Refuse what is over a limit."""
        case = self._case
        if case.later and now >= case.later[0]:
            self._limits, case = dict(case.later[1]()), replace(case, later=None)
            self._case = case
        wait = max((limit.wait(costs[kind], now) for kind, limit in self._limits.items()), default=0.0)
        if self._in_flight > case.most or wait:
            self.refused += 1
            asked = (wait or 1.0) if case.wait else None
            raise PushbackError("limit", asked, limited=True, limits=self._told())
        for kind, limit in self._limits.items():
            limit.spend(costs[kind], now)

    def _told(self) -> Limits | None:
        if self._case.told is None or not self._limits:
            return None
        headers = {
            name: value for kind, limit in self._limits.items() for name, value in limit.headers(kind).items()
        }
        return read_limits(self._case.told(headers), 0.0)

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
        asked = 1.0 if self._case.wait else None
        if kind == "hang":
            await asyncio.sleep(math.inf)
        await asyncio.sleep(BASE)
        if kind == "429":
            raise PushbackError(kind, asked, limited=True)
        raise PushbackError(kind, asked) if kind == "503" else TransientError(kind)


async def _asked(paced: Paced, articles: int) -> int:
    """Ask for all calls of a run, stage after stage; give how many were lost."""
    lost = 0

    async def ask(stage: str, number: int, tokens: int) -> None:
        nonlocal lost
        try:
            await paced.complete(Request(stage, str(number), "m", (Message("user", ""),), tokens=tokens))
        except ModelError:
            lost += 1

    spread = random.Random(5)  # noqa: S311 - lengths of articles
    await asyncio.gather(*(ask("read", n, READ[0] + spread.randrange(-20, 20)) for n in range(articles)))
    await asyncio.gather(ask("merge", 0, MERGED[0]), *(ask("tell", n, TOLD[0]) for n in range(ENTRIES)))
    return lost


def measured(case: Case, seed: int) -> tuple[float, float, int]:
    """Give the seconds of a run, the share of its calls that a limit refused, and how many calls were given up."""

    async def main() -> tuple[float, float, int]:
        endpoint = Endpoint(case, seed)
        jitter = random.Random(seed).random  # noqa: S311 - no secret
        flags: dict[str, Any] = dict(case.flags)
        paced = Paced(endpoint, concurrency=SLOTS, max_retries=4, max_wait=120.0, jitter=jitter, **flags)
        lost = await _asked(paced, case.articles)
        return endpoint.end, endpoint.refused / endpoint.sent, lost

    return run(main())[0]


def _faulty() -> Iterator[Case]:
    goal = 1.5 * AT_BEST + TIMEOUT
    mixed = ("500", "503", "429", "reset", "hang", "truncated", "page", "error", "empty")
    for share in (0.1, 0.2, 0.3):
        yield Case(f"{share:.0%} hang", goal, faults={"hang": share})
        yield Case(f"{share:.0%} mixed", goal, faults=dict.fromkeys(mixed, share / len(mixed)))
    for kind in ("429", "503", "500", "reset", "empty"):
        yield Case(f"30% {kind}", goal, faults={kind: 0.3})
    yield Case("30% 429 with a wait of 1 s", goal, faults={"429": 0.3}, wait=True)
    for kind in ("503", "no connection", "hang"):
        yield Case(f"nothing but {kind} for 30 s", 30 + goal, outage=(2.0, 32.0, kind))
    yield Case("ten times slower at first", 13 + goal, slow=32)
    yield Case("works on 4 at a time", goal + AT_BEST * SLOTS / 4, served=4)


def _whole(headers: dict[str, str]) -> dict[str, str]:
    return headers


def _without_reset(headers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if "reset" not in name}


def _unchanging(headers: dict[str, str]) -> dict[str, str]:
    """Tell of a limit as though nothing of it were used."""
    return {
        name: headers[name.replace("remaining", "limit")] if "remaining" in name else value
        for name, value in headers.items()
    }


SAYING: Mapping[str, dict[str, Any]] = {
    "nothing told": {},
    "a wait told": {"wait": True},
    "headers": {"wait": True, "told": _whole},
}


def _limited() -> Iterator[Case]:
    calls = 101 + ENTRIES
    tokens = 100 * sum(READ) + sum(MERGED) + ENTRIES * sum(TOLD)
    kinds: Mapping[str, Callable[[float, float], Limit]] = {
        "bucket": lambda rate, window: Limit(rate, window, sliding=False),
        "sliding window": lambda rate, window: Limit(rate, window, sliding=True),
        "windows by the clock": Windowed,
    }
    for unit, wanted in (("requests", calls), ("tokens", tokens)):
        for kind, make in kinds.items():
            for saying, how in SAYING.items():
                rate = wanted / 4
                goal = 1.1 * max(FREE, (wanted - rate) / rate * 60)
                yield Case(
                    f"a quarter of the {unit} a minute, {kind}, {saying}",
                    goal,
                    0.02,
                    limits=lambda make=make, unit=unit, rate=rate: {unit: make(rate, 60.0)},  # type: ignore[misc]
                    **how,
                )
    long = 1.1 * (610 - 120) / 2
    for saying, how in SAYING.items():
        yield Case(
            f"600 articles, 120 a minute, {saying}", long, 0.02, 600, lambda: _bucket(120.0, 60.0), **how
        )
        yield Case(
            f"300 articles, 240 a minute, then 60, {saying}",
            1.1 * (30 + (310 - 160)),
            0.02,
            300,
            lambda: _bucket(240.0, 10.0),
            later=(30.0, lambda: _bucket(60.0, 10.0)),
            **how,
        )
    for name, told in (("without reset", _without_reset), ("that never change", _unchanging)):
        yield Case(
            f"600 articles, 120 a minute, headers {name}", long, 0.02, 600, lambda: _bucket(120.0, 60.0), told
        )
    for flag in (60.0, 240.0):
        allowed = 1.1 * (610 / flag * 60 if flag < 120 else (610 - 120) / 2)
        flags = {"rpm": flag}
        yield Case(
            f"600 articles, 120 a minute, --rpm {flag:.0f}",
            allowed,
            0.02,
            600,
            lambda: _bucket(120.0, 60.0),
            flags=flags,
        )
    for most in (1, 4, 12):
        best = 1.25 * (100 * 1.29 + 3) / most
        yield Case(f"takes {most} at once, refuses the others", best, None, most=most)


def _bucket(rate: float, window: float) -> dict[str, Limit]:
    return {"requests": Limit(rate, window, sliding=False)}


def cases() -> list[Case]:
    """Give all cases: first those of faults, then those of limits."""
    return [*_faulty(), *_limited()]


def main(parts: Sequence[str]) -> None:
    """Print a line for each case: the worst of three draws."""
    print("| endpoint | span s | goal s | span / goal | refused | calls given up |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for case in cases():
        if parts and not any(part in case.name for part in parts):
            continue
        spans, refused, lost = zip(*(measured(case, seed) for seed in range(SEEDS)), strict=True)
        share = (
            f"{statistics.median(refused):.1%}" if case.refused is not None or case.most < math.inf else "–"
        )
        print(
            f"| {case.name} | {max(spans):.1f} | {case.seconds:.1f} | {max(spans) / case.seconds:.2f} | {share} "
            f"| {max(lost)} |",
            flush=True,
        )


if __name__ == "__main__":
    main(sys.argv[1:])
