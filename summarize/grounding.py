"""Checks a claim against the sentences it cites, without a model.

Every number, date, name and quotation of the claim must stand in the cited sentences; a name may also come from
elsewhere in a cited source, since a good sentence writes out the name that its source shortens. The claim must also
share content words with what it cites. The check serves both engines: a claim that is a cited sentence word for word
passes at once.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from summarize.dates import edtf
from summarize.dates.expressions import find_dates
from summarize.records import Citation, Claim, LeftOut, Sentence, Source, When

MIN_SHARED = 0.34  # share of a claim's content words that its sentences must hold to be fully supported
MIN_NEW = 2  # words of a claim that a further citation of a source must add to those before it
STEM = 5  # letters of a word that are compared: "visited" and "visit", "sanction" and "sanctions" are one

_QUOTED = re.compile(r"[“\"]([^“”\"]+)[”\"]")
_NUMBER = re.compile(r"(?<![\w.])(?:[$€£]\s?)?\d[\d,]*(?:\.\d+)?(?![\w])")
_WORD = re.compile(r"[^\W\d_]+(?:[’'\-.][^\W\d_]+)*", re.UNICODE)
_NUMERALS = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
}
_STOP = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "but",
        "by",
        "did",
        "do",
        "does",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "his",
        "i",
        "in",
        "is",
        "it",
        "its",
        "may",
        "more",
        "not",
        "of",
        "on",
        "or",
        "said",
        "say",
        "says",
        "she",
        "so",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "was",
        "we",
        "were",
        "what",
        "when",
        "which",
        "while",
        "who",
        "will",
        "with",
        "would",
        "after",
        "before",
        "about",
        "also",
        "into",
        "over",
        "under",
        "during",
        "since",
        "until",
        "according",
        "told",
    ]
)
# Capitalised, but no names: these are checked as dates, or say nothing.
_CALENDAR = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "mr",
        "mrs",
        "ms",
        "dr",
        "sir",
    ]
)


@dataclass(frozen=True)
class _Evidence:
    """What the cited sentences, and the sources around them, hold."""

    cited: Sequence[Sentence]
    sources: Sequence[Source]

    @cached_property
    def text(self) -> str:
        return _plain(" ".join(sentence.text for sentence in self.cited))

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(_stems(self.text))

    @cached_property
    def numbers(self) -> frozenset[str]:
        return frozenset(_numbers(self.text))

    @cached_property
    def names(self) -> frozenset[str]:
        """All words of the cited sources, since a name may be written out from elsewhere in them."""
        return frozenset(
            word
            for source in self.sources
            for text in (source.title, source.publisher, *(sentence.text for sentence in source.sentences))
            for word in _parts(_plain(text))
        )

    @cached_property
    def dates(self) -> tuple[When, ...]:
        return tuple(when for sentence in self.cited for when in sentence.dates)

    @cached_property
    def days(self) -> frozenset[str]:
        """Values a claim may name: those of the cited sentences, and the sources' own publication days."""
        return frozenset(when.value for when in self.dates) | {
            source.published.value for source in self.sources
        }


def check(claim: Claim, sources: Mapping[str, Source]) -> Claim:
    """Return the claim with its support, and with the reason where that is not full."""
    if not claim.citations:
        return replace(claim, support="unsupported", reason="cites nothing")
    for citation in claim.citations:
        source = sources.get(citation.source)
        if source is None or not 1 <= citation.sentence <= len(source.sentences):
            return replace(claim, support="unsupported", reason=f"cites {citation}, which does not exist")
    evidence = _Evidence(
        [sources[citation.source].sentences[citation.sentence - 1] for citation in claim.citations],
        [sources[identity] for identity in dict.fromkeys(citation.source for citation in claim.citations)],
    )
    if any(claim.text == sentence.text for sentence in evidence.cited):
        return replace(claim, support="supported", reason="")
    text = _plain(claim.text)
    if reason := _missing(text, evidence):
        return replace(claim, support="unsupported", reason=reason)
    stems = _stems(text)
    shared = sum(stem in evidence.stems for stem in stems) / len(stems) if stems else 0.0
    if shared < MIN_SHARED:
        return replace(claim, support="weak", reason="shares few words with what it cites")
    return replace(claim, support="supported", reason="")


def sift(
    claims: Iterable[Claim], sources: Mapping[str, Source], where: str
) -> tuple[tuple[Claim, ...], tuple[LeftOut, ...]]:
    """Check all claims: those that may stay, and those that are left out, with their reasons."""
    checked = [check(claim, sources) for claim in claims]
    checked = [trim(claim, sources) if claim.support == "supported" else claim for claim in checked]
    return (
        tuple(claim for claim in checked if claim.support != "unsupported"),
        tuple(
            LeftOut(where, claim.text, claim.citations, claim.reason)
            for claim in checked
            if claim.support == "unsupported"
        ),
    )


def trim(claim: Claim, sources: Mapping[str, Source]) -> Claim:
    """Leave out citations that add nothing to those of the same source, as long as the claim stays supported.

    A model cites the sentence that introduces a person with all that is said of them. Every source that carries the
    claim stays cited.
    """
    wanted = frozenset(_stems(_plain(claim.text))) | frozenset(_numbers(_plain(claim.text)))
    kept: set[Citation] = set()
    for identity in dict.fromkeys(citation.source for citation in claim.citations):
        held = {
            citation: wanted & _words_of(sources[identity].sentences[citation.sentence - 1])
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


def _words_of(sentence: Sentence) -> frozenset[str]:
    text = _plain(sentence.text)
    return frozenset(_stems(text)) | frozenset(_numbers(text))


def _missing(text: str, evidence: _Evidence) -> str:
    """Name the first thing in the text that the evidence does not hold; "" if there is none."""
    for quotation in _QUOTED.findall(text):
        if len(quotation.split()) > 1 and _quotable(quotation) not in _quotable(evidence.text):
            return f"“{quotation}” is not in the cited sentences word for word"
    published = next((source.published.value for source in evidence.sources if source.published.value), "")
    dates = find_dates(text, [(0, len(text))], published)
    for when in dates:
        if when.value and not _dated(when, evidence):
            return f"the date “{when.expression}” ({when.value}) is not that of the cited sentences"
    undated = _without(text, dates)
    for number in _numbers(undated):
        if number not in evidence.numbers:
            return f"the number {number} is not in the cited sentences"
    for name in _names(undated):
        if evidence.names.isdisjoint({name, f"{name}s", name.removesuffix("s")}):
            return f"“{name}” is not in the cited sources"
    return ""


def _dated(when: When, evidence: _Evidence) -> bool:
    """Whether a cited sentence holds this date: the same value, a part of it, or the same words."""
    if when.value in evidence.days:
        return True
    mine = edtf.bounds(when.value)
    for value in evidence.days:
        theirs = edtf.bounds(value) if value else None
        # Vaguer than the source is honest: "in March" for 28 March, an end of a range for the range.
        if (
            mine
            and theirs
            and (mine[0] <= theirs[0] <= theirs[1] <= mine[1] or mine[0] in theirs or mine[1] in theirs)
        ):
            return True
    return any(when.expression.casefold() == other.expression.casefold() for other in evidence.dates)


def _plain(text: str) -> str:
    """Fold what typography alone distinguishes: quotes, dashes, white space."""
    for marks, plain in (("‘’ʼ`´", "'"), ("“”„«»", '"'), ("‐‑‒–—", "-")):
        for mark in marks:
            text = text.replace(mark, plain)
    return " ".join(text.replace("''", '"').split())


def _quotable(text: str) -> str:
    return re.sub(r"[\s\"',.;:!?]+", " ", text).strip().casefold()


def _without(text: str, dates: Sequence[When]) -> str:
    for when in reversed(dates):
        text = f"{text[: when.start]} {text[when.end :]}"
    return text


def _numbers(text: str) -> list[str]:
    """Numbers by value, written as digits or as words up to twenty."""
    digits = [re.sub(r"[^\d.]", "", match[0]).rstrip(".") for match in _NUMBER.finditer(text)]
    words = [
        str(_NUMERALS[word])
        for word in (part for part in _parts(text))
        if word in _NUMERALS and word != "one"
    ]
    return [number.removesuffix(".0") for number in digits] + words


def _parts(text: str) -> list[str]:
    """Words in lower case, without possessives, hyphenated ones in their parts."""
    return [
        part.removesuffix("'s").rstrip(".").replace(".", "")
        for word in _WORD.findall(text)
        for part in word.casefold().removesuffix("'s").split("-")
    ]


def _names(text: str) -> list[str]:
    """Capitalised words that are not merely the first of a sentence or a quotation."""
    names = []
    for match in _WORD.finditer(text):
        before = text[: match.start()].rstrip()
        opens = not before or before[-1] in ".!?:\"'(" or before.endswith(("--", " -"))
        if match[0][0].isupper() and not opens:
            names += [
                part
                for part in _parts(match[0])
                if part not in _CALENDAR and part not in _STOP and len(part) > 1
            ]
    return names


def _stems(text: str) -> list[str]:
    return [part[:STEM] for part in _parts(text) if part not in _STOP and len(part) > 2]
