"""What runs in a process that makes articles ready: units come in by its standard input, what they come to goes out."""

import gc
import os
import pickle
import sys
from contextlib import suppress

from summarize.preparation import packing
from summarize.preparation.unit import work

_NICE = 5


def serve() -> None:
    """Do units until there are no more.

    An error of ours ends the process without a word: who asked does the unit again, and meets it there.
    """
    sys.excepthook = lambda *_: None
    # Who asked makes use of what is ready already, and goes first where there are fewer cores than processes.
    with suppress(AttributeError, OSError):
        os.nice(_NICE)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What a library prints must not come between the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    gc.freeze()
    while True:
        try:
            unit = pickle.load(sys.stdin.buffer)  # noqa: S301 - of the process that started this one
        except EOFError:
            return
        done = [packing.packed(one) for one in work(unit.tasks, unit.options)]
        pickle.dump(done, answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()
