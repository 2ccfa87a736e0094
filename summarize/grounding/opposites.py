"""Words of a claim whose opposite, and not they themselves, stands in the cited sentences; and exchanged names."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from summarize.grounding.attributes import DIRECTIONS
from summarize.grounding.names import Name, canonical, names
from summarize.grounding.negation import is_denied
from summarize.grounding.passages import BREAKS, Passage, Token
from summarize.text.stemmer import stem

BESIDE = 4  # words on each side in which two uses of opposite words share a word, where they say the same otherwise
REACH = 5  # words between a name and the verb it belongs to

# Two sides, each with the words that may stand for one another.
_OPPOSITES = """
    rise rises rose risen rising increase increases increased increasing grow grew grown climb climbed climbing gain gained
        jump jumped surge surged soar soared higher up upward raise raised
        | fall falls fell fallen falling decrease decreases decreased decreasing decline declined declines drop drops dropped
        lower lowered down downward shrink shrank plunge plunged slump slumped reduce reduced cut
    win wins won winning victory | lose loses lost losing defeat defeated
    arrest arrested detain detained jailed imprisoned seized captured held | release released freed
    accept accepts accepted approve approved approves agree agreed backed welcome welcomed
        | reject rejects rejected refuse refused declined vetoed dismissed
    guilty convicted | innocent acquitted cleared exonerated
    open opens opened opening reopened | close closes closed closing shut
    support supports supported backs backed favor favour favored favoured | oppose opposes opposed opposing opposition
    high highest higher | low lowest lower
    large largest larger big bigger biggest great greater greatest | small smallest smaller little smaller
    first earliest | last final latest
    confirm confirmed confirms admit admits admitted acknowledged | deny denies denied
    male men man boy boys | female women woman girl girls
    north northern | south southern
    east eastern | west western
    begin begins began begun start starts started starting launched opened | end ends ended ending finished stopped concluded halted
    success successful succeeded successfully | failure failed unsuccessful
    legal legally | illegal illegally
    left leave leaves departed fled | arrive arrived arrives arrival came entered reached
    buy buys bought purchase purchased acquire acquired | sell sells sold
    old older oldest elder | young younger youngest
    best better good well | worst worse bad badly poor
    strong stronger strongest | weak weaker weakest
    marry married wedding | divorce divorced
    alive survived survive living survives | dead died killed dies
    killed dead died deaths | injured wounded hurt
    attack attacked offensive | defend defended
    allow allowed allows permit permitted | ban banned forbid forbade prohibit prohibited bars barred
    hot hotter warm warmer | cold colder cool
    rich richer wealthy | poor poorer
    major | minor
    public publicly | private privately secret secretly
    early | late
    positive | negative
    same | different
    majority most | minority
    import imports imported | export exports exported
    borrow borrowed | lend lent
    present attended attend | absent skipped boycotted
    safe safely | dangerous unsafe
    include includes included including | exclude excludes excluded excluding
    hire hired appointed | fire fired sacked dismissed resigned
    send sent | receive received
    love loved loves | hate hated hates
    add added adds | remove removed removes
    peace peaceful | war violent
    maximum most | minimum least
    possible | impossible
    likely | unlikely
    able | unable
    known | unknown
    happy | unhappy
    fast faster quickly quick | slow slower slowly
    push pushed | pull pulled
    enter entered | exit exited
    inside indoor | outside outdoor
    civilian civilians | military soldiers
    husband father son brother king actor | wife mother daughter sister queen actress
    friend ally allies friends | enemy enemies foe
    creditor lender | debtor borrower
    plaintiff prosecution prosecutor | defendant defence defense
"""
# These join two things rather than telling of one: they are opposites only before the same word.
_JOINING = (("before", "after"), ("above", "below"), ("with", "without"), ("inside", "outside"))
# What is told of a day or of a moment may be told from its other end: "earlier the same day", "later the same day".
_TIMES = (frozenset(("earlier",)), frozenset(("later",)))
_BE = frozenset("is was were are be been being gets got".split())


def _sides() -> dict[str, list[tuple[frozenset[str], frozenset[str]]]]:
    table: dict[str, list[tuple[frozenset[str], frozenset[str]]]] = {}
    lines: list[str] = []
    for line in _OPPOSITES.strip("\n").splitlines():
        if line.startswith("        "):
            lines[-1] += line
        else:
            lines.append(line)
    for line in lines:
        one, other = (frozenset(map(stem, side.split())) for side in line.split("|"))
        for mine, theirs in ((one, other), (other, one)):
            for word in mine - theirs:
                table.setdefault(word, []).append((mine - theirs, theirs - mine))
    return table


_SIDES = _sides()


def amiss(text: Passage, passages: Sequence[Passage]) -> tuple[str, bool]:
    """Say which word of a text has its opposite in the passages, and whether that is sure; "" for none."""
    stems = frozenset[str]().union(*(one.stems for one in passages))
    doubt = ""
    for place, token in enumerate(text.tokens):
        if token.stem in stems or (token.is_capital and token.plain in DIRECTIONS):
            continue  # a capitalised direction is part of a name
        for mine, theirs in _SIDES.get(token.stem, ()):
            reason = f"the cited sentences say the opposite of “{token.text}”"
            if _following(text, mine) & _following_any(passages, theirs):
                return reason, True
            if mine & stems or not theirs & stems or theirs & text.stems or is_denied(text, token.stem):
                continue
            if any(is_denied(one, word) for one in passages for word in theirs):
                continue
            if _is_beside(text, place, passages, theirs):
                return reason, True
            doubt = doubt or reason
    if doubt:
        return doubt, False
    reason = _timed_otherwise(text, passages) or _joined_otherwise(text, passages)
    return reason, bool(reason)


def _following_any(passages: Sequence[Passage], words: frozenset[str]) -> frozenset[str]:
    return frozenset[str]().union(*(_following(one, words) for one in passages))


def _following(text: Passage, words: frozenset[str]) -> frozenset[str]:
    """The stems of the words of content that stand right behind some words."""
    return frozenset(
        other.stem
        for token, other in pairwise(text.tokens)
        if token.stem in words and other.is_content and other.is_word and not other.is_capital
    )


def _is_beside(text: Passage, place: int, passages: Sequence[Passage], theirs: frozenset[str]) -> bool:
    """Tell whether a word and its opposite stand beside the same word."""
    mine = _neighbours(text.tokens, place)
    return any(
        mine & _neighbours(one.tokens, at)
        for one in passages
        for at, token in enumerate(one.tokens)
        if token.stem in theirs
    )


def _neighbours(tokens: Sequence[Token], place: int) -> frozenset[str]:
    near = (*tokens[max(0, place - BESIDE) : place], *tokens[place + 1 : place + 1 + BESIDE])
    return frozenset(token.stem for token in near if token.is_content)


def _timed_otherwise(text: Passage, passages: Sequence[Passage]) -> str:
    """Say that a claim tells as earlier what its sentences tell as later, by the words before either."""
    for mine, theirs in (_TIMES, _TIMES[::-1]):
        told = _before(text, mine)
        if told and any(told & _before(one, theirs) and not _before(one, mine) for one in passages):
            return f"the cited sentences say “{next(iter(theirs))}” where the claim says “{next(iter(mine))}”"
    return ""


def _before(text: Passage, words: frozenset[str]) -> frozenset[str]:
    """The stems of the words of content a few words before some words, in their clause."""
    found: set[str] = set()
    for place, token in enumerate(text.tokens):
        if token.plain in words:
            for other in text.tokens[max(0, place - BESIDE) : place][::-1]:
                if other.plain in BREAKS or other.plain == "and":
                    break
                if other.is_content and other.is_word:
                    found.add(other.stem)
    return frozenset(found)


def _joined_otherwise(text: Passage, passages: Sequence[Passage]) -> str:
    for one, other in (*_JOINING, *((b, a) for a, b in _JOINING)):
        for mine in _objects(text, one):
            if any(mine in _objects(each, other) and mine not in _objects(each, one) for each in passages):
                return f"the cited sentences say “{other}” where the claim says “{one}”"
    return ""


@lru_cache(maxsize=4_000)
def _objects(text: Passage, word: str) -> frozenset[str]:
    """The stems that directly follow a joining word."""
    found = set()
    for place, token in enumerate(text.tokens):
        if token.plain == word:
            following = [t.stem for t in text.tokens[place + 1 : place + 1 + BESIDE] if t.is_content]
            found.update(following[:1])
    return frozenset(found)


Deed = tuple[frozenset[str], str, frozenset[str]]


def exchanged(text: Passage, passages: Sequence[Passage]) -> str:
    """Say that a claim exchanges who did something to whom, as far as the order of words tells; "" if not."""
    theirs = [deed for one in passages for deed in _deeds(one)]
    for doer, verb, done in _deeds(text):
        same = [(one, other) for one, what, other in theirs if what == verb]
        if any(doer & other and done & one for one, other in same) and not any(
            doer & one and done & other for one, other in same
        ):
            return f"the cited sentences exchange {' '.join(sorted(doer))} and {' '.join(sorted(done))}"
    return ""


@lru_cache(maxsize=4_000)
def _deeds(text: Passage) -> tuple[Deed, ...]:
    """Who did what to whom: two names that follow each other with one verb between them."""
    return tuple(_deeds_of(text))


def _deeds_of(text: Passage) -> Iterator[Deed]:
    places = {token.start: place for place, token in enumerate(text.tokens)}
    found = [(places[name[0].start], places[name[-1].start], name) for name in names(text)]
    for (_, end, one), (start, _, other) in pairwise(found):
        between = text.tokens[end + 1 : start]
        verbs = [token.stem for token in between if token.is_content and token.is_word]
        if not verbs or len(between) > REACH or any(token.plain in ',;:."and' for token in between):
            continue
        # "Berg was beaten by Lund", "Berg's defeat by Lund"
        is_done_to = one[-1].text.endswith("'s") or any(token.plain in _BE for token in between)
        is_passive = is_done_to and any(token.plain == "by" for token in between)
        first, second = _key(one), _key(other)
        yield (second, verbs[0], first) if is_passive else (first, verbs[0], second)


def _key(name: Name) -> frozenset[str]:
    return frozenset(canonical(token.plain) for token in name)
