"""The timeline as a calendar, read as RFC 5545 says."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.records import Report, Status
from summarize.report import render
from tests.reports import filled, minimal, sample


def properties(report: Report) -> list[tuple[str, str]]:
    """Unfold a calendar into names and values."""
    text = render(report, "ics")
    assert "\n" not in text.replace("\r\n", "")
    lines = text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    pairs = [line.partition(":") for line in lines]
    return [(name, value) for name, _, value in pairs]


def events(report: Report) -> list[dict[str, str]]:
    """Give the properties of each event."""
    found: list[dict[str, str]] = []
    for name, value in properties(report):
        if (name, value) == ("BEGIN", "VEVENT"):
            found.append({})
        elif found:
            found[-1].setdefault(name, value)
    return found


def dated(value: str, status: Status = "happened") -> Report:
    """Give a report on one entry of that date."""
    entry = replace((sample().timeline or ())[0], value=value, status=status)
    return replace(sample(), timeline=(entry,), undated=())


@pytest.mark.parametrize(
    ("value", "start", "end"),
    [
        ("2023-09-10", "20230910", "20230911"),
        ("2023-12-31", "20231231", "20240101"),
        ("2023-09-12/2023-09-15", "20230912", "20230916"),
        ("2011-05", "20110501", "20110601"),
        ("2024", "20240101", "20250101"),
        ("2021~", "20210101", "20220101"),
    ],
)
def test_all_day_events_end_on_the_day_after(value: str, start: str, end: str) -> None:
    """An event is of whole days, its end is the day after its last, and what is less exact is a span."""
    (event,) = events(dated(value))
    assert (event["DTSTART;VALUE=DATE"], event["DTEND;VALUE=DATE"]) == (start, end)


@pytest.mark.parametrize("value", ["", "2011/..", "../2018-05", "198X", "2010/2012", "9999-12-31"])
def test_what_a_calendar_cannot_hold_is_counted(value: str) -> None:
    """An entry without a date, with an open one or one longer than a year is left out, and the calendar says so."""
    report = dated(value)
    assert events(report) == []
    described = dict(properties(report))["X-WR-CALDESC"]
    assert described == "Left out of this calendar: 1 entry without a date that a calendar holds."


@pytest.mark.parametrize(
    ("status", "told"),
    [("happened", "CONFIRMED"), ("planned", "TENTATIVE"), ("alleged", "TENTATIVE"), ("denied", "TENTATIVE")],
)
def test_only_what_happened_is_confirmed(status: Status, told: str) -> None:
    """What is planned, alleged or denied is tentative, and its summary says which."""
    (event,) = events(dated("2023-09-10", status))
    assert event["STATUS"] == told
    assert event["SUMMARY"].startswith(f"({status}) ") is (status != "happened")


def test_descriptions_say_how_well_the_date_is_known() -> None:
    """A month says that no day is known; a doubt and another source's date are told."""
    told = {event["DTSTART;VALUE=DATE"]: event["DESCRIPTION"] for event in events(sample())}
    assert "no closer than: May 2011." in told["20110501"]
    assert "no closer than: about 2021." in told["20210101"]
    assert "no closer than" not in told["20230912"]
    assert "Date in doubt: the weekday beside it is another." in told["20230913"]
    assert r"S2 has 9 September 2023 [S2:1]" in told["20230910"]


def test_each_event_has_what_the_standard_asks() -> None:
    """Every event has a stamp and an identity of its own, the same in every run."""
    found = events(sample())
    assert len({event["UID"] for event in found}) == len(found)
    assert {event["DTSTAMP"] for event in found} == {"20230917T000000Z"}
    assert events(dated("2023-09-10")) == events(dated("2023-09-10"))


def test_text_is_escaped() -> None:
    """Commas, semicolons and backslashes are escaped, and a line break in an article opens no property."""
    report = filled("a,b;c\\d\r\nBEGIN:VALARM")
    (event,) = events(replace(report, timeline=(replace((report.timeline or ())[0], value="2023-09-10"),)))
    assert event["SUMMARY"].startswith(r"(planned) a\,b\;c\\d BEGIN:VALARM")
    assert ("BEGIN", "VALARM") not in properties(report)


@settings(deadline=None, max_examples=100)
@given(st.text(min_size=1, max_size=200))
def test_lines_are_short_and_whole(text: str) -> None:
    """No line has more than 75 octets, none is cut within a character, and unfolded they say what was said."""
    entry = (sample().timeline or ())[0]
    claim = replace(entry.claims[0], text=f"é{text}é")
    report = replace(sample(), timeline=(replace(entry, claims=(claim,)),))
    lines = render(report, "ics").encode().split(b"\r\n")
    assert all(len(line) <= 75 and line.decode() is not None for line in lines)
    names = [name for name, _ in properties(report)]
    assert all(re.fullmatch(r"[A-Z-]+(;VALUE=DATE)?", name) for name in names if name)


def test_empty_calendar() -> None:
    """A report without a timeline is a calendar without events."""
    assert [pair for pair in properties(minimal()) if pair[0] == "BEGIN"] == [("BEGIN", "VCALENDAR")]
