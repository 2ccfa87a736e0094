"""An OpenAI-compatible endpoint on loopback that answers as it is told, faults included."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Answer:
    """What the endpoint sends: a status, a body (JSON unless it is bytes), headers.

    `cut` closes the connection in the middle of the body, `hang` waits until the endpoint is closed, `drip` does so
    too, sending a space now and then, as servers do to keep a connection alive.
    """

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False
    hang: bool = False
    drip: bool = False


@dataclass(frozen=True)
class Asked:
    """A request as it arrived; the names of its headers are in small letters."""

    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]


def completion(
    text: str | None = "{}", *, finish: str | None = "stop", usage: Any = None, **message: Any
) -> Answer:
    """Give a chat completion with one choice."""
    choice = {
        "index": 0,
        "finish_reason": finish,
        "message": {"role": "assistant", "content": text, **message},
    }
    body = {
        "id": "c1",
        "object": "chat.completion",
        "created": 0,
        "model": "m",
        "choices": [choice],
        "usage": usage,
    }
    return Answer(body=body)


def refusal(
    status: int, message: str = "no", headers: Mapping[str, str] | None = None, **fields: Any
) -> Answer:
    """Give an error as OpenAI states it."""
    return Answer(status, {"error": {"message": message, **fields}}, headers or {})


class _Server(ThreadingHTTPServer):
    request_queue_size = 128  # connections at once; those beyond the usual 5 come a second late


class Endpoint:
    """Answers each request with what `answer` makes of it, and keeps what was asked."""

    def __init__(self, answer: Callable[[Asked], Answer]) -> None:
        self.answer = answer
        self.asked: list[Asked] = []
        self._closed = threading.Event()
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["content-length"])
                asked = Asked(
                    self.path,
                    {k.lower(): v for k, v in self.headers.items()},
                    json.loads(self.rfile.read(length)),
                )
                endpoint.asked.append(asked)
                endpoint._send(self, endpoint.answer(asked))

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name in the standard library
                """Keep quiet."""

        self._server = _Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def close(self) -> None:
        """Stop, and wake those that hang."""
        self._closed.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _send(self, handler: BaseHTTPRequestHandler, answer: Answer) -> None:
        if answer.hang:
            self._closed.wait(10)
            return
        body = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
        handler.send_response(answer.status)
        for name, value in {"content-type": "application/json", **answer.headers}.items():
            handler.send_header(name, value)
        handler.send_header("content-length", str(len(body)))
        handler.end_headers()
        while answer.drip and not self._closed.wait(0.02):
            handler.wfile.write(b" ")
        handler.wfile.write(body[: len(body) // 2] if answer.cut else body)


@contextmanager
def serving(*script: Answer | Callable[[Asked], Answer]) -> Iterator[Endpoint]:
    """Serve the answers in order, the last one for ever; a function among them answers by itself."""
    left = list(script)
    lock = threading.Lock()

    def answer(asked: Asked) -> Answer:
        with lock:
            step = left.pop(0) if len(left) > 1 else left[0]
        return step if isinstance(step, Answer) else step(asked)

    endpoint = Endpoint(answer)
    try:
        yield endpoint
    finally:
        endpoint.close()
