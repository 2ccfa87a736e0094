"""A stand-in for the model that answers by rule, so that a run can be planned before anything is paid.

What it gives has the form of an answer and about the length of one, made of nothing but the prompt: so the calls of
later stages can be counted that follow from it. What the cache holds is taken from there.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from summarize.llm.base import Reply, Request
from summarize.llm.cassette import Keeper, holds
from summarize.text import tokens

POINTS = 7
READING = "2018-03-28"  # of a date, as a model gives it
WORDS = 22  # of a sentence that a model writes
_DATED = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|to(?:day|morrow)|yesterday|(?:19|20)\d\d"
    r"|(?:next|last) (?:week|month|year)|January|February|March|April|June|July|August"
    r"|September|October|November|December)\b"
)
_MARK = re.compile(r"^=== [0-9a-f]{12} ===$", re.MULTILINE)
_NUMBERED = re.compile(r"^(\d+) (?:… )?(.+)$")
_NOTE = re.compile(r"^(?:- )?\[(S\d+:\d+(?:, S\d+:\d+)*)\] (.+)$")
_LENGTH = re.compile(r"^Length: at most (\d+) words$", re.MULTILINE)


class Rehearsing:
    """Answers from `kept` where that has an answer, else by rule; nothing is sent anywhere.

    `count` gives the tokens of a text.
    """

    def __init__(self, kept: Keeper | None = None, count: Callable[[str], int] = tokens.count) -> None:
        self._kept = kept
        self._count = count

    async def complete(self, request: Request) -> Reply:
        """Answer one request, with the tokens that it would take."""
        kept = self._kept.get(request) if self._kept else None
        if kept is not None and holds(request, kept):
            return replace(kept, calls=1)
        text = json.dumps(_ANSWERS[request.stage](request), ensure_ascii=False)
        asked = request.tokens or sum(self._count(message.content) for message in request.messages)
        return Reply(text, asked, self._count(text))

    async def close(self) -> None:
        """Nothing is held open."""


def _data(request: Request) -> list[str]:
    """Give the lines of data in a prompt: those between its last two marks."""
    pieces = _MARK.split(request.messages[-1].content)
    return pieces[-2].strip().split("\n") if len(pieces) > 2 else []


def _short(text: str) -> str:
    return " ".join(text.split()[:WORDS])


def _read(request: Request) -> Mapping[str, object]:
    lines = [(int(match[1]), match[2]) for line in _data(request) if (match := _NUMBERED.match(line))]
    points = [{"text": _short(text), "sentences": [number]} for number, text in lines[:POINTS]]
    events = [
        {
            "text": _short(text),
            "date": found[0],
            "reading": READING,
            "status": "happened",
            "sentences": [number],
        }
        for number, text in lines
        if (found := _DATED.search(text))
    ]
    return {"points": points, "events": events}


def _fold(request: Request) -> Mapping[str, object]:
    notes = [line.split(" | ", 1) for line in _data(request)]
    return {
        "points": [
            {"text": text, "sentences": [int(number) for number in numbers.split()]}
            for numbers, text in notes[: POINTS + 1]
        ]
    }


def _merge(request: Request) -> Mapping[str, object]:
    notes = [match for line in _data(request) if (match := _NOTE.match(line))]
    length = _LENGTH.search(request.messages[-1].content)
    count = max(1, int(length[1]) // WORDS) if length else POINTS
    # From all over the notes, as a model would.
    chosen = notes[:: max(1, len(notes) // count)][:count]
    return {
        "title": "A title of some eight words for the story",
        "summary": [{"text": match[2], "cites": match[1].split(", ")} for match in chosen],
        "differences": [],
    }


def _tell(request: Request) -> Mapping[str, object]:
    entries: list[dict[str, object]] = []
    for line in _data(request):
        if match := _NOTE.match(line):
            if not entries[-1]["sentences"]:
                entries[-1]["sentences"] = [{"text": match[2], "cites": match[1].split(", ")}]
        else:
            entries.append({"number": int(line.split(".")[0]), "sentences": []})
    return {"entries": entries}


def _mend(_: Request) -> Mapping[str, object]:
    return {"claims": []}


def _anchor(_: Request) -> Mapping[str, object]:
    return {"published": "", "sentences": []}


_ANSWERS: Mapping[str, Callable[[Request], Mapping[str, object]]] = {
    "read": _read,
    "fold": _fold,
    "merge": _merge,
    "tell": _tell,
    "mend": _mend,
    "anchor": _anchor,
}
