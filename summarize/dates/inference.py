"""The publication day of a source that states none, where the corpus itself proves it.

Two things do: a weekday that the text also gives with its full date, and a sentence that another source, whose
publication day is known, tells too with the same weekday. A weekday is told within a week of the publication, so
the day that another source's calendar gives it is the day here. Two proofs that contradict each other prove nothing.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from summarize.dates import calendar, edtf, tense
from summarize.dates.vocabulary import WEEKDAYS
from summarize.records import Published, Sentence, Source, When

# Two sentences tell the same where this share of the words of the shorter is in the other, and at least so many are
_SHARE = 0.6
_WORDS = 4
_WEEK = timedelta(days=6)
_WORD = re.compile(r"[^\W\d_]{4,}|\d+")
_QUOTED_LENGTH = 80


class _Proof(NamedTuple):
    """A weekday's day, the publication day that gives it, and what says so."""

    day: date
    weekday: int
    direction: calendar.Direction
    published: date
    evidence: str


def infer_published(source: Source, others: Sequence[Source]) -> Published:
    """Infer when a source without a publication day was published, with the evidence; unknown if nothing proves it."""
    told = list(_weekdays(source.sentences))
    proofs = [*_own(source.sentences, told), *_of_others(told, others)]
    for proof in proofs:
        if all(_gives(proof.published, other) for other in proofs):
            return Published(proof.published.isoformat(), "inferred", proof.evidence)
    return Published()


def _gives(published: date, proof: _Proof) -> bool:
    """Whether a publication day makes the weekday of a proof the day it proves."""
    return calendar.weekday_towards(published, proof.weekday, proof.direction) == proof.day


def _weekdays(sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, When, int]]:
    """The plain weekdays of a text, with their sentences."""
    for sentence in sentences:
        for when in sentence.dates:
            weekday = _weekday_in(when.expression)
            if weekday is not None and when.rule.startswith("weekday") and when.precision == "day":
                yield sentence, when, weekday


def _weekday_in(expression: str) -> int | None:
    words = re.findall(r"[A-Za-z]+", expression.lower())
    return next((WEEKDAYS[word] for word in words if word in WEEKDAYS), None)


def _own(sentences: Sequence[Sentence], told: Sequence[tuple[Sentence, When, int]]) -> Iterator[_Proof]:
    """Full dates given with their weekday, the last day of the text, where the same weekday is also told alone."""
    days = [
        when for sentence in sentences for when in sentence.dates if edtf.precision_of(when.value) == "day"
    ]
    last = max((edtf.exact(when.value) for when in days), default="")
    for when in days:
        day = date.fromisoformat(edtf.exact(when.value))
        alone = {
            weekday for sentence, plain, weekday in told if _direction(sentence, plain) != calendar.FUTURE
        }
        if (
            when.rule in {"date", "ISO date"}
            and _weekday_in(when.expression) == day.weekday()
            and day.weekday() in alone
            and when.value == last
        ):
            yield _Proof(
                day,
                day.weekday(),
                calendar.PAST,
                day,
                f"“{when.expression}”, and its weekday alone, in the text",
            )


def _of_others(told: Sequence[tuple[Sentence, When, int]], others: Sequence[Source]) -> Iterator[_Proof]:
    """Sentences that a source of known publication day tells too, with the same weekday."""
    dated = [other for other in others if other.published.value and other.published.basis != "inferred"]
    for sentence, when, weekday in told:
        for other in dated:
            published = date.fromisoformat(other.published.value)
            for theirs, same, their_weekday in _weekdays(other.sentences):
                if weekday == their_weekday and same.value and _tell_the_same(sentence, theirs):
                    day = date.fromisoformat(edtf.exact(same.value))
                    if abs(day - published) <= _WEEK:
                        quoted = (
                            theirs.text
                            if len(theirs.text) <= _QUOTED_LENGTH
                            else f"{theirs.text[:_QUOTED_LENGTH].rstrip()}…"
                        )
                        evidence = (
                            f"{other.id} ({other.published.value}), sentence {theirs.number}: “{quoted}”"
                        )
                        yield _Proof(day, weekday, _direction(sentence, when), published, evidence)


def _direction(sentence: Sentence, when: When) -> calendar.Direction:
    """The tense a weekday is told in; offsets are those of the source's text, white space of the sentence's is folded."""
    before, _, after = sentence.text.partition(" ".join(when.expression.split()))
    return tense.direction(before, after)


def _tell_the_same(one: Sentence, other: Sentence) -> bool:
    mine, theirs = _words(one.text), _words(other.text)
    shared = len(mine & theirs)
    return shared >= _WORDS and shared >= _SHARE * min(len(mine), len(theirs))


@lru_cache(maxsize=65_536)
def _words(text: str) -> frozenset[str]:
    """The words and numbers that tell a sentence from others, without its weekdays."""
    return frozenset(_WORD.findall(text.lower())) - WEEKDAYS.keys()
