"""Where most of what there is will be told, what is left out is what a human summary would least hold."""

import pytest

from summarize.records import Sentence
from summarize.text.expectation import MOST_TIMES, Coverage, Expectation, Signs
from summarize.text.expectation_weights import WEIGHTS
from summarize.text.filling import fill
from summarize.text.selection import Candidate
from summarize.text.terms import stems, terms

FERRY = "The ferry Aurora sank off the coast on Monday, and police said that all the passengers were saved."
AGAIN = (
    "All the passengers were saved on Monday when the ferry Aurora sank off the coast, and police said so."
)
SHEEP = "Insurers of the ferry refused to pay farmers for the sheep that were lost on Monday."
CREDIT = "Photo courtesy Lysekil Harbour Archive Collection, Box 17, Folder 4, Negative 229, Print 3."


def _candidates(*sources: tuple[str, ...], leans: tuple[str, ...] = ()) -> list[Candidate]:
    return [
        Candidate(place, Sentence(number, text, 0, len(text), 1), terms(text), 0.5, text in leans)
        for place, texts in enumerate(sources)
        for number, text in enumerate(texts, 1)
    ]


def _expectation(*sources: tuple[str, ...]) -> Expectation:
    return Expectation.of(Signs(sources, [[terms(text) for text in texts] for texts in sources]), WEIGHTS)


def _filled(words: int, *sources: tuple[str, ...], leans: tuple[str, ...] = ()) -> list[str]:
    chosen = fill(_candidates(*sources, leans=leans), _expectation(*sources), words)
    return [each.sentence.text for each in chosen]


def test_chances_are_chances() -> None:
    """Every word has a falling row of chances, one for each time it stands, up to a bound; every pair has one."""
    expectation = _expectation((FERRY, "the " * 20), (SHEEP,))
    assert all(0 < chance < 1 for chance in expectation.pairs.values())
    assert len(expectation.words["the"]) == MOST_TIMES
    assert len(expectation.words["ferri"]) == 2
    for row in expectation.words.values():
        assert list(row) == sorted(row, reverse=True)
        assert all(0 < chance < 1 for chance in row)


def test_what_several_documents_say_is_expected() -> None:
    """A word that each document holds is likelier in a summary than one of the same sentence that one holds."""
    expectation = _expectation((FERRY,), (SHEEP,))
    assert expectation.words["ferri"][0] > expectation.words["aurora"][0]


def test_what_is_told_adds_less_again() -> None:
    """A sentence told twice adds less the second time, and what it was said to add is what it adds."""
    coverage = Coverage(_expectation((FERRY, SHEEP)))
    told = stems(FERRY)
    first = coverage.gain(told)
    assert coverage.add(told) == first
    assert coverage.gain(told) < first


def test_credits_are_left_out() -> None:
    """What a summary would hardly hold gives way to what it would, though it stands higher up."""
    assert _filled(36, (FERRY, CREDIT), (SHEEP,)) == [FERRY, SHEEP]


def test_nothing_is_told_twice() -> None:
    """Of two sentences that say the same one is told."""
    told = _filled(100, (FERRY,), (AGAIN, SHEEP))
    assert len(told) == 2
    assert SHEEP in told


@pytest.mark.parametrize("words", [10, 18, 30, 40])
def test_words_bound_what_is_told(words: int) -> None:
    """No more words are told than asked for."""
    assert sum(len(text.split()) for text in _filled(words, (FERRY, SHEEP), (AGAIN,))) <= words


def test_a_leaning_sentence_comes_with_the_one_before() -> None:
    """A sentence that leans is told after the one before it, and never where that one has no room."""
    leaning = "They were insured by the company that owned the ferry, police said on Monday."
    assert _filled(60, (SHEEP, leaning), leans=(leaning,)) == [SHEEP, leaning]
    assert leaning not in _filled(20, (SHEEP, leaning), leans=(leaning,))
    assert _filled(60, (leaning,), leans=(leaning,)) == []


def test_the_order_of_the_candidates_changes_nothing() -> None:
    """The same is chosen however the candidates are ordered: the ferry once, and the sheep."""
    sources = (FERRY, CREDIT), (SHEEP, AGAIN)
    candidates, expectation = _candidates(*sources), _expectation(*sources)
    chosen = fill(candidates, expectation, 40)
    assert fill(candidates[::-1], expectation, 40) == chosen
    assert [each.sentence.text for each in chosen] in ([FERRY, SHEEP], [SHEEP, AGAIN])
