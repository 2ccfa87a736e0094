"""What changed between two reports on one story: sentences and entries that are new, gone, or dated anew."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from summarize.records import Claim, Entry, Report
from summarize.report.escape import markdown

SAME = 0.5  # share of the words of two entries that they have in common, to tell of one event


@dataclass(frozen=True, slots=True)
class Redated:
    """An entry that tells of the same event under another date."""

    before: str
    after: Entry


@dataclass(frozen=True, slots=True)
class Changes:
    """What the second of two reports has more, less, or otherwise than the first."""

    new_sources: tuple[str, ...]
    gone_sources: tuple[str, ...]
    new_claims: tuple[Claim, ...]
    gone_claims: tuple[Claim, ...]
    new_entries: tuple[Entry, ...]
    gone_entries: tuple[Entry, ...]
    redated: tuple[Redated, ...]
    retold: tuple[Entry, ...]

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return any(getattr(self, name) for name in self.__slots__)


def changes(before: Report, after: Report) -> Changes:
    """Compare two reports by what they say; citations, whose numbers move with the sources, don't count."""
    names = [[source.name for source in report.sources] for report in (before, after)]
    old, new = (_entries(report) for report in (before, after))
    common = {_date(entry) for entry in old} & {_date(entry) for entry in new}
    gone = [entry for entry in old if _date(entry) not in common]
    fresh = [entry for entry in new if _date(entry) not in common]
    redated = []
    for entry in list(fresh):
        likest = max(gone, key=lambda other: _alike(entry, other), default=None)
        if likest is not None and _alike(entry, likest) >= SAME:
            redated.append(Redated(_shown(likest), entry))
            gone.remove(likest)
            fresh.remove(entry)
    told = {_date(entry): _text(entry.claims) for entry in old}
    return Changes(
        new_sources=_without(names[1], names[0]),
        gone_sources=_without(names[0], names[1]),
        new_claims=_unsaid(after.summary, before.summary),
        gone_claims=_unsaid(before.summary, after.summary),
        new_entries=tuple(fresh),
        gone_entries=tuple(gone),
        redated=tuple(redated),
        retold=tuple(
            entry for entry in new if _date(entry) in common and told[_date(entry)] != _text(entry.claims)
        ),
    )


def to_markdown(found: Changes) -> str:
    """Tell changes as a comment on a pull request can hold them; "" where there are none."""
    blocks = [
        _section("New sources", found.new_sources),
        _section("Sources gone", found.gone_sources),
        _section("New in the summary", (claim.text for claim in found.new_claims)),
        _section("Gone from the summary", (claim.text for claim in found.gone_claims)),
        _section("New in the timeline", map(_line, found.new_entries)),
        _section("Gone from the timeline", map(_line, found.gone_entries)),
        _section("Dated anew", (f"{each.before} → {_line(each.after)}" for each in found.redated)),
        _section("Told otherwise", map(_line, found.retold)),
    ]
    told = [block for block in blocks if block]
    return "\n\n".join(["## What changed", *told]) + "\n" if told else ""


def _section(heading: str, lines: Iterable[str]) -> str:
    items = [f"- {markdown(line)}" for line in lines]
    return "\n".join([f"### {heading}", "", *items]) if items else ""


def _line(entry: Entry) -> str:
    return f"{_shown(entry)} — {_text(entry.claims)}"


def _entries(report: Report) -> list[Entry]:
    return [*(report.timeline or ()), *report.undated]


def _date(entry: Entry) -> tuple[str, str, str]:
    """Give what an entry is known by: its date and status, or the date as written."""
    return entry.value, entry.status, "" if entry.value else _shown(entry)


def _shown(entry: Entry) -> str:
    written = entry.expressions[0].expression if entry.expressions else "no date"
    return entry.value or f"“{written}”"


def _text(claims: Sequence[Claim]) -> str:
    return " ".join(claim.text for claim in claims)


def _alike(one: Entry, other: Entry) -> float:
    words, others = (set(_text(entry.claims).casefold().split()) for entry in (one, other))
    return len(words & others) / max(1, min(len(words), len(others)))


def _without(names: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name not in set(others))


def _unsaid(claims: Sequence[Claim], others: Sequence[Claim]) -> tuple[Claim, ...]:
    said = {claim.text for claim in others}
    return tuple(claim for claim in claims if claim.text not in said)
