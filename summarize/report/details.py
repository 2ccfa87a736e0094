"""What `-v` tells on stderr: what was dropped from each source, and what each stage asked of the model."""

from collections.abc import Iterator

from summarize.records import Report
from summarize.report import wording
from summarize.report.escape import plain
from summarize.report.usage import cost


def details(report: Report) -> Iterator[str]:
    """Give the lines, without their ends."""
    for source in report.sources:
        copy = f", a copy of {source.copy_of}" if source.copy_of else ""
        yield (
            f"{source.id} {source.name}: {source.sentence_count} sentences, "
            f"{len(source.removed)} pieces dropped{copy}"
        )
        for removed in source.removed:
            yield f"  {removed.reason}: {plain(removed.text)}"
        for attempt in source.attempts:
            yield f"  {wording.ATTEMPTS.lower()}: {plain(attempt.kind)}: {plain(attempt.text)}"
    for usage in report.made.usage:
        yield (
            f"{usage.stage}: {wording.counted(usage.calls, 'call')} ({usage.replayed} replayed), "
            f"{usage.input_tokens} tokens in, {usage.output_tokens} out; "
            f"paid {usage.paid_input_tokens} in, {usage.paid_output_tokens} out: {cost(usage)}"
        )
