"""The adapter to OpenAI's Batch API: files of requests go up, files of answers come down, within a day, at half price."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from summarize.errors import EndpointError, ModelError, TransientError
from summarize.llm.base import Request
from summarize.llm.faults import QUOTA, one_line, read_fault
from summarize.llm.openai import DEFAULT_URL, Form, chat_arguments, parse_address
from summarize.llm.retries import backoff

if TYPE_CHECKING:
    import openai
    from openai.types import Batch

T = TypeVar("T")

ENDPOINT: Final = "/v1/chat/completions"
WINDOW: Final = "24h"
LISTED = 200  # batches, the newest, among which one is looked for whose creation went unanswered
FILE_SECONDS = 600.0  # for 200 MB
BATCH, FILE = "batch", "file"  # that were there; others are gone only where the endpoint knows of none
RUNNING = frozenset({"validating", "in_progress", "finalizing", "cancelling"})


@dataclass(frozen=True, slots=True)
class Ticket:
    """How a batch stands; files are named by their ids, "" for none. `error` says why the batch failed as a whole."""

    id: str
    status: str
    input_file: str
    output_file: str = ""
    error_file: str = ""
    done: int = 0
    total: int = 0
    error: str = ""

    @property
    def runs(self) -> bool:
        """Whether answers may come yet."""
        return self.status in RUNNING


def first_form(base_url: str | None) -> Form:
    """Give the form in which requests are first put; files are checked as strictly as calls are."""
    names = ("max_completion_tokens", "max_tokens", "")
    own = parse_address(base_url).shown == DEFAULT_URL
    return Form(limits=names if own else (names[1], names[0], names[2]))


def line(name: str, request: Request, form: Form) -> bytes:
    """Write a request as a line of a batch's file."""
    body = chat_arguments(request, form)
    asked = {"custom_id": name, "method": "POST", "url": ENDPOINT, "body": body}
    return json.dumps(asked, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


class OpenAIBatches:
    """Submits batches and fetches them; what fails for now is tried again up to `max_retries` times.

    Raises EndpointError where the endpoint cannot be reached or refuses, ModelError where it finds a file or a batch
    at fault.
    """

    def __init__(
        self,
        *,
        api_key: str | None,
        base_url: str | None,
        timeout: float,
        max_retries: int,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        address = parse_address(base_url)
        if not api_key and address.shown == DEFAULT_URL:
            raise EndpointError(
                f"no key for {DEFAULT_URL}: set OPENAI_API_KEY, or --base-url for a server without one"
            )
        self._address, self._key, self._timeout = address, api_key, timeout
        self._max_retries, self._sleep = max_retries, sleep
        self._opened: openai.AsyncOpenAI | None = None

    @property
    def _client(self) -> "openai.AsyncOpenAI":
        """Open the client when it is first needed: a run whose answers are all there needs none."""
        import openai

        if self._opened is None:
            self._opened = openai.AsyncOpenAI(
                api_key=self._key or "none",
                base_url=self._address.url,
                default_query=dict(self._address.query),
                timeout=self._timeout,
                max_retries=0,
            )
        return self._opened

    async def upload(self, content: bytes) -> str:
        """Upload a file of requests; give its id."""
        file = await self._tried(
            "uploading a file of requests",
            lambda: self._client.files.create(
                file=("requests.jsonl", content), purpose="batch", timeout=FILE_SECONDS
            ),
        )
        return file.id

    async def create(self, input_file: str) -> Ticket:
        """Have a file worked on; one that already is, since only the answer to this was lost, is not a second time."""

        async def created() -> "Batch":
            known = await self._of(input_file)
            return known or await self._client.batches.create(
                input_file_id=input_file, endpoint=ENDPOINT, completion_window=WINDOW
            )

        return _ticket(await self._tried("creating a batch", created))

    async def retrieve(self, identity: str) -> Ticket:
        """Look how a batch stands."""
        return _ticket(
            await self._tried(f"{BATCH} {identity}", lambda: self._client.batches.retrieve(identity))
        )

    async def content(self, file: str) -> bytes:
        """Download a file of answers."""

        async def read() -> bytes:
            return (await self._client.files.content(file, timeout=FILE_SECONDS)).content

        return await self._tried(f"{FILE} {file}", read)

    async def close(self) -> None:
        """Close the connections."""
        if self._opened is not None:
            await self._opened.close()

    async def _of(self, input_file: str) -> "Batch | None":
        listed: AsyncIterator[Batch] = aiter(self._client.batches.list(limit=100))
        seen = 0
        async for batch in listed:
            seen += 1
            if batch.input_file_id == input_file:
                return batch
            if seen >= LISTED:
                break
        return None

    async def _tried(self, what: str, ask: Callable[[], Awaitable[T]]) -> T:
        retries = 0
        while True:
            try:
                return await self._told(what, ask)
            except TransientError as error:
                if retries == self._max_retries:
                    raise EndpointError(
                        f"{error}; asked {retries + 1} times; the same command goes on later"
                    ) from error
                await self._sleep(backoff(retries) if error.retry_after is None else error.retry_after)
            retries += 1

    async def _told(self, what: str, ask: Callable[[], Awaitable[T]]) -> T:
        """Ask once, with the errors of the SDK made our own; they hold the server's words, so none stays in the chain."""
        import openai

        try:
            return await ask()
        except openai.APIStatusError as error:
            known = what.startswith((BATCH, FILE))
            raise self._error(
                what, error.status_code, error.body, error.response.headers, known=known
            ) from None
        except openai.APITimeoutError:
            raise TransientError(f"{what}: no answer within {self._timeout:g} s") from None
        except openai.APIConnectionError as error:
            raise TransientError(f"{what}: no connection to {self._address.shown} ({error})") from None
        except (openai.OpenAIError, ValueError) as error:
            raise TransientError(f"{what}: the answer cannot be read ({self._line(str(error))})") from None

    def _error(
        self, what: str, status: int, body: object, headers: Mapping[str, str], *, known: bool
    ) -> ModelError:
        fault = read_fault(status, body, headers, time.time())
        said = f"{what}: the endpoint refuses ({fault.label}): {self._line(fault.message) or 'no message'}"
        if status in {401, 403, 405} or fault.code in QUOTA or (status == 404 and not known):
            return EndpointError(
                f"{said}; check the key, and that {self._address.shown} has files and batches"
            )
        if status in {408, 409, 425, 429} or status >= 500:
            return TransientError(said, fault.retry_after)
        return ModelError(said)

    def _line(self, text: str) -> str:
        return one_line(text, (self._key or "", *self._address.secrets))


def _ticket(batch: "Batch") -> Ticket:
    counts, errors = batch.request_counts, batch.errors.data if batch.errors and batch.errors.data else []
    return Ticket(
        id=batch.id,
        status=batch.status,
        input_file=batch.input_file_id,
        output_file=batch.output_file_id or "",
        error_file=batch.error_file_id or "",
        done=counts.completed + counts.failed if counts else 0,
        total=counts.total if counts else 0,
        error=one_line("; ".join(filter(None, (_message(each) for each in errors)))),
    )


def _message(error: Any) -> str:
    return " ".join(filter(None, (error.code, error.message)))
