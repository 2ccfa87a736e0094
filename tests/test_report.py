"""The report in every format, through the public door.

The golden files are written anew, to be read before they are committed, by `python -m tests.test_report`.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from summarize.errors import UsageError
from summarize.records import Report
from summarize.report import (
    WRITERS,
    from_json,
    render,
    to_json,
    to_markdown,
)
from tests.reports import minimal, printed, sample

HERE = Path(__file__).parent


GOLDEN = {
    "markdown": HERE / "golden" / "report.md",
    "json": HERE / "golden" / "report.json",
    "html": HERE / "golden" / "report.html",
}


@pytest.mark.parametrize("name", GOLDEN)
def test_golden(name: str) -> None:
    """Each format of the realistic report is the one that was read and committed."""
    assert render(sample(), name) == GOLDEN[name].read_text(encoding="utf-8")


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("report", [sample(), minimal()], ids=["sample", "minimal"])
def test_one_final_line_break(report: Report, name: str) -> None:
    """Every format ends in one line break."""
    text = render(report, name)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_unknown_format() -> None:
    """A format that is not known is refused with those that are."""
    with pytest.raises(UsageError, match=r"'pdf'.*markdown, json"):
        render(sample(), "pdf")


def test_two_hundred_entries() -> None:
    """A timeline of two hundred entries is written whole and in its order, in every format."""
    dates = [f"{year}-{month:02}" for year in range(2000, 2020) for month in range(1, 11)]
    first = (sample().timeline or ())[0]
    report = replace(sample(), timeline=tuple(replace(first, value=date) for date in dates))
    lines = to_markdown(report).splitlines()
    assert [line[4:11] for line in lines if line.startswith("- **2")] == dates
    assert from_json(to_json(report)) == report
    assert [line[:7] for line in printed(report, 100).splitlines() if line[:2] == "20"] == dates


if __name__ == "__main__":
    for name, path in GOLDEN.items():
        path.write_text(render(sample(), name), encoding="utf-8", newline="\n")
