"""What is wrong with a report as GitHub's workflow commands, which show beside a run and in the files of a pull request.

GitHub reads `::error …::…` from both streams of a step, shows ten of a kind for a step, and passes the others over.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Literal

from summarize import gates
from summarize.compare import Changes, in_short
from summarize.errors import InputError
from summarize.ingest import load, paths
from summarize.ingest.encoding import decode
from summarize.ingest.formats import KNOWN
from summarize.records import Citation, Gate, Quoted, Report
from summarize.report import wording
from summarize.report.escape import plain

MOST = 10
MOST_CHARACTERS = 1_000  # of a message; more is folded away in every view of it

_TITLES: dict[Gate, str] = {
    "unsupported": "Unsupported",
    "weak": "Weakly supported",
    "disagreement": "Sources differ",
    "undated": "Date not known",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A file in the workspace, by its path there, and the line in it; 0 where that is not known."""

    file: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Annotation:
    """One thing that is wrong, and where."""

    level: Literal["error", "warning"]
    title: str
    message: str
    place: Place | None = None


class Workspace:
    """Finds the files that sources of a report were read from, and the lines of the sentences in them."""

    def __init__(self, given: Sequence[str], root: Path, report: Report) -> None:
        """Take the paths as the run was given them, the folder that is shown, and the report."""
        found = paths.discover(given, KNOWN) if given else ()
        self._root = root.resolve()
        self._files = {item.name: item.path for item in found if isinstance(item, paths.File) and item.path}
        self._names = {source.id: source.name for source in report.sources}
        self._quoted = {
            Citation(source.id, quoted.number): quoted
            for source in report.sources
            for quoted in source.sentences
        }
        self._texts: dict[str, str] = {}

    def of_source(self, name: str) -> Place | None:
        """Give the file of a source by its name; None for one that is not in the workspace."""
        path = self._path(name)
        return Place(path.resolve().relative_to(self._root).as_posix()) if path else None

    def of_sentence(self, citation: Citation) -> Place | None:
        """Give the file and, where the file itself is the text, the line of a sentence."""
        name = self._names.get(citation.source, "")
        path, place, quoted = self._path(name), self.of_source(name), self._quoted.get(citation)
        if path is None or place is None or quoted is None:
            return place
        if name not in self._texts:
            self._texts[name] = _text(name, path)
        return Place(place.file, _line(self._texts[name], quoted))

    def _path(self, name: str) -> Path | None:
        path = self._files.get(name) or self._files.get(name.rpartition("#")[0])
        return path if path and path.resolve().is_relative_to(self._root) else None


def annotations(
    report: Report, asked: Iterable[Gate], changed: Changes | None, workspace: Workspace
) -> list[Annotation]:
    """Give what is wrong, the gravest first and ten at most: of more, the last one counts the rest.

    What fails a run is an error: a limit, a failure, a gate of `asked`, a change; what is found besides is a warning.
    """
    failing = list(dict.fromkeys(asked))
    others = [gate for gate in gates.NAMES if gate not in failing]
    found = list(
        chain(
            _ended(report, workspace),
            *(_found(report, gate, "error", workspace) for gate in failing),
            _changed(changed),
            _attempts(report, workspace),
            *(_found(report, gate, "warning", workspace) for gate in others),
        )
    )
    if len(found) <= MOST:
        return found
    rest = found[MOST - 1 :]
    return [
        *found[: MOST - 1],
        Annotation(rest[0].level, "And more", f"{len(rest)} more stand in the report"),
    ]


def command(annotation: Annotation) -> str:
    """Write an annotation as a line that GitHub obeys, and nothing of what it says with it."""
    place = annotation.place
    properties = {
        "file": place.file if place else "",
        "line": str(place.line) if place and place.line else "",
        "title": annotation.title,
    }
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value)
    return f"::{annotation.level} {told}::{_data(_clipped(plain(annotation.message)))}"


def _ended(report: Report, workspace: Workspace) -> Iterator[Annotation]:
    if report.partial:
        yield Annotation("error", "Partial report", report.partial)
    for failure in report.failures:
        yield Annotation(
            "error", "Failed", f"{failure.name}: {failure.reason}", workspace.of_source(failure.name)
        )


def _found(
    report: Report, gate: Gate, level: Literal["error", "warning"], workspace: Workspace
) -> Iterator[Annotation]:
    for finding in gates.findings(report, gate):
        yield Annotation(level, _TITLES[gate], str(finding), _first(finding.citations, workspace.of_sentence))


def _first(citations: Iterable[Citation], place_of: Callable[[Citation], Place | None]) -> Place | None:
    return next((place for citation in citations if (place := place_of(citation))), None)


def _changed(changed: Changes | None) -> Iterator[Annotation]:
    if changed:
        yield Annotation("error", "The report differs", in_short(changed))


def _attempts(report: Report, workspace: Workspace) -> Iterator[Annotation]:
    for source in report.sources:
        for attempt in source.attempts:
            told = f"{source.name} {attempt.kind}: {wording.quoted(attempt.text)}"
            yield Annotation("warning", wording.ATTEMPTS, told, workspace.of_source(source.name))


def _text(name: str, path: Path) -> str:
    """Give the text of a file that is one; "" for pages and documents, whose text is another than the file's."""
    if paths.suffix_of(path) not in {".txt", ".md"}:
        return ""
    try:
        return decode(name, load.from_file(name, path))
    except InputError:
        return ""


def _line(text: str, quoted: Quoted) -> int:
    """Give the line on which a sentence begins; 0 where the text is not the one that it was cut from."""
    if " ".join(text[quoted.start : quoted.end].split()) != quoted.text:
        return 0
    return text.count("\n", 0, quoted.start) + 1


def _clipped(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1]}…"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
