"""How fast texts are cut into chunks, next to counting their tokens with plain tiktoken, and to the peers.

    python benchmarks/chunks.py DATA [--mb 20] [--budget 1000] [--rounds 3] [--field NAME]

DATA is a folder of .txt files, or a .jsonl or .jsonl.gz file, or a folder of these; `--field` names the field of
a record that holds the text, a list of texts, or such a list as JSON. Texts are taken over again until there
are `--mb` megabytes of them.

Everything runs on one thread, in turns, and is timed in CPU seconds; a figure is the median of the rounds, and
"x plain" the median of the ratios within a round. Plain is `tiktoken.get_encoding("o200k_base").encode_ordinary`
on each text, which cuts nothing. The peers find their own places to cut and get that as their counter; ours is
given twice, with its sentences known and with finding them included. "over" are chunks over the budget, "lost"
the texts that their chunks don't give back.
"""

import argparse
import gzip
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha1
from importlib import import_module, resources, util
from itertools import cycle
from pathlib import Path
from typing import Any

from summarize.text import chunks, tokens
from summarize.text.sentences import split

Count = Callable[[str], int]
Cut = Callable[[str], Sequence[str]]

PUBLISHED = "https://openaipublic.blob.core.windows.net/encodings/o200k_base.tiktoken"
FIELDS = ("text", "body", "content", "raw_document")


def official() -> Callable[[str], list[int]]:
    """Make tiktoken's own o200k_base, from the vocabulary in the package: no download."""
    import tiktoken

    with tempfile.TemporaryDirectory() as folder:
        vocabulary = (resources.files("summarize") / "data" / "o200k_base.tiktoken").read_bytes()
        name = sha1(PUBLISHED.encode(), usedforsecurity=False).hexdigest()
        (Path(folder) / name).write_bytes(vocabulary)
        os.environ["TIKTOKEN_CACHE_DIR"] = folder
        return tiktoken.get_encoding("o200k_base").encode_ordinary


def chonkie(count: Count, budget: int) -> Cut:
    """Chonkie's recursive chunker, which takes its counter as a tokenizer."""
    module = import_module("chonkie")
    tokenizer = import_module("chonkie.tokenizer")

    class Counter(tokenizer.Tokenizer):  # type: ignore[name-defined,misc]  # the peer is not a dependency
        def encode(self, text: str) -> list[int]:
            return list(range(count(text)))

        def decode(self, tokens: Sequence[int]) -> str:
            raise NotImplementedError

        def tokenize(self, text: str) -> list[str]:
            raise NotImplementedError

        def count_tokens(self, text: str) -> int:
            return count(text)

    chunker = module.RecursiveChunker(Counter(), chunk_size=budget, min_characters_per_chunk=1)
    return lambda text: [chunk.text for chunk in chunker.chunk(text)]
