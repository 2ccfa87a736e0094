"""The numbers of a claim: each must stand in the cited sentences, and count or measure the same there."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from summarize.dates.vocabulary import MONTH_ABBREVIATIONS, MONTHS
from summarize.grounding import enumerations, numerals, units
from summarize.grounding.names import names
from summarize.grounding.passages import BREAKS, Passage, Token

CLOSE = 1e-6  # relative: two readings of one number
NEAR = 0.05  # relative: how far "nearly 200" may be from 195
NEAR_SHARE = 0.005  # of one: how far a part may be from its percent
HEAD = 4  # words of content behind a number among which is what it counts
PHRASE = 6  # words on each side of a number in which stands what befell those whom it counts
AROUND = 9  # words on each side of a number of the source in which what it counts may stand

# Words that say a number without being one: what a source says by them, a claim may say by a numeral.
_IMPLIED: dict[str, float] = {
    **dict.fromkeys(("a", "an", "another", "single", "sole", "once", "one"), 1),
    **dict.fromkeys(("both", "pair", "couple", "twins", "duo", "twice", "double", "doubled"), 2),
    **dict.fromkeys(("trio", "triple", "tripled", "thrice"), 3),
    **dict.fromkeys(("none", "zero", "no"), 0),
    **dict.fromkeys(("halve", "halved"), 0.5),
    "decade": 10,
    "fortnight": 14,
    "century": 100,
}
_ONE = frozenset(("a", "an", "one", "another", "single"))
# What a number without a noun may count: "all five were jailed".
_PERSONS = frozenset("people persons person men man women woman defendants suspects".split())
_MONTHS = frozenset((*MONTHS, *MONTH_ABBREVIATIONS)) - {"may", "mar", "sep"}
_ABOUT = frozenset(
    "about around roughly nearly almost approximately some close over than least estimated up".split()
)
_UP = frozenset(("more than", "over", "at least", "above", "exceeding", "exceeded"))
_DOWN = frozenset(("less than", "fewer than", "under", "below", "at most"))
_SKIPPED = frozenset("of the a an about more than other additional people's her his their its our -".split())


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts or measures.

    `unit` is "" without one that is known. `heads` are the words of content behind it, up to where its
    phrase ends. `first` and `last` are the places of its tokens, end exclusive, `shown` is how it is written.
    """

    values: tuple[float, ...]
    unit: str
    heads: tuple[Token, ...]
    first: int
    last: int
    shown: str
    is_ordinal: bool

    def is_value(self, other: "Quantity") -> bool:
        """Tell whether the two are one number."""
        return any(_is_same(one, two) for one in self.values for two in other.values)


def _is_same(one: float, two: float) -> bool:
    return abs(one - two) <= CLOSE * max(abs(one), abs(two))


@lru_cache(maxsize=4_000)
def quantities(text: Passage) -> tuple[Quantity, ...]:
    """Find the numbers of a text, in order."""
    found = []
    at = 0
    while at < len(text.tokens):
        number = numerals.read(text.tokens, at)
        if number is not None:
            found.append(_quantity(text, number, at))
        at = number.end if number is not None else at + 1
    return tuple(found)


def _quantity(text: Passage, number: numerals.Number, first: int) -> Quantity:
    tokens = text.tokens
    return Quantity(
        number.values,
        _unit(tokens, first, number.end),
        _heads(tokens, number.end),
        first,
        number.end,
        text.text[tokens[first].start : tokens[number.end - 1].end],
        number.is_ordinal,
    )


def _unit(tokens: Sequence[Token], first: int, end: int) -> str:
    """What a number is measured in: by the sign before it, the word behind it, or the month beside it."""
    before = tokens[first - 1].plain if first else ""
    if before == "." and first > 1:  # Oct. 10
        before = tokens[first - 2].plain if tokens[first - 2].plain in _MONTHS else ""
    here = numerals.skip(tokens, end, "-")
    after = [token.plain for token in tokens[here : here + 4]] + [""] * 4
    if before in units.SIGNS:
        return units.SIGNS[before]
    if before in _MONTHS or after[0] in _MONTHS or (after[0] == "of" and after[1] in _MONTHS):
        return "date"
    if share := units.share(after):
        return share
    return _measure(tokens, here, after) or units.CURRENCY_CODES.get(before, "")


def _measure(tokens: Sequence[Token], here: int, after: Sequence[str]) -> str:
    if after[0] in units.BEFORE and after[1] in units.UNITS:  # square miles
        return units.BEFORE[after[0]] + units.UNITS[after[1]]
    if after[1] in units.CURRENCIES and tokens[here].is_capital:  # US dollars
        return units.CURRENCIES[after[1]]
    if after[0] in units.GLUED:
        is_glued = tokens[here].start == tokens[here - 1].end
        return units.GLUED[after[0]] if is_glued or after[0] not in units.AMBIGUOUS else ""
    return units.UNITS.get(after[0], "")


def _heads(tokens: Sequence[Token], end: int) -> tuple[Token, ...]:
    heads: list[Token] = []
    for token in tokens[end : end + 2 * HEAD]:
        if token.plain in BREAKS or token.plain == "till" or len(heads) == HEAD:
            break
        if token.is_content and token.is_word:
            heads.append(token)
        elif token.plain not in _SKIPPED:
            break
    return tuple(heads)


def missing(text: Passage, passages: Sequence[Passage], spans: Iterable[tuple[int, int]]) -> tuple[str, bool]:
    """Say which number of a text the passages do not hold, and whether that is sure; "" where they hold all.

    Within `spans` (characters) stand dates, which are checked as such.
    """
    dated = tuple(spans)
    doubts: list[tuple[Quantity, str]] = []
    held: list[Quantity] = []
    for quantity in quantities(text):
        start, end = text.tokens[quantity.first].start, text.tokens[quantity.last - 1].end
        if any(first <= start and end <= last for first, last in dated) or _is_named(
            quantity, text, passages
        ):
            continue
        reason, sure = _amiss(quantity, text, passages)
        if sure:
            return reason, True
        if reason:
            doubts.append((quantity, reason))
        else:
            held.append(quantity)
    # "three probes, and in all three cases": what is counted twice is held once
    left = (reason for quantity, reason in doubts if not any(quantity.is_value(other) for other in held))
    return next(left, ""), False


def _is_named(quantity: Quantity, text: Passage, passages: Sequence[Passage]) -> bool:
    """Tell of a number that is part of a name which the passages write in one word: "ABC 7" and "abc7"."""
    if not quantity.first or not text.tokens[quantity.first - 1].is_word:
        return False
    written = text.tokens[quantity.first - 1].plain + text.tokens[quantity.first].plain
    return quantity.last == quantity.first + 1 and any(written in one.plain for one in passages)


def _amiss(quantity: Quantity, text: Passage, passages: Sequence[Passage]) -> tuple[str, bool]:
    is_figure = text.tokens[quantity.first].is_figure
    if quantity.values == (1.0,) and not is_figure:
        return _amiss_one(quantity, passages)
    same = [(other, one) for one in passages for other in quantities(one) if quantity.is_value(other)]
    if same:
        misfits = [_misfit(quantity, text, other, one, passages) for other, one in same]
        least = min(misfits, key=lambda misfit: (bool(misfit[0]), misfit[1]))
        return ("", False) if _is_rounded(quantity, passages) else least
    is_implied = not is_figure and any(
        _is_same(value, quantity.values[0]) for one in passages for value in _implied(one)
    )
    is_implied = is_implied or _is_listed(quantity, passages) or _takes_up(quantity, text)
    if (
        is_implied
        or _is_near(quantity, text, passages)
        or _is_rounded(quantity, passages)
        or _is_share(quantity, passages)
    ):
        return "", False
    return f"the number {quantity.shown} is not in the cited sentences", True


def _amiss_one(quantity: Quantity, passages: Sequence[Passage]) -> tuple[str, bool]:
    """Tell of "one man" where the sources count other numbers of men."""
    if any(not one.plain.isdisjoint(_ONE) for one in passages):
        return "", False
    counted = [other for one in passages for other in quantities(one) if other.heads and other.values[0] > 1]
    if any(_first(other) == _first(quantity) for other in counted):
        return f"the cited sentences count more than {quantity.shown}", True
    return "", False


@lru_cache(maxsize=4_000)
def _implied(text: Passage) -> frozenset[float]:
    """The numbers that words of a text say without being numerals; "Kim and Xi" are two."""
    pairs = [2.0] if enumerations.PAIR in enumerations.counts(text) else []
    return frozenset((*(_IMPLIED[word] for word in text.plain & _IMPLIED.keys()), *pairs))


def _takes_up(quantity: Quantity, text: Passage) -> bool:
    """Tell of "the two" behind two names, which are checked as such."""
    if quantity.shown != "two" or not quantity.first or text.tokens[quantity.first - 1].plain != "the":
        return False
    before = [name for name in names(text) if name[-1].end <= text.tokens[quantity.first].start]
    return len(before) >= enumerations.PAIR


def _is_listed(quantity: Quantity, passages: Sequence[Passage]) -> bool:
    """Tell whether a number counts what a passage lists, and no passage counts such things by another number."""
    if quantity.unit or quantity.is_ordinal or not quantity.heads:
        return False
    listed = any(count == quantity.values[0] for one in passages for count in enumerations.counts(one))
    return listed and not any(
        _first(other) == _first(quantity) for one in passages for other in quantities(one) if other.heads
    )


def _first(quantity: Quantity) -> str:
    return quantity.heads[0].stem if quantity.heads else ""


def _is_share(quantity: Quantity, passages: Sequence[Passage]) -> bool:
    """Tell whether a part is given in percent, or the other way round: half and 50 percent."""
    share = _share(quantity)
    return share > 0 and any(
        abs(_share(other) - share) <= NEAR_SHARE and _is_part(quantity) != _is_part(other)
        for one in passages
        for other in quantities(one)
    )


def _share(quantity: Quantity) -> float:
    """A part or a number of percent as a share of one; 0 for what is neither."""
    value = quantity.values[0]
    return value / 100 if quantity.unit == "percent" else value if _is_part(quantity) else 0


def _is_part(quantity: Quantity) -> bool:
    return quantity.values[0] < 1 and quantity.shown[0].isalpha()


def _is_near(quantity: Quantity, text: Passage, passages: Sequence[Passage]) -> bool:
    """Tell whether a number that is said to be rough rounds one of the same unit."""
    before = {token.plain for token in text.tokens[max(0, quantity.first - 3) : quantity.first]}
    return not before.isdisjoint(_ABOUT) and any(
        abs(other.values[0] - quantity.values[0]) <= NEAR * quantity.values[0]
        and other.unit == quantity.unit
        and _digits(other.values[0]) > _digits(quantity.values[0])
        for one in passages
        for other in quantities(one)
    )


def _is_rounded(quantity: Quantity, passages: Sequence[Passage]) -> bool:
    """Tell whether a whole number is one of the same unit without its decimals: 936 points of 936.42."""
    value = quantity.values[0]
    return value >= 5 and any(
        value in {math.floor(other.values[0]), round(other.values[0])}
        and not other.values[0].is_integer()
        and other.unit == quantity.unit
        for one in passages
        for other in quantities(one)
    )


def _digits(value: float) -> int:
    """How many digits of a number say something: two of 1,200."""
    return len(f"{value:.6g}".replace(".", "").split("e")[0].strip("0"))


def _misfit(
    quantity: Quantity, text: Passage, other: Quantity, one: Passage, passages: Sequence[Passage]
) -> tuple[str, bool]:
    """Say how a number of a source does not count what the claim's does, and whether that is sure; "" where it does."""
    shown = " ".join((quantity.shown, *_following(text, quantity)))
    if _bound(text, quantity) * _bound(one, other) < 0:
        return f"the cited sentences set another bound than “{_bounded(text, quantity)}”", True
    if quantity.unit:
        return _misfit_of_unit(quantity, other, passages, shown)
    casualty, theirs = units.casualty(_near_words(text, quantity)), units.casualty(_near_words(one, other))
    if casualty and (casualty != theirs if theirs else not units.befell(casualty, passages)):
        return f"the cited sentences say something else of {other.shown} than “{shown}”", True
    if not quantity.heads or quantity.is_ordinal:
        return "", False
    return _misfit_of_head(quantity, other, _around(one, other), passages, shown)


def _misfit_of_unit(
    quantity: Quantity, other: Quantity, passages: Sequence[Passage], shown: str
) -> tuple[str, bool]:
    if other.unit:
        is_same = quantity.unit == other.unit or frozenset((quantity.unit, other.unit)) in units.SAME
        return (
            ("", False)
            if is_same
            else (f"the cited sentences give {other.shown} in another unit than “{shown}”", True)
        )
    is_age = quantity.unit in units.AGES and not other.heads
    if is_age or quantity.unit == "date" or _mentions(quantity.unit, passages):
        return "", False
    return f"the cited sentences do not say “{shown}” of {other.shown}", True


def _misfit_of_head(
    quantity: Quantity, other: Quantity, around: frozenset[Token], passages: Sequence[Passage], shown: str
) -> tuple[str, bool]:
    head = next((token for token in quantity.heads if units.kind(token.plain)), None)
    theirs = next((token for token in other.heads if units.kind(token.plain)), None)
    if head is None:
        is_held = bool({token.stem for token in quantity.heads} & {token.stem for token in around})
    elif theirs is not None:
        is_held = head.stem in {token.stem for token in other.heads} or units.is_alike(
            head.plain, theirs.plain
        )
        if not is_held and units.kind(head.plain) != units.kind(theirs.plain):
            return f"{other.shown} counts something else in the cited sentences than “{shown}”", True
    else:
        is_held = any(head.stem == token.stem or units.is_alike(head.plain, token.plain) for token in around)
    is_held = is_held or (not other.heads and (head or quantity.heads[0]).plain in _PERSONS)
    if is_held or any((head or quantity.heads[0]).stem in each.stems for each in passages):
        return "", False
    return f"“{shown}” is not what {other.shown} counts in the cited sentences", False


def _following(text: Passage, quantity: Quantity) -> list[str]:
    return [token.text for token in text.tokens[quantity.last : quantity.last + 3] if token.is_word][:1]


def _bounded(text: Passage, quantity: Quantity) -> str:
    return " ".join(token.text for token in text.tokens[max(0, quantity.first - 2) : quantity.last])


def _bound(text: Passage, quantity: Quantity) -> int:
    """1 where a number is told as a lower bound, -1 where as an upper one, else 0."""
    words = [
        token.plain for token in text.tokens[max(0, quantity.first - 3) : quantity.first] if token.is_word
    ]
    said = {" ".join(words[-2:]), *words[-1:]}
    return 1 if said & _UP else -1 if said & _DOWN else 0


def _mentions(unit: str, passages: Sequence[Passage]) -> bool:
    return any(unit == other.unit for one in passages for other in quantities(one)) or any(
        unit == units.UNITS.get(word) for one in passages for word in one.plain
    )


def _around(text: Passage, quantity: Quantity) -> frozenset[Token]:
    tokens = text.tokens[max(0, quantity.first - AROUND) : quantity.last + AROUND]
    return frozenset(token for token in tokens if token.is_content and token.is_word)


def _near_words(text: Passage, quantity: Quantity) -> list[str]:
    """The words of a number's phrase: those behind it, then those before it, the nearest first."""
    behind = _phrase(text.tokens[quantity.last : quantity.last + PHRASE])
    before = _phrase(text.tokens[max(0, quantity.first - PHRASE) : quantity.first][::-1])
    return behind + before


def _phrase(tokens: Sequence[Token]) -> list[str]:
    words = []
    for token in tokens:
        if token.plain in BREAKS or token.plain in {"and", "but", "while"}:
            break
        words.append(token.plain)
    return words
