"""The report as Markdown."""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from summarize.records import Citation, Claim
from summarize.report import (
    to_markdown,
)
from tests.reports import case, entry, filled, minimal, printed, sample


def parsed(markdown: str) -> list[Token]:
    """Read Markdown as CommonMark with tables and strikethrough, in one flat list."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    return [each for token in tokens for each in (token, *(token.children or ()))]


def structure(markdown: str) -> list[str]:
    """Give what the Markdown is made of, leaving its words aside."""
    return [token.type for token in parsed(markdown) if token.type != "text"]


@cache
def plain() -> list[str]:
    """Give what a report that is filled with a word is made of."""
    return structure(to_markdown(filled("word")))


@pytest.mark.parametrize("row", case("report_hostile.yaml"), ids=lambda row: repr(row["text"]))
def test_hostile_text_in_markdown(row: dict[str, str]) -> None:
    """Text of others is written so that it is shown and does nothing, and no more is escaped than must be."""
    report = replace(minimal(), summary=(Claim(row["text"], (Citation("S1", 1),)),))
    assert to_markdown(report).split("\n\n")[1] == f"{row['markdown']} [S1:1]"


@pytest.mark.parametrize("row", case("report_hostile.yaml"), ids=lambda row: repr(row["text"]))
def test_hostile_text_makes_no_markup(row: dict[str, str]) -> None:
    """Wherever text of others stands in the report, a Markdown reader finds words in it and no markup."""
    assert structure(to_markdown(filled(row["text"]))) == plain()


ACTIVE = st.text(
    st.sampled_from("\\`*_{}[]()#+-.!|<>~$&;=:/@^'\"%? \n\t0a1Bé\u200b"), min_size=1, max_size=12
)


@settings(deadline=None, max_examples=150)
@given(ACTIVE.filter(lambda text: text.strip(" \n\t\u200b")))
def test_any_text_makes_no_markup(text: str) -> None:
    """No mixture of the characters that Markdown knows makes markup."""
    assert structure(to_markdown(filled(text))) == plain()


@settings(deadline=None, max_examples=300)
@given(ACTIVE)
def test_any_text_is_shown_as_it_is(text: str) -> None:
    """What a reader sees of a sentence is the sentence, its white space folded and unseen characters gone."""
    claim = Claim(f"a {text} z", (Citation("S1", 1),))
    seen = " ".join(f"a {text} z".replace("\u200b", "").split())
    inline = parsed(to_markdown(replace(minimal(), summary=(claim,))))
    words = [token.content for token in inline if token.type == "text"]
    assert f"{seen} [S1:1]" in words


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//host/x", "https:///x", "file:///etc/x"]
)
def test_only_web_addresses_are_links(url: str) -> None:
    """An address that is not http or https is shown and is no link."""
    text = to_markdown(replace(sample(), sources=(replace(sample().sources[0], url=url),)))
    assert not [token for token in parsed(text) if token.type == "link_open"]
    assert url in text


def test_link_cannot_be_broken_out_of() -> None:
    """A web address is a link to itself, with all else in it percent-encoded."""
    url = 'https://news.example/a b>\n<script>"x"'
    text = to_markdown(replace(sample(), sources=(replace(sample().sources[0], url=url),)))
    links = [token.attrs["href"] for token in parsed(text) if token.type == "link_open"]
    assert links == ["https://news.example/a%20b%3E%20%3Cscript%3E%22x%22"]


@pytest.mark.parametrize("row", case("report_dates.yaml"), ids=lambda row: row["value"])
def test_date_codes_are_explained(row: dict[str, str]) -> None:
    """A date whose digits could be misread has its meaning beside it, and no other has."""
    dated = replace(
        sample(), timeline=(replace(entry(case("report.yaml")["timeline"][0]), value=row["value"]),)
    )
    head = next(line for line in to_markdown(dated).splitlines() if line.startswith("- **")).split(" — ")[0]
    assert head == f"- **{row['value']}**" + (f" ({row['said']})" if row["said"] else "")


def test_doubt_marks_are_explained_when_present() -> None:
    """The note on `~` stands below a timeline with such a date, and below no other."""
    exact = tuple(each for each in sample().timeline or () if "~" not in each.value)
    assert "`~` marks an approximate date." in to_markdown(sample())
    assert "`~`" not in to_markdown(replace(sample(), timeline=exact))


def test_no_timeline_asked() -> None:
    """A report without a timeline has no part of that name."""
    assert "Timeline" not in to_markdown(replace(sample(), timeline=None, undated=()))


def test_empty_timeline_says_so() -> None:
    """A timeline in which nothing could be dated says that, and keeps its undated part."""
    text = to_markdown(replace(sample(), timeline=()))
    assert (
        "## Timeline\n\nNo event in these sources could be given a date.\n\n### Date not known\n\n- **“Wed"
        in text
    )


def test_empty_summary_says_so() -> None:
    """A report without a merged summary says that under a title of its own."""
    text = to_markdown(minimal())
    assert text.startswith(
        "# Summary of 0 sources\n\nNo merged summary could be made.\n\n## How this was made\n"
    )


def test_extractive_report_names_no_tokens() -> None:
    """A report made without a model says so, and has no table of calls."""
    text = to_markdown(minimal())
    assert text.endswith("- Program: summarize 0.1.0\n- Engine: extractive (no language model)\n")


def test_replay_is_claimed_only_for_all_answers() -> None:
    """Answers are said to come from a recording or the cache only where every one did."""
    made = sample().made
    replayed = replace(made, usage=tuple(replace(stage, replayed=stage.calls) for stage in made.usage))
    assert "all from a recording or the cache" in to_markdown(replace(sample(), made=replayed))
    assert "all from a recording or the cache" not in to_markdown(sample())


def test_claims_without_good_support_are_marked() -> None:
    """A claim that is weak, or that cites nothing, says so in words."""
    report = replace(
        sample(), summary=(Claim("A.", (), "weak"), Claim("B.", (Citation("S1", 1),), "unsupported", "why"))
    )
    assert "A. [no source cited] **(weak)** B. [S1:1] **(unsupported: why)**" in to_markdown(report)
    assert "A. [no source cited] (weak) B. [S1:1] (unsupported: why)" in printed(report, 100)


def test_citations_stand_once_each() -> None:
    """A sentence cited twice by one claim is named once, and every cited sentence is quoted once, in order."""
    article = sample().sources[0]
    many = replace(
        article, id="S10", summary=(Claim("A.", (Citation("S10", 2), Citation("S2", 6), Citation("S10", 2))),)
    )
    text = to_markdown(replace(sample(), sources=(*sample().sources, many)))
    assert "A. [S10:2, S2:6]" in text
    quoted = [
        line.split("**")[1] for line in text.partition("## Cited sentences")[2].splitlines() if "**" in line
    ]
    numbers = [(int(source[1:]), int(number)) for source, number in (each.split(":") for each in quoted)]
    assert numbers == sorted(set(numbers))
    assert numbers[-1] == (10, 2)


def test_citation_that_leads_nowhere() -> None:
    """A citation whose sentence is not in the report is named as such among the cited sentences."""
    report = replace(sample(), summary=(Claim("A.", (Citation("S9", 1),)),))
    assert "- **S9:1** This sentence is missing from the report." in to_markdown(report)
