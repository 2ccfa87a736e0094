"""Patterns that are compiled when they are first asked for.

The pattern of a rule for what few texts hold takes a millisecond to compile: the hundreds of them that a run never tries
would be half of the time that it takes to start.
"""

import re
from collections.abc import Callable
from functools import cache, partial


def late(source: str, flags: int = 0) -> Callable[[], re.Pattern[str]]:
    """Give what gives a pattern, compiled at the first call."""
    return cache(partial(re.compile, source, flags))
