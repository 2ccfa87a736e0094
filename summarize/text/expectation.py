"""Which words, and pairs of neighbouring words, a human summary of some documents is expected to hold.

Where much of what there is will be told, the question is what to leave out, and single sentences say little of
it: words do more (Hong and Nenkova, "Improving the estimation of word importance for news multi-document
summarization", 2014; for pairs Li, Qian and Liu, "Using supervised bigram-based ILP for extractive
summarization", 2013). A word of the documents has a chance to be in the summary once, twice, and so on; a
pair, once. Both are logistic in a few signs; `WEIGHTS` stand in `summarize.text.expectation_weights`.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import fmean

from summarize.text.salience import centrality
from summarize.text.terms import Terms, stems

# A stem, or two neighbouring ones.
Unit = tuple[str, ...]

# A word's chance is asked for so many times of telling; more of it adds nothing.
MOST_TIMES = 8
_LEADS = 2
_FAR = 600
# What a pair that is shared counts against a word.
_PAIR = 2.0
_QUOTE = re.compile(r"[\"“”]|``|''")
_PERSONAL = re.compile(r"^\W*(?:we|our|you|your)\b|\b(?:I|[Mm]e|[Mm]y)\b")


@dataclass(frozen=True, slots=True)
class Weights:
    """What each sign weighs, in logits, the intercept last; and words' rates.

    `rates` is how often each of the commonest stems stands in a human summary, on average.
    """

    words: tuple[float, ...]
    pairs: tuple[float, ...]
    rates: Mapping[str, float]


@dataclass(slots=True)
class _Use:
    """Where a unit stands: how often, in which documents, how far from the top, and the best of its sentences."""

    count: int = 0
    documents: set[int] = field(default_factory=set)
    first: int = _FAR
    leads: int = 0
    best: list[float] = field(default_factory=lambda: [-1.0] * 5)

    def signs(self, documents: int) -> list[float]:
        """Give the signs that words and pairs share."""
        return [
            math.log(len(self.documents)),
            math.log(1 + self.first),
            self.leads / documents,
            *self.best,
        ]


class Signs:
    """The signs of the words and pairs of some documents, whose sentences are given as text and terms."""

    def __init__(self, texts: Sequence[Sequence[str]], profiles: Sequence[Sequence[Terms]]) -> None:
        self._documents = len(texts)
        self._uses: dict[Unit, _Use] = {}
        closeness = centrality(profiles)
        top = max((each for row in closeness for each in row), default=0.0) or 1.0
        for document, (sentences, row, close) in enumerate(zip(texts, profiles, closeness, strict=True)):
            around = fmean(close) / top if close else 0.0
            place = 0
            for index, text in enumerate(sentences):
                # Of each the highest counts: a unit is as good as the best sentence that holds it.
                worth = [
                    close[index] / top,
                    around,
                    row[index].stopped,
                    -float(bool(_QUOTE.search(text))),
                    -float(bool(_PERSONAL.search(_QUOTE.sub(" ", text)))),
                ]
                place += self._add(stems(text), document, place, worth, is_lead=index < _LEADS)

    def _add(
        self, found: tuple[str, ...], document: int, place: int, worth: list[float], *, is_lead: bool
    ) -> int:
        units: list[tuple[int, Unit]] = [
            *enumerate((stem,) for stem in found),
            *enumerate(pairwise(found)),
        ]
        for index, unit in units:
            use = self._uses.setdefault(unit, _Use())
            use.count += 1
            use.documents.add(document)
            use.first = min(use.first, place + index)
        for unit in {unit for _, unit in units}:
            use = self._uses[unit]
            use.leads += is_lead
            use.best = list(map(max, use.best, worth))
        return len(found)

    def words(self) -> list[tuple[Unit, int]]:
        """Give each word with each number of times that the documents could make a summary hold it."""
        return [
            (unit, times)
            for unit, use in self._uses.items()
            if len(unit) == 1
            for times in range(1, min(use.count, MOST_TIMES) + 1)
        ]

    def pairs(self) -> list[Unit]:
        """Give each pair of neighbouring words."""
        return [unit for unit in self._uses if len(unit) > 1]

    def of_word(self, unit: Unit, times: int, rates: Mapping[str, float]) -> list[float]:
        """Give the signs that a summary holds a word so many times."""
        use = self._uses[unit]
        rate = rates.get(unit[0])
        rare = float(rate is None)
        spare = math.log((use.count + 0.5) / times)
        return [
            *use.signs(self._documents),
            0.0 if rate is None else _logit(_at_least(times, rate)),
            rare,
            rare * math.log(times),
            rare * math.log(1 + use.first),
            spare,
            rare * spare,
            math.log(self._documents),
            float(unit[0][0].isdigit()),
        ]

    def of_pair(self, unit: Unit, chances: Mapping[tuple[Unit, int], float]) -> list[float]:
        """Give the signs that a summary holds a pair, from the chances of its words."""
        use = self._uses[unit]
        logits = [_logit(chances[(stem,), 1]) for stem in unit]
        counts = [self._uses[(stem,)].count for stem in unit]
        return [
            *use.signs(self._documents),
            math.log(use.count),
            sum(logits),
            min(logits),
            math.log(math.prod(counts)),
        ]


@dataclass(frozen=True, slots=True)
class Expectation:
    """The chance of each word, by the number of times, and of each pair, to be in a human summary."""

    words: Mapping[str, tuple[float, ...]]
    pairs: Mapping[Unit, float]

    @classmethod
    def of(cls, signs: Signs, weights: Weights) -> "Expectation":
        """Weigh the signs of some documents."""
        chances = {
            (unit, times): _chance(signs.of_word(unit, times, weights.rates), weights.words)
            for unit, times in signs.words()
        }
        words: dict[str, list[float]] = {}
        for (unit, _), chance in chances.items():
            words.setdefault(unit[0], []).append(chance)
        pairs = {unit: _chance(signs.of_pair(unit, chances), weights.pairs) for unit in signs.pairs()}
        return cls({word: tuple(row) for word, row in words.items()}, pairs)


class Coverage:
    """What sentences told together are expected to share with a human summary."""

    def __init__(self, expectation: Expectation) -> None:
        self._expected = expectation
        self._words: Counter[str] = Counter()
        self._pairs: set[Unit] = set()

    def gain(self, told: tuple[str, ...]) -> float:
        """Give what a sentence, as stems, would add."""
        total = 0.0
        for stem, count in Counter(told).items():
            held = self._words[stem]
            total += sum(self._expected.words[stem][held : held + count])
        pairs = set(pairwise(told)) - self._pairs
        return total + _PAIR * sum(self._expected.pairs[pair] for pair in sorted(pairs))

    def add(self, told: tuple[str, ...]) -> float:
        """Tell a sentence, and give what it added."""
        gained = self.gain(told)
        self._words.update(told)
        self._pairs.update(pairwise(told))
        return gained


def _chance(signs: Sequence[float], weights: Sequence[float]) -> float:
    logit = math.fsum(sign * weight for sign, weight in zip(signs, weights, strict=False)) + weights[-1]
    return 1 / (1 + math.exp(-logit))


def _logit(chance: float) -> float:
    bounded = min(max(chance, 1e-4), 1 - 1e-4)
    return math.log(bounded / (1 - bounded))


def _at_least(times: int, rate: float) -> float:
    """Give the chance of a word that stands `rate` times on average to stand that often (Poisson)."""
    below = term = math.exp(-rate)
    for count in range(1, times):
        term *= rate / count
        below += term
    return 1 - below
