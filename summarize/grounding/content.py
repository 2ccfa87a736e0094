"""The words of content of a claim that its sentences hold, beside names and numbers."""

from collections.abc import Sequence

from summarize.grounding.names import names
from summarize.grounding.passages import Passage

MIN_SHARED = 0.34  # share of a claim's words of content that its sentences must hold to be fully supported
MIN_WORDS = 3  # words of content below which nothing can be told by their share
SHOWN = 3  # words that a reason names


def amiss(text: Passage, passages: Sequence[Passage]) -> tuple[str, bool]:
    """Say that a text has too few words in common with the passages, and whether it has none; "" for enough."""
    held = frozenset[str]().union(*(one.stems for one in passages))
    named = {token.start for name in names(text) for token in name}
    wanted = [
        token for token in text.words if token.is_word and token.is_content and token.start not in named
    ]
    lacking = [token for token in wanted if token.stem not in held]
    if wanted and not any(token.stem in held for token in text.words if token.is_content):
        return "shares no word with the cited sentences", True
    if len(wanted) < MIN_WORDS:
        return "", False
    if 1 - len(lacking) / len(wanted) >= MIN_SHARED:
        return "", False
    listed = ", ".join(f"“{token.text}”" for token in lacking[:SHOWN])
    return f"shares few words with the cited sentences, which lack {listed}", False
