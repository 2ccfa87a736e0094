"""Runs the command line in this process, or in one of its own."""

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from typer.main import get_command

from summarize import cli
from tests.forked import Forked

# Typer builds it anew for each call, which takes longer than many a run; a process does so once.
_COMMAND = get_command(cli.app)


@dataclass(frozen=True)
class Outcome:
    """How a command ended: its exit code, and what it wrote."""

    code: int
    out: str
    err: str


def command(*arguments: object, stdin: bytes = b"") -> Outcome:
    """Run the command line in this process."""
    out, err = io.StringIO(), io.StringIO()
    with (
        mock.patch.object(cli, "app", _COMMAND),
        mock.patch.object(sys, "argv", ["summarize", *map(str, arguments)]),
        mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin))),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            cli.main()
        except SystemExit as stopped:
            return Outcome(int(stopped.code or 0), out.getvalue(), err.getvalue())


def process(*arguments: object, cache: Path, **environment: str) -> Forked:
    """Start the command line in a process of its own, which keeps its answers in `cache`."""
    return Forked([str(one) for one in arguments], _surroundings(cache, environment))


def started(*arguments: object, cache: Path, **environment: str) -> "subprocess.Popen[str]":
    """Start it as a shell does, for what happens while the program is being loaded."""
    return subprocess.Popen(
        [sys.executable, "-m", "summarize", *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=_surroundings(cache, environment),
    )


def _surroundings(cache: Path, environment: dict[str, str]) -> dict[str, str]:
    return {**os.environ, "SUMMARIZE_CACHE_DIR": str(cache), "NO_PROXY": "127.0.0.1", **environment}
