"""Whether what a sentence dates is told as planned rather than happened."""

from datetime import date

from summarize.dates import edtf, tense
from summarize.dates.calendar import FUTURE
from summarize.records import When


def is_planned(sentence: str, when: When, sentence_start: int, published: str) -> bool:
    """Whether the event dated by `when` lies ahead, as its sentence tells it.

    `sentence_start` is the offset of `sentence` in the text that `when` counts in; `published` the ISO day of
    publication, "" when unknown. What is dated wholly after the publication is planned and what is dated on or
    before it has happened; where the date or the publication is unknown, or the date is a span that the
    publication falls into, the words around the expression decide.
    """
    covered = edtf.bounds(when.value)
    if covered and published:
        day = date.fromisoformat(published)
        if covered[0] > day:
            return True
        if covered[1] <= day:
            return False
    first, last = when.start - sentence_start, when.end - sentence_start
    return tense.direction(sentence[: max(0, first)], sentence[max(0, last) :]) == FUTURE
