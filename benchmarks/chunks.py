"""How fast articles are cut into chunks, next to plain tiktoken, which only counts them, and to the peers.

    python benchmarks/chunks.py DATA [--mb 20] [--budget 1000] [--rounds 3] [--field NAME]

DATA is a .txt, .jsonl or .jsonl.gz file, or a folder of such files. `--field` names the field of a record that
holds its text, a list of texts, or such a list as JSON; without it the first of text, body, content and
raw_document is taken. The texts are taken over again until there are as many megabytes as `--mb` says, with a
number in front from the second time on, since some of the peers remember what they counted.

All take turns, two hundred texts each after some to warm up, on one thread, timed in CPU seconds, made anew in each
round. A figure is the median of the rounds, "x plain" the median of the ratios to plain tiktoken in the same round.
Plain is `tiktoken.get_encoding("o200k_base").encode_ordinary`; its length is the counter that the peers are given,
which find their own places to cut. Ours is given the sentences of an article, and below also finds them. "over" are
the chunks above the budget, "not whole" the texts that the chunks do not give back.
"""

import argparse
import gc
import gzip
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from hashlib import sha1
from importlib import import_module, resources
from itertools import cycle
from pathlib import Path
from typing import Any, NamedTuple

from summarize.text import tokens
from summarize.text.chunks import chunks
from summarize.text.sentences import split

Count = Callable[[str], int]
Spans = Sequence[tuple[int, int]]

PUBLISHED = "https://openaipublic.blob.core.windows.net/encodings/o200k_base.tiktoken"
PLAIN = "tiktoken, plain"
TURN = 200  # texts
FIELDS = ("text", "body", "content", "raw_document")


class Text(NamedTuple):
    """A text of the data, and the spans of its sentences."""

    text: str
    sentences: Spans


Cut = Callable[[Text], Sequence[str]]


def plain() -> Count:
    """Make a counter of tiktoken's own o200k_base, from the vocabulary in the package: nothing is downloaded."""
    import tiktoken

    with tempfile.TemporaryDirectory() as folder:
        name = sha1(PUBLISHED.encode(), usedforsecurity=False).hexdigest()
        vocabulary = resources.files("summarize") / "data" / "o200k_base.tiktoken"
        (Path(folder) / name).write_bytes(vocabulary.read_bytes())
        os.environ["TIKTOKEN_CACHE_DIR"] = folder
        encode = tiktoken.get_encoding("o200k_base").encode_ordinary
    return lambda text: len(encode(text))


def chonkie(count: Count, budget: int) -> Cut:
    """Chonkie's recursive chunker."""
    chunker = import_module("chonkie").RecursiveChunker(count, chunk_size=budget)
    return lambda item: [chunk.text for chunk in chunker.chunk(item.text)]


def semchunk(count: Count, budget: int) -> Cut:
    """Semchunk, without its memory of counts, which it keeps from round to round."""
    chunker = import_module("semchunk").chunkerify(count, budget, memoize=False)
    return lambda item: list(chunker(item.text))


def semantic_text_splitter(count: Count, budget: int) -> Cut:
    """semantic-text-splitter, keeping white space."""
    splitter = import_module("semantic_text_splitter").TextSplitter.from_callback(count, budget, trim=False)
    return lambda item: list(splitter.chunks(item.text))


def langchain(count: Count, budget: int) -> Cut:
    """LangChain's recursive character splitter, keeping white space, without overlap."""
    splitter = import_module("langchain_text_splitters").RecursiveCharacterTextSplitter(
        chunk_size=budget, chunk_overlap=0, length_function=count, strip_whitespace=False
    )
    return lambda item: list(splitter.split_text(item.text))


PEERS = {
    "chonkie RecursiveChunker": chonkie,
    "semchunk": semchunk,
    "semantic-text-splitter": semantic_text_splitter,
    "langchain-text-splitters": langchain,
}


def spans(text: str) -> Spans:
    """Find the sentences of a text, a paragraph a line."""
    paragraphs, start = [], 0
    for line in text.splitlines(keepends=True):
        paragraphs.append((start, start + len(line)))
        start += len(line)
    return [(sentence.start, sentence.end) for sentence in split(text, paragraphs)]


def ours(item: Text, budget: int) -> list[str]:
    """Cut a text whose sentences are known."""
    return [chunk.text for chunk in chunks(item.text, item.sentences, budget)]


def ours_from_text(item: Text, budget: int) -> list[str]:
    """Find the sentences of a text and cut it."""
    return [chunk.text for chunk in chunks(item.text, spans(item.text), budget)]


def records(file: Path, field: str | None) -> Iterator[str]:
    """Read the texts of one file."""
    if file.suffix == ".txt":
        yield file.read_text("utf-8")
        return
    with (
        gzip.open(file, "rt", encoding="utf-8")
        if file.suffix == ".gz"
        else file.open(encoding="utf-8") as lines
    ):
        for line in lines:
            record: dict[str, Any] = json.loads(line)
            name = field or next((name for name in FIELDS if name in record), None)
            if name is None or name not in record:
                sys.exit(f"{file}: no field {field or ', '.join(FIELDS)} in a record; name one with --field")
            value = record[name]
            if isinstance(value, str) and value.startswith('["'):
                value = json.loads(value)
            yield from [value] if isinstance(value, str) else value


def read(data: Path, field: str | None, megabytes: float) -> tuple[list[str], float]:
    """Read texts, repeated until there are so many megabytes; also give how many of these are there once."""
    files = sorted(data.rglob("*")) if data.is_dir() else [data]
    read = [file for file in files if file.name.endswith((".txt", ".jsonl", ".jsonl.gz"))]
    found = [text for file in read for text in records(file, field) if text.strip()]
    if not found:
        sys.exit(f"{data}: no .txt, .jsonl or .jsonl.gz with text in it")
    texts: list[str] = []
    size = 0
    for number, text in enumerate(cycle(found)):
        if size >= megabytes * 1e6:
            break
        again = number // len(found)
        texts.append(f"{again}. {text}" if again else text)
        size += tokens.size(texts[-1])
    return texts, sum(map(tokens.size, found)) / 1e6


def seconds(work: Callable[[Text], object], items: Sequence[Text]) -> float:
    """Measure the CPU time of some work on all items."""
    start = time.process_time()
    for item in items:
        work(item)
    return time.process_time() - start


def contenders(count: Count, budget: int) -> dict[str, Cut | None]:
    """Make all that cut, in the table's order; None for what is not installed."""
    cuts: dict[str, Cut | None] = {
        "summarize": partial(ours, budget=budget),
        "summarize, sentences included": partial(ours_from_text, budget=budget),
    }
    for name, make in PEERS.items():
        try:
            cuts[name] = make(count, budget)
        except ModuleNotFoundError:
            cuts[name] = None
    return cuts


def measure(items: Sequence[Text], count: Count, budget: int, rounds: int) -> dict[str, list[float]]:
    """Time all that cut beside plain counting, in turns and without garbage collection, as timeit does."""
    times: dict[str, list[float]] = {}
    for _ in range(rounds):
        works: dict[str, Callable[[Text], object]] = {PLAIN: lambda item: count(item.text)}
        works |= {name: cut for name, cut in contenders(count, budget).items() if cut}
        spent = dict.fromkeys(works, 0.0)
        gc.collect()
        gc.disable()
        for start in range(0, len(items), TURN):
            for name, work in works.items():
                # Each finds the processor's caches full of another's vocabulary: not a part of the figure.
                seconds(work, items[start - TURN // 2 : start])
                spent[name] += seconds(work, items[start : start + TURN])
        gc.enable()
        for name, total in spent.items():
            times.setdefault(name, []).append(total)
    return times


def row(
    name: str, times: list[float], plain_times: list[float], megabytes: float, cells: Sequence[object]
) -> str:
    """Write one line of the table."""
    rate = statistics.median(megabytes / spent for spent in times)
    ratio = statistics.median(base / spent for base, spent in zip(plain_times, times, strict=True))
    return f"| {name} | {rate:.1f} | {ratio:.2f} | {' | '.join(map(str, cells))} |"


def main() -> None:
    """Run the rounds and print the table."""
    parser = argparse.ArgumentParser(description="Compare chunkers on a folder or file of news.")
    parser.add_argument("data", type=Path)
    parser.add_argument("--mb", type=float, default=20.0)
    parser.add_argument("--budget", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--field")
    options = parser.parse_args()

    texts, once = read(options.data, options.field, options.mb)
    items = [Text(text, spans(text)) for text in texts]
    size = sum(map(tokens.size, texts)) / 1e6
    count = plain()
    over = sum(count(text) > options.budget for text in texts)
    print(
        f"{size:.1f} MB in {len(items)} texts ({min(once, size):.1f} MB of them different), {over} over the budget"
        f" of {options.budget} tokens; {options.rounds} rounds, CPU time, one thread\n"
    )
    times = measure(items, count, options.budget, options.rounds)

    print("| | MB/s | x plain | chunks | over | not whole |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    base = times[PLAIN]
    print(row(PLAIN, base, base, size, ("", "", "")))
    for name, cut in contenders(count, options.budget).items():
        if cut is None:
            print(f"| {name} | not installed | | | | |")
            continue
        made = [cut(item) for item in items]
        cells = (
            sum(map(len, made)),
            sum(count(piece) > options.budget for pieces in made for piece in pieces),
            sum("".join(pieces) != item.text for pieces, item in zip(made, items, strict=True)),
        )
        print(row(name, times[name], base, size, cells))


if __name__ == "__main__":
    main()
