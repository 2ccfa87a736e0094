"""The LLM of the tests: a function answers."""

from collections.abc import Callable

from summarize.llm.base import Reply, Request


class FakeLLM:
    """Answers with what `answer` makes of the request, and raises what it raises.

    `requests` are those that came, in order; `closed` says whether it was closed.
    """

    def __init__(self, answer: Callable[[Request], str]) -> None:
        self._answer = answer
        self.requests: list[Request] = []
        self.closed = False

    async def complete(self, request: Request) -> Reply:
        """Answer one request."""
        self.requests.append(request)
        return Reply(self._answer(request))

    async def close(self) -> None:
        """Remember that it was closed."""
        self.closed = True
