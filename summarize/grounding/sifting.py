"""What may stay of a list of claims: marks that are no quotation go, and citations that add nothing."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from summarize.grounding import quotations
from summarize.grounding.passages import Passage, fold, passage
from summarize.grounding.verdict import check, cited
from summarize.records import Citation, Claim, LeftOut, Source

MIN_NEW = 2  # words of a claim that a further citation of a source must add to those before it
MIN_REPORTED = 0.5  # share of a quotation's words of content that its sentences must hold for it to be told without marks

_MARKED = re.compile(r"(?:[“”\"„«»]|'')(.+?)(?:[“”\"«»]|'')|(?<![\w‘'])[‘'](.+?)[’'](?!\w)")


def sift(
    claims: Iterable[Claim], sources: Mapping[str, Source], where: str
) -> tuple[tuple[Claim, ...], tuple[LeftOut, ...]]:
    """Check all claims: those that may stay, and those that are left out, with their reasons.

    A quotation that is not verbatim stays as reported speech where its words otherwise hold.
    """
    checked = [check(unquoted(claim, sources), sources) for claim in claims]
    checked = [trim(claim, sources) if claim.support == "supported" else claim for claim in checked]
    return (
        tuple(claim for claim in checked if claim.support != "unsupported"),
        tuple(
            LeftOut(where, claim.text, claim.citations, claim.reason)
            for claim in checked
            if claim.support == "unsupported"
        ),
    )


def stays(claim: Claim, sources: Mapping[str, Source]) -> bool:
    """Tell of a claim, as checked, that `sift` keeps it as it is."""
    return claim.support == "supported" and _cites_once(claim) and unquoted(claim, sources) is claim


def unquoted(claim: Claim, sources: Mapping[str, Source]) -> Claim:
    """Take the marks off quotations that are not verbatim ones of the cited sentences, where the words otherwise hold.

    What is said in the first or second person cannot be told without marks, and keeps them.
    """
    if not quotations.is_marked(claim.text):
        return claim
    text = claim.text
    told = passage(text)
    found = quotations.quotations(told)
    evidence = cited(claim, sources) if found else ""
    if isinstance(evidence, str):
        return claim
    for quotation in found:
        if quotations.standing(quotation, told, evidence) == "quoted" or not quotations.is_reportable(
            quotation
        ):
            continue
        if _held(passage(quotation.words), evidence.stems) >= MIN_REPORTED:
            text = _without_marks(text, quotation.words)
    return replace(claim, text=text) if text != claim.text else claim


def _held(text: Passage, stems: frozenset[str]) -> float:
    wanted = [token.stem for token in text.words if token.is_content]
    return sum(stem in stems for stem in wanted) / len(wanted) if wanted else 1.0


def _without_marks(text: str, words: str) -> str:
    for match in _MARKED.finditer(text):
        inner = match[1] or match[2]
        if fold(inner) == words:
            return f"{text[: match.start()]}{inner}{text[match.end() :]}"
    return text


def trim(claim: Claim, sources: Mapping[str, Source]) -> Claim:
    """Leave out citations that add nothing to those of the same source, as long as the claim stays supported.

    A model cites the sentence that introduces a person with all that is said of them. Every source that carries the
    claim stays cited.
    """
    if _cites_once(claim):
        return claim
    wanted = _words(claim.text)
    kept: set[Citation] = set()
    for identity in dict.fromkeys(citation.source for citation in claim.citations):
        held = {
            citation: wanted & _words(sources[identity].sentences[citation.sentence - 1].text)
            for citation in claim.citations
            if citation.source == identity
        }
        covered: frozenset[str] = frozenset()
        while held:
            best = max(held, key=lambda citation: (len(held[citation] - covered), -citation.sentence))
            if covered and len(held[best] - covered) < MIN_NEW:
                break
            covered |= held.pop(best)
            kept.add(best)
    shorter = check(replace(claim, citations=tuple(one for one in claim.citations if one in kept)), sources)
    return shorter if shorter.support == claim.support else claim


def _cites_once(claim: Claim) -> bool:
    """Tell whether a claim cites no source twice."""
    cited = claim.citations
    return len(cited) == 1 or len(cited) == len({citation.source for citation in cited})


def holding(text: str, citations: Sequence[Citation], sources: Mapping[str, Source]) -> tuple[Citation, ...]:
    """Give those of the citations whose sentences hold a text: of each source those that hold most of its words."""
    wanted = _words(text)
    held = {
        citation: len(wanted & _words(sources[citation.source].sentences[citation.sentence - 1].text))
        for citation in citations
    }
    most: dict[str, int] = {}
    for citation, count in held.items():
        most[citation.source] = max(count, most.get(citation.source, 0))
    return tuple(
        citation for citation in citations if held[citation] == most[citation.source] and held[citation]
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(token.stem for token in passage(text).words if token.is_content)
