"""Which sentences repeat others, and which say the same and so support the same claim."""

from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from summarize.text.terms import Terms

# A sentence that holds less of a claim's content words than this may say something else.
SUPPORT = 0.9
# Below this number of content words a match is chance.
_FEWEST = 4


def containment(part: AbstractSet[str], whole: AbstractSet[str]) -> float:
    """Give the share of `part` that `whole` holds, 0 to 1; 0 for an empty part."""
    return len(part & whole) / len(part) if part else 0.0


def overlap(one: AbstractSet[str], other: AbstractSet[str]) -> float:
    """Give the containment of the smaller set in the larger one, 0 to 1.

    Unlike Jaccard's measure it finds the sentence that was cut short.
    """
    return containment(one, other) if len(one) <= len(other) else containment(other, one)


def supports(claim: Terms, other: Terms) -> bool:
    """Tell whether a sentence with the terms `other` says all that `claim` says."""
    return (
        len(claim.bag) >= _FEWEST
        and claim.negated == other.negated
        and claim.fixed <= other.bag
        and containment(claim.bag, other.bag) >= SUPPORT
    )


class SupportIndex:
    """Finds, among many sentences, those that support a claim.

    A supporting sentence misses at most a tenth of the claim's terms, so it holds one of any that are one more
    than these: only the postings of the rarest are read.
    """

    def __init__(self, sentences: Sequence[Terms]) -> None:
        self._sentences = sentences
        postings: dict[str, list[int]] = defaultdict(list)
        for number, sentence in enumerate(sentences):
            for term in sentence.bag:
                postings[term].append(number)
        self._postings = postings

    def supporting(self, claim: Terms) -> list[int]:
        """Give the indices of the sentences that support `claim`, ascending."""
        missable = int(len(claim.bag) * (1 - SUPPORT) + 1e-9)
        rarest = sorted(claim.bag, key=lambda term: (len(self._postings.get(term, ())), term))[: missable + 1]
        candidates = {number for term in rarest for number in self._postings.get(term, ())}
        return sorted(number for number in candidates if supports(claim, self._sentences[number]))
