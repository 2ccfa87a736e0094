"""Whether sentences of a source bear out a publication day that somebody proposes for it."""

from collections.abc import Sequence
from datetime import date

from summarize.dates.expressions import find_dates
from summarize.records import Sentence, When

_QUOTED_LENGTH = 80


def bears_out(day: date, sentences: Sequence[Sentence]) -> str:
    """Give the words that bear out a publication day, "" where none do.

    They do where an expression that counts from the publication ("today", "Wednesday") falls, counted from this day,
    on a date that the sentences also give in full, so that the two agree by more than the model's word for it.
    """
    stated: set[str] = set()
    counted: list[tuple[When, Sentence]] = []
    for sentence in sentences:
        for when in find_dates(sentence.text, [(0, len(sentence.text))], day.isoformat()):
            if when.precision != "day" or not when.value:
                continue
            if when.anchor == "":
                stated.add(when.value)
            elif when.anchor == day.isoformat() and not any(sign.isdigit() for sign in when.expression):
                counted.append((when, sentence))
    for when, sentence in counted:
        if when.value in stated:
            words = sentence.text
            shown = words if len(words) <= _QUOTED_LENGTH else f"{words[: _QUOTED_LENGTH - 1].rstrip()}…"
            return f"“{when.expression}” is {when.value}: {shown}"
    return ""
