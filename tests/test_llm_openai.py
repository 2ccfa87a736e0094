"""The adapter to OpenAI-compatible endpoints, against one on loopback that misbehaves as real ones do."""

import asyncio
import json
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from typing import Any, get_args

import pytest

from summarize import errors
from summarize.config import DEFAULT_MODEL
from summarize.llm.base import Allowance, Limits, Message, PushbackError, Reply
from summarize.llm.openai import OpenAIChat
from tests.asking import KEY, SCHEMA, STRICT, ask, ask_in_turn, bare_clients, failure, request
from tests.endpoint import Answer, Asked, Endpoint, completion, refusal, serving


@pytest.fixture(autouse=True, scope="module")
def _bare() -> Iterator[None]:
    with bare_clients():
        yield


def test_answer() -> None:
    """An answer comes back whole, with the tokens that the endpoint counted."""
    with serving(
        completion('{"a": "é\\n"}\n', usage={"prompt_tokens": 12, "completion_tokens": 3})
    ) as endpoint:
        (reply,) = ask(endpoint.url, STRICT)
    assert reply == Reply('{"a": "é\\n"}\n', 12, 3)


@pytest.mark.parametrize("usage", [None, {}, {"prompt_tokens": None, "completion_tokens": "7"}, [], "none"])
def test_usage_may_be_missing(usage: object) -> None:
    """Where the endpoint counts no tokens the reply stands all the same, with none."""
    with serving(completion("yes", usage=usage)) as endpoint:
        assert ask(endpoint.url, request()) == [Reply("yes", 0, 0)]


def test_content_in_parts() -> None:
    """A server that sends its content in parts is understood."""
    parts: Any = [{"type": "text", "text": "one "}, {"type": "thinking"}, {"type": "text", "text": "two"}]
    with serving(completion(parts)) as endpoint:
        assert ask(endpoint.url, request()) == [Reply("one two")]


def test_what_is_sent() -> None:
    """The request is sent as asked: messages, strict schema, temperature and the bound on the answer."""
    with serving(completion()) as endpoint:
        ask(endpoint.url, STRICT)
        ask(endpoint.url, request())
    first, second = (one.body for one in endpoint.asked)
    assert endpoint.asked[0].path == "/v1/chat/completions"
    assert endpoint.asked[0].headers["authorization"] == f"Bearer {KEY}"
    assert first == {
        "model": "small",
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "What happened?"},
        ],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "read", "schema": SCHEMA, "strict": True},
        },
        "temperature": 0.2,
        "max_tokens": 4096,
    }
    assert second.keys() == {"model", "messages", "max_tokens"}


def test_headers_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The headers that OpenAI's own SDK takes from the environment are sent."""
    monkeypatch.setenv("OPENAI_ORG_ID", "org-1")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-2")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Desk: Foreign\nno header\nX-Run:7")
    with serving(completion()) as endpoint:
        ask(endpoint.url, request())
    headers = endpoint.asked[0].headers
    assert headers["openai-organization"] == "org-1"
    assert headers["openai-project"] == "proj-2"
    assert (headers["x-desk"], headers["x-run"]) == ("Foreign", "7")


def test_limits_of_the_headers() -> None:
    """What the endpoint says of its limits comes back with the answer, and with the refusal."""
    told = {
        "x-ratelimit-limit-requests": "60",
        "x-ratelimit-remaining-requests": "0",
        "x-ratelimit-reset-requests": "1m0s",
    }
    limits = Limits(requests=Allowance(60, 0, 60))
    with serving(Answer(body=completion().body, headers=told)) as endpoint:
        (reply,) = ask(endpoint.url, request())
    assert isinstance(reply, Reply)
    assert reply.limits == limits
    error = failure(refusal(429, "slow down", told))
    assert isinstance(error, PushbackError)
    assert (error.limited, error.limits) == (True, limits)


def test_broken_unicode_is_sent_as_a_replacement() -> None:
    """Half a surrogate pair in an article does not end the run; both halves make their character."""
    with serving(completion()) as endpoint:
        (reply,) = ask(endpoint.url, request(messages=(Message("user", "é \ud83d| \ud83d\ude00"),)))
    assert isinstance(reply, Reply)
    assert endpoint.asked[0].body["messages"][0]["content"] == "é \ufffd| 😀"


# Forms that servers take


def taking(formats: set[str], limits: set[str], *, temperature: bool = True) -> Callable[[Asked], Answer]:
    """Make a server that takes only these, and words its refusals as OpenAI does."""

    def answer(asked: Asked) -> Answer:
        found = asked.body.get("response_format", {"type": "text"})["type"]
        if found not in formats:
            return refusal(
                400, f"'response_format.type' of {found!r} is not supported", param="response_format"
            )
        for name in ("max_tokens", "max_completion_tokens"):
            if name in asked.body and name not in limits:
                other = "max_completion_tokens" if name == "max_tokens" else "max_tokens"
                text = f"Unsupported parameter: '{name}' is not supported with this model. Use '{other}' instead."
                return refusal(400, text, param=name, code="unsupported_parameter")
        if "temperature" in asked.body and not temperature:
            return refusal(422, "Unsupported value: 'temperature' does not support 0.2 with this model.")
        return completion(json.dumps(sorted(asked.body)))

    return answer


ALL_FORMATS, BOTH_LIMITS = {"json_schema", "json_object", "text"}, {"max_tokens", "max_completion_tokens"}


@pytest.mark.parametrize(
    ("server", "sent", "calls"),
    [
        (taking(ALL_FORMATS, BOTH_LIMITS), {"response_format", "temperature", "max_tokens"}, 1),
        (
            taking(ALL_FORMATS, {"max_completion_tokens"}),
            {"response_format", "temperature", "max_completion_tokens"},
            2,
        ),
        (taking(ALL_FORMATS, set()), {"response_format", "temperature"}, 3),
        (taking(ALL_FORMATS, BOTH_LIMITS, temperature=False), {"response_format", "max_tokens"}, 2),
        (taking({"json_object", "text"}, BOTH_LIMITS), {"response_format", "temperature", "max_tokens"}, 2),
        (taking({"text"}, BOTH_LIMITS), {"temperature", "max_tokens"}, 3),
        (taking({"text"}, set(), temperature=False), set(), 6),
    ],
)
def test_what_a_server_refuses_is_left_out_and_remembered(
    server: Callable[[Asked], Answer], sent: set[str], calls: int
) -> None:
    """A parameter that a 400 or 422 names is swapped or left out, and the next request does not send it again."""
    with serving(server) as endpoint:
        replies = ask_in_turn(endpoint.url, STRICT, STRICT)
    assert len(endpoint.asked) == calls + 1
    for reply in replies:
        assert set(json.loads(reply.text)) == sent | {"model", "messages"}
    assert [reply.calls for reply in replies] == [calls, 1]


@pytest.mark.parametrize("formats", [{"json_object"}, {"text"}])
def test_schema_goes_into_the_system_message(formats: set[str]) -> None:
    """A server that takes no schema beside the messages finds it in the system message, whether there was one or not."""
    alone = request(schema=SCHEMA, messages=(Message("user", "What happened?"),))
    with serving(taking(formats, BOTH_LIMITS)) as endpoint:
        ask_in_turn(endpoint.url, STRICT, alone)
    for asked, start in ((endpoint.asked[-2], "Be brief.\n\n"), (endpoint.asked[-1], "")):
        system, user = asked.body["messages"]
        assert system["role"] == "system"
        assert system["content"].startswith(start)
        assert json.loads(system["content"].rpartition("\n")[2]) == SCHEMA
        assert user == {"role": "user", "content": "What happened?"}


def test_concurrent_requests_all_recover() -> None:
    """Requests under way when the first refusal comes in recover as well, each on its own."""
    with serving(taking({"text"}, {"max_completion_tokens"}, temperature=False)) as endpoint:
        results = ask(endpoint.url, *[STRICT] * 6)
    assert [type(one) for one in results] == [Reply] * 6
    assert len(endpoint.asked) <= 6 * 5


def test_a_server_that_refuses_everything_is_not_asked_for_ever() -> None:
    """Each fallback is tried once a request; then the refusal is the answer."""
    everything = "temperature, max_tokens, max_completion_tokens and response_format are not supported"
    with serving(refusal(400, everything)) as endpoint:
        (error,) = ask(endpoint.url, STRICT)
    assert type(error) is errors.ModelError
    assert len(endpoint.asked) == 6


def test_what_was_not_sent_is_not_left_out() -> None:
    """A refusal that names nothing of what was sent is no reason to ask again."""
    error = failure(refusal(400, "temperature and schema look odd"))
    assert type(error) is errors.ModelError


def test_openai_itself_gets_the_new_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenAI's own endpoint is asked with max_completion_tokens from the start."""
    monkeypatch.setattr("summarize.llm.openai.DEFAULT_URL", "http://127.0.0.1:1/v1")
    llm = OpenAIChat(api_key=KEY, base_url=None, timeout=5.0)
    with serving(completion()) as endpoint:
        llm._client.base_url = endpoint.url

        async def run() -> None:
            await llm.complete(request())
            await llm.close()

        asyncio.run(run())
    assert endpoint.asked[0].body["max_completion_tokens"] == 4096


# Keys


def test_no_key_is_needed_for_a_local_server() -> None:
    """A server under a base URL is asked without a key."""
    with serving(completion("yes")) as endpoint:
        assert ask(endpoint.url, request(), key=None) == [Reply("yes")]


def test_a_local_server_that_wants_a_key_after_all() -> None:
    """A 401 where no key was given asks for one."""
    error = failure(refusal(401, "missing token"), key=None)
    assert str(error).startswith("endpoint wants a key (401): set OPENAI_API_KEY")


@pytest.mark.parametrize("key", [None, "", "  "])
def test_openai_itself_needs_a_key(key: str | None) -> None:
    """Without a key and without a base URL there is no one to ask."""
    with pytest.raises(errors.EndpointError, match="set OPENAI_API_KEY, or --base-url"):
        OpenAIChat(api_key=key, base_url=None, timeout=5.0)


@pytest.mark.parametrize("key", ["sk-one two", "“sk-quoted”", "sk-a\nsk-b", "sk-é"])
def test_a_key_that_cannot_be_one(key: str) -> None:
    """A key with a space, a quote or a line break in it is refused without being shown."""
    with pytest.raises(errors.EndpointError, match="OPENAI_API_KEY holds a character") as caught:
        OpenAIChat(api_key=key, base_url=None, timeout=5.0)
    assert key not in str(caught.value)


def test_a_line_break_after_the_key_does_no_harm() -> None:
    """A key read from a file with its line break works."""
    with serving(completion("yes")) as endpoint:
        assert ask(endpoint.url, request(), key=f"{KEY}\n") == [Reply("yes")]
    assert endpoint.asked[0].headers["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize("key", [KEY, "plain-secret-4711"])
def test_a_key_never_shows(key: str) -> None:
    """A server that repeats the key, or another one, does not get it into the message, its causes or the traceback."""
    said = f"Incorrect API key provided: {key} (Bearer {key}, sk-other-987654321, http://me:{key}@host/?api_key={key})"
    statuses = (200, 400, 401, 403, 404, 413, 429, 500)
    with serving(*(refusal(status, said, code=f"no\n{key}") for status in statuses)) as endpoint:
        found = ask(endpoint.url, *[request()] * len(statuses), key=key)
    assert {type(one) for one in found} == {
        errors.EndpointError,
        errors.ModelError,
        errors.TransientError,
        PushbackError,
    }
    for error in found:
        assert isinstance(error, errors.ModelError)
        shown = "".join(traceback.format_exception(error)) + repr(error)
        assert key not in shown
        assert "\n" not in str(error)
        assert "987654321" not in shown
        assert "Incorrect API key provided" in shown


def test_secrets_of_the_base_url_never_show() -> None:
    """User, password and query of a base URL reach the server but no message."""

    def echo(asked: Asked) -> Answer:
        return refusal(404, f"no {asked.path} for {asked.headers['authorization']} hunter%402 hunter@2")

    with serving(echo) as endpoint:
        url = endpoint.url.replace("http://", "http://press:hunter%402@") + "/?token=tok-5566&v=1"
        (error,) = ask(url, request())
    assert endpoint.asked[0].path == "/v1/chat/completions?token=tok-5566&v=1"
    for secret in ("hunter", "press", "tok-5566", "cHJlc3M"):
        assert secret not in str(error)
    assert endpoint.url in str(error)


def test_import_stays_light() -> None:
    """Importing the adapter imports neither the SDK nor an HTTP client."""
    code = "import sys, summarize.llm.openai; sys.exit(bool({'openai', 'httpx2'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_default_model_is_one_of_the_sdk() -> None:
    """The default model is on the list of the SDK that is installed."""
    from openai.types import ChatModel

    assert DEFAULT_MODEL in get_args(ChatModel)


def test_close_ends_the_connections() -> None:
    """A closed adapter leaves no socket behind (an open one would warn, and warnings are errors)."""

    async def run(endpoint: Endpoint) -> bool:
        llm = OpenAIChat(api_key=None, base_url=endpoint.url, timeout=5.0)
        await llm.complete(request())
        await llm.close()
        return bool(llm._client.is_closed())

    with serving(completion()) as endpoint:
        assert asyncio.run(run(endpoint))
