"""The rate of calls that an endpoint lets through without telling it, learnt from what it refuses and when."""

import math
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from summarize.llm.chance import CALLS, Chance

MINUTE = 60.0  # seconds that limits are mostly for: the first guess
ALIKE = 1.25  # times a mean call's tokens are still one call
SLOWEST = 0.25  # calls a second that are tried at least, where few were let in before the first refusal
PROBES = (10.0, 30.0, 61.0)  # seconds after a burst, to the windows that limits are kept by and a little
SLOW = 10.0  # seconds from the first call of a burst to its last, for it to be slow
LONGEST_GAP = 16.0  # seconds between two tries later
BELIEVED = 2  # waits that the endpoint asks for are believed, before they are made longer
SLACK = (0.02, 0.005)  # seconds, and a part of them, that come on top: two clocks
MARGIN = 0.985  # of a rate is used
ENOUGH = 3.0  # calls' worth let in between two refusals, for these to tell a rate where they tell no wait
LOOKED_BACK = 150.0  # seconds of refusals that a rate is taken from: more than two windows of a minute
LOWER = 0.6  # of the rate that was held: less let in of late is a limit that has become lower
WINDOWED = 2.0  # times what one call takes to come back, of as many a minute: who asks for more gives back many at once
EXACT = 20.0  # calls' worth of evidence is a wait told to parts of a second
KEPT = 130.0  # seconds for which it is known what was sent: two windows of a minute
SENT = 4_096  # calls, at most
WINDOWS = 3.0  # windows without a refusal, before more is tried,
USED = 0.5  # of what was thought to be in a window, when it is refused, is what is in it
WIDER = 0.1  # of what one held
ROUNDED = 0.5  # of a call: calls are alike in what they count for, but not quite
ALONE = 1.0  # seconds without a call, after which the first goes alone for
SCOUT = 0.25  # seconds
TRUSTED = 1.5  # times the calls that a rate was taken from must be let in, before more are tried
RAMP = 2.0  # times the rate, for each call let in while no rate is known


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """As much as a window of so many seconds holds: no more is sent until what was is as old."""

    most: float
    seconds: float

    def wait(self, sent: Iterable[Sequence[float]], now: float) -> float:
        """Give the seconds until one more call may be sent, of when which were and what they count for."""
        young = [(at, cost) for at, cost in sent if at > now - self.seconds / MARGIN]
        over = sum(cost for _, cost in young) + 1 - self.most - ROUNDED
        for at, cost in young:
            if over <= 0:
                break
            over -= cost
            if over <= 0:
                return at + self.seconds / MARGIN - now
        return 0.0


class Learnt:
    """Holds calls to the rate that was let through between refusals, once a limit by time shows.

    At each refusal nothing is left of the limit, and when the wait that it asks for is over, there is room for one call;
    so what was let in between two of them is what came back meanwhile, whether by and by or when a window had passed. A call
    counts for one, or for as many as its tokens are of a mean one's if that is more: whether the limit is one of requests or of
    tokens nobody says, and this keeps both.
    """

    def __init__(self) -> None:
        self.held = False
        self._rate = math.inf
        self._known = False
        self._evidence = 0.0
        self._next = -math.inf
        self._passed = 0.0
        self._mean = 0.0
        self._sent: deque[list[float]] = deque(maxlen=SENT)
        self._window: TimeWindow | None = None
        self._too_short = False
        self._base = 0.0
        self._burst = 0.0
        self._guessed = math.inf
        self._refusals: deque[tuple[float, float]] = deque()
        self._tries = 0
        self._tried_at = 0.0
        self._began = self._from = -math.inf
        self._decided = -math.inf
        self._doubted = self._binding = False
        self._chance = Chance()

    @property
    def trusted(self) -> bool:
        """Whether refusals have not turned out to be chance of late."""
        return not self._chance.likely(self._passed)

    def cost(self, tokens: float) -> float:
        """Give what a call of so many tokens counts for."""
        longer = tokens / self._mean if self._mean else 1.0
        return longer if longer > ALIKE else 1.0

    def wait(self, now: float) -> float:
        """Give the seconds until a call may be sent."""
        if not self.held:
            return 0.0
        return max(0.0, self._next - now, self._window.wait(self._sent, now) if self._window else 0.0)

    def send(self, tokens: float, now: float) -> float:
        """Count a call that is sent; give what it counts for."""
        self._mean = self._mean + 0.1 * (tokens - self._mean) if self._mean else tokens
        cost = self.cost(tokens)
        self._passed += cost
        scout = self._window is not None and self._sent and now - self._sent[-1][0] > ALONE
        while self._sent and self._sent[0][0] < now - KEPT:
            self._sent.popleft()
        self._sent.append([now, cost])
        if self._window is not None:
            # The first of a window goes alone, and shows whether it is one.
            self._next = now + SCOUT if scout else self._next
        elif self.held:
            self._binding = now - self._next < 1 / self._rate
            self._next = max(self._next, now) + cost / (MARGIN * self._rate)
        return cost

    def unsend(self, cost: float, at: float) -> None:
        """Take back a call sent at `at` that was refused, or not sent at all."""
        self._passed -= cost
        for one in reversed(self._sent):
            if one == [at, cost]:
                one[1] = 0.0
                break
        if at < self._decided:
            self._burst = max(1.0, self._burst - cost)
        if self._window is not None and at < self._decided:
            self._window = TimeWindow(max(1.0, self._window.most - cost), self._window.seconds)
        if self._refusals and at < self._decided:
            back_at, passed = self._refusals[-1]
            self._refusals[-1] = back_at, passed - cost

    def note(self, at: float, began: float, asked: float, now: float) -> None:
        """Take in a refusal that may be for the number of calls in flight: what it says counts where it is for their rate."""
        if asked and at >= self._decided:
            self._refusals.append((began + asked, self._passed))
            self._decided = now

    def refuse(self, at: float, began: float, now: float, asked: float, *, chancy: bool) -> None:
        """Take in that a call sent at `at` was refused, as all since `began` were; `asked` is the wait it asks for.

        `chancy` says that refusals come by chance too: then no long wait follows from a few.
        """
        if at < self._decided:
            return
        # No limit that names a wait lets a call in before it is over: who does so refuses by chance.
        if self.held and (chancy or not asked) and self._chance.shows(self._passed, anew=not self._tries):
            self._let_go()
            return
        if self._passed > self._tried_at and asked and not chancy:
            self._tries = 0
        self.held, self._decided, self._doubted = True, now, False
        self._chance.stop()
        if self._tries == 0:
            self._began = began
            self._burst = self._within(began - MINUTE)
            self._from = self._probed_from(began)
            self._measure(began, asked)
            self._see_window(began, asked)
            self._base = self._passed
        self._next = now + self._gap(now, asked, chancy=chancy)
        self._tries += 1
        self._tried_at = self._passed

    def doubt(self, at: float, now: float, *, chancy: bool) -> None:
        """Let one more go at once after a call sent at `at` was refused: a limit refuses that too, and chance most likely not."""
        if at < self._decided:
            return
        chance = chancy and self._chance.shows(self._passed, anew=not self._tries)
        if chance or (self._chance.tried and self._chance.shows_in_trial()):
            self._let_go()
        elif not self._chance.tried:
            self._next, self._doubted = min(self._next, now), True

    def _let_go(self) -> None:
        """Take refusals for chance, and forget what was learnt from them."""
        self.held, self._known, self._rate, self._tries, self._window = False, False, math.inf, 0, None
        self._refusals.clear()
        self._chance.found(self._passed)

    def slow_down(self, rate: float, now: float) -> None:
        """See whether refusals cease at a rate a little below the one that was let in: then they are no chance."""
        if self.held or not self._chance.may_be_tried(self._passed):
            return
        self.held, self._rate, self._known, self._evidence = True, rate, True, CALLS
        self._decided, self._next = now, now + 1 / rate
        self._chance.try_from(self._passed)
        self._refusals.append((now, self._passed))
        self._base = self._passed

    def let_in(self, at: float, now: float) -> None:
        """Take in that a call sent at `at` was let in: go on, and try for more after a while without a refusal."""
        if not self.held or at < self._decided:
            return
        if self._chance.tried:
            self._chance.let_in(self._passed)
            return
        if self._doubted:
            self._doubted, self._known = False, False
            self._rate *= RAMP
        if self._tries:
            self._first_after_refusals(at, now)
        elif not self._known:
            self._rate *= RAMP
        else:
            self._try_more(self._passed - self._base)

    def _try_more(self, since: float) -> None:
        """Allow a little more where as much was let in `since` the last refusal that what was learnt from that may be too low."""
        if self._window is not None:
            if since > WINDOWS * self._window.most:
                self._window = TimeWindow((1 + WIDER) * self._window.most, self._window.seconds)
                self._base = self._passed
        elif self._binding and since > TRUSTED * self._evidence:
            self._rate *= 1 + 1 / max(ENOUGH, self._evidence)

    def _first_after_refusals(self, at: float, now: float) -> None:
        self._tries = 0
        passed = at - self._began
        if self._window is not None and self._too_short:
            self._window = TimeWindow(self._window.most, max(self._window.seconds, at - self._first()))
            self._too_short = False
        elif self._window is None and not self._known and passed >= PROBES[0]:
            # A window has passed: it holds what was let in before.
            self._rate, self._known, self._evidence = self._burst / passed, True, self._burst
            self._window = TimeWindow(self._burst, at - self._first())
        self._next = min(self._next, now + 1 / self._rate)

    def _gap(self, now: float, asked: float, *, chancy: bool) -> float:
        """Give the seconds until the next try."""
        if asked:
            longer = min(LONGEST_GAP, 2.0 ** (self._tries - BELIEVED) / self._rate) if self._tries else 0.0
            return max(longer, asked * (1 + SLACK[1]) + SLACK[0])
        if not self._tries or chancy:
            return min(LONGEST_GAP, 2.0**self._tries / (MARGIN * self._rate))
        return next((self._from + one - now for one in PROBES if self._from + one > now), LONGEST_GAP)

    def _probed_from(self, began: float) -> float:
        """Give when the time to probes counts from: the refusal, or the first call of all where a slow burst ended in it."""
        first = min((at for at, cost in self._sent if cost), default=began)
        return first if self._rate == math.inf and SLOW < began - first < MINUTE else began

    def _measure(self, began: float, asked: float) -> None:
        """Take the rate from what was let in since earlier refusals."""
        back_at, enough = began + asked, 1.0 if asked else ENOUGH
        while len(self._refusals) > 1 and self._refusals[1][0] < began - LOOKED_BACK:
            self._refusals.popleft()
        rate = self._between(0, back_at, enough)
        for place in reversed(range(1, len(self._refusals))):
            lately = self._between(place, back_at, enough)
            if rate is not None and lately is not None and lately < LOWER * rate:
                rate = lately
                for _ in range(place):
                    self._refusals.popleft()
            if lately is not None:
                break
        self._refusals.append((back_at, self._passed))
        if rate is not None:
            self._rate, self._known = rate, True
            self._evidence = self._passed - self._refusals[0][1]
            if asked and not float(asked).is_integer():
                self._evidence = max(EXACT, self._evidence)
        elif self._rate == math.inf:
            self._guess(began, asked)
        elif not self._known:
            # One call too many at twice the rate: the one before it is about the limit.
            sure = self._rate / RAMP <= self._guessed
            self._rate, self._known = self._rate / RAMP, True
            self._evidence = self._burst if sure else ENOUGH

    def _first(self) -> float:
        """Give when the first call was let in since the refusals before the last, or at all."""
        before = self._refusals[-2][0] if len(self._refusals) > 1 else -math.inf
        return min((at for at, cost in self._sent if cost and at >= before), default=self._began)

    def _see_window(self, began: float, asked: float) -> None:
        """Take a long wait that a refusal asks for as the end of a window, that holds what was let in within it."""
        if not asked:
            self._narrow(began)
            return
        if asked <= WINDOWED * MINUTE / self._burst:
            self._window = None
            return
        seconds = max(self._window.seconds if self._window else 0.0, began + asked - self._first())
        self._window = TimeWindow(self._within(began + asked - seconds), seconds)

    def _narrow(self, began: float) -> None:
        """Take a refusal within a window for its end, where most of it was used; where little was, it is longer than was thought."""
        if self._window is not None and self._passed - self._base < USED * self._window.most:
            # A new one would hold more: what was let in came back little by little.
            self._window = None
        if self._window is not None:
            used = self._within(began - self._window.seconds)
            self._too_short = used < USED * self._window.most
            if not self._too_short:
                self._window = TimeWindow(min(used, self._window.most), self._window.seconds)

    def _within(self, since: float) -> float:
        """Give what was let in since a time."""
        return max(1.0, sum(cost for at, cost in self._sent if at > since))

    def _guess(self, began: float, asked: float) -> None:
        """Take the first refusal for the end of what a minute allows, or of what the wait that it asks for makes a window."""
        first = min((at for at, _ in self._sent), default=began)
        self._rate = max(SLOWEST, self._burst / (began + asked - first if asked else MINUTE))
        self._guessed = self._rate
        # Of a limit that fills little by little one call would be back sooner.
        self._known, self._evidence = asked > WINDOWED * MINUTE / self._burst, self._burst

    def _between(self, place: int, back_at: float, enough: float) -> float | None:
        """Give the rate at which calls were let in since an earlier refusal; None where they were too few."""
        if place >= len(self._refusals):
            return None
        earlier, passed = self._refusals[place]
        let_in = self._passed - passed
        return let_in / (back_at - earlier) if let_in >= enough and back_at > earlier else None
