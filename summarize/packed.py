"""Records as bytes and back: a third of what they take in memory, and a tenth of the time that `pickle` takes for them."""

import marshal
from collections.abc import Iterable, Iterator, Sequence
from sys import intern
from typing import Any, overload

from summarize.maker import maker
from summarize.records import Citation, Claim, Event, Quoted, Removed, Sentence, Source, When

# Where these stand in a packed sentence.
_NUMBER, _START, _DATES = 0, 2, 5

Body = tuple[str, Sequence[Sentence], tuple[Removed, ...]]
FirstDate = tuple[int, int, When]
Shown = tuple[tuple[Claim, ...], tuple[Removed, ...], tuple[Quoted, ...]]


def pack_body(source: Source) -> bytes:
    """Pack the parts of a source that grow with its text: that itself, its sentences, and what was removed."""
    text = source.text
    return marshal.dumps(
        (
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
            _removed(source.removed),
        )
    )


def unpack_body(data: bytes) -> Body:
    """Give the text of a source, its sentences, and what was removed from it."""
    text, sentences, removed = _loaded(data)
    return text, Sentences(text, sentences), _unpacked_removed(removed)


class Sentences(Sequence[Sentence]):
    """Sentences of a text, each made a record when somebody looks at it: most looks are at one or two."""

    __slots__ = ("_sentences", "_text")

    def __init__(self, text: str, packed: list[Any]) -> None:
        # Tuples, and records in the place of those that were looked at.
        self._text, self._sentences = text, packed

    def __len__(self) -> int:
        return len(self._sentences)

    @overload
    def __getitem__(self, place: int) -> Sentence: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Sentence, ...]: ...
    def __getitem__(self, place: int | slice) -> Sentence | tuple[Sentence, ...]:
        if isinstance(place, slice):
            return tuple(map(self._made, range(*place.indices(len(self)))))
        return self._made(place)

    def __iter__(self) -> Iterator[Sentence]:
        return map(self._made, range(len(self)))

    def __eq__(self, other: object) -> bool:
        return tuple(self) == (tuple(other) if isinstance(other, Sentences) else other)

    def __repr__(self) -> str:
        return repr(tuple(self))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def first_dates(self) -> Iterator[FirstDate]:
        """Give what `first_dates` does."""
        made = maker(When)
        for one in self._sentences:
            if isinstance(one, Sentence):
                yield from first_dates((one,))
            elif one[_DATES]:
                yield one[_NUMBER], one[_START], made(*one[_DATES][0])

    def _made(self, place: int) -> Sentence:
        one = self._sentences[place]
        if isinstance(one, Sentence):
            return one
        number, own, start, end, paragraph, dates = one
        made: Sentence = maker(Sentence)(
            number,
            self._text[start:end] if own is None else own,
            start,
            end,
            paragraph,
            _unpacked_dates(dates) if dates else (),
        )
        self._sentences[place] = made
        return made


def first_dates(sentences: Sequence[Sentence]) -> Iterator[FirstDate]:
    """Give the number and the start of each sentence that has dates, with the first; no more is made of it than that."""
    if isinstance(sentences, Sentences):
        yield from sentences.first_dates()
    else:
        yield from ((one.number, one.start, one.dates[0]) for one in sentences if one.dates)


def pack_claims(claims: Iterable[Claim]) -> bytes:
    """Pack sentences with what they cite."""
    return marshal.dumps(_claims(claims))


def unpack_claims(data: bytes) -> tuple[Claim, ...]:
    """Give the sentences that were packed."""
    return _unpacked_claims(_loaded(data))


def pack_events(events: Iterable[Event]) -> bytes:
    """Pack events."""
    return marshal.dumps(
        [
            (one.text, _when(one.when), intern(one.status), _citations(one.citations), one.weight)
            for one in events
        ]
    )


def unpack_events(data: bytes) -> tuple[Event, ...]:
    """Give the events that were packed."""
    made, made_when = maker(Event), maker(When)
    return tuple(
        [
            made(text, made_when(*when), status, _unpacked_citations(cited), weight)
            for text, when, status, cited, weight in _loaded(data)
        ]
    )


def pack_shown(claims: Iterable[Claim], removed: Iterable[Removed], sentences: Iterable[Quoted]) -> bytes:
    """Pack what a report shows of a source."""
    quoted = [(one.number, one.text, one.start, one.end) for one in sentences]
    return marshal.dumps((_claims(claims), _removed(removed), quoted))


def unpack_shown(data: bytes) -> Shown:
    """Give what a report shows of a source."""
    claims, removed, sentences = _loaded(data)
    made = maker(Quoted)
    return (
        _unpacked_claims(claims),
        _unpacked_removed(removed),
        tuple([made(*one) for one in sentences]),
    )


def _loaded(data: bytes) -> Any:
    return marshal.loads(data)  # noqa: S302 - of this run's own making


def _when(when: When) -> tuple[Any, ...]:
    # Thousands of dates have their words in common: what is interned when it is packed is so when it is unpacked.
    return (
        intern(when.expression),
        intern(when.value),
        intern(when.precision),
        intern(when.rule),
        intern(when.anchor),
        when.start,
        when.end,
        intern(when.doubt),
    )


def _unpacked_dates(packed: Iterable[tuple[Any, ...]]) -> tuple[When, ...]:
    made = maker(When)
    return tuple([made(*when) for when in packed])


def _claims(claims: Iterable[Claim]) -> list[tuple[Any, ...]]:
    return [
        (one.text, _citations(one.citations), intern(one.support), intern(one.reason), one.voices)
        for one in claims
    ]


def _unpacked_claims(packed: Iterable[tuple[Any, ...]]) -> tuple[Claim, ...]:
    made = maker(Claim)
    return tuple(
        [
            made(text, _unpacked_citations(cited), support, reason, voices)
            for text, cited, support, reason, voices in packed
        ]
    )


def _citations(citations: Iterable[Citation]) -> list[tuple[str, int]]:
    return [(intern(one.source), one.sentence) for one in citations]


def _unpacked_citations(packed: Iterable[tuple[str, int]]) -> tuple[Citation, ...]:
    made = maker(Citation)
    return tuple([made(source, sentence) for source, sentence in packed])


def _removed(removed: Iterable[Removed]) -> list[tuple[str, str, int, int]]:
    return [(one.text, intern(one.reason), one.start, one.end) for one in removed]


def _unpacked_removed(packed: Iterable[tuple[str, str, int, int]]) -> tuple[Removed, ...]:
    made = maker(Removed)
    return tuple([made(*one) for one in packed])
