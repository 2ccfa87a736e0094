"""EDTF values: which are valid, what days they cover, how precise they are."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.dates import edtf

DAYS = st.dates(min_value=date(1000, 1, 1), max_value=date(9990, 1, 1))


@pytest.mark.parametrize(
    ("value", "first", "last", "precision"),
    [
        ("2018-03-28", date(2018, 3, 28), date(2018, 3, 28), "day"),
        ("2018-03-28~", date(2018, 3, 28), date(2018, 3, 28), "day"),
        ("2018-03", date(2018, 3, 1), date(2018, 3, 31), "month"),
        ("2018-03~", date(2018, 3, 1), date(2018, 3, 31), "month"),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29), "month"),
        ("2018", date(2018, 1, 1), date(2018, 12, 31), "year"),
        ("2018?", date(2018, 1, 1), date(2018, 12, 31), "year"),
        ("2018-21", date(2018, 3, 1), date(2018, 5, 31), "season"),
        ("2018-24", date(2018, 12, 1), date(2019, 2, 28), "season"),
        ("2018-33", date(2018, 1, 1), date(2018, 3, 31), "quarter"),
        ("2018-36", date(2018, 10, 1), date(2018, 12, 31), "quarter"),
        ("199X", date(1990, 1, 1), date(1999, 12, 31), "decade"),
        ("199X~", date(1990, 1, 1), date(1999, 12, 31), "decade"),
        ("19XX", date(1900, 1, 1), date(1999, 12, 31), "century"),
        ("2018-03-25/2018-03-28", date(2018, 3, 25), date(2018, 3, 28), "range"),
        ("2018-03-26/2018-04-01", date(2018, 3, 26), date(2018, 4, 1), "week"),
        ("2018-03-26~/2018-04-01~", date(2018, 3, 26), date(2018, 4, 1), "week"),
        ("2018-03-25/2018-03-31", date(2018, 3, 25), date(2018, 3, 31), "range"),
        ("2009/2011", date(2009, 1, 1), date(2011, 12, 31), "range"),
        ("2011/..", date(2011, 1, 1), date.max, "range"),
        ("../2018-05", date.min, date(2018, 5, 31), "range"),
    ],
)
def test_bounds(value: str, first: date, last: date, precision: str) -> None:
    """A valid value covers the days from its first to its last, and has the precision of its form."""
    assert edtf.is_valid(value)
    assert edtf.bounds(value) == (first, last)
    assert edtf.precision_of(value) == precision


@pytest.mark.parametrize(
    "value",
    [
        "", "..", "../..", "/", "2018/", "/2018", "2018-13", "2018-00", "2018-02-30", "2018-3-28", "0000", "18", "2018-20", "2018-37",
        "20180328", "March 2018", "2018-03-28/2018-03-25", "2018-03-28T10:00", "2018~~", "~2018", "2018-03-28/2018-04/2018", "9999-24",
        "٢٠١٨", " 2018", "2018\n",
    ],
)  # fmt: skip
def test_invalid(value: str) -> None:
    """What is no date of the calendar, or not written as EDTF, has no bounds and no precision."""
    assert not edtf.is_valid(value)
    assert edtf.bounds(value) is None
    assert edtf.precision_of(value) == "unknown"


@given(DAYS)
def test_week(day: date) -> None:
    """A week goes from Monday to Sunday and holds its day."""
    covered = edtf.bounds(edtf.week(day))
    assert covered is not None
    assert covered[0].weekday() == 0
    assert covered[1] - covered[0] == timedelta(days=6)
    assert covered[0] <= day <= covered[1]


@given(DAYS, DAYS)
def test_interval(one: date, other: date) -> None:
    """An interval is written where the days follow each other, and nothing otherwise."""
    value = edtf.interval(one.isoformat(), other.isoformat())
    assert bool(value) is (one <= other)
    assert edtf.bounds(value) == ((one, other) if value else None)


@pytest.mark.parametrize(
    ("value", "vague"),
    [("2018", "2018~"), ("2018~", "2018~"), ("2018/2019", "2018~/2019~"), ("2018/..", "2018~/.."), ("", "")],
)
def test_vague(value: str, vague: str) -> None:
    """A value is marked as approximate once, an interval at both ends; the mark comes off again."""
    assert edtf.vague(value) == vague
    assert edtf.exact(vague) == edtf.exact(value)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (edtf.year(2018), "2018"),
        (edtf.year(0), ""),
        (edtf.year(10_000), ""),
        (edtf.month(2018, 3), "2018-03"),
        (edtf.month(0, 3), ""),
        (edtf.decade(1990), "199X"),
        (edtf.century(20), "19XX"),
        (edtf.century(0), ""),
    ],
)
def test_writing(written: str, value: str) -> None:
    """Years, months, decades and centuries are written in EDTF, those outside the calendar not at all."""
    assert written == value
