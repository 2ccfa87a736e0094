"""The JSON Schema of the JSON report, derived from the records themselves."""

from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from summarize.records import Report

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FORMAT = 1
SCHEMA_ID = f"urn:summarize:report:{FORMAT}"

_SCALARS: dict[Any, str] = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}


def schema() -> dict[str, Any]:
    """Give the schema (2020-12) that every JSON report holds to."""
    definitions: dict[str, Any] = {}
    report = _object(Report, definitions)
    envelope = {"$schema": {"const": SCHEMA_ID}, "format": {"const": FORMAT}}
    return {
        "$schema": DIALECT,
        "$id": SCHEMA_ID,
        "title": "Report",
        **report,
        "properties": envelope | report["properties"],
        "required": [*envelope, *report["required"]],
        "$defs": dict(sorted(definitions.items())),
    }


def field_types(record: type) -> dict[str, Any]:
    """Give the fields of a record in their order, each with its type."""
    return get_type_hints(record)


def required(record: Any) -> list[str]:
    """Name the fields that every report of this format has: all but those that a later version added."""
    return [each.name for each in fields(record) if not each.metadata.get("added")]


def alternatives(kind: Any) -> tuple[Any, ...]:
    """Give the types that a union joins, or the one type."""
    return get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)


def _object(record: type, definitions: dict[str, Any]) -> dict[str, Any]:
    properties = {name: _shape(kind, definitions) for name, kind in field_types(record).items()}
    return {
        "description": " ".join((record.__doc__ or "").split()),
        "type": "object",
        "properties": properties,
        "required": required(record),
        "additionalProperties": False,
    }


def _shape(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """Give the schema of one type; that of a record stands in `definitions`, and is referred to."""
    kinds = alternatives(kind)
    if len(kinds) > 1:
        return {"anyOf": [_shape(each, definitions) for each in kinds]}
    if is_dataclass(kind) and isinstance(kind, type):
        if kind.__name__ not in definitions:
            definitions[kind.__name__] = _object(kind, definitions)
        return {"$ref": f"#/$defs/{kind.__name__}"}
    if get_origin(kind) is Literal:
        return {"enum": list(get_args(kind))}
    if get_origin(kind) is tuple:
        return {"type": "array", "items": _shape(get_args(kind)[0], definitions)}
    return {"type": _SCALARS[kind]}
