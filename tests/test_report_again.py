"""A report in JSON in the place of articles: written again in any format, without reading or asking anything."""

import gzip
import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from summarize.report import SUFFIXES, WRITERS, is_text, render, to_json
from tests.command import command
from tests.reports import minimal, sample, sample_in

STORY = "A green train reached the harbour on Monday, the port said. Its crew left it on Tuesday.\n"
TEXTS = [name for name in WRITERS if is_text(name)]


def run(*arguments: object, stdin: bytes = b"") -> tuple[int, str, str]:
    """Run the command line: (exit code, stdout, stderr)."""
    outcome = command(*arguments, stdin=stdin)
    return outcome.code, outcome.out, outcome.err


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A report that was made before."""
    path = tmp_path / "report.json"
    path.write_text(to_json(sample()), "utf-8")
    return path


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading an article or opening a connection fails."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("nobody is to be asked, and nothing read")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr("summarize.pipeline.run", refuse)


@pytest.mark.usefixtures("nobody")
@pytest.mark.parametrize("form", TEXTS)
def test_any_format_on_stdout(kept: Path, form: str) -> None:
    """Whatever the format, it is what the run that made the report would have written."""
    code, out, err = run(kept, "--format", form)
    assert (code, out) == (0, render(sample(), form))
    assert err == f"summarize: {kept}: a report, written again; nothing is asked\n"


@pytest.mark.usefixtures("nobody")
def test_any_format_in_files_at_once(kept: Path, tmp_path: Path) -> None:
    """Several -o give each format by its suffix, byte for byte as from the run itself, in JSON too."""
    files = {tmp_path / f"again{suffix}": form for suffix, form in SUFFIXES.items()}
    code, out, err = run(kept, "-q", *(part for path in files for part in ("-o", path)))
    assert (code, out, err) == (0, "", "")
    assert {path: path.read_bytes() for path in files} == {
        path: sample_in(form) for path, form in files.items()
    }
    assert (tmp_path / "again.json").read_bytes() == kept.read_bytes()


def test_a_report_of_next_to_nothing_comes_back(tmp_path: Path) -> None:
    """Empty fields, and a timeline that was not asked for, stay what they are."""
    path = tmp_path / "least.json"
    path.write_text(to_json(minimal()), "utf-8")
    assert run(path, "-q", "--format", "json")[:2] == (0, path.read_text("utf-8"))


WAYS: dict[str, Callable[[str], bytes]] = {
    "a byte order mark": lambda text: text.encode("utf-8-sig"),
    "redirected by PowerShell": lambda text: text.encode("utf-16"),
    "Windows line ends": lambda text: text.replace("\n", "\r\n").encode(),
    "one line": lambda text: json.dumps(json.loads(text)).encode(),
    "sorted fields": lambda text: json.dumps(json.loads(text), sort_keys=True, indent=4).encode(),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_report_is_told_by_its_content(tmp_path: Path, way: str) -> None:
    """A report is one whatever its name, encoding, layout and order of fields."""
    path = tmp_path / "kept.txt"
    path.write_bytes(WAYS[way](to_json(sample())))
    assert run(path, "-q", "--format", "json")[:2] == (0, to_json(sample()))


def test_packed_and_from_stdin(tmp_path: Path) -> None:
    """A report that is packed or piped in is one, too; an article that is piped in stays an article."""
    packed = tmp_path / "report.json.gz"
    packed.write_bytes(gzip.compress(to_json(sample()).encode()))
    assert run(packed, "-q", "--format", "json")[:2] == (0, to_json(sample()))
    assert run("-", "-q", "--format", "json", stdin=to_json(sample()).encode())[1] == to_json(sample())
    assert "green train" in run("-", "-q", stdin=STORY.encode())[1]


def _without(name: str) -> str:
    document = json.loads(to_json(sample()))
    del document[name]
    return json.dumps(document)


BROKEN: list[tuple[str, str, str]] = [
    ("cut off", to_json(sample())[:5_000], "not JSON"),
    ("of a later version", to_json(sample()).replace('"format": 1', '"format": 99'), "$.format is 99"),
    ("a field is missing", _without("summary"), "$.summary is missing"),
    ("of another type", to_json(sample()).replace('"dates_found": 0', '"dates_found": "0"'), "$.dates_found"),
]


@pytest.mark.parametrize(("text", "says"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
@pytest.mark.usefixtures("nobody")
def test_a_broken_report_is_one_line(tmp_path: Path, text: str, says: str) -> None:
    """A report that cannot be loaded is named with what is wrong and the way out, and not taken for an article."""
    path = tmp_path / "report.json"
    path.write_text(text, "utf-8")
    code, out, err = run(path, "-o", tmp_path / "report.html")
    assert (code, out) == (2, "")
    (line,) = err.splitlines()
    assert line.startswith(f"summarize: {path}: ")
    assert says in line
    assert "make the report again" in line
    assert not (tmp_path / "report.html").exists()


ARTICLES: list[tuple[str, Any]] = [
    ("an article that quotes the mark", {"text": STORY, "title": '"$schema": "urn:summarize:report:1"'}),
    (
        "articles with a report among them",
        {"articles": [{"text": STORY, "$schema": "urn:summarize:report:1"}]},
    ),
    ("another schema", {"$schema": "https://example.org/article.json", "text": STORY}),
]


@pytest.mark.parametrize("document", [row[1] for row in ARTICLES], ids=[row[0] for row in ARTICLES])
def test_an_article_in_json_is_no_report(tmp_path: Path, document: Any) -> None:
    """Only a file that is a report is taken for one: the name of its schema elsewhere in an article makes none."""
    path = tmp_path / "article.json"
    path.write_text(json.dumps(document), "utf-8")
    code, out, err = run(path)
    assert code == 0
    assert "green train" in out
    assert "engine: extractive" in err


def test_json_of_others_is_refused(tmp_path: Path) -> None:
    """JSON that is neither a report nor an article is refused in one line that says what is looked for."""
    path = tmp_path / "other.json"
    path.write_text('{"name": "summarize", "version": 3}', "utf-8")
    code, out, err = run(path)
    assert (code, out) == (1, "")
    assert "has no text" in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("dry", [[], ["--dry-run"]])
def test_a_report_among_articles(kept: Path, tmp_path: Path, dry: list[str]) -> None:
    """A report beside articles is a mistake, and told before anything is read."""
    (tmp_path / "a.txt").write_text(STORY, "utf-8")
    code, out, err = run(tmp_path / "a.txt", kept, *dry)
    assert (code, out) == (2, "")
    assert err.splitlines() == [line for line in err.splitlines() if f"{kept} is a report" in line]


WITHOUT_EFFECT = [
    ["--words", "50"],
    ["--events", "3"],
    ["--from", "2018-01-01"],
    ["--model", "m"],
    ["--no-infer-dates"],
    ["--keep-boilerplate"],
    ["--published", "2018-03-28"],
    ["--urls", "list.txt"],
    ["--dry-run"],
]


@pytest.mark.parametrize("flags", WITHOUT_EFFECT, ids=lambda flags: flags[0])
def test_what_cannot_change_a_report_is_refused(kept: Path, flags: list[str]) -> None:
    """A setting that only articles could follow is not passed over in silence."""
    code, out, err = run(kept, *flags)
    assert (code, out) == (2, "")
    assert flags[0] in err
    assert len(err.splitlines()) == 1


def test_a_timeline_that_is_not_there(kept: Path, tmp_path: Path) -> None:
    """--timeline is met by a report that has one, and refused for one that has none."""
    path = tmp_path / "least.json"
    path.write_text(to_json(minimal()), "utf-8")
    assert run(kept, "-t", "-q")[0] == 0
    code, _, err = run(path, "-t")
    assert code == 2
    assert "without a timeline" in err


def test_gates_hold_again(kept: Path) -> None:
    """A gate is held against the report that is there; its failures, once told, are no failure of the writing."""
    assert sample().failures
    assert run(kept, "-q")[0] == 0
    code, _, err = run(kept, "-q", "--fail-on", "disagreement")
    assert code == 5
    assert "--fail-on disagreement" in err


def test_reports_among_articles_are_passed_over(tmp_path: Path) -> None:
    """Reports that lie beside their articles are not read as articles themselves, and each is named."""
    (tmp_path / "a.md").write_text(STORY, "utf-8")
    named = ["report.md", "report.json", "report.html"]
    code, _, _ = run(tmp_path, "-t", *(part for name in named for part in ("-o", tmp_path / name)))
    assert code == 0
    code, out, err = run(tmp_path, "-t", "--format", "json")
    assert code == 0
    assert [source["name"] for source in json.loads(out)["sources"]] == ["a.md"]
    assert all(f"{name}: passed over" in err for name in named)
