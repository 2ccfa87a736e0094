"""Swaps that make a true claim false: another number, date, name, place, unit, quotation, or its denial."""

import re
from collections.abc import Callable, Sequence
from random import Random

from benchmarks.claims import CALENDAR, FIGURE, NUMERALS, QUOTED, WEEKDAYS, Pair, names_of, spans
from summarize.text.terms import terms

DRAWS = 3  # swaps of a kind that are tried on a claim; the same result counts once

PLACES = """
Afghanistan Algeria Argentina Australia Austria Bangladesh Belgium Brazil Bulgaria Canada Chile China Colombia Cuba Denmark
Egypt Ethiopia Finland France Germany Ghana Greece Haiti Hungary Iceland India Indonesia Iran Iraq Ireland Israel Italy
Japan Jordan Kenya Kuwait Lebanon Libya Malaysia Mexico Morocco Nepal Nigeria Norway Pakistan Peru Poland Portugal
Romania Russia Rwanda Scotland Serbia Somalia Spain Sudan Sweden Switzerland Syria Thailand Tunisia Turkey Ukraine
Vietnam Yemen Zimbabwe London Paris Berlin Madrid Rome Moscow Beijing Tokyo Delhi Mumbai Cairo Lagos Nairobi Sydney
Toronto Chicago Boston Houston Dallas Miami Seattle Denver Atlanta Philadelphia Washington California Texas Florida
Ohio Virginia Georgia Pennsylvania Michigan Arizona Nevada Oregon Alabama Louisiana Tennessee Kentucky Missouri
Baghdad Tehran Kabul Jakarta Manila Seoul Bangkok Athens Dublin Vienna Oslo Stockholm Warsaw Lisbon Brussels Geneva
""".split()
DEMONYMS = """
Afghan Algerian American Australian Austrian Belgian Brazilian British Bulgarian Canadian Chilean Chinese Colombian
Cuban Danish Dutch Egyptian Ethiopian Finnish French German Greek Haitian Hungarian Indian Indonesian Iranian Iraqi
Irish Israeli Italian Japanese Jordanian Kenyan Korean Kuwaiti Lebanese Libyan Malaysian Mexican Moroccan Nigerian
Norwegian Pakistani Peruvian Polish Portuguese Romanian Russian Saudi Scottish Serbian Somali Spanish Swedish Swiss
Syrian Thai Tunisian Turkish Ukrainian Vietnamese
""".split()
# A word that counts or measures, and another: from left to right and back.
UNITS = (
    ("kilometers", "miles"),
    ("kilometres", "miles"),
    ("km", "miles"),
    ("meters", "feet"),
    ("metres", "feet"),
    ("dollars", "euros"),
    ("pounds", "dollars"),
    ("euro", "dollars"),
    ("$", "€"),
    ("£", "$"),
    ("€", "£"),
    ("USD", "euros"),
    ("percent", "points"),
    ("per cent", "points"),
    ("%", " points"),
    ("people", "houses"),
    ("hours", "days"),
    ("days", "weeks"),
    ("weeks", "months"),
    ("months", "years"),
    ("minutes", "hours"),
    ("years", "months"),
    ("dead", "injured"),
    ("deaths", "injuries"),
    ("killed", "injured"),
    ("wounded", "killed"),
    ("injured", "killed"),
    ("soldiers", "civilians"),
    ("men", "companies"),
    ("women", "buildings"),
    ("countries", "cities"),
    ("children", "schools"),
    ("students", "schools"),
    ("victims", "suspects"),
    ("jobs", "homes"),
    ("tons", "pounds"),
    ("tonnes", "pounds"),
    ("acres", "miles"),
    ("votes", "seats"),
    ("cases", "deaths"),
    ("states", "counties"),
    ("degrees", "miles"),
)
OPPOSITES = (
    ("rose", "fell"),
    ("increased", "decreased"),
    ("increase", "decrease"),
    ("won", "lost"),
    ("arrested", "released"),
    ("accepted", "rejected"),
    ("approved", "rejected"),
    ("guilty", "innocent"),
    ("convicted", "acquitted"),
    ("opened", "closed"),
    ("before", "after"),
    ("more than", "less than"),
    ("supported", "opposed"),
    ("higher", "lower"),
    ("largest", "smallest"),
    ("first", "last"),
    ("confirmed", "denied"),
    ("male", "female"),
    ("north", "south"),
    ("east", "west"),
    ("began", "ended"),
    ("success", "failure"),
    ("legal", "illegal"),
    ("left", "arrived"),
    ("bought", "sold"),
    ("older", "younger"),
    ("best", "worst"),
    ("strong", "weak"),
    ("married", "divorced"),
)
AUXILIARIES = "is was are were has had have will would can could should may might".split()
# What a word of a quotation is swapped for.
OTHER_WORDS = ("terrible", "wonderful", "quickly", "never", "always", "expected", "impossible", "hopeful")

_YEAR = re.compile(r"(?<![\w.,$€£])(?:19|20)\d\d(?![\w]|[.,]\d)")


Swap = Callable[[Pair, Random, Sequence[str]], str]


def _replaced(text: str, start: int, end: int, by: str) -> str:
    return text[:start] + by + text[end:]


def _one(found: Sequence[tuple[int, int, str]], random: Random) -> tuple[int, int, str]:
    return found[random.randrange(len(found))]


def swap_number(pair: Pair, random: Random, _: Sequence[str]) -> str:
    """Change a figure or a number in words to one that is not in the cited sentences."""
    years = {match.span() for match in _YEAR.finditer(pair.text)}
    found = [(m.start(), m.end(), m[0]) for m in FIGURE.finditer(pair.text) if m.span() not in years]
    found = [one for one in found if not _is_of_date(pair.text, one)]
    found += [span for word in NUMERALS for span in spans(pair.text, word)]
    if not found:
        return ""
    start, end, old = _one(sorted(found), random)
    for _attempt in range(20):
        new = (
            random.choice([word for word in NUMERALS if word != old])
            if old.isalpha()
            else _figure(old, random)
        )
        if not spans(pair.evidence, new) and not spans(pair.text, new):
            return _replaced(pair.text, start, end, new)
    return ""


def _is_of_date(text: str, span: tuple[int, int, str]) -> bool:
    around = text[max(0, span[0] - 12) : span[1] + 12]
    return any(month[:3] in around for month in CALENDAR)


def _figure(old: str, random: Random) -> str:
    """Another figure: one digit changed, or ten times as much."""
    if random.random() < 0.25 and old[0] != "0":
        return f"{old}0" if "," not in old and "." not in old else old.replace(old[0], f"{old[0]}1", 1)
    at = random.choice([index for index, letter in enumerate(old) if letter.isdigit()])
    digit = random.choice([d for d in "123456789" if d != old[at]])
    return old[:at] + digit + old[at + 1 :]


def swap_number_within(pair: Pair, random: Random, _: Sequence[str]) -> str:
    """Put another figure of the cited sentences in a figure's place."""
    found = [(m.start(), m.end(), m[0]) for m in FIGURE.finditer(pair.text)]
    others = sorted({m[0] for m in FIGURE.finditer(pair.evidence)} - {old for _, _, old in found})
    if not found or not others:
        return ""
    start, end, _old = _one(found, random)
    return _replaced(pair.text, start, end, random.choice(others))


def swap_date(pair: Pair, random: Random, _: Sequence[str]) -> str:
    """Change a weekday, a month or a year, or the day beside a month."""
    text = pair.text
    found = [span for word in (*CALENDAR, *WEEKDAYS) for span in spans(text, word) if word != "May"]
    found += [(m.start(), m.end(), m[0]) for m in _YEAR.finditer(text)]
    found += [
        (m.start(), m.end(), m[0])
        for m in re.finditer(
            rf"(?<=\b)\d\d?(?= (?:{'|'.join(CALENDAR)}))|(?:(?<=[a-z] )\d\d?(?!\d|[.,]\d|\w))", text
        )
        if m.end() + 1 < len(text) and _is_of_month(text, m.start(), m.end())
    ]
    if not found:
        return ""
    start, end, old = _one(sorted(set(found)), random)
    for _attempt in range(20):
        if old in WEEKDAYS:
            new = random.choice([day for day in WEEKDAYS if day != old])
        elif old in CALENDAR:
            new = random.choice([month for month in CALENDAR if month not in {old, "May"}])
        elif len(old) == 4:
            new = str(int(old) + random.choice((-3, -2, -1, 1, 2, 3)))
        else:
            new = str(random.randint(1, 28))
        if new != old and not spans(pair.evidence, new):
            return _replaced(text, start, end, new)
    return ""


def _is_of_month(text: str, start: int, end: int) -> bool:
    before, after = text[:start].split()[-1:], text[end:].split()[:1]
    return any(word.strip(".,") in CALENDAR for word in (*before, *after))


def _name(pair: Pair, random: Random, others: Sequence[str], *, places: bool) -> str:
    found = [
        span
        for span in names_of(pair.text)
        if (set(span[2].split()) & set(PLACES) != set()) == places and span[2] not in DEMONYMS
    ]
    if places:
        found = [span for place in PLACES for span in spans(pair.text, place)]
        near = [name for name in pair.story.names if name in PLACES]
        far = PLACES
    else:
        near = [name for name in pair.story.names if name not in PLACES and name not in DEMONYMS]
        far = list(others)
    if not found:
        return ""
    start, end, _old = _one(sorted(found), random)
    known = set(re.findall(r"\w+", f"{pair.text} {pair.evidence}".casefold()))
    pool = near if random.random() < 0.5 else far
    pool = [name for name in pool if known.isdisjoint(re.findall(r"\w+", name.casefold()))]
    return _replaced(pair.text, start, end, random.choice(pool)) if pool else ""


def swap_name(pair: Pair, random: Random, others: Sequence[str]) -> str:
    """Put another name in a name's place: of the same sources, or of another story."""
    return _name(pair, random, others, places=False)


def swap_place(pair: Pair, random: Random, others: Sequence[str]) -> str:
    """Put another place in a place's place."""
    demonyms = [span for word in DEMONYMS for span in spans(pair.text, word)]
    if demonyms and random.random() < 0.5:
        start, end, _old = _one(sorted(demonyms), random)
        known = f"{pair.text} {pair.evidence}"
        pool = [word for word in DEMONYMS if word[:4] not in known]
        return _replaced(pair.text, start, end, random.choice(pool))
    return _name(pair, random, others, places=True)


def swap_unit(pair: Pair, random: Random, _: Sequence[str]) -> str:
    """Change what a number counts or measures."""
    text = pair.text
    count = rf"(?:{FIGURE.pattern}|\b(?:{'|'.join(NUMERALS)})\b)"
    found: list[tuple[int, int, str]] = []
    for one, other in (*UNITS, *((b, a) for a, b in UNITS if a.isalpha() and b.isalpha())):
        if one in "$£€":
            pattern = rf"{re.escape(one)}(?=\s?\d)"
        else:
            pattern = rf"(?P<count>{count}(?:[ -](?:\w+ )?(?:(?:m|b|tr)illion )?))(?P<unit>{re.escape(one)})(?![\w])"
        for match in re.finditer(pattern, text):
            start, end = match.span("unit") if "unit" in match.re.groupindex else match.span()
            if other.strip() not in pair.evidence:
                found.append((start, end, other))
    if not found:
        return ""
    start, end, new = _one(sorted(set(found)), random)
    return _replaced(text, start, end, new)


def swap_quotation(pair: Pair, random: Random, _: Sequence[str]) -> str:
    """Change a word inside a quotation, or put marks around words that are not in the cited sentences."""
    quoted = [match for match in QUOTED.finditer(pair.text) if len(match[1].split()) > 1]
    if quoted:
        match = random.choice(quoted)
        words = [m for m in re.finditer(r"[a-z]{4,}", match[1]) if terms(m[0]).bag]
        if not words:
            return ""
        word = random.choice(words)
        new = random.choice([other for other in OTHER_WORDS if other not in pair.evidence])
        return _replaced(pair.text, match.start(1) + word.start(), match.start(1) + word.end(), new)
    if '"' in pair.text or "“" in pair.text:
        return ""
    words = list(re.finditer(r"[^\s]*\w", pair.text))
    evidence = " ".join(re.findall(r"\w+", pair.evidence.casefold()))
    spans = []
    for first in range(len(words) - 4):
        start, end = words[first].start(), words[first + 4].end()
        if " ".join(re.findall(r"\w+", pair.text[start:end].casefold())) not in evidence:
            spans.append((start, end, ""))
    if not spans:
        return ""
    start, end, _old = _one(spans, random)
    return f"{pair.text[:start]}“{pair.text[start:end]}”{pair.text[end:]}"


def swap_negation(pair: Pair, random: Random, _: Sequence[str]) -> str:
    """Take a negation out, or put one in: behind an auxiliary, else before a verb in the past."""
    text = pair.text
    negators = [
        (m.start(), m.end(), m[0])
        for m in re.finditer(r" not(?= )|n['’]t(?= )| never(?= )|(?<= )no (?=[a-z])", text)
    ]
    if negators:
        start, end, _old = _one(negators, random)
        return _replaced(text, start, end, "")
    found = [
        (m.end(), m.end(), " not")
        for word in AUXILIARIES
        for m in re.finditer(rf"(?<= ){word}(?= [a-z])", text)
        if text[m.end() + 1 :].split()[0] not in {"a", "the", "also"}
    ]
    if not found:
        found = [
            (m.start(), m.start(), "never ")
            for m in re.finditer(
                r"(?<=[a-z] )[a-z]{3,}ed(?= (?:the|a|an|that|to|his|her|its|their|in|on)\b)", text
            )
        ]
    if not found:
        return ""
    start, end, new = _one(sorted(found), random)
    return _replaced(text, start, end, new)


def swap_opposite(pair: Pair, random: Random, _: Sequence[str]) -> str:
    """Say the opposite of a word that the cited sentences hold too."""
    found = []
    for one, other in (*OPPOSITES, *((b, a) for a, b in OPPOSITES)):
        if spans(pair.evidence, one) and not spans(pair.evidence, other):
            found += [(start, end, other) for start, end, _ in spans(pair.text, one)]
    if not found:
        return ""
    start, end, new = _one(sorted(found), random)
    return _replaced(pair.text, start, end, new)


def swap_roles(pair: Pair, random: Random, _: Sequence[str]) -> str:
    """Exchange two names of the claim."""
    found = [span for span in names_of(pair.text) if span[2] in pair.evidence]
    if len({name for _, _, name in found}) < 2:
        return ""
    one, other = sorted(random.sample(found, 2))
    if one[2] == other[2]:
        return ""
    text = _replaced(pair.text, other[0], other[1], one[2])
    return _replaced(text, one[0], one[1], other[2])


SWAPS: tuple[tuple[str, Swap], ...] = (
    ("number", swap_number),
    ("date", swap_date),
    ("name", swap_name),
    ("place", swap_place),
    ("unit", swap_unit),
    ("quotation", swap_quotation),
    ("negation", swap_negation),
)
BESIDE: tuple[tuple[str, Swap], ...] = (
    ("opposite", swap_opposite),
    ("a figure of the same sentences", swap_number_within),
    ("two names exchanged", swap_roles),
)


def swapped(pair: Pair, kind: str, swap: Swap, pool: Sequence[str]) -> list[str]:
    """Swap a thing of one kind in a claim, in some ways that differ; none where the claim has nothing of it."""
    draws = (swap(pair, Random(f"{kind} {draw} {pair.text}"), pool) for draw in range(DRAWS))  # noqa: S311 - a seed, no secret
    return [text for text in dict.fromkeys(draws) if text]
