"""What endpoints say and do when they do not answer, and the errors it becomes."""

import asyncio
import json
import socket
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize import errors
from summarize.llm.base import PushbackError, Reply, UnusableError
from summarize.llm.faults import Fault, one_line, read_fault, read_limits, retry_after
from summarize.llm.openai import OpenAIChat
from tests.asking import KEY, ask, bare_clients, failure, request
from tests.endpoint import Answer, completion, refusal, serving
from tests.tables import table

CASES = table("llm_faults.yaml")


@pytest.fixture(autouse=True, scope="module")
def _bare() -> Iterator[None]:
    with bare_clients():
        yield


@pytest.fixture(scope="module")
def fails(_bare: None) -> Iterator[Callable[[Answer], errors.ModelError]]:
    """Give the error that an answer ends in; all are asked through one adapter, as in a run."""
    with serving(completion()) as endpoint, asyncio.Runner() as runner:
        llm = OpenAIChat(api_key=KEY, base_url=endpoint.url, timeout=5.0)

        def ask_for(answer: Answer) -> errors.ModelError:
            endpoint.answer = lambda _: answer
            endpoint.asked.clear()
            with pytest.raises(errors.ModelError) as caught:
                runner.run(llm.complete(request()))
            assert len(endpoint.asked) == 1, "a retry is not the adapter's to make"
            return caught.value

        yield ask_for
        runner.run(llm.close())


@pytest.fixture(scope="module")
def adapter(_bare: None) -> OpenAIChat:
    """Give an adapter that is asked for nothing."""
    return OpenAIChat(api_key=KEY, base_url="http://localhost:1/v1", timeout=5.0)


@pytest.mark.parametrize("case", CASES["answers"], ids=lambda case: case["name"])
def test_fault(case: dict[str, Any], fails: Callable[[Answer], errors.ModelError]) -> None:
    """Each fault of an endpoint ends in its kind of error, with the way out in the message, and is asked once."""
    body = case["raw"].encode() if "raw" in case else case["body"]
    error = fails(Answer(case.get("status", 200), body, case.get("headers", {})))
    assert type(error) in {getattr(errors, case["error"]), PushbackError, UnusableError}
    assert isinstance(error, getattr(errors, case["error"]))
    assert "\n" not in str(error)
    for part in case["says"]:
        assert part in str(error)
    if isinstance(error, errors.TransientError):
        assert error.retry_after == case.get("wait")


def test_messages_name_the_request() -> None:
    """What goes wrong with one request says which."""
    assert str(failure(completion(""), request(subject="S3, part 2 of 3"))).startswith(
        "read of S3, part 2 of 3: "
    )
    assert str(failure(completion(""), request(subject=""))).startswith("read: ")


def test_a_model_that_is_not_there_is_named() -> None:
    """A 404 names the model and the URL."""
    error = failure(refusal(404, "model not found"))
    assert isinstance(error, errors.EndpointError)
    assert "'small'" in str(error)
    assert "http://127.0.0.1:" in str(error)


def test_cut_off_names_the_limit() -> None:
    """An answer that reached its limit is not passed on as whole."""
    error = failure(completion('{"a": "b', finish="length"), request(max_output=77))
    assert type(error) is errors.CutOffError
    assert "77 tokens" in str(error)


def test_connection_cut_in_the_middle() -> None:
    """A connection that breaks in the middle of the answer may hold the next time."""
    answer = Answer(body=completion("x" * 1000).body, cut=True)
    assert type(failure(answer)) is errors.TransientError


@pytest.mark.parametrize(
    "answer", [Answer(hang=True), Answer(body=[0] * 1000, drip=True)], ids=["silent", "dripping"]
)
def test_timeout(answer: Answer) -> None:
    """A server that does not answer in time, though it may send spaces meanwhile, is given up; the flag is named."""
    error = failure(answer, timeout=0.3)
    assert type(error) is PushbackError
    assert "no answer within 0.3 s; --timeout" in str(error)


def test_nobody_picks_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that takes no connection is out of reach, but one that answered before may do so again."""

    async def stuck(*_: object) -> None:
        await asyncio.sleep(10)

    async def run(url: str) -> list[Reply | BaseException]:
        llm = OpenAIChat(api_key=KEY, base_url=url, timeout=0.4)
        results: list[Reply | BaseException] = [await llm.complete(request())] if url == endpoint.url else []
        with monkeypatch.context() as patch:
            patch.setattr(asyncio.selector_events.BaseSelectorEventLoop, "sock_connect", stuck)
            results += await asyncio.gather(llm.complete(request()), return_exceptions=True)
        await llm.close()
        return results

    with serving(completion("yes")) as endpoint:
        before, after = asyncio.run(run("http://127.0.0.1:9/v1")), asyncio.run(run(endpoint.url))
    assert [type(one) for one in before] == [errors.EndpointError]
    assert str(before[0]).startswith("cannot reach http://127.0.0.1:9/v1: connection timed out")
    assert [type(one) for one in after] == [Reply, PushbackError]


def test_nobody_listens_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that answered before, and refuses a connection now, may be starting again: the call can be repeated."""

    async def refused(*_: object) -> None:
        raise ConnectionRefusedError(111, "Connection refused")

    async def run(url: str) -> list[Reply | BaseException]:
        llm = OpenAIChat(api_key=KEY, base_url=url, timeout=5.0)
        await llm.complete(request())
        with monkeypatch.context() as patch:
            patch.setattr(asyncio.selector_events.BaseSelectorEventLoop, "sock_connect", refused)
            results = await asyncio.gather(llm.complete(request()), return_exceptions=True)
        await llm.close()
        return list(results)

    with serving(completion("yes")) as endpoint:
        (error,) = asyncio.run(run(endpoint.url))
    assert type(error) is errors.TransientError
    assert str(error).endswith("the connection broke: connection refused")


def test_nobody_listens() -> None:
    """A port where nobody listens ends the run at once, and the message says where and which flag."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    (error,) = ask(f"http://127.0.0.1:{port}/v1", request())
    assert type(error) is errors.EndpointError
    assert str(error) == (
        f"cannot reach http://127.0.0.1:{port}/v1: connection refused; is the server running? --base-url sets it"
    )


def test_no_such_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that does not exist is said to be none."""

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    monkeypatch.setenv("NO_PROXY", "*")
    (error,) = ask("http://no-such-host.invalid/v1", request())
    assert type(error) is errors.EndpointError
    assert "cannot reach http://no-such-host.invalid/v1: no host of this name" in str(error)


def test_tls_to_a_plain_server() -> None:
    """TLS to a server that speaks http is a wrong base URL, not a hiccup."""
    with serving(completion()) as endpoint:
        (error,) = ask(endpoint.url.replace("http:", "https:"), request())
    assert type(error) is errors.EndpointError
    assert ": TLS: " in str(error)


@pytest.mark.parametrize("case", CASES["base_urls"], ids=lambda case: repr(case["url"]))
def test_base_url_that_cannot_be_right(case: dict[str, str]) -> None:
    """A base URL that is not whole is refused before anything is sent, without showing a password in it."""
    with pytest.raises(errors.EndpointError, match="http://localhost:11434/v1") as caught:
        OpenAIChat(api_key=KEY, base_url=case["url"], timeout=5.0)
    assert "hunter2" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_proxy_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy that the client cannot speak to is said to be the trouble, without its password."""
    monkeypatch.setenv("ALL_PROXY", "gopher://press:hunter2@127.0.0.1:1")
    with pytest.raises(errors.EndpointError, match="check the variables that name a proxy") as caught:
        OpenAIChat(api_key=KEY, base_url="http://localhost:1/v1", timeout=5.0)
    assert "hunter2" not in "".join(traceback.format_exception(caught.value))


def test_a_header_that_cannot_be_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """A header that the SDK takes from the environment and cannot send is named."""
    monkeypatch.setenv("OPENAI_ORG_ID", "„org“")
    assert "check OPENAI_ORG_ID" in str(failure(completion()))


NAMES = st.sampled_from(
    [
        "error",
        "choices",
        "message",
        "content",
        "refusal",
        "finish_reason",
        "usage",
        "code",
        "param",
        "detail",
        "text",
    ]
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["", "stop", "length", "402", "é\n"])
)
BODIES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner), max_leaves=20
)
CHOICES = st.fixed_dictionaries({"choices": st.lists(st.dictionaries(NAMES, BODIES), min_size=1, max_size=1)})


@settings(max_examples=50, deadline=None, derandomize=True)
@given(BODIES | CHOICES, st.sampled_from([200, 304, 400, 401, 403, 404, 422, 429, 500]))
def test_any_body_ends_in_a_reply_or_an_error_of_ours(adapter: OpenAIChat, body: Any, status: int) -> None:
    """Whatever JSON a server sends, with whatever status, it is a reply with text in it, or an error on one line."""
    try:
        found = adapter._parse(request(), json.dumps(body).encode(), {})
        if isinstance(found, Fault):
            raise adapter._error(request(), found)
        assert adapter._reply(request(), found).text.strip()
    except errors.ModelError as error:
        assert "\n" not in str(error)
    assert "\n" not in str(adapter._error(request(), read_fault(status, body, {}, 0.0)))


@pytest.fixture
def _elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Move to where no HTTP date means its own time."""
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("_elsewhere")
@pytest.mark.parametrize("case", CASES["waits"], ids=lambda case: str(case["headers"]))
def test_retry_after(case: dict[str, Any]) -> None:
    """The wait a server asks for is read from each of its forms, wherever this is, and what is none is passed over."""
    assert retry_after(case["headers"], 1_785_000_000.0) == case["seconds"]


@pytest.mark.usefixtures("_elsewhere")
@pytest.mark.parametrize("case", CASES["limits"], ids=lambda case: str(case["headers"]))
def test_limits(case: dict[str, Any]) -> None:
    """What headers tell of limits is read from each of its forms, wherever this is, and what is none is passed over."""
    found = read_limits(
        {f"x-ratelimit-{name}": value for name, value in case["headers"].items()}, 1_785_000_000.0
    )
    told = {"requests": None, "tokens": None} if found is None else asdict(found)
    assert {kind: one and list(one.values()) for kind, one in told.items()} == {
        kind: one and [pytest.approx(value) for value in one]
        for kind, one in case.items()
        if kind != "headers"
    }


@pytest.mark.parametrize("case", CASES["bodies"], ids=lambda case: case["message"])
def test_error_bodies(case: dict[str, Any]) -> None:
    """The message is found in each of the shapes that servers give an error."""
    assert read_fault(400, case["body"], {}, 0.0).message == case["message"]


def test_messages_are_short() -> None:
    """A server's message becomes one line of bounded length, without control characters."""
    line = one_line("a\r\n\x1b[31m b\u2028" + "c" * 1000)
    assert line.startswith("a [31m b c")
    assert len(line) == 300
    assert line.endswith("…")


def test_words_that_look_like_no_key_stay() -> None:
    """Ordinary words are not taken for keys."""
    text = "disk-usage of the task-force at https://example.org/a?page=2 is a basic understanding"
    assert one_line(text, ("", "is")) == text


def test_a_secret_that_begins_another_hides_it_whole() -> None:
    """Of two secrets the longer goes first, so that no end of it stays; what is too short for a secret stays."""
    assert one_line("abcd, abcdefgh and on", ("abcd", "on", "abcdefgh", "")) == "***, *** and on"
