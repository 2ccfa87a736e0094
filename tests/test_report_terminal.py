"""The report on a terminal."""

import subprocess
import sys
from dataclasses import replace

import pytest

from tests.reports import case, filled, printed, sample


@pytest.mark.parametrize("width", [30, 60, 79, 80, 100, 200])
def test_terminal_holds_everything_at_any_width(width: int) -> None:
    """On a terminal of any width no line is too long but an address, and no word of a claim or quotation is lost."""
    text = printed(sample(), width)
    lines = [line for line in text.splitlines() if not line.startswith("https://")]
    assert max(map(len, lines)) <= min(width, 100)
    report = sample()
    words = " ".join(text.replace("│", " ").split())
    for claim in report.summary:
        assert claim.text in words
    for name in (source.name for source in report.sources):
        assert name in text
    for part in ("Timeline", "Date not known", "Left out", "Failed", "Cited sentences", "How this was made"):
        assert part in text


@pytest.mark.parametrize("width", [60, 100, 200])
def test_the_timeline_is_a_ruled_list(width: int) -> None:
    """Each entry has its mark on one rule that goes down to the last line; what did not simply happen has a hollow one."""
    report = sample()
    text = printed(report, width).split("Timeline ─")[1].split("Date not known")[0]
    lines = [line for line in text.splitlines()[2:] if set(line) & set("│●○")]
    (place,) = {min(line.find(mark) for mark in "│●○" if mark in line) for line in lines}
    entries = [line for line in lines if line[place] in "●○"]
    hollow = [line[place] == "○" for line in entries]
    assert hollow == [entry.status != "happened" for entry in report.timeline or ()]
    assert any(hollow)
    assert not all(hollow)


def test_an_address_can_be_copied() -> None:
    """An address is one line also where it is longer than the terminal is wide, which then breaks it itself."""
    address = f"https://www.example.org/{'very-' * 20}long"
    report = sample()
    source = replace(report.sources[0], url=address)
    assert address in printed(replace(report, sources=(source,)), 60).splitlines()


def test_figures_are_whole_in_a_narrow_terminal() -> None:
    """What the stages took is not cut where a table of it would not fit."""
    report = sample()
    for width in (40, 60, 100):
        words = " ".join(printed(report, width).split())
        assert all(f"{stage.input_tokens:,}" in words for stage in report.made.usage)
    assert "…" not in printed(report, 60).split("How this was made")[1]


@pytest.mark.parametrize("row", case("report_hostile.yaml"), ids=lambda row: repr(row["text"]))
def test_hostile_text_on_a_terminal(row: dict[str, str]) -> None:
    """Text of others reaches a terminal without controls, and is taken for no markup of rich's."""
    text = printed(filled(row["text"]), 100)
    assert not set(text) & set("\x00\x07\x1b\x7f\x9b\u202e\u2066\u200b\ufeff")
    if "rich" in row["text"]:
        assert row["text"] in text


def test_no_color() -> None:
    """NO_COLOR takes the colours from a terminal that has them."""
    colour = printed(sample(), 100, force_terminal=True, color_system="standard", _environ={})
    plain = printed(sample(), 100, force_terminal=True, color_system="standard", _environ={"NO_COLOR": "1"})
    assert "36m" in colour
    assert "36m" not in plain


def test_rich_is_loaded_for_a_terminal_only() -> None:
    """Writing reports to files loads nothing of rich."""
    code = "import sys, summarize.report; sys.exit('rich' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
