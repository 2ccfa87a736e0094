"""Which sentences are telling, which stand alone, which repeat others, and which support a claim."""

from typing import Any

import pytest

from summarize.records import Sentence
from summarize.text.redundancy import SupportIndex, overlap, supports
from summarize.text.salience import centrality, salience
from summarize.text.selection import Candidate, choose
from summarize.text.standalone import is_sentence, stands_alone
from summarize.text.stemmer import stem
from summarize.text.terms import pairs, terms, words
from tests.tables import table


def _cases(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = table(f"salience_{name}.yaml")
    return cases


def _scores(*documents: list[str], budget: int = 30, focus: str = "") -> list[list[float]]:
    return salience([[terms(text) for text in texts] for texts in documents], budget=budget, focus=focus)


def _candidate(number: int, text: str, score: float, *, source: int = 0, leans: bool = False) -> Candidate:
    sentence = Sentence(number, text, 0, len(text), 1)
    return Candidate(source=source, sentence=sentence, terms=terms(text), score=score, leans=leans)


@pytest.mark.parametrize("case", _cases("standalone"), ids=lambda case: case["text"][:40])
def test_stands_alone(case: dict[str, Any]) -> None:
    """A sentence that points back, or quotes nobody, cannot open a summary."""
    assert stands_alone(case["text"]) is case["alone"]


@pytest.mark.parametrize("case", _cases("sentences"), ids=lambda case: case["text"][:40])
def test_is_sentence(case: dict[str, Any]) -> None:
    """Headlines, dates and crumbs are not sentences of prose."""
    assert is_sentence(case["text"]) is case["sentence"]


@pytest.mark.parametrize("case", _cases("support"), ids=lambda case: case["other"][:60])
def test_support(case: dict[str, Any]) -> None:
    """A sentence supports a claim only if it says all of it, with the same numbers, names and days."""
    claim, other = terms(case["claim"]), terms(case["other"])
    assert supports(claim, other) is case["supports"]
    assert SupportIndex([other]).supporting(claim) == ([0] if case["supports"] else [])


@pytest.mark.parametrize("case", _cases("stems"), ids=lambda case: case["word"])
def test_stem(case: dict[str, Any]) -> None:
    """Stems are those of Porter's paper."""
    assert stem(case["word"]) == case["stem"]


def test_index_finds_what_checking_all_would() -> None:
    """The index misses no supporting sentence, even where the claim's rarest term is missing in it."""
    claim = "Ten divers from Lysekil searched harbour, quay, dock, pier, beach and lighthouse overnight with torches."
    said = [
        claim,
        claim.replace(" overnight", ""),
        claim.replace(" overnight with torches", ""),
        "Ten divers searched.",
    ]
    profiles = [terms(text) for text in said]
    expected = [place for place, profile in enumerate(profiles) if supports(profiles[0], profile)]
    assert SupportIndex(profiles).supporting(profiles[0]) == expected == [0, 1]


def test_words_are_plain() -> None:
    """Case, possessives, thousands separators and typographic apostrophes do not tell words apart."""
    assert words("The U.S. Navy’s 1,200 sailors don’t") == ["the", "u.s.", "navy", "1200", "sailors", "don't"]


def test_pairs_skip_stop_words_among_themselves() -> None:
    """A pair of two stop words is no concept."""
    assert pairs("of the harbour") == {("the", "harbour")}


def test_overlap_finds_a_sentence_cut_short() -> None:
    """A sentence and its first half overlap wholly."""
    assert overlap(frozenset("abcd"), frozenset("ab")) == 1.0
    assert overlap(frozenset("abcd"), frozenset("xy")) == 0.0
    assert overlap(frozenset(), frozenset("xy")) == 0.0


def test_what_several_say_is_more_telling() -> None:
    """Of two sentences in the same place, the one whose words other documents share is more telling."""
    first = "The ferry sank in the harbour during the storm."
    scores = _scores(
        ["Local bakers sold their bread at the market.", "Rain fell."],
        [first, "Rain fell."],
        ["Divers reached the ferry that sank in the harbour.", "Rain fell."],
    )
    assert scores[1][0] > scores[0][0]


def test_the_first_sentence_is_more_telling_than_its_copy_below() -> None:
    """Place counts: of equal sentences in one document the earlier is more telling."""
    text = "The ferry sank in the harbour during the storm."
    scores = _scores([text, "Divers searched the wreck for survivors.", text], budget=10)
    assert scores[0][0] > scores[0][2]


def test_place_does_not_count_where_all_is_told() -> None:
    """With room for everything, equal sentences are equally telling wherever they stand."""
    text = "The ferry sank in the harbour during the storm."
    scores = _scores([text, text], budget=1_000)
    assert scores[0][0] == scores[0][1]


def test_focus_raises_inflected_words() -> None:
    """A sentence that holds a word of the focus in another inflection becomes the most telling."""
    texts = [
        "The ferry sank in the harbour.",
        "The ferry was old.",
        "Insurers refuse payments to the widows.",
    ]
    assert max(_scores(texts)[0]) == _scores(texts)[0][0]
    assert (
        max(_scores(texts, focus="insurer paying payment")[0])
        == _scores(texts, focus="insurer payment")[0][2]
    )


def test_scores_are_shares_of_the_best() -> None:
    """Scores lie in 0 to 1, and the most telling sentence has 1."""
    scores = _scores(["The ferry sank in the harbour.", "Rain fell."], ["The ferry sank."])
    flat = [score for row in scores for score in row]
    assert max(flat) == 1.0
    assert min(flat) >= 0.0


@pytest.mark.parametrize("documents", [[], [[]], [["..."]], [["..."], []]])
def test_nothing_is_scored_without_fault(documents: list[list[str]]) -> None:
    """Documents without sentences or words give scores of the same shape."""
    profiles = [[terms(text) for text in texts] for texts in documents]
    shape = [len(texts) for texts in documents]
    assert [len(row) for row in salience(profiles, budget=100)] == shape
    assert [len(row) for row in centrality(profiles)] == shape


def test_choice_leaves_out_what_repeats() -> None:
    """A sentence that another holds nearly whole is not chosen beside it."""
    told = _candidate(1, "The ferry Aurora sank off the coast on Monday.", 1.0)
    again = _candidate(1, "On Monday the ferry Aurora sank off the rocky coast.", 0.9, source=1)
    other = _candidate(2, "Insurers refused payments to many widows.", 0.2, source=1)
    assert choose([told, again, other], lambda _told, _candidate: True) == [told, other]


def test_choice_prefers_what_is_new() -> None:
    """Between a telling sentence that is half told and a slightly less telling new one, the new one is chosen."""
    lead = _candidate(1, "The ferry Aurora sank off the coast on Monday.", 1.0)
    half = _candidate(2, "The ferry Aurora sank off the island where nine guards keep two lighthouses.", 0.8)
    new = _candidate(3, "Insurers refused payments to many widows.", 0.75)
    assert choose([lead, half, new], lambda told, _: len(told) < 2) == [lead, new]


def test_choice_keeps_a_leaning_sentence_with_the_one_before() -> None:
    """A sentence that leans comes only with its predecessor, however telling it is."""
    before = _candidate(1, "The ferry Aurora sank off the coast.", 0.5)
    leaning = _candidate(2, "It carried nine hundred sheep.", 1.0, leans=True)
    stranger = _candidate(4, "They were insured in Bergen by farmers.", 1.0, leans=True)
    everything = [before, leaning, stranger]
    assert choose(everything, lambda _told, _candidate: True) == [before, leaning]
    assert choose([leaning, stranger], lambda _told, _candidate: True) == []


def test_choice_is_in_source_order_whatever_the_order_given() -> None:
    """The order of the candidates changes nothing."""
    candidates = [
        _candidate(number, text, score, source=source)
        for number, text, score, source in (
            (1, "The ferry Aurora sank off the coast.", 0.5, 0),
            (4, "Insurers refused payments to many widows.", 0.9, 0),
            (1, "Nine hundred sheep swam to the lighthouse.", 0.7, 1),
        )
    ]
    chosen = choose(candidates, lambda _told, _candidate: True)
    assert chosen == candidates
    assert choose(candidates[::-1], lambda _told, _candidate: True) == chosen
