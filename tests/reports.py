"""Reports to try the writers on: a realistic one, one that holds next to nothing, one filled with a text."""

import io
from dataclasses import replace
from functools import cache
from typing import Any

from rich.console import Console

from summarize.records import (
    Attempt,
    Citation,
    Claim,
    Difference,
    Entry,
    Failure,
    LeftOut,
    Made,
    Published,
    Quoted,
    Removed,
    Report,
    Side,
    SourceReport,
    Usage,
    When,
)
from summarize.report import print_report, render_bytes
from tests.tables import table


def case(name: str) -> Any:
    """Give the cases of a file."""
    return table(name)


def citations(cites: list[str]) -> tuple[Citation, ...]:
    """Read citations as they are printed."""
    return tuple(Citation(source, int(number)) for source, number in (each.split(":") for each in cites))


def claims(rows: list[dict[str, Any]]) -> tuple[Claim, ...]:
    """Build claims from rows."""
    return tuple(
        Claim(
            row["text"],
            citations(row["cites"]),
            row.get("support", "supported"),
            row.get("reason", ""),
            row.get("voices", 1),
        )
        for row in rows
    )


def sides(rows: list[dict[str, Any]]) -> tuple[Side, ...]:
    """Build what sources say differently from rows."""
    return tuple(Side(row["says"], citations(row["cites"])) for row in rows)


def entry(row: dict[str, Any]) -> Entry:
    """Build an entry of the timeline from a row."""
    written = (
        When(text, "", "unknown", "weekday without a date to count from", "", 40, 40 + len(text))
        for text in row.get("expressions", ())
    )
    doubted = (
        When("the 13th", row["value"], "day", "day of a month", "2023-09-16", 40, 48, doubt)
        for doubt in row.get("doubts", ())
    )
    return Entry(
        value=row.get("value", ""),
        precision=row["precision"],
        status=row.get("status", "happened"),
        claims=claims(row["claims"]),
        expressions=(*written, *doubted),
        sources=row["sources"],
        score=row["sources"] / 4,
        elsewhere=sides(row.get("elsewhere", [])),
    )


def source(row: dict[str, Any]) -> SourceReport:
    """Build a source from a row; its sentences stand 100 characters apart."""
    return SourceReport(
        id=row["id"],
        name=row["name"],
        title=row["title"],
        publisher=row["publisher"],
        url=row.get("url", ""),
        published=Published(*row["published"]),
        words=row["words"],
        sentence_count=row["sentence_count"],
        summary=claims(row["summary"]),
        removed=tuple(Removed(f"({kind})", kind, 9, 11 + len(kind)) for kind in row["removed"]),
        sentences=tuple(
            Quoted(number, text, 100 * number, 100 * number + len(text))
            for number, text in row["sentences"].items()
        ),
        copy_of=row.get("copy_of", ""),
        attempts=tuple(Attempt(**each) for each in row.get("attempts", ())),
    )


@cache
def sample() -> Report:
    """Build the report of tests/cases/report.yaml."""
    row = case("report.yaml")
    made = row["made"]
    return Report(
        title=row["title"],
        focus=row["focus"],
        summary=claims(row["summary"]),
        timeline=tuple(map(entry, row["timeline"])),
        undated=tuple(map(entry, row["undated"])),
        sources=tuple(map(source, row["sources"])),
        left_out=tuple(
            LeftOut(each["where"], each["text"], citations(each["cites"]), each["reason"])
            for each in row["left_out"]
        ),
        failures=tuple(Failure(**each) for each in row["failures"]),
        made=Made(
            made["version"],
            made["engine"],
            made["model"],
            made["prompts"],
            tuple(Usage(**each) for each in made["usage"]),
            tuple(made["gates"]),
        ),
        differences=tuple(
            Difference(each["about"], each["contrast"], sides(each["sides"])) for each in row["differences"]
        ),
        partial=row["partial"],
    )


@cache
def sample_in(name: str) -> bytes:
    """Write that report in a format, once: a PDF takes a second."""
    return render_bytes(sample(), name)


def minimal() -> Report:
    """Build a report that holds next to nothing."""
    return Report("", "", (), None, (), (), (), (), Made("0.1.0", "extractive", "", ""))


def filled(text: str) -> Report:
    """Build a report that holds `text` wherever text of others can stand."""
    claim = Claim(text, (Citation("S1", 1),), "weak", text)
    when = When(text, "", "unknown", "", "", 0, 1, text)
    side = Side(text, (Citation("S1", 1),))
    told = Entry("", "unknown", "planned", (claim,), (when,), 1, 0.5, (side,))
    dated = replace(told, value=f"~?%{text}", claims=(claim, claim))
    article = SourceReport(
        "S1",
        text,
        text,
        text,
        f"x:{text}",
        Published("2018-03-28", "inferred", text),
        1,
        1,
        (claim,),
        (Removed(text, text, 0, 1),),
        (Quoted(1, text, 0, 1),),
        text,
        (Attempt(text, text),),
    )
    left = LeftOut(text, text, (Citation("S1", 1),), text)
    made = Made(text, text, text, text, (Usage(text, 1, 0, 1, 1),))
    return Report(
        f"Title {text}",
        text,
        (claim, claim),
        (dated,),
        (told,),
        (article,),
        (left,),
        (Failure(text, text),),
        made,
        0,
        (Difference(text, "other", (side, side)),),
        text,
    )


def printed(report: Report, width: int, **options: Any) -> str:
    """Print a report as on a terminal of that width."""
    stream = io.StringIO()
    print_report(report, Console(file=stream, width=width, **options))
    return stream.getvalue()
