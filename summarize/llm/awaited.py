"""Counts the requests that are under way, for whoever looks on."""

from summarize.llm.base import LLM, Reply, Request
from summarize.watching import Watcher


class Awaited:
    """Passes requests on to `inner`, and tells `watcher` of each that begins and ends."""

    def __init__(self, inner: LLM, watcher: Watcher) -> None:
        self._inner = inner
        self._watcher = watcher
        self._begun = self._ended = self._kept = 0

    async def complete(self, request: Request) -> Reply:
        """Answer one request."""
        self._begun += 1
        self._tell()
        try:
            reply = await self._inner.complete(request)
            self._kept += reply.replayed
        finally:
            self._ended += 1
            self._tell()
        return reply

    async def close(self) -> None:
        """Close the inner LLM."""
        await self._inner.close()

    def _tell(self) -> None:
        self._watcher.awaited(self._begun, self._ended, self._kept)
