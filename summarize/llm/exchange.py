"""The form of an exchange: what of it makes its key, and how it stands in a file.

Both are made of every question and answer of a run: what many have in common, the schema and the words of the system, is
written once, and the rest in bytes, put together as they are to stand.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from summarize.layout import laid_out, quoted
from summarize.llm.base import Message, Reply, Request

SCHEMAS = 32  # that are known: a run has one for each stage

_DOCUMENT = b"""{
 "stage": %b,
 "request": {
  "model": %b,
  "messages": %b,
  "schema_name": %b,
  "schema": %b,
  "temperature": %b
 },
 "reply": {
  "text": [
   %b
  ],
  "input_tokens": %b,
  "output_tokens": %b,
  "calls": %b
 },
 "reply_sha256": "%b"
}
"""
_MESSAGE = b"""{
    "role": %b,
    "content": [
     %b
    ]
   }"""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request, without what is operational, and the reply it got."""

    request: Request
    reply: Reply


def key(request: Request) -> str:
    """Give the sha256, in hexadecimal, of the canonical JSON of what can change the answer."""
    return hashlib.sha256(_canonical(request)).hexdigest()


def _canonical(request: Request) -> bytes:
    """Write what `asked` gives as `json.dumps` does without white space and with sorted keys, in UTF-8."""
    messages = b",".join(
        b'{"content":%b,"role":%b}' % (_content(one), _known(one.role)) for one in request.messages
    )
    return b'{"messages":[%b],"model":%b,"schema":%b,"schema_name":%b,"temperature":%b}' % (
        messages,
        _known(request.model),
        _canonical_schema(request.schema),
        _known(request.schema_name),
        laid_out(_temperature(request), indent=1).encode(),
    )


def asked(request: Request) -> dict[str, Any]:
    """Give what can change the answer."""
    return {
        "model": request.model,
        "messages": [{"role": one.role, "content": one.content} for one in request.messages],
        "schema_name": request.schema_name,
        "schema": None if request.schema is None else dict(request.schema),
        "temperature": _temperature(request),
    }


def _temperature(request: Request) -> float | None:
    return None if request.temperature is None else float(request.temperature)


def _content(message: Message, line_end: bytes = b"\\n") -> bytes:
    write = _known if message.role == "system" else quoted
    return write(message.content, line_end)


# What many have in common: the words of a system message are the same in all prompts of a stage.
_known = lru_cache(maxsize=64)(quoted)


class _OfSchema:
    """What is made of a schema, made once for each object: thousands of requests share one, and none changes it."""

    def __init__(self, make: Callable[[object], str]) -> None:
        self._make = make
        # With the schema itself, so that no other takes its identity while that is known here.
        self._made: dict[int, tuple[object, bytes]] = {}

    def __call__(self, schema: Mapping[str, Any] | None) -> bytes:
        found = self._made.get(id(schema))
        if found is None:
            if len(self._made) >= SCHEMAS:
                self._made.clear()
            value = None if schema is None else dict(schema)
            found = self._made[id(schema)] = schema, encoded(self._make(value))
        return found[1]


_canonical_schema = _OfSchema(partial(json.dumps, sort_keys=True, ensure_ascii=False, separators=(",", ":")))
# As it stands in a file, two levels down.
_written_schema = _OfSchema(lambda schema: laid_out(schema, indent=1).replace("\n", "\n  "))


def sha256(text: str) -> str:
    """Give the sha256 of a text, in hexadecimal."""
    return hashlib.sha256(encoded(text)).hexdigest()


def encoded(text: str) -> bytes:
    """Write a text in UTF-8; half a surrogate pair, which broken input may hold, is none, but as an escape good JSON."""
    return text.encode("utf-8", "backslashreplace")


def document(request: Request, reply: Reply) -> bytes:
    """Lay an exchange out for readers: texts as lists of lines, which join to exactly what they were."""
    messages = [_MESSAGE % (_known(one.role), _content(one, b'",\n     "')) for one in request.messages]
    numbers = (_temperature(request), reply.input_tokens, reply.output_tokens, reply.calls)
    temperature, *counts = (laid_out(number, indent=1).encode() for number in numbers)
    return _DOCUMENT % (
        _known(request.stage),
        _known(request.model),
        b"[\n   %b\n  ]" % b",\n   ".join(messages) if messages else b"[]",
        _known(request.schema_name),
        _written_schema(request.schema),
        temperature,
        quoted(reply.text, b'",\n   "'),
        *counts,
        sha256(reply.text).encode(),
    )


def read(document: Mapping[str, Any]) -> Exchange:
    """Take an exchange from the document of its file. Raises KeyError, TypeError, ValueError or AttributeError."""
    question, reply = document["request"], document["reply"]
    request = Request(
        stage=document["stage"],
        subject="",
        model=question["model"],
        messages=tuple(Message(one["role"], "\n".join(one["content"])) for one in question["messages"]),
        schema_name=question["schema_name"],
        schema=question["schema"],
        temperature=question["temperature"],
    )
    input_tokens, output_tokens, calls = (
        int(reply[name]) for name in ("input_tokens", "output_tokens", "calls")
    )
    return Exchange(
        request, Reply("\n".join(reply["text"]), input_tokens, output_tokens, calls, replayed=True)
    )
