"""What a run puts away is there when somebody looks, and nobody can tell that it was."""

import asyncio
import copy
import pickle
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import IO, Literal

import pytest

from summarize import pipeline, preparation
from summarize import spill as spill_module
from summarize.config import Settings
from summarize.ingest import read_articles
from summarize.lazy import Lazy
from summarize.llm.base import LLM
from summarize.packed import first_dates
from summarize.records import Report, Source
from summarize.rehearsal import Rehearsing
from summarize.report.json import to_json
from summarize.shelf import Shelf
from summarize.sources import make_source
from summarize.spill import Spill

ARTICLES = 24


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Articles with dates, copies of each other, furniture, and half of a pair of surrogates."""
    for number in range(ARTICLES):
        text = (
            f"---\ndate: 2024-02-{1 + number % 20:02}\ntitle: Ferry {number}\n---\nThe ferry to Ostry was cancelled on Monday. "
            f"About {40 + number} passengers waited on the pier until 4 February.\n\nShare this article\n\n"
            f"“It was the {number % 8}th storm since January”, said the harbour master, who \ud83d closed the pier.\n\n"
            "A new ferry is planned for May 2025. The old one was built in 1987.\n"
        )
        (tmp_path / f"note-{number:02}.md").write_bytes(text.encode("utf-8", "surrogatepass"))
    return tmp_path


@pytest.fixture
def early(monkeypatch: pytest.MonkeyPatch) -> None:
    """All sources but three are put away, and few of them are at hand."""
    monkeypatch.setattr("summarize.shelf.FEW", 3)
    monkeypatch.setattr("summarize.shelf.AT_HAND", 2)


def _report(folder: Path, llm: LLM | None = None) -> Report:
    engine: Literal["extractive", "model"] = "model" if llm else "extractive"
    settings = Settings(engine=engine, timeline=True, base_url="http://localhost:1/v1" if llm else None)
    return asyncio.run(pipeline.run([str(folder)], settings, llm=llm))


ENGINES: tuple[Callable[[], LLM | None], ...] = (lambda: None, Rehearsing)


@pytest.mark.parametrize("llm", ENGINES, ids=["extractive", "model"])
def test_a_report_does_not_tell_what_was_put_away(
    folder: Path, llm: Callable[[], LLM | None], request: pytest.FixtureRequest
) -> None:
    """With its sources on a shelf, a run makes the same report to the letter."""
    whole = _report(folder, llm())
    request.getfixturevalue("early")
    put_away = _report(folder, llm())
    assert put_away.timeline
    assert to_json(put_away) == to_json(whole)
    assert put_away == whole


@pytest.mark.usefixtures("early")
def test_what_other_processes_made_is_put_away_as_it_came(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The report is the same whether the sources were made here or in other processes."""
    here = _report(folder)
    monkeypatch.setattr(preparation, "ALONE", 3)
    monkeypatch.setattr(preparation, "HERE", 2)
    monkeypatch.setattr(preparation, "_cores", lambda: 2)
    assert to_json(_report(folder)) == to_json(here)


def _source(folder: Path) -> Source:
    path = str(folder / "note-05.md")
    (article,) = (one for one in read_articles([path]) if not isinstance(one, Exception))
    return make_source(article, "S1", stated=date(2024, 3, 1))


@pytest.mark.usefixtures("early")
def test_a_source_that_was_put_away_passes_for_a_plain_one(folder: Path) -> None:
    """It equals it, part by part, and is made a plain one by whoever copies or changes it."""
    source, shelf = _source(folder), Shelf()
    *_, away = [shelf.add(source, f"S{number}") for number in range(1, 6)]
    plain = replace(source, id="S5")
    assert type(away) is not Source
    assert away == plain
    assert (away.text, tuple(away.sentences), away.removed) == (plain.text, plain.sentences, plain.removed)
    assert away.sentences[-1] == plain.sentences[-1]
    assert away.sentences[1:3] == plain.sentences[1:3]
    assert away.sentences == plain.sentences
    assert any(sentence.dates for sentence in away.sentences)
    for made in (replace(away, title="T"), pickle.loads(pickle.dumps(away)), copy.deepcopy(away)):  # noqa: S301 - our own
        assert type(made) is Source
        assert made.text == plain.text
        assert tuple(made.sentences) == plain.sentences
    with pytest.raises(IndexError):
        away.sentences[len(plain.sentences)]


@pytest.mark.usefixtures("early")
def test_the_first_dates_of_sentences_that_were_put_away(folder: Path) -> None:
    """They are those of the plain ones, whether or not some of the sentences were looked at before."""
    plain, shelf = _source(folder), Shelf()
    *_, away = [shelf.add(plain, f"S{number}") for number in range(1, 6)]
    expected = [(one.number, one.start, one.dates[0]) for one in plain.sentences if one.dates]
    sentences = away.sentences
    assert len(expected) > 2
    assert list(first_dates(sentences)) == list(first_dates(plain.sentences)) == expected
    assert sentences[expected[1][0] - 1].dates
    assert list(first_dates(sentences)) == expected


def test_few_sources_need_no_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run over some hundred articles holds them, and opens nothing."""

    def opened(**_: object) -> IO[bytes]:
        pytest.fail("a temporary file was opened")

    monkeypatch.setattr(tempfile, "TemporaryFile", opened)
    assert len(_report(folder).sources) == ARTICLES


@pytest.mark.usefixtures("early")
def test_a_run_goes_on_where_there_is_no_place_for_a_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no temporary file can be made, all stays in memory."""
    before = to_json(_report(folder))

    def opened(**_: object) -> IO[bytes]:
        raise FileNotFoundError("no usable temporary directory")

    monkeypatch.setattr(tempfile, "TemporaryFile", opened)
    assert to_json(_report(folder)) == before


class _Full:
    """A file on a disk that takes so many bytes."""

    def __init__(self, file: IO[bytes], room: int) -> None:
        self._file, self._room = file, room
        self.fileno, self.seek, self.read, self.close = file.fileno, file.seek, file.read, file.close

    def write(self, data: bytes) -> int:
        taken = data[: self._room]
        self._room -= len(taken)
        if not taken:
            raise OSError(28, "No space left on device")
        return self._file.write(taken)


@pytest.mark.parametrize("gathered", [1, 9, 1000])
@pytest.mark.parametrize("room", [0, 5, 12, 1000])
def test_a_full_disk_loses_nothing(monkeypatch: pytest.MonkeyPatch, room: int, gathered: int) -> None:
    """What a file takes no more, in whole or in part, stays in memory."""
    monkeypatch.setattr("summarize.spill.GATHERED", gathered)
    real: Callable[..., IO[bytes]] = tempfile.TemporaryFile
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **given: _Full(real(**given), room))
    spill = Spill()
    given = [b"first", b"", b"second", b"third" * 3, b"4"]
    assert [spill.put(data) for data in given] == list(range(5))
    assert [spill.get(number) for number in reversed(range(5))] == given[::-1]


def test_what_is_asked_for_in_order_is_read_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes come back the same in any order, also those that are kept later, and in order with few reads of the file."""
    monkeypatch.setattr("summarize.spill.GATHERED", 100)
    monkeypatch.setattr("summarize.spill.AHEAD", 64)
    monkeypatch.setattr("summarize.spill.CLOSE", 16)
    reads: list[int] = []
    real: Callable[[IO[bytes], int, int], bytes] = spill_module._read

    def read(file: IO[bytes], start: int, length: int) -> bytes:
        reads.append(length)
        return real(file, start, length)

    monkeypatch.setattr(spill_module, "_read", read)
    given = [bytes([number]) * (number % 13) for number in range(90)]
    spill = Spill()
    for data in given[:60]:
        spill.put(data)
    assert [spill.get(number) for number in range(60)] == given[:60]
    assert len(reads) < 10
    for data in given[60:]:
        spill.put(data)
    for step in (1, 2, 7, -1, -5):
        assert [spill.get(number) for number in range(90)[::step]] == given[::step]


def test_the_file_has_no_name_and_is_closed_with_what_it_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of a run is left in the folder for temporary files, and no file of it stays open."""
    files: list[IO[bytes]] = []
    real: Callable[..., IO[bytes]] = tempfile.TemporaryFile

    def opened(**given: int) -> IO[bytes]:
        files.append(real(dir=tmp_path, **given))
        return files[-1]

    monkeypatch.setattr(tempfile, "TemporaryFile", opened)
    monkeypatch.setattr("summarize.spill.GATHERED", 1)
    spill = Spill()
    assert spill.get(spill.put(b"something")) == b"something"
    assert [file.closed for file in files] == [False]
    del spill
    assert [file.closed for file in files] == [True]
    assert not list(tmp_path.iterdir())


def test_a_lazy_sequence_makes_its_items_when_they_are_asked_for() -> None:
    """It has a length, an order, slices and ends, and makes only what is looked at."""
    made: list[int] = []

    def square(place: int) -> int:
        made.append(place)
        return place * place

    squares = Lazy(5, square)
    assert (len(squares), squares[2], squares[-1]) == (5, 4, 16)
    assert made == [2, 4]
    assert list(squares) == [0, 1, 4, 9, 16]
    assert list(squares[1:-1]) == [1, 4, 9]
    assert squares[1:][-1] == 16
    with pytest.raises(IndexError):
        squares[5]
