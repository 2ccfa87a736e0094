"""What a claim cites, as the rooms of the check ask about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from summarize.grounding.passages import Passage, passage
from summarize.records import Sentence, Source, When


@dataclass(frozen=True)
class Evidence:
    """The cited sentences, each with its source, in the order of the citations."""

    cited: Sequence[tuple[Source, Sentence]]

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The cited sentences as read."""
        return tuple(passage(sentence.text) for _, sentence in self.cited)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The cited sources, each once."""
        return tuple({source.id: source for source, _ in self.cited}.values())

    @cached_property
    def plain(self) -> frozenset[str]:
        """The words of all of them, as they stand."""
        return frozenset[str]().union(*(one.plain for one in self.passages))

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all of them."""
        return frozenset[str]().union(*(one.stems for one in self.passages))

    @cached_property
    def dates(self) -> tuple[When, ...]:
        """The dates that stand in them."""
        return tuple(when for _, sentence in self.cited for when in sentence.dates)
