"""Citations as they are printed, and the sentences they lead to."""

from collections.abc import Iterable, Iterator, Sequence

from summarize.records import Citation, Claim, Entry, Report, Side


def format_citations(citations: Sequence[Citation]) -> str:
    """Write citations in the order given, each once: `[S1:3, S2:7]`; "" for none."""
    if not citations:
        return ""
    return f"[{', '.join(dict.fromkeys(map(str, citations)))}]"


def cited_sentences(report: Report) -> tuple[tuple[Citation, str | None], ...]:
    """Give each sentence that the report cites once, by source and number; None where a text is missing.

    What was left out is followed as far as it can be: a citation that leads nowhere is a reason to leave out.
    """
    texts = sentence_texts(report)
    cited = {citation for claim in _claims(report) for citation in claim.citations}
    cited |= {citation for side in _sides(report) for citation in side.citations}
    cited |= {citation for left in report.left_out for citation in left.citations if citation in texts}
    place = {source.id: number for number, source in enumerate(report.sources)}
    ordered = sorted(cited, key=lambda citation: (place.get(citation.source, len(place)), citation))
    return tuple((citation, texts.get(citation)) for citation in ordered)


def sentence_texts(report: Report) -> dict[Citation, str]:
    """Give the text of every sentence that the report holds, by what cites it."""
    return {
        Citation(source.id, quoted.number): quoted.text
        for source in report.sources
        for quoted in source.sentences
    }


def entries(report: Report) -> tuple[Entry, ...]:
    """Give the entries of the timeline, and then those without a date."""
    return (*(report.timeline or ()), *report.undated)


def _sides(report: Report) -> Iterator[Side]:
    for difference in report.differences:
        yield from difference.sides
    for entry in entries(report):
        yield from entry.elsewhere


def _claims(report: Report) -> Iterator[Claim]:
    groups: list[Iterable[Claim]] = [report.summary]
    groups += [entry.claims for entry in entries(report)]
    groups += [source.summary for source in report.sources]
    for group in groups:
        yield from group
