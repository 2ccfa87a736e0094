"""OpenAI's files and batches on loopback: batches go through the states they are told to, faults included."""

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from benchmarks.answers import answer, completion, count, texts

Line = dict[str, Any]
Answer = Callable[[str, dict[str, Any], int], Line | None]


def done(name: str, body: Mapping[str, Any], **how: Any) -> Line:
    """Write the line of a request that was answered, as a model would."""
    prompt = sum(count(text) for text in texts(body))
    whole = json.loads(completion(body, how.pop("content", answer(body)[1]), prompt, **how))
    return {
        "id": f"r-{name}",
        "custom_id": name,
        "response": {"status_code": 200, "body": whole},
        "error": None,
    }


def failed(name: str, status: int, message: str, code: str | None = None, param: str | None = None) -> Line:
    """Write the line of a request that the endpoint refused."""
    error = {"message": message, "type": "invalid_request_error", "code": code, "param": param}
    response = {"status_code": status, "body": {"error": error}}
    return {"id": f"r-{name}", "custom_id": name, "response": response, "error": None}


def expired(name: str) -> Line:
    """Write the line of a request that was not answered in time."""
    error = {"code": "batch_expired", "message": "This request could not be executed in time."}
    return {"id": f"r-{name}", "custom_id": name, "response": None, "error": error}


@dataclass
class Behaviour:
    """How the server behaves.

    `states` are those that a batch shows, one a look, the last for ever; `answer` gives the line for a request (its
    name, its body, how often it was asked), None for no line; `faults` are statuses for the next calls that begin with
    a method and a path; with `late` a batch is created and the answer to that is lost. `invalid` says why every file
    fails validation.
    """

    states: tuple[str, ...] = ("completed",)
    answer: Answer = lambda name, body, _: done(name, body)
    faults: list[tuple[str, int]] = field(default_factory=list)
    late: bool = False
    invalid: str = ""


class Server:
    """Keeps files and batches; `asked` are the calls it got, `requests` how often each request was submitted."""

    def __init__(self, behaviour: Behaviour) -> None:
        self.behaviour = behaviour
        self.files: dict[str, bytes] = {}
        self.batches: dict[str, dict[str, Any]] = {}
        self.requests: dict[str, int] = {}
        self.bodies: list[dict[str, Any]] = []
        self.asked: list[str] = []
        self.keys: set[str] = set()
        self._lock = threading.Lock()

    def handle(self, method: str, path: str, kind: str, content: bytes) -> tuple[int, bytes]:
        """Answer one call: (status, body)."""
        with self._lock:
            call = f"{method} {path}"
            self.asked.append(call)
            for fault in self.behaviour.faults:
                if call.startswith(fault[0]):
                    self.behaviour.faults.remove(fault)
                    return fault[1], _error("a fault")
            if call == "POST /v1/files":
                return 200, self._upload(kind, content)
            if call == "POST /v1/batches":
                return self._create(json.loads(content))
            return self._read(call)

    def _read(self, call: str) -> tuple[int, bytes]:
        if found := re.fullmatch(r"GET /v1/files/([\w-]+)/content", call):
            return 200, self.files[found[1]]
        if call == "GET /v1/batches":
            data = [self._shown(one) for one in reversed(list(self.batches))]
            return 200, json.dumps({"object": "list", "data": data, "has_more": False}).encode()
        if (found := re.fullmatch(r"GET /v1/batches/([\w-]+)", call)) and found[1] in self.batches:
            return 200, json.dumps(self._looked_at(found[1])).encode()
        return 404, _error(f"nothing at {call}")

    def _upload(self, kind: str, content: bytes) -> bytes:
        message = BytesParser().parsebytes(b"content-type: " + kind.encode() + b"\r\n\r\n" + content)
        parts = message.get_payload()
        assert isinstance(parts, list)
        values: dict[str, bytes] = {}
        for part in parts:
            assert isinstance(part, Message)
            name, payload = (
                part.get_param("name", header="content-disposition"),
                part.get_payload(decode=True),
            )
            assert isinstance(payload, bytes)
            values[str(name)] = payload
        assert values["purpose"] == b"batch"
        identity = f"file-{len(self.files)}"
        self.files[identity] = values["file"]
        return json.dumps(
            {
                "id": identity,
                "object": "file",
                "bytes": len(values["file"]),
                "created_at": 0,
                "filename": "requests.jsonl",
                "purpose": "batch",
                "status": "processed",
            }
        ).encode()

    def _create(self, body: Mapping[str, Any]) -> tuple[int, bytes]:
        assert body["endpoint"] == "/v1/chat/completions"
        assert body["completion_window"] == "24h"
        identity = f"batch_{len(self.batches)}"
        lines = [json.loads(line) for line in self.files[body["input_file_id"]].splitlines()]
        assert len({line["custom_id"] for line in lines}) == len(lines)
        self.batches[identity] = {"input": body["input_file_id"], "lines": lines, "looks": 0}
        for line in lines:
            self.requests[line["custom_id"]] = self.requests.get(line["custom_id"], 0) + 1
            self.bodies.append(line["body"])
        if self.behaviour.late:
            self.behaviour.late = False
            return 500, _error("the answer was lost")
        return 200, json.dumps(self._shown(identity)).encode()

    def _shown(self, identity: str, status: str = "validating", **more: Any) -> dict[str, Any]:
        batch = self.batches[identity]
        return {
            "id": identity,
            "object": "batch",
            "endpoint": "/v1/chat/completions",
            "errors": None,
            "input_file_id": batch["input"],
            "completion_window": "24h",
            "status": status,
            "created_at": 0,
            "request_counts": {"total": len(batch["lines"]), "completed": 0, "failed": 0},
            **more,
        }

    def _looked_at(self, identity: str) -> dict[str, Any]:
        batch = self.batches[identity]
        if self.behaviour.invalid:
            errors = {"object": "list", "data": [{"code": "invalid", "message": self.behaviour.invalid}]}
            return self._shown(identity, "failed", errors=errors)
        state = self.behaviour.states[min(batch["looks"], len(self.behaviour.states) - 1)]
        batch["looks"] += 1
        if state in {"validating", "in_progress", "finalizing", "cancelling"}:
            return self._shown(identity, state)
        if "files" not in batch:
            batch["files"] = self._worked(identity, batch["lines"])
        good, bad = batch["files"]
        return self._shown(identity, state, output_file_id=good, error_file_id=bad)

    def _worked(self, identity: str, lines: list[dict[str, Any]]) -> tuple[str | None, str | None]:
        """Answer the requests of a batch; give the files of answers and of errors, in an order of their own."""
        files: list[list[Line]] = [[], []]
        for line in reversed(lines):
            name = line["custom_id"]
            result = self.behaviour.answer(name, line["body"], self.requests[name])
            if result is not None:
                whole = (result.get("response") or {}).get("status_code") == 200
                files[0 if whole else 1].append(result)
        names: list[str | None] = []
        for kind, results in zip(("out", "err"), files, strict=True):
            names.append(f"file-{identity}-{kind}" if results else None)
            if results:
                self.files[f"file-{identity}-{kind}"] = b"".join(
                    json.dumps(one).encode() + b"\n" for one in results
                )
        return names[0], names[1]


def _error(message: str) -> bytes:
    return json.dumps({"error": {"message": message, "type": "server_error", "code": None}}).encode()


@contextmanager
def batching(behaviour: Behaviour | None = None) -> Iterator[tuple[str, Server]]:
    """Run a server; give its base URL and itself."""
    server = Server(behaviour or Behaviour())

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            content = self.rfile.read(int(self.headers.get("content-length") or 0))
            server.keys.add(self.headers.get("authorization", ""))
            kind = self.headers.get("content-type", "")
            status, body = server.handle(self.command, self.path.partition("?")[0], kind, content)
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = _answer  # noqa: N815 - the names in the standard library

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name in the standard library
            """Keep quiet."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{http.server_address[1]}/v1", server
    finally:
        http.shutdown()
        thread.join()
        http.server_close()
