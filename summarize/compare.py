"""What changed between two reports on one story: sentences and entries that are new, gone, or dated anew.

What counts is what a reader of the report is told. The version of the program, the model, what was asked and paid, scores,
and the numbers of sources and sentences, which move with every source before them, are no change.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from summarize.errors import UsageError
from summarize.records import Claim, Difference, Entry, Report
from summarize.report.escape import markdown
from summarize.report.json import from_json
from summarize.report.wording import counted

SAME = 0.5  # share of the words of two entries that they have in common, to tell of one event
# Of one kind of change, and of a line: a comment on a pull request is read, and holds 65,536 characters.
MOST_LINES = 20
MOST_CHARACTERS = 240

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Redated:
    """An entry that tells of the same event under another date."""

    before: str
    after: Entry


@dataclass(frozen=True, slots=True)
class Changes:
    """What the second of two reports has more, less, or otherwise than the first.

    `title` is the new one where it is another. `resaid` are the sources whose own summary, publisher, title or
    publication date is another.
    """

    title: str
    new_sources: tuple[str, ...]
    gone_sources: tuple[str, ...]
    resaid: tuple[str, ...]
    new_claims: tuple[Claim, ...]
    gone_claims: tuple[Claim, ...]
    new_entries: tuple[Entry, ...]
    gone_entries: tuple[Entry, ...]
    redated: tuple[Redated, ...]
    retold: tuple[Entry, ...]
    new_differences: tuple[Difference, ...]
    gone_differences: tuple[Difference, ...]

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return any(getattr(self, name) for name in self.__slots__)


def read_report(path: Path, flag: str) -> Report:
    """Read a report in JSON that a flag names; raises `UsageError` with the way out where that cannot be."""
    try:
        return from_json(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise UsageError(f"{flag} {path}: no such file; make it with -o {path}, and commit it") from error
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UsageError(
            f"{flag} {path}: cannot be read ({reason}); name a report that -o report.json wrote"
        ) from error
    except UsageError as error:
        raise UsageError(f"{flag} {path}: {error}") from error


def changes(before: Report, after: Report) -> Changes:
    """Compare two reports by what they say."""
    names = [[source.name for source in report.sources] for report in (before, after)]
    pairs = _moved(_entries(before), _entries(after))
    return Changes(
        title=after.title if after.title != before.title else "",
        new_sources=_beyond(names[1], names[0], str),
        gone_sources=_beyond(names[0], names[1], str),
        resaid=_resaid(before, after),
        new_claims=_beyond(after.summary, before.summary, _said),
        gone_claims=_beyond(before.summary, after.summary, _said),
        new_entries=tuple(new for old, new in pairs if old is None and new is not None),
        gone_entries=tuple(old for old, new in pairs if new is None and old is not None),
        redated=tuple(
            Redated(_shown(old), new) for old, new in pairs if old and new and _when(old) != _when(new)
        ),
        retold=tuple(new for old, new in pairs if old and new and _when(old) == _when(new)),
        new_differences=_beyond(after.differences, before.differences, _contrasted),
        gone_differences=_beyond(before.differences, after.differences, _contrasted),
    )


def in_short(found: Changes) -> str:
    """Count what changed, in a line; "" where nothing did."""
    told = [
        (len(found.new_sources) + len(found.gone_sources), "source", "that came or went"),
        (len(found.resaid), "source", "told otherwise"),
        (len(found.new_claims) + len(found.gone_claims), "sentence", "of the summary that came or went"),
        (len(found.new_entries), "new event", ""),
        (len(found.gone_entries), "event", "gone"),
        (len(found.redated), "event", "dated anew"),
        (len(found.retold), "event", "told otherwise"),
        (len(found.new_differences) + len(found.gone_differences), "difference", "that came or went"),
    ]
    parts = ["another title"] if found.title else []
    return ", ".join(
        [*parts, *(f"{counted(number, noun)} {how}".rstrip() for number, noun, how in told if number)]
    )


def to_markdown(found: Changes) -> str:
    """Tell changes as a comment on a pull request can hold them; "" where there are none."""
    blocks = [
        _section("Another title", [found.title] if found.title else []),
        _section("New sources", found.new_sources),
        _section("Sources gone", found.gone_sources),
        _section("New in the summary", map(_told, found.new_claims)),
        _section("Gone from the summary", map(_told, found.gone_claims)),
        _section("New in the timeline", map(_line, found.new_entries)),
        _section("Gone from the timeline", map(_line, found.gone_entries)),
        _section("Dated anew", (f"{each.before} → {_line(each.after)}" for each in found.redated)),
        _section("Told otherwise", map(_line, found.retold)),
        _section("New differences between sources", map(_contrast, found.new_differences)),
        _section("Differences gone", map(_contrast, found.gone_differences)),
        _section("Sources told otherwise", found.resaid),
    ]
    told = [block for block in blocks if block]
    return "\n\n".join(["## What changed", *told]) + "\n" if told else ""


def _section(heading: str, lines: Iterable[str]) -> str:
    items = [f"- {markdown(_clipped(line))}" for line in lines]
    if len(items) > MOST_LINES:
        items[MOST_LINES - 1 :] = [f"- … and {len(items) - MOST_LINES + 1} more"]
    return "\n".join([f"### {heading}", "", *items]) if items else ""


def _clipped(line: str) -> str:
    return line if len(line) <= MOST_CHARACTERS else f"{line[: MOST_CHARACTERS - 1]}…"


def _moved(before: Sequence[Entry], after: Sequence[Entry]) -> list[tuple[Entry | None, Entry | None]]:
    """Pair the entries that are not the same in both: by their date, else by what they tell; None is no partner."""
    old, new = (list(_beyond(*sides, _whole)) for sides in ((before, after), (after, before)))
    pairs: list[tuple[Entry | None, Entry | None]] = []
    for alike in (_one_date, _one_event):
        for entry in list(new):
            found = max(old, key=lambda other, entry=entry: alike(entry, other), default=None)  # type: ignore[misc]
            if found is not None and alike(entry, found) >= SAME:
                pairs.append((found, entry))
                old.remove(found)
                new.remove(entry)
    return [*pairs, *((entry, None) for entry in old), *((None, entry) for entry in new)]


def _one_date(one: Entry, other: Entry) -> float:
    return 1.0 if _when(one) == _when(other) else 0.0


def _one_event(one: Entry, other: Entry) -> float:
    words, others = (set(_text(entry).casefold().split()) for entry in (one, other))
    return len(words & others) / max(1, min(len(words), len(others)))


def _entries(report: Report) -> list[Entry]:
    return [*(report.timeline or ()), *report.undated]


def _when(entry: Entry) -> tuple[str, str]:
    """Give what an entry is known by: its date, or the date as written, and its status."""
    return _shown(entry), entry.status


def _whole(entry: Entry) -> Hashable:
    elsewhere = tuple(side.says for side in entry.elsewhere)
    return (*_when(entry), *map(_said, entry.claims), elsewhere)


def _shown(entry: Entry) -> str:
    written = entry.expressions[0].expression if entry.expressions else "no date"
    return entry.value or f"“{written}”"


def _line(entry: Entry) -> str:
    status = "" if entry.status == "happened" else f" ({entry.status})"
    return f"{_shown(entry)}{status} — {_text(entry)}"


def _text(entry: Entry) -> str:
    return " ".join(map(_told, entry.claims))


def _said(claim: Claim) -> tuple[str, str]:
    return claim.text, claim.support


def _told(claim: Claim) -> str:
    return claim.text if claim.support == "supported" else f"{claim.text} ({claim.support})"


def _contrasted(difference: Difference) -> Hashable:
    return difference.about, tuple(side.says for side in difference.sides)


def _contrast(difference: Difference) -> str:
    return f"{difference.about}: {' / '.join(side.says for side in difference.sides)}"


def _resaid(before: Report, after: Report) -> tuple[str, ...]:
    """Name the sources of both reports of which these tell otherwise."""
    reports = (before, after)
    old, new = (
        {
            source.name: (
                source.title,
                source.publisher,
                source.published.value,
                *map(_said, source.summary),
            )
            for source in report.sources
        }
        for report in reports
    )
    return tuple(name for name in new if name in old and old[name] != new[name])


def _beyond(
    items: Iterable[Item], others: Iterable[Item], key: Callable[[Item], Hashable]
) -> tuple[Item, ...]:
    """Give the items that the others don't have, each as often as it stands there more."""
    left = Counter(key(other) for other in others)
    found = []
    for item in items:
        left[key(item)] -= 1
        if left[key(item)] < 0:
            found.append(item)
    return tuple(found)
