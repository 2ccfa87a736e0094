"""The report as JUnit's XML: what Jenkins and GitLab read of it."""

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.records import Failure, Report
from summarize.report import render, write_file
from tests.reports import filled, minimal, sample

# What junit-10.xsd of Jenkins' xUnit plugin lets stand where: the attributes an element needs, those it may have, and the
# elements in it. GitLab reads the same names.
SCHEMA = {
    "testsuites": (set(), {"name", "tests", "failures", "errors", "time"}, {"testsuite"}),
    "testsuite": (
        {"name", "tests", "failures", "errors"},
        {"skipped", "time", "timestamp", "hostname", "id", "package", "file", "log", "url", "group"},
        {"testcase", "testsuite", "properties", "system-out", "system-err"},
    ),
    "testcase": (
        {"name"},
        {"classname", "time", "group"},
        {"failure", "error", "skipped", "system-out", "system-err"},
    ),
    "failure": (set(), {"type", "message"}, set()),
    "error": (set(), {"type", "message"}, set()),
}


def read(report: Report) -> ET.Element:
    """Read the XML of a report, and hold it to the schema and to its own counts."""
    root = ET.fromstring(render(report, "junit"))  # noqa: S314 - we wrote it
    assert root.tag == "testsuites"
    for element in root.iter():
        needed, allowed, inside = SCHEMA[element.tag]
        assert needed <= set(element.keys()) <= needed | allowed
        assert {child.tag for child in element} <= inside
        if "tests" in element.keys():  # noqa: SIM118 - an element is no dict
            for name, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error")):
                assert element.get(name) == str(len(list(element.iter(tag))))
    return root


def verdicts(report: Report, suite: str) -> dict[str, str]:
    """Give the outcome of each case of a suite; "" is passed."""
    found = read(report).find(f"testsuite[@name='summarize.{suite}']")
    assert found is not None
    cases = [(case.get("name", ""), case[0].tag if len(case) else "") for case in found]
    assert len(dict(cases)) == len(cases)
    return dict(cases)


def test_sources_are_cases() -> None:
    """Each source is a case; one that could not be read is an error with its reason, and so is a limit."""
    assert verdicts(sample(), "sources") == {
        "wire/harbour-bridge.txt": "",
        "north-bank-notes.md": "",
        "harbour-trust.html": "",
        "evening-ledger.txt": "",
        "council-minutes.pdf": "error",
        "limit": "error",
    }
    error = read(sample()).find(".//error")
    assert error is not None
    assert "no reader for .pdf" in error.get("message", "")


def test_a_source_that_the_engine_could_not_read_is_one_case() -> None:
    """A source that stands in the report and failed later is not told twice."""
    report = replace(sample(), failures=(Failure("harbour-trust.html", "refused"),), partial="")
    assert verdicts(report, "sources")["harbour-trust.html"] == "error"
    assert len(verdicts(report, "sources")) == len(report.sources)


def test_sources_of_one_name_stay_apart() -> None:
    """Two sources of one name are told apart, since a case is known by its name."""
    first = sample().sources[0]
    report = replace(sample(), sources=(first, replace(first, id="S2")), failures=(), partial="")
    assert verdicts(report, "sources") == {f"{first.name} (S1)": "", f"{first.name} (S2)": ""}


def test_gates_are_cases() -> None:
    """Each gate that was asked for is a case: one that holds passes, one that does not tells all that it found."""
    report = replace(sample(), made=replace(sample().made, gates=("unsupported", "weak")))
    assert verdicts(report, "gates") == {"unsupported": "failure", "weak": "failure"}
    assert verdicts(replace(report, left_out=()), "gates") == {"unsupported": "", "weak": "failure"}
    failure = read(report).find(".//failure")
    assert failure is not None
    assert (failure.text or "").startswith("timeline 2023-09-12/2023-09-15: Two people were hurt.")
    assert verdicts(minimal(), "gates") == {}


def test_the_suffix_says_it(tmp_path: Path) -> None:
    """A file that ends in .xml is JUnit's."""
    write_file(sample(), tmp_path / "out.xml")
    assert (tmp_path / "out.xml").read_text("utf-8") == render(sample(), "junit")


@settings(deadline=None, max_examples=100)
@given(st.text(st.characters(exclude_categories=())))
def test_any_text_is_xml(text: str) -> None:
    """Whatever articles and models say, the file is well-formed and keeps to the schema."""
    report = filled(text)
    read(replace(report, made=replace(report.made, gates=("unsupported", "weak", "disagreement", "undated"))))
