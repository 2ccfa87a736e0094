"""Numbers as news writes them, read from the words of a text: figures, words, fractions, ordinals, magnitudes."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from summarize.dates.vocabulary import ONES, ORDINALS, TEENS, TENS
from summarize.grounding.passages import Token

_NUMERALS: dict[str, float] = {**ONES, **TEENS, **TENS}
_SPOKEN = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
# These follow a figure at once: $5m.
_SHORT = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12}
_MAGNITUDES = {**_SPOKEN, **_SHORT, "lakh": 1e5, "crore": 1e7}
_PARTS = {"half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5, "tenth": 1 / 10}
_ORDINAL_ENDS = frozenset(("st", "nd", "rd", "th"))
_LAST_SCALED = 20  # numerals from here on take an ordinal behind them: twenty-first
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{3})+")


class Number(NamedTuple):
    """A number that was read: its readings ("120.000" has two), the place behind its last word, and what it is."""

    values: tuple[float, ...]
    end: int
    is_ordinal: bool = False


def read(tokens: Sequence[Token], at: int) -> Number | None:
    """Read the number that begins at a token; None where none does.

    "first" and "second" are none, as they seldom count anything.
    """
    word = tokens[at].plain
    if tokens[at].is_figure:
        return _read_figure(tokens, at)
    if word in {"a", "an", "one"} and (part := _part_behind(tokens, at + 1)) is not None:
        return part
    if word in _NUMERALS or word == "half":
        return _read_words(tokens, at)
    if word in _SPOKEN:
        # "thousands" and "dozens" give no number; "a million" and "per thousand" do
        return _read_words(tokens, at) if at and tokens[at - 1].plain in {"a", "an", "per"} else None
    if ORDINALS.get(word, 0) > 2:
        return Number((float(ORDINALS[word]),), at + 1, is_ordinal=True)
    return Number((2.0,), at + 1) if word == "twice" else None


def skip(tokens: Sequence[Token], at: int, *words: str) -> int:
    """The place behind a token where it is one of some words, else its own."""
    return at + 1 if at < len(tokens) and tokens[at].plain in words else at


def _part_behind(tokens: Sequence[Token], at: int) -> Number | None:
    """Read "a third of" and "a quarter of"; "a third man" is no part."""
    at = skip(tokens, at, "-")
    if (
        at + 1 < len(tokens)
        and tokens[at].plain in {"third", "quarter", "fifth", "tenth"}
        and tokens[at + 1].plain == "of"
    ):
        return Number((_PARTS[tokens[at].plain],), at + 1)
    return None


def _read_figure(tokens: Sequence[Token], at: int) -> Number:
    values = _values(tokens[at].plain)
    end = at + 1
    if end < len(tokens) and tokens[end].plain in _ORDINAL_ENDS and tokens[end].start == tokens[at].end:
        return Number(values, end + 1, is_ordinal=True)
    scale, end = _scale(tokens, end)
    return Number(tuple(value * scale for value in values), end)


def _values(figure: str) -> tuple[float, ...]:
    """The readings of a figure: a comma or a point parts thousands, or decimals."""
    if _THOUSANDS.fullmatch(figure):
        return (float(figure.replace(",", "")),)
    if _DOTTED.fullmatch(figure):
        whole = float(figure.replace(".", ""))
        return (float(figure), whole) if figure.count(".") == 1 else (whole,)
    if figure.count(",") == 1 and "." not in figure:
        return (float(figure.replace(",", ".")), float(figure.replace(",", "")))
    plain = figure.replace(",", "")
    return (float(plain if plain.count(".") < 2 else plain.replace(".", "")),)


def _scale(tokens: Sequence[Token], at: int) -> tuple[float, int]:
    """The product of the magnitudes at a place ("million", "-bn", "hundred thousand"), and the place behind them."""
    scale = 1.0
    while (here := skip(tokens, at, "-")) < len(tokens):
        word = tokens[here].plain.removesuffix("s")
        is_glued = tokens[here - 1].is_figure and (word != "m" or tokens[here].start == tokens[here - 1].end)
        if word not in _MAGNITUDES or (word in _SHORT and not is_glued):
            break
        scale *= _MAGNITUDES[word]
        at = here + 1
    return scale, at


def _read_words(tokens: Sequence[Token], at: int) -> Number:
    """Read "twenty-one", "one hundred and five", "two thirds", "half a million"."""
    if tokens[at].plain == "half":
        scale, end = _scale(tokens, skip(tokens, at + 1, "a", "-"))
        return Number((0.5 * scale,), end if scale != 1 else at + 1)
    value, end = _sum(tokens, at)
    part = skip(tokens, end, "-")
    name = tokens[part].plain if part < len(tokens) else ""
    if value < _LAST_SCALED and name.removesuffix("s") in _PARTS and (value == 1) != name.endswith("s"):
        return Number((value * _PARTS[name.removesuffix("s")],), part + 1)
    if value >= _LAST_SCALED and ORDINALS.get(name, 10) < 10:
        return Number((value + ORDINALS[name],), part + 1, is_ordinal=True)
    return Number((value,), end)


def _sum(tokens: Sequence[Token], at: int) -> tuple[float, int]:
    """The value of the numerals and magnitudes at a place, and the place behind them."""
    total = current = 0.0
    end = at
    while end < len(tokens):
        word = tokens[end].plain
        if word in _NUMERALS:
            if current % 100 and not (current % 100 >= _LAST_SCALED and _NUMERALS[word] < 10):
                break  # "five six" are two numbers
            current += _NUMERALS[word]
        elif word == "hundred":
            current = (current or 1) * 100
        elif word in _SPOKEN:
            total += (current or 1) * _SPOKEN[word]
            current = 0
        else:
            break
        end = _joined(tokens, end + 1, is_large=bool(total) or current >= 100)
    return total + current, end if not _is_joint(tokens, end - 1) else end - 1


def _joined(tokens: Sequence[Token], at: int, *, is_large: bool) -> int:
    """The place where a number goes on behind a hyphen or, above a hundred, an "and"."""
    following = skip(tokens, at, *(("-", "and") if is_large else ("-",)))
    if following < len(tokens) and (
        tokens[following].plain in _NUMERALS or tokens[following].plain in _SPOKEN
    ):
        return following
    return at


def _is_joint(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].plain in {"-", "and"}
