"""Lines that are nothing but phrases of furniture in a row: "Accept all Manage settingsWatch live", "Home World Asia"."""

import re
from functools import lru_cache

from summarize.text.phrases import PHRASES

_MOST_WORDS = 24
_LONGEST = max(phrase.count(" ") for phrase in PHRASES) + 1  # words
# A menu names sections that no list has in full; so many words it may hold for each known one.
_UNKNOWN_A_KNOWN = 0.5
_FEWEST_OF_MENU = 3  # phrases that are known
_MENU_REASONS = frozenset(("navigation", "video", "app prompt", "related links"))

# "settingsWatch": two buttons whose page had nothing between them.
_GLUE = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[^\W\d_][\w'’&.,-]*")


def run_reason(body: str) -> str:
    """Return the reason that the first of at least two phrases in a row goes for, "" where the line is no such run."""
    if body[-1] in ".!?…" or "  " in body or not body[0].isupper():
        return ""
    words = [part for word in body.split() for part in _GLUE.split(word)]
    if not 2 <= len(words) <= _MOST_WORDS or not all(map(_WORD.fullmatch, words)):
        return ""
    best = _segmented(tuple(words))
    if best is None:
        return ""
    known, unknown, reason = best
    if unknown == 0:
        return reason if known >= 2 else ""
    is_menu = known >= _FEWEST_OF_MENU and unknown <= _UNKNOWN_A_KNOWN * known
    return reason if is_menu and reason in _MENU_REASONS else ""


@lru_cache(maxsize=1024)
def _segmented(words: tuple[str, ...]) -> tuple[int, int, str] | None:
    """Cut words into phrases that begin with a capital: (known ones, unknown single words, the first one's reason).

    The cut with the fewest unknown words, then with the fewest phrases; None where a word fits no cut.
    """
    if not words:
        return 0, 0, ""
    found: list[tuple[int, int, str]] = []
    for length in range(1, min(_LONGEST, len(words)) + 1):
        reason = PHRASES.get(" ".join(words[:length]).casefold(), "")
        if (not reason and length > 1) or not words[0][0].isupper():
            continue
        rest = _segmented(words[length:])
        if rest is not None:
            known, unknown = (1, 0) if reason else (0, 1)
            found.append((rest[0] + known, rest[1] + unknown, reason or rest[2]))
    return min(found, key=lambda cut: (cut[1], cut[0]), default=None)
