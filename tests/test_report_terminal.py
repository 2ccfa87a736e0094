"""The report on a terminal."""

import subprocess
import sys

import pytest

from tests.reports import case, filled, printed, sample


@pytest.mark.parametrize("width", [30, 60, 79, 80, 100, 200])
def test_terminal_holds_everything_at_any_width(width: int) -> None:
    """On a terminal of any width no line is too long, and no word of a claim or quotation is lost."""
    text = printed(sample(), width)
    assert max(map(len, text.splitlines())) <= min(width, 100)
    report = sample()
    words = " ".join(text.replace("│", " ").split())
    for claim in report.summary:
        assert claim.text in words
    for name in (source.name for source in report.sources):
        assert name in text
    for part in ("Timeline", "Date not known", "Left out", "Failed", "Cited sentences", "How this was made"):
        assert part in text


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
