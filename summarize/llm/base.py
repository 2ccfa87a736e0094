"""The seam to a language model: one method, and what goes through it.

Everything that asks a model does so through `LLM.complete`. An adapter (`llm.openai`), the pace of calls
(`llm.pace`), the repair of invalid replies (`llm.repair`), the record of exchanges (`llm.cassette`) and the
fake of the tests (`llm.fake`) all have this one shape, and so wrap each other.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from summarize.errors import TransientError


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Request:
    """One question to the model.

    What can change the answer makes its key in a cassette: `model`, `messages`, `schema_name`, `schema`,
    `temperature`. The rest is operational: `stage` names the prompt template ("read"), `subject` what it is
    asked about, for messages to the user ("S1, part 2 of 3"), `max_output` bounds the answer in tokens, and
    `check` raises `ReplyError` for a text that does not hold what was asked for. `tokens` is what the prompt takes,
    where that was counted (0: it is estimated). Of calls that wait, those of a higher `priority` go first, and among
    equals the longest. `arrived` is handed the reply by the adapter in the moment it is there, so that it is kept
    before anything else is done.
    """

    stage: str
    subject: str
    model: str
    messages: tuple[Message, ...]
    schema_name: str = ""
    schema: Mapping[str, Any] | None = field(default=None, hash=False)
    temperature: float | None = None
    max_output: int = 4_096
    check: Callable[[str], None] | None = field(default=None, compare=False, repr=False)
    tokens: int = field(default=0, compare=False)
    priority: int = field(default=0, compare=False)
    arrived: "Callable[[Reply], None] | None" = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What an endpoint says of one of its limits.

    `limit` is what it allows in a window, `remaining` what is left of it, `reset` the seconds until all of it is back;
    None where it does not say.
    """

    limit: float | None
    remaining: float
    reset: float | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What an endpoint says of its limits of requests and of tokens; None where it says nothing."""

    requests: Allowance | None = None
    tokens: Allowance | None = None

    @property
    def exhausted(self) -> bool:
        """Whether nothing is left of one of them."""
        return any(one is not None and one.remaining <= 0 for one in (self.requests, self.tokens))


class PushbackError(TransientError):
    """The endpoint has too much to do: a 429 or 503, or no answer in time.

    `limited` is True where it names a limit that it keeps (429); `limits` are what its headers say of it.
    """

    def __init__(
        self,
        message: str,
        retry_after: float | None = None,
        *,
        limited: bool = False,
        limits: Limits | None = None,
    ) -> None:
        super().__init__(message, retry_after)
        self.limited = limited
        self.limits = limits


class UnusableError(TransientError):
    """The endpoint answered, with nothing in it: an empty text, half a body, a page. It is well, and can be asked soon."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The model's answer: its whole text, and what it took.

    Tokens are as the endpoint counted them (0 where it did not say). `calls` counts the calls that were paid
    for this answer, `replayed` is True where it came from a cassette and none was. `limits` are what the endpoint said
    with it of its limits.
    """

    text: str
    input_tokens: int = 0
    output_tokens: int = 0
    calls: int = 1
    replayed: bool = False
    limits: Limits | None = field(default=None, compare=False, repr=False)


class LLM(Protocol):
    """Anything that answers a request.

    Raises `ModelError` or one of its kinds where there is no usable answer, `ReplayMissError` where a cassette
    has none.
    """

    async def complete(self, request: Request) -> Reply:
        """Answer one request."""
        ...

    async def close(self) -> None:
        """Give back connections and files."""
        ...
