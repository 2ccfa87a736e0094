"""Fit the weights of summarize/text/expectation_weights.py on Multi-News; with --folds test them across clusters.

    pip install scikit-learn rouge-score
    python benchmarks/fit_summaries.py FOLDER            # prints the weights, fitted on all clusters
    python benchmarks/fit_summaries.py FOLDER --folds 5  # prints ROUGE, each fold told with weights of the others

FOLDER is the one of `benchmarks/summaries.py`. Pairs are fitted with the words' chances of the same weights.
"""

import importlib
import sys
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from statistics import mean
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.summaries import SETS, Cluster, Rouge, sources, told
from summarize.engines import extractive
from summarize.engines.extractive import signs_of
from summarize.text import expectation_weights
from summarize.text.expectation import Expectation, Signs, Weights
from summarize.text.terms import STOP_WORDS, stems

COMMON_WORDS = 80


def signs(cluster: Cluster) -> Signs:
    """Take the signs that the engine would take."""
    return signs_of(sources(cluster))


def rates(references: Sequence[tuple[str, ...]]) -> dict[str, float]:
    """Give how often stop words stand in a summary on average, of those that most summaries hold."""
    stops = {found for word in STOP_WORDS for found in stems(word)}
    total = Counter(stem for reference in references for stem in reference if stem in stops)
    held = Counter(stem for reference in references for stem in set(reference) & stops)
    common = sorted(held, key=lambda stem: (-held[stem], stem))[:COMMON_WORDS]
    return {stem: round(total[stem] / len(references), 2) for stem in sorted(common)}


def logistic(rows: list[list[float]], wanted: list[bool]) -> tuple[float, ...]:
    """Fit one logistic regression; the intercept comes last."""
    model: Any = importlib.import_module("sklearn.linear_model").LogisticRegression(max_iter=2000)
    model.fit(rows, wanted)
    return tuple(round(float(weight), 3) for weight in (*model.coef_[0], model.intercept_[0]))


def fit(given: Sequence[tuple[Signs, tuple[str, ...]]]) -> Weights:
    """Fit the weights of words, then those of pairs."""
    common = rates([reference for _, reference in given])
    rows, wanted = [], []
    for each, reference in given:
        held = Counter(reference)
        for unit, times in each.words():
            rows.append(each.of_word(unit, times, common))
            wanted.append(held[unit[0]] >= times)
    words = logistic(rows, wanted)
    blank = Weights(words, (0.0,), common)
    rows, wanted = [], []
    for each, reference in given:
        chances: dict[tuple[tuple[str, ...], int], float] = {
            ((word,), times): chance
            for word, row in Expectation.of(each, blank).words.items()
            for times, chance in enumerate(row, 1)
        }
        pairs = set(pairwise(reference))
        for unit in each.pairs():
            rows.append(each.of_pair(unit, chances))
            wanted.append(unit in pairs)
    return Weights(words, logistic(rows, wanted), common)


def main() -> None:
    """Print weights, or what they give on clusters that they were not fitted on."""
    if len(sys.argv) not in (2, 4):
        sys.exit(__doc__)
    _, at, reader, words = SETS[1]
    clusters = list(reader(Path(sys.argv[1]) / at))
    given = [(signs(cluster), stems(cluster.references[0])) for cluster in clusters]
    if len(sys.argv) == 2:
        print(fit(given))
        return
    folds = int(sys.argv[3])
    rouge = Rouge()
    scores = []
    for fold in range(folds):
        weights = fit([each for number, each in enumerate(given) if number % folds != fold])
        for module in (extractive, expectation_weights):
            vars(module)["WEIGHTS"] = weights
        scores += [rouge.score(each, told(each, words), words) for each in clusters[fold::folds]]
    print(" / ".join(f"{mean(column):.2f}" for column in zip(*scores, strict=True)))


if __name__ == "__main__":
    main()
