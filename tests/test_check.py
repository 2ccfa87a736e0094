"""`--check`: the report that was committed, held against the one that is made now."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import command

STORY = """The bridge of the town

TOWN, March 28, 2018 (Test Wire) - The old bridge was shut on Monday, the mayor said. She thanked its crew on
Tuesday for all their years of work.
"""
MORE = """Bridge to open again

TOWN, March 29, 2018 (Other Wire) - Engineers will open the harbour bridge again on April 9, 2018, their office said.
"""


@pytest.fixture
def committed(write: Callable[..., Path]) -> Path:
    """A folder with an article, and the report on it beside."""
    folder = write({"articles/a.txt": STORY})
    assert command(folder / "articles", "-t", "-o", folder / "report.json").code == 0
    return folder


def test_the_same_report_passes(committed: Path) -> None:
    """Where nothing changed there is nothing on stdout, and the command succeeds."""
    run = command(committed / "articles", "-t", "--check", committed / "report.json", "-q")
    assert (run.code, run.out, run.err) == (0, "", "")


def test_what_does_not_count(committed: Path) -> None:
    """Another version, model, use and cost, other scores and gates make no other report."""
    path = committed / "report.json"
    report = json.loads(path.read_text("utf-8"))
    usage: dict[str, object] = dict.fromkeys(("calls", "replayed", "input_tokens", "output_tokens"), 1)
    usage |= {"stage": "read", "paid_input_tokens": 1, "paid_output_tokens": 1, "cost": 0.5}
    report["made"] |= {"version": "0.0.1", "engine": "model", "model": "m", "usage": [usage]}
    report["timeline"][0]["score"] = 0.001
    del report["made"]["gates"]
    path.write_text(json.dumps(report), "utf-8")
    assert command(committed / "articles", "-t", "--check", path, "--fail-on", "weak").code == 0


def test_changes_are_told_on_stdout(committed: Path) -> None:
    """A new article ends in exit code 5; stdout holds what changed and nothing else, stderr counts it in a line."""
    (committed / "articles" / "b.txt").write_text(MORE, "utf-8")
    run = command(committed / "articles", "-t", "--check", committed / "report.json", "-q")
    assert run.code == 5
    assert run.out.startswith(
        "## What changed\n\n### Another title\n\n- Bridge to open again\n\n### New sources\n\n- b.txt\n"
    )
    assert "### New in the timeline\n\n- 2018-04-09 (planned) — Engineers will open" in run.out
    (line,) = run.err.splitlines()
    assert line.startswith(
        f"summarize: --check {committed / 'report.json'}: the report differs: another title, 1 source that came"
    )


def test_with_outputs_both_are_written(committed: Path) -> None:
    """With -o the new report takes the place of the old one, which was read before."""
    (committed / "articles" / "b.txt").write_text(MORE, "utf-8")
    path = committed / "report.json"
    run = command(committed / "articles", "-t", "--check", path, "-o", path)
    assert run.code == 5
    assert "### New in the timeline" in run.out
    assert command(committed / "articles", "-t", "--check", path).code == 0


def test_a_report_on_stdout_stays_whole(committed: Path) -> None:
    """With a report on stdout what changed goes to stderr."""
    (committed / "articles" / "b.txt").write_text(MORE, "utf-8")
    run = command(committed / "articles", "-t", "--check", committed / "report.json", "--format", "json")
    assert json.loads(run.out)["sources"][1]["name"] == "b.txt"
    assert "## What changed" in run.err


def test_two_reports_are_compared(committed: Path) -> None:
    """A report in the place of articles is compared with the other, and nothing is read or asked."""
    (committed / "articles" / "b.txt").write_text(MORE, "utf-8")
    command(committed / "articles", "-t", "-o", committed / "new.json")
    run = command(committed / "new.json", "--check", committed / "report.json", "-q")
    assert run.code == 5
    assert "### New in the timeline" in run.out
    back = command(committed / "report.json", "--check", committed / "new.json", "-q")
    assert "### Gone from the timeline" in back.out


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "no such file; make it with -o"),
        (b"", "not JSON"),
        (b"# A report\n", "not JSON"),
        (b"\xff\xfe\x00", "it is not UTF-8"),
        (b'{"articles": []}', "$.format is None, and this version reads 1; make the report again"),
        (b'{"format": 2}', "$.format is 2"),
    ],
    ids=["missing", "empty", "Markdown", "no text", "articles", "of a later version"],
)
def test_a_report_that_cannot_be_read(committed: Path, content: bytes | None, says: str) -> None:
    """It is refused before anything is made, in one line with the way out."""
    path = committed / "other.json"
    if content is not None:
        path.write_bytes(content)
    run = command(committed / "articles", "-t", "--check", path, "-o", committed / "new.md")
    assert (run.code, run.out) == (2, "")
    (line,) = run.err.splitlines()
    assert line.startswith(f"summarize: --check {path}: ")
    assert says in line
    assert not (committed / "new.md").exists()


def test_a_timeline_that_was_forgotten(committed: Path) -> None:
    """A report with a timeline is not held against one without, which would only tell that all is gone."""
    run = command(committed / "articles", "--check", committed / "report.json")
    assert run.code == 2
    assert "give --timeline" in run.err
    command(committed / "articles", "-o", committed / "plain.json")
    run = command(committed / "articles", "-t", "--check", committed / "plain.json")
    assert run.code == 2
    assert "leave --timeline out" in run.err


def test_a_folder_is_no_report(committed: Path) -> None:
    """A folder in the place of a report is named as what it is."""
    run = command(committed / "articles", "-t", "--check", committed)
    assert run.code == 2
    assert "Is a directory" in run.err
