"""What an engine is: a few questions about the sources, answered with or without a language model."""

from collections.abc import AsyncIterable, Awaitable, Sequence
from typing import Protocol

from summarize.records import Claim, Cluster, Merged, Published, Reading, Source, Telling


class Engine(Protocol):
    """Reads sources, merges what they say, and tells the entries of a timeline.

    Claims come back with their citations; whether these hold is checked afterwards, for every engine alike.
    """

    name: str
    # Dated entries of a timeline that are told in any case, where no number is asked for and the story has as many.
    entries: int

    async def date(self, source: Source) -> Published:
        """Give the publication day of a source that states none, where the engine finds one; else what is known."""
        ...

    async def read(self, source: Source, dated: Awaitable[Source] | None = None) -> Reading:
        """Take the points and the dated events from one source.

        `dated` gives it with the dates of its sentences, where these are still being found.
        """
        ...

    async def merge(self, sources: Sequence[Source], readings: AsyncIterable[Reading]) -> Merged:
        """Give a title, one merged summary of all readings, and what the sources differ in.

        The readings come in the order of the sources, each as soon as it and those before it are there.
        """
        ...

    async def tell(self, sources: Sequence[Source], clusters: Sequence[Cluster]) -> Telling:
        """Tell each cluster in its own sentences, in the order given."""
        ...

    async def mend(self, sources: Sequence[Source], claims: Sequence[Claim]) -> tuple[Claim, ...]:
        """Correct claims that don't hold, once, in the order given; what cannot be mended comes back as it was."""
        ...

    async def close(self) -> None:
        """Give back what the engine holds open."""
        ...
