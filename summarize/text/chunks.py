"""A text in pieces that a prompt has room for: whole sentences, as few pieces as the budget allows, evened out.

A text is encoded once. A sentence is counted from the blank before it, which is where token counts add up
(`tokens.seam`); what a chunk's two ends change is added to the sums. So how a chunk counts is known exactly
before it is made. To call the encoder for each sentence costs as much as a fifth of its work; so a text is tried
first with short sentences taken together, and sentence by sentence where that is not good enough.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from operator import add, itemgetter, sub
from typing import NamedTuple

from summarize.records import Chunk
from summarize.text import tokens

# A text of so many characters a token of the budget is likely to fit whole: English has about 4.6.
_LIKELY = 4
# A text of more characters a token of the budget makes many chunks, and sentences taken together seldom the fewest.
_WORTH_A_TRY = 40
# How many tokens more than its share of the whole a sentence is expected to count alone: one for its first word,
# one for its last blank. Only how even the chunks are depends on it.
_SLACK = 2
# Where a sentence over the budget may be cut, the better places first: behind a clause, behind a word.
_CLAUSE = re.compile(r"""[;:,)\]—–]["'”’»)\]]*\s+|[—、，；：]\s*""")
_WORD = re.compile(r"\s+")
_CUTS = (_CLAUSE, _WORD)


def chunks(text: str, sentences: Sequence[tuple[int, int]], budget: int) -> tuple[Chunk, ...]:
    """Cut a text into numbered chunks of whole sentences that count no more than `budget` tokens each.

    `sentences` are their (start, end) in the text, in characters, in order; what stands between two goes with
    the first. The chunks are as few as can be, then as even as can be, and make up the text without a gap. A
    sentence over the budget is cut behind a clause, a clause over it behind a word, a word over it between
    characters; a single character over it (none counts more than four tokens) makes its own chunk.
    """
    if budget < 1:
        raise ValueError(f"a budget of {budget} tokens holds no text; it must be at least 1")
    if not text:
        return ()
    if len(text) <= budget * _LIKELY and (total := tokens.count(text)) <= budget:
        return (Chunk(1, text, 0, len(text), total),)
    cuts = [0, *map(itemgetter(0), sentences[1:]), len(text)]
    return tuple(
        Chunk(number, text[span.start : span.end], span.start, span.end, span.tokens)
        for number, span in enumerate(_cut(text, cuts, budget), 1)
    )


def joined(parts: Sequence[str], budget: int, *, overhead: int = 0) -> tuple[tuple[int, int], ...]:
    """Group consecutive parts of a prompt into the fewest runs within a budget of tokens, evened out.

    A part counts its tokens and `overhead`. Gives index ranges, end exclusive; a part that is over the budget
    by itself makes its own run.
    """
    if sum(map(tokens.size, parts)) + overhead * len(parts) <= budget:
        return ((0, len(parts)),) if parts else ()
    ends = list(accumulate((count + overhead for count in tokens.counts(parts)), initial=0))
    return tuple(pairwise(_borders(_Row(ends, ends.__getitem__, 0), budget)))


class _Row(NamedTuple):
    """Items in a row, and what a run of them counts: `ends[j] - start(i)` for the items i to j - 1.

    `slack` is how much more than the difference of its `ends` an item may count alone.
    """

    ends: Sequence[int]
    start: Callable[[int], int]
    slack: int

    def furthest(self, first: int, limit: int) -> int:
        """Find the last end of a run from `first` within the limit, after one item at least."""
        return max(first + 1, bisect_right(self.ends, self.start(first) + limit, lo=first + 1) - 1)

    def nearest(self, first: int, least: int) -> int:
        """Find the first end of a run from `first` that counts `least`, after one item at least."""
        return bisect_left(self.ends, self.start(first) + least, lo=first + 1)


class _Span(NamedTuple):
    start: int
    end: int
    tokens: int


class _Measure(NamedTuple):
    """A text's possible cuts, and the row of what lies between them.

    `exact` is False where some cut is no seam, so that the row's counts are estimates.
    """

    cuts: list[int]
    row: _Row
    exact: bool


def _measure(text: str, cuts: list[int]) -> _Measure:
    seams = [tokens.seam(text, cut) for cut in cuts[1:-1]]
    exact = None not in seams
    places = [
        0,
        *[cut if seam is None else seam for seam, cut in zip(seams, cuts[1:], strict=False)],
        len(text),
    ]
    totals = list(accumulate(tokens.counts([text[a:b] for a, b in pairwise(places)]), initial=0))
    # Where the seam is one blank before the cut, that blank makes a token of its own at the end of a chunk.
    ends = list(map(add, totals, map(sub, cuts, places)))

    @cache
    def start(item: int) -> int:
        if places[item] == cuts[item]:
            return totals[item]
        return totals[item] + _head(text, cuts[item], cuts[item + 1])

    return _Measure(cuts, _Row(ends, start, _SLACK), exact)


def _head(text: str, cut: int, end: int) -> int:
    """What a text from the seam counts more than from the cut, one blank behind; its first word settles that."""
    behind = text.find(" ", cut, end - 1)
    if behind < 0 or tokens.seam(text, behind + 1) != behind:
        behind = end
    return _lead(text[cut - 1 : behind])


@lru_cache(maxsize=4_096)
def _lead(word: str) -> int:
    """What a word counts more for the blank it begins with."""
    with_blank, without = tokens.counts((word, word[1:]))
    return with_blank - without


def _cut(text: str, cuts: list[int], budget: int) -> list[_Span]:
    """Find the chunks; more cuts are made where a single item is over the budget."""
    found = _taken_together(text, cuts, budget) if len(text) < budget * _WORTH_A_TRY else []
    while not found:
        found = _within(text, _measure(text, cuts), budget)
        large = [span for span in found if span.tokens > budget and span.end - span.start > 1]
        if large:
            cuts = sorted(
                {*cuts, *(cut for span in large for cut in _finer(text, span.start, span.end, budget))}
            )
            found = []
    return found


def _taken_together(text: str, cuts: list[int], budget: int) -> list[_Span]:
    """Find the chunks with short sentences taken together, as long as the longest one at most.

    None are given where there may be fewer, or where they differ by more than the longest sentence.
    """
    lengths = list(map(sub, cuts[1:], cuts))
    longest = max(lengths)
    coarse = [0]
    for cut, following in pairwise(cuts[1:]):
        if following - coarse[-1] > longest:
            coarse.append(cut)
    measure = _measure(text, [*coarse, len(text)])
    found = _within(text, measure, budget)
    ends = measure.row.ends
    widest = coarse.index(cuts[lengths.index(longest)])
    counts = [span.tokens for span in found]
    fewest = len(found) == -(-ends[-1] // budget)
    even = max(counts) - min(counts) <= ends[widest + 1] - ends[widest]
    return found if fewest and even and max(counts) <= budget else []


def _within(text: str, measure: _Measure, budget: int) -> list[_Span]:
    """Find the chunks that a text's cuts allow.

    Where counts are estimates, chunks that turn out over the budget are planned again with less to fill; at the
    latest with one item a chunk.
    """
    cuts, row = measure.cuts, measure.row
    limit = budget
    while True:
        runs = list(pairwise(_borders(row, limit)))
        if measure.exact:
            counts = [row.ends[j] - row.start(i) for i, j in runs]
        else:
            counts = tokens.counts([text[cuts[i] : cuts[j]] for i, j in runs])
        over = max(
            (count - budget for (i, j), count in zip(runs, counts, strict=True) if j - i > 1), default=0
        )
        if over <= 0:
            return [_Span(cuts[i], cuts[j], count) for (i, j), count in zip(runs, counts, strict=True)]
        limit -= over


def _finer(
    text: str, start: int, end: int, budget: int, kinds: Sequence[re.Pattern[str]] = _CUTS
) -> Iterator[int]:
    if tokens.fits(text[start:end], budget):
        yield start
    elif kinds:
        places = [found.end() for found in kinds[0].finditer(text, start, end)]
        for a, b in pairwise(sorted({start, *places, end})):
            yield from _finer(text, a, b, budget, kinds[1:])
    else:
        yield from _split(text, start, end, budget)


def _split(text: str, start: int, end: int, budget: int) -> Iterator[int]:
    """Cut between characters, into parts of about one length."""
    count, length = tokens.count(text[start:end]), end - start
    if count <= budget or length == 1:
        yield start
        return
    parts = min(length, -(-count // budget))
    for a, b in pairwise(start + length * part // parts for part in range(parts + 1)):
        yield from _split(text, a, b, budget)


def _borders(row: _Row, budget: int) -> list[int]:
    """Divide a row into the fewest runs within the budget, evened out; an item over it is a run by itself."""
    counts = list(map(sub, row.ends[1:], row.ends))
    alone = [item for item, count in enumerate(counts) if count > budget] if max(counts) > budget else []
    borders = [0]
    for item, following in pairwise([-1, *alone, len(counts)]):
        if item >= 0:
            borders.append(item + 1)
        if item + 1 < following:
            borders += _evened(row, range(item + 1, following), budget)
    return borders


def _evened(row: _Row, items: range, budget: int) -> list[int]:
    """Find the ends of the fewest runs within the budget, which differ by no more than the largest item counts."""
    ends = row.ends[items.start : items.stop + 1]
    widest = max(map(sub, ends[1:], ends)) + row.slack
    return _even_shares(row, items, widest, budget) or _within_bounds(row, items, widest, budget)


def _even_shares(row: _Row, items: range, widest: int, budget: int) -> list[int]:
    """End runs where even shares do, as near as items allow; no ends are given where that is not good enough."""
    begin = row.start(items.start)
    total = row.ends[items.stop] - begin
    runs = max(1, -(-total // budget))
    borders = [
        _nearest(row.ends, begin + total * run // runs, items.start, items.stop) for run in range(runs)
    ]
    counts = [row.ends[j] - row.start(i) for i, j in pairwise([*borders, items.stop])]
    good = max(counts) <= budget and max(counts) - min(counts) <= widest and len(set(borders)) == runs
    return [*borders[1:], items.stop] if good else []


def _nearest(ends: Sequence[int], share: int, lowest: int, highest: int) -> int:
    """Find the border from `lowest` to `highest` whose end is nearest to the share."""
    border = bisect_left(ends, share, lowest, highest)
    return border - 1 if border > lowest and share - ends[border - 1] < ends[border] - share else border


def _within_bounds(row: _Row, items: range, widest: int, budget: int) -> list[int]:
    """Find the ends from the last to the first, each near an even share of what is left, within `_bounds`."""
    bounds = _bounds(row, items, widest, budget)
    begin = row.start(items.start)
    borders = [items.stop]
    for run in range(len(bounds.high) - 2, 0, -1):
        share = begin + (row.ends[borders[-1]] - begin) * run // (run + 1)
        borders.append(_border(row, bounds, run, borders[-1], share))
    return borders[::-1]


class _Bounds(NamedTuple):
    """Runs may count from `least` to `most` tokens; m runs end at `low[m]` at the earliest, `high[m]` at the latest."""

    least: int
    most: int
    low: list[int]
    high: list[int]


def _bounds(row: _Row, items: range, widest: int, budget: int) -> _Bounds:
    """Find bounds, as far apart as the largest item, within which the items make the fewest runs.

    There are such bounds, and every border between `low[m]` and `high[m]` can then be had (Bárány and Grinberg,
    Block partitions of sequences, 2015). Where estimates hide them, the bounds are the budget's.
    """
    runs = len(_path(row.furthest, items, budget)) - 1
    even = -(-(row.ends[items.stop] - row.start(items.start)) // runs)
    lower, upper = min(max(even, widest), budget), min(even + widest, budget)
    while lower <= upper:
        most = (lower + upper) // 2
        high = _path(row.furthest, items, most)
        low = _path(row.nearest, items, most - widest)
        if len(high) - 1 > runs:
            lower = most + 1
        elif _falls_short(row, low, runs, most - widest):
            upper = most - 1
        else:
            return _Bounds(most - widest, most, low, high)
    return _Bounds(0, budget, _path(row.nearest, items, 0), _path(row.furthest, items, budget))


def _path(step: Callable[[int, int], int], items: range, amount: int) -> list[int]:
    """Give the borders of consecutive runs, the first included, each as far as the step goes with the amount."""
    path = [items.start]
    while path[-1] < items.stop:
        path.append(min(items.stop, step(path[-1], amount)))
    return path


def _falls_short(row: _Row, path: list[int], runs: int, least: int) -> bool:
    """Say whether a path of the smallest runs has not enough for so many."""
    made = len(path) - 1
    return made < runs or (made == runs and row.ends[path[-1]] - row.start(path[-2]) < least)


def _border(row: _Row, bounds: _Bounds, run: int, end: int, share: int) -> int:
    """Choose where the run behind `run` others begins, which ends at `end`: near the share, within the bounds."""
    highest = min(bounds.high[run], end - 1)
    lowest = min(bounds.low[run], highest) if run < len(bounds.low) else highest
    border = _nearest(row.ends, share, lowest, highest)
    while border > lowest and row.ends[end] - row.start(border) < bounds.least:
        border -= 1
    while border < highest and row.ends[end] - row.start(border) > bounds.most:
        border += 1
    return border
