"""Short ways to ask an endpoint through the adapter, for tests."""

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from summarize import errors
from summarize.llm.base import Message, Reply, Request
from summarize.llm.openai import OpenAIChat
from tests.endpoint import Answer, serving

KEY = "sk-test-0123456789abcdef"
SCHEMA = {
    "type": "object",
    "properties": {"a": {"type": "string"}},
    "required": ["a"],
    "additionalProperties": False,
}


@contextmanager
def bare_clients() -> Iterator[None]:
    """Keep proxies out of the way, and the certificates that a client loads for 70 ms: nothing here is trusted."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_PROXY", "127.0.0.1")
        patch.setattr(ssl.SSLContext, "load_verify_locations", lambda *_, **__: None)
        yield


def request(**changes: Any) -> Request:
    """Make a request."""
    values: dict[str, Any] = {
        "stage": "read",
        "subject": "S1",
        "model": "small",
        "messages": (Message("system", "Be brief."), Message("user", "What happened?")),
    }
    return Request(**{**values, **changes})


STRICT = request(schema_name="read", schema=SCHEMA, temperature=0.2)


def ask(
    url: str, *requests: Request, key: str | None = KEY, timeout: float = 5.0
) -> list[Reply | BaseException]:
    """Ask all requests at once through one adapter, and give replies and errors in their order."""

    async def run() -> list[Reply | BaseException]:
        llm = OpenAIChat(api_key=key, base_url=url, timeout=timeout)
        try:
            return await asyncio.gather(*(llm.complete(one) for one in requests), return_exceptions=True)
        finally:
            await llm.close()

    return asyncio.run(run())


def ask_in_turn(url: str, *requests: Request) -> list[Reply]:
    """Ask the requests one after the other through one adapter."""

    async def run() -> list[Reply]:
        llm = OpenAIChat(api_key=KEY, base_url=url, timeout=5.0)
        try:
            return [await llm.complete(one) for one in requests]
        finally:
            await llm.close()

    return asyncio.run(run())


def failure(answer: Answer, wanted: Request | None = None, **how: Any) -> errors.ModelError:
    """Give the error that an answer ends in, asked through an adapter of its own."""
    with serving(answer) as endpoint:
        (result,) = ask(endpoint.url, wanted or request(), **how)
    assert isinstance(result, errors.ModelError), result
    return result
