"""What became of the last calls: let in or refused, and whether a refusal follows from how much is asked at all."""

import math
from collections import deque
from dataclasses import dataclass
from itertools import dropwhile

MINUTE = 60.0
LAST = 64  # calls that are looked back on
SETTLED = 0.25  # seconds after which a call that was not refused counts as let in, or four times what a refusal took
HEARD = 0.025  # seconds in which a refusal is heard of, or three times what the last one took
LATEST = 2.0  # seconds for that at most
SOON = 0.5  # seconds within which a call let in behind a refused one shows that no limit had been reached, or
SURELY = 0.9  # of the wait that the refusal asked for
NEXT = 3  # calls behind a refused one that are looked at for that
FIRST_GUESS = 0.1  # of the calls are refused whatever is asked, before any is known to have been
WEIGHT = 10  # calls that this guess counts for
BEHIND = 6  # calls after a refusal that go one by one
ENOUGH = 5  # refusals, and calls let in, for what is let in between them to tell a rate
FEW = 20  # calls that tell whether the server is well
CHANCE = 0.01  # a run of refusals less likely than that is no chance


@dataclass(slots=True)
class Sent:
    """A call that was sent: when, how many were in flight with it, whether it was refused (None: not yet known), and has ended."""

    at: float
    load: int
    number: int
    refused: bool | None = None
    ended: bool = False
    soon: float = SOON


class Verdicts:
    """The last calls in the order in which they were sent.

    A limit refuses one call after another, until time has gone by or calls have ended. Where calls behind a refused one
    are let in at once, under no less load, refusals come at random.
    """

    def __init__(self) -> None:
        self._last: deque[Sent] = deque(maxlen=LAST)
        self._number = 0
        self.settled = SETTLED
        self._heard = HEARD
        self._most = self._before = 0
        self._since = -math.inf

    def send(self, now: float, load: int) -> Sent:
        """Note a call that is sent; `load` counts the calls in flight, this one included."""
        self._number += 1
        sent = Sent(now, load, self._number)
        self._last.append(sent)
        return sent

    def refuse(self, sent: Sent, now: float, asked: float = 0.0) -> None:
        """Note that a call was refused; `asked` is the wait that the refusal asks for."""
        sent.refused = True
        if asked:
            sent.soon = min(SOON, SURELY * asked)
        for one in self._last:
            if one is not sent and sent.at <= one.at <= now and one.number > sent.number:
                one.load -= 1
        self._heard = max(HEARD, min(SETTLED, 3 * (now - sent.at)))
        self.settled = max(SETTLED, min(LATEST, 4 * (now - sent.at)))

    def let_in(self, sent: Sent, now: float) -> bool:
        """Whether a call was answered, or is under way for longer than a refusal takes."""
        return not sent.refused and (sent.refused is False or now - sent.at > self.settled)

    def careful(self, now: float) -> float:
        """Give the seconds to wait for what becomes of the last call, where some before it were refused."""
        refused = sum(bool(one.refused) for one in list(self._last)[-BEHIND:])
        if not refused or refused < self.no_chance(now) - 1:
            return 0.0
        return max(0.0, self._last[-1].at + self._heard - now)

    def run(self, now: float) -> int:
        """Count the refusals at the end, none let in between them or after; those still open don't count."""
        length = 0
        for sent in reversed(self._last):
            if sent.refused:
                length += 1
            elif sent.refused is False or now - sent.at > self._heard:
                break
        return length

    def began(self, now: float) -> float:
        """Give when the first call of that run was sent."""
        start = math.inf
        for sent in reversed(self._last):
            if sent.refused:
                start = sent.at
            elif sent.refused is False or now - sent.at > self._heard:
                break
        return start

    def no_chance(self, now: float, chance: float = CHANCE, *, all_chance: bool = False) -> int:
        """Give the length from which on a run of refusals is none that chance makes, or so far made of `all_chance`."""
        share = self.at_random(now)
        if all_chance:
            share = max(share, sum(bool(one.refused) for one in self._last) / max(FEW, len(self._last)))
        return max(1, math.ceil(math.log(chance) / math.log(min(0.7, share))))

    def is_run(self, now: float) -> bool:
        """Whether the refusals at the end are no chance; one is none where hardly any was so far."""
        return self.run(now) >= (1 if self.at_random(now) <= FIRST_GUESS else self.no_chance(now))

    def rate(self, now: float) -> float | None:
        """Give the calls a second let in since the first of the refusals among the last calls; None where they are too few."""
        known = [one for one in list(self._last)[-FEW:] if one.refused or self.let_in(one, now)]
        since = list(dropwhile(lambda one: not one.refused, known))
        refused = sum(bool(one.refused) for one in since)
        if min(refused, len(since) - refused) < ENOUGH or since[-1].at <= since[0].at:
            return None
        return (len(since) - refused) / (since[-1].at - since[0].at)

    def at_random(self, now: float) -> float:
        """Give the share of calls that are refused whatever is asked."""
        calls = list(self._last)
        chance = sum(
            1
            for place, sent in enumerate(calls)
            if sent.refused and self._disproved(sent, calls[place + 1 :], now)
        )
        known = chance + sum(self.let_in(sent, now) for sent in calls)
        return (FIRST_GUESS * WEIGHT + chance) / (WEIGHT + known)

    def taken(self, now: float) -> int:
        """Give the most calls in flight with which one was let in, within the last minute or two."""
        if now - self._since > MINUTE:
            self._before, self._most, self._since = self._most, 0, now
        lately = max((sent.load for sent in self._last if self.let_in(sent, now)), default=0)
        self._most = max(self._most, lately)
        return max(self._before, self._most)

    def good(self, now: float) -> float:
        """Give the share of the calls last sent, whose fate is known, that were let in."""
        known = [one for one in list(self._last)[-FEW:] if one.refused or self.let_in(one, now)]
        return sum(not one.refused for one in known) / max(1, len(known))

    def unanswered(self, start: float, end: float) -> float:
        """Give the share of the calls sent from `start` to `end` that have not been answered."""
        sent = [one for one in self._last if start <= one.at <= end]
        return sum(one.refused is not False for one in sent) / max(1, len(sent))

    def under_way(self, start: float, end: float) -> float:
        """Give the share of the calls sent from `start` to `end` that are still under way."""
        sent = [one for one in self._last if start <= one.at <= end]
        return sum(not one.ended for one in sent) / max(1, len(sent))

    def _disproved(self, refused: Sent, behind: list[Sent], now: float) -> bool:
        """Whether a call behind a refused one was let in, too soon for a limit that had been reached."""
        return any(
            sent.load >= refused.load and sent.at <= refused.at + refused.soon and self.let_in(sent, now)
            for sent in behind[:NEXT]
        )
