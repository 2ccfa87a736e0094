"""Settings: one place of checks, and the choice of the engine with its reason."""

from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest

from summarize.config import DEFAULT_MODEL, Settings, choose, from_record, to_record, with_environment
from summarize.errors import UsageError


@pytest.mark.parametrize(
    ("given", "environment", "engine", "why"),
    [
        ({}, {}, "extractive", "no API key"),
        ({}, {"OPENAI_API_KEY": "k"}, "model", "API key"),
        ({}, {"OPENAI_API_KEY": "  "}, "extractive", "no API key"),
        ({}, {"OPENAI_BASE_URL": "http://127.0.0.1:1/v1"}, "model", "OPENAI_BASE_URL"),
        ({"base_url": "http://127.0.0.1:1/v1"}, {}, "model", "--base-url"),
        ({"replay": Path("x")}, {}, "model", "--replay"),
        ({"engine": "extractive"}, {"OPENAI_API_KEY": "k"}, "extractive", "--engine extractive"),
        ({"engine": "model"}, {"OPENAI_API_KEY": "k"}, "model", "API key"),
    ],
)
def test_engine_is_chosen_for_a_reason(
    given: dict[str, Any], environment: dict[str, str], engine: str, why: str
) -> None:
    """Auto asks a model only where something says how to reach one, and says what that was."""
    choice = choose(with_environment(Settings(**given), environment))
    assert choice.engine == engine
    assert why in choice.why


@pytest.mark.parametrize("given", [{"engine": "model"}, {"record": Path("x")}])
def test_model_without_a_way_to_it(given: dict[str, Any]) -> None:
    """Asking for the model without key, URL or replay names the three ways out."""
    with pytest.raises(UsageError, match=r"OPENAI_API_KEY.*--base-url.*--replay"):
        choose(with_environment(Settings(**given), {}))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"words": 0}, "--words 0 is too small"),
        ({"events": 0}, "events"),
        ({"sentences": -1}, "sentences"),
        ({"chunk_tokens": 10}, "chunk-tokens"),
        ({"concurrency": 0}, "concurrency"),
        ({"max_retries": -1}, "max-retries"),
        ({"timeout": 0.0}, "timeout"),
        ({"engine": "gpt"}, "no engine 'gpt'"),
        ({"since": date(2018, 4, 1), "until": date(2018, 3, 1)}, "after"),
        ({"record": Path("a"), "replay": Path("b")}, "exclude each other"),
        ({"engine": "extractive", "replay": Path("b")}, "asks no model"),
    ],
)
def test_values_out_of_range(given: dict[str, Any], says: str) -> None:
    """A value out of its range, or two that contradict each other, are refused at once."""
    with pytest.raises(UsageError, match=says):
        Settings(**given)


def test_key_is_not_shown() -> None:
    """The key does not appear where settings are printed."""
    assert "secret" not in repr(Settings(api_key="secret"))


def test_recorded_settings_come_back() -> None:
    """What a recording keeps makes the same settings again, and what the user gives stands above it."""
    settings = Settings(
        model="m",
        words=150,
        since=date(2018, 3, 1),
        focus="x",
        published=((None, date(2018, 3, 28)), ("a", date(2018, 3, 2))),
    )
    recorded = to_record(settings)
    assert from_record(Settings(), recorded) == settings
    assert from_record(Settings(words=90), recorded).words == 90


def test_recorded_settings_that_are_broken() -> None:
    """A recording's setting of the wrong kind is one clear error."""
    with pytest.raises(UsageError, match=r"run\.json"):
        from_record(Settings(replay=Path("x")), {"since": "yesterday"})
    with pytest.raises(UsageError):
        from_record(Settings(replay=Path("x")), {"words": "many"})


def test_default_model_is_in_the_list_of_the_sdk() -> None:
    """The default is a model that the SDK knows by name."""
    from openai.types.shared import ChatModel

    known = get_args(ChatModel) or get_args(getattr(ChatModel, "__value__", ChatModel))
    assert DEFAULT_MODEL in known
