"""Sources are read while others are still opened: no sooner than it is known that this costs nothing, and with the same report."""

import asyncio
import os
import signal
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from benchmarks import corpus
from benchmarks.endpoint import Behaviour, running
from summarize import pipeline, preparation
from summarize.config import Settings
from summarize.errors import EndpointError, UsageError
from summarize.llm.base import Reply, Request
from summarize.preparation.unit import Options, Outcome, Task, work
from summarize.records import Report
from summarize.rehearsal import Rehearsing
from summarize.report.json import to_json
from tests.command import process
from tests.test_stop import stopped, until
from tests.web import Answer, Site, serving

FEW = 5
LONG = 90.0  # seconds, after which something has surely failed
SETTINGS = Settings(timeline=True, cache=False, allow_private=True, base_url="http://localhost:1/v1")


class _Model(Rehearsing):
    """Answers by rule; `asked` is set by the first request, `calls` counts them by prompt."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = threading.Event()
        self.calls: Counter[tuple[str, str]] = Counter()

    async def complete(self, request: Request) -> Reply:
        self.asked.set()
        self.calls[request.stage, request.messages[-1].content] += 1
        return await super().complete(request)

    def read(self) -> int:
        """Count the parts that were read."""
        return sum(number for (stage, _), number in self.calls.items() if stage == "read")


@pytest.fixture
def early(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few files are many already."""
    monkeypatch.setattr(preparation, "ALONE", FEW)
    monkeypatch.setattr(preparation, "HERE", 2)
    monkeypatch.setattr(preparation, "UNIT", 2)


def _folder(folder: Path, *articles: str) -> Path:
    folder.mkdir()
    for number, text in enumerate(articles):
        (folder / f"{number:03}.md").write_text(text, "utf-8")
    return folder


def _different(count: int) -> list[str]:
    return [corpus.article(number, 120, 0) for number in range(count)]


def _body(text: str) -> str:
    """Give an article without its front matter, and with it the day of its publication."""
    return text.split("---\n", 2)[2]


def _page(text: str) -> bytes:
    paragraphs = "".join(f"<p>{line}</p>" for line in _body(text).split("\n\n") if line)
    day = '<meta property="article:published_time" content="2024-03-05">'
    return f"<html><head>{day}</head><body><article>{paragraphs}</article></body></html>".encode()


def _when(event: threading.Event, text: str) -> "Answer | object":
    """Serve a page as soon as something has happened."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        event.wait(LONG)
        body = _page(text)
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def _site(pages: dict[str, object]) -> Site:
    return Site({"/robots.txt": (404, {}, b""), **pages})  # type: ignore[dict-item]


def test_the_first_page_is_read_before_the_last_is_there() -> None:
    """A page that its server holds back until the model was asked of another one is in the report."""
    model = _Model()
    first, last = _different(2)
    pages = {"/first": (200, {}, _page(first)), "/last": _when(model.asked, last)}
    with serving(_site(pages)) as site:
        report = asyncio.run(pipeline.run([site.url("/first"), site.url("/last")], SETTINGS, llm=model))
    assert len(report.sources) == 2
    assert not report.failures
    assert model.read() == 2


@pytest.mark.parametrize(
    "change", [("summarize.preparation.ALONE", FEW), ("summarize.intake.MOST_BYTES", 4_000)]
)
def test_the_first_files_are_read_before_all_are_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: tuple[str, int]
) -> None:
    """Of many files, or large ones, sources are read as they come."""
    monkeypatch.setattr(*change)
    model = _Model()
    opened: list[Outcome] = []
    before: list[bool] = []

    def slowly(tasks: Iterable[Task], options: Options) -> Iterator[Outcome]:
        for one in work(tasks, options):
            if len(opened) == 2 * FEW:
                before.append(model.asked.wait(LONG))
            opened.append(one)
            yield one

    monkeypatch.setattr(preparation, "work", slowly)
    monkeypatch.setattr(preparation, "HERE", 1_000)
    monkeypatch.setattr("summarize.intake.SOME", 2)
    asyncio.run(pipeline.run([str(_folder(tmp_path / "a", *_different(3 * FEW)))], SETTINGS, llm=model))
    assert before == [True]
    assert model.read() == 3 * FEW


def _longer(text: str, number: int) -> str:
    return text + _body(corpus.article(1_000 + number, 60, 0))


@pytest.mark.usefixtures("early")
@pytest.mark.parametrize("settings", [SETTINGS, replace(SETTINGS, infer_dates=True)])
def test_copies_give_the_same_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    """Who stands for whom does not depend on what was read early; a plan counts all calls, at most one a story in vain."""
    stories = _different(12)
    articles = [
        *stories[:4],
        stories[0],
        _longer(stories[1], 1),
        *stories[4:],
        _longer(stories[2], 2),
        _longer(stories[11], 3),
        _body(stories[7]),
    ]
    folder = [str(_folder(tmp_path / "a", *articles))]
    early, late, planned = _Model(), _Model(), _Model()
    report = asyncio.run(pipeline.run(folder, settings, llm=early))
    plan = asyncio.run(pipeline.plan(folder, settings))
    asyncio.run(pipeline.run(folder, settings, llm=planned))
    monkeypatch.setattr(preparation, "ALONE", 1_000)
    whole = asyncio.run(pipeline.run(folder, settings, llm=late))
    assert _text(report) == _text(whole)
    assert sum(stage.calls for stage in plan.made.usage) == early.calls.total() == planned.calls.total()
    # Story 2 was under way when a longer one came; story 1 and the last one still waited then.
    assert late.read() == 12
    assert early.read() == 13
    assert set(late.calls) <= set(early.calls)


def _text(report: Report) -> str:
    """Give a report without what making it cost."""
    return to_json(replace(report, made=replace(report.made, usage=())))


@pytest.mark.usefixtures("early")
def test_a_name_that_may_be_wrong_is_looked_for_before_anything_is_asked(tmp_path: Path) -> None:
    """A day given for a source that there is none of ends the run before a call; for the last one it holds."""
    folder = [str(_folder(tmp_path / "a", *_different(12)))]
    model, day = _Model(), date(2024, 3, 5)
    with pytest.raises(UsageError, match=r"no source has that name"):
        asyncio.run(pipeline.run(folder, replace(SETTINGS, published=(("nobody.md", day),)), llm=model))
    assert not model.calls
    report = asyncio.run(pipeline.run(folder, replace(SETTINGS, published=(("011.md", day),)), llm=model))
    assert report.sources[-1].published.value == "2024-03-05"


@pytest.mark.usefixtures("early")
def test_an_endpoint_that_refuses_ends_the_opening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the first answer says that no other will come, the other articles are not opened."""
    opened: list[Outcome] = []

    def noted(tasks: Iterable[Task], options: Options) -> Iterator[Outcome]:
        for one in work(tasks, options):
            opened.append(one)
            yield one

    monkeypatch.setattr(preparation, "work", noted)
    monkeypatch.setattr(preparation, "HERE", 1_000)
    monkeypatch.setattr("summarize.intake.SOME", 2)

    class Refusing(Rehearsing):
        async def complete(self, request: Request) -> Reply:
            raise EndpointError(f"{request.subject}: 401")

    with pytest.raises(EndpointError):
        asyncio.run(pipeline.run([str(_folder(tmp_path / "a", *_different(60)))], SETTINGS, llm=Refusing()))
    assert len(opened) < 60


def test_prompts_are_made_when_their_turn_is_near(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of thousands of sources no more are asked about at once than are worth holding in memory, and none is left out."""
    monkeypatch.setattr("summarize.reading.AT_ONCE", 3)
    under_way = most = 0

    class Slow(_Model):
        async def complete(self, request: Request) -> Reply:
            nonlocal under_way, most
            under_way += request.stage == "read"
            most = max(most, under_way)
            await asyncio.sleep(0.01)
            under_way -= request.stage == "read"
            return await super().complete(request)

    model = Slow()
    asyncio.run(pipeline.run([str(_folder(tmp_path / "a", *_different(10)))], SETTINGS, llm=model))
    assert most == 3
    assert model.read() == 10


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c_does_not_wait_for_a_page(tmp_path: Path) -> None:
    """While one page is waited for and another read, Ctrl-C ends the run with the answers that come."""
    never = threading.Event()
    first, last = _different(2)
    pages = {"/first": (200, {}, _page(first)), "/last": _when(never, last)}
    slow = Behaviour(base=1.0, prefill=1e9, decode=1e9)
    with serving(_site(pages)) as site, running(slow) as (url, endpoint):
        given = (site.url("/first"), site.url("/last"), "--allow-private", "--base-url", url)
        run = process(*given, cache=tmp_path / "cache")
        until(lambda: endpoint.in_flight == 1)
        run.send_signal(signal.SIGINT)
        code, out, err = stopped(run)
        never.set()
    assert (code, out) == (130, "")
    assert "the same command goes on from there" in err
    assert len(endpoint.entries) == 1
    assert not endpoint.entries[0]["gone"]
