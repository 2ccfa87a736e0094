"""Ctrl-C: once to end in good order, twice to end now; never a traceback, never an answer paid twice."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks import corpus
from benchmarks.endpoint import Behaviour, Simulated, running
from tests.command import command, process, started
from tests.forked import Forked

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")

SLOW = Behaviour(base=1.0, prefill=1e9, decode=1e9)
ON = "the answers so far are kept: the same command goes on from there"


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder of a dozen articles."""
    corpus.write(tmp_path / "articles", 12, 200)
    return tmp_path / "articles"


def until(condition: Callable[[], bool], seconds: float = 120.0) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)


def stopped(run: "Forked | subprocess.Popen[str]") -> tuple[int, str, str]:
    """Wait for the end of a run; give its exit code and what it wrote."""
    out, err = run.communicate(timeout=120)
    assert "Traceback" not in err
    assert "Task" not in err
    assert run.returncode is not None
    return run.returncode, out, err


def _in_flight(endpoint: Simulated) -> bool:
    return endpoint.in_flight > 0


def test_the_first_waits_for_what_is_in_flight(articles: Path, tmp_path: Path) -> None:
    """Nothing is sent any more, what is in flight is kept, the way on is said, and the next run asks only the rest."""
    with running(SLOW) as (url, endpoint):
        given = (articles, "--base-url", url, "-j", 3, "--max-retries", 0)
        run = process(*given, cache=tmp_path / "cache")
        until(lambda: endpoint.in_flight == 3)
        run.send_signal(signal.SIGINT)
        code, out, err = stopped(run)
        assert (code, out) == (130, "")
        assert "stopping when the calls in flight are answered; Ctrl-C again stops now" in err
        assert err.endswith(f"summarize: stopped; {ON}\n")
        assert len(endpoint.entries) == 3
        assert not [entry for entry in endpoint.entries if entry["gone"]]
        endpoint.behaviour = Behaviour(base=0.0, prefill=1e9, decode=1e9)
        assert command(*given, "--cache-dir", tmp_path / "cache").code == 0
        keys = [entry["key"] for entry in endpoint.entries]
        assert len(keys) == len(set(keys)) == 13


def test_the_second_ends_it_now(articles: Path, tmp_path: Path) -> None:
    """A second Ctrl-C does not wait for an answer."""
    with running(Behaviour(base=60.0)) as (url, endpoint):
        run = process(articles, "--base-url", url, cache=tmp_path / "cache")
        until(lambda: _in_flight(endpoint))
        run.send_signal(signal.SIGINT)
        time.sleep(0.3)
        assert run.poll() is None
        start = time.monotonic()
        run.send_signal(signal.SIGINT)
        code, out, err = stopped(run)
        assert time.monotonic() - start < 5
        assert (code, out) == (130, "")
        assert err.endswith(f"summarize: interrupted; {ON}\n")


def test_without_a_cache_it_says_that_nothing_is_kept(articles: Path, tmp_path: Path) -> None:
    """Where no answer is kept, nobody is told that the next run goes on."""
    with running(SLOW) as (url, endpoint):
        run = process(articles, "--base-url", url, "--no-cache", cache=tmp_path / "cache")
        until(lambda: _in_flight(endpoint))
        run.send_signal(signal.SIGINT)
        code, _, err = stopped(run)
    assert code == 130
    assert err.endswith("stopped; no answer is kept with --no-cache: the same command begins anew\n")


def test_while_no_call_is_in_flight_it_ends_at_once(articles: Path, tmp_path: Path) -> None:
    """While a call waits to be retried nothing is in flight, and nothing is waited for."""
    with running(Behaviour(base=0.0, faults={"503": 1.0}, for_good=True)) as (url, endpoint):
        run = process(articles / "article-00000.md", "--base-url", url, cache=tmp_path / "cache")
        until(lambda: len(endpoint.entries) == 1)
        time.sleep(0.3)
        run.send_signal(signal.SIGINT)
        code, out, err = stopped(run)
    assert (code, out) == (130, "")
    assert err.endswith(f"interrupted; {ON}\n")


def test_the_extractive_engine_ends_at_once(tmp_path: Path) -> None:
    """Without a model there is nothing to wait for: the run ends within a moment, with one line."""
    corpus.write(tmp_path / "articles", 400, 300)
    run = process(tmp_path / "articles", "-t", cache=tmp_path / "cache")
    time.sleep(1.0)
    assert run.poll() is None, "it was done before it could be interrupted"
    start = time.monotonic()
    run.send_signal(signal.SIGINT)
    code, out, err = stopped(run)
    assert time.monotonic() - start < 3
    assert (code, out) == (130, "")
    assert err.endswith("summarize: interrupted\n")
    assert err.count("\n") <= 2


def test_before_the_run_began(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while the program is still being loaded, or the report written, is told in the same one line."""

    def interrupted(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("summarize.cli.make_report", interrupted)
    outcome = command(articles)
    assert (outcome.code, outcome.out, outcome.err) == (130, "", "summarize: interrupted\n")


@pytest.mark.parametrize(("start", "after"), [(started, 1.0), (process, 0.2), (process, 0.5), (process, 1.0)])
def test_at_any_moment(articles: Path, tmp_path: Path, start: Callable[..., Any], after: float) -> None:
    """Whenever Ctrl-C comes there is no traceback, and the exit code is that of a run that is done or interrupted."""
    with running(Behaviour(base=0.8, spread=0.5, prefill=1e9, decode=1e9)) as (url, _):
        run = start(articles, "-t", "--base-url", url, cache=tmp_path / "cache")
        time.sleep(after)
        run.send_signal(signal.SIGINT)
        code, _, err = stopped(run)
    # Before the first line of Python runs the signal ends the process, which a shell tells as 130 too.
    assert code in {0, 130, -signal.SIGINT}, err
