"""What the user named, into files to read: folders walked, patterns expanded, each file once and named."""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from summarize.errors import InputError
from summarize.ingest import tree

_STDIN = "-"
_SCHEME = re.compile(r"https?://", re.IGNORECASE)

_DOCUMENTS = frozenset({".doc", ".rtf", ".odt", ".pages", ".msg"})
"""Suffixes of what may well be an article; in a folder, all other unknown files are taken for something else."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to read: its name for reports, and where it is; `path` is None for standard input."""

    name: str
    path: Path | None


def size_of(file: File) -> int:
    """Give the bytes of a file as it lies there; 0 where nobody can say."""
    try:
        return file.path.stat().st_size if file.path else 0
    except OSError:
        return 0


@dataclass(frozen=True, slots=True)
class Link:
    """A page to fetch: its address is its name."""

    name: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A file, of whose `parts` the last `depth` make its name as long as no other file has the same."""

    path: Path | None
    parts: tuple[str, ...]
    depth: int


def is_address(text: str) -> bool:
    """Tell the address of a page from a path."""
    return _SCHEME.match(text) is not None


def suffix_of(path: Path) -> str:
    """Give the suffix that chooses the reader: that before `.gz`, in lower case."""
    name = path.name.lower().removesuffix(".gz")
    at = name.rfind(".")
    # As pathlib has it: what only begins or ends with a full stop has none.
    return name[at:] if 0 < at < len(name) - 1 else ""


def discover(paths: Sequence[str | InputError], known: Sequence[str]) -> list[File | Link | InputError]:
    """Find the files behind the paths, in their order; `known` are the suffixes that can be read.

    A file is named by its path below the folder it was found in, or by its own name, with as many of its
    parents before it as tell it from its namesakes. What is not there, cannot be entered or has an unknown
    suffix comes as an `InputError` in its place, and so does what was one already.
    """
    found = list(_once(item for path in paths for item in _find(path, known)))
    names = iter(_names([item for item in found if isinstance(item, _Found)]))
    return [_file(next(names), item, known) if isinstance(item, _Found) else item for item in found]


def _file(name: str, found: _Found, known: Sequence[str]) -> File | InputError:
    if found.path is None or suffix_of(found.path) in known:
        return File(name, found.path)
    return InputError(
        f"{name}: unknown suffix {suffix_of(found.path)!r}, not one of {', '.join(known)} (also with .gz); "
        "convert it to text, or pipe the text in and give -"
    )


def _once(items: Iterable[_Found | Link | InputError]) -> Iterator[_Found | Link | InputError]:
    seen: set[str] = set()
    folders: dict[Path, str] = {}
    for item in items:
        key = _real(item.path or Path(_STDIN), folders) if isinstance(item, _Found) else _same(item)
        if key not in seen:
            seen.add(key)
            yield item


def _real(path: Path, folders: dict[Path, str]) -> str:
    """Follow the links of a path; `folders` holds where those lead that were met, which thousands of files share."""
    # Elsewhere than on POSIX a name that is no link may yet be another one for a file.
    if os.name != "posix" or path.is_symlink() or path.name in {"", ".."}:
        return os.path.realpath(path)
    folder = path.parent
    if folder not in folders:
        folders[folder] = os.path.realpath(folder)
    return f"{folders[folder].rstrip('/')}/{path.name}"


def _same(item: Link | InputError) -> str:
    return str(item) if isinstance(item, InputError) else item.name.partition("#")[0]


def _find(given: str | InputError, known: Sequence[str]) -> Iterator[_Found | Link | InputError]:
    if isinstance(given, InputError):
        yield given
        return
    if is_address(given):
        yield Link(given)
        return
    path = Path(given)
    if given == _STDIN:
        yield _Found(None, ("stdin",), 1)
    elif given and tree.is_folder(path):
        yield from _in_folder(path, known)
    elif given and tree.is_there(path):
        yield _by_itself(path)
    elif tree.is_pattern(given):
        yield from _by_pattern(given, known)
    else:
        yield InputError(f"{tree.printable(given) or '(no name)'}: no such file or folder; check the path")


def _in_folder(folder: Path, known: Sequence[str]) -> Iterator[_Found | InputError]:
    below = tree.walk(folder)
    yield from below.errors
    parents = Path(os.path.realpath(folder)).parts
    inside = [path.relative_to(folder).parts for path in below.files if _may_be_article(path, known)]
    found = [_Found(folder.joinpath(*parts), _shown((*parents, *parts)), len(parts)) for parts in inside]
    yield from sorted(found, key=_default_name)
    if not found and not below.errors:
        yield InputError(
            f"{tree.printable(folder)}: no article in this folder; it needs files ending in "
            f"{', '.join(known)} (also with .gz), and hidden ones don't count"
        )


def _by_itself(path: Path) -> _Found:
    return _Found(path, _shown((*Path(os.path.realpath(path.parent)).parts, path.name)), 1)


def _by_pattern(pattern: str, known: Sequence[str]) -> Iterator[_Found | InputError]:
    matches = tree.expand(pattern)
    yield from matches.errors
    files = [path for path in matches.files if _may_be_article(path, known)]
    for path in sorted([*files, *matches.folders], key=tree.printable):
        if path in matches.folders:
            yield from _in_folder(path, known)
        else:
            yield _by_itself(path)
    if not (files or matches.folders or matches.errors):
        yield InputError(f"{tree.printable(pattern)}: no article matches this pattern; check it")


def _may_be_article(path: Path, known: Sequence[str]) -> bool:
    return suffix_of(path) in known or suffix_of(path) in _DOCUMENTS


def _shown(parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(tree.printable, parts))


def _default_name(found: _Found) -> str:
    return "/".join(found.parts[-found.depth :])


def _names(found: Sequence[_Found]) -> list[str]:
    """Name the files, adding one parent at a time to those that still share a name."""
    depths = [item.depth for item in found]
    while True:
        names = ["/".join(item.parts[-depth:]) for item, depth in zip(found, depths, strict=True)]
        shared = Counter(names)
        deeper = [
            depth + (shared[name] > 1 and depth < len(item.parts))
            for item, name, depth in zip(found, names, depths, strict=True)
        ]
        if deeper == depths:
            return names
        depths = deeper
