"""The engine that asks a language model: prompt templates out, checked replies in.

Each chunk of a source is read once, and that one call gives its points and its dated events. Merging is
hierarchical: notes that fit one prompt are merged by one call, otherwise in groups whose results are merged again,
never one after the other, so that no source is worn away by those behind it.
"""

import asyncio
from collections.abc import AsyncIterable, Awaitable, Collection, Coroutine, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeVar

from summarize import replies
from summarize.dates.proposal import bears_out
from summarize.engines import dating, levels, notes
from summarize.engines.asking import Asker
from summarize.engines.notes import Line, Numbering
from summarize.engines.parts import numbered_parts
from summarize.errors import EndpointError, ModelError
from summarize.llm.base import LLM
from summarize.maker import maker
from summarize.meanwhile import meanwhile
from summarize.prompts import Prompts
from summarize.records import (
    Citation,
    Claim,
    Cluster,
    Difference,
    Event,
    Failure,
    Merged,
    Published,
    Reading,
    Side,
    Source,
    Telling,
)
from summarize.text import tokens

T = TypeVar("T")

MOST_SENTENCES = (
    3  # of an entry, where no number is asked for: what happened on one day may be several things
)
OF_REPORTS = 2  # times as many of one that gathers the news of a day, which is several things as a rule
ENTRIES_A_CALL = 5  # timeline entries told by one call: an answer of about 400 tokens, as long as that of the merge beside it
ASKED = 0.9  # of the words there is room for: models count badly, and what is over the limit is left out
BETWEEN = 2  # times the words of the summary for each group of a merge that takes several levels
# Of more sources than this a merge is shown so many points each, the first: a summary of some hundred words cannot hold a
# thousand, which all would have to be paid for; what a source says beside stands in its own summary.
POINTS_OF_MANY = ((80, 2), (40, 3))
HEADER_TOKENS = 300  # what a title, a focus and the numbers of a prompt may take
OPENING = 6  # sentences at the start of an article that are shown for its publication day


@dataclass(frozen=True, slots=True)
class _Part:
    """What one call found in one chunk."""

    points: tuple[replies.Note, ...]
    events: tuple[replies.DatedNote, ...]


class ModelEngine:
    """Reads, merges and tells through an `LLM`.

    `words` bounds the merged summary, `sentences` those of a timeline entry; `chunk_tokens` bounds the part of a
    source in one prompt and `context_tokens` a whole prompt with its answer. `counted` says that the tokens of every
    request must be known.
    """

    name = "model"
    entries = 30  # what a model took for an event of its article is worth an entry

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
        counted: bool = False,
    ) -> None:
        self._asker = Asker(llm, prompts, model=model, context_tokens=context_tokens, counted=counted)
        self._words = words
        self._sentences = sentences or MOST_SENTENCES
        self._focus = focus or "none"
        self._chunk_tokens = self._asker.within("read", chunk_tokens, HEADER_TOKENS)

    def _room(self, stage: str) -> int:
        return max(1, self._asker.room(stage) - HEADER_TOKENS)

    async def close(self) -> None:
        """Close the connection to the model."""
        await self._asker.close()

    async def date(self, source: Source) -> Published:
        """Ask for the publication day of a source that states none; what its sentences don't bear out is not used."""
        numbers, text = _dating_lines(source, self._room("anchor"))
        if not any(source.sentences[number - 1].dates for number in numbers):
            return source.published
        reply = await self._asker.ask(
            "anchor",
            f"the publication day of {source.id} ({source.name})",
            lambda text: replies.anchor_reply(text, numbers),
            title=source.title or "unknown",
            fence=notes.fence(text),
            article=text,
        )
        if reply.published is None:
            return source.published
        evidence = bears_out(reply.published, [source.sentences[number - 1] for number in reply.sentences])
        return Published(reply.published.isoformat(), "inferred", evidence) if evidence else source.published

    async def read(self, source: Source, dated: Awaitable[Source] | None = None) -> Reading:
        """Ask for the points and events of each chunk, and fold those of several chunks into one."""
        parts = numbered_parts(source, self._chunk_tokens)
        results = await _all(
            [
                self._read_part(source, numbers, text, index, len(parts))
                for index, (numbers, text) in enumerate(parts, 1)
            ]
        )
        read = [result for result in results if isinstance(result, _Part)]
        failures = [str(result) for result in results if isinstance(result, ModelError)]
        lines = [_line(source, note) for part in read for note in part.points]
        if len(read) > 1:
            try:
                lines = await self._fold(source, lines)
            except EndpointError:
                raise
            except ModelError as error:
                failures.append(str(error))
        if dated:
            source = await dated
        return Reading(
            source=source.id,
            points=tuple(map(_claim, lines)),
            events=tuple(event for part in read for event in dating.events(source, part.events)),
            failure="; ".join(failures),
        )

    async def _read_part(
        self, source: Source, numbers: Collection[int], text: str, index: int, count: int
    ) -> "_Part":
        found = await self._asker.ask(
            "read",
            f"{source.id} ({source.name}), part {index} of {count}",
            lambda text: replies.read_reply(text, numbers),
            part=f"{index} of {count}",
            fence=notes.fence(text),
            article=text,
            **self._header(source),
        )
        return _Part(*found)

    def _header(self, source: Source) -> dict[str, str]:
        return {
            "title": source.title or "unknown",
            "published": notes.published(source),
            "focus": self._focus,
        }

    async def _fold(self, source: Source, lines: Sequence[Line]) -> list[Line]:
        """Join the notes of a source's parts, in groups while they don't fit one prompt."""

        async def join(group: Sequence[Line], place: str) -> tuple[Line, ...]:
            numbers = {citation.sentence for line in group for citation in line.citations}
            text = "\n".join(
                f"{' '.join(str(c.sentence) for c in line.citations)} | {line.text}" for line in group
            )
            folded = await self._asker.ask(
                "fold",
                f"{source.id} ({source.name}){place}",
                lambda text: replies.fold_reply(text, numbers),
                fence=notes.fence(text),
                notes=text,
                **self._header(source),
            )
            return tuple(_line(source, note) for note in folded)

        return list(await levels.reduce(levels.in_turn([lines]), join, self._room("fold")))

    async def merge(self, sources: Sequence[Source], readings: AsyncIterable[Reading]) -> Merged:
        """Ask for a title, one summary of all notes, and what differs between them."""
        # By what notes are counted is loaded while what gives them is read.
        meanwhile(tokens.preload)
        by_id = {source.id: source for source in sources}
        title = ""
        differences: dict[tuple[Side, ...], Difference] = {}

        async def join(group: Sequence[Line], place: str) -> tuple[Line, ...]:
            nonlocal title
            numbering = Numbering(by_id, (citation for line in group for citation in line.citations))
            known = {numbering.local(citation) for line in group for citation in line.citations}
            text = "\n".join(map(numbering.line, group))
            reply = await self._asker.ask(
                "merge",
                f"the notes of {len({citation.source for citation in known})} sources{place}",
                lambda text: replies.merge_reply(text, known),
                words=str(self._asked(between="group" in place)),
                focus=self._focus,
                sources=numbering.listed(),
                fence=notes.fence(text),
                notes=text,
            )
            title = reply.title
            for difference in reply.differences:
                sides = tuple(
                    Side(line.text, line.citations) for line in map(numbering.own, difference.sides)
                )
                differences.setdefault(sides, Difference(difference.about, difference.contrast, sides))
            return tuple(map(numbering.own, reply.summary))

        def overhead(lines: Sequence[Line]) -> int:
            named = {citation.source for line in lines for citation in line.citations}
            return sum(tokens.count(notes.listed(each, by_id[each])) + levels.NEWLINE for each in named)

        shown = _shown(len(sources))
        blocks = (
            [Line(point.text, point.citations) for point in reading.points[:shown]]
            async for reading in readings
            if reading.points
        )
        merged = await levels.reduce(blocks, join, self._room("merge"), overhead)
        return Merged(
            title,
            tuple(Claim(line.text, line.citations) for line in merged),
            tuple(differences.values()),
        )

    def _asked(self, *, between: bool) -> int:
        """Give the words to ask for: of a group whose result is merged again more, as far as it still shrinks."""
        if not between:
            return max(1, round(ASKED * self._words))
        return max(1, min(BETWEEN * self._words, self._room("merge") // 4))

    async def tell(self, sources: Sequence[Source], clusters: Sequence[Cluster]) -> Telling:
        """Ask for the sentences of all clusters, several a call.

        The clusters of a call that failed are told in the words of their events.
        """
        by_id = {source.id: source for source in sources}
        shown = [notes.telling(cluster) for cluster in clusters]
        sizes = [_size(cluster, events, by_id) for cluster, events in zip(clusters, shown, strict=True)]
        keys = [
            f"{cluster.value} {cluster.status} {cluster.events[0].when.expression}" for cluster in clusters
        ]
        groups = levels.groups(keys, sizes, self._room("tell"), ENTRIES_A_CALL)
        told = await _all([self._tell_group(by_id, clusters, shown, start, end) for start, end in groups])
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
        return tuple(Claim(event.text, event.citations) for event in telling[: self._most(cluster)])

    def _most(self, cluster: Cluster) -> int:
        """Give the most sentences that an entry may have."""
        return self._sentences * (OF_REPORTS if cluster.status == "reported" else 1)

    async def _tell_group(
        self,
        by_id: Mapping[str, Source],
        clusters: Sequence[Cluster],
        shown: Sequence[Sequence[Event]],
        start: int,
        end: int,
    ) -> list[tuple[Claim, ...]]:
        cited = [notes.cited_by(events) for events in shown[start:end]]
        numbering = Numbering(by_id, chain.from_iterable(cited))
        known = {number: set(map(numbering.local, each)) for number, each in enumerate(cited, 1)}
        text = "\n".join(
            notes.entry(number, clusters[place], shown[place], numbering)
            for number, place in enumerate(range(start, end), 1)
        )
        told = await self._asker.ask(
            "tell",
            f"timeline entries {start + 1} to {end}",
            lambda text: replies.tell_reply(text, known),
            sentences=self._asked_sentences(clusters[start:end]),
            focus=self._focus,
            sources=numbering.publishers(),
            fence=notes.fence(text),
            entries=text,
        )
        return [
            tuple(
                Claim(line.text, line.citations)
                for line in map(numbering.own, told[number][: self._most(cluster)])
            )
            for number, cluster in enumerate(clusters[start:end], 1)
        ]

    def _asked_sentences(self, clusters: Sequence[Cluster]) -> str:
        reported = [self._most(cluster) for cluster in clusters if cluster.status == "reported"]
        more = f", {reported[0]} where it was reported" if reported else ""
        return f"{self._sentences}{more}"

    async def mend(self, sources: Sequence[Source], claims: Sequence[Claim]) -> tuple[Claim, ...]:
        """Ask once to correct claims by the sentences they cite; those without an answer come back as they were."""
        by_id = {source.id: source for source in sources}
        room, blocks = self._room("mend"), []
        for number, claim in enumerate(claims, 1):
            block = _to_mend(number, claim, by_id)
            room -= tokens.count(block) + levels.NEWLINE
            if room < 0:
                break
            blocks.append(block)
        if not blocks:
            return tuple(claims)
        text = "\n".join(blocks)
        mended = await self._asker.ask(
            "mend",
            f"{len(blocks)} sentences that may say more than their sources",
            lambda text: replies.mend_reply(text, len(blocks)),
            fence=notes.fence(text),
            claims=text,
        )
        return tuple(
            replace(claim, text=mended.get(number) or claim.text) for number, claim in enumerate(claims, 1)
        )


def _shown(sources: int) -> int | None:
    """Give the number of points that a merge is shown of each of so many sources; None for all."""
    return next((points for many, points in POINTS_OF_MANY if sources > many), None)


def _line(source: Source, note: replies.Note) -> Line:
    made = maker(Citation)
    return maker(Line)(note.text, tuple([made(source.id, number) for number in note.sentences]))


def _claim(line: Line) -> Claim:
    return maker(Claim)(line.text, line.citations, "supported", "", 1)


def _size(cluster: Cluster, shown: Sequence[Event], by_id: Mapping[str, Source]) -> int:
    """Count what an entry takes in a prompt, with the lines of its sources in the list."""
    numbering = Numbering(by_id, notes.cited_by(shown))
    entry = notes.entry(1, cluster, shown, numbering)
    return tokens.count(numbering.publishers()) + tokens.count(entry) + levels.NEWLINE


def _dating_lines(source: Source, room: int) -> tuple[Collection[int], str]:
    """Show what may tell a publication day: the opening of an article, and its sentences with dates."""
    lines: dict[int, str] = {}
    for sentence in source.sentences:
        if sentence.number <= OPENING or sentence.dates:
            line = f"{sentence.number} {sentence.text}"
            room -= tokens.count(line) + levels.NEWLINE
            if room < 0:
                break
            lines[sentence.number] = line
    return lines.keys(), "\n".join(lines.values())


def _to_mend(number: int, claim: Claim, by_id: Mapping[str, Source]) -> str:
    cited = (
        f"- ({notes.published(by_id[citation.source])}) {by_id[citation.source].sentences[citation.sentence - 1].text}"
        for citation in claim.citations
    )
    fault = f"wrong: {claim.reason}" if claim.reason else "check: does it link what these do not?"
    return "\n".join([f"{number}. {claim.text}", fault, *cited])


async def _all(calls: Sequence[Coroutine[None, None, T]]) -> list[T | ModelError]:
    """Run all; the failures of single calls come back as values, one that ends the run is raised."""
    if len(calls) == 1:
        # As of most sources: a task of its own would cost as much as to understand what is answered.
        return [await _one(calls[0])]
    results = await asyncio.gather(*calls, return_exceptions=True)
    fatal = [r for r in results if isinstance(r, BaseException) and not _is_single(r)]
    if fatal:
        raise fatal[0]
    return [
        result
        for result in results
        if not isinstance(result, BaseException) or isinstance(result, ModelError)
    ]


async def _one(call: Coroutine[None, None, T]) -> T | ModelError:
    try:
        return await call
    except ModelError as error:
        if _is_single(error):
            return error
        raise


def _is_single(error: BaseException) -> bool:
    return isinstance(error, ModelError) and not isinstance(error, EndpointError)
