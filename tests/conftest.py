"""What holds for every test: no network but loopback, no key, a home of its own, and a fake model at hand."""

import gc
import itertools
import os
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
# Else each process that runs tests compiles all of them, each time; those that a test starts keep theirs too.
sys.dont_write_bytecode = False
_LOOPBACK = ("127.", "::1", "localhost")
_HABITS = (
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
    "SUMMARIZE_MODEL",
    "SUMMARIZE_CACHE_DIR",
    "XDG_CACHE_HOME",
    "FORCE_COLOR",
    "NO_COLOR",
    "GITHUB_ACTIONS",
    "SSL_CERT_FILE",
    # Else every process that a test starts compiles all that it loads, each time.
    "PYTHONDONTWRITEBYTECODE",
)


# The modules that take longest. They begin first: else one process is still at one of them when the others are done.
_LONG = (
    "test_page_browser",
    "test_batch",
    "test_hostile",
    "test_report_documents",
    "test_seeds",
    "test_action",
    "test_growth",
    "test_cache",
    "test_stop",
    "test_preparation",
    "test_pace_limits",
    "test_budget",
    "test_plan",
    "test_completion",
    "test_cli",
    "test_chunks",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the long modules in front, and leave all else in its order."""
    place = {name: number for number, name in enumerate(_LONG)}
    items.sort(key=lambda item: place.get(item.path.stem, len(_LONG)))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Look for no garbage among thousands of tests while they are gathered, nor among them later."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Let a socket connect to this machine only; a test that reaches further fails."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(_LOOPBACK):
            raise AssertionError(f"a test reached for the network: {address!r}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(scope="session", autouse=True)
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Path]]:
    """Hide the key, the endpoint, the files and the habits of whoever runs the tests; give empty folders to live in.

    A folder that a test left empty serves the next one too. They stand in one of their own: pytest looks through its
    own for every new name.
    """
    folder = tmp_path_factory.mktemp("homes")
    names = map(str, itertools.count())
    home = folder / next(names)
    home.mkdir()

    def empty() -> Path:
        nonlocal home
        with os.scandir(home) as inside:
            is_used = any(inside)
        if is_used:
            home = folder / next(names)
            home.mkdir()
        return home

    with pytest.MonkeyPatch.context() as patch:
        for name in _HABITS:
            patch.delenv(name, raising=False)
        yield empty


@pytest.fixture(autouse=True)
def _no_user(monkeypatch: pytest.MonkeyPatch, _homes: Callable[[], Path]) -> None:
    """Let each test begin with a home that nobody used, and with no certificates."""
    home = str(_homes())
    monkeypatch.setenv("HOME", home)
    # No test trusts anybody, and reading all certificates of a machine takes longer than most tests.
    monkeypatch.setenv("SSL_CERT_DIR", home)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Give a function that writes files, by name and content, below a fresh folder, and returns that."""

    def put(files: dict[str, str | bytes]) -> Path:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return put


def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are cores: tests wait for processes of their own a third of the time."""
    return (os.cpu_count() or 1) + 1
