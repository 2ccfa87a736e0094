"""Chunks: whole sentences within the budget, as few and as even as can be, that make up the text."""

from itertools import combinations, pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from summarize.records import Chunk
from summarize.text import tokens
from summarize.text.chunks import chunks, joined

Text = tuple[str, list[tuple[int, int]]]

# What sentences are made of, and what stands between them; most of it as news has it, some of it hostile.
WORDS = [
    *"The mayor said on Monday that 1,200 people, most of them children; had left: the (old) town — again".split(),
    *[
        "“Quoted",
        "words,”",
        "don't",
        "naïve",
        "U.S.",
        "2018-03-28",
        "https://example.org/a?b=c",
        "Zürich’s",
        "/",
        "x" * 40,
    ],
]
STRANGE = [
    "東京で雪が降った",
    "。",
    "😀",
    "👩\u200d👧",
    "e\u0301",
    "\u200b",
    "\u200b\u200bword",
    "\ud800",
    "\ufeff",
    "<|endoftext|>",
]
PLAIN = [" ", " ", " ", " ", "\n", "\n\n"]
BLANKS = [*PLAIN, "", "  ", "   ", "\r\n", "\r\n\r\n", "\t", "\xa0", "\u3000", " \n ", "\n/", "\u2028"]


def texts(words: list[str], blanks: list[str], most: int = 14) -> st.SearchStrategy[Text]:
    """Make texts of sentences, with their spans, and blanks around them."""
    sentence = st.lists(st.sampled_from(words), min_size=1, max_size=8).map(" ".join)
    pairs = st.lists(st.tuples(sentence, st.sampled_from(blanks)), max_size=most)
    return st.tuples(st.sampled_from(["", " ", "\n\n"]), pairs).map(lambda made: assembled(*made))


def assembled(lead: str, pairs: list[tuple[str, str]]) -> Text:
    """Put sentences and the blanks behind them together."""
    text, spans = lead, []
    for sentence, blank in pairs:
        spans.append((len(text), len(text) + len(sentence)))
        text += sentence + blank
    return text, spans


NEWS = texts(WORDS, PLAIN)
ANYTHING = st.one_of(
    texts(WORDS + STRANGE, BLANKS),
    st.text(max_size=80).map(lambda text: (text, [(0, len(text))] if text else [])),
)
# Sentences that count more together than the sum of what they count alone.
GLUED = "—'t?!\xa0U.S.word—'sdon  雪?!\xa0donnaïve。"
BUDGETS = st.sampled_from([1, 2, 3, 5, 8, 13, 21, 34, 55, 1_000])


def items(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give the sentences with all that goes with them: what no chunk needs to cut."""
    return list(pairwise([0, *[start for start, _ in spans[1:]], len(text)]))


def check(text: str, made: tuple[Chunk, ...], budget: int) -> None:
    """Hold chunks against what is true of all chunks."""
    assert "".join(chunk.text for chunk in made) == text
    assert [chunk.number for chunk in made] == list(range(1, len(made) + 1))
    assert [chunk.start for chunk in made] == [0, *[chunk.end for chunk in made]][: len(made)]
    for chunk in made:
        assert chunk.text == text[chunk.start : chunk.end] != ""
        assert chunk.tokens == tokens.count(chunk.text)
        assert chunk.tokens <= budget or (len(chunk.text) == 1 and chunk.tokens <= 4)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(made=ANYTHING, budget=BUDGETS)
def test_any_text(made: Text, budget: int) -> None:
    """Chunks of any text make it up, count what they say, and keep to the budget."""
    text, spans = made
    check(text, chunks(text, spans, budget), budget)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(made=ANYTHING, budget=BUDGETS)
@example(made=(GLUED, [(0, 5), (6, 10), (10, 15), (15, 20), (22, 25), (26, 35)]), budget=11)
def test_whole_sentences(made: Text, budget: int) -> None:
    """A chunk begins with a sentence, unless it begins inside one that is over the budget."""
    text, spans = made
    allowed = items(text, spans)
    for chunk in chunks(text, spans, budget)[1:]:
        inside = next((a, b) for a, b in allowed if a <= chunk.start < b)
        assert inside[0] == chunk.start or tokens.count(text[slice(*inside)]) > budget


@settings(derandomize=True, deadline=None, max_examples=150)
@given(made=texts(WORDS, PLAIN, most=9), budget=st.integers(16, 60))
def test_fewest(made: Text, budget: int) -> None:
    """No division into whole sentences makes fewer chunks."""
    text, spans = made
    whole = items(text, spans)
    if not text or any(tokens.count(text[a:b]) > budget for a, b in whole):
        return
    got = len(chunks(text, spans, budget))
    starts = [start for start, _ in whole[1:]]
    for cuts in combinations(starts, max(0, got - 2)):
        runs = pairwise([0, *cuts, len(text)])
        assert got == 1 or any(tokens.count(text[a:b]) > budget for a, b in runs)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(made=NEWS, budget=st.integers(10, 120))
def test_even(made: Text, budget: int) -> None:
    """Chunks of whole sentences differ by no more than the largest sentence counts, and what their ends add."""
    text, spans = made
    counts = [tokens.count(text[a:b]) for a, b in items(text, spans)]
    got = [chunk.tokens for chunk in chunks(text, spans, budget)]
    if len(got) > 1 and max(counts) <= budget:
        assert max(got) - min(got) <= max(counts) + 3


def test_even_where_short_sentences_count_most() -> None:
    """Chunks are even in tokens where the longest sentence to the eye counts few of them."""
    plain = "The administration's representatives acknowledged considerable responsibilities yesterday."
    text, spans = assembled("", [(plain, " "), *[("7 9 8 1 3.", " ")] * 10])
    counts = [tokens.count(text[a:b]) for a, b in items(text, spans)]
    got = [chunk.tokens for chunk in chunks(text, spans, 100)]
    assert len(got) == 2
    assert max(got) - min(got) <= max(counts)


def story(sentences: int) -> Text:
    """Make an article of sentences of ten tokens each, with the blank before them."""
    return assembled("", [("The harbour was closed again on that day.", " ")] * sentences)


def test_no_crumb() -> None:
    """A text little over the budget makes two halves, not a full chunk and a crumb."""
    text, spans = story(210)
    whole = tokens.count(text)
    made = chunks(text, spans, whole - 50)
    check(text, made, whole - 50)
    assert len(made) == 2
    assert abs(made[0].tokens - made[1].tokens) <= 20


@pytest.mark.parametrize(
    ("sentences", "budget", "number"),
    [(300, 1_000, None), (1_000, 100, None), (5_000, 3_000, None), (3, 1_000, 1)],
)
def test_long_texts(sentences: int, budget: int, number: int | None) -> None:
    """A long text makes as few chunks as whole sentences allow, all of about one size."""
    text, spans = story(sentences)
    made = chunks(text, spans, budget)
    check(text, made, budget)
    each = tokens.count(" The harbour was closed again on that day.")
    assert len(made) == (number or -(-sentences // ((budget - 1) // each)))
    assert max(chunk.tokens for chunk in made) - min(chunk.tokens for chunk in made) <= each


def test_fits_in_one() -> None:
    """A text within the budget is one chunk, with the white space around it."""
    text = "\n The harbour was closed. \n"
    assert chunks(text, [(2, 25)], 100) == (Chunk(1, text, 0, len(text), tokens.count(text)),)


def test_nothing() -> None:
    """An empty text has no chunk."""
    assert chunks("", [], 10) == ()


def test_white_space_between() -> None:
    """White space between two sentences goes with the first, around all of them with the first and the last."""
    text = "  One harbour was closed.\n\n Another was not. \n"
    made = chunks(text, [(2, 25), (28, 44)], tokens.count("  One harbour was closed.\n\n "))
    assert [chunk.text for chunk in made] == ["  One harbour was closed.\n\n ", "Another was not. \n"]


@pytest.mark.parametrize(
    ("text", "budget", "parts"),
    [
        (
            "When the harbour closed, the boats went north; some of them never came back.",
            10,
            ["When the harbour closed, ", "the boats went north; ", "some of them never came back."],
        ),
        (
            "The boats (all of them old) went north — most of them.",
            9,
            ["The boats (all of them old) ", "went north — most of them."],
        ),
        (
            "They paid 1,200,000 crowns: too much, said all",
            11,
            ["They paid 1,200,000 crowns: ", "too much, said all"],
        ),
        ("boats and nets and ropes and sails", 3, ["boats ", "and nets ", "and ropes ", "and sails"]),
        ("東京で雪が降った、電車が止まった", 7, ["東京で雪が降った、", "電車が止まった"]),
    ],
)
def test_a_sentence_over_the_budget(text: str, budget: int, parts: list[str]) -> None:
    """A sentence over the budget is cut behind a clause, and behind a word where a clause is over it too."""
    made = chunks(text, [(0, len(text))], budget)
    check(text, made, budget)
    assert [chunk.text for chunk in made] == parts


def test_neighbours_of_a_long_sentence_stay_whole() -> None:
    """Only the sentence that is over the budget is cut."""
    short = "The harbour was closed."
    long = "the boats went north and " * 8 + "stayed."
    text, spans = assembled("", [(short, " "), (long, " "), (short, "")])
    made = chunks(text, spans, 12)
    check(text, made, 12)
    starts = {chunk.start for chunk in made}
    assert not starts & set(range(1, spans[0][1]))
    assert not starts & set(range(spans[2][0] + 1, len(text)))


@pytest.mark.parametrize("budget", [1, 7, 100])
@pytest.mark.parametrize(
    "text",
    [
        "a" * 10_000,
        " " * 10_000,
        "\n" * 10_000,
        " \n" * 5_000,
        "word" + " " * 10_000 + "word",
        "Then " + "x" * 3_000 + " ended.",
        "漢" * 3_000,
        "雪が降った。" * 500,
        "👩\u200d👩\u200d👧\u200d👦" * 300,
        "\u200b" * 3_000,
        "\ud83d\ude00" * 500,
        "e\u0301" * 3_000,
        "<|endoftext|>" * 300,
    ],
    ids=lambda text: repr(text)[:16],
)
def test_without_sentences(text: str, budget: int) -> None:
    """A text in which nothing is a sentence is cut all the same."""
    check(text, chunks(text, [], budget), budget)


def test_unbroken_text_makes_no_crumbs() -> None:
    """A run of one character makes hardly more chunks than it must."""
    for sign in "a ":
        made = chunks(sign * 10_000, [], 50)
        assert len(made) <= 1.2 * tokens.count(sign * 10_000) / 50 + 1


@pytest.mark.parametrize("budget", [0, -1])
def test_no_budget(budget: int) -> None:
    """A budget that holds no token is refused, with its value."""
    with pytest.raises(ValueError, match=f"budget of {budget} tokens"):
        chunks("Text.", [(0, 5)], budget)


PARTS = st.lists(st.integers(0, 12).map(lambda words: " a" * words), max_size=9)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(parts=PARTS, budget=st.integers(1, 40), overhead=st.integers(0, 3))
def test_joined(parts: list[str], budget: int, overhead: int) -> None:
    """Runs hold all parts in order, keep to the budget or are one part, and are the fewest and even."""
    counts = [tokens.count(part) + overhead for part in parts]
    runs = joined(parts, budget, overhead=overhead)
    assert [index for start, end in runs for index in range(start, end)] == list(range(len(parts)))
    sums = [sum(counts[start:end]) for start, end in runs]
    assert all(total <= budget or end - start == 1 for total, (start, end) in zip(sums, runs, strict=True))
    if counts and max(counts) <= budget:
        for cuts in combinations(range(1, len(parts)), max(0, len(runs) - 2)):
            fewer = pairwise([0, *cuts, len(parts)])
            assert len(runs) == 1 or any(sum(counts[a:b]) > budget for a, b in fewer)
        assert max(sums) - min(sums) <= max(counts) or len(runs) == 1


@pytest.mark.parametrize(
    ("words", "budget", "overhead", "runs"),
    [
        ([], 10, 0, ()),
        ([3, 3], 10, 0, ((0, 2),)),
        ([4, 4, 4], 10, 0, ((0, 2), (2, 3))),
        ([5, 5, 5, 5], 15, 0, ((0, 2), (2, 4))),
        ([4, 4], 10, 2, ((0, 1), (1, 2))),
        ([2, 30, 2, 2], 10, 0, ((0, 1), (1, 2), (2, 4))),
        ([30], 10, 0, ((0, 1),)),
        ([2, 11, 13, 5, 7], 29, 0, ((0, 2), (2, 5))),
        ([5, 8, 16, 11, 18, 14], 32, 0, ((0, 3), (3, 5), (5, 6))),
    ],
)
def test_joined_runs(words: list[int], budget: int, overhead: int, runs: tuple[tuple[int, int], ...]) -> None:
    """Parts make the fewest runs, evened out; one over the budget is a run by itself."""
    assert joined([" a" * count for count in words], budget, overhead=overhead) == runs
