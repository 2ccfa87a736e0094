"""The stem of an English word, by Porter's algorithm.

M. F. Porter, "An algorithm for suffix stripping", Program 14(3), 1980. Steps and conditions carry the
paper's numbers.
"""

import re
from functools import lru_cache

_CONSONANT = r"(?:[^aeiouy]|(?<![^aeiou])y)"
_VOWEL = r"(?:[aeiou]|(?<=[^aeiou])y)"
_MEASURE_ABOVE_0 = re.compile(rf"^{_CONSONANT}*{_VOWEL}+{_CONSONANT}")
_MEASURE_1 = re.compile(rf"^{_CONSONANT}*{_VOWEL}+{_CONSONANT}+{_VOWEL}*$")
_MEASURE_ABOVE_1 = re.compile(rf"^{_CONSONANT}*{_VOWEL}+{_CONSONANT}+{_VOWEL}+{_CONSONANT}")
_HAS_VOWEL = re.compile(_VOWEL)
_SHORT_END = re.compile(rf"^{_CONSONANT}+[aeiouy][^aeiouwxy]$")

_STEP_2 = {
    "ational": "ate",
    "tional": "tion",
    "enci": "ence",
    "anci": "ance",
    "izer": "ize",
    "abli": "able",
    "alli": "al",
    "entli": "ent",
    "eli": "e",
    "ousli": "ous",
    "ization": "ize",
    "ation": "ate",
    "ator": "ate",
    "alism": "al",
    "iveness": "ive",
    "fulness": "ful",
    "ousness": "ous",
    "aliti": "al",
    "iviti": "ive",
    "biliti": "ble",
}
_STEP_3 = {"icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": ""}
_STEP_4 = (
    "ement",
    "ance",
    "ence",
    "able",
    "ible",
    "ment",
    "ant",
    "ent",
    "ion",
    "ism",
    "ate",
    "iti",
    "ous",
    "ive",
    "ize",
    "al",
    "er",
    "ic",
    "ou",
)


def _longest(suffixes: dict[str, str]) -> re.Pattern[str]:
    return re.compile("(.*?)(" + "|".join(sorted(suffixes, key=len, reverse=True)) + ")$")


_STEP_2_END = _longest(_STEP_2)
_STEP_3_END = _longest(_STEP_3)


def _plural(word: str) -> str:
    """Do step 1a."""
    if word.endswith(("sses", "ies")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _participle(word: str) -> str:
    """Do step 1b."""
    if word.endswith("eed"):
        return word[:-1] if _MEASURE_ABOVE_0.search(word[:-3]) else word
    for suffix in ("ed", "ing"):
        if word.endswith(suffix) and _HAS_VOWEL.search(word[: -len(suffix)]):
            return _mended(word[: -len(suffix)])
    return word


def _mended(stem_: str) -> str:
    if stem_.endswith(("at", "bl", "iz")):
        return stem_ + "e"
    if len(stem_) > 1 and stem_[-1] == stem_[-2] and stem_[-1] not in "aeiouylsz":
        return stem_[:-1]
    return stem_ + "e" if _MEASURE_1.search(stem_) and _SHORT_END.search(stem_) else stem_


def _swapped(word: str, end: re.Pattern[str], swaps: dict[str, str]) -> str:
    """Do step 2 or 3, as the table says."""
    found = end.match(word)
    if found is None or not _MEASURE_ABOVE_0.search(found[1]):
        return word
    return found[1] + swaps[found[2]]


def _bare(word: str) -> str:
    """Do step 4."""
    for suffix in _STEP_4:
        if word.endswith(suffix):
            rest = word[: -len(suffix)]
            if _MEASURE_ABOVE_1.search(rest) and (suffix != "ion" or rest.endswith(("s", "t"))):
                return rest
            return word
    return word


def _tidy(word: str) -> str:
    """Do step 5."""
    if word.endswith("e"):
        rest = word[:-1]
        if _MEASURE_ABOVE_1.search(rest) or (_MEASURE_1.search(rest) and not _SHORT_END.search(rest)):
            word = rest
    return word[:-1] if word.endswith("ll") and _MEASURE_ABOVE_1.search(word) else word


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Give the stem of a lower-case word ("visits", "visited" → "visit"); short words and numbers stay."""
    if len(word) < 3 or not word.isalpha():
        return word
    word = _participle(_plural(word))
    if word.endswith("y") and _HAS_VOWEL.search(word[:-1]):
        word = word[:-1] + "i"
    word = _swapped(word, _STEP_2_END, _STEP_2)
    word = _swapped(word, _STEP_3_END, _STEP_3)
    return _tidy(_bare(word))
