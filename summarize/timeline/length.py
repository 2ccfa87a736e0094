"""How many entries a timeline has where no number is asked for: as many as the salience curve carries."""

from collections.abc import Sequence
from math import sqrt

FEWEST = 16  # entries a timeline may have where no number is asked for, however few its sources
PER_ROOT_SOURCE = 2  # and as many more for each root of the number of sources
TAIL = 0.1  # entries below this share of the best score are the tail of the salience curve


def length(scores: Sequence[float], source_count: int) -> int:
    """Give the number of entries for dates of these scores, highest first."""
    if not scores:
        return 0
    floor = TAIL * scores[0]
    return min(most(source_count), sum(score >= floor for score in scores))


def most(source_count: int) -> int:
    """Give the number of entries that readers of so many sources are shown at most."""
    return FEWEST + round(PER_ROOT_SOURCE * (sqrt(source_count) - 1))
