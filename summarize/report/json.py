"""The report as JSON, whole, and back: what is loaded equals what was written."""

import json
import math
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from types import NoneType
from typing import Any, Literal, TypeVar, get_args, get_origin

from summarize.errors import UsageError
from summarize.layout import pieces
from summarize.records import Report
from summarize.report.escape import json_text
from summarize.report.schema import FORMAT, SCHEMA_ID, alternatives, field_types, required

Record = TypeVar("Record")

_WAY_OUT = "make the report again with this version of summarize"
_NAMES: dict[Any, str] = {
    str: "a string",
    int: "an integer",
    float: "a number",
    bool: "true or false",
    NoneType: "null",
}


def to_json(report: Report) -> str:
    """Write the whole report, its keys in the order of the records."""
    return "".join(json_pieces(report))


def json_pieces(report: Report) -> Iterator[str]:
    """Give what `to_json` writes in pieces: that of thousands of articles takes as much as they do."""
    held = {field.name: getattr(report, field.name) for field in fields(report)}
    document = {"$schema": SCHEMA_ID, "format": FORMAT, **held}
    yield from map(json_text, pieces(document, indent=2))
    yield "\n"


def from_json(text: str) -> Report:
    """Load a report that `to_json` wrote.

    Raises `UsageError` with the JSON path of a field that is missing, unknown or of another type.
    """
    try:
        document = json.loads(text, object_pairs_hook=_without_duplicates)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"JSON report: not JSON ({error}); {_WAY_OUT}") from error
    if not isinstance(document, dict):
        raise _wrong("$", document, "an object")
    fields = dict(document)
    if (found := fields.pop("format", None)) != FORMAT or type(found) is not int:
        raise UsageError(f"JSON report: $.format is {found!r}, and this version reads {FORMAT}; {_WAY_OUT}")
    if (found := fields.pop("$schema", None)) != SCHEMA_ID:
        raise _wrong("$['$schema']", found, repr(SCHEMA_ID))
    return _record(Report, fields, "$")


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(
            f"{next(name for name in names if names.count(name) > 1)!r} stands twice in one object"
        )
    return fields


def _record(record: type[Record], data: Any, path: str) -> Record:
    if not isinstance(data, dict):
        raise _wrong(path, data, "an object")
    kinds = field_types(record)
    for name in required(record):
        if name not in data:
            raise UsageError(f"JSON report: {path}.{name} is missing; {_WAY_OUT}")
    for name in data:
        if name not in kinds:
            raise UsageError(f"JSON report: {path} has an unknown field {name!r}; {_WAY_OUT}")
    held = {name: kind for name, kind in kinds.items() if name in data}
    return record(**{name: _value(kind, data[name], f"{path}.{name}") for name, kind in held.items()})


def _value(kind: Any, data: Any, path: str) -> Any:
    """Load one value as the type that its field states."""
    if NoneType in alternatives(kind):
        (kind,) = (each for each in alternatives(kind) if each is not NoneType)
        if data is None:
            return None
    if is_dataclass(kind) and isinstance(kind, type):
        return _record(kind, data, path)
    if get_origin(kind) is tuple:
        return _items(get_args(kind)[0], data, path)
    if get_origin(kind) is Literal:
        return _choice(get_args(kind), data, path)
    return _scalar(kind, data, path)


def _items(kind: Any, data: Any, path: str) -> tuple[Any, ...]:
    if not isinstance(data, list):
        raise _wrong(path, data, "an array")
    return tuple(_value(kind, item, f"{path}[{index}]") for index, item in enumerate(data))


def _choice(choices: tuple[str, ...], data: Any, path: str) -> str:
    if not isinstance(data, str) or data not in choices:
        raise _wrong(path, data, f"one of {', '.join(map(repr, choices))}")
    return data


def _scalar(kind: Any, data: Any, path: str) -> Any:
    if kind is float and type(data) in (int, float) and math.isfinite(data):
        return float(data)
    # bool is a subclass of int, and 1.0 equals 1: only the very type will do.
    if kind is float or type(data) is not kind:
        raise _wrong(path, data, _NAMES[kind])
    return data


def _wrong(path: str, data: Any, expected: str) -> UsageError:
    found = {dict: "an object", list: "an array", NoneType: "null"}.get(type(data)) or repr(data)
    if len(found) > 60:
        found = f"{found[:59]}…"
    return UsageError(f"JSON report: {path} is {found}, not {expected}; {_WAY_OUT}")
