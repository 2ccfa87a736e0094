"""Sentences as prompts show them."""

from collections.abc import Iterable

from summarize.records import Sentence


def numbered(sentences: Iterable[Sentence]) -> list[str]:
    """Give a line for each sentence, its number in front."""
    return [f"{sentence.number} {sentence.text}" for sentence in sentences]
