"""Where sources differ, made ready to be shown: each side with its sources by name and its sentences quoted."""

from collections.abc import Mapping
from dataclasses import dataclass

from summarize.records import Citation, Difference, Report, Side
from summarize.report import wording
from summarize.report.citations import sentence_texts


@dataclass(frozen=True, slots=True)
class ToldSide:
    """One side: what it says, its sources (`S1 (Coastal Wire), S3`), and each cited sentence with its text."""

    says: str
    sources: str
    quotes: tuple[tuple[Citation, str], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One difference: what it is about, in what respect sources differ, and its sides."""

    about: str
    contrast: str
    sides: tuple[ToldSide, ...]


def told(report: Report) -> tuple[Told, ...]:
    """Give the differences of a report in their order."""
    texts = sentence_texts(report)
    publishers = {source.id: source.publisher for source in report.sources}
    return tuple(_told(each, publishers, texts) for each in report.differences)


def _told(difference: Difference, publishers: Mapping[str, str], texts: Mapping[Citation, str]) -> Told:
    sides = tuple(_side(side, publishers, texts) for side in difference.sides)
    return Told(difference.about, wording.CONTRASTS[difference.contrast], sides)


def _side(side: Side, publishers: Mapping[str, str], texts: Mapping[Citation, str]) -> ToldSide:
    named = (_named(each, publishers.get(each, "")) for each in wording.source_ids(side.citations))
    quotes = ((each, texts.get(each, wording.NO_TEXT)) for each in dict.fromkeys(side.citations))
    return ToldSide(side.says, ", ".join(named), tuple(quotes))


def _named(identity: str, publisher: str) -> str:
    return f"{identity} ({publisher})" if publisher else identity
