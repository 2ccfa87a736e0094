"""The dates in a model's notes: computed from the expression as the source has it, not believed."""

from dataclasses import replace

from summarize.dates import edtf
from summarize.dates.expressions import find_dates
from summarize.records import NOT_THERE, Source, When
from summarize.replies import DatedNote

# "Today" and "yesterday": what they give stands, whatever a model reads, as do dates that count from no other. The
# rest takes the tense of the sentence or what was told before into account, in which a model may be right.
_CERTAIN = "named day"


def resolve(source: Source, note: DatedNote) -> When:
    """Resolve the expression of a note: as found in the sentences it cites, else by itself.

    What stands in none of these sentences is not believed; it gets the rule `NOT_THERE` and no value. Where a rule that
    leaves something open gives another date than the model's own reading, the date is marked as doubtful.
    """
    when = _resolved(source, note)
    doubt = _doubt(when, note.reading)
    return replace(when, doubt=doubt) if doubt else when


def _resolved(source: Source, note: DatedNote) -> When:
    cited = [source.sentences[number - 1] for number in note.sentences]
    wanted = _folded(note.date)
    found = [when for sentence in cited for when in sentence.dates]
    overlapping = [
        when for when in found if _folded(when.expression) in wanted or wanted in _folded(when.expression)
    ]
    if overlapping:
        # "May and August 2010" holds two dates: the one that the note tells is meant.
        told = {when.value for when in find_dates(note.text, [(0, len(note.text))], source.published.value)}
        return max(
            overlapping,
            key=lambda when: (_folded(when.expression) == wanted, when.value in told, len(when.expression)),
        )
    if not any(wanted in _folded(sentence.text) for sentence in cited):
        return When(note.date, "", "unknown", NOT_THERE, "", cited[0].start, cited[0].end)
    alone = find_dates(note.date, [(0, len(note.date))], source.published.value)
    if len(alone) == 1:
        return alone[0]
    return When(note.date, "", "unknown", "not resolved", "", cited[0].start, cited[0].end)


def _doubt(when: When, reading: str) -> str:
    """Say that a model read a date as another one, where it may be right."""
    mine, theirs = edtf.bounds(when.value), edtf.bounds(reading)
    if not mine or not theirs or not when.anchor or when.rule == _CERTAIN:
        return ""
    apart = theirs[1] < mine[0] or mine[1] < theirs[0]
    return f"the model reads “{when.expression}” as {reading}" if apart else ""


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
