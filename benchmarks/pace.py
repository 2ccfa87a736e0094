"""The pace of calls against endpoints of many kinds, on a clock that jumps: `python benchmarks/pace.py [PART OF A NAME…]`.

100 articles are read on 32 slots, then merged and told, as in `runs.py`: a call takes 0.1 s, and a second for each 20,000
tokens of its prompt and 400 of its answer, and is waited for 20 s. The goal for faults is 1.5 times what the calls take
at best, the timeout, and the time that an outage lasts; for limits 1.1 times what they allow, and 2 % of the calls refused.
What a limit allows is the span of the same calls against an endpoint that lets each in as soon as it may. Nothing is sent: what
`summarize.llm.pace` asks is answered by a class.
"""

import asyncio
import functools
import math
import random
import statistics
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

if not __package__:
    sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks import kinds
from benchmarks.endpoint import Limit
from benchmarks.jumping import run
from benchmarks.kinds import TIMEOUT, Case, Endpoint, Kept, Shared, Sliding, Windowed
from summarize.errors import ModelError
from summarize.llm.base import LLM, Message, Request
from summarize.llm.pace import Paced

SLOTS = 32
PROMPTS = {"read": 1_376, "merge": 6_786, "tell": 845}  # tokens
ENTRIES = 9  # calls that tell the timeline
AT_BEST = 4.3  # seconds that the calls of a run take at best, divided at will
OVER = 1.1  # times what a limit allows
REFUSED = 0.02
OUTLASTED = 90.0  # seconds for which a server that has answered is waited for
SEEDS = 3


async def _asked(llm: LLM, articles: int) -> int:
    """Ask for all calls of a run, stage after stage; give how many were lost."""
    lost = 0

    async def ask(stage: str, number: int, tokens: int) -> None:
        nonlocal lost
        try:
            await llm.complete(Request(stage, str(number), "m", (Message("user", ""),), tokens=tokens))
        except ModelError:
            lost += 1

    spread = random.Random(5)  # noqa: S311 - lengths of articles
    await asyncio.gather(
        *(ask("read", n, PROMPTS["read"] + spread.randrange(-20, 20)) for n in range(articles))
    )
    await asyncio.gather(
        ask("merge", 0, PROMPTS["merge"]), *(ask("tell", n, PROMPTS["tell"]) for n in range(ENTRIES))
    )
    return lost


class _Slots:
    """Lets so many calls through at once."""

    def __init__(self, inner: LLM) -> None:
        self._inner, self._free = inner, asyncio.Semaphore(SLOTS)

    async def complete(self, request: Request) -> Any:
        async with self._free:
            return await self._inner.complete(request)

    async def close(self) -> None:
        await self._inner.close()


@functools.cache
def goal(case: Case) -> float:
    """Give the seconds that a run may take."""
    if case.seconds is not None:
        return case.seconds

    articles = math.ceil(case.articles / (1 - sum(case.faults.values())))

    async def main() -> float:
        endpoint = Endpoint(case, 0, patient=True)
        await _asked(_Slots(endpoint), articles)
        return endpoint.end

    evenly = 60 * (articles + 1 + ENTRIES) / case.flags.get("rpm", math.inf)
    return OVER * max(evenly, run(main())[0]) + (TIMEOUT if case.faults else 0.0)


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


def _exact(seconds: float) -> float:
    return seconds


def _faulty() -> Iterator[Case]:
    goal = 1.5 * AT_BEST + TIMEOUT
    mixed = ("500", "503", "429", "reset", "hang", "truncated", "page", "error", "empty")
    for share in (0.1, 0.2, 0.3):
        yield Case(f"{share:.0%} hang", goal, faults={"hang": share})
        yield Case(f"{share:.0%} mixed", goal, faults=dict.fromkeys(mixed, share / len(mixed)))
    for kind in ("429", "503", "500", "reset", "empty"):
        yield Case(f"30% {kind}", goal, faults={kind: 0.3})
    for share in (0.1, 0.3):
        yield Case(f"{share:.0%} 429 with a wait of 1 s", goal, faults={"429": share}, wait=_exact)
    yield Case("15% 429", goal, faults={"429": 0.15})
    yield Case("40% 429", goal, faults={"429": 0.4})
    yield Case("20% 429 and 10% hang", goal, faults={"429": 0.2, "hang": 0.1})
    yield Case("20% 503 with a wait of 2 s", goal, faults={"503": 0.2}, wait=lambda _: 2.0)
    for kind in ("503", "no connection", "hang"):
        yield Case(f"nothing but {kind} for 30 s", 30 + goal, outage=(2.0, 32.0, kind))
        yield Case(f"nothing but {kind} from 2 s on", OUTLASTED + goal, outage=(2.0, math.inf, kind))
    yield Case("nothing but 503 for 60 s", 60 + goal, outage=(1.0, 61.0, "503"))
    yield Case("nothing but 429 for 30 s", 30 + goal, outage=(2.0, 32.0, "429"))
    yield Case("ten times slower at first", 13 + goal, slow=32)
    yield Case("works on 4 at a time", goal + AT_BEST * SLOTS / 4, served=4)


SAYING: Mapping[str, dict[str, Any]] = {
    "nothing told": {},
    "a wait told": {"wait": _exact},
    "headers": {"wait": _exact, "told": kinds.whole},
}
KINDS: Mapping[str, Callable[[float, float], Kept]] = {
    "bucket": lambda rate, window: Limit(rate, window, sliding=False),
    "sliding window": lambda rate, window: Limit(rate, window, sliding=True),
    "windows by the clock": Windowed,
}


def _wanted() -> dict[str, float]:
    """Give the requests and the tokens of a run."""
    counts = {"read": 100, "merge": 1, "tell": ENTRIES}
    return {
        "requests": 1.0 + sum(counts.values()) - 1.0,
        "tokens": float(sum(counts[stage] * (PROMPTS[stage] + kinds.ANSWERS[stage]) for stage in counts)),
    }


def _limited() -> Iterator[Case]:
    for unit, wanted in _wanted().items():
        for kind, make in KINDS.items():
            for saying, how in SAYING.items():
                yield Case(
                    f"a quarter of the {unit} a minute, {kind}, {saying}",
                    None,
                    REFUSED,
                    limits=functools.partial(_one, unit, make, wanted / 4, 60.0),
                    **how,
                )
    minute = functools.partial(_one, "requests", KINDS["bucket"], 120.0, 60.0)
    for saying, how in SAYING.items():
        yield Case(f"600 articles, 120 a minute, {saying}", None, REFUSED, 600, minute, **how)
        yield Case(
            f"300 articles, 240 a minute, then 60, {saying}",
            None,
            REFUSED,
            300,
            functools.partial(_one, "requests", KINDS["bucket"], 240.0, 10.0),
            later=(30.0, functools.partial(_one, "requests", KINDS["bucket"], 60.0, 10.0)),
            **how,
        )
    for name, told in (("without reset", kinds.without_reset), ("that never change", kinds.unchanging)):
        yield Case(f"600 articles, 120 a minute, headers {name}", None, REFUSED, 600, minute, told)
    for flag in (60.0, 240.0):
        name = f"600 articles, 120 a minute, --rpm {flag:.0f}"
        yield Case(name, None, REFUSED, 600, minute, flags={"rpm": flag})
    for most in (1, 4, 12):
        best = 1.25 * (100 * 1.29 + 3) / most
        yield Case(f"takes {most} at once, refuses the others", best, None, most=most)
        yield Case(
            f"takes {most} at once, refuses the others, a wait of 1 s told",
            best,
            None,
            most=most,
            wait=_exact,
        )


def _one(unit: str, make: Callable[[float, float], Kept], rate: float, window: float) -> Mapping[str, Kept]:
    return {unit: make(rate, window)}


def _both(make: Callable[[float, float], Kept], requests: float, tokens: float) -> Mapping[str, Kept]:
    return {"requests": make(requests, 60.0), "tokens": make(tokens, 60.0)}


def _others() -> Iterator[Case]:
    """Give limits of other kinds, numbers and wordings."""
    for kind, make in KINDS.items():
        for saying, how in SAYING.items():
            short = functools.partial(_one, "requests", make, 90.0, 10.0)
            yield Case(f"15 in 10 s, {kind}, {saying}", None, REFUSED, limits=short, **how)
            both = functools.partial(_both, make, 70.0, 90_000.0)
            yield Case(
                f"200 articles, 70 requests and 90,000 tokens, {kind}, {saying}",
                None,
                REFUSED,
                200,
                both,
                **how,
            )
            yield Case(
                f"100 ms away, 40 a minute, {kind}, {saying}",
                None,
                REFUSED,
                limits=functools.partial(_one, "requests", make, 40.0, 60.0),
                way=0.1,
                longer=4.0,
                **how,
            )
        for flag, saying in ((150.0, "nothing told"), (80.0, "a wait told"), (300.0, "a wait told")):
            yield Case(
                f"200 articles, 70 a minute, {kind}, --rpm {flag:.0f}, {saying}",
                None,
                REFUSED,
                200,
                functools.partial(_one, "requests", make, 70.0, 60.0),
                flags={"rpm": flag},
                **SAYING[saying],
            )
        changed = functools.partial(_one, "requests", make, 45.0, 60.0)
        yield Case(
            f"200 articles, 100 a minute, then 45, {kind}, headers",
            None,
            REFUSED,
            200,
            functools.partial(_one, "requests", make, 100.0, 60.0),
            later=(40.0, changed),
            **SAYING["headers"],
        )
        yield Case(
            f"400 articles, 60 a minute, then 120, {kind}, a wait told",
            None,
            REFUSED,
            400,
            functools.partial(_one, "requests", make, 60.0, 60.0),
            later=(90.0, functools.partial(_one, "requests", make, 120.0, 60.0)),
            **SAYING["a wait told"],
        )
        for name, told in (
            ("headers without reset", kinds.without_reset),
            ("headers what is left alone", kinds.remaining_alone),
            ("headers in whole seconds", kinds.whole_seconds),
            ("headers with moments", kinds.moments),
            ("whole seconds told", None),
            ("headers, no wait", kinds.whole),
        ):
            yield Case(
                f"50 a minute, {kind}, {name}",
                None,
                REFUSED,
                limits=functools.partial(_one, "requests", make, 50.0, 60.0),
                told=told,
                wait=None if name == "headers, no wait" else math.ceil,
            )
        yield Case(
            f"80 a minute, a third used by others, {kind}, headers",
            None,
            REFUSED,
            limits=functools.partial(_shared, make, 80.0),
            **SAYING["headers"],
        )
        yield Case(
            f"200 articles, 80 a minute, 10% mixed faults, {kind}, headers",
            None,
            REFUSED,
            200,
            limits=functools.partial(_one, "requests", make, 80.0, 60.0),
            faults=dict.fromkeys(("500", "503", "reset", "truncated", "empty"), 0.02),
            **SAYING["headers"],
        )
    for over in (0.0, 0.9):
        for saying, how in SAYING.items():
            yield Case(
                f"35 a minute, windows by the clock, {over:.0%} over, {saying}",
                None,
                REFUSED,
                limits=functools.partial(
                    _one, "requests", functools.partial(Windowed, over=over), 35.0, 60.0
                ),
                **how,
            )
    yield Case(
        "40 a minute, sliding window, headers with the time to the first",
        None,
        REFUSED,
        limits=functools.partial(_one, "requests", Sliding, 40.0, 60.0),
        **SAYING["headers"],
    )
    yield Case(
        "40 a minute, windows by the clock, headers with the reset of a bucket",
        None,
        REFUSED,
        limits=functools.partial(_one, "requests", _Misled, 40.0, 60.0),
        **SAYING["headers"],
    )


class _Misled(Windowed):
    """Windows by the clock that tell of a reset as though they filled little by little."""

    def headers(self, kind: str) -> dict[str, str]:
        """Tell what is left, and when it would be full."""
        return Limit.headers(self, kind)


def _shared(make: Callable[[float, float], Kept], rate: float) -> Mapping[str, Kept]:
    return {"requests": Shared(make(rate, 60.0), 3 * 60.0 / rate)}


def cases() -> list[Case]:
    """Give all cases: first those of faults, then those of limits."""
    return [*_faulty(), *_limited(), *_others()]


def main(parts: Sequence[str]) -> None:
    """Print a line for each case: the worst of three draws."""
    print("| endpoint | span s | goal s | span / goal | refused | calls given up |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    missed, shown = 0, 0
    for case in cases():
        if parts and not any(part in case.name for part in parts):
            continue
        spans, refused, lost = zip(*(measured(case, seed) for seed in range(SEEDS)), strict=True)
        told = case.refused is not None or case.most < math.inf
        share = f"{statistics.median(refused):.1%}" if told else "–"
        print(
            f"| {case.name} | {max(spans):.1f} | {goal(case):.1f} | {max(spans) / goal(case):.2f} | {share} "
            f"| {max(lost)} |",
            flush=True,
        )
        shown += 1
        missed += max(spans) > goal(case) or statistics.median(refused) > (case.refused or 1.0)
    print(f"\n{missed} of {shown} miss a goal.")


if __name__ == "__main__":
    main(sys.argv[1:])
