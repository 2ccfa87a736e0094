"""Folders and files of cassettes that were edited, are broken or cannot be used, and the settings beside them."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from summarize.errors import CassetteError
from summarize.llm.cassette import Replaying, Store, file_name, read_run, write_run
from tests.exchanges import REQUEST, play, record, user


def test_an_edited_request_is_noticed(tmp_path: Path) -> None:
    """A question that was edited by hand is not taken for the one that was asked."""
    record(tmp_path, REQUEST)
    path = tmp_path / file_name(REQUEST)
    path.write_text(path.read_text("utf-8").replace("The mayor", "A mayor"), "utf-8")
    with pytest.raises(
        CassetteError, match=r"read-.*\.json: the request in it was edited, or the file renamed"
    ):
        Replaying(tmp_path)
    with pytest.raises(CassetteError, match="the request in it was edited"):
        record(tmp_path, REQUEST)


def test_an_edited_reply_is_noticed(tmp_path: Path) -> None:
    """An answer that was edited by hand is not taken for what the model said."""
    record(tmp_path, REQUEST, answer=lambda _: "The mayor resigned on Monday.")
    path = tmp_path / file_name(REQUEST)
    path.write_text(path.read_text("utf-8").replace("Monday", "Friday"), "utf-8")
    with pytest.raises(CassetteError, match=r"read-.*\.json: the reply in it was edited"):
        Replaying(tmp_path)


def test_a_renamed_file_is_noticed(tmp_path: Path) -> None:
    """A file under the name of another question does not answer that one."""
    record(tmp_path, REQUEST)
    (tmp_path / file_name(REQUEST)).rename(tmp_path / file_name(user("another")))
    with pytest.raises(CassetteError, match="edited, or the file renamed"):
        Replaying(tmp_path)


def test_line_endings_of_another_system_do_no_harm(tmp_path: Path) -> None:
    """A checkout that turns line ends into CRLF still replays: the texts' own line ends are not the file's."""
    record(tmp_path, REQUEST, answer=lambda _: "a\nb\r\n")
    path = tmp_path / file_name(REQUEST)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert play(tmp_path).text == "a\nb\r\n"


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"{}", b"\xff\xfe", b"[" * 100_000, b'{"request": {}, "reply": {}}'],
    ids=lambda content: repr(content[:12]),
)
def test_a_broken_file_is_named(content: bytes, tmp_path: Path) -> None:
    """A file that is no exchange is named, with the way out, in one line."""
    record(tmp_path, REQUEST)
    (tmp_path / "read-0123456789abcdef.json").write_bytes(content)
    with pytest.raises(CassetteError, match=r"read-0123456789abcdef\.json: .*record again") as caught:
        Replaying(tmp_path)
    assert "\n" not in str(caught.value)


def edits() -> dict[str, Callable[[Any], object]]:
    """Give ways to spoil an exchange."""
    return {
        "no stage": lambda found: found.pop("stage"),
        "stage of a path": lambda found: found.update(stage="../read"),
        "stage of a number": lambda found: found.update(stage=7),
        "no checksum": lambda found: found.pop("reply_sha256"),
        "no messages": lambda found: found["request"].pop("messages"),
        "messages of text": lambda found: found["request"].update(messages="hello"),
        "numbers for lines": lambda found: found["request"]["messages"][0].update(content=[1, 2]),
        "a list for a schema": lambda found: found["request"].update(schema=[1]),
        "a word for a temperature": lambda found: found["request"].update(temperature="warm"),
        "no reply": lambda found: found.update(reply=None),
        "a text for lines": lambda found: found["reply"].update(text="yes"),
        "a word for a count": lambda found: found["reply"].update(calls="many"),
    }


@pytest.mark.parametrize("edit", edits())
def test_a_spoilt_exchange_is_named(edit: str, tmp_path: Path) -> None:
    """An exchange with a part missing or of the wrong kind is named, and nothing else happens."""
    record(tmp_path, REQUEST)
    path = tmp_path / file_name(REQUEST)
    found = json.loads(path.read_bytes())
    edits()[edit](found)
    path.write_text(json.dumps(found), "utf-8")
    with pytest.raises(CassetteError, match=path.name):
        Replaying(tmp_path)


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    """A note beside the recordings, what other systems leave behind, and a write that was killed do no harm."""
    record(tmp_path, REQUEST)
    write_run(tmp_path, {})
    for name in ("README.md", "._read-0123456789abcdef.json", ".read-0123456789abcdef.json.77.tmp"):
        (tmp_path / name).write_text("not an exchange")
    (tmp_path / "more").mkdir()
    assert play(tmp_path).text == "yes"
    assert Store(tmp_path).names() == (file_name(REQUEST),)


@pytest.mark.parametrize("make", [lambda _: None, Path.touch, Path.mkdir], ids=["missing", "a file", "empty"])
def test_a_folder_without_recordings(make: Callable[[Path], None], tmp_path: Path) -> None:
    """A folder that is missing, is none or is empty cannot be replayed, and the message says how to record."""
    make(tmp_path / "case")
    for use in (Replaying, read_run):
        with pytest.raises(CassetteError, match=r"'.*case'.*--record .*case$"):
            use(tmp_path / "case")


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """A recording into what is no folder fails with the reason, and leaves nothing behind."""
    (tmp_path / "case").touch()
    with pytest.raises(CassetteError, match=r"cannot write .*case.*read-.*: .*; .*another folder"):
        record(tmp_path / "case", REQUEST)
    with pytest.raises(CassetteError, match=r"cannot write .*run\.json"):
        write_run(tmp_path / "case", {})
    assert [path.name for path in tmp_path.iterdir()] == ["case"]


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk takes neither what was kept before nor leaves a part of the new."""
    write_run(tmp_path, {"words": 1})

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(CassetteError, match="No space left on device"):
        write_run(tmp_path, {"words": 2})
    assert read_run(tmp_path) == {"words": 1}
    assert [path.name for path in tmp_path.iterdir()] == ["run.json"]


# Settings


def test_settings_come_back(tmp_path: Path) -> None:
    """The settings of a run come back as they were, from a file that does not depend on their order."""
    settings = {"words": 200, "focus": "„Wahl“", "events": None, "published": [[None, "2018-03-28"]]}
    write_run(tmp_path / "case", settings)
    written = (tmp_path / "case" / "run.json").read_text("utf-8")
    assert read_run(tmp_path / "case") == settings
    assert list(json.loads(written)["settings"]) == ["events", "focus", "published", "words"]
    write_run(tmp_path / "case", dict(reversed(settings.items())))
    assert (tmp_path / "case" / "run.json").read_text("utf-8") == written


@pytest.mark.parametrize("content", ["{}", '{"format": 2, "settings": {}}', '{"format": 1}', "[]", "{", ""])
def test_settings_of_another_format(content: str, tmp_path: Path) -> None:
    """Settings that this version does not know are not guessed at."""
    (tmp_path / "run.json").write_text(content)
    with pytest.raises(CassetteError, match=r"run\.json: .*record again"):
        read_run(tmp_path)
