"""What changed between two reports is told by what they say."""

from dataclasses import replace

import pytest

from summarize.compare import changes, to_markdown
from summarize.records import Claim, Entry, Report
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
