"""The simulated endpoint of the benchmarks: its answers, its faults and its limits are those it says."""

import json
import math
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks import corpus
from benchmarks.endpoint import FAULTS, Behaviour, Limit, running
from summarize import errors, prompts, replies
from summarize.llm.base import PushbackError, Reply, Request, UnusableError
from summarize.records import Citation
from tests.asking import ask, bare_clients, request

ROOT = Path(__file__).parent.parent
AT_ONCE: dict[str, Any] = {"base": 0.0, "prefill": math.inf, "decode": math.inf}
FENCE = "=== 0123456789ab ==="
VALUES = {
    "read": {
        "title": "Harbour",
        "published": "2024-03-04",
        "focus": "none",
        "part": "1 of 1",
        "fence": FENCE,
        "article": "1 The quay was closed on 3 March.\n2 Nobody was hurt when the wall gave way.\n"
        "3 The council will meet on Tuesday to vote on it.",
    },
    "fold": {
        "title": "Harbour",
        "published": "2024-03-04",
        "focus": "none",
        "fence": FENCE,
        "notes": "1 | The quay was closed.\n2 3 | The council will meet.",
    },
    "merge": {
        "words": "40",
        "focus": "none",
        "sources": "S1: published 2024-03-04",
        "fence": FENCE,
        "notes": "[S1:1] The quay was closed.\n[S1:2, S2:3] The council will meet.",
    },
    "tell": {
        "sentences": "3",
        "focus": "none",
        "sources": "S1: published 2024-03-04",
        "fence": FENCE,
        "entries": "1. 2024-03-03 (happened)\n- [S1:1] The quay was closed.\n"
        "2. 2024-03-05 (planned)\n- [S1:2, S2:3] The council will meet.",
    },
}


@pytest.fixture(autouse=True, scope="module")
def _bare() -> Iterator[None]:
    with bare_clients():
        yield


def asked(stage: str) -> Request:
    """Make the request of a stage, as the engine does."""
    messages = prompts.load().fill(stage, **VALUES[stage])
    return request(stage=stage, messages=messages, schema_name=stage, schema=replies.SCHEMAS[stage])


def answers(*requests: Request, **behaviour: Any) -> list[Reply | BaseException]:
    """Ask an endpoint that takes no time."""
    with running(Behaviour(**AT_ONCE, **behaviour)) as (url, _):
        return ask(url, *requests)


def test_answers_are_usable() -> None:
    """Each stage gets a reply that passes its check, in words and numbers of its own prompt."""
    read, fold, merge, tell = answers(*map(asked, ("read", "fold", "merge", "tell")))
    assert all(isinstance(one, Reply) for one in (read, fold, merge, tell))
    points, events = replies.read_reply(read.text, {1, 2, 3})  # type: ignore[union-attr]
    assert points[0].text == "The quay was closed on 3 March."
    assert [(one.date, one.status) for one in events] == [("3 March", "happened"), ("Tuesday", "planned")]
    assert len(replies.fold_reply(fold.text, {1, 2, 3})) == 2  # type: ignore[union-attr]
    known = {Citation("S1", 1), Citation("S1", 2), Citation("S2", 3)}
    assert replies.merge_reply(merge.text, known).title == "The quay was closed."  # type: ignore[union-attr]
    assert len(replies.tell_reply(tell.text, {1: known, 2: known})) == 2  # type: ignore[union-attr]
    assert read.input_tokens > 100  # type: ignore[union-attr]


def test_other_prompts_get_a_plain_summary() -> None:
    """Who asks for no stage of ours gets text, or the schema asked for, filled with it."""
    schema = {"type": "object", "properties": {"summary": {"type": "string"}}}
    plain, filled = answers(request(), request(schema_name="output", schema=schema))
    assert isinstance(plain, Reply)
    assert isinstance(filled, Reply)
    assert plain.text == "What happened?"
    assert json.loads(filled.text) == {"summary": "What happened?"}


ENDS: dict[str, type] = {
    "500": errors.TransientError,
    "503": PushbackError,
    "429": PushbackError,
    "reset": errors.TransientError,
    "truncated": UnusableError,
    "html": UnusableError,
    "error": errors.TransientError,
    "empty": UnusableError,
    "length": errors.CutOffError,
    "refusal": errors.RefusalError,
    "invalid": Reply,
}


@pytest.mark.parametrize("fault", sorted(set(FAULTS) - {"hang"}))
def test_faults(fault: str) -> None:
    """Each fault is what it is called, and the adapter knows it."""
    (found,) = answers(asked("read"), faults={fault: 1.0})
    assert type(found) is ENDS[fault]
    if isinstance(found, Reply):
        with pytest.raises(errors.ReplyError):
            replies.read_reply(found.text, {1, 2, 3})


def test_a_call_that_hangs_is_never_answered() -> None:
    """A hang lasts until the client gives up, and the log says that it did."""
    with running(Behaviour(**AT_ONCE, faults={"hang": 1.0})) as (url, endpoint):
        (found,) = ask(url, request(), timeout=0.2)
    assert isinstance(found, PushbackError)
    assert [(one["fault"], one["gone"]) for one in endpoint.entries] == [("hang", True)]


def test_faults_follow_from_seed_and_prompt() -> None:
    """The same prompts fail whatever the order they come in, about as many as asked for; the next attempt may not."""
    prompts_ = [request(messages=(asked("read").messages[0], one)) for one in _numbered(50)]
    first = _failed(prompts_)
    assert first == _failed(prompts_[::-1])[::-1]
    assert first != _failed(prompts_, seed=1)
    assert 5 <= sum(first) <= 25
    assert _failed(prompts_, prompts_)[50:] != first
    lasting = _failed(prompts_, prompts_, for_good=True)
    assert lasting[50:] == lasting[:50]


def _numbered(count: int) -> list[Any]:
    message = request().messages[0]
    return [type(message)("user", f"What happened on day {number}?") for number in range(count)]


def _failed(*batches: list[Request], **behaviour: Any) -> list[bool]:
    with running(Behaviour(**AT_ONCE, faults={"500": 0.3}, **behaviour)) as (url, _):
        found = [one for batch in batches for one in ask(url, *batch)]
    return [isinstance(one, errors.TransientError) for one in found]


def test_limits_are_kept_and_told() -> None:
    """Beyond a limit calls are refused, with the wait and what is left; connections are kept."""
    with running(Behaviour(**AT_ONCE, rpm=6, window=20.0)) as (url, endpoint):
        found = ask(url, *[request()] * 3)
    refused = [one for one in found if isinstance(one, PushbackError)]
    assert len(refused) == 1
    assert refused[0].limited
    assert 9 < (refused[0].retry_after or 0) <= 10
    assert refused[0].limits is not None
    told = refused[0].limits.requests
    assert told is not None
    assert (told.limit, told.remaining) == (2, 0)
    assert 19 < (told.reset or 0) <= 20
    assert [one["fault"] for one in endpoint.entries].count("limit") == 1


def test_no_headers_where_none_are_wanted() -> None:
    """A limit can be kept without a word."""
    found = answers(*[request()] * 2, rpm=1, headers=False)
    refused = next(one for one in found if isinstance(one, PushbackError))
    assert (refused.retry_after, refused.limits) == (None, None)


def test_more_than_it_takes_at_once_are_refused() -> None:
    """An endpoint that takes one call at a time refuses the second."""
    with running(Behaviour(base=0.2, concurrency=1)) as (url, _):
        found = ask(url, *[request()] * 3)
    assert sorted(type(one).__name__ for one in found) == ["PushbackError", "PushbackError", "Reply"]


@pytest.mark.parametrize("sliding", [False, True])
def test_a_limit_by_time(sliding: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """A bucket gives back little by little, a window all that is older than itself."""
    limit = Limit(60, 10.0, sliding=sliding)
    for second in range(10):
        assert limit.wait(1.0, float(second) / 100) == 0
        limit.spend(1.0, float(second) / 100)
    assert limit.wait(1.0, 0.5) == pytest.approx(9.5 if sliding else 0.5)
    assert limit.wait(1.0, 10.05) == 0


def test_as_a_command() -> None:
    """The command prints its address, lists its model, and writes the access log."""
    command = [sys.executable, str(ROOT / "benchmarks" / "endpoint.py"), "--port", "0", "--base", "0"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout
        url = process.stdout.readline().strip()
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(f"{url}/models") as response:
            assert json.load(response)["data"][0]["id"] == "simulated"
        process.terminate()
    assert process.returncode == 0


def test_the_corpus_is_the_same_for_the_same_seed() -> None:
    """An article depends on its number and seed alone, and has the length asked for."""
    assert corpus.article(3, 900, 0) == corpus.article(3, 900, 0)
    assert corpus.article(3, 900, 0) != corpus.article(3, 900, 1)
    assert 900 <= len(corpus.article(3, 900, 0).split()) <= 960
