"""Claims for the check of claims: sentences of human summaries, with the sentences of articles that hold their words."""

import gzip
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from summarize.errors import InputError
from summarize.records import Article, Citation, Sentence, Source
from summarize.sources import make_source
from summarize.text.terms import STOP_WORDS, terms

MIN_WORDS = 6  # of a claim
MIN_HELD = 0.75  # share of a claim's words, without stop words, that its sentences hold
MIN_ADDED = 2  # words that a further sentence must add
MOST_CITED = 3
DAYS_AFTER = 2  # days after an entry's in which an article tells of it
MOST_ARTICLES = 25
DEVELOPED_TIMELINES = frozenset(("finan", "h1n1"))
DEVELOPED_TOPICS = 3
DEVELOPED_CLUSTERS = 200

CALENDAR = "January February March April May June July August September October November December".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
NUMERALS = (
    "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty".split()
)

_CAPITALISED = r"[A-ZÀ-Þ][\w’'.&-]*[\w]"
_NAME = re.compile(rf"{_CAPITALISED}(?: (?:(?:of|the|al|bin|de|van|von) )?{_CAPITALISED})*")
FIGURE = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w]|[.,]\d)")
QUOTED = re.compile(r"[“\"]([^“”\"]{8,})[”\"]")
NOT_NAMES = frozenset((*CALENDAR, *WEEKDAYS, "I", "Mr", "Mrs", "Ms", "Dr", "The", "A", "An"))


@dataclass(frozen=True)
class Story:
    """Sources of one event, the summaries of it, and whether the check was developed on it."""

    kind: str
    developed: bool
    sources: Mapping[str, Source]
    summaries: tuple[str, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names in the sources, in order."""
        found = (
            name
            for source in self.sources.values()
            for sentence in source.sentences
            for _, _, name in names_of(sentence.text)
        )
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class Pair:
    """A claim with what it cites; `exact` where its figures and names stand there as plain strings.

    `held` is the share of its words that stand there.
    """

    story: Story
    text: str
    cited: tuple[tuple[str, Sentence], ...]
    exact: bool
    held: float

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What it cites."""
        return tuple(Citation(identity, sentence.number) for identity, sentence in self.cited)

    @cached_property
    def evidence(self) -> str:
        """The text it cites."""
        return " ".join(sentence.text for _, sentence in self.cited)


def names_of(text: str) -> list[tuple[int, int, str]]:
    """Give the runs of capitalised words that do not open the text, without days and months."""
    found = []
    for match in _NAME.finditer(text):
        opens = match.start() == 0 or text[: match.start()].rstrip()[-1:] in ".!?:\"“'‘("
        words = match[0].split()
        is_name = not any(word in NOT_NAMES or word.casefold() in STOP_WORDS for word in words)
        if not opens and is_name and len(match[0]) > 2:
            found.append((match.start(), match.end(), match[0].removesuffix("'s").removesuffix("’s")))
    return [(start, start + len(name), name) for start, _, name in found]


def stories(folder: Path) -> Iterator[Story]:
    """Read the sets."""
    path = folder / "multiling" / "topics.json"
    if path.is_file():
        for number, topic in enumerate(json.loads(path.read_text("utf-8"))):
            articles = [
                Article(doc["id"], doc["text"], title=doc["title"], date=doc["date"], date_basis="record")
                for doc in topic["docs"]
            ]
            summaries = tuple(topic["models"].values())
            yield Story("MultiLing", number < DEVELOPED_TOPICS, made(articles), summaries)
    path = folder / "multinews" / "validation.jsonl.gz"
    if path.is_file():
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                row = json.loads(line)
                texts = row["raw_document"]
                texts = json.loads(texts) if isinstance(texts, str) else texts
                articles = [Article(f"{place}", text) for place, text in enumerate(texts) if text.strip()]
                yield Story(
                    "Multi-News",
                    number < DEVELOPED_CLUSTERS,
                    made(articles),
                    (row["summary"].removeprefix("– "),),
                )
    yield from timelines(folder / "t17")


def timelines(folder: Path) -> Iterator[Story]:
    """Read Timeline17: an entry of a timeline is a summary of the articles of its days."""
    for topic in sorted(path.parent for path in folder.glob("*/timelines.jsonl")):
        with gzip.open(topic / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
            records = [json.loads(line) for line in lines]
        sources: dict[str, Source] = {}
        for line in (topic / "timelines.jsonl").read_text("utf-8").splitlines():
            for day, texts in json.loads(line) if line else ():
                near = [
                    (f"S{number}", record) for number, record in enumerate(records, 1) if tells(record, day)
                ]
                for identity, record in near[:MOST_ARTICLES]:
                    if identity not in sources:
                        article = Article(
                            record["id"], record["text"], date=record["time"], date_basis="record"
                        )
                        sources[identity] = make_source(article, identity)
                if near:
                    given = {identity: sources[identity] for identity, _ in near[:MOST_ARTICLES]}
                    yield Story("Timeline17", topic.name in DEVELOPED_TIMELINES, given, ("\n\n".join(texts),))


def tells(record: dict[str, str], day: str) -> bool:
    """Tell whether an article is of the days in which an entry's event is told."""
    passed = (date.fromisoformat(record["time"]) - date.fromisoformat(day[:10])).days
    return 0 <= passed <= DAYS_AFTER


def made(articles: Sequence[Article]) -> dict[str, Source]:
    """Make the sources that the tool makes; what is nothing but page furniture is left out."""
    sources = {}
    for number, article in enumerate(articles, 1):
        try:
            sources[f"S{number}"] = make_source(article, f"S{number}")
        except InputError:
            continue
    return sources


def pairs(story: Story) -> Iterator[Pair]:
    """Give the claims of a story that its sources hold by their words."""
    sentences = [
        (identity, sentence, terms(sentence.text).bag)
        for identity, source in story.sources.items()
        for sentence in source.sentences
    ]
    for number, summary in enumerate(story.summaries):
        for told in make_source(Article(f"{number}", summary), "M", keep_boilerplate=True).sentences:
            wanted = terms(told.text).bag
            if len(told.text.split()) < MIN_WORDS or not wanted:
                continue
            held: frozenset[str] = frozenset()
            cited: list[tuple[str, Sentence]] = []
            while len(cited) < MOST_CITED:
                identity, sentence, bag = max(
                    sentences, key=lambda one: (len(wanted & one[2] - held), -len(one[2]))
                )
                if len(wanted & bag - held) < (MIN_ADDED if cited else 1):
                    break
                cited.append((identity, sentence))
                held |= wanted & bag
            if len(held) / len(wanted) >= MIN_HELD:
                share = len(held) / len(wanted)
                yield Pair(story, told.text, tuple(cited), is_exact(told.text, cited), share)


def is_exact(text: str, cited: Sequence[tuple[str, Sentence]]) -> bool:
    """Tell whether the figures, numerals, names, days, months and quotations of a text stand in what it cites."""
    evidence = " ".join(sentence.text for _, sentence in cited).casefold()
    wanted = [match[0] for match in FIGURE.finditer(text)]
    wanted += [word for word in NUMERALS if spans(text.casefold(), word)]
    wanted += [word for word in (*CALENDAR, *WEEKDAYS) if spans(text, word)]
    wanted += [word for _, _, name in names_of(text) for word in name.split()]
    spoken = letters(evidence)
    return all(word.casefold() in evidence for word in wanted) and all(
        letters(match[1]) in spoken for match in QUOTED.finditer(text)
    )


def letters(text: str) -> str:
    """Give the letters and digits of a text alone, in lower case."""
    return "".join(filter(str.isalnum, text.casefold()))


def spans(text: str, word: str) -> list[tuple[int, int, str]]:
    """Find a word of its own in a text: where it starts and ends, and itself."""
    return [(m.start(), m.end(), m[0]) for m in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text)]
