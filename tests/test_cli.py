"""The command line: the result on stdout, one clear line on stderr for what is wrong, and the exit code."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from summarize import cli, from_json
from tests.command import command
from tests.endpoint import refusal, serving

STORY = """A train came to town

HARBOUR CITY, March 28, 2018 (Test Wire) - A green train reached the city on Monday, police said. The mayor met its
passengers on Tuesday and thanked the crew for the long journey.

The visitors will leave next month, the mayor said. He had invited them in May 2011.
"""

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line in this process: (exit code, stdout, stderr)."""

    def call(*arguments: object, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["summarize", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        out, err = capsys.readouterr()
        return int(stopped.value.code or 0), out, err

    return call


@pytest.fixture
def story(write: Callable[..., Path]) -> Path:
    """A folder with one short article."""
    return write({"story.txt": STORY})


def test_report_on_stdout_and_the_engine_on_stderr(run: Run, story: Path) -> None:
    """The report is Markdown on stdout; one line on stderr says which engine ran and why."""
    code, out, err = run(story, "--timeline")
    assert code == 0
    assert out.startswith("# A train came to town\n")
    assert "**2018-03-26**" in out
    assert "[S1:1]" in out
    assert (
        err == "summarize: engine: extractive, no model is asked (no API key, base URL or replay is given)\n"
    )


def test_quiet(run: Run, story: Path) -> None:
    """With -q nothing but errors reaches stderr."""
    assert run(story, "-q")[2] == ""


def test_without_timeline_there_is_none(run: Run, story: Path) -> None:
    """The timeline stands in the report only if asked for."""
    _, out, _ = run(story, "--format", "json")
    assert json.loads(out)["timeline"] is None


def test_output_by_suffix(run: Run, story: Path, tmp_path: Path) -> None:
    """-o takes the format from the suffix, writes the file, and leaves stdout empty."""
    target = tmp_path / "out.json"
    code, out, _ = run(story, "-t", "-o", target)
    assert (code, out) == (0, "")
    report = from_json(target.read_text("utf-8"))
    assert report.timeline is not None
    assert "2018-03-26" in [entry.value for entry in report.timeline]


def test_format_stands_above_the_suffix(run: Run, story: Path, tmp_path: Path) -> None:
    """--format decides where both are given."""
    target = tmp_path / "out.txt"
    assert run(story, "-o", target, "--format", "markdown")[0] == 0
    assert target.read_text("utf-8").startswith("# A train")


def test_stdin(run: Run) -> None:
    """- reads an article from stdin."""
    code, out, _ = run("-", stdin=STORY.encode())
    assert code == 0
    assert "green train" in out


def test_published_for_one_file(run: Run, write: Callable[..., Path]) -> None:
    """FILE=DATE dates that source alone, and stands above what the file says."""
    folder = write(
        {"a.txt": "The train left on Monday at dawn.\n", "b.txt": "The ship left on Monday at dusk.\n"}
    )
    _, out, _ = run(folder, "-t", "--format", "json", "--published", "b.txt=2018-03-28")
    assert [one["published"]["value"] for one in json.loads(out)["sources"]] == ["", "2018-03-28"]
    assert [entry["value"] for entry in json.loads(out)["timeline"]] == ["2018-03-26"]


def test_length_and_scope(run: Run, story: Path) -> None:
    """--events, --sentences, --from, --until and --words are kept to."""
    _, out, _ = run(story, "-t", "--events", 1, "--sentences", 1, "--format", "json")
    (entry,) = json.loads(out)["timeline"]
    assert len(entry["claims"]) == 1
    _, out, _ = run(story, "-t", "--from", "2018-03-27", "--until", "2018-03-27", "--format", "json")
    assert [entry["value"] for entry in json.loads(out)["timeline"]] == ["2018-03-27"]
    _, out, _ = run(story, "--words", 20, "--format", "json")
    assert sum(len(claim["text"].split()) for claim in json.loads(out)["summary"]) <= 20


def test_verbose_lists_what_was_dropped(run: Run, write: Callable[..., Path]) -> None:
    """-v names every dropped piece with its kind; --keep-boilerplate drops nothing."""
    folder = write({"a.txt": "Skip to main content\n\n" + STORY})
    _, _, err = run(folder, "-v")
    assert "Skip to main content" in err
    _, _, err = run(folder, "-v", "--keep-boilerplate")
    assert "Skip to main content" not in err


def test_schema(run: Run, story: Path) -> None:
    """--schema prints the schema that a report in JSON keeps to."""
    import jsonschema

    _, schema, _ = run("--schema")
    _, out, _ = run(story, "-t", "--format", "json")
    jsonschema.Draft202012Validator(json.loads(schema)).validate(json.loads(out))


def test_version(run: Run) -> None:
    """--version prints it on stdout."""
    assert run("--version")[:2] == (0, "summarize 0.1.0\n")


BAD: list[tuple[str, list[str], int, str]] = [
    ("no path", [], 2, "no PATH given"),
    ("no such path", ["nowhere.txt"], 1, "nowhere.txt"),
    ("unknown option", ["{story}", "--wrods", "9"], 2, "--wrods"),
    ("not a number", ["{story}", "--words", "many"], 2, "--words"),
    ("out of range", ["{story}", "--words", "0"], 2, "words"),
    ("not a date", ["{story}", "--from", "soon"], 2, "'soon' is not a day"),
    ("not a date of publication", ["{story}", "--published", "x=2018-13-01"], 2, "--published"),
    ("date of no source", ["{story}", "--published", "other.txt=2018-03-28"], 2, "no source has that name"),
    ("unknown engine", ["{story}", "--engine", "gpt"], 2, "engine"),
    ("unknown format", ["{story}", "--format", "pptx"], 2, "pptx"),
    ("unknown suffix", ["{story}", "-o", "out.pptx"], 2, ".pptx"),
    ("no key", ["{story}", "--engine", "model"], 2, "OPENAI_API_KEY"),
    (
        "no such prompts",
        ["{story}", "--base-url", "http://127.0.0.1:9/v1", "--prompts", "nowhere"],
        2,
        "nowhere",
    ),
    ("no such recording", ["{story}", "--replay", "nowhere"], 1, "nowhere"),
    ("no folder for the output", ["{story}", "-o", "no/where/out.md"], 1, "no/where"),
    ("a suffix that is no article", ["{table}"], 1, "table.csv"),
    ("an empty file", ["{empty}"], 1, "empty.txt"),
    ("a binary file", ["{binary}"], 1, "binary.txt"),
    ("an empty folder", ["{hollow}"], 1, "hollow"),
    ("a price that is none", ["{story}", "--price", "x"], 2, "--price 'x'"),
    ("a context too small", ["{story}", "--context", "100"], 2, "--context 100"),
]


@pytest.mark.parametrize(
    ("arguments", "expected", "says"), [case[1:] for case in BAD], ids=[case[0] for case in BAD]
)
def test_what_is_wrong_is_one_line(
    run: Run, write: Callable[..., Path], arguments: list[str], expected: int, says: str
) -> None:
    """Bad input gets a line that names it, the right exit code, and never a traceback."""
    folder = write(
        {"story.txt": STORY, "table.csv": "a,b\n", "empty.txt": "", "binary.txt": b"\x00\x01" * 50}
    )
    (folder / "hollow").mkdir()
    places = {path.stem: path for path in folder.iterdir()}
    code, out, err = run(*(argument.format(**places) for argument in arguments))
    assert (code, out) == (expected, "")
    named = [line for line in err.splitlines() if says in line]
    assert named
    assert all(line.startswith("summarize: ") for line in err.splitlines())
    assert "Traceback" not in err


@pytest.mark.parametrize("arguments", [["--format", "pdf"], ["-o", "report.pdf"]])
def test_a_missing_extra_is_told_before_the_run(
    run: Run, story: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    """A format that cannot be written ends the run before it began, so that no answer is paid for nothing."""
    monkeypatch.setitem(sys.modules, "fpdf", None)
    code, out, err = run(str(story), *arguments)
    assert (code, out) == (2, "")
    assert err.splitlines() == [line for line in err.splitlines() if "summarize[pdf]" in line]


def test_a_fault_of_ours_is_one_line(run: Run, story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug shows one line and the way to its traceback, which does not reach a user unasked."""

    def broken(*_: object, **__: object) -> None:
        raise KeyError("nobody thought of this")

    monkeypatch.setattr("summarize.preparation.unit.make_source", broken)
    code, out, err = run(story, "-q")
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 1
    assert "SUMMARIZE_TRACEBACK=1" in err
    monkeypatch.setenv("SUMMARIZE_TRACEBACK", "1")
    monkeypatch.setattr(sys, "argv", ["summarize", str(story), "-q"])
    with pytest.raises(KeyError):
        cli.main()


def test_one_short_sentence_is_told(run: Run, write: Callable[..., Path]) -> None:
    """A source of a single sentence, though it leans on one that is not there, is told by it."""
    code, out, _ = run(write({"a.txt": "She resigned on Monday."}), "-q")
    assert code == 0
    assert "She resigned on Monday. [S1:1]" in out.split("## What each source says")[0]


def test_a_stated_date_that_cannot_be_read_is_named(run: Run, write: Callable[..., Path]) -> None:
    """A record's date that is ambiguous or no date is not dropped in silence."""
    _, _, err = run(write({"a.json": json.dumps({"text": STORY.split("\n\n")[2], "date": "03/04/2019"})}))
    assert "a.json: its date '03/04/2019'" in err
    assert "--published" in err


def test_words_of_a_page_stay(run: Run, write: Callable[..., Path]) -> None:
    """The words in <time> stay in their sentence, and <q> keeps the marks that a browser would show."""
    page = (
        "<html><body><article><h1>Fire at the port</h1><p>The fire broke out on <time>Tuesday</time>, the chief said, and he"
        " called it <q>a bad one</q> for the crew of the ship that lay there.</p><p>Nobody was hurt in the blaze, which took"
        " four hours to put out, the port said in a statement.</p></article></body></html>"
    )
    _, out, _ = run(write({"a.html": page}), "-q")
    assert "broke out on Tuesday, the chief said, and he called it “a bad one” for the crew" in out


def test_one_bad_source_does_not_stop_the_others(run: Run, write: Callable[..., Path]) -> None:
    """The others are reported on, the bad one is named in the report and on stderr, and the exit code is 3."""
    folder = write({"a.txt": STORY, "b.txt": b"\x00\x01\x02" * 99, "c.json": "{"})
    code, out, err = run(folder)
    assert code == 3
    assert "green train" in out
    for name in ("b.txt", "c.json"):
        assert name in out
        assert name in err


KEY = "sk-test-0123456789abcdef"


@pytest.mark.parametrize(("status", "says"), [(401, "401"), (403, "403"), (404, "404")])
def test_endpoint_that_refuses(
    run: Run, story: Path, monkeypatch: pytest.MonkeyPatch, status: int, says: str
) -> None:
    """An endpoint that refuses every request ends the run at once, in one line without the key."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with serving(refusal(status, f"no: {KEY}")) as endpoint:
        code, out, err = run(story, "--base-url", endpoint.url, "-q")
        assert len(endpoint.asked) == 1
    assert (code, out) == (1, "")
    assert says in err
    assert KEY not in err
    assert len(err.splitlines()) == 1


def test_an_output_that_cannot_be_written_costs_no_call(run: Run, story: Path, tmp_path: Path) -> None:
    """Where the report would go is looked at before the model is asked."""
    with serving(refusal(500)) as endpoint:
        code, _, err = run(story, "--base-url", endpoint.url, "-o", tmp_path / "no" / "report.md")
        assert endpoint.asked == []
    assert code == 1
    assert "does not exist" in err


def test_secrets_in_an_address_are_not_shown(run: Run, story: Path) -> None:
    """A password or a key in the base URL appears in no line on stderr."""
    with serving(refusal(401, "no: hush1 hush2")) as endpoint:
        url = endpoint.url.replace("http://", "http://me:hush1@") + "?key=hush2"
        code, _, err = run(story, "--base-url", url)
    assert code == 1
    assert "hush" not in err


def test_endpoint_that_is_down(run: Run, story: Path) -> None:
    """An endpoint that nobody serves is named, with the way out."""
    with serving(refusal(500)) as endpoint:
        url = endpoint.url
    code, out, err = run(story, "--base-url", url, "-q")
    assert (code, out) == (1, "")
    assert "cannot reach" in err
    assert "--base-url" in err
    assert len(err.splitlines()) == 1


def _process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "summarize", *arguments],
        env={"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], **environment},
        capture_output=True,
        check=False,
    )


@pytest.fixture(scope="module")
def helped() -> subprocess.CompletedProcess[str]:
    """--help on a CI machine, in a process of its own that tells last which modules it has loaded."""
    return _loading("--help", GITHUB_ACTIONS="true")


def _loading(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    code = (
        "import sys\nfrom summarize import cli\n"
        "try:\n    cli.main()\nexcept SystemExit as ended: assert not ended.code\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def _loaded(result: subprocess.CompletedProcess[str]) -> set[str]:
    assert result.returncode == 0, result.stderr
    loaded = set(result.stderr.split())
    assert "summarize.cli" in loaded
    return loaded


def test_help_is_plain_where_logs_are_kept(helped: subprocess.CompletedProcess[str]) -> None:
    """--help carries no colour codes on a CI machine, and names the five most used options first."""
    text = helped.stdout
    assert "\x1b" not in text
    most_used = text.split("Most used:")[1].split("Length and scope:")[0]
    assert all(option in most_used for option in ("--timeline", "--output", "--published", "--model"))


def test_locale_of_the_machine_does_not_matter(run: Run, story: Path) -> None:
    """A machine without a UTF-8 locale prints the same bytes."""
    (story / "story.txt").write_text(STORY.replace("mayor", "maïre — “boss”"), "utf-8")
    plain = _process(str(story), "-t", LANG="C", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert plain.returncode == 0
    assert plain.stdout.decode("utf-8") == run(story, "-t")[1]
    assert "maïre" in plain.stdout.decode("utf-8")


def test_a_reader_that_leaves_early_is_no_error(story: Path) -> None:
    """`summarize … | head -1` ends without a complaint."""
    command = f"{sys.executable} -m summarize {story} -q | head -n 1"
    result = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert result.stdout == b"# A train came to town\n"
    assert result.stderr == b""


def test_path_that_starts_with_a_dash(run: Run, story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After -- a path may start with a dash."""
    (story / "-odd.txt").write_text(STORY, "utf-8")
    monkeypatch.chdir(story)
    code, out, err = run("-q", "--", "-odd.txt")
    assert (code, err) == (0, "")
    assert out.startswith("# A train came to town\n")


HEAVY = {"openai", "tiktoken", "trafilatura", "httpx2", "rich"}


def test_help_loads_no_heavy_package(helped: subprocess.CompletedProcess[str]) -> None:
    """--help loads none of the heavy packages."""
    assert not _loaded(helped) & HEAVY


def test_heavy_packages_stay_unloaded(story: Path) -> None:
    """The extractive engine on a text file loads none of the heavy packages."""
    assert not _loaded(_loading(str(story), "--timeline", "-q")) & HEAVY


def test_python_interface_is_the_same(run: Run, story: Path) -> None:
    """`summarize()` returns the report that the command line prints."""
    from summarize import Settings, render, summarize

    report = summarize([story], Settings(timeline=True))
    assert render(report, "markdown") == run(story, "--timeline")[1]
    assert render(summarize(story), "json") == run(story, "--format", "json")[1]


def test_public_names() -> None:
    """Every name of the public interface loads, and others don't exist."""
    import summarize

    for name in summarize.__all__:
        assert getattr(summarize, name)
    with pytest.raises(AttributeError):
        _: Any = summarize.nothing


def test_a_value_that_is_no_choice_gets_the_choices_alone() -> None:
    """A wrong choice is named with those there are, without the words of the parser's own checks."""
    outcome = command("seeds", "--engine", "gpt")
    assert outcome.code == 2
    assert outcome.err == (
        "summarize: Invalid value for '--engine': 'gpt' is not one of 'auto', 'extractive', 'model'; "
        "--help lists the options\n"
    )
