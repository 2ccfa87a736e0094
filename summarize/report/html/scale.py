"""A scale of days for a drawing: one measure throughout, and breaks where nothing happens for long."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

_MOST_BREAKS = 8
_SHORTEST = 45  # days; a scale of weeks needs no breaks
_LONG = 0.12  # of all the days that would be drawn: to break less than that costs more room than it gives

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days that are drawn without a break, and where: `left` and `right` in units of the drawing."""

    first: date
    last: date
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Scale:
    """Stretches of days in their order, a break between each two."""

    stretches: tuple[Stretch, ...]

    @property
    def first(self) -> date:
        """The first day drawn."""
        return self.stretches[0].first

    @property
    def last(self) -> date:
        """The last day drawn."""
        return self.stretches[-1].last

    def start(self, day: date) -> float:
        """Where a day begins; one within a break, in proportion to it."""
        for before, after in pairwise(self.stretches):
            if before.last < day < after.first:
                share = (day - before.last).days / (after.first - before.last).days
                return before.right + share * (after.left - before.right)
        stretch = next((each for each in self.stretches if day <= each.last), self.stretches[-1])
        days = (stretch.last - stretch.first).days + 1
        along = min(max((day - stretch.first).days, 0), days)
        return stretch.left + along * (stretch.right - stretch.left) / days

    def end(self, day: date) -> float:
        """Where a day ends."""
        stretch = next((each for each in self.stretches if each.last == day), None)
        return stretch.right if stretch else self.start(min(day, date.max - _DAY) + _DAY)

    def middle(self, day: date) -> float:
        """Where the noon of a day is."""
        return (self.start(day) + self.end(day)) / 2


def scale(days: Iterable[date], left: float, right: float, gap: float) -> Scale | None:
    """Lay days out between `left` and `right`, every drawn day equally wide, with breaks `gap` wide.

    None where there is no day.
    """
    anchors = sorted(set(days))
    if not anchors:
        return None
    groups = _groups(anchors)
    drawn = sum((group[-1] - group[0]).days + 1 for group in groups)
    unit = (right - left - gap * (len(groups) - 1)) / drawn
    stretches, at = [], left
    for group in groups:
        width = unit * ((group[-1] - group[0]).days + 1)
        stretches.append(Stretch(group[0], group[-1], at, at + width))
        at += width + gap
    return Scale(tuple(stretches))


def _groups(anchors: Sequence[date]) -> list[list[date]]:
    """Part the days at the gaps that are long beside all that remains, the longest first."""
    longest_first = sorted(range(1, len(anchors)), key=lambda at: (anchors[at - 1] - anchors[at], at))
    remaining = (anchors[-1] - anchors[0]).days + 1
    cuts: list[int] = []
    for at in longest_first[:_MOST_BREAKS]:
        gap = (anchors[at] - anchors[at - 1]).days
        if gap < _SHORTEST or gap <= _LONG * remaining:
            break
        cuts.append(at)
        remaining -= gap - 1
    borders = [0, *sorted(cuts), len(anchors)]
    return [list(anchors[start:end]) for start, end in pairwise(borders)]
