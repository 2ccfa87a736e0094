"""What the package carries, and that it says the same everywhere."""

import hashlib
import re
import tomllib
from pathlib import Path

import summarize
from summarize import prompts
from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_one_version() -> None:
    """The package and its metadata agree on the version."""
    assert PROJECT["project"]["version"] == summarize.__version__


def test_vocabulary_is_the_one_the_notice_names() -> None:
    """The shipped vocabulary is the published one, and its licence goes with it."""
    data = (ROOT / "summarize" / "data" / "o200k_base.tiktoken").read_bytes()
    notice = (ROOT / "NOTICE").read_text("utf-8")
    assert hashlib.sha256(data).hexdigest() in notice
    assert "NOTICE" in PROJECT["project"]["license-files"]


def test_templates_go_into_the_wheel() -> None:
    """The folder of templates is put where the installed package looks for it; no stage lacks its file."""
    target = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]["prompts"]
    assert ROOT / target == Path(prompts.__file__).parent / "data" / "prompts"
    assert {path.stem for path in (ROOT / "prompts").glob("*.md")} == set(prompts.STAGES)


def test_every_import_is_declared() -> None:
    """Each third-party package that the code imports is a dependency, or that of an extra."""
    from tests.test_architecture import DOORS

    project = PROJECT["project"]
    lists = (project["dependencies"], *project["optional-dependencies"].values())
    names = {re.split(r"[<>=\[ ]", one)[0].lower().replace("-", "_") for each in lists for one in each}
    distributions = {"yaml": "pyyaml", "docx": "python_docx", "fpdf": "fpdf2"}
    assert {distributions.get(name, name) for name in DOORS} <= names


def test_changelog_has_the_version_or_what_comes() -> None:
    """The changelog knows the present version, or what is not yet released."""
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert f"## {summarize.__version__}" in text or "## Unreleased" in text
