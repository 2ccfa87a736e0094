"""A web server on loopback for tests, and a name service that says what a test wants."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Site:
    """What a server answers by path, and what it was asked: path, fields, and how many at once at most."""

    pages: dict[str, Answer | Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    fields: list[dict[str, str]] = field(default_factory=list)
    most_at_once: int = 0
    port: int = 0

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """Give the address of a page."""
        return f"http://{host}:{self.port}{path}"


@contextmanager
def serving(site: Site) -> Iterator[Site]:
    """Serve a site until the block ends."""
    lock = threading.Lock()
    now = 0

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            nonlocal now
            with lock:
                now += 1
                site.most_at_once = max(site.most_at_once, now)
                site.asked.append(self.path)
                site.fields.append(dict(self.headers))
            try:
                self._answer()
            finally:
                with lock:
                    now -= 1

        def _answer(self) -> None:
            answer = site.pages.get(self.path, (404, {}, b"Nothing here."))
            if callable(answer):
                answer(self)
                return
            status, fields, body = answer
            self.send_response(status)
            for key, value in ({"Content-Type": "text/html"} | fields).items():
                self.send_header(key, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def names(table: dict[str, list[str]], looked_up: list[str]) -> Callable[..., list[Any]]:
    """Give a name service: the addresses of each host, one list a look-up where there are several, the last for ever.

    An entry "a|b" means a at the first look-up and b at the second.
    """
    counts: dict[str, int] = {}

    def look_up(host: str, port: int, **_: Any) -> list[Any]:
        looked_up.append(host)
        number = counts.get(host, 0)
        counts[host] = number + 1
        if host not in table:
            raise socket.gaierror(-2, "Name or service not known")
        answers = [entry.split("|") for entry in table[host]]
        places = [turns[min(number, len(turns) - 1)] for turns in answers]
        return [
            (
                socket.AF_INET6 if ":" in place else socket.AF_INET,
                socket.SOCK_STREAM,
                6,
                "",
                (place, port, 0, 0) if ":" in place else (place, port),
            )
            for place in places
        ]

    return look_up
