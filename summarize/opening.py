"""The engine of a run: which one, the way to its model, and how it is stopped.

Of the engines, and of the ways to a model, only what a run needs is loaded.
"""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from summarize import prompts
from summarize.config import DEFAULT_MODEL, Choice, Settings, choose
from summarize.engines.base import Engine
from summarize.errors import StoppedError
from summarize.llm.base import LLM
from summarize.watching import Watcher

if TYPE_CHECKING:
    from summarize.llm.batch import Batched
    from summarize.llm.budget import Budgeted, Stop
    from summarize.llm.meter import Metered

T = TypeVar("T")

REHEARSED = "nothing is asked"
KEEPING = 0.5  # seconds that the last answers have to be written before the run ends


@dataclass(frozen=True, slots=True)
class Opened:
    """The engine of a run, and a line that says which it is and why.

    `meter` counts its calls, `budget` bounds them, or `bulk` where they are asked in batches, `way_on` says how a run goes on that was stopped;
    `rehearses` says that nothing but the calls of a run is wanted.
    """

    engine: Engine
    why: str
    meter: "Metered | None" = None
    budget: "Budgeted | None" = None
    bulk: "Batched | None" = None
    way_on: str = ""
    rehearses: bool = False

    @property
    def reached(self) -> str:
        """The limit that ended the run before its end, "" for none."""
        watching = self.budget or self.bulk
        return watching.reached if watching else ""


def open_engine(settings: Settings, llm: LLM | None, watcher: Watcher, stop: "Stop | None") -> Opened:
    """Open the engine that the settings choose; `llm` takes the place of the model they name."""
    choice = choose(settings) if llm is None else _handed_over(llm)
    if choice.engine == "model":
        return _open_model(settings, llm, watcher, stop, choice.why)
    from summarize.engines.extractive import Extractive

    engine = Extractive(words=settings.words, focus=settings.focus, sentences=settings.sentences)
    return Opened(engine, f"engine: extractive, no model is asked ({choice.why})")


def _handed_over(llm: LLM) -> Choice:
    from summarize.rehearsal import Rehearsing

    return Choice("model", REHEARSED if isinstance(llm, Rehearsing) else "it was handed over")


def _open_model(
    settings: Settings, llm: LLM | None, watcher: Watcher, stop: "Stop | None", why: str
) -> Opened:
    from summarize.engines.model import ModelEngine
    from summarize.llm.awaited import Awaited
    from summarize.llm.backends import Way, open_llm
    from summarize.llm.meter import Metered

    model = settings.model or DEFAULT_MODEL
    place = "a recording" if settings.replay else _shown(settings.base_url)
    templates = prompts.load(settings.prompts)

    def ask_repair(error: str) -> str:
        return templates.fill("repair", error=error)[0].content

    way = Way(llm) if llm else open_llm(settings, ask_repair, watcher.note, stop)
    # What is asked in bulk is asked in passes: nobody waits for a single answer.
    heard = way.llm if way.bulk else Awaited(way.llm, watcher)
    meter = Metered(heard, lambda: watcher.spent(meter.usage))
    asking = ModelEngine(
        meter,
        templates,
        model=model,
        words=settings.words,
        sentences=settings.sentences,
        focus=settings.focus,
        chunk_tokens=settings.chunk_tokens,
        context_tokens=settings.context_tokens,
        counted=_counts(settings, rehearses=why == REHEARSED),
    )
    way_on = _way_on(settings)
    if stop:
        stop.way_on = way_on
    told = f"engine: model {model}, {place} ({why})"
    return Opened(asking, told, meter, way.budget, way.bulk, way_on, rehearses=why == REHEARSED)


def _counts(settings: Settings, *, rehearses: bool) -> bool:
    """Say whether the tokens of every request must be known before it is sent."""
    bounds = (settings.max_tokens, settings.max_cost, settings.tpm)
    return rehearses or settings.batch or any(bound is not None for bound in bounds)


def _shown(base_url: str | None) -> str:
    """Give what is shown of the address: it has no password or key in it."""
    from summarize.llm.openai import parse_address

    return parse_address(base_url).shown


def _way_on(settings: Settings) -> str:
    """Say how a run goes on that was stopped: from the answers that were kept, if they were."""
    if settings.cache or settings.record:
        return "the answers so far are kept: the same command goes on from there"
    return "no answer is kept with --no-cache: the same command begins anew"


async def until_stopped(stages: Coroutine[None, None, T], opened: Opened, stop: "Stop | None") -> T:
    """Go through the stages until somebody wishes for an end: then what is in flight is waited for, and kept."""
    if stop is None or opened.budget is None:
        return await stages
    work, wish = asyncio.ensure_future(stages), asyncio.ensure_future(stop.wait())
    await asyncio.wait({work, wish}, return_when=asyncio.FIRST_COMPLETED)
    if not work.done():
        await opened.budget.idle()
        await asyncio.wait({work}, timeout=KEEPING)
        work.cancel()
        await asyncio.wait({work})
    wish.cancel()
    if work.cancelled():
        raise StoppedError(f"stopped; {opened.way_on}")
    try:
        return work.result()
    except StoppedError as error:
        raise StoppedError(f"stopped; {opened.way_on}") from error
