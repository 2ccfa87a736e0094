"""Walking folders and expanding glob patterns, where whatever cannot be entered is said."""

import fnmatch
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from summarize.errors import InputError
from summarize.ingest.load import reason

_MAGIC = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Below:
    """The files and folders that were found, and an error for each folder that could not be entered."""

    files: list[Path] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)
    errors: list[InputError] = field(default_factory=list)


def printable(path: Path | str) -> str:
    """Write a path in one line of valid text: POSIX separators, UTF-8 on any machine, all else escaped."""
    posix = path.as_posix() if isinstance(path, Path) else path
    text = os.fsencode(posix).decode("utf-8", "backslashreplace")
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def is_pattern(path: str) -> bool:
    """Tell whether a path holds a wildcard: * ? or [."""
    return not _MAGIC.isdisjoint(path)


def is_folder(path: Path) -> bool:
    """Tell whether there is a folder, or a link to one, that can at least be looked at."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def is_there(path: Path) -> bool:
    """Tell whether there is a file, folder or link; what may not be looked at counts as there."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    except OSError:
        return True
    return True


def walk(folder: Path) -> Below:
    """Find everything below a folder, hidden files and folders left out, each folder once.

    Links to folders are followed, but not those back to the folder itself or to one above it.
    """
    below = Below()
    root = os.path.realpath(folder)
    seen = {root}
    todo = [folder]
    while todo:
        for path in _entries(todo.pop(), below.errors):
            if not is_folder(path):
                below.files.append(path)
                continue
            real = os.path.realpath(path)
            if real not in seen and not Path(root).is_relative_to(real):
                seen.add(real)
                todo.append(path)
                below.folders.append(path)
    return below


def expand(pattern: str) -> Below:
    """Find what a glob pattern matches, part by part; `**` is any number of folders, none included.

    As in a shell, hidden files and folders are matched only by a part that begins with a dot.
    """
    anchor = Path(pattern).anchor
    parts = list(Path(pattern).parts[1 if anchor else 0 :])
    if parts[-1] == "**":
        parts.append("*")
    errors: list[InputError] = []
    level = [Path(anchor)]
    for part in parts:
        level = list(dict.fromkeys(match for path in level for match in _step(path, part, errors)))
    folders = [path for path in level if is_folder(path)]
    files = [path for path in level if not is_folder(path)]
    return Below(files, folders, errors)


def _step(folder: Path, part: str, errors: list[InputError]) -> list[Path]:
    if not is_folder(folder):
        return []
    if part == "**":
        below = walk(folder)
        errors.extend(below.errors)
        return [folder, *below.folders]
    if not is_pattern(part):
        return [folder / part] if is_there(folder / part) else []
    entries = _entries(folder, errors, hidden=part.startswith("."))
    # A name that has wildcards in it and is there means itself.
    itself = [path for path in entries if path.name == part]
    return itself or [path for path in entries if fnmatch.fnmatchcase(path.name, part)]


def _entries(folder: Path, errors: list[InputError], *, hidden: bool = False) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if hidden or not path.name.startswith("."))
    except OSError as error:
        problem = f"{printable(folder)}: cannot be entered ({reason(error)}); check its permissions"
        errors.append(InputError(problem))
        return []
