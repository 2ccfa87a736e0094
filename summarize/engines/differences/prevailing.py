"""What several voices date alike, and who dates the same otherwise: told by the words that go with the date."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from summarize.engines.differences.alignment import Statement
from summarize.records import When

Dated = Statement[When]

_TODAY = re.compile(r"\b(?:today|tonight|morning|evening|afternoon)\b", re.IGNORECASE)
# A date that so many voices give is that of a fact of the story.
_VOICES = 2
# Words that so many of them, and this share of them, use in its sentence belong to the fact.
_FEWEST = 2
_SHARE = 0.3
# Who tells the same uses so much of these words, each counted by how far it belongs to this date alone, so many of
# them, and one that belongs to it mostly.
_ENOUGH = 0.5
_MATCHED = 3
_MOSTLY = 0.5


@dataclass(slots=True)
class _Match:
    """How many words of a date another statement holds, what they weigh, and the most that one does."""

    weight: float
    words: int
    best: float


def outliers(statements: Sequence[Dated]) -> Iterator[tuple[Dated, Sequence[Dated]]]:
    """Give the statements of a day that tell what several voices tell of another day, with the statements of these.

    A day is an outlier only in a source that does not give the other, and if it is unlike what is told of its own day.
    """
    giving: dict[str, list[Dated]] = defaultdict(list)
    holding: dict[str, list[Dated]] = defaultdict(list)
    days_of: dict[str, set[str]] = defaultdict(set)
    for each in statements:
        if each.key == ("day",):
            giving[each.says].append(each)
            days_of[each.voice].add(each.says)
            for word in each.scope.all:
                holding[word].append(each)
    voices = {day: {each.voice for each in told} for day, told in giving.items()}
    for day, told in giving.items():
        if len(voices[day]) < _VOICES:
            continue
        core = _core(told, holding, len(voices[day]), sum(map(len, giving.values())))
        for each, match in _matching(core, holding).items():
            if each.says == day or day in days_of[each.voice] or _TODAY.search(each.value.expression):
                continue  # what happens today is news
            if match >= _ENOUGH * sum(core.values()) and _most_shared(each, told) > _most_shared(
                each, giving[each.says]
            ):
                yield each, told


def _most_shared(one: Dated, told: Sequence[Dated]) -> int:
    """Count the words that a statement shares with the likest of other voices."""
    return max((len(one.scope.all & each.scope.all) for each in told if each.voice != one.voice), default=0)


def _core(
    told: Sequence[Dated], holding: dict[str, list[Dated]], voices: int, count: int
) -> dict[str, float]:
    """Weigh the words that belong to a date: by the share of its voices that use them, and of other dates that don't."""
    using: dict[str, set[str]] = defaultdict(set)
    times: Counter[str] = Counter()
    for each in told:
        for word in each.scope.all:
            using[word].add(each.voice)
            times[word] += 1
    others = max(1, count - len(told))
    return {
        word: len(users) / voices * (1 - (len(holding[word]) - times[word]) / others)
        # In an order that no hash gives: the weights are added up, and what is found keeps it.
        for word, users in sorted(using.items(), key=itemgetter(0))
        if len(users) >= max(_FEWEST, _SHARE * voices)
    }


def _matching(core: dict[str, float], holding: dict[str, list[Dated]]) -> dict[Dated, float]:
    """Weigh the words of a date that other statements hold, of those that hold enough of them."""
    match: dict[Dated, _Match] = {}
    for word, weight in core.items():
        for each in holding[word]:
            known = match.get(each)
            if known is None:
                match[each] = _Match(weight, 1, weight)
            else:
                known.weight += weight
                known.words += 1
                known.best = max(known.best, weight)
    top = max(core.values(), default=0.0)
    return {
        each: known.weight
        for each, known in match.items()
        if known.words >= _MATCHED and known.best >= _MOSTLY * top
    }
