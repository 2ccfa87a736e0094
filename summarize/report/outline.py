"""The report as headings, paragraphs, lists and tables of plain words: what the formats for word processors lay out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from summarize.records import Claim, Entry, LeftOut, Report, SourceReport
from summarize.report import wording
from summarize.report.citations import cited_sentences, format_citations
from summarize.report.differences import Told, told
from summarize.report.escape import plain
from summarize.report.glosses import spelled
from summarize.report.links import web_address
from summarize.report.spans import spelled_date
from summarize.report.usage import USAGE_HEADER, made, usage_table

Style = Literal["text", "strong", "soft", "alarm"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one line of text in one style."""

    text: str
    style: Style = "text"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 0 is the title."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or an item of a list where `listed`."""

    runs: tuple[Run, ...]
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Grid


def outline(report: Report) -> Iterator[Block]:
    """Give the whole report in its order; its texts are single lines without controls and unseen characters."""
    yield Heading(wording.title(report), 0)
    yield _paragraph([Run(f"From {wording.origin(report)}.", "soft")])
    for warning in wording.warnings(report):
        yield _paragraph([Run(warning, "alarm")])
    yield from _summary(report)
    yield from _timeline(report)
    yield from _differences(told(report))
    yield from _what_each_says(report.sources)
    yield from _sources(report.sources)
    attempts = wording.attempts(report)
    yield from _listed(wording.ATTEMPTS, (_attempt(*attempt) for attempt in attempts))
    yield from _listed("Left out, and why", map(_left_out, report.left_out))
    failed = ([Run(f"{each.name}:", "strong"), Run(each.reason)] for each in report.failures)
    yield from _listed("Failed", failed)
    yield from _listed("Cited sentences", _cited(report))
    yield from _made(report)


def _paragraph(runs: Iterable[Run], *, listed: bool = False) -> Paragraph:
    """Join runs by blanks, and leave out those without a text."""
    said = [(plain(run.text), run.style) for run in runs]
    kept = [each for each in said if each[0]]
    return Paragraph(
        tuple(Run(f" {text}" if number else text, style) for number, (text, style) in enumerate(kept)), listed
    )


def _listed(name: str, items: Iterable[Sequence[Run]]) -> Iterator[Block]:
    paragraphs = [_paragraph(item, listed=True) for item in items]
    if paragraphs:
        yield Heading(name, 1)
        yield from paragraphs


def _claim(claim: Claim) -> list[Run]:
    citations = format_citations(claim.citations) or wording.NO_CITATION
    return [Run(claim.text), Run(citations, "soft"), Run(wording.doubt(claim), "alarm")]


def _claims(claims: Iterable[Claim]) -> list[Run]:
    return [run for claim in claims for run in _claim(claim)]


def _summary(report: Report) -> Iterator[Block]:
    yield Heading("Summary", 1)
    for claims in wording.paragraphs(report.summary):
        merged = ((*_claim(claim), Run(_aside(wording.voices(claim, report)), "soft")) for claim in claims)
        yield _paragraph(run for runs in merged for run in runs)
    if not report.summary:
        yield _paragraph([Run(wording.NO_SUMMARY)])


def _aside(said: str) -> str:
    return f"({said})" if said else ""


def _timeline(report: Report) -> Iterator[Block]:
    if report.timeline is None and not report.undated:
        return
    yield Heading("Timeline", 1)
    for entry in report.timeline or ():
        yield _entry(spelled(entry.value), entry)
    if not report.timeline:
        yield _paragraph([Run(wording.NO_TIMELINE)])
    for note in wording.cut(report):
        yield _paragraph([Run(note.replace("`", ""), "soft")])
    if report.undated:
        yield Heading("Date not known", 2)
    for entry in report.undated:
        yield _entry(wording.as_written(entry), entry)


def _entry(date: str, entry: Entry) -> Block:
    remarks = ", ".join(filter(None, [wording.status(entry), *wording.date_doubts(entry)]))
    others = _claims(wording.elsewhere(entry, spelled_date))
    carried = Run(f"· {wording.carried(entry)}", "soft")
    head = [Run(date, "strong"), Run(_aside(remarks), "alarm"), Run("—")]
    return _paragraph([*head, *_claims(entry.claims), carried, *others], listed=True)


def _differences(differences: Sequence[Told]) -> Iterator[Block]:
    if not differences:
        return
    yield Heading(wording.DIFFERENCES, 1)
    rows = tuple(
        (
            plain(f"{each.about} ({each.contrast})"),
            plain(spelled_date(side.says)),
            plain(side.sources),
            plain(" ".join(f"{wording.quoted(text)} [{citation}]" for citation, text in side.quotes)),
        )
        for each in differences
        for side in each.sides
    )
    yield Grid(("About", "Says", "Sources", "In their words"), rows)


def _what_each_says(sources: Sequence[SourceReport]) -> Iterator[Block]:
    if sources:
        yield Heading("What each source says", 1)
    for source in sources:
        yield Heading(plain(f"{source.id} · {wording.source_title(source)} — {wording.byline(source)}"), 2)
        address = web_address(source.url) or source.url
        if address:
            yield _paragraph([Run(address, "soft")])
        for claim in source.summary:
            yield _paragraph(_claim(claim), listed=True)
        if not source.summary:
            yield _paragraph([Run(wording.no_summary(source))])


def _sources(sources: Sequence[SourceReport]) -> Iterator[Block]:
    if sources:
        header, rows = wording.sources_table(sources)
        yield Heading("Sources", 1)
        yield Grid(header, tuple(tuple(map(plain, row)) for row in rows))


def _attempt(source: str, kind: str, words: str) -> list[Run]:
    return [Run(source, "strong"), Run(f"{kind}:"), Run(wording.quoted(words))]


def _left_out(left: LeftOut) -> list[Run]:
    cited = Run(format_citations(left.citations), "soft")
    return [
        Run(f"{left.where}:", "strong"),
        Run(wording.quoted(left.text)),
        cited,
        Run(f"— {left.reason}", "alarm"),
    ]


def _cited(report: Report) -> Iterator[list[Run]]:
    for citation, text in cited_sentences(report):
        words = wording.NO_TEXT if text is None else wording.quoted(text)
        yield [Run(str(citation), "strong"), Run(words)]


def _made(report: Report) -> Iterator[Block]:
    yield Heading("How this was made", 1)
    for name, value in made(report):
        yield _paragraph([Run(f"{name}:", "soft"), Run(value)], listed=True)
    if rows := usage_table(report.made):
        yield Grid(USAGE_HEADER, tuple(rows))
