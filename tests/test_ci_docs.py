"""docs/ci.md says what the action and the command line do: its examples are read, and the GitLab job is run."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from summarize import cli
from tests.action import load
from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "ci.md").read_text("utf-8")
EXAMPLES: list[Any] = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)]
GITLAB = next(one["report"] for one in EXAMPLES if isinstance(one, dict) and "report" in one)


def _steps(value: object) -> list[dict[str, Any]]:
    """Find the steps that use the action, however deep they stand."""
    if isinstance(value, list):
        return [step for one in value for step in _steps(one)]
    if isinstance(value, dict):
        own = [value] if "/summarize@" in str(value.get("uses", "")) else []
        return own + [step for one in value.values() for step in _steps(one)]
    return []


def test_examples_use_inputs_that_there_are() -> None:
    """Each example gives the action what it takes, and its one required input."""
    inputs = load(ROOT)["inputs"]
    steps = _steps(EXAMPLES)
    assert len(steps) >= 3
    for step in steps:
        assert step["with"].keys() <= inputs.keys()
        assert "paths" in step["with"]


@pytest.mark.parametrize("group", ["inputs", "outputs"])
def test_tables_name_all(group: str) -> None:
    """Each input and output of the action has its row, and there are no other rows."""
    table = TEXT.split(f"| {group.removesuffix('s')} | |")[1].split("\n\n")[0]
    assert set(re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE)) == load(ROOT)[group].keys()


def test_options_are_those_of_the_command_line() -> None:
    """No option is named that the program does not have."""
    known = {name for one in get_command(cli.app).params for name in one.opts}
    ours = "\n".join(line for line in TEXT.split("\n") if not re.search(r"\b(?:pip|curl|gh) ", line))
    named = set(re.findall(r"(?<![\w-])--[a-z]+(?:-[a-z]+)*", ours)) - {"--header", "--data-urlencode"}
    assert {"--fail-on", "--check", "--annotations"} <= named <= known


def test_no_expression_stands_in_a_script_of_an_example() -> None:
    """The examples teach nobody to put an expression into a script."""
    scripts = re.findall(r"^\s*run: (.+)$", TEXT, re.MULTILINE)
    assert scripts
    assert [script for script in scripts if "${{" in script] == []


def test_the_gitlab_job(tmp_path: Path) -> None:
    """The job's command, run as its shell would, leaves every file that the job keeps."""
    shutil.copytree(ROOT / "seeds", tmp_path / "articles")
    install, run = GITLAB["script"]
    assert install.startswith("pip install ")
    program = tmp_path / "bin" / "summarize"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m summarize "$@"\n', "utf-8")
    program.chmod(0o755)
    known = {"PATH": f"{program.parent}:{os.environ['PATH']}", "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    subprocess.run(["bash", "-e", "-o", "pipefail", "-c", run], cwd=tmp_path, env=known, check=True)
    kept = GITLAB["artifacts"]
    for name in (*kept["paths"], kept["reports"]["junit"]):
        assert (tmp_path / name).stat().st_size > 0
