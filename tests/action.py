"""Runs the steps of action.yml as GitHub's runner would: the same shell, variables and files; what it does not have is told.

`python -m tests.action FOLDER WORKSPACE` runs the action of that folder, its true installation included, on the seeds in the
workspace, and fails where a step does.
"""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

_EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}")
_BASH = ("bash", "--noprofile", "--norc", "-e", "-o", "pipefail")  # what the runner makes of `shell: bash`


@dataclass
class Run:
    """How the action ended: the first exit code but 0, its outputs and summary, the log, and what was uploaded."""

    code: int = 0
    outputs: dict[str, str] = field(default_factory=dict)
    summary: str = ""
    log: str = ""
    uploaded: dict[str, Path] = field(default_factory=dict)


def load(folder: Path) -> dict[str, Any]:
    """Read the action of a folder."""
    loaded = yaml.safe_load((folder / "action.yml").read_text("utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def run_action(
    folder: Path,
    workspace: Path,
    temporary: Path,
    *,
    python: str = sys.executable,
    install: bool = True,
    **inputs: str,
) -> Run:
    """Run the action of a folder in a workspace; without `install` its program must be there already."""
    action = load(folder)
    context = {f"inputs.{name}": one.get("default", "") for name, one in action["inputs"].items()}
    context |= {f"inputs.{name.replace('_', '-')}": value for name, value in inputs.items()}
    context |= {"steps.python.outputs.python-path": python}
    run = Run()
    for number, step in enumerate(action["runs"]["steps"]):
        if not _holds(step.get("if", "success()" if run.code else ""), context):
            continue
        if "uses" in step:
            settings = {name: _filled(value, context) for name, value in step.get("with", {}).items()}
            if step["uses"].startswith("actions/upload-artifact@"):
                run.uploaded[settings["name"]] = Path(settings["path"])
        elif install or "pip" not in step["run"]:
            files = temporary / f"files-{number}-{len(list(temporary.iterdir()))}"
            files.mkdir()
            own = {name: _filled(value, context) for name, value in step["env"].items()}
            given = _given(folder, workspace, temporary, files)
            code, outputs = _shell(step["run"], workspace, files, {**given, **own}, run)
            run.code = run.code or code
            context |= {f"steps.{step.get('id')}.outputs.{name}": value for name, value in outputs.items()}
    run.outputs = {name: _filled(one["value"], context) for name, one in action["outputs"].items()}
    return run


def _given(folder: Path, workspace: Path, temporary: Path, files: Path) -> dict[str, str]:
    """Give the variables of a step: GitHub's own, and of this machine's only what finds programs and packages."""
    kept = ("PATH", "HOME", "PIP_", "SSL_", "REQUESTS_", "HTTPS_PROXY", "https_proxy")
    return {
        **{name: value for name, value in os.environ.items() if name.startswith(kept)},
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_ACTION_PATH": str(folder),
        "GITHUB_OUTPUT": str(files / "output"),
        "GITHUB_STEP_SUMMARY": str(files / "summary"),
        "GITHUB_WORKSPACE": str(workspace),
        "RUNNER_TEMP": str(temporary),
    }


def _shell(
    script: str, workspace: Path, files: Path, environment: Mapping[str, str], run: Run
) -> tuple[int, dict[str, str]]:
    """Run one script; what it put into its files goes to the run."""
    (files / "script.sh").write_text(script, "utf-8")
    for name in ("output", "summary"):
        (files / name).touch()
    done = subprocess.run(
        [*_BASH, files / "script.sh"],
        cwd=workspace,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    run.log += done.stdout
    run.summary += (files / "summary").read_text("utf-8")
    lines = (files / "output").read_text("utf-8").splitlines()
    return done.returncode, {name: value for name, _, value in (line.partition("=") for line in lines)}


def _holds(condition: str, context: Mapping[str, str]) -> bool:
    """Whether a step runs: nothing was cancelled here, and all its terms name what must not be empty."""
    if condition == "success()":  # of a step without a condition, after one that failed
        return False
    terms = [term.strip() for term in _EXPRESSION.sub(r"\1", condition).split("&&") if term.strip()]
    return all(
        term == "!cancelled()" or context.get(term.removesuffix("!= ''").strip(), "") != "" for term in terms
    )


def _filled(value: object, context: Mapping[str, str]) -> str:
    """Put values in the place of expressions; of alternatives the first that is not empty."""

    def found(match: re.Match[str]) -> str:
        names = [name.strip() for name in match[1].split("||")]
        return next((context[name] for name in names if context.get(name)), "")

    return _EXPRESSION.sub(found, str(value))


def main() -> None:
    """Run the action with its true installation, on the project's own articles, and show what it told."""
    folder, workspace = (Path(argument).resolve() for argument in sys.argv[1:])
    temporary = workspace / "runner"
    temporary.mkdir()
    run = run_action(folder, workspace, temporary, paths="seeds/\n")
    print(run.log, end="")  # noqa: T201 - it is a command
    print({**run.outputs, "summary": f"{len(run.summary):,} characters"})  # noqa: T201
    assert run.uploaded
    assert "## Timeline" in run.summary
    sys.exit(run.code)


if __name__ == "__main__":
    main()
