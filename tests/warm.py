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

with TemporaryDirectory() as _folder:
    corpus.write(Path(_folder), 2, 120)
    _report = asyncio.run(pipeline.run([_folder], Settings(timeline=True), llm=Rehearsing()))
for _format in ("markdown", "json"):
    assert render(_report, _format)
import_module("summarize.commands")
assert AsyncOpenAI(api_key="none").chat.completions
