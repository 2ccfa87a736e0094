"""Notes as prompts show them: behind references that count the sources anew in every prompt.

A prompt calls its sources S1, S2, … in their order, whatever they are called in the run: one more article in a folder
then changes the prompts that hold it, and leaves all others, and the answers to them, as they were.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest

from summarize.records import Citation, Cluster, Event, Source
from summarize.replies import Cited
from summarize.report.citations import format_citations

# Not from `calendar`, whose names follow the locale: a prompt must be the same everywhere.
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NOTES_AN_ENTRY = 5  # more would say the same again; their sources are counted all the same
NOTES_OF_REPORTS = 12  # of an entry that gathers the news of a day

_NAMED = re.compile(r"\bS\d{1,6}\b")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a model's, with the references it carries."""

    text: str
    citations: tuple[Citation, ...]

    def __str__(self) -> str:
        return f"{format_citations(self.citations)} {self.text}"


class Numbering:
    """The names that one prompt gives to its sources, and the way back."""

    def __init__(self, sources: Mapping[str, Source], cited: Iterable[Citation]) -> None:
        ids = {citation.source for citation in cited}
        self._shown = [sources[each] for each in sorted(ids, key=lambda each: int(each[1:]))]
        self._local = {source.id: f"S{number}" for number, source in enumerate(self._shown, 1)}
        self._own = {local: own for own, local in self._local.items()}

    def line(self, line: Line) -> str:
        """Render a note."""
        return str(Line(self._renamed(line.text, self._local), tuple(map(self.local, line.citations))))

    def local(self, citation: Citation) -> Citation:
        """Give a reference as the prompt has it."""
        return Citation(self._local[citation.source], citation.sentence)

    def own(self, cited: Cited) -> Line:
        """Give a sentence of the answer with the run's own names, in its references and in its words."""
        citations = tuple(Citation(self._own[each.source], each.sentence) for each in cited.citations)
        return Line(self._renamed(cited.text, self._own), citations)

    def listed(self) -> str:
        """List the sources by name, publisher and publication date."""
        return "\n".join(listed(self._local[source.id], source) for source in self._shown)

    def publishers(self) -> str:
        """List the sources whose publisher is known: entries have dates of their own."""
        named = (
            f"{self._local[source.id]}: {source.publisher}" for source in self._shown if source.publisher
        )
        return "\n".join(named) or "none names its publisher"

    def _renamed(self, text: str, names: Mapping[str, str]) -> str:
        return _NAMED.sub(lambda found: names.get(found[0], found[0]), text)


def listed(name: str, source: Source) -> str:
    """Render a source in the list of a prompt: what is not known of it is not said."""
    day = f"published {source.published.value}" if source.published.value else ""
    return f"{name}: {', '.join(filter(None, (source.publisher, day))) or 'nothing known'}"


def published(source: Source) -> str:
    """Give the publication day with its weekday, which models get wrong and readers of prompts look up."""
    if not source.published.value:
        return "unknown"
    return f"{WEEKDAYS[date.fromisoformat(source.published.value).weekday()]} {source.published.value}"


def fence(text: str) -> str:
    """Make the mark that encloses data: it follows from the data, so the data cannot hold it by design."""
    return f"=== {hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:12]} ==="


def entry(number: int, cluster: Cluster, shown: Iterable[Event], numbering: Numbering) -> str:
    """Render an entry of the timeline: number, date, status, and what each source says in the events that tell it."""
    when = cluster.value or f'date not known, "{cluster.events[0].when.expression}" in the source'
    notes = (numbering.line(Line(event.text, event.citations)) for event in shown)
    return "\n".join([f"{number}. {when} ({cluster.status})", *(f"- {note}" for note in notes)])


def telling(cluster: Cluster) -> list[Event]:
    """Choose the events that tell a cluster: the weightiest of each source first, in the order they came in."""
    most = NOTES_OF_REPORTS if cluster.status == "reported" else NOTES_AN_ENTRY
    if len(cluster.events) <= most:
        return list(cluster.events)
    best = _weightiest(cluster.events)
    if len(best) >= most:
        chosen = nsmallest(most, best, key=lambda place: (-cluster.events[place].weight, place))
    else:
        chosen = _in_turns(cluster.events)[:most]
    return [cluster.events[place] for place in sorted(chosen)]


def _weightiest(events: Sequence[Event]) -> Collection[int]:
    """Give the place of the weightiest event of each source, the first of several: of thousands, few more need be ranked."""
    best: dict[str, int] = {}
    for place, event in enumerate(events):
        held = best.setdefault(event.citations[0].source, place)
        if event.weight > events[held].weight:
            best[event.citations[0].source] = place
    return best.values()


def _in_turns(events: Sequence[Event]) -> list[int]:
    """Give the places of the weightiest event of each source, then of the second of each and so on."""
    rank: dict[int, tuple[int, float, int]] = {}
    seen: dict[str, int] = {}
    for place in sorted(range(len(events)), key=lambda place: (-events[place].weight, place)):
        source = events[place].citations[0].source
        seen[source] = seen.get(source, 0) + 1
        rank[place] = (seen[source], -events[place].weight, place)
    return sorted(rank, key=lambda place: rank[place])


def cited_by(events: Iterable[Event]) -> Collection[Citation]:
    """Give all references of some events."""
    return {citation for event in events for citation in event.citations}
