"""The record of exchanges with the model: one readable file each, found again by what was asked.

A cassette is a folder of exchanges with `run.json`, the settings they were recorded under. The key of an exchange is
the sha256 of what can change the answer, and nothing operational; it is recomputed whenever a file is read, so that
an edited question is noticed, as is an edited answer by a checksum of its own. Only answers are kept: failures,
refusals, cut-off and invalid replies are exceptions and pass by.
"""

import asyncio
import contextlib
import json
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import replace
from difflib import unified_diff
from functools import lru_cache
from io import FileIO
from itertools import count, islice
from pathlib import Path
from typing import Any, Protocol

from summarize.errors import CassetteError, ReplayMissError, ReplyError
from summarize.layout import laid_out
from summarize.llm import exchange
from summarize.llm.base import LLM, Reply, Request
from summarize.llm.exchange import Exchange
from summarize.llm.faults import about
from summarize.llm.repair import MAX_REPLY

RUN = "run.json"
FORMAT = 1
DIFF_LINES = 40
SHOWN_MISSES = (
    3  # of a run come with a difference: a changed prompt misses thousands of times, for one reason
)
DIFF_WIDTH = 160  # characters; longer lines are wrapped before they are compared

_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
# No other process, on whatever machine, and no other write of this one has these: to ask the system anew each time takes longer.
_OWN, _WRITES = secrets.token_hex(8), count()
_STAGE = re.compile(r"[A-Za-z0-9_-]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


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
        path = f"{self.folder}{os.sep}{file_name(request)}"
        try:
            content = _read(path)
        except CassetteError as error:
            if isinstance(error.__cause__, FileNotFoundError | NotADirectoryError):
                return None
            raise
        return _exchange(path, content).reply

    def put(self, request: Request, reply: Reply) -> None:
        """Keep the reply to a request."""
        _write_whole(str(self.folder), file_name(request), exchange.document(request, reply), self._mode)

    def read(self, name: str) -> Exchange:
        """Read the exchange of a file, and see that neither its name, its question nor its answer was changed."""
        path = f"{self.folder}{os.sep}{name}"
        return _exchange(path, _read(path))


@lru_cache(maxsize=256)  # each exchange is named several times while it is looked for, asked and kept
def file_name(request: Request) -> str:
    """Name the file of a request's exchange."""
    if not _STAGE.fullmatch(request.stage):
        raise CassetteError(
            f"stage {request.stage!r} makes no file name: name it with letters, digits, - and _"
        )
    return f"{request.stage}-{exchange.key(request)[:16]}.json"


def _exchange(path: str, content: bytes) -> Exchange:
    """Read the exchange of a file, and see that it is the one that was written."""
    document = _object(path, content)
    try:
        found = exchange.read(document)
        rightful = file_name(found.request)
        whole = document["reply_sha256"] == exchange.sha256(found.reply.text)
    except (KeyError, TypeError, ValueError, AttributeError, CassetteError) as error:
        raise CassetteError(
            f"{path}: no recorded exchange ({error!r}): delete it, and record again"
        ) from error
    if path.rpartition(os.sep)[2] != rightful:
        raise CassetteError(
            f"{path}: the request in it was edited, or the file renamed: restore it, or delete it and record again"
        )
    if not whole:
        raise CassetteError(f"{path}: the reply in it was edited: restore it, or delete it and record again")
    return found


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
        self._under_way: dict[str, asyncio.Event] = {}

    async def complete(self, request: Request) -> Reply:
        """Answer one request."""
        name = file_name(request)
        while ended := self._under_way.get(name):
            await ended.wait()
        kept = self._store.get(request)
        if kept is not None and holds(request, kept):
            return kept
        ended = self._under_way[name] = asyncio.Event()
        try:
            return await self._asked(request)
        finally:
            del self._under_way[name]
            ended.set()

    async def _asked(self, request: Request) -> Reply:
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
            kept = self._store.read(name)
            found = exchange.key(kept.request)
            self._names.setdefault(found, []).append(name)
            self._replies.setdefault(found, kept.reply)
            self._stages.setdefault(kept.request.stage, []).append(name)
        if not self._replies:
            raise CassetteError(f"no exchange in {str(folder)!r}: make a recording with --record {folder}")

    async def complete(self, request: Request) -> Reply:
        """Answer one request. Raises ReplayMissError with the difference to the closest recording."""
        wanted = exchange.key(request)
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
    schema = json.dumps(exchange.asked(request)["schema"], indent=1, sort_keys=True, ensure_ascii=False)
    parts = [f"model: {request.model}", f"temperature: {exchange.asked(request)['temperature']}"]
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
    document = _object(str(path), _read(str(path)))
    found = document.get("format")
    if found != FORMAT:
        raise CassetteError(
            f"{path}: format {found!r}, and this version reads {FORMAT}: record again with --record {folder}"
        )
    settings = document.get("settings")
    if not isinstance(settings, dict):
        raise CassetteError(f"{path}: no settings in it: record again with --record {folder}")
    return settings


def _read(path: str) -> bytes:
    try:
        with FileIO(path) as file:
            return file.readall()
    except OSError as error:
        raise CassetteError(f"cannot read {path}: {_why(error)}; check its permissions") from error


def _object(path: str, content: bytes) -> dict[str, Any]:
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise CassetteError(f"{path}: no whole JSON ({error}): delete it, and record again") from error
    if not isinstance(document, dict):
        raise CassetteError(f"{path}: no JSON object: delete it, and record again")
    return document


def write_atomically(path: Path, document: Mapping[str, Any], mode: int | None = None) -> None:
    """Write JSON through a temporary file beside it, so that readers see the old file or the new one, never a part.

    `mode` are the permissions of the file; None leaves them to the system.
    """
    content = exchange.encoded(laid_out(document, indent=1) + "\n")
    _write_whole(str(path.parent), path.name, content, mode)


def _write_whole(folder: str, name: str, content: bytes, mode: int | None) -> None:
    """Write a file as `write_atomically` does, of paths that are texts: objects of them would take longer than the system."""
    path = f"{folder}{os.sep}{name}"
    temporary = f"{folder}{os.sep}.{name}.{os.getpid():x}-{_OWN}-{next(_WRITES):x}.tmp"
    try:
        try:
            _write(temporary, content, mode)
        except FileNotFoundError:
            Path(folder).mkdir(parents=True, exist_ok=True)
            _write(temporary, content, mode)
        os.replace(temporary, path)  # noqa: PTH105 - see above
    except OSError as error:
        with contextlib.suppress(OSError):
            Path(temporary).unlink(missing_ok=True)
        raise CassetteError(
            f"cannot write {path}: {_why(error)}; free it, or record to another folder"
        ) from error


def _write(path: str, content: bytes, mode: int | None) -> None:
    """Write a file with as few calls of the system as there can be."""
    file = os.open(path, _NEW, 0o666 if mode is None else mode)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(file, rest) :]
    finally:
        os.close(file)


def _why(error: OSError) -> str:
    return error.strerror or type(error).__name__
