"""What the headers of an endpoint say is left of a limit, and when what was spent of it comes back."""

import math
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from summarize.llm.base import Allowance

MINUTE = 60.0
MARGIN = 0.985  # of a limit is used: two clocks, and the way to the endpoint, shift what is counted where
ALIKE = 0.8  # of the longest reset told: one much shorter says little of the rate, as what is left is rounded down
ROUNDED = 0.5  # units, by which it is on average
APART = 3.0  # times as much gone, for two resets to show whether it comes back little by little
EVIDENCE = 4.0  # calls' worth must be due before it is said that none come back, and
PART = 1 / 3  # of the limit at most: of more a whole window may have come back meanwhile
RETURNED = 0.25  # of what is due must have come back, else the limit is kept by windows
CLOSE = 0.25  # seconds within which calls may reach the endpoint in another order than they were sent in
SCOUT = 0.25  # seconds in which the first call of a new window shows that it is one, or
SHORT = 0.02  # of the window
LATE = 0.1  # seconds after the reset told: the way to the endpoint, or where it turned out to be later
ROUGH = 1.0  # seconds, as it is told in whole ones


@dataclass(slots=True, eq=False)
class Spent:
    """What a call spent of a limit, and when it was sent; `number` gives the order, `heard` whether the endpoint told what it left."""

    number: int
    at: float
    cost: float
    heard: bool = False


class Ledger:
    """What was spent of a limit, for as long as it may not be back."""

    def __init__(self) -> None:
        self._spent: deque[Spent] = deque()
        self._number = 0

    def spend(self, cost: float, now: float, keep: float) -> Spent:
        """Note what a call spends; forget what is older than `keep` seconds."""
        while self._spent and self._spent[0].at < now - keep:
            self._spent.popleft()
        self._number += 1
        spent = Spent(self._number, now, cost)
        self._spent.append(spent)
        return spent

    def after(self, mark: Spent) -> list[Spent]:
        """Give the calls after one, the latest first."""
        return list(takewhile(lambda one: one.number > mark.number, reversed(self._spent)))

    def since(self, at: float) -> list[Spent]:
        """Give the calls since a time, the latest first."""
        return list(takewhile(lambda one: one.at >= at, reversed(self._spent)))

    def gone(self, mark: Spent, amount: float) -> list[tuple[float, float]]:
        """Give when the latest calls up to the one of `mark`, that so much is gone by, were sent, and what by each."""
        found = []
        for one in reversed(self._spent):
            if amount <= 0:
                break
            if one.number <= mark.number and one.cost:
                found.append((one.at, min(amount, one.cost)))
                amount -= one.cost
        return found


def _sum(calls: Iterable[Spent]) -> float:
    return sum(one.cost for one in calls)


class Told:
    """What the endpoint's headers say is left, counted on from the latest call whose answer is known.

    Most endpoints give back little by little what was spent. Others give it back a while after it was spent, or all when a
    window of time has passed. Which it is shows from the resets told, that grow with what is gone or do not, and from
    what has come back between two answers. No more than `fastest` units a second are believed to come back.
    """

    def __init__(self, fastest: float, ledger: Ledger) -> None:
        self.limit = math.inf
        self._most = 0.0
        self._fastest = fastest
        self._ledger = ledger
        self._remaining = math.inf
        self._mark = Spent(0, -math.inf, 0.0)
        self._batch = -math.inf
        self._rate = 0.0
        self._longest = 0.0
        self._window = 0.0
        self._rounded = True
        self._full_at = math.inf
        self._least: tuple[float, float] | None = None
        self._by_resets = self._by_returns = False
        self._at_once = False
        self._before: tuple[Spent, float] | None = None
        self._late = LATE

    @property
    def window(self) -> float:
        """The seconds after which what was spent is back."""
        return self._window + (ROUGH if self._rounded else 0.0) if self._by_resets else MINUTE

    def hear(self, mark: Spent, told: Allowance, cost: float) -> None:
        """Take what was told with the answer to the call of `mark`; `cost` is what a call takes."""
        mark.heard = True
        self._most = max(self._most, told.remaining + mark.cost)
        # Limits are told in whole units, rounded: what is left tells better whether the last one is there.
        whole = told.limit is not None and not told.limit - 1 <= self._most < told.limit
        limit = told.limit if told.limit is not None and whole else self._most
        gone = limit - told.remaining
        reset = told.reset if gone > 0 and (told.reset or self._longest) else None
        if reset:
            self._compare((told.limit or limit) - told.remaining, reset)
            self._window = max(self._window, reset)
            self._rounded &= reset.is_integer()
        if mark.number >= self._mark.number:
            self._learn(mark, told.remaining, cost)
        if not self._batch <= mark.at < self._batch + CLOSE:
            if mark.number < self._mark.number:
                return
            self._batch, self._remaining = mark.at, math.inf
        # Calls that are sent together come in any order: the least that one of them left is what all of them did.
        self._remaining = min(self._remaining, told.remaining)
        if mark.number >= self._mark.number:
            self.limit, self._mark = limit, mark
            self._measure(gone, reset)
            self._full_at = mark.at + (self.window if reset is None else reset)

    def wait(self, cost: float, now: float) -> float:
        """Give the seconds until `cost` may be spent."""
        open_calls = self._ledger.after(self._mark)
        left = self._remaining - _sum(open_calls) - _sum(self._unheard())
        missing = min(cost, self.limit) - left
        if missing <= 0:
            return 0.0
        if self._by_resets or self._by_returns:
            return max(0.0, self._back_at(missing, open_calls) - now)
        rate = MARGIN * self._rate
        if not rate:
            return max(0.0, self._full_at - now)
        back = min(rate * (now - self._mark.at), self.limit - self._remaining)
        return max(0.0, (missing - back) / rate)

    def _unheard(self) -> list[Spent]:
        """Give the calls sent together with the last one heard of that may have come behind it."""
        together = self._ledger.since(self._mark.at - CLOSE)
        return [one for one in together if one.number < self._mark.number and not one.heard]

    def _back_at(self, missing: float, open_calls: list[Spent]) -> float:
        """Give when so much is back of a limit that is kept by windows."""
        reset, window = self._full_at + self._late, self.window / MARGIN
        gone = self.limit - self._remaining
        own = self._ledger.gone(self._mark, gone)
        returns = [(min(reset, at + window) if self._at_once else at + window, cost) for at, cost in own]
        returns.append((reset, max(0.0, gone - sum(cost for _, cost in own))))  # others spend of it too
        returns += [(one.at + window, one.cost) for one in open_calls]
        back_at = reset
        for at, cost in sorted(returns):
            back_at, missing = at, missing - cost
            if missing <= 0:
                break
        scouts = self._ledger.since(reset)
        if not scouts:
            return min(back_at, reset)
        # The first that is sent after a reset goes alone, and shows whether it was one.
        return max(back_at, scouts[-1].at + min(SCOUT, SHORT * self.window))

    def _compare(self, gone: float, reset: float) -> None:
        """See from two resets whether they grow with what is gone."""
        if self._least is None or gone < self._least[0]:
            self._least = gone, reset
        least, then = self._least
        if gone >= APART * least:
            self._by_resets = reset < then * (1 + gone / least) / 2

    def _measure(self, gone: float, reset: float | None) -> None:
        """Take from a reset how fast the limit fills, and how long its window is."""
        if reset is not None:
            if reset >= ALIKE * self._longest:
                self._rate = min(self._fastest, max(ROUNDED, gone - ROUNDED) / reset)
                self._longest = max(self._longest, reset)
        elif self.limit < math.inf and not self._longest:
            self._rate = min(self._fastest, self.limit / MINUTE)

    def _learn(self, mark: Spent, remaining: float, cost: float) -> None:
        """See what has come back since earlier answers; while the limit is full it cannot show."""
        if mark.at > self._full_at + self._late and remaining < self.limit - cost:
            self._learn_at_once(mark, remaining, cost)
        if self._before is None or self._before[1] >= self.limit - cost:
            self._before = mark, remaining
            return
        earlier, left = self._before
        due = self._rate * (mark.at - earlier.at)
        if due < EVIDENCE * cost:
            return
        self._before = mark, remaining
        if due <= PART * self.limit:
            spent = _sum(self._ledger.after(earlier)) - _sum(self._ledger.after(mark))
            self._by_returns = remaining - left + spent < RETURNED * due

    def _learn_at_once(self, mark: Spent, remaining: float, cost: float) -> None:
        """See whether all that was gone came back when it was said to."""
        sent = [one for one in self._ledger.since(self._full_at) if one.number <= mark.number]
        young = [one for one in self._ledger.since(mark.at - self.window) if one.number <= mark.number]
        gone = self.limit - remaining
        if gone <= _sum(sent) + cost < _sum(young):
            self._at_once = True
        elif gone > _sum(sent) + cost:
            # A little later, where resets are rounded, or only what was spent first.
            self._at_once, self._late = False, ROUGH
