"""Paragraphs into numbered sentences: `summarize.text.sentences`."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.text.quotations import MAX_QUOTATION
from summarize.text.sentences import split
from tests.tables import table

CASES: list[str] = table("sentences.yaml")


def sentences(text: str) -> list[str]:
    """Split one paragraph."""
    return [sentence.text for sentence in split(text, [(0, len(text))])]


def test_a_paragraph_is_cut_where_its_sentences_end() -> None:
    """A paragraph is cut at every sign and nowhere else."""
    cut = {}
    for case in CASES:
        joint = "" if "。" in case else " "
        cut[case] = sentences(case.replace(" ¦ ", " ").replace("¦", joint))
    assert cut == {case: [part.strip() for part in case.split("¦")] for case in CASES}


def test_white_space_of_the_page_makes_no_difference() -> None:
    """Line ends and no-break spaces between words are as good as spaces."""
    texts = [case.replace(" ¦ ", " ").replace("¦", "") for case in CASES]
    cut = {text: sentences(text) for text in texts}
    assert {text: sentences(text.replace(" ", "\n")) for text in texts} == cut
    assert {text: sentences(text.replace(" ", "\u00a0")) for text in texts} == cut


def test_sentences_are_numbered_through_all_blocks() -> None:
    """Numbers go on from block to block; paragraphs are counted from 1; offsets are those of the text."""
    text = "One here. Two here.\n\nThree here."
    found = split(text, [(0, 19), (21, 32)])
    assert [(one.number, one.paragraph, one.start, one.end, one.text) for one in found] == [
        (1, 1, 0, 9, "One here."),
        (2, 1, 10, 19, "Two here."),
        (3, 2, 21, 32, "Three here."),
    ]


def test_the_text_is_folded_and_the_offsets_are_not() -> None:
    """A sentence's text has single spaces and nothing invisible; its span is that of the original."""
    text = "  The\u00a0lock \u200b gave\r\n  way.  Nobody was\u200b hurt. "
    found = split(text, [(0, len(text))])
    assert [one.text for one in found] == ["The lock gave way.", "Nobody was hurt."]
    assert [text[one.start : one.end] for one in found] == [
        "The\u00a0lock \u200b gave\r\n  way.",
        "Nobody was\u200b hurt.",
    ]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("The \x1b[31mred\x1b[0m lock.", "The red lock."),
        ("The \x1b]0;title\x07lock.", "The lock."),
        ("The \x9b2Jlock.", "The lock."),
        ("The \x07lo\x08ck.\x7f", "The lock."),
        ("The \u202elock\u202c.", "The lock."),
        ("The lo\u00adck\U000e0041.", "The lock."),
        ("The \x1b]lock stays.", "The lock stays."),
    ],
)
def test_nothing_that_a_terminal_acts_on_reaches_the_text(raw: str, text: str) -> None:
    """Escape sequences, controls and characters that reorder or hide text are gone from it."""
    found = split(raw, [(0, len(raw))])
    assert [one.text for one in found] == [text]
    assert raw[found[0].start : found[-1].end] == raw


def test_a_long_quotation_is_cut() -> None:
    """A quotation of several sentences stays whole up to a length, and is cut beyond it."""
    sentence = "We shut the gate and went home. "
    short, long = f'"{sentence * 3}"', f'"{sentence * (MAX_QUOTATION // len(sentence) + 1)}"'
    assert len(sentences(short)) == 1
    assert len(sentences(long)) == MAX_QUOTATION // len(sentence) + 1


def test_a_quotation_that_is_never_closed_holds_nothing_back() -> None:
    """A paragraph that opens a quotation, and leaves closing it to the next one, is cut as any other."""
    assert sentences("“We shut the gate. We went home. It rained.") == [
        "“We shut the gate.",
        "We went home.",
        "It rained.",
    ]


def test_a_block_without_full_stops_stays_whole() -> None:
    """Where nothing ends a sentence, there is one."""
    text = "the gate and the lock " * 2_000
    assert sentences(text) == [text.strip()]


def test_the_mark_of_a_list_is_no_part_of_its_sentence() -> None:
    """An item of a list is told without its bullet; a minus before a figure and a lone mark stay."""
    assert [one.text for one in split("- The gate fell. It was old.", [(0, 28)])] == [
        "The gate fell.",
        "It was old.",
    ]
    assert [one.text for one in split("• The gate fell", [(0, 15)])] == ["The gate fell"]
    assert [one.text for one in split("-5 degrees fell", [(0, 15)])] == ["-5 degrees fell"]


def test_an_empty_block_has_no_sentence() -> None:
    """White space and what nobody sees are no sentences, and are not counted."""
    text = " \n\u200b The lock."
    assert [(one.number, one.text) for one in split(text, [(0, 2), (2, 3), (3, len(text))])] == [
        (1, "The lock.")
    ]
    assert split("", []) == ()


PIECES = st.sampled_from(
    [
        *(
            "The lock gave way",
            "Mr",
            "U.S",
            "a.m",
            "No",
            "J",
            "5",
            "he said",
            "Kim",
            "1",
            "iPhone",
            "Yahoo!",
            "Inc.",
            "—",
        ),
        *(
            ".",
            "!",
            "?",
            "…",
            "...",
            "。",
            '"',
            "“",
            "”",
            "``",
            "''",
            "(",
            ")",
            "-LRB-",
            "-RRB-",
            " ",
            " ",
            "\n",
            "\u00a0",
        ),
    ]
)


@given(
    st.one_of(
        st.text(), st.lists(PIECES, max_size=30).map("".join), st.lists(PIECES, max_size=30).map(" ".join)
    )
)
def test_sentences_cover_their_block(text: str) -> None:
    """Sentences lie in order in their block, trimmed, and cover all of it that can be seen, but for a bullet."""
    visible = text.encode("utf-8", "ignore").decode()
    visible = "".join(char for char in visible if char.isprintable() or char.isspace())
    found = split(visible, [(0, len(visible))])
    assert [one.number for one in found] == list(range(1, len(found) + 1))
    assert all(visible[one.start : one.end] == visible[one.start : one.end].strip() != "" for one in found)
    assert all(one.text == " ".join(visible[one.start : one.end].split()) for one in found)
    assert all(first.end <= second.start for first, second in pairwise(found))
    covered = {at for one in found for at in range(one.start, one.end)}
    bare = {at for at in range(len(visible)) if at not in covered and not visible[at].isspace()}
    assert not bare or (len(bare) == 1 and visible[min(bare)] in "-*•▪·" and not visible[: min(bare)].strip())


@given(st.text())
def test_any_text_can_be_split(text: str) -> None:
    """Whatever the characters, spans lie in the text and what is shown can be printed."""
    for one in split(text, [(0, len(text))]):
        assert 0 <= one.start < one.end <= len(text)
        assert one.text
        assert "\x1b" not in one.text
