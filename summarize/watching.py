"""Whoever looks on while a run goes."""

from typing import Protocol

from summarize.records import Usage


class Watcher(Protocol):
    """Whoever looks on while a run goes: the terminal, or nobody."""

    def note(self, line: str) -> None:
        """Hear a line worth knowing: which engine runs and why, or what failed."""
        ...

    def step(self, stage: str, done: int, total: int) -> None:
        """Hear how far a stage has come."""
        ...

    def spent(self, usage: tuple[Usage, ...]) -> None:
        """Hear what was asked so far, by stage."""
        ...

    def awaited(self, begun: int, ended: int, kept: int) -> None:
        """Hear how many requests were made so far, how many are over, and how many of these a kept answer met."""
        ...


class Silent:
    """A watcher that looks away."""

    def note(self, line: str) -> None:
        """Pass over it."""

    def step(self, stage: str, done: int, total: int) -> None:
        """Pass over it."""

    def spent(self, usage: tuple[Usage, ...]) -> None:
        """Pass over it."""

    def awaited(self, begun: int, ended: int, kept: int) -> None:
        """Pass over it."""
