"""What was asked once is kept in a folder of the user's, so that no later run pays for it again.

It holds the prompts, and so the articles in them, in files that only the user can read. A file that is broken is a
miss, and a cache that cannot be used costs money, but no report: both are said once.
"""

import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from summarize.errors import CassetteError, UsageError
from summarize.llm.base import Reply, Request
from summarize.llm.cassette import Store, file_name

MODE_FOLDER = 0o700
MODE_FILE = 0o600
MOST_BYTES = 1 << 30  # a gibibyte: about 100,000 exchanges
MOST_DAYS = 180  # since an exchange was last used
PRUNE_EVERY = 86_400.0  # seconds between two looks at all files
PRUNE_AFTER = 5_000  # exchanges that one run keeps before it looks again
SYNC_EVERY = 0.2  # seconds; so much of what was kept a loss of power may take
SYNC_MOST = 50  # files each time: no endpoint that is paid answers faster
_DAY = 86_400.0
_MARK = ".pruned"
_PATTERN = "*-????????????????.json"
_UNFINISHED = ".*-????????????????.json.*.tmp"


def folder_of(given: Path | None = None) -> Path:
    """Give the folder of the cache: the one given, SUMMARIZE_CACHE_DIR, or the user's own for caches."""
    if given is not None:
        return given
    if named := os.environ.get("SUMMARIZE_CACHE_DIR", "").strip():
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("summarize", appauthor=False)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a cache holds: exchanges, bytes, and the days since the oldest was used."""

    folder: Path
    exchanges: int
    bytes: int
    oldest_days: float


class Cache:
    """Keeps exchanges in `folder`; `note` hears, once each, of what cannot be read or kept."""

    def __init__(
        self, folder: Path, note: Callable[[str], None], now: Callable[[], float] = time.time
    ) -> None:
        self._folder = folder
        self._store = Store(folder, MODE_FILE)
        self._note = note
        self._now = now
        self._said: set[str] = set()
        self._kept = 0
        self._syncer = _Syncer()

    def get(self, request: Request) -> Reply | None:
        """Give the reply kept for a request, None where there is none that can be used."""
        try:
            reply = self._store.get(request)
        except (CassetteError, OSError) as error:
            self._say(
                "read", f"the cache holds an exchange that is broken, and is asked for again ({_line(error)})"
            )
            with contextlib.suppress(OSError):
                Path(self._path(request)).unlink()
            return None
        if reply is not None:
            # The time of a file says when it was used last, by which old ones go.
            with contextlib.suppress(OSError):
                os.utime(self._path(request))
        return reply

    def put(self, request: Request, reply: Reply) -> None:
        """Keep the reply to a request, if that can be."""
        try:
            self._prepare()
            self._store.put(request, reply)
        except (CassetteError, OSError) as error:
            self._say(
                "write",
                f"answers cannot be kept for the next run ({_line(error)}); free its disk, or give another --cache-dir",
            )
        else:
            self._syncer.sync(self._path(request))

    def _path(self, request: Request) -> str:
        return f"{self._folder}{os.sep}{file_name(request)}"

    def _say(self, kind: str, line: str) -> None:
        if kind not in self._said:
            self._said.add(kind)
            self._note(line)

    def _prepare(self) -> None:
        """Make the folder before a file, and now and then take out what is old."""
        if not self._kept:
            self._folder.mkdir(mode=MODE_FOLDER, parents=True, exist_ok=True)
        if self._kept % PRUNE_AFTER == 0:
            mark = self._folder / _MARK
            with contextlib.suppress(OSError):
                if self._kept or _is_due(mark, self._now()):
                    mark.touch(MODE_FILE)
                    prune(self._folder, self._now())
        self._kept += 1


class _Syncer:
    """Has files written to the disk itself, soon after they were kept, in a thread: no answer waits for that.

    The thread ends where nothing more is kept.
    """

    def __init__(self) -> None:
        self._paths: list[str] = []
        self._lock = threading.Lock()
        self._works = False

    def sync(self, path: str) -> None:
        """Have a file written."""
        with self._lock:
            self._paths.append(path)
            if self._works:
                return
            self._works = True
        threading.Thread(target=self._work, daemon=True).start()

    def _work(self) -> None:
        while paths := self._taken():
            for path in paths[:SYNC_MOST]:
                with contextlib.suppress(OSError):
                    file = os.open(path, os.O_RDWR)
                    try:
                        os.fsync(file)
                    finally:
                        os.close(file)
            time.sleep(SYNC_EVERY)

    def _taken(self) -> list[str]:
        with self._lock:
            paths, self._paths = self._paths, []
            self._works = bool(paths)
        return paths


def _is_due(mark: Path, now: float) -> bool:
    return not mark.exists() or now - mark.stat().st_mtime > PRUNE_EVERY


def _line(error: Exception) -> str:
    """Say what is wrong without the way out, which is another one for a cassette."""
    cause = error.__cause__
    if isinstance(cause, OSError):
        return f"{cause.filename}: {cause.strerror}"
    return str(error).partition(": delete it")[0].partition(": restore it")[0]


def _files(folder: Path, pattern: str = _PATTERN) -> Iterator[tuple[Path, os.stat_result]]:
    with contextlib.suppress(OSError):  # there may be none
        for entry in list(os.scandir(folder)):
            if fnmatchcase(entry.name, pattern):
                with contextlib.suppress(OSError):  # another run may just have taken it out
                    yield Path(entry.path), entry.stat()


def prune(folder: Path, now: float, most_bytes: int = MOST_BYTES, most_days: float = MOST_DAYS) -> int:
    """Take out what was not used for long, then the longest unused until the rest is within the size; say how many."""
    for path, stat in _files(folder, _UNFINISHED):
        if now - stat.st_mtime > _DAY:
            path.unlink(missing_ok=True)
    files = sorted(_files(folder), key=lambda each: each[1].st_mtime, reverse=True)
    total, taken = 0, 0
    for path, stat in files:
        total += stat.st_size
        if total > most_bytes or now - stat.st_mtime > most_days * _DAY:
            path.unlink(missing_ok=True)
            taken += 1
    return taken


def contents(folder: Path, now: float) -> Contents:
    """Look at what a cache holds; a folder that does not exist holds nothing."""
    stats = [stat for _, stat in _files(folder)]
    oldest = min((stat.st_mtime for stat in stats), default=now)
    return Contents(folder, len(stats), sum(stat.st_size for stat in stats), max(0.0, (now - oldest) / _DAY))


def clear(folder: Path) -> int:
    """Take out every exchange, and nothing else that may stand there; say how many. Raises UsageError."""
    taken = 0
    for path, _ in _files(folder, _UNFINISHED):
        path.unlink(missing_ok=True)
    for path, _ in _files(folder):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise UsageError(
                f"{path}: cannot be deleted ({error.strerror}); check its permissions"
            ) from error
        taken += 1
    return taken
