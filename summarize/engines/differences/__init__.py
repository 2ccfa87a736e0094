"""Where sources contradict each other, found without a model: the same fact with another figure or another date, the same words quoted otherwise."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from summarize.engines.differences.agreement import agree
from summarize.engines.differences.days import Dated, are_same, dates
from summarize.engines.differences.days import contradicting as contradicting_dates
from summarize.engines.differences.figures import Figure, figures
from summarize.engines.differences.figures import contradicting as contradicting_figures
from summarize.engines.differences.passages import passages
from summarize.engines.differences.quotations import Quotation, differing, quotations
from summarize.engines.differences.scope import Weights
from summarize.engines.differences.sides import differences
from summarize.records import Difference, Source
from summarize.shelved import plain

# So many differences are shown at most, those that most voices are on a side of.
MOST = 12


def find(sources: Sequence[Source], voices: Mapping[str, str]) -> tuple[Difference, ...]:
    """Find what sources contradict each other in, most widely carried first, at most `MOST`.

    `voices` maps the id of a source to that of the source that stands for its wire group; an absent id stands for
    itself. Sides are of different voices. A date's side says its EDTF value, any other a few words of its sentence.
    """
    counted: list[Figure] = []
    dated: list[Dated] = []
    quoted: list[Quotation] = []
    weights = Weights(_words(sources, voices, counted, dated, quoted))
    days = differences("date", dated, contradicting_dates(dated, weights), are_same, weights, most=MOST)
    # What so many dates are more telling than is not shown.
    least = days[-1][0] if len(days) == MOST else 0.0
    conflicts = contradicting_figures(counted, weights)
    found = [
        *differences("figure", counted, conflicts, agree, weights, most=MOST, least=least),
        *days,
        *differing(quoted),
    ]
    return tuple(each for _, each in sorted(found, key=lambda each: -each[0])[:MOST])


def _words(
    sources: Iterable[Source],
    voices: Mapping[str, str],
    counted: list[Figure],
    dated: list[Dated],
    quoted: list[Quotation],
) -> Iterator[frozenset[str]]:
    """Give the words of each passage, and state what it counts and dates: a passage takes more than all that is kept of it.

    What each source quotes is gathered on the way, as it is opened but once.
    """
    for source in map(plain, sources):
        voice = voices.get(source.id, source.id)
        quoted += quotations(source, voice)
        for passage in passages(source, voice):
            counted += figures(passage)
            dated += dates(passage)
            yield passage.marks.union(filter(None, passage.words))
