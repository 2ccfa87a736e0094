"""Answers that are none, through the whole run: repaired once or reported, and never kept."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from summarize.config import Settings
from summarize.errors import CutOffError, ModelError, RefusalError
from summarize.llm.base import Request
from summarize.llm.cassette import Recording, Store
from summarize.llm.fake import FakeLLM
from summarize.llm.repair import Repairing
from summarize.pipeline import run
from summarize.records import Report
from summarize.report import render
from tests.answers import answer

Write = Callable[..., Path]

ARTICLES = {
    "a.md": "---\ndate: 2018-03-28\n---\nThe council of Harwick voted on Tuesday to close the old bridge. Some 12,000 drivers use it. A ferry was wanted.",
    "b.md": "---\ndate: 2018-03-28\n---\nCyclists in Lowmoor cheered the new lanes on Tuesday. The mayor opened them at noon. Two more are planned.",
}
STAGES = ("read", "merge", "tell")
POINT = '{"points": [{"text": "A b.", "sentences": [%s]}], "events": []}'
DEEP = '{"points": ' + "[" * 50_000 + "]" * 50_000 + "}"
BAD: dict[str, str] = {
    "nothing": "",
    "white space": " \n\t ",
    "prose": "Here is the summary you asked for: the bridge was closed.",
    "prose around": 'Sure!\n{"points": [], "summary": [], "entries": []}\nAnything else?',
    "a fence with prose": 'Sure:\n```json\n{"points": []}\n```',
    "cut off": '{"points": [{"text": "The council of Harw',
    "a refusal": "I'm sorry, but I can't help with that.",
    "a refusal as JSON": '{"error": "I cannot help with that"}',
    "HTML": "<html><body><h1>502 Bad Gateway</h1></body></html>",
    "null": "null",
    "true": "true",
    "a number": "42",
    "NaN": "NaN",
    "a list": '[{"points": []}]',
    "a text": '"points"',
    "another schema": '{"choices": [{"message": {"content": "x"}}]}',
    "the schema itself": '{"type": "object", "properties": {"points": {"type": "array"}}}',
    "empty lists": '{"points": [], "events": [], "summary": [], "entries": [], "title": "T", "differences": []}',
    "out of range": POINT % 99,
    "negative": POINT % -1,
    "a float": POINT % 1.0,
    "a huge float": POINT % "1e999",
    "an endless number": POINT % ("9" * 5_000),
    "a number as text": POINT % '"1"',
    "a boolean": POINT % "true",
    "nested numbers": POINT % "[1]",
    "infinity": POINT % "Infinity",
    "a mark before": "\ufeff" + '{"points": []}',
    "two answers": '{"points": []}{"points": []}',
    "comments": '{"points": [] // none\n}',
    "single quotes": "{'points': []}",
    "a text for a list": '{"points": "none", "summary": "none", "entries": "none", "title": "T"}',
    "lone surrogate": '{"points": [{"text": "\\ud800", "sentences": [1]}], "events": []}',
    "a raw lone surrogate": '{"points": [{"text": "\ud800", "sentences": [1]}], "events": []}',
    "nothing to see": '{"points": [{"text": "\\u200b\\u202e", "sentences": [1]}], "events": []}',
    "deep": DEEP,
    "controls": '{"points": [{"text": "A\nb", "sentences": [1]}]}',
    "the prompt again": "Title: A title\nPublished: unknown\n=== 0123456789ab ===",
    "keys twice": '{"points": [{"text": "A b.", "sentences": [1]}], "points": [], "events": []}',
}


def _bad(stage: str, text: str, *, times: int, only: str = "") -> FakeLLM:
    """Answer a stage badly, so many times for each thing asked whose name begins with `only`, and all else well."""
    count: dict[str, int] = {}

    def said(request: Request) -> str:
        first = Request(
            **{name: getattr(request, name) for name in request.__slots__}
            | {"messages": request.messages[:2]}
        )
        if request.stage != stage or not request.subject.startswith(only):
            return answer(first)
        count[request.subject] = count.get(request.subject, 0) + 1
        return text if count[request.subject] <= times else answer(first)

    return FakeLLM(said)


def _run(folder: Path, inner: FakeLLM, kept: Path) -> Report:
    asking = Recording(Repairing(inner, ask=lambda error: f"That cannot be used: {error}"), Store(kept))
    return asyncio.run(run([str(folder)], Settings(timeline=True, published=()), llm=asking))


def _exchanges(kept: Path) -> dict[str, Any]:
    return {path.name: json.loads(path.read_bytes()) for path in kept.glob("*.json")} if kept.is_dir() else {}


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("name", BAD)
def test_a_bad_answer_is_asked_for_once_more(stage: str, name: str, write: Write, tmp_path: Path) -> None:
    """One bad answer costs one call more, and the report is the one that good answers make."""
    folder, kept = write({f"in/{one}": text for one, text in ARTICLES.items()}) / "in", tmp_path / "kept"
    bad = _bad(stage, BAD[name], times=1)
    report = _run(folder, bad, kept)
    assert report.failures == ()
    assert report.summary
    assert report.timeline
    assert len([one for one in bad.requests if one.stage == stage]) == 2 * len(
        {one.subject for one in bad.requests if one.stage == stage}
    )
    replies = ["\n".join(one["reply"]["text"]) for one in _exchanges(kept).values()]
    assert len(replies) == 4
    assert BAD[name] not in replies


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("name", BAD)
def test_what_stays_bad_is_reported(stage: str, name: str, write: Write, tmp_path: Path) -> None:
    """Where the second answer is bad too, the report names what failed in one line, goes on, and nothing bad is kept."""
    folder, kept = write({f"in/{one}": text for one, text in ARTICLES.items()}) / "in", tmp_path / "kept"
    only = "S1" if stage == "read" else ""
    report = _run(folder, _bad(stage, BAD[name], times=9, only=only), kept)
    assert len(report.failures) == 1
    for failure in report.failures:
        assert 0 < len(failure.reason) < 600
        assert failure.reason.isprintable()
        assert "invalid" in failure.reason
    assert len([one for one in _exchanges(kept).values() if one["stage"] == stage]) == (stage == "read")
    assert json.loads(render(report, "json"))["failures"]


def test_a_monster_is_not_asked_for_again(write: Write, tmp_path: Path) -> None:
    """An answer of ten megabytes ends its question at once, and is neither kept nor shown to anybody."""
    folder, kept = write({f"in/{one}": text for one, text in ARTICLES.items()}) / "in", tmp_path / "kept"
    bad = _bad("merge", '{"summary": "' + "x" * 10_000_000 + '"}', times=9)
    report = _run(folder, bad, kept)
    assert [failure.name for failure in report.failures] == ["merged summary"]
    assert len(report.failures[0].reason) < 600
    assert len([one for one in bad.requests if one.stage == "merge"]) == 1
    assert "merge" not in {one["stage"] for one in _exchanges(kept).values()}


@pytest.mark.parametrize(
    "error", [RefusalError("declined"), CutOffError("cut off"), ModelError("no usable answer")]
)
@pytest.mark.parametrize("stage", STAGES)
def test_no_answer_is_reported(error: ModelError, stage: str, write: Write, tmp_path: Path) -> None:
    """A refusal and an answer that was cut off are named in the report, and are no exchange to keep."""

    def said(request: Request) -> str:
        if request.stage == stage and not request.subject.startswith("S2"):
            raise error
        return answer(request)

    folder, kept = write({f"in/{one}": text for one, text in ARTICLES.items()}) / "in", tmp_path / "kept"
    report = _run(folder, FakeLLM(said), kept)
    assert [str(error) in failure.reason for failure in report.failures] == [True]
    assert len([one for one in _exchanges(kept).values() if one["stage"] == stage]) == (stage == "read")


@pytest.mark.parametrize("wrapped", ["{}", "```json\n{}\n```", "```\n{}\n```", "  \n{}\n\n"])
def test_a_fence_around_the_answer_is_looked_through(wrapped: str, write: Write, tmp_path: Path) -> None:
    """A fence of code around a good answer costs no repair."""

    def said(request: Request) -> str:
        return wrapped.replace("{}", answer(request))

    folder = write({f"in/{one}": text for one, text in ARTICLES.items()}) / "in"
    fenced = FakeLLM(said)
    assert _run(folder, fenced, tmp_path / "kept").failures == ()
    assert len(fenced.requests) == 4


def test_the_wrong_language_is_no_evidence(write: Write, tmp_path: Path) -> None:
    """An answer in the right form and another language than its sentences is left out, by the check and not by the form."""

    def said(request: Request) -> str:
        if request.stage == "mend":
            return '{"claims": []}'
        found = json.loads(answer(request))
        for point in found.get("points", ()):
            point["text"] = "Der Stadtrat beschloss nach langer Debatte die sofortige Sperrung des Bauwerks."
        return json.dumps(found)

    folder = write({f"in/{one}": text for one, text in ARTICLES.items()}) / "in"
    report = _run(folder, FakeLLM(said), tmp_path / "kept")
    assert not [claim for claim in report.summary if "Stadtrat" in claim.text]
    assert [left for left in report.left_out if "Stadtrat" in left.text]


def test_a_kept_bad_answer_is_asked_for_anew(write: Write, tmp_path: Path) -> None:
    """An exchange whose answer is no good, however it came to be kept, is not played but asked for again."""
    folder, kept = write({f"in/{one}": text for one, text in ARTICLES.items()}) / "in", tmp_path / "kept"
    _run(folder, FakeLLM(answer), kept)
    store = Store(kept)
    name = next(one for one in store.names() if one.startswith("merge-"))
    exchange = store.read(name)
    store.put(exchange.request, type(exchange.reply)("{}"))
    again = FakeLLM(answer)
    assert _run(folder, again, kept).failures == ()
    assert [one.stage for one in again.requests] == ["merge"]
