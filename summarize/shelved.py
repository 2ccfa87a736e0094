"""Records whose large parts are elsewhere until somebody looks: `source.text` and `reading.points` work as ever.

Each passes for a plain one: it equals it, and what `replace`, `copy` and `pickle` make of it is a plain one.
"""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, ClassVar, Protocol, TypeVar

from summarize.packed import Body, Shown, unpack_body
from summarize.records import Claim, Event, Quoted, Reading, Removed, Sentence, Source, SourceReport

T_co = TypeVar("T_co", covariant=True)


class Page(Protocol[T_co]):
    """Where the large parts of a record are."""

    def open(self) -> T_co:
        """Give them."""
        ...


class Sheet:
    """A page of its own, as it came from another process."""

    __slots__ = ("data",)

    def __init__(self, data: bytes) -> None:
        self.data = data

    def open(self) -> Body:
        """Give what is on it."""
        return unpack_body(self.data)


class _Extract:
    """Some of the sentences of another page, by their numbers."""

    __slots__ = ("_numbers", "_page")

    def __init__(self, page: Page[Body], numbers: Sequence[int]) -> None:
        self._page, self._numbers = page, numbers

    def open(self) -> Body:
        """Give them with the whole text."""
        text, sentences, removed = self._page.open()
        return text, _by_number(sentences, self._numbers), removed


class _Passing:
    """Something that passes for a plain record, the last of its bases."""

    __slots__ = ()
    _small: ClassVar[tuple[str, ...]]  # the fields that it has itself

    def __init_subclass__(cls) -> None:
        names = (field.name for field in fields(cls.__bases__[-1]))
        cls._small = tuple(name for name in names if not isinstance(getattr(cls, name), property))

    def _take(self, plain: object, **own: object) -> None:
        """Take the small parts of a record over, and what there is beside them."""
        for name in self._small:
            object.__setattr__(self, name, getattr(plain, name))
        for name, value in own.items():
            object.__setattr__(self, name, value)

    @property  # type: ignore[misc] # what comparing and `replace` go by
    def __class__(self) -> type[Any]:
        return type(self).__bases__[-1]

    def __reduce__(self) -> tuple[Any, ...]:
        plain = self.__class__
        return plain, tuple(getattr(self, field.name) for field in fields(plain))


class ShelvedSource(_Passing, Source):
    """A source whose text, sentences and removed pieces are on a page; `identity` is its id from now on."""

    __slots__ = ("page",)
    page: Page[Body]

    def __init__(self, source: Source, page: Page[Body], identity: str) -> None:
        self._take(source, page=page, id=identity)

    @property
    def text(self) -> str:
        """The text as decoded."""
        return self.page.open()[0]

    @property
    def sentences(self) -> Sequence[Sentence]:
        """Its numbered sentences."""
        return self.page.open()[1]

    @property
    def removed(self) -> tuple[Removed, ...]:
        """The furniture that was taken out."""
        return self.page.open()[2]


class ShelvedReading(_Passing, Reading):
    """A reading whose points and events are on a page each: they are looked at by different stages."""

    __slots__ = ("_events", "_points")
    _points: Page[tuple[Claim, ...]]
    _events: Page[tuple[Event, ...]]

    def __init__(
        self, reading: Reading, points: Page[tuple[Claim, ...]], events: Page[tuple[Event, ...]]
    ) -> None:
        self._take(reading, _points=points, _events=events)

    @property
    def points(self) -> tuple[Claim, ...]:
        """The points, most telling first."""
        return self._points.open()

    @property
    def events(self) -> tuple[Event, ...]:
        """The dated events."""
        return self._events.open()


class ShelvedSourceReport(_Passing, SourceReport):
    """A source as the report shows it, with its summary, its sentences and its removed pieces on a page."""

    __slots__ = ("_page",)
    _page: Page[Shown]

    def __init__(self, report: SourceReport, page: Page[Shown]) -> None:
        self._take(report, _page=page)

    @property
    def summary(self) -> tuple[Claim, ...]:
        """What this source says."""
        return self._page.open()[0]

    @property
    def removed(self) -> tuple[Removed, ...]:
        """The furniture that was taken out."""
        return self._page.open()[1]

    @property
    def sentences(self) -> tuple[Quoted, ...]:
        """Those that the report cites, with their neighbours."""
        return self._page.open()[2]


def plain(source: Source, **changes: Any) -> Source:
    """Give a source with its large parts in it, and these changes."""
    if isinstance(source, ShelvedSource):
        text, sentences, removed = source.page.open()
        changes |= {"text": text, "sentences": tuple(sentences), "removed": removed}
    return replace(source, **changes) if changes else source


def with_only(source: Source, numbers: Sequence[int]) -> Source:
    """Give a source with only these of its sentences."""
    if isinstance(source, ShelvedSource):
        return ShelvedSource(source, _Extract(source.page, numbers), source.id)
    return replace(source, sentences=_by_number(source.sentences, numbers))


def _by_number(sentences: Sequence[Sentence], numbers: Sequence[int]) -> tuple[Sentence, ...]:
    return tuple([sentences[number - 1] for number in numbers])
