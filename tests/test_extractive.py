"""The engine without a model tells sources in their own sentences, and cites them."""

import asyncio
from dataclasses import replace

import pytest

from summarize.engines.extractive import Extractive
from summarize.records import Citation, Claim, Cluster, Event, Merged, Reading, Source, When
from tests.engines import merge
from tests.make import source

FERRY = """The ferry Aurora sank off Lysekil on Monday with 40 people aboard. But nobody was hurt, the coast guard said.

Two fishing boats and a helicopter took all passengers to Lysekil within an hour. The company Vestlinjen opened an \
inquiry on Tuesday. It will report in May."""

WIRE = """On Monday the ferry Aurora, with 40 people aboard, sank off Lysekil in a storm, police said.

Insurers of Vestlinjen refused on Wednesday to pay for the cargo of nine hundred sheep. Farmers near the town of \
Munkedal demanded compensation for the animals."""

ECHO = """Vestlinjen will sell the sister ship Borealis next year. The shipyard that built both vessels closed in 2011.

Farmers near the town of Munkedal demanded compensation for the animals."""


def _sources() -> tuple[Source, ...]:
    return (
        source(FERRY, "S1", published="2020-03-03", title="Ferry sinks off Lysekil, all saved"),
        source(WIRE, "S2", published="2020-03-05", title="Insurers refuse to pay for lost sheep"),
        source(ECHO, "S3", published="2020-03-06", title="Ferry company sells ship"),
    )


def _read(engine: Extractive, *sources: Source) -> tuple[Reading, ...]:
    return tuple(asyncio.run(engine.read(each)) for each in sources)


def _merge(engine: Extractive, *sources: Source) -> tuple[str, tuple[Claim, ...]]:
    merged = merge(engine, sources, _read(engine, *sources))
    return merged.title, merged.claims


def _cluster(value: str, *cites: tuple[str, int]) -> Cluster:
    when = When(value, value, "day", "test", "", 0, 0)
    events = tuple(Event("", when, "happened", (Citation(*cite),)) for cite in cites)
    return Cluster(value, "day", "happened", events, 1.0)


def _tell(engine: Extractive, sources: tuple[Source, ...], *clusters: Cluster) -> list[list[str]]:
    telling = asyncio.run(engine.tell(sources, clusters))
    assert telling.failures == ()
    return [[claim.text for claim in claims] for claims in telling.claims]


def test_points_are_sentences_of_the_source() -> None:
    """Each point is a sentence of the source, word for word, cited, in the order of the source."""
    each = _sources()[0]
    (reading,) = _read(Extractive(), each)
    numbers = [point.citations[0].sentence for point in reading.points]
    assert reading.failure == ""
    assert numbers == sorted(numbers)
    assert [point.text for point in reading.points] == [each.sentences[number - 1].text for number in numbers]
    assert {point.citations[0].source for point in reading.points} == {"S1"}


def test_points_begin_with_the_lead() -> None:
    """The lead of a news story is among its points."""
    (reading,) = _read(Extractive(), _sources()[0])
    assert reading.points[0].citations == (Citation("S1", 1),)


def test_points_are_few_however_long_the_source() -> None:
    """A long source has at most five points."""
    text = "\n\n".join(
        f"Committee number {n} of the harbour board met in room {n} on a rainy day." for n in range(90)
    )
    (reading,) = _read(Extractive(), source(text))
    assert 1 <= len(reading.points) <= 5


def test_every_date_makes_an_event() -> None:
    """Each date of a sentence is an event with the sentence as its text and its salience as weight."""
    (reading,) = _read(Extractive(), _sources()[0])
    found = {(event.when.value, event.status, event.citations[0].sentence) for event in reading.events}
    assert {("2020-03-02", "happened", 1), ("2020-03-03", "happened", 4), ("2020-05", "planned", 5)} <= found
    assert all(0 <= event.weight <= 1 for event in reading.events)
    assert reading.events[0].text == _sources()[0].sentences[0].text


def test_dates_without_a_value_are_events_too() -> None:
    """A source without a publication date gives its expressions as written, with no value made up."""
    (reading,) = _read(Extractive(), source(FERRY))
    assert [event.when.value for event in reading.events if event.when.expression == "Monday"] == [""]


def test_summary_keeps_to_the_words() -> None:
    """A summary holds whole sentences up to the number of words asked for, and at least one."""
    _, claims = _merge(Extractive(words=40), *_sources())
    assert 1 < sum(len(claim.text.split()) for claim in claims) <= 40
    _, claims = _merge(Extractive(words=1), *_sources())
    assert len(claims) == 1


def test_summary_is_verbatim_and_cited() -> None:
    """Each sentence of a summary stands in the first sentence that it cites."""
    sources = {each.id: each for each in _sources()}
    _, claims = _merge(Extractive(words=100), *sources.values())
    for claim in claims:
        first = claim.citations[0]
        assert sources[first.source].sentences[first.sentence - 1].text == claim.text


def test_summary_says_nothing_twice() -> None:
    """What two sources tell in nearly the same words is told once."""
    _, claims = _merge(Extractive(words=200), *_sources())
    assert sum("Aurora" in claim.text for claim in claims) == 1
    assert sum("compensation" in claim.text for claim in claims) == 1


def test_summary_cites_all_that_say_the_same() -> None:
    """A sentence that another source holds too cites both; one that says more is not cited with less."""
    _, claims = _merge(Extractive(words=200), *_sources())
    cited = {claim.text.split(maxsplit=1)[0]: set(claim.citations) for claim in claims}
    assert cited["Farmers"] == {Citation("S2", 3), Citation("S3", 3)}


def test_other_days_do_not_support() -> None:
    """The same words about another week's Monday are another event, and not cited."""
    one = source(
        "The ferry Aurora sank off Lysekil on Monday with 40 people aboard.", "S1", published="2020-03-03"
    )
    two = source(
        "The ferry Aurora sank off Lysekil on Monday with 40 people aboard.", "S2", published="2020-03-24"
    )
    same = source(
        "The ferry Aurora sank off Lysekil on Monday with 40 people aboard.", "S3", published="2020-03-05"
    )
    _, claims = _merge(Extractive(), one, two, same)
    assert set(claims[0].citations) == {Citation("S1", 1), Citation("S3", 1)}


def test_summary_opens_alone() -> None:
    """No sentence that leans comes without the one before it."""
    _, claims = _merge(Extractive(words=200), *_sources())
    told = [claim.citations[0] for claim in claims]
    for place, citation in enumerate(told):
        text = claims[place].text
        if text.startswith(("But ", "It ")):
            assert told[place - 1] == Citation(citation.source, citation.sentence - 1)
    assert not claims[0].text.startswith(("But ", "It "))


def test_summary_follows_the_dates_after_its_lead() -> None:
    """After the leading source the others come by publication, whatever their order among the paths."""
    one, two, three = _sources()
    late_first = (replace(three, id="S1"), replace(two, id="S2"), replace(one, id="S3"))
    _, claims = _merge(Extractive(words=200), *late_first)
    days = {each.id: each.published.value for each in late_first}
    lead, *rest = list(dict.fromkeys(claim.citations[0].source for claim in claims))
    assert [days[each] for each in rest] == sorted(days[each] for each in rest)
    assert len(rest) == 2
    assert lead not in rest


def test_failed_sources_are_not_merged() -> None:
    """A source that could not be read is not told."""
    engine = Extractive(words=200)
    sources = _sources()
    readings = [*_read(engine, *sources[:2]), Reading("S3", failure="out of reach")]
    claims = merge(engine, sources, readings).claims
    assert {citation.source for claim in claims for citation in claim.citations} == {"S1", "S2"}


def test_nothing_to_merge() -> None:
    """With every source failed there is no title and no summary."""
    engine = Extractive()
    assert merge(engine, _sources()[:1], [Reading("S1", failure="out of reach")]) == Merged("", ())


def test_title_is_the_most_central() -> None:
    """The title is one of the sources', the one closest to what they say; an empty one never wins."""
    one, two, three = _sources()
    title, _ = _merge(Extractive(), replace(one, title=""), two, three)
    assert title in {two.title, three.title}
    off_topic = replace(three, title="Ten recipes for a quick supper")
    assert _merge(Extractive(), off_topic, one)[0] == one.title


def test_focus_changes_the_summary() -> None:
    """With a focus, the sentence on it is told even where there is room for one only."""
    assert "sheep" not in _merge(Extractive(words=15), *_sources())[1][0].text
    assert "sheep" in _merge(Extractive(words=15, focus="insurer, sheep"), *_sources())[1][0].text


def test_entries_are_told_from_what_they_cite() -> None:
    """An entry holds sentences of its own cluster, verbatim, as many as asked for."""
    sources = _sources()
    cluster = _cluster("2020-03-02", ("S1", 1), ("S2", 1), ("S2", 2))
    (one,) = _tell(Extractive(sentences=1), sources, cluster)
    (two,) = _tell(Extractive(sentences=2), sources, cluster)
    said = {sources[0].sentences[0].text, sources[1].sentences[0].text, sources[1].sentences[1].text}
    assert len(one) == 1
    assert len(two) == 2
    assert set(one) | set(two) <= said


def test_an_entry_says_nothing_twice() -> None:
    """Sentences that repeat each other are told once, even where two may be."""
    (entry,) = _tell(Extractive(sentences=2), _sources(), _cluster("2020-03-02", ("S1", 1), ("S2", 1)))
    assert len(entry) == 1


def test_a_neighbour_is_not_repeated() -> None:
    """What the entry before said is left out, unless nothing else is there."""
    sources = _sources()
    first = _cluster("2020-03-02", ("S1", 1))
    other = _cluster("2020-03-04", ("S2", 1), ("S2", 2))
    only = _cluster("2020-03-04", ("S2", 1))
    assert _tell(Extractive(), sources, first, other)[1] == [sources[1].sentences[1].text]
    assert _tell(Extractive(), sources, first, only)[1] == [sources[1].sentences[0].text]


def test_an_entry_prefers_what_stands_alone() -> None:
    """A leaning sentence is told only where the cluster has no other."""
    sources = _sources()
    both = _cluster("2020-03-02", ("S1", 2), ("S1", 3))
    leaning = _cluster("2020-03-02", ("S1", 2))
    assert _tell(Extractive(sentences=1), sources, both) == [[sources[0].sentences[2].text]]
    assert _tell(Extractive(sentences=1), sources, leaning) == [[sources[0].sentences[1].text]]


def test_a_cluster_that_cites_nothing_known_has_no_claims() -> None:
    """A citation that resolves to no sentence is not told."""
    assert _tell(Extractive(), _sources(), _cluster("2020-03-02", ("S9", 1)), _cluster("2020-03-03")) == [
        [],
        [],
    ]


@pytest.mark.parametrize("text", ["Headline without an end", "Short."])
def test_poor_sources_do_not_fail(text: str) -> None:
    """A source without a sentence of prose is still read and merged."""
    each = replace(source("A sentence that will be replaced by something poor.", "S1"), title="")
    poor = replace(each, text=text, sentences=(replace(each.sentences[0], text=text, end=len(text)),))
    title, claims = _merge(Extractive(), poor)
    assert title == ""
    assert [claim.text for claim in claims] == [text]


def test_ties_go_to_the_earlier_source() -> None:
    """Of equal sentences the first source's is told, and the others are cited after it."""
    text = "The ferry sank off the coast with forty people aboard."
    sources = [source(text, f"S{n}") for n in range(1, 4)]
    _, claims = _merge(Extractive(), *sources)
    assert [claim.citations for claim in claims] == [
        (Citation("S1", 1), Citation("S2", 1), Citation("S3", 1))
    ]


def test_closing_lets_go() -> None:
    """A closed engine answers afresh, and the same."""
    engine = Extractive()
    before = _merge(engine, *_sources())
    asyncio.run(engine.close())
    assert _merge(engine, *_sources()) == before
