"""Sources as plain tuples and bytes, on their way from one process to another: a tenth of the time that records take.

What grows with their text arrives packed, and stays so until somebody looks.
"""

from typing import Any

from summarize.errors import InputError
from summarize.ingest import Note
from summarize.packed import pack_body
from summarize.preparation.unit import Outcome, Ready
from summarize.records import Attempt, Published, Source
from summarize.shelved import Sheet, ShelvedSource

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
    return (
        (source.id, source.name, source.title, source.publisher, source.url),
        (source.published.value, source.published.basis, source.published.evidence),
        (source.words, source.tokens),
        [(one.kind, one.text) for one in source.attempts],
        pack_body(source),
    )


def _unpacked_source(sent: tuple[Any, ...]) -> Source:
    (identity, name, title, publisher, url), published, (words, tokens), attempts, body = sent
    bare = Source(
        identity,
        name,
        title,
        publisher,
        url,
        published=Published(*published),
        text="",
        sentences=(),
        removed=(),
        words=words,
        attempts=tuple(Attempt(*one) for one in attempts),
        tokens=tokens,
    )
    return ShelvedSource(bare, Sheet(body), identity)
