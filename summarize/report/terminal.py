"""The report laid out for a terminal of any width: a column of prose, dates beside what they date."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from summarize.records import Claim, Entry, Report, SourceReport
from summarize.report import wording
from summarize.report.citations import cited_sentences, format_citations
from summarize.report.differences import ToldSide, told
from summarize.report.escape import plain
from summarize.report.glosses import spelled
from summarize.report.spans import spelled_date
from summarize.report.usage import USAGE_HEADER, made, usage_table

__all__ = ["Console", "print_report"]

_MEASURE = 100  # columns; longer lines are hard to read
_NARROW = 80  # columns; below, dates stand above what they date, and figures in lines rather than in columns
_DATE_WIDTH = 24  # columns at most: 30 March – 2 April 2018
_WAY = "│"  # of time, down the timeline
_HAPPENED, _OTHERWISE, _UNDATED = "●", "○", "?"

_TITLE = "bold"
_HEADING = "bold cyan"
_CITATION = "cyan"
_DOUBT = "bold yellow"
_FAILURE = "bold red"
_ASIDE = "dim"
_ADDRESS = "dim underline"


def print_report(report: Report, console: Console | None = None) -> None:
    """Print the whole report on a console, or else on stdout; width and colour are the console's (NO_COLOR)."""
    console = console or Console()
    width = min(console.width, _MEASURE)
    for block in _blocks(report, narrow=width < _NARROW):
        # An address stays one line, for the terminal to break where it must: only so it can be followed, and copied whole.
        console.print(block, width=width, soft_wrap=isinstance(block, Text) and block.style == _ADDRESS)


def _blocks(report: Report, *, narrow: bool) -> Iterator[RenderableType]:
    yield from ("", _styled(wording.title(report), _TITLE))
    yield _styled(f"From {wording.origin(report)}", _ASIDE)
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
    yield from _made(report, narrow=narrow)


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
        yield _Ruled(tuple(_dated(spelled(entry.value), entry) for entry in entries), narrow=narrow)
    else:
        yield _styled(wording.NO_TIMELINE, _ASIDE)
    for note in wording.cut(report):
        yield from ("", _styled(note.replace("`", ""), _ASIDE))
    if report.undated:
        yield from ("", _styled("Date not known", _HEADING), "")
        yield _Ruled(
            tuple(_dated(wording.as_written(entry), entry) for entry in report.undated), narrow=narrow
        )


@dataclass(frozen=True, slots=True)
class _Dated:
    """An entry: its date, its mark on the timeline, what it is if it did not simply happen, and its paragraphs."""

    date: Text
    mark: str
    status: Text
    paragraphs: tuple[Text, ...]


def _dated(date: str, entry: Entry) -> _Dated:
    status = wording.status(entry)
    doubts = (_styled(f"({doubt})", _DOUBT) for doubt in wording.date_doubts(entry))
    others = (_claim(other) for other in wording.elsewhere(entry, spelled_date))
    carried = [_styled(wording.carried(entry), _ASIDE), *others]
    return _Dated(
        _styled(date, "bold"),
        (_OTHERWISE if status else _HAPPENED) if entry.value else _UNDATED,
        _styled(f"({status})" if status else "", _ASIDE),
        (_joined([_claims(entry.claims), *doubts]), _joined(carried, " · ")),
    )


@dataclass(frozen=True, slots=True)
class _Ruled:
    """Entries along a rule, each date left of it; or above what it dates where there is no room for both."""

    entries: tuple[_Dated, ...]
    narrow: bool

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Give the lines."""
        left = 0 if self.narrow else min(_DATE_WIDTH, max(entry.date.cell_len for entry in self.entries))
        for number, entry in enumerate(self.entries):
            if number:
                yield _beside(Text(), left, _WAY, Text())
            yield from self._lines(entry, console, left, options.max_width)

    def _lines(self, entry: _Dated, console: Console, left: int, width: int) -> Iterator[Text]:
        right = max(1, width - left - (3 if left else 2))
        told = [line for part in entry.paragraphs for line in part.wrap(console, right)]
        if self.narrow:
            dated = _joined([entry.date, entry.status]).wrap(console, right)
            marks = [entry.mark, *[_WAY] * (len(dated) + len(told) - 1)]
            yield from (
                _beside(Text(), 0, mark, line) for mark, line in zip(marks, [*dated, *told], strict=True)
            )
            return
        dates = [line for part in (entry.date, entry.status) if part for line in part.wrap(console, left)]
        for line in dates:
            line.rstrip()
        height = max(len(dates), len(told))
        for row in range(height):
            date = dates[row] if row < len(dates) else Text()
            text = told[row] if row < len(told) else Text()
            yield _beside(date, left, _WAY if row else entry.mark, text)


def _beside(date: Text, left: int, mark: str, text: Text) -> Text:
    """Set one line: a date up to the rule, the rule or a mark on it, and the text."""
    space = Text(" " * (left - date.cell_len)) if left else Text()
    gap = " " if left else ""
    line = Text.assemble(
        space, date, gap, (mark, _ASIDE if mark == _WAY else "bold"), " " if text else "", text
    )
    line.rstrip()
    return line


def _differences(report: Report) -> Iterator[RenderableType]:
    if not report.differences:
        return
    yield from _heading(wording.DIFFERENCES)
    for number, difference in enumerate(told(report)):
        if number:
            yield ""
        yield _joined([_styled(difference.about, "bold"), _styled(f"({difference.contrast})", _ASIDE)])
        yield from _sides(difference.sides)


def _sides(sides: Iterable[ToldSide]) -> Iterator[RenderableType]:
    """Set what each side says over its sentences, a line each."""
    for side in sides:
        head = _joined([_styled(spelled_date(side.says), "bold"), _styled(f"— {side.sources}", _ASIDE)])
        yield Padding(head, (0, 0, 0, 2))
        quotes = Table.grid(padding=(0, 1))
        quotes.add_column(justify="right", no_wrap=True)
        for citation, text in side.quotes:
            quotes.add_row(_styled(str(citation), _CITATION), _styled(wording.quoted(text)))
        yield Padding(quotes, (0, 0, 0, 4))


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
            yield _styled(source.url, _ADDRESS)
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


def _made(report: Report, *, narrow: bool) -> Iterator[RenderableType]:
    yield from _heading("How this was made")
    grid = Table.grid(padding=(0, 2))
    for name, value in made(report):
        grid.add_row(_styled(name, _ASIDE), _styled(value))
    yield grid
    if rows := usage_table(report.made):
        yield from ("", _figures(rows, narrow=narrow))


def _figures(rows: Sequence[Sequence[str]], *, narrow: bool) -> RenderableType:
    """Set the figures in columns; in narrow ones they would be cut, so there a row is a line of words."""
    if narrow:
        return _list(
            _joined(
                [
                    _styled(f"{row[0]}:", "bold"),
                    _styled(
                        ", ".join(
                            f"{name.lower()} {value}"
                            for name, value in zip(USAGE_HEADER[1:], row[1:], strict=True)
                        )
                    ),
                ]
            )
            for row in rows
        )
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, border_style=_ASIDE)
    for number, name in enumerate(USAGE_HEADER):
        table.add_column(name, justify="right" if number else "left")
    for row in rows:
        table.add_row(*map(_styled, row))
    return table
