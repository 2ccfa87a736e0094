"""What a step of GitHub Actions hands on of a report: its summary and its outputs."""

from dataclasses import replace

from summarize.records import Usage
from summarize.report import render
from summarize.report.github import MOST_BYTES, cut
from tests.reports import minimal, sample

TEXT = "# Title\n\nA paragraph.\n\n## List\n\n- **one** first\n- **two** second\n\n| a |\n| --- |\n| ä |\n"


def test_the_summary_is_the_report_with_figures() -> None:
    """Under the title stand the figures and the gates, and then the whole report."""
    summary = render(sample(), "github-summary").split("\n")
    assert "4 sources · 8 events · 1 left out as unsupported" in summary[2]
    assert "gate `unsupported` **does not hold** (1 finding)" in summary[2]
    assert [summary[0], *summary[3:]] == render(sample(), "markdown").split("\n")


def test_a_gate_that_holds_is_told() -> None:
    """A gate that nothing broke is told as well."""
    assert "gate `unsupported` holds" in render(replace(sample(), left_out=()), "github-summary")


def test_a_short_text_is_not_cut() -> None:
    """What is within the limit stays as it is, to the byte."""
    assert cut(TEXT, len(TEXT.encode())) == TEXT


def test_a_long_text_is_cut_at_an_entry() -> None:
    """A cut text is within its limit, ends with whole entries, announces nothing that is gone, and says so."""
    text = TEXT + "- **three** third\n" * 20
    for most in range(200, 330):
        short = cut(text, most)
        assert len(short.encode()) <= most
        kept, _, note = short.partition("\n\n**Cut here.**")
        assert note, most
        assert kept.split("\n") == text.split("\n")[: len(kept.split("\n"))], most
        assert kept.split("\n")[-1].startswith(("# Title", "A paragraph", "- **", "| ä |")), most


def test_a_report_over_the_limit() -> None:
    """The summary of a large report stays below what GitHub shows, and holds as much as it can."""
    report = sample()
    first = (report.timeline or ())[0]
    long = replace(first.claims[0], text="The bridge was shut and opened again. " * 25)
    large = replace(report, timeline=(replace(first, claims=(long,)),) * 1_000)
    assert len(render(large, "markdown").encode()) > MOST_BYTES
    assert MOST_BYTES - 2_000 < len(render(large, "github-summary").encode()) <= MOST_BYTES


def test_outputs() -> None:
    """Each output is a line of its own; a cost that is not known is told as that."""
    assert render(sample(), "github-outputs") == "events=8\nunsupported=1\ncost=unpriced\n"
    assert render(minimal(), "github-outputs") == "events=0\nunsupported=0\ncost=0.0000\n"
    paid = replace(minimal(), made=replace(minimal().made, usage=(Usage("read", 1, 0, 1, 1, 1, 1, 1234.5),)))
    assert render(paid, "github-outputs").endswith("cost=1234.5000\n")
