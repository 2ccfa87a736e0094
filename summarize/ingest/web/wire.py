"""One request to one machine: connected to the address that was checked, within a time, answered within a size."""

import io
import socket
import ssl
import time
from collections.abc import Sequence
from typing import Any

from summarize import __version__
from summarize.errors import InputError
from summarize.ingest.reply import MAX_BODY, Reply, read_reply, too_large
from summarize.ingest.web.address import Address
from summarize.ingest.web.hosts import SocketAddress, resolve

AGENT = "summarize"
IDLE = 20.0
"""Seconds that a machine may take to answer, or be silent within its answer."""
WHOLE = 60.0
"""Seconds that one answer may take in all."""
_MOST_BYTES = MAX_BODY + 1_000_000
"""Bytes that are read from the wire at most: the body, its header, and the marks of its chunks."""

_FIELDS = (
    f"User-Agent: {AGENT}/{__version__} (reads articles that its user names)\r\n"
    "Accept: text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.5\r\n"
    "Accept-Encoding: gzip, deflate\r\n"
    "Connection: close\r\n\r\n"
)


class _Timed(io.RawIOBase):
    """The stream of a socket that ends with a TimeoutError when the time for the whole of it is over."""

    def __init__(self, name: str, connection: socket.socket, until: float) -> None:
        self._name, self._connection, self._until, self._left = name, connection, until, _MOST_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        _set_timeout(self._connection, self._until)
        if self._left <= 0:
            raise too_large(self._name)
        count = self._connection.recv_into(buffer)
        self._left -= count
        return count


def ask(name: str, address: Address, *, allow_private: bool) -> Reply:
    """Send one GET and read the answer, whatever its status.

    Raises `InputError`, naming `name`, where the machine may not be asked, cannot be reached, is too slow, or
    answers with something broken or too large.
    """
    places = resolve(name, address.host, address.port, allow_private=allow_private)
    until = time.monotonic() + WHOLE
    try:
        with _connected(address, places, until) as connection:
            request = f"GET {address.target} HTTP/1.1\r\nHost: {address.authority}\r\n{_FIELDS}"
            connection.sendall(request.encode("ascii"))
            with io.BufferedReader(_Timed(name, connection, until)) as stream:
                return read_reply(name, stream)
    except TimeoutError as error:
        raise InputError(
            f"{name}: no whole answer within {WHOLE:.0f} seconds, {IDLE:.0f} for any part; try later"
        ) from error
    except ssl.SSLError as error:
        what = getattr(error, "verify_message", "") or error.reason or "broken"
        raise InputError(f"{name}: no safe connection ({what}); save the page and give the file") from error
    except OSError as error:
        raise InputError(
            f"{name}: cannot be reached ({error.strerror or type(error).__name__}); try later"
        ) from error


def _connected(address: Address, places: Sequence[SocketAddress], until: float) -> socket.socket:
    """Connect to the first of the addresses that takes the connection."""
    problem: OSError = OSError("no address")
    for family, place in places:
        connection = socket.socket(family, socket.SOCK_STREAM)
        try:
            _set_timeout(connection, until)
            connection.connect(place)
            return _secured(connection, address)
        except OSError as error:
            connection.close()
            problem = error
    raise problem


def _secured(connection: socket.socket, address: Address) -> socket.socket:
    """Speak TLS where the scheme wants it, to whoever proves to be the host that was named."""
    if address.scheme == "http":
        return connection
    return ssl.create_default_context().wrap_socket(connection, server_hostname=address.host)


def _set_timeout(connection: socket.socket, until: float) -> None:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    connection.settimeout(min(IDLE, left))
