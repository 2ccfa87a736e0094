"""The repair of invalid replies."""

import asyncio
import json
from typing import Any

import pytest

from summarize.errors import ReplyError
from summarize.llm.base import Message, Reply, Request
from summarize.llm.repair import MAX_REPLY, MAX_SHOWN, Repairing


def is_json(text: str) -> None:
    """Hold a reply to be JSON."""
    try:
        json.loads(text)
    except ValueError as error:
        raise ReplyError(f"no JSON in {text[:5]!r}") from error


REQUEST = Request(
    "read",
    "S1",
    "m",
    (Message("system", "Be brief."), Message("user", "What happened?")),
    schema_name="read",
    schema={"type": "object"},
    temperature=0.2,
    max_output=99,
    check=is_json,
)


class Answering:
    """Answers with one text after the other, each at a price."""

    def __init__(self, *texts: str) -> None:
        self.texts = list(texts)
        self.requests: list[Request] = []

    async def complete(self, request: Request) -> Reply:
        """Give the next."""
        self.requests.append(request)
        return Reply(self.texts.pop(0), 10, 3, calls=2)

    async def close(self) -> None:
        """Do nothing."""


def complete(inner: Any, request: Request = REQUEST) -> Reply:
    """Ask through the repair."""
    return asyncio.run(Repairing(inner, ask=lambda error: f"Mend this: {error}").complete(request))


def test_a_valid_reply_passes() -> None:
    """A reply that holds what was asked for is asked for once."""
    inner = Answering("{}")
    assert complete(inner) == Reply("{}", 10, 3, calls=2)
    assert inner.requests == [REQUEST]


def test_a_request_without_a_check_passes() -> None:
    """Where nothing is to be checked any text is good."""
    assert complete(Answering("anything"), Request("read", "S1", "m", ())).text == "anything"


def test_an_invalid_reply_is_mended() -> None:
    """An invalid reply is asked for once more, with the reply, the error, and all else as it was; both calls count."""
    inner = Answering("{broken", "{}")
    assert complete(inner) == Reply("{}", 20, 6, calls=4)
    first, second = inner.requests
    assert second.messages == (
        *first.messages,
        Message("assistant", "{broken"),
        Message("user", "Mend this: no JSON in '{brok'"),
    )
    for name in ("stage", "subject", "model", "schema_name", "schema", "temperature", "max_output"):
        assert getattr(second, name) == getattr(first, name)


def test_a_second_invalid_reply_is_an_error() -> None:
    """There is one repair, not two: the error names the request and what is wrong with the second reply."""
    inner = Answering("{first", "{second", "{}")
    with pytest.raises(ReplyError, match=r"^read of S1: .*no JSON in '\{seco'$"):
        complete(inner)
    assert len(inner.requests) == 2


def test_the_model_sees_a_part_of_a_long_reply() -> None:
    """What goes back of a long invalid reply is bounded, since it is paid for."""
    inner = Answering("x" * (MAX_SHOWN + 500), "{}")
    complete(inner)
    assert inner.requests[1].messages[2] == Message("assistant", "x" * MAX_SHOWN)


@pytest.mark.parametrize("texts", [("9" * (MAX_REPLY + 1),), ("{broken", "9" * (MAX_REPLY + 1))])
def test_an_enormous_reply_is_not_sent_back(texts: tuple[str, ...]) -> None:
    """A reply beyond all measure is an error at once, whether its check would hold or not."""
    inner = Answering(*texts, "{}")
    with pytest.raises(ReplyError, match=r"^read of S1: the answer has 1,000,001 characters"):
        complete(inner)
    assert len(inner.requests) == len(texts)


def test_the_largest_reply_passes() -> None:
    """The bound itself is allowed."""
    text = json.dumps("x" * (MAX_REPLY - 2))
    assert complete(Answering(text)).text == text


def test_other_errors_of_a_check_are_not_hidden() -> None:
    """A check that fails for a reason of its own is a bug, not a reason to ask again."""

    def broken(text: str) -> None:
        raise ZeroDivisionError(text)

    inner = Answering("{}")
    with pytest.raises(ZeroDivisionError):
        complete(inner, Request("read", "S1", "m", (), check=broken))
    assert len(inner.requests) == 1
