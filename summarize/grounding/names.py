"""The names of a claim: each must stand in the cited sentences, or mean what stands there."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from summarize.dates.vocabulary import MONTH_ABBREVIATIONS, MONTHS, WEEKDAY_ABBREVIATIONS, WEEKDAYS
from summarize.grounding import attributes, descriptions, metonyms, short_forms, spellings
from summarize.grounding.attributes import TITLES
from summarize.grounding.evidence import Evidence
from summarize.grounding.nations import PAIRS, nation
from summarize.grounding.passages import Passage, Token, passage
from summarize.records import Sentence, Source
from summarize.text.abbreviations import STARTERS
from summarize.text.late import late
from summarize.text.terms import STOP_WORDS
from summarize.text.tokens import count

NEAR = 3  # sentences before a cited one in which that of which its "he" or "the company" speaks may be named
PROTAGONISTS = 10  # words of names that a source holds most often, of which any of its sentences may speak …
OFTEN = 3  # … if it holds them so many times
SHORTEST = 2  # letters of a name

_CALENDAR = frozenset((*MONTHS, *MONTH_ABBREVIATIONS, *WEEKDAYS, *WEEKDAY_ABBREVIATIONS)) - {"sun"}
# Words between two capitalised ones that belong to one name.
_INNER = frozenset("de la le van von der den al bin ibn el da dos du di y - & '".split())
# What stands for somebody or something named before.
_STANDS_IN = late(
    r"\b(?:he|she|they|it|his|her|their|its|him|them|himself|herself|who|we|our|i|my"
    r"|(?:the|this|that|these|those|both|two|three)(?: [a-z-]+){0,2}? (?:president|minister|leaders?|premier|chancellor|king|queen|prince|pope|senators?|governor|mayor"
    r"|secretary|general|judge|spokes(?:man|woman|person)|chief|director|chairman|man|men|woman|women|couple|company|firm|bank|group|party"
    r"|government|administration|country|countries|nation|state|city|town|village|island|region|province|team|club|court|agency"
    r"|organi[sz]ation|ministry|army|police|union|university|hospital|school|airline|actors?|actress|singer|star|author|writer|players?"
    r"|coach|teenager|boy|girl|suspects?|victims?|officials?|candidates?|republicans?|democrats?|ship|vessel|plane|train|film|movie|book|show"
    r"|statement|report|study|document|letter|resolution|storm|hurricane|quake|earthquake|tsunami|bombings?|attacks?|crisis|war|election|summit|talks|capital))\b"
)


class Name(tuple[Token, ...]):
    """A run of capitalised words, with the small words inside it left out."""

    __slots__ = ()

    @property
    def shown(self) -> str:
        """How it is written."""
        return " ".join(token.text for token in self)


@lru_cache(maxsize=4_000)
def names(text: Passage) -> tuple[Name, ...]:
    """The names of a text: runs of capitalised words; a word that opens a sentence counts within a run alone."""
    found: list[Name] = []
    run: list[Token] = []
    pending = 0
    for token in (*text.tokens, None):
        if token is not None and token.is_word and token.is_capital and not _is_plainly_opening(token):
            run.append(token)
            pending = 0
            if token.text.endswith(("'s", "s'")):
                found += _kept(run)
                run = []
        elif run and token is not None and pending < 2 and token.plain in _INNER:
            pending += 1
        else:
            found += _kept(run)
            run, pending = [], 0
    return tuple(found)


def _is_plainly_opening(token: Token) -> bool:
    """Tell of a word that is capitalised because a sentence begins with it."""
    return (token.opens and (not token.is_content or token.text in STARTERS)) or token.text == "I"


def _kept(run: Sequence[Token]) -> Iterator[Name]:
    """The run as a name, or the runs in it: days and months part names, titles are none."""
    name: list[Token] = []
    for token in run:
        if token.plain in _CALENDAR and token.plain not in {"may", "march", "april", "june", "august", "jan"}:
            if name:
                yield Name(name)
            name = []
        else:
            name.append(token)
    if name and not (len(name) == 1 and name[0].plain in _CALENDAR):
        yield Name(name)


@lru_cache(maxsize=100_000)
def canonical(word: str) -> str:
    """A word that names a country or its people as that country, another without its plural."""
    return nation(word) or (word.removesuffix("s") if len(word) > 3 else word)


@lru_cache(maxsize=4_000)
def named_words(text: Passage) -> frozenset[str]:
    """All words of a text as names are compared: also those of hyphened names, and the short forms of countries."""
    found = {canonical(token.plain) for token in text.words if token.plain != "us" or token.text.isupper()}
    words = [token.plain for token in text.words]
    found.update(PAIRS[pair] for pair in pairwise(words) if pair in PAIRS)
    return frozenset(found)


def missing(text: Passage, evidence: Evidence) -> tuple[str, bool]:
    """Name the first name of a text that the evidence does not hold, and say whether that is sure; "" for none."""
    held = frozenset[str]().union(*map(named_words, evidence.passages))
    doubt = ""
    for name in names(text):
        lacking = [token for token in name if not _is_held(token, name, held, evidence)]
        lacking = _without_aliases(lacking, name, held, evidence)
        lacking = [token for token in lacking if not _is_cut_short(token, text, evidence)]
        lacking = [token for token in lacking if not _is_metonym(token, name, text, evidence)]
        lacking = [token for token in lacking if not _is_spelt_otherwise(token, name, evidence)]
        if not lacking or _is_written_out(name, text, evidence):
            continue
        if _are_known(lacking, name, text, evidence):
            continue
        opening = lacking == [name[0]] and name[0].opens and len(name) == 1
        if opening and not _is_name(name[0], text, evidence):
            continue
        reason = f"“{' '.join(token.text for token in lacking)}” is not in the cited sentences"
        if not opening or nation(name[0].plain) or _is_surely_named(name[0], text, evidence):
            return reason, True
        doubt = doubt or reason
    return doubt, False


def _is_held(token: Token, name: Name, held: frozenset[str], evidence: Evidence) -> bool:
    word = canonical(token.plain)
    if word in held or token.stem in evidence.stems or len(token.plain) < SHORTEST:
        return True
    if token.plain in STOP_WORDS and token.plain != "us":
        return True
    if token.plain in TITLES:
        return any(other.plain not in TITLES for other in name) or any(word in held for word in TITLES)
    if short_forms.is_acronym(token) and any(short_forms.spells(token, one) for one in evidence.passages):
        return True
    if any(word.rstrip("0123456789") == token.plain for word in evidence.plain):
        return True  # "ABC 7" and "abc7"
    # reports name a source without a publisher by its number
    return any(token.text == source.id for source in evidence.sources)


def _without_aliases(
    lacking: list[Token], name: Name, held: frozenset[str], evidence: Evidence
) -> list[Token]:
    """Take out what the cited sentences write short: the United Nations, the International Monetary Fund."""
    if not lacking:
        return lacking
    words = [token.plain for token in name]
    for pair in pairwise(words):
        if PAIRS.get(pair) in held:
            lacking = [token for token in lacking if token.plain not in pair]
    short = {token.plain for one in evidence.passages for token in one.words if token.text.isupper()}
    if len(lacking) > 1 and any(initials in short for initials in short_forms.initials(passage(name.shown))):
        return []
    publishers = passage(" ".join(source.publisher for source in evidence.sources)).plain
    return [token for token in lacking if token.plain not in publishers]


def _is_cut_short(token: Token, text: Passage, evidence: Evidence) -> bool:
    return short_forms.is_cut(token, text) and any(
        short_forms.is_short_for(token, one) for one in evidence.passages
    )


def _is_metonym(token: Token, name: Name, text: Passage, evidence: Evidence) -> bool:
    return metonyms.is_meant(token, text, evidence.passages) and not _is_displacing(name, text, evidence)


def _is_spelt_otherwise(token: Token, name: Name, evidence: Evidence) -> bool:
    mine = [one.plain for one in name]
    return any(
        spellings.is_variant(token.plain, mine, [one.plain for one in other])
        for each in evidence.passages
        for other in names(each)
    )


def _are_known(lacking: Sequence[Token], name: Name, text: Passage, evidence: Evidence) -> bool:
    """Tell whether a source says elsewhere what is lacking: whose country's somebody is, each of two joined names."""
    if attributes.is_told(lacking, name, text, evidence):
        return True
    if descriptions.is_told(
        name, text, [(source, passage(sentence.text)) for source, sentence in evidence.cited]
    ):
        return True
    parts = _joined(name, text)
    lost = [part for part in parts if any(token in lacking for token in part)]
    return len(parts) > 1 and all(_is_written_out(part, text, evidence) for part in lost)


def _joined(name: Name, text: Passage) -> list[Name]:
    """The parts of a name between its hyphens: "Trump-Kim" are two."""
    parts = [[name[0]]]
    for one, other in pairwise(name):
        if text.text[one.end : other.start] == "-":
            parts.append([])
        parts[-1].append(other)
    return [Name(part) for part in parts]


def _is_name(token: Token, text: Passage, evidence: Evidence) -> bool:
    """Tell whether the word that opens a sentence is a name: the sources write it as one, it is a country, or it acts."""
    if _is_named_in(evidence.sources, token) or nation(token.plain):
        return True
    if any(token.plain in _lower(source) for source in evidence.sources):
        return False
    if _is_alone(text):
        return True
    place = text.tokens.index(token)
    behind = text.tokens[place + 1] if place + 1 < len(text.tokens) else None
    is_plain = token.plain.endswith(_COMMON_ENDS)
    return behind is not None and not is_plain and (token.text.endswith("'s") or _acts(behind))


MOST_COMMON = 1  # tokens that a common word in lower case takes in the vocabulary of a language model
# What no name but many a common noun, adverb or participle ends in.
_COMMON_ENDS = ("s", "ing", "ed", "ly", "tion", "sion", "ment", "ness", "ity", "ism", "ice")
_ACTING = frozenset(
    """
    said told has was is will would had did met and led left won lost made took gave went came ran held kept sold bought built
    found fell rose began became brought sent spent paid spoke wrote broke chose drove flew fought got hit quit set shot struck
    stood sat saw knew grew drew threw put read cut shut or
    """.split()
)


def _acts(token: Token) -> bool:
    """Tell whether a word behind the first may be its verb, or its possessive."""
    if token.plain in _ACTING or token.plain in {"'", ","}:
        return True
    return token.is_word and not token.is_capital and token.is_content and token.text.endswith(("s", "ed"))


def _is_surely_named(token: Token, text: Passage, evidence: Evidence) -> bool:
    """Tell whether the word that opens a sentence is a name that the sources write, or a word that no text knows."""
    return _is_named_in(evidence.sources, token) or (
        (_is_alone(text) or _acts(text.tokens[text.tokens.index(token) + 1]))
        and count(f" {token.plain}") > MOST_COMMON
    )


def _is_alone(text: Passage) -> bool:
    return sum(token.is_content for token in text.words) == 1


def _is_named_in(sources: Sequence[Source], token: Token) -> bool:
    return any(token.plain in _capitals(source) and token.plain not in _lower(source) for source in sources)


@lru_cache(maxsize=2_000)
def _vocabulary(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words that a text capitalises inside a sentence, and those it writes small."""
    tokens = Passage(text).words  # not kept: a source may be a book
    return (
        frozenset(token.plain for token in tokens if token.is_capital and not token.opens),
        frozenset(token.plain for token in tokens if not token.is_capital),
    )


def _capitals(source: Source) -> frozenset[str]:
    return _vocabulary(source.text)[0]


def _lower(source: Source) -> frozenset[str]:
    return _vocabulary(source.text)[1]


def _is_written_out(name: Name, text: Passage, evidence: Evidence) -> bool:
    """Tell whether a source writes the name out elsewhere, and the cited sentence has its short form or a word for it."""
    return any(
        _is_long_form(name, source, passage(sentence.text)) for source, sentence in evidence.cited
    ) or (
        any(_is_spoken_of(name, source, sentence) for source, sentence in evidence.cited)
        and not _is_displacing(name, text, evidence)
    )


def _is_long_form(name: Name, source: Source, cited: Passage) -> bool:
    """Tell whether the source holds a longer form of a name that the cited sentence shortens.

    Where the cited sentence has a name that shares a word with the claim's, all its words must be among those of the
    long form: Kim Jong Un is not written out as Kim Jong Il.
    """
    mine = _words(name)
    for short in names(cited):
        theirs = _words(short)
        shared = mine & theirs
        if shared and any(
            mine <= long and (theirs <= long or mine >= theirs) for long in _long_forms(source, shared)
        ):
            return True
    return False


def _long_forms(source: Source, words: frozenset[str]) -> Iterator[frozenset[str]]:
    for long in _names_of(source):
        if words & long:
            yield long


@lru_cache(maxsize=500)
def _names_in(texts: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    found = {
        frozenset(canonical(token.plain) for token in name if token.plain not in TITLES)
        for text in texts
        for name in names(passage(text))
    }
    return tuple(sorted(found, key=sorted))


def _names_of(source: Source) -> tuple[frozenset[str], ...]:
    return _names_in((source.title, *(sentence.text for sentence in source.sentences)))


def _is_spoken_of(name: Name, source: Source, sentence: Sentence) -> bool:
    """Tell whether the cited sentence may speak of what is named shortly before it, or of whom all the source speaks."""
    mine = _words(name)
    if mine and any(mine <= protagonist for protagonist in _protagonists(source)):
        return True
    if not _STANDS_IN().search(sentence.text.casefold()):
        return False
    before = source.sentences[max(0, sentence.number - 1 - NEAR) : sentence.number - 1]
    return any(
        mine <= named_words(near) or _is_long_form(name, source, near)
        for near in (passage(one.text) for one in before)
    )


def _words(name: Name) -> frozenset[str]:
    return frozenset(canonical(token.plain) for token in name if token.plain not in TITLES)


@lru_cache(maxsize=500)
def _counted(texts: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    forms = Counter(_words(name) for text in texts for name in names(passage(text)))
    counts = Counter[str]()
    for form, times in forms.items():
        counts.update(dict.fromkeys(form, times))
    often = sorted((-times, word) for word, times in counts.items() if times >= OFTEN)[:PROTAGONISTS]
    return tuple(
        max(
            (form for form in forms if word in form),
            key=lambda form: (len(form) > 1, forms[form], sorted(form)),
        )
        for _, word in often
    )


def _protagonists(source: Source) -> tuple[frozenset[str], ...]:
    """The names that a source holds most often, each in its most frequent longer form."""
    return _counted((source.title, *(sentence.text for sentence in source.sentences)))


def _is_displacing(name: Name, text: Passage, evidence: Evidence) -> bool:
    """Tell whether a name stands where the cited sentences have another that the claim does not hold.

    The place is that of the word of content beside it.
    """
    mine = _beside(text, name)
    held = named_words(text) | metonyms.states(text)
    return any(
        mine & _beside(one, other) and not _words(other) <= held
        for one in evidence.passages
        for other in names(one)
    )


def _beside(text: Passage, name: Name) -> frozenset[tuple[str, int]]:
    """The nearest word of content on each side of a name that is no name, with the side."""
    named = {token.start for other in names(text) for token in other}
    plain = [token for token in text.words if token.is_content and token.start not in named]
    before = [token.stem for token in plain if token.end <= name[0].start][-1:]
    behind = [token.stem for token in plain if token.start >= name[-1].end][:1]
    return frozenset([*((stem, -1) for stem in before), *((stem, 1) for stem in behind)])
