"""How telling each sentence of a set of documents is.

The centroid of a set (Radev et al., "Centroid-based summarization of multiple documents", 2004) with terms
weighted by how many documents carry them, and the place a sentence has in its document: news tells what
matters first. Linear in the words of all documents.
"""

import math
from collections import Counter
from collections.abc import Sequence

from summarize.text.stemmer import stem
from summarize.text.terms import Terms, words

# The first sentence of a document gains this much over one deep in it, against a cosine of 0 to 1.
_POSITION = 0.5
# Sentences until that gain has fallen to 1/e.
_POSITION_REACH = 10.0
# What a sentence gains that holds all words of the focus.
_FOCUS = 1.0


def salience(documents: Sequence[Sequence[Terms]], focus: str = "") -> list[list[float]]:
    """Give the salience of each sentence of each document, 0 to 1, 1 for the most telling of all.

    Sentences that hold words of `focus` (in any inflection) rise.
    """
    wanted = frozenset(stem(word) for word in words(focus))
    raw = [
        [
            central + _POSITION * math.exp(-place / _POSITION_REACH) + _FOCUS * _share(wanted, sentence)
            for place, (sentence, central) in enumerate(zip(document, scores, strict=True))
        ]
        for document, scores in zip(documents, centrality(documents), strict=True)
    ]
    top = max((score for document in raw for score in document), default=0.0) or 1.0
    return [[score / top for score in document] for document in raw]


def centrality(documents: Sequence[Sequence[Terms]]) -> list[list[float]]:
    """Give the cosine of each sentence of each document with the centroid of all, 0 to 1."""
    weights = _centroid(documents)
    norm = math.sqrt(sum(centre * centre for _, centre in weights.values())) or 1.0
    return [[_cosine(sentence, weights) / norm for sentence in document] for document in documents]


def _centroid(documents: Sequence[Sequence[Terms]]) -> dict[str, tuple[float, float]]:
    """Give (inverse sentence frequency, weight in the centroid) by term."""
    occurrences: Counter[str] = Counter()
    in_sentences: Counter[str] = Counter()
    in_documents: Counter[str] = Counter()
    for document in documents:
        for sentence in document:
            occurrences.update(sentence.content)
            in_sentences.update(sentence.bag)
        in_documents.update({term for sentence in document for term in sentence.bag})
    total = sum(len(document) for document in documents)
    inverse = {term: math.log((total + 1) / count) + 0.1 for term, count in in_sentences.items()}
    return {
        term: (inverse[term], occurrences[term] * inverse[term] * in_documents[term]) for term in occurrences
    }


def _cosine(sentence: Terms, weights: dict[str, tuple[float, float]]) -> float:
    dot = square = 0.0
    for term, count in Counter(sentence.content).items():
        inverse, centre = weights[term]
        dot += count * inverse * centre
        square += (count * inverse) ** 2
    return dot / math.sqrt(square) if square else 0.0


def _share(wanted: frozenset[str], sentence: Terms) -> float:
    return len(wanted & sentence.bag) / len(wanted) if wanted else 0.0
