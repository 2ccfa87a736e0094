"""The articles that the user named, made ready: in this process, and where there are many on every core.

What is found, in which order, and what is said of what cannot be read, does not depend on where it is made.
"""

import os
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from summarize.errors import InputError
from summarize.ingest import Note, found_articles
from summarize.preparation.unit import Options, Outcome, Ready, Task, Unit, work

if TYPE_CHECKING:
    from concurrent.futures import Future

__all__ = ["ALONE", "Options", "Ready", "prepared"]

ALONE = 100  # files that are made ready here before other processes are started, which takes half a second
UNIT = 16  # files that a process is given at once
AHEAD = 3  # units for each process that are under way
MOST_WORKERS = 4  # processes of about 60 MB each


def prepared(
    paths: Sequence[str],
    options: Options,
    *,
    stdin: BinaryIO | None = None,
    urls: Path | None = None,
    allow_private: bool = False,
    note: Callable[[str], None] | None = None,
    processes: int | None = None,
) -> Iterator[Ready | InputError]:
    """Make a source of every article, in the order of `ingest.read_articles`, which says what the arguments are.

    `processes` are those that are started for what comes behind the first `ALONE`: as many as there are cores where it is None,
    none for fewer than two. What they make has its dates, whatever the options say.
    """
    tasks = found_articles(paths, stdin=stdin, urls=urls, allow_private=allow_private)
    count = min(_cores(), MOST_WORKERS) if processes is None else processes
    here = chain.from_iterable(work([task], options) for task in islice(tasks, ALONE if count > 1 else None))
    with closing(_elsewhere(tasks, options, count)) as others:
        for outcome in chain(here, others):
            if not isinstance(outcome, Note):
                yield outcome
            elif note:
                note(outcome.line)


def _cores() -> int:
    """Count the cores that this process may use, none where it cannot start another of its kind."""
    if not sys.executable or getattr(sys, "frozen", False):
        return 0
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _elsewhere(tasks: Iterator[Task], options: Options, count: int) -> Generator[Outcome, None, None]:
    """Have tasks done by processes, a few units of them ahead, and give what they come to in the order of the tasks."""
    dated = replace(options, dated=True)
    units = iter(lambda: Unit(list(islice(tasks, UNIT)), dated), Unit([], dated))
    first = next(units, None)
    if first is None:
        return
    # The processes are started from this package too, and start none.
    from summarize.preparation.workers import Workers

    with Workers(count) as workers:
        under_way: deque[Future[list[Outcome]]] = deque()
        for unit in chain([first], units):
            under_way.append(workers.submit(unit))
            if len(under_way) >= AHEAD * count:
                yield from under_way.popleft().result()
        for last in under_way:
            yield from last.result()
