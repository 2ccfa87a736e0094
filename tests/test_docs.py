"""The README says what the code does: its generated parts are compared with the program, and no option lacks a line.

`python -m tests.test_docs` writes the generated parts anew.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.main import get_command

from summarize import cli, commands, errors, prompts
from summarize.ingest.formats import KNOWN
from summarize.report import SUFFIXES, WRITERS
from tests.conftest import ROOT

README = ROOT / "README.md"


def _head(report: str) -> str:
    """Give a report up to what each source says, as a block to be read as it stands."""
    head = report.split("## What each source says", maxsplit=1)[0].rstrip()
    return f"````markdown\n{head}\n````"


def _report() -> str:
    from summarize import Settings, render, summarize

    return _head(render(summarize(ROOT / "seeds", Settings(timeline=True)), "markdown"))


def _replay() -> str:
    from summarize import Settings, render, summarize

    settings = Settings(timeline=True, replay=ROOT / "cassettes" / "seeds")
    return _head(render(summarize(ROOT / "seeds", settings), "markdown"))


def _options() -> str:
    lines = ["| option | what it does |", "| --- | --- |"]
    for parameter in get_command(cli.app).params:
        if parameter.param_type_name == "option":
            names = ", ".join(f"`{name}`" for name in parameter.opts)
            metavar = f" `{parameter.metavar}`" if parameter.metavar else ""
            lines.append(f"| {names}{metavar} | {getattr(parameter, 'help', '')} |")
    return "\n".join(lines)


GENERATED: dict[str, Callable[[], str]] = {"report": _report, "replay": _replay, "options": _options}


def _part(name: str) -> re.Pattern[str]:
    return re.compile(f"(?<=<!-- {name} -->\n).*?(?=<!-- /{name} -->)", re.DOTALL)


@pytest.mark.parametrize("name", sorted(GENERATED))
def test_generated_parts_are_current(name: str) -> None:
    """What the README shows of the program's output is what the program prints now."""
    match = _part(name).search(README.read_text("utf-8"))
    assert match
    assert match[0].strip() == GENERATED[name]().strip(), "write it anew with `python -m tests.test_docs`"


@pytest.mark.parametrize(
    "name", sorted({*KNOWN, *SUFFIXES} | {f"`{name}`" for name in (*WRITERS, *prompts.STAGES)})
)
def test_every_format_and_stage_is_named(name: str) -> None:
    """A reader, writer or prompt that the README does not name fails here."""
    assert name.removesuffix(".gz") in README.read_text("utf-8")


def test_every_exit_code_is_named() -> None:
    """Each exit code that an error ends in has a row."""
    codes = {
        one.exit_code
        for one in vars(errors).values()
        if isinstance(one, type) and issubclass(one, errors.SummarizeError)
    }
    codes |= {
        0,
        errors.DONE_WITH_FAILURES,
        errors.GATE_BROKEN,
        errors.LIMIT_REACHED,
        commands.INTERRUPTED,
    }
    rows = {int(code) for code in re.findall(r"^\| (\d+) \|", README.read_text("utf-8"), re.MULTILINE)}
    assert rows == codes


def test_error_tree_is_whole() -> None:
    """The tree in the docstring of the errors shows every class."""
    assert errors.__doc__
    for name, one in vars(errors).items():
        if isinstance(one, type) and issubclass(one, Exception):
            assert name in errors.__doc__


def test_links_lead_somewhere() -> None:
    """Every link of the README to a file of the project leads to one."""
    targets = re.findall(r"\]\((?!https?:|#)([^)]+)\)", README.read_text("utf-8"))
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_python_example_runs(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The Python example of the README runs as it stands."""
    (example,) = re.findall(r"```python\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    monkeypatch.chdir(ROOT)
    exec(compile(example, "README.md", "exec"), {})  # noqa: S102 - it is our own README
    assert "2018-03-26" in capsys.readouterr().out


def main(path: Path = README) -> None:
    """Write the generated parts anew."""
    text = path.read_text("utf-8")
    for name, make in GENERATED.items():
        part = f"\n{make()}\n\n"
        text = _part(name).sub(lambda _, part=part: part, text)  # type: ignore[misc]
    path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
