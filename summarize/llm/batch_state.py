"""What is under way in bulk, kept beside the answers: batches that were submitted, and what came of them.

A folder `batches` holds `state.json` and, for each batch that has ended, its lines as they were downloaded: they stay
until a run has asked for what they answer, so that nothing that was paid is lost. Only the user can read them.
"""

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from summarize.errors import CassetteError, UsageError
from summarize.llm.budget import Spent
from summarize.llm.cassette import write_atomically
from summarize.llm.openai import Form

FOLDER = "batches"
MOST_SECONDS = 30 * 86_400.0
MODE_FILE = 0o600
MODE_FOLDER = 0o700


@dataclass(frozen=True, slots=True)
class Submitted:
    """A batch: the file of its requests, its id ("" until the endpoint has given one), and their names.

    `created` is in seconds since the epoch. `tokens` and `cost` are the most that it may take. `ended` is its last status, once its answers were downloaded,
    and `error` why it failed as a whole.
    """

    input_file: str
    address: str
    names: tuple[str, ...]
    id: str = ""
    created: float = 0.0
    tokens: int = 0
    cost: float = 0.0
    ended: str = ""
    error: str = ""


@dataclass(slots=True)
class State:
    """All batches, the form in which the endpoint takes requests (None: as at first), and what was spent.

    `spent` counts from the last report on: until then it is one run, in however many commands.
    """

    folder: Path
    batches: list[Submitted] = field(default_factory=list)
    form: Form | None = None
    spent: Spent = field(default_factory=Spent)

    @classmethod
    def load(cls, folder: Path) -> "State":
        """Read the state in a folder; a folder without one has no batches. Raises CassetteError for a broken one."""
        path = folder / "state.json"
        if not path.exists():
            return cls(folder)
        try:
            document = json.loads(path.read_bytes())
            batches = [Submitted(**{**one, "names": tuple(one["names"])}) for one in document["batches"]]
            spent = Spent(**document["spent"])
            form = document["form"] and Form(**{name: tuple(one) for name, one in document["form"].items()})
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CassetteError(
                f"{path}: no state of batches ({error}): delete it; what was submitted is then asked for again"
            ) from error
        return cls(folder, batches, form, spent)

    def save(self) -> None:
        """Write it, whole or not at all."""
        self.folder.mkdir(mode=MODE_FOLDER, parents=True, exist_ok=True)
        document = {
            "batches": [asdict(one) for one in self.batches],
            "form": self.form and asdict(self.form),
            "spent": asdict(self.spent),
        }
        write_atomically(self.folder / "state.json", document, MODE_FILE)

    def put(self, old: Submitted, **changes: Any) -> None:
        """Change a batch, and write that."""
        self.batches[self.batches.index(old)] = replace(old, **changes)
        self.save()

    def keep(self, batch: Submitted, results: Mapping[str, Mapping[str, Any]]) -> None:
        """Keep the lines of a batch that has ended."""
        write_atomically(self._lines(batch), results, MODE_FILE)

    def results(self, batch: Submitted) -> Mapping[str, Mapping[str, Any]]:
        """Give the lines of a batch by the names of their requests; none of one that failed as a whole."""
        try:
            lines = json.loads(self._lines(batch).read_bytes())
        except (OSError, ValueError):
            return {}
        return lines if isinstance(lines, dict) else {}

    def forget_old(self, now: float) -> None:
        """Take out what ended long ago: no run has asked for it since, and the endpoint keeps it no longer."""
        old = [batch for batch in self.batches if batch.ended and now - batch.created > MOST_SECONDS]
        self.forget({name for batch in old for name in batch.names})

    def forget(self, names: set[str]) -> None:
        """Take out what is settled: requests that were answered and kept, or failed for good."""
        left = []
        for batch in self.batches:
            still = tuple(name for name in batch.names if name not in names)
            if still or not batch.ended:
                left.append(replace(batch, names=still) if batch.ended else batch)
            else:
                with contextlib.suppress(OSError):
                    self._lines(batch).unlink()
        if left != self.batches:
            self.batches = left
            self.save()

    def _lines(self, batch: Submitted) -> Path:
        safe = "".join(each for each in batch.id if each.isalnum() or each in "-_")
        return self.folder / f"{safe}.json"


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep other runs from submitting the same meanwhile. Raises UsageError where one is at it."""
    folder.mkdir(mode=MODE_FOLDER, parents=True, exist_ok=True)
    with (folder / "lock").open("w", encoding="utf-8") as file:
        if os.name == "posix":
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise UsageError(
                    f"--batch: another run is submitting and fetching in {folder}: wait for it, or give another --cache-dir"
                ) from error
        yield
