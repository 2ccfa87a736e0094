"""Builds the way to the model that the settings ask for."""

from collections.abc import Callable
from dataclasses import dataclass

from summarize.config import DEFAULT_MODEL, Settings, to_record
from summarize.errors import UsageError
from summarize.llm import cassette
from summarize.llm.base import LLM
from summarize.llm.budget import Budgeted, Limits, Stop, prompt_tokens
from summarize.llm.cache import Cache, folder_of
from summarize.llm.openai import OpenAIChat
from summarize.llm.pace import Paced
from summarize.llm.prices import Pricer, listed, parse_price
from summarize.llm.repair import Repairing


def _openai(settings: Settings) -> LLM:
    return OpenAIChat(api_key=settings.api_key, base_url=settings.base_url, timeout=settings.timeout)


BACKENDS: dict[str, Callable[[Settings], LLM]] = {"openai": _openai}


@dataclass(frozen=True, slots=True)
class Way:
    """The way to a model, and what watches over its spending; None where nothing is spent."""

    llm: LLM
    budget: Budgeted | None = None


def pricer(settings: Settings) -> Pricer:
    """Give what tokens cost, as the user says or as it is listed."""
    if settings.price:
        return parse_price(settings.price)
    return listed(settings.model or DEFAULT_MODEL, settings.base_url)


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
    price = pricer(settings)
    if settings.max_cost is not None and price(1_000, 1_000) is None:
        raise UsageError(
            f"--max-cost {settings.max_cost:g}: no price of {settings.model or DEFAULT_MODEL} is known here: "
            "give --price IN,OUT in US dollars for a million tokens"
        )
    budget = Budgeted(
        BACKENDS["openai"](settings),
        Limits(settings.max_calls, settings.max_tokens, settings.max_cost),
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
    if settings.record:
        cassette.write_run(settings.record, to_record(settings))
    keeper = keeper_of(settings, note)
    return Way(cassette.Recording(asking, keeper) if keeper else asking, budget)
