"""What the simulated endpoint answers: replies made from the prompt itself, and what faults make of them.

The notes of our stages are sentences of the prompt, word for word, behind the numbers they have there; anything else
is answered with the last words of its longest message, put into the JSON Schema or the function that is asked for.
"""

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

RETRY_AFTER = 1.0  # seconds, of the faults 503 and 429
PAGE = b"<html><head><title>Bad gateway</title></head><body>Try again.</body></html>"
POINTS = 5
EVENTS = 4
PLAIN_WORDS = 120

_PIECE = re.compile(r"[A-Za-z]{1,14}|\d{1,3}|[^\w\s]|\w")
_FENCED = re.compile(r"^=== ([0-9a-f]{12}) ===\n(.*?)\n=== \1 ===$", re.DOTALL | re.MULTILINE)
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DATE = re.compile(
    rf"\d{{1,2}} {_MONTH}(?: \d{{4}})?|{_MONTH} \d{{1,2}}(?:, \d{{4}})?|{_MONTH} \d{{4}}"
    r"|(?:next |last )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday"
)
_PLANNED = re.compile(r"\bwill\b|\bplan(?:s|ned)? to\b|\bis due\b")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_REFERENCES = re.compile(r"S\d+:\d+")


def count(text: str) -> int:
    """Count tokens, near enough: words, groups of three digits and marks."""
    return sum(1 for _ in _PIECE.finditer(text))


def answer(body: Mapping[str, Any]) -> tuple[str, str]:
    """Give the stage that a chat completion is asked for, and a usable answer to it, made from its prompt."""
    said = texts(body)
    wanted = (body.get("response_format") or {}).get("json_schema") or {}
    fenced = next((found for text in said if (found := _FENCED.search(text))), None)
    stage = wanted.get("name") or next(
        (name for name in STAGES if fenced and f"{MARKS[name]}" in said[0]), ""
    )
    if fenced and stage in STAGES:
        notes = STAGES[stage](fenced[2].split("\n"), "\n".join(said))
        return stage, json.dumps(_completed(notes, wanted.get("schema", {})))
    plain = " ".join(" ".join(_SENTENCE.split(max(said, key=len, default=""))).split()[-PLAIN_WORDS:])
    schema = wanted.get("schema")
    return str(stage or "plain"), json.dumps(_filled(schema, plain)) if schema else plain


def texts(body: Mapping[str, Any]) -> list[str]:
    """Give the texts of the messages of a chat completion that is asked for."""
    return [_text(message.get("content")) for message in body.get("messages", ())]


def _text(content: object) -> str:
    if isinstance(content, list):
        return "".join(str(part.get("text", "")) for part in content)
    return content if isinstance(content, str) else ""


def _filled(schema: Mapping[str, Any], text: str) -> Any:
    """Fill a JSON Schema with a text wherever one is wanted."""
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type")
    if kind == "object":
        return {name: _filled(one, text) for name, one in schema.get("properties", {}).items()}
    if kind == "array":
        return [_filled(schema["items"], text)]
    return {"integer": 1, "number": 1.0, "boolean": True}.get(str(kind), text)


def _completed(value: Any, schema: Mapping[str, Any]) -> Any:
    """Give a value with the properties that its schema requires beyond: lists are empty, texts too."""
    if isinstance(value, list):
        return [_completed(one, schema.get("items", {})) for one in value]
    if not isinstance(value, dict):
        return value
    properties = schema.get("properties", {})
    whole = {name: _completed(one, properties.get(name, {})) for name, one in value.items()}
    return {
        name: [] if one.get("type") == "array" else _filled(one, "") for name, one in properties.items()
    } | whole


def _read(lines: Sequence[str], _: str) -> dict[str, Any]:
    """Take sentences all over the article as points, and those with a date as events."""
    numbered = [(int(number), text) for line in lines for number, _, text in [line.partition(" ")]]
    told = [(number, text) for number, text in numbered if 6 <= len(text.split()) <= 45] or numbered
    step = max(1, len(told) // POINTS)
    dated = [(number, text, found[0]) for number, text in numbered if (found := _DATE.search(text))]
    return {
        "points": [{"text": text, "sentences": [number]} for number, text in told[::step][:POINTS]],
        "events": [
            {
                "text": text,
                "date": date,
                "status": "planned" if _PLANNED.search(text) else "happened",
                "sentences": [number],
            }
            for number, text, date in dated[:EVENTS]
        ],
    }


def _fold(lines: Sequence[str], _: str) -> dict[str, Any]:
    notes = [line.partition(" | ") for line in lines]
    step = max(1, len(notes) // POINTS)
    return {
        "points": [
            {"text": text, "sentences": [int(number) for number in numbers.split()]}
            for numbers, _, text in notes[::step][: POINTS + 1]
        ]
    }


def _merge(lines: Sequence[str], prompt: str) -> dict[str, Any]:
    """Take notes from all over until the length asked for is reached."""
    asked = re.search(r"at most (\d+) words", prompt)
    room = int(asked[1]) if asked else PLAIN_WORDS
    notes = [(_REFERENCES.findall(line.partition("]")[0]), line.partition("] ")[2]) for line in lines]
    notes = [(cites, text) for cites, text in notes if cites and text]
    summary: list[dict[str, Any]] = []
    for cites, text in notes[:: max(1, len(notes) // 8)]:
        room -= len(text.split())
        if room < 0 and summary:
            break
        summary.append({"text": text, "cites": cites})
    return {"title": " ".join(notes[0][1].split()[:10]), "summary": summary}


def _tell(lines: Sequence[str], _: str) -> dict[str, Any]:
    """Tell each entry in its first note."""
    entries: list[dict[str, Any]] = []
    for line in lines:
        if head := re.match(r"(\d+)\. ", line):
            entries.append({"number": int(head[1]), "sentences": []})
        elif line.startswith("- ") and entries and not entries[-1]["sentences"]:
            cites = _REFERENCES.findall(line.partition("]")[0])
            entries[-1]["sentences"] = [{"text": line.partition("] ")[2], "cites": cites}]
    return {"entries": entries}


STAGES: Mapping[str, Callable[[Sequence[str], str], dict[str, Any]]] = {
    "read": _read,
    "fold": _fold,
    "merge": _merge,
    "tell": _tell,
}
MARKS = {"read": "take notes on one", "fold": "join notes", "merge": "write one summary", "tell": "timeline"}


@dataclass(frozen=True)
class Sent:
    """What goes back: a status, a body, headers; of `body` only the first half where it is `cut`."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = "application/json"
    cut: bool = False


def completion(
    body: Mapping[str, Any], content: str, prompt: int, *, finish: str = "stop", refusal: str | None = None
) -> bytes:
    """Write a chat completion; through a call of the function offered, where the prompt offers one."""
    message: dict[str, Any] = {"role": "assistant", "content": content, "refusal": refusal}
    if tools := body.get("tools"):
        function = tools[0]["function"]
        arguments = json.dumps(_filled(function.get("parameters", {}), content))
        call = {
            "id": "t1",
            "type": "function",
            "function": {"name": function["name"], "arguments": arguments},
        }
        message |= {"content": None, "tool_calls": [call]}
        finish = "tool_calls" if finish == "stop" else finish
    completed = count(content)
    return json.dumps(
        {
            "id": "chatcmpl-0",
            "object": "chat.completion",
            "created": 0,
            "model": body.get("model", "simulated"),
            "choices": [{"index": 0, "message": message, "finish_reason": finish, "logprobs": None}],
            "usage": {
                "prompt_tokens": prompt,
                "completion_tokens": completed,
                "total_tokens": prompt + completed,
            },
        }
    ).encode()


def failure(status: int, message: str, code: str | None = None, **headers: str) -> Sent:
    """Write an error as OpenAI does."""
    said = {"error": {"message": message, "type": code or "server_error", "param": None, "code": code}}
    return Sent(
        status, json.dumps(said).encode(), {name.replace("_", "-"): text for name, text in headers.items()}
    )


def later(seconds: float) -> dict[str, str]:
    """Write the headers that ask to wait."""
    return {"retry_after": str(math.ceil(seconds)), "retry_after_ms": str(math.ceil(1000 * seconds))}


def faulty(kind: str, body: Mapping[str, Any], content: str, prompt: int) -> Sent:
    """Write the answer that a fault makes of the right one."""
    whole = completion(body, content, prompt)
    half = content[: len(content) // 2]
    faults: dict[str, Callable[[], Sent]] = {
        "500": lambda: failure(500, "The server had an error while processing your request."),
        "503": lambda: failure(503, "The engine is currently overloaded.", **later(RETRY_AFTER)),
        "429": lambda: failure(429, "Slow down.", "rate_limit_exceeded", **later(RETRY_AFTER)),
        "reset": lambda: Sent(200, whole, cut=True),
        "truncated": lambda: Sent(200, whole[: len(whole) // 2]),
        "html": lambda: Sent(200, PAGE, kind="text/html"),
        "error": lambda: Sent(200, failure(502, "Upstream failed.", "upstream_error").body),
        "empty": lambda: Sent(200, completion(body, "", prompt)),
        "length": lambda: Sent(200, completion(body, half, prompt, finish="length")),
        "refusal": lambda: Sent(200, completion(body, "", prompt, refusal="I can't help with that.")),
        "invalid": lambda: Sent(200, completion(body, '{"answer": 42}', prompt)),
    }
    return faults[kind]()
