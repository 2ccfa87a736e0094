"""What a limit by time still allows: requests or tokens a minute, as the user gave it and as the endpoint tells it."""

import math

from summarize.llm.base import Allowance
from summarize.llm.told import MARGIN, MINUTE, Ledger, Spent, Told

COARSE = 10.0  # units: what is left of a limit below that, in whole ones, says too little to go by
KEPT = 2.0  # windows for which it is known what was spent


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
        self._ledger = Ledger()
        self._told: Told | None = None
        self._cost = 1.0

    def wait(self, cost: float, now: float) -> float:
        """Give the seconds until `cost` may be spent."""
        told = self._told.wait(cost, now) if self._told else 0.0
        if self._limit == math.inf:
            return told
        if self._told is None or self._told.limit > self._limit:
            return max(told, self._even.wait(cost, now))
        if self._told.limit < COARSE:
            return self._even.wait(cost, now)
        return max(told, self._whole.wait(cost, now))

    def spend(self, cost: float, now: float) -> Spent:
        """Spend for a call that is sent."""
        self._cost = cost
        self._change(cost, now)
        return self._ledger.spend(cost, now, KEPT * (self._told.window if self._told else MINUTE))

    def correct(self, spent: Spent, cost: float, now: float) -> None:
        """Take in what a call took in truth: nothing, where it was not sent."""
        self._change(cost - spent.cost, now)
        spent.cost = cost

    def refused(self, spent: Spent) -> None:
        """Take in that a call was refused: the user's limit counts it all the same."""
        spent.cost = 0.0

    def hear(self, mark: Spent, told: Allowance | None) -> None:
        """Take what the endpoint says with the answer to the call of `mark`."""
        if told is not None:
            self._told = self._told or Told(self._limit / MINUTE, self._ledger)
            self._told.hear(mark, told, self._cost)

    def _change(self, difference: float, now: float) -> None:
        if self._limit < math.inf:
            self._even.spend(difference, now)
            self._whole.spend(difference, now)
