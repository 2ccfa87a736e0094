"""Timelines without a model against gold ones: alignment-based ROUGE and dates, beside published figures.

    pip install --no-deps tilse && pip install numpy scipy nltk
    python benchmarks/timelines.py FOLDER

FOLDER holds a folder for each topic of Timeline17 (Tran et al., 2013) as prepared by Ghalandari and Ifrim (2020):
`articles.jsonl.gz` (a record a line: id, source, time, text), `timelines.jsonl` (a gold timeline a line) and
`keywords.json`. A task is one gold timeline.

The task is the one published systems were given: the articles published within the span of the gold timeline, its
number of dates l, its mean number of sentences a date k, and the topic's keywords. A user knows neither l nor k, so
that is measured too. Entries of other precision than a day (months, ranges) are left out, as the gold has none.

Some articles are chronologies: an agency's own list of dates, which may be the very thing the gold was made from. The task
is run with them, with them taken for articles like any other ("unmarked"), and with them taken away ("withheld").

The measures are those of tilse (Martschat and Markert, 2017), with its own ROUGE: "align+ m:1" on ROUGE-1 and
ROUGE-2, and F1 of exact days; F1 of the mean precision and the mean recall over tasks.
"""

import asyncio
import gzip
import importlib.util
import json
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from statistics import mean
from unittest.mock import patch

from summarize import timeline
from summarize.engines.extractive import Extractive
from summarize.records import Article, Event, Source
from summarize.sources import make_source
from summarize.timeline import clusters
from summarize.timeline.chronology import chronologies

MEASURES = ("AR-1", "AR-2", "Date-F1")
# All with l and k given. Over the same eight timelines and with the same scorer where the topics are those of the
# first row, else as printed, over all nineteen with the ROUGE of the original.
PUBLISHED = (
    ("DATEWISE, supervised", (0.1293, 0.0365, 0.6363), ("finan", "h1n1", "haiti", "iraq", "libya")),
    ("CLUST", (0.0818, 0.0180, 0.4854), ("finan", "h1n1", "haiti", "iraq", "libya")),
    ("lead", (0.1145, 0.0292, 0.6145), ("finan", "h1n1", "haiti", "iraq", "libya")),
    ("DATEWISE, all 19, ROUGE-1.5.5", (0.120, 0.035, 0.544), ()),
    ("LLM-TLS, Llama2-13B, all 19, ROUGE-1.5.5", (0.118, 0.036, 0.528), ()),
    ("SUnSET, Qwen2.5-72B, all 19, ROUGE-1.5.5", (0.136, 0.044, 0.576), ()),
    ("SUnSET, GPT-4o, all 19, ROUGE-1.5.5", (0.120, 0.039, 0.590), ()),
)

WAYS = (
    ("given", "l and k given"),
    ("unmarked", "l and k given, chronologies unmarked"),
    ("withheld", "l and k given, chronologies withheld"),
    ("not given", "not given"),
)

Timeline = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Task:
    """A gold timeline, and what of it a system is given."""

    name: str
    gold: Timeline
    keywords: str
    sources: tuple[Source, ...]

    @property
    def length(self) -> int:
        """The number of dates, l."""
        return len(self.gold)

    @property
    def sentences(self) -> int:
        """The number of sentences a date, k."""
        return max(1, round(mean(map(len, self.gold.values()))))

    @property
    def span(self) -> tuple[str, str]:
        """The first and the last day."""
        return min(self.gold), max(self.gold)


def tasks(folder: Path) -> Iterator[Task]:
    """Read the tasks of a topic."""
    with gzip.open(folder / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        sources = [_source(json.loads(line), number) for number, line in enumerate(lines, 1)]
    keywords = " ".join(json.loads((folder / "keywords.json").read_text("utf-8")))
    for number, line in enumerate((folder / "timelines.jsonl").read_text("utf-8").splitlines()):
        if not line or not (entries := json.loads(line)):
            continue
        gold = {day[:10]: texts for day, texts in sorted(entries)}
        within = tuple(source for source in sources if min(gold) <= source.published.value <= max(gold))
        yield Task(f"{folder.name}/{number}", gold, keywords, within)


def _source(record: dict[str, str], number: int) -> Source:
    article = Article(
        record["id"], record["text"], publisher=record["source"], date=record["time"], date_basis="record"
    )
    return make_source(article, f"S{number}")


async def read(task: Task) -> list[Event]:
    """Give the events of a task's articles that are dated to the day."""
    engine = Extractive(focus=task.keywords)
    readings = [await engine.read(source) for source in task.sources]
    return [event for reading in readings for event in reading.events if event.when.precision == "day"]


async def tell(task: Task, events: Sequence[Event], *, given: bool) -> Timeline:
    """Make the timeline of a task, by the stages of a run; with or without l and k."""
    engine = Extractive(focus=task.keywords, sentences=task.sentences if given else None)
    found = timeline.cluster(
        events,
        source_count=len(task.sources),
        count=task.length if given else None,
        since=date.fromisoformat(task.span[0]),
        until=date.fromisoformat(task.span[1]),
        sources=task.sources,
        focus=task.keywords,
    )
    entries = await engine.tell(task.sources, found.dated)
    told: Timeline = {}
    for entry, claims in zip(found.dated, entries.claims, strict=True):
        told.setdefault(entry.value[:10], []).extend(claim.text for claim in claims)
    return told


def told_in_each_way(task: Task) -> Iterator[tuple[str, Timeline]]:
    """Tell a task in each of the ways that are measured; where it has no chronology three of them are one."""
    listed = chronologies(task.sources)
    events = asyncio.run(read(task))
    yield "not given", asyncio.run(tell(task, events, given=False))
    given = asyncio.run(tell(task, events, given=True))
    yield "given", given
    unmarked = withheld = given
    if listed:
        with patch.object(clusters, "chronologies", _none):
            unmarked = asyncio.run(tell(task, events, given=True))
        rest = tuple(source for source in task.sources if source.id not in listed)
        kept = [event for event in events if event.citations[0].source not in listed]
        withheld = asyncio.run(tell(replace(task, sources=rest), kept, given=True))
    yield "unmarked", unmarked
    yield "withheld", withheld


def _none(_: Sequence[Source]) -> dict[str, frozenset[str]]:
    return {}


def score(predicted: Timeline, gold: Timeline) -> dict[str, tuple[float, float]]:
    """Give (precision, recall) of each measure."""
    from tilse.data.timelines import GroundTruth  # type: ignore[import-not-found]
    from tilse.data.timelines import Timeline as Days
    from tilse.evaluation.rouge import TimelineRougeEvaluator  # type: ignore[import-not-found]

    def days(entries: Timeline) -> object:
        return Days({date.fromisoformat(day): texts for day, texts in entries.items()})

    scorer = TimelineRougeEvaluator(measures=["rouge_1", "rouge_2"], rouge_computation="reimpl")
    found = scorer.evaluate_align_date_content_costs_many_to_one(days(predicted), GroundTruth([days(gold)]))
    common = len(predicted.keys() & gold.keys())
    rows = {
        name: (found[key]["precision"], found[key]["recall"])
        for name, key in (("AR-1", "rouge_1"), ("AR-2", "rouge_2"))
    }
    return rows | {"Date-F1": (common / len(predicted), common / len(gold))}


def f1(precision: float, recall: float) -> float:
    """Give the harmonic mean."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def overall(rows: Sequence[dict[str, tuple[float, float]]]) -> dict[str, float]:
    """Give F1 of the mean precision and the mean recall."""
    return {
        name: f1(mean(row[name][0] for row in rows), mean(row[name][1] for row in rows)) for name in MEASURES
    }


def _cells(values: Sequence[float]) -> str:
    return " | ".join(f"{value:.4f}" for value in values)


def main(folder: Path) -> None:
    """Print the tables."""
    results: dict[str, list[dict[str, tuple[float, float]]]] = {}
    topics = sorted(path.parent for path in folder.glob("*/timelines.jsonl"))
    print(
        "| task | articles | dates: gold | found | AR-1 | AR-2 | Date-F1 | l, k given: AR-1 | AR-2 | Date-F1 "
        "| chronologies withheld: AR-1 | AR-2 | Date-F1 | s |"
    )
    print("| --- |" + " ---: |" * 13)
    for topic in topics:
        for task in tasks(topic):
            began = time.process_time()
            told = dict(told_in_each_way(task))
            seconds = time.process_time() - began
            rows = {way: score(each, task.gold) for way, each in told.items()}
            for way, row in rows.items():
                results.setdefault(way, []).append(row)
            cells = " | ".join(
                _cells([f1(*rows[way][name]) for name in MEASURES])
                for way in ("not given", "given", "withheld")
            )
            print(
                f"| {task.name} | {len(task.sources)} | {task.length} | {len(told['not given'])} | {cells} | {seconds:.1f} |",
                flush=True,
            )
    print(f"\nPeak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB\n")
    print("| system | AR-1 | AR-2 | Date-F1 |")
    print("| --- | ---: | ---: | ---: |")
    for way, name in WAYS:
        print(f"| summarize, {name} | {_cells(list(overall(results[way]).values()))} |")
    for system, figures, over in PUBLISHED:
        if not over or list(over) == [topic.name for topic in topics]:
            print(f"| {system} | {_cells(figures)} |")


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit("usage: python benchmarks/timelines.py FOLDER, where FOLDER holds a folder for each topic")
    if missing := [
        name for name in ("tilse", "numpy", "scipy", "nltk") if importlib.util.find_spec(name) is None
    ]:
        sys.exit(
            f"{', '.join(missing)} not installed, which the scoring needs; "
            "pip install --no-deps tilse && pip install numpy scipy nltk"
        )
    main(Path(sys.argv[1]))
