"""One more article costs its own chunks and the merges that it touches, wherever it stands among a hundred."""

import asyncio
import shutil
from collections import Counter
from pathlib import Path
from unittest import mock

import pytest

from benchmarks import corpus
from summarize import pipeline, preparation
from summarize.config import Settings
from summarize.llm.base import Reply, Request
from summarize.llm.cache import Cache
from summarize.llm.cassette import Recording
from summarize.records import Report
from summarize.rehearsal import Rehearsing

COUNT = 100
WORDS = 40
MORE = 6  # calls that a new article may cost beyond its own chunks


class _Model(Rehearsing):
    """Answers by rule, with every date of a chunk, and counts what it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: Counter[str] = Counter()

    async def complete(self, request: Request) -> Reply:
        self.calls[request.stage] += 1
        return await super().complete(request)


def _folder(folder: Path, numbers: list[int]) -> Path:
    """Write articles, each under its number, so that their order is that of the numbers."""
    folder.mkdir()
    for place, number in enumerate(numbers):
        (folder / f"{place:05}.md").write_text(corpus.article(number, WORDS, 1), "utf-8")
    return folder


def _run(folder: Path, kept: Path, context: int) -> tuple[Report, Counter[str]]:
    """Run over a folder with a cache; give the report and the calls that were asked, by stage."""
    model = _Model()
    llm = Recording(model, Cache(kept, print))
    settings = Settings(timeline=True, context_tokens=context, chunk_tokens=1_000)
    # One article behind the first hundred is not worth the start of other processes.
    with mock.patch.object(preparation, "ALONE", COUNT + 1):
        report = asyncio.run(pipeline.run([str(folder)], settings, llm=llm))
    return report, model.calls


@pytest.fixture(scope="module", params=[32_000, 4_000], ids=["one merge", "several levels"])
def hundred(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[int, Path]:
    """A context, and a cache that holds all answers of a run over a hundred articles within it."""
    folder = tmp_path_factory.mktemp("hundred")
    _, calls = _run(_folder(folder / "articles", list(range(COUNT))), folder / "cache", request.param)
    assert calls["read"] == COUNT
    assert (calls["merge"] > 10) == (request.param < 32_000)
    return request.param, folder / "cache"


@pytest.mark.parametrize("place", [0, COUNT // 2, COUNT], ids=["front", "middle", "end"])
def test_one_more_article(tmp_path: Path, hundred: tuple[int, Path], place: int) -> None:
    """In front, in the middle or at the end, with one merge or with several levels: a new article costs little."""
    context, kept = hundred
    shutil.copytree(kept, tmp_path / "cache")
    numbers = list(range(COUNT))
    folder = _folder(tmp_path / "articles", [*numbers[:place], 1_000, *numbers[place:]])
    report, calls = _run(folder, tmp_path / "cache", context)
    assert len(report.sources) == COUNT + 1
    assert calls["read"] == 1
    assert calls.total() <= 1 + MORE
