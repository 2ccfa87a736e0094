"""The gate that calls go through one by one: which goes next, when, and what refusals make of that."""

import asyncio
import heapq
import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from summarize.errors import TransientError
from summarize.llm.base import Limits, PushbackError, Request
from summarize.llm.learnt import Learnt
from summarize.llm.outage import Down
from summarize.llm.quota import Quota
from summarize.llm.told import Spent
from summarize.llm.verdicts import FIRST_GUESS, Sent, Verdicts
from summarize.llm.window import Window

TICK = 0.001  # seconds: no look at the clock sooner after the last
YOUNGER = 0.25  # of a call's age others may be younger, to have had about the time that it has
STRAGGLERS = (
    0.5  # of the calls sent in the same time may be under way, where what is slow is one call and not all
)
LONE = 0.25  # of them, for one that got no answer at all to say nothing of how much the endpoint takes
BELOW = 0.75  # of the calls in flight that were let in: a refusal below is not for their number
UNLIKELY = 0.05  # is what a run of refusals must be by chance, for a limit by time to be thought of that names a wait, or
HARDLY = 0.001  # where none is named
SHORT_WAIT = 2.0  # seconds: who has too many calls in flight asks for no longer wait, mostly
GOOD = 0.85  # of the last calls let in: those refused are too few to slow down for, else it is tried at
SLOWER = 0.9  # of the rate let in
WELL = 0.4  # of the last calls let in are a server that is well
DOWN = 5  # calls that fail one after the other, none let in between, for the endpoint to be taken for down


@dataclass(frozen=True, slots=True, eq=False)
class Turn:
    """A call that was let through: when, what it is expected to take, and where the limits stood."""

    at: float
    tokens: float
    cost: float
    requests: Spent
    spent: Spent
    verdict: Sent


# The place of a waiting call: what goes on first, then priority, then length, then the order of asking.
_Rank = tuple[bool, int, float, int]
_Tokens = Callable[[], float]


class Gate:
    """Lets calls through one by one: no more in flight, a minute and in tokens than is allowed, in order of rank."""

    def __init__(self, concurrency: int, rpm: float | None, tpm: float | None) -> None:
        self.window = Window(concurrency)
        self.sent = 0
        self._requests = Quota(rpm, burst=0.1, least=1.0)
        self._tokens = Quota(tpm, burst=0.5, least=1.0)
        self._learnt = Learnt()
        self._verdicts = Verdicts()
        self._down = Down()
        self._heard = False
        self._paused = -math.inf
        self._waiting: list[tuple[_Rank, _Tokens, asyncio.Future[Turn]]] = []
        self._numbers = count()
        self._timer: asyncio.Handle | None = None
        self._soon = False

    async def turn(self, request: Request, tokens: _Tokens, *, fresh: bool) -> Turn:
        """Wait until a call may be sent. Whoever gets a turn must `leave`.

        `tokens` gives what the call will take by what is known then.
        """
        future: asyncio.Future[Turn] = asyncio.get_running_loop().create_future()
        rank = (fresh, -request.priority, -tokens(), next(self._numbers))
        heapq.heappush(self._waiting, (rank, tokens, future))
        # Not at once: others that ask in the same moment may be longer.
        self.look()
        try:
            return await future
        except asyncio.CancelledError:
            if future.done() and not future.cancelled() and not future.exception():
                self.leave(future.result())
            raise

    def leave(self, turn: Turn) -> None:
        """Give a turn back: the call has ended."""
        turn.verdict.ended = True
        self.window.leave()
        self.look()

    def idle(self) -> bool:
        """Whether one more call could go, and none waits."""
        return not self._waiting and self.window.in_flight < self.window.size

    def straggles(self, turn: Turn) -> bool:
        """Whether few of the calls that were sent about when this one was are under way: what is slow is it, not all."""
        age = asyncio.get_running_loop().time() - turn.at
        return self._verdicts.under_way(turn.at - age, turn.at + YOUNGER * age) <= STRAGGLERS

    def pause(self, seconds: float) -> None:
        """Let no call through for so long."""
        self._paused = max(self._paused, asyncio.get_running_loop().time() + seconds)

    def hear(self, turn: Turn, limits: Limits | None) -> None:
        """Take what the endpoint says of its limits with the answer to a call."""
        if limits is not None:
            self._requests.hear(turn.requests, limits.requests)
            self._tokens.hear(turn.spent, limits.tokens)

    def correct(self, turn: Turn, tokens: float) -> None:
        """Take in the tokens that a call really took."""
        self._tokens.correct(turn.spent, tokens, asyncio.get_running_loop().time())

    def unspend(self, turn: Turn) -> None:
        """Give back what the limits by time were charged for a call that was not sent."""
        now = asyncio.get_running_loop().time()
        self._requests.correct(turn.requests, 0.0, now)
        self._tokens.correct(turn.spent, 0.0, now)
        self._learnt.unsend(turn.cost, turn.at)

    def answered(self, turn: Turn) -> None:
        """Take in that a call was answered."""
        turn.verdict.refused = False
        self._heard = True
        self._down.end(turn.at)
        self.window.answered()

    def failed(self, turn: Turn) -> None:
        """Take in that a call broke off."""
        now = asyncio.get_running_loop().time()
        self._verdicts.refuse(turn.verdict, now)
        self._may_be_down(turn, now)

    def refused(self, turn: Turn, error: PushbackError) -> bool:
        """Take in that the endpoint had too much to do, and send less; give whether it was the call alone that hung."""
        now = asyncio.get_running_loop().time()
        if not error.limited and self._verdicts.let_in(turn.verdict, now):
            alone = self._alone(turn, now)
            if not alone:
                self.window.pushed_back(turn.at, now)
            return alone
        self._learnt.unsend(turn.cost, turn.at)
        self._requests.refused(turn.requests)
        self._tokens.refused(turn.spent)
        self._verdicts.refuse(turn.verdict, now, error.retry_after or 0.0)
        if error.limited and not _told(error.limits):
            self._limit_met(turn, error.retry_after or 0.0, now)
        if not error.limited and self._may_be_down(turn, now):
            return False
        if self._verdicts.is_run(now) and (not error.limited or self._too_many(turn, now)):
            self.window.pushed_back(turn.at, now)
        return False

    def _limit_met(self, turn: Turn, asked: float, now: float) -> None:
        """Learn from a refusal for a limit that no header tells of: one by time, or chance, or one of calls in flight."""
        run, began = self._verdicts.run(now), self._verdicts.began(now)
        chancy = not self._learnt.trusted or self._verdicts.at_random(now) > FIRST_GUESS
        easily = not chancy and (self._learnt.held or asked > 0)
        if not self._learnt.held and asked <= SHORT_WAIT and self._too_many(turn, now):
            self._learnt.note(turn.at, began, asked, now)
        elif run >= self._verdicts.no_chance(now, UNLIKELY if easily else HARDLY, all_chance=chancy):
            self._learnt.refuse(turn.at, began, now, asked, chancy=chancy)
        elif self._learnt.held or self._verdicts.good(now) > GOOD:
            self._learnt.doubt(turn.at, now, chancy=chancy or not asked)
        elif not asked and (rate := self._verdicts.rate(now)):
            self._learnt.slow_down(SLOWER * rate, now)

    def _alone(self, turn: Turn, now: float) -> bool:
        """Whether nearly all calls that were sent about when this one was, which was not, were answered."""
        age = now - turn.at
        return self._verdicts.unanswered(turn.at - age, turn.at + YOUNGER * age) <= LONE

    def holds(self, error: TransientError) -> bool:
        """Whether a call that failed so may wait its turn here: nothing goes before there is hope for it."""
        learnt = self._learnt.held and not error.retry_after
        return self._down.now or (learnt and isinstance(error, PushbackError) and error.limited)

    def well(self) -> bool:
        """Whether about half of the last calls were let in, or more."""
        return self._heard and self._verdicts.good(asyncio.get_running_loop().time()) >= WELL

    def _may_be_down(self, turn: Turn, now: float) -> bool:
        """Take the endpoint for down where call after call fails, though it has answered before."""
        if self._heard and self._verdicts.run(now) >= max(DOWN, self._verdicts.no_chance(now)):
            self._down.fail(turn.at, now)
        return self._down.now

    def _too_many(self, turn: Turn, now: float) -> bool:
        """Whether a refusal may be for the number of calls in flight: it is near the most that were let in."""
        load, taken = turn.verdict.load, self._verdicts.taken(now)
        return self.window.in_flight > 1 and load > max(1.0, min(BELOW * taken, taken - 2.0))

    def _settle(self, turn: Turn) -> None:
        """See whether a call that was sent while others were refused has been let in."""
        now = asyncio.get_running_loop().time()
        if turn.verdict.refused or (turn.verdict.ended and turn.verdict.refused is None):
            return
        self._learnt.let_in(turn.at, now)
        self._down.end(turn.at)
        self.look()

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
            takes = tokens()
            wait = self._wait(takes, now)
            if wait > 0:
                if wait < math.inf:
                    self.look(max(wait, TICK))
                return
            heapq.heappop(self._waiting)
            future.set_result(self._send(takes, now))
            # One at a time: answers that have come meanwhile are kept before more is asked.
            self.look()
            return

    def _send(self, tokens: float, now: float) -> Turn:
        """Count a call that is sent."""
        self.sent += 1
        self.window.enter(now)
        spent = self._requests.spend(1.0, now), self._tokens.spend(tokens, now)
        verdict = self._verdicts.send(now, self.window.in_flight)
        turn = Turn(now, tokens, self._learnt.send(tokens, now), *spent, verdict)
        if self._learnt.held or self._down.now:
            self._down.send(now)
            asyncio.get_running_loop().call_later(self._verdicts.settled, self._settle, turn)
        return turn

    def _wait(self, tokens: float, now: float) -> float:
        """Give the seconds until a call may go; infinity where the end of another will tell."""
        return max(
            self._paused - now,
            self.window.wait(now),
            self._verdicts.careful(now),
            self._requests.wait(1.0, now),
            self._tokens.wait(tokens, now),
            self._learnt.wait(now),
            self._down.wait(now),
        )


def _told(limits: Limits | None) -> bool:
    """Whether headers tell of a limit that some of is used of: then nothing has to be learnt. Some servers tell always the same."""
    told = () if limits is None else (limits.requests, limits.tokens)
    return any(one is not None and one.limit is not None and one.remaining < one.limit for one in told)
