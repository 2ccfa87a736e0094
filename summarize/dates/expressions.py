"""Find the date expressions of a text, in order, and resolve each.

One pass: a cheap pattern finds the words an expression can begin with, the rules that begin with that word are
tried there in the order of their tables, and what they resolve to is kept for the expressions that count from
it ("the next day").
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from summarize.dates import absolute, anaphora, edtf, modifiers, negatives, periods, relative
from summarize.dates.grammar import NUMBER, Context, Found, Memory, Rule
from summarize.records import When

RULES: tuple[Rule, ...] = (*periods.RULES, *anaphora.RULES, *absolute.RULES, *relative.RULES)
VAGUE_REFERENCE = "vague reference"


def _by_start() -> dict[str, tuple[Rule, ...]]:
    """The rules that an expression beginning with a word can follow, in the order of the tables."""
    starts = {start for rule in RULES for start in rule.starts}
    return {start: tuple(rule for rule in RULES if start in rule.starts) for start in starts}


_RULES_BY_START = _by_start()
# "the", "a" and "that" begin an expression only before some words, and are far too frequent to be tried everywhere
_BEFORE_ONLY = {
    "the": r"\s+(?:next|following|same|very|previous|preceding|prior|day|weekend|week|month|quarter|year|full|latest|current|comparable|corresponding|past|future|present|near|early|late|mid|end|start|beginning|"
    r"middle|close|spring|summer|autumn|fall|winter|twent|thirt|fort|fift|sixt|sevent|eight|ninet)",
    "a": r"\s+(?:day|week|month|year|decade|century|couple|few|number|hundred|hour|minute|quarter)",
    "an": r"\s+hour",
    "in": r"\s+[a-z0-9-]+\s+(?:day|week|month|year)",
    "that": r"\s+(?:same|day|week|weekend|month|year|decade|morning|afternoon|evening|night)\b",
    "half": r"\s+a\s",
    "some": r"\s+(?:\w+\s+)?(?:days|weeks|months|years|decades)\s",
    "many": r"\s+(?:days|weeks|months|years|decades)\s",
}


def _trigger() -> re.Pattern[str]:
    """Matches any word of `_RULES_BY_START`; grouped by first letter, which the regular expression engine is fast at."""
    by_letter: dict[str, set[str]] = {}
    for start in _RULES_BY_START:
        if start.isalpha():
            for form in {start, start.capitalize(), start.upper()}:
                ahead = f"(?={_BEFORE_ONLY[start]})" if start in _BEFORE_ONLY else ""
                by_letter.setdefault(form[0], set()).add(re.escape(form[1:]) + r"\b" + ahead)
    words = "|".join(
        f"{letter}(?:{'|'.join(sorted(rests, reverse=True))})" for letter, rests in sorted(by_letter.items())
    )
    return re.compile(rf"(?<!\w)(?:{words}|\d+|Q(?=[1-4]))|['’`](?=\d0)")


_TRIGGER = _trigger()


def find_dates(text: str, sentences: Sequence[tuple[int, int]], published: str) -> tuple[When, ...]:
    """The date expressions of `text` in order, resolved against the day of publication.

    `sentences` are the character spans of its sentences (an empty sequence: the text is one sentence);
    `published` is an ISO day, or "" when unknown: then only what a text itself proves is resolved, and the
    other expressions are returned with the value "". Expressions of time that name no date at all ("now",
    "recently") have the rule `VAGUE_REFERENCE`.
    """
    anchor = date.fromisoformat(published) if published else None
    memory = Memory()
    found: list[When] = []
    sentence_starts = [first for first, _ in sentences]
    end = 0
    for trigger in _TRIGGER.finditer(text):
        start = trigger.start()
        if start < end:
            continue
        index = bisect_right(sentence_starts, start) - 1
        sentence = sentences[index] if index >= 0 else (0, len(text))
        when = _at(trigger, Context(text, sentence, anchor, memory), end)
        if when:
            found.append(when)
            _remember(memory, when)
            end = when.end
    return tuple(found)


def _at(trigger: re.Match[str], context: Context, free_from: int) -> When | None:
    """The expression that begins with the trigger, None where there is none."""
    word = trigger.group()
    key = NUMBER if word.isdigit() else word.lower()
    for rule in _RULES_BY_START[key]:
        match = rule.pattern.match(context.text, trigger.start())
        if match is None or negatives.is_none(rule.name, context.text, match.start(), match.end()):
            continue
        context.start, context.end = match.span()
        resolved = rule.resolve(match, context)
        if resolved is not None:
            return _when(rule, match, resolved, context.text, free_from)
    return None


def _when(rule: Rule, match: re.Match[str], found: Found, text: str, free_from: int) -> When:
    start, vague, bound = modifiers.modified(text, match.start(), rule.name, found.precision)
    start = start if start >= free_from else match.start()
    end = match.end()
    value = edtf.vague(found.value) if vague else found.value
    name = (
        found.note
        if found.note == VAGUE_REFERENCE
        else ", ".join(filter(None, (rule.name, found.note, bound)))
    )
    return When(text[start:end], value, found.precision, name, found.anchor, start, end)


def _remember(memory: Memory, when: When) -> None:
    """Keep what later expressions may count from."""
    memory.previous_end, memory.previous_month = when.end, ("", 0)
    if "quarter" in when.rule:
        memory.fiscal = when.rule.startswith("fiscal")
    if not when.value:
        return
    memory.last = when.value
    if when.precision == "day":
        memory.day, memory.day_end = edtf.exact(when.value), when.end
        memory.previous_month = (
            (memory.day[:7], int(memory.day[8:])) if when.expression[-1].isdigit() else ("", 0)
        )
    elif when.precision == "quarter" and when.rule.startswith("quarter"):
        memory.quarter = edtf.exact(when.value)
