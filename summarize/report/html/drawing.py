"""The timeline drawn as SVG: a true scale of days, what happened on it, and when its sources were published.

It is an image to those who cannot see it; the list below it says the same, and more.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from unicodedata import east_asian_width

from summarize.records import Entry, Report, SourceReport
from summarize.report.escape import plain
from summarize.report.glosses import MONTHS, spelled
from summarize.report.html.markup import Markup, element, joined
from summarize.report.html.scale import Scale, scale
from summarize.report.spans import Span, is_uncertain, span

_WIDTH = 820.0
_MARGIN = 14.0
_BREAK = 40.0
_LANE = 23.0
_TOP = 58.0  # of the first lane; above are the axis and its dates
_RADIUS = 5.5
_LETTER = 7.3  # an average letter of a label at its 13 units
_SMALL = 6.6  # and of a date at 11
_DRAWN = 28  # entries; more than that are no drawing any more, and the list has all
_LONGEST_LABEL = 48
_FEW_YEARS = 1500  # days; in longer stretches months are too close to be dated
_STATUS = {
    "planned": "planned",
    "alleged": "alleged",
    "denied": "denied",
    "reported": "reported",
    "happened": "",
}


@dataclass(frozen=True, slots=True)
class _Mark:
    """An entry's place in the drawing: its bar or dot from `left` to `right`, its label, its lane."""

    entry: Entry
    left: float
    right: float
    is_day: bool
    label: str
    label_at: float
    anchor: str
    lane: int = 0


def drawing(report: Report) -> Markup | None:
    """Draw the dated entries, the most salient of many; None where there are fewer than two, which need no drawing."""
    dated = [(entry, covered) for entry in report.timeline or () if (covered := span(entry.value))]
    if len(dated) < 2:
        return None
    drawn = _most_salient(dated)
    published = _published(report.sources)
    days = [day for _, covered in drawn for day in (covered.first, covered.last) if day]
    across = scale([*days, *published], _MARGIN, _WIDTH - _MARGIN, _BREAK)
    if across is None:
        return None
    picture = _picture(_marks(drawn, across), across, published)
    if len(drawn) == len(dated):
        return picture
    said = f"Drawn are the {len(drawn)} most salient of {len(dated)} entries; the list has all."
    return joined([picture, element("figcaption", said, class_="note")])


def _picture(marks: Sequence[_Mark], across: Scale, published: Mapping[date, Sequence[str]]) -> Markup:
    foot = _TOP + _LANE * (max(mark.lane for mark in marks) + 1)
    height = foot + 58
    return element(
        "svg",
        element(
            "title", "Timeline drawn to scale; the list below says the same in words.", id="drawing-title"
        ),
        *_axis(across, foot),
        joined(map(_drawn, marks), "\n"),
        *_sources(published, across, foot),
        *_legend(height - 10),
        viewbox=f"0 0 {_WIDTH:.0f} {height:.0f}",
        role="img",
        aria_labelledby="drawing-title",
        class_="drawing",
    )


def _most_salient(dated: Sequence[tuple[Entry, Span]]) -> list[tuple[Entry, Span]]:
    ranked = sorted(range(len(dated)), key=lambda at: (-dated[at][0].score, at))
    return [dated[at] for at in sorted(ranked[:_DRAWN])]


def _published(sources: Sequence[SourceReport]) -> dict[date, list[str]]:
    days: dict[date, list[str]] = {}
    for source in sources:
        covered = span(source.published.value)
        if covered and covered.first:
            days.setdefault(covered.first, []).append(source.id)
    return days


def _marks(dated: Sequence[tuple[Entry, Span]], across: Scale) -> list[_Mark]:
    """Give each entry the highest lane in which neither its mark nor its label meets another."""
    taken: list[list[tuple[float, float]]] = []
    marks = []
    for entry, covered in dated:
        mark = _mark(entry, covered, across)
        low, high = _extent(mark)
        lane = next((n for n, lane in enumerate(taken) if _is_free(lane, low, high)), len(taken))
        if lane == len(taken):
            taken.append([])
        taken[lane].append((low, high))
        marks.append(replace(mark, lane=lane))
    return marks


def _mark(entry: Entry, covered: Span, across: Scale) -> _Mark:
    first, last = covered.first or across.first, covered.last or across.last
    left, right = across.start(first), across.end(last)
    if covered.is_day:
        middle = across.middle(first)
        left, right = middle - _RADIUS, middle + _RADIUS
    right = max(right, left + 2 * _RADIUS)
    label = _label(entry)
    if right + 5 + _length_of(label) <= _WIDTH:
        return _Mark(entry, left, right, covered.is_day, label, right + 5, "start")
    if left - 5 - _length_of(label) >= 0:
        return _Mark(entry, left, right, covered.is_day, label, left - 5, "end")
    # A bar across the drawing has its label above it.
    return _Mark(entry, left, right, covered.is_day, label, max(left, _MARGIN) + 4, "inside")


def _length_of(label: str) -> float:
    """Guess how long a label is drawn: letters of East Asia are twice as wide."""
    return _LETTER * sum(2 if east_asian_width(each) in "WF" else 1 for each in label)


def _label(entry: Entry) -> str:
    words = plain(entry.claims[0].text if entry.claims else "").removesuffix(".")
    if _length_of(words) > _LONGEST_LABEL * _LETTER:
        fitting = next(
            at for at in range(len(words)) if _length_of(words[: at + 1]) > _LONGEST_LABEL * _LETTER
        )
        words = f"{words[:fitting].rsplit(' ', 1)[0].rstrip(',;:')} …"
    status = _STATUS[entry.status]
    return f"{words} ({status})" if status else words


def _extent(mark: _Mark) -> tuple[float, float]:
    length = _length_of(mark.label)
    if mark.anchor == "end":
        return mark.label_at - length, mark.right + 4
    return mark.left - 4, max(mark.right, mark.label_at + length) + (10 if mark.label else 1)


def _is_free(lane: Iterable[tuple[float, float]], low: float, high: float) -> bool:
    return all(high <= start or low >= end for start, end in lane)


def _drawn(mark: _Mark) -> Markup:
    middle = _TOP + _LANE * mark.lane + _LANE / 2
    kinds = ["mark", mark.entry.status, "uncertain" if is_uncertain(mark.entry) else ""]
    if mark.is_day:
        shape = element("circle", cx=(mark.left + mark.right) / 2, cy=middle, r=_RADIUS)
    else:
        shape = element("rect", x=mark.left, y=middle - 4.5, width=mark.right - mark.left, height=9.0, rx=4.5)
    inside = mark.anchor == "inside"
    label = element(
        "text",
        mark.label,
        x=mark.label_at,
        y=middle + (-6.5 if inside else 4.5),
        text_anchor="end" if mark.anchor == "end" else "start",
    )
    told = " ".join(claim.text for claim in mark.entry.claims)
    hint = element("title", f"{spelled(mark.entry.value)}: {told}")
    return element("g", hint, shape, label, class_=" ".join(filter(None, kinds)))


def _axis(across: Scale, foot: float) -> list[Markup]:
    line = _TOP - 28
    parts = []
    for stretch in across.stretches:
        parts.append(element("line", x1=stretch.left, x2=stretch.right, y1=line, y2=line, class_="axis"))
        parts.append(
            element(
                "rect",
                x=stretch.left,
                y=line,
                width=stretch.right - stretch.left,
                height=foot - line,
                class_="band",
            )
        )
    for before, after in pairwise(across.stretches):
        parts += _break(before.right, after.left, (after.first - before.last).days, line)
    return [*parts, *_ticks(across, line)]


def _break(left: float, right: float, days: int, line: float) -> list[Markup]:
    middle = (left + right) / 2
    zigzag = f"M{left:.1f} {line:.1f} h{(right - left) / 2 - 7:.1f} l3.5 -5 l7 10 l3.5 -5 H{right:.1f}"
    return [
        element("path", d=zigzag, class_="break"),
        element("text", _length(days), x=middle, y=line + 17, text_anchor="middle", class_="gap"),
    ]


def _length(days: int) -> str:
    """Say how long a gap is, in the unit that a reader would use."""
    for size, unit in ((365.25, "yr"), (30.44, "mo"), (7, "wk")):
        if days >= 1.5 * size:
            return f"{round(days / size)} {unit}"
    return f"{days} d"


def _ticks(across: Scale, line: float) -> list[Markup]:
    """Date the stretches where there is room: their first days before the rest."""
    first_days = [stretch.first for stretch in across.stretches]
    wanted = [*first_days, across.last, *_round_days(across)]
    taken: list[tuple[float, float]] = []
    parts = []
    for day in wanted:
        name = _tick_name(day)
        at, half = across.start(day), len(name) * _SMALL / 2
        center = min(max(at, half + 1), _WIDTH - half - 1)
        low, high = center - half - 5, center + half + 5
        if not _is_free(taken, low, high):
            continue
        taken.append((low, high))
        parts += [
            element("line", x1=at, x2=at, y1=line - 4, y2=line, class_="axis"),
            element("text", name, x=center, y=line - 9, text_anchor="middle", class_="tick"),
        ]
    return parts


def _tick_name(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def _round_days(across: Scale) -> list[date]:
    """Give firsts of years, firsts of months and Mondays within the stretches, the roundest first."""
    short = [each for each in across.stretches if (each.last - each.first).days <= _FEW_YEARS]
    years = [
        date(year, 1, 1)
        for each in across.stretches
        for year in range(each.first.year + 1, each.last.year + 1)
    ]
    days = [
        date.fromordinal(number)
        for each in short
        for number in range(each.first.toordinal(), each.last.toordinal() + 1)
    ]
    months = [day for day in days if day.day == 1 and day.month != 1]
    return [*_even(years), *months, *(day for day in days if day.weekday() == 0)]


def _even(years: list[date]) -> list[date]:
    """Put the roundest years first: centuries, decades, and then the others."""
    return sorted(years, key=lambda day: (day.year % 100 != 0, day.year % 10 != 0, day))


def _sources(published: Mapping[date, Sequence[str]], across: Scale, foot: float) -> list[Markup]:
    parts, end = [], -1.0
    for day, names in sorted(published.items()):
        at = across.middle(day)
        said = ", ".join(names) if len(names) < 4 else f"{len(names)} sources"
        half = len(said) * _SMALL / 2
        center = min(max(at, half + 1), _WIDTH - half - 1)
        hint = element("title", f"Published {spelled(day.isoformat())}: {', '.join(names)}")
        label = element("text", said, x=center, y=foot + 22, text_anchor="middle", class_="tick")
        fits = center - half > end
        end = center + half + 6 if fits else end
        shape = element("path", d=f"M{at:.1f} {foot + 2:.1f} l4.5 8 h-9 z")
        parts.append(element("g", hint, shape, label if fits else None, class_="published"))
    return parts


def _legend(base: float) -> list[Markup]:
    """Explain the marks, each beside its sample."""
    y = base - 4
    samples = (
        (element("circle", cx=0, cy=0, r=_RADIUS), "mark happened", "happened"),
        (element("rect", x=-9, y=-4.5, width=18, height=9, rx=4.5), "mark happened", "over this time"),
        (element("circle", cx=0, cy=0, r=_RADIUS), "mark planned", "planned"),
        (element("circle", cx=0, cy=0, r=_RADIUS), "mark happened uncertain", "date uncertain"),
        (element("path", d="M0 -4 l4.5 8 h-9 z"), "published", "source published"),
        (element("path", d="M-10 0 h3 l3.5 -5 l7 10 l3.5 -5 h3"), "legend-break", "time left out"),
    )
    parts, at = [], _MARGIN + 10
    for shape, kind, said in samples:
        words = element("text", said, x=16, y=4, class_="tick")
        parts.append(
            element("g", element("g", shape, class_=kind), words, transform=f"translate({at:.0f} {y:.0f})")
        )
        at += 16 + len(said) * _SMALL + 22
    return [element("g", joined(parts), class_="legend")]
