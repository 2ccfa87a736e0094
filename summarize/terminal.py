"""stderr as the watcher of a run: notes always, the line of progress only on a terminal, and gone at the end."""

import os
import textwrap
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TextIO

from summarize.progress import Price, State, line
from summarize.records import Usage
from summarize.report.escape import inert

TICK = 0.5  # seconds between two looks at the clock, so that the line lives while an endpoint makes its callers wait
FASTEST = 0.1  # seconds between two drawings
_ERASE = "\r\x1b[K"


class Terminal:
    """Tells stderr how a run goes; `price` gives the cost of what was asked, and `clock` seconds."""

    def __init__(
        self,
        stream: TextIO,
        *,
        quiet: bool,
        price: Price | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stream = stream
        self._quiet = quiet
        self._is_terminal = stream.isatty()
        self._live = self._is_terminal and not quiet and os.environ.get("TERM") != "dumb"
        self._price = price
        self._clock = clock
        self._state = State(started=clock())
        self._usage: tuple[Usage, ...] = ()
        self._drawn = False
        self._drawn_at = -1.0
        # A signal is heard in the middle of anything, also of a drawing.
        self._lock = threading.RLock()
        self._over = threading.Event()
        self._ticking: threading.Thread | None = None

    def note(self, said: str) -> None:
        """Print a line."""
        if self._quiet:
            return
        with self._lock:
            self._erase()
            told = inert(f"summarize: {said}")
            # A terminal would break the line within a word.
            print(_wrapped(told, self._width()) if self._is_terminal else told, file=self._stream)

    def step(self, stage: str, done: int, total: int) -> None:
        """Draw how far a stage has come."""
        self._change(lambda state: state.at(stage, done, total))

    def spent(self, usage: tuple[Usage, ...]) -> None:
        """Take the new sums into the line."""
        self._usage = usage
        self._change(lambda state: state.spent(usage))

    def awaited(self, begun: int, ended: int, kept: int) -> None:
        """Take the requests that were made and are over into the line."""
        now = self._clock()
        self._change(lambda state: state.heard(begun, ended, kept, now))

    def clear(self) -> None:
        """Take the line away for good."""
        self._over.set()
        with self._lock:
            self._live = False
            self._erase()

    def _change(self, change: Callable[[State], State]) -> None:
        if not self._live:
            return
        with self._lock:
            self._state = change(self._state)
            if self._clock() - self._drawn_at >= FASTEST:
                self._draw()
            if self._ticking is None:
                self._ticking = threading.Thread(target=self._tick, daemon=True)
                self._ticking.start()

    def _tick(self) -> None:
        while not self._over.wait(TICK):
            # Prices are a list that takes a second to load: here nobody waits for it.
            cost = self._price(self._usage) if self._price and self._usage else None
            with self._lock:
                self._state = replace(self._state, cost=cost)
                self._draw()

    def _draw(self) -> None:
        if not self._live or not self._state.stage:
            return
        now = self._clock()
        self._stream.write(f"{_ERASE}{line(self._state, now, self._width() - 1)}")
        self._stream.flush()
        self._drawn, self._drawn_at = True, now

    def _erase(self) -> None:
        if self._drawn:
            self._stream.write(_ERASE)
            self._stream.flush()
            self._drawn = False

    def _width(self) -> int:
        try:
            return os.get_terminal_size(self._stream.fileno()).columns or 80
        except (OSError, ValueError):
            return 80


def _wrapped(told: str, width: int) -> str:
    return textwrap.fill(
        told, width, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False, tabsize=1
    )
