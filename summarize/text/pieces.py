"""What a page falls into before it is known which of it is the article."""

from collections.abc import Sequence
from typing import NamedTuple

from summarize.text.lines import MAX_HEADLINE_WORDS, Line, ends_sentence

# The kinds of a piece that stays; any other kind is the reason that it goes for.
TEXT = ""
TITLE = "title"
DATELINE = "dateline"
# Characters that nobody sees; they are no text even where furniture is kept.
INVISIBLE = "invisible characters"

_SHORTEST_PROSE = 4  # words


class Piece(NamedTuple):
    """A stretch of the text, by offsets without outer white space, folded as `body`, and what kind it is."""

    start: int
    end: int
    body: str
    kind: str = TEXT


def from_lines(lines: Sequence[Line], kind: str = TEXT) -> Piece:
    """Make one piece of lines that belong together."""
    if len(lines) == 1:
        return Piece(lines[0].start, lines[0].end, lines[0].body, kind)
    return Piece(lines[0].start, lines[-1].end, " ".join(line.body for line in lines if line.body), kind)


def is_prose(piece: Piece) -> bool:
    """Tell whether a piece is running text: a sentence with its full stop, or longer than headlines are."""
    if piece.kind != TEXT:
        return False
    spaces = piece.body.count(" ")
    return spaces >= MAX_HEADLINE_WORDS or (spaces >= _SHORTEST_PROSE - 1 and ends_sentence(piece.body))
