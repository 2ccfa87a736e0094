"""What every implementation of the seam keeps to, whatever it wraps."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from summarize.errors import CassetteError, ModelError, RefusalError, ReplayMissError, ReplyError
from summarize.llm.base import LLM, Message, Reply, Request
from summarize.llm.cassette import Recording, Replaying, Store
from summarize.llm.fake import FakeLLM
from summarize.llm.meter import Metered
from summarize.llm.openai import OpenAIChat
from summarize.llm.pace import Paced
from summarize.llm.repair import Repairing
from tests.asking import bare_clients
from tests.endpoint import Answer, Asked, completion, serving

REFUSED = "Say what you must not."


def request(text: str = "What happened?") -> Request:
    """Make a request."""
    messages = (Message("system", "Be brief."), Message("user", text))
    return Request("read", "S1", "m", messages, schema_name="read", schema={"type": "object"})


def echo(asked: Request) -> str:
    """Answer with the question, or decline."""
    text = asked.messages[-1].content
    if text == REFUSED:
        raise RefusalError("no")
    return f"You asked: {text}"


def echo_endpoint(asked: Asked) -> Answer:
    """Answer over HTTP as the fake does."""
    text = asked.body["messages"][-1]["content"]
    return completion(None, refusal="no") if text == REFUSED else completion(f"You asked: {text}")


@contextmanager
def _fake(_: Path) -> Iterator[LLM]:
    yield FakeLLM(echo)


@contextmanager
def _openai(_: Path) -> Iterator[LLM]:
    with serving(echo_endpoint) as endpoint:
        yield OpenAIChat(api_key=None, base_url=endpoint.url, timeout=5.0)


@contextmanager
def _paced(_: Path) -> Iterator[LLM]:
    yield Paced(FakeLLM(echo), concurrency=2, max_retries=1)


@contextmanager
def _repairing(_: Path) -> Iterator[LLM]:
    yield Repairing(FakeLLM(echo), ask=lambda error: error)


@contextmanager
def _metered(_: Path) -> Iterator[LLM]:
    yield Metered(FakeLLM(echo))


@contextmanager
def _recording(folder: Path) -> Iterator[LLM]:
    yield Recording(FakeLLM(echo), Store(folder))


@contextmanager
def _replaying(folder: Path) -> Iterator[LLM]:
    for text in ("What happened?", *map(str, range(10))):
        Store(folder).put(request(text), Reply(echo(request(text))))
    yield Replaying(folder)


@contextmanager
def _all(folder: Path) -> Iterator[LLM]:
    with _openai(folder) as inner:
        yield Recording(
            Repairing(Paced(inner, concurrency=3, max_retries=1), ask=lambda error: error), Store(folder)
        )


IMPLEMENTATIONS = (_fake, _openai, _paced, _repairing, _metered, _recording, _replaying, _all)


@pytest.fixture(autouse=True, scope="module")
def _bare() -> Iterator[None]:
    with bare_clients():
        yield


@pytest.fixture(params=IMPLEMENTATIONS, ids=lambda one: one.__name__.strip("_"))
def llm(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LLM]:
    """Give each implementation in its turn."""
    with request.param(tmp_path / "case") as opened:
        yield opened


def use(llm: LLM, *requests: Request) -> list[Reply | BaseException]:
    """Ask all at once, then close twice."""

    async def run() -> list[Reply | BaseException]:
        try:
            return await asyncio.gather(*map(llm.complete, requests), return_exceptions=True)
        finally:
            await llm.close()
            await llm.close()

    return asyncio.run(run())


def test_the_whole_text_comes_back(llm: LLM) -> None:
    """A request is answered with the model's text as it is, and says what it took."""
    (reply,) = use(llm, request())
    assert isinstance(reply, Reply)
    assert reply.text == "You asked: What happened?"
    assert reply.calls == 1
    assert reply.replayed == isinstance(llm, Replaying)


def test_replies_belong_to_their_requests(llm: LLM) -> None:
    """Requests that are under way together don't get each other's replies."""
    texts = [str(number) for number in range(10)]
    replies = use(llm, *map(request, texts))
    assert [reply.text for reply in replies if isinstance(reply, Reply)] == [
        f"You asked: {text}" for text in texts
    ]


def test_a_request_is_not_changed(llm: LLM) -> None:
    """What a request was before it was answered it is afterwards, its schema too."""
    asked = request()
    use(llm, asked)
    assert asked == request()


def test_no_answer_is_an_error(llm: LLM) -> None:
    """Where there is no usable answer an error of the seam is raised, never an empty text."""
    (error,) = use(llm, request(REFUSED))
    assert isinstance(error, ReplayMissError if isinstance(llm, Replaying) else RefusalError)
    assert isinstance(error, ReplayMissError | ModelError)


def test_one_failure_does_not_stop_the_others(llm: LLM) -> None:
    """A request that is declined takes no other with it."""
    results = use(llm, request("1"), request(REFUSED), request("2"))
    assert [type(one) is Reply for one in results] == [True, False, True]


def test_invalid_replies_are_not_recorded(tmp_path: Path) -> None:
    """Through the whole chain an answer that stays invalid after its repair fails, and leaves no file."""

    def never(text: str) -> None:
        raise ReplyError(f"not {text!r}")

    with _all(tmp_path) as llm:
        (error,) = use(llm, replace(request(), check=never))
    assert isinstance(error, ReplyError)
    assert not list(tmp_path.iterdir())


def test_a_repaired_reply_is_recorded_under_its_question(tmp_path: Path) -> None:
    """Through the whole chain a repaired answer replays for the question that was asked, without the repair."""

    def repaired(text: str) -> None:
        if "wrong" not in text:
            raise ReplyError("wrong")

    with _all(tmp_path) as llm:
        (first,) = use(llm, replace(request(), check=repaired))
    assert isinstance(first, Reply)
    assert (first.text, first.calls) == ("You asked: wrong", 2)
    assert use(Replaying(tmp_path), request()) == [replace(first, replayed=True)]


@pytest.mark.parametrize("make", [Recording, Repairing, Paced, Metered], ids=lambda one: str(one.__name__))
def test_closing_reaches_the_inner(make: Callable[..., LLM], tmp_path: Path) -> None:
    """Whoever wraps an LLM closes it."""
    inner = FakeLLM(echo)
    arguments: dict[Callable[..., LLM], dict[str, Any]] = {
        Recording: {"store": Store(tmp_path)},
        Repairing: {"ask": str},
        Paced: {"concurrency": 1, "max_retries": 0},
        Metered: {},
    }
    asyncio.run(make(inner, **arguments[make]).close())
    assert inner.closed


def test_a_replay_needs_its_folder(tmp_path: Path) -> None:
    """A replay of nothing fails at once, before any request."""
    with pytest.raises(CassetteError):
        Replaying(tmp_path / "none")
