"""The publication day: which statements of it count, and in which order."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.dates.anchor import parse_day, publication_date
from summarize.dates.expressions import find_dates
from summarize.dates.inference import infer_published
from summarize.records import Article, Basis, Published, Sentence, Source

DAY = date(2018, 3, 28)


@pytest.mark.parametrize(
    "text",
    [
        "2018-03-28",
        "2018-03-28T23:15:00-04:00",
        "2018-03-28T23:15:00.000Z",
        "2018-03-28 04:15",
        "20180328",
        "20180328T101500Z",
        "20180328101500",
        "2018/03/28",
        "2018/3/28",
        "28 March 2018",
        "28 march 2018",
        "28th of March, 2018",
        "28-Mar-2018",
        "March 28, 2018",
        "March 28, 2018, 4:15 PM EDT",
        "Updated 4:15 PM EDT, Wed March 28, 2018",
        "MARCH 28 2018",
        "Mar. 28, 2018",
        "Wed, 28 Mar 2018 10:00:00 GMT",
        "Wednesday, 28 March 2018",
        "28/03/2018",
        "03/28/2018",
        "28.03.2018",
        "28-03-2018",
    ],
)
def test_notations(text: str) -> None:
    """Every usual notation of a day is read, as the local date it is written for."""
    assert parse_day(text) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "",
        "March 28",
        "28 March",
        "Wednesday",
        "yesterday",
        "2018",
        "2018-03",
        "March 2018",
        "03/04/2018",
        "3.4.2018",
        "2018-13-28",
        "2018-02-30",
        "12345678",
        "0001",
    ],
)
def test_no_day(text: str) -> None:
    """Without a year, with day and month in doubt, or off the calendar, no day is read."""
    assert parse_day(text) is None


def test_day_and_month_alike_are_no_doubt() -> None:
    """04/04/2018 is the same day in either order."""
    assert parse_day("04/04/2018") == date(2018, 4, 4)


@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    """Any text is a day or none, never an error."""
    day = parse_day(text)
    assert day is None or isinstance(day, date)


@given(st.dates(min_value=date(1700, 1, 1), max_value=date(2099, 12, 31)))
def test_written_days_are_read_back(day: date) -> None:
    """A day written out in full is read as itself."""
    assert parse_day(f"{day:%B} {day.day}, {day.year}") == day
    assert parse_day(f"{day.day} {day:%b} {day.year}") == day
    assert parse_day(day.isoformat()) == day


def article(text: str = "Kim met Xi.", name: str = "a.txt", day: str = "") -> Article:
    """An article that states its day in its metadata, or not."""
    return Article(name=name, text=text, date=day, date_basis="metadata" if day else "unknown")


def test_precedence() -> None:
    """The user's word goes before the article's own, that before a dateline, that before the file's name."""
    text = "BEIJING, March 26, 2018 — Kim met Xi."
    full = article(text, "2018-03-25-kim.txt", "2018-03-27")
    assert publication_date(full, stated=DAY) == Published("2018-03-28", "flag", "2018-03-28")
    assert publication_date(full) == Published("2018-03-27", "metadata", "2018-03-27")
    assert publication_date(article(text, "2018-03-25-kim.txt")) == Published(
        "2018-03-26", "dateline", "BEIJING, March 26, 2018"
    )
    assert publication_date(article(name="2018-03-25-kim.txt")) == Published(
        "2018-03-25", "file name", "2018-03-25"
    )
    assert publication_date(article()) == Published("", "unknown", "")


def test_unreadable_statement_is_passed_over() -> None:
    """A date field that cannot be read does not hide the dateline."""
    stated = article("BEIJING, March 28, 2018 — Kim met Xi.", day="sometime last week")
    assert publication_date(stated).basis == "dateline"


@pytest.mark.parametrize(
    "line",
    [
        "Published March 28, 2018",
        "Published: 28 March 2018, 10:32",
        "Updated 4:15 PM EDT, Wed March 28, 2018",
        "28 March 2018 10:32 GMT",
        "28 March 2018",
        "March 28, 2018 | 3 min read",
        "Wednesday 28 March 2018 12.53 BST",
        "By Jane Doe | March 28, 2018",
        "By Jane Doe and John Roe, March 28, 2018 at 9:05 a.m.",
        "Posted on 2018-03-28",
        "First published on Wed 28 Mar 2018 11.02 BST",
        "BEIJING, March 28, 2018 (Xinhua) -- Kim met Xi.",
        "SEOUL, South Korea, March 28, 2018 — Kim met Xi.",
        "BEIJING (AP), 28 March 2018 - Kim met Xi.",
    ],
)
def test_stating_lines(line: str) -> None:
    """A dateline, or a line of its own that says when, states the publication day; the line is the evidence."""
    found = publication_date(article(f"Kim visits Xi\n\n{line}\n\nThe visit was secret."))
    assert (found.value, found.basis) == ("2018-03-28", "dateline")
    assert found.evidence in line
    assert publication_date(article(), head=f"Home\nNews\n{line}\n").value == "2018-03-28"


@pytest.mark.parametrize(
    "line",
    [
        "BEIJING, March 28 (Xinhua) -- Kim met Xi.",
        "BEIJING (Reuters) - Kim met Xi on March 28, 2018.",
        "Kim met Xi on March 28, 2018.",
        "Kim visited China on March 28, 2018 - report",
        "March 28, 2018 was the last day of the visit.",
        "He was born in Pyongyang, March 28, 1984.",
        "Published March 28",
        "Updated Wednesday",
        "03/04/2018",
        "May said no.",
    ],
)
def test_lines_that_state_nothing(line: str) -> None:
    """A date in prose, without its year, or open to two readings is no publication day."""
    assert publication_date(article(f"Kim visits Xi\n\n{line}\n\nThe visit was secret.")) == Published()


def test_published_before_updated() -> None:
    """Where a page says both, it was published when it was published."""
    found = publication_date(article("Kim visits Xi\nUpdated March 29, 2018\nPublished March 28, 2018\n"))
    assert found.evidence == "Published March 28, 2018"


def test_dateline_given() -> None:
    """The dateline that the cleaner found counts before the other lines."""
    found = publication_date(article(), dateline="BEIJING,\nMarch 28, 2018 —", head="Updated March 29, 2018")
    assert found == Published("2018-03-28", "dateline", "BEIJING, March 28, 2018 —")


def test_late_lines_are_not_looked_at() -> None:
    """A line far down the text is not where an article says when it was published."""
    assert publication_date(article("Kim met Xi.\n" * 30 + "Published March 28, 2018")) == Published()


@pytest.mark.parametrize(
    "name",
    [
        "2018-03-28-kim.txt",
        "20180328_kim.html",
        "news/2018/03/28/kim.md",
        "kim.2018_03_28.json",
        "kim-20180328.jsonl#3",
    ],
)
def test_file_names(name: str) -> None:
    """A day in the file's name or folders counts where nothing else states one."""
    assert publication_date(article(name=name)).value == "2018-03-28"


@pytest.mark.parametrize(
    "name",
    [
        "12345678.txt",
        "000_d32450f916f4af35.txt",
        "report-2018.txt",
        "2018-03.txt",
        "20189928.txt",
        "120180328.txt",
    ],
)
def test_file_names_without_a_day(name: str) -> None:
    """Other digits in a file's name are no day."""
    assert publication_date(article(name=name)) == Published()


def source(identity: str, published: str, *sentences: str) -> Source:
    """A source of these sentences, published on a day or on an unknown one."""
    text = " ".join(sentences)
    starts = [sum(len(sentence) + 1 for sentence in sentences[:index]) for index in range(len(sentences))]
    spans = [(start, start + len(sentence)) for start, sentence in zip(starts, sentences, strict=True)]
    dates = find_dates(text, spans, published)
    made = tuple(
        Sentence(number, sentence, start, end, 1, tuple(when for when in dates if start <= when.start < end))
        for number, (sentence, (start, end)) in enumerate(zip(sentences, spans, strict=True), 1)
    )
    basis: Basis = "dateline" if published else "unknown"
    return Source(
        identity, identity, "", "", "", Published(published, basis), text, made, (), len(text.split())
    )


CONFIRMED = "State media confirmed the secret visit to the Chinese capital on Wednesday."


def test_inferred_from_another_source() -> None:
    """A sentence that a dated source tells too, with the same weekday, dates a source that states no day."""
    dated = source(
        "S1",
        "2018-03-29",
        "The visit was secret.",
        "Chinese state media confirmed the secret visit to the capital Wednesday.",
    )
    found = infer_published(source("S2", "", CONFIRMED, "He left Tuesday."), [dated])
    assert (found.value, found.basis) == ("2018-03-29", "inferred")
    assert (
        found.evidence
        == "S1 (2018-03-29), sentence 2: “Chinese state media confirmed the secret visit to the capital Wednesday.”"
    )


def test_inferred_from_a_weekday_with_its_date() -> None:
    """A weekday that the text also gives with its full date dates the source."""
    alone = source(
        "S1", "", "The two met on Wednesday, March 28, 2018.", "The ministry confirmed it Wednesday."
    )
    assert infer_published(alone, []).value == "2018-03-28"
    assert infer_published(alone, []).basis == "inferred"


@pytest.mark.parametrize(
    "others",
    [
        [],
        [source("S1", "", CONFIRMED)],
        [
            source(
                "S1",
                "2018-03-29",
                "State media confirmed the secret visit to the Chinese capital on Tuesday.",
            )
        ],
        [source("S1", "2018-03-29", "The weather in the Chinese capital was fine on Wednesday.")],
        [source("S1", "2018-03-29", CONFIRMED), source("S3", "2018-05-10", CONFIRMED)],
    ],
)
def test_nothing_inferred(others: list[Source]) -> None:
    """Without a dated source that tells the same, or with two that contradict each other, nothing is inferred."""
    assert infer_published(source("S2", "", CONFIRMED), others) == Published()


@pytest.mark.parametrize(
    "sentences",
    [
        ["The two met on Wednesday, March 28, 2018."],
        ["The two met on Wednesday, March 27, 2018.", "The ministry confirmed it Wednesday."],
        [
            "The two met on Wednesday, March 28, 2018.",
            "They parted on April 9, 2018.",
            "The ministry confirmed it Wednesday.",
        ],
        ["The two met on March 28, 2018.", "The ministry confirmed it Wednesday."],
        ["The two met on Wednesday, March 28, 2018.", "They will meet again Wednesday."],
    ],
)
def test_full_dates_that_prove_nothing(sentences: list[str]) -> None:
    """A full date proves the publication only with its weekday, rightly, as the last day, and that weekday told alone as past."""
    assert infer_published(source("S1", "", *sentences), []) == Published()
