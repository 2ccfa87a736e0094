"""The report laid out for a terminal of any width: a column of prose, dates beside what they date."""

from collections.abc import Iterable, Iterator, Sequence

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from summarize.records import Claim, Entry, Report, SourceReport
from summarize.report import wording
from summarize.report.citations import cited_sentences, format_citations
from summarize.report.differences import ToldSide, told
from summarize.report.escape import plain
from summarize.report.usage import USAGE_HEADER, made, usage_table

__all__ = ["Console", "print_report"]

_MEASURE = 100  # columns; longer lines are hard to read
_NARROW = 80  # columns; below, dates stand above what they date, and facts in lines rather than in columns
_DATE_WIDTH = 21  # columns: 2018-03-25/2018-03-28

_TITLE = "bold"
_HEADING = "bold cyan"
_CITATION = "cyan"
_DOUBT = "bold yellow"
_FAILURE = "bold red"
_ASIDE = "dim"


def print_report(report: Report, console: Console | None = None) -> None:
    """Print the whole report on a console, or else on stdout; width and colour are the console's (NO_COLOR)."""
    console = console or Console()
    width = min(console.width, _MEASURE)
    for block in _blocks(report, narrow=width < _NARROW):
        console.print(block, width=width)


def _blocks(report: Report, *, narrow: bool) -> Iterator[RenderableType]:
    yield _styled(wording.title(report), _TITLE)
    for warning in wording.warnings(report):
        yield from ("", _styled(warning, _FAILURE))
    for paragraph in wording.paragraphs(report.summary):
        yield from ("", _joined(_merged(claim, report) for claim in paragraph))
    if not report.summary:
        yield from ("", _styled(wording.NO_SUMMARY, _ASIDE))
    yield from _timeline(report, narrow=narrow)
    yield from _differences(report)
    yield from _what_each_says(report.sources)
    yield from _sources(report.sources)
    yield from _attempts(report)
    yield from _left_out(report)
    yield from _failed(report)
    yield from _cited(report)
    yield from _made(report)


def _styled(text: str, style: str = "") -> Text:
    """Give text of any origin with the style alone that is asked for; markup and controls in it do nothing."""
    return Text(plain(text), style)


def _joined(parts: Iterable[Text], gap: str = " ") -> Text:
    return Text(gap).join(part for part in parts if part)


def _heading(name: str) -> Iterator[RenderableType]:
    yield from ("", Rule(_joined([_styled(name, _HEADING)]), align="left", style=_ASIDE), "")


def _claim(claim: Claim) -> Text:
    citations = format_citations(claim.citations) or wording.NO_CITATION
    return _joined(
        [_styled(claim.text), _styled(citations, _CITATION), _styled(wording.doubt(claim), _DOUBT)]
    )


def _merged(claim: Claim, report: Report) -> Text:
    voices = wording.voices(claim, report)
    return _joined([_claim(claim), _styled(f"({voices})" if voices else "", _ASIDE)])


def _claims(claims: Iterable[Claim]) -> Text:
    return _joined(map(_claim, claims))


def _list(items: Iterable[Text]) -> RenderableType:
    """Set items with a hanging bullet."""
    grid = Table.grid(padding=(0, 1))
    for item in items:
        grid.add_row("•", item)
    return grid


def _timeline(report: Report, *, narrow: bool) -> Iterator[RenderableType]:
    if report.timeline is None and not report.undated:
        return
    entries = report.timeline or ()
    yield from _heading("Timeline")
    if entries:
        yield _entries(((entry.value, entry) for entry in entries), narrow=narrow)
    else:
        yield _styled(wording.NO_TIMELINE, _ASIDE)
    if notes := wording.notes(report):
        yield from ("", _styled(" ".join(notes).replace("`", ""), _ASIDE))
    if report.undated:
        yield from ("", _styled("Date not known", _HEADING), "")
        yield _entries(((wording.as_written(entry), entry) for entry in report.undated), narrow=narrow)


def _entries(dated: Iterable[tuple[str, Entry]], *, narrow: bool) -> RenderableType:
    """Set each date beside its text with a rule between, or above it where there is no room for both."""
    rows = [(_date(date, entry), _entry(entry)) for date, entry in dated]
    if narrow:
        return Group(*(part for date, text in rows for part in (date, Padding(text, (0, 0, 0, 2)))))
    table = Table(box=box.MINIMAL, show_header=False, show_edge=False, pad_edge=False, border_style=_ASIDE)
    table.add_column(width=_DATE_WIDTH)
    table.add_column(ratio=1)
    for date, text in rows:
        table.add_row(date, text)
    return table


def _date(date: str, entry: Entry) -> Text:
    return _joined([_styled(date, "bold"), _styled(wording.meaning(entry))])


def _entry(entry: Entry) -> Text:
    carried = _styled(f"· {wording.carried(entry)}", _ASIDE)
    others = (_joined([_styled("·", _ASIDE), _claim(other)]) for other in wording.elsewhere(entry))
    doubts = (_styled(f"({doubt})", _DOUBT) for doubt in wording.date_doubts(entry))
    return _joined([_claims(entry.claims), *doubts, carried, *others])


def _differences(report: Report) -> Iterator[RenderableType]:
    if not report.differences:
        return
    yield from _heading(wording.DIFFERENCES)
    for number, difference in enumerate(told(report)):
        if number:
            yield ""
        yield _joined([_styled(difference.about, "bold"), _styled(f"({difference.contrast})", _ASIDE)])
        yield _list(map(_side, difference.sides))


def _side(side: ToldSide) -> Text:
    quotes = (
        _joined([_styled(wording.quoted(text)), _styled(format_citations([citation]), _CITATION)])
        for citation, text in side.quotes
    )
    return _joined([_styled(side.says, "bold"), _styled(f"— {side.sources}:", _ASIDE), *quotes])


def _attempts(report: Report) -> Iterator[RenderableType]:
    if items := wording.attempts(report):
        yield from _heading(wording.ATTEMPTS)
        yield _list(
            _joined([_styled(source, _FAILURE), _styled(f"{kind}:"), _styled(wording.quoted(words), _ASIDE)])
            for source, kind, words in items
        )


def _what_each_says(sources: Sequence[SourceReport]) -> Iterator[RenderableType]:
    if not sources:
        return
    yield from _heading("What each source says")
    for number, source in enumerate(sources):
        if number:
            yield ""
        yield _styled(f"{source.id} · {wording.source_title(source)} — {wording.byline(source)}", "bold")
        if source.url:
            yield _styled(source.url, _ASIDE)
        yield (
            _list(map(_claim, source.summary))
            if source.summary
            else _styled(wording.no_summary(source), _ASIDE)
        )


def _sources(sources: Sequence[SourceReport]) -> Iterator[RenderableType]:
    """Set the facts of a source below its title; side by side they would have no room in this measure."""
    if not sources:
        return
    yield from _heading("Sources")
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    for source in sources:
        facts = [
            source.publisher,
            wording.published(source) if source.published.value else "date unknown",
            wording.counted(source.words, "word"),
            f"dropped {wording.dropped(source)}",
            source.name if source.title else "",
            f"copy of {source.copy_of}" if source.copy_of else "",
        ]
        grid.add_row(_styled(source.id, "bold"), _styled(wording.source_title(source), "bold"))
        grid.add_row("", _styled(" · ".join(fact for fact in facts if fact)))
    yield grid


def _left_out(report: Report) -> Iterator[RenderableType]:
    if not report.left_out:
        return
    yield from _heading("Left out")
    yield _list(
        _joined(
            [
                _styled(f"{left.where}:", "bold"),
                _styled(wording.quoted(left.text)),
                _styled(format_citations(left.citations), _CITATION),
                _styled(f"— {left.reason}", _DOUBT),
            ]
        )
        for left in report.left_out
    )


def _failed(report: Report) -> Iterator[RenderableType]:
    if not report.failures:
        return
    yield from _heading("Failed")
    yield _list(
        _joined([_styled(f"{each.name}:", _FAILURE), _styled(each.reason)]) for each in report.failures
    )


def _cited(report: Report) -> Iterator[RenderableType]:
    sentences = cited_sentences(report)
    if not sentences:
        return
    yield from _heading("Cited sentences")
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right", no_wrap=True)
    for citation, text in sentences:
        quoted = wording.NO_TEXT if text is None else wording.quoted(text)
        grid.add_row(_styled(str(citation), _CITATION), _styled(quoted, _ASIDE))
    yield grid


def _made(report: Report) -> Iterator[RenderableType]:
    yield from _heading("How this was made")
    grid = Table.grid(padding=(0, 2))
    for name, value in made(report):
        grid.add_row(_styled(name, _ASIDE), _styled(value))
    yield grid
    if rows := usage_table(report.made):
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, border_style=_ASIDE)
        for number, name in enumerate(USAGE_HEADER):
            table.add_column(name, justify="right" if number else "left")
        for row in rows:
            table.add_row(*map(_styled, row))
        yield from ("", table)
