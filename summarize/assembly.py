"""The parts of a report, made of what the stages gave: pure, from records to records."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from summarize import grounding
from summarize.dates import edtf
from summarize.records import (
    Citation,
    Claim,
    Cluster,
    Difference,
    Entry,
    LeftOut,
    Reading,
    Side,
    Source,
    SourceReport,
)
from summarize.sources import excerpt


def within(claims: tuple[Claim, ...], words: int) -> tuple[Claim, ...]:
    """Give the leading claims that keep to the length; the first stays in any case."""
    total = 0
    for index, claim in enumerate(claims):
        total += len(claim.text.split())
        if total > words and index:
            return claims[:index]
    return claims


def title(proposed: str, summary: Sequence[Claim], sources: Sequence[Source]) -> str:
    """Take the engine's title where it holds against all that the summary cites, else a source's own.

    That is the title of a source which the summary begins with: its news is the report's.
    """
    first = {citation.source for claim in summary[:1] for citation in claim.citations}
    titles = [
        source.title for source in sorted(sources, key=lambda each: each.id not in first) if source.title
    ]
    cited = tuple(dict.fromkeys(citation for claim in summary for citation in claim.citations))
    claim = grounding.check(Claim(proposed, cited), {source.id: source for source in sources})
    if proposed and (proposed in titles or claim.support == "supported"):
        return proposed
    return titles[0] if titles else sources[0].name


def place(item: Cluster) -> str:
    """Name a cluster's place in the report."""
    return f"timeline {item.value}" if item.value else f"timeline “{item.events[0].when.expression}”"


def entry(
    item: Cluster,
    claims: tuple[Claim, ...],
    sources: Mapping[str, Source],
    voices: Mapping[str, str],
    differences: Iterable[Difference] = (),
) -> Entry:
    """Make the entry of a cluster; where no claim held, it is told in the words of its source.

    Dates that other sources give for what its claims cite stand beside its own.
    """
    if not claims:
        citation = max(item.events, key=lambda event: event.weight).citations[0]
        claims = (Claim(sources[citation.source].sentences[citation.sentence - 1].text, (citation,)),)
    return Entry(
        value=item.value,
        precision=item.precision,
        status=item.status,
        claims=claims,
        expressions=tuple(dict.fromkeys(event.when for event in item.events)),
        sources=len({voices[citation.source] for event in item.events for citation in event.citations}),
        score=item.score,
        elsewhere=_elsewhere(item, claims, differences),
    )


def _elsewhere(item: Cluster, claims: Sequence[Claim], differences: Iterable[Difference]) -> tuple[Side, ...]:
    cited = {citation for claim in claims for citation in claim.citations}
    return tuple(
        side
        for difference in differences
        if difference.contrast == "date"
        and any(side.says == item.value and not cited.isdisjoint(side.citations) for side in difference.sides)
        for side in difference.sides
        if side.says != item.value and edtf.is_valid(side.says)
    )


def describe(
    sources: Sequence[Source],
    voices: Mapping[str, str],
    summaries: Mapping[str, Reading],
    citing: Iterable[Claim | LeftOut | Side],
) -> Iterator[SourceReport]:
    """Describe each source, with the sentences that anything in the report cites; `summaries` hold what it says itself."""
    cited: dict[str, set[int]] = defaultdict(set)
    for citation in _references(citing):
        cited[citation.source].add(citation.sentence)
    for source in sources:
        summary = summaries[source.id].points if source.id in summaries else ()
        own = {citation.sentence for citation in _references(summary)}
        yield SourceReport(
            id=source.id,
            name=source.name,
            title=source.title,
            publisher=source.publisher,
            url=source.url,
            published=source.published,
            words=source.words,
            sentence_count=len(source.sentences),
            summary=summary,
            removed=source.removed,
            sentences=excerpt(source, own.union(cited.get(source.id, ()))),
            copy_of="" if voices[source.id] == source.id else voices[source.id],
            attempts=source.attempts,
        )


def _references(citing: Iterable[Claim | LeftOut | Side]) -> Iterable[Citation]:
    return (citation for one in citing for citation in one.citations)
