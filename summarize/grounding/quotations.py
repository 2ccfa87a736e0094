"""The quotations of a claim: each is verbatim from a quotation of the cited sentences, and of the same speaker."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from summarize.grounding.evidence import Evidence
from summarize.grounding.names import Name, canonical, names
from summarize.grounding.nations import nation
from summarize.grounding.passages import Passage, fold, passage
from summarize.records import Sentence, Source

LETTERS = 10  # of a quotation that may be written with other hyphens and spaces
LOOK_BACK = 1_000  # characters before a sentence in which a quotation that goes on in it may have begun

_QUOTED = re.compile(r"\"([^\"]+)\"|(?<![\w'])'([^'\"]*[^\W\d_][^'\"]*(?:(?<=\w)'(?=\w)[^'\"]*)*)'(?!\w)")
# What is folded to one of the marks above, and these.
_MARK = re.compile("[\"“”„«»″'‘’ʼ`´′]")
_BEGINS = re.compile(r"[^\"]* ?(?<!\S)\"\w")  # the first mark of a sentence opens a quotation
_ENDS = re.compile(r"(?<=[.!?]) (?=[A-Z\"'])")
_GAP = re.compile(r"\.\.\.|\[[^\]]*\]")
_SAYING = frozenset(
    """
    said says say told tells added adds announced stated states called calls warned warns insisted insists claimed claims
    argued argues wrote writes tweeted explained explains noted notes replied asked declared continued according quoted
    commented remarked admitted confirmed denied described testified responded recalled concluded
    """.split()
)
# Whoever is named behind these is spoken to, or of.
_WITH_OBJECT = frozenset("called calls told tells quoted asked warned warns described".split())
_FIRST_PERSON = frozenset(
    "i we me us my our mine ours you your i'm we're i've we've i'll we'll i'd we'd".split()
)

Standing = Literal["quoted", "unmarked", "absent"]


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks, and the place of the marks in the folded text."""

    words: str
    start: int
    end: int


def is_marked(text: str) -> bool:
    """Tell quickly whether a text, as it was before it was folded, has a mark that a quotation may stand in."""
    return _MARK.search(text) is not None


def quotations(text: Passage) -> list[Quotation]:
    """Find the quotations of two words or more."""
    return [
        Quotation(match[1] or match[2], match.start(), match.end())
        for match in _QUOTED.finditer(text.text)
        if len((match[1] or match[2]).split()) > 1
    ]


def amiss(text: Passage, evidence: Evidence) -> tuple[str, bool]:
    """Say what is wrong with the quotations of a text, and whether that is sure; "" for nothing."""
    doubt = ""
    for quotation in quotations(text):
        where = standing(quotation, text, evidence)
        if where == "absent":
            return f"“{quotation.words}” is not in the cited sentences word for word", True
        if where == "unmarked":
            doubt = doubt or f"“{quotation.words}” is not in quotation marks in the cited sentences"
        elif reason := _wrong_speaker(quotation, text, evidence):
            return reason, True
    return doubt, False


def standing(quotation: Quotation, text: Passage, evidence: Evidence) -> Standing:
    """Tell how the words of a quotation in a text stand in the cited sentences.

    Words that a source tells as its own may be quoted from it, but not as those of somebody it names.
    """
    parts = [passage(part).spoken for part in _GAP.split(quotation.words) if passage(part).words]
    if any(_hold(parts, passage(said).spoken) for said in _said(evidence)):
        return "quoted"
    letters = "".join(parts).replace(" ", "")
    if len(letters) >= LETTERS and any(letters in _letters(said) for said in _said(evidence)):
        return "quoted"
    if not any(_hold(parts, one.spoken) for one in evidence.passages):
        return "absent"
    holding = [one for one in _pieces(evidence) if _hold(parts, one.spoken)]
    is_own = any(one.plain.isdisjoint(_SAYING) for one in holding)
    if _is_title(quotation) or (is_own and speaker(text, quotation.start, quotation.end) is None):
        return "quoted"
    return "unmarked"


def _letters(text: str) -> str:
    """The letters and figures of a text alone: a hyphen more or less changes no quotation."""
    return passage(text).spoken.replace(" ", "")


def _pieces(evidence: Evidence) -> Iterator[Passage]:
    """The cited sentences, parted where one holds several, as that of a page that was badly cut does."""
    for one in evidence.passages:
        yield from (passage(piece) for piece in _ENDS.split(one.text))


def _hold(parts: Sequence[str], spoken: str) -> bool:
    at = 0
    for part in parts:
        at = spoken.find(part, at)
        if at < 0:
            return False
        at += len(part) - 1
    return True


def _is_title(quotation: Quotation) -> bool:
    """Tell of the name of a work or of an event, which is in marks at will."""
    words = passage(quotation.words).words
    return all(token.is_capital or not token.is_content for token in words)


def _said(evidence: Evidence) -> Iterator[str]:
    """What stands in quotation marks in the cited sentences, or goes on there from a sentence before."""
    for source, sentence in evidence.cited:
        text = fold(sentence.text)
        inside = not _BEGINS.match(text) and _goes_on(source, sentence)
        parts = text.split('"')
        yield from (part for place, part in enumerate(parts) if (place % 2 == 1) != inside)
        yield from (match[2] for match in _QUOTED.finditer(text) if match[2])


def _goes_on(source: Source, sentence: Sentence) -> bool:
    """Tell whether a quotation that began before a sentence is still open where it begins."""
    if '"' not in fold(source.text[max(0, sentence.start - LOOK_BACK) : sentence.start]):
        return False
    same = [
        other.text
        for other in source.sentences[max(0, sentence.number - 8) : sentence.number - 1]
        if other.paragraph == sentence.paragraph
    ]
    return fold(" ".join(same)).count('"') % 2 == 1


def _wrong_speaker(quotation: Quotation, text: Passage, evidence: Evidence) -> str:
    """Say that a quotation is somebody else's, where claim and cited sentence both name who said it."""
    mine = speaker(text, quotation.start, quotation.end)
    if mine is None:
        return ""
    first = _GAP.split(quotation.words)[0]
    for one in evidence.passages:
        at = one.text.casefold().find(first.strip(" ,.").casefold())
        if at < 0:
            continue
        theirs = speaker(one, at, at + len(quotation.words))
        if theirs is None or _shares(mine, theirs):
            return ""
        return f"“{quotation.words}” was said by {theirs.shown}, not by {mine.shown}"
    return ""


def _shares(one: Name, other: Name) -> bool:
    ours = {canonical(token.plain) for token in one}
    return bool(ours & {canonical(token.plain) for token in other})


def speaker(text: Passage, start: int, end: int) -> Name | None:
    """Find the name right beside the verb of saying that is nearest to a quotation; None where there is none."""
    verbs = [
        place
        for place, token in enumerate(text.tokens)
        if token.plain in _SAYING
        and not start <= token.start < end
        and not (token.start >= end and _begins_anew(text, end, place))
    ]
    if not verbs:
        return None
    verb = min(verbs, key=lambda place: _distance(text.tokens[place].start, start, end))
    spoken = [
        name
        for name in names(text)
        if not start <= name[0].start < end and not all(nation(token.plain) for token in name)
    ]
    before = [
        name for name in spoken if _between(text, name, verb) == 0 and name[0].start < text.tokens[verb].start
    ]
    behind = [
        name for name in spoken if _between(text, name, verb) == 0 and name[0].start > text.tokens[verb].start
    ]
    if text.tokens[verb].plain == "according":
        before, behind = [], [name for name in spoken if name[0].start == _start_behind(text, verb + 1)]
    elif text.tokens[verb].plain in _WITH_OBJECT:
        behind = []
    return next(iter(before + behind), None)


def _begins_anew(text: Passage, end: int, place: int) -> bool:
    """Tell whether a conjunction stands between a quotation and a verb behind it."""
    return any(token.plain in {"and", "but"} for token in text.tokens[:place] if token.start >= end)


def _start_behind(text: Passage, place: int) -> int:
    return text.tokens[place + 1].start if place + 1 < len(text.tokens) else -1


def _between(text: Passage, name: Name, verb: int) -> int:
    first = text.tokens.index(name[0])
    last = text.tokens.index(name[-1])
    return first - verb - 1 if first > verb else verb - last - 1


def _distance(at: int, start: int, end: int) -> int:
    return start - at if at < start else at - end


def without_marks(text: Passage, quotation: Quotation) -> str:
    """Give the text with the words of a quotation as its own."""
    return f"{text.text[: quotation.start]}{quotation.words}{text.text[quotation.end :]}"


def is_reportable(quotation: Quotation) -> bool:
    """Tell whether words can be told without marks: those of a first or second person cannot."""
    return not any(token.plain in _FIRST_PERSON for token in passage(quotation.words.casefold()).words)
