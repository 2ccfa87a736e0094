"""Labels of the drawing: broken into lines, and cut only where there is no room for all they say."""

from unicodedata import east_asian_width

LETTER = 6.9  # an average letter of a label at its 13 units
LEAST = 12 * LETTER  # a label of less room says nothing


def length_of(words: str) -> float:
    """Guess how long words are drawn: letters of East Asia are twice as wide."""
    return LETTER * sum(2 if east_asian_width(each) in "WF" else 1 for each in words)


def balanced(words: str, room: float, lines: int) -> tuple[str, ...]:
    """Break words as `wrapped` does, into lines of about one length: no word stands alone in the last."""
    broken = wrapped(words, room, lines)
    narrower = length_of(words) / len(broken)
    while narrower < room:
        tried = wrapped(words, narrower, len(broken))
        if not tried[-1].endswith("…") and max(map(length_of, tried)) <= room:
            return tried
        narrower += LETTER
    return broken


def wrapped(words: str, room: float, lines: int) -> tuple[str, ...]:
    """Break words into so many lines of `room` at most; what the last cannot hold is cut at a word, and marked."""
    if length_of(words) <= room:
        return (words,)
    head, rest = _parted(words, room if lines > 1 else room - 2 * LETTER)
    if lines == 1:
        return (f"{head.rstrip(' ,;:')} …",)
    return (head, *wrapped(rest, room, lines - 1))


def _parted(words: str, room: float) -> tuple[str, str]:
    """Part words at the last blank before the room ends; a word that fills it all is parted itself."""
    fitting = next((at for at in range(len(words)) if length_of(words[: at + 1]) > room), len(words))
    blank = words.rfind(" ", 0, fitting + 1)
    cut = blank if blank > 0 else max(1, fitting)
    return words[:cut].rstrip(), words[cut:].lstrip()
