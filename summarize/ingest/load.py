"""Bytes from files and streams, never more of them than `MAX_BYTES`."""

import gzip
import stat
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from summarize.errors import InputError

MAX_BYTES = 50_000_000
"""Bytes of one file once unpacked, inclusive: far above any article, far below what hurts the machine."""
_USUAL = 65_536
"""Bytes that hold most articles; room for all that are asked for is made before they are read."""


def from_file(name: str, path: Path) -> bytes:
    """Read a regular file, unpacking one that ends in `.gz`; raises `InputError` with the reason."""
    with opened(name, path) as stream:
        return _bounded(name, stream)


@contextmanager
def opened(name: str, path: Path) -> Iterator[BinaryIO]:
    """Open a regular file as a stream, unpacking one that ends in `.gz`.

    What goes wrong in the block with reading it is raised as an `InputError` with the reason.
    """
    try:
        # A named pipe would block for ever on opening.
        if not stat.S_ISREG(path.stat().st_mode):
            raise InputError(f"{name}: not a regular file; pipe it in and give - instead")
        with path.open("rb") as stream:
            if not path.name.lower().endswith(".gz"):
                yield stream
                return
            with gzip.GzipFile(fileobj=stream) as unpacked:
                yield cast("BinaryIO", unpacked)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise InputError(f"{name}: damaged gzip data ({error}); pack it again") from error
    except OSError as error:
        raise InputError(
            f"{name}: cannot be read ({reason(error)}); check the file and its permissions"
        ) from error


def from_stdin(name: str, stream: BinaryIO | None) -> bytes:
    """Read standard input, or the stream given for it; raises `InputError` with the reason."""
    source = stream or (sys.stdin.buffer if sys.stdin else None)
    if source is None or source.closed:
        raise InputError(f"{name}: closed; pipe the text in, or give a path instead of -")
    try:
        return _bounded(name, source)
    except OSError as error:
        raise InputError(f"{name}: cannot be read ({reason(error)}); give a path instead of -") from error


def _bounded(name: str, stream: BinaryIO) -> bytes:
    data = stream.read(_USUAL)
    if len(data) == _USUAL:
        # One byte too many tells that there is more, without unpacking the rest of a gzip bomb.
        data += stream.read(MAX_BYTES + 1 - _USUAL)
    if len(data) > MAX_BYTES:
        raise InputError(f"{name}: over {MAX_BYTES // 1_000_000} MB, too large for an article; split it")
    return data


def reason(error: OSError) -> str:
    """Say why the system refused, without the path that it puts into its message."""
    return error.strerror or str(error) or type(error).__name__
