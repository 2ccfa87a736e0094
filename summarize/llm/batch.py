"""A run in bulk: all that can be asked now is asked in batches, which take up to a day and cost half.

The pipeline is gone through in passes. In each, what is kept is answered, and all else noted; a pass ends where nothing
can go on without an answer. What was noted is submitted, and the next pass, in this run or a later one, comes further.
"""

import asyncio
import json
import math
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol, TypeVar

from summarize.errors import CutOffError, EndpointError, LimitError, ModelError, PendingError, RefusalError
from summarize.llm.base import Reply, Request
from summarize.llm.batch_state import State, Submitted, alone
from summarize.llm.budget import MARGIN, Limits, Spent, over, prompt_tokens
from summarize.llm.cassette import Keeper, file_name, holds
from summarize.llm.faults import Fault, about, first_choice, one_line, read_fault, stated_error
from summarize.llm.openai import Form, chat_arguments, relax
from summarize.llm.openai_batch import Ticket, line
from summarize.llm.prices import Pricer

T = TypeVar("T")

MOST_REQUESTS = 50_000  # in a file
MOST_BYTES = 190_000_000  # of 200 MB, in whichever way they are counted
TRIES = 2  # a request that failed is submitted once more
QUIET = 100  # turns of the event loop without a request: nothing goes on without an answer
POLL = 15.0  # seconds between two looks at batches, at first
LONGEST_POLL = 300.0
POLL_GROWTH = 1.5


class Batches(Protocol):
    """What takes batches: `llm.openai_batch`."""

    async def upload(self, content: bytes) -> str:
        """Upload a file of requests; give its id."""
        ...

    async def create(self, input_file: str) -> Ticket:
        """Have a file worked on, once."""
        ...

    async def retrieve(self, identity: str) -> Ticket:
        """Look how a batch stands."""
        ...

    async def content(self, file: str) -> bytes:
        """Download a file of answers."""
        ...

    async def close(self) -> None:
        """Close the connections."""
        ...


class Batched:
    """Answers from what is kept and what batches brought; all else waits, noted, for the end of the pass.

    `keeper` keeps the answers, `folder` the state of the batches, `address` tells those of one endpoint from others.
    `price` is that of tokens in bulk. `wait` stays until all is done. An answer that fails the check of its request, or
    none, is asked for once more.
    """

    def __init__(
        self,
        batches: Batches,
        keeper: Keeper,
        folder: Path,
        *,
        address: str,
        form: Form,
        limits: Limits,
        price: Pricer,
        note: Callable[[str], None],
        wait: bool,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._now = now
        self._batches, self._keeper, self._folder = batches, keeper, folder
        self._address, self._form, self._limits = address, form, limits
        self._price, self._note, self._wait, self._sleep = price, note, wait, sleep
        self._state = State(folder)
        self._lines: dict[str, list[Mapping[str, Any]]] = {}
        self._wanted: dict[str, Request] = {}
        self._answered: dict[str, Reply] = {}
        self._settled: set[str] = set()
        self._failed: set[str] = set()
        self._refused: dict[str, str] = {}
        self._turns = 0
        self.reached = ""

    async def complete(self, request: Request) -> Reply:
        """Answer one request, or wait for the end of the pass."""
        self._turns += 1
        name = file_name(request).removesuffix(".json")
        if name in self._answered:
            return self._answered[name]
        kept = self._keeper.get(request)
        if kept is not None and holds(request, kept):
            return kept
        failure: ModelError | None = None
        for result in self._lines.get(name, ()):
            try:
                return self._taken(name, request, _reply(request, result))
            except ModelError as error:
                failure = error
                self._adapt(request, result)
        if len(self._lines.get(name, ())) >= TRIES:
            self._failed.add(name)
            raise ModelError(f"{failure}; asked {TRIES} times in bulk") from failure
        if name in self._refused:
            self.reached = self.reached or self._refused[name]
            raise LimitError(f"{self._refused[name]}; {request.subject} was not asked")
        cut = isinstance(failure, CutOffError)
        self._wanted[name] = replace(request, max_output=2 * request.max_output) if cut else request
        waiting: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        return await waiting

    async def close(self) -> None:
        """Close the connections."""
        await self._batches.close()

    async def run(self, once: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Go through `once` until it comes to its end. Raises PendingError where that takes batches under way."""
        with alone(self._folder):
            self._state = State.load(self._folder)
            self._state.forget_old(self._now())
            poll = POLL
            while True:
                running = await self._fetched()
                work = await self._pass(once)
                self._state.forget(self._settled)
                if work is not None:
                    self._state.forget(self._failed)
                    self._state.spent = Spent()
                    self._state.save()
                    return work.result()
                refused = len(self._refused)
                running += await self._submitted()
                concerned = [ticket for ticket in running if self._concerns(ticket)]
                if not concerned and len(self._refused) > refused:
                    continue
                for ticket in concerned:
                    self._note(
                        f"batch {ticket.id}: {ticket.status}, {ticket.done:,} of {ticket.total:,} done"
                    )
                if not self._wait:
                    count = f"{len(concerned):,} batch{'es are' if len(concerned) != 1 else ' is'}"
                    raise PendingError(f"{count} under way; come back later: the same command goes on")
                await self._sleep(poll)
                poll = min(LONGEST_POLL, POLL_GROWTH * poll)

    async def _pass(self, once: Callable[[], Coroutine[Any, Any, T]]) -> "asyncio.Task[T] | None":
        """Go through the stages as far as answers are there; give the work where it came to its end."""
        self._wanted.clear()
        work = asyncio.ensure_future(once())
        quiet = 0
        while not work.done() and quiet < QUIET:
            turns = self._turns
            await asyncio.sleep(0)
            quiet = quiet + 1 if self._wanted and turns == self._turns else 0
        if work.done():
            return work
        work.cancel()
        await asyncio.wait({work})
        return None

    def _taken(self, name: str, request: Request, reply: Reply) -> Reply:
        """Keep a valid answer; once it is kept, its batch can forget it."""
        if request.check is not None:
            request.check(reply.text)
        self._keeper.put(request, reply)
        if self._keeper.get(request) is not None:
            self._settled.add(name)
        self._answered[name] = reply
        return reply

    def _adapt(self, request: Request, result: Mapping[str, Any]) -> None:
        """Leave out of the requests to come what the endpoint names as not known to it."""
        form = self._state.form or self._form
        relaxed = relax(form, chat_arguments(request, form), _fault(result))
        if relaxed is not None:
            self._state.form = relaxed

    async def _fetched(self) -> list[Ticket]:
        """Download what has ended; give what runs."""
        running = []
        for batch in list(self._state.batches):
            if batch.ended or batch.address != self._address:
                continue
            try:
                ticket = await (
                    self._batches.retrieve(batch.id) if batch.id else self._batches.create(batch.input_file)
                )
                results = {} if ticket.runs else await self._results(ticket, set(batch.names))
            except EndpointError:
                raise
            except ModelError as error:
                ticket, results = Ticket(batch.id, "lost", batch.input_file, error=str(error)), {}
            if ticket.runs:
                self._state.put(batch, id=ticket.id)
                running.append(ticket)
                continue
            named = replace(batch, id=ticket.id or batch.input_file)
            self._state.keep(named, results)
            self._state.spent.add(_spent(results.values(), self._price))
            self._state.put(batch, id=named.id, ended=ticket.status, error=ticket.error)
            answered = sum(_fault(result).status == 200 for result in results.values())
            why = f" ({ticket.error})" if ticket.error else ""
            self._note(
                f"batch {named.id}: {ticket.status}{why}, {answered:,} of {len(batch.names):,} answered"
            )
        self._lines.clear()
        for batch in self._state.batches:
            if batch.ended:
                found = self._state.results(batch)
                for name in batch.names:
                    nothing = {"error": {"message": f"batch {batch.id} {batch.ended}. {batch.error}".strip()}}
                    self._lines.setdefault(name, []).append(found.get(name, nothing))
        return running

    async def _results(self, ticket: Ticket, names: set[str]) -> dict[str, Mapping[str, Any]]:
        """Download the lines of a batch that has ended, by name; what is no line, or of another, is passed over."""
        results: dict[str, Mapping[str, Any]] = {}
        for file in filter(None, (ticket.error_file, ticket.output_file)):
            for raw in (await self._batches.content(file)).splitlines():
                try:
                    result = json.loads(raw)
                except ValueError:
                    continue
                if isinstance(result, Mapping) and result.get("custom_id") in names:
                    results[str(result["custom_id"])] = result
        return results

    async def _submitted(self) -> list[Ticket]:
        """Submit what is wanted, is in no batch that runs, and has room within the limits."""
        under_way = [one for one in self._state.batches if not one.ended and one.address == self._address]
        asked = {name for batch in under_way for name in batch.names}
        used = replace(self._state.spent)
        for batch in under_way:
            used.add(Spent(len(batch.names), batch.tokens, batch.cost))
        new: dict[str, Request] = {}
        no_room: dict[str, str] = {}
        for name, request in self._wanted.items():
            if name in asked:
                continue
            wanted = self._reserve(request)
            if reason := over(self._limits, used, wanted, request.stage):
                no_room[name] = reason
                continue
            used.add(wanted)
            new[name] = request
        if not new and not under_way:
            # Otherwise there may be room when batches are done, which take less than they might.
            self._refused |= no_room
        form = self._state.form or self._form
        lines = {name: line(name, request, form) for name, request in new.items()}
        tickets = []
        for names in parcels({name: len(content) for name, content in lines.items()}):
            file = await self._batches.upload(b"".join(lines[name] for name in names))
            most = Spent()
            for name in names:
                most.add(self._reserve(new[name]))
            # Noted before it is created: a run that is killed in between finds it again.
            batch = Submitted(
                file,
                self._address,
                tuple(names),
                created=self._now(),
                tokens=most.tokens,
                cost=most.cost,
            )
            self._state.batches.append(batch)
            self._state.save()
            ticket = await self._batches.create(file)
            self._state.put(batch, id=ticket.id)
            tickets.append(ticket if ticket.total else replace(ticket, total=len(names)))
        return tickets

    def _reserve(self, request: Request) -> Spent:
        prompt = math.ceil(MARGIN * prompt_tokens(request))
        return Spent(1, prompt + request.max_output, self._price(prompt, request.max_output) or 0.0)

    def _concerns(self, ticket: Ticket) -> bool:
        """Whether a batch that runs has requests of this run."""
        return any(
            batch.id == ticket.id and not self._wanted.keys().isdisjoint(batch.names)
            for batch in self._state.batches
        )


def parcels(
    sizes: Mapping[str, int], most: int = MOST_REQUESTS, most_bytes: int = MOST_BYTES
) -> Iterator[list[str]]:
    """Divide requests, by name and bytes, into files."""
    names: list[str] = []
    total = 0
    for name, size in sizes.items():
        if names and (len(names) == most or total + size > most_bytes):
            yield names
            names, total = [], 0
        names.append(name)
        total += size
    if names:
        yield names


def _fault(result: Mapping[str, Any]) -> Fault:
    """Read what a line says went wrong; status 200 where nothing did."""
    response = result.get("response")
    response = response if isinstance(response, Mapping) else {}
    status, body = response.get("status_code"), response.get("body")
    if result.get("error"):
        return read_fault(0, {"error": result["error"]}, {}, 0.0)
    if status == 200 and isinstance(body, Mapping) and stated_error(body) is None:
        return Fault(200)
    return read_fault(status if isinstance(status, int) else 0, body, {}, 0.0)


def _reply(request: Request, result: Mapping[str, Any]) -> Reply:
    """Take the reply from a line. Raises ModelError where it holds none that is whole."""
    fault = _fault(result)
    if fault.status != 200:
        said = one_line(fault.message) or "no message"
        raise ModelError(f"{about(request)}: not answered in bulk ({fault.label}): {said}")
    body: Mapping[str, Any] = result["response"]["body"]
    choice = first_choice(body)
    message = choice.get("message")
    message = message if isinstance(message, Mapping) else {}
    finish, text = choice.get("finish_reason"), message.get("content")
    if message.get("refusal") or finish == "content_filter":
        said = one_line(str(message.get("refusal") or finish))
        raise RefusalError(f"{about(request)}: the model declined: {said}")
    if finish in {"length", "max_tokens"}:
        raise CutOffError(f"{about(request)}: the answer was cut off; lower --chunk-tokens")
    if not isinstance(text, str) or not text.strip():
        raise ModelError(f"{about(request)}: the answer is empty")
    return Reply(text, *_usage(body))


def _usage(body: Mapping[str, Any]) -> tuple[int, int]:
    usage = body.get("usage")
    usage = usage if isinstance(usage, Mapping) else {}
    counts = (usage.get("prompt_tokens"), usage.get("completion_tokens"))
    first, second = (count if type(count) is int and count > 0 else 0 for count in counts)
    return first, second


def _spent(results: Iterable[Mapping[str, Any]], price: Pricer) -> Spent:
    """Add up what the answers of a batch took."""
    spent = Spent()
    for result in results:
        if _fault(result).status == 200:
            tokens_in, tokens_out = _usage(result["response"]["body"])
            spent.add(Spent(1, tokens_in + tokens_out, price(tokens_in, tokens_out) or 0.0))
    return spent
