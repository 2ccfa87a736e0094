"""What a team won't publish: the gates of `--fail-on`, held against a finished report."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from summarize.records import Citation, Claim, Gate, Report

NAMES: tuple[Gate, ...] = ("unsupported", "weak", "disagreement", "undated")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a gate is against: where in the report it stands, what it is, and the sentences behind it."""

    where: str
    text: str
    citations: tuple[Citation, ...] = ()

    def __str__(self) -> str:
        return f"{self.where}: {self.text}" if self.where else self.text


def broken(report: Report, gates: Iterable[Gate]) -> list[str]:
    """Name the gates that don't hold, in a line each: the gate, how many, and the first."""
    found = {gate: findings(report, gate) for gate in gates}
    return [f"--fail-on {gate}: {len(all_)}, the first is {all_[0]}" for gate, all_ in found.items() if all_]


def findings(report: Report, gate: Gate) -> list[Finding]:
    """List what a gate is against, in the report's order; none where it holds."""
    return list(_FOUND[gate](report))


def _claims(report: Report) -> Iterator[tuple[str, Claim]]:
    yield from (("summary", claim) for claim in report.summary)
    for entry in (*(report.timeline or ()), *report.undated):
        yield from ((f"timeline {entry.value}".strip(), claim) for claim in entry.claims)
    for source in report.sources:
        yield from ((source.id, claim) for claim in source.summary)


def _unsupported(report: Report) -> Iterator[Finding]:
    for left in report.left_out:
        if left.support == "unsupported":
            yield Finding(left.where, f"{left.text} ({left.reason})", left.citations)


def _weak(report: Report) -> Iterator[Finding]:
    for where, claim in _claims(report):
        if claim.support == "weak":
            yield Finding(where, f"{claim.text} ({claim.reason})", claim.citations)


def _disagreement(report: Report) -> Iterator[Finding]:
    for one in report.differences:
        citations = tuple(citation for side in one.sides for citation in side.citations)
        yield Finding(one.about, " / ".join(side.says for side in one.sides), citations)


def _undated(report: Report) -> Iterator[Finding]:
    """Name the entries without a date, and those of which a model reads the date otherwise."""
    for entry in report.undated:
        written = entry.expressions[0].expression if entry.expressions else entry.claims[0].text
        yield Finding("", f"“{written}”", _cited(entry.claims))
    for entry in report.timeline or ():
        yield from (Finding("", when.doubt, _cited(entry.claims)) for when in entry.expressions if when.doubt)


def _cited(claims: Iterable[Claim]) -> tuple[Citation, ...]:
    return tuple(citation for claim in claims for citation in claim.citations)


_FOUND: dict[Gate, Callable[[Report], Iterator[Finding]]] = {
    "unsupported": _unsupported,
    "weak": _weak,
    "disagreement": _disagreement,
    "undated": _undated,
}
