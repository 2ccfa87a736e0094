"""JSON laid out for readers, as `json.dumps` does with an indent, in a fraction of the time and the memory."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from itertools import repeat
from json.encoder import encode_basestring
from math import isfinite
from operator import attrgetter
from typing import Any

# Tuples, as a union would be made anew for each of a million values.
_SCALARS = (str, int, float)
_LISTS = (list, tuple)
_WORDS = {None: "null", True: "true", False: "false"}


# Levels of a document that are handed out piece by piece: its fields, and the items of its lists.
_LEVELS = 2

# What a string of JSON escapes beside quotes, backslashes and line ends: no text of any length holds it.
_RARE = bytes(range(0x20)).replace(b"\n", b"")


def quoted(text: str, line_end: bytes = b"\\n") -> bytes:
    """Write a string as `json.dumps` does with `ensure_ascii=False`, in UTF-8, in a third of the time.

    Half a surrogate pair is no UTF-8, and becomes an escape. `line_end` stands for each line end; the end of one string
    and the begin of another make a list of lines.
    """
    try:
        data = text.encode()
    except UnicodeEncodeError:
        data = b"\0"
    if len(data.translate(None, _RARE)) == len(data):
        escaped = data.replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", line_end)
    else:
        lines = (encode_basestring(line)[1:-1] for line in text.split("\n"))
        escaped = line_end.join(line.encode("utf-8", "backslashreplace") for line in lines)
    return b'"%b"' % escaped


def laid_out(value: object, indent: int) -> str:
    """Write a value as `json.dumps(value, indent=indent, ensure_ascii=False)` does, records as their fields.

    Raises ValueError for a number that JSON has no form for.
    """
    return _whole(value, " " * indent, "\n")


def pieces(value: object, indent: int) -> Iterator[str]:
    """Give what `laid_out` writes in pieces, for a document of many megabytes, none of them within a string or a number."""
    return _pieces(value, " " * indent, "\n", _LEVELS)


def _pieces(value: object, step: str, margin: str, levels: int) -> Iterator[str]:
    if not levels or not _is_nested(value):
        yield _whole(value, step, margin)
        return
    inner = margin + step
    opening, inside, closing = _parts(value)
    before = f"{opening}{inner}"
    for key, one in inside:
        yield f"{before}{key}"
        yield from _pieces(one, step, inner, levels - 1)
        before = f",{inner}"
    yield f"{margin}{closing}" if before[0] == "," else f"{opening}{closing}"


def _whole(value: object, step: str, margin: str) -> str:
    """Write a value; `margin` is the line end with the white space of the line that the value begins in."""
    if not _is_nested(value):
        return _scalar(value)
    inner = margin + step
    opening, inside, closing = _parts(value)
    # Most values are strings and numbers: they are written here, without a call of their own.
    items = [
        key
        + (
            encode_basestring(one)
            if type(one) is str
            else repr(one)
            if type(one) is int
            else _whole(one, step, inner)
        )
        for key, one in inside
    ]
    return f"{opening}{inner}{f',{inner}'.join(items)}{margin}{closing}" if items else f"{opening}{closing}"


def _scalar(value: object) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    # A number of Python's own is written as it shows itself; `json.dumps` makes an encoder for each.
    if type(value) is int or (type(value) is float and isfinite(value)):
        return repr(value)
    return json.dumps(value, allow_nan=False)


def _is_nested(value: object) -> bool:
    return value is not None and not isinstance(value, _SCALARS)


def _parts(value: object) -> tuple[str, Iterable[tuple[str, object]], str]:
    """Take a list, a mapping or a record apart: its brackets, and what is between them behind its keys as written."""
    if isinstance(value, _LISTS):
        return "[", zip(repeat(""), value, strict=False), "]"
    kind: Any = type(value)
    if record := _fields(kind):
        keys, taken = record
        return "{", zip(keys, taken(value), strict=True), "}"
    if isinstance(value, Mapping):
        return "{", zip(map(_key, value), value.values(), strict=True), "}"
    raise TypeError(f"a {type(value).__name__} has no form in JSON")


def _key(name: str) -> str:
    return f"{encode_basestring(name)}: "


@cache
def _fields(kind: type) -> tuple[tuple[str, ...], Callable[[object], tuple[object, ...]]] | None:
    """Give the fields of a record: their keys as they are written, and what takes all their values at once; else None."""
    if not is_dataclass(kind):
        return None
    names = [field.name for field in fields(kind)]
    taken = attrgetter(*names)
    return tuple(map(_key, names)), taken if len(names) > 1 else lambda value: (taken(value),)
