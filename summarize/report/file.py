"""What is put into a file whole or not at all."""

import os
import stat
from collections.abc import Iterable
from pathlib import Path

from summarize.errors import OutputError


def replace_file(path: Path, content: Iterable[bytes]) -> None:
    """Write the pieces of `content` to `path`; what stood there stays until all is written.

    A link is followed; a pipe or device is written to. Raises `OutputError`.
    """
    try:
        _write(path, content)
    except OSError as error:
        raise _explained(path, error) from error


def expect_writable(path: Path) -> None:
    """Raise the `OutputError` that writing to `path` would end in, before anything is paid for what goes there."""
    if path.is_dir() or not path.parent.is_dir():
        raise _explained(path, FileNotFoundError())
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise _explained(path, PermissionError(None, "permission denied"))


def _write(path: Path, content: Iterable[bytes]) -> None:
    mode = _mode(path)
    if mode is not None and stat.S_ISDIR(mode):
        raise IsADirectoryError
    if mode is not None and not stat.S_ISREG(mode):
        # A file put in the place of /dev/null or of a pipe would break what reads there.
        with path.open("wb") as stream:
            stream.writelines(content)
        return
    target = path.resolve()
    if mode is not None and not os.access(target, os.W_OK):
        raise PermissionError(None, "it is read-only")
    temporary = target.with_name(f".summarize-{os.urandom(6).hex()}.tmp")
    try:
        with temporary.open("xb") as stream:
            stream.writelines(content)
        if mode is not None:
            temporary.chmod(stat.S_IMODE(mode))
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _explained(path: Path, error: OSError) -> OutputError:
    if isinstance(error, IsADirectoryError):
        return OutputError(f"{path}: this is a folder; name a file in it, such as {path / 'report.md'}")
    if isinstance(error, FileNotFoundError):
        folder = path.resolve().parent
        return OutputError(f"{path}: the folder {folder} does not exist; create it with mkdir -p {folder}")
    reason = (error.strerror or type(error).__name__).lower()
    return OutputError(
        f"{path}: cannot be written ({reason}); name a file in a folder that can be written to"
    )
