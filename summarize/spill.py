"""Bytes that leave memory: in a file of this process alone, which has no name and is gone with it."""

import os
import weakref
from array import array
from threading import Lock
from typing import IO


class Spill:
    """Keeps bytes under numbers, counted from 0; what a full disk does not take stays in memory. Any thread may ask."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._file: IO[bytes] | None = None
        self._takes_more = True
        self._end = 0
        # Of each: where it begins in the file, and how many bytes it is long.
        self._starts, self._lengths = array("Q"), array("Q")
        self._left: dict[int, bytes] = {}

    def put(self, data: bytes) -> int:
        """Keep some bytes; give their number."""
        with self._lock:
            number = len(self._starts)
            self._starts.append(self._end)
            self._lengths.append(len(data))
            if self._takes_more and self._written(data):
                self._end += len(data)
            else:
                # What a disk has no room for now is not tried again with every article.
                self._takes_more = False
                self._left[number] = data
            return number

    def get(self, number: int) -> bytes:
        """Give the bytes of a number. Raises OSError where the disk does not give them back."""
        with self._lock:
            if number in self._left:
                return self._left[number]
            if self._file is None:
                raise IndexError(number)
            data = _read(self._file, self._starts[number], self._lengths[number])
        if len(data) < self._lengths[number]:
            raise OSError("a temporary file was cut short")
        return data

    def size(self, number: int) -> int:
        """Give how many bytes a number has."""
        return self._lengths[number]

    def _written(self, data: bytes) -> bool:
        import tempfile

        try:
            if self._file is None:
                # Without a buffer, so that a full disk is noticed here; closed with this object.
                self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115
                weakref.finalize(self, self._file.close)
            self._file.seek(self._end)
            return self._file.write(data) == len(data)
        except OSError:
            return False


def _read(file: IO[bytes], start: int, length: int) -> bytes:
    if hasattr(os, "pread"):
        return os.pread(file.fileno(), length, start)
    file.seek(start)
    return file.read(length)
