"""What a limit by time still allows: requests or tokens a minute, as the user gave it and as the endpoint tells it."""

import math
from collections import deque
from dataclasses import dataclass

from summarize.llm.base import Allowance

MINUTE = 60.0
MARGIN = 0.985  # of a limit is used: two clocks, and the way to the endpoint, shift what is counted where
EVIDENCE = 3.0  # calls' worth must be due before it is said that none come back
RETURNED = 0.25  # of what is due must have come back, else the limit is kept by windows
ALIKE = 0.8  # of the longest reset told: one much shorter says little of the rate, as what is left is rounded down
ROUNDED = 0.5  # units, by which it is on average
COARSE = 10.0  # units: what is left of a limit below that, in whole ones, says too little to go by


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the count stood when a call was sent: all that was spent, this call included, and when."""

    spent: float
    at: float


class Bucket:
    """Fills at `rate` units a second up to `most`, from the start full; what is spent beyond is owed."""

    def __init__(self, rate: float, most: float) -> None:
        self._rate = rate
        self._most = self._level = most
        self._at = -math.inf

    def wait(self, cost: float, now: float) -> float:
        """Give the seconds until `cost` may be spent."""
        self._fill(now)
        return max(0.0, (min(cost, self._most) - self._level) / self._rate)

    def spend(self, cost: float, now: float) -> None:
        """Spend, or give back where `cost` is negative."""
        self._fill(now)
        self._level = min(self._most, self._level - cost)

    def _fill(self, now: float) -> None:
        if self._at > -math.inf:
            self._level = min(self._most, self._level + self._rate * (now - self._at))
        self._at = now


class Minute:
    """What was spent over the last minute."""

    def __init__(self) -> None:
        self._spent: deque[tuple[float, float]] = deque()
        self._sum = 0.0

    @property
    def last(self) -> float:
        """When something was spent for the last time."""
        return self._spent[-1][0] if self._spent else -math.inf

    def spend(self, cost: float, now: float) -> None:
        """Spend."""
        self._forget(now)
        self._spent.append((now, cost))
        self._sum += cost

    def wait(self, missing: float, now: float) -> float:
        """Give the seconds until `missing` units are a minute old."""
        self._forget(now)
        for at, cost in self._spent:
            missing -= cost
            if missing <= 0:
                return at + MINUTE / MARGIN - now
        return math.inf

    def _forget(self, now: float) -> None:
        while self._spent and self._spent[0][0] <= now - MINUTE / MARGIN:
            self._sum -= self._spent.popleft()[1]


class Told:
    """What the endpoint's headers say is left, counted on from the latest call whose answer is known.

    Most endpoints give back little by little what was spent. Whether this one does, or only when a window of time has
    passed, shows from one answer to the next. No more than `fastest` units a second are believed to come back.
    """

    def __init__(self, fastest: float) -> None:
        self.limit = math.inf
        self._fastest = fastest
        self._remaining = math.inf
        self._rate = 0.0
        self._longest = 0.0
        self._full_at = math.inf
        self._mark = Mark(0.0, -math.inf)
        self._before: tuple[Mark, float] | None = None
        self._windowed = False

    def hear(self, mark: Mark, told: Allowance, cost: float) -> None:
        """Take what was told with the answer to the call of `mark`, unless more is known from a later call's.

        `cost` is what a call takes.
        """
        if mark.at < self._mark.at or (mark.at == self._mark.at and mark.spent < self._mark.spent):
            return
        self.limit = math.inf if told.limit is None else told.limit
        self._remaining, self._mark = told.remaining, mark
        self._full_at = mark.at + (MINUTE if told.reset is None else told.reset)
        self._measure(told)
        self._learn(mark, told.remaining, cost)

    def wait(self, cost: float, spent: float, minute: Minute, now: float) -> float:
        """Give the seconds until `cost` may be spent; `spent` is all that was so far, `minute` what was lately."""
        since = spent - self._mark.spent
        back = 0.0 if self._windowed else MARGIN * self._rate * (now - self._mark.at)
        missing = min(cost, self.limit) - (min(self.limit, self._remaining + back) - since)
        if missing <= 0:
            return 0.0
        if not self._rate:
            return max(0.0, self._full_at - now)
        if not self._windowed:
            return missing / (MARGIN * self._rate)
        # What the window holds when some of it is back, the next answer tells; until then calls go one by one.
        back_at = min(self._full_at - now, minute.wait(missing, now))
        return max(0.0, back_at, minute.last + cost / self._rate - now)

    def _measure(self, told: Allowance) -> None:
        """Take the rate at which the limit fills from how long it takes to be full."""
        gone = self.limit - told.remaining
        if told.reset and 0 < gone < math.inf:
            if told.reset >= ALIKE * self._longest:
                self._rate = min(self._fastest, max(ROUNDED, gone - ROUNDED) / told.reset)
                self._longest = max(self._longest, told.reset)
        elif self.limit < math.inf and not self._rate:
            self._rate = self.limit / MINUTE

    def _learn(self, mark: Mark, remaining: float, cost: float) -> None:
        """See whether what was spent comes back little by little; while the limit is full it cannot show."""
        if self._before is None or remaining >= self.limit - cost:
            self._before = mark, remaining
            return
        earlier, left = self._before
        due = self._rate * (mark.at - earlier.at)
        if due >= EVIDENCE * cost:
            self._windowed = remaining - left + mark.spent - earlier.spent < RETURNED * due
            self._before = mark, remaining


class Quota:
    """One limit: what the user allows a minute (None: no such limit), and what the endpoint says is left.

    The user's is spread evenly, `burst` seconds' worth but at least `least` at once. Where the endpoint tells of a
    limit as low it is the same one, and what it says is left may be used at once.
    """

    def __init__(self, per_minute: float | None, *, burst: float, least: float) -> None:
        self._limit = per_minute or math.inf
        rate = MARGIN * self._limit / MINUTE
        self._even = Bucket(rate, max(least, burst * rate))
        self._whole = Bucket(rate, self._limit)
        self._minute = Minute()
        self._told: Told | None = None
        self._spent = 0.0
        self._cost = 1.0

    def wait(self, cost: float, now: float) -> float:
        """Give the seconds until `cost` may be spent."""
        told = self._told.wait(cost, self._spent, self._minute, now) if self._told else 0.0
        if self._limit == math.inf:
            return told
        if self._told is None or self._told.limit > self._limit:
            return max(told, self._even.wait(cost, now))
        if self._told.limit < COARSE:
            return self._even.wait(cost, now)
        return max(told, self._whole.wait(cost, now))

    def spend(self, cost: float, now: float) -> Mark:
        """Spend for a call that is sent."""
        self._spent, self._cost = self._spent + cost, cost
        self._minute.spend(cost, now)
        self.correct(cost, now)
        return Mark(self._spent, now)

    def correct(self, difference: float, now: float) -> None:
        """Spend what a call took beyond what was expected of it, or give back where `difference` is negative."""
        if self._limit < math.inf:
            self._even.spend(difference, now)
            self._whole.spend(difference, now)

    def hear(self, mark: Mark, told: Allowance | None) -> None:
        """Take what the endpoint says with the answer to the call of `mark`."""
        if told is not None:
            self._told = self._told or Told(self._limit / MINUTE)
            self._told.hear(mark, told, self._cost)
