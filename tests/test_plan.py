"""A dry run tells what a run would ask and cost, near enough, and asks nothing."""

import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks import corpus
from benchmarks.endpoint import Behaviour, running
from tests.command import Outcome, command

QUICK = Behaviour(base=0.0, prefill=1e9, decode=1e9)
PRICE = ("--price", "1,10")

Write = Callable[..., Path]


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder of a dozen articles."""
    corpus.write(tmp_path / "articles", 12, 120)
    return tmp_path / "articles"


def plan(*arguments: object) -> dict[str, Any]:
    """Give the plan of a run as JSON."""
    outcome = command("-n", "--format", "json", "--base-url", "http://localhost:9/v1", *arguments)
    assert outcome.code == 0, outcome.err
    found: dict[str, Any] = json.loads(outcome.out)
    return found


def report(url: str, *arguments: object) -> dict[str, Any]:
    """Make a report with the model at `url`, as JSON."""
    outcome = command("--format", "json", "--base-url", url, *arguments)
    assert outcome.code == 0, outcome.err
    found: dict[str, Any] = json.loads(outcome.out)
    return found


def test_nothing_is_sent(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No socket is opened, so a plan needs no endpoint that is there."""

    def refuse(*_: object) -> None:
        raise AssertionError("a socket was connected")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert plan(articles, "-t")["total"]["calls"] > 12


def test_plan_for_people(write: Write) -> None:
    """Sources, copies, chunks, calls and tokens by stage, and the cost stand in lines."""
    text = corpus.article(1, 300, 0)
    folder = write({"a.md": text, "b.md": text, "c.md": corpus.article(2, 300, 0)})
    outcome = command(folder, "-n", "-t", "--base-url", "http://localhost:9/v1", *PRICE)
    lines = outcome.out.splitlines()
    assert outcome.code == 0
    assert lines[0].startswith("sources: 2 to read, ")
    assert lines[0].endswith(", in 2 chunks")
    assert lines[1] == "copies, not read again: 1: b.md (of S1)"
    assert [line.split()[0] for line in lines[2:-1]] == ["stage", "read", "merge", "tell", "total"]
    assert lines[3].split()[1] == "2"
    assert lines[-1].startswith("cost: ≈ $0.0")


def test_cost_by_the_price_given_by_the_list_or_unpriced(articles: Path) -> None:
    """--price says the cost; without it the list of the endpoint's prices does, and a model in no list is unpriced."""
    known = ("--base-url", "https://api.openai.com/v1", "--model", "gpt-5.4-mini")
    said = plan(articles, *PRICE)["total"]
    assert said["cost"] == pytest.approx((said["input_tokens"] + 10 * said["output_tokens"]) / 1e6)
    assert plan(articles)["total"]["cost"] is None
    assert plan(articles, *known)["total"]["cost"] > 0
    outcome = command(articles, "-n", "--base-url", "http://localhost:9/v1", "--model", "my-own")
    assert "cost: unpriced, no price of my-own is known here" in outcome.out
    outcome = command(articles, "-n", *known)
    assert "cost: ≈ $" in outcome.out


def test_without_a_model_there_is_no_call(articles: Path) -> None:
    """The plan of the extractive engine says that it asks no model."""
    outcome = command(articles, "-n")
    assert outcome.out.splitlines()[-1] == "calls: none, the extractive engine asks no model"
    assert json.loads(command(articles, "-n", "--format", "json").out)["total"]["calls"] == 0


def test_failures_are_in_the_plan(write: Write) -> None:
    """A source that cannot be read is named, and changes the exit code as in a run."""
    folder = write({"a.md": corpus.article(1, 300, 0), "b.json": "{"})
    outcome = command(folder, "-n", "--base-url", "http://localhost:9/v1")
    assert outcome.code == 3
    assert "failed: b.json: " in outcome.out


def test_other_formats_are_refused(articles: Path) -> None:
    """A plan is no report: it is told in lines or as JSON alone."""
    outcome = command(articles, "-n", "--format", "pdf")
    assert outcome.code == 2
    assert "'pdf'" in outcome.err


@pytest.mark.parametrize(("words", "chunk"), [(300, 1_500), (2_000, 750)])
def test_plan_is_near_a_run(tmp_path: Path, words: int, chunk: int) -> None:
    """Calls are those of the run but for one in ten, and tokens near.

    This endpoint counts no schema, which others do, and names four dates of a chunk at most, where models name all.
    """
    corpus.write(tmp_path / "articles", 6, words)
    planned = plan(tmp_path / "articles", "-t", "--events", 8, "--chunk-tokens", chunk)
    with running(QUICK) as (url, endpoint):
        report(url, tmp_path / "articles", "-t", "--events", 8, "--chunk-tokens", chunk)
        asked = endpoint.entries
    real = {name: sum(entry[name] for entry in asked) for name in ("prompt_tokens", "completion_tokens")}
    assert planned["total"]["calls"] == pytest.approx(len(asked), rel=0.1, abs=1)
    assert planned["chunks"] == sum(entry["stage"] == "read" for entry in asked)
    assert 0.95 < planned["total"]["input_tokens"] / real["prompt_tokens"] < 1.5
    assert 0.8 < planned["total"]["output_tokens"] / real["completion_tokens"] < 4


def test_what_is_kept_costs_nothing(articles: Path) -> None:
    """Answers that the cache holds are counted apart; with all of them there nothing is left to ask."""
    with running(QUICK) as (url, _):
        report(url, articles, "-t", *PRICE)
    there = plan(articles, "-t", *PRICE)
    assert (there["total"]["calls"], there["total"]["cost"]) == (0, 0.0)
    assert there["total"]["kept"] == sum(stage["kept"] for stage in there["stages"]) > 12
    without = plan(articles, "-t", "--no-cache", *PRICE)
    assert without["total"]["kept"] == 0


def test_a_recording_is_counted_as_kept(articles: Path, tmp_path: Path) -> None:
    """What a recording holds that goes on is not asked again, and so not planned; a replay asks nothing."""
    folder = tmp_path / "recording"
    assert plan(articles, "--record", folder)["total"]["kept"] == 0
    with running(QUICK) as (url, _):
        report(url, articles, "--record", folder, "--no-cache")
    assert plan(articles, "--record", folder)["total"]["calls"] == 0
    outcome: Outcome = command(articles, "-n", "--format", "json", "--replay", folder)
    assert json.loads(outcome.out)["total"]["calls"] == 0
