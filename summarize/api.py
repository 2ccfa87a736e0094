"""The run as a function, for Python programs."""

import asyncio
from collections.abc import Sequence
from os import PathLike, fspath

from summarize.config import Settings
from summarize.pipeline import run
from summarize.records import Report
from summarize.watching import Silent, Watcher


def summarize(
    paths: str | PathLike[str] | Sequence[str | PathLike[str]],
    settings: Settings | None = None,
    *,
    watcher: Watcher | None = None,
) -> Report:
    """Read the articles at `paths` and return the report on them.

    It does what the command line does. A source that failed is named in `Report.failures`. Raises a SummarizeError
    where there is nothing to report. It runs an event loop of its own; inside a running one, await `pipeline.run`.
    """
    given = [paths] if isinstance(paths, (str, PathLike)) else paths
    return asyncio.run(
        run([fspath(path) for path in given], settings or Settings(), watcher=watcher or Silent())
    )
