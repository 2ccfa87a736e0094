"""How many false claims the check of claims catches, and how many true ones it takes for false.

    python benchmarks/grounding.py FOLDER [--list]

FOLDER holds `multiling/topics.json` (TAC 2011 MultiLing, English: ten dated WikiNews articles an event, three human
summaries) and, if at hand, `multinews/validation.jsonl.gz` (Multi-News, Fabbri et al. 2019: its text is in lower case)
and `t17/` (Timeline17, Tran et al. 2013: entries of human timelines beside the articles of their days). A set that is not
there is left out.

A claim is a sentence of a human summary. It cites the one to three sentences of the articles that together hold
most of its words: the best first, each further one only for two words or more that the others lack. It is a pair that
paraphrases where these hold three quarters of its words, and its figures, numerals, names, days, months and quotations
stand in them as plain strings. Nothing of this looks at units, at what a number counts, at negations, opposites or who
said what. Claims with the words but not those strings are counted apart ("by words alone"); most of them cite too little.

Then one thing of each claim is swapped, up to three times for each kind, chosen by a seed from its text. A swap counts as caught, and an untouched
claim as a false alarm, where `summarize.grounding.check` finds it weak or unsupported; the columns say which. `--list`
prints the swaps that were missed and the untouched claims that were flagged.

The check was developed on the first three topics, the first 200 clusters and the timelines finan and h1n1; the others
are held out.
"""

import argparse
import gzip
import json
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from random import Random
from statistics import median

from summarize import grounding
from summarize.errors import InputError
from summarize.records import Article, Citation, Claim, Sentence, Source
from summarize.sources import make_source
from summarize.text.terms import STOP_WORDS, terms

MIN_WORDS = 6  # of a claim
MIN_HELD = 0.75  # share of a claim's words, without stop words, that its sentences hold
MIN_ADDED = 2  # words that a further sentence must add
MOST_CITED = 3
DRAWS = 3  # swaps of a kind that are tried on a claim; the same result counts once
DAYS_AFTER = 2  # days after an entry's in which an article tells of it
MOST_ARTICLES = 25
DEVELOPED_TIMELINES = frozenset(("finan", "h1n1"))
DEVELOPED_TOPICS = 3
DEVELOPED_CLUSTERS = 200

CALENDAR = "January February March April May June July August September October November December".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
PLACES = """
Afghanistan Algeria Argentina Australia Austria Bangladesh Belgium Brazil Bulgaria Canada Chile China Colombia Cuba Denmark
Egypt Ethiopia Finland France Germany Ghana Greece Haiti Hungary Iceland India Indonesia Iran Iraq Ireland Israel Italy
Japan Jordan Kenya Kuwait Lebanon Libya Malaysia Mexico Morocco Nepal Nigeria Norway Pakistan Peru Poland Portugal
Romania Russia Rwanda Scotland Serbia Somalia Spain Sudan Sweden Switzerland Syria Thailand Tunisia Turkey Ukraine
Vietnam Yemen Zimbabwe London Paris Berlin Madrid Rome Moscow Beijing Tokyo Delhi Mumbai Cairo Lagos Nairobi Sydney
Toronto Chicago Boston Houston Dallas Miami Seattle Denver Atlanta Philadelphia Washington California Texas Florida
Ohio Virginia Georgia Pennsylvania Michigan Arizona Nevada Oregon Alabama Louisiana Tennessee Kentucky Missouri
Baghdad Tehran Kabul Jakarta Manila Seoul Bangkok Athens Dublin Vienna Oslo Stockholm Warsaw Lisbon Brussels Geneva
""".split()
DEMONYMS = """
Afghan Algerian American Australian Austrian Belgian Brazilian British Bulgarian Canadian Chilean Chinese Colombian
Cuban Danish Dutch Egyptian Ethiopian Finnish French German Greek Haitian Hungarian Indian Indonesian Iranian Iraqi
Irish Israeli Italian Japanese Jordanian Kenyan Korean Kuwaiti Lebanese Libyan Malaysian Mexican Moroccan Nigerian
Norwegian Pakistani Peruvian Polish Portuguese Romanian Russian Saudi Scottish Serbian Somali Spanish Swedish Swiss
Syrian Thai Tunisian Turkish Ukrainian Vietnamese
""".split()
# A word that counts or measures, and another: from left to right and back.
UNITS = (
    ("kilometers", "miles"),
    ("kilometres", "miles"),
    ("km", "miles"),
    ("meters", "feet"),
    ("metres", "feet"),
    ("dollars", "euros"),
    ("pounds", "dollars"),
    ("euro", "dollars"),
    ("$", "€"),
    ("£", "$"),
    ("€", "£"),
    ("USD", "euros"),
    ("percent", "points"),
    ("per cent", "points"),
    ("%", " points"),
    ("people", "houses"),
    ("hours", "days"),
    ("days", "weeks"),
    ("weeks", "months"),
    ("months", "years"),
    ("minutes", "hours"),
    ("years", "months"),
    ("dead", "injured"),
    ("deaths", "injuries"),
    ("killed", "injured"),
    ("wounded", "killed"),
    ("injured", "killed"),
    ("soldiers", "civilians"),
    ("men", "companies"),
    ("women", "buildings"),
    ("countries", "cities"),
    ("children", "schools"),
    ("students", "schools"),
    ("victims", "suspects"),
    ("jobs", "homes"),
    ("tons", "pounds"),
    ("tonnes", "pounds"),
    ("acres", "miles"),
    ("votes", "seats"),
    ("cases", "deaths"),
    ("states", "counties"),
    ("degrees", "miles"),
)
OPPOSITES = (
    ("rose", "fell"),
    ("increased", "decreased"),
    ("increase", "decrease"),
    ("won", "lost"),
    ("arrested", "released"),
    ("accepted", "rejected"),
    ("approved", "rejected"),
    ("guilty", "innocent"),
    ("convicted", "acquitted"),
    ("opened", "closed"),
    ("before", "after"),
    ("more than", "less than"),
    ("supported", "opposed"),
    ("higher", "lower"),
    ("largest", "smallest"),
    ("first", "last"),
    ("confirmed", "denied"),
    ("male", "female"),
    ("north", "south"),
    ("east", "west"),
    ("began", "ended"),
    ("success", "failure"),
    ("legal", "illegal"),
    ("left", "arrived"),
    ("bought", "sold"),
    ("older", "younger"),
    ("best", "worst"),
    ("strong", "weak"),
    ("married", "divorced"),
)
NUMERALS = (
    "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty".split()
)
AUXILIARIES = "is was are were has had have will would can could should may might".split()
# What a word of a quotation is swapped for.
OTHER_WORDS = ("terrible", "wonderful", "quickly", "never", "always", "expected", "impossible", "hopeful")

_CAPITALISED = r"[A-ZÀ-Þ][\w’'.&-]*[\w]"
_NAME = re.compile(rf"{_CAPITALISED}(?: (?:(?:of|the|al|bin|de|van|von) )?{_CAPITALISED})*")
_FIGURE = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w]|[.,]\d)")
_YEAR = re.compile(r"(?<![\w.,$€£])(?:19|20)\d\d(?![\w]|[.,]\d)")
_QUOTED = re.compile(r"[“\"]([^“”\"]{8,})[”\"]")
_NOT_NAMES = frozenset((*CALENDAR, *WEEKDAYS, "I", "Mr", "Mrs", "Ms", "Dr", "The", "A", "An"))


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
    """A claim with what it cites; `exact` where its figures and names stand there as plain strings."""

    story: Story
    text: str
    cited: tuple[tuple[str, Sentence], ...]
    exact: bool

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What it cites."""
        return tuple(Citation(identity, sentence.number) for identity, sentence in self.cited)

    @cached_property
    def evidence(self) -> str:
        """The text it cites."""
        return " ".join(sentence.text for _, sentence in self.cited)


Swap = Callable[[Pair, Random, Sequence[str]], str]


def names_of(text: str) -> list[tuple[int, int, str]]:
    """Give the runs of capitalised words that do not open the text, without days and months."""
    found = []
    for match in _NAME.finditer(text):
        opens = match.start() == 0 or text[: match.start()].rstrip()[-1:] in ".!?:\"“'‘("
        words = match[0].split()
        is_name = not any(word in _NOT_NAMES or word.casefold() in STOP_WORDS for word in words)
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
                yield Pair(story, told.text, tuple(cited), is_exact(told.text, cited))


def is_exact(text: str, cited: Sequence[tuple[str, Sentence]]) -> bool:
    """Tell whether the figures, numerals, names, days, months and quotations of a text stand in what it cites."""
    evidence = " ".join(sentence.text for _, sentence in cited).casefold()
    wanted = [match[0] for match in _FIGURE.finditer(text)]
    wanted += [word for word in NUMERALS if _spans(text.casefold(), word)]
    wanted += [word for word in (*CALENDAR, *WEEKDAYS) if _spans(text, word)]
    wanted += [word for _, _, name in names_of(text) for word in name.split()]
    spoken = _letters(evidence)
    return all(word.casefold() in evidence for word in wanted) and all(
        _letters(match[1]) in spoken for match in _QUOTED.finditer(text)
    )


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _replaced(text: str, start: int, end: int, by: str) -> str:
    return text[:start] + by + text[end:]


def _one(found: Sequence[tuple[int, int, str]], random: Random) -> tuple[int, int, str]:
    return found[random.randrange(len(found))]


def _spans(text: str, word: str) -> list[tuple[int, int, str]]:
    return [(m.start(), m.end(), m[0]) for m in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text)]


def swap_number(pair: Pair, random: Random, _: Sequence[str]) -> str:
    """Change a figure or a number in words to one that is not in the cited sentences."""
    years = {match.span() for match in _YEAR.finditer(pair.text)}
    found = [(m.start(), m.end(), m[0]) for m in _FIGURE.finditer(pair.text) if m.span() not in years]
    found = [one for one in found if not _is_of_date(pair.text, one)]
    found += [span for word in NUMERALS for span in _spans(pair.text, word)]
    if not found:
        return ""
    start, end, old = _one(sorted(found), random)
    for _attempt in range(20):
        new = (
            random.choice([word for word in NUMERALS if word != old])
            if old.isalpha()
            else _figure(old, random)
        )
        if not _spans(pair.evidence, new) and not _spans(pair.text, new):
            return _replaced(pair.text, start, end, new)
    return ""


def _is_of_date(text: str, span: tuple[int, int, str]) -> bool:
    around = text[max(0, span[0] - 12) : span[1] + 12]
    return any(month[:3] in around for month in CALENDAR)


def _figure(old: str, random: Random) -> str:
    """Another figure: one digit changed, or ten times as much."""
    if random.random() < 0.25 and old[0] != "0":
        return f"{old}0" if "," not in old and "." not in old else old.replace(old[0], f"{old[0]}1", 1)
    at = random.choice([index for index, letter in enumerate(old) if letter.isdigit()])
    digit = random.choice([d for d in "123456789" if d != old[at]])
    return old[:at] + digit + old[at + 1 :]


def swap_number_within(pair: Pair, random: Random, _: Sequence[str]) -> str:
    """Put another figure of the cited sentences in a figure's place."""
    found = [(m.start(), m.end(), m[0]) for m in _FIGURE.finditer(pair.text)]
    others = sorted({m[0] for m in _FIGURE.finditer(pair.evidence)} - {old for _, _, old in found})
    if not found or not others:
        return ""
    start, end, _old = _one(found, random)
    return _replaced(pair.text, start, end, random.choice(others))


def swap_date(pair: Pair, random: Random, _: Sequence[str]) -> str:
    """Change a weekday, a month or a year, or the day beside a month."""
    text = pair.text
    found = [span for word in (*CALENDAR, *WEEKDAYS) for span in _spans(text, word) if word != "May"]
    found += [(m.start(), m.end(), m[0]) for m in _YEAR.finditer(text)]
    found += [
        (m.start(), m.end(), m[0])
        for m in re.finditer(
            rf"(?<=\b)\d\d?(?= (?:{'|'.join(CALENDAR)}))|(?:(?<=[a-z] )\d\d?(?!\d|[.,]\d|\w))", text
        )
        if m.end() + 1 < len(text) and _is_of_month(text, m.start(), m.end())
    ]
    if not found:
        return ""
    start, end, old = _one(sorted(set(found)), random)
    for _attempt in range(20):
        if old in WEEKDAYS:
            new = random.choice([day for day in WEEKDAYS if day != old])
        elif old in CALENDAR:
            new = random.choice([month for month in CALENDAR if month not in {old, "May"}])
        elif len(old) == 4:
            new = str(int(old) + random.choice((-3, -2, -1, 1, 2, 3)))
        else:
            new = str(random.randint(1, 28))
        if new != old and not _spans(pair.evidence, new):
            return _replaced(text, start, end, new)
    return ""


def _is_of_month(text: str, start: int, end: int) -> bool:
    before, after = text[:start].split()[-1:], text[end:].split()[:1]
    return any(word.strip(".,") in CALENDAR for word in (*before, *after))


def _name(pair: Pair, random: Random, others: Sequence[str], *, places: bool) -> str:
    found = [
        span
        for span in names_of(pair.text)
        if (set(span[2].split()) & set(PLACES) != set()) == places and span[2] not in DEMONYMS
    ]
    if places:
        found = [span for place in PLACES for span in _spans(pair.text, place)]
        near = [name for name in pair.story.names if name in PLACES]
        far = PLACES
    else:
        near = [name for name in pair.story.names if name not in PLACES and name not in DEMONYMS]
        far = list(others)
    if not found:
        return ""
    start, end, _old = _one(sorted(found), random)
    known = set(re.findall(r"\w+", f"{pair.text} {pair.evidence}".casefold()))
    pool = near if random.random() < 0.5 else far
    pool = [name for name in pool if known.isdisjoint(re.findall(r"\w+", name.casefold()))]
    return _replaced(pair.text, start, end, random.choice(pool)) if pool else ""


def swap_name(pair: Pair, random: Random, others: Sequence[str]) -> str:
    """Put another name in a name's place: of the same sources, or of another story."""
    return _name(pair, random, others, places=False)


def swap_place(pair: Pair, random: Random, others: Sequence[str]) -> str:
    """Put another place in a place's place."""
    demonyms = [span for word in DEMONYMS for span in _spans(pair.text, word)]
    if demonyms and random.random() < 0.5:
        start, end, _old = _one(sorted(demonyms), random)
        known = f"{pair.text} {pair.evidence}"
        pool = [word for word in DEMONYMS if word[:4] not in known]
        return _replaced(pair.text, start, end, random.choice(pool))
    return _name(pair, random, others, places=True)


def swap_unit(pair: Pair, random: Random, _: Sequence[str]) -> str:
    """Change what a number counts or measures."""
    text = pair.text
    count = rf"(?:{_FIGURE.pattern}|\b(?:{'|'.join(NUMERALS)})\b)"
    found: list[tuple[int, int, str]] = []
    for one, other in (*UNITS, *((b, a) for a, b in UNITS if a.isalpha() and b.isalpha())):
        if one in "$£€":
            pattern = rf"{re.escape(one)}(?=\s?\d)"
        else:
            pattern = rf"(?P<count>{count}(?:[ -](?:\w+ )?(?:(?:m|b|tr)illion )?))(?P<unit>{re.escape(one)})(?![\w])"
        for match in re.finditer(pattern, text):
            start, end = match.span("unit") if "unit" in match.re.groupindex else match.span()
            if other.strip() not in pair.evidence:
                found.append((start, end, other))
    if not found:
        return ""
    start, end, new = _one(sorted(set(found)), random)
    return _replaced(text, start, end, new)


def swap_quotation(pair: Pair, random: Random, _: Sequence[str]) -> str:
    """Change a word inside a quotation, or put marks around words that are not in the cited sentences."""
    quoted = [match for match in _QUOTED.finditer(pair.text) if len(match[1].split()) > 1]
    if quoted:
        match = random.choice(quoted)
        words = [m for m in re.finditer(r"[a-z]{4,}", match[1]) if terms(m[0]).bag]
        if not words:
            return ""
        word = random.choice(words)
        new = random.choice([other for other in OTHER_WORDS if other not in pair.evidence])
        return _replaced(pair.text, match.start(1) + word.start(), match.start(1) + word.end(), new)
    if '"' in pair.text or "“" in pair.text:
        return ""
    words = list(re.finditer(r"[^\s]*\w", pair.text))
    evidence = " ".join(re.findall(r"\w+", pair.evidence.casefold()))
    spans = []
    for first in range(len(words) - 4):
        start, end = words[first].start(), words[first + 4].end()
        if " ".join(re.findall(r"\w+", pair.text[start:end].casefold())) not in evidence:
            spans.append((start, end, ""))
    if not spans:
        return ""
    start, end, _old = _one(spans, random)
    return f"{pair.text[:start]}“{pair.text[start:end]}”{pair.text[end:]}"


def swap_negation(pair: Pair, random: Random, _: Sequence[str]) -> str:
    """Take a negation out, or put one in: behind an auxiliary, else before a verb in the past."""
    text = pair.text
    negators = [
        (m.start(), m.end(), m[0])
        for m in re.finditer(r" not(?= )|n['’]t(?= )| never(?= )|(?<= )no (?=[a-z])", text)
    ]
    if negators:
        start, end, _old = _one(negators, random)
        return _replaced(text, start, end, "")
    found = [
        (m.end(), m.end(), " not")
        for word in AUXILIARIES
        for m in re.finditer(rf"(?<= ){word}(?= [a-z])", text)
        if text[m.end() + 1 :].split()[0] not in {"a", "the", "also"}
    ]
    if not found:
        found = [
            (m.start(), m.start(), "never ")
            for m in re.finditer(
                r"(?<=[a-z] )[a-z]{3,}ed(?= (?:the|a|an|that|to|his|her|its|their|in|on)\b)", text
            )
        ]
    if not found:
        return ""
    start, end, new = _one(sorted(found), random)
    return _replaced(text, start, end, new)


def swap_opposite(pair: Pair, random: Random, _: Sequence[str]) -> str:
    """Say the opposite of a word that the cited sentences hold too."""
    found = []
    for one, other in (*OPPOSITES, *((b, a) for a, b in OPPOSITES)):
        if _spans(pair.evidence, one) and not _spans(pair.evidence, other):
            found += [(start, end, other) for start, end, _ in _spans(pair.text, one)]
    if not found:
        return ""
    start, end, new = _one(sorted(found), random)
    return _replaced(pair.text, start, end, new)


def swap_roles(pair: Pair, random: Random, _: Sequence[str]) -> str:
    """Exchange two names of the claim."""
    found = [span for span in names_of(pair.text) if span[2] in pair.evidence]
    if len({name for _, _, name in found}) < 2:
        return ""
    one, other = sorted(random.sample(found, 2))
    if one[2] == other[2]:
        return ""
    text = _replaced(pair.text, other[0], other[1], one[2])
    return _replaced(text, one[0], one[1], other[2])


SWAPS: tuple[tuple[str, Swap], ...] = (
    ("number", swap_number),
    ("date", swap_date),
    ("name", swap_name),
    ("place", swap_place),
    ("unit", swap_unit),
    ("quotation", swap_quotation),
    ("negation", swap_negation),
)
BESIDE: tuple[tuple[str, Swap], ...] = (
    ("opposite", swap_opposite),
    ("a figure of the same sentences", swap_number_within),
    ("two names exchanged", swap_roles),
)


@dataclass
class Count:
    """How many claims were looked at, and what was found."""

    claims: int = 0
    weak: int = 0
    unsupported: int = 0

    def add(self, support: str) -> None:
        """Count a claim."""
        self.claims += 1
        self.weak += support == "weak"
        self.unsupported += support == "unsupported"

    def __add__(self, other: "Count") -> "Count":
        return Count(self.claims + other.claims, self.weak + other.weak, self.unsupported + other.unsupported)

    @property
    def row(self) -> str:
        """Its cells of the table."""
        if not self.claims:
            return "0 | – | – | –"
        share = 100 * (self.weak + self.unsupported) / self.claims
        return f"{self.claims} | {self.weak} | {self.unsupported} | {share:.1f} %"


@dataclass
class Bench:
    """The run: counts by the part of the data and the kind of swap, and the time of each check."""

    listing: bool
    seconds: list[float]
    counts: dict[tuple[str, str], Count]

    def look(self, part: str, kind: str, pair: Pair, text: str) -> None:
        """Check a claim and count what is found."""
        claim = Claim(text, pair.citations)
        start = time.perf_counter()
        checked = grounding.check(claim, pair.story.sources)
        self.seconds.append(time.perf_counter() - start)
        self.counts.setdefault((part, kind), Count()).add(checked.support)
        is_untouched = text == pair.text
        if self.listing and is_untouched != (checked.support == "supported"):
            print(f"[{part}] {kind}: {text}\n    {checked.support}: {checked.reason}")
            if not is_untouched:
                print(f"    was: {pair.text}")
            for identity, sentence in pair.cited:
                print(f"    {identity}:{sentence.number} {sentence.text}")


def run(folder: Path, *, listing: bool) -> Bench:
    """Look at all claims, untouched and swapped."""
    bench = Bench(listing, [], {})
    read = list(stories(folder))
    pools: dict[str, tuple[str, ...]] = {}
    for kind in {story.kind: None for story in read}:
        names = (name for story in read if story.kind == kind for name in story.names)
        pools[kind] = tuple(dict.fromkeys(name for name in names if name not in PLACES + DEMONYMS))
    for story in read:
        part = f"{story.kind}, {'developed on' if story.developed else 'held out'}"
        for pair in pairs(story):
            if not pair.exact:
                bench.look(part, BY_WORDS, pair, pair.text)
                continue
            bench.look(part, UNTOUCHED, pair, pair.text)
            for kind, swap in (*SWAPS, *BESIDE):
                for text in swapped(pair, kind, swap, pools[story.kind]):
                    bench.look(part, kind, pair, text)
    return bench


def swapped(pair: Pair, kind: str, swap: Swap, pool: Sequence[str]) -> list[str]:
    """Swap a thing of one kind in a claim, in some ways that differ; none where the claim has nothing of it."""
    draws = (swap(pair, Random(f"{kind} {draw} {pair.text}"), pool) for draw in range(DRAWS))  # noqa: S311 - a seed, no secret
    return [text for text in dict.fromkeys(draws) if text]


UNTOUCHED = "untouched"
BY_WORDS = "untouched, by words alone"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--list", action="store_true", dest="listing")
    arguments = parser.parse_args()
    bench = run(arguments.folder, listing=arguments.listing)
    if not bench.counts:
        sys.exit(f"{arguments.folder}: neither multiling/topics.json nor multinews/validation.jsonl.gz in it")
    print(
        "| claims | swapped | number | weak | unsupported | flagged |\n| --- | --- | ---: | ---: | ---: | ---: |"
    )
    for part in dict.fromkeys(part for part, _ in bench.counts):
        of_part = {kind: count for (at, kind), count in bench.counts.items() if at == part}
        caught = sum((of_part.get(kind, Count()) for kind, _ in SWAPS), Count())
        for kind in (UNTOUCHED, *(kind for kind, _ in SWAPS)):
            print(f"| {part} | {kind} | {of_part.get(kind, Count()).row} |")
        print(f"| {part} | **all swaps** | {caught.row} |")
        for kind in (*(kind for kind, _ in BESIDE), BY_WORDS):
            print(f"| {part} | *{kind}* | {of_part.get(kind, Count()).row} |")
    spent = bench.seconds
    print(
        f"\n{len(spent)} checks: {1000 * median(spent):.2f} ms in the median, {1000 * sum(spent) / len(spent):.2f} on average"
    )


if __name__ == "__main__":
    main()
