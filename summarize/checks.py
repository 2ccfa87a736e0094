"""What a report may say: every claim checked, those that fail mended once, the differences held to the same."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from summarize import grounding
from summarize.dates import edtf
from summarize.engines.base import Engine
from summarize.records import Citation, Claim, Contrast, Difference, LeftOut, Side, Source, Support

DIFFERENCES = "where sources differ"
MOST_JOINED = (
    24  # sentences that are asked about for no other reason than that they join several of their sources
)
_KINDS: Mapping[Contrast, str] = {
    "figure": "A figure",
    "date": "A date",
    "actor": "Who it is",
    "quotation": "What was said",
    "other": "What happened",
}
_RANK: Mapping[Support, int] = {"supported": 0, "weak": 1, "unsupported": 2}


@dataclass(frozen=True, slots=True)
class Place:
    """The claims of one place in the report, and how it is called: "summary", "timeline 2018-03-28".

    It is `sound` where its claims were checked, and all may stay as they are.
    """

    where: str
    claims: tuple[Claim, ...]
    sound: bool = False


class Checker:
    """Holds claims against their sources; `voices` gives the source that stands for each, itself where it has no copy.

    What was taken out is gathered in `left_out`.
    """

    def __init__(self, sources: Sequence[Source], voices: Mapping[str, str]) -> None:
        self._sources = {source.id: source for source in sources}
        self._voices = voices
        self.left_out: list[LeftOut] = []

    def voices(self, citations: Iterable[Citation]) -> int:
        """Count the independent sources among references."""
        return len({self._voices[citation.source] for citation in citations})

    async def mended(self, engine: Engine, places: Sequence[Place]) -> list[Place]:
        """Have the engine look again, in one question, at the claims that may say more than their sentences.

        These are, the gravest first, those that the check finds unsupported or weak, and of the summary and the timeline those
        that join several sentences: what links two facts, the check doesn't see. What comes back stands only where it
        holds as well as what it takes the place of.
        """
        held, asked = self._checked(places)
        if not asked:
            return held
        given = await engine.mend(list(self._sources.values()), list(asked.values()))
        mended: dict[int, dict[int, Claim]] = defaultdict(dict)
        for ((index, number), claim), better in zip(asked.items(), given, strict=True):
            if _RANK[grounding.check(better, self._sources).support] <= _RANK[claim.support]:
                mended[index][number] = better
        for index, by_number in mended.items():
            place = held[index]
            claims = (by_number.get(number, claim) for number, claim in enumerate(place.claims))
            held[index] = Place(place.where, tuple(claims))
        return held

    def _checked(self, places: Iterable[Place]) -> tuple[list[Place], dict[tuple[int, int], Claim]]:
        """Give the places, which say now whether they are sound, and by their places the claims to be looked at again, as checked."""
        held: list[Place] = []
        failing: dict[tuple[int, int], Claim] = {}
        joined: list[tuple[tuple[int, int], Claim]] = []
        for index, place in enumerate(places):
            is_of_source = place.where in self._sources
            is_sound = True
            for number, each in enumerate(place.claims):
                claim = grounding.check(each, self._sources)
                is_sound = is_sound and claim is each and grounding.stays(claim, self._sources)
                if claim.support != "supported":
                    if self._known(claim):
                        failing[index, number] = claim
                elif len(claim.citations) > 1 and not is_of_source:
                    joined.append(((index, number), claim))
            held.append(Place(place.where, place.claims, sound=is_sound))
        failing = dict(sorted(failing.items(), key=lambda one: -_RANK[one[1].support]))
        return held, failing | dict(joined[:MOST_JOINED])

    def sift(self, place: Place) -> tuple[Claim, ...]:
        """Give the claims that may stay, with their voices."""
        kept = place.claims
        if not place.sound:
            kept, dropped = grounding.sift(place.claims, self._sources, place.where)
            self.left_out += dropped
        return tuple(map(self._voiced, kept))

    def _voiced(self, claim: Claim) -> Claim:
        voices = self.voices(claim.citations)
        return claim if voices == claim.voices else replace(claim, voices=voices)

    def differences(self, found: Iterable[Difference]) -> tuple[Difference, ...]:
        """Give the differences whose sides hold and come from different voices; the same one only once."""
        kept: list[Difference] = []
        for difference in found:
            known = (side for side in difference.sides if self._known(side))
            sides = tuple(self._narrowed(side) for side in known if self._holds(side))
            if reason := self._no_difference(sides):
                text = f"{difference.about}: {'; '.join(side.says for side in difference.sides)}"
                cited = tuple(dict.fromkeys(c for side in difference.sides for c in side.citations))
                self.left_out.append(LeftOut(DIFFERENCES, text, cited, reason))
                continue
            told = Difference(self._name(difference, sides), difference.contrast, sides)
            if not any(_same(told, other) for other in kept):
                kept.append(told)
        return tuple(kept)

    def _name(self, difference: Difference, sides: Sequence[Side]) -> str:
        """Name a difference as it was named, or by its kind where the name says what none of its sides does."""
        cited = tuple(dict.fromkeys(citation for side in sides for citation in side.citations))
        claim = grounding.check(Claim(difference.about, cited), self._sources)
        return _KINDS[difference.contrast] if claim.support == "unsupported" else difference.about

    def _known(self, claim: Claim | Side) -> bool:
        """Whether a claim, or a side, cites sentences that there are: what rests on nothing cannot be mended."""
        return bool(claim.citations) and all(
            citation.source in self._sources
            and 1 <= citation.sentence <= len(self._sources[citation.source].sentences)
            for citation in claim.citations
        )

    def _holds(self, side: Side) -> bool:
        if edtf.is_valid(side.says):
            return any(self._dates(citation, side.says) for citation in side.citations)
        claim = Claim(side.says, side.citations)
        return grounding.check(claim, self._sources).support != "unsupported"

    def _narrowed(self, side: Side) -> Side:
        """Give a side with those of its sentences that hold what it says: each is quoted beside it."""
        if edtf.is_valid(side.says):
            held = tuple(citation for citation in side.citations if self._dates(citation, side.says))
        else:
            held = grounding.holding(side.says, side.citations, self._sources)
        narrowed = replace(side, citations=held)
        return narrowed if held and self._holds(narrowed) else side

    def _dates(self, citation: Citation, value: str) -> bool:
        sentence = self._sources[citation.source].sentences[citation.sentence - 1]
        return any(when.value == value for when in sentence.dates)

    def _no_difference(self, sides: Sequence[Side]) -> str:
        """Say why sides make no difference; "" where they do."""
        if len(sides) < 2:
            return "fewer than two of its sides are supported by the sentences they cite"
        if len({" ".join(side.says.casefold().split()) for side in sides}) < 2:
            return "its sides say the same"
        if self.voices(citation for side in sides for citation in side.citations) < 2:
            return "its sides are of one source or of copies of one"
        return ""


def _same(one: Difference, other: Difference) -> bool:
    """Whether two differences set the same sentences against each other."""
    if one.contrast != other.contrast:
        return False
    sides = [{citation for side in each.sides for citation in side.citations} for each in (one, other)]
    return sides[0] <= sides[1] or sides[1] <= sides[0]
