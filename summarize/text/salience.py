"""How telling each sentence of a set of documents is.

Four signs, all linear in the words: how close the sentence is to the centroid of the set (Radev et al.,
"Centroid-based summarization of multiple documents", 2004), its terms weighted by how many documents carry
them; how widely other documents use its words; whether it is prose, which the share of stop words tells (as in
Pomikálek's jusText, 2011); and its place, as news tells what matters first. The place counts for less the more
of the documents is told anyway. What each weighs is measured in benchmarks/summaries.md.
"""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from summarize.text.stemmer import stem
from summarize.text.terms import Terms, words

# Against the closeness to the centroid, which is 1 for the closest sentence.
_SUPPORT = 0.4
_PROSE = 1.75
_PROSE_ENOUGH = 0.5  # prose of the news is rarely above; chatter is
PLACE = 0.6
_FOCUS = 2.0
_FEWEST_TOLD = 0.5


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """Of each term, how many documents hold it and its weight in the centroid; the centroid's length."""

    documents: Counter[str]
    centroid: dict[str, float]
    norm: float


def salience(
    documents: Sequence[Sequence[Terms]], *, budget: int, focus: str = "", lead: float = PLACE
) -> list[list[float]]:
    """Give the salience of each sentence of each document, 0 to 1, 1 for the most telling of all.

    `budget` is how many words of them are to be told, `lead` what the first sentence of a document gains where that
    is next to nothing. Sentences that hold words of `focus`, in any
    inflection, rise.
    """
    vocabulary = _vocabulary(documents)
    wanted = frozenset(stem(word) for word in words(focus))
    central = _to_one(_cosines(documents, vocabulary))
    place = _place(documents, budget, lead)
    return _to_one(
        [
            [
                closeness
                + _SUPPORT * _supported(sentence, vocabulary, len(documents))
                + _PROSE * min(sentence.stopped, _PROSE_ENOUGH)
                + place(index)
                + _FOCUS * _share(wanted, sentence)
                for index, (sentence, closeness) in enumerate(zip(document, row, strict=True))
            ]
            for document, row in zip(documents, central, strict=True)
        ]
    )


def centrality(documents: Sequence[Sequence[Terms]]) -> list[list[float]]:
    """Give the cosine of each sentence of each document with the centroid of all, 0 to 1."""
    return _cosines(documents, _vocabulary(documents))


def _to_one(scores: list[list[float]]) -> list[list[float]]:
    """Scale scores so that the highest is 1."""
    top = max((score for row in scores for score in row), default=0.0) or 1.0
    return [[score / top for score in row] for row in scores]


def _place(documents: Sequence[Sequence[Terms]], budget: int, lead: float) -> Callable[[int], float]:
    """Give what a sentence gains by its index in its document, when `budget` words are told."""
    total = sum(sentence.words for document in documents for sentence in document)
    if not total:
        return lambda _: 0.0
    weight = lead * max(0.0, 1 - budget / total) ** 2
    count = sum(len(document) for document in documents)
    # How many sentences of a document would be told if all had the same share.
    reach = max(_FEWEST_TOLD, budget * count / total / len(documents))
    return lambda index: weight * math.exp(-index / reach)


def _cosines(documents: Sequence[Sequence[Terms]], vocabulary: _Vocabulary) -> list[list[float]]:
    return [[_cosine(sentence, vocabulary) for sentence in document] for document in documents]


def _vocabulary(documents: Sequence[Sequence[Terms]]) -> _Vocabulary:
    occurrences: Counter[str] = Counter()
    holding: Counter[str] = Counter()
    for document in documents:
        for sentence in document:
            occurrences.update(sentence.content)
        holding.update({term for sentence in document for term in sentence.bag})
    centroid = {term: float(count * holding[term]) for term, count in occurrences.items()}
    return _Vocabulary(holding, centroid, math.hypot(*centroid.values()) or 1.0)


def _cosine(sentence: Terms, vocabulary: _Vocabulary) -> float:
    counts = Counter(sentence.content)
    if not counts:
        return 0.0
    dot = sum(count * vocabulary.centroid[term] for term, count in counts.items())
    return dot / (math.hypot(*counts.values()) * vocabulary.norm)


def _supported(sentence: Terms, vocabulary: _Vocabulary, documents: int) -> float:
    """Give how widely the sentence's terms are used, 0 for in one document only to 1 for in all of them."""
    if documents < 2 or not sentence.bag:
        return 0.0
    logs = math.fsum(math.log(vocabulary.documents[term]) for term in sentence.bag)
    return logs / len(sentence.bag) / math.log(documents)


def _share(wanted: frozenset[str], sentence: Terms) -> float:
    return len(wanted & sentence.bag) / len(wanted) if wanted else 0.0
