"""Citations that open the sentences they lead to, among their neighbours, and the same as endnotes for paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from summarize.records import Citation, Claim, Quoted, Report, SourceReport
from summarize.report import wording
from summarize.report.citations import cited_sentences, format_citations
from summarize.report.glosses import spelled
from summarize.report.html.markup import Markup, element, joined

_NAMED = 4  # sources; more are counted


@dataclass(frozen=True, slots=True)
class Places:
    """Where a report's sources and cited sentences stand on the page: `source-2`, `note-17`."""

    sources: dict[str, SourceReport]
    notes: dict[Citation, int]
    numbers: dict[str, int]

    def note(self, citation: Citation) -> str:
        """Give the address of a cited sentence among the endnotes."""
        return f"note-{self.notes[citation]}"

    def source(self, identity: str) -> str:
        """Give the address of a source in the table of sources."""
        return f"source-{self.numbers[identity]}"


def places(report: Report) -> Places:
    """Number what can be linked to; ids of sources and sentences are data, and no addresses."""
    return Places(
        {source.id: source for source in report.sources},
        {citation: number for number, (citation, _) in enumerate(cited_sentences(report), start=1)},
        {source.id: number for number, source in enumerate(report.sources, start=1)},
    )


def told(claim: Claim, where: Places, voices: str = "") -> Markup:
    """Write a claim with its citations behind it: closed, they name the sources; open, they quote them."""
    doubt = wording.doubt(claim)
    return element(
        "div",
        element("span", claim.text, class_="text", dir="auto"),
        " ",
        element("strong", doubt, class_="doubt") if doubt else None,
        " " if doubt else None,
        citing(claim.citations, where, voices),
        class_="claim",
    )


def citing(citations: Sequence[Citation], where: Places, voices: str = "") -> Markup:
    """Write citations as a switch that opens what they lead to."""
    if not citations:
        return element("strong", wording.NO_CITATION, class_="doubt")
    sources = wording.source_ids(citations)
    names = ", ".join(sources) if len(sources) <= _NAMED else wording.counted(len(sources), "source")
    number = wording.counted(len(set(citations)), "sentence")
    opened = element(
        "div",
        element("p", voices.capitalize(), class_="voices") if voices else None,
        *_quotes(citations, where),
        class_="quotes",
    )
    switch = element(
        "summary", names, element("span", f": {number} quoted", class_="unseen"), title=f"{number} quoted"
    )
    return joined(
        [
            element("details", switch, opened, class_="cites"),
            element("span", format_citations(citations), class_="printed"),
        ]
    )


def _quotes(citations: Sequence[Citation], where: Places) -> list[Markup]:
    wanted = sorted(set(citations), key=lambda each: (where.numbers.get(each.source, 0), each))
    return [
        _quote(identity, [each.sentence for each in group], where)
        for identity, group in groupby(wanted, key=lambda each: each.source)
    ]


def _quote(identity: str, cited: Sequence[int], where: Places) -> Markup:
    """Quote the cited sentences of one source, each stretch of neighbours by itself."""
    source = where.sources.get(identity)
    if source is None:
        return element("div", element("b", identity), f" {wording.NO_TEXT}", class_="quote")
    runs = (_run(run, cited, identity, where) for run in stretches(source.sentences, cited))
    missing = set(cited) - {each.number for each in source.sentences}
    return element(
        "div",
        *runs,
        element("p", wording.NO_TEXT) if missing else None,
        element(
            "p",
            element("a", identity, href=f"#{where.source(identity)}"),
            " · ",
            element("cite", wording.source_title(source), dir="auto"),
            f" · {_dated(source)}",
            class_="from",
        ),
        class_="quote",
    )


def _dated(source: SourceReport) -> str:
    known = source.published
    date = f"{spelled(known.value)} ({known.basis})" if known.value else "date unknown"
    return f"{source.publisher}, {date}" if source.publisher else date


def _run(run: Sequence[Quoted], cited: Sequence[int], identity: str, where: Places) -> Markup:
    return element("blockquote", joined((_sentence(each, cited, identity, where) for each in run), " "))


def _sentence(quoted: Quoted, cited: Sequence[int], identity: str, where: Places) -> Markup:
    if quoted.number not in cited:
        return element("span", quoted.text, class_="near", dir="auto")
    citation = Citation(identity, quoted.number)
    number = element("a", str(citation), href=f"#{where.note(citation)}", class_="number")
    return joined([number, element("mark", quoted.text, dir="auto")], " ")


def stretches(sentences: Sequence[Quoted], cited: Sequence[int]) -> list[list[Quoted]]:
    """Give the cited sentences with the one before and after each, cut where the source goes on unquoted."""
    near = {number + step for number in cited for step in (-1, 0, 1)}
    runs: list[list[Quoted]] = []
    for each in (each for each in sentences if each.number in near):
        if not runs or each.number != runs[-1][-1].number + 1:
            runs.append([])
        runs[-1].append(each)
    return runs


def endnotes(report: Report, where: Places) -> list[Markup]:
    """Write every cited sentence once, with what it is from."""
    return [_endnote(citation, text, where) for citation, text in cited_sentences(report)]


def _endnote(citation: Citation, text: str | None, where: Places) -> Markup:
    source = where.sources.get(citation.source)
    words = wording.NO_TEXT if text is None else wording.quoted(text)
    return element(
        "li",
        element("b", str(citation), class_="number"),
        " ",
        element("span", words, dir="auto"),
        " ",
        element("span", f"{wording.source_title(source)} · {_dated(source)}", class_="from")
        if source
        else None,
        id=where.note(citation),
    )
