"""The words right before an expression, read backwards.

A regular expression that must match up to the end of a text is tried at every place before it; these words, which
cost little, tell which of such expressions can match at all.
"""

import re

# The text is reversed: what stands between, then a word or mark, "'s" as one where no word goes before it
_BACKWARDS = re.compile(r"(?P<gap>[\s-]*)(?P<word>s['’](?![A-Za-z])|[A-Za-z]+(?:['’][A-Za-z]+)*|\S)")


def last_word(before: str) -> tuple[str, str]:
    """The last word or mark of a text, and the white space and hyphens after it; "" where there is none."""
    word = before[before.rfind(" ", 0, -1) + 1 : -1]
    # The common case, letters between spaces, needs no pattern.
    if word.isalpha() and word.isascii() and before[-1] == " ":
        return word, " "
    found = _BACKWARDS.match(before[::-1])
    return (found["word"][::-1], found["gap"][::-1]) if found else ("", "")


def ending(before: str) -> tuple[str, str, int]:
    """The last word of a text and the one before it, and how many characters the last one takes with the space after it.

    Both are in lower case, and without what stands before an apostrophe in them.
    """
    last, gap = last_word(before)
    previous = last_word(before[: -len(last) - len(gap)])[0] if last else ""
    bare = _bare(last)
    return bare, _bare(previous), len(bare) + len(gap)


def _bare(word: str) -> str:
    return (word if word.isalpha() else word.replace("’", "'").rpartition("'")[2]).lower()
