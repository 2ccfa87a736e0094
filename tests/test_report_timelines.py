"""The timeline for TimelineJS and for Timesketch, held to the fields that their documentation names."""

import json
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from summarize.records import Report
from summarize.report import render
from tests.reports import case, filled, minimal, sample

# https://timeline.knightlab.com/docs/json-format.html
DATE = {
    "type": "object",
    "required": ["year"],
    "additionalProperties": False,
    "properties": {
        "year": {"type": "integer"},
        "month": {"type": "integer", "minimum": 1, "maximum": 12},
        "day": {"type": "integer", "minimum": 1, "maximum": 31},
    },
}
TEXT = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"headline": {"type": "string"}, "text": {"type": "string"}},
}
SLIDE = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "start_date": DATE,
        "end_date": DATE,
        "text": TEXT,
        "group": {"type": "string"},
        "display_date": {"type": "string"},
        "autolink": {"type": "boolean"},
        "unique_id": {"type": "string", "pattern": "^[A-Za-z0-9_-]+$"},
    },
}
TIMELINE = {
    "type": "object",
    "required": ["events"],
    "additionalProperties": False,
    "properties": {
        "title": SLIDE,
        "events": {"type": "array", "items": {**SLIDE, "required": ["start_date"]}},
        "scale": {"enum": ["human", "cosmological"]},
    },
}


class _Tags(HTMLParser):
    """Collects the tags of a text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag with its attributes."""
        self.tags.add(f"{tag} {attrs}" if attrs else tag)


def timelinejs(report: Report) -> dict[str, Any]:
    """Read the JSON for TimelineJS, and hold it to the documented fields."""
    document: dict[str, Any] = json.loads(render(report, "timelinejs"))
    Draft202012Validator(TIMELINE).validate(document)
    return document


def test_timelinejs_slides() -> None:
    """Each dated entry is a slide from its first day to its last, with its date as the report spells it."""
    document = timelinejs(sample())
    slides = document["events"]
    assert len(slides) == len(sample().timeline or ())
    span = next(slide for slide in slides if slide["display_date"] == "12–15 September 2023")
    assert span["start_date"] == {"year": 2023, "month": 9, "day": 12}
    assert span["end_date"] == {"year": 2023, "month": 9, "day": 15}
    assert "[S1:3, S2:2, S3:1]" in span["text"]["text"]
    assert {slide["group"] for slide in slides} == {"happened", "planned", "alleged", "denied"}
    assert [slide["display_date"] for slide in slides][-1] == "April 2024, planned"


def test_timelinejs_counts_what_it_leaves_out() -> None:
    """The title slide says how many entries have no first day, and that a report is partial."""
    text = timelinejs(sample())["title"]["text"]["text"]
    assert "1 entry left out: no first day is known." in text
    assert "Partial: --max-calls 6" in text
    assert "left out" not in timelinejs(replace(sample(), undated=()))["title"]["text"]["text"]


@pytest.mark.parametrize("row", case("report_hostile.yaml"), ids=lambda row: repr(row["text"]))
def test_timelinejs_text_is_no_markup(row: dict[str, str]) -> None:
    """TimelineJS shows its texts as HTML: those of others bring no tag, and links are not made of them."""
    report = filled(row["text"])
    dated = replace((report.timeline or ())[0], value="2023-09-10")
    document = timelinejs(replace(report, timeline=(dated,)))
    found = _Tags()
    for slide in (document["title"], *document["events"]):
        found.feed(slide["text"]["headline"] + slide["text"]["text"])
    assert found.tags == {"p"}
    assert all(slide["autolink"] is False for slide in document["events"])


def test_timesketch_events() -> None:
    """Every line has the three mandatory fields, at the first moment of the entry's first day."""
    events = [json.loads(line) for line in render(sample(), "timesketch").splitlines()]
    assert len(events) == len(sample().timeline or ())
    for event in events:
        assert event["message"]
        moment = datetime.fromisoformat(event["datetime"])
        assert moment.utcoffset() is not None
        assert (moment.hour, moment.minute) == (0, 0)
    described = {event["date"]: event["timestamp_desc"] for event in events}
    assert described["2023-09-10"] == "Event, day known"
    assert described["2023-09-12/2023-09-15"] == "Event, first day"
    assert described["2024-04"] == "Planned event, only the month known"
    assert described["2023-09-13"] == "Alleged event, day known"


def test_timesketch_leaves_out_what_has_no_first_day() -> None:
    """An entry that is open at its start has no line."""
    entry = (sample().timeline or ())[0]
    report = replace(sample(), timeline=(replace(entry, value="../2018-05"), replace(entry, value="2018/..")))
    (event,) = [json.loads(line) for line in render(report, "timesketch").splitlines()]
    assert (event["datetime"], event["last_day"]) == ("2018-01-01T00:00:00+00:00", "")
    assert render(minimal(), "timesketch") == ""


@pytest.mark.parametrize("name", ["timelinejs", "timesketch"])
def test_no_unseen_characters(name: str) -> None:
    """Neither holds a control, bidi or zero-width character of an article."""
    report = filled("a\u202eb\u200bc\x1b[31md")
    dated = replace((report.timeline or ())[0], value="2023-09-10")
    assert not set(render(replace(report, timeline=(dated,)), name)) & set("\u202e\u200b\x1b")
