"""The report as a page of HTML, read without a browser: its structure, its links, what reaches it of others' texts."""

import base64
import hashlib
import re
from dataclasses import dataclass, field, replace
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.records import Citation, Claim, Report
from summarize.report import render
from summarize.report.citations import cited_sentences
from tests.reports import case, filled, minimal, sample

VOID = {"meta", "br", "hr"}


@dataclass
class _Element:
    """An element: its name, attributes, children and all text within."""

    name: str
    attributes: dict[str, str]
    children: "list[_Element]" = field(default_factory=list)
    text: str = ""

    def all(self, name: str, class_: str = "") -> "list[_Element]":
        """Give the elements of a name and class within, in their order."""
        found = []
        for child in self.children:
            if child.name == name and (not class_ or class_ in child.attributes.get("class", "").split()):
                found.append(child)
            found += child.all(name, class_)
        return found

    def every(self) -> "list[_Element]":
        """Give all elements within, in their order."""
        return [each for child in self.children for each in (child, *child.every())]


class _Reader(HTMLParser):
    """Builds the tree, and fails where a tag is not closed in its place."""

    def __init__(self) -> None:
        super().__init__()
        self.root = _Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        assert len(dict(attrs)) == len(attrs), f"an attribute stands twice in {tag}"
        made = _Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(made)
        if tag not in VOID:
            self.open.append(made)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in an element of SVG that closes itself."""
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Close the element that is open."""
        assert self.open.pop().name == tag

    def handle_data(self, data: str) -> None:
        """Give text to all elements that it is within."""
        for each in self.open:
            each.text += data

    def handle_comment(self, data: str) -> None:
        """Refuse comments: the page has none."""
        raise AssertionError(data)


def read(report: Report) -> _Element:
    """Read the page of a report."""
    reader = _Reader()
    page = render(report, "html")
    assert page.startswith("<!doctype html>\n")
    reader.feed(page.removeprefix("<!doctype html>\n"))
    reader.close()
    assert reader.open == [reader.root], "an element is left open"
    return reader.root


def structure(report: Report) -> list[tuple[str, tuple[str, ...]]]:
    """Give what a page is made of, leaving words and lengths aside."""
    return [(each.name, tuple(each.attributes)) for each in read(report).every()]


@cache
def plain() -> list[tuple[str, tuple[str, ...]]]:
    """Give what the page of a report that is filled with a word is made of."""
    return structure(filled("word"))


REPORTS = {"sample": sample(), "minimal": minimal(), "filled": filled("word")}


@pytest.mark.parametrize("name", REPORTS)
def test_ids_are_unique_and_links_lead_somewhere(name: str) -> None:
    """Every id stands once; every link within the page, and every label by id, finds its target."""
    elements = read(REPORTS[name]).every()
    ids = [each.attributes["id"] for each in elements if "id" in each.attributes]
    assert len(ids) == len(set(ids))
    wanted = [each.attributes["href"] for each in elements if "href" in each.attributes]
    assert [href for href in wanted if href.startswith("#") and href[1:] not in ids] == []
    labels = [each.attributes["aria-labelledby"] for each in elements if "aria-labelledby" in each.attributes]
    assert set(labels) <= set(ids)


@pytest.mark.parametrize("name", REPORTS)
def test_headings_are_in_order(name: str) -> None:
    """There is one title, and no level is left out on the way down."""
    levels = [int(each.name[1]) for each in read(REPORTS[name]).every() if re.fullmatch("h[1-6]", each.name)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_landmarks() -> None:
    """A page has one header, one main part and one footer, a named way between its parts, and names its parts."""
    page = read(sample())
    for name in ("header", "nav", "main", "footer"):
        assert len(page.all(name)) == 1
    assert page.all("html")[0].attributes["lang"] == "en"
    names = [section.all("h2")[0].text for section in page.all("section")]
    assert names == [link.text for link in page.all("nav")[0].all("a")]
    assert names == [
        "Summary",
        "Timeline",
        "Where sources differ",
        "What each source says",
        "Sources",
        "Tried to interfere",
        "Left out, and why",
        "Failed",
        "Cited sentences",
        "How this was made",
    ]


def test_the_policy_lets_in_the_style_sheet_alone() -> None:
    """The security policy forbids everything but a style sheet of this hash, and stands before it."""
    page = read(sample())
    head = page.all("head")[0]
    policy = next(each for each in head.all("meta") if "http-equiv" in each.attributes).attributes
    (style,) = page.all("style")
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    assert policy == {
        "http-equiv": "Content-Security-Policy",
        "content": f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
    }
    order = [each.attributes.get("http-equiv", each.name) for each in head.children]
    assert order.index("Content-Security-Policy") < order.index("style")


def test_nothing_runs_and_nothing_loads() -> None:
    """No element or attribute of the page runs, loads, sends or styles by itself."""
    for each in read(filled("word")).every() + read(sample()).every():
        assert each.name not in {
            "script",
            "link",
            "img",
            "iframe",
            "object",
            "embed",
            "form",
            "base",
            "image",
            "use",
        }
        names = set(each.attributes)
        assert not names & {"style", "src", "srcset", "background", "xlink:href", "action", "ping"}
        assert not [name for name in names if name.startswith("on")]
    assert "url(" not in render(sample(), "html")
    assert "@import" not in render(sample(), "html")


def test_top_says_what_it_is_made_from() -> None:
    """The top has the title, the publication span and the sources, and the gravest warning first."""
    header = read(sample()).all("header")[0]
    assert header.all("h1")[0].text == sample().title
    assert (
        "From 4 sources (1 of them copied), published 16–17 September 2023, 1 of unknown date." in header.text
    )
    assert "model example-model-mini" in header.text
    warnings = [each.text for each in header.all("p", "warning")]
    assert [warning.split(":")[0] for warning in warnings] == ["Partial", "Incomplete"]


def test_citations_open_the_sentence_and_its_neighbours() -> None:
    """A claim's citations hold each cited sentence, marked, the one before and after, the source and its date."""
    first = read(sample()).all("section")[0].all("details")[1]
    assert first.all("summary")[0].text.startswith("S1, S2, S4")
    quotes = first.all("div", "quote")
    assert [mark.text for mark in quotes[0].all("mark")] == ["The bridge was closed from Tuesday to Friday."]
    near = [each.text for each in quotes[0].all("span", "near")]
    assert near == [
        "Divers discovered the damage last Sunday.",
        "“Nobody paid a penny on the ferries,” Harbour Master Ruth Adeyemi said.",
    ]
    assert "Coastal Wire, 16 September 2023 (dateline)" in quotes[0].text
    assert "16 September 2023 (inferred)" in quotes[1].text
    assert "2 independent sources" in first.all("p", "voices")[0].text.lower()


def test_every_claim_can_be_opened() -> None:
    """Every claim of summary, timeline, undated part and sources has its quotes."""
    report = sample()
    groups = [report.summary, *(entry.claims for entry in (*(report.timeline or ()), *report.undated))]
    groups += [source.summary for source in report.sources]
    written = {each.all("span", "text")[0].text: each for each in read(report).all("div", "claim")}
    for claim in (claim for group in groups for claim in group):
        marks = [mark.text for mark in written[claim.text].all("mark")]
        texts = dict(cited_sentences(report))
        assert sorted(marks) == sorted(texts[citation] or "" for citation in claim.citations)


def test_every_cited_sentence_is_an_endnote() -> None:
    """All cited sentences stand at the end in their order, with what they are from."""
    notes = read(sample()).all("ol", "endnotes")[0].all("li")
    cited = cited_sentences(sample())
    assert len(notes) == len(cited)
    for note, (citation, text) in zip(notes, cited, strict=True):
        assert note.text.startswith(str(citation))
        assert (text or "") in note.text


def test_differences_are_a_table() -> None:
    """Where sources differ stands as a table: what about, what each side says, who, and in which words."""
    section = next(each for each in read(sample()).all("section") if each.attributes["id"] == "differences")
    (table,) = section.all("table")
    assert [each.text for each in table.all("th") if each.attributes["scope"] == "col"] == [
        "About",
        "Says",
        "Sources",
        "In their words",
    ]
    rows = [[cell.text for cell in row.children] for row in table.all("tbody")[0].all("tr")]
    assert len(rows) == 4
    assert rows[0][0].startswith("Cost of the repair")
    assert "$4.2 million" in rows[0][1]
    assert "S1 (Coastal Wire)" in rows[0][2]
    assert "“The council put the cost of the repair at $4.2 million.” S1:5" in rows[0][3]
    assert "9 September 2023" in rows[3][1]


def test_planned_and_doubted_entries_say_so_in_words() -> None:
    """Nothing of an entry is told by colour alone: status, doubt and other dates stand beside it."""
    entries = read(sample()).all("ol", "timeline")[0].all("li")
    remarks = [each.all("span", "remark")[0].text if each.all("span", "remark") else "" for each in entries]
    assert remarks == ["", "", "", "", "alleged", "denied", "planned", "planned"]
    assert "date in doubt: the weekday beside it is another" in entries[4].text
    assert "S2 has 9 September 2023" in entries[2].text


@pytest.mark.parametrize("row", case("report_hostile.yaml"), ids=lambda row: repr(row["text"]))
def test_hostile_text_makes_no_element(row: dict[str, str]) -> None:
    """Wherever text of others stands, it makes no element and no attribute, and brings no unseen character."""
    assert structure(filled(row["text"])) == plain()
    page = render(filled(row["text"]), "html")
    assert not set(page) & set("\x00\x07\x1b\x7f\x9b\u202e\u2066\u200b\ufeff\U000e0041")


ACTIVE = st.text(st.sampled_from("<>&\"'/=!-`{};:\\ \n\tab\x00\u202e\u200b"), min_size=1, max_size=14)


@settings(deadline=None, max_examples=60)
@given(ACTIVE.filter(lambda text: text.strip(" \n\t\x00\u202e\u200b")))
def test_any_text_makes_no_element(text: str) -> None:
    """No mixture of the characters that HTML knows makes an element or an attribute."""
    assert structure(filled(f"w{text}")) == plain()


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//host/x", "file:///etc/x", 'https://a/"x']
)
def test_only_web_addresses_are_links(url: str) -> None:
    """An address that is not http or https is shown and is no link; what could end one is percent-encoded."""
    page = read(replace(sample(), sources=(replace(sample().sources[0], url=url),)))
    links = [each.attributes["href"] for each in page.all("a") if not each.attributes["href"].startswith("#")]
    assert links == (["https://a/%22x"] if url.startswith("https:") else [])
    if not links:
        assert url in page.text


def test_citation_that_leads_nowhere() -> None:
    """A citation of a sentence or a source that the report lacks says so, opened and among the endnotes."""
    for citation in (Citation("S9", 1), Citation("S1", 99)):
        page = read(replace(sample(), summary=(Claim("A.", (citation,)),)))
        assert "This sentence is missing from the report." in page.all("section")[0].all("details")[0].text
        assert "This sentence is missing from the report." in page.all("ol", "endnotes")[0].text


def test_no_drawing_of_one_entry() -> None:
    """A timeline of one entry, or of none with a date, is not drawn."""
    one = replace(sample(), timeline=(sample().timeline or ())[:1])
    assert read(sample()).all("svg")
    assert not read(one).all("svg")
    assert not read(minimal()).all("svg")
