"""Whether an endpoint that has answered before is down, when it is looked whether it is back, and when it is given up."""

import math

FIRST_PROBE = 1.0  # seconds after which it is asked again by one call, and then
SLOWER = 1.5  # times that, up to
LONGEST_PROBE = 4.0  # seconds


class Down:
    """Whether the endpoint is taken for down, and when one call may see whether it still is."""

    def __init__(self) -> None:
        self.now = False
        self._gap = FIRST_PROBE
        self._next = self._since = -math.inf

    def wait(self, now: float) -> float:
        """Give the seconds until a call may be sent."""
        return max(0.0, self._next - now) if self.now else 0.0

    def send(self, now: float) -> None:
        """Count a call that is sent: no other before its time."""
        self._next = now + self._gap

    def fail(self, at: float, now: float) -> None:
        """Take in that a call sent at `at` failed; those sent before all were held back tell nothing new."""
        if not self.now:
            self.now, self._gap, self._next = True, FIRST_PROBE, now + FIRST_PROBE
            self._since = now
        elif at >= self._since:
            self._gap = min(LONGEST_PROBE, SLOWER * self._gap)
            self._next = now + self._gap

    def end(self, at: float) -> None:
        """Take in that a call sent at `at` was let in; those sent before all were held back tell nothing."""
        self.now = self.now and at < self._since


class Silence:
    """How long calls have failed with no answer in between: one clock for all, whichever call it is and whatever it met.

    It is for good when it has lasted for longer than `outlast` seconds and a slow answer would have come; and when so many
    calls as `chances` failed that were sent when it had been heard: those that hung together show one outage, not that it lasts.
    """

    def __init__(self, outlast: float, chances: int) -> None:
        self._outlast, self._chances = outlast, chances
        self._answered = math.inf
        self._slowest = 0.0
        self._since = self._heard = math.inf
        self._missed = 0

    def answered(self, at: float, now: float) -> None:
        """Take in that a call sent at `at` was answered."""
        self._answered, self._since, self._heard, self._missed = now, math.inf, math.inf, 0
        self._slowest = max(self._slowest, now - at)

    def failed(self, at: float, now: float) -> None:
        """Take in that a call sent at `at` failed."""
        self._since = min(self._since, max(at, self._answered))
        self._missed += at >= self._heard
        self._heard = min(self._heard, now)

    def is_for_good(self, now: float) -> bool:
        """Whether no answer is to be expected any more."""
        return self._missed >= self._chances and now - self._since > self._outlast + self._slowest
