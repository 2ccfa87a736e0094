"""Several -o in one run: each in the format of its suffix, and what would fail found before anything is paid."""

import os
import sys
from pathlib import Path

import pytest

from summarize.errors import UsageError
from summarize.outputs import Output, choose_outputs
from tests.command import Outcome, command
from tests.endpoint import refusal, serving

STORY = "A green train reached the harbour on Monday, the port said. Its crew left it on Tuesday.\n"


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """A short article."""
    path = tmp_path / "story.txt"
    path.write_text(STORY, "utf-8")
    return path


def _run(story: Path, *arguments: object) -> Outcome:
    return command(story, "-t", "-q", *arguments)


def test_each_by_its_suffix(story: Path, tmp_path: Path) -> None:
    """Each file holds what a run for it alone would have written, and stdout nothing."""
    paths = [tmp_path / name for name in ("out.md", "out.json", "out.html", "out.ics", "out.csv")]
    outcome = _run(story, *(part for path in paths for part in ("-o", path)))
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")
    for path in paths:
        alone = path.with_stem("alone")
        assert _run(story, "-o", alone).code == 0
        assert path.read_bytes() == alone.read_bytes()


def test_a_file_and_stdout(story: Path, tmp_path: Path) -> None:
    """`-o -` is stdout beside the files, in Markdown or as --format says."""
    path = tmp_path / "out.json"
    assert _run(story, "-o", path, "-o", "-").out == _run(story).out
    assert _run(story, "-o", "-", "-o", path, "--format", "csv").out == _run(story, "--format", "csv").out
    assert path.read_text("utf-8") == _run(story, "--format", "json").out


WRONG: list[tuple[str, list[str], int, str]] = [
    (
        "one suffix unknown",
        ["-o", "{0}/a.md", "-o", "{0}/b.pptx"],
        2,
        "b.pptx: suffix '.pptx' names no format",
    ),
    ("a format for several", ["-o", "{0}/a.md", "-o", "{0}/b.html", "--format", "json"], 2, "several -o"),
    ("one file twice", ["-o", "{0}/a.md", "-o", "{0}/./a.md"], 2, "is given twice"),
    ("stdout twice", ["-o", "-", "-o", "-"], 2, "-o - is given twice"),
    ("one folder missing", ["-o", "{0}/a.md", "-o", "{0}/no/b.html"], 1, "does not exist"),
    ("one is a folder", ["-o", "{0}/a.md", "-o", "{0}"], 2, "no suffix to tell the format by"),
    ("an unknown format", ["--format", "odt"], 2, "--format 'odt' is unknown"),
]


@pytest.mark.parametrize(
    ("flags", "expected", "says"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG]
)
def test_what_would_fail_costs_no_call(
    story: Path, tmp_path: Path, flags: list[str], expected: int, says: str
) -> None:
    """One place that cannot be written ends the run in one line before the model is asked, and none is written."""
    with serving(refusal(500)) as endpoint:
        given = (flag.format(tmp_path) for flag in flags)
        outcome = _run(story, "--base-url", endpoint.url, *given)
        assert endpoint.asked == []
    assert (outcome.code, outcome.out) == (expected, "")
    (line,) = outcome.err.splitlines()
    assert says in line
    assert [path.name for path in tmp_path.iterdir()] == ["story.txt"]


def test_a_missing_extra_costs_no_call(story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of several formats one that lacks its extra ends the run before it began."""
    monkeypatch.setitem(sys.modules, "docx", None)
    outcome = _run(story, "-o", tmp_path / "a.md", "-o", tmp_path / "b.docx")
    assert outcome.code == 2
    assert "summarize[docx]" in outcome.err
    assert not (tmp_path / "a.md").exists()


@pytest.mark.skipif(os.name != "posix", reason="a full device of POSIX")
def test_one_that_fails_late_does_not_take_the_others_along(story: Path, tmp_path: Path) -> None:
    """Where a disk is full in the end, the other files are written, and the failure is named with exit code 1."""
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    full = tmp_path / "full.md"
    full.symlink_to("/dev/full")
    outcome = _run(story, "-o", full, "-o", tmp_path / "a.md")
    assert outcome.code == 1
    assert "no space left" in outcome.err
    assert (tmp_path / "a.md").read_text("utf-8").startswith("# ")


def test_a_terminal_is_shown_no_binary() -> None:
    """A format that is no text is refused for a terminal, before the run; a pipe takes it."""
    with pytest.raises(UsageError, match="no text for a terminal"):
        choose_outputs([], "docx", terminal=True)
    assert choose_outputs([], "docx", terminal=False) == (Output(None, "docx"),)


def test_a_name_can_say_more_than_a_suffix(story: Path, tmp_path: Path) -> None:
    """TimelineJS shares its suffix with JSON, so the part before it says which of the two is meant."""
    path = tmp_path / "report.timelinejs.json"
    assert _run(story, "-o", path).code == 0
    assert path.read_text("utf-8") == _run(story, "--format", "timelinejs").out
    assert "events" in path.read_text("utf-8")
