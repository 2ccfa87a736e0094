"""Work that is done while a run waits for the answers of its model."""

import asyncio
import contextlib
import sys
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

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
