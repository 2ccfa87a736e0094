"""An engine on a fake model, for tests."""

import asyncio
import json
from collections.abc import Sequence
from typing import Any

from summarize import prompts
from summarize.engines.base import Engine
from summarize.engines.levels import in_turn
from summarize.engines.model import ModelEngine
from summarize.llm.fake import FakeLLM
from summarize.records import Merged, Reading, Source
from tests.answers import answer

WEEK = "Kim left on Sunday by train. He met Xi on Monday. They will meet again next month. The train left."


def engine(llm: FakeLLM, **changed: Any) -> ModelEngine:
    """Make an engine on a fake."""
    given: dict[str, Any] = {
        "model": "fake",
        "words": 200,
        "sentences": None,
        "focus": "",
        "chunk_tokens": 3_000,
        "context_tokens": 32_000,
    }
    return ModelEngine(llm, prompts.load(), **(given | changed))


def merge(engine: Engine, sources: Sequence[Source], readings: Sequence[Reading]) -> Merged:
    """Have an engine merge readings that are all there."""

    async def main() -> Merged:
        return await engine.merge(sources, in_turn(readings))

    return asyncio.run(main())


def answering(stage: str, reply: object) -> FakeLLM:
    """Answer one stage with this reply, and all others by rule."""
    return FakeLLM(lambda request: json.dumps(reply) if request.stage == stage else answer(request))
