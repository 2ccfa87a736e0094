"""The check of one claim: each room looks, and the first that is sure decides."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from summarize.grounding import (
    addresses,
    clauses,
    content,
    days,
    intervals,
    kinship,
    modality,
    names,
    negation,
    opposites,
    quantities,
    quotations,
)
from summarize.grounding.evidence import Evidence
from summarize.grounding.passages import Passage, passage
from summarize.records import Claim, Sentence, Source, Support

Alarm = tuple[str, bool]


def check(claim: Claim, sources: Mapping[str, Source]) -> Claim:
    """Return the claim with its support, and with the reason where that is not full.

    `sources` are by their id. A claim that cites nothing, or a sentence that does not exist, is unsupported.
    """
    found = _sentences(claim, sources)
    if isinstance(found, str):
        return _with(claim, "unsupported", found)
    for _, sentence in found:
        if claim.text == sentence.text:
            return _with(claim, "supported", "")
    support, reason = _verdict(passage(claim.text), Evidence(found))
    return _with(claim, support, reason)


def _with(claim: Claim, support: Support, reason: str) -> Claim:
    """Give the claim with what was found; itself where that is what it says, as of most of thousands."""
    if (claim.support, claim.reason) == (support, reason):
        return claim
    return replace(claim, support=support, reason=reason)


def cited(claim: Claim, sources: Mapping[str, Source]) -> Evidence | str:
    """Gather what a claim cites, or say why that cannot be."""
    found = _sentences(claim, sources)
    return found if isinstance(found, str) else Evidence(found)


def _sentences(claim: Claim, sources: Mapping[str, Source]) -> list[tuple[Source, Sentence]] | str:
    """Give the sentences that a claim cites, each with its source, or say why that cannot be."""
    if not claim.citations:
        return "cites nothing"
    found = []
    for citation in claim.citations:
        source = sources.get(citation.source)
        sentences = source.sentences if source else ()
        if source is None or not 1 <= citation.sentence <= len(sentences):
            return f"cites {citation}, which does not exist"
        found.append((source, sentences[citation.sentence - 1]))
    return found


def _verdict(text: Passage, evidence: Evidence) -> tuple[Support, str]:
    doubts = []
    for reason, sure in _alarms(text, evidence):
        if sure:
            return "unsupported", reason
        if reason:
            doubts.append(reason)
    return ("weak", doubts[0]) if doubts else ("supported", "")


def _alarms(text: Passage, evidence: Evidence) -> Iterator[Alarm]:
    address = addresses.missing(text.text, evidence)
    yield address, bool(address)
    yield quotations.amiss(text, evidence)
    reason, spans = days.missing(text, evidence)
    yield reason, bool(reason)
    yield quantities.missing(text, evidence.passages, (*spans, *intervals.held(text, evidence)))
    yield names.missing(text, evidence)
    yield negation.amiss(text, evidence.passages)
    yield opposites.amiss(text, evidence.passages)
    yield opposites.exchanged(text, evidence.passages), False
    yield content.amiss(text, evidence.passages)
    yield clauses.amiss(text, evidence.passages)
    yield kinship.amiss(text, evidence.passages), False
    yield modality.amiss(text, evidence.passages), False
