"""Counts what each stage asked of the model, for the report."""

from collections.abc import Callable
from dataclasses import replace

from summarize.llm.base import LLM, Reply, Request
from summarize.records import Usage


class Metered:
    """Passes requests on to `inner` and adds up their replies by stage, in the order the stages began.

    `heard` is told after every reply.
    """

    def __init__(self, inner: LLM, heard: Callable[[], None] | None = None) -> None:
        self._inner = inner
        self._heard = heard
        self._usage: dict[str, Usage] = {}

    @property
    def usage(self) -> tuple[Usage, ...]:
        """What was asked so far."""
        return tuple(self._usage.values())

    def clear(self) -> None:
        """Begin anew."""
        self._usage.clear()

    async def complete(self, request: Request) -> Reply:
        """Answer one request, and count it."""
        self._usage.setdefault(request.stage, Usage(request.stage, 0, 0, 0, 0))
        reply = await self._inner.complete(request)
        self._usage[request.stage] = _added(self._usage[request.stage], reply)
        if self._heard:
            self._heard()
        return reply

    async def close(self) -> None:
        """Close the inner LLM."""
        await self._inner.close()


def _added(usage: Usage, reply: Reply) -> Usage:
    paid = not reply.replayed
    return replace(
        usage,
        calls=usage.calls + reply.calls,
        replayed=usage.replayed + reply.replayed * reply.calls,
        input_tokens=usage.input_tokens + reply.input_tokens,
        output_tokens=usage.output_tokens + reply.output_tokens,
        paid_input_tokens=usage.paid_input_tokens + paid * reply.input_tokens,
        paid_output_tokens=usage.paid_output_tokens + paid * reply.output_tokens,
    )
