"""The dates in a model's notes: computed from the expression as the source has it, not believed."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from summarize.dates import edtf
from summarize.dates.expressions import find_dates
from summarize.maker import maker
from summarize.records import NOT_THERE, REPORTED, Citation, Event, Source, When
from summarize.replies import DatedNote
from summarize.shelved import plain

# "Today" and "yesterday": what they give stands, whatever a model reads, as do dates that count from no other. The
# rest takes the tense of the sentence or what was told before into account, in which a model may be right.
_CERTAIN = "named day"

# "the 2005 terrorist attacks": what stands around a year that is part of a name.
_ARTICLE = re.compile(r"\b(?:the|this|that|its|his|her|their)\s+\Z", re.IGNORECASE)
_NOUNS = re.compile(r"\s+(\w[\w-]+(?:\s+\w[\w-]+){0,2})")
_REACH = 10  # characters
_STEM = 5  # letters by which "attacks" is "attack"
WEIGHT_STEP = 0.1  # what an event loses in weight for each place behind the first in its list


def events(source: Source, dated: Sequence[DatedNote]) -> tuple[Event, ...]:
    """Make events of the dated notes on a source, the first the weightiest.

    News without a date is dated by its report, and marked so. It makes no event where the day of the report is not known, nor
    where the note tells no news but a plan or a claim, which the day of the report says nothing of.
    """
    if not dated:
        return ()
    # Each note asks for the sentences that it cites, some of them several times.
    source = plain(source)
    made, cited = maker(Event), maker(Citation)
    found = []
    for place, note in enumerate(dated):
        when = resolve(source, note) if note.date else None
        if when and _names_another(source, note, when):
            when = None
        if not when and (note.status != "happened" or not source.published.value):
            continue
        found.append(
            made(
                _told(source, note),
                when or _reported(source, note),
                note.status if when else "reported",
                tuple([cited(source.id, number) for number in note.sentences]),
                max(1.0 - WEIGHT_STEP * place, WEIGHT_STEP),
            )
        )
    return tuple(found)


def _told(source: Source, note: DatedNote) -> str:
    """Give the text of a note; that of a sentence in the same words, which is held anyway, in its place."""
    for number in note.sentences:
        text = source.sentences[number - 1].text
        if text == note.text:
            return text
    return note.text


def _names_another(source: Source, note: DatedNote, when: When) -> bool:
    """Tell whether a year is part of the name of something that a note says nothing of: "the 2005 floods"."""
    if when.precision != "year" or not _ARTICLE.search(source.text[max(0, when.start - _REACH) : when.start]):
        return False
    named = _NOUNS.match(source.text[when.end :])
    told = note.text.casefold()
    return named is not None and not any(
        word.casefold()[:_STEM] in told for word in named[1].split() if len(word) > 3
    )


def _reported(source: Source, note: DatedNote) -> When:
    told = source.sentences[note.sentences[0] - 1]
    day = source.published.value
    return When("", day, "day", REPORTED, day, told.start, told.end)


def resolve(source: Source, note: DatedNote) -> When:
    """Resolve the expression of a note: as found in the sentences it cites, else by itself.

    What stands in none of these sentences is not believed; it gets the rule `NOT_THERE` and no value. Where a rule that
    leaves something open gives another date than the model's own reading, the date is marked as doubtful.
    """
    when = _as_happened(_resolved(source, note), note, source.published.value)
    doubt = _doubt(when, note.reading)
    return _doubted(when, doubt) if doubt else when


def _doubted(when: When, doubt: str) -> When:
    """Give a date with a doubt; `replace` would take ten times as long, and a model may doubt most dates."""
    return maker(When)(
        when.expression,
        when.value,
        when.precision,
        when.rule,
        when.anchor,
        when.start,
        when.end,
        doubt,
    )


def _as_happened(when: When, note: DatedNote, published: str) -> When:
    """Take a weekday back by a week that would lie ahead of the report of what happened on it, where the model reads it so."""
    if note.status != "happened" or when.precision != "day" or not published:
        return when
    mine, theirs = edtf.bounds(when.value), edtf.bounds(note.reading)
    if not mine or not theirs:
        return when
    is_ahead = mine[0] > date.fromisoformat(published) and theirs[1] <= date.fromisoformat(published)
    if not is_ahead or mine[0] - theirs[0] != timedelta(days=7) or theirs[0] != theirs[1]:
        return when
    return replace(when, value=theirs[0].isoformat(), rule=f"{when.rule}, as happened")


def _resolved(source: Source, note: DatedNote) -> When:
    cited = [source.sentences[number - 1] for number in note.sentences]
    wanted = _folded(note.date)
    overlapping, exact = [], []
    for when in (when for sentence in cited for when in sentence.dates):
        expression = _folded(when.expression)
        if expression in wanted or wanted in expression:
            overlapping.append(when)
        if expression == wanted:
            exact.append(when)
    if len(exact or overlapping) == 1:
        return (exact or overlapping)[0]
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
    if not when.anchor or when.rule == _CERTAIN:
        return ""
    mine, theirs = edtf.bounds(when.value), edtf.bounds(reading)
    if not mine or not theirs:
        return ""
    apart = theirs[1] < mine[0] or mine[1] < theirs[0]
    return _read_otherwise(when.expression, reading) if apart else ""


# One text for the many notes that are in doubt for the same.
@lru_cache(maxsize=1_024)
def _read_otherwise(expression: str, reading: str) -> str:
    return f"the model reads “{expression}” as {reading}"


@lru_cache(maxsize=4_096)
def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
