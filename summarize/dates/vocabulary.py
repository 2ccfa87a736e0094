"""The words news dates are written with, and the numbers they stand for.

Months and weekdays are case-sensitive ("May" is a month, "may" is not); everything else is looked up in
lower case.
"""

from collections.abc import Iterable

MONTHS = {
    "january": 1,
    "february": 2,
    "march": 3,
    "april": 4,
    "may": 5,
    "june": 6,
    "july": 7,
    "august": 8,
    "september": 9,
    "october": 10,
    "november": 11,
    "december": 12,
}
MONTH_ABBREVIATIONS = {
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "apr": 4,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sept": 9,
    "sep": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
WEEKDAYS = {
    "monday": 0,
    "tuesday": 1,
    "wednesday": 2,
    "thursday": 3,
    "friday": 4,
    "saturday": 5,
    "sunday": 6,
}
WEEKDAY_ABBREVIATIONS = {
    "mon": 0,
    "tues": 1,
    "tue": 1,
    "weds": 2,
    "wed": 2,
    "thurs": 3,
    "thur": 3,
    "thu": 3,
    "fri": 4,
    "sat": 5,
    "sun": 6,
}
# EDTF (level 1) season codes
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
UNITS = ("day", "week", "weekend", "fortnight", "month", "quarter", "season", "year", "decade", "century")

ONES = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
}
TEENS = {
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
}
TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
DECADES = {
    "twenties": 20,
    "thirties": 30,
    "forties": 40,
    "fifties": 50,
    "sixties": 60,
    "seventies": 70,
    "eighties": 80,
    "nineties": 90,
    "noughties": 0,
}
ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "eleventh": 11,
    "twelfth": 12,
    "thirteenth": 13,
    "fourteenth": 14,
    "fifteenth": 15,
    "sixteenth": 16,
    "seventeenth": 17,
    "eighteenth": 18,
    "nineteenth": 19,
    "twentieth": 20,
    "twenty-first": 21,
}
# "a couple of days ago" is two; the others name no number
LOOSE_COUNTS = ("several", "a few", "few", "some", "many", "a number of", "dozens of")


_FRACTIONS = {"half a": 0.5, "a quarter of a": 0.25, "quarter of a": 0.25}


def any_of(words: Iterable[str]) -> str:
    """A regular expression for one of the words, the longest first."""
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


def cased(words: Iterable[str]) -> str:
    """A regular expression for one of the words as names are written: May or MAY, not may."""
    return any_of({form for word in words for form in (word.capitalize(), word.upper())})


def month_number(word: str) -> int:
    """1 to 12 for a month's name or abbreviation, with or without its full stop."""
    name = word.lower().rstrip(".")
    return MONTHS.get(name) or MONTH_ABBREVIATIONS[name]


def weekday_number(word: str) -> int:
    """0 (Monday) to 6 for a weekday's name or abbreviation."""
    name = word.lower().rstrip(".")
    return WEEKDAYS[name] if name in WEEKDAYS else WEEKDAY_ABBREVIATIONS[name]


def ordinal(word: str) -> int:
    """The number of an ordinal: "third" and "3rd" are 3."""
    name = word.lower()
    return ORDINALS[name] if name in ORDINALS else int("".join(filter(str.isdecimal, name)))


def count(words: str) -> float | None:
    """The number of a count ("two", "twenty-five", "10", "a", "two and a half"); None where it names none."""
    text = " ".join(words.lower().replace("-", " ").split())
    if text.endswith((" and a half", " 1/2")):
        whole = count(text.removesuffix(" and a half").removesuffix(" 1/2"))
        return None if whole is None else whole + 0.5
    if text in {"a", "an", "the"}:
        return 1
    if text in {"a couple", "a couple of", "couple of"}:
        return 2
    if text in _FRACTIONS:
        return _FRACTIONS[text]
    digits = text.replace(",", "")
    if digits.isdecimal():
        return int(digits)
    return _number_words(text.split())


def _number_words(words: list[str]) -> int | None:
    """The value of up to ninety-nine in words, or a hundred; None for other words."""
    if words in (["hundred"], ["a", "hundred"], ["one", "hundred"]):
        return 100
    values = [ONES.get(word) or TEENS.get(word) or TENS.get(word) for word in words]
    numbers = [value for value in values if value is not None]
    return sum(numbers) if numbers and len(numbers) == len(words) else None


def spoken_year(century: str, rest: str) -> int | None:
    """The year of "nineteen ninety-six" or "two thousand eleven", given its two halves."""
    tail = _number_words(rest.lower().replace("-", " ").removeprefix("and ").split()) if rest else 0
    if century.lower().startswith("two"):
        return None if tail is None else 2000 + tail
    head = _number_words([century.lower()])
    # "twenty six" is a number
    return None if head is None or tail is None or tail < 10 else head * 100 + tail
