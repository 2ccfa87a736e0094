"""Score the date finder against TimeML gold, and measure its speed.

    python benchmarks/dates.py FOLDER

FOLDER holds sets of TimeML documents, one folder a set (aquaint, timebank), as TempEval-3 distributed them.
Each document's text goes through `summarize.dates.expressions.find_dates` with its stated creation day, and
the expressions are scored as TempEval-3 does, micro-averaged over the documents of a set:

day      F1 of the dates of gold that are days: the spans overlap, and the value is the same
value    F1 of the dates of gold that are days, months or years: the spans overlap, and the value is the same
relaxed  F1 of the spans alone, over all expressions of type DATE
strict   the same, both ends of the span equal

EDTF is written as TIMEX3 for that: a quarter 2018-33 as 2018-Q1, a season 2018-21 as 2018-SP, a week as
2018-W13; marks of vagueness are dropped (TIMEX3 has them in another attribute). An interval told by its two ends
("from Sunday to Wednesday") is two expressions in TIMEX3 and is split at the word between them. TIMEX3 holds a time of
day with a date ("9 a.m. Tuesday", "this evening") to be of type TIME or gives it a time, so that it is no day; and a count that starts from no known date ("11
days after the quake") to be a DURATION.
"""

import html
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from summarize.dates import edtf
from summarize.dates.expressions import find_dates
from summarize.records import When
from summarize.text.sentences import split

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CALENDAR = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_PARAGRAPH = re.compile(r"\S(?:(?!\n\s*\n).)*", re.DOTALL)
_BETWEEN_ENDS = re.compile(r"\s*(?:\bto\b|\bthrough\b|\buntil\b|\bthru\b|\btill\b|\band\b|--|[-–—])\s*")
_SEASONS = {21: "SP", 22: "SU", 23: "FA", 24: "WI"}

# F1 in per cent of HeidelTime and of dateparser.search_dates, on the same documents with the same scoring
PUBLISHED = {
    "aquaint": {"HeidelTime": {"day": 84.4, "value": 83.0}, "dateparser": {"day": 25.6}},
    "timebank": {"HeidelTime": {"day": 81.1, "value": 78.8}, "dateparser": {"day": 17.8}},
}
_SPEED_CHARACTERS = 1_000_000
_SPEED_RUNS = 5


class Document(NamedTuple):
    """A document of gold: its creation day, text, and (start, end, type, value) of its expressions."""

    name: str
    published: str
    text: str
    gold: list[tuple[int, int, str, str]]


class Expression(NamedTuple):
    """A span of text and its TIMEX3 value."""

    start: int
    end: int
    value: str


def read(path: Path) -> Document:
    """A .tml file; the text keeps every character between the tags."""
    raw = path.read_text("utf-8", errors="replace")
    created = re.search(r"<DCT>.*?value=\"(\d{4})-?(\d\d)-?(\d\d)", raw, re.DOTALL)
    body = re.search(r"<TEXT>(.*?)</TEXT>", raw, re.DOTALL)
    pieces: list[str] = []
    open_tags: list[tuple[int, dict[str, str]]] = []
    gold: list[tuple[int, int, str, str]] = []
    position = 0
    for token in re.split(r"(<[^>]+>)", body[1] if body else raw):
        if token.startswith("<TIMEX3"):
            open_tags.append((position, dict(re.findall(r'(\w+)="([^"]*)"', token))))
        elif token.startswith("</TIMEX3") and open_tags:
            start, attributes = open_tags.pop()
            gold.append((start, position, attributes.get("type", ""), attributes.get("value", "")))
        elif not token.startswith("<"):
            pieces.append(html.unescape(token))
            position += len(pieces[-1])
    return Document(
        path.stem,
        "-".join(created.groups()) if created else "",
        "".join(pieces),
        [span for span in gold if span[1] > span[0]],
    )


def sentences(text: str) -> list[tuple[int, int]]:
    """Split a text into sentences, paragraph by paragraph, as the tool does."""
    paragraphs = [found.span() for found in _PARAGRAPH.finditer(text)]
    return [(sentence.start, sentence.end) for sentence in split(text, paragraphs)]


def predictions(text: str, published: str | None) -> list[Expression]:
    """What the finder makes of a text, as TIMEX3 expressions of type DATE."""
    found = find_dates(text, sentences(text), published or "")
    return [expression for when in found for expression in _as_timex(when)]


def _as_timex(when: When) -> Iterator[Expression]:
    if when.rule.startswith(("part of day", "hours ago")) or (
        when.rule.startswith("counted") and not when.value
    ):
        return
    value = _timex_value(when)
    if when.rule.startswith("clock"):
        value += "T"
    ends = _BETWEEN_ENDS.search(when.expression) if "/" in value else None
    first, _, last = value.partition("/")
    if ends and ends.start() > 0:
        yield Expression(when.start, when.start + ends.start(), first)
        yield Expression(when.start + ends.end(), when.end, last)
    else:
        yield Expression(when.start, when.end, value)


def _timex_value(when: When) -> str:
    value = edtf.exact(when.value)
    covered = edtf.bounds(value)
    if covered is None:
        return "PRESENT_REF"
    if when.precision == "week":
        return f"{covered[0]:%G-W%V}"
    if when.precision == "quarter":
        return f"{value[:4]}-Q{int(value[5:]) - 32}"
    if when.precision == "season":
        return f"{value[:4]}-{_SEASONS[int(value[5:])]}"
    return value.replace("X", "") if when.precision in {"decade", "century"} else value


def hits(
    ours: list[Expression], gold: list[Expression], same: Callable[[Expression, Expression], bool]
) -> int:
    """How many pairs of ours and gold are the same, each taken once."""
    left = list(gold)
    count = 0
    for one in ours:
        partner = next((other for other in left if same(one, other)), None)
        if partner:
            left.remove(partner)
            count += 1
    return count


def _overlap(one: Expression, other: Expression) -> bool:
    return one.start < other.end and other.start < one.end


def _same_value(one: Expression, other: Expression) -> bool:
    return _overlap(one, other) and one.value == other.value


def _same_span(one: Expression, other: Expression) -> bool:
    return one[:2] == other[:2]


def score(documents: list[Document]) -> dict[str, float]:
    """F1 in per cent of each row."""
    totals = {row: [0, 0, 0] for row in ("day", "value", "relaxed", "strict")}
    for document in documents:
        ours = predictions(document.text, document.published)
        dated = [
            Expression(start, end, value)
            for start, end, kind, value in document.gold
            if kind in {"DATE", "TIME"}
        ]
        dates = [Expression(start, end, value) for start, end, kind, value in document.gold if kind == "DATE"]
        rows = {
            "day": (_like(ours, _DAY), _like(dated, _DAY), _same_value),
            "value": (_like(ours, _CALENDAR), _like(dated, _CALENDAR), _same_value),
            "relaxed": (ours, dates, _overlap),
            "strict": (ours, dates, _same_span),
        }
        for row, (system, gold, same) in rows.items():
            for index, number in enumerate((hits(system, gold, same), len(system), len(gold))):
                totals[row][index] += number
    return {row: 200 * hit / max(1, system + gold) for row, (hit, system, gold) in totals.items()}


def _like(expressions: list[Expression], shape: re.Pattern[str]) -> list[Expression]:
    return [expression for expression in expressions if shape.fullmatch(expression.value)]


def speed(documents: list[Document]) -> float:
    """MB of UTF-8 text a second of one core, sentences given; the best of five runs."""
    once = "\n\n".join(document.text for document in documents)
    text = (once + "\n\n") * max(1, _SPEED_CHARACTERS // len(once))
    spans = sentences(text)
    seconds = []
    for _ in range(_SPEED_RUNS):
        began = time.process_time()
        find_dates(text, spans, "2000-01-01")
        seconds.append(time.process_time() - began)
    return len(text.encode()) / 1e6 / min(seconds)


def main(folder: Path) -> None:
    """Print the table."""
    print("| documents | system | day F1 | value F1 | relaxed F1 | strict F1 | MB/s |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: |")
    for directory in sorted(path for path in folder.iterdir() if path.is_dir()):
        documents = [read(path) for path in sorted(directory.glob("*.tml"))]
        if not documents:
            continue
        ours = score(documents)
        figures = " | ".join(f"{ours[row]:.1f}" for row in ("day", "value", "relaxed", "strict"))
        print(f"| {directory.name} ({len(documents)}) | summarize | {figures} | {speed(documents):.1f} |")
        for system, published in PUBLISHED.get(directory.name, {}).items():
            cells = " | ".join(
                f"{published[row]:.1f}" if row in published else "–"
                for row in ("day", "value", "relaxed", "strict")
            )
            print(f"| {directory.name} ({len(documents)}) | {system} | {cells} | – |")


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit(
            "usage: python benchmarks/dates.py FOLDER, where FOLDER holds a folder of .tml files for each set"
        )
    main(Path(sys.argv[1]))
