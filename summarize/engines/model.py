"""The engine that asks a language model: prompt templates out, checked replies in.

Each chunk of a source is read once, and that one call gives its points and its dated events. Merging is
hierarchical: notes that fit one prompt are merged by one call, otherwise in groups whose results are merged again,
never one after the other, so that no source is worn away by those behind it.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Collection, Coroutine, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from summarize import replies
from summarize.dates.expressions import find_dates
from summarize.errors import EndpointError, ModelError
from summarize.llm.base import LLM, Request
from summarize.prompts import Prompts
from summarize.records import (
    NOT_THERE,
    Citation,
    Claim,
    Cluster,
    Event,
    Failure,
    Merged,
    Reading,
    Source,
    Telling,
    When,
)
from summarize.report.citations import format_citations
from summarize.text import chunks as chunking
from summarize.text import tokens

T = TypeVar("T")

# Not from `calendar`, whose names follow the locale: a prompt must be the same everywhere.
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

MOST_SENTENCES = (
    3  # of an entry, where no number is asked for: what happened on one day may be several things
)
ENTRIES_A_CALL = 12  # timeline entries told by one call: an answer of about 1,000 tokens
ASKED = 0.9  # of the words there is room for: models count badly, and what is over the limit is left out
FRAME_TOKENS = 1_500  # what a prompt holds beside its notes: instructions, the list of sources
MIN_ROOM = 500  # tokens of notes a prompt always takes, however small the context
NUMBER_TOKENS = 8  # what the number and the dots before a chunk's first line may take
WEIGHT_STEP = 0.1  # what an event loses in weight for each place behind the first in its list


@dataclass(frozen=True, slots=True)
class _Line:
    """A note as the merge prompt shows it, with the references it carries."""

    text: str
    citations: tuple[Citation, ...]

    def __str__(self) -> str:
        return f"{format_citations(self.citations)} {self.text}"


@dataclass(frozen=True, slots=True)
class _Part:
    """What one call found in one chunk."""

    points: tuple[replies.Note, ...]
    events: tuple[replies.DatedNote, ...]


class ModelEngine:
    """Reads, merges and tells through an `LLM`.

    `words` bounds the merged summary, `sentences` those of a timeline entry; `chunk_tokens` bounds the part of a
    source in one prompt and `context_tokens` the notes in one merge prompt.
    """

    name = "model"

    def __init__(
        self,
        llm: LLM,
        prompts: Prompts,
        *,
        model: str,
        words: int,
        sentences: int | None,
        focus: str,
        chunk_tokens: int,
        context_tokens: int,
    ) -> None:
        self._llm = llm
        self._prompts = prompts
        self._model = model
        self._words = words
        self._sentences = sentences or MOST_SENTENCES
        self._focus = focus or "none"
        self._chunk_tokens = chunk_tokens
        self._room = max(context_tokens - FRAME_TOKENS, MIN_ROOM)

    async def close(self) -> None:
        """Close the connection to the model."""
        await self._llm.close()

    async def read(self, source: Source) -> Reading:
        """Ask for the points and events of each chunk, and fold those of several chunks into one."""
        parts = _numbered_parts(source, self._chunk_tokens)
        results = await _all(
            [
                self._read_part(source, numbers, text, index, len(parts))
                for index, (numbers, text) in enumerate(parts, 1)
            ]
        )
        read = [result for result in results if isinstance(result, _Part)]
        failures = [str(result) for result in results if isinstance(result, ModelError)]
        notes = tuple(note for part in read for note in part.points)
        if len(read) > 1:
            try:
                notes = await self._fold(source, notes)
            except EndpointError:
                raise
            except ModelError as error:
                failures.append(str(error))
        return Reading(
            source=source.id,
            points=tuple(Claim(note.text, _citations(source, note.sentences)) for note in notes),
            events=tuple(event for part in read for event in _events(source, part.events)),
            failure="; ".join(failures),
        )

    async def _read_part(
        self, source: Source, numbers: Collection[int], text: str, index: int, count: int
    ) -> "_Part":
        reply = await self._ask(
            "read",
            f"{source.id} ({source.name}), part {index} of {count}",
            lambda text: replies.read_reply(text, numbers),
            title=source.title or "unknown",
            published=_published(source),
            focus=self._focus,
            part=f"{index} of {count}",
            fence=_fence(text),
            article=text,
        )
        return _Part(*replies.read_reply(reply, numbers))

    async def _fold(self, source: Source, notes: Sequence[replies.Note]) -> tuple[replies.Note, ...]:
        """Join the notes of a source's parts, in groups while they don't fit one prompt."""

        async def join(group: Sequence[_Line], place: str) -> tuple[_Line, ...]:
            numbers = {citation.sentence for line in group for citation in line.citations}
            text = "\n".join(
                f"{' '.join(str(c.sentence) for c in line.citations)} | {line.text}" for line in group
            )
            reply = await self._ask(
                "fold",
                f"{source.id} ({source.name}){place}",
                lambda text: replies.fold_reply(text, numbers),
                title=source.title or "unknown",
                published=_published(source),
                focus=self._focus,
                fence=_fence(text),
                notes=text,
            )
            return tuple(
                _Line(n.text, _citations(source, n.sentences)) for n in replies.fold_reply(reply, numbers)
            )

        lines = [_Line(note.text, _citations(source, note.sentences)) for note in notes]
        folded = await self._reduce(lines, join)
        return tuple(replies.Note(line.text, tuple(c.sentence for c in line.citations)) for line in folded)

    async def merge(self, sources: Sequence[Source], readings: Sequence[Reading]) -> Merged:
        """Ask for a title and one summary of all notes."""
        lines = [_Line(point.text, point.citations) for reading in readings for point in reading.points]
        title = ""

        async def join(group: Sequence[_Line], place: str) -> tuple[_Line, ...]:
            nonlocal title
            known = {citation for line in group for citation in line.citations}
            text = "\n".join(map(str, group))
            reply = await self._ask(
                "merge",
                f"the notes of {len({citation.source for citation in known})} sources{place}",
                lambda text: replies.merge_reply(text, known),
                words=str(max(1, round(ASKED * self._words))),
                focus=self._focus,
                sources=_listed(sources, known),
                fence=_fence(text),
                notes=text,
            )
            title, cited = replies.merge_reply(reply, known)
            return tuple(_Line(sentence.text, sentence.citations) for sentence in cited)

        merged = await self._reduce(lines, join)
        return Merged(title, tuple(Claim(line.text, line.citations) for line in merged))

    async def _reduce(
        self, lines: Sequence[_Line], join: Callable[[Sequence[_Line], str], Awaitable[tuple[_Line, ...]]]
    ) -> tuple[_Line, ...]:
        """Join lines in groups that fit, level by level, until one call holds them all.

        Each level must leave fewer tokens than it was given, else the run would pay for turns without end.
        """
        level = 0
        while True:
            rendered = [str(line) for line in lines]
            groups = chunking.joined(rendered, self._room, overhead=1)
            if len(groups) <= 1:
                return await join(lines, "" if level == 0 else f", level {level + 1}")
            level += 1
            joined = await asyncio.gather(
                *(
                    join(lines[start:end], f", level {level}, group {number} of {len(groups)}")
                    for number, (start, end) in enumerate(groups, 1)
                )
            )
            shorter = [line for group in joined for line in group]
            if sum(map(tokens.count, map(str, shorter))) >= sum(map(tokens.count, rendered)):
                raise ModelError(
                    f"level {level} of the merge did not get shorter ({len(lines)} notes); "
                    "raise --context-tokens or ask for fewer words"
                )
            lines = shorter

    async def tell(self, sources: Sequence[Source], clusters: Sequence[Cluster]) -> Telling:
        """Ask for the sentences of all clusters, several a call.

        The clusters of a call that failed are told in the words of their events.
        """
        rendered = [_cluster_lines(number, cluster) for number, cluster in enumerate(clusters, 1)]
        groups = [
            (low, min(low + ENTRIES_A_CALL, end))
            for start, end in chunking.joined(rendered, self._room, overhead=1)
            for low in range(start, end, ENTRIES_A_CALL)
        ]
        told = await _all(
            [self._tell_group(sources, clusters, rendered, start, end) for start, end in groups]
        )
        claims: list[tuple[Claim, ...]] = []
        failures = []
        for (start, end), result in zip(groups, told, strict=True):
            if isinstance(result, ModelError):
                failures.append(Failure(f"timeline entries {start + 1} to {end}", str(result)))
                claims.extend(self._from_events(cluster) for cluster in clusters[start:end])
            else:
                claims.extend(result)
        return Telling(tuple(claims), tuple(failures))

    def _from_events(self, cluster: Cluster) -> tuple[Claim, ...]:
        telling = sorted(cluster.events, key=lambda event: -event.weight)
        return tuple(Claim(event.text, event.citations) for event in telling[: self._sentences])

    async def _tell_group(
        self,
        sources: Sequence[Source],
        clusters: Sequence[Cluster],
        rendered: Sequence[str],
        start: int,
        end: int,
    ) -> list[tuple[Claim, ...]]:
        known = {
            number + 1: {citation for event in clusters[number].events for citation in event.citations}
            for number in range(start, end)
        }
        text = "\n".join(rendered[start:end])
        reply = await self._ask(
            "tell",
            f"timeline entries {start + 1} to {end}",
            lambda text: replies.tell_reply(text, known),
            sentences=str(self._sentences),
            focus=self._focus,
            sources=_listed(sources, {citation for cited in known.values() for citation in cited}),
            fence=_fence(text),
            entries=text,
        )
        told = replies.tell_reply(reply, known)
        return [
            tuple(Claim(cited.text, cited.citations) for cited in told[number][: self._sentences])
            for number in sorted(told)
        ]

    async def _ask(self, stage: str, subject: str, check: Callable[[str], object], **values: str) -> str:
        def checked(text: str) -> None:
            check(text)

        reply = await self._llm.complete(
            Request(
                stage=stage,
                subject=subject,
                model=self._model,
                messages=self._prompts.fill(stage, **values),
                schema_name=stage,
                schema=replies.SCHEMAS[stage],
                temperature=0.0,
                check=checked,
            )
        )
        return reply.text


def _numbered_parts(source: Source, budget: int) -> list[tuple[Collection[int], str]]:
    """Cut a source's numbered lines into parts within the budget: (the numbers shown, the text).

    A sentence that alone is over the budget goes on in the next part, under its number again.
    """
    lines = [f"{sentence.number} {sentence.text}" for sentence in source.sentences]
    spans: list[tuple[int, int]] = []
    position = 0
    for line in lines:
        spans.append((position, position + len(line)))
        position += len(line) + 1
    parts: list[tuple[Collection[int], str]] = []
    for chunk in chunking.chunks("\n".join(lines), spans, max(budget - NUMBER_TOKENS, 1)):
        shown = [
            sentence.number
            for sentence, (start, end) in zip(source.sentences, spans, strict=True)
            if start < chunk.end and chunk.start < end
        ]
        goes_on = chunk.start > spans[shown[0] - source.sentences[0].number][0]
        text = chunk.text.strip()
        parts.append((frozenset(shown), f"{shown[0]} … {text}" if goes_on else text))
    return parts


def _events(source: Source, notes: Sequence[replies.DatedNote]) -> tuple[Event, ...]:
    return tuple(
        Event(
            text=note.text,
            when=_when(source, note),
            status=note.status,
            citations=_citations(source, note.sentences),
            weight=max(1.0 - WEIGHT_STEP * place, WEIGHT_STEP),
        )
        for place, note in enumerate(notes)
    )


def _when(source: Source, note: replies.DatedNote) -> When:
    """Resolve the expression the model gave: as found in the sentences it cites, else by itself.

    What stands in none of these sentences is not believed; it gets the rule `NOT_THERE` and no value.
    """
    cited = [source.sentences[number - 1] for number in note.sentences]
    wanted = _folded(note.date)
    found = [when for sentence in cited for when in sentence.dates]
    overlapping = [
        when for when in found if _folded(when.expression) in wanted or wanted in _folded(when.expression)
    ]
    if overlapping:
        # "May and August 2010" holds two dates: the one that the note tells is meant.
        told = {when.value for when in find_dates(note.text, [(0, len(note.text))], source.published.value)}
        return max(
            overlapping,
            key=lambda when: (_folded(when.expression) == wanted, when.value in told, len(when.expression)),
        )
    if not any(wanted in _folded(sentence.text) for sentence in cited):
        return When(note.date, "", "unknown", NOT_THERE, "", cited[0].start, cited[0].end)
    alone = find_dates(note.date, [(0, len(note.date))], source.published.value)
    if len(alone) == 1:
        return alone[0]
    return When(note.date, "", "unknown", "not resolved", "", cited[0].start, cited[0].end)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _citations(source: Source, numbers: Sequence[int]) -> tuple[Citation, ...]:
    return tuple(Citation(source.id, number) for number in numbers)


def _cluster_lines(number: int, cluster: Cluster) -> str:
    """Render an entry for the prompt: number, date, status, and what each source says."""
    when = cluster.value or f'date not known, "{cluster.events[0].when.expression}" in the source'
    head = f"{number}. {when} ({cluster.status})"
    return "\n".join(
        [head, *(f"- {format_citations(event.citations)} {event.text}" for event in cluster.events)]
    )


def _listed(sources: Sequence[Source], cited: Collection[Citation]) -> str:
    """List the sources that are cited, by id, publisher and publication date."""
    ids = {citation.source for citation in cited}
    return "\n".join(
        f"{source.id}: {source.publisher or 'no publisher stated'}, published {source.published.value or 'unknown'}"
        for source in sources
        if source.id in ids
    )


def _published(source: Source) -> str:
    """Give the publication day with its weekday, which models get wrong and readers of prompts look up."""
    if not source.published.value:
        return "unknown"
    return f"{WEEKDAYS[date.fromisoformat(source.published.value).weekday()]} {source.published.value}"


def _fence(text: str) -> str:
    """Make the mark that encloses data: it follows from the data, so the data cannot hold it by design."""
    return f"=== {hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:12]} ==="


async def _all(calls: Sequence[Coroutine[None, None, T]]) -> list[T | ModelError]:
    """Run all; the failures of single calls come back as values, one that ends the run is raised."""
    results = await asyncio.gather(*calls, return_exceptions=True)
    fatal = [r for r in results if isinstance(r, BaseException) and not _is_single(r)]
    if fatal:
        raise fatal[0]
    return [
        result
        for result in results
        if not isinstance(result, BaseException) or isinstance(result, ModelError)
    ]


def _is_single(error: BaseException) -> bool:
    return isinstance(error, ModelError) and not isinstance(error, EndpointError)
