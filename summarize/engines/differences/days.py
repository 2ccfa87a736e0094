"""Dates that contradict each other: another day, month or span for the same event."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from summarize.dates import edtf
from summarize.engines.differences.alignment import Likeness, Statement, candidates, likeness, weight
from summarize.engines.differences.contradictions import Conflict, Known, known
from summarize.engines.differences.numbers import Token
from summarize.engines.differences.passages import Passage, mark_of_day
from summarize.engines.differences.prevailing import outliers
from summarize.engines.differences.scope import Scope, Weights, clauses, plain, scope
from summarize.records import VAGUE, When

Dated = Statement[When]


class Enough(NamedTuple):
    """What two clauses must share: in weight, as a share of the shorter one, and in words."""

    weight: float
    share: float
    words: int


@dataclass(frozen=True, slots=True)
class _Traits:
    """What tells two dates apart before their words are weighed, of one statement.

    `published` is the day of its source and `age` how many days before it the date ended, 0 where that is not known; `phases`
    say of each pair of `_OPPOSITES` which of the two it is, `counts` what the sentence counts, by the noun.
    """

    published: date | None
    age: int
    is_announced: bool
    phases: tuple[int, ...]
    counts: Mapping[str, str]


_PRECISIONS = frozenset(("day", "month", "year", "range"))
# Who says what on a day is no event: sources hear people on different days.
_SAYING = frozenset(
    """
    said say says saying told tells telling added adding reported reports reporting according interview statement
    tweeted wrote speaking spoke asked quoted comments remarks
    """.split()  # a word list is read as words
)
_REACH = 3
_ARTICLES = frozenset(("the", "a", "an", "late", "early"))
# Every day has its own: "yesterday's stage".
_DAILY = frozenset(("today", "yesterday", "tomorrow"))
_BOUNDS = frozenset("by until till before after since from through".split())
# "the next day", "nine days earlier" and "election day" hang on what was told before.
_NAMED = re.compile(
    r"\d{1,2}(?!\d)|\d{4}|(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|tonight|tomorrow|morning|evening",
    re.IGNORECASE,
)
_HANGING = re.compile(
    r"\b(?:earlier|later|before|after|ago|next|following|previous|last|first)\b", re.IGNORECASE
)
# What is announced is done on another day.
_ANNOUNCING = frozenset(map(plain, ("announced", "announce", "announcing", "announcement")))
# What begins on one day ends on another; these are stems, in pairs of opposites.
_OPPOSITES = tuple(
    (frozenset(map(plain, begins.split())), frozenset(map(plain, ends.split())))
    for begins, ends in (
        (
            "begin began begun start open launch kicked",
            "end finish close closes closing conclude complete final",
        ),
        ("arrive enter come came", "leave left depart return fly flew"),
        ("arrested seize kidnap", "release free freed"),
        ("sink sank crash", "find found recover"),
        ("announce agree sign", "approve ratify vote"),
    )
)
# Two dates are of one event if so much is shared; more where a source has both, for then they may be two events.
# Two dates are of one event if the clauses share so much; more where a source has both, for then they may be of two
# events, and less of a date that several voices give, which is known to be that of an event.
_ENOUGH = {"two": Enough(2.2, 0.4, 3), "one": Enough(1.7, 0.3, 3), "known": Enough(1.2, 0.25, 2)}
# Sentences that share so much, and another date or figure with it, tell one event whatever their clauses share.
_MUCH = Enough(2.2, 0.5, 0)
# So many words next to both dates tell that much, too.
_CLOSE = 2
# Much happens in a year.
_SHARE_OF_YEARS = 0.5
# Two spans that begin or end on one day are likely of one event; in weight.
_ONE_END = 1.0
# Days that are told within so many of publication are news of that day.
_FRESH = 3
_NEWS_APART = 3
# A statement that another of the same source is as like as this, with the date of the other side, is no conflict.
_AS_LIKE = 0.7


def dates(passage: Passage) -> Iterator[Dated]:
    """State what a sentence dates, with the dates that are exact and certain."""
    parts = clauses(passage.tokens, [(start, end) for _, start, end in passage.dates])
    first = 0
    for (when, start, end), part in zip(passage.dates, parts, strict=True):
        # "on the 7th and 8th of July": what has no words of its own is of the clause before
        own = [at for at in range(*part) if not start <= passage.tokens[at].start < end]
        clause = part if any(passage.words[at] for at in own) else (first, part[1])
        first = clause[0]
        if not _is_certain(when) or not _names_event(when, start, end, passage):
            continue
        marks = passage.marks - {mark_of_day(when)}
        yield Statement(
            citation=passage.citation,
            voice=passage.voice,
            key=(when.precision,),
            head=frozenset(),
            scope=scope(passage.tokens, passage.words, clause, (start, end), marks=marks),
            says=when.value,
            about="",
            clause=passage.between(*clause),
            value=when,
            figure=when.value,
            published=passage.published,
        )


def _names_event(when: When, start: int, end: int, passage: Passage) -> bool:
    """Tell whether a date tells when something happened: not who spoke when, "until Friday", "yesterday's stage"."""
    if is_of_saying(passage.tokens, start, end) or _heads(when, start, passage):
        return False
    if when.expression.lower() in _DAILY and passage.text[end : end + 2] in {"'s", "’s"}:
        return False
    words = [token.low for token in passage.tokens if token.end <= start]
    before = next((word for word in reversed(words) if word not in _ARTICLES), "")
    if when.precision == "year":
        return before == "in"
    return when.precision == "range" or before not in _BOUNDS


def _heads(when: When, start: int, passage: Passage) -> bool:
    """Tell whether a date is that of the article, put before its first sentence."""
    return start == 0 and when.value == passage.published and any(mark.isdigit() for mark in when.expression)


def _is_certain(when: When) -> bool:
    return (
        bool(when.value)
        and not when.doubt
        and bool(_NAMED.search(when.expression))
        and not _HANGING.search(when.expression)
        and when.precision in _PRECISIONS
        and when.rule != VAGUE
        and edtf.exact(when.value) == when.value
        and ".." not in when.value
    )


def is_of_saying(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether the date at these offsets says when somebody spoke."""
    first = next((at for at, token in enumerate(tokens) if token.end > start), len(tokens))
    last = next((at for at, token in enumerate(tokens) if token.start >= end), len(tokens))
    around = [*tokens[max(0, first - _REACH) : first], *tokens[last : last + _REACH]]
    return any(token.low in _SAYING for token in around)


def agree(one: When, other: When) -> bool:
    """Tell whether two dates can both be right: the one lies in the other. Spans are told from end to end."""
    if "/" in one.value and "/" in other.value:
        return one.value == other.value
    mine, theirs = edtf.bounds(one.value), edtf.bounds(other.value)
    if mine is None or theirs is None:
        return True
    return (mine[0] <= theirs[0] and theirs[1] <= mine[1]) or (theirs[0] <= mine[0] and mine[1] <= theirs[1])


def contradicting(statements: Sequence[Dated], weights: Weights) -> list[Conflict[When]]:
    """Find the pairs that date one event differently."""
    all_known = known(statements)
    traits = {each: _traits(each) for each in statements}
    found = []
    for one, other in candidates(statements):
        if one.says == other.says or not _may_be_one(one, other):
            continue
        if agree(one.value, other.value) or _is_apart(traits[one], traits[other]):
            continue
        like = likeness(one, other, weights)
        if _is_one_event(one, other, like, all_known) and not _is_told_apart(
            one, other, like, weights, all_known
        ):
            found.append(Conflict(one, other, like))
    seen = {(each.one, each.other) for each in found}
    for one, other in _with_prevailing(statements, traits):
        if (one, other) in seen or (other, one) in seen:
            continue
        like = likeness(one, other, weights)
        if like.shared and not _is_told_apart(one, other, like, weights, all_known):
            found.append(Conflict(one, other, like))
    return found


def _with_prevailing(
    statements: Sequence[Dated], traits: Mapping[Dated, _Traits]
) -> Iterator[tuple[Dated, Dated]]:
    """Find who may date otherwise what several voices date alike."""
    for one, told in outliers(statements):
        near, mine = one.scope.near, traits[one]
        for other in told:
            if not near.isdisjoint(other.scope.near) and not _is_apart(mine, traits[other]):
                yield one, other


def _may_be_one(one: Dated, other: Dated) -> bool:
    """Tell quickly whether enough words are shared at all: two in the clauses, or next to the dates."""
    fewest = 1 if one.key == ("range",) else _CLOSE
    return len(one.scope.near & other.scope.near) >= fewest or bool(one.scope.marks & other.scope.marks)


def _is_one_event(one: Dated, other: Dated, like: Likeness, all_known: Known[When]) -> bool:
    """Tell whether so much is shared that both date one event."""
    mine, theirs = all_known.voices[one.key, one.figure], all_known.voices[other.key, other.figure]
    enough = _ENOUGH["two" if mine & theirs else "known" if max(len(mine), len(theirs)) > 1 else "one"]
    fewest, share = enough.words, enough.share
    if one.key == ("year",) or (one.key == ("month",) and one.says[:4] != other.says[:4]):
        fewest, share = fewest + 1, _SHARE_OF_YEARS
    weight = like.weight
    if one.key == ("range",) and set(one.says.split("/")) & set(other.says.split("/")):
        fewest, weight = 1, weight + _ONE_END
    elif like.close >= _CLOSE:
        fewest = 1
    if weight >= _MUCH.weight and like.share >= _MUCH.share:
        return True
    return (
        weight >= enough.weight
        and like.share >= share
        and len(like.shared) >= fewest
        and len(like.words) >= fewest - 1
    )


def _is_told_apart(
    one: Dated, other: Dated, like: Likeness, weights: Weights, all_known: Known[When]
) -> bool:
    """Tell whether a source of the two says what the other says too, of the same or of another event."""
    return any(
        each.says == mine.says and weight(mine, each, weights) >= _AS_LIKE * like.weight
        for mine, theirs in ((one, other), (other, one))
        for each in all_known.by_voice[theirs.voice, theirs.key]
    )


def _is_apart(one: _Traits, other: _Traits) -> bool:
    return _is_own_day(one, other) or _are_opposites(one, other) or _count_otherwise(one, other)


def _are_opposites(one: _Traits, other: _Traits) -> bool:
    """Tell whether the one dates what begins, and the other what ends it, or its announcement."""
    return one.is_announced != other.is_announced or any(
        mine * theirs < 0 for mine, theirs in zip(one.phases, other.phases, strict=True)
    )


def _count_otherwise(one: _Traits, other: _Traits) -> bool:
    """Tell whether the sentences also count the same things differently: then they tell of two events."""
    return any(other.counts.get(noun, value) != value for noun, value in one.counts.items())


def _is_own_day(one: _Traits, other: _Traits) -> bool:
    """Tell whether each dates fresh news of its own, of another day or as far back: what happens again every day."""
    if one.published is None or other.published is None or one.published == other.published:
        return False
    if abs(one.age) > _FRESH or abs(other.age) > _FRESH:
        return False
    return one.age == other.age or abs((one.published - other.published).days) > _NEWS_APART


def _traits(statement: Dated) -> _Traits:
    published = date.fromisoformat(statement.published) if statement.published else None
    covered = edtf.bounds(statement.says)
    return _Traits(
        published=published,
        age=(published - covered[1]).days if published and covered else 0,
        is_announced=not statement.scope.close.isdisjoint(_ANNOUNCING),
        phases=tuple(_phase(statement.scope, begins, ends) for begins, ends in _OPPOSITES),
        counts=dict(map(_counted, sorted(filter(_is_count, statement.scope.marks)))),
    )


def _phase(stands_in: Scope, begins: frozenset[str], ends: frozenset[str]) -> int:
    """Give 1 for what begins, -1 for what ends, 0 for neither or both; the words next to the date tell first."""
    for words in (stands_in.close, stands_in.near):
        if phase := (not words.isdisjoint(begins)) - (not words.isdisjoint(ends)):
            return phase
    return 0


def _is_count(mark: str) -> bool:
    return mark[0] == "="


def _counted(mark: str) -> tuple[str, str]:
    value, _, noun = mark.partition(" ")
    return noun, value


def are_same(one: When, other: When) -> bool:
    """Tell whether two dates are on one side of a difference."""
    return one.value == other.value
