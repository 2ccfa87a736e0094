"""The words of content of a claim that its sentences hold, beside names and numbers."""

from collections.abc import Sequence

from summarize.grounding import nominalisations
from summarize.grounding.names import names
from summarize.grounding.passages import Passage, Token

MIN_SHARED = 0.34  # share of a claim's words of content that its sentences must hold to be fully supported
MIN_WORDS = 3  # words of content below which nothing can be told by their share
SHOWN = 3  # words that a reason names

_HAPPENING = frozenset("happened happen happens occurred occur occurs".split())
_BE = frozenset("was were be been is are".split())
_TAKE = frozenset("took take takes taken taking".split())


def amiss(text: Passage, passages: Sequence[Passage]) -> tuple[str, bool]:
    """Say that a text has too few words in common with the passages, and whether it has none; "" for enough."""
    held = frozenset[str]().union(*(one.stems for one in passages))
    light = {token.start for place, token in enumerate(text.words) if is_light(text.words, place)}
    # a word that opens a sentence is capitalised whatever it is
    named = {
        token.start
        for name in names(text)
        for token in name
        if not (light and len(name) == 1 and token.opens)
    }
    wanted = [
        token
        for token in text.words
        if token.is_word and token.is_content and token.start not in named | light
    ]
    lacking = [token for token in wanted if not nominalisations.is_held(token, held)]
    if wanted and not any(nominalisations.is_held(token, held) for token in text.words if token.is_content):
        return "shares no word with the cited sentences", True
    if _is_enough(len(wanted) - len(lacking), len(wanted), is_happening=bool(light)):
        return "", False
    listed = ", ".join(f"“{token.text}”" for token in lacking[:SHOWN])
    return f"shares few words with the cited sentences, which lack {listed}", False


def _is_enough(shared: int, wanted: int, *, is_happening: bool) -> bool:
    """Tell whether enough of a claim's words are held; where it says only that something happened, more than half."""
    if wanted < MIN_WORDS:
        return not is_happening or not wanted or shared > wanted / 2
    return shared / wanted >= MIN_SHARED


def is_light(words: Sequence[Token], place: int) -> bool:
    """Tell of a word that says no more than that something happened: "took place", "occurred", "was held", "fell on"."""
    word = words[place].plain
    before = words[place - 1].plain if place else ""
    behind = words[place + 1].plain if place + 1 < len(words) else ""
    return (
        word in _HAPPENING
        or (word in _TAKE and behind == "place")
        or (word == "place" and before in _TAKE)
        or (word == "held" and before in _BE)
        or (word == "fell" and behind == "on")
    )
