"""What a timeline of real sources tells: which dates, and in whose words."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from summarize import timeline
from summarize.engines.extractive import Extractive
from summarize.records import Cluster, Event, Source
from summarize.timeline.chronology import chronologies
from tests.make import event, source
from tests.tables import table

CASES: list[dict[str, Any]] = table("timeline.yaml")

UNDATED: list[dict[str, Any]] = table("timeline_undated.yaml")


def _sources(texts: Sequence[dict[str, Any]]) -> list[Source]:
    return [
        source(each["text"], f"S{number}", published=str(each["published"]))
        for number, each in enumerate(texts, 1)
    ]


def _events(sources: Sequence[Source], focus: str = "") -> list[Event]:
    async def read() -> list[Event]:
        engine = Extractive(focus=focus)
        return [event for each in sources for event in (await engine.read(each)).events]

    return asyncio.run(read())


def _clusters(sources: Sequence[Source], count: int | None = None, focus: str = "") -> tuple[Cluster, ...]:
    events = _events(sources, focus)
    return timeline.cluster(
        events, source_count=len(sources), count=count, sources=sources, focus=focus
    ).dated


def _name(item: Cluster) -> str:
    return item.value if item.status == "happened" else f"{item.value} {item.status}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_cases(case: dict[str, Any]) -> None:
    """Each story of the table gives the dates, and is told in the words, that it says there."""
    clusters = _clusters(_sources(case["sources"]), case.get("count"), case.get("focus", ""))
    assert [_name(item) for item in clusters] == case["dated"]
    for item in clusters:
        best = max(item.events, key=lambda event: event.weight)
        assert case.get("tells", {}).get(item.value, "") in best.text


def _as_told(item: Cluster) -> str:
    carriers = {citation.source for each in item.events for citation in each.citations}
    plan = "+" if item.status == "planned" else ""
    return f"{plan}{item.events[0].when.expression}{f' {len(carriers)}' if len(carriers) > 1 else ''}"


@pytest.mark.parametrize("case", UNDATED, ids=lambda case: case["name"])
def test_undated_entries_are_ordered_by_what_is_known(case: dict[str, Any]) -> None:
    """The undated entries of each story of the table come in the order it says there."""
    sources = [source(text, f"S{number}") for number, text in enumerate(case["sources"], 1)]
    clusters = timeline.cluster(_events(sources), source_count=len(sources), sources=sources)
    assert clusters.dated == ()
    assert [_as_told(item) for item in clusters.undated] == case["told"]


def test_a_chronicle_is_told_to_its_end() -> None:
    """Of one long article that names a day after the other, the last third is told as much as the first."""
    lines = [
        f"The council of Brevik refused the levy for the harbour on {day} {month} 2019 after a long debate."
        for month in ("January", "February", "March", "April", "May", "June")
        for day in range(2, 28, 2)
    ]
    dated = _clusters(_sources([{"published": "2019-07-01", "text": "\n\n".join(lines)}]))
    early = sum(item.value < "2019-03" for item in dated)
    late = sum(item.value >= "2019-05" for item in dated)
    assert 16 < len(dated) < len(lines)
    assert late >= early / 2


def test_a_day_named_beside_a_better_one_is_told_last() -> None:
    """Of two days of one sentence, one gives way to a day that has a sentence of its own."""
    text = "The envoys met in Brevik on 3 May 2019 and on 4 May 2019 for talks. The ferry to the islands sank on 9 May 2019 in a storm."
    dated = _clusters(_sources([{"published": "2019-07-01", "text": text}]), count=2)
    assert [item.value for item in dated] == ["2019-05-03", "2019-05-09"]


def test_a_chronology_leaves_room_for_what_it_does_not_list() -> None:
    """However much the days of a chronology weigh, the days that only reports tell do not become the tail."""
    lines = "\n\n".join(
        f"March {day} - The harbour of Brevik is shut by a strike." for day in (3, 5, 9, 14, 20)
    )
    reports = [
        {"published": f"2018-04-{day:02}", "text": f"The mayor of ward {day} left the council today."}
        for day in range(1, 9)
    ]
    dated = _clusters(_sources([{"published": "2018-03-28", "text": lines}, *reports]))
    assert len(dated) == 5 + 8


def test_what_is_looked_back_on_outranks_one_full_day() -> None:
    """A day that articles still name weeks later outranks one that as many name on the day alone."""
    texts = [
        {"published": published, "text": f"The {place} court heard of the fire {when}."}
        for place, published, when in (
            ("northern", "2019-05-04", "on May 4"),
            ("southern", "2019-05-04", "on May 4"),
            ("eastern", "2019-05-04", "on May 4"),
            ("upper", "2019-05-06", "of May 3"),
            ("lower", "2019-05-14", "of May 3"),
            ("higher", "2019-06-30", "of May 3"),
        )
    ]
    assert [item.value for item in _clusters(_sources(texts), count=1)] == ["2019-05-03"]


def _story(days: int) -> list[Source]:
    """Make one source a day, each naming its own day and the three before."""
    texts = []
    for number in range(days):
        month, day = divmod(number, 28)
        published = f"{2001 + month // 12}-{month % 12 + 1:02}-{day + 1:02}"
        words = " ".join(f"place{number}x{step}" for step in range(5))
        texts.append(
            {
                "published": published,
                "text": f"The council of {words} met today about the levy. The levy was refused yesterday by {words}.",
            }
        )
    return _sources(texts)


def test_weights_are_shares_of_the_best() -> None:
    """In each cluster the best event weighs 1, none weighs less than 0, and none has left."""
    sources = _story(12)
    events = _events(sources)
    clusters = timeline.cluster(events, source_count=12, sources=sources, count=100).dated
    assert all(max(each.weight for each in item.events) == 1 for item in clusters)
    assert all(each.weight >= 0 for item in clusters for each in item.events)
    kept = {(each.text, each.when) for item in clusters for each in item.events}
    assert kept == {(each.text, each.when) for each in events if each.when.value}


def test_a_date_told_in_words_of_its_own_keeps_its_weight() -> None:
    """An event that shares no word with anything else is still the best of its date."""
    sources = _sources([{"published": "2019-10-02", "text": "On Tuesday xylophones rang. Nothing else."}])
    assert [each.weight for item in _clusters(sources) for each in item.events] == [1.0]


def test_what_repeats_the_best_falls_behind() -> None:
    """Of two sentences that say the same, the better one leads and the other comes last."""
    texts = (
        "A freight train left the rails at the northern station on Tuesday and blocked the line.",
        "A freight train left the rails at the northern station on Tuesday and blocked the main line.",
    )
    sources = _sources([{"published": "2019-10-02", "text": text} for text in texts])
    best, repeated = sorted((each.weight for each in _clusters(sources)[0].events), reverse=True)
    assert repeated < best / 5


@pytest.mark.parametrize(
    ("kind", "days", "is_one"),
    [
        ("ascending", [3, 5, 9, 14, 20, 21], True),
        ("descending", [21, 20, 14, 9, 5, 3], True),
        ("too few days", [3, 5, 9, 14], False),
        ("readers' comments, which come back to the same days", [9, 5, 9, 3, 14, 5, 9, 21], False),
    ],
)
def test_chronologies(kind: str, days: Sequence[int], is_one: bool) -> None:  # noqa: FBT001 - what the case expects
    """A list of dates in order is a chronology."""
    text = "\n\n".join(f"March {day} - The council met about the {kind} levy again." for day in days)
    found = chronologies([source(text, published="2018-03-28")])
    assert bool(found) is is_one
    assert not is_one or found["S1"] == {f"2018-03-{day:02}" for day in days}


def test_prose_between_dates_is_no_chronology() -> None:
    """An article whose sentences open with a date now and then is no list of them."""
    told = "\n\n".join(
        f"March {day} - The council met. It sat long. It ate. It rose." for day in range(3, 20, 2)
    )
    assert chronologies([source(told, published="2018-03-28")]) == {}


def test_weights_stay_as_given_without_the_sources() -> None:
    """An engine's own weights are not touched where the sources are not at hand."""
    events = [event("2018-03-26", weight=0.3), event("2018-03-26", cites="S1:2", weight=0.7)]
    clusters = timeline.cluster(events, source_count=1)
    assert [each.weight for each in clusters.dated[0].events] == [0.3, 0.7]


def test_around_a_day_joins_that_day() -> None:
    """“Around March 28” goes with March 28 where a source names that, and stays by itself where none does."""
    around = event("2018-03-28")
    around = replace(around, when=replace(around.when, value="2018-03-28~"))
    alone = timeline.cluster([around], source_count=2).dated
    joined = timeline.cluster([around, event("2018-03-28", cites="S2:1")], source_count=2).dated
    assert [item.value for item in alone] == ["2018-03-28~"]
    assert [(item.value, len(item.events)) for item in joined] == [("2018-03-28", 2)]


def test_the_last_day_of_the_calendar() -> None:
    """Days at the ends of the calendar break nothing."""
    clusters = timeline.cluster([event("9999-12-31"), event("0001-01-01")], source_count=2, sources=_story(2))
    assert [item.value for item in clusters.dated] == ["0001-01-01", "9999-12-31"]


def test_order_of_events_does_not_matter_with_sources() -> None:
    """The same events in another order give the same dates, scores and weights."""
    sources = _story(20)
    events = _events(sources)

    def told(some: Sequence[Event]) -> list[tuple[str, float, set[tuple[str, float]]]]:
        dated = timeline.cluster(some, source_count=20, sources=sources).dated
        return [
            (item.value, item.score, {(each.text, each.weight) for each in item.events}) for item in dated
        ]

    assert told(events) == told(events[::-1])


def test_time_grows_with_the_story_and_no_faster() -> None:
    """Eight times the articles take about eight times as long, not sixty-four."""

    def seconds(sources: Sequence[Source], events: Sequence[Event]) -> float:
        began = time.process_time()
        timeline.cluster(events, source_count=len(sources), sources=sources, count=len(sources))
        return time.process_time() - began

    stories = [_story(days) for days in (40, 320)]
    events = [_events(story) for story in stories]
    small, large = (
        min(seconds(story, some) for _ in range(3)) for story, some in zip(stories, events, strict=True)
    )
    assert large < 24 * small
