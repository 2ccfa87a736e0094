"""Loads the prompt templates and fills them, strictly.

A template is a Markdown file `<stage>.md` with the parts `## system` and `## user`, in which `{{name}}` stands for a
value. A part that is missing, a variable that the stage does not know and one that the template does not use are
errors: a misspelt variable must not silently ask the model something else.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from summarize.errors import PromptError
from summarize.llm.base import Message

STAGES: Mapping[str, frozenset[str]] = {
    "read": frozenset({"title", "published", "focus", "part", "fence", "article"}),
    "fold": frozenset({"title", "published", "focus", "fence", "notes"}),
    "merge": frozenset({"words", "focus", "sources", "fence", "notes"}),
    "tell": frozenset({"sentences", "focus", "sources", "fence", "entries"}),
    "mend": frozenset({"fence", "claims"}),
    "anchor": frozenset({"title", "fence", "article"}),
    "repair": frozenset({"error"}),
}

Role = Literal["system", "user", "assistant"]

_PACKAGED = Path(__file__).parent / "data" / "prompts"
_CHECKOUT = Path(__file__).parent.parent / "prompts"
_PART = re.compile(r"^## (system|user)[ \t]*$", re.MULTILINE)
_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Prompts:
    """The templates of all stages: their parts as (role, text), and a digest of the whole."""

    parts: Mapping[str, tuple[tuple[str, str], ...]]
    digest: str

    def fill(self, stage: str, **values: str) -> tuple[Message, ...]:
        """Put the values into the stage's template; a value is never looked into for variables."""
        if values.keys() != STAGES[stage]:
            raise PromptError(f"stage {stage!r}: filled with {sorted(values)}, knows {sorted(STAGES[stage])}")
        return tuple(
            Message(role=cast("Role", role), content=_VARIABLE.sub(lambda match: values[match[1]], text))
            for role, text in self.parts[stage]
        )


def load(folder: Path | None = None) -> Prompts:
    """Load the built-in templates, with those that stand in `folder` in their place."""
    if folder is not None:
        _expect_templates(folder)
    parts: dict[str, tuple[tuple[str, str], ...]] = {}
    digest = hashlib.sha256()
    for stage in STAGES:
        path = _find(stage, folder)
        text = _read(path)
        digest.update(text.encode())
        parts[stage] = _parse(stage, text, path.name)
    return Prompts(parts, digest.hexdigest()[:12])


def _expect_templates(folder: Path) -> None:
    """Refuse a folder without any template: it is a mistyped path, not a wish for the built-in ones."""
    if not folder.is_dir():
        raise PromptError(f"{folder}: no such folder; --prompts takes a folder with files such as read.md")
    present = {path.stem for path in folder.glob("*.md")}
    if not present & STAGES.keys():
        known = ", ".join(f"{stage}.md" for stage in STAGES)
        raise PromptError(f"{folder}: no template in it; --prompts takes a folder with any of {known}")


def _find(stage: str, folder: Path | None) -> Path:
    if folder is not None and (own := folder / f"{stage}.md").is_file():
        return own
    packaged = _PACKAGED / f"{stage}.md"
    return packaged if packaged.is_file() else _CHECKOUT / f"{stage}.md"


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise PromptError(
            f"{path}: not a readable template ({error.__class__.__name__}); install again"
        ) from error


def _parse(stage: str, text: str, name: str) -> tuple[tuple[str, str], ...]:
    pieces = _PART.split(text)
    parts = tuple((role, body.strip()) for role, body in zip(pieces[1::2], pieces[2::2], strict=True))
    roles = tuple(role for role, _ in parts)
    if roles not in {("system", "user"), ("user",)} or pieces[0].strip():
        raise PromptError(
            f"{name}: wants the parts '## system' and '## user', in this order; found {list(roles)}"
        )
    used = set(_VARIABLE.findall(text))
    if unknown := sorted(used - STAGES[stage]):
        raise PromptError(
            f"{name}: unknown variable {unknown[0]!r}; it knows {', '.join(sorted(STAGES[stage]))}"
        )
    if unused := sorted(STAGES[stage] - used):
        raise PromptError(f"{name}: the variable {unused[0]!r} is not used in it; add {{{{{unused[0]}}}}}")
    return parts
