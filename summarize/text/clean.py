"""A page taken apart: the article's own paragraphs, its title and dateline, and the furniture around them.

Furniture needs strong evidence: a phrase that is known word for word, a shape (byline, timestamp, menu), a line
that repeats, or wording that a page uses to its reader. A sentence is never taken for its topic.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarize.records import Removed
from summarize.text.carve import carve
from summarize.text.dateline import find_dateline, find_dateline_inside
from summarize.text.furniture import words_in
from summarize.text.headings import mark_headings, mark_related, mark_title, title_text
from summarize.text.lines import Line, join_wrapped, split_lines
from summarize.text.marks import line_reason, mark_lines
from summarize.text.pieces import DATELINE, INVISIBLE, TEXT, TITLE, Piece, from_lines, is_prose
from summarize.text.whitespace import fold

# A dateline that names its agency may stand below a summary of so many paragraphs.
_MAX_SUMMARY = 2


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text taken apart; all spans are (start, end) in characters into it, end exclusive.

    `blocks` are its paragraphs in order, `title_span` and `dateline` are None where there is none, `title` is ""
    where none was given or found. Every character from the start on that is not white space lies in exactly one of
    `title_span`, `dateline`, `blocks` and `removed`.
    """

    title: str
    title_span: tuple[int, int] | None
    dateline: tuple[int, int] | None
    blocks: tuple[tuple[int, int], ...]
    removed: tuple[Removed, ...]


def clean(text: str, *, start: int = 0, title: str = "", keep: bool = False) -> Cleaned:
    """Take a page's text apart, from offset `start` on.

    `title` is the title where it is known from elsewhere. With `keep`, furniture and headings stay as blocks; the
    title and the dateline are told apart all the same.
    """
    wanted = fold(title)
    pieces = _with_dateline(text, _paragraphs(text, split_lines(text, start)))
    pieces = mark_headings(mark_related(mark_title(pieces, wanted)))
    found = next((piece for piece in pieces if piece.kind == TITLE), None)
    dateline = next((piece for piece in pieces if piece.kind == DATELINE), None)
    stays = {TEXT} if not keep else {piece.kind for piece in pieces} - {TITLE, DATELINE, INVISIBLE}
    return Cleaned(
        title=wanted or (title_text(found.body) if found else ""),
        title_span=(found.start, found.end) if found else None,
        dateline=(dateline.start, dateline.end) if dateline else None,
        blocks=tuple((piece.start, piece.end) for piece in pieces if piece.kind in stays),
        removed=tuple(
            Removed(piece.body, piece.kind, piece.start, piece.end)
            for piece in pieces
            if piece.kind not in stays | {TITLE, DATELINE}
        ),
    )


def _paragraphs(text: str, lines: Sequence[Line]) -> list[Piece]:
    reasons = mark_lines(lines)
    words = words_in(text.lower())
    pieces = [from_lines([line], reason) for line, reason in zip(lines, reasons, strict=True) if reason]
    for group in join_wrapped(list(_kept(lines, reasons))):
        pieces.extend(carve(text, from_lines(group), words))
    return sorted(pieces)


def _kept(lines: Sequence[Line], reasons: Sequence[str]) -> Iterator[Line]:
    """Yield the lines that stay; what furniture stood between is apart."""
    is_parted = False
    for line, reason in zip(lines, reasons, strict=True):
        if not reason:
            yield line._replace(apart=True) if is_parted else line
        is_parted = bool(reason)


def _with_dateline(text: str, pieces: list[Piece]) -> list[Piece]:
    """Split the dateline off the first paragraph, or off one below a summary."""
    prose_seen = 0
    for at, piece in enumerate(pieces):
        if piece.kind != TEXT:
            continue
        end = find_dateline(text, piece.start, piece.end, sure=prose_seen > 0)
        if end is not None and (end == piece.end or is_prose(piece)):
            parts = [_piece(text, piece.start, end)._replace(kind=DATELINE), _piece(text, end, piece.end)]
            return [*pieces[:at], *(part for part in parts if part.start < part.end), *pieces[at + 1 :]]
        inside = find_dateline_inside(text, piece.start, piece.end)
        if inside is not None:
            before = _piece(text, piece.start, inside[0])
            before = before._replace(kind=line_reason(before.body) if before.body else before.kind)
            parts = [
                before,
                _piece(text, *inside)._replace(kind=DATELINE),
                _piece(text, inside[1], piece.end),
            ]
            return [*pieces[:at], *(part for part in parts if part.start < part.end), *pieces[at + 1 :]]
        prose_seen += is_prose(piece)
        if prose_seen > _MAX_SUMMARY:
            break
    return pieces


def _piece(text: str, start: int, end: int) -> Piece:
    raw = text[start:end]
    if not raw.strip():
        return Piece(start, start, "")
    body = fold(raw)
    return Piece(
        start + len(raw) - len(raw.lstrip()), start + len(raw.rstrip()), body, TEXT if body else INVISIBLE
    )
