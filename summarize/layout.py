"""JSON laid out for readers, as `json.dumps` does with an indent, in a fraction of the time and the memory."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from json.encoder import encode_basestring

_WORDS = {None: "null", True: "true", False: "false"}


# Levels of a document that are handed out piece by piece: its fields, and the items of its lists.
_LEVELS = 2


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
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    if isinstance(value, int | float):
        return json.dumps(value, allow_nan=False)
    inner = margin + step
    opening, inside, closing = _parts(value)
    items = [
        key + (encode_basestring(one) if isinstance(one, str) else _whole(one, step, inner))
        for key, one in inside
    ]
    return f"{opening}{inner}{f',{inner}'.join(items)}{margin}{closing}" if items else f"{opening}{closing}"


def _is_nested(value: object) -> bool:
    return value is not None and not isinstance(value, str | int | float)


def _parts(value: object) -> tuple[str, Iterable[tuple[str, object]], str]:
    """Take a list, a mapping or a record apart: its brackets, and what is between them behind its keys as written."""
    if isinstance(value, list | tuple):
        return "[", (("", one) for one in value), "]"
    if isinstance(value, Mapping):
        return "{", ((f"{encode_basestring(key)}: ", one) for key, one in value.items()), "}"
    if is_dataclass(value) and not isinstance(value, type):
        return "{", ((key, getattr(value, name)) for name, key in _keys(type(value))), "}"
    raise TypeError(f"a {type(value).__name__} has no form in JSON")


@cache
def _keys(record: type) -> tuple[tuple[str, str], ...]:
    """Give the fields of a record, by their names and as they are written."""
    return tuple((field.name, f"{encode_basestring(field.name)}: ") for field in fields(record))
