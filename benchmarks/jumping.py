"""A clock that jumps: what waits for minutes is simulated in a moment."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class Jumping(selectors.SelectSelector):
    """Jumps to the next moment at which something is due instead of waiting for it; `now` is in seconds.

    It looks at no file: nothing that lives by it reads or writes one, and to ask the system takes longer than most steps.
    """

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Move the clock on."""
        self.now += max(0.0, timeout or 0.0)
        return []


class JumpingLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock jumps."""

    def __init__(self) -> None:
        self.jumping = Jumping()
        super().__init__(self.jumping)

    def time(self) -> float:
        """Give the seconds that would have gone by."""
        return self.jumping.now


def run(main: Coroutine[Any, Any, T]) -> tuple[T, float]:
    """Run on a clock that jumps; give the result and the seconds it would have taken."""
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        return runner.run(main), runner.get_loop().time()
