"""The model's text into checked values, or a `ReplyError` that says what is wrong with it. No guessing.

The schemas stand here beside the code that reads them: what one asks for, the other expects. An error's text goes
back to the model with the request to repair, so it names the place and what was expected there.
"""

import json
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, cast, get_args

from summarize.errors import ReplyError
from summarize.records import Citation, Contrast, Status

MAX_REPLY = 1_000_000  # characters; a longer text is no answer to any of our questions
MAX_TEXT = 2_000  # characters of one sentence of a reply

_FENCED = re.compile(r"\A\s*```(?:json)?\s*\n(.*?)\n?```\s*\Z", re.DOTALL)
# What a model may say of an event; that it is only reported follows from its having no date.
STATUSES: tuple[Status, ...] = tuple(status for status in get_args(Status) if status != "reported")

_REFERENCE = re.compile(r"\A\[?(S\d{1,6}):(\d{1,6})\]?\Z")


class Note(NamedTuple):
    """A sentence the model wrote, with the numbers of the sentences it rests on."""

    text: str
    sentences: tuple[int, ...]


class DatedNote(NamedTuple):
    """A note on an event: `date` is the expression as it stands in the source, `reading` what the model takes it for.

    `date` is "" for news that the source dates nowhere.
    """

    text: str
    date: str
    reading: str
    status: Status
    sentences: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """A sentence the model wrote, with its references to sentences of several sources."""

    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Contrasted:
    """What the model says that sources state differently: `contrast` is its kind."""

    about: str
    contrast: Contrast
    sides: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class MergeReply:
    """The answer to a merge: a title, the summary's sentences, the differences."""

    title: str
    summary: tuple[Cited, ...]
    differences: tuple[Contrasted, ...]


@dataclass(frozen=True, slots=True)
class AnchorReply:
    """A proposed publication day, None for none, and the numbers of the sentences that are to prove it."""

    published: date | None
    sentences: tuple[int, ...]


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _array(items: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


_TEXT = {"type": "string"}
_NUMBERS = _array({"type": "integer"})
_CITED = _array(_object(text=_TEXT, cites=_array(_TEXT)))

SCHEMAS: Mapping[str, dict[str, Any]] = {
    "read": _object(
        points=_array(_object(text=_TEXT, sentences=_NUMBERS)),
        events=_array(
            _object(
                text=_TEXT,
                date=_TEXT,
                reading=_TEXT,
                status={"type": "string", "enum": list(STATUSES)},
                sentences=_NUMBERS,
            )
        ),
    ),
    "fold": _object(points=_array(_object(text=_TEXT, sentences=_NUMBERS))),
    "merge": _object(
        title=_TEXT,
        summary=_CITED,
        differences=_array(
            _object(
                about=_TEXT,
                contrast={"type": "string", "enum": list(get_args(Contrast))},
                sides=_CITED,
            )
        ),
    ),
    "mend": _object(claims=_array(_object(number={"type": "integer"}, text=_TEXT))),
    "anchor": _object(published=_TEXT, sentences=_NUMBERS),
    "tell": _object(entries=_array(_object(number={"type": "integer"}, sentences=_CITED))),
}


def read_reply(text: str, numbers: Container[int]) -> tuple[tuple[Note, ...], tuple[DatedNote, ...]]:
    """Points and events of one chunk; `numbers` are the sentences it showed."""
    reply = _parse(text)
    points = tuple(_note(item, where, numbers) for where, item in _items(reply, "points"))
    events = []
    for where, item in _items(reply, "events"):
        note = _note(item, where, numbers)
        status = cast("Status", _choice(item, "status", where, STATUSES))
        dated = _short(item, "date", where) if item.get("date") == "" else _text(item, "date", where)
        events.append(DatedNote(note.text, dated, _short(item, "reading", where), status, note.sentences))
    if not points:
        raise ReplyError("points: expected at least one")
    return points, tuple(events)


def fold_reply(text: str, numbers: Container[int]) -> tuple[Note, ...]:
    """Give the points of a whole source; `numbers` are the sentences its notes rest on."""
    points = tuple(_note(item, where, numbers) for where, item in _items(_parse(text), "points"))
    if not points:
        raise ReplyError("points: expected at least one")
    return points


def merge_reply(text: str, known: Container[Citation]) -> MergeReply:
    """Give title, summary and differences; `known` are the references that its notes carried."""
    reply = _parse(text)
    title = _text(reply, "title", "the answer")
    summary = tuple(_cited(item, where, known) for where, item in _items(reply, "summary"))
    if not summary:
        raise ReplyError("summary: expected at least one sentence")
    differences = []
    # A model that is not held to the schema leaves out what it has none of.
    for where, item in _items({"differences": [], **reply}, "differences"):
        contrast = cast("Contrast", _choice(item, "contrast", where, get_args(Contrast)))
        sides = tuple(_cited(side, f"{where}.{place}", known) for place, side in _items(item, "sides"))
        differences.append(Contrasted(_text(item, "about", where), contrast, sides))
    return MergeReply(title, summary, tuple(differences))


def mend_reply(text: str, count: int) -> dict[int, str]:
    """Give the mended sentences by their numbers, 1 to `count`; "" for one of which nothing holds."""
    mended: dict[int, str] = {}
    for where, item in _items(_parse(text), "claims"):
        number = item.get("number")
        if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= count:
            raise ReplyError(f"{where}.number: no such sentence: {_show(number)}")
        mended[number] = _short(item, "text", where)
    return mended


def anchor_reply(text: str, numbers: Container[int]) -> AnchorReply:
    """Give the publication day that a model proposes; `numbers` are the sentences it was shown."""
    reply = _parse(text)
    published = _short(reply, "published", "the answer")
    if not published:
        return AnchorReply(None, ())
    try:
        day = date.fromisoformat(published)
    except ValueError as error:
        raise ReplyError(
            f'published: expected a day such as 2018-03-28, or "", got {_show(published)}'
        ) from error
    return AnchorReply(day, _numbers(reply, "the answer", numbers))


def tell_reply(text: str, known: Mapping[int, Container[Citation]]) -> dict[int, tuple[Cited, ...]]:
    """Give the sentences of each entry by its number; `known` are each entry's references."""
    told: dict[int, tuple[Cited, ...]] = {}
    for where, item in _items(_parse(text), "entries"):
        number = item.get("number")
        if isinstance(number, bool) or not isinstance(number, int) or number not in known:
            raise ReplyError(f"{where}.number: no such entry: {_show(number)}")
        if number in told:
            raise ReplyError(f"{where}.number: entry {number} was told already")
        told[number] = tuple(
            _cited(sentence, f"{where}.{place}", known[number])
            for place, sentence in _items(item, "sentences")
        )
        if not told[number]:
            raise ReplyError(f"{where}.sentences: expected at least one")
    if missing := sorted(known.keys() - told.keys()):
        raise ReplyError(f"entries: entry {missing[0]} is missing")
    return told


def _parse(text: str) -> dict[str, Any]:
    """Parse one JSON object; a code fence around the whole of it is the only wrapping that is looked through."""
    if len(text) > MAX_REPLY:
        raise ReplyError(f"the answer has {len(text):,} characters, more than {MAX_REPLY:,}")
    if not text.strip():
        raise ReplyError("the answer is empty")
    fenced = _FENCED.match(text)
    try:
        value = json.loads(fenced[1] if fenced else text)
    except RecursionError as error:
        raise ReplyError("the answer is nested too deeply") from error
    except ValueError as error:
        raise ReplyError(f"the answer is not JSON: {error}") from error
    if not isinstance(value, dict):
        raise ReplyError(f"the answer is a JSON {type(value).__name__}, expected an object")
    return value


def _items(value: Mapping[str, Any], name: str) -> list[tuple[str, dict[str, Any]]]:
    items = value.get(name)
    if not isinstance(items, list):
        raise ReplyError(f"{name}: expected an array, got {_show(items)}")
    for index, item in enumerate(items):
        if not isinstance(item, dict):
            raise ReplyError(f"{name}[{index}]: expected an object, got {_show(item)}")
    return [(f"{name}[{index}]", item) for index, item in enumerate(items)]


def _text(value: Mapping[str, Any], name: str, where: str) -> str:
    text = value.get(name)
    if isinstance(text, str) and _is_plain(text):
        return text
    if not isinstance(text, str) or not text.strip():
        raise ReplyError(f"{where}.{name}: expected a text, got {_show(text)}")
    if len(text) > MAX_TEXT:
        raise ReplyError(f"{where}.{name}: {len(text):,} characters, expected one sentence")
    # What cannot be seen stands in no sentence that a model was shown, and would act where the text is printed.
    seen = " ".join(text.split())
    if not seen.isprintable():
        seen = " ".join("".join(one for one in seen if one.isprintable()).split())
    if not seen:
        raise ReplyError(f"{where}.{name}: expected a text, got {_show(text)}")
    return seen


def _is_plain(text: str) -> bool:
    """Tell quickly of most texts that nothing has to be done to them."""
    return (
        0 < len(text) <= MAX_TEXT and text.isprintable() and "  " not in text and text[0] != " " != text[-1]
    )


def _short(value: Mapping[str, Any], name: str, where: str) -> str:
    """Give a text that may be empty, or missing."""
    return "" if value.get(name) is None or value[name] == "" else _text(value, name, where)


def _choice(value: Mapping[str, Any], name: str, where: str, choices: tuple[str, ...]) -> str:
    chosen = value.get(name)
    if not isinstance(chosen, str) or chosen not in choices:
        raise ReplyError(f"{where}.{name}: expected one of {', '.join(choices)}, got {_show(chosen)}")
    return chosen


def _note(value: Mapping[str, Any], where: str, numbers: Container[int]) -> Note:
    return Note(_text(value, "text", where), _numbers(value, where, numbers))


def _numbers(value: Mapping[str, Any], where: str, numbers: Container[int]) -> tuple[int, ...]:
    cited = value.get("sentences")
    if not isinstance(cited, list) or not cited:
        raise ReplyError(f"{where}.sentences: expected sentence numbers, got {_show(cited)}")
    if len(cited) == 1 and type(cited[0]) is int and cited[0] in numbers:
        return (cited[0],)
    for number in cited:
        if isinstance(number, bool) or not isinstance(number, int) or number not in numbers:
            raise ReplyError(f"{where}.sentences: there is no sentence {_show(number)} in what was shown")
    return tuple(sorted(set(cited)))


def _cited(value: Mapping[str, Any], where: str, known: Container[Citation]) -> Cited:
    cites = value.get("cites")
    if not isinstance(cites, list) or not cites:
        raise ReplyError(f"{where}.cites: expected references such as S1:3, got {_show(cites)}")
    citations = set()
    for cite in cites:
        match = _REFERENCE.match(cite) if isinstance(cite, str) else None
        citation = Citation(match[1], int(match[2])) if match else None
        if citation is None or citation not in known:
            raise ReplyError(f"{where}.cites: there is no {_show(cite)} in its notes")
        citations.add(citation)
    return Cited(_text(value, "text", where), tuple(sorted(citations, key=in_order)))


def in_order(citation: Citation) -> tuple[int, int]:
    """Sort key of citations: S2:7 before S10:1."""
    return int(citation.source[1:]), citation.sentence


def _show(value: object) -> str:
    try:
        shown = json.dumps(value, default=str)
    except (RecursionError, ValueError):
        shown = f"a {type(value).__name__}"
    return shown if len(shown) <= 60 else f"{shown[:57]}..."
