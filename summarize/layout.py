"""JSON laid out for readers, as `json.dumps` does with an indent, in a fraction of the time and the memory."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from json.encoder import encode_basestring

_WORDS = {None: "null", True: "true", False: "false"}


def laid_out(value: object, indent: int, margin: str = "\n") -> str:
    """Write a value as `json.dumps(value, indent=indent, ensure_ascii=False)` does, records as their fields.

    `margin` is the line end with the white space of the line that the value begins in. Raises ValueError for a number that
    JSON has no form for.
    """
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    if isinstance(value, int | float):
        return json.dumps(value, allow_nan=False)
    inner = margin + " " * indent
    if isinstance(value, list | tuple):
        items = [
            encode_basestring(one) if isinstance(one, str) else laid_out(one, indent, inner) for one in value
        ]
        return f"[{inner}{f',{inner}'.join(items)}{margin}]" if items else "[]"
    if is_dataclass(value) and not isinstance(value, type):
        pairs = [f"{key}{laid_out(getattr(value, name), indent, inner)}" for name, key in _keys(type(value))]
    elif isinstance(value, Mapping):
        pairs = [f"{encode_basestring(key)}: {laid_out(one, indent, inner)}" for key, one in value.items()]
    else:
        raise TypeError(f"a {type(value).__name__} has no form in JSON")
    return f"{{{inner}{f',{inner}'.join(pairs)}{margin}}}" if pairs else "{}"


@cache
def _keys(record: type) -> tuple[tuple[str, str], ...]:
    """Give the fields of a record, by their names and as they are written."""
    return tuple((field.name, f"{encode_basestring(field.name)}: ") for field in fields(record))
