"""The repair of replies that do not hold what was asked for: they are asked for once more, with what is wrong."""

from collections.abc import Callable
from dataclasses import replace

from summarize.errors import ReplyError
from summarize.llm.base import LLM, Message, Reply, Request
from summarize.llm.faults import about

MAX_REPLY = 1_000_000  # characters; a longer reply is a model gone astray, and not worth a second call
MAX_SHOWN = 8_000  # characters of an invalid reply that the model sees again


class Repairing:
    """Checks the replies of `inner`; for an invalid one it asks again, once, with what `ask` makes of the error.

    Raises ReplyError where the second reply is invalid too, or the first is beyond repair. What both calls took is
    added up.
    """

    def __init__(self, inner: LLM, *, ask: Callable[[str], str]) -> None:
        self._inner = inner
        self._ask = ask

    async def complete(self, request: Request) -> Reply:
        """Answer one request with a reply that passes its check."""
        first = await self._inner.complete(request)
        error = _fault(request, first)
        if error is None:
            return first
        second = await self._inner.complete(self._again(request, first, error))
        error = _fault(request, second)
        if error is not None:
            raise ReplyError(
                f"{about(request)}: the answer is invalid, and so is its repair: {error}"
            ) from error
        return _both(first, second)

    async def close(self) -> None:
        """Close the inner LLM."""
        await self._inner.close()

    def _again(self, request: Request, reply: Reply, error: ReplyError) -> Request:
        shown = Message("assistant", reply.text[:MAX_SHOWN])
        messages = (*request.messages, shown, Message("user", self._ask(str(error))))
        arrived = request.arrived
        # What answers this is kept as the answer to the first request, with what both calls took.
        both = arrived and (lambda second: arrived(_both(reply, second)))
        return replace(request, messages=messages, arrived=both)


def _both(first: Reply, second: Reply) -> Reply:
    """Give the second of two replies, with what both took."""
    return replace(
        second,
        input_tokens=first.input_tokens + second.input_tokens,
        output_tokens=first.output_tokens + second.output_tokens,
        calls=first.calls + second.calls,
    )


def _fault(request: Request, reply: Reply) -> ReplyError | None:
    """Give what is wrong with a reply, None where nothing is. Raises ReplyError for one that is beyond repair."""
    if len(reply.text) > MAX_REPLY:
        raise ReplyError(
            f"{about(request)}: the answer has {len(reply.text):,} characters, more than {MAX_REPLY:,}: "
            "the model has gone astray; take another --model"
        )
    if request.check is None:
        return None
    try:
        request.check(reply.text)
    except ReplyError as error:
        return error
    return None
