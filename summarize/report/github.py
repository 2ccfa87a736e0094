"""What a step of GitHub Actions hands on of a report: its summary, which GitHub shows, and its outputs.

`summarize report.json --format github-summary >> "$GITHUB_STEP_SUMMARY"`, and the same with `github-outputs`.
"""

import re

from summarize import gates
from summarize.records import Gate, Report
from summarize.report.markdown import to_markdown
from summarize.report.usage import spent, total_cost
from summarize.report.wording import counted

MOST_BYTES = 800_000
"""GitHub shows 1 MiB of summary a step, and nothing at all of a longer one; the rest is for what stands before it."""

_CUT = "**Cut here.** GitHub shows 1 MiB of a step; the {rest:,} kB that follow stand in the report itself."
# What announces something, and says nothing where that is cut off: a heading, the head of a table, a blank line.
_ANNOUNCES = re.compile(r"#{1,6} .*|\|[ :|-]+\||")


def to_summary(report: Report) -> str:
    """Write the report in Markdown, a line of figures under its title, cut at an entry where it is too long."""
    title, _, rest = to_markdown(report).partition("\n")
    return cut(f"{title}\n\n{_figures(report)}\n{rest}", MOST_BYTES)


def to_outputs(report: Report) -> str:
    """Write the outputs, `name=value` a line: `events`, `unsupported`, and `cost` in US dollars, or `unpriced`."""
    paid = spent(report.made)
    values = {
        "events": len(report.timeline or ()),
        "unsupported": len(gates.findings(report, "unsupported")),
        "cost": "unpriced" if paid is None else f"{paid:.4f}",
    }
    return "".join(f"{name}={value}\n" for name, value in values.items())


def cut(text: str, most: int) -> str:
    """Cut Markdown to `most` bytes at the end of a line, which is that of an entry, and say so; a shorter one stays."""
    total = len(text.encode())
    if total <= most:
        return text
    lines, size = [], len(_CUT.format(rest=total)) + 2
    for line in text.split("\n"):
        size += len(line.encode()) + 1
        if size > most:
            break
        lines.append(line)
    while lines and _ANNOUNCES.fullmatch(lines[-1]):
        lines.pop()
    rest = total - len("\n".join(lines).encode())
    return "\n".join([*lines, "", _CUT.format(rest=-(-rest // 1_000))]) + "\n"


def _figures(report: Report) -> str:
    figures = [
        counted(len(report.sources), "source"),
        counted(len(report.timeline or ()), "event"),
        f"{len(gates.findings(report, 'unsupported')):,} left out as unsupported",
        total_cost(report.made),
        *(f"gate `{gate}` {_held(report, gate)}" for gate in report.made.gates),
    ]
    return " · ".join(figures)


def _held(report: Report, gate: Gate) -> str:
    found = len(gates.findings(report, gate))
    return f"**does not hold** ({counted(found, 'finding')})" if found else "holds"
