"""The whole way on the project's own articles, with both engines; the model's answers come from a recording."""

import asyncio
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from summarize import Report, Settings, from_json, render, summarize
from summarize.config import from_record
from summarize.llm.cassette import Replaying, read_run
from summarize.pipeline import run
from tests.conftest import ROOT

SEEDS = ROOT / "seeds"
LONG = ROOT / "tests" / "cases" / "long-read.md"
CASSETTES = {"seeds": SEEDS, "long": LONG}

FURNITURE = re.compile(
    r"cookie|skip to|read more|watch live|photo:|newsletter|\b\d\d:\d\d\b|page you are looking for|all rights|©",
    re.IGNORECASE,
)


@cache
def extractive() -> Report:
    """The report of the engine without a model."""
    return summarize(SEEDS, Settings(timeline=True))


@cache
def replayed() -> Report:
    """The report of the model engine, from the recording."""
    return summarize(SEEDS, Settings(timeline=True, replay=ROOT / "cassettes" / "seeds"))


ENGINES = {"extractive": extractive, "model": replayed}
both = pytest.mark.parametrize("engine", sorted(ENGINES))


@both
@pytest.mark.parametrize(
    ("value", "status", "about"),
    [
        ("2018-03-25/2018-03-28", "happened", "visit|Kim|Xi"),
        ("2018-03-26", "happened", "train|arriv|reached|footage"),
        ("2018-03-27", "happened", "White House|Sanders|Washington"),
        ("2018-03-28", "happened", "Trump|confirmed|announced"),
        ("2010-05", "happened", "Kim Jong Il"),
        ("2018-04-27", "planned", "Moon"),
        ("2018-05", "planned", "Trump"),
    ],
)
def test_what_the_timeline_must_tell(engine: str, value: str, status: str, about: str) -> None:
    """Both engines put the story's events on their days, and keep what was planned as planned."""
    told = [entry for entry in ENGINES[engine]().timeline or () if entry.status != "reported"]
    entries = [entry for entry in told if entry.value.rstrip("~") == value]
    assert [entry.status for entry in entries] == [status]
    assert re.search(about, " ".join(claim.text for claim in entries[0].claims))


def test_each_date_of_a_list_is_told() -> None:
    """A model dates each of three trips that one sentence lists, the last of them too."""
    dated = {entry.value: entry for entry in replayed().timeline or ()}
    assert all("Kim Jong Il" in dated[value].claims[0].text for value in ("2010-05", "2010-08", "2011-05"))


@both
def test_no_date_that_no_source_has(engine: str) -> None:
    """Each entry's date is that of an expression in a sentence of its sources, and the timeline is in order."""
    report = ENGINES[engine]()
    assert report.timeline
    for entry in report.timeline:
        assert entry.value in {when.value for when in entry.expressions}
    first_days = [entry.value[:4] for entry in report.timeline]
    assert first_days == sorted(first_days)


@both
def test_no_furniture(engine: str) -> None:
    """No banner, caption or navigation reaches any sentence of the report."""
    report = ENGINES[engine]()
    quoted = [sentence.text for source in report.sources for sentence in source.sentences]
    told = [claim.text for source in report.sources for claim in source.summary]
    assert [text for text in (*quoted, *told) if FURNITURE.search(text)] == []
    assert sum(len(source.removed) for source in report.sources) > 15


@both
def test_every_citation_resolves(engine: str) -> None:
    """Every citation in the Markdown leads to a sentence that the report quotes, and that stands in the source."""
    report = ENGINES[engine]()
    text = render(report, "markdown")
    body, cited = text.split("## Cited sentences")
    used = set(re.findall(r"S\d+:\d+", body))
    quoted = set(re.findall(r"^- \*\*(S\d+:\d+)\*\*", cited, re.MULTILINE))
    assert used
    assert used <= quoted
    for source in report.sources:
        raw = (SEEDS / source.name).read_text("utf-8")
        if source.name.endswith((".txt", ".md")):
            for sentence in source.sentences:
                assert " ".join(raw[sentence.start : sentence.end].split()) == sentence.text


def test_missing_publication_date_is_proved_by_the_others() -> None:
    """The source that states no date gets the one that another proves, marked as inferred, with the evidence."""
    (source,) = [source for source in extractive().sources if source.name == "3-undated.txt"]
    assert (source.published.value, source.published.basis) == ("2018-03-28", "inferred")
    assert "crossed the border at Dandong on Sunday" in source.published.evidence


def test_dates_that_are_not_told_are_counted() -> None:
    """A timeline that leaves dates out says how many there were, and how to see them all."""
    report = summarize(SEEDS, Settings(timeline=True, events=3))
    assert len(report.timeline or ()) == 3
    assert f"3 of {report.dates_found} dates are told" in render(report, "markdown")
    whole = summarize(SEEDS, Settings(timeline=True, events=report.dates_found))
    assert len(whole.timeline or ()) == report.dates_found
    assert "dates are told" not in render(whole, "markdown")


@pytest.mark.parametrize("alone", [True, False], ids=["alone", "beside the others"])
def test_source_without_a_date_stays_undated(*, alone: bool) -> None:
    """Where nothing proves a date, or it may not be inferred, weekdays stay as written; nothing is invented."""
    paths = SEEDS / "3-undated.txt" if alone else SEEDS
    report = summarize(paths, Settings(timeline=True, infer_dates=False))
    (source,) = [source for source in report.sources if source.name == "3-undated.txt"]
    assert source.published.basis == "unknown"
    expressions = {when.expression.casefold() for entry in report.undated for when in entry.expressions}
    assert {"wednesday", "tuesday", "sunday"} <= expressions
    assert not alone or report.timeline == ()


@both
def test_json_holds_the_whole_report(engine: str) -> None:
    """The report written as JSON loads back equal."""
    report = ENGINES[engine]()
    assert from_json(render(report, "json")) == report


def test_recording_was_made_by_the_relay() -> None:
    """The report says which model answered, and that its answers came from a recording."""
    made = replayed().made
    assert (made.engine, made.model) == ("model", "relay")
    assert {usage.stage for usage in made.usage} == {"read", "merge", "tell", "mend"}
    assert all(usage.replayed == usage.calls > 0 for usage in made.usage)
    assert replayed().failures == ()


@pytest.mark.parametrize("case", sorted(CASSETTES))
def test_every_recording_is_played(case: str) -> None:
    """A recording that no request asks for any more is stale and fails here."""
    folder = ROOT / "cassettes" / case
    player = Replaying(folder)
    settings = from_record(Settings(timeline=True), read_run(folder))
    asyncio.run(run([str(CASSETTES[case])], settings, llm=player))
    assert player.unplayed() == ()


def test_no_recording_is_an_orphan() -> None:
    """Every folder of recordings is played by a case of this file."""
    assert {path.name for path in (ROOT / "cassettes").iterdir() if path.is_dir()} == set(CASSETTES)


def test_a_long_source_is_read_in_parts_and_folded() -> None:
    """The recorded long article takes several reads and a fold, and cites sentences from its whole length."""
    report = summarize(LONG, Settings(timeline=True, replay=ROOT / "cassettes" / "long"))
    calls = {usage.stage: usage.calls for usage in report.made.usage}
    assert calls["read"] > 2
    assert calls["fold"] == 1
    (source,) = report.sources
    cited = [citation.sentence for claim in source.summary for citation in claim.citations]
    assert max(cited) > source.sentence_count * 2 / 3
    assert min(cited) < source.sentence_count / 3


def _report_of(folder: Path, written: Path, **environment: str) -> bytes:
    """Make a report in a process of its own, as Markdown on stdout and as JSON in a file; give the bytes of both."""
    arguments = [
        str(folder),
        "--timeline",
        "--replay",
        str(ROOT / "cassettes" / "seeds"),
        "-o",
        "-",
        "-o",
        str(written),
    ]
    done = subprocess.run(
        [sys.executable, "-m", "summarize", *arguments, "--format", "markdown"],
        env={"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], **environment},
        capture_output=True,
        check=True,
    )
    return done.stdout + written.read_bytes()


def test_same_bytes_on_every_machine(tmp_path: Path) -> None:
    """Time zone, locale, hash seed and the folder's name change no byte of a replayed report."""
    elsewhere = tmp_path / "Another Folder"
    shutil.copytree(SEEDS, elsewhere)
    here = _report_of(SEEDS, tmp_path / "here.json", TZ="UTC", LANG="C.UTF-8", PYTHONHASHSEED="0")
    surroundings = {"TZ": "Pacific/Auckland", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "4711"}
    there = _report_of(elsewhere, tmp_path / "there.json", **surroundings)
    assert here.startswith(b"# ")
    assert here.endswith(b"}\n")
    assert here == there


@pytest.mark.parametrize("case", sorted(CASSETTES))
def test_recordings_hold_no_secret_and_no_path(case: str) -> None:
    """No recording names a key, a header, an endpoint or a path of the machine that made it."""
    for path in (ROOT / "cassettes" / case).iterdir():
        text = path.read_text("utf-8")
        assert not re.search(
            r"sk-|api[_-]?key|authorization|127\.0\.0\.1|localhost|/(?:home|root|tmp|work)/",
            text,
            re.IGNORECASE,
        )
