"""What a run gathers on its way beside its results, and tells whoever looks on."""

from dataclasses import dataclass, field

from summarize.records import Failure
from summarize.shelf import Shelf
from summarize.watching import Watcher


@dataclass
class Course:
    """The failures of a run so far, who looks on, and where what is not looked at is put away."""

    watcher: Watcher
    failures: list[Failure] = field(default_factory=list)
    shelf: Shelf = field(default_factory=Shelf)

    def fail(self, name: str, reason: str) -> None:
        """Name what failed, and say so."""
        self.failures.append(Failure(name, reason))
        self.watcher.note(line(self.failures[-1]))

    def leave(self, name: str, reason: str) -> None:
        """Name what a limit left no room for; one line of the run's end tells of all."""
        self.failures.append(Failure(name, reason))


def line(failure: Failure) -> str:
    """Tell a failure in a line, its name in front once."""
    return failure.reason if failure.reason.startswith(failure.name) else f"{failure.name}: {failure.reason}"
