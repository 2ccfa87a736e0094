"""The report as JUnit's XML, for what shows tests: each source is a case, and each gate that the run was held against.

There is no standard; what is written is what Jenkins, GitLab and GitHub's reporters read alike: suites of cases, a case
with at most one `failure` (a gate that does not hold) or `error` (what could not be read or done). No times, which
the report does not know.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from summarize import gates
from summarize.records import Failure, Gate, Report, SourceReport
from summarize.report.escape import plain
from summarize.report.wording import counted

# What XML 1.0 cannot hold, even as a reference; all else that `plain` leaves it can.
_NOT_XML = re.compile("[\ufffe\uffff\U0001fffe\U0001ffff]")


@dataclass(frozen=True, slots=True)
class _Case:
    """A case: it passed where `verdict` is ""; `message` is its line, `text` tells all."""

    name: str
    verdict: str = ""
    message: str = ""
    text: str = ""


def to_junit(report: Report) -> str:
    """Write the sources and the gates as two suites of cases."""
    suites = {
        "sources": _sources(report),
        "gates": [_gate(report, gate) for gate in report.made.gates],
    }
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(f"<testsuites name={_quoted('summarize')}{_counts([*suites['sources'], *suites['gates']])}>")
    for name, cases in suites.items():
        lines.append(f'  <testsuite name={_quoted(f"summarize.{name}")}{_counts(cases)} skipped="0">')
        lines += [line for case in cases for line in _written(case, name)]
        lines.append("  </testsuite>")
    lines.append("</testsuites>")
    return "\n".join(lines) + "\n"


def _sources(report: Report) -> list[_Case]:
    """Give a case to each source, to each that could not be read, and to each step that failed."""
    shared = Counter(source.name for source in report.sources)
    reasons = {failure.name: failure.reason for failure in report.failures}
    read = [
        _source(source, reasons.pop(source.name, ""), shared[source.name] > 1) for source in report.sources
    ]
    failed = [_failed(each) for each in report.failures if each.name in reasons]
    return [*read, *failed, *([_failed(Failure("limit", report.partial))] if report.partial else [])]


def _source(source: SourceReport, reason: str, is_shared: bool) -> _Case:  # noqa: FBT001 - a private helper
    name = f"{source.name} ({source.id})" if is_shared else source.name
    return _failed(Failure(name, reason)) if reason else _Case(name)


def _failed(failure: Failure) -> _Case:
    return _Case(failure.name, "error", failure.reason, failure.reason)


def _gate(report: Report, gate: Gate) -> _Case:
    found = gates.findings(report, gate)
    if not found:
        return _Case(gate)
    message = f"{counted(len(found), 'finding')}, the first is {found[0]}"
    return _Case(gate, "failure", message, "\n".join(plain(str(one)) for one in found))


def _written(case: _Case, suite: str) -> Iterable[str]:
    head = f"    <testcase classname={_quoted(f'summarize.{suite}')} name={_quoted(case.name)}"
    if not case.verdict:
        return [f"{head}/>"]
    told = f"message={_quoted(case.message)} type={_quoted(case.name if suite == 'gates' else 'failed')}"
    text = "\n".join(_held(line) for line in case.text.split("\n"))
    return [f"{head}>", f"      <{case.verdict} {told}>{escape(text)}</{case.verdict}>", "    </testcase>"]


def _counts(cases: Sequence[_Case]) -> str:
    found = Counter(case.verdict for case in cases)
    return f' tests="{len(cases)}" failures="{found["failure"]}" errors="{found["error"]}"'


def _quoted(text: str) -> str:
    return quoteattr(_held(text))


def _held(text: str) -> str:
    return _NOT_XML.sub("\ufffd", plain(text))
