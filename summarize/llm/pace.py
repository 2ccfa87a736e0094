"""The pace of calls: how many at once, and what becomes of those that fail for now."""

import asyncio
import math
import random
from collections.abc import Awaitable, Callable
from dataclasses import replace

from summarize.errors import CutOffError, EndpointError, ModelError, TransientError, UsageError
from summarize.llm.base import LLM, Reply, Request

FIRST_WAIT = 1.0  # seconds; then 4, 16 and 60, for four retries to outlast a limit that counts by the minute
GROWTH = 4.0
LONGEST_WAIT = 60.0  # seconds, where the server asks for no other


class Paced:
    """Lets at most `concurrency` calls through to `inner` at once, and retries those that failed for now.

    A TransientError is retried up to `max_retries` times, no sooner than the server asks. The count starts anew where
    the server asked to wait and has answered another call since: it keeps a limit, and the turn of this one will come.
    A server that asks for more than `max_wait` seconds ends the call. A call that waits keeps its place, so that a
    server short of breath sees no new calls instead. A reply that was cut off is asked for once more with twice the
    room. With `max_retries` 0 nothing is asked twice. After an EndpointError no further call is sent.

    `sleep` waits for seconds, `jitter` gives a number from 0 to 1.
    """

    def __init__(
        self,
        inner: LLM,
        *,
        concurrency: int,
        max_retries: int,
        max_wait: float = 120.0,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        if concurrency < 1:
            raise UsageError(f"--concurrency {concurrency} lets no call through: give 1 or more")
        if max_retries < 0:
            raise UsageError(f"--max-retries {max_retries} is no count: give 0 or more")
        self._inner = inner
        self._slots = asyncio.Semaphore(concurrency)
        self._max_retries = max_retries
        self._max_wait = max_wait
        self._sleep = sleep
        self._jitter = jitter
        self._answers = 0
        self._refusal: EndpointError | None = None

    async def complete(self, request: Request) -> Reply:
        """Answer one request when its turn has come."""
        async with self._slots:
            try:
                return await self._retried(request)
            except CutOffError:
                if not self._max_retries:
                    raise
            reply = await self._retried(replace(request, max_output=2 * request.max_output))
            return replace(reply, calls=reply.calls + 1)

    async def close(self) -> None:
        """Close the inner LLM."""
        await self._inner.close()

    async def _retried(self, request: Request) -> Reply:
        retries, answers = 0, self._answers
        while True:
            try:
                return await self._sent(request)
            except TransientError as error:
                if error.retry_after and self._answers > answers:
                    retries, answers = 0, self._answers
                if retries == self._max_retries:
                    raise _given_up(error, retries + 1) from error
                wait = self._wait(error, retries)
            retries += 1
            await self._sleep(wait)

    async def _sent(self, request: Request) -> Reply:
        """Send a request, unless the endpoint has refused them all."""
        if self._refusal is not None:
            raise EndpointError(str(self._refusal)) from self._refusal
        try:
            reply = await self._inner.complete(request)
        except EndpointError as error:
            self._refusal = error
            raise
        self._answers += 1
        return reply

    def _wait(self, error: TransientError, retries: int) -> float:
        """Give the seconds until the next retry. Raises ModelError where the server asks for too many."""
        asked = error.retry_after or 0.0
        if asked > self._max_wait:
            raise ModelError(
                f"{error}; it asks to wait {_duration(asked)}, and {_duration(self._max_wait)} is the limit: "
                "run it again then"
            ) from error
        # What was asked for is enough, spread a little, so that those told the same don't come back as one.
        return asked + self._jitter() if asked else backoff(retries) * (1 + self._jitter() / 2)


def backoff(retries: int) -> float:
    """Give the seconds to wait before a retry where the server asks for none, after `retries` of them."""
    return min(LONGEST_WAIT, FIRST_WAIT * GROWTH ** min(retries, 10))


def _given_up(error: TransientError, tries: int) -> TransientError:
    count = "once" if tries == 1 else f"{tries} times"
    return TransientError(
        f"{error}; asked {count}; run it again later, or raise --max-retries", error.retry_after
    )


def _duration(seconds: float) -> str:
    """Give a wait as people say it: 45 s, 12 min, 3.5 h."""
    if seconds < 300:
        return f"{math.ceil(seconds)} s"
    return f"{seconds / 60:.3g} min" if seconds < 6_000 else f"{seconds / 3600:.3g} h"
