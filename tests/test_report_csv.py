"""The timeline as CSV: what a spreadsheet and a program read from it."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.records import Claim, Report
from summarize.report import render
from summarize.report.csv import HEADER
from tests.reports import filled, minimal, sample


def rows(report: Report) -> list[dict[str, str]]:
    """Read the CSV of a report as a program would."""
    return list(csv.DictReader(io.StringIO(render(report, "csv"), newline=""), strict=True))


def test_a_row_an_entry() -> None:
    """Each entry is a row with its date, its days, its status and what it rests on; the undated come last."""
    read = rows(sample())
    assert [row["date"] for row in read] == [entry.value for entry in sample().timeline or ()] + [""]
    span = next(row for row in read if row["date"] == "2023-09-12/2023-09-15")
    assert (span["first_day"], span["last_day"], span["precision"]) == ("2023-09-12", "2023-09-15", "range")
    assert span["citations"] == "S1:3 S2:2 S3:1 S1:4"
    assert span["sources"] == "3"
    assert read[-1]["as_written"] == "Wednesday"
    assert [row["status"] for row in read if row["status"] != "happened"] == [
        "alleged",
        "denied",
        "planned",
        "planned",
    ]


def test_doubts_and_other_dates_are_kept() -> None:
    """What speaks against a date, and what other sources say of it, has columns of its own."""
    read = rows(sample())
    assert [row["other_dates"] for row in read if row["other_dates"]] == ["S2 has 2023-09-09 (S2:1)"]
    assert [row["doubt"] for row in read if row["doubt"]] == ["the weekday beside it is another"]


def test_lines_end_as_the_standard_says() -> None:
    """Lines end in CRLF, and a report without a timeline is a header."""
    assert render(minimal(), "csv") == f"{','.join(HEADER)}\r\n"
    assert "\n" not in render(sample(), "csv").replace("\r\n", "")


@pytest.mark.parametrize("opening", ["=", "+", "-", "@", " =", "\t=", "\r=", "＝", "＠", "\u200b="])
def test_formulas_are_defused(opening: str) -> None:
    """A text that a spreadsheet would compute has an apostrophe before it."""
    entry = (sample().timeline or ())[0]
    claim = replace(entry.claims[0], text=f'{opening}HYPERLINK("https://spy.example";"x")')
    read = rows(replace(sample(), timeline=(replace(entry, claims=(claim,)),)))
    assert read[0]["text"].startswith("'")
    assert "HYPERLINK" in read[0]["text"]


@settings(deadline=None, max_examples=100)
@given(st.text(st.sampled_from("\",;'\n\r=+-@ \t\0ab\u202e"), min_size=1, max_size=10))
def test_any_text_stays_in_its_cell(text: str) -> None:
    """No text breaks out of its cell, brings a second line or opens a formula."""
    read = rows(filled(text))
    assert len(read) == 2
    assert all(set(row) == set(HEADER) for row in read)
    assert not [value for row in read for value in row.values() if value[:1] in {"=", "+", "-", "@"}]


def test_weak_claims_are_marked() -> None:
    """A claim that is not well supported says so in its cell."""
    entry = (sample().timeline or ())[0]
    weak = Claim("It rained.", entry.claims[0].citations, "weak", "no sentence has rain")
    read = rows(replace(sample(), timeline=(replace(entry, claims=(weak,)),)))
    assert read[0]["text"] == "It rained. (weak: no sentence has rain)"
