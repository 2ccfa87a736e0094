"""Date expressions: what is found, what it resolves to, and what is left alone."""

import time
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.dates import calendar, edtf
from summarize.dates.expressions import RULES, find_dates
from summarize.dates.grammar import compile_head, compile_pattern
from summarize.dates.status import is_planned
from summarize.records import VAGUE, When
from tests.tables import table

PUBLISHED = "2018-03-28"
GROUPS: dict[str, list[dict[str, Any]]] = table("dates.yaml")
LINES = [(kind, case) for kind, cases in GROUPS.items() for case in cases]
STATUS: list[dict[str, Any]] = table("dates_status.yaml")

# Pieces of expressions, so that random rows of them reach every rule
PIECES = (
    "May|March|Sunday|Wed.|last|next|the|a|two|10|1,200|2018|1990s|'80s|--|–|to|of|on|in|early|late|mid-|week|weeks|year|years|ago|later|after|"
    "before|28|March 28|28/03/2018|2018-03-28|quarter|third|Q3|spring|Easter|today|tomorrow|“|”|\"|``|''|said|will|,|.|;|\n|\n\n|Feb. 29|31|0|"
    "between|and|from|until|four-day visit|ended|noon|9 a.m. EST|Christmas|nineteen ninety-six|fiscal|that same day|century|two days after the|"
    "28 March 2018|10 years before|March 5 and 20, 2011|the 15th of|on the|this past|year's|-year|a year earlier|for the quarter|weekend|"
    "Sept. 11 attacks|of that year|the following|hours ago|from now|half of|Monday to|January-|2009-|/11|'s|which began|starting Friday|Dec. 31"
).split("|")


def spans(sentences: list[str]) -> list[tuple[int, int]]:
    """The spans of the sentences in the text that they make, one space between them."""
    starts = [0]
    for sentence in sentences:
        starts.append(starts[-1] + len(sentence) + 1)
    return [(start, start + len(sentence)) for start, sentence in zip(starts, sentences, strict=False)]


def find(sentences: list[str], published: str = PUBLISHED) -> tuple[When, ...]:
    """The dates of a text given as sentences."""
    return find_dates(" ".join(sentences), spans(sentences), published)


def is_vague(when: When) -> bool:
    """Whether an expression names no date at all."""
    return when.rule == VAGUE


@pytest.mark.parametrize("kind", GROUPS)
def test_case(kind: str) -> None:
    """Each line of the cases yields just its expressions, with their values; those that do not are all named."""
    wrong = []
    for case in GROUPS[kind]:
        found = find(case["text"], case.get("published", PUBLISHED))
        dates = [[when.expression, when.value] for when in found if not is_vague(when)]
        if dates != case["dates"]:
            wrong.append(f"{' '.join(case['text'])!r}: {dates} and not {case['dates']}")
    assert not wrong, "\n".join(wrong)


def test_every_group_has_a_case() -> None:
    """No group of the cases is empty, so that each of their tests holds something."""
    assert all(GROUPS.values())


def test_every_rule_has_a_case() -> None:
    """No rule of the grammar is without a line that it resolves."""
    used = {
        when.rule.split(", ")[0]
        for _, case in LINES
        for when in find(case["text"], case.get("published", PUBLISHED))
    }
    assert {rule.name for rule in RULES} - used - {VAGUE} == set()


def test_what_comes_after_its_beginning_never_hides_a_rule() -> None:
    """Wherever a rule matches a text of the cases, what has to stand after its beginning stands there."""
    hidden = []
    texts = [" ".join(case["text"]) for _, case in LINES]
    for rule in RULES:
        pattern, after = compile_pattern(rule.notation), rule.after
        if after is None:
            continue
        for found in (found for text in texts for found in pattern.finditer(text)):
            head = compile_head(after.head).match(found.string, found.start())
            if head is None or not after.allows(found.string[head.end() : head.end() + 1]):
                hidden.append(f"{rule.notation}: {found.group()!r} in {found.string!r}")
    assert not hidden, "\n".join(hidden)


def test_a_long_text_keeps_its_dates() -> None:
    """A text of a thousand sentences has the date of each, at its place."""
    sentence = "The old mill in the north of the town was sold on 28 March 2018 to a baker. "
    found = find_dates(sentence * 1000, [], PUBLISHED)
    assert [when.start for when in found] == [len(sentence) * number + 50 for number in range(1000)]


def test_words_are_found_beside_letters_and_marks_of_any_script() -> None:
    """Dates keep their places in a text whose characters are not all of ASCII, and words of other scripts begin none."""
    (when,) = find_dates("“Élan” – Maßnahme, “on 28 March 2018”, Mayé.", [], PUBLISHED)
    assert (when.expression, when.value, when.start) == ("28 March 2018", "2018-03-28", 23)


@pytest.mark.parametrize(
    "words",
    [
        "He is now in Rome.",
        "Until recently it was open.",
        "It was better in the past.",
        "They met several days later.",
    ],
)
def test_vague_references_are_marked(words: str) -> None:
    """Expressions of time that name no date have no value, and a rule that says so."""
    (when,) = find([words])
    assert is_vague(when)
    assert (when.value, when.precision) == ("", "unknown")


@pytest.mark.parametrize(
    ("words", "precision"),
    [
        ("on March 28, 2018", "day"),
        ("last week", "week"),
        ("in May 2011", "month"),
        ("in the third quarter of 2017", "quarter"),
        ("in spring 2011", "season"),
        ("in 2011", "year"),
        ("in the 1990s", "decade"),
        ("in the 20th century", "century"),
        ("from Sunday to Wednesday", "range"),
        ("over the weekend", "range"),
    ],
)
def test_precision_is_that_of_the_value(words: str, precision: str) -> None:
    """The precision of a resolved date is the one its value has."""
    (when,) = find([f"They met {words}."])
    assert when.precision == precision == edtf.precision_of(when.value)


@pytest.mark.parametrize(
    ("words", "precision"),
    [
        ("on Wednesday", "day"),
        ("last week", "week"),
        ("in May", "month"),
        ("last year", "year"),
        ("from Sunday to Monday", "range"),
    ],
)
def test_precision_without_a_value(words: str, precision: str) -> None:
    """An expression that cannot be resolved keeps the precision of its words."""
    (when,) = find([f"They met {words}."], "")
    assert (when.value, when.precision, when.anchor) == ("", precision, "")


@pytest.mark.parametrize(
    ("sentences", "anchors"),
    [
        (["They met on Monday."], [PUBLISHED]),
        (["They met on March 20, 2017."], [""]),
        (["They met on March 20, 2017.", "The next day they left."], ["", "2017-03-20"]),
        (["“We leave today,” she said Monday."], ["2018-03-26", PUBLISHED]),
    ],
)
def test_anchor_is_what_a_date_counts_from(sentences: list[str], anchors: list[str]) -> None:
    """A date says from which day it was counted, and says nothing where it names itself."""
    assert [when.anchor for when in find(sentences)] == anchors


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("since 2011", "year, since"),
        ("by May", "month, by"),
        ("until Friday", "weekday, coming, until"),
        ("on Tuesday", "weekday, coming"),
        ("after Tuesday's vote", "weekday, past, after"),
    ],
)
def test_rule_names_the_tense_and_the_bound(words: str, rule: str) -> None:
    """The rule says how the date was found: its side of the publication day, and whether it only bounds the event."""
    (when,) = find([f"It is open {words}."])
    assert when.rule == rule


def test_sentences_part_the_tenses() -> None:
    """The tense of one sentence does not decide a date of another."""
    sentences = ["They will vote.", "They met on Friday."]
    assert [when.value for when in find(sentences)] == ["2018-03-23"]
    assert [when.value for when in find_dates("They will vote on Friday. They met.", [], PUBLISHED)] == [
        "2018-03-30"
    ]


def test_nothing_is_looked_for_outside_of_the_sentences() -> None:
    """Page furniture between sentences holds no dates, and none that others count from."""
    text = "He left on Monday. Updated March 1, 2018. The next day he died."
    found = find_dates(text, [(0, 18), (42, len(text))], PUBLISHED)
    assert [(when.expression, when.value) for when in found] == [
        ("Monday", "2018-03-26"),
        ("The next day", "2018-03-27"),
    ]


def test_line_ends_and_wide_spaces_stand_in_dates() -> None:
    """A date may go over a line end or hold a no-break space, but not reach into the next paragraph."""
    assert [when.value for when in find_dates("on March\n28,\u00a02018", [], "")] == ["2018-03-28"]
    assert [when.value for when in find_dates("in March\n\n28 people", [], "")] == [""]


@pytest.mark.parametrize("kind", GROUPS)
def test_without_publication_nothing_is_invented(kind: str) -> None:
    """What resolves without a publication day resolves to the same with any; lines that do not are all named."""
    wrong = []
    for case in GROUPS[kind]:
        unknown = {(when.start, when.end): when.value for when in find(case["text"], "") if when.value}
        for published in ("2019-06-05", "2020-01-02"):
            known = {(when.start, when.end): when.value for when in find(case["text"], published)}
            if not unknown.items() <= known.items():
                wrong.append(f"{' '.join(case['text'])!r}, published {published}: {known} and not {unknown}")
    assert not wrong, "\n".join(wrong)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join)),
    st.one_of(st.just(""), st.dates().map(date.isoformat)),
)
def test_any_text(text: str, published: str) -> None:
    """On any text, published on any day: spans in order and apart, expressions as written, valid values."""
    found = find_dates(text, [(0, len(text))], published)
    for when in found:
        assert text[when.start : when.end] == when.expression
        assert when.value == "" or (
            edtf.is_valid(when.value) and edtf.precision_of(when.value) == when.precision
        )
        assert when.anchor == "" or edtf.precision_of(when.anchor) == "day"
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    "piece",
    [
        "March ",
        "2018 ",
        "the ",
        "five ",
        "1",
        " ",
        "\n",
        "four-day visit, ",
        "today ``",
        '"today" ',
        "and 5, ",
        "last-",
        "'a, today ",
        "‘a,’ Friday ",
        "was due to meet Monday ",
        "the July 7 bombings ",
        "since September 11 ",
        "that same Monday ",
        "18th, ",
        "18th and ",
        "between 1000 and ",
    ],
)
def test_hostile_repetition_ends(piece: str) -> None:
    """A piece of a date repeated a thousand times takes a second or less; what grows with its square takes far more."""
    begun = time.process_time()
    find_dates(piece * 1_000, [], PUBLISHED)
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("year", [1900, 1916, 1961, 1998, 2000, 2018, 2024, 2038])
def test_easter(year: int) -> None:
    """Easter falls on its known Sundays."""
    known = {
        1900: (4, 15),
        1916: (4, 23),
        1961: (4, 2),
        1998: (4, 12),
        2000: (4, 23),
        2018: (4, 1),
        2024: (3, 31),
        2038: (4, 25),
    }
    assert calendar.easter(year) == date(year, *known[year])


@pytest.mark.parametrize("case", STATUS, ids=[case["text"] for case in STATUS])
def test_status(case: dict[str, Any]) -> None:
    """An event is told as planned or as happened, by its date and by the words around it."""
    published = case.get("published", PUBLISHED)
    (when,) = [when for when in find([case["text"]], published) if when.expression == case["expression"]]
    before = "Something else was said before. "
    moved = When(
        when.expression,
        when.value,
        when.precision,
        when.rule,
        when.anchor,
        when.start + len(before),
        when.end + len(before),
    )
    assert is_planned(case["text"], when, 0, published) is case["planned"]
    assert is_planned(case["text"], moved, len(before), published) is case["planned"]
