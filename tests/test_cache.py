"""What was answered once is kept, at once and whole, and no later run pays for it again."""

import asyncio
import errno
import json
import os
import random
import stat
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks import corpus
from benchmarks.endpoint import Behaviour, running
from summarize.errors import CutOffError, RefusalError, ReplyError, TransientError
from summarize.llm import cache as caching
from summarize.llm.base import Reply
from summarize.llm.cache import Cache, clear, contents, folder_of, prune
from summarize.llm.cassette import Recording, file_name
from summarize.llm.fake import FakeLLM
from summarize.llm.repair import Repairing
from tests.command import command, process
from tests.exchanges import REQUEST, user

POSIX = pytest.mark.skipif(os.name != "posix", reason="permissions and signals of POSIX")
QUICK = Behaviour(base=0.0, prefill=1e9, decode=1e9)
DAY = 86_400.0


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder of a dozen articles."""
    corpus.write(tmp_path / "articles", 12, 200)
    return tmp_path / "articles"


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Cache, list[str], Path]:
    """A cache that holds one exchange, what it said, and its file."""
    said: list[str] = []
    cache = Cache(tmp_path / "cache", said.append)
    cache.put(REQUEST, Reply("yes", 10, 20))
    return cache, said, tmp_path / "cache" / file_name(REQUEST)


def ask(cache: Cache, llm: Any, *requests: Any) -> list[Any]:
    """Ask through a cache, one after the other; give replies and errors."""

    async def main() -> list[Any]:
        recording = Recording(Repairing(llm, ask=str), cache)
        return [(await asyncio.gather(recording.complete(r), return_exceptions=True))[0] for r in requests]

    return asyncio.run(main())


def test_what_was_kept_is_answered_from_there(kept: tuple[Cache, list[str], Path]) -> None:
    """A kept exchange comes back as it was, marked as replayed, and nothing is said."""
    cache, said, _ = kept
    assert cache.get(REQUEST) == Reply("yes", 10, 20, replayed=True)
    assert cache.get(user("another")) is None
    assert said == []


def test_what_is_kept_is_written_to_the_disk_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A loss of power takes no more than the last moment: each file is synced soon after it was kept, and nobody waits."""
    synced: set[int] = set()
    all_are = threading.Event()

    def sync(file: int) -> None:
        synced.add(os.fstat(file).st_ino)
        if len(synced) == 3:
            all_are.set()

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(caching, "SYNC_EVERY", 0.0)
    cache = Cache(tmp_path, print)
    requests = [REQUEST, user("another"), user("a third")]
    for one in requests:
        cache.put(one, Reply("yes"))
    assert all_are.wait(60)
    assert synced == {(tmp_path / file_name(one)).stat().st_ino for one in requests}


@POSIX
def test_only_the_user_can_read_it(kept: tuple[Cache, list[str], Path]) -> None:
    """The folder has mode 0700 and every file in it 0600, whatever the user's mask."""
    path = kept[2]
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert {stat.S_IMODE(one.stat().st_mode) for one in path.parent.iterdir()} == {0o600}


@pytest.mark.parametrize(
    "content", [b"", b"\0" * 512, b'{"stage": "read", "requ', b"[]", b"{}", b'{"stage": "read"}', b"\xff\xfe"]
)
def test_a_half_written_file_is_a_miss_said_once(kept: tuple[Cache, list[str], Path], content: bytes) -> None:
    """What a loss of power leaves behind is asked for again and kept anew; one line tells of all such files."""
    cache, said, path = kept
    path.write_bytes(content)
    other = path.with_name(file_name(user("other")))
    other.write_bytes(content)
    model = FakeLLM(lambda _: "again")
    first, _, second = ask(cache, model, REQUEST, user("other"), REQUEST)
    assert (first.text, first.replayed, second.text, second.replayed) == ("again", False, "again", True)
    assert len(model.requests) == 2
    (line,) = said
    assert "broken" in line
    assert path.name in line
    assert "\n" not in line


def test_an_edited_answer_is_a_miss(kept: tuple[Cache, list[str], Path]) -> None:
    """An answer that somebody changed is not played."""
    cache, said, path = kept
    path.write_text(path.read_text("utf-8").replace('"yes"', '"no"'), "utf-8")
    assert cache.get(REQUEST) is None
    assert "edited" in said[0]


@pytest.mark.parametrize("where", ["a file", "below a file"])
def test_a_cache_that_cannot_be_used_costs_no_report(tmp_path: Path, where: str) -> None:
    """A folder that cannot be made is said once; answers come all the same."""
    (tmp_path / "file").write_text("x")
    said: list[str] = []
    folder = tmp_path / "file" if where == "a file" else tmp_path / "file" / "cache"
    replies = ask(Cache(folder, said.append), FakeLLM(lambda _: "yes"), REQUEST, user("other"))
    assert [reply.text for reply in replies] == ["yes", "yes"]
    (line,) = said
    assert line.startswith("answers cannot be kept for the next run (")
    assert line.endswith("give another --cache-dir")


def test_a_full_disk_costs_no_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While no byte can be written all is answered, one line says so, and what was half written is taken away."""
    said: list[str] = []
    cache = Cache(tmp_path / "cache", said.append)

    def full(path: str, _content: bytes, mode: int) -> None:
        Path(path).touch(mode)
        raise OSError(errno.ENOSPC, "No space left on device", path)

    with monkeypatch.context() as patch:
        patch.setattr("summarize.llm.cassette._write", full)
        replies = ask(cache, FakeLLM(lambda _: "yes"), REQUEST, user("other"))
    assert [reply.text for reply in replies] == ["yes", "yes"]
    assert len(said) == 1
    assert "No space left on device" in said[0]
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [".pruned"]
    ask(cache, FakeLLM(lambda _: "yes"), REQUEST)
    assert cache.get(REQUEST)


@pytest.mark.parametrize(
    "error", [RefusalError("no"), CutOffError("cut"), TransientError("busy"), ReplyError("invalid")]
)
def test_failures_are_never_kept(tmp_path: Path, error: Exception) -> None:
    """An answer that failed, was refused or cut off is asked for again by the next run."""
    cache = Cache(tmp_path / "cache", print)

    def fail(_: object) -> str:
        raise error

    assert ask(cache, FakeLLM(fail), REQUEST) == [error]
    assert contents(tmp_path / "cache", 0.0).exchanges == 0


def test_invalid_replies_are_neither_kept_nor_played(tmp_path: Path) -> None:
    """A reply that fails the check of its request is not kept, and one that fails a newer check is asked for again."""
    cache = Cache(tmp_path / "cache", print)

    def check(text: str) -> None:
        if text != "good":
            raise ReplyError("bad")

    checked = replace(REQUEST, check=check)
    (failed,) = ask(cache, FakeLLM(lambda _: "wrong"), checked)
    assert isinstance(failed, ReplyError)
    assert cache.get(REQUEST) is None
    ask(cache, FakeLLM(lambda _: "wrong"), REQUEST)
    (reply,) = ask(cache, FakeLLM(lambda _: "good"), checked)
    assert (reply.text, reply.replayed) == ("good", False)


def _fill(folder: Path, count: int, said: Callable[[str], None] = print) -> list[Path]:
    cache = Cache(folder, said)
    requests = [user(f"question {number}") for number in range(count)]
    for request in requests:
        cache.put(request, Reply("yes"))
    return [folder / file_name(request) for request in requests]


def test_what_is_old_or_too_much_goes(tmp_path: Path) -> None:
    """What was not used for long goes, then what was used longest ago until the rest is within the size."""
    paths = _fill(tmp_path, 6)
    now = time.time()
    for days, path in zip((0, 1, 2, 3, 4, 200), paths, strict=True):
        os.utime(path, (now - days * DAY, now - days * DAY))
    assert prune(tmp_path, now) == 1
    assert not paths[5].exists()
    assert prune(tmp_path, now, most_bytes=3 * paths[0].stat().st_size + 10) == 2
    assert [path.exists() for path in paths] == [True, True, True, False, False, False]


def test_use_keeps_an_exchange_young(tmp_path: Path) -> None:
    """An exchange that is played counts from then."""
    (path,) = _fill(tmp_path, 1)
    os.utime(path, (0, 0))
    Cache(tmp_path, print).get(user("question 0"))
    assert prune(tmp_path, time.time()) == 0


def test_a_run_prunes_once_a_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first answer that a run keeps has old ones taken out, with files that a killed run left half written."""
    now = [1e9]
    old, *_ = _fill(tmp_path, 1)
    left = tmp_path / f".{old.name}.0123456789abcdef.tmp"
    left.write_text("half")
    for path in (old, left, tmp_path / ".pruned"):
        os.utime(path, (now[0] - 300 * DAY,) * 2)
    monkeypatch.setattr(caching, "PRUNE_AFTER", 3)
    cache = Cache(tmp_path, print, now=lambda: now[0])
    cache.put(user("new"), Reply("yes"))
    assert not old.exists()
    assert not left.exists()
    _fill(tmp_path, 1)
    os.utime(old, (now[0] - 300 * DAY,) * 2)
    cache.put(user("new 2"), Reply("yes"))
    cache.put(user("new 3"), Reply("yes"))
    assert old.exists()
    cache.put(user("new 4"), Reply("yes"))
    assert not old.exists()


def test_clearing_leaves_what_is_not_ours(tmp_path: Path) -> None:
    """Only exchanges are deleted, with the halves of them: a folder given by mistake keeps its files."""
    paths = _fill(tmp_path, 3)
    (tmp_path / "notes.json").write_text("{}")
    (tmp_path / f".{paths[0].name}.0123456789abcdef.tmp").write_text("half")
    assert clear(tmp_path) == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == [".pruned", "notes.json"]
    assert clear(tmp_path / "nowhere") == 0


def test_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--cache-dir stands above SUMMARIZE_CACHE_DIR, and that above the user's folder for caches."""
    assert folder_of().name == "summarize"
    monkeypatch.setenv("SUMMARIZE_CACHE_DIR", str(tmp_path / "named"))
    assert folder_of() == tmp_path / "named"
    assert folder_of(tmp_path) == tmp_path


def test_command_line(articles: Path, tmp_path: Path) -> None:
    """A second run asks nothing; --cache-info tells what is kept, --cache-clear deletes it, --no-cache passes it by."""
    folder = tmp_path / "cache"
    with running(QUICK) as (url, endpoint):
        arguments = (articles, "--base-url", url, "--cache-dir", folder, "-v")
        assert command(*arguments).code == 0
        paid = len(endpoint.entries)
        assert paid >= 13
        outcome = command(*arguments)
        assert len(endpoint.entries) == paid
        assert "read: 12 calls (12 replayed)" in outcome.err
        assert "paid 0 in, 0 out: $0.0000" in outcome.err
        info = command("--cache-info", "--cache-dir", folder).out
        assert info.startswith(f"{folder}: {paid} answers, ")
        assert command(*arguments, "--no-cache").code == 0
        assert len(endpoint.entries) == 2 * paid
        assert (
            command("--cache-clear", "--cache-dir", folder).out == f"{paid} answers deleted from {folder}\n"
        )
        assert command("--cache-info", "--cache-dir", folder).out == f"{folder}: 0 answers, 0.0 MB\n"
        assert command(*arguments).code == 0
        assert len(endpoint.entries) == 3 * paid


def test_a_recording_passes_the_cache_by(articles: Path, tmp_path: Path) -> None:
    """--record asks for everything that it does not hold itself, and leaves the cache as it is."""
    with running(QUICK) as (url, endpoint):
        command(articles, "--base-url", url, "--cache-dir", tmp_path / "cache")
        paid = len(endpoint.entries)
        command(
            articles, "--base-url", url, "--cache-dir", tmp_path / "cache", "--record", tmp_path / "recording"
        )
        assert len(endpoint.entries) == 2 * paid
    assert contents(tmp_path / "cache", 0.0).exchanges == paid


def test_no_secret_is_kept(articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the key nor what an address holds of passwords stands in any file."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret-0123456789")
    with running(QUICK) as (url, _):
        address = url.replace("http://", "http://name:hidden-word@") + "?token=also-hidden"
        assert command(articles, "--base-url", address, "--cache-dir", tmp_path / "cache").code == 0
    texts = [path.read_text("utf-8") for path in (tmp_path / "cache").iterdir()]
    assert len(texts) > 12
    assert not [
        text for text in texts for word in ("sk-secret", "hidden-word", "also-hidden") if word in text
    ]


def test_two_runs_at_once_are_safe(articles: Path, tmp_path: Path) -> None:
    """Runs that share one cache from the start all report all sources, and leave every exchange whole."""
    with running(replace(QUICK, base=0.05)) as (url, endpoint):
        runs = [
            process(articles, "--base-url", url, "--format", "json", "-j", 2, cache=tmp_path / "cache")
            for _ in range(3)
        ]
        with ThreadPoolExecutor() as pool:
            results = list(pool.map(lambda run: run.communicate(timeout=300), runs))
        assert [run.returncode for run in runs] == [0, 0, 0]
        assert all(len(json.loads(out)["sources"]) == 12 for out, _ in results)
        assert not [line for _, err in results for line in err.splitlines() if "engine:" not in line]
        paid = len(endpoint.entries)
        assert command(articles, "--base-url", url, "--cache-dir", tmp_path / "cache").code == 0
        assert len(endpoint.entries) == paid


@POSIX
def test_a_killed_run_goes_on(articles: Path, tmp_path: Path) -> None:
    """After kill -9 at any moment, the next run pays for no answer that had come, only for those in flight."""
    chance = random.Random(7)  # noqa: S311 - a script, not a secret
    with running(replace(QUICK, base=0.2, spread=0.5)) as (url, endpoint):
        given = (articles, "-t", "--base-url", url, "-j", 4, "--format", "json")
        in_flight = 0
        for _ in range(4):
            before = len(endpoint.entries)
            run = process(*given, cache=tmp_path / "cache")
            wanted = before + chance.randrange(1, 4)
            while len(endpoint.entries) < wanted and run.poll() is None:
                time.sleep(0.005)
            time.sleep(chance.random() * 0.2)
            run.kill()
            run.communicate()
            time.sleep(0.5)  # the endpoint notices that nobody waits
            in_flight += 4
        run = process(*given, cache=tmp_path / "cache")
        out, err = run.communicate(timeout=300)
        assert run.returncode == 0, err
        assert len(json.loads(out)["sources"]) == 12
        paid = len(endpoint.entries)
        answered = [entry["key"] for entry in endpoint.entries if not entry["gone"]]
        assert command(*given, "--no-cache").code == 0
        once = len(endpoint.entries) - paid
    assert paid <= once + in_flight
    # An answer may be on its way when the run is killed: one in each of four calls at most was lost so.
    assert len(answered) - len(set(answered)) <= in_flight
