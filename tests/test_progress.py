"""The line of progress: what it says, that it fits, and that it is gone at the end."""

import io
import re
import time
from dataclasses import replace
from itertools import count

import pytest

from summarize.progress import State, line, silence, time_left
from summarize.records import Usage
from summarize.terminal import Terminal

READ = (Usage("read", 14, 4, 40_000, 12_000, 30_000, 9_000),)


def _reading(*, answers: int, pending: int, every: float = 1.0) -> State:
    """Give the state of a run in which `answers` calls were answered, one each so many seconds from second 0 on."""
    state = State().heard(answers + pending, 0, 0, 0.0)
    for number in range(1, answers + 1):
        state = state.heard(answers + pending, number, 0, number * every)
    return state.at("reading", answers, answers + pending)


def test_what_it_says() -> None:
    """Sources done, calls, tokens, cost so far and the time left; answers that were kept are no calls."""
    state = replace(_reading(answers=12, pending=48).spent(READ), cost=0.1234)
    assert line(state, 12.0, 100) == (
        "━━━───────────── · 12 of 60 sources read · 10 calls · 39k tokens · $0.12 · ≈ 50 s left"
    )
    assert line(state, 12.0, 60) == "12/60 read · 10 calls · 39k tokens · $0.12 · ≈ 50 s left"


@pytest.mark.parametrize("width", [1, 10, 20, 30, 40, 59, 60, 79, 100, 200])
@pytest.mark.parametrize("stage", ["opening", "reading", "merging", "timeline"])
def test_it_fits(stage: str, width: int) -> None:
    """Whatever the width the line is no longer: a longer one would be broken, and not be taken away again."""
    state = replace(_reading(answers=1_200, pending=300).spent(READ), cost=1234.5).at(stage, 1_200, 1_500)
    assert 0 < len(line(state, 2_000.0, width)) <= width


@pytest.mark.parametrize(
    ("state", "now", "expected"),
    [
        (_reading(answers=2, pending=50), 2.0, None),  # too few
        (_reading(answers=10, pending=50), 10.0, 50 + 2),  # and two rounds of a second each
        (_reading(answers=10, pending=50), 10.5, 50 + 1.5),
        (_reading(answers=10, pending=0), 10.0, 2),
        (_reading(answers=10, pending=0).at("reading", 10, 60), 10.0, 50 + 2),  # not asked yet
        (_reading(answers=10, pending=50).at("merging", 0, 1), 10.0, None),  # nobody knows what is to come
        (
            State().heard(60, 10, 10, 0.1).at("reading", 10, 60),
            5.0,
            None,
        ),  # from the cache alone: that tells nothing
    ],
)
def test_time_left(state: State, now: float, expected: float | None) -> None:
    """The time left follows from the calls answered, once they are enough to say something."""
    assert time_left(state, now) == (None if expected is None else pytest.approx(expected))


def test_time_left_follows_the_present_pace() -> None:
    """Where a limit sets in, the time left is that of the slower pace."""
    state = _reading(answers=20, pending=60, every=0.1)
    for number in range(1, 18):
        state = state.heard(80, 20 + number, 0, 2.0 + number * 5.0).at("reading", 20 + number, 80)
    left = time_left(state, 2.0 + 17 * 5.0)
    assert left is not None
    assert 43 * 5.0 <= left <= 43 * 5.0 + 1


def test_while_an_endpoint_makes_its_callers_wait() -> None:
    """A silence that is long for this run is said instead of a time that nobody can tell."""
    state = _reading(answers=10, pending=50)
    assert silence(state, 14.0) is None
    assert silence(state, 75.0) == 65.0
    assert line(state, 75.0, 100).endswith("10 of 60 sources read · no answer for 1:05 min")
    # Each call of this one takes a minute: there is nothing to wonder at.
    assert silence(_reading(answers=3, pending=3, every=60.0), 240.0) is None
    # All is answered: what takes long now is not the endpoint.
    assert silence(_reading(answers=10, pending=0), 75.0) is None


class Screen(io.StringIO):
    """A stream that says it is a terminal, or not."""

    def __init__(self, *, terminal: bool = True) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        """Say so."""
        return self._terminal

    def seen(self) -> str:
        """Give what stands in the last line after all that was written and erased."""
        return re.split(r"\r\x1b\[K|\n", self.getvalue())[-1]


def _told(screen: Screen, *, quiet: bool = False) -> Terminal:
    terminal = Terminal(screen, quiet=quiet, price=lambda _: 0.5)
    terminal.awaited(3, 0, 0)
    terminal.step("reading", 1, 3)
    return terminal


def test_gone_at_the_end() -> None:
    """The line is drawn, makes way for a note, and leaves nothing behind; nothing comes after its end."""
    screen = Screen()
    terminal = _told(screen)
    assert screen.seen().startswith("━━━━━─────────── · 1 of 3 sources read")
    terminal.note("b.txt: cannot be read")
    assert "\r\x1b[Ksummarize: b.txt: cannot be read\n" in screen.getvalue()
    terminal.clear()
    assert screen.seen() == ""
    terminal.step("reading", 2, 3)
    terminal.spent(READ)
    assert screen.seen() == ""


@pytest.mark.parametrize(("terminal", "quiet"), [(False, False), (False, True), (True, True)])
def test_only_where_somebody_looks(*, terminal: bool, quiet: bool) -> None:
    """No progress goes into a pipe or a log, and none is shown to who wants quiet."""
    screen = Screen(terminal=terminal)
    _told(screen, quiet=quiet).clear()
    assert screen.getvalue() == ""


def test_no_line_on_a_dumb_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that cannot take a line away is shown none."""
    monkeypatch.setenv("TERM", "dumb")
    screen = Screen()
    _told(screen).clear()
    assert screen.getvalue() == ""


def test_notes_break_between_words() -> None:
    """A note on a terminal is broken between words, and in a log it is one line."""
    for terminal in (True, False):
        screen = Screen(terminal=terminal)
        Terminal(screen, quiet=False).note("word " * 40 + "end")
        assert len(screen.getvalue().splitlines()) == (3 if terminal else 1)
        assert screen.getvalue().split() == ["summarize:", *["word"] * 40, "end"]


def test_it_lives_while_nothing_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line goes on counting while no answer comes, with the cost that was looked up meanwhile."""
    monkeypatch.setattr("summarize.terminal.TICK", 0.01)
    seconds = count(step=7)
    screen = Screen()
    terminal = Terminal(screen, quiet=False, price=lambda _: 0.5, clock=lambda: float(next(seconds)))
    terminal.awaited(3, 0, 0)
    terminal.step("reading", 0, 3)
    terminal.spent(READ)
    while "$0.50" not in screen.getvalue() or "no answer for" not in screen.getvalue():
        assert next(seconds) < 70_000, "it stood still"
        time.sleep(0.01)
    terminal.clear()
    assert screen.seen() == ""
