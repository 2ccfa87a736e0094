"""Whether a full stop ends its sentence, by the words on both sides of it."""

import re
from collections.abc import Sequence

from summarize.text import abbreviations as abbr
from summarize.text.late import late

# Words around a full stop are looked at so far, in characters.
_REACH = 28
_OPENING = "\"“‘'([`«„*_"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_DOTTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")
_SAYS = (
    "said says asked asks told tells added adds replied replies wrote writes shouted cried tweeted wondered demanded exclaimed"
    " inquired joked quipped yelled screamed recalled explained continued answered"
)
_SPEAKER = late(rf"(?P<first>[A-Z][\w.'’-]*)(?: [A-Z][\w.'’-]*){{0,4}} (?:{'|'.join(_SAYS.split())})\b")
# Abbreviations in lower case are shorter than this, in characters, but for these, of which the end is given.
_ABBREVIATION = 5
_LONG_ABBREVIATIONS = frozenset(("pprox", "circa"))
# "At 9 a.m. Kim arrived": a sentence that begins with the hour is not over with it.
_OPENS_WITH_TIME = re.compile(
    r"\W?(?:On \w+,? )?(?:At|By|Around|About|Before|After|Until|Since|Shortly|Just|From|at|by|around)\b[^.!?]{0,24}\d ?[ap]\.m",
    re.IGNORECASE,
)
_LONGEST_OPENING = 48  # characters
# An abbreviation that no rule knows looks like a short name: sentencex knows more of them.
_SHORT_NAME = 4
_SIGNS = frozenset("$£€¥@#")
_QUOTES = frozenset('"“`')
_POLITE = frozenset(("Mr", "Mrs", "Ms"))


def is_plain_end(block: str, at: int, stop: str, end: int) -> bool:
    """Tell the common case quickly: a full stop behind a word too long to be an abbreviation, before a capital."""
    tail = block[at - _ABBREVIATION : at]
    if (
        stop != "."
        or len(tail) < _ABBREVIATION
        or not (tail.isalpha() and tail.islower())
        or tail in _LONG_ABBREVIATIONS
    ):
        return False
    return block.startswith(" ", end) and block[end + 1 : end + 2].isupper()


def is_end(block: str, at: int, stop: str, end: int, after: int, *, begin: int) -> bool | None:
    """Tell whether a full stop ends the sentence that begins at `begin`; None where no rule knows.

    `stop` are the marks at `at`, with what closes them up to `end`; the next word is at `after`. White space in the
    block is spaces.
    """
    is_time = at - begin < _LONGEST_OPENING and _OPENS_WITH_TIME.fullmatch(block, begin, at) is not None
    if is_time:
        return _starter(block[after : after + _REACH])
    following = block[after : after + _REACH]
    word = following.lstrip(_OPENING)
    if not word or word[0] in ",;:.!?%)]}…”’»":
        return False
    if word[0].islower() and not _may_begin(word, stop) and following[0] not in '"“':
        return False
    if "!" in stop or "?" in stop:
        return _is_end_of_cry(block, at, stop, end, after)
    if len(stop) > 1 or stop == "…":
        return word[0].isupper() or word[0].isdigit() or None
    return _is_end_after(block[max(0, at - _REACH) : at], following, word)


def _may_begin(word: str, stop: str) -> bool:
    """Tell whether a word in lower case may begin a sentence: "iPhone", "al-Qaida"."""
    return word[1:2].isupper() or (stop == "." and word.startswith(("al-", "el-")))


def _is_end_of_cry(block: str, at: int, stop: str, end: int, after: int) -> bool:
    speaker = _SPEAKER().match(block, after) if end > at + len(stop) else None
    if speaker is not None and speaker["first"] not in abbr.STARTERS - _POLITE:
        return False
    before = block[max(0, at - _REACH) : at].split()
    if stop == "!" and end == at + 1 and before and before[-1].lstrip(_OPENING) in abbr.EXCLAIMED:
        return _starter(block[after : after + _REACH].lstrip(_OPENING))
    return True


def _is_end_after(before: str, following: str, word: str) -> bool | None:
    words = before.split()
    if not words or before[-1] == " ":
        return True
    last = words[-1].lstrip(_OPENING + "—–-")
    if _never_ends(last, word):
        return False
    if last in abbr.CLOCK:
        return _is_end_of_time(following)
    if len(last) == 1 and last.isalpha():
        return _is_end_of_initial(last, words, word)
    if last in abbr.SELDOM or last.rpartition("-")[2] in abbr.SELDOM or _DOTTED.fullmatch(last):
        return _starter(word) or (following[0] in _QUOTES and word[0].isupper())
    is_short_name = last.istitle() and len(last) <= _SHORT_NAME and last.isalpha() and last not in abbr.WHOLE
    is_known = word[0].isalnum() or word[0] in _SIGNS
    return True if is_known and (not is_short_name or _starter(word)) else None


def _never_ends(last: str, word: str) -> bool:
    if last in abbr.TITLES or last in abbr.NEVER or (last.isupper() and last.title() in abbr.TITLES):
        return True
    return word[0].isdigit() and last in abbr.BEFORE_NUMBER


def _is_end_of_time(following: str) -> bool:
    words = following.split()
    first = words[0].strip(".,;:()")
    tells_time = first in abbr.AFTER_CLOCK or (len(words) > 1 and words[1].strip(".,;:") == "time")
    return not tells_time and not first[:1].isdigit() and first[:1] not in {"", "-", "–", "—", "/"}


def _is_end_of_initial(last: str, words: Sequence[str], word: str) -> bool:
    """Tell whether a letter ends a sentence ("So do I.", "vitamin C. The") rather than being an initial."""
    is_name = len(words) > 1 and words[-2][:1].isupper()
    if last == "I" and not is_name:
        return True
    return _starter(word) and not word.startswith(("A. ", "I. "))


def _starter(word: str) -> bool:
    found = _WORD.match(word)
    return found is not None and found[0].replace("’", "'") in abbr.STARTERS
