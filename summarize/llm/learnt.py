"""The rate of calls that an endpoint lets through without telling it, learnt from what it refuses and when."""

import math
from collections import deque

FIRST_RATE = 1.0  # calls a second that are tried when one is let in again of which no rate is known yet
LONGEST_GAP = 16.0  # seconds between two tries, while all are refused
BELIEVED = 2  # waits that the endpoint asks for are believed, before they are made longer
ENOUGH = 3.0  # calls' worth let in between two refusals, for these to tell a rate
LOOKED_BACK = 150.0  # seconds of refusals that a rate is taken from: more than two windows of a minute
LOWER = 0.6  # of the rate that was held: less let in of late is a limit that has become lower
RAMP = 2.0  # times the rate, for each call let in while no rate is known


class Learnt:
    """Holds calls to the rate that was let through between refusals, once a limit by time shows.

    At each refusal nothing is left of the limit; so what was let in between two of them is what came back meanwhile,
    whether by and by or when a window had passed. A call counts for one, or for as many as its tokens are of a mean
    one's if that is more: whether the limit is one of requests or of tokens nobody says, and this keeps both.
    """

    def __init__(self) -> None:
        self.held = False
        self._rate = math.inf
        self._known = False
        self._next = -math.inf
        self._passed = 0.0
        self._mean = 0.0
        self._refusals: deque[tuple[float, float]] = deque()
        self._tries = 0
        self._decided = -math.inf
        self._doubted = False

    def cost(self, tokens: float) -> float:
        """Give what a call of so many tokens counts for."""
        return max(1.0, tokens / self._mean) if self._mean else 1.0

    def wait(self, now: float) -> float:
        """Give the seconds until a call may be sent."""
        return max(0.0, self._next - now) if self.held else 0.0

    def send(self, tokens: float, now: float) -> float:
        """Count a call that is sent; give what it counts for."""
        self._mean = self._mean + 0.1 * (tokens - self._mean) if self._mean else tokens
        cost = self.cost(tokens)
        self._passed += cost
        if self.held:
            self._next = max(self._next, now) + cost / self._rate
        return cost

    def unsend(self, cost: float, at: float) -> None:
        """Take back a call sent at `at` that was refused, or not sent at all."""
        self._passed -= cost
        if self._refusals and at < self._decided:
            began, passed = self._refusals[-1]
            self._refusals[-1] = began, passed - cost

    def refuse(self, at: float, began: float, now: float, asked: float) -> None:
        """Take in that a call sent at `at` was refused, as all since `began` were; `asked` is the wait it asks for."""
        if at < self._decided:
            return
        self.held, self._decided, self._doubted = True, now, False
        if self._tries == 0:
            self._measure(began)
        gap = min(LONGEST_GAP, 2.0 ** (self._tries - (BELIEVED if asked else 0)) / self._rate)
        self._tries += 1
        self._next = now + max(gap, asked)

    def doubt(self, now: float) -> None:
        """Let one more go at once: a limit refuses that too, and chance most likely not."""
        self._next = min(self._next, now)
        self._doubted = True

    def let_in(self, at: float, now: float) -> None:
        """Take in that a call sent at `at` was let in: go on, and try for more after a while without a refusal."""
        if not self.held or at < self._decided:
            return
        if self._doubted:
            self._doubted, self._known = False, False
            self._rate *= RAMP
        if self._tries:
            self._tries = 0
            if not self._known:
                self._rate = max(self._rate, FIRST_RATE)
            self._next = min(self._next, now + 1 / self._rate)
        elif not self._known:
            self._rate *= RAMP
        else:
            learnt, since = (self._passed - passed for _, passed in (self._refusals[0], self._refusals[-1]))
            if since > learnt / 2:
                # As many were let in since as the rate was taken from: it was too low, by no one knows how much.
                self._rate *= 1 + 1 / max(ENOUGH, learnt)

    def _measure(self, began: float) -> None:
        """Take the rate from what was let in since earlier refusals."""
        while len(self._refusals) > 1 and self._refusals[1][0] < began - LOOKED_BACK:
            self._refusals.popleft()
        rate = self._between(0, began)
        for place in reversed(range(1, len(self._refusals))):
            lately = self._between(place, began)
            if rate is not None and lately is not None and lately < LOWER * rate:
                rate = lately
                for _ in range(place):
                    self._refusals.popleft()
            if lately is not None:
                break
        self._refusals.append((began, self._passed))
        if rate is not None:
            self._rate, self._known = rate, True
        elif not self._known:
            self._rate = FIRST_RATE if self._rate == math.inf else self._rate / 2

    def _between(self, place: int, began: float) -> float | None:
        """Give the rate at which calls were let in since an earlier refusal; None where they were too few."""
        if place >= len(self._refusals):
            return None
        at, passed = self._refusals[place]
        let_in = self._passed - passed
        return let_in / (began - at) if let_in >= ENOUGH and began > at else None
