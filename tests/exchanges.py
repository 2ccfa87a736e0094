"""Short ways to record and replay exchanges for tests."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from summarize.llm.base import Message, Reply, Request
from summarize.llm.cassette import Recording, Replaying, Store
from summarize.llm.fake import FakeLLM

REQUEST = Request(
    "read",
    "S1, part 1 of 1",
    "small",
    (
        Message("system", "Be brief.\nCite.\n"),
        Message("user", "1 | The mayor resigned.\r\n2 | „Genug“, sagte sie."),
    ),
    schema_name="read",
    schema={"type": "object", "properties": {"points": {"type": "array"}}},
    temperature=0.2,
    max_output=100,
)


def user(text: str, **changes: Any) -> Request:
    """Make the request with another question."""
    return replace(REQUEST, messages=(REQUEST.messages[0], Message("user", text)), **changes)


def record(folder: Path, *requests: Request, answer: Callable[[Request], str] = lambda _: "yes") -> FakeLLM:
    """Record the requests, one after the other; give the model that was asked."""

    async def run() -> FakeLLM:
        inner = FakeLLM(answer)
        recording = Recording(inner, Store(folder))
        for one in requests:
            await recording.complete(one)
        return inner

    return asyncio.run(run())


def play(folder: Path, request: Request = REQUEST) -> Reply:
    """Replay one request."""
    return asyncio.run(Replaying(folder).complete(request))
