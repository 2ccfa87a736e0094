"""A stand-in for a language model that answers each stage by rule, from nothing but the prompt."""

import json
import re

from summarize.llm.base import Request

_DATE = re.compile(
    r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:next|last) month\b|\b(?:in )?(?:19|20)\d\d\b"
)
_LINE = re.compile(r"^(\d+) (?:… )?(.+)$")
_NOTE = re.compile(r"^(?:- )?\[(S\d+:\d+(?:, S\d+:\d+)*)\] (.+)$")


def fenced(request: Request) -> list[str]:
    """Give the lines of data in a prompt: those between its last two marks."""
    text = request.messages[-1].content
    return re.split(r"^=== [0-9a-f]{12} ===$", text, flags=re.MULTILINE)[-2].strip().split("\n")


def answer(request: Request) -> str:
    """Answer as a faithful model would: with sentences of the prompt, cited as they stand there."""
    return json.dumps(_ANSWERS[request.stage](request))


def _read(request: Request) -> object:
    lines = [(int(match[1]), match[2]) for line in fenced(request) if (match := _LINE.match(line))]
    events = [
        {
            "text": text,
            "date": match[0],
            "reading": "",
            "status": "planned" if "will" in text else "happened",
            "sentences": [number],
        }
        for number, text in lines
        if (match := _DATE.search(text))
    ]
    return {"points": [{"text": text, "sentences": [number]} for number, text in lines[:3]], "events": events}


def _fold(request: Request) -> object:
    notes = [line.split(" | ", 1) for line in fenced(request)]
    return {
        "points": [
            {"text": text, "sentences": [int(n) for n in numbers.split()]} for numbers, text in notes[:4]
        ]
    }


def _merge(request: Request) -> object:
    notes = [match for line in fenced(request) if (match := _NOTE.match(line))]
    return {
        "title": "A story",
        "summary": [{"text": match[2], "cites": match[1].split(", ")} for match in notes[:4]],
        "differences": [],
    }


def _mend(request: Request) -> object:
    """Give the first sentence that each claim cites in its place."""
    blocks = re.split(
        r"^(\d+)\. .+\nwrong: .+\n- \([^)]*\) ", "\n".join(fenced(request)), flags=re.MULTILINE
    )[1:]
    pairs = zip(blocks[::2], blocks[1::2], strict=True)
    return {"claims": [{"number": int(number), "text": rest.split("\n")[0]} for number, rest in pairs]}


def _anchor(_: Request) -> object:
    return {"published": "", "sentences": []}


def _tell(request: Request) -> object:
    entries: list[dict[str, object]] = []
    for line in fenced(request):
        if match := _NOTE.match(line):
            if not entries[-1]["sentences"]:
                entries[-1]["sentences"] = [{"text": match[2], "cites": match[1].split(", ")}]
        else:
            entries.append({"number": int(line.split(".")[0]), "sentences": []})
    return {"entries": entries}


_ANSWERS = {"read": _read, "fold": _fold, "merge": _merge, "tell": _tell, "mend": _mend, "anchor": _anchor}
