"""Bytes that leave memory: in a file of this process alone, which has no name and is gone with it."""

import os
import weakref
from array import array
from threading import Lock
from typing import IO

# Bytes that are written at once: a call of the system takes as long as to pack what it writes.
GATHERED = 1 << 16
# Bytes that are read at once where what is asked for stands so close behind what was asked for before.
AHEAD, CLOSE = 1 << 16, 1 << 14


class Spill:
    """Keeps bytes under numbers, counted from 0; what a full disk does not take stays in memory. Any thread may ask."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._file: IO[bytes] | None = None
        self._takes_more = True
        self._end = 0
        # Of each: where it begins in the file, and how many bytes it is long.
        self._starts, self._lengths = array("Q"), array("Q")
        # What comes behind the end of the file, the first number in it, and what never comes into the file.
        self._gathered, self._first = bytearray(), 0
        self._left: dict[int, bytes] = {}
        self._ahead, self._ahead_from, self._read_to = b"", 0, 0

    def put(self, data: bytes) -> int:
        """Keep some bytes; give their number."""
        with self._lock:
            number = len(self._starts)
            self._starts.append(self._end + len(self._gathered))
            self._lengths.append(len(data))
            if not self._takes_more:
                self._left[number] = data
                return number
            self._gathered += data
            if len(self._gathered) >= GATHERED:
                self._write()
            return number

    def get(self, number: int) -> bytes:
        """Give the bytes of a number. Raises OSError where the disk does not give them back."""
        with self._lock:
            if number in self._left:
                return self._left[number]
            start, length = self._starts[number], self._lengths[number]
            if start >= self._end:
                return bytes(self._gathered[start - self._end : start - self._end + length])
            data = self._read(start, length)
        if len(data) < length:
            raise OSError("a temporary file was cut short")
        return data

    def size(self, number: int) -> int:
        """Give how many bytes a number has."""
        return self._lengths[number]

    def _write(self) -> None:
        """Write what was gathered; what a disk has no room for stays in memory, and is not tried again with every article."""
        if self._written(self._gathered):
            self._end += len(self._gathered)
            self._first = len(self._starts)
        else:
            self._takes_more = False
            for number in range(self._first, len(self._starts)):
                start = self._starts[number] - self._end
                self._left[number] = bytes(self._gathered[start : start + self._lengths[number]])
        self._gathered = bytearray()

    def _written(self, data: bytes | bytearray) -> bool:
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

    def _read(self, start: int, length: int) -> bytes:
        """Read from the file, with what stands behind where this stands close behind what was read before."""
        at = start - self._ahead_from
        if at >= 0 and at + length <= len(self._ahead):
            self._read_to = start + length
            return self._ahead[at : at + length]
        is_close = 0 <= start - self._read_to <= CLOSE
        self._read_to = start + length
        if self._file is None:
            return b""
        if not is_close or length > AHEAD:
            return _read(self._file, start, length)
        self._ahead, self._ahead_from = _read(self._file, start, min(AHEAD, self._end - start)), start
        return self._ahead[:length]


def _read(file: IO[bytes], start: int, length: int) -> bytes:
    if hasattr(os, "pread"):
        return os.pread(file.fileno(), length, start)
    file.seek(start)
    return file.read(length)
