"""Builds the way to the model that the settings ask for, of what that way alone needs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarize.config import DEFAULT_MODEL, Settings, to_record
from summarize.errors import UsageError
from summarize.llm import cassette
from summarize.llm.base import LLM
from summarize.llm.budget import Budgeted, Limits, Stop, prompt_tokens
from summarize.llm.cache import Cache, folder_of
from summarize.llm.prices import Pricer, halved, listed, parse_price
from summarize.llm.repair import Repairing

if TYPE_CHECKING:
    from summarize.llm.batch import Batched


def _openai(settings: Settings) -> LLM:
    from summarize.llm.openai import OpenAIChat

    return OpenAIChat(api_key=settings.api_key, base_url=settings.base_url, timeout=settings.timeout)


BACKENDS: dict[str, Callable[[Settings], LLM]] = {"openai": _openai}


@dataclass(frozen=True, slots=True)
class Way:
    """The way to a model, and what watches over its spending: over single calls, or over batches."""

    llm: LLM
    budget: Budgeted | None = None
    bulk: "Batched | None" = None


def pricer(settings: Settings) -> Pricer:
    """Give what tokens cost, as the user says or as it is listed."""
    price = (
        parse_price(settings.price)
        if settings.price
        else listed(settings.model or DEFAULT_MODEL, settings.base_url)
    )
    return halved(price) if settings.batch else price


def keeper_of(settings: Settings, note: Callable[[str], None]) -> cassette.Keeper | None:
    """Give what keeps the answers of a run: a recording, else the cache; None where it is to use none."""
    if recording := settings.record or settings.replay:
        return cassette.Store(recording)
    return Cache(folder_of(settings.cache_dir), note) if settings.cache else None


def open_llm(
    settings: Settings,
    ask_repair: Callable[[str], str],
    note: Callable[[str], None],
    stop: Stop | None = None,
) -> Way:
    """Open a replay, or a backend behind budget, pacing and repair, with its answers kept.

    `ask_repair` turns what is wrong with a reply into the message that asks for it again; `note` hears what is wrong
    with the cache. Raises UsageError where a cost is bounded and nobody knows the price.
    """
    if settings.replay:
        return Way(cassette.Replaying(settings.replay))
    from summarize.llm.pace import Paced

    price = pricer(settings)
    if settings.max_cost is not None and price(1_000, 1_000) is None:
        raise UsageError(
            f"--max-cost {settings.max_cost:g}: no price of {settings.model or DEFAULT_MODEL} is known here: "
            "give --price IN,OUT in US dollars for a million tokens"
        )
    limits = Limits(settings.max_calls, settings.max_tokens, settings.max_cost)
    if settings.record:
        cassette.write_run(settings.record, to_record(settings))
    keeper = keeper_of(settings, note)
    if settings.batch and keeper:
        bulk = _open_bulk(settings, keeper, limits, price, note)
        return Way(bulk, bulk=bulk)
    budget = Budgeted(
        BACKENDS["openai"](settings),
        limits,
        estimate=prompt_tokens,
        # A price nobody bounds is not looked up for every call: the list takes a second to load.
        price=price if settings.max_cost is not None else lambda _in, _out: 0.0,
        stop=stop,
    )
    paced = Paced(
        budget,
        concurrency=settings.concurrency,
        max_retries=settings.max_retries,
        max_wait=settings.max_wait,
        rpm=settings.rpm,
        tpm=settings.tpm,
    )
    asking = Repairing(paced, ask=ask_repair)
    return Way(cassette.Recording(asking, keeper) if keeper else asking, budget)


def _open_bulk(
    settings: Settings,
    keeper: cassette.Keeper,
    limits: Limits,
    price: Pricer,
    note: Callable[[str], None],
) -> "Batched":
    """Open the way through batches, whose state stands beside the answers."""
    from summarize.llm.batch import Batched
    from summarize.llm.batch_state import FOLDER
    from summarize.llm.openai import parse_address
    from summarize.llm.openai_batch import OpenAIBatches, first_form

    return Batched(
        OpenAIBatches(
            api_key=settings.api_key,
            base_url=settings.base_url,
            timeout=settings.timeout,
            max_retries=settings.max_retries,
        ),
        keeper,
        (settings.record or folder_of(settings.cache_dir)) / FOLDER,
        address=parse_address(settings.base_url).shown,
        form=first_form(settings.base_url),
        limits=limits,
        price=price if settings.max_cost is not None else lambda _in, _out: 0.0,
        note=note,
        wait=settings.wait,
    )
