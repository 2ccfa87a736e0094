"""The settings of a run, checked once, wherever they come from."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from summarize.errors import UsageError

EngineName = Literal["auto", "extractive", "model"]

# A small current model of the SDK's own list, which a test holds it against.
DEFAULT_MODEL = "gpt-5.4-mini"

# What a recording keeps of the settings, since the prompts follow from it. `timeline` is not among them: a recording
# of a timeline answers a run without one as well.
_RECORDED = (
    "model",
    "words",
    "events",
    "sentences",
    "focus",
    "since",
    "until",
    "published",
    "infer_dates",
    "keep_boilerplate",
    "chunk_tokens",
    "context_tokens",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a run is asked to do.

    `words` bounds the merged summary; `events` and `sentences` the timeline's entries and the sentences an
    entry (None: as many as the story has). `published` holds (file name, or None for all sources; day); `infer_dates` lets the other sources prove the
    publication day of one that states none. `since` and
    `until` are inclusive days. `chunk_tokens` bounds one piece of a source in a prompt, `context_tokens` one
    whole prompt with its answer. `urls` is a file with an address a line, and
    `allow_private` lets addresses of this machine and of private networks be fetched. `timeout` and `max_wait` are in seconds, `rpm` and `tpm` the calls and tokens a minute
    that the endpoint is known to take. `max_calls`, `max_tokens` and `max_cost` (US dollars) bound what a run may spend;
    `price` is "IN,OUT", US dollars for a million tokens. Answers are kept in `cache_dir`, or the user's folder for
    caches, unless `cache` is False. With `batch` the model is asked in bulk, and `wait` stays until all is answered. Where no key or base URL is given, OPENAI_API_KEY and OPENAI_BASE_URL
    are looked at, for the model SUMMARIZE_MODEL.

    Raises UsageError for a value out of its range or two that contradict each other.
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
    infer_dates: bool = True
    urls: Path | None = None
    allow_private: bool = False
    keep_boilerplate: bool = False
    chunk_tokens: int = 3_000
    context_tokens: int = 32_000
    concurrency: int = 8
    max_retries: int = 4
    max_wait: float = 120.0
    timeout: float = 120.0
    rpm: float | None = None
    tpm: float | None = None
    max_calls: int | None = None
    max_tokens: int | None = None
    max_cost: float | None = None
    price: str | None = None
    cache: bool = True
    cache_dir: Path | None = None
    batch: bool = False
    wait: bool = False

    def __post_init__(self) -> None:
        for name, least in (
            ("words", 1),
            ("events", 1),
            ("sentences", 1),
            ("chunk_tokens", 100),
            ("context_tokens", 2_048),
            ("concurrency", 1),
            ("max_retries", 0),
            ("timeout", 0.001),
            ("max_wait", 0),
            ("rpm", 0.001),
            ("tpm", 1),
            ("max_calls", 1),
            ("max_tokens", 1),
            ("max_cost", 0),
        ):
            value = getattr(self, name)
            if value is not None and value < least:
                flag = "context" if name == "context_tokens" else name.replace("_", "-")
                raise UsageError(f"--{flag} {value!r} is too small: it starts at {least}")
        if self.engine not in {"auto", "extractive", "model"}:
            raise UsageError(f"no engine {self.engine!r}: choose auto, extractive or model")
        if self.since and self.until and self.since > self.until:
            raise UsageError(f"from {self.since} is after until {self.until}: swap them")
        if self.record and self.replay:
            raise UsageError(
                "--record and --replay exclude each other: record asks the model, replay never does"
            )
        if self.engine == "extractive" and (self.record or self.replay):
            raise UsageError("--engine extractive asks no model: leave out --record and --replay")
        if self.wait and not self.batch:
            raise UsageError("--wait is for --batch: give both, or neither")
        if self.batch and (self.replay or self.engine == "extractive"):
            raise UsageError("--batch asks a model: leave out --replay and --engine extractive")
        if self.batch and not self.cache and not self.record:
            raise UsageError("--batch keeps its answers for the run that comes back: leave out --no-cache")


@dataclass(frozen=True, slots=True)
class Choice:
    """The engine of a run, and why it was chosen."""

    engine: Literal["extractive", "model"]
    why: str


def with_environment(settings: Settings, environment: Mapping[str, str] | None = None) -> Settings:
    """Fill key, base URL and model from the environment where they are not set. An empty variable counts as unset."""
    values = os.environ if environment is None else environment
    return replace(
        settings,
        api_key=settings.api_key or values.get("OPENAI_API_KEY", "").strip() or None,
        base_url=settings.base_url or values.get("OPENAI_BASE_URL", "").strip() or None,
        model=settings.model or values.get("SUMMARIZE_MODEL", "").strip() or None,
    )


def choose(settings: Settings) -> Choice:
    """Choose the engine, from settings already filled from the environment.

    Raises UsageError where the model is asked for and nothing says how to reach one.
    """
    reasons = {
        "--replay is given": settings.replay,
        "--base-url or OPENAI_BASE_URL is set": settings.base_url,
        "an API key is set": settings.api_key,
    }
    why = next((reason for reason, given in reasons.items() if given), "")
    if settings.engine == "extractive":
        return Choice("extractive", "--engine extractive")
    asked = {
        "--engine model": settings.engine == "model",
        "--record": settings.record,
        "--batch": settings.batch,
    }
    if flag := next((flag for flag, given in asked.items() if given), ""):
        if not why:
            raise UsageError(
                f"{flag} needs a model: set OPENAI_API_KEY, or give --base-url URL or --replay FOLDER"
            )
        return Choice("model", why)
    return Choice("model", why) if why else Choice("extractive", "no API key, base URL or replay is given")


def to_record(settings: Settings) -> dict[str, Any]:
    """Give what a recording keeps of the settings, as JSON values."""
    values: dict[str, Any] = {name: getattr(settings, name) for name in _RECORDED}
    values["model"] = settings.model or DEFAULT_MODEL
    values["since"] = settings.since and settings.since.isoformat()
    values["until"] = settings.until and settings.until.isoformat()
    values["published"] = [[name, day.isoformat()] for name, day in settings.published]
    return values


def from_record(settings: Settings, recorded: Mapping[str, Any]) -> Settings:
    """Take what is still at its default from a recording; what was given by the user stands."""
    defaults = {one.name: one.default for one in fields(Settings)}
    taken: dict[str, Any] = {}
    try:
        for name in _RECORDED:
            if name in recorded and getattr(settings, name) == defaults[name]:
                taken[name] = recorded[name]
        for name in ("since", "until"):
            if taken.get(name):
                taken[name] = date.fromisoformat(taken[name])
        if "published" in taken:
            taken["published"] = tuple((name, date.fromisoformat(day)) for name, day in taken["published"])
        return replace(settings, **taken)
    except (TypeError, ValueError) as error:
        raise UsageError(
            f"{settings.replay}: run.json holds a setting that cannot be used ({error})"
        ) from error
