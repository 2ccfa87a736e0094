"""What a team won't publish: the gates of `--fail-on`, held against a finished report."""

from collections.abc import Iterable, Iterator

from summarize.config import Gate
from summarize.records import Claim, Report

NAMES: tuple[Gate, ...] = ("unsupported", "weak", "disagreement", "undated")


def broken(report: Report, gates: Iterable[Gate]) -> list[str]:
    """Name the gates that don't hold, in a line each: the gate, how many, and the first."""
    lines = []
    for gate in dict.fromkeys(gates):
        found = _FOUND[gate](report)
        if found:
            lines.append(f"--fail-on {gate}: {len(found)}, the first is {found[0]}")
    return lines


def _claims(report: Report) -> Iterator[tuple[str, Claim]]:
    yield from (("summary", claim) for claim in report.summary)
    for entry in (*(report.timeline or ()), *report.undated):
        yield from ((f"timeline {entry.value}".strip(), claim) for claim in entry.claims)
    for source in report.sources:
        yield from ((source.id, claim) for claim in source.summary)


def _unsupported(report: Report) -> list[str]:
    return [
        f"{left.where}: {left.text} ({left.reason})"
        for left in report.left_out
        if left.support == "unsupported"
    ]


def _weak(report: Report) -> list[str]:
    return [
        f"{where}: {claim.text} ({claim.reason})"
        for where, claim in _claims(report)
        if claim.support == "weak"
    ]


def _disagreement(report: Report) -> list[str]:
    return [f"{one.about}: {' / '.join(side.says for side in one.sides)}" for one in report.differences]


def _undated(report: Report) -> list[str]:
    """Name the entries without a date, and those of which a model reads the date otherwise."""
    entries = [
        f"“{entry.expressions[0].expression if entry.expressions else entry.claims[0].text}”"
        for entry in report.undated
    ]
    doubts = [when.doubt for entry in report.timeline or () for when in entry.expressions if when.doubt]
    return [*entries, *doubts]


_FOUND = {
    "unsupported": _unsupported,
    "weak": _weak,
    "disagreement": _disagreement,
    "undated": _undated,
}
