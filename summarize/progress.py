"""The line that tells how far a run is: sources done, calls, tokens, cost so far and the time left."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from summarize.records import Usage

FEW = 3  # answers; a mean of fewer says nothing about the rest
LATEST = 17  # answers that tell the present pace, which a limit may have slowed: two rounds of eight calls, and where they began
LONG_SILENCE = 10.0  # seconds without an answer that are worth a word, if answers came faster before
BAR = 16  # columns
ROUNDS = 2  # of calls that follow reading: the summary beside the timeline, then what their check sends back


@dataclass(frozen=True, slots=True)
class State:
    """What is known of a run at a time.

    `stage` counts `done` of `total`. `begun`, `ended` and `kept` count the requests so far: those made, those over, and
    of these the ones that cost no call. Times are seconds of one clock: `first` is that of the first request, None before
    it, `came` of the first paid answer, and `latest` of the last few.
    """

    stage: str = ""
    done: int = 0
    total: int = 0
    read: int = 0
    calls: int = 0
    tokens: int = 0
    cost: float | None = None
    begun: int = 0
    ended: int = 0
    kept: int = 0
    started: float = 0.0
    first: float | None = None
    came: float | None = None
    latest: tuple[float, ...] = ()

    def at(self, stage: str, done: int, total: int) -> "State":
        """Take in how far a stage has come."""
        read = total if stage == "reading" else self.read
        return replace(self, stage=stage, done=done, total=total, read=read)

    def spent(self, usage: tuple[Usage, ...]) -> "State":
        """Take in what was paid for."""
        return replace(
            self,
            calls=sum(stage.calls - stage.replayed for stage in usage),
            tokens=sum(stage.paid_input_tokens + stage.paid_output_tokens for stage in usage),
        )

    def heard(self, begun: int, ended: int, kept: int, now: float) -> "State":
        """Take in how many requests were made and are over."""
        paid = ended - kept > self.ended - self.kept
        return replace(
            self,
            begun=begun,
            ended=ended,
            kept=kept,
            first=now if self.first is None else self.first,
            came=now if paid and self.came is None else self.came,
            latest=(*self.latest, now)[-LATEST:] if paid else self.latest,
        )


def time_left(state: State, now: float) -> float | None:
    """Give the seconds until the end of the run, from the calls answered so far; None where they say nothing yet.

    While articles are read, the calls to come are known, and the rounds after them are taken to last as long as the
    first answer did. Later on nobody knows what is still to be asked.
    """
    answers = state.ended - state.kept
    if state.stage != "reading" or answers < FEW or state.first is None or state.came is None:
        return None
    once = state.came - state.first
    since = now - state.latest[-1]
    # Calls that run side by side are answered in bursts: time is reckoned from the last one.
    # A source is asked about once its dates are found: more may be to come than was asked.
    pending = max(state.begun - state.ended, state.total - state.done)
    return pending * _gap(state, answers) - min(since, once) + ROUNDS * once


def _gap(state: State, answers: int) -> float:
    """Give the mean seconds from answer to answer: of the latest, once there are enough."""
    if len(state.latest) == LATEST:
        return (state.latest[-1] - state.latest[0]) / (LATEST - 1)
    return (state.latest[-1] - (state.first or 0.0)) / answers


def silence(state: State, now: float) -> float | None:
    """Give the seconds since the last answer where that is long for this run; None where nothing is waited for."""
    if state.first is None or state.begun == state.ended:
        return None
    since = now - (state.latest[-1] if state.latest else state.first)
    usual = (state.came or state.first) - state.first
    return since if since >= max(LONG_SILENCE, 2 * usual) else None


def line(state: State, now: float, width: int) -> str:
    """Write the line in at most `width` columns: what there is no room for goes, the least telling first."""
    where, short = _where(state)
    paid = [counted(state.calls, "call"), _tokens(state.tokens), _cost(state.cost)] if state.calls else []
    calls, tokens, cost = paid or ("", "", "")
    time = _time(state, now)
    forms = (
        (_bar(state), where, calls, tokens, cost, time),
        (where, calls, tokens, cost, time),
        (short, calls, tokens, cost, time),
        (short, calls, cost, time),
        (short, cost, time),
        (short, time),
    )
    for parts in forms:
        said = " · ".join(part for part in parts if part)
        if len(said) <= width:
            return said
    return said[:width]


def counted(number: int, noun: str) -> str:
    """Write a number with its noun."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def duration(seconds: float) -> str:
    """Write a time that has passed: 45 s, 3:05 min, 1:02 h."""
    whole = int(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3_600:
        return f"{whole // 60}:{whole % 60:02} min"
    return f"{whole // 3_600}:{whole % 3_600 // 60:02} h"


def roughly(seconds: float) -> str:
    """Write a time that is estimated, no finer than it is known: a few seconds, 40 s, 3 min, 1.5 h."""
    if seconds < 8:
        return "a few seconds"
    if seconds < 90:
        return f"{math.ceil(seconds / 10) * 10} s"
    if seconds < 5_400:
        return f"{math.ceil(seconds / 60)} min"
    return f"{math.ceil(seconds / 1_800) / 2:g} h"


def _where(state: State) -> tuple[str, str]:
    """Say what is done, in full and in short."""
    done, total = f"{state.done:,}", f"{state.total:,}"
    read = f"{state.read:,} read, " if state.read else ""
    match state.stage:
        case "opening":
            return f"opening articles: {done}", f"{done} opened"
        case "reading":
            return f"{done} of {counted(state.total, 'source')} read", f"{done}/{total} read"
        case "merging":
            return f"{read}merging", "merging"
        case "timeline":
            return f"{read}merging, and telling {total} dates", f"telling {total} dates"
        case _:
            return state.stage, state.stage


def _bar(state: State) -> str:
    if state.stage != "reading" or not state.total:
        return ""
    filled = BAR * state.done // state.total
    return "━" * filled + "─" * (BAR - filled)


def _tokens(tokens: int) -> str:
    if tokens < 10_000:
        return counted(tokens, "token")
    return f"{tokens / 1_000:,.0f}k tokens" if tokens < 10_000_000 else f"{tokens / 1_000_000:,.1f}M tokens"


def _cost(cost: float | None) -> str:
    if cost is None:
        return ""
    return f"${cost:,.2f}" if cost >= 0.1 else f"${cost:.4f}"


def _time(state: State, now: float) -> str:
    """Say how long it will take; or how long nothing came, as where an endpoint makes its callers wait; or took so far."""
    waited, left = silence(state, now), time_left(state, now)
    if waited is not None:
        return f"no answer for {duration(waited)}"
    return f"{duration(now - state.started)}" if left is None else f"≈ {roughly(left)} left"


Price = Callable[[tuple[Usage, ...]], float | None]
"""Gives what was spent so far in US dollars; None where nobody knows."""
