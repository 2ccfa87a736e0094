"""A question that a cassette holds no answer to: what the error shows of it."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from summarize.errors import ReplayMissError
from summarize.llm.base import Reply
from summarize.llm.cassette import DIFF_LINES, Replaying, file_name
from tests.exchanges import REQUEST, play, record, user


def test_a_miss_shows_what_changed(tmp_path: Path) -> None:
    """A changed prompt names stage and subject, the way out, and the line that differs from the closest recording."""
    article = [f"{number} | Sentence {number}." for number in range(1, 60)]
    record(
        tmp_path,
        user("\n".join(article)),
        user("1 | Something else."),
        user("\n".join(article), stage="tell"),
    )
    article[29] = "30 | Sentence thirty."
    with pytest.raises(ReplayMissError) as caught:
        play(tmp_path, user("\n".join(article), subject="S2, part 3 of 4"))
    closest = file_name(user("\n".join(f"{number} | Sentence {number}." for number in range(1, 60))))
    head, *difference = str(caught.value).split("\n")
    assert head == (
        f"no recording of read of S2, part 3 of 4 in {str(tmp_path)!r}: record again with --record {tmp_path}"
    )
    assert difference == [
        f"--- recorded in {closest}",
        "+++ asked now",
        "@@ -36,3 +36,3 @@",
        " 29 | Sentence 29.",
        "-30 | Sentence 30.",
        "+30 | Sentence thirty.",
        " 31 | Sentence 31.",
    ]


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({"model": "large"}, ["-model: small", "+model: large"]),
        ({"temperature": None}, ["-temperature: 0.2", "+temperature: None"]),
        ({"schema": {"type": "object"}}, ['- "properties": {', '-  "points": {']),
        ({"schema_name": "notes"}, ["-## schema read", "+## schema notes"]),
    ],
)
def test_a_miss_shows_more_than_the_prompt(changes: dict[str, Any], lines: list[str], tmp_path: Path) -> None:
    """Where not the prompt but the model, the temperature or the schema changed, that is what is shown."""
    record(tmp_path, REQUEST)
    with pytest.raises(ReplayMissError) as caught:
        play(tmp_path, replace(REQUEST, **changes))
    assert set(lines) <= set(str(caught.value).split("\n"))


def test_a_miss_of_a_stage_without_recordings(tmp_path: Path) -> None:
    """Where a stage was never recorded there is nothing to compare with, and the message says that."""
    record(tmp_path, REQUEST)
    with pytest.raises(ReplayMissError, match=r"it holds none of the stage 'merge'\)$"):
        play(tmp_path, replace(REQUEST, stage="merge", model="large"))


def test_a_miss_is_bounded(tmp_path: Path) -> None:
    """However much differs, the message stays readable: bounded in lines and width, and free of control characters."""
    record(tmp_path, user("\n".join(f"{number} \x1b[31m" + "word " * 400 for number in range(100))))
    with pytest.raises(ReplayMissError) as caught:
        play(tmp_path, user("\n".join(f"{number} \x1b[32m" + "x" * 2000 for number in range(100))))
    _, *difference = str(caught.value).split("\n")
    assert len(difference) == DIFF_LINES + 1
    assert difference[-1] == "… and more"
    assert max(map(len, difference)) <= 170
    assert "\x1b" not in str(caught.value)
    assert "\\x1b[31m" in str(caught.value)


def test_a_change_far_out_in_a_long_line_is_shown(tmp_path: Path) -> None:
    """A difference at the end of a paragraph without line breaks is in what is shown."""
    record(tmp_path, user("word " * 500 + "old"))
    with pytest.raises(ReplayMissError) as caught:
        play(tmp_path, user("word " * 500 + "new"))
    minus, plus = (line for line in str(caught.value).split("\n")[3:] if line[0] in "-+")
    assert (minus[-4:], plus[-4:]) == (" old", " new")


def test_many_misses_are_cheap(tmp_path: Path) -> None:
    """Only the first misses of a run come with a difference: the others have the same reason."""
    record(tmp_path, *(user(f"1 | {number}.") for number in range(5)))
    replaying = Replaying(tmp_path)

    async def run() -> list[Reply | BaseException]:
        missing = [replaying.complete(user(f"2 | {number}.")) for number in range(10)]
        return await asyncio.gather(*missing, return_exceptions=True)

    lines = [len(str(error).split("\n")) for error in asyncio.run(run())]
    assert min(lines[:3]) > 3
    assert set(lines[3:]) == {1}
