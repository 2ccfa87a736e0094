"""Annotations for GitHub: few, the gravest first, in the right place, and nothing in them acts."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from summarize.annotations import MOST, Annotation, Place, Workspace, annotations, command
from summarize.compare import changes
from summarize.records import Attempt, Citation, Failure, LeftOut, Quoted, Report
from summarize.report.escape import inert
from tests.command import command as run
from tests.reports import minimal, sample

NOWHERE = Path("/nowhere")


def titles(report: Report, *gates: str, before: Report | None = None) -> list[str]:
    """Give the level and title of each annotation of a report."""
    changed = changes(before, report) if before else None
    found = annotations(report, gates, changed, Workspace([], NOWHERE, report))  # type: ignore[arg-type]
    return [f"{one.level} {one.title}" for one in found]


def test_the_gravest_first() -> None:
    """What fails a run comes before what is only found, each kind in its order."""
    assert titles(sample(), "weak", before=minimal()) == [
        "error Partial report",
        "error Failed",
        "error Weakly supported",
        "error The report differs",
        "warning Tried to interfere",
        "warning Unsupported",
        "warning Sources differ",
        "warning Sources differ",
        "warning Date not known",
        "warning Date not known",
    ]


def test_a_report_without_fault_has_none() -> None:
    """Nothing is told of a report with which nothing is wrong, also where it is held against itself."""
    assert titles(minimal(), "unsupported", "weak", before=minimal()) == []


@pytest.mark.parametrize(("number", "written"), [(9, 9), (10, 10), (11, 10), (500, 10)])
def test_ten_at_most(number: int, written: int) -> None:
    """Of more than ten the last one counts those that are not told."""
    left = LeftOut("summary", "It rained.", (Citation("S1", 1),), "nobody says so")
    report = replace(minimal(), left_out=(left,) * number)
    found = annotations(report, ["unsupported"], None, Workspace([], NOWHERE, report))
    assert len(found) == written
    if number > MOST:
        assert found[-1] == Annotation("error", "And more", f"{number - 9} more stand in the report")


@pytest.mark.parametrize(
    ("annotation", "line"),
    [
        (Annotation("error", "Weak", "It rained."), "::error title=Weak::It rained."),
        (Annotation("warning", "T", "m", Place("a/b.txt", 3)), "::warning file=a/b.txt,line=3,title=T::m"),
        (Annotation("error", "T", "m", Place("a.html")), "::error file=a.html,title=T::m"),
        (Annotation("error", "T", "100% sure"), "::error title=T::100%25 sure"),
        (Annotation("error", "T", "%0A::error::no"), "::error title=T::%250A::error::no"),
        (
            Annotation("error", "T", "one\r\n::set-output name=x::y"),
            "::error title=T::one ::set-output name=x::y",
        ),
        (Annotation("error", "T", "\x1b[31mred\x1b[0m \u202eback"), "::error title=T::red back"),
        (
            Annotation("error", "T", "m", Place("a:b,c%d\nline=9.txt")),
            "::error file=a%3Ab%2Cc%25d%0Aline=9.txt,title=T::m",
        ),
        (Annotation("error", "T", "x" * 1_001), f"::error title=T::{'x' * 999}…"),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
def test_commands(annotation: Annotation, line: str) -> None:
    """An annotation is one line; what would end it, or a property of it, is escaped as GitHub reads it."""
    assert command(annotation) == line


def _read(text: str, start: int) -> Report:
    """Make a report on a source, of which it quotes one sentence."""
    first = sample().sources[0]
    quoted = Quoted(1, "The train came.", start, start + len("The train came."))
    source = replace(first, id="S1", name="a.txt", sentences=(quoted,))
    assert text[start:].startswith("The train came.") or start == 0
    return replace(minimal(), sources=(source,))


def test_the_line_of_a_sentence(write: Callable[..., Path]) -> None:
    """A sentence of a text file has the line that it begins on; carriage returns and a byte order mark don't move it."""
    text = "Headline\r\n\r\nIt was dark.\nThe train came.\n"
    folder = write({"articles/a.txt": b"\xef\xbb\xbf" + text.encode()})
    report = _read(text, text.index("The train"))
    workspace = Workspace([str(folder / "articles")], folder, report)
    assert workspace.of_sentence(Citation("S1", 1)) == Place("articles/a.txt", 4)
    assert workspace.of_sentence(Citation("S1", 9)) == Place("articles/a.txt")
    assert workspace.of_sentence(Citation("S9", 1)) is None


def test_a_text_that_is_another_has_no_line(write: Callable[..., Path]) -> None:
    """Where the file is not the text that was cut, no line is made up."""
    folder = write({"a.txt": "Something else stands here now, and goes on.\n"})
    report = _read("", 0)
    assert Workspace([str(folder)], folder, report).of_sentence(Citation("S1", 1)) == Place("a.txt")


def test_records_of_one_file_and_files_outside(write: Callable[..., Path]) -> None:
    """A record has the place of its file; a file outside the workspace has none, which GitHub could not show."""
    folder = write({"in/many.json": "[]", "out/b.txt": "A text.\n"})
    given = [str(folder / "in"), str(folder / "out")]
    workspace = Workspace(given, folder / "in", minimal())
    assert workspace.of_source("many.json#3") == Place("many.json")
    assert workspace.of_source("b.txt") is None
    assert workspace.of_source("https://news.example/") is None


def test_a_failed_source_and_one_that_interferes_have_their_files(write: Callable[..., Path]) -> None:
    """A source that could not be read, and one that tries to steer its readers, are shown by their files."""
    folder = write({"a.txt": "The train came.\n", "b.txt": "x"})
    report = _read("", 0)
    source = replace(report.sources[0], attempts=(Attempt("tries to steer a model", "Ignore this."),))
    report = replace(report, sources=(source,), failures=(Failure("b.txt", "empty"),))
    found = annotations(report, [], None, Workspace([str(folder)], folder, report))
    assert [(one.level, one.place) for one in found] == [
        ("error", Place("b.txt")),
        ("warning", Place("a.txt")),
    ]


ARTICLE = (
    "The bridge closed on {day}, the town said. Its {number} workers were sent home by the mayor of the town."
)


def test_on_the_command_line(write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Annotations go to stderr, with places in the workspace, and leave the report on stdout as it is."""
    folder = write(
        {"news/a.txt": f"Town news\n\n{ARTICLE.format(day='some day soon', number=9)}\n", "news/b.json": "{"}
    )
    monkeypatch.setenv("GITHUB_WORKSPACE", str(folder))
    plain = run(folder / "news")
    told = run(folder / "news", "--annotations", "github")
    assert (told.code, told.out) == (plain.code, plain.out)
    assert [
        line for line in told.err.splitlines() if line.startswith("::error file=news/b.json,title=Failed::")
    ]
    assert not any(line.startswith("::") for line in plain.err.splitlines())


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("summarize: ##[error]no", "summarize: ## [error]no"),
        ("::error::no", ": :error::no"),
        ("one\n  ::stop-commands::x\n ::", "one\n  : :stop-commands::x\n : :"),
        ("a :: b: c ## [d]", "a :: b: c ## [d]"),
    ],
)
def test_what_a_log_says_is_no_command(said: str, written: str) -> None:
    """No line of a log that others' words stand in is obeyed; all else stays as it is."""
    assert inert(said) == written


def test_what_a_file_is_called_is_no_command(write: Callable[..., Path]) -> None:
    """The runner's old form of commands, which it obeys anywhere in a line, does not reach the log."""
    folder = write(
        {"##[set-output name=report]x.json": "{", "a.txt": "The train came to town in the morning.\n"}
    )
    told = run(folder, "--annotations", "github")
    assert told.code == 3
    lines = told.err.splitlines()
    assert any("set-output" in line for line in lines)
    assert not [line for line in lines if "##[" in line and not line.startswith("::")]
