"""How a report was made, in words: the program, the engine, and what each stage asked of the model and cost."""

from summarize.records import Made, Report, Usage
from summarize.report.escape import plain

USAGE_HEADER = (
    "Stage",
    "Calls",
    "Replayed",
    "Tokens in",
    "Tokens out",
    "Paid in",
    "Paid out",
    "Cost",
)
UNPRICED = "unpriced"
KEPT = "all from a recording or the cache, none asked anew"


def made(report: Report) -> list[tuple[str, str]]:
    """Say how the report was made, as names and values."""
    facts = [
        ("Program", f"summarize {report.made.version}"),
        ("Engine", f"{report.made.engine}{'' if report.made.model else ' (no language model)'}"),
        ("Model", report.made.model),
        ("Prompts", report.made.prompts),
        ("Focus", report.focus),
        ("Answers", KEPT if _all_replayed(report.made) else ""),
    ]
    return [(name, value) for name, value in facts if value]


def usage_table(made: Made) -> list[tuple[str, ...]]:
    """Give a row for each stage that asked the model, in the columns of `USAGE_HEADER`, and their sum.

    No rows where no stage did.
    """
    rows = [(plain(stage.stage), *_numbers(stage), cost(stage)) for stage in made.usage]
    if not rows:
        return []
    sums = [f"{sum(column):,}" for column in zip(*map(_counts, made.usage), strict=True)]
    return [*rows, ("total", *sums, total_cost(made))]


def cost(stage: Usage) -> str:
    """Say what a stage cost: `$0.0123`; a stage whose answers were all replayed cost nothing, priced or not."""
    paid = _paid(stage)
    return UNPRICED if paid is None else f"${paid:,.4f}"


def spent(made: Made) -> float | None:
    """Give what a run cost in US dollars; None where a stage has no price."""
    paid = [_paid(stage) for stage in made.usage]
    return None if None in paid else sum(each for each in paid if each is not None)


def total_cost(made: Made) -> str:
    """Say what a run cost; stages without a price are said to be left out of the sum."""
    paid = [_paid(stage) for stage in made.usage]
    priced = [each for each in paid if each is not None]
    if not priced and paid:
        return UNPRICED
    return f"${sum(priced):,.4f}{f' + {UNPRICED}' if len(priced) < len(paid) else ''}"


def _paid(stage: Usage) -> float | None:
    if stage.cost is None and stage.replayed == stage.calls:
        return 0.0
    return stage.cost


def _counts(stage: Usage) -> tuple[int, ...]:
    return (
        stage.calls,
        stage.replayed,
        stage.input_tokens,
        stage.output_tokens,
        stage.paid_input_tokens,
        stage.paid_output_tokens,
    )


def _numbers(stage: Usage) -> list[str]:
    return [f"{number:,}" for number in _counts(stage)]


def _all_replayed(made: Made) -> bool:
    return any(stage.replayed for stage in made.usage) and all(
        stage.replayed == stage.calls for stage in made.usage
    )
