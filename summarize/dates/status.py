"""Whether what a sentence dates is told as planned rather than happened."""

import re
from datetime import date

from summarize.dates import edtf, tense
from summarize.dates.calendar import FUTURE
from summarize.records import When

_COMING = re.compile(
    r"\b(?:next|tomorrow|coming|upcoming|from now|later (?:today|this)|this coming)\b|^in\b", re.IGNORECASE
)
# What was to happen and will not: its date lies ahead, but nobody plans it
_COUNTERFACTUAL = re.compile(
    r"\b(?:would\s+have\s+\w+|(?:was|were)\s+to\s+have|had\s+been\s+(?:due|scheduled|planned|set|expected)|cancell?ed|called\s+off|scrapped)\b",
    re.IGNORECASE,
)


def is_planned(sentence: str, when: When, sentence_start: int, published: str) -> bool:
    """Tell whether the event dated by `when` lies ahead, as its sentence tells it.

    `sentence_start` is the offset of `sentence` in the text that `when` counts in; `published` the ISO day of
    publication, "" when unknown. What is dated wholly after the publication is planned, unless the sentence says
    that it would have been; what is dated on or before it has happened. Where the date or the publication is
    unknown, or the date is a span that the publication falls into, the words around the expression decide.
    """
    covered = edtf.bounds(when.value)
    if covered and published:
        day = date.fromisoformat(published)
        if covered[0] > day:
            return not _COUNTERFACTUAL.search(sentence)
        if covered[1] <= day:
            return False
    if _COMING.search(when.expression):
        return not _COUNTERFACTUAL.search(sentence)
    first, last = when.start - sentence_start, when.end - sentence_start
    return tense.direction(sentence[: max(0, first)], sentence[max(0, last) :]) == FUTURE
