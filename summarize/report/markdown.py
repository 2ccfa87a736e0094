"""The report as Markdown (CommonMark with GitHub's tables): prose first, then what it rests on."""

from collections.abc import Iterable, Sequence

from summarize.records import Citation, Claim, Entry, Report, SourceReport
from summarize.report import wording
from summarize.report.citations import cited_sentences, format_citations
from summarize.report.differences import Told, ToldSide, told
from summarize.report.escape import markdown
from summarize.report.links import web_address
from summarize.report.usage import USAGE_HEADER, made, usage_table


def to_markdown(report: Report) -> str:
    """Write the whole report; what articles and models say in it is shown and never acts."""
    blocks = [
        f"# {markdown(wording.title(report))}",
        *(f"**{markdown(warning)}**" for warning in wording.warnings(report)),
        *_summary(report),
        *_timeline(report),
        *_differences(report),
        *_what_each_says(report.sources),
        *_sources(report.sources),
        *_attempts(report),
        *_left_out(report),
        *_failed(report),
        *_cited(report),
        *_made(report),
    ]
    return "\n\n".join(blocks) + "\n"


def _claim(claim: Claim) -> str:
    parts = [markdown(claim.text), _citations(claim.citations) or wording.NO_CITATION]
    if doubt := wording.doubt(claim):
        parts.append(f"**{markdown(doubt)}**")
    return " ".join(parts)


def _citations(citations: Sequence[Citation]) -> str:
    inside = markdown(format_citations(citations)[1:-1]).replace("]", r"\]")
    return f"[{inside}]" if inside else ""


def _claims(claims: Iterable[Claim]) -> str:
    return " ".join(map(_claim, claims))


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _summary(report: Report) -> list[str]:
    paragraphs = wording.paragraphs(report.summary)
    return [" ".join(_merged(claim, report) for claim in each) for each in paragraphs] or [wording.NO_SUMMARY]


def _merged(claim: Claim, report: Report) -> str:
    voices = wording.voices(claim, report)
    return f"{_claim(claim)}{f' ({voices})' if voices else ''}"


def _timeline(report: Report) -> list[str]:
    if report.timeline is None and not report.undated:
        return []
    entries = report.timeline or ()
    blocks = ["## Timeline", _list(map(_dated, entries)) or wording.NO_TIMELINE]
    if notes := wording.notes(report):
        blocks.append(" ".join(notes))
    if report.undated:
        blocks += ["### Date not known", _list(map(_undated, report.undated))]
    return blocks


def _dated(entry: Entry) -> str:
    return _entry(entry.value, entry)


def _undated(entry: Entry) -> str:
    return _entry(wording.as_written(entry), entry)


def _entry(date: str, entry: Entry) -> str:
    aside = wording.aside(entry)
    head = f"**{markdown(date)}**{f' {markdown(aside)}' if aside else ''}"
    told = [_claims(entry.claims), wording.carried(entry), *map(_claim, wording.elsewhere(entry))]
    return f"{head} — {' · '.join(told)}"


def _differences(report: Report) -> list[str]:
    if not report.differences:
        return []
    return [
        f"## {wording.DIFFERENCES}",
        "\n".join(line for each in told(report) for line in _difference(each)),
    ]


def _difference(told: Told) -> list[str]:
    head = f"- **{markdown(told.about)}** ({told.contrast})"
    return [head, *(f"  - {_told_side(side)}" for side in told.sides)]


def _told_side(side: ToldSide) -> str:
    quotes = (f"{markdown(wording.quoted(text))} {_citations([citation])}" for citation, text in side.quotes)
    return f"**{markdown(side.says)}** — {markdown(side.sources)}: {'; '.join(quotes)}"


def _attempts(report: Report) -> list[str]:
    items = [
        f"**{markdown(source)}** {markdown(kind)}: {markdown(wording.quoted(words))}"
        for source, kind, words in wording.attempts(report)
    ]
    return [f"## {wording.ATTEMPTS}", _list(items)] if items else []


def _what_each_says(sources: Sequence[SourceReport]) -> list[str]:
    if not sources:
        return []
    return ["## What each source says", *(block for source in sources for block in _source(source))]


def _source(source: SourceReport) -> list[str]:
    heading = f"{source.id} · {wording.source_title(source)} — {wording.byline(source)}"
    address = [_link(source.url)] if source.url else []
    return [
        f"### {markdown(heading)}",
        *address,
        _list(map(_claim, source.summary)) or markdown(wording.no_summary(source)),
    ]


def _link(url: str) -> str:
    address = web_address(url)
    return f"<{address}>" if address else markdown(url)


def _sources(sources: Sequence[SourceReport]) -> list[str]:
    if not sources:
        return []
    header, rows = wording.sources_table(sources)
    return ["## Sources", _table(header, rows, numbers={header.index("Words")})]


def _table(header: Sequence[str], rows: Iterable[Sequence[str]], numbers: set[int]) -> str:
    """Write a table; the columns in `numbers` are set flush right."""
    rule = ["---:" if column in numbers else "---" for column in range(len(header))]
    lines = [header, rule, *([markdown(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _left_out(report: Report) -> list[str]:
    if not report.left_out:
        return []
    items = (
        " ".join(
            part
            for part in (
                f"**{markdown(left.where)}:**",
                markdown(wording.quoted(left.text)),
                _citations(left.citations),
                f"— {markdown(left.reason)}",
            )
            if part
        )
        for left in report.left_out
    )
    return ["## Left out", _list(items)]


def _failed(report: Report) -> list[str]:
    if not report.failures:
        return []
    return [
        "## Failed",
        _list(f"**{markdown(each.name)}:** {markdown(each.reason)}" for each in report.failures),
    ]


def _cited(report: Report) -> list[str]:
    sentences = cited_sentences(report)
    if not sentences:
        return []
    items = (
        f"**{markdown(str(citation))}** {markdown(wording.quoted(text)) if text is not None else wording.NO_TEXT}"
        for citation, text in sentences
    )
    return ["## Cited sentences", _list(items)]


def _made(report: Report) -> list[str]:
    blocks = [
        "## How this was made",
        _list(f"{name}: {markdown(value)}" for name, value in made(report)),
    ]
    if rows := usage_table(report.made):
        blocks.append(_table(USAGE_HEADER, rows, numbers=set(range(1, len(USAGE_HEADER)))))
    return blocks
