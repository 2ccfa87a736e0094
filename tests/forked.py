"""The command line in a process of its own, forked from one that has loaded everything: a start costs no second."""

import multiprocessing
import os
import signal
import sys
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from summarize.__main__ import main

LOADED = ["tests.forked", "tests.warm"]
# Where a process cannot be forked it is started, and loads all that itself.
WAY = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


class Forked:
    """One run of the command line; it ends, is waited for and gets signals as a `subprocess.Popen` does."""

    def __init__(self, arguments: list[str], environment: dict[str, str]) -> None:
        self._folder = TemporaryDirectory()
        self._written = [Path(self._folder.name) / name for name in ("out", "err")]
        for path in self._written:
            path.touch()
        multiprocessing.set_forkserver_preload(LOADED)
        names = [str(path) for path in self._written]
        context: Any = multiprocessing.get_context(WAY)
        begun = context.Event()
        self._process: BaseProcess = context.Process(target=_run, args=(arguments, environment, names, begun))
        self._process.start()
        assert begun.wait(120)

    @property
    def returncode(self) -> int | None:
        """The exit code, negative for the signal that ended it; None while it runs."""
        return self._process.exitcode

    def poll(self) -> int | None:
        """Give the exit code, None while it runs."""
        return self._process.exitcode

    def kill(self) -> None:
        """End it as `kill -9` does."""
        self._process.kill()

    def send_signal(self, number: int) -> None:
        """Send a signal."""
        if self._process.pid and self.poll() is None:
            os.kill(self._process.pid, number)

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """Wait for its end, at most so many seconds; give what it wrote on standard output and error."""
        self._process.join(timeout)
        assert self._process.exitcode is not None, f"it did not end within {timeout} seconds"
        out, err = (path.read_text("utf-8") for path in self._written)
        self._folder.cleanup()
        return out, err


def _run(arguments: list[str], environment: dict[str, str], written: list[str], begun: Event) -> None:
    """Be what a shell would have started; runs in the new process."""
    os.environ.clear()
    os.environ.update(environment)
    for descriptor, path in zip((1, 2), written, strict=True):
        opened = os.open(path, os.O_WRONLY | os.O_APPEND)
        os.dup2(opened, descriptor)
        os.close(opened)
    sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.argv = ["summarize", *arguments]
    begun.set()
    main()
