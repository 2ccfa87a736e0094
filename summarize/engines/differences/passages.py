"""Sentences made ready for comparison: their words, their dates and their quantities."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarize.engines.differences.numbers import Token, tokenise
from summarize.engines.differences.quantities import Quantity, quantities
from summarize.engines.differences.scope import plain
from summarize.records import Citation, Sentence, Source, When

Placed = tuple[When, int, int]

# A sentence without any of these states no figure.
_HAS_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|hundred|thousand|\w+illion|dozen)\b",
    re.IGNORECASE,
)

# A date that cannot be resolved but counts time, "two weeks after", is a figure.
_SPAN = re.compile(r"(?:minute|hour|day|week|month|year)s?\b", re.IGNORECASE)
# "nine days before" counts time, whatever day it comes to.
_OFFSET = re.compile(r"(?:minute|hour|day|week|month|year)s? (?:before|after|earlier|later)\b", re.IGNORECASE)
# A bare number that would be a year of long ago counts something.
_BARE = re.compile(r"1[0-6]\d\d|\d{3}")


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """A sentence that states figures or dates.

    `words` are the stems of its tokens ("" for those that say nothing), `dates` its dates with their places in `text`,
    `marks` name its figures and days: two passages with one in common speak of the same.
    """

    citation: Citation
    voice: str
    published: str
    text: str
    tokens: Sequence[Token]
    words: Sequence[str]
    dates: Sequence[Placed]
    quantities: Sequence[Quantity]
    marks: frozenset[str]

    def between(self, first: int, last: int) -> str:
        """Give the text of some tokens, `last` exclusive."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end] if first < last else ""


def passages(source: Source, voice: str) -> Iterator[Passage]:
    """Make the sentences of a source ready that hold a number or a date."""
    for sentence in source.sentences:
        if sentence.dates or _HAS_NUMBER.search(sentence.text):
            yield _passage(source, sentence, voice)


def _passage(source: Source, sentence: Sentence, voice: str) -> Passage:
    tokens = tokenise(sentence.text)
    placed = list(_placed(sentence, source.text))
    dated = [(start, end) for when, start, end in placed if not _is_figure(when)]
    found = list(quantities(tokens, sentence.text, dated))
    return Passage(
        citation=Citation(source.id, sentence.number),
        voice=voice,
        published=source.published.value,
        text=sentence.text,
        tokens=tokens,
        words=[plain(token.low) for token in tokens],
        dates=placed,
        quantities=found,
        marks=frozenset([*map(mark_of_figure, found), *(mark_of_day(when) for when, _, _ in placed)]),
    )


def _is_figure(when: When) -> bool:
    """Tell whether an expression that was read as a date counts something."""
    if _BARE.fullmatch(when.expression) or _OFFSET.search(when.expression):
        return True
    return not when.value and bool(_SPAN.search(when.expression))


def mark_of_figure(quantity: Quantity) -> str:
    """Name a figure by its value and what it is of."""
    return f"={quantity.low:g} {quantity.unit or quantity.head}"


def mark_of_day(when: When) -> str:
    """Name a date by its value."""
    return f"@{when.value}"


def _placed(sentence: Sentence, text: str) -> Iterator[Placed]:
    """Find the dates of a sentence in its folded text; `text` is the source's."""
    for when in sentence.dates:
        begin = len(" ".join(f"{text[sentence.start : when.start]}|".split())) - 1
        expression = " ".join(when.expression.split())
        if not sentence.text.startswith(expression, begin):
            begin = sentence.text.find(expression)
        if begin >= 0:
            yield when, begin, begin + len(expression)
