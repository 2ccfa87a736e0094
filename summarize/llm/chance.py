"""Whether refusals come by chance, whatever is asked: they go on though calls are held back."""

from collections import deque

ONSETS = 3  # times that calls are refused anew, though held, within
WITHIN = 8.0  # calls let in: it is chance that refuses them
DISTRUST = 64.0  # calls for which it is taken for that, and twice as many the next time
CALLS = 16.0  # that show whether refusals cease below a rate
SOME = 2  # of them refused: they do not


class Chance:
    """Looks on while calls are held to a rate. Calls are counted by `passed`, as many as were let in so far."""

    def __init__(self) -> None:
        self._onsets: deque[float] = deque(maxlen=ONSETS)
        self._distrusted = self._untried = 0.0
        self._distrust = DISTRUST
        self._tried_from: float | None = None
        self._refused = 0

    @property
    def tried(self) -> bool:
        """Whether it is being tried if refusals cease below a rate."""
        return self._tried_from is not None

    def likely(self, passed: float) -> bool:
        """Whether refusals turned out to be chance of late."""
        return passed < self._distrusted

    def may_be_tried(self, passed: float) -> bool:
        """Whether enough calls were sent since it was tried in vain."""
        return passed >= self._untried

    def try_from(self, passed: float) -> None:
        """Take in that calls are held back to see whether refusals cease."""
        self._tried_from, self._refused = passed, 0

    def let_in(self, passed: float) -> None:
        """Take in that a call was let in: after many without a refusal it was a limit."""
        if self._tried_from is not None and passed - self._tried_from >= CALLS:
            self._tried_from, self._distrusted = None, passed
            self._onsets.clear()

    def stop(self) -> None:
        """Take in that a run of refusals shows a limit."""
        self._tried_from = None

    def shows_in_trial(self) -> bool:
        """Count a refusal while it is tried; give whether they do not cease."""
        self._refused += 1
        return self._refused >= SOME

    def shows(self, passed: float, *, anew: bool) -> bool:
        """Count a refusal, `anew` where calls were let in before it; give whether they come too often for a rate that is held."""
        if anew:
            self._onsets.append(passed)
        return len(self._onsets) == ONSETS and passed - self._onsets[0] <= WITHIN

    def found(self, passed: float) -> None:
        """Take refusals for chance for a while."""
        self._onsets.clear()
        self._tried_from = None
        self._distrusted, self._distrust = passed + self._distrust, 2 * self._distrust
        self._untried = passed + CALLS
