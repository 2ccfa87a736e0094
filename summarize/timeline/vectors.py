"""Texts as vectors of their terms, weighed by inverse frequency, and the centre of several: what they have in common."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import reduce
from itertools import repeat
from operator import add

from summarize.text.terms import content


@dataclass(frozen=True, slots=True)
class Centre:
    """What texts have in common: their terms as a vector of length 1, and the weights of the texts it was made of."""

    terms: Mapping[str, float]
    weights: Mapping[str, float]
    norm: float


class Vectors:
    """Knows how rare each term is among texts: those of `leads`, and `others`.

    The terms of the texts that are `asked` for are kept, and `about` is the centre of the leads.
    """

    def __init__(self, leads: Collection[str], others: AbstractSet[str], asked: AbstractSet[str]) -> None:
        lead_texts = dict.fromkeys(leads, 1.0)
        self._content: dict[str, tuple[str, ...]] = {}
        opening, frequency = Counter[str](), Counter[str]()
        for texts, held in ((lead_texts.keys(), opening), (others - lead_texts.keys(), frequency)):
            for text in texts:
                terms = content(text)
                held.update(set(terms))
                if text in asked:
                    self._content[text] = terms
        frequency.update(opening)
        count = len(lead_texts) + len(others - lead_texts.keys())
        self._inverse = {term: math.log((count + 1) / held) for term, held in frequency.items()}
        # Each lead brings in the same of a term, so their order is no matter.
        self.about = _centred(
            {term: reduce(add, repeat(self._inverse[term], held)) for term, held in opening.items()},
            lead_texts,
        )

    def content(self, text: str) -> tuple[str, ...]:
        """Give the terms of a text, in order."""
        found = self._content.get(text)
        return content(text) if found is None else found

    def centre(self, texts: Mapping[str, float]) -> Centre:
        """Find the centre of texts of the given weights."""
        vector: dict[str, float] = defaultdict(float)
        inverse = self._inverse.get
        for text in sorted(texts):
            weight = texts[text]
            for term in dict.fromkeys(self.content(text)):
                vector[term] += weight * inverse(term, 1.0)
        return _centred(vector, texts)

    def cosines(self, text: str, centres: Sequence[Centre]) -> list[float]:
        """Compare a text with what the others of each centre have in common: else the longest would be closest, to itself."""
        counts = Counter(self.content(text))
        weights, square = [], 0.0
        known = self._inverse.get
        for term, count in counts.items():
            inverse = known(term, 1.0)
            weight = count * inverse
            weights.append((term, weight, inverse))
            square += weight**2
        if not square:
            return [0.0] * len(centres)
        length = math.sqrt(square)
        return [max(0.0, _dot(weights, centre, text) / length) for centre in centres]

    def weighed(self, text: str) -> dict[str, float]:
        """Give the terms of a text with their weights."""
        return {term: self._inverse.get(term, 1.0) for term in self.content(text)}


def _centred(vector: Mapping[str, float], weights: Mapping[str, float]) -> Centre:
    norm = math.sqrt(math.fsum(weight * weight for weight in vector.values())) or 1.0
    return Centre({term: weight / norm for term, weight in vector.items()}, weights, norm)


def _dot(weights: Iterable[tuple[str, float, float]], centre: Centre, text: str) -> float:
    own = centre.weights.get(text, 0.0) / centre.norm
    held = centre.terms.get
    dot = 0.0
    if own:
        for term, weight, inverse in weights:
            dot += weight * (held(term, 0.0) - own * inverse)
    else:
        for term, weight, _ in weights:
            dot += weight * held(term, 0.0)
    return dot
