"""How many false claims the check of claims catches, and how many true ones it takes for false.

    python benchmarks/grounding.py FOLDER [--list]

FOLDER holds `multiling/topics.json` (TAC 2011 MultiLing, English: ten dated WikiNews articles an event, three human
summaries) and, if at hand, `multinews/validation.jsonl.gz` (Multi-News, Fabbri et al. 2019: its text is in lower case)
and `t17/` (Timeline17, Tran et al. 2013: entries of human timelines beside the articles of their days). A set that is not
there is left out.

A claim is a sentence of a human summary. It cites the one to three sentences of the articles that together hold
most of its words: the best first, each further one only for two words or more that the others lack. It is a pair that
paraphrases where these hold three quarters of its words, and its figures, numerals, names, days, months and quotations
stand in them as plain strings. Nothing of this looks at units, at what a number counts, at negations, opposites or who
said what. Nine words in ten of some stand there: these are counted once more. Claims with the words but not those
strings are counted apart ("by words alone"); most of them cite too little.

Then one thing of each claim is swapped, up to three times for each kind, chosen by a seed from its text. A swap counts as caught, and an untouched
claim as a false alarm, where `summarize.grounding.check` finds it weak or unsupported; the columns say which. `--list`
prints the swaps that were missed and the untouched claims that were flagged.

The check was developed on the first three topics, the first 200 clusters and the timelines finan and h1n1; the others
are held out.
"""

import argparse
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

if not __package__:
    sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.claims import Pair, pairs, stories
from benchmarks.swaps import BESIDE, DEMONYMS, PLACES, SWAPS, swapped
from summarize import grounding
from summarize.records import Claim

UNTOUCHED = "untouched"
BY_WORDS = "untouched, by words alone"
NEARLY_ALL = "untouched, nine words in ten held"
MOST_HELD = 0.9


@dataclass
class Count:
    """How many claims were looked at, and what was found."""

    claims: int = 0
    weak: int = 0
    unsupported: int = 0

    def add(self, support: str) -> None:
        """Count a claim."""
        self.claims += 1
        self.weak += support == "weak"
        self.unsupported += support == "unsupported"

    def __add__(self, other: "Count") -> "Count":
        return Count(self.claims + other.claims, self.weak + other.weak, self.unsupported + other.unsupported)

    @property
    def row(self) -> str:
        """Its cells of the table."""
        if not self.claims:
            return "0 | – | – | –"
        share = 100 * (self.weak + self.unsupported) / self.claims
        return f"{self.claims} | {self.weak} | {self.unsupported} | {share:.1f} %"


@dataclass
class Bench:
    """The run: counts by the part of the data and the kind of swap, and the time of each check."""

    listing: bool
    seconds: list[float]
    counts: dict[tuple[str, str], Count]

    def count(self, part: str, kind: str, pair: Pair) -> None:
        """Count an untouched claim once more, as one of a narrower kind."""
        support = grounding.check(Claim(pair.text, pair.citations), pair.story.sources).support
        self.counts.setdefault((part, kind), Count()).add(support)

    def look(self, part: str, kind: str, pair: Pair, text: str) -> None:
        """Check a claim and count what is found."""
        claim = Claim(text, pair.citations)
        start = time.perf_counter()
        checked = grounding.check(claim, pair.story.sources)
        self.seconds.append(time.perf_counter() - start)
        self.counts.setdefault((part, kind), Count()).add(checked.support)
        is_untouched = text == pair.text
        if self.listing and is_untouched != (checked.support == "supported"):
            print(f"[{part}] {kind}: {text}\n    {checked.support}: {checked.reason}")
            if not is_untouched:
                print(f"    was: {pair.text}")
            for identity, sentence in pair.cited:
                print(f"    {identity}:{sentence.number} {sentence.text}")


def run(folder: Path, *, listing: bool) -> Bench:
    """Look at all claims, untouched and swapped."""
    bench = Bench(listing, [], {})
    read = list(stories(folder))
    pools: dict[str, tuple[str, ...]] = {}
    for kind in {story.kind: None for story in read}:
        names = (name for story in read if story.kind == kind for name in story.names)
        pools[kind] = tuple(dict.fromkeys(name for name in names if name not in PLACES + DEMONYMS))
    for story in read:
        part = f"{story.kind}, {'developed on' if story.developed else 'held out'}"
        for pair in pairs(story):
            if not pair.exact:
                bench.look(part, BY_WORDS, pair, pair.text)
                continue
            bench.look(part, UNTOUCHED, pair, pair.text)
            if pair.held >= MOST_HELD:
                bench.count(part, NEARLY_ALL, pair)
            for kind, swap in (*SWAPS, *BESIDE):
                for text in swapped(pair, kind, swap, pools[story.kind]):
                    bench.look(part, kind, pair, text)
    return bench


def print_part(name: str, parts: Sequence[str], counts: Mapping[tuple[str, str], Count]) -> None:
    """Print the rows of some parts of the data together."""
    kinds = [UNTOUCHED, NEARLY_ALL, BY_WORDS, *(kind for kind, _ in (*SWAPS, *BESIDE))]
    found = {kind: sum((counts.get((part, kind), Count()) for part in parts), Count()) for kind in kinds}
    caught = sum((found[kind] for kind, _ in SWAPS), Count())
    for kind in (UNTOUCHED, *(kind for kind, _ in SWAPS)):
        print(f"| {name} | {kind} | {found[kind].row} |")
    print(f"| {name} | **all swaps** | {caught.row} |")
    for kind in (*(kind for kind, _ in BESIDE), NEARLY_ALL, BY_WORDS):
        print(f"| {name} | *{kind}* | {found[kind].row} |")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--list", action="store_true", dest="listing")
    arguments = parser.parse_args()
    bench = run(arguments.folder, listing=arguments.listing)
    if not bench.counts:
        sys.exit(f"{arguments.folder}: neither multiling/topics.json nor multinews/validation.jsonl.gz in it")
    print(
        "| claims | swapped | number | weak | unsupported | flagged |\n| --- | --- | ---: | ---: | ---: | ---: |"
    )
    parts = list(dict.fromkeys(part for part, _ in bench.counts))
    for part in parts:
        print_part(part, [part], bench.counts)
    for half in ("developed on", "held out"):
        print_part(f"all, {half}", [part for part in parts if part.endswith(half)], bench.counts)
    print_part("all", parts, bench.counts)
    spent = bench.seconds
    print(
        f"\n{len(spent)} checks: {1000 * median(spent):.2f} ms in the median, {1000 * sum(spent) / len(spent):.2f} on average"
    )


if __name__ == "__main__":
    main()
