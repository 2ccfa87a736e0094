"""A simulated OpenAI-compatible endpoint: latency, limits and faults as asked for, answers made from the prompt.

    python benchmarks/endpoint.py --port 0 --base 0.3 --prefill 5000 --decode 100 --log access.jsonl \
        --rpm 120 --fault hang=0.02 --fault 500=0.03

It prints its base URL and serves POST /v1/chat/completions and GET /v1/models until it is stopped. A call takes
`base + prompt tokens / prefill + answer tokens / decode` seconds, times 1 ± `spread`.

Whether a call fails follows from the seed, its prompt and how often that was asked before, not from the order in which
calls arrive; with `--for-good` from the prompt alone, so that asking again does not help. The faults are

    500, 503, 429                  the status, the latter two with Retry-After
    reset, hang, truncated, html   a connection reset in the middle of the body, no answer, half a body, an HTML page
    error, empty                   an error object with status 200, an answer without content
    length, refusal, invalid       finish_reason "length", a refusal, JSON that does not fit the schema

and `mixed` shares itself out among all but the last three. Limits are kept as a bucket that fills continuously up to
what `--window` seconds allow, or with `--sliding` as a count over the last `--window` seconds, and told in the headers
`x-ratelimit-*`, `retry-after` and `retry-after-ms`, unless `--no-headers`.

The access log has one JSON object a line for each call that ended: `at` and `end` in seconds since the start, `work` the
seconds of latency, `status`, `fault`, `stage`, `prompt_tokens`, `completion_tokens`, `in_flight` with this one, `key` of
the prompt, `attempt` at it from 1, `gone` where the client did not wait.
"""

import argparse
import asyncio
import hashlib
import json
import math
import signal
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO, cast

if not __package__:
    sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.answers import Sent, answer, completion, count, failure, faulty, later, texts

MIXED = ("500", "503", "429", "reset", "hang", "truncated", "html", "error", "empty")
FAULTS = (*MIXED, "length", "refusal", "invalid")
REASONS = {
    200: "OK",
    404: "Not Found",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Unavailable",
}


@dataclass(frozen=True, kw_only=True)
class Behaviour:
    """How the endpoint behaves; times in seconds, `prefill` and `decode` in tokens a second, `faults` as shares.

    More than `concurrency` calls at once are refused with 429; more than `slots` wait their turn.
    """

    base: float = 0.3
    prefill: float = 5_000.0
    decode: float = 100.0
    spread: float = 0.0
    concurrency: int | None = None
    slots: int | None = None
    rpm: float | None = None
    tpm: float | None = None
    window: float = 60.0
    sliding: bool = False
    headers: bool = True
    faults: Mapping[str, float] = field(default_factory=dict)
    for_good: bool = False
    seed: int = 0


class Limit:
    """A limit by time: a bucket that fills continuously, or a count over the last `window` seconds."""

    def __init__(self, per_minute: float, window: float, *, sliding: bool) -> None:
        self.most = per_minute * window / 60.0
        self._rate, self._window, self._sliding = per_minute / 60.0, window, sliding
        self._left, self._at = self.most, 0.0
        self._spent: deque[tuple[float, float]] = deque()

    def wait(self, cost: float, now: float) -> float:
        """Give the seconds until `cost` may be spent."""
        self._renew(now)
        missing = min(cost, self.most) - self._left
        if missing <= 0 or not self._sliding:
            return max(0.0, missing / self._rate)
        for at, spent in self._spent:
            missing -= spent
            if missing <= 0:
                return at + self._window - now
        return self._window

    def spend(self, cost: float, now: float) -> None:
        """Spend."""
        self._left -= cost
        self._spent.append((now, cost))

    def headers(self, kind: str) -> dict[str, str]:
        """Tell what is left, and the seconds until all of it is back."""
        full = (self.most - self._left) / self._rate
        if self._sliding:
            full = self._spent[-1][0] + self._window - self._at if self._spent else 0.0
        return {
            f"x-ratelimit-limit-{kind}": f"{self.most:.0f}",
            f"x-ratelimit-remaining-{kind}": f"{max(0, math.floor(self._left))}",
            f"x-ratelimit-reset-{kind}": _go(full),
        }

    def _renew(self, now: float) -> None:
        if self._sliding:
            while self._spent and self._spent[0][0] <= now - self._window:
                self._left += self._spent.popleft()[1]
        else:
            self._left = min(self.most, self._left + self._rate * (now - self._at))
        self._at = now


def _go(seconds: float) -> str:
    """Write a duration as the real headers do: 6m0s, 1.5s, 20ms."""
    if seconds < 1:
        return f"{math.ceil(1000 * seconds)}ms"
    minutes, rest = divmod(seconds, 60)
    return f"{minutes:.0f}m{rest:.3f}s" if minutes else f"{rest:.3f}s"


class Simulated:
    """The endpoint: `entries` is its access log, written to `log` as well where that is given."""

    def __init__(self, behaviour: Behaviour, log: TextIO | None = None) -> None:
        self.behaviour = behaviour
        self.entries: list[dict[str, Any]] = []
        self.in_flight = 0
        self.connections = 0
        self._log = log
        self._start = time.monotonic()
        self._asked: Counter[str] = Counter()
        self._slots = asyncio.Semaphore(behaviour.slots or 1_000_000)
        self._shares = _shares(behaviour.faults)
        window, sliding = behaviour.window, behaviour.sliding
        self._limits = {
            kind: Limit(rate, window, sliding=sliding)
            for kind, rate in (("requests", behaviour.rpm), ("tokens", behaviour.tpm))
            if rate
        }
        self._server: asyncio.Server | None = None

    async def open(self, port: int = 0) -> str:
        """Listen; give the base URL."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Connection(self), "127.0.0.1", port, backlog=1024)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/v1"

    async def close(self) -> None:
        """Stop listening."""
        if self._server:
            self._server.close()

    def now(self) -> float:
        """Give the seconds since the start."""
        return time.monotonic() - self._start

    async def serve(self, method: str, path: str, content: bytes) -> Sent:
        """Answer one request, in its time."""
        if method == "GET" and path.endswith("/models"):
            return Sent(200, b'{"object": "list", "data": [{"id": "simulated", "object": "model"}]}')
        if method != "POST" or not path.partition("?")[0].endswith("/chat/completions"):
            return failure(404, f"no {path}")
        at, body = self.now(), json.loads(content)
        self.in_flight += 1
        said = texts(body)
        key = hashlib.sha256("\n".join(said[:2]).encode()).hexdigest()
        self._asked[key] += 1
        entry: dict[str, Any] = {
            "at": at,
            "status": 0,
            "fault": "",
            "stage": "",
            "work": 0.0,
            "prompt_tokens": sum(4 + count(text) for text in said),
            "completion_tokens": 0,
            "in_flight": self.in_flight,
            "key": key[:16],
            "attempt": self._asked[key],
            "gone": True,
        }
        try:
            entry["stage"], text = answer(body)
            entry["completion_tokens"] = count(text)
            sent = self._refused(entry) or await self._answered(body, text, entry)
            entry["gone"], entry["status"] = False, sent.status
        finally:
            self.in_flight -= 1
            self._note(entry)
        return sent

    def _refused(self, entry: dict[str, Any]) -> Sent | None:
        most = self.behaviour.concurrency
        if most and self.in_flight > most:
            entry["fault"] = "concurrency"
            return failure(429, "Too many calls at once.", "concurrency_limit_exceeded")
        costs = {"requests": 1.0, "tokens": float(entry["prompt_tokens"] + entry["completion_tokens"])}
        now = self.now()
        waits = {kind: limit.wait(costs[kind], now) for kind, limit in self._limits.items()}
        headers = {} if not self.behaviour.headers else self._headers()
        if wait := max(waits.values(), default=0.0):
            entry["fault"] = "limit"
            refusal = failure(429, "Rate limit reached.", "rate_limit_exceeded", **later(wait))
            return Sent(429, refusal.body, {**refusal.headers, **headers} if self.behaviour.headers else {})
        for kind, limit in self._limits.items():
            limit.spend(costs[kind], now)
        return None

    def _headers(self) -> dict[str, str]:
        return {
            name: value for kind, limit in self._limits.items() for name, value in limit.headers(kind).items()
        }

    async def _answered(self, body: Mapping[str, Any], content: str, entry: dict[str, Any]) -> Sent:
        behaviour, prompt = self.behaviour, entry["prompt_tokens"]
        headers = self._headers() if behaviour.headers else {}
        entry["fault"] = self._fault(entry)
        factor = 1 + behaviour.spread * (2 * _chance(behaviour.seed, "spread", entry["key"]) - 1)
        work = behaviour.base + prompt / behaviour.prefill + entry["completion_tokens"] / behaviour.decode
        entry["work"] = {"500": behaviour.base, "503": behaviour.base, "429": 0.0}.get(
            entry["fault"], factor * work
        )
        if entry["fault"] == "hang":
            await asyncio.Event().wait()
        async with self._slots:
            await asyncio.sleep(entry["work"])
        if entry["fault"]:
            sent = faulty(entry["fault"], body, content, prompt)
        else:
            sent = Sent(200, completion(body, content, prompt))
        return Sent(sent.status, sent.body, {**headers, **sent.headers}, sent.kind, sent.cut)

    def _fault(self, entry: Mapping[str, Any]) -> str:
        attempt = "" if self.behaviour.for_good else entry["attempt"]
        chance = _chance(self.behaviour.seed, attempt, entry["key"])
        for kind, share in self._shares:
            chance -= share
            if chance < 0:
                return kind
        return ""

    def _note(self, entry: dict[str, Any]) -> None:
        entry["end"] = self.now()
        self.entries.append(entry)
        if self._log:
            self._log.write(json.dumps(entry) + "\n")
            self._log.flush()


def _shares(faults: Mapping[str, float]) -> list[tuple[str, float]]:
    """Share `mixed` out, and order the faults."""
    shares: Counter[str] = Counter()
    for kind, share in faults.items():
        for one in MIXED if kind == "mixed" else (kind,):
            if one not in FAULTS:
                sys.exit(f"no fault {one!r}: there are mixed, {', '.join(FAULTS)}")
            shares[one] += share / len(MIXED) if kind == "mixed" else share  # type: ignore[assignment]
    return sorted(shares.items())


def _chance(*of: object) -> float:
    return int.from_bytes(hashlib.sha256(repr(of).encode()).digest()[:6], "big") / 2**48


class _Connection(asyncio.Protocol):
    """HTTP/1.1 with connections kept alive: one request at a time, given up when the client goes."""

    def __init__(self, endpoint: Simulated) -> None:
        self._endpoint = endpoint
        self._buffer = bytearray()
        self._task: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._endpoint.connections += 1

    def connection_lost(self, _: Exception | None) -> None:
        if self._task:
            self._task.cancel()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        self._next()

    def _next(self) -> None:
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0 or (self._task and not self._task.done()):
            return
        head = self._buffer[:end].decode("latin-1").split("\r\n")
        fields = {
            name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])
        }
        start, length = end + 4, int(fields.get("content-length", "0"))
        if len(self._buffer) < start + length:
            return
        content = bytes(self._buffer[start : start + length])
        del self._buffer[: start + length]
        method, path, _ = head[0].split(" ", 2)
        close = fields.get("connection", "").lower() == "close"
        self._task = asyncio.get_running_loop().create_task(self._answer(method, path, content, close=close))

    async def _answer(self, method: str, path: str, content: bytes, *, close: bool) -> None:
        sent = await self._endpoint.serve(method, path, content)
        transport = self._transport
        head = [f"HTTP/1.1 {sent.status} {REASONS.get(sent.status, 'Status')}", f"content-type: {sent.kind}"]
        head += [f"{name}: {value}" for name, value in sent.headers.items()]
        head.append(f"content-length: {len(sent.body)}")
        body = sent.body[: len(sent.body) // 2] if sent.cut else sent.body
        transport.write("\r\n".join([*head, "", ""]).encode("latin-1") + body)
        if sent.cut:
            # The half must be on its way before the connection is reset.
            await asyncio.sleep(0.01)
            transport.abort()
        elif close:
            transport.close()
        else:
            self._task = None
            self._next()


@contextmanager
def running(behaviour: Behaviour) -> Iterator[tuple[str, Simulated]]:
    """Run an endpoint in a thread of its own; give its base URL and itself."""
    opened: dict[str, Any] = {}
    ready = threading.Event()

    async def main() -> None:
        endpoint = Simulated(behaviour)
        opened.update(
            endpoint=endpoint,
            url=await endpoint.open(),
            loop=asyncio.get_running_loop(),
            stop=asyncio.Event(),
        )
        ready.set()
        await opened["stop"].wait()
        await endpoint.close()

    thread = threading.Thread(target=lambda: asyncio.run(main()))
    thread.start()
    ready.wait()
    try:
        yield opened["url"], opened["endpoint"]
    finally:
        opened["loop"].call_soon_threadsafe(opened["stop"].set)
        thread.join()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--port", type=int, default=8399)
    parser.add_argument("--log", type=Path, help="the access log, JSON lines")
    for name in ("base", "prefill", "decode", "spread", "rpm", "tpm", "window"):
        parser.add_argument(f"--{name}", type=float, default=getattr(Behaviour, name))
    for name in ("concurrency", "slots"):
        parser.add_argument(f"--{name}", type=int)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--sliding", action="store_true")
    parser.add_argument("--for-good", action="store_true")
    parser.add_argument("--no-headers", dest="headers", action="store_false")
    parser.add_argument("--fault", action="append", default=[], metavar="KIND=SHARE")
    return parser.parse_args()


async def _serve(arguments: argparse.Namespace) -> None:
    values = {name: value for name, value in vars(arguments).items() if name in Behaviour.__annotations__}
    faults = {kind: float(share) for kind, _, share in (one.partition("=") for one in arguments.fault)}
    log = arguments.log.open("w") if arguments.log else None
    endpoint = Simulated(Behaviour(**values, faults=faults), log)
    print(await endpoint.open(arguments.port), flush=True)
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await stop.wait()
    await endpoint.close()


if __name__ == "__main__":
    asyncio.run(_serve(_arguments()))
