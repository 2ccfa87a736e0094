"""The pace of calls: how many at once, which next, and what becomes of those that fail for now."""

import asyncio
import contextlib
import math
import random
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import replace

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
from summarize.llm.base import LLM, PushbackError, Reply, Request, UnusableError
from summarize.llm.gate import Gate, Turn
from summarize.llm.outage import Silence
from summarize.llm.patience import Expectations
from summarize.llm.retries import SOONER, Luck, Tries, outlasted, wait

CONFIRMED = 2  # calls that a limit refused with no answer in between, for it to be one that holds for all
HEDGES = (
    0.15  # of all calls sent may be second attempts at one that seems to hang, while others wait to be sent
)
VAIN = 0.1  # of all calls sent may be such that the first attempt answered before
MOST_PROVED = 0.2  # of all calls sent may be so besides, as many as were answered before the first attempt
FEW_HEDGES = 3  # are allowed in any case
PROVED = 2.0  # more for each call that was waited for to its timeout: calls do hang
LEAST_OUTLASTED = (
    60.0  # seconds in which a server that has answered may be silent, before no more is asked of it
)
LEAST_CHANCES = 4  # calls that an endpoint has to show that it is there again, where calls have fewer retries
LOOK = 0.25  # seconds, after which it is looked again whether a call hangs, while that cannot be said
TURNS = 20  # of the event loop, in which an answer that is there is read


class Paced:
    """Lets as many calls through to `inner` as the endpoint takes, and asks again for those that failed for now.

    At most `concurrency` are in flight; below that their number rises while answers come and halves when the endpoint
    pushes back. No more than `rpm` requests and `tpm` tokens go out a minute, and no more than the endpoint's headers
    say it allows. Retries go first, then calls of the highest priority, and among these the longest.

    A TransientError is retried up to `max_retries` times, no sooner than the server asks. The count starts anew where
    the server asked to wait and has answered another call since: it keeps a limit, and the turn of this one will come.
    Where so many calls break off that one may do so as often by chance, it has more retries. A limit that shows to hold
    for all makes all wait. A server that asks for more than `max_wait` seconds ends the call. With `hedge` a call that takes far longer than its like is sent a second time, and the first answer counts. A
    reply that was cut off is asked for once more with twice the room. With `max_retries` 0 nothing is asked twice.
    After an EndpointError or a StoppedError no further call is sent, nor once a server that has answered is silent for as
    long as the retries take, but at least a minute: all that wait end in a ModelError.

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
        self._gate = Gate(concurrency, rpm, tpm)
        self._expectations = Expectations()
        self._max_retries = max_retries
        self._max_wait = max_wait
        self._hedge = hedge and max_retries > 0
        self._jitter = jitter
        self._answers = 0
        self._limited = 0
        self._answered = -math.inf
        self._outlast = outlasted(max_retries)
        self._silence = Silence(max(self._outlast, LEAST_OUTLASTED), max(max_retries, LEAST_CHANCES))
        self._luck = Luck()
        self._hedged = self._vain = self._won = self._hung = 0
        self._refusal: SummarizeError | None = None
        self._refused = asyncio.Event()
        self._news = asyncio.Event()

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
        """Ask until there is an answer, or a failure that is final."""
        tries = Tries(asyncio.get_running_loop().time(), self._answers)
        while True:
            before = self._answers
            try:
                reply = await self._raced(request, fresh=fresh and not tries.asked, dearer=tries.dearer)
            except TransientError as error:
                if not tries.asked:
                    self._luck.learn(failed=not isinstance(error, PushbackError))
                tries.fail(error, self._answers, self._max_retries)
                rest = self._rest_before(error, tries, well=self._answers > before or self._gate.well())
            else:
                if not tries.asked:
                    self._luck.learn(failed=False)
                return reply
            tries.retries += 1
            await rest

    def _rest_before(self, error: TransientError, tries: Tries, *, well: bool) -> Coroutine[None, None, None]:
        """Give what is waited for before a call is asked again. Raises where it is not, or the server asks for too long a wait."""
        held = self._gate.holds(error)
        if tries.retries >= self._retries(error) and not (held and self._lasts(tries)):
            raise _given_up(error, tries.asked) from error
        asked = error.retry_after or 0.0
        if asked > self._max_wait:
            raise self._too_long(error, asked) from error
        if held and not asked:
            return asyncio.sleep(0)
        retries = min(tries.retries, max(0, self._max_retries - 1))
        seconds = wait(error, retries, self._jitter(), well=well, answered=self._answers > 0)
        return self._rest(seconds, early=not well and not asked and not isinstance(error, UnusableError))

    def _retries(self, error: TransientError) -> int:
        """Give the retries that a call has: more than allowed where many fail by chance, and what failed was hardly paid for."""
        if not self._max_retries or isinstance(error, PushbackError | UnusableError):
            return self._max_retries
        return self._luck.retries(self._max_retries)

    def _lasts(self, tries: Tries) -> bool:
        """Whether a limit or an outage may still be waited for."""
        return asyncio.get_running_loop().time() - max(tries.start, self._answered) < self._outlast

    async def _rest(self, seconds: float, *, early: bool) -> None:
        """Wait for so long, or until no further call is sent; where `early`, only a part of it if another is answered."""
        answers, whole = self._answers, seconds
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(SOONER * whole if early else whole):
                await self._refused.wait()
        if early and answers == self._answers and self._refusal is None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout((1 - SOONER) * whole):
                    await self._news.wait()

    async def _raced(self, request: Request, *, fresh: bool, dearer: float) -> Reply:
        """Ask once, for so many times the tokens expected; and once more beside it when that takes far too long. The first answer counts."""
        turns = [await self._turn(request, fresh=fresh, dearer=dearer)]
        running = [self._start(self._attempt(request, turns[0]))]
        running[0].add_done_callback(lambda _: self._gate.leave(turns[0]))
        newest = running[0]
        asked = 1
        try:
            while True:
                # While a second attempt waits for its turn, there is nothing to look at.
                patience = self._until_hedge(request, turns[-1], asked) if asked == len(turns) else LOOK
                done, _ = await asyncio.wait(running, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    running.remove(task)
                    if not running or not isinstance(task.exception(), TransientError | LimitError):
                        reply = task.result()
                        if len(turns) > 1:
                            self._vain += task is not newest
                            self._won += task is newest
                        return replace(reply, calls=reply.calls + len(turns) - 1) if turns[1:] else reply
                if patience == 0 and not done and not await _is_there(running):
                    asked += 1
                    self._hedged += 1
                    for task in running[:-1]:
                        task.cancel()
                    newest = self._start(self._again(request, turns))
                    running = [*running[-1:], newest]
        finally:
            for task in running:
                task.cancel()

    def _start(self, attempt: Coroutine[None, None, Reply]) -> asyncio.Task[Reply]:
        task = asyncio.get_running_loop().create_task(attempt)
        # Of two that end together one is not looked at: its error is none to warn of.
        task.add_done_callback(lambda one: one.cancelled() or one.exception())
        return task

    async def _again(self, request: Request, turns: list[Turn]) -> Reply:
        """Wait for a turn of a call that is under way already, note it in `turns`, and send it again."""
        turns.append(await self._turn(request, fresh=False))
        try:
            return await self._attempt(request, turns[-1])
        finally:
            self._gate.leave(turns[-1])

    def _until_hedge(self, request: Request, turn: Turn, asked: int) -> float | None:
        """Give the seconds until a call is to be sent once more, or to look again; None where it never is."""
        if not self._hedge or asked > self._max_retries:
            return None
        patience = self._expectations.patience(request, idle=self._gate.idle())
        if patience is None or not self._gate.straggles(turn) or not self._may_hedge():
            return LOOK
        left = turn.at + patience - asyncio.get_running_loop().time()
        # Others that are answered meanwhile may show that this one takes too long.
        return min(left, LOOK) if left > 0 else 0.0

    def _may_hedge(self) -> bool:
        """Whether there is room for a second attempt: few were in vain, and few of all calls are such, or none waits."""
        sent = self._gate.sent
        if self._vain >= max(FEW_HEDGES, VAIN * sent):
            return False
        proved = min(self._won, MOST_PROVED * sent) + PROVED * self._hung
        return self._gate.idle() or self._hedged < max(FEW_HEDGES, HEDGES * sent + proved)

    async def _turn(self, request: Request, *, fresh: bool, dearer: float = 1.0) -> Turn:
        if self._refusal is not None:
            raise _copy(self._refusal)
        return await self._gate.turn(
            request, lambda: dearer * self._expectations.tokens(request), fresh=fresh
        )

    async def _attempt(self, request: Request, turn: Turn) -> Reply:
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
            if not error.limited:
                self._failed(turn, error)
            raise
        except UnusableError:
            self._gate.answered(turn)
            raise
        except TransientError as error:
            self._gate.failed(turn)
            self._failed(turn, error)
            raise
        else:
            self._answers += 1
            self._limited = 0
            self._answered = loop.time()
            self._silence.answered(turn.at, self._answered)
            self._news.set()
            self._news = asyncio.Event()
            self._gate.answered(turn)
            self._gate.hear(turn, reply.limits)
            self._expectations.learn(request, reply, loop.time() - turn.at)
            if reply.input_tokens:
                self._gate.correct(turn, reply.input_tokens + reply.output_tokens)
            return reply

    def _pushed_back(self, turn: Turn, error: PushbackError) -> None:
        """Send less; and nothing for as long as the server asks, where its limit holds for all."""
        self._hung += self._gate.refused(turn, error)
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

    def _failed(self, turn: Turn, error: TransientError) -> None:
        """Send no further call where none has been answered for too long."""
        now = asyncio.get_running_loop().time()
        self._silence.failed(turn.at, now)
        if self._silence.is_for_good(now):
            self._refuse(
                ModelError(f"not sent after {error}; the endpoint no longer answers: run it again later")
            )

    def _refuse(self, error: SummarizeError) -> None:
        """Send no further call: each would end in this."""
        self._refusal = error
        self._refused.set()
        self._news.set()
        self._gate.refuse(lambda: _copy(error))

    def _too_long(self, error: ModelError, asked: float) -> ModelError:
        return ModelError(
            f"{error}; it asks to wait {_duration(asked)}, and {_duration(self._max_wait)} is the limit: "
            "run it again then, or raise --max-wait"
        )


async def _is_there(running: Iterable[asyncio.Task[Reply]]) -> bool:
    """Whether an answer has come after all: one may wait to be read where this process had much else to do."""
    for _ in range(TURNS):
        await asyncio.sleep(0)
    return any(task.done() for task in running)


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
