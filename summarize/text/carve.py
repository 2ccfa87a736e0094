"""Furniture that stands in one paragraph with the article, or is glued to it without a space, cut out of it."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from summarize.text.furniture import addresses_reader, reason_for, rules_by_start, rules_by_word
from summarize.text.late import late
from summarize.text.lines import ends_sentence
from summarize.text.phrases import PHRASES
from summarize.text.pieces import TEXT, Piece
from summarize.text.runs import run_reason
from summarize.text.whitespace import fold
from summarize.text.wording import Rule

# Behind a full stop with its closing quotes and before a capital, space or none; not behind an initial.
_SEGMENT_END = re.compile(r"[.!?](?<![ .][A-Z].)[\"'”’)\]]*+\s*+(?=[\"“‘'(\[]?[A-ZÀ-Þ@©]|[\"“(]\w)")
_GLUED = late(
    r"(?i:daily newsletter|advertisement|read more|skip to (?:main )?content|watch(?: \w+)? live|share this(?: article| story)?)"
    r"(?=[A-ZÀ-Þ][a-zß-ÿ])"
)
_GLUED_INITIALS = frozenset("DdAaRrSsWw")
_CREDITED = late(
    r"(?:Photo|PHOTO|Photograph|Picture|Image)s? ?: ?(?:[Bb]y )?[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+){1,3}?(?:\\?/[A-Z][\w ]{1,14}?)? "
    r"(?=(?:A|An|The|I|We|It|He|She|They|My|Our|In|On|At|This|There|As|After|When|But|Some|Many|Every) [a-z])"
)
_LONGEST_TAIL = 60  # characters


def carve(text: str, paragraph: Piece, words: Sequence[str]) -> list[Piece]:
    """Cut a paragraph of `text` into what stays and what goes, in order; most often it stays as one piece.

    `words` are those of furniture that occur somewhere in the text.
    """
    body = paragraph.body
    if (glued := _glued_head(text, paragraph)) is not None:
        return [glued, *carve(text, _trimmed(text, glued.end, paragraph.end), words)]
    wording = rules_by_word(body.lower(), words) if words else ()
    ends = [found.end() for found in _SEGMENT_END.finditer(text, paragraph.start, paragraph.end)]
    starts = [paragraph.start, *ends]
    rules = [rules_by_start(text, start) + wording for start in starts]
    if not any(rules) and not _has_phrase_at_end(body):
        return [paragraph]
    if whole := reason_for(body, (rule for rule in rules[0] if rule.whole)):
        return [paragraph._replace(kind=whole)]
    spans = zip(starts, [*ends, paragraph.end], strict=True)
    segments = [_marked(text, span, some) for span, some in zip(spans, rules, strict=True)]
    if all(segment.kind == TEXT for segment in segments):
        return [paragraph]
    return list(_merged(text, _with_company(segments)))


def _glued_head(text: str, paragraph: Piece) -> Piece | None:
    """Return the furniture that the paragraph's first word is glued to, or None."""
    start = paragraph.start
    if paragraph.body[0] in _GLUED_INITIALS and (found := _GLUED().match(text, start, paragraph.end)):
        return Piece(start, found.end(), found[0], PHRASES.get(found[0].casefold(), "video"))
    if paragraph.body[0] in "PI" and (found := _CREDITED().match(text, start, paragraph.end)):
        return _trimmed(text, start, found.end())._replace(kind="credit")
    return None


def _has_phrase_at_end(body: str) -> bool:
    if ends_sentence(body):
        return False
    tail = body[max(map(body.rfind, ".!?")) + 1 :]
    return len(tail) <= _LONGEST_TAIL and tail.strip(" \"'”’)]").casefold() in PHRASES


def _marked(text: str, span: tuple[int, int], rules: Sequence[Rule]) -> Piece:
    segment = _trimmed(text, *span)
    reason = (
        PHRASES.get(segment.body.casefold().strip("()[] "))
        or (segment.body and run_reason(segment.body))
        or reason_for(segment.body, (rule for rule in rules if not rule.whole))
    )
    return segment._replace(kind=reason) if reason else segment


def _trimmed(text: str, start: int, end: int) -> Piece:
    raw = text[start:end]
    return Piece(start + len(raw) - len(raw.lstrip()), start + len(raw.rstrip()), fold(raw))


def _with_company(segments: list[Piece]) -> list[Piece]:
    """Let the other sentences of a cookie notice go with it, where they too speak to the reader."""
    marked = list(segments)
    for at, beside in [
        *((at, at - 1) for at in range(1, len(marked))),
        *((at, at + 1) for at in range(len(marked) - 2, -1, -1)),
    ]:
        is_open = marked[at].kind == TEXT and marked[beside].kind == "cookie notice"
        if is_open and addresses_reader(marked[at].body):
            marked[at] = marked[at]._replace(kind="cookie notice")
    return marked


def _merged(text: str, segments: list[Piece]) -> Iterator[Piece]:
    for kind, group in groupby(segments, key=lambda segment: segment.kind):
        run = list(group)
        yield _trimmed(text, run[0].start, run[-1].end)._replace(kind=kind)
