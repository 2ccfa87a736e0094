"""How many entries a timeline has where no number is asked for: as many as the salience curve carries."""

from collections.abc import Sequence
from math import sqrt

FEWEST = 16  # entries a timeline may have where no number is asked for, however few its sources
PER_ROOT_SOURCE = 2  # and as many more for each root of the number of sources
PER_ROOT_DATE = 1.5  # or for each root of the number of dates, where few sources tell a long story
TAIL = 0.2  # entries below this share of the best score are the tail of the salience curve


def length(scores: Sequence[float], source_count: int) -> int:
    """Give the number of entries for dates of these scores."""
    if not scores:
        return 0
    floor = TAIL * max(scores)
    return min(most(source_count, len(scores)), sum(score >= floor for score in scores))


def most(source_count: int, date_count: int = 0) -> int:
    """Give the number of entries that readers of so many sources and dates are shown at most."""
    more = max(PER_ROOT_SOURCE * (sqrt(source_count) - 1), PER_ROOT_DATE * (sqrt(max(1, date_count)) - 1))
    return FEWEST + round(more)
