"""The page as a whole: its head, its parts in the order a reader wants them, and the way between them."""

from collections.abc import Callable

from summarize.records import Report
from summarize.report import wording
from summarize.report.html import rows
from summarize.report.html.drawing import drawing
from summarize.report.html.markup import Child, Markup, element, joined
from summarize.report.html.quotes import Places, citing, endnotes, places, told
from summarize.report.html.style import security_policy, style_sheet

Part = tuple[str, str, list[Markup]]


def to_html(report: Report) -> str:
    """Write the whole report; what articles and models say in it is shown and never acts."""
    where = places(report)
    parts = [part for make in _PARTS if (part := make(report, where))[2]]
    body = element(
        "body",
        element("a", "Skip to the summary", href="#summary", class_="skip"),
        _header(report),
        _contents(parts),
        element("main", joined(map(_section, parts), "\n")),
        _footer(report),
    )
    page = element("html", joined([_head(report), body], "\n"), lang="en")
    return f"<!doctype html>\n{page}\n"


def _head(report: Report) -> Markup:
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=security_policy()),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="generator", content=f"summarize {report.made.version}"),
        element("title", wording.title(report)),
        # The bytes that the hash of the policy is of: not to be escaped, and not of anybody else's making.
        element("style", Markup(style_sheet())),
    )


def _header(report: Report) -> Markup:
    made = report.made
    by = f"summarize {made.version}, {f'model {made.model}' if made.model else 'no language model'}"
    return element(
        "header",
        element("p", "Summary and timeline" if report.timeline else "Summary", class_="kicker"),
        element("h1", wording.title(report), dir="auto"),
        element("p", f"From {wording.origin(report)}. Made by {by}.", class_="origin"),
        *(element("p", element("strong", warning), class_="warning") for warning in wording.warnings(report)),
    )


def _contents(parts: list[Part]) -> Markup:
    # The role says what it is already: Safari takes a list without bullets for none.
    links = (element("li", element("a", name, href=f"#{identity}")) for identity, name, _ in parts)
    return element("nav", element("ul", *links, role="list"), aria_label="Contents")


def _section(part: Part) -> Markup:
    identity, name, content = part
    return element(
        "section",
        element("h2", name, id=f"{identity}-heading"),
        joined(content, "\n"),
        id=identity,
        aria_labelledby=f"{identity}-heading",
    )


def _footer(report: Report) -> Markup:
    made = report.made
    return element(
        "footer",
        element(
            "p",
            "Every sentence above cites the sentences of the sources that it rests on. "
            f"Quotations are copied from the sources by summarize {made.version}.",
        ),
    )


def _summary(report: Report, where: Places) -> Part:
    paragraphs = [
        element(
            "div",
            joined((told(claim, where, wording.voices(claim, report)) for claim in each), " "),
            class_="paragraph",
        )
        for each in wording.paragraphs(report.summary)
    ]
    return "summary", "Summary", paragraphs or [element("p", wording.NO_SUMMARY)]


def _timeline(report: Report, where: Places) -> Part:
    identity, name = "timeline", "Timeline"
    if report.timeline is None and not report.undated:
        return identity, name, []
    entries = [rows.dated(entry, where) for entry in report.timeline or ()]
    drawn = drawing(report)
    notes = " ".join(wording.cut(report)).replace("`", "")
    undated = [rows.undated(entry, where) for entry in report.undated]
    content: list[Child] = [
        element("figure", drawn, class_="wide drawn") if drawn else None,
        element("ol", joined(entries, "\n"), class_="timeline", role="list")
        if entries
        else element("p", wording.NO_TIMELINE),
        element("p", notes, class_="note") if notes else None,
        element("h3", "Date not known") if undated else None,
        element("ul", joined(undated, "\n"), class_="timeline", role="list") if undated else None,
    ]
    return identity, name, [joined(content)]


def _differences(report: Report, where: Places) -> Part:
    return "differences", wording.DIFFERENCES, rows.differences(report, where)


def _each_source(report: Report, where: Places) -> Part:
    return (
        "each-source",
        "What each source says",
        [rows.source_summary(each, where) for each in report.sources],
    )


def _sources(report: Report, where: Places) -> Part:
    return "sources", "Sources", rows.sources(report.sources, where)


def _attempts(report: Report, _where: Places) -> Part:
    items = [
        element(
            "li",
            element("strong", source, dir="auto"),
            f" {kind}: ",
            element("span", wording.quoted(words), dir="auto"),
        )
        for source, kind, words in wording.attempts(report)
    ]
    return "attempts", wording.ATTEMPTS, [element("ul", joined(items, "\n"))] if items else []


def _left_out(report: Report, where: Places) -> Part:
    items = [
        element(
            "li",
            element("strong", f"{left.where}:"),
            " ",
            element("span", wording.quoted(left.text), dir="auto"),
            " ",
            citing(tuple(each for each in left.citations if each in where.notes), where)
            if left.citations
            else None,
            element("span", f"— {left.reason}", class_="reason"),
        )
        for left in report.left_out
    ]
    return "left-out", "Left out, and why", [element("ul", joined(items, "\n"))] if items else []


def _failed(report: Report, _where: Places) -> Part:
    items = [element("li", element("strong", f"{each.name}:"), f" {each.reason}") for each in report.failures]
    return "failed", "Failed", [element("ul", joined(items, "\n"))] if items else []


def _cited(report: Report, where: Places) -> Part:
    notes = endnotes(report, where)
    return (
        "cited",
        "Cited sentences",
        [element("ol", joined(notes, "\n"), class_="endnotes", role="list")] if notes else [],
    )


def _made(report: Report, _where: Places) -> Part:
    return "made", "How this was made", rows.made_of(report)


_PARTS: tuple[Callable[[Report, Places], Part], ...] = (
    _summary,
    _timeline,
    _differences,
    _each_source,
    _sources,
    _attempts,
    _left_out,
    _failed,
    _cited,
    _made,
)
