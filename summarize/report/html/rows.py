"""The rows of the page: entries of the timeline, sides of a difference, sources and what they say, calls and costs."""

from collections.abc import Sequence

from summarize.records import Citation, Entry, Report, SourceReport
from summarize.report import wording
from summarize.report.differences import Told, ToldSide
from summarize.report.differences import told as told_differences
from summarize.report.glosses import spelled
from summarize.report.html.markup import Child, Markup, element, joined, text
from summarize.report.html.quotes import Places, told
from summarize.report.links import web_address
from summarize.report.spans import spelled_date
from summarize.report.usage import USAGE_HEADER, made, usage_table


def dated(entry: Entry, where: Places) -> Markup:
    """Write an entry under its date, spelled as in prose, with the code beside it where that says more."""
    return _entry(element("b", spelled(entry.value), class_="date", title=entry.value), entry, where)


def undated(entry: Entry, where: Places) -> Markup:
    """Write an entry that has no date under what its source says of when it was."""
    return _entry(element("b", wording.as_written(entry), class_="date", dir="auto"), entry, where)


def _entry(date: Markup, entry: Entry, where: Places) -> Markup:
    status = wording.status(entry)
    claims = (told(claim, where) for claim in entry.claims)
    others = (told(claim, where) for claim in wording.elsewhere(entry, spelled_date))
    return element(
        "li",
        element(
            "div",
            date,
            element("span", status, class_="remark") if status else None,
            *(element("span", doubt, class_="why", dir="auto") for doubt in wording.date_doubts(entry)),
            class_="when",
        ),
        element(
            "div",
            joined(claims, " "),
            " ",
            element("span", wording.carried(entry), class_="carried"),
            *(element("div", other, class_="elsewhere") for other in others),
            class_="what",
        ),
        class_=entry.status,
    )


def differences(report: Report, where: Places) -> list[Markup]:
    """Write where sources differ as a table, a row a side; none where they agree."""
    told_rows = [row for each in told_differences(report) for row in _sides(each, where)]
    if not told_rows:
        return []
    header = ("About", "Says", "Sources", "In their words")
    return [_table("What sources say differently about the same", header, told_rows)]


def _sides(difference: Told, where: Places) -> list[list[Markup]]:
    about = joined(
        [element("span", difference.about, dir="auto"), element("span", difference.contrast, class_="remark")]
    )
    return [
        [
            about if not number else element("span", difference.about, class_="again", dir="auto"),
            element("strong", spelled_date(side.says), dir="auto"),
            text(side.sources),
            _words(side, where),
        ]
        for number, side in enumerate(difference.sides)
    ]


def _words(side: ToldSide, where: Places) -> Markup:
    return joined(
        element("p", element("span", wording.quoted(words), dir="auto"), " ", _note(citation, where))
        for citation, words in side.quotes
    )


def _note(citation: Citation, where: Places) -> Markup:
    return element("a", str(citation), href=f"#{where.note(citation)}", class_="number")


def _table(
    caption: str, header: Sequence[str], body: Sequence[Sequence[Markup]], ids: Sequence[str] = ()
) -> Markup:
    """Write a table that narrow screens stack, each cell under its own name; roles keep it a table to all."""
    head = element(
        "tr", *(element("th", name, scope="col", role="columnheader") for name in header), role="row"
    )
    rows = (
        element("tr", *_cells(header, row), role="row", id=ids[number] if ids else None)
        for number, row in enumerate(body)
    )
    return element(
        "table",
        element("caption", caption),
        element("thead", head, role="rowgroup"),
        element("tbody", joined(rows, "\n"), role="rowgroup"),
        role="table",
        class_="wide",
    )


def _cells(header: Sequence[str], row: Sequence[Markup]) -> list[Markup]:
    first, *rest = zip(header, row, strict=True)
    return [
        element("th", first[1], scope="row", role="rowheader"),
        *(
            element("td", element("span", f"{name}: ", class_="cell-name"), element("div", cell), role="cell")
            for name, cell in rest
        ),
    ]


def source_summary(source: SourceReport, where: Places) -> Markup:
    """Write what one source says, under its title."""
    claims = [element("li", told(claim, where)) for claim in source.summary]
    return element(
        "article",
        element("h3", f"{source.id} · ", element("span", wording.source_title(source), dir="auto")),
        element("p", wording.byline(source), class_="byline"),
        element("ul", joined(claims, "\n")) if claims else element("p", wording.no_summary(source)),
    )


def sources(reports: Sequence[SourceReport], where: Places) -> list[Markup]:
    """Write the facts about each source as a table; none where there is no source."""
    if not reports:
        return []
    copies = any(source.copy_of for source in reports)
    header = ["Source", "Publisher", "Published, known by", "Words", "Dropped"]
    rows = [_source(source, where, with_copies=copies) for source in reports]
    ids = [where.source(source.id) for source in reports]
    return [
        _table(
            "The articles this report is made from", [*header, *(["Copy of"] if copies else [])], rows, ids
        )
    ]


def _source(source: SourceReport, where: Places, *, with_copies: bool) -> list[Markup]:
    title: Child = element("cite", wording.source_title(source), dir="auto")
    if address := web_address(source.url):
        title = element("a", title, href=address, rel="noopener noreferrer nofollow")
    elif source.url:
        title = joined([title, element("span", source.url, class_="file")])
    cells = [
        joined(
            [
                element("b", source.id),
                " ",
                title,
                element("span", source.name, class_="file", dir="auto") if source.title else None,
            ]
        ),
        text(source.publisher or "not named"),
        text(wording.published(source)),
        text(f"{source.words:,}"),
        _dropped(source),
    ]
    if not with_copies:
        return cells
    copied = source.copy_of
    link = element("a", copied, href=f"#{where.source(copied)}") if copied in where.numbers else text(copied)
    return [*cells, link if copied else text("—")]


def _dropped(source: SourceReport) -> Markup:
    if not source.removed:
        return text("nothing")
    pieces = (
        element("li", f"{removed.reason}: ", element("span", removed.text, dir="auto"))
        for removed in source.removed
    )
    return element(
        "details", element("summary", wording.dropped(source)), element("ul", *pieces), class_="dropped"
    )


def made_of(report: Report) -> list[Markup]:
    """Write how the report was made: the program, and what each stage asked of the model and cost."""
    facts = [part for name, value in made(report) for part in (element("dt", name), element("dd", value))]
    usage = [[text(cell) for cell in row] for row in usage_table(report.made)]
    listed = element("dl", *facts)
    return [listed, _table("Calls to the model", USAGE_HEADER, usage)] if usage else [listed]
