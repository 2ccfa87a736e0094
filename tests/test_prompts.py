"""Templates are loaded and filled strictly."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from summarize import prompts
from summarize.errors import PromptError
from summarize.text import tokens

REPAIR = "## user\n\nWrong: {{error}}\n"


@pytest.mark.parametrize("stage", sorted(prompts.STAGES))
def test_built_in_templates_fill(stage: str) -> None:
    """Every stage has a template whose variables are all filled and none is left over."""
    filled = prompts.load().fill(stage, **{name: f"<{name}>" for name in prompts.STAGES[stage]})
    text = "\n".join(message.content for message in filled)
    assert all(f"<{name}>" in text for name in prompts.STAGES[stage])
    assert "{{" not in text


@pytest.mark.parametrize("stage", sorted(prompts.STAGES))
def test_fixed_part_comes_first_and_is_short(stage: str) -> None:
    """The instructions are the same in every call and small beside what they are about."""
    parts = dict(prompts.load().parts[stage])
    assert "{{" not in parts.get("system", "")
    fixed = "\n".join(re.sub(r"\{\{\w+\}\}", "", part) for part in parts.values())
    assert tokens.count(fixed) <= (300 if stage == "read" else 400)


def test_values_are_not_templates() -> None:
    """A value that looks like a variable is put in as it stands."""
    (message,) = prompts.load().fill("repair", error="{{error}} {{article}}")
    assert "{{error}} {{article}}" in message.content


def test_own_folder_replaces_single_stages(write: Callable[..., Path]) -> None:
    """A template of the user's stands in for the built-in one; the others stay, and the digest tells."""
    own = prompts.load(write({"repair.md": REPAIR}))
    assert own.fill("repair", error="x")[0].content == "Wrong: x"
    assert own.parts["read"] == prompts.load().parts["read"]
    assert own.digest != prompts.load().digest


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"repair.md": "## user\n\n{{eror}} {{error}}\n"}, "unknown variable 'eror'"),
        ({"repair.md": "## user\n\nAgain.\n"}, "'error' is not used"),
        ({"repair.md": "{{error}}\n"}, "wants the parts"),
        ({"repair.md": "## user\n\n{{error}}\n\n## system\n\nx\n"}, "wants the parts"),
        ({"repair.md": b"\xff\xfe\xff"}, "not a readable template"),
        ({"reed.md": "## user\n\nx\n"}, "no template in it"),
    ],
    ids=["misspelt", "unused", "no parts", "wrong order", "not text", "no stage"],
)
def test_bad_templates_are_refused(
    write: Callable[..., Path], files: dict[str, str | bytes], says: str
) -> None:
    """What would silently ask the model something else is an error that names the template."""
    with pytest.raises(PromptError, match=says):
        prompts.load(write(files))


def test_missing_folder_is_refused(tmp_path: Path) -> None:
    """A mistyped folder does not fall back to the built-in templates."""
    with pytest.raises(PromptError, match="no such folder"):
        prompts.load(tmp_path / "nowhere")
