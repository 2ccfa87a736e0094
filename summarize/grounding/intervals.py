"""Years that a claim counts between two dates of its sentences: "two years after" from 2007, published in 2009."""

from collections.abc import Iterator
from itertools import combinations

from summarize.dates import edtf
from summarize.grounding.evidence import Evidence
from summarize.grounding.passages import Passage
from summarize.grounding.quantities import quantities

_COUNTING = frozenset("after later on ago earlier before since".split())


def held(text: Passage, evidence: Evidence) -> tuple[tuple[int, int], ...]:
    """Give the places, in characters, of the numbers of years that lie between two dates of the evidence.

    The day on which a cited source was published is one of them.
    """
    return tuple(_held(text, _distances(evidence)))


def _held(text: Passage, distances: frozenset[float]) -> Iterator[tuple[int, int]]:
    for quantity in quantities(text):
        behind = text.tokens[quantity.last + 1 : quantity.last + 2]
        is_counted = quantity.unit == "years" and bool(behind) and behind[0].plain in _COUNTING
        if is_counted and quantity.values[0] in distances:
            yield text.tokens[quantity.first].start, text.tokens[quantity.last - 1].end


def _distances(evidence: Evidence) -> frozenset[float]:
    values = [source.published.value for source in evidence.sources] + [when.value for when in evidence.dates]
    years = {bounds[0].year for value in values if value and (bounds := edtf.bounds(value))}
    return frozenset(float(abs(one - other)) for one, other in combinations(years, 2))
