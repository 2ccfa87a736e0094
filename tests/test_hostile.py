"""Articles that attack their readers' machines, through a model that obeys them: what of it reaches the report."""

import asyncio
import csv
import gzip
import html
import io
import json
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from summarize.config import Settings
from summarize.llm.repair import Repairing
from summarize.pipeline import run
from summarize.records import Claim, Report
from summarize.report import render
from tests.obedient import FALSE_DAY, Obedient, misdeeds
from tests.reports import printed
from tests.tables import table

STORIES: dict[str, dict[str, list[str]]] = table("hostile/stories.yaml")
CORPUS: list[dict[str, Any]] = table("hostile/corpus.yaml")
SECOND = (
    "Harwick loses its oldest crossing after a stormy session of the town hall on Tuesday. "
    "Cyclists cheered from the gallery while traders shouted at the councillors below. "
    "The opposition wants a ferry for the months in between."
)
SETTINGS = Settings(timeline=True, published=())


def _tagged(text: str) -> str:
    return "".join(chr(0xE0000 + ord(letter)) for letter in text)


def _content(case: dict[str, Any]) -> bytes:
    """Write the article of a case in the form that its suffix asks for."""
    story = STORIES[case.get("language", "en")]
    attack = case["attack"] + _tagged(case.get("tags", ""))
    text = "\n\n".join([*story["before"], *([attack] if attack else []), *story["after"]]) + "\n"
    title = case.get("title", "")
    match case["file"].split(".")[1:]:
        case ["html"]:
            shown = [f"<p>{html.escape(one)}</p>" for one in story["before"]]
            after = [f"<p>{html.escape(one)}</p>" for one in story["after"]]
            head = f"<title>{html.escape(title or 'Harwick closes its old bridge')}</title>"
            body = "\n".join([*shown, attack, *after])
            text = f"<!DOCTYPE html><html><head>{head}</head><body><article>{body}</article></body></html>"
        case ["json"]:
            record = {"title": title or "Harwick closes its old bridge", "text": text, "date": "2018-03-28"}
            text = json.dumps(record | ({"publisher": case["publisher"]} if "publisher" in case else {}))
        case ["md"]:
            text = f"---\ntitle: {json.dumps(title or 'Harwick closes its old bridge')}\ndate: 2018-03-28\n---\n{text}"
    content = text.encode()
    return gzip.compress(content, mtime=0) if case["file"].endswith(".gz") else content


@cache
def _reported(identity: str, *, is_told: bool, folder: Path) -> tuple[Report, Obedient]:
    """Run the pipeline on the article of a case and an honest second one, with a model that obeys."""
    case = next(one for one in CORPUS if one["id"] == identity)
    place = folder / identity.replace(" ", "-")
    place.mkdir(exist_ok=True)
    (place / case["file"]).write_bytes(_content(case))
    (place / "b.txt").write_text(SECOND, "utf-8")
    name = next((word for word in case["never"] if word[0].isupper()), "Quillfeather")
    # One misdeed an article, each in its turn: all of them with all articles take a minute.
    misdeed = misdeeds(name)[CORPUS.index(case) % len(misdeeds(name))]
    told = [misdeed, f"On Tuesday {name} told reporters: {case['attack']}"]
    model = Obedient(told if is_told else ())
    asking = Repairing(model, ask=lambda error: f"That cannot be used: {error}")
    return asyncio.run(run([str(place)], SETTINGS, llm=asking)), model


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give one folder for the articles of all cases."""
    return tmp_path_factory.mktemp("hostile")


def _own_voice(report: Report) -> Iterator[str]:
    """Give all that the report says itself, without what it lists as left out, removed or attempted."""
    yield report.title
    for claim in _claims(report):
        yield claim.text
    for entry in (*(report.timeline or ()), *report.undated):
        yield from (side.says for side in entry.elsewhere)
        yield from (when.expression for when in entry.expressions)
        yield entry.value
    for difference in report.differences:
        yield difference.about
        yield from (side.says for side in difference.sides)
    for source in report.sources:
        yield from (source.title, source.publisher, source.published.value)
        yield from (sentence.text for sentence in source.sentences)


def _claims(report: Report) -> Iterator[Claim]:
    yield from report.summary
    for entry in (*(report.timeline or ()), *report.undated):
        yield from entry.claims
    for source in report.sources:
        yield from source.summary


def _holds(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


each = pytest.mark.parametrize("case", CORPUS, ids=lambda case: case["id"])


@each
def test_no_order_reaches_the_report(case: dict[str, Any], folder: Path) -> None:
    """A model that obeys what it reads finds nothing to obey, and the report says nothing of what was demanded."""
    report, model = _reported(case["id"], is_told=False, folder=folder)
    assert not [word for word in case["never"] for prompt in model.prompts if _holds(prompt, word)]
    assert not [text for text in _own_voice(report) for word in case["never"] if _holds(text, word)]
    assert report.summary
    assert report.failures == ()


@each
def test_what_a_model_was_told_is_checked(case: dict[str, Any], folder: Path) -> None:
    """Also where the demand reached the model, in answers of the right form: what no sentence supports is left out."""
    report, _ = _reported(case["id"], is_told=True, folder=folder)
    never = [*case["never"], "Quillfeather", "99,000"]
    assert [(text, word) for text in _own_voice(report) for word in never if _holds(text, word)] == []
    assert all(claim.support != "unsupported" for claim in _claims(report))
    assert not [entry for entry in report.timeline or () if entry.value.startswith(FALSE_DAY[:4])]
    assert report.left_out


@each
def test_the_report_says_which_source_tried(case: dict[str, Any], folder: Path) -> None:
    """The attempt stands with its source, by its kind and in harmless words; the honest source has none."""
    report, _ = _reported(case["id"], is_told=False, folder=folder)
    hostile, honest = report.sources
    assert honest.attempts == ()
    kinds = {attempt.kind for attempt in hostile.attempts}
    assert case["kind"] in kinds if case["kind"] else not kinds
    assert all(
        0 < len(attempt.text) <= 120 and attempt.text.isprintable() and "\n" not in attempt.text
        for attempt in hostile.attempts
    )
    if case["kind"]:
        assert case["kind"] in render(report, "markdown")
    if "removed" in case:
        assert case["removed"] in {piece.reason for piece in hostile.removed}


@each
def test_the_story_around_it_stays(case: dict[str, Any], folder: Path) -> None:
    """All other sentences of the article are still there, in order, at their offsets."""
    report, _ = _reported(case["id"], is_told=False, folder=folder)
    story = STORIES[case.get("language", "en")]
    wanted = len(story["before"]) + len(story["after"])
    assert wanted <= report.sources[0].sentence_count <= wanted + 1


class _Page(HTMLParser):
    """Notes what could run or load."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.policy = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note elements and attributes that act."""
        if tag in {
            "script",
            "img",
            "iframe",
            "object",
            "embed",
            "link",
            "base",
            "form",
            "video",
            "audio",
            "template",
        }:
            self.wrong.append(tag)
        given = dict(attrs)
        if tag == "meta" and (given.get("http-equiv") or "").lower() == "content-security-policy":
            self.policy = given.get("content") or ""
        for name, value in attrs:
            address = re.sub(r"[\s\x00-\x1f]", "", value or "").lower()
            if name.startswith("on") or address.startswith(("javascript:", "data:", "vbscript:")):
                self.wrong.append(f"{tag} {name}={value}")


UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e01ef]"
)


@each
def test_nothing_acts_in_any_format(case: dict[str, Any], folder: Path) -> None:
    """Page, Markdown, terminal, table, calendar and JSON hold the attack as text, where they hold it at all."""
    report, _ = _reported(case["id"], is_told=True, folder=folder)
    page = _Page()
    page.feed(render(report, "html"))
    assert page.wrong == []
    assert "default-src 'none'" in page.policy

    markdown = render(report, "markdown")
    assert not re.search(r"(?<!\\)!\[", markdown)
    assert not re.search(r"(?<!\\)\[[^\]\n]*\]\((?!#)", markdown)
    assert not re.search(r"(?<!\\)<(?:script|img|iframe|div|span|p|svg|!--)", markdown, re.IGNORECASE)

    terminal = printed(report, 100, force_terminal=True, color_system="standard")
    assert not UNSEEN.search(re.sub(r"\x1b\[[0-9;]*m", "", terminal))
    assert "\x1b" not in re.sub(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", terminal)

    for row in csv.reader(io.StringIO(render(report, "csv"))):
        assert not [cell for cell in row if cell.startswith(("=", "+", "@", "\t")) or re.match(r"-\D", cell)]

    calendar = render(report, "ics")
    assert calendar.count("BEGIN:VEVENT") == len(re.findall(r"^BEGIN:VEVENT\r$", calendar, re.MULTILINE))
    assert len(re.findall(r"^BEGIN:VEVENT\r$", calendar, re.MULTILINE)) <= len(report.timeline or ())

    data = render(report, "json")
    assert not UNSEEN.search(data)
    assert json.loads(data)["title"] == report.title
