"""The drawn timeline: a true scale with breaks, and marks that do not meet."""

import html
import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.records import Published, Report, Status
from summarize.report import render
from summarize.report.html.labels import LETTER, balanced, length_of
from summarize.report.html.scale import Scale, scale
from tests.reports import sample

DAYS = st.lists(st.dates(date(1, 1, 1), date(9999, 12, 31)), min_size=1, max_size=30)


def laid_out(days: list[date]) -> Scale:
    """Lay days out over a hundred units, with breaks of two."""
    made = scale(days, 0, 100, 2)
    assert made
    return made


@settings(deadline=None)
@given(DAYS)
def test_scale_is_true(days: list[date]) -> None:
    """All days that are drawn are equally wide, from edge to edge, and later is further right."""
    made = laid_out(days)
    assert made.stretches[0].left == 0
    assert made.stretches[-1].right == pytest.approx(100)
    widths = [(each.right - each.left) / ((each.last - each.first).days + 1) for each in made.stretches]
    assert widths == pytest.approx([widths[0]] * len(widths))
    places = [made.start(day) for day in sorted(set(days))]
    assert places == sorted(places)
    assert len(set(places)) == len(places)


@settings(deadline=None)
@given(DAYS)
def test_no_day_falls_into_a_break(days: list[date]) -> None:
    """Every day that was asked for lies in a stretch, and breaks lie between stretches."""
    made = laid_out(days)
    assert all(any(each.first <= day <= each.last for each in made.stretches) for day in days)
    for before, after in pairwise(made.stretches):
        assert after.left - before.right == pytest.approx(2)
        assert (after.first - before.last).days >= 45


def test_long_gaps_are_broken() -> None:
    """Years without an event are broken, and the days around them keep their room."""
    made = laid_out([date(2011, 5, 1), date(2023, 9, 10), date(2023, 9, 12), date(2023, 9, 15)])
    assert [(each.first, each.last) for each in made.stretches] == [
        (date(2011, 5, 1), date(2011, 5, 1)),
        (date(2023, 9, 10), date(2023, 9, 15)),
    ]


def test_even_days_are_not_broken() -> None:
    """A story of some weeks, and one of even steps, stand without a break."""
    weeks = [date(2023, 9, 1) + timedelta(days=step) for step in (0, 1, 2, 30)]
    years = [date(year, 1, 1) for year in range(2000, 2021)]
    assert len(laid_out(weeks).stretches) == 1
    assert len(laid_out(years).stretches) == 1


def test_no_day_no_scale() -> None:
    """Without a day there is no scale."""
    assert scale([], 0, 100, 2) is None


def drawn(report: Report) -> list[str]:
    """Give the marks of a drawing as markup."""
    picture = render(report, "html").partition("<svg")[2].partition('<g class="legend">')[0]
    return re.findall(r'<g class="mark [^>]*>.*?</g>', picture, re.DOTALL)


def dated(*entries: tuple[str, Status]) -> Report:
    """Give a report whose entries have these dates and statuses."""
    first = (sample().timeline or ())[0]
    told = tuple(replace(first, value=value, status=status) for value, status in entries)
    return replace(sample(), timeline=told)


def test_marks_tell_by_form() -> None:
    """A day is a dot and a span a bar; planned and uncertain marks are of another class, and say so in words."""
    marks = drawn(
        dated(("2023-09-10", "happened"), ("2023-09-11/2023-09-14", "planned"), ("2023-09~", "happened"))
    )
    assert ["<circle" in mark for mark in marks] == [True, False, False]
    assert ["<rect" in mark for mark in marks] == [False, True, True]
    assert [re.findall(r'<g class="([^"]*)"', mark)[0] for mark in marks] == [
        "mark happened",
        "mark planned",
        "mark happened uncertain",
    ]
    assert "(planned)" in marks[1]


def test_open_spans_reach_the_edge() -> None:
    """A span that is open at an end is drawn to that end of the drawing."""
    marks = drawn(
        dated(("2023-09-10", "happened"), ("2023-09-12/..", "happened"), ("../2023-09-11", "happened"))
    )
    bars = [re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', mark) for mark in marks[1:]]
    (after_left, after_width), (before_left, _) = (tuple(map(float, bar[0])) for bar in bars)
    assert after_left + after_width == pytest.approx(806, abs=1)
    assert before_left == pytest.approx(14, abs=1)


def test_many_entries_are_drawn_in_part() -> None:
    """Of many entries the most salient are drawn, and the page says how many those are."""
    report = dated(*((f"2023-{month:02}-{day:02}", "happened") for month in (5, 6) for day in range(1, 29)))
    assert len(drawn(report)) == 28
    assert "Drawn are the 28 most salient of 56 entries; the list has all." in render(report, "html")


def test_labels_do_not_meet() -> None:
    """No two marks with their labels overlap within a lane."""
    report = dated(*((f"2023-09-{day:02}", "happened") for day in range(1, 29)))
    lanes: dict[str, list[tuple[float, float]]] = {}
    assert len(drawn(report)) == 28
    for mark in drawn(report):
        (at,) = re.findall(r'cx="([\d.]+)"', mark)
        ((x, y, anchor),) = re.findall(r'<text x="([\d.]+)" y="([\d.]+)" text-anchor="(\w+)"', mark)
        length = max(map(len, _lines(mark))) * 6.0
        low, high = (float(x) - length, float(at)) if anchor == "end" else (float(at), float(x) + length)
        assert low >= 0
        assert high <= 820
        lanes.setdefault(y, []).append((low, high))
    for spans in lanes.values():
        assert all(before[1] <= after[0] for before, after in pairwise(sorted(spans)))


def _lines(mark: str) -> list[str]:
    """Give the lines of a mark's label."""
    (label,) = re.findall(r"<text[^>]*>(.*?)</text>", mark, re.DOTALL)
    broken = re.sub(r"<tspan x=[^>]*>", "\n", label)
    return html.unescape(re.sub("<[^>]*>", "", broken)).split("\n")


def test_few_entries_are_labelled_whole() -> None:
    """Where there are few entries, labels are broken into lines and not cut, and begin with their date."""
    report = dated(
        ("2023-09-01", "happened"), ("2023-09-10/2023-09-14", "planned"), ("2023-09-28", "happened")
    )
    words = (sample().timeline or ())[0].claims[0].text.removesuffix(".")
    for mark, begin in zip(
        drawn(report), ("1 September 2023:", "10–14 September 2023 (planned):", "28"), strict=True
    ):
        label = " ".join(_lines(mark))
        assert label.startswith(begin)
        assert label.endswith(words)


def test_labels_of_one_lane_do_not_meet_in_height() -> None:
    """A lane is as high as the longest label in it."""
    marks = drawn(dated(*((f"2023-09-{day:02}", "happened") for day in range(1, 15))))
    spans = []
    for mark in marks:
        ((x, y, anchor),) = re.findall(r'<text x="([\d.]+)" y="([\d.]+)" text-anchor="(\w+)"', mark)
        width = max(map(len, _lines(mark))) * 6.0
        left = float(x) - width if anchor == "end" else float(x)
        spans.append((left, left + width, float(y) - 11, float(y) + 15 * (len(_lines(mark)) - 1)))
    for number, (left, right, top, bottom) in enumerate(spans):
        for other in spans[number + 1 :]:
            assert right <= other[0] or other[1] <= left or bottom <= other[2] or other[3] <= top


@settings(deadline=None)
@given(
    st.text(st.characters(categories=["L", "Zs"]), min_size=1, max_size=200),
    st.floats(50, 400),
    st.integers(1, 3),
)
def test_lines_hold_what_there_is_room_for(words: str, room: float, lines: int) -> None:
    """A label has no more lines than it may, none is too long, and all of it stands there but where it ends in a mark."""
    words = " ".join(words.split())
    broken = balanced(words, room, lines)
    assert 1 <= len(broken) <= lines
    assert all(length_of(line) <= room + 2 * LETTER for line in broken)
    told = "".join(broken).replace(" ", "")
    assert words.replace(" ", "").startswith(told.removesuffix("…"))
    assert told.endswith("…") or told == words.replace(" ", "")


def test_touching_days_of_publication_have_one_label() -> None:
    """Sources published on days that the drawing cannot tell apart are counted together."""
    first = sample().sources[0]
    days = [f"2023-09-{day:02}" for day in range(10, 20)]
    sources = tuple(
        replace(first, id=f"S{number}", published=Published(day, "record"))
        for number, day in enumerate(days, 1)
    )
    page = render(
        replace(dated(("1990-01-01", "happened"), ("2023-09-12", "happened")), sources=sources), "html"
    )
    shown = page.partition("<svg")[2].partition("</svg>")[0]
    assert "10 sources" in shown or all(f">S{number}<" in shown for number in range(1, 11))


def test_sources_are_marked_where_they_were_published() -> None:
    """Each publication day has a mark that names its sources."""
    page = render(sample(), "html")
    assert "Published 16 September 2023: S1, S2" in page
    assert "Published 17 September 2023: S4" in page
