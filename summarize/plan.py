"""What a run would ask and cost, told before it asks anything."""

import json
from collections.abc import Sequence

from summarize.records import Report, Usage
from summarize.report.wording import counted


def lines(report: Report) -> list[str]:
    """Tell a rehearsed run: sources, copies, failures, calls and tokens by stage, what is kept, the cost."""
    copies = [source for source in report.sources if source.copy_of]
    told = [
        f"sources: {len(report.sources) - len(copies):,} to read, {sum(source.words for source in report.sources):,} words"
    ]
    if copies:
        named = ", ".join(f"{source.name} (of {source.copy_of})" for source in copies)
        told.append(f"copies, not read again: {len(copies):,}: {named}")
    told += [f"failed: {failure.name}: {failure.reason}" for failure in report.failures]
    if not report.made.model:
        return [*told, "calls: none, the extractive engine asks no model"]
    told[0] += f", in {counted(_chunks(report.made.usage), 'chunk')}"
    told += _table(report.made.usage)
    return [*told, _cost(report)]


def as_json(report: Report) -> str:
    """Give the same as JSON; tokens out are estimated, and `cost`, in US dollars, is null where there is no price."""
    usage = report.made.usage
    copies = [source for source in report.sources if source.copy_of]
    plan = {
        "model": report.made.model or None,
        "sources": [
            {"id": source.id, "name": source.name, "words": source.words, "copy_of": source.copy_of or None}
            for source in report.sources
        ],
        "to_read": len(report.sources) - len(copies),
        "copies": len(copies),
        "chunks": _chunks(usage),
        "stages": [_values(stage) for stage in usage],
        "total": _values(total(usage)),
        "failures": [{"name": failure.name, "reason": failure.reason} for failure in report.failures],
    }
    return json.dumps(plan, indent=2, ensure_ascii=False) + "\n"


def _values(stage: Usage) -> dict[str, object]:
    return {
        "stage": stage.stage,
        "calls": stage.calls - stage.replayed,
        "kept": stage.replayed,
        "input_tokens": stage.paid_input_tokens,
        "output_tokens": stage.paid_output_tokens,
        "cost": stage.cost,
    }


def _chunks(usage: Sequence[Usage]) -> int:
    """Count the chunks: each is read by one call, or by an answer that is kept."""
    return sum(stage.calls for stage in usage if stage.stage == "read")


def _table(usage: Sequence[Usage]) -> list[str]:
    rows = [("stage", "calls", "kept", "tokens in", "tokens out")]
    rows += [
        (
            stage.stage,
            f"{stage.calls - stage.replayed:,}",
            f"{stage.replayed:,}",
            f"{stage.paid_input_tokens:,}",
            f"≈ {stage.paid_output_tokens:,}",
        )
        for stage in (*usage, total(usage))
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if not place else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def total(usage: Sequence[Usage]) -> Usage:
    """Add up the stages; the cost is None where that of one is."""
    costs = [stage.cost for stage in usage]
    return Usage(
        "total",
        calls=sum(stage.calls for stage in usage),
        replayed=sum(stage.replayed for stage in usage),
        input_tokens=sum(stage.input_tokens for stage in usage),
        output_tokens=sum(stage.output_tokens for stage in usage),
        paid_input_tokens=sum(stage.paid_input_tokens for stage in usage),
        paid_output_tokens=sum(stage.paid_output_tokens for stage in usage),
        cost=None if None in costs else sum(cost for cost in costs if cost is not None),
    )


def _cost(report: Report) -> str:
    cost = total(report.made.usage).cost
    calls = counted(sum(stage.calls - stage.replayed for stage in report.made.usage), "call")
    if cost is None:
        return (
            f"cost: unpriced, no price of {report.made.model} is known here ({calls}); --price IN,OUT says it"
        )
    return f"cost: ≈ ${cost:.4f} for {report.made.model} ({calls}); answers may be longer or shorter"
