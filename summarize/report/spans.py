"""The days that a date of the timeline covers, for the formats that put it on a calendar or a scale."""

import re
from dataclasses import dataclass
from datetime import date

from summarize.dates.edtf import bounds
from summarize.records import Entry
from summarize.report.glosses import spelled


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last day that a date covers (inclusive); None where that end is open."""

    first: date | None
    last: date | None

    @property
    def is_day(self) -> bool:
        """Whether it is one day."""
        return self.first is not None and self.first == self.last


def span(value: str) -> Span | None:
    """Give the days that an EDTF value covers; None where it is no date."""
    covered = bounds(value)
    if covered is None:
        return None
    first, last = covered
    return Span(None if first == date.min else first, None if last == date.max else last)


def spelled_date(says: str) -> str:
    """Spell what is an EDTF date as prose does, and leave all else as it is."""
    return spelled(says) if span(says) else says


def is_uncertain(entry: Entry) -> bool:
    """Whether an entry's date is approximate or uncertain, or something speaks against it."""
    return bool(re.search(r"[~?%]", entry.value)) or any(when.doubt for when in entry.expressions)
