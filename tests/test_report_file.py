"""Reports written to files: whole or not at all, in the format of the suffix."""

import os
import stat
from pathlib import Path

import pytest

from summarize.errors import OutputError, UsageError
from summarize.report import (
    SUFFIXES,
    from_json,
    to_markdown,
    write_file,
)
from tests.reports import sample, sample_in


@pytest.mark.parametrize("suffix", [*SUFFIXES, ".MD"])
def test_file_in_the_format_of_its_suffix(suffix: str, tmp_path: Path) -> None:
    """A report is written in the format that the file's suffix stands for, whatever its case."""
    path = tmp_path / f"report{suffix}"
    write_file(sample(), path)
    assert path.read_bytes() == sample_in(SUFFIXES[suffix.lower()])
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_file_in_the_format_named(tmp_path: Path) -> None:
    """A format that is named goes before the suffix."""
    write_file(sample(), tmp_path / "report.txt", "json")
    assert from_json((tmp_path / "report.txt").read_text(encoding="utf-8")) == sample()


@pytest.mark.parametrize("name", ["report.odt", "report"])
def test_unknown_suffix(name: str, tmp_path: Path) -> None:
    """A suffix that stands for no format is refused with those that do, and nothing is written."""
    with pytest.raises(UsageError, match=r"report.*\.md, \.markdown, \.html, .*\.pdf, or give --format"):
        write_file(sample(), tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_folder_is_not_overwritten(tmp_path: Path) -> None:
    """A folder in the place of the file is left as it is."""
    (tmp_path / "report.md").mkdir()
    with pytest.raises(OutputError, match="is a folder; name a file in it"):
        write_file(sample(), tmp_path / "report.md")
    assert [each.name for each in tmp_path.iterdir()] == ["report.md"]


def test_missing_folder(tmp_path: Path) -> None:
    """A folder that does not exist is named with the command that creates it."""
    with pytest.raises(OutputError, match=r"the folder .*new does not exist; create it with mkdir -p .*new"):
        write_file(sample(), tmp_path / "new" / "report.md")


@pytest.mark.parametrize("name", ["file/report.md", f"{'n' * 300}.md"], ids=["below a file", "name too long"])
def test_file_that_cannot_be_written(name: str, tmp_path: Path) -> None:
    """Where the system refuses to write, its reason is given in one line and nothing is left behind."""
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be written") as caught:
        write_file(sample(), tmp_path / name)
    assert "\n" not in str(caught.value)
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_failed_write_keeps_the_old_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk refuses the last step, the old report stands and no temporary file is left."""

    def refuse(_self: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    path = tmp_path / "report.md"
    path.write_text("old", encoding="utf-8")
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError, match="no space left on device"):
        write_file(sample(), path)
    assert path.read_text(encoding="utf-8") == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["report.md"]


def test_rewriting_keeps_link_and_mode(tmp_path: Path) -> None:
    """A report written again through a link goes to the file behind it, which keeps its permissions."""
    target, link = tmp_path / "kept.md", tmp_path / "report.md"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    link.symlink_to(target)
    write_file(sample(), link)
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == to_markdown(sample())
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_device_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    """A link to a device leaves the device in its place."""
    link = tmp_path / "report.md"
    link.symlink_to(os.devnull)
    write_file(sample(), link)
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)
