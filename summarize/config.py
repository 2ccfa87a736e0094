"""The settings of a run, checked once, wherever they come from."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

EngineName = Literal["auto", "extractive", "model"]

# A small current model of the SDK's own list, which a test holds it against.
DEFAULT_MODEL = "gpt-5.4-mini"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a run is asked to do.

    `words` bounds the merged summary; `events` and `sentences` the timeline's entries and the sentences an
    entry (None: as many as the story has). `published` holds (file name or None for all, day). `since` and
    `until` are inclusive days. `chunk_tokens` bounds one piece of a source in a prompt, `context_tokens` one
    whole prompt.
    """

    timeline: bool = False
    engine: EngineName = "auto"
    model: str | None = None
    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    prompts: Path | None = None
    record: Path | None = None
    replay: Path | None = None
    words: int = 200
    events: int | None = None
    sentences: int | None = None
    focus: str = ""
    since: date | None = None
    until: date | None = None
    published: tuple[tuple[str | None, date], ...] = ()
    keep_boilerplate: bool = False
    chunk_tokens: int = 3_000
    context_tokens: int = 32_000
    concurrency: int = 8
    max_retries: int = 4
    timeout: float = 120.0
