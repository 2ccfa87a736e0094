"""Lines that head a text rather than belong to it: its title, and the headings between its paragraphs."""

import re
from collections.abc import Sequence

from summarize.text import shapes
from summarize.text.lines import MAX_HEADLINE_WORDS, ends_sentence, is_item
from summarize.text.phrases import PHRASES
from summarize.text.pieces import TEXT, TITLE, Piece, is_prose
from summarize.text.whitespace import fold

_HEADING_WORDS = 15  # exclusive
# More short lines than these in a row are a list, a table or a poem.
_MAX_RUN = 2
# A given title is looked for among so many pieces from the top.
_TITLE_DEPTH = 8
_SITE_NAME_WORDS = 6
_RELATED_WORDS = 20
_MAX_RELATED = 10

_SMALL = frozenset(("of", "the", "and", "for", "in"))
_OUTLETS = frozenset(
    "News Times Post Herald Tribune Gazette Courier Journal Daily Press Wire Broadcasting Radio Television TV Network Review"
    " Chronicle Observer Telegraph Standard Guardian Mail Express Star Sun Globe Dispatch Echo Online Magazine".split()
)

_HASHES = re.compile(r"#{1,6}\s")
_ABBREVIATION_AT_END = re.compile(r"\b(?:[A-Z]\.){2,}$")
_QUOTED = re.compile(r"""(?:["“‘«]|``).*(?:["”’»]|'')$""")
_WORD = re.compile(r"\w+")
_NOT_WORD = re.compile(r"\W+")


def mark_title(pieces: Sequence[Piece], title: str) -> list[Piece]:
    """Mark the piece that is the title: the one that says `title`, or the headline that opens the text.

    Where a title is given and the opening headline is another, that one is a heading. A section's name above the
    headline is navigation.
    """
    marked = list(pieces)
    texts = [at for at, piece in enumerate(marked) if piece.kind == TEXT]
    prose = next((at for at in texts if is_prose(marked[at])), len(marked))
    wanted = _key(title)
    stated = next((at for at in texts[:_TITLE_DEPTH] if wanted and _says(marked[at].body, wanted)), None)
    if stated is None:
        above = [at for at in texts[:_TITLE_DEPTH] if at <= prose]
        stated = next((at for at in above if marked[at].body.startswith("# ")), None)
    if stated is not None:
        marked[stated] = marked[stated]._replace(kind=TITLE)
        return marked
    heads = [at for at in texts if at < prose]
    if not heads and len(texts) > 1 and is_headline(marked[texts[0]].body) and is_prose(marked[texts[1]]):
        heads = texts[:1]
    if prose == len(marked) or not heads or not is_headline(marked[heads[0]].body):
        return marked
    while len(heads) > 1 and _is_above_title(marked[heads[0]].body) and is_headline(marked[heads[1]].body):
        marked[heads[0]] = marked[heads[0]]._replace(kind="navigation")
        heads = heads[1:]
    marked[heads[0]] = marked[heads[0]]._replace(kind="heading" if title else TITLE)
    return marked


def _is_above_title(body: str) -> bool:
    """Tell whether a line above the headline is a section's name, or the name of an outlet in its title."""
    words = body.split()
    is_name = len(words) <= _SITE_NAME_WORDS and all(word[0].isupper() or word in _SMALL for word in words)
    return len(words) <= 2 or (is_name and not _OUTLETS.isdisjoint(words))


def mark_headings(pieces: Sequence[Piece]) -> list[Piece]:
    """Mark the short lines without a full stop that stand alone between paragraphs, and marked-up headings."""
    title = next((_key(piece.body) for piece in pieces if piece.kind == TITLE), "")
    marked = [
        piece if ends_sentence(piece.body) else _without_repeated_title(piece, title) for piece in pieces
    ]
    run: list[int] = []
    has_prose = False
    for at, piece in enumerate(marked):
        if is_prose(piece):
            if len(run) <= _MAX_RUN and all(_is_heading(marked[place].body) for place in run):
                for place in run:
                    marked[place] = marked[place]._replace(kind="heading")
            marked = _with_chronology(marked, at) if has_prose else marked
            run, has_prose = [], True
        elif piece.kind == TEXT:
            run.append(at)
    return marked


def mark_related(pieces: Sequence[Piece]) -> list[Piece]:
    """Mark the headlines that are listed under "Related" or "Most read", below the article's first paragraph."""
    marked = list(pieces)
    if all(piece.kind != "related links" for piece in marked):
        return marked
    left = 0
    has_prose = False
    for at, piece in enumerate(marked):
        if piece.kind == "related links":
            is_list_head = PHRASES.get(piece.body.casefold().rstrip(": ")) == "related links"
            left = _MAX_RELATED if has_prose and is_list_head else left
        elif piece.kind == TEXT:
            is_link = left > 0 and not ends_sentence(piece.body) and piece.body.count(" ") < _RELATED_WORDS
            left = left - 1 if is_link else 0
            if is_link:
                marked[at] = piece._replace(kind="related links")
            has_prose = has_prose or is_prose(piece)
    return marked


def title_text(body: str) -> str:
    """Return a title without the marks that a page or Markdown sets around it."""
    return fold(_HASHES.sub("", body, count=1).strip("#*_ "))


def is_headline(body: str) -> bool:
    """Tell whether a folded piece reads as a headline: some words, no full stop, no list item, no quotation."""
    if body.count(" ") >= MAX_HEADLINE_WORDS or body[-1] in ":;," or not any(map(str.isalpha, body)):
        return False
    if ends_sentence(body) and not _ABBREVIATION_AT_END.search(body):
        return False
    return not is_item(body) and not _QUOTED.match(body)


def _is_heading(body: str) -> bool:
    if _HASHES.match(body):
        return True
    if body[0].islower() or "|" in body or body.count(" ") >= _HEADING_WORDS - 1 or ends_sentence(body):
        return False
    numbers = sum(1 for word in body.split() if any(map(str.isdigit, word)))
    return numbers < 2 and is_headline(body)


def _without_repeated_title(piece: Piece, title: str) -> Piece:
    if piece.kind != TEXT:
        return piece
    is_heading = _HASHES.match(piece.body) or (title and _key(piece.body) == title)
    return piece._replace(kind="heading") if is_heading else piece


def _with_chronology(pieces: list[Piece], prose: int) -> list[Piece]:
    """Call a bare day that stands right above a paragraph a heading: it dates an entry, not the page."""
    above = pieces[prose - 1]
    if above.kind == "timestamp" and shapes.is_dated_heading(above.body):
        pieces[prose - 1] = above._replace(kind="heading")
    return pieces


def _says(body: str, wanted: str) -> bool:
    """Tell whether a piece says the title, given as its key; either may carry the name of the site behind it."""
    first = _WORD.search(body.casefold())
    if first is None or first[0] != wanted.partition(" ")[0]:
        return False
    key = _key(body)
    if key == wanted:
        return True
    if ends_sentence(body) or min(key.count(" "), wanted.count(" ")) < 3:
        return False
    short, long = sorted((key, wanted), key=len)
    return long.startswith(short + " ") and long[len(short) :].count(" ") <= _SITE_NAME_WORDS


def _key(body: str) -> str:
    return _NOT_WORD.sub(" ", body.casefold()).strip()
