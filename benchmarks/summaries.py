"""Merged summaries without a model against human ones by ROUGE, beside published figures; and their speed.

    pip install rouge-score sumy
    python benchmarks/summaries.py FOLDER

FOLDER holds `multiling/topics.json` (TAC 2011 MultiLing, English: ten dated WikiNews articles an event, three human
summaries of 250 words) and `multinews/validation.jsonl.gz` (Multi-News, Fabbri et al. 2019: web pages cut short,
one summary a cluster, scored at 264 words); a set that is not there is left out.

Each cluster goes through `summarize.summarize` as a file of records, without a model. Summaries are cut to the
length, and ROUGE-1, ROUGE-2 and ROUGE-L F1 with stemming (rouge-score) averaged over the references of a cluster,
then over clusters. "lead" and "LexRank" were measured by the same scorer on the same clusters, the rest is as
published: the systems and the humans of 2011 on these clusters, PRIMERA (Xiao et al. 2022) on Multi-News' test set.

With sumy installed, its LexRank and TextRank summarise the same sentences, and the seconds of each for 1,000 of them
follow, in one run on one thread: the best of three, from sentences to chosen sentences.
"""

import asyncio
import gzip
import importlib.util
import json
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean
from typing import Any

from summarize import Settings, summarize
from summarize.engines.extractive import Extractive
from summarize.engines.levels import in_turn
from summarize.errors import InputError, SummarizeError
from summarize.records import Article, Source
from summarize.sources import make_source

Scores = tuple[float, ...]

MEASURES = ("rouge1", "rouge2", "rougeL")
SPEED_SENTENCES = 1_000
SPEED_WORDS = 200
ROUNDS = 3
PUBLISHED: dict[str, tuple[tuple[str, Scores], ...]] = {
    "MultiLing 2011": (
        ("lead", (46.72, 18.88, 23.01)),
        ("LexRank", (46.67, 16.95, 20.02)),
        ("best systems of 2011: ID2", (49.4, 19.6, 21.9)),
        ("best systems of 2011: ID3", (49.2, 21.2, 25.2)),
        ("one human against the others", (50.4, 19.8, 25.5)),
    ),
    "Multi-News": (
        ("lead", (43.56, 14.29, 19.87)),
        ("LexRank", (44.15, 15.09, 19.81)),
        ("PRIMERA zero-shot, test set", (42.0, 13.6, 20.8)),
        ("PRIMERA fine-tuned, test set", (49.9, 21.1, 25.9)),
    ),
}


@dataclass(frozen=True, slots=True)
class Cluster:
    """Articles on one event, as records, and the human summaries of them."""

    articles: tuple[dict[str, str], ...]
    references: tuple[str, ...]


def multiling(path: Path) -> Iterator[Cluster]:
    """Read the MultiLing topics."""
    for topic in json.loads(path.read_text("utf-8")):
        records = tuple(
            {key: doc[key] for key in ("title", "date", "text") if doc.get(key)} for doc in topic["docs"]
        )
        yield Cluster(records, tuple(topic["models"].values()))


def multinews(path: Path) -> Iterator[Cluster]:
    """Read the Multi-News clusters."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            texts = row["raw_document"]
            texts = json.loads(texts) if isinstance(texts, str) else texts
            yield Cluster(tuple({"text": text} for text in texts if text.strip()), (row["summary"],))


SETS: tuple[tuple[str, str, Callable[[Path], Iterator[Cluster]], int], ...] = (
    ("MultiLing 2011", "multiling/topics.json", multiling, 250),
    ("Multi-News", "multinews/validation.jsonl.gz", multinews, 264),
)


def told(cluster: Cluster, words: int) -> str:
    """Summarise a cluster through the public interface; "" where it is nothing but page furniture."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.jsonl"
        path.write_text("".join(json.dumps(article) + "\n" for article in cluster.articles), "utf-8")
        try:
            report = summarize(path, Settings(engine="extractive", words=words))
        except SummarizeError:
            return ""
    return " ".join(claim.text for claim in report.summary)


def sources(cluster: Cluster) -> list[Source]:
    """Make the sources that the peers get: those of the tool itself."""
    made = []
    for number, record in enumerate(cluster.articles, 1):
        article = Article(f"{number}", record["text"], title=record.get("title", ""))
        try:
            made.append(make_source(article, f"S{number}"))
        except InputError:
            continue  # nothing but page furniture: the tool leaves it out too
    return made


class Rouge:
    """The scorer: mean F1 over references, in percent."""

    def __init__(self) -> None:
        if importlib.util.find_spec("rouge_score") is None:
            sys.exit("rouge-score is missing, which scores the summaries: pip install rouge-score")
        module = importlib.import_module("rouge_score.rouge_scorer")
        self._scorer: Any = module.RougeScorer(list(MEASURES), use_stemmer=True)

    def score(self, cluster: Cluster, text: str, words: int) -> Scores:
        """Score a summary, cut to `words`."""
        cut = " ".join(text.split()[:words])
        rows = [self._scorer.score(reference, cut) for reference in cluster.references]
        return tuple(100 * mean(row[measure].fmeasure for row in rows) for measure in MEASURES)


class Peer:
    """A summariser of sumy, given sentences as they are."""

    def __init__(self, module: str, name: str) -> None:
        self.name = f"sumy's {name}"
        self._summarizer: Any = getattr(
            importlib.import_module(f"sumy.summarizers.{module}"), f"{name}Summarizer"
        )(importlib.import_module("sumy.nlp.stemmers").Stemmer("english"))
        self._summarizer.stop_words = importlib.import_module("sumy.utils").get_stop_words("english")
        self._models: Any = importlib.import_module("sumy.models.dom")

    def choose(self, sentences: Sequence[str], words: int) -> str:
        """Take the best sentences up to `words`, in the order given."""
        made = [self._models.Sentence(sentence, self) for sentence in sentences]
        document = self._models.ObjectDocumentModel([self._models.Paragraph(made)])
        told = self._summarizer(document, lambda ranked: within(ranked, words))
        return " ".join(str(sentence) for sentence in told)

    @staticmethod
    def to_words(text: str) -> tuple[str, ...]:
        """Split a sentence, as sumy asks its tokenizer to; its own would download a model."""
        return tuple(re.findall(r"[^\W\d_]+", text))


def within(ranked: Sequence[Any], words: int) -> list[Any]:
    """Keep of sumy's ranked sentences, best first, those that fit into `words`."""
    kept = []
    for info in ranked:
        length = len(str(info.sentence).split())
        if length <= words:
            kept.append(info)
            words -= length
    return kept


def peers() -> list[Peer]:
    """Give sumy's summarisers, none where it is not installed."""
    if importlib.util.find_spec("sumy") is None or importlib.util.find_spec("numpy") is None:
        return []
    return [Peer("lex_rank", "LexRank"), Peer("text_rank", "TextRank")]


def best(run: Callable[[], object]) -> float:
    """Give the seconds of the fastest of some rounds."""
    seconds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def merge(given: Sequence[Source]) -> None:
    """Summarise sources as the tool does after reading the files."""

    async def go() -> None:
        engine = Extractive(words=SPEED_WORDS)
        await engine.merge(given, in_turn([]))

    asyncio.run(go())


def speed(clusters: Sequence[Cluster]) -> Iterator[tuple[str, float]]:
    """Time the tool and the peers on the same sentences."""
    given: list[Source] = []
    left = SPEED_SENTENCES
    for source in (source for cluster in clusters for source in sources(cluster)):
        kept = source.sentences[:left]
        given.append(replace(source, id=f"S{len(given) + 1}", sentences=kept))
        left -= len(kept)
        if not left:
            break
    texts = [sentence.text for source in given for sentence in source.sentences]
    yield "summarize", best(lambda: merge(given))
    for peer in peers():
        yield peer.name, best(lambda peer=peer: peer.choose(texts, SPEED_WORDS))  # type: ignore[misc]


def rows(name: str, clusters: Sequence[Cluster], words: int, rouge: Rouge) -> Iterator[tuple[str, Scores]]:
    """Give a system and its figures at a time: ours, sumy's, the published."""

    def average(tell: Callable[[Cluster], str]) -> Scores:
        scores = [rouge.score(cluster, tell(cluster), words) for cluster in clusters]
        return tuple(map(mean, zip(*scores, strict=True)))

    yield "summarize, no model", average(lambda cluster: told(cluster, words))
    for peer in peers():
        yield (
            peer.name,
            average(
                lambda cluster, peer=peer: peer.choose(  # type: ignore[misc]
                    [sentence.text for source in sources(cluster) for sentence in source.sentences], words
                )
            ),
        )
    yield from PUBLISHED[name]


def main() -> None:
    """Print the tables."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    rouge = Rouge()
    data = Path(sys.argv[1])
    read = [
        (name, list(reader(data / at)), words) for name, at, reader, words in SETS if (data / at).is_file()
    ]
    if not read:
        sys.exit(f"{data}: none of {', '.join(at for _, at, _, _ in SETS)} in it")
    print("| set | system | R-1 | R-2 | R-L |\n| --- | --- | ---: | ---: | ---: |")
    for name, clusters, words in read:
        for system, scores in rows(name, clusters, words, rouge):
            figures = " | ".join(f"{score:.2f}" for score in scores)
            print(f"| {name} ({len(clusters)}) | {system} | {figures} |", flush=True)
    print(f"\n| {SPEED_SENTENCES:,} sentences | seconds | against ours |\n| --- | ---: | ---: |")
    ours = 0.0
    for system, seconds in speed([cluster for _, clusters, _ in read for cluster in clusters]):
        ours = ours or seconds
        print(f"| {system} | {seconds:.3f} | {seconds / ours:.1f} × |", flush=True)


if __name__ == "__main__":
    main()
