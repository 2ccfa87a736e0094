"""Which articles are copies: each behaviour with its counter-example, and a floor under a planted corpus."""

import json
import random
import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from summarize.text.copies import Arrivals, group
from tests.tables import table

HERE = Path(__file__).parent
CASES: dict[str, Any] = table("copies.yaml")
TEXTS: dict[str, list[str]] = CASES["texts"]
PART = re.compile(r"(\w+)(?: (\d*):(\d*))?")

# The project's own prose, of which the planted corpus is made.
PROSE = [*sorted((HERE.parent / "seeds").iterdir()), HERE / "cases" / "long-read.md"]


def _article(parts: str) -> list[str]:
    sentences: list[str] = []
    for name, start, end in PART.findall(parts):
        sentences += TEXTS[name][int(start or 0) : int(end) if end else None]
    return sentences


def _edited(sentences: list[str], every: int) -> list[str]:
    """Replace every so many words by one that stands nowhere."""
    words = " \n ".join(sentences).split(" ")
    return " ".join(
        f"zq{n}" if n % every == 3 and word != "\n" else word for n, word in enumerate(words)
    ).split("\n")


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["behaviour"])
def test_groups(case: dict[str, Any]) -> None:
    """Articles are grouped as the case says."""
    articles = [_article(parts) for parts in case["articles"]]
    assert [list(found) for found in group(articles)] == case["groups"]


@pytest.mark.parametrize(("every", "grouped"), [(33, True), (12, True), (4, False)])
def test_edited_words(every: int, *, grouped: bool) -> None:
    """A copy stays one with a word in twelve edited, but not where hardly a phrase is left."""
    articles = [TEXTS["wire"], _edited(TEXTS["wire"], every)]
    assert len(group(articles)) == (1 if grouped else 2)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kim’s “secret” trip — confirmed", 'Kim\'s "secret" trip - confirmed'),
        ("THE FERRY HAD LEFT", "The ferry had left"),
        ("The  ferry\u00a0had\tleft", "The ferry had left"),
    ],
    ids=["typography", "capitals", "white space"],
)
def test_what_does_not_count(one: str, other: str) -> None:
    """Quotation marks, dashes, capitals and kinds of white space make no difference."""
    assert group([[one], [other], ["Another ferry came back"]]) == ((0, 1), (2,))


def test_no_articles() -> None:
    """No articles are no groups."""
    assert group([]) == ()


def test_partition_whatever_the_order() -> None:
    """Each article is in one group, first members ascend, and the order of the articles changes no group."""
    articles = [
        _article(parts)
        for parts in ("rival", "wire 0:4", "budget", "wire", "own rival 3:", "flash", "wire 6:")
    ]
    order = [4, 2, 6, 0, 5, 1, 3]
    found = group(articles)
    moved = group([articles[number] for number in order])
    assert sorted(number for numbers in found for number in numbers) == list(range(len(articles)))
    assert [min(numbers) for numbers in found] == sorted(min(numbers) for numbers in found)
    assert {frozenset(numbers) for numbers in found} == {
        frozenset(order[n] for n in numbers) for numbers in moved
    }
    assert {numbers[0] for numbers in found} == {order[numbers[0]] for numbers in moved}


def test_two_padded_copies_meet_in_their_story() -> None:
    """Two copies too far apart for each other are one group where the story that both are made of is there."""
    story, one, other = (TEXTS[name] for name in ("wire", "budget", "hockey"))
    padded = [_edited(story[:9], 11) + one[:4], [*other[:4], *_edited(story[5:], 13)]]
    assert len(group(padded)) == 2
    assert len(group([*padded, story])) <= 2
    thick = [_edited(story[:12], 9) + one, other + _edited(story[2:], 10)]
    assert len(group([*thick, story])) == 1


def test_hash_seed_changes_nothing() -> None:
    """Processes with other seeds for the hashes of strings find the same groups."""
    code = "import json, sys; from summarize.text.copies import Arrivals, group; print(json.dumps(group(json.load(sys.stdin))))"
    articles, _ = _planted(60, 8)
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            input=json.dumps(articles),
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(HERE.parent)},
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(outputs) == 1
    assert json.loads(outputs.pop()) == [list(found) for found in group(articles)]


def _planted(size: int, seed: int) -> tuple[list[list[str]], set[tuple[int, int]]]:
    """Make articles of the project's prose in other words, a third of them copies, and the pairs planted."""
    draw = random.Random(seed)  # noqa: S311 - a reproducible choice, not a secret
    prose = [
        s for file in PROSE for s in re.split(r"(?<=[.!?])\s+", file.read_text("utf-8")) if len(s.split()) > 6
    ]
    vocabulary = sorted({word for sentence in prose for word in sentence.split()})
    common = {word for word in vocabulary if len(word) < 4}

    def original() -> list[str]:
        becomes = dict(zip(vocabulary, draw.sample(vocabulary, len(vocabulary)), strict=True))
        chosen = draw.sample(prose, draw.randint(8, 24))
        return [" ".join(w if w in common else becomes[w] for w in s.split()) for s in chosen]

    notice = [original()[:4] for _ in range(3)]
    articles = [original() for _ in range(size - size // 3)]
    pairs: set[tuple[int, int]] = set()
    for _ in range(size // 3):
        whole = draw.randrange(size - size // 3)
        kept = max(3, int(len(articles[whole]) * draw.uniform(0.3, 1)))
        start = draw.choice((0, len(articles[whole]) - kept))
        pairs.add((whole, len(articles)))
        articles.append(_edited(articles[whole][start : start + kept], draw.randint(14, 40)))
    return [[*a, *draw.choice(notice)] if draw.random() < 0.3 else a for a in articles], pairs


@pytest.fixture(scope="module", params=[300, 1500], ids=["dense sample", "sparse sample"])
def corpus(request: pytest.FixtureRequest) -> tuple[list[list[str]], set[tuple[int, int]]]:
    """Articles among which copies were planted, and the pairs of these."""
    return _planted(request.param, request.param)


def test_floor_under_planted_copies(corpus: tuple[list[list[str]], set[tuple[int, int]]]) -> None:
    """Of cut and edited copies among many articles at least 97 % are found, and hardly any pair that is none."""
    articles, planted = corpus
    whole = {copy: original for original, copy in planted}
    found = {tuple(sorted(two)) for numbers in group(articles) for two in combinations(numbers, 2)}
    false = [two for two in found if whole.get(two[0], two[0]) != whole.get(two[1], two[1])]
    assert len(planted & found) >= 0.97 * len(planted)
    assert len(false) <= 0.01 * len(found)


def test_arrivals_make_the_same_groups(corpus: tuple[list[list[str]], set[tuple[int, int]]]) -> None:
    """Articles that come one by one make the groups of them all; nearly each copy shows when it comes, and few others do."""
    articles, planted = corpus
    arrivals = Arrivals()
    showed = [number in arrivals.add(sentences) for number, sentences in enumerate(articles)]
    assert arrivals.groups(articles) == group(articles)
    copies = {copy for _, copy in planted}
    assert sum(showed[copy] for copy in copies) >= 0.95 * len(copies)
    assert sum(showed) - sum(showed[copy] for copy in copies) <= 0.05 * len(articles)


def test_an_earlier_article_shows_to_be_a_copy() -> None:
    """A short cut that came first shows to be one when the whole comes, and so does a second one of the same words."""
    arrivals = Arrivals()
    cut, whole = TEXTS["wire"][:5], TEXTS["wire"]
    assert [arrivals.add(one) for one in (TEXTS["rewrite"], cut, whole, cut)] == [set(), set(), {1, 2}, {3}]


def test_one_story_everywhere_costs_no_more() -> None:
    """Hundreds of copies of one story with paragraphs of their own are one group: none is compared with each other."""
    articles, _ = _planted(450, 3)
    story, own = TEXTS["wire"], articles[:300]
    copies = [[*story[: 6 + number % 8], *sentences[:2]] for number, sentences in enumerate(own)]
    assert len(group([story, *copies])) == 1
