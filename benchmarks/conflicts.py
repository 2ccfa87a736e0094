"""Conflicts planted between sources: how many are found without a model, and what else is reported.

    python benchmarks/conflicts.py FOLDER [TOPIC ...] [--pairs]
    python benchmarks/conflicts.py FOLDER --clusters PARITY SEED [--pairs]

FOLDER holds `topics.json` (TAC 2011 MultiLing, English: ten dated WikiNews articles an event), or with `--clusters`
`validation.jsonl.gz` (Multi-News: two to nine undated web pages an event); PARITY 0 takes the even clusters, 1 the odd
ones, SEED is that of the plants. `planting` lists the facts that two articles both carry and changes the figure, the
day or a word of the quotation in one of them, wherever that article says it. `--pairs` prints the sentences of the plants
that are missed.

A conflict counts as found if a difference of its kind has the altered value on one side, cited where it stands, and
another article on another side. Differences in which no altered sentence takes part are printed: "as written" where
they are in the untouched articles, too. With all articles declared copies of one, nothing may be found.
"""

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.planting import NUMBER, Plant, Record, plants, source, stems, value_of
from summarize.engines.differences import find
from summarize.errors import InputError
from summarize.records import Difference, Source

SEEDS = range(2)
DAY = "2015-06-15"  # of publication, for pages that have none


def topics(path: Path) -> Iterator[tuple[str, list[Record], list[Record]]]:
    """Read the topics: articles, and human summaries of them, as if published with the last article."""
    for topic in json.loads(path.read_text("utf-8")):
        records = [
            Record(doc["id"], doc["title"], doc.get("date") or "", doc["text"]) for doc in topic["docs"]
        ]
        last = max(record.date for record in records)
        told = [Record(f"{topic['topic']}{name}", "", last, text) for name, text in topic["models"].items()]
        yield topic["topic"], records, told


def clusters(path: Path, parity: int) -> Iterator[tuple[str, list[Record]]]:
    """Read every second cluster, without the pages that hold no sentence."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % 2 == parity:
                texts = json.loads(line)["raw_document"]
                pages = [Record(f"N{number}_{at}", "", DAY, text) for at, text in enumerate(texts)]
                kept = [page for page in pages if _is_readable(page)]
                if len({page.text for page in kept}) > 1:
                    yield f"N{number}", kept


def _is_readable(record: Record) -> bool:
    try:
        source(record)
    except InputError:
        return False
    return True


def is_found(plant: Plant, made: Sequence[Source], found: Sequence[Difference]) -> bool:
    """Whether a difference of the plant's kind sets the altered value, cited where it stands, against another article."""
    text = next(each for each in made if each.id == plant.article)
    for difference in found:
        if difference.contrast != plant.kind:
            continue
        mine = [
            side
            for side in difference.sides
            if _says(side.says, plant) and any(each.source == plant.article for each in side.citations)
        ]
        others = [
            side
            for side in difference.sides
            if side not in mine and any(each.source != plant.article for each in side.citations)
        ]
        if (
            mine
            and others
            and any(
                _stands(plant, text.sentences[each.sentence - 1].text)
                for side in mine
                for each in side.citations
                if each.source == plant.article
            )
        ):
            return True
    return False


def _says(says: str, plant: Plant) -> bool:
    if plant.kind == "figure":
        return any(value_of(found[0]) == float(plant.value) for found in NUMBER.finditer(says))
    return plant.value in says


def _stands(plant: Plant, sentence: str) -> bool:
    return plant.kind == "date" or _says(sentence, plant)


def report(
    name: str, records: Sequence[Record], summaries: Sequence[Record]
) -> tuple[Counter[str], Counter[str], list[str]]:
    """Plant, search and print: found and planted by kind and text, and what is found besides."""
    hits: Counter[str] = Counter()
    planted: Counter[str] = Counter()
    besides = {told(each): "as written" for each in find([source(record) for record in records], {})}
    for seed in SEEDS:
        for record in (*records, *summaries):
            # a summary is one more source beside the articles
            corpus = [*records, record] if record in summaries else list(records)
            kind_of_text = "summary" if record in summaries else "article"
            for plant in plants([record], records, seed):
                found = searched(plant, corpus, besides)
                planted[f"{plant.kind} {kind_of_text}"] += 1
                hits[f"{plant.kind} {kind_of_text}"] += found
                if not found and "--pairs" in sys.argv:
                    print_pair(plant, corpus)
                if not found:
                    print(
                        f"{name}: missed {plant.kind} {plant.old} → {plant.new} in {plant.article}, said too in {plant.partner}"
                    )
    for line, where in besides.items():
        print(f"{name}: {where}: {line}")
    return hits, planted, list(besides)


def searched(plant: Plant, corpus: Sequence[Record], besides: dict[str, str]) -> bool:
    """Search the corpus with the plant: whether it is found; what else is, goes to `besides`."""
    before = next(source(record) for record in corpus if record.id == plant.article)
    made = [
        source(replace(each, text=plant.text)) if each.id == plant.article else source(each)
        for each in corpus
    ]
    altered = next(each for each in made if each.id == plant.article)
    told_before = {sentence.text for sentence in before.sentences}
    changed = {each.number for each in altered.sentences if each.text not in told_before}
    found = find(made, {})
    for difference in found:
        cited = {each for side in difference.sides for each in side.citations}
        if not any(each.source == plant.article and each.sentence in changed for each in cited):
            besides.setdefault(told(difference), "beside a plant")
    if find(made, {each.id: plant.article for each in made}):
        print(f"found among copies of {plant.article}")
    return is_found(plant, made, found)


def told(difference: Difference) -> str:
    """A difference in a line."""
    sides = " | ".join(f"{side.says} [{' '.join(map(str, side.citations))}]" for side in difference.sides)
    return f"{difference.contrast}, {difference.about}: {sides}"


def print_pair(plant: Plant, corpus: Sequence[Record]) -> None:
    """Print the sentences that were altered, and of the partner those that share most words with them."""
    texts = {record.id: record for record in corpus}
    told_before = {each.text for each in source(texts[plant.article]).sentences}
    altered = source(replace(texts[plant.article], text=plant.text)).sentences
    for mine in (each.text for each in altered if each.text not in told_before):
        theirs = max(
            (each.text for each in source(texts[plant.partner]).sentences),
            key=lambda text: len(stems(text) & stems(mine)),
        )
        print(f"    {mine}\n  ≠ {theirs}")


def main_clusters(folder: Path, parity: int, seed: int) -> None:
    """Print what is found of the plants in clusters, by kind, and what is found as written and besides."""
    hits: Counter[str] = Counter()
    planted: Counter[str] = Counter()
    for name, pages in clusters(folder / "validation.jsonl.gz", parity):
        besides = {told(each): "as written" for each in find([source(page) for page in pages], {})}
        for plant in plants(pages, pages, seed):
            found = searched(plant, pages, besides)
            planted[plant.kind] += 1
            hits[plant.kind] += found
            if not found and "--pairs" in sys.argv:
                print(f"{name}: missed {plant.kind} {plant.old} → {plant.new}")
                print_pair(plant, pages)
        for line, where in besides.items():
            print(f"{name}: {where}: {line}")
    print("; ".join(f"{kind}: {hits[kind]} of {planted[kind]}" for kind in sorted(planted)))


def main() -> None:
    """Print what was missed, what was found besides, and the table."""
    options = sys.argv[2:]
    if "--clusters" in options:
        parity, seed = map(int, options[options.index("--clusters") + 1 :][:2])
        main_clusters(Path(sys.argv[1]), parity, seed)
        return
    wanted = {each for each in options if not each.startswith("--")}
    rows = [
        (name, *report(name, records, summaries))
        for name, records, summaries in topics(Path(sys.argv[1]) / "topics.json")
        if not wanted or name in wanted
    ]
    columns = [
        f"{kind} {text}" for text in ("article", "summary") for kind in ("figure", "date", "quotation")
    ]
    print()
    print(f"| corpus | {' | '.join(columns)} | all | besides |")
    print(f"| --- |{' ---: |' * (len(columns) + 2)}")
    for name, hits, planted, besides in rows:
        kinds = " | ".join(f"{hits[kind]} of {planted[kind]}" for kind in columns)
        share = sum(hits.values()) / max(1, sum(planted.values()))
        print(f"| {name} | {kinds} | {share:.0%} | {len(besides)} |")


if __name__ == "__main__":
    main()
