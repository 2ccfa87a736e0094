"""A floor under what the engine without a model finds in the project's own articles; it only rises.

The public benchmarks in `benchmarks/` need data that is not ours to ship. These small cases are, and a change that
makes dates, timelines or summaries worse shows here first. Raise a floor when a change lifts its figure.
"""

from functools import cache

from summarize import Report, Settings, summarize
from tests.conftest import ROOT

# What the five seeds date, as a reader would list it. (value, status)
GOLD_SEEDS = {
    ("2010-05", "happened"),
    ("2010-08", "happened"),
    ("2011-05", "happened"),
    ("2011-12", "happened"),
    ("2017-09-03", "happened"),
    ("2017-11-29", "happened"),
    ("2018-03-05", "happened"),
    ("2018-03-08", "happened"),
    ("2018-03-25", "happened"),
    ("2018-03-25/2018-03-28", "happened"),
    ("2018-03-26", "happened"),
    ("2018-03-27", "happened"),
    ("2018-03-28", "happened"),
    ("2018-03-29", "happened"),
    ("2018-04-27", "planned"),
    ("2018-05", "planned"),
}
# Words for the facts that a summary of the seeds of 200 words should hold.
FACTS = (
    "Xi",
    "Beijing",
    "denuclear",
    "goodwill",
    "Xinhua",
    "first known",
    "Trump",
    "Pyongyang",
    "Moon",
    "White House",
)

FLOOR_SEEDS_F1 = 0.9
FLOOR_FACTS = 9


@cache
def report(path: str) -> Report:
    """The report on a file or folder of the project."""
    return summarize(ROOT / path, Settings(timeline=True))


def test_dates_of_the_seeds() -> None:
    """The timeline of the seeds has the dates a reader would list, and few others."""
    told = {(entry.value, entry.status) for entry in report("seeds").timeline or ()}
    hits = len(told & GOLD_SEEDS)
    assert 2 * hits / (len(told) + len(GOLD_SEEDS)) >= FLOOR_SEEDS_F1


def test_facts_of_the_summary() -> None:
    """The merged summary of the seeds holds the facts of the story."""
    text = " ".join(claim.text for claim in report("seeds").summary)
    assert sum(fact in text for fact in FACTS) >= FLOOR_FACTS
