"""The record of exchanges with the model: one readable file each, found again by what was asked.

A cassette is a folder of exchanges with `run.json`, the settings they were recorded under. The key of an exchange is
the sha256 of what can change the answer, and nothing operational; it is recomputed whenever a file is read, so that
an edited question is noticed, as is an edited answer by a checksum of its own. Only answers are kept: failures,
refusals, cut-off and invalid replies are exceptions and pass by.
"""

import asyncio
import contextlib
import hashlib
import json
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import unified_diff
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, Protocol
from weakref import WeakValueDictionary

from summarize.errors import CassetteError, ReplayMissError, ReplyError
from summarize.layout import Written, laid_out
from summarize.llm.base import LLM, Message, Reply, Request
from summarize.llm.faults import about
from summarize.llm.repair import MAX_REPLY

RUN = "run.json"
FORMAT = 1
DIFF_LINES = 40
SHOWN_MISSES = (
    3  # of a run come with a difference: a changed prompt misses thousands of times, for one reason
)
DIFF_WIDTH = 160  # characters; longer lines are wrapped before they are compared

_STAGE = re.compile(r"[A-Za-z0-9_-]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request, without what is operational, and the reply it got."""

    request: Request
    reply: Reply


def key(request: Request) -> str:
    """Give the sha256, in hexadecimal, of the canonical JSON of what can change the answer."""
    return _sha256(json.dumps(_asked(request), sort_keys=True, ensure_ascii=False, separators=(",", ":")))


def _asked(request: Request) -> dict[str, Any]:
    return {
        "model": request.model,
        "messages": [{"role": one.role, "content": one.content} for one in request.messages],
        "schema_name": request.schema_name,
        "schema": None if request.schema is None else dict(request.schema),
        "temperature": None if request.temperature is None else float(request.temperature),
    }


def _sha256(text: str) -> str:
    return hashlib.sha256(_encoded(text)).hexdigest()


def _encoded(text: str) -> bytes:
    # Half a surrogate pair, which broken input may hold, is no UTF-8; as an escape it is good JSON.
    return text.encode("utf-8", "backslashreplace")


class Store:
    """A folder of exchanges, `<stage>-<first 16 digits of the key>.json` each.

    Every write is whole or not at all, so that several runs can use one folder at once. Raises CassetteError where
    the folder or a file in it cannot be used. `mode` are the permissions of its files; None leaves them to the system.
    """

    def __init__(self, folder: Path, mode: int | None = None) -> None:
        self.folder = folder
        self._mode = mode

    def names(self) -> tuple[str, ...]:
        """Name the files of all exchanges, sorted."""
        try:
            found = [path.name for path in self.folder.iterdir() if path.name.endswith(".json")]
        except OSError as error:
            raise CassetteError(
                f"no cassette at {str(self.folder)!r} ({_why(error)}): make one with --record {self.folder}"
            ) from error
        return tuple(sorted(name for name in found if name != RUN and not name.startswith(".")))

    def get(self, request: Request) -> Reply | None:
        """Give the reply kept for a request, None where there is none."""
        name = file_name(request)
        if not (self.folder / name).exists():
            return None
        return self.read(name).reply

    def put(self, request: Request, reply: Reply) -> None:
        """Keep the reply to a request."""
        write_atomically(self.folder / file_name(request), _document(request, reply), self._mode)

    def read(self, name: str) -> Exchange:
        """Read the exchange of a file, and see that neither its name, its question nor its answer was changed."""
        path = self.folder / name
        document = _read_json(path)
        try:
            exchange = _exchange(document)
            rightful = file_name(exchange.request)
            whole = document["reply_sha256"] == _sha256(exchange.reply.text)
        except (KeyError, TypeError, ValueError, AttributeError, CassetteError) as error:
            raise CassetteError(
                f"{path}: no recorded exchange ({error!r}): delete it, and record again"
            ) from error
        if name != rightful:
            raise CassetteError(
                f"{path}: the request in it was edited, or the file renamed: restore it, or delete it and record again"
            )
        if not whole:
            raise CassetteError(
                f"{path}: the reply in it was edited: restore it, or delete it and record again"
            )
        return exchange


@lru_cache(maxsize=256)  # each exchange is named several times while it is looked for, asked and kept
def file_name(request: Request) -> str:
    """Name the file of a request's exchange."""
    if not _STAGE.fullmatch(request.stage):
        raise CassetteError(
            f"stage {request.stage!r} makes no file name: name it with letters, digits, - and _"
        )
    return f"{request.stage}-{key(request)[:16]}.json"


def _document(request: Request, reply: Reply) -> dict[str, Any]:
    """Lay an exchange out for readers: texts as lists of lines, which join to exactly what they were."""
    asked = _asked(request)
    asked["messages"] = [{**one, "content": one["content"].split("\n")} for one in asked["messages"]]
    if request.schema is not None:
        asked["schema"] = _schema(json.dumps(asked["schema"], ensure_ascii=False))
    return {
        "stage": request.stage,
        "request": asked,
        "reply": {
            "text": reply.text.split("\n"),
            "input_tokens": reply.input_tokens,
            "output_tokens": reply.output_tokens,
            "calls": reply.calls,
        },
        "reply_sha256": _sha256(reply.text),
    }


@lru_cache(maxsize=32)  # all exchanges of a stage have one, and it takes longer to lay out than the rest
def _schema(text: str) -> Written:
    """Lay a schema, given in one line, out as it stands in a file: as a value two levels down."""
    return Written(laid_out(json.loads(text), indent=1).replace("\n", "\n  "))


def _exchange(document: Mapping[str, Any]) -> Exchange:
    asked, reply = document["request"], document["reply"]
    request = Request(
        stage=document["stage"],
        subject="",
        model=asked["model"],
        messages=tuple(Message(one["role"], "\n".join(one["content"])) for one in asked["messages"]),
        schema_name=asked["schema_name"],
        schema=asked["schema"],
        temperature=asked["temperature"],
    )
    input_tokens, output_tokens, calls = (
        int(reply[name]) for name in ("input_tokens", "output_tokens", "calls")
    )
    return Exchange(
        request, Reply("\n".join(reply["text"]), input_tokens, output_tokens, calls, replayed=True)
    )


class Keeper(Protocol):
    """What keeps replies: a cassette, or a cache."""

    def get(self, request: Request) -> Reply | None:
        """Give the reply kept for a request, None where there is none."""
        ...

    def put(self, request: Request, reply: Reply) -> None:
        """Keep the reply to a request."""
        ...


class Recording:
    """Answers from what is kept where it can, else asks `inner` and keeps the reply.

    An interrupted recording so goes on where it stopped. A request that is in flight twice is asked once. A reply
    that fails the request's check is neither kept nor played. A good one is kept in the moment it arrives: what a run
    that is killed has paid for stands in the folder, whatever it was busy with.
    """

    def __init__(self, inner: LLM, store: Keeper) -> None:
        self._inner = inner
        self._store = store
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def complete(self, request: Request) -> Reply:
        """Answer one request."""
        async with self._locks.setdefault(file_name(request), asyncio.Lock()):
            kept = self._store.get(request)
            if kept is not None and holds(request, kept):
                return kept
            early: list[Reply] = []

            def keep(reply: Reply) -> None:
                if len(reply.text) <= MAX_REPLY and holds(request, reply):
                    self._store.put(request, reply)
                    early.append(reply)

            reply = await self._inner.complete(replace(request, arrived=keep))
            if reply not in early[-1:]:  # another answer, or more calls than it was told of
                if request.check is not None:
                    request.check(reply.text)
                self._store.put(request, reply)
            return reply

    async def close(self) -> None:
        """Close the inner LLM."""
        await self._inner.close()


def holds(request: Request, reply: Reply) -> bool:
    """Say whether a reply passes the check of its request."""
    try:
        if request.check is not None:
            request.check(reply.text)
    except ReplyError:
        return False
    return True


class Replaying:
    """Answers from a folder alone. Every file is read, and verified, at the start.

    Raises CassetteError for a folder without exchanges or with one that was edited or is broken.
    """

    def __init__(self, folder: Path) -> None:
        self._store = Store(folder)
        self._names: dict[str, list[str]] = {}
        self._replies: dict[str, Reply] = {}
        self._stages: dict[str, list[str]] = {}
        self._played: set[str] = set()
        self._misses = 0
        for name in self._store.names():
            exchange = self._store.read(name)
            found = key(exchange.request)
            self._names.setdefault(found, []).append(name)
            self._replies.setdefault(found, exchange.reply)
            self._stages.setdefault(exchange.request.stage, []).append(name)
        if not self._replies:
            raise CassetteError(f"no exchange in {str(folder)!r}: make a recording with --record {folder}")

    async def complete(self, request: Request) -> Reply:
        """Answer one request. Raises ReplayMissError with the difference to the closest recording."""
        wanted = key(request)
        reply = self._replies.get(wanted)
        if reply is None:
            raise ReplayMissError(self._miss(request))
        self._played.add(wanted)
        return reply

    async def close(self) -> None:
        """Nothing is held open."""

    def unplayed(self) -> tuple[str, ...]:
        """Name the files that no request of this run has asked for, sorted."""
        return tuple(
            sorted(
                name for found, names in self._names.items() if found not in self._played for name in names
            )
        )

    def _miss(self, request: Request) -> str:
        folder = self._store.folder
        head = f"no recording of {about(request)} in {str(folder)!r}: record again with --record {folder}"
        recorded = self._stages.get(request.stage)
        if not recorded:
            return f"{head} (it holds none of the stage {request.stage!r})"
        self._misses += 1
        if self._misses > SHOWN_MISSES:
            return head
        asked = _lines(request)
        name = max(recorded, key=lambda one: _likeness(asked, _lines(self._store.read(one).request)))
        return "\n".join([head, *_difference(_lines(self._store.read(name).request), asked, name)])


def _lines(request: Request) -> list[str]:
    """Lay a request out in lines, for a comparison."""
    schema = json.dumps(_asked(request)["schema"], indent=1, sort_keys=True, ensure_ascii=False)
    parts = [f"model: {request.model}", f"temperature: {_asked(request)['temperature']}"]
    for message in request.messages:
        parts += [f"## {message.role}", *message.content.split("\n")]
    return [*parts, f"## schema {request.schema_name}", *schema.split("\n")]


def _likeness(one: list[str], other: list[str]) -> float:
    """Give the share of lines that two requests have in common, 0 to 1 (Dice's coefficient)."""
    ones, others = set(one), set(other)
    return 2 * len(ones & others) / (len(ones) + len(others))


def _difference(recorded: list[str], asked: list[str], name: str) -> list[str]:
    """Give the unified diff of two requests, bounded in width and length."""
    old, new = ([piece for line in lines for piece in _wrapped(line)] for lines in (recorded, asked))
    lines = unified_diff(old, new, f"recorded in {name}", "asked now", n=1, lineterm="")
    shown = list(islice(lines, DIFF_LINES + 1))
    return shown if len(shown) <= DIFF_LINES else [*shown[:DIFF_LINES], "… and more"]


def _wrapped(line: str) -> list[str]:
    safe = _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", line)
    return re.findall(rf".{{1,{DIFF_WIDTH}}}(?:\s|$)|.{{{DIFF_WIDTH}}}|.+", safe) or [""]


def write_run(folder: Path, settings: Mapping[str, Any]) -> None:
    """Keep the settings of a recording, JSON values by name. Raises CassetteError where they cannot be written."""
    write_atomically(folder / RUN, {"format": FORMAT, "settings": dict(sorted(settings.items()))})


def read_run(folder: Path) -> dict[str, Any]:
    """Read the settings of a recording. Raises CassetteError for a folder without any, or of another format."""
    path = folder / RUN
    if not path.is_file():
        raise CassetteError(
            f"no recording at {str(folder)!r} ({RUN} is missing): make one with --record {folder}"
        )
    document = _read_json(path)
    found = document.get("format")
    if found != FORMAT:
        raise CassetteError(
            f"{path}: format {found!r}, and this version reads {FORMAT}: record again with --record {folder}"
        )
    settings = document.get("settings")
    if not isinstance(settings, dict):
        raise CassetteError(f"{path}: no settings in it: record again with --record {folder}")
    return settings


def _read_json(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_bytes())
    except OSError as error:
        raise CassetteError(f"cannot read {path}: {_why(error)}; check its permissions") from error
    except (ValueError, RecursionError) as error:
        raise CassetteError(f"{path}: no whole JSON ({error}): delete it, and record again") from error
    if not isinstance(document, dict):
        raise CassetteError(f"{path}: no JSON object: delete it, and record again")
    return document


def write_atomically(path: Path, document: Mapping[str, Any], mode: int | None = None) -> None:
    """Write JSON through a temporary file beside it, so that readers see the old file or the new one, never a part.

    `mode` are the permissions of the file; None leaves them to the system.
    """
    data = _encoded(laid_out(document, indent=1) + "\n")
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    try:
        try:
            _write(temporary, data, mode)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(temporary, data, mode)
        temporary.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise CassetteError(
            f"cannot write {path}: {_why(error)}; free it, or record to another folder"
        ) from error


def _write(path: Path, data: bytes, mode: int | None) -> None:
    def opened(name: str, flags: int) -> int:
        return os.open(name, flags, 0o666 if mode is None else mode)

    with open(path, "wb", opener=opened) as file:
        file.write(data)


def _why(error: OSError) -> str:
    return error.strerror or type(error).__name__
