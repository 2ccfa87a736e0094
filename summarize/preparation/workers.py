"""Processes of this interpreter that make articles ready, each asked by a thread of its own over its pipes.

They are started by a command and not by `multiprocessing`, which would run the user's own program again in each of them.
"""

import pickle
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from queue import SimpleQueue
from types import TracebackType
from typing import Self

from summarize.preparation import packing
from summarize.preparation.unit import Outcome, Unit, work

# The modules of this process are those of the other one, wherever they were found.
_COMMAND = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); "
    "from summarize.preparation.process import serve; serve()"
)


class _Process:
    """One process; where it could not be started, or has ended, asking it raises OSError or EOFError."""

    def __init__(self) -> None:
        self._popen: subprocess.Popen[bytes] | None = None
        with suppress(OSError):
            self._popen = subprocess.Popen(  # noqa: S603 - this interpreter, with a constant
                [sys.executable, "-c", _COMMAND],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                # Ctrl-C is for the process that the user started, which ends the others.
                start_new_session=True,
            )
            self._put(sys.path)

    def ask(self, unit: Unit) -> list[Outcome]:
        """Have a unit done."""
        self._put(unit)
        return [packing.unpacked(one) for one in self._get()]

    def _put(self, value: object) -> None:
        if self._popen is None or self._popen.stdin is None:
            raise EOFError
        pickle.dump(value, self._popen.stdin, pickle.HIGHEST_PROTOCOL)
        self._popen.stdin.flush()

    def _get(self) -> list[packing.Packed]:
        if self._popen is None or self._popen.stdout is None:
            raise EOFError
        answer: list[packing.Packed] = pickle.load(self._popen.stdout)  # noqa: S301 - our own process
        return answer

    def end(self) -> None:
        """End it, whatever it does."""
        if self._popen is not None:
            self._popen.kill()

    def close(self) -> None:
        """Wait for its end, and close its pipes."""
        if self._popen is not None:
            self._popen.wait()
            for pipe in (self._popen.stdin, self._popen.stdout):
                # What it was not given any more cannot be written.
                with suppress(OSError):
                    if pipe is not None:
                        pipe.close()


class Workers:
    """So many processes, which end with the block; what one of them fails at is done here."""

    def __init__(self, count: int) -> None:
        self._all = [_Process() for _ in range(count)]
        self._free: SimpleQueue[_Process] = SimpleQueue()
        for one in self._all:
            self._free.put(one)
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="preparation")
        self._is_over = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_over = True
        for one in self._all:
            one.end()
        self._threads.shutdown(cancel_futures=True)
        for one in self._all:
            one.close()

    def submit(self, unit: Unit) -> "Future[list[Outcome]]":
        """Have a unit done when a process is free."""
        return self._threads.submit(self._done, unit)

    def _done(self, unit: Unit) -> list[Outcome]:
        process = self._free.get()
        try:
            return process.ask(unit)
        except (OSError, EOFError, pickle.UnpicklingError):
            process.end()
            return [] if self._is_over else list(work(unit.tasks, unit.options))
        finally:
            self._free.put(process)
