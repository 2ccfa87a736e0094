"""The pace of calls: how many at once, which next, and what becomes of those that fail for now."""

import asyncio
import contextlib
import heapq
import math
import random
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from itertools import count

from summarize.errors import (
    CutOffError,
    EndpointError,
    LimitError,
    ModelError,
    StoppedError,
    SummarizeError,
    TransientError,
    UsageError,
)
from summarize.llm.base import LLM, Limits, PushbackError, Reply, Request, UnusableError
from summarize.llm.patience import Expectations
from summarize.llm.quota import Mark, Quota
from summarize.llm.window import Window

FIRST_WAIT = 1.0  # seconds; then 4, 16 and 60, for four retries to outlast a limit that counts by the minute
GROWTH = 4.0
LONGEST_WAIT = 60.0  # seconds, where the server asks for no other
WELL = (
    0.2  # of that is waited where this call or others were answered: the server is well, the call was unlucky
)
CONFIRMED = 2  # calls that a limit refused with no answer in between, for it to be one that holds for all
HEDGES = 0.15  # of all calls sent may be second attempts at one that seems to hang
FEW_HEDGES = 3  # are allowed in any case
STRAGGLERS = 0.25  # of the calls that may be under way
TICK = 0.001  # seconds: no look at the clock sooner after the last
LOOK = 0.25  # seconds, after which it is looked again whether a call hangs, while that cannot be said


@dataclass(frozen=True, slots=True)
class _Turn:
    """A call that was let through: when, what it is expected to take, and where the limits stood."""

    at: float
    tokens: float
    requests: Mark
    spent: Mark


# The place of a waiting call: what goes on first, then priority, then length, then the order of asking.
_Rank = tuple[bool, int, float, int]


class _Gate:
    """Lets calls through one by one: no more in flight, a minute and in tokens than is allowed, in order of rank."""

    def __init__(self, concurrency: int, rpm: float | None, tpm: float | None) -> None:
        self.window = Window(concurrency)
        self.sent = 0
        self._requests = Quota(rpm, burst=0.1, least=1.0)
        self._tokens = Quota(tpm, burst=0.5, least=1.0)
        self._under_way: set[_Turn] = set()
        self._paused = -math.inf
        self._waiting: list[tuple[_Rank, float, asyncio.Future[_Turn]]] = []
        self._numbers = count()
        self._timer: asyncio.Handle | None = None
        self._soon = False

    async def turn(self, request: Request, tokens: float, *, fresh: bool) -> _Turn:
        """Wait until a call may be sent. Whoever gets a turn must `leave`."""
        future: asyncio.Future[_Turn] = asyncio.get_running_loop().create_future()
        rank = (fresh, -request.priority, -tokens, next(self._numbers))
        heapq.heappush(self._waiting, (rank, tokens, future))
        # Not at once: others that ask in the same moment may be longer.
        self.look()
        try:
            return await future
        except asyncio.CancelledError:
            if future.done() and not future.cancelled() and not future.exception():
                self.leave(future.result())
            raise

    def leave(self, turn: _Turn) -> None:
        """Give a turn back: the call has ended."""
        self._under_way.discard(turn)
        self.window.leave()
        self.look()

    def idle(self) -> bool:
        """Whether one more call could go, and none waits."""
        return not self._waiting and self.window.in_flight < self.window.size

    def straggles(self, turn: _Turn) -> bool:
        """Whether few of the calls that were sent as early are still under way: what is slow is this one, not all."""
        early = sum(other.at <= turn.at for other in self._under_way)
        return early <= max(1.0, STRAGGLERS * self.window.size)

    def pause(self, seconds: float) -> None:
        """Let no call through for so long."""
        self._paused = max(self._paused, asyncio.get_running_loop().time() + seconds)

    def hear(self, turn: _Turn, limits: Limits | None) -> None:
        """Take what the endpoint says of its limits with the answer to a call."""
        if limits is not None:
            self._requests.hear(turn.requests, limits.requests)
            self._tokens.hear(turn.spent, limits.tokens)

    def correct(self, turn: _Turn, tokens: float) -> None:
        """Take in the tokens that a call really took."""
        self._tokens.correct(tokens - turn.tokens, asyncio.get_running_loop().time())

    def unspend(self, turn: _Turn) -> None:
        """Give back what the limits by time were charged for a call that was not sent."""
        now = asyncio.get_running_loop().time()
        self._requests.correct(-1.0, now)
        self._tokens.correct(-turn.tokens, now)

    def refuse(self, error: Callable[[], Exception]) -> None:
        """Let all who wait fail."""
        for _, _, future in self._waiting:
            if not future.done():
                future.set_exception(error())
        self._waiting.clear()

    def look(self, delay: float = 0.0) -> None:
        """See again, after a delay in seconds, who may go."""
        if self._soon:
            return
        if self._timer is not None:
            self._timer.cancel()
        loop = asyncio.get_running_loop()
        self._soon = not delay
        self._timer = loop.call_later(delay, self._let) if delay else loop.call_soon(self._let)

    def _let(self) -> None:
        self._timer, self._soon = None, False
        now = asyncio.get_running_loop().time()
        while self._waiting:
            _, tokens, future = self._waiting[0]
            if future.done():
                heapq.heappop(self._waiting)
                continue
            wait = self._wait(tokens, now)
            if wait > 0:
                if wait < math.inf:
                    self.look(max(wait, TICK))
                return
            heapq.heappop(self._waiting)
            self.sent += 1
            self.window.enter(now)
            spent = self._requests.spend(1.0, now), self._tokens.spend(tokens, now)
            turn = _Turn(now, tokens, *spent)
            self._under_way.add(turn)
            future.set_result(turn)
            # One at a time: answers that have come meanwhile are kept before more is asked.
            self.look()
            return

    def _wait(self, tokens: float, now: float) -> float:
        """Give the seconds until a call may go; infinity where the end of another will tell."""
        return max(
            self._paused - now,
            self.window.wait(now),
            self._requests.wait(1.0, now),
            self._tokens.wait(tokens, now),
        )


class Paced:
    """Lets as many calls through to `inner` as the endpoint takes, and asks again for those that failed for now.

    At most `concurrency` are in flight; below that their number rises while answers come and halves when the endpoint
    pushes back. No more than `rpm` requests and `tpm` tokens go out a minute, and no more than the endpoint's headers
    say it allows. Retries go first, then calls of the highest priority, and among these the longest.

    A TransientError is retried up to `max_retries` times, no sooner than the server asks. The count starts anew where
    the server asked to wait and has answered another call since: it keeps a limit, and the turn of this one will come.
    A limit that shows to hold for all makes all wait. A server that asks for more than `max_wait` seconds ends the
    call. With `hedge` a call that takes far longer than its like is sent a second time, and the first answer counts. A
    reply that was cut off is asked for once more with twice the room. With `max_retries` 0 nothing is asked twice.
    After an EndpointError or a StoppedError no further call is sent.

    `jitter` gives a number from 0 to 1. All times are those of the event loop.
    """

    def __init__(
        self,
        inner: LLM,
        *,
        concurrency: int,
        max_retries: int,
        rpm: float | None = None,
        tpm: float | None = None,
        max_wait: float = 120.0,
        hedge: bool = True,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        _check(concurrency=concurrency, max_retries=max_retries, rpm=rpm, tpm=tpm)
        self._inner = inner
        self._gate = _Gate(concurrency, rpm, tpm)
        self._expectations = Expectations()
        self._max_retries = max_retries
        self._max_wait = max_wait
        self._hedge = hedge and max_retries > 0
        self._jitter = jitter
        self._answers = 0
        self._limited = 0
        self._hedged = 0
        self._refusal: SummarizeError | None = None
        self._refused = asyncio.Event()

    async def complete(self, request: Request) -> Reply:
        """Answer one request when its turn has come."""
        try:
            return await self._retried(request)
        except CutOffError:
            if not self._max_retries:
                raise
        reply = await self._retried(replace(request, max_output=2 * request.max_output), fresh=False)
        return replace(reply, calls=reply.calls + 1)

    async def close(self) -> None:
        """Close the inner LLM."""
        await self._inner.close()

    async def _retried(self, request: Request, *, fresh: bool = True) -> Reply:
        retries, answers = 0, self._answers
        while True:
            before = self._answers
            try:
                return await self._raced(request, fresh=fresh)
            except TransientError as error:
                if error.retry_after and self._answers > answers:
                    retries, answers = 0, self._answers
                if retries == self._max_retries:
                    raise _given_up(error, retries + 1) from error
                wait = self._wait(
                    error, retries, well=self._answers > before or isinstance(error, UnusableError)
                )
            retries, fresh = retries + 1, False
            await self._rest(wait)

    async def _rest(self, seconds: float) -> None:
        """Wait for so long, or until no further call is sent."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._refused.wait()

    async def _raced(self, request: Request, *, fresh: bool) -> Reply:
        """Ask once; and once more beside it when that takes far too long. The first answer counts."""
        turns = [await self._turn(request, fresh=fresh)]
        running = [self._start(self._attempt(request, turns[0]))]
        running[0].add_done_callback(lambda _: self._gate.leave(turns[0]))
        asked = 1
        try:
            while True:
                # While a second attempt waits for its turn, there is nothing to look at.
                wait = self._until_hedge(request, turns[-1], asked) if asked == len(turns) else LOOK
                done, _ = await asyncio.wait(running, timeout=wait, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    running.remove(task)
                    if not running or not isinstance(task.exception(), TransientError | LimitError):
                        reply = task.result()
                        return replace(reply, calls=reply.calls + len(turns) - 1) if turns[1:] else reply
                if wait == 0 and not done:
                    asked += 1
                    self._hedged += 1
                    for task in running[:-1]:
                        task.cancel()
                    running = [*running[-1:], self._start(self._again(request, turns))]
        finally:
            for task in running:
                task.cancel()

    def _start(self, attempt: Coroutine[None, None, Reply]) -> asyncio.Task[Reply]:
        task = asyncio.get_running_loop().create_task(attempt)
        # Of two that end together one is not looked at: its error is none to warn of.
        task.add_done_callback(lambda one: one.cancelled() or one.exception())
        return task

    async def _again(self, request: Request, turns: list[_Turn]) -> Reply:
        """Wait for a turn of a call that is under way already, note it in `turns`, and send it again."""
        turns.append(await self._turn(request, fresh=False))
        try:
            return await self._attempt(request, turns[-1])
        finally:
            self._gate.leave(turns[-1])

    def _until_hedge(self, request: Request, turn: _Turn, asked: int) -> float | None:
        """Give the seconds until a call is to be sent once more, or to look again; None where it never is."""
        if not self._hedge or asked > self._max_retries:
            return None
        patience = self._expectations.patience(request, idle=self._gate.idle())
        if (
            patience is None
            or not self._gate.straggles(turn)
            or self._hedged >= max(FEW_HEDGES, HEDGES * self._gate.sent)
        ):
            return LOOK
        left = turn.at + patience - asyncio.get_running_loop().time()
        # Others that are answered meanwhile may show that this one takes too long.
        return min(left, LOOK) if left > 0 else 0.0

    async def _turn(self, request: Request, *, fresh: bool) -> _Turn:
        if self._refusal is not None:
            raise _copy(self._refusal)
        return await self._gate.turn(request, self._expectations.tokens(request), fresh=fresh)

    async def _attempt(self, request: Request, turn: _Turn) -> Reply:
        """Send a request whose turn it is, and learn from what becomes of it."""
        loop = asyncio.get_running_loop()
        try:
            reply = await self._inner.complete(request)
        except (EndpointError, StoppedError) as error:
            self._refuse(error)
            raise
        except LimitError:
            self._gate.unspend(turn)
            raise
        except PushbackError as error:
            self._pushed_back(turn, error)
            raise
        else:
            self._answers += 1
            self._limited = 0
            self._gate.window.answered()
            self._gate.hear(turn, reply.limits)
            self._expectations.learn(request, reply, loop.time() - turn.at)
            if reply.input_tokens:
                self._gate.correct(turn, reply.input_tokens + reply.output_tokens)
            return reply

    def _pushed_back(self, turn: _Turn, error: PushbackError) -> None:
        """Send less; and nothing for as long as the server asks, where its limit holds for all."""
        self._gate.window.pushed_back(turn.at, asyncio.get_running_loop().time())
        self._gate.hear(turn, error.limits)
        if not error.limited or not error.retry_after:
            return
        self._limited += 1
        exhausted = error.limits is not None and error.limits.exhausted
        if not exhausted and self._limited < CONFIRMED:
            return
        if error.retry_after > self._max_wait:
            self._refuse(ModelError(f"not sent after {self._too_long(error, error.retry_after)}"))
        else:
            self._gate.pause(error.retry_after)

    def _refuse(self, error: SummarizeError) -> None:
        """Send no further call: each would end in this."""
        self._refusal = error
        self._refused.set()
        self._gate.refuse(lambda: _copy(error))

    def _wait(self, error: TransientError, retries: int, *, well: bool) -> float:
        """Give the seconds until the next retry. Raises ModelError where the server asks for too many."""
        asked = error.retry_after or 0.0
        if asked > self._max_wait:
            raise self._too_long(error, asked) from error
        # What was asked for is enough, spread a little, so that those told the same don't come back as one.
        if asked:
            return asked + self._jitter() * min(1.0, asked)
        return (WELL if well else 1.0) * backoff(retries) * (1 + self._jitter() / 2)

    def _too_long(self, error: ModelError, asked: float) -> ModelError:
        return ModelError(
            f"{error}; it asks to wait {_duration(asked)}, and {_duration(self._max_wait)} is the limit: "
            "run it again then, or raise --max-wait"
        )


def backoff(retries: int) -> float:
    """Give the seconds to wait before a retry where the server asks for none, after `retries` of them."""
    return min(LONGEST_WAIT, FIRST_WAIT * GROWTH ** min(retries, 10))


def _check(*, concurrency: int, max_retries: int, rpm: float | None, tpm: float | None) -> None:
    if concurrency < 1:
        raise UsageError(f"--concurrency {concurrency} lets no call through: give 1 or more")
    if max_retries < 0:
        raise UsageError(f"--max-retries {max_retries} is no count: give 0 or more")
    for flag, value in (("--rpm", rpm), ("--tpm", tpm)):
        if value is not None and value <= 0:
            raise UsageError(f"{flag} {value:g} lets no call through: give more than 0")


def _copy(error: SummarizeError) -> SummarizeError:
    """Make the error anew for another call, so that each has its own traceback."""
    copy = type(error)(str(error))
    copy.__cause__ = error
    return copy


def _given_up(error: TransientError, tries: int) -> TransientError:
    times = "once" if tries == 1 else f"{tries} times"
    return TransientError(
        f"{error}; asked {times}; run it again later, or raise --max-retries", error.retry_after
    )


def _duration(seconds: float) -> str:
    """Give a wait as people say it: 45 s, 12 min, 3.5 h."""
    if seconds < 300:
        return f"{math.ceil(seconds)} s"
    return f"{seconds / 60:.3g} min" if seconds < 6_000 else f"{seconds / 3600:.3g} h"
