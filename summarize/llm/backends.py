"""Builds the way to the model that the settings ask for."""

from collections.abc import Callable

from summarize.config import Settings, to_record
from summarize.llm import cassette
from summarize.llm.base import LLM
from summarize.llm.openai import OpenAIChat
from summarize.llm.pace import Paced
from summarize.llm.repair import Repairing


def _openai(settings: Settings) -> LLM:
    return OpenAIChat(api_key=settings.api_key, base_url=settings.base_url, timeout=settings.timeout)


BACKENDS: dict[str, Callable[[Settings], LLM]] = {"openai": _openai}


def open_llm(settings: Settings, ask_repair: Callable[[str], str]) -> LLM:
    """Open a replay, or a backend behind pacing and repair, recorded where that is asked for.

    `ask_repair` turns what is wrong with a reply into the message that asks for it again.
    """
    if settings.replay:
        return cassette.Replaying(settings.replay)
    backend = BACKENDS["openai"](settings)
    paced = Paced(backend, concurrency=settings.concurrency, max_retries=settings.max_retries)
    repairing = Repairing(paced, ask=ask_repair)
    if settings.record:
        cassette.write_run(settings.record, to_record(settings))
        return cassette.Recording(repairing, settings.record)
    return repairing
