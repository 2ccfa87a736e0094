"""Does once, by being imported, all that a run builds when it first needs it; what is forked from here finds it done."""

import asyncio
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from openai import AsyncOpenAI

from benchmarks import corpus
from summarize import pipeline
from summarize.config import Settings
from summarize.rehearsal import Rehearsing
from summarize.report import render

_SEEDS = Path(__file__).parent.parent / "seeds"

with TemporaryDirectory() as _folder:
    corpus.write(Path(_folder), 2, 120)
    # Patterns are compiled for the first words that they may hold for; those of true articles are many.
    _paths = [_folder, *map(str, sorted(_SEEDS.glob("*.[tm]*")))]
    _report = asyncio.run(pipeline.run(_paths, Settings(timeline=True), llm=Rehearsing()))
for _format in ("markdown", "json", "html", "junit"):
    assert render(_report, _format)
import_module("summarize.commands")
assert AsyncOpenAI(api_key="none").chat.completions
