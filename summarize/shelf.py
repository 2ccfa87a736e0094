"""Where a run over thousands of sources puts away what grows with their texts, so that it need not be held in memory.

It is packed, stands in a file, and is unpacked when somebody looks; what was looked at lately is at hand.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Generic, TypeVar

from summarize import packed
from summarize.records import Reading, Source, SourceReport
from summarize.shelved import Sheet, ShelvedReading, ShelvedSource, ShelvedSourceReport, plain
from summarize.spill import Spill

T = TypeVar("T")

FEW = 2_000  # sources of a run that are held whole: what is at hand is looked at in a tenth of the time
AT_HAND = 128  # pages that are unpacked, of some 10 kB for an article of 300 words


class Shelf:
    """What one run has put away: nothing as long as its sources are few, then all but these."""

    def __init__(self) -> None:
        self._added = 0
        self._spill = Spill()
        self._opened = lru_cache(maxsize=AT_HAND)(self._unpacked)

    def add(self, source: Source, identity: str) -> Source:
        """Take one more source of the run, under the id it has from now on."""
        self._added += 1
        sheet = source.page if isinstance(source, ShelvedSource) else None
        if self._is_used and isinstance(sheet, Sheet):
            return ShelvedSource(source, self._page(sheet.data, packed.unpack_body), identity)
        return self.source(plain(source, id=identity))

    def source(self, source: Source) -> Source:
        """Put away a source that was made of one of the run's."""
        if not self._is_used or isinstance(source, ShelvedSource):
            return source
        return ShelvedSource(source, self._page(packed.pack_body(source), packed.unpack_body), source.id)

    def reading(self, reading: Reading) -> Reading:
        """Put away what was read in a source."""
        if not self._is_used:
            return reading
        return ShelvedReading(
            reading,
            self._page(packed.pack_claims(reading.points), packed.unpack_claims),
            self._page(packed.pack_events(reading.events), packed.unpack_events),
        )

    def report(self, source: SourceReport) -> SourceReport:
        """Put away what is reported of a source."""
        if not self._is_used:
            return source
        data = packed.pack_shown(source.summary, source.removed, source.sentences)
        return ShelvedSourceReport(source, self._page(data, packed.unpack_shown))

    @property
    def _is_used(self) -> bool:
        return self._added > FEW

    def _page(self, data: bytes, unpack: Callable[[bytes], T]) -> "_Page[T]":
        return _Page(self._opened, self._spill.put(data), unpack)

    def _unpacked(self, number: int, unpack: Callable[[bytes], Any]) -> Any:
        return unpack(self._spill.get(number))


class _Page(Generic[T]):
    """The place of a part of a record on a shelf."""

    __slots__ = ("_number", "_opened", "_unpack")

    def __init__(
        self, opened: Callable[[int, Callable[[bytes], Any]], Any], number: int, unpack: Callable[[bytes], T]
    ) -> None:
        self._opened, self._number, self._unpack = opened, number, unpack

    def open(self) -> T:
        found: T = self._opened(self._number, self._unpack)
        return found
