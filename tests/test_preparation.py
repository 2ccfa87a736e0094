"""Articles made ready in other processes are those that are made ready here, in the same order."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from summarize import preparation
from summarize.errors import InputError
from summarize.ingest import File
from summarize.preparation import Options, Prepared, Ready
from summarize.preparation.unit import Outcome, Unit
from summarize.preparation.workers import Workers
from summarize.records import Source
from summarize.text import tokens

ARTICLES = 60
OPTIONS = Options(published=((None, date(2024, 3, 5)), ("note-07.txt", date(2024, 3, 6))))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Many short articles, one of them empty, one with a surrogate's bytes, and several records in one file."""
    for number in range(ARTICLES):
        text = (
            f"The ferry to Ostry was cancelled on {1 + number % 28} February.\n\n<!-- unseen -->"
            f"“It was the {number}th time this winter”, said the harbour master on Monday."
        )
        (tmp_path / f"note-{number:02}.txt").write_text(text, "utf-8")
    (tmp_path / "note-30.txt").write_text("", "utf-8")
    (tmp_path / "note-31.md").write_text("---\ntitle: [\n---\nThe front matter is broken.\n", "utf-8")
    records = [{"title": f"Record {number}", "text": "The pier reopens in May."} for number in range(40)]
    (tmp_path / "records.jsonl").write_text("\n".join(map(json.dumps, records)), "utf-8")
    (tmp_path / "records.json").write_text(json.dumps({"about": "nothing that is an article"}), "utf-8")
    return tmp_path


@pytest.fixture
def early(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other processes are started behind a few articles, and given few at once."""
    monkeypatch.setattr(preparation, "ALONE", 3)
    monkeypatch.setattr(preparation, "HERE", 2)
    monkeypatch.setattr(preparation, "UNIT", 4)


def _said(outcomes: Iterator[Ready | InputError]) -> list[object]:
    return [str(one) if isinstance(one, InputError) else (one, _whole(one.source)) for one in outcomes]


def _whole(source: Source) -> tuple[object, ...]:
    """Give what a comparison of sources and their `repr` leave out."""
    return source.text, source.sentences, source.removed


@pytest.mark.usefixtures("early")
def test_processes_make_the_same_sources(folder: Path) -> None:
    """Sources, errors and notes come in the order of the files, whoever made them."""
    notes: list[list[str]] = [[], []]
    here = _said(Prepared([str(folder)], OPTIONS, processes=0, note=notes[0].append))
    there = _said(Prepared([str(folder)], OPTIONS, processes=2, note=notes[1].append))
    assert there == here
    assert notes[0] == notes[1]
    errors = [one for one in here if isinstance(one, str)]
    assert len(errors) == 3
    assert len(here) == ARTICLES + 40 + 2


@pytest.mark.usefixtures("early")
def test_the_sources_of_processes_are_dated(folder: Path) -> None:
    """Where dates may come later, those that other processes made have them already, and so have files of which there are many."""
    made = Prepared([str(folder / "records.jsonl")], Options(dated=False), processes=2)
    dated = [one.dated for one in made if isinstance(one, Ready)]
    assert dated[:3] == [False] * 3
    assert all(dated[3:])
    made = Prepared([str(folder)], Options(dated=False), processes=2)
    assert all(one.dated for one in made if isinstance(one, Ready))


def test_a_process_beside_makes_the_same_sources(folder: Path) -> None:
    """While this process does something else, another makes the same of some dozens of files."""
    paths = sorted(map(str, folder.glob("note-*")))
    notes: list[list[str]] = [[], []]
    here = _said(Prepared(paths, OPTIONS, processes=0, note=notes[0].append))
    there = _said(Prepared(paths, OPTIONS, processes=2, note=notes[1].append, beside=True))
    assert there == here
    assert notes[0] == notes[1]


@pytest.mark.parametrize("text", ["The ferry is late. ", "The ferry to Ostry was cancelled on Monday. " * 9])
def test_tokens_are_counted_by_other_processes(text: str, tmp_path: Path) -> None:
    """Of articles with more bytes than are surely within a budget, what a prompt shows is counted; not by this process."""
    for number in range(40):
        (tmp_path / f"{number:02}.txt").write_text(text, "utf-8")
    options = Options(uncounted=100)
    first, *others = (
        one.source
        for one in Prepared([str(tmp_path)], options, processes=2, beside=True)
        if isinstance(one, Ready)
    )
    shown = "\n".join(f"{one.number} {one.text}" for one in first.sentences)
    assert first.tokens == 0
    assert {one.tokens for one in others} == {tokens.count(shown) if len(shown) > 100 else 0}


@pytest.mark.usefixtures("early")
def test_what_is_not_asked_for_is_not_waited_for(folder: Path) -> None:
    """Whoever stops in the middle is not kept."""
    outcomes = Prepared([str(folder)], OPTIONS, processes=2)
    for _ in range(12):
        assert next(outcomes)
    outcomes.close()


def test_small_runs_start_no_process(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some dozens of articles are made ready here."""
    monkeypatch.setattr("summarize.preparation.workers.Workers", None)
    paths = sorted(map(str, folder.glob("note-*.txt")))
    assert len(list(Prepared(paths, OPTIONS, processes=2))) == ARTICLES


def test_what_a_process_fails_at_is_done_here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that ends, or cannot be started, costs time and nothing else."""
    unit = Unit([File("note-05.txt", folder / "note-05.txt")], OPTIONS)
    done: list[list[Outcome]] = []
    with Workers(1) as workers:
        done.append(workers.submit(unit).result())
        workers._all[0].end()
        done.append(workers.submit(unit).result())
    monkeypatch.setattr("sys.executable", str(folder / "no-such-file"))
    with Workers(1) as workers:
        done.append(workers.submit(unit).result())
    sources = [one.source for (one,) in done if isinstance(one, Ready)]
    assert len(sources) == 3
    assert len({str(_whole(source)) for source in sources}) == 1
