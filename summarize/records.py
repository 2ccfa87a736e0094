"""The values that pass between the stages: frozen, and free of behaviour beyond naming themselves.

Offsets are in characters (Unicode code points), 0-based, end exclusive, into `Source.text`. Sentence
numbers are 1-based within their source. Dates are EDTF (ISO 8601-2).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

# What a source says of an event; "reported" is one that it tells as news and dates nowhere: its day is that of the report.
Status = Literal["happened", "planned", "alleged", "denied", "reported"]
Support = Literal["supported", "weak", "unsupported"]
Contrast = Literal["figure", "date", "actor", "quotation", "other"]
Precision = Literal[
    "day", "week", "month", "quarter", "season", "year", "decade", "century", "range", "unknown"
]
Gate = Literal["unsupported", "weak", "disagreement", "undated"]
Basis = Literal["flag", "front matter", "record", "metadata", "dateline", "file name", "inferred", "unknown"]

# Rules of a `When` that stages know by name: an expression that an engine made up, one such as "recently", which dates
# no event, and those such as "a day after" and "the next day", which alone say nothing.
NOT_THERE = "not in the cited sentences"
VAGUE = "vague reference"
COUNTED = "counted from a date"
STEP = "step"
# The rule of a `When` that no expression gives: the day on which the source that tells the news was published.
REPORTED = "day of the report"

# Marks a field that reports of the same format, written by an older version, do not have; it takes its default.
ADDED = {"added": True}


@dataclass(frozen=True, slots=True)
class Published:
    """When a source was published, and how that is known.

    `value` is an ISO day (2018-03-28) or "" where `basis` is "unknown"; `evidence` is the text or the
    field it was read from.
    """

    value: str = ""
    basis: Basis = "unknown"
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """A date expression and what it resolves to.

    `value` is EDTF: a day, month, year, interval (2018-03-25/2018-03-28), season (2011-21), decade
    (199X), with `~` where the source is vague; "" where it cannot be resolved, and then the expression
    stands as written. `rule` names the rule that resolved it, `anchor` the ISO day it counts from ("" for
    none), `start`/`end` its place in `Source.text`. `doubt` says why the value may be another, "" where nothing
    speaks against it.
    """

    expression: str
    value: str
    precision: Precision
    rule: str
    anchor: str
    start: int
    end: int
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a source; `text` has its white space folded, the offsets keep the original."""

    number: int
    text: str
    start: int
    end: int
    paragraph: int
    dates: tuple[When, ...] = ()


@dataclass(frozen=True, slots=True)
class Removed:
    """A piece of page furniture that was taken out, and the kind it was recognised as."""

    text: str
    reason: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """What a reader found in a file: the text as decoded, and the metadata stated beside it.

    `name` is how reports call it: the file's path below the folder that was given, with `#N` for the Nth
    record of a file with several. `start` is where the article begins in `text` (after front matter).
    `date` is the publication date as stated, `date_basis` where it was stated, "unknown" for nowhere. `hidden` is what
    the page holds but shows to nobody; it is no part of `text`.
    """

    name: str
    text: str
    start: int = 0
    title: str = ""
    publisher: str = ""
    url: str = ""
    date: str = ""
    date_basis: Basis = "unknown"
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attempt:
    """A place in a source that tries to steer a model or the report: what it does, and the words that do it."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """An article made ready: numbered sentences, a publication date, and what was dropped.

    `words` counts the words of its sentences, `tokens` those of its sentences with their numbers, a line each (0: not
    counted).
    """

    id: str
    name: str
    title: str
    publisher: str
    url: str
    published: Published
    text: str = field(repr=False)
    sentences: Sequence[Sentence] = field(repr=False)
    removed: tuple[Removed, ...] = field(repr=False)
    words: int
    attempts: tuple[Attempt, ...] = ()
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class Chunk:
    """Whole sentences of one source within the token budget; `number` is 1-based.

    `start`/`end` are offsets into the text that was chunked; chunks follow each other without a gap.
    """

    number: int
    text: str
    start: int
    end: int
    tokens: int


@dataclass(frozen=True, slots=True, order=True)
class Citation:
    """A sentence of a source: S1:3 is the third sentence of S1."""

    source: str
    sentence: int

    def __str__(self) -> str:
        return f"{self.source}:{self.sentence}"


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of the report, with the sentences it rests on and what the check of it found.

    `voices` counts the independent sources among those it cites: copies of one wire story are one voice.
    """

    text: str
    citations: tuple[Citation, ...]
    support: Support = "supported"
    reason: str = ""
    voices: int = 1


@dataclass(frozen=True, slots=True)
class Side:
    """What some of the sources say, where others say otherwise: a figure, a date (EDTF), a name, a few words."""

    says: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact that sources report differently: `about` names it, each side has its own sources."""

    about: str
    contrast: Contrast
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """What an engine made of all readings: a title, the summary, and what the sources differ in."""

    title: str
    claims: tuple[Claim, ...]
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """Something a source dates: what happened, when, and the sentences that say so.

    `weight` is its salience in its source, 0 to 1.
    """

    text: str
    when: When
    status: Status
    citations: tuple[Citation, ...]
    weight: float = 0.5


@dataclass(frozen=True, slots=True)
class Reading:
    """What an engine took from one source: its points, most telling first, and its dated events.

    `failure` is empty, or says why the source could not be read by the engine.
    """

    source: str
    points: tuple[Claim, ...] = ()
    events: tuple[Event, ...] = ()
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Events of several sources on one date that make one entry; `score` is its salience."""

    value: str
    precision: Precision
    status: Status
    events: tuple[Event, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the timeline.

    `value` is the EDTF date; "" in the undated part, where `expressions` hold the date as written.
    `sources` counts the independent sources that carry it, `elsewhere` holds the other dates that sources give for
    the same event.
    """

    value: str
    precision: Precision
    status: Status
    claims: tuple[Claim, ...]
    expressions: tuple[When, ...]
    sources: int
    score: float
    elsewhere: tuple[Side, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A claim that was taken out of the report, and why; `support` is what its check found."""

    where: str
    text: str
    citations: tuple[Citation, ...]
    reason: str
    support: Support = "unsupported"


@dataclass(frozen=True, slots=True)
class Failure:
    """A source, or a step of the run, that failed: its name and a one-line reason."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Telling:
    """The sentences of each cluster, in the clusters' order, and what failed on the way.

    A cluster that could not be told has no claims.
    """

    claims: tuple[tuple[Claim, ...], ...]
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence of a source as the report quotes it."""

    number: int
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SourceReport:
    """A source as the report shows it.

    `summary` is what this source says, `removed` the furniture that was taken out, `sentences` are those that
    the report cites, with their direct neighbours, in order. `copy_of` is the id of the source that this one is a
    copy of, and that was read in its place; "" for one that was read itself. `attempts` are what it tries on its
    readers' machines.
    """

    id: str
    name: str
    title: str
    publisher: str
    url: str
    published: Published
    words: int
    sentence_count: int
    summary: tuple[Claim, ...]
    removed: tuple[Removed, ...]
    sentences: tuple[Quoted, ...]
    copy_of: str = ""
    attempts: tuple[Attempt, ...] = ()


@dataclass(frozen=True, slots=True)
class Usage:
    """What one stage asked of the model: calls, and tokens as the endpoint counted them.

    `replayed` counts the calls answered by a recording or the cache, which are paid no more; `paid_input_tokens` and
    `paid_output_tokens` leave theirs out. `cost` is in US dollars, None where the model has no known price.
    """

    stage: str
    calls: int
    replayed: int
    input_tokens: int
    output_tokens: int
    paid_input_tokens: int = 0
    paid_output_tokens: int = 0
    cost: float | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """How the report was made, and the gates that it was held against."""

    version: str = ""
    engine: str = ""
    model: str = ""
    prompts: str = ""
    usage: tuple[Usage, ...] = ()
    gates: tuple[Gate, ...] = field(default=(), metadata=ADDED)


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """The whole result of a run, the same in every format.

    `dates_found` counts the dates that the timeline was chosen from; it tells the most salient of them. `partial` is
    empty, or says which limit ended the run before its end.
    """

    title: str
    focus: str
    summary: tuple[Claim, ...]
    timeline: tuple[Entry, ...] | None
    undated: tuple[Entry, ...]
    sources: tuple[SourceReport, ...]
    left_out: tuple[LeftOut, ...]
    failures: tuple[Failure, ...] = ()
    made: Made = Made()
    dates_found: int = 0
    differences: tuple[Difference, ...] = ()
    partial: str = ""

    def __repr__(self) -> str:
        """Name it: in full it would take as much as its JSON, for each message of asyncio that shows a task's result."""
        return f"Report({self.title!r}, {len(self.sources)} sources)"
