"""Events become clusters by date and status, ranked by who carries them."""

from dataclasses import replace
from datetime import date

import pytest

from summarize import timeline
from summarize.records import COUNTED, NOT_THERE, STEP, VAGUE
from tests.make import event


def _values(clusters: timeline.Clusters) -> list[str]:
    return [item.value for item in clusters.dated]


def test_one_entry_a_date() -> None:
    """Events of several sources on one date make one cluster; dates come in order of time."""
    events = [event("2018-03-28", cites="S1:2"), event("2018-03-26"), event("2018-03-28", cites="S2:1")]
    clusters = timeline.cluster(events, source_count=2)
    assert _values(clusters) == ["2018-03-26", "2018-03-28"]
    assert len(clusters.dated[1].events) == 2


def test_planned_and_done_are_kept_apart() -> None:
    """What is planned for a date and what happened on it are two entries."""
    events = [event("2018-05", status="planned"), event("2018-05")]
    assert [item.status for item in timeline.cluster(events, source_count=1).dated] == ["happened", "planned"]


def test_reported_news_gives_way_to_a_date() -> None:
    """News that only its report dates makes no entry where another source dates the same; a later report joins the first."""
    flood = "The river Elm flooded the old town of Brevik."
    vote = "The council of Brevik voted for a new dyke."
    events = [
        event("2018-03-26", flood, cites="S1:1"),
        event("2018-03-28", flood, status="reported", cites="S2:1"),
        event("2018-03-28", vote, status="reported", cites="S2:2"),
        event("2018-03-29", vote, status="reported", cites="S3:1"),
    ]
    clusters = timeline.cluster(events, source_count=3)
    assert [(item.value, item.status, len(item.events)) for item in clusters.dated] == [
        ("2018-03-26", "happened", 1),
        ("2018-03-28", "reported", 2),
    ]


def test_enough_entries_are_told_whatever_their_salience() -> None:
    """The tail of the salience curve is left out only beyond the number that is told in any case."""
    events = [event("2018-03-26", cites=f"S{n}:1", weight=1.0) for n in range(1, 60)]
    events += [event(f"2018-05-{n:02}", cites="S1:90", weight=0.1) for n in range(1, 8)]
    assert len(timeline.cluster(events, source_count=60).dated) < 5
    assert len(timeline.cluster(events, source_count=60, enough=5).dated) == 5


def test_more_sources_weigh_more() -> None:
    """Of two dates, the one that more sources carry is kept when only one may be."""
    events = [event("2018-03-26", weight=0.9), event("2018-03-28"), event("2018-03-28", cites="S2:1")]
    assert _values(timeline.cluster(events, source_count=2, count=1)) == ["2018-03-28"]


def test_a_source_counts_once() -> None:
    """A source that repeats a date does not outvote two sources that state another once."""
    events = [event("2018-03-26", cites=f"S1:{n}") for n in range(1, 9)]
    events += [event("2018-03-28", cites="S2:1"), event("2018-03-28", cites="S3:1")]
    assert _values(timeline.cluster(events, source_count=3, count=1)) == ["2018-03-28"]


def test_intervals_come_before_their_last_day() -> None:
    """Order is by first day, then by last."""
    days = [event("2018-03-28"), event("2018-03-25/2018-03-28"), event("2018-03-25")]
    events = [*days, event("2018-03", "Snow fell on the hills all through the month.")]
    assert _values(timeline.cluster(events, source_count=1)) == [
        "2018-03",
        "2018-03-25",
        "2018-03-25/2018-03-28",
        "2018-03-28",
    ]


@pytest.mark.parametrize(
    ("since", "until", "kept"),
    [
        (date(2018, 3, 26), None, ["2018-03-25/2018-03-28", "2018-05"]),
        (None, date(2018, 3, 25), ["2011", "2018-03-25/2018-03-28"]),
        (date(2018, 3, 29), date(2018, 4, 30), []),
        (date(2011, 6, 1), date(2011, 7, 1), ["2011"]),
    ],
)
def test_span(since: date | None, until: date | None, kept: list[str]) -> None:
    """A date that reaches into the span asked for belongs to it; undated events belong to none."""
    events = [event("2011"), event("2018-03-25/2018-03-28"), event("2018-05"), event("")]
    clusters = timeline.cluster(events, source_count=1, since=since, until=until)
    assert _values(clusters) == kept
    assert clusters.undated == ()


def test_undated_stay_apart_by_source() -> None:
    """“Monday” of two sources may be two days, so they are two entries; in one source they are one."""
    events = [event("", cites="S1:1"), event("", cites="S1:4"), event("", cites="S2:1")]
    clusters = timeline.cluster(events, source_count=2)
    assert [len(item.events) for item in clusters.undated] == [2, 1]
    assert clusters.dated == ()


@pytest.mark.parametrize("rule", [VAGUE, COUNTED, STEP, f"{STEP}, past"])
def test_expressions_that_alone_say_nothing_make_no_entry(rule: str) -> None:
    """“Recently”, “a day after” and “the next day” are no dates as written."""
    alone = event("")
    alone = replace(alone, when=replace(alone.when, rule=rule))
    assert timeline.cluster([alone], source_count=1) == timeline.Clusters((), (), ())


def test_vague_dates_give_way_to_a_day_that_tells_the_same() -> None:
    """What “late April” and “this week” tell is told on its day where another event has one; the rest stays."""
    same = "The two presidents meet at the border village for talks."
    month, week = event("2018-04", same), event("2018-04-23/2018-04-29", "A delegation came to the city.")
    week = replace(week, when=replace(week.when, precision="week"))
    other = event("2018-04", "Prices of vegetables rose in the markets of the north.")
    day = event("2018-04-27", "The presidents meet for talks at the border village on Friday.")
    assert _values(timeline.cluster([month, week, day], source_count=1)) == ["2018-04-27"]
    assert _values(timeline.cluster([month, other, day], source_count=1)) == ["2018-04", "2018-04-27"]
    assert _values(timeline.cluster([month, week], source_count=1)) == ["2018-04", "2018-04-23/2018-04-29"]


def test_expressions_an_engine_made_up_are_left_out_by_name() -> None:
    """An event whose date stands in no sentence it cites is not told, and the report can say so."""
    made_up = event("2018-03-28")
    made_up = replace(made_up, when=replace(made_up.when, rule=NOT_THERE, value=""))
    clusters = timeline.cluster([made_up], source_count=1)
    assert clusters.dated == clusters.undated == ()
    assert NOT_THERE in clusters.left_out[0].reason


def test_number_follows_the_story_where_none_is_asked_for() -> None:
    """A long tail of dates that one source brushes is cut, and all of a short story is kept."""
    short = [event(f"2018-03-{day:02}") for day in range(1, 8)]
    assert len(timeline.cluster(short, source_count=1).dated) == 7
    long = [event(f"2018-{month:02}-{day:02}") for month in range(1, 11) for day in range(1, 28)]
    assert 10 <= len(timeline.cluster(long, source_count=1).dated) <= 40


def test_order_of_events_does_not_matter() -> None:
    """The same events in another order give the same dates and scores."""
    events = [
        event("2018-03-26", weight=0.3),
        event("2018-03-28", cites="S2:1"),
        event("2018-04", status="planned"),
    ]
    one = timeline.cluster(events, source_count=2)
    other = timeline.cluster(events[::-1], source_count=2)
    assert [(item.value, item.score) for item in one.dated] == [
        (item.value, item.score) for item in other.dated
    ]


def test_what_is_said_of_this_week_gives_way_to_its_days() -> None:
    """An alleged event of "this week" makes no entry beside days of that week: its span would reach beyond the report."""
    week = event("2018-03-26/2018-04-01", status="alleged")
    week = replace(week, when=replace(week.when, precision="week"))
    assert _values(timeline.cluster([week, event("2018-03-28")], source_count=1)) == ["2018-03-28"]
    assert _values(timeline.cluster([week, event("2018-04-28")], source_count=1)) == [
        "2018-03-26/2018-04-01",
        "2018-04-28",
    ]
