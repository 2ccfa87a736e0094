"""Conflicts to plant between sources: facts that two texts carry, altered in one of them.

Sentences carry one fact if they give the same number of the same thing, or the same day, and share at least three further
words, or quote the same words. Words are compared by their first five letters; nothing of the finder's own words,
weights or thresholds is used.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from summarize.records import Article, Source
from summarize.sources import make_source

SHARED_WORDS = 3
LETTERS = 5
LEAST_FIGURE = 3  # two of a kind are seldom the same two
REACH = 4  # words between a number and its noun
FEWEST_QUOTED = 6  # words
NUMERALS = {
    word: number
    for number, word in enumerate(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split(),
        2,
    )
}
SPELLED = {number: word for word, number in NUMERALS.items()}
MONTHS = "January February March April May June July August September October November December".split()
STOP = frozenset(
    "the a an of in on at to for and or but with by from that this these those is are was were be been has have had it its his her their they he she we not as who which will would could may more than about after before into over said also two three".split()
)
JOINTS = frozenset("of and in to or by on at for with from".split())  # what follows these is not counted
OTHER_WORDS = "harbour,orchard,lantern,garden,market,violin,meadow,bridge".split(",")

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
NUMBER = re.compile(
    r"(?<![\w.,$€£/:#-])(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?|" + "|".join(NUMERALS) + r")(?![\w/:%]|[.,]\d)",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"[\"“]([^\"“”]*)[\"”]")


@dataclass(frozen=True, slots=True)
class Record:
    """An article as the topic gives it."""

    id: str
    title: str
    date: str
    text: str


@dataclass(frozen=True, slots=True)
class Plant:
    """A change made to one article: the old and the new words, and where the other article has the fact."""

    kind: str
    article: str
    partner: str
    old: str
    new: str
    value: str
    text: str


def source(record: Record) -> Source:
    """Make a record ready, as the tool does."""
    article = Article(
        record.id,
        record.text,
        title=record.title,
        date=record.date,
        date_basis="record" if record.date else "unknown",
    )
    return make_source(article, record.id)


def stems(text: str) -> frozenset[str]:
    """The first letters of the words that say something."""
    return frozenset(
        word[:LETTERS].lower()
        for word in _WORD.findall(text)
        if word.lower() not in STOP
        and not word[0].isdigit()
        and word.lower() not in NUMERALS
        and len(word) > 2
    )


def value_of(written: str) -> float:
    """The value of a number in digits or words."""
    return float(NUMERALS.get(written.lower()) or written.replace(",", ""))


def figures(text: str) -> Iterator[tuple[float, str, re.Match[str]]]:
    """The numbers of a text with the nouns that follow: value, first letters of the noun, place."""
    for found in NUMBER.finditer(text):
        if value_of(found[0]) < LEAST_FIGURE:
            continue
        if found[0].isdigit() and len(found[0]) == 4 and 1700 < int(found[0]) < 2100:
            continue
        before = text[: found.start()].rstrip().rpartition(" ")[2]
        if before.strip(",.").capitalize() in MONTHS or before.strip(".") in {
            "No",
            "Resolution",
            "stage",
            "Stage",
        }:
            continue
        following = re.match(rf"[\s-]*((?:[\w’'-]+[ -]){{0,{REACH - 1}}}[\w’'-]+)", text[found.end() :])
        for word in _WORD.findall(following[1] if following else ""):
            low = word.lower()
            if low in JOINTS or word.capitalize() in MONTHS:
                break
            if low not in STOP and len(low) > 3 and word.islower():
                yield value_of(found[0]), low[:LETTERS], found


def figure_facts(one: Source, other: Source) -> Iterator[tuple[float, str]]:
    """Numbers with a noun that sentences of both give, which share further words."""
    theirs = [
        (value, noun, stems(each.text)) for each in other.sentences for value, noun, _ in figures(each.text)
    ]
    for sentence in one.sentences:
        words = stems(sentence.text)
        for value, noun, _ in figures(sentence.text):
            if any(
                value == their and noun == their_noun and len((words & shared) - {noun}) >= SHARED_WORDS
                for their, their_noun, shared in theirs
            ):
                yield value, noun


def other_figure(value: float, chance: random.Random) -> float:
    """A value at least 40 % away, as round as the one given."""
    zeros = len(str(int(value))) - len(str(int(value)).rstrip("0"))
    step = 10**zeros if value >= 1 else 1
    grown = (
        value * (1 + chance.uniform(0.45, 1.2))
        if chance.random() < 0.5 or value < 5
        else value * chance.uniform(0.3, 0.6)
    )
    changed = max(step, round(grown / step) * step)
    return changed if changed != value else value + 2 * step


def written(value: float, like: str) -> str:
    """The value in digits or words, as the other was."""
    number = int(value)
    if like.lower() in NUMERALS and number in SPELLED:
        return SPELLED[number].capitalize() if like[0].isupper() else SPELLED[number]
    return f"{number:,}" if "," in like or number > 9999 else str(number)


def plant_figure(
    record: Record, partner: Record, value: float, nouns: set[str], chance: random.Random
) -> Plant | None:
    """Change a figure wherever an article gives it of one of its nouns."""
    if value != int(value):
        return None
    changed = other_figure(value, chance)
    places = {
        found.span(): found for its, near, found in figures(record.text) if its == value and near in nouns
    }
    if not places:
        return None  # the whole text is cut otherwise than its sentences
    text = record.text
    for _, found in sorted(places.items(), reverse=True):
        text = text[: found.start()] + written(changed, found[0]) + text[found.end() :]
    old = next(iter(places.values()))[0]
    return Plant(
        "figure", record.id, partner.id, f"{old} {min(nouns)}…", f"{changed:g}", f"{changed:g}", text
    )


def days(source_: Source) -> Iterator[tuple[str, frozenset[str], int, int]]:
    """The days a source names with their month and day or their weekday: value, words around, place."""
    for sentence in source_.sentences:
        for when in sentence.dates:
            if when.precision == "day" and not when.doubt and _names_day(when.expression):
                yield when.value, stems(sentence.text), when.start, when.end


def _names_day(expression: str) -> bool:
    return (
        any(month in expression for month in MONTHS)
        or re.fullmatch(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day", expression) is not None
    )


def date_facts(one: Source, other: Source) -> Iterator[str]:
    """Days that sentences of both give, which share further words."""
    theirs = [(value, words) for value, words, _, _ in days(other)]
    for value, words, _, _ in days(one):
        if any(
            value == their and len(words & shared - {m[:LETTERS].lower() for m in MONTHS}) >= SHARED_WORDS
            for their, shared in theirs
        ):
            yield value


def plant_date(record: Record, partner: Record, value: str, chance: random.Random) -> Plant | None:
    """Change a day wherever an article names it."""
    day = date.fromisoformat(value)
    changed = day
    while changed == day or changed.month != day.month or changed.year != day.year:
        changed = day + timedelta(days=chance.choice((-5, -4, -3, -2, 2, 3, 4, 5)))
    text = record.text
    made = source(record)
    for start, end in sorted(
        {(when.start, when.end) for each in made.sentences for when in each.dates if when.value == value},
        reverse=True,
    ):
        text = text[:start] + renamed(text[start:end], day, changed) + text[end:]
    again = source(replace(record, text=text))
    values = {when.value for each in again.sentences for when in each.dates}
    if value in values or changed.isoformat() not in values:
        return None
    return Plant("date", record.id, partner.id, value, changed.isoformat(), changed.isoformat(), text)


def renamed(expression: str, day: date, changed: date) -> str:
    """The expression with the other day's number and weekday."""
    expression = re.sub(rf"\b{day.day}(?=\b|st|nd|rd|th)", str(changed.day), expression, count=1)
    return expression.replace(f"{day:%A}", f"{changed:%A}")


def quotations(text: str) -> list[str]:
    """The quotations of a text that are long enough."""
    return [quote for quote in _QUOTE.findall(text) if len(quote.split()) >= FEWEST_QUOTED]


def quotation_facts(one: Source, other: Source) -> Iterator[str]:
    """Quotations that both have word for word, or one as a part of the other's."""
    theirs = [" ".join(_WORD.findall(quote.lower())) for quote in quotations(other.text)]
    for quote in quotations(one.text):
        plain = " ".join(_WORD.findall(quote.lower()))
        if any(plain in their or their in plain for their in theirs):
            yield quote


def plant_quotation(record: Record, partner: Record, quote: str, chance: random.Random) -> Plant | None:
    """Change a word of a quotation that both articles have."""
    common = stems(" ".join(quotations(partner.text)))
    words = [
        word for word in _WORD.findall(quote) if word.islower() and len(word) > 4 and word[:LETTERS] in common
    ]
    if not words:
        return None
    old, new = chance.choice(words), chance.choice(OTHER_WORDS)
    return Plant(
        "quotation",
        record.id,
        partner.id,
        f"{old} in “{quote[:40]}…”",
        new,
        new,
        record.text.replace(quote, quote.replace(old, new)),
    )


def facts(made: Sequence[Source], with_: Sequence[Source]) -> Iterator[tuple[str, str, str, Source, Source]]:
    """What two texts both carry: kind, value, noun, and the two."""
    for one in made:
        for other in with_:
            if one.id != other.id:
                yield from (
                    ("figure", f"{value:g}", noun, one, other) for value, noun in figure_facts(one, other)
                )
                yield from (("date", day, "", one, other) for day in date_facts(one, other))
                yield from (("quotation", quote, "", one, other) for quote in quotation_facts(one, other))


def plants(altered: Sequence[Record], records: Sequence[Record], seed: int) -> list[Plant]:
    """The changes to texts, of each fact that they share with a record, one at a time."""
    chance = random.Random(f"{seed}")  # noqa: S311 - the same plants in every run
    by_id = {record.id: record for record in (*altered, *records)}
    nouns: dict[tuple[str, str, str], set[str]] = {}
    partners: dict[tuple[str, str, str], str] = {}
    for kind, value, noun, one, other in facts(
        [source(each) for each in altered], [source(each) for each in records]
    ):
        nouns.setdefault((kind, value, one.id), set()).add(noun)
        partners.setdefault((kind, value, one.id), other.id)
    planted = []
    for (kind, value, identity), named in sorted(nouns.items()):
        pair = (by_id[identity], by_id[partners[kind, value, identity]])
        plant = _planted(kind, value, named, pair, chance)
        if plant is not None and plant.text != pair[0].text:
            planted.append(plant)
    return planted


def _planted(
    kind: str, fact: str, nouns: set[str], pair: tuple[Record, Record], chance: random.Random
) -> Plant | None:
    one, other = pair
    if kind == "figure":
        return plant_figure(one, other, float(fact), nouns, chance)
    return (
        plant_date(one, other, fact, chance) if kind == "date" else plant_quotation(one, other, fact, chance)
    )
