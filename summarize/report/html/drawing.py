"""The timeline drawn as SVG: a true scale of days, what happened on it, and when its sources were published.

It is an image to those who cannot see it; the list below it says the same, and more.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate, pairwise

from summarize.records import Entry, Report, SourceReport
from summarize.report.escape import plain
from summarize.report.glosses import MONTHS, spelled
from summarize.report.html.labels import LEAST, LETTER, balanced, length_of
from summarize.report.html.markup import Markup, element, joined, text
from summarize.report.html.scale import Scale, scale
from summarize.report.spans import Span, is_uncertain, span

_WIDTH = 820.0
_MARGIN = 14.0
_BREAK = 40.0
_LANE = 23.0  # with a label of one line
_LINE = 15.0  # more for each other line
_TOP = 58.0  # of the first lane; above are the axis and its dates
_RADIUS = 5.5
_SMALL = 6.6  # an average letter of a date at 11 units
_DRAWN = 28  # entries; more than that are no drawing any more, and the list has all
_FEW = 18  # entries, which have room for labels of several lines
_LINES = 3
_LONGEST_LINE = 60 * LETTER
_FEW_YEARS = 1500  # days; in longer stretches months are too close to be dated
_STATUS = {
    "planned": "planned",
    "alleged": "alleged",
    "denied": "denied",
    "reported": "reported then",
    "happened": "",
}


@dataclass(frozen=True, slots=True)
class _Mark:
    """An entry's place in the drawing: its bar or dot from `left` to `right`, the lines of its label, its lane.

    `top` is where the lane begins.
    """

    entry: Entry
    left: float
    right: float
    is_day: bool
    label: tuple[str, ...]
    label_at: float
    anchor: str
    lane: int = 0
    top: float = 0.0

    @property
    def height(self) -> float:
        """What the lane must hold: a label within a bar's own width stands above it."""
        return _LANE + _LINE * (len(self.label) - (self.anchor != "inside"))


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
    foot = max(mark.top + mark.height for mark in marks)
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
        mark = _mark(entry, covered, across, _LINES if len(dated) <= _FEW else 1)
        low, high = _extent(mark)
        lane = next((n for n, lane in enumerate(taken) if _is_free(lane, low, high)), len(taken))
        if lane == len(taken):
            taken.append([])
        taken[lane].append((low, high))
        marks.append(replace(mark, lane=lane))
    heights = [max(mark.height for mark in marks if mark.lane == lane) for lane in range(len(taken))]
    tops = list(accumulate(heights, initial=_TOP))
    return [replace(mark, top=tops[mark.lane]) for mark in marks]


def _mark(entry: Entry, covered: Span, across: Scale, lines: int) -> _Mark:
    """Place an entry, its label to the right where it fits, else on the side that has more room."""
    first, last = covered.first or across.first, covered.last or across.last
    left, right = across.start(first), across.end(last)
    if covered.is_day:
        middle = across.middle(first)
        left, right = middle - _RADIUS, middle + _RADIUS
    right = max(right, left + 2 * _RADIUS)
    behind, ahead = _WIDTH - right - 5, left - 5
    if max(behind, ahead) < LEAST + length_of(_ahead(entry)):
        at = max(left, _MARGIN) + 4
        return _Mark(entry, left, right, covered.is_day, _label(entry, _WIDTH - at, 1), at, "inside")
    label = _label(entry, behind, lines)
    if behind >= ahead or not label[-1].endswith("…"):
        return _Mark(entry, left, right, covered.is_day, label, right + 5, "start")
    return _Mark(entry, left, right, covered.is_day, _label(entry, ahead, lines), left - 5, "end")


def _ahead(entry: Entry) -> str:
    """Give what a label begins with: the date, which a scale with breaks hardly tells, and what did not simply happen."""
    status = _STATUS[entry.status]
    return f"{spelled(entry.value)}{f' ({status})' if status else ''}:"


def _label(entry: Entry, room: float, lines: int) -> tuple[str, ...]:
    words = plain(entry.claims[0].text if entry.claims else "").removesuffix(".")
    return balanced(f"{_ahead(entry)} {words}", min(room, _LONGEST_LINE if lines > 1 else room), lines)


def _extent(mark: _Mark) -> tuple[float, float]:
    length = max(map(length_of, mark.label))
    if mark.anchor == "end":
        return mark.label_at - length, mark.right + 4
    return mark.left - 4, max(mark.right, mark.label_at + length) + 10


def _is_free(lane: Iterable[tuple[float, float]], low: float, high: float) -> bool:
    return all(high <= start or low >= end for start, end in lane)


def _drawn(mark: _Mark) -> Markup:
    inside = mark.anchor == "inside"
    middle = mark.top + _LANE / 2 + (_LINE * len(mark.label) if inside else 0)
    kinds = ["mark", mark.entry.status, "uncertain" if is_uncertain(mark.entry) else ""]
    if mark.is_day:
        shape = element("circle", cx=(mark.left + mark.right) / 2, cy=middle, r=_RADIUS)
    else:
        shape = element("rect", x=mark.left, y=middle - 4.5, width=mark.right - mark.left, height=9.0, rx=4.5)
    label = element(
        "text",
        *_lines(mark),
        x=mark.label_at,
        y=mark.top + _LANE / 2 + 4.5,
        text_anchor="end" if mark.anchor == "end" else "start",
    )
    told = " ".join(claim.text for claim in mark.entry.claims)
    hint = element("title", f"{spelled(mark.entry.value)}: {told}")
    return element("g", hint, shape, label, class_=" ".join(filter(None, kinds)))


def _lines(mark: _Mark) -> list[Markup]:
    """Give the lines of a label, its date set off."""
    first, *rest = mark.label
    date = _ahead(mark.entry)
    parts = [element("tspan", date, class_="day"), text(first.removeprefix(date))]
    if not first.startswith(date):  # a date so long that it was broken itself
        parts = [text(first)]
    return [*parts, *(element("tspan", line, x=mark.label_at, dy=_LINE) for line in rest)]


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
    """Mark the days of publication; those whose marks touch have one label."""
    parts, end = [], -1.0
    for days in _touching(sorted(published), across):
        names = [name for day in days for name in published[day]]
        said = ", ".join(names) if len(names) < 4 else f"{len(names)} sources"
        half = len(said) * _SMALL / 2
        center = min(max((across.middle(days[0]) + across.middle(days[-1])) / 2, half + 1), _WIDTH - half - 1)
        if center - half > end:
            end = center + half + 6
            parts.append(element("text", said, x=center, y=foot + 22, text_anchor="middle", class_="tick"))
        parts += [_published_on(day, published[day], across.middle(day), foot) for day in days]
    return parts


def _touching(days: Sequence[date], across: Scale) -> list[list[date]]:
    groups: list[list[date]] = []
    for day in days:
        if groups and across.middle(day) - across.middle(groups[-1][-1]) < 10:
            groups[-1].append(day)
        else:
            groups.append([day])
    return groups


def _published_on(day: date, names: Sequence[str], at: float, foot: float) -> Markup:
    hint = element("title", f"Published {spelled(day.isoformat())}: {', '.join(names)}")
    shape = element("path", d=f"M{at:.1f} {foot + 2:.1f} l4.5 8 h-9 z")
    return element("g", hint, shape, class_="published")


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
