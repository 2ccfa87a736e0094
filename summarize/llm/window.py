"""How many calls are in flight at once: as many as the endpoint takes, found out as TCP finds it out."""

import math

OPENING = 32  # calls at once while no answer has come
STAGGER = 0.003  # seconds between two new connections: 32 are open within a tenth of a second
AT_ONCE = 8  # calls that are opened like that before anything was heard
UNHEARD = 0.025  # seconds between those behind them: time for the first to be refused
BACK_OFF = 0.5
FIRST_STEP = 3.0  # more with each answer, until the endpoint has pushed back for the first time
NEAR = 0.9  # of the number at which the endpoint last pushed back: from there on it grows by one a round
SETTLING = 1.0  # seconds after which calls sent since count as let in, and twice the time the refusal took
LESS_SURE = 2.0  # times that, each time the endpoint pushes back again
SAME = 0.1  # of the number at which the endpoint pushed back last: about there it does so again, and
MOST_CAUTION = 8.0  # times the answers are waited for, at most, before one more is tried
SURER = 0.9  # of it, with each answer


class Window:
    """The number of calls in flight: rises with each answer while it is used, and halves when the endpoint pushes back.

    It returns fast to near where that was, and goes on slowly from there: with answers, and with the time in which no
    other call is pushed back, since a refusal comes much sooner than an answer. `most` is never exceeded. Times are in
    seconds on one clock.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = float(min(most, OPENING))
        self._trouble = math.inf
        self._cut = -math.inf
        self._left = 0.0
        self._settling = math.inf
        self._doubt = 1.0
        self._caution = 1.0
        self._in_flight = 0
        self._peak = 0
        self._opened = -math.inf
        self._heard = False

    @property
    def in_flight(self) -> int:
        """The calls under way."""
        return self._in_flight

    @property
    def size(self) -> int:
        """The calls that may be under way."""
        return max(1, int(self._size))

    def wait(self, now: float) -> float:
        """Give the seconds until one more call may be sent; infinity where one must end first."""
        self._settle(now)
        if self._in_flight >= self.size:
            return self._until(self._in_flight + 1, now)
        if self._in_flight < self._peak:
            return 0.0
        stagger = STAGGER if self._heard or self._in_flight < AT_ONCE else UNHEARD
        return max(0.0, self._opened + stagger - now)

    def _settle(self, now: float) -> None:
        """Return, as time goes by since the last cut, to near where the number was."""
        if self._trouble < math.inf:
            gone = min(1.0, (now - self._cut) / self._settling)
            self._size = max(self._size, self._left + gone * (NEAR * self._trouble - self._left))

    def _until(self, size: int, now: float) -> float:
        """Give the seconds until the number is so high by time alone, infinity where it never is."""
        if not self._left < size <= NEAR * self._trouble < math.inf:
            return math.inf
        share = (size - self._left) / (NEAR * self._trouble - self._left)
        return max(0.0, self._cut + share * self._settling - now)

    def enter(self, now: float) -> None:
        """Count a call that is sent."""
        self._in_flight += 1
        if self._in_flight > self._peak:
            self._peak, self._opened = self._in_flight, now

    def leave(self) -> None:
        """Count a call that has ended, however it did."""
        self._in_flight -= 1

    def answered(self) -> None:
        """Widen: an answer has come to a call that is still counted."""
        self._heard = True
        self._doubt = max(1.0, SURER * self._doubt)
        if self._in_flight >= self.size:
            self._size = min(float(self._most), self._size + self._step())

    def _step(self) -> float:
        if self._trouble == math.inf:
            return FIRST_STEP
        near = NEAR * self._trouble - self._size
        return min(1.0, near) if near > 0 else 1.0 / (self._caution * self._size)

    def pushed_back(self, sent: float, now: float) -> None:
        """Halve, once for all the calls that were under way together."""
        self._heard = True
        if sent < self._cut:
            return
        self._cut = now
        again = abs(self._size - self._trouble) <= max(1.0, SAME * self._trouble) < math.inf
        self._caution = min(MOST_CAUTION, 2 * self._caution) if again else 1.0
        self._trouble = self._size
        self._size = self._left = max(1.0, BACK_OFF * self._trouble)
        self._settling = self._doubt * (SETTLING + 2 * (now - sent))
        self._doubt *= LESS_SURE
