"""What holds for every test: no network but loopback, no key, a home of its own, and a fake model at hand."""

import gc
import itertools
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
_LOOPBACK = ("127.", "::1", "localhost")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Look for no garbage among thousands of tests while they are gathered, nor among them later."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give folders for one test each, in a folder of their own: pytest looks through its own for every new name."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a socket connect to this machine only; a test that reaches further fails."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(_LOOPBACK):
            raise AssertionError(f"a test reached for the network: {address!r}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _no_user(monkeypatch: pytest.MonkeyPatch, _homes: Iterator[Path]) -> None:
    """Hide the key, the endpoint, the files, the certificates and the habits of whoever runs the tests."""
    for name in (
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
    ):
        monkeypatch.delenv(name, raising=False)
    home = next(_homes)
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    # No test trusts anybody, and reading all certificates of a machine takes longer than most tests.
    monkeypatch.setenv("SSL_CERT_DIR", str(home))


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
