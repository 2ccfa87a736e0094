"""What `-v` tells on stderr: what was dropped from each source, and what each stage asked of the model."""

from collections.abc import Iterator

from summarize.records import Report
from summarize.report.escape import plain


def details(report: Report) -> Iterator[str]:
    """Give the lines, without their ends."""
    for source in report.sources:
        yield f"{source.id} {source.name}: {source.sentence_count} sentences, {len(source.removed)} pieces dropped"
        for removed in source.removed:
            yield f"  {removed.reason}: {plain(removed.text)}"
    for usage in report.made.usage:
        yield (
            f"{usage.stage}: {usage.calls} calls ({usage.replayed} replayed), "
            f"{usage.input_tokens} tokens in, {usage.output_tokens} out"
        )
