"""What stays of a page and what goes: `summarize.text.clean`."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.text.clean import Cleaned, clean
from tests.tables import table

CASES: dict[str, list[Any]] = table("furniture.yaml")

TITLE = "Storm opens the old lock at Port Ellery"
ABOVE = "The lock at Port Ellery gave way on Tuesday, and the harbour emptied within an hour."
BELOW = "Divers will go down on Thursday to look at what is left of the outer gate."


def page(line: str) -> str:
    """Put a line between two paragraphs of an article."""
    return f"{TITLE}\n\n{ABOVE}\n\n{line}\n\n{BELOW}"


def blocks(text: str, cleaned: Cleaned) -> list[str]:
    """List the text of the blocks."""
    return [text[start:end] for start, end in cleaned.blocks]


def spans(cleaned: Cleaned) -> Iterator[tuple[int, int]]:
    """Give all the spans that a text was taken apart into."""
    yield from (span for span in (cleaned.title_span, cleaned.dateline) if span is not None)
    yield from cleaned.blocks
    yield from ((gone.start, gone.end) for gone in cleaned.removed)


def test_furniture_goes_with_its_reason() -> None:
    """Each line of furniture is taken out whole, for the reason it is known by, and no paragraph with it."""
    found = {}
    for case in CASES["gone"]:
        text = page(case["text"])
        cleaned = clean(text)
        reasons = [gone.reason for gone in cleaned.removed[:1]]
        found[case["text"]] = (blocks(text, cleaned), reasons, cleaned.title)
    assert found == {case["text"]: ([ABOVE, BELOW], [case["reason"]], TITLE) for case in CASES["gone"]}


def test_furniture_goes_at_the_end_of_a_page() -> None:
    """What is furniture between paragraphs is furniture below the last one too."""
    lines = [case["text"] for case in CASES["gone"] if case["reason"] != "heading"]
    pages = {line: f"{TITLE}\n\n{ABOVE}\n\n{BELOW}\n\n{line}\n" for line in lines}
    found = {line: blocks(text, clean(text)) for line, text in pages.items()}
    assert found == {line: [ABOVE, BELOW] for line in lines}


def test_an_article_keeps_its_own_sentences() -> None:
    """A sentence that shares words with furniture stays, whole and where it was."""
    found = {line: blocks(page(line), clean(page(line))) for line in CASES["kept"]}
    allowed = {line: [[ABOVE, one, BELOW] for one in (line, line.removesuffix(" (AP)"))] for line in found}
    assert {line: kept for line, kept in found.items() if kept not in allowed[line]} == {}


@pytest.mark.parametrize("case", CASES["datelines"])
def test_a_dateline_is_told_apart(case: str) -> None:
    """A dateline is no part of the first block, which starts behind it."""
    dateline, _, rest = case.partition("|")
    text = f"{TITLE}\n\n{dateline}{rest}\n\n{BELOW}"
    cleaned = clean(text)
    assert cleaned.dateline is not None
    assert text[slice(*cleaned.dateline)] == dateline
    assert blocks(text, cleaned) == [rest.strip(), BELOW]


@pytest.mark.parametrize("line", CASES["openings"])
def test_prose_with_a_dash_is_no_dateline(line: str) -> None:
    """Capitals, brackets or a dash at the start of an article do not make a dateline alone."""
    text = f"{TITLE}\n\n{line}\n\n{BELOW}"
    cleaned = clean(text)
    assert cleaned.dateline is None
    assert blocks(text, cleaned) == [line, BELOW]


@pytest.mark.parametrize("case", CASES["wrapped"], ids=lambda case: case["text"])
def test_wrapped_lines_make_paragraphs(case: dict[str, Any]) -> None:
    """Lines that break off in mid-sentence are joined, lines that are whole sentences are not."""
    text = case["text"]
    assert len(clean(text).blocks) == case["paragraphs"]


def test_furniture_glued_to_the_article_is_cut_off() -> None:
    """What a page ran together with a paragraph goes, and every sentence of the paragraph stays."""
    text = (
        "The lock gave way. Nobody was hurt.Watch TBN Live\n\n"
        "AdvertisementThe harbour emptied within an hour.\n\n"
        "Daily newsletterReceive essential harbour news every morning\n\n"
        "Crews worked all night. Sign up for our daily newsletter. The gate was found at dawn."
    )
    cleaned = clean(text)
    assert blocks(text, cleaned) == [
        "The lock gave way. Nobody was hurt.",
        "The harbour emptied within an hour.",
        "Crews worked all night.",
        "The gate was found at dawn.",
    ]
    assert [gone.text for gone in cleaned.removed] == [
        "Watch TBN Live",
        "Advertisement",
        "Daily newsletter",
        "Receive essential harbour news every morning",
        "Sign up for our daily newsletter.",
    ]


def test_a_cookie_notice_glued_to_a_live_banner_goes_whole() -> None:
    """A notice of several sentences goes with what is glued to its end."""
    notice = "We use cookies to improve your experience on our site. By using this site, you accept these cookies.Watch TBN Live"
    text = page(notice)
    assert blocks(text, clean(text)) == [ABOVE, BELOW]


def test_a_dateline_below_a_summary_is_found() -> None:
    """A dateline that names its agency counts in the paragraph below a summary."""
    text = f"{TITLE}\n\n{ABOVE}\n\nPORT ELLERY (AP) — {BELOW}"
    cleaned = clean(text)
    assert cleaned.dateline is not None
    assert text[slice(*cleaned.dateline)] == "PORT ELLERY (AP) —"
    assert blocks(text, cleaned) == [ABOVE, BELOW]


def test_a_dateline_run_together_with_highlights_is_found() -> None:
    """Where a page ran highlights and the first paragraph together, the dateline parts them."""
    text = f"Ferries stay in port The lock will be closed for months (CNN) -- {ABOVE}\n\n{BELOW}"
    cleaned = clean(text)
    assert cleaned.dateline is not None
    assert text[slice(*cleaned.dateline)] == "(CNN) --"
    assert blocks(text, cleaned)[-2:] == [ABOVE, BELOW]


def test_the_first_headline_is_the_title() -> None:
    """Without a given title, the headline that opens the text is it, and no block."""
    text = f"Skip to main content\n\n{TITLE}\n\n{ABOVE}\n\n{BELOW}"
    cleaned = clean(text)
    assert cleaned.title == TITLE
    assert cleaned.title_span == (22, 22 + len(TITLE))
    assert blocks(text, cleaned) == [ABOVE, BELOW]


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("# Storm opens the lock", "Storm opens the lock"),
        ("# Who opened the lock?", "Who opened the lock?"),
        ("Minister flies to the U.S.", "Minister flies to the U.S."),
        ("Mayor: “The lock is lost”", "Mayor: “The lock is lost”"),
    ],
)
def test_a_headline_may_look_like_that(first: str, title: str) -> None:
    """Heading marks are stripped from a title; an abbreviation or a quotation may end it."""
    text = f"{first}\n\n{ABOVE}\n\n{BELOW}"
    cleaned = clean(text)
    assert cleaned.title == title
    assert blocks(text, cleaned) == [ABOVE, BELOW]


@pytest.mark.parametrize(
    "given_title",
    [
        TITLE,
        TITLE.upper(),
        "Storm opens the old lock at Port Ellery | Tidewater News",
        "Storm opens the old lock, at Port Ellery!",
    ],
)
def test_a_given_title_is_found_in_the_text(given_title: str) -> None:
    """The line that says the given title is no block, whatever its case, marks and the site's name behind it."""
    text = f"{TITLE}\n\n{ABOVE}\n\n{BELOW}"
    cleaned = clean(text, title=given_title)
    assert cleaned.title == given_title
    assert cleaned.title_span == (0, len(TITLE))
    assert blocks(text, cleaned) == [ABOVE, BELOW]


def test_another_headline_than_the_given_title_is_a_heading() -> None:
    """A headline never becomes a block, even where the title is known to be another."""
    text = f"{TITLE}\n\n{ABOVE}\n\n{BELOW}"
    cleaned = clean(text, title="Harbour emptied by storm")
    assert cleaned.title == "Harbour emptied by storm"
    assert cleaned.title_span is None
    assert [gone.reason for gone in cleaned.removed] == ["heading"]
    assert blocks(text, cleaned) == [ABOVE, BELOW]


def test_section_names_above_the_headline_are_not_the_title() -> None:
    """Words above the headline name the site and the section."""
    text = f"Tidewater News\n\nHarbour\n\n{TITLE}\n\n{ABOVE}"
    cleaned = clean(text)
    assert cleaned.title == TITLE
    assert [(gone.text, gone.reason) for gone in cleaned.removed] == [
        ("Tidewater News", "navigation"),
        ("Harbour", "navigation"),
    ]


@pytest.mark.parametrize("text", [ABOVE, f"{ABOVE}\n\n{BELOW}", "He declined", "", " \n\t\n"])
def test_a_text_without_a_headline_has_no_title(text: str) -> None:
    """A paragraph is not taken for a title, nor is a line that no article follows."""
    cleaned = clean(text)
    assert cleaned.title == ""
    assert cleaned.title_span is None
    assert blocks(text, cleaned) == [part for part in text.split("\n\n") if part.strip()]


def test_the_start_of_the_article_is_respected() -> None:
    """What stands before the start belongs to nothing."""
    text = f"---\ntitle: x\n---\n{ABOVE}"
    start = text.index(ABOVE)
    assert list(spans(clean(text, start=start))) == [(start, len(text))]


def test_keep_keeps_furniture_but_tells_title_and_dateline_apart() -> None:
    """With keep, nothing is removed; the title is still the headline, the dateline no part of a block."""
    text = f"Skip to main content\n\n{TITLE}\n\nOSLO (AP) — {ABOVE}\n\nWhat the divers found\n\n{BELOW}\n\nRead more"
    cleaned = clean(text, keep=True)
    assert cleaned.removed == ()
    assert cleaned.title == TITLE
    assert cleaned.dateline is not None
    assert blocks(text, cleaned) == [
        "Skip to main content",
        ABOVE,
        "What the divers found",
        BELOW,
        "Read more",
    ]


def test_a_page_pasted_twice_keeps_one_copy_of_each_paragraph() -> None:
    """Where every paragraph repeats, it is not a caption: the second copy goes."""
    parts = [
        ABOVE,
        BELOW,
        "Ferries will not sail before May, the harbour office said.",
        "Nobody was hurt when the lock gave way.",
    ]
    text = "\n\n".join(part for part in parts for _ in range(2))
    cleaned = clean(text)
    assert blocks(text, cleaned) == parts
    assert {gone.reason for gone in cleaned.removed} == {"repeated line"}


def test_white_space_of_any_kind_parts_nothing_inside_a_line() -> None:
    """No-break spaces and carriage returns are white space, and the spans leave them out."""
    text = "\ufeffThe lock\u00a0gave way on Tuesday.\u00a0\r\n\r\n\u00a0Nobody was hurt.\r\n"
    cleaned = clean(text)
    assert [text[start:end].strip("\ufeff") for start, end in cleaned.blocks] == [
        "The lock\u00a0gave way on Tuesday.",
        "Nobody was hurt.",
    ]


def test_what_was_removed_is_safe_to_print() -> None:
    """The text of what was removed is folded and holds no terminal escapes; its offsets keep the original."""
    text = page("\x1b[31mRead\u00a0 more\x1b[0m")
    (gone,) = clean(text).removed
    assert (gone.text, gone.reason) == ("Read more", "read more")
    assert text[gone.start : gone.end] == "\x1b[31mRead\u00a0 more\x1b[0m"


PARTS = st.sampled_from(
    [
        ABOVE,
        BELOW,
        TITLE,
        "\n",
        "\n\n",
        "\r\n",
        " ",
        "\u00a0",
        "\u200b",
        "\f",
        "OSLO (AP) — ",
        "(CNN) -- ",
        *(case["text"] for case in CASES["gone"]),
        *CASES["kept"],
        *CASES["datelines"],
    ]
)


@given(st.one_of(st.text(), st.lists(PARTS, max_size=12).map("".join)), st.integers(0, 3), st.booleans())
def test_nothing_is_lost_and_nothing_is_taken_twice(text: str, start: int, keep: bool) -> None:  # noqa: FBT001 - hypothesis passes it
    """Every character from the start on that is not white space lies in exactly one span; spans are trimmed."""
    cleaned = clean(text, start=start, keep=keep)
    ordered = sorted(spans(cleaned))
    assert list(cleaned.blocks) == sorted(cleaned.blocks)
    assert all(start <= begin < end <= len(text) for begin, end in ordered)
    assert all(first[1] <= second[0] for first, second in pairwise(ordered))
    assert all(text[begin:end] == text[begin:end].strip() for begin, end in ordered)
    covered = {at for begin, end in ordered for at in range(begin, end)}
    assert all(text[at].isspace() for at in range(start, len(text)) if at not in covered)


@given(st.lists(st.sampled_from([ABOVE, BELOW, *CASES["kept"][:5]]), min_size=1, max_size=6, unique=True))
def test_cleaning_an_article_takes_nothing(paragraphs: list[str]) -> None:
    """Prose alone comes back as it was, paragraph by paragraph."""
    text = "\n\n".join(paragraphs)
    cleaned = clean(text)
    assert cleaned.removed == ()
    assert blocks(text, cleaned) == paragraphs
