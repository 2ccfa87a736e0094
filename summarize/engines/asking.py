"""One question to the model: its template filled, its size held against the context, its answer checked."""

import json
from collections.abc import Callable
from functools import cache, lru_cache
from typing import TypeVar

from summarize import replies
from summarize.errors import ModelError
from summarize.llm.base import LLM, Message, Request
from summarize.prompts import STAGES, Prompts
from summarize.text import tokens

T = TypeVar("T")

MOST_OUTPUT = 4_096  # tokens of an answer
OUTPUT_SHARE = 4  # an answer takes one part in so many of the context at most
ENVELOPE = 24  # tokens that an endpoint's own frame around two messages takes


class Asker:
    """Asks `model` for answers that hold the schema of their stage, within a context of so many tokens.

    `counted` says that the tokens of every prompt must be known. Else those are not counted that are surely within the
    context, since they have no more tokens than bytes: the vocabulary takes longer to load than all else that is done
    before the first call.
    """

    def __init__(self, llm: LLM, prompts: Prompts, *, model: str, context_tokens: int, counted: bool) -> None:
        self._llm = llm
        self._prompts = prompts
        self._model = model
        self._context = context_tokens
        self._output = min(MOST_OUTPUT, context_tokens // OUTPUT_SHARE)
        self._counted = counted

    def room(self, stage: str) -> int:
        """Give the tokens that a prompt of this stage has for what it is filled with."""
        return self._context - self._output - _size(self._bare(stage), stage)

    def within(self, stage: str, wanted: int, beside: int) -> int:
        """Give as many of the tokens wanted as a prompt of this stage has room for, with so many taken beside them."""
        surely = self._context - self._output - _most(self._bare(stage), stage) - beside
        return wanted if wanted <= surely else min(wanted, max(1, self.room(stage) - beside))

    def _bare(self, stage: str) -> tuple[Message, ...]:
        return self._prompts.fill(stage, **dict.fromkeys(STAGES[stage], ""))

    async def ask(self, stage: str, subject: str, read: Callable[[str], T], **values: str) -> T:
        """Ask once, and give the answer as `read` takes it, which raises ReplyError for one that doesn't hold.

        Raises ModelError for a prompt that is over the context: it is refused before it is sent, since a local
        server cuts it in silence.
        """
        messages = self._prompts.fill(stage, **values)
        size = self._expect_room(stage, subject, messages)

        taken: dict[str, T] = {}

        def checked(text: str) -> None:
            if text not in taken:
                taken.clear()
                taken[text] = read(text)

        reply = await self._llm.complete(
            Request(
                stage=stage,
                subject=subject,
                model=self._model,
                messages=messages,
                schema_name=stage,
                schema=replies.SCHEMAS[stage],
                temperature=0.0,
                max_output=self._output,
                tokens=size,
                check=checked,
            )
        )
        # What was checked on its way here is not read a second time.
        return taken[reply.text] if reply.text in taken else read(reply.text)

    async def close(self) -> None:
        """Close the connection to the model."""
        await self._llm.close()

    def _expect_room(self, stage: str, subject: str, messages: tuple[Message, ...]) -> int:
        """Count a prompt's tokens, 0 where they need not be known, and refuse it where they are too many."""
        if not self._counted and _most(messages, stage) + self._output <= self._context:
            return 0
        size = _size(messages, stage)
        if size + self._output > self._context:
            raise ModelError(
                f"{subject}: its prompt of {size:,} tokens and an answer of {self._output:,} are over the context of "
                f"{self._context:,}: raise --context, or lower --chunk-tokens"
            )
        return size


def _size(messages: tuple[Message, ...], stage: str) -> int:
    return sum(map(_tokens, messages)) + _schema_tokens(stage) + ENVELOPE


def _most(messages: tuple[Message, ...], stage: str) -> int:
    """Give a number that the tokens of a prompt are surely within."""
    return sum(tokens.size(message.content) for message in messages) + tokens.size(_schema(stage)) + ENVELOPE


def _tokens(message: Message) -> int:
    # The words of a system message are the same in all prompts of a stage.
    return _known_tokens(message.content) if message.role == "system" else tokens.count(message.content)


_known_tokens = lru_cache(maxsize=32)(tokens.count)


@cache
def _schema_tokens(stage: str) -> int:
    return tokens.count(_schema(stage))


@cache
def _schema(stage: str) -> str:
    return json.dumps(replies.SCHEMAS[stage])
