"""A program that stays loaded: each start of it is a fork of that process, so that dozens of starts cost no second each.

`python tests/resident.py SOCKET` loads the command line found on the path and waits; `resident(...)` starts that and writes
a program that takes its arguments, folder, variables and open files to it, and ends with the exit code that comes back.
"""

import json
import os
import shlex
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

# What stands in the place of the program; it loads as little as it can.
_CLIENT = """
import json, os, socket, sys
path, program, *arguments = sys.argv[1:]
server = socket.socket(socket.AF_UNIX)
server.connect(path)
socket.send_fds(server, [b"."], [0, 1, 2])
server.sendall(json.dumps([[program, *arguments], os.getcwd(), dict(os.environ)]).encode())
server.shutdown(socket.SHUT_WR)
sys.exit((server.recv(1) or b"\\1")[0])
"""


@contextmanager
def resident(folder: Path) -> Iterator[Callable[[Path], None]]:
    """Load the project that lies in a folder; give what puts a program that runs it at a path."""
    with TemporaryDirectory() as place:  # the path of a socket must be short
        path, client = Path(place) / "socket", Path(place) / "client.py"
        client.write_text(_CLIENT, "utf-8")
        server = subprocess.Popen(
            [sys.executable, "-P", __file__, str(path)],
            env={**os.environ, "PYTHONPATH": str(folder)},
            stdout=subprocess.PIPE,
        )

        def put(program: Path) -> None:
            start = shlex.join([sys.executable, "-I", "-S", str(client), str(path), str(program)])
            program.write_text(f'#!/bin/sh\nexec {start} "$@"\n', "utf-8")
            program.chmod(0o755)

        with server:
            assert server.stdout is not None
            assert server.stdout.readline() == f"{folder}\n".encode()
            try:
                yield put
            finally:
                server.terminate()


def _serve(path: str) -> None:
    """Load everything, say from where, and be forked for each start until the end."""
    import_module("tests.warm")  # of the project on the path, as is all that follows
    main = import_module("summarize.__main__")
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen()
    print(Path(str(main.__file__)).parent.parent, flush=True)  # noqa: T201 - what the other side waits for
    while True:
        connection, _ = listener.accept()
        with suppress(ChildProcessError):  # where none was started yet
            os.waitpid(-1, os.WNOHANG)  # the one before has ended, or does before the next
        if os.fork() == 0:
            listener.close()
            code = _run(connection, main.main)
            connection.sendall(bytes([code]))
            os._exit(code)
        connection.close()


def _run(connection: socket.socket, main: Callable[[], None]) -> int:
    """Be what was started; give the exit code."""
    _, files, _, _ = socket.recv_fds(connection, 1, 3)
    with connection.makefile("rb") as told:
        arguments, folder, environment = json.loads(told.read())
    for number, opened in enumerate(files):
        os.dup2(opened, number)
        os.close(opened)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - open to the end
    sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))
    sys.argv = arguments
    code = 0
    try:
        main()
    except SystemExit as ended:
        code = int(ended.code or 0)
    sys.stdout.flush()
    sys.stderr.flush()
    return code


if __name__ == "__main__":
    _serve(sys.argv[1])
