"""What changed between two reports is told by what they say."""

from dataclasses import replace

import pytest

from summarize.compare import MOST_CHARACTERS, MOST_LINES, changes, in_short, to_markdown
from summarize.records import Claim, Entry, Made, Report
from tests.make import citations
from tests.reports import sample

REPORT = sample()


def _entry(value: str, text: str) -> Entry:
    return Entry(value, "day", "happened", (Claim(text, citations("S1:1")),), (), 1, 1.0)


def _with(*entries: Entry) -> Report:
    return replace(REPORT, timeline=entries, undated=())


TRAIN = _entry("2018-03-25", "The green train crossed the border at Dandong by night.")
VOTE = _entry("2018-03-27", "The council voted for the new bridge.")


def test_the_same_report_has_no_changes() -> None:
    """Nothing is told of two reports that say the same."""
    found = changes(REPORT, REPORT)
    assert not found
    assert to_markdown(found) == ""


def test_numbers_of_citations_are_no_change() -> None:
    """One more source before the others moves every citation, and changes nothing that is said."""
    moved = replace(TRAIN, claims=(replace(TRAIN.claims[0], citations=citations("S2:1")),))
    assert not changes(_with(TRAIN), _with(moved))


@pytest.mark.parametrize(
    ("before", "after", "heading", "line"),
    [
        ((TRAIN,), (TRAIN, VOTE), "New in the timeline", "2018-03-27 — The council voted"),
        ((TRAIN, VOTE), (TRAIN,), "Gone from the timeline", "2018-03-27 — The council voted"),
        (
            (TRAIN,),
            (replace(TRAIN, value="2018-03-26"),),
            "Dated anew",
            "2018-03-25 → 2018-03-26 — The green",
        ),
        ((TRAIN,), (_entry("2018-03-25", "A train came."),), "Told otherwise", "2018-03-25 — A train came."),
        ((TRAIN,), (replace(TRAIN, status="planned"),), "Dated anew", "2018-03-25 → 2018-03-25"),
    ],
    ids=["new", "gone", "dated anew", "told otherwise", "planned now"],
)
def test_entries(before: tuple[Entry, ...], after: tuple[Entry, ...], heading: str, line: str) -> None:
    """An entry is new, gone, told otherwise, or the same event under another date."""
    text = to_markdown(changes(_with(*before), _with(*after)))
    assert [part for part in text.split("\n") if part.startswith("### ")] == [f"### {heading}"]
    assert f"- {line}" in text


def test_entries_of_one_date_are_told_apart() -> None:
    """Several entries of one date, or of one expression without a date, are the same in any order."""
    undated = tuple(_entry("", text) for text in ("It rained.", "The mayor spoke.", "It rained."))
    before = replace(REPORT, timeline=(TRAIN, replace(VOTE, value=TRAIN.value)), undated=undated)
    after = replace(before, timeline=(before.timeline or ())[::-1], undated=undated[::-1])
    assert not changes(before, after)
    assert changes(before, replace(before, undated=undated[:2])).gone_entries == undated[:1]


def test_what_a_reader_is_told_counts() -> None:
    """Another title, a claim that became weak, a source of another day, and other differences are changes."""
    weak = replace(REPORT.summary[0], support="weak", reason="“2011” stands in no cited sentence")
    source = replace(REPORT.sources[0], published=replace(REPORT.sources[0].published, value="2023-09-01"))
    after = replace(
        REPORT,
        title="Another",
        summary=(weak, *REPORT.summary[1:]),
        sources=(source, *REPORT.sources[1:]),
        differences=REPORT.differences[1:],
    )
    text = to_markdown(changes(REPORT, after))
    assert "### Another title\n\n- Another\n" in text
    assert f"### New in the summary\n\n- {weak.text} (weak)\n" in text
    assert f"### Sources told otherwise\n\n- {source.name}\n" in text
    assert "### Differences gone" in text
    assert "### New differences between sources" in to_markdown(changes(after, REPORT))


def test_how_it_was_made_is_no_change() -> None:
    """Version, model, cost, scores, what was dropped and why a claim is weak are no changes."""
    entries = tuple(replace(entry, score=0.1) for entry in REPORT.timeline or ())
    sources = tuple(replace(source, removed=(), sentence_count=1) for source in REPORT.sources)
    after = replace(REPORT, made=Made("9", "extractive"), timeline=entries, sources=sources, dates_found=99)
    assert not changes(REPORT, after)
    assert in_short(changes(REPORT, after)) == ""


def test_a_long_list_is_short() -> None:
    """Of one kind twenty lines are shown, the last counts the rest, and none is longer than a sentence."""
    many = tuple(_entry(f"2018-{month:02}", "x" * 999) for month in range(1, 13)) * 2
    text = to_markdown(changes(_with(), _with(*many)))
    lines = [line for line in text.split("\n") if line.startswith("- ")]
    assert len(lines) == MOST_LINES
    assert lines[-1] == "- … and 5 more"
    assert max(map(len, lines)) <= MOST_CHARACTERS + 2


def test_in_short() -> None:
    """A line counts what changed, each kind in words."""
    found = changes(_with(TRAIN, VOTE), replace(_with(replace(TRAIN, value="2018-03-26")), title="Another"))
    assert in_short(found) == "another title, 1 event gone, 1 event dated anew"


def test_summary_and_sources() -> None:
    """Sentences of the summary and sources that came or went are listed."""
    less = replace(REPORT, summary=REPORT.summary[1:], sources=REPORT.sources[1:])
    found = changes(less, REPORT)
    assert found.new_claims == REPORT.summary[:1]
    assert found.new_sources == (REPORT.sources[0].name,)
    assert changes(REPORT, less).gone_claims == REPORT.summary[:1]
    assert changes(REPORT, less).gone_sources == (REPORT.sources[0].name,)


def test_what_articles_say_does_not_act() -> None:
    """Markup in a sentence is shown, not obeyed."""
    text = to_markdown(changes(_with(), _with(_entry("2018-03-25", "See <b>this</b> [link](http://x)"))))
    assert "<b>" not in text
    assert r"\[link](" in text
