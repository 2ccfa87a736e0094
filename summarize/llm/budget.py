"""What a run may spend, and when it is to stop: held before a call is sent, counting what is in flight.

A call reserves the most that it can cost: its prompt, and an answer of the length it is allowed. What it took in the
end is settled when it comes back. A call that has no room waits while others are in flight, since they may take less
than they reserved; when none is, it is sent with less room for its answer, and where that is too little, the limit is
reached.
"""

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from summarize.errors import EndpointError, LimitError, StoppedError
from summarize.llm.base import LLM, PushbackError, Reply, Request
from summarize.llm.prices import Pricer

READING = frozenset({"anchor", "read", "fold"})
READING_SHARE = 0.8  # of a limit may go into reading: a report needs merging and telling too
LEAST_OUTPUT = 1_024  # tokens: a shorter answer of ours is cut off
CHARACTERS_A_TOKEN = 3  # at least, in prose; what is denser comes counted
FORMS = 6  # calls at most, until a server has been asked in a form that it takes
MARGIN = 1.1  # tokens as an endpoint may count them, for each as we do or as it did before


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a run may spend: calls, tokens in and out together, US dollars; None for no limit."""

    calls: int | None = None
    tokens: int | None = None
    cost: float | None = None


@dataclass(slots=True)
class Spent:
    """What was spent, or is reserved: calls, tokens, US dollars."""

    calls: int = 0
    tokens: int = 0
    cost: float = 0.0

    def add(self, other: "Spent", sign: int = 1) -> None:
        """Add what another holds, or take it away."""
        self.calls += sign * other.calls
        self.tokens += sign * other.tokens
        self.cost += sign * other.cost


class Stop:
    """The user's wish to stop: no call is sent after it.

    `awaited` says whether calls are in flight whose answers are worth waiting for, `way_on` how a run that stopped goes
    on.
    """

    def __init__(self) -> None:
        self.wished = False
        self.awaited = False
        self.way_on = ""
        self._wake: Callable[[], object] | None = None

    def wish(self) -> None:
        """Wish for an end; may be called by the handler of a signal."""
        self.wished = True
        if self._wake:
            self._wake()

    async def wait(self) -> None:
        """Wait until an end is wished for."""
        loop, wished = asyncio.get_running_loop(), asyncio.Event()
        self._wake = lambda: loop.call_soon_threadsafe(wished.set)
        if not self.wished:
            await wished.wait()


def prompt_tokens(request: Request) -> int:
    """Give the tokens of a request's prompt as it was counted, or more where a repair made it longer."""
    return max(
        request.tokens, sum(len(message.content) for message in request.messages) // CHARACTERS_A_TOKEN
    )


class Budgeted:
    """Lets calls through to `inner` while the limits hold and nobody wishes to stop.

    `estimate` counts the tokens of a request's prompt, `price` gives the cost of tokens. Raises LimitError for a call
    that has no room left, StoppedError after a wish to stop.
    """

    def __init__(
        self,
        inner: LLM,
        limits: Limits,
        *,
        estimate: Callable[[Request], int],
        price: Pricer,
        stop: Stop | None = None,
    ) -> None:
        self._inner = inner
        self._limits = limits
        self._estimate = estimate
        self._price = price
        self._stop = stop or Stop()
        self._spent = Spent()
        self._reserved = Spent()
        self._waiting: list[asyncio.Future[None]] = []
        self._margin = MARGIN
        self._finding = True
        self.reached = ""

    async def complete(self, request: Request) -> Reply:
        """Send one call, if it has room; where room is short, with less of it for the answer."""
        request, reserve = await self._admitted(request)
        self._reserved.add(reserve)
        self._stop.awaited = True
        taken = reserve  # also of a call that broke off or was cut short: it may have been paid in full
        try:
            reply = await self._inner.complete(request)
            taken = self._taken(request, reply, reserve)
            self._finding = False
        except EndpointError:
            taken = Spent(calls=1)
            raise
        except PushbackError as error:
            taken = Spent(calls=1) if error.limited else reserve
            raise
        finally:
            # Without an await, at which a cancelled call could leave its reserve behind.
            self._reserved.add(reserve, -1)
            self._spent.add(taken)
            self._stop.awaited = self._reserved.calls > 0
            self._wake()
        return reply

    async def idle(self) -> None:
        """Wait until no call is in flight."""
        while self._reserved.calls:
            await self._change()

    async def _admitted(self, request: Request) -> tuple[Request, Spent]:
        """Wait for room; give the request as it may be sent, and what it reserves."""
        while True:
            if self._stop.wished:
                raise StoppedError("stopped")
            reserve = self._reserve(request)
            reason = self._over(request, reserve)
            if not reason:
                return request, reserve
            shorter = replace(request, max_output=max(LEAST_OUTPUT, request.max_output // 2))
            if self._reserved.calls:
                await self._change()
            elif shorter.max_output < request.max_output:
                request = shorter
            else:
                self.reached = self.reached or reason
                raise LimitError(f"{reason}; {request.subject} was not asked")

    async def _change(self) -> None:
        """Wait until a call has come back."""
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        await waiter

    def _wake(self) -> None:
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)
        self._waiting.clear()

    async def close(self) -> None:
        """Close the inner LLM."""
        await self._inner.close()

    def _reserve(self, request: Request) -> Spent:
        prompt = math.ceil(self._margin * self._estimate(request))
        # Until the first answer shows what form of question the server takes, each that it refuses is a call as well.
        calls = FORMS if self._finding and self._reserved.calls else 1
        return Spent(calls, prompt + request.max_output, self._price(prompt, request.max_output) or 0.0)

    def _taken(self, request: Request, reply: Reply, reserve: Spent) -> Spent:
        """Give what a call took; where the endpoint doesn't say, what it could have taken."""
        if not reply.input_tokens:
            return replace(reserve, calls=reply.calls)
        # An endpoint with another vocabulary counts otherwise than we do; the calls to come reserve by its count.
        self._margin = max(self._margin, MARGIN * reply.input_tokens / max(1, self._estimate(request)))
        cost = self._price(reply.input_tokens, reply.output_tokens) or 0.0
        return Spent(reply.calls, reply.input_tokens + reply.output_tokens, cost)

    def _over(self, request: Request, wanted: Spent) -> str:
        """Name the limit that a call would break; "" for none."""
        used = replace(self._spent)
        used.add(self._reserved)
        return over(self._limits, used, wanted, request.stage)


def over(limits: Limits, used: Spent, wanted: Spent, stage: str) -> str:
    """Name the limit that a call of a stage would break, after what was used; "" for none."""
    # A run's first call may take all there is: each run must come further than the one before it.
    share = READING_SHARE if stage in READING and used.calls else 1.0
    for name, limit, total in (
        ("--max-calls", limits.calls, used.calls + wanted.calls),
        ("--max-tokens", limits.tokens, used.tokens + wanted.tokens),
        ("--max-cost", limits.cost, used.cost + wanted.cost),
    ):
        if limit is not None and total > limit * share:
            return f"the limit {name} {limit:g} is reached"
    return ""
