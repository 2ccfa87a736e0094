"""Find the date expressions of a text, in order, and resolve each.

One pass: a cheap pattern finds the words an expression can begin with, the rules that begin with that word are
tried there in the order of their tables, and what they resolve to is kept for the expressions that count from
it ("the next day").
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache

from summarize.dates import (
    absolute,
    anaphora,
    durations,
    edtf,
    lists,
    modifiers,
    negatives,
    periods,
    relative,
    vocabulary,
    weekdays,
)
from summarize.dates.grammar import (
    NUMBER,
    PERIOD_NUMBER,
    YEAR_NUMBER,
    Context,
    Found,
    Memory,
    Rule,
    compile_pattern,
)
from summarize.records import VAGUE, When

RULES: tuple[Rule, ...] = (
    *periods.RULES,
    *durations.RULES,
    *anaphora.RULES,
    *lists.RULES,
    *absolute.RULES,
    *weekdays.RULES,
    *relative.RULES,
)


def _by_start() -> dict[str, tuple[Rule, ...]]:
    """The rules that an expression beginning with a word can follow, in the order of the tables."""
    starts = {start for rule in RULES for start in rule.starts}
    return {start: tuple(rule for rule in RULES if start in rule.starts) for start in starts}


_RULES_BY_START = _by_start()
_UNITS = r"(?:day|week|month|year|decade|centur|quarter|hour|minute|second|fortnight|half)"
_COUNTED = rf"(?:[-\s]+\w+){{0,3}}?[-\s]+{_UNITS}"
_DEICTIC = (
    rf"\s+(?:past|coming|fiscal|calendar|{_UNITS}|[MTWFSJANDO][a-z]+|[A-Z]{{3}}|spring|summer|autumn|fall|winter|easter|christmas|"
    r"early|pre|mid|morning|afternoon|evening|night)"
)
_CENTURIES = r"(?:(?:,?\s+(?:and|or|to|through|until)|,|[-–])\s*(?:the\s+)?(?:early\s+|mid-|late\s+)?[\w-]+){1,3}?[-\s]+centur"
# Frequent words begin an expression only before some others; looking ahead spares trying every rule on them
_AHEAD = {
    "the": r"\s+(?:new\s+[Yy]ear|morning|night|evening|next|following|same|similar|very|previous|preceding|prior|day|weekend|week|month|quarter|year|full|latest|current|comparable|"
    r"corresponding|past|future|present|near|early|late|mid|end|start|beginning|middle|close|spring|summer|autumn|fall|winter|twent|thirt|"
    r"fort|fift|sixt|sevent|eight|ninet|nought|[2-9]0s|[MTWFS][a-z]+day\sbefore|\d{1,2}(?:st|nd|rd|th)\b)",
    "a": rf"(?:\s+(?:couple|few|number|hundred)|\s+{_UNITS})",
    "an": r"\s+hour",
    "in": rf"\s+[a-z0-9-]+(?:\s+few)?\s+{_UNITS}",
    "that": r"\s+(?:same|[MTWFS][a-z]+day|day|week|weekend|month|year|decade|morning|afternoon|evening|night)\b",
    "half": r"\s+a\s",
    "final": r"\s+quarter",
    "between": r"\s+(?:the\s+years|\d|[A-Z])",
    "these": r"\s+days",
    **{name: rf"\s+(?:{rests})" for name, rests in periods.HOLIDAY_WORDS.items()},
    "year": r"(?:['’]s)?[-\s]+(?:end|ago|earlier)",
    "new": r"\s+[Yy]ear",
    **dict.fromkeys(("father", "mother"), r"['’]s\s"),
    **dict.fromkeys(("this", "last", "next", "past", "coming", "upcoming"), _DEICTIC),
    **dict.fromkeys(("some", "many", "several", "few", "couple", "dozens"), _COUNTED),
    **dict.fromkeys(
        vocabulary.ORDINALS,
        r"[-\s]+(?:quarter|half|centur|day\sof\s[JFMASOND]|[MTWFS][a-z]+day\b|of\sJuly)" + rf"|{_CENTURIES}",
    ),
    **dict.fromkeys(vocabulary.ONES, rf"(?:{_COUNTED}|\s+thousand)"),
    **dict.fromkeys(
        (*vocabulary.TEENS, *vocabulary.TENS),
        rf"(?:{_COUNTED}|[-\s]+(?:ten|eleven|twelve|thir|fo|fif|six|seven|eigh|nine|twen))",
    ),
    "two": rf"(?:{_COUNTED}|\s+thousand)",
}
_MONTH_AHEAD = (
    r"(?:of\s+)?[JFMASOND](?:an|eb|ar|pr|ay|un|ul|ug|ep|ct|ov|ec|AN|EB|AR|PR|AY|UN|UL|UG|EP|CT|OV|EC)"
)
_SMALL_NUMBER = (
    r"\d{1,3}(?=(?:st|nd|rd|th)?(?::\d|\.\d\d\s?[ap]\.?m\b|/11\b|[-/.]\d\d?[-/.]\d{4}|,\d{3}\s+(?:year|day)|\s?[ap]\.?m\b"
    rf"|/\d\d?\s+{_MONTH_AHEAD}|{_CENTURIES}|[-\s]+(?:or\s\w+\s|and\sa\s)?(?:{_UNITS}|{_MONTH_AHEAD}|o.clock|1/2)"
    rf"|(?:,\s\d{{1,2}}(?:st|nd|rd|th)?){{0,12}}(?:\s?[-–—]+\s?|\s+(?:to|and|through|until)\s+)\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH_AHEAD}))"
)
_NAMES = frozenset((*absolute.MONTH_STARTS, *absolute.WEEKDAY_STARTS))


@cache
def _trigger() -> re.Pattern[str]:
    """Match any word of `_RULES_BY_START`, grouped by first letter, which the regular expression engine is fast at."""
    by_letter: dict[str, set[str]] = {}
    for start in filter(str.isalpha, _RULES_BY_START):
        ahead = f"(?={_AHEAD[start]})" if start in _AHEAD else ""
        for form in {start.capitalize(), start.upper(), start.capitalize() if start in _NAMES else start}:
            by_letter.setdefault(form[0], set()).add(re.escape(form[1:]) + r"\b" + ahead)
    words = "|".join(
        f"{letter}(?:{'|'.join(sorted(rests, reverse=True))})" for letter, rests in sorted(by_letter.items())
    )
    return re.compile(
        rf"(?<!\w)(?:{words}|\d{{4}}(?!\d)|[1-4][QH](?=\s?['’]?\d\d)|{_SMALL_NUMBER}|[Qq](?=[1-4])|FY(?=\s?['’]?\d\d)|H(?=[12]\b))|['’`](?=\d\d)"
    )


# What of a sentence is looked at; text without sentences must not cost more
_NEAR = 600


def find_dates(text: str, sentences: Sequence[tuple[int, int]], published: str) -> tuple[When, ...]:
    """Find the date expressions of `text`, in order, resolved against the day of publication.

    `sentences` are the character spans of its sentences, outside of which nothing is looked for (an empty
    sequence: the whole text is one sentence);
    `published` is an ISO day, or "" when unknown: then only what a text itself proves is resolved, and the
    other expressions are returned with the value "". Expressions of time that name no date at all ("now",
    "recently") have the rule `records.VAGUE`.
    """
    anchor = date.fromisoformat(published) if published else None
    memory = Memory()
    found: list[When] = []
    sentence_starts = [first for first, _ in sentences]
    end = 0
    for trigger in _trigger().finditer(text):
        start = trigger.start()
        if start < end:
            continue
        index = bisect_right(sentence_starts, start) - 1
        sentence = sentences[index] if index >= 0 else (0, 0 if sentences else len(text))
        if start >= sentence[1]:
            continue
        for when in _at(trigger, sentence, anchor, memory, end):
            found.append(when)
            _remember(memory, when)
            end = when.end
    return tuple(found)


def _at(
    trigger: re.Match[str], sentence: tuple[int, int], anchor: date | None, memory: Memory, free_from: int
) -> Iterator[When]:
    """The expression that begins with the trigger, and the days added to it ("April 24, 25 and 26")."""
    text, start = trigger.string, trigger.start()
    near = max(sentence[0], start - _NEAR), min(sentence[1], start + _NEAR)
    for match_at, rule in _rules(_key(trigger.group())):
        match = match_at(text, start)
        if match is None or negatives.is_none(rule.name, text, start, match.end()):
            continue
        resolved = rule.resolve(match, Context(text, near, anchor, memory, start, match.end()))
        if resolved is not None:
            when = _when(rule, match, resolved, text, free_from)
            yield when
            yield from _days_added(text, when)
            return


@cache
def _rules(key: str) -> tuple[tuple[Callable[[str, int], re.Match[str] | None], Rule], ...]:
    """The rules of a key, ready to be tried; compiled when it is first met, as all would take a third of a second."""
    return tuple((compile_pattern(rule.notation).match, rule) for rule in _RULES_BY_START[key])


def _key(word: str) -> str:
    if word.isdecimal():
        return YEAR_NUMBER if len(word) == 4 else NUMBER
    if word[0].isdigit():
        return PERIOD_NUMBER
    return word.lower()


def _days_added(text: str, when: When) -> Iterator[When]:
    """Days of the same month that are listed after a month and day without a year."""
    while (
        when.precision == "day"
        and when.value
        and when.rule.startswith(_LISTED)
        and _ENDS_WITH_DAY.search(when.expression)
    ):
        match = absolute.ANOTHER_DAY.match(text, when.end)
        value = absolute.another_day(match, when.value[:7], int(edtf.exact(when.value)[8:])) if match else ""
        if match is None or not value:
            return
        start, end = match.span("whole")
        when = When(text[start:end], value, "day", "month and day, another", when.anchor, start, end)
        yield when


_ENDS_WITH_DAY = re.compile(r"\d(?:st|nd|rd|th)?$")
_LISTED = ("month and day",)


def _when(rule: Rule, match: re.Match[str], found: Found, text: str, free_from: int) -> When:
    start, vague, bound, open_ended = modifiers.modified(text, match.start(), rule.name, found.precision)
    start = start if start >= free_from else match.start()
    end = match.end()
    # "more than six years ago" is before the year that is counted, and which one it is nobody said
    value = "" if open_ended else edtf.vague(found.value) if vague else found.value
    parts = (rule.name, found.note, bound)
    name = VAGUE if VAGUE in parts else ", ".join(filter(None, parts))
    # from Monday to Sunday is a week
    precision = edtf.precision_of(value) if value and found.precision == "range" else found.precision
    return When(text[start:end], value, precision, name, found.anchor, start, end)


def _remember(memory: Memory, when: When) -> None:
    """Keep what later expressions may count from."""
    memory.previous_end = when.end
    if "quarter" in when.rule:
        memory.fiscal = when.rule.startswith("fiscal")
    if not when.value:
        # "the next day" counts from what cannot be resolved, not from what was told before it
        if when.precision in {"day", "month"}:
            memory.last = memory.day = ""
        return
    memory.last = when.value
    if not when.anchor and when.precision in {"day", "month", "year"} and "since" not in when.rule:
        memory.told, memory.told_end = edtf.exact(when.value), when.end
    if when.precision == "day":
        memory.day, memory.day_end = edtf.exact(when.value), when.end
        memory.weekdays[date.fromisoformat(memory.day).weekday()] = memory.day, when.end
    elif when.precision == "quarter" and when.rule.startswith("quarter"):
        memory.quarter = edtf.exact(when.value)
