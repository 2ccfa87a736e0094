"""The articles that the user named, made ready: in this process, and where there are many on every core.

What is found, in which order, and what is said of what cannot be read, does not depend on where it is made.
"""

import os
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from summarize.errors import InputError
from summarize.ingest import File, Note, found_articles
from summarize.preparation.unit import Options, Outcome, Ready, Task, Unit, work

__all__ = ["ALONE", "Options", "Prepared", "Ready"]

ALONE = 150  # files that are made ready here: of no more, no other processes are started, which takes a second of CPU time
HERE = 16  # files that are made ready here while those start
UNIT = 8  # files that a process is given at once
AHEAD = 6  # units for each process that are under way
MOST_WORKERS = 4  # processes of about 60 MB each


class Prepared(Iterator[Ready | InputError]):
    """A source of every article, made when it is asked for, in the order of `ingest.read_articles`, which says what the arguments are.

    `processes` are those that are started where there are more files than `ALONE`, at once where that is known before they are
    read: as many as there are cores where it is None, none for fewer than two. What they make has its dates, whatever the
    options say, and so has what is made here meanwhile. With `beside` one is started for fewer files too, when the first
    article is asked for: it makes the others ready while this process does something else before it asks for more.

    `files` are those that come first, as long as they can be opened by themselves; no more than one over `ALONE`.
    """

    def __init__(
        self,
        paths: Sequence[str],
        options: Options,
        *,
        stdin: BinaryIO | None = None,
        urls: Path | None = None,
        allow_private: bool = False,
        note: Callable[[str], None] | None = None,
        processes: int | None = None,
        beside: bool = False,
    ) -> None:
        tasks = found_articles(paths, stdin=stdin, urls=urls, allow_private=allow_private)
        count = min(_cores(), MOST_WORKERS) if processes is None else processes
        ahead = _files_ahead(tasks)
        self.files = [task for task in ahead if isinstance(task, File)]
        self._note = note
        self._outcomes = _outcomes(tasks, ahead, options, count, beside=beside)

    def __next__(self) -> Ready | InputError:
        for outcome in self._outcomes:
            if not isinstance(outcome, Note):
                return outcome
            if self._note:
                self._note(outcome.line)
        raise StopIteration

    def close(self) -> None:
        """Make no more."""
        self._outcomes.close()


def _outcomes(
    rest: Iterator[Task], ahead: list[Task], options: Options, count: int, *, beside: bool
) -> Generator[Outcome, None, None]:
    """Do the tasks that were looked at ahead and the rest; in other processes where that is worth it."""
    alone, tasks = replace(options, uncounted=None), chain(ahead, rest)
    if count < 2:
        yield from work(tasks, alone)
    elif len(ahead) > ALONE:
        yield from _together(tasks, replace(options, dated=True), count, here=HERE)
    elif beside and len(ahead) > HERE and isinstance(ahead[-1], File):
        # No more than these, and dated they are while the first calls are under way.
        yield from _together(tasks, options, 1, here=1, ahead=ALONE // UNIT)
    else:
        yield from work(islice(tasks, ALONE), alone)
        yield from _together(tasks, replace(options, dated=True), count)


def _files_ahead(tasks: Iterator[Task]) -> list[Task]:
    """Take tasks as long as they are files yet to be read, and no more than one over `ALONE`."""
    ahead: list[Task] = []
    for task in tasks:
        ahead.append(task)
        if not isinstance(task, File) or len(ahead) > ALONE:
            break
    return ahead


def _cores() -> int:
    """Count the cores that this process may use, none where it cannot start another of its kind."""
    if not sys.executable or getattr(sys, "frozen", False):
        return 0
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _together(
    tasks: Iterator[Task], options: Options, count: int, *, here: int = 0, ahead: int = AHEAD
) -> Generator[Outcome, None, None]:
    """Have tasks done by processes, so many units for each of them ahead, and give what they come to in the order of the tasks.

    As many of the first as `here` says are done here while the processes start; what takes long to load is loaded by them alone.
    """
    own, alone = list(islice(tasks, here)), replace(options, uncounted=None)
    units = iter(lambda: Unit(list(islice(tasks, UNIT)), options), Unit([], options))
    first = list(islice(units, ahead * count))
    if not first:
        yield from work(own, alone)
        return
    # The processes are started from this package too, and start none.
    from summarize.preparation.workers import Workers

    with Workers(count) as workers:
        under_way = deque(map(workers.submit, first))
        yield from work(own, alone)
        for unit in units:
            yield from under_way.popleft().result()
            under_way.append(workers.submit(unit))
        for last in under_way:
            yield from last.result()
