"""How well and how fast copies are grouped, next to the peers that are installed (datasketch, rensa).

    python benchmarks/copies.py FOLDER [--articles 10000] [--seed 1] [--rounds 3] [--scaling] [--no-peers]

FOLDER holds news in .jsonl.gz files, a record a line, whose `text` is an article with a sentence a line (Timeline17),
or whose `raw_document` lists articles of one event by different writers (Multi-News). Of these a corpus is built:

- originals of 120 to 900 words: the articles, long ones in stretches, without those that have a quarter in common
  with an earlier one; where they do not suffice, they come again with each word but the 100 commonest exchanged for
  one about as common;
- copies of a third of the corpus' size, each of one original, of the kinds in KINDS;
- to mislead: a fifth of the originals is told by another writer, who has up to 30 % of the original's sentences in an
  article of his own; every third article ends or begins with one of 12 legal notices and footers; 20
  paragraphs of background stand in up to 40 articles each.

Recall is of the planted pairs, an original and its copy. Precision is of all pairs in a group (of a peer: of all pairs
it gives): false is a pair of different originals, unless the shorter has half of its shingles of five words in the
longer, exactly counted: what remains of agencies that update a story. Such "natural" pairs are left out.
Of more than 2,000 pairs of different originals, every second, third and so on is looked at, and the count multiplied.

Each system runs in a process of its own. The seconds are medians of the rounds; articles/s are by the processor's.
"s, shingled" leaves out the time that this script takes to shingle for a peer; ours shingles by itself.
"""

import argparse
import gzip
import json
import multiprocessing
import random
import re
import resource
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib import import_module
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from summarize.text.copies import group

Sentences = list[str]
Pair = tuple[int, int]
WORD = re.compile(r"\w+")
SENTENCE_END = re.compile(r"(?<=[.!?]) +")
FEWEST, MOST = 120, 900  # words of an original
KEPT = 100  # of the commonest words
BAND = 50  # words about as common
SHINGLE = 5  # words
HALF = 0.5
ALIKE = 0.25
PERMUTATIONS = 128
MOST_JUDGED = 2000  # pairs
COLUMNS = (
    *("system", "s, clock", "s, CPU", "articles/s", "s, shingled", "articles/s"),
    *("recall", "precision", "false", "natural", "MB"),
)


class Corpus(NamedTuple):
    """Articles, the planted pairs (original, copy) with their kind, and the original that each article goes back to."""

    articles: list[Sentences]
    planted: dict[Pair, str]
    family: list[int]


class Result(NamedTuple):
    """What a system found, in how many seconds of the clock and of the processor, and the memory it took.

    `preparing` are the processor's seconds that went to shingles for a peer.
    """

    pairs: set[Pair]
    seconds: float
    processor: float
    preparing: float
    megabytes: float


def words_of(sentences: Iterable[str]) -> int:
    """Count the words of some sentences."""
    return sum(len(sentence.split()) for sentence in sentences)


def read(folder: Path) -> list[Sentences]:
    """Read the articles of all files, and cut them to originals."""
    found: list[Sentences] = []
    for file in sorted(folder.rglob("*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for record in map(json.loads, lines):
                texts = [record["text"]] if "text" in record else record.get("raw_document", [])
                for text in texts:
                    found += stretches(
                        [s for line in text.split("\n") for s in SENTENCE_END.split(line) if s]
                    )
    if not found:
        sys.exit(f"{folder}: no .jsonl.gz file with articles in it")
    return distinct(found)


def distinct(articles: list[Sentences]) -> list[Sentences]:
    """Leave out each article that has a quarter of an earlier one, or of which an earlier one has a quarter."""
    bearers: dict[str, list[int]] = defaultdict(list)
    sizes: list[int] = []
    kept: list[Sentences] = []
    for article in articles:
        shingles = shingled(article)
        counts = Counter(number for shingle in shingles for number in bearers.get(shingle, ()))
        if all(count < ALIKE * min(len(shingles), sizes[number]) for number, count in counts.items()):
            for shingle in shingles:
                bearers[shingle].append(len(kept))
            sizes.append(len(shingles))
            kept.append(article)
    return kept


def stretches(sentences: Sentences) -> Iterator[Sentences]:
    """Cut an article to originals of at most `MOST` words; the rest of a long one is left if it is too short."""
    taken: Sentences = []
    count = 0
    for sentence in sentences:
        length = len(sentence.split())
        if count + length > MOST:
            yield taken
            taken, count = [], 0
        if length <= MOST:
            taken.append(sentence)
            count += length
    if count >= FEWEST:
        yield taken


def exchanged(articles: list[Sentences], draw: random.Random) -> list[Sentences]:
    """Give articles of other words: each word but the commonest becomes one about as common, the same all over."""
    common = [word for word, _ in Counter(w for a in articles for s in a for w in s.split()).most_common()]
    becomes: dict[str, str] = {}
    for start in range(KEPT, len(common), BAND):
        band = common[start : start + BAND]
        becomes.update(zip(band, draw.sample(band, len(band)), strict=True))
    return [[" ".join(becomes.get(w, w) for w in s.split()) for s in a] for a in articles]


def cut(sentences: Sentences, draw: random.Random, share: float, where: str) -> Sentences:
    """Keep a share of an article's words: its head, its tail, or its middle."""
    wanted = max(40.0, share * words_of(sentences))
    if where == "tail":
        return cut(sentences[::-1], draw, share, "head")[::-1]
    start = draw.randrange(max(1, int(len(sentences) * (1 - share)))) if where == "middle" else 0
    kept: Sentences = []
    for sentence in sentences[start:]:
        if words_of(kept) >= wanted:
            break
        kept.append(sentence)
    return kept


def shuffled(sentences: Sentences, draw: random.Random) -> Sentences:
    """Put the paragraphs, of three sentences, in another order."""
    paragraphs = [sentences[at : at + 3] for at in range(0, len(sentences), 3)]
    return [sentence for paragraph in draw.sample(paragraphs, len(paragraphs)) for sentence in paragraph]


def edited(sentences: Sentences, draw: random.Random, share: float) -> Sentences:
    """Drop, double or replace a share of the words."""
    vocabulary = sorted({word for sentence in sentences for word in sentence.split()})

    def edit(word: str) -> str:
        return draw.choice(("", f"{word} {draw.choice(vocabulary)}", draw.choice(vocabulary)))

    return [" ".join(edit(w) if draw.random() < share else w for w in s.split()) for s in sentences]


def padded(sentences: Sentences, own: Sentences, draw: random.Random, share: float) -> Sentences:
    """Put sentences of another article before or behind, until they are a share of the whole."""
    extra = cut(own, draw, share / (1 - share) * words_of(sentences) / max(1, words_of(own)), "head")
    return [*extra, *sentences] if draw.random() < HALF else [*sentences, *extra]


Make = Callable[[Sentences, Sentences, random.Random], Sentences]
KINDS: dict[str, Make] = {
    "head, 30-90 %": lambda s, _, draw: cut(s, draw, draw.uniform(0.3, 0.9), "head"),
    "tail, 30-90 %": lambda s, _, draw: cut(s, draw, draw.uniform(0.3, 0.9), "tail"),
    "middle, 30-90 %": lambda s, _, draw: cut(s, draw, draw.uniform(0.3, 0.9), "middle"),
    "head, 30 %": lambda s, _, draw: cut(s, draw, 0.3, "head"),
    "other order of paragraphs": lambda s, _, draw: shuffled(s, draw),
    "3-8 % of words edited": lambda s, _, draw: edited(s, draw, draw.uniform(0.03, 0.08)),
    "10-30 % of its own": lambda s, own, draw: padded(s, own, draw, draw.uniform(0.1, 0.3)),
    "cut to 50-90 %, edited": lambda s, _, draw: edited(
        cut(s, draw, draw.uniform(0.5, 0.9), "head"), draw, draw.uniform(0.03, 0.08)
    ),
    "cut, edited, 10-25 % of its own": lambda s, own, draw: padded(
        edited(cut(s, draw, draw.uniform(0.5, 0.9), "head"), draw, draw.uniform(0.03, 0.06)),
        own,
        draw,
        draw.uniform(0.1, 0.25),
    ),
}


def retold(original: Sentences, own: Sentences, draw: random.Random) -> Sentences:
    """Give another writer's article, of which up to 30 % are sentences of the original, here and there."""
    share = draw.uniform(0.1, 0.3)
    wanted = share * min(words_of(original), words_of(own) / (1 - share))
    story = list(own)
    taken = 0
    for sentence in draw.sample(original, len(original)):
        if taken + words_of([sentence]) > wanted:
            break
        story.insert(draw.randrange(len(story) + 1), sentence)
        taken += words_of([sentence])
    return story


def build(originals: list[Sentences], size: int, seed: int) -> Corpus:
    """Build a corpus of so many articles, in an order of chance."""
    draw = random.Random(seed)  # noqa: S311 - a reproducible choice, not a secret
    pool: list[Sentences] = []
    articles_once = draw.sample(originals, len(originals))
    while len(pool) < size + 64:
        pool += exchanged(articles_once, draw) if pool else articles_once
    supply = iter(pool)
    stock = [cut(next(supply), draw, draw.uniform(0.1, 0.2), "head") for _ in range(32)]
    notices, backgrounds = stock[:12], stock[12:]
    copies = size // 3
    made: list[tuple[Sentences, int, str]] = [
        (next(supply), number, "") for number in range(int((size - copies) / 1.2))
    ]
    heads = len(made)
    for number in range(size - copies - heads):
        made.append((retold(made[number][0], next(supply), draw), len(made), ""))
    for background in backgrounds:
        for number in draw.sample(range(len(made)), min(len(made) // 8, draw.randint(4, 40))):
            made[number][0].insert(draw.randrange(len(made[number][0]) + 1), " ".join(background))
    # Some stories run everywhere, most in one or two other places.
    weights = [1 / (1 + number % 500) for number in range(heads)]
    for kind, number in zip(list(KINDS) * size, draw.choices(range(heads), weights, k=copies), strict=False):
        made.append((KINDS[kind](made[number][0], next(supply), draw), number, kind))
    for number in draw.sample(range(size), size // 3):
        at = draw.choice((0, len(made[number][0])))
        made[number][0][at:at] = draw.choice(notices)
    order = draw.sample(range(size), size)
    place = {number: at for at, number in enumerate(order)}
    planted = {pair(place[made[n][1]], place[n]): made[n][2] for n in range(size) if made[n][2]}
    return Corpus([made[n][0] for n in order], planted, [place[made[n][1]] for n in order])


def pair(one: int, other: int) -> Pair:
    """Give two numbers in order."""
    return (one, other) if one < other else (other, one)


def shingled(sentences: Sentences) -> set[str]:
    """Give the shingles of five words."""
    words = WORD.findall(" ".join(sentences).lower())
    return {" ".join(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1))}


def ours(articles: list[Sentences]) -> tuple[set[Pair], float]:
    """Group with the package; all pairs of a group."""
    return {pair(*two) for found in group(articles) for two in combinations(found, 2)}, 0.0


def datasketch_lsh(articles: list[Sentences], jaccard: float) -> tuple[set[Pair], float]:
    """MinHashLSH, by Jaccard's measure."""
    module = import_module("datasketch")
    sets, preparing = prepared(articles)
    hashes = module.MinHash.bulk(sets, num_perm=PERMUTATIONS)
    index = module.MinHashLSH(threshold=jaccard, num_perm=PERMUTATIONS)
    for number, minhash in enumerate(hashes):
        index.insert(number, minhash)
    return matches((n, index.query(minhash)) for n, minhash in enumerate(hashes)), preparing


def datasketch_ensemble(articles: list[Sentences], containment: float) -> tuple[set[Pair], float]:
    """MinHashLSHEnsemble, by containment."""
    module = import_module("datasketch")
    sets, preparing = prepared(articles)
    hashes = module.MinHash.bulk(sets, num_perm=PERMUTATIONS)
    index = module.MinHashLSHEnsemble(threshold=containment, num_perm=PERMUTATIONS, num_part=16)
    index.index([(n, minhash, len(sets[n])) for n, minhash in enumerate(hashes)])
    return matches((n, index.query(m, len(sets[n]))) for n, m in enumerate(hashes)), preparing


def rensa_deduplicator(articles: list[Sentences], jaccard: float) -> tuple[set[Pair], float]:
    """RMinHashDeduplicator with its LSH, by Jaccard's measure."""
    module = import_module("rensa")
    sets, preparing = prepared(articles)
    hashes = module.RMinHash.from_token_sets(sets, PERMUTATIONS, 42)
    found = module.RMinHashDeduplicator(jaccard, PERMUTATIONS, use_lsh=True)
    # It refuses what it takes for a duplicate, so each is asked for before it is added.
    answers = []
    for number, minhash in enumerate(hashes):
        answers.append((number, [int(key) for key in found.get_duplicates(minhash)]))
        found.add(str(number), minhash)
    return matches(answers), preparing


def prepared(articles: list[Sentences]) -> tuple[list[list[bytes]], float]:
    """Shingle the articles as the peers want them, and tell how long that took."""
    start = time.process_time()
    return [[s.encode() for s in shingled(article)] for article in articles], time.process_time() - start


def matches(answers: Iterable[tuple[int, Iterable[int]]]) -> set[Pair]:
    """Give the pairs of numbers and what was answered for each."""
    return {pair(number, int(other)) for number, others in answers for other in others if number != other}


System = Callable[[list[Sentences]], tuple[set[Pair], float]]
PEERS: dict[str, tuple[str, System]] = {
    "datasketch MinHashLSH, Jaccard .5": ("datasketch", partial(datasketch_lsh, jaccard=0.5)),
    "datasketch MinHashLSH, Jaccard .25": ("datasketch", partial(datasketch_lsh, jaccard=0.25)),
    "datasketch LSHEnsemble, containment .5": ("datasketch", partial(datasketch_ensemble, containment=0.5)),
    "rensa deduplicator, Jaccard .5": ("rensa", partial(rensa_deduplicator, jaccard=0.5)),
    "rensa deduplicator, Jaccard .25": ("rensa", partial(rensa_deduplicator, jaccard=0.25)),
}


def run(system: System, articles: list[Sentences], rounds: int) -> Result:
    """Run a system so often in a process of its own."""
    context = multiprocessing.get_context("fork")
    results: Any = context.SimpleQueue()

    def work() -> None:
        before = resident()
        taken = []
        for _ in range(rounds):
            start, busy = time.perf_counter(), time.process_time()
            pairs, preparing = system(articles)
            taken.append((time.perf_counter() - start, time.process_time() - busy, preparing))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        seconds, processor, preparing = (statistics.median(column) for column in zip(*taken, strict=True))
        results.put(Result(pairs, seconds, processor, preparing, peak - before))

    process = context.Process(target=work)
    process.start()
    found: Result = results.get()
    process.join()
    return found


def resident() -> float:
    """Give the resident memory of this process in megabytes."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize() / 1e6


class Judge:
    """Tells true pairs from false ones; it counts exactly, and keeps what it counted."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._natural: dict[Pair, bool] = {}

    def precision(self, pairs: set[Pair]) -> tuple[float, int, int]:
        """Give the precision of some pairs, how many are false, and how many natural pairs were left out."""
        family = self._corpus.family
        strangers = sorted(two for two in pairs if family[two[0]] != family[two[1]])
        step = -(-len(strangers) // MOST_JUDGED) or 1
        natural = min(len(strangers), step * sum(map(self._is_natural, strangers[::step])))
        true = len(pairs) - len(strangers)
        false = len(strangers) - natural
        return true / max(1, true + false), false, natural

    def _is_natural(self, two: Pair) -> bool:
        if two not in self._natural:
            one, other = sorted((shingled(self._corpus.articles[n]) for n in two), key=len)
            self._natural[two] = len(one & other) >= HALF * len(one)
        return self._natural[two]


def recalls(corpus: Corpus, pairs: set[Pair]) -> dict[str, float]:
    """Give the recall of each kind of copy."""
    found: dict[str, list[bool]] = defaultdict(list)
    for planted, kind in corpus.planted.items():
        found[kind].append(planted in pairs)
    return {kind: sum(found[kind]) / len(found[kind]) for kind in KINDS if found[kind]}


def installed(name: str) -> bool:
    """Tell whether a package can be imported."""
    try:
        import_module(name)
    except ImportError:
        return False
    return True


def row(name: str, corpus: Corpus, result: Result, judge: Judge) -> str:
    """Give a line of the table."""
    size = len(corpus.articles)
    recall = len(pairs_of(corpus) & result.pairs) / len(corpus.planted)
    precision, false, natural = judge.precision(result.pairs)
    bare = result.processor - result.preparing
    return (
        f"| {name} | {result.seconds:.1f} | {result.processor:.1f} | {size / result.processor:,.0f} | {bare:.1f} |"
        f" {size / bare:,.0f} | {recall:.4f} |"
        f" {precision:.4f} | {false:,} | {natural:,} | {result.megabytes:.0f} |"
    )


def pairs_of(corpus: Corpus) -> set[Pair]:
    """Give the planted pairs."""
    return set(corpus.planted)


def main() -> None:
    """Build, run and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--scaling", action="store_true", help="also time 1,000, 3,000, 10,000 and 30,000 articles"
    )
    parser.add_argument("--no-peers", action="store_true")
    options = parser.parse_args()
    originals = read(options.folder)
    corpus = build([list(o) for o in originals], options.articles, options.seed)
    lengths = statistics.quantiles([words_of(article) for article in corpus.articles], n=10)
    print(
        f"{len(originals):,} originals in the data; {len(corpus.articles):,} articles, {len(corpus.planted):,} copies;"
    )
    print(f"words: 10 % below {lengths[0]:.0f}, median {lengths[4]:.0f}, 10 % above {lengths[8]:.0f}\n")
    judge = Judge(corpus)
    print(f"| {' | '.join(COLUMNS)} |\n| --- |{' ---: |' * (len(COLUMNS) - 1)}")
    result = run(ours, corpus.articles, options.rounds)
    print(row("summarize", corpus, result, judge), flush=True)
    for name, (package, system) in {} if options.no_peers else PEERS.items():
        if installed(package):
            print(row(name, corpus, run(system, corpus.articles, 1), judge), flush=True)
    print("\n| copies | recall |\n| --- | ---: |")
    for kind, recall in recalls(corpus, result.pairs).items():
        print(f"| {kind} | {recall:.4f} |")
    if options.scaling:
        print("\n| articles | s, clock | s, CPU | articles/s |\n| ---: | ---: | ---: | ---: |")
        for size in (1_000, 3_000, 10_000, 30_000):
            articles = build([list(o) for o in originals], size, options.seed).articles
            result = run(ours, articles, 1)
            rate = size / result.processor
            print(f"| {size:,} | {result.seconds:.2f} | {result.processor:.2f} | {rate:,.0f} |", flush=True)


if __name__ == "__main__":
    main()
