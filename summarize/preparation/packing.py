"""Sources as plain tuples, on their way from one process to another: a tenth of the time that records take."""

from sys import intern
from typing import Any

from summarize.errors import InputError
from summarize.ingest import Note
from summarize.preparation.unit import Outcome, Ready
from summarize.records import Attempt, Published, Removed, Sentence, Source, When

Packed = tuple[Any, ...] | str | Note


def packed(outcome: Outcome) -> Packed:
    """Give what a process sends; an error as its message."""
    if isinstance(outcome, Ready):
        return (
            _source(outcome.source),
            outcome.stated,
            outcome.basis,
            outcome.named,
            outcome.dated,
        )
    return str(outcome) if isinstance(outcome, InputError) else outcome


def unpacked(sent: Packed) -> Outcome:
    """Give what was sent."""
    if isinstance(sent, str):
        return InputError(sent)
    if isinstance(sent, Note):
        return sent
    source, stated, basis, named, dated = sent
    return Ready(_unpacked_source(source), stated, basis, named, dated)


def _source(source: Source) -> tuple[Any, ...]:
    text = source.text
    return (
        (source.id, source.name, source.title, source.publisher, source.url),
        (source.published.value, source.published.basis, source.published.evidence),
        text,
        [
            (
                one.number,
                # Most stand in the text as they are.
                None if text[one.start : one.end] == one.text else one.text,
                one.start,
                one.end,
                one.paragraph,
                [_when(when) for when in one.dates],
            )
            for one in source.sentences
        ],
        [(one.text, one.reason, one.start, one.end) for one in source.removed],
        source.words,
        [(one.kind, one.text) for one in source.attempts],
    )


def _when(when: When) -> tuple[Any, ...]:
    return (
        when.expression,
        when.value,
        when.precision,
        when.rule,
        when.anchor,
        when.start,
        when.end,
        when.doubt,
    )


def _unpacked_source(sent: tuple[Any, ...]) -> Source:
    (identity, name, title, publisher, url), published, text, sentences, removed, words, attempts = sent
    return Source(
        identity,
        name,
        title,
        publisher,
        url,
        published=Published(*published),
        text=text,
        sentences=tuple(
            Sentence(
                number,
                text[start:end] if own is None else own,
                start,
                end,
                paragraph,
                tuple(map(_unpacked_when, dates)),
            )
            for number, own, start, end, paragraph, dates in sentences
        ),
        removed=tuple(Removed(*one) for one in removed),
        words=words,
        attempts=tuple(Attempt(*one) for one in attempts),
    )


def _unpacked_when(sent: tuple[Any, ...]) -> When:
    expression, value, precision, rule, anchor, start, end, doubt = sent
    # Thousands of dates have these in common.
    return When(expression, intern(value), precision, intern(rule), intern(anchor), start, end, doubt)
