"""Work that is done while a run waits for the answers of its model."""

import asyncio
import contextlib
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Generic, Protocol, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

SWITCH = 0.001  # seconds that the thread may go on while an answer waits to be taken; else it is 0.005


def meanwhile(work: Callable[[], T]) -> "asyncio.Future[T]":
    """Do work in a thread of its own; give what it comes to.

    A run that fails or is stopped does not wait for the thread, as it would for one of the loop's executor.
    """
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[T] = loop.create_future()
    # Who fails before asking for the outcome need not hear that it was an error too.
    outcome.add_done_callback(lambda one: one.cancelled() or one.exception())

    def settle(result: T | None, error: BaseException | None) -> None:
        if outcome.done():
            return
        if error is not None:
            outcome.set_exception(error)
        else:
            outcome.set_result(result)  # type: ignore[arg-type]

    def go() -> None:
        result, failed = None, None
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001 - raised again where the outcome is asked for
            failed = error
        # The loop is closed where the run has ended without the outcome.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, result, failed)

    sys.setswitchinterval(min(SWITCH, sys.getswitchinterval()))
    threading.Thread(target=go, daemon=True).start()
    return outcome


class Closable(Protocol[T_co]):
    """What gives items one after the other until it is closed."""

    def __iter__(self) -> Iterator[T_co]:
        """Give the items."""
        ...

    def close(self) -> None:
        """Give no more."""
        ...


class Ahead(Generic[T]):
    """What something gives, made by a thread, so many items at most ahead of whoever takes them."""

    def __init__(self, made: Closable[T], most: int) -> None:
        self._made = made
        self._room = threading.Semaphore(most)
        self._there: asyncio.Queue[T | None] = asyncio.Queue()
        self._is_over = False
        self._closed = threading.Event()
        self._end: asyncio.Future[None] | None = None

    async def some(self, most: int) -> list[T]:
        """Wait for items, and give those that are there, so many at most; none at the end. Raises what making them did."""
        if self._end is None:
            loop = asyncio.get_running_loop()
            self._end = meanwhile(lambda: self._make(loop))
            # It comes behind all items.
            self._end.add_done_callback(lambda _: self._there.put_nowait(None))
        found: list[T] = []
        while len(found) < most and not (found and self._there.empty()):
            item = await self._there.get()
            if item is None:
                self._there.put_nowait(None)
                break
            found.append(item)
            self._room.release()
        if not found:
            await self._end
        return found

    def close(self, patience: float) -> None:
        """Have no more made. What is being made for so many seconds more is left to the end of the program."""
        self._is_over = True
        if self._end is None:
            self._made.close()
        else:
            self._room.release()
            self._closed.wait(patience)

    def _make(self, loop: asyncio.AbstractEventLoop) -> None:
        try:
            with contextlib.closing(self._made):
                for item in self._made:
                    self._room.acquire()
                    if self._is_over:
                        break
                    loop.call_soon_threadsafe(self._there.put_nowait, item)
        finally:
            self._closed.set()
