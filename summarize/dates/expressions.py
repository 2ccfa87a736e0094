"""Find the date expressions of a text, in order, and resolve each.

One pass: the words an expression can begin with are found, the rules that begin with that word are tried there in
the order of their tables, and what they resolve to is kept for the expressions that count from it ("the next day").
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache, lru_cache

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
    weekdays,
)
from summarize.dates.grammar import Context, Found, Memory, Rule, compile_head, compile_pattern
from summarize.dates.triggers import Trigger, Triggers
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
_TRIGGERS = Triggers(start for rule in RULES for start in rule.starts)
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
    for trigger in _TRIGGERS.find(text):
        if trigger.position < memory.previous_end:
            continue
        index = bisect_right(sentence_starts, trigger.position) - 1
        sentence = sentences[index] if index >= 0 else (0, 0 if sentences else len(text))
        if trigger.position >= sentence[1]:
            continue
        for when in _at(text, trigger, sentence, anchor, memory):
            found.append(when)
            _remember(memory, when)
    return tuple(found)


def _at(
    text: str, trigger: Trigger, sentence: tuple[int, int], anchor: date | None, memory: Memory
) -> Iterator[When]:
    """The expression that begins with the trigger, and the days added to it ("April 24, 25 and 26")."""
    start = trigger.position
    near = max(sentence[0], start - _NEAR), min(sentence[1], start + _NEAR)
    for rule in _candidates(text, trigger):
        match = compile_pattern(rule.notation).match(text, start)
        if match is None or negatives.is_none(rule.name, text, start, match.end()):
            continue
        resolved = rule.resolve(match, Context(text, near, anchor, memory, start, match.end()))
        if resolved is not None:
            when = _when(rule, match, resolved, text, memory.previous_end)
            yield when
            yield from _days_added(text, when)
            return


def _candidates(text: str, trigger: Trigger) -> tuple[Rule, ...]:
    """The rules that may match at a trigger, in the order of the tables; most are never tried, so that few are compiled."""
    position, start = trigger
    return _fitting(start, tuple([_sign_after(head, text, position) for head in _compiled_heads(start)]))


def _sign_after(head: re.Pattern[str], text: str, position: int) -> str | None:
    """The letter or sign after the head, white space and commas left out, "" at the end; None where no such head is."""
    found = head.match(text, position)
    return text[found.end() : found.end() + 1] if found else None


@cache
def _heads(start: str) -> tuple[str, ...]:
    """How the rules of a start begin."""
    return tuple(dict.fromkeys(rule.after.head for rule in _rules(start) if rule.after))


@cache
def _compiled_heads(start: str) -> tuple[re.Pattern[str], ...]:
    return tuple(map(compile_head, _heads(start)))


@lru_cache(maxsize=8_192)
def _fitting(start: str, signs: tuple[str | None, ...]) -> tuple[Rule, ...]:
    """The rules of a start that may match where these signs come after its heads, None where a head is not there."""
    sign_after = dict(zip(_heads(start), signs, strict=True))
    return tuple(
        rule for rule in _rules(start) if rule.after is None or rule.after.allows(sign_after[rule.after.head])
    )


@cache
def _rules(start: str) -> tuple[Rule, ...]:
    """The rules of a start, in the order of the tables."""
    return tuple(rule for rule in RULES if start in rule.starts)


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
