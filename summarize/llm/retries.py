"""How often a call that failed for now is asked again, and how long it waits before."""

import math
from dataclasses import dataclass

from summarize.errors import TransientError
from summarize.llm.base import PushbackError, UnusableError

FIRST_WAIT = 1.0  # seconds; then 4, 16 and 60, for four retries to outlast a limit that counts by the minute
GROWTH = 4.0
LONGEST_WAIT = 60.0  # seconds, where the server asks for no other
SOONER = 0.2  # of that is waited where others were answered: the server is well, the call was unlucky, and
SOON_ENOUGH = 4.0  # seconds at most
LUCKLESS = (
    5  # times the retries: a call that alone is pushed back as often, while others are answered, is given up
)
LOST = 1e-4  # of the calls at most may be given up by chance, where many fail at their first try
KNOWN = 20  # first tries, before their share is believed
CHANCE = 0.5  # of first tries at most fail by chance; where more do, something is wrong
DEARER = (
    1.1  # times the tokens are expected of a call each time a limit refuses it, which tells what it has left
)


def backoff(retries: int) -> float:
    """Give the seconds to wait before a retry where the server asks for none, after `retries` of them."""
    return min(LONGEST_WAIT, FIRST_WAIT * GROWTH ** min(retries, 10))


def outlasted(max_retries: int) -> float:
    """Give the seconds that so many retries are spread over."""
    return sum(map(backoff, range(max_retries)))


class Luck:
    """How often calls fail at their first try, and how often one must be asked that fails by chance alone."""

    def __init__(self) -> None:
        self._failed = self._all = 0

    def learn(self, *, failed: bool) -> None:
        """Take in what became of a first try."""
        self._all += 1
        self._failed += failed

    def retries(self, least: int) -> int:
        """Give the retries that a call has: `least`, or more where so many fail that one may be as unlucky."""
        share = self._failed / max(KNOWN, self._all)
        if self._all < KNOWN or not 0 < share <= CHANCE:
            return least
        return max(least, min(LUCKLESS * least, math.ceil(math.log(LOST) / math.log(share)) - 1))


@dataclass(slots=True)
class Tries:
    """What became of a call so far: how often it was asked, how many retries count, and what it is expected to take.

    `answers` are those that had come to other calls when its retries were counted from.
    """

    start: float
    answers: int
    asked: int = 0
    retries: int = 0
    dearer: float = 1.0

    def fail(self, error: TransientError, answers: int, max_retries: int) -> None:
        """Count a failure; the retries start anew where the call is only kept waiting, as others have been answered."""
        self.asked += 1
        if isinstance(error, PushbackError) and error.limits and error.limits.tokens:
            self.dearer *= DEARER
        waiting = isinstance(error, PushbackError) and self.asked <= LUCKLESS * max_retries
        if answers > self.answers and (error.retry_after or waiting):
            self.retries, self.answers = 0, answers


def wait(error: TransientError, retries: int, jitter: float, *, well: bool, answered: bool) -> float:
    """Give the seconds until the next retry, the server `well` or not; `answered` says whether it ever answered a call."""
    asked = error.retry_after or 0.0
    if asked:
        # What was asked for is enough, spread a little, so that those told the same don't come back as one.
        longer = max(asked, backoff(retries)) if retries and not answered else asked
        return longer + jitter * min(1.0, longer)
    seconds = backoff(retries)
    if well or isinstance(error, UnusableError):
        seconds = min(SOONER * seconds, SOON_ENOUGH)
    return seconds * (1 + jitter / 2)
