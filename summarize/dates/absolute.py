"""Dates that name themselves: days, months and years as numbers and names, and ranges of them."""

import re
from datetime import date

from summarize.dates import background, calendar, edtf, heads, named_days, years
from summarize.dates.calendar import iso
from summarize.dates.grammar import Context, Found, Rule, compile_pattern, rule
from summarize.dates.vocabulary import (
    MONTH_ABBREVIATIONS,
    MONTHS,
    ONES,
    ORDINALS,
    TEENS,
    TENS,
    WEEKDAY_ABBREVIATIONS,
    WEEKDAYS,
    count,
    month_number,
    ordinal,
    spoken_year,
    weekday_number,
)

MONTH_STARTS = (*MONTHS, *MONTH_ABBREVIATIONS)
WEEKDAY_STARTS = (*WEEKDAYS, *WEEKDAY_ABBREVIATIONS)
NUMBER_WORD_STARTS = (*ONES, *TEENS, *TENS)
# "the 1800s" are a century, "the 1900s" often their first years
_TWENTIETH = 1900
# Days: within so many, a weekday that does not fit is a slip rather than of another year
_NEAR = 45
UNDATED_DAY = Found("", "day")


def part(match: re.Match[str], name: str) -> str:
    """A group of the match, "" where the pattern has none of that name or it took no part."""
    return match[name] or "" if name in match.re.groupindex else ""


def month_day(match: re.Match[str], context: Context) -> Found | None:
    """March 28[, 2018]; 28 March [2018]; with or without a weekday."""
    month, day = month_number(match["month"]), day_number(match["day"])
    if year := part(match, "year"):
        value = iso(calendar.day_of(int(year), month, day))
        return Found(value, "day") if value else None
    if calendar.day_of(2000, month, day) is None:
        return None
    found = day_without_year(context, month, day)
    if part(match, "anyweekday") or part(match, "weekday"):
        return _on_its_weekday(match, context, found)
    return named_days.unless_name(found, context, month, day)


def _on_its_weekday(match: re.Match[str], context: Context, found: Found) -> Found:
    """The day in the year that has it on the weekday told: "Monday, Dec. 19" of two years ago."""
    name = part(match, "anyweekday") or part(match, "weekday")
    if not name or not found.anchor or context.anchor is None:
        return found
    if not found.value:
        return (
            background.of_year_told(
                context, month_number(match["month"]), day_number(match["day"]), weekday_number(name)
            )
            or found
        )
    day, weekday = date.fromisoformat(found.value), weekday_number(name)
    if day.weekday() == weekday or abs((day - context.anchor).days) <= _NEAR:
        return found
    years = (calendar.day_of(day.year + offset, day.month, day.day) for offset in (-2, -1, 1))
    fitting = [other for other in years if other and other.weekday() == weekday]
    return found._replace(value=iso(calendar.nearest(context.anchor, fitting, context.direction())))


def day_without_year(context: Context, month: int, day: int) -> Found:
    """The nearest such day; none where it never exists, or the publication day is unknown."""
    if context.anchor is None:
        return UNDATED_DAY
    if year := background.joined_year(context, month):
        return Found(iso(calendar.day_of(year, month, day)), "day", "", "year shared")
    value = iso(context.in_tense(calendar.days_of_month(context.anchor, month, day)))
    found = Found(value, "day" if value else "unknown", context.anchor_iso)
    return background.unless_contradicted(found, context)


def day_number(text: str) -> int:
    """28 of "28" and "28th"."""
    return int(re.sub(r"\D", "", text))


def month_day_of_year(match: re.Match[str], context: Context) -> Found | None:
    """March 28 this (last, next) year."""
    if context.anchor is None:
        return UNDATED_DAY
    year = context.anchor.year + _relative_year(match["which"])
    value = iso(calendar.day_of(year, month_number(match["month"]), day_number(match["day"])))
    return Found(value, "day", context.anchor_iso) if value else None


def month_of_year(match: re.Match[str], context: Context) -> Found:
    """March this (last, next) year."""
    if context.anchor is None:
        return Found("", "month")
    year = context.anchor.year + _relative_year(match["which"])
    return Found(edtf.month(year, month_number(match["month"])), "month", context.anchor_iso)


def _relative_year(word: str) -> int:
    return {"this": 0, "last": -1, "next": 1}[" ".join(word.lower().split())]


def same_month_range(match: re.Match[str], context: Context) -> Found | None:
    """March 25-28[, 2018]; 25 to 28 March."""
    month = month_number(match["month"])
    return range_of_days(
        context, (month, day_number(match["day"])), (month, day_number(match["day2"])), part(match, "year")
    )


def two_days(match: re.Match[str], context: Context) -> Found | None:
    """5/6 March: the night between two days; other numbers around a stroke are no days."""
    follows = day_number(match["day2"]) - day_number(match["day"]) == 1
    return same_month_range(match, context) if follows else None


def two_month_range(match: re.Match[str], context: Context) -> Found | None:
    """March 30 to April 2[, 2018]; a year may stand at both ends."""
    first = month_number(match["month"]), day_number(match["day"])
    last = month_number(match["month2"]), day_number(match["day2"])
    if part(match, "year2"):
        begin = calendar.day_of(int(match["year2"]), *first)
        end = calendar.day_of(int(match["year"]), *last) if match["year"] else None
        return _interval(begin, end)
    return range_of_days(context, first, last, part(match, "year"))


def range_of_days(context: Context, first: tuple[int, int], last: tuple[int, int], year: str) -> Found | None:
    """An interval of days; the stated year is that of its end."""
    turns = first > last
    if year:
        return _interval(calendar.day_of(int(year) - turns, *first), calendar.day_of(int(year), *last))
    if context.anchor is None:
        return Found("", "range") if first != last else None
    end = context.in_tense(calendar.days_of_month(context.anchor, *last))
    if end is None:
        return None
    found = _interval(calendar.day_of(end.year - turns, *first), end)
    return found and found._replace(anchor=context.anchor_iso)


def _interval(first: date | None, last: date | None) -> Found | None:
    value = edtf.interval(iso(first), iso(last)) if first and last and first < last else ""
    return Found(value, "range") if value else None


def month_year(match: re.Match[str], _: Context) -> Found:
    """March 2018."""
    return Found(edtf.month(int(match["year"]), month_number(match["month"])), "month")


def month_of_years_ago(match: re.Match[str], context: Context) -> Found | None:
    """March two years ago; March 5 two years ago."""
    number = count(match["count"])
    if number is None or number != int(number):
        return None
    if context.anchor is None:
        return Found("", "day" if match["day"] else "month")
    year, month = context.anchor.year - int(number), month_number(match["month"])
    if not match["day"]:
        return Found(edtf.month(year, month), "month", context.anchor_iso)
    value = iso(calendar.day_of(year, month, day_number(match["day"])))
    return Found(value, "day", context.anchor_iso) if value else None


def open_month_range(match: re.Match[str], _: Context) -> Found | None:
    """November 2016 to February: of the same year, or of the next where it is earlier in it."""
    year, first, last = int(match["year"]), month_number(match["month"]), month_number(match["month2"])
    value = (
        edtf.interval(edtf.month(year, first), edtf.month(year + (last < first), last))
        if first != last
        else ""
    )
    return Found(value, "range") if value else None


def short_year(match: re.Match[str], context: Context) -> Found | None:
    """'08, '69: the last such year before the publication day."""
    if context.anchor is None:
        return Found("", "year")
    number = max(range(int(match["short"]), context.anchor.year + 1, 100), default=0)
    return Found(edtf.year(number), "year", context.anchor_iso) if number else None


def month_year_range(match: re.Match[str], context: Context) -> Found | None:
    """March to May [2018]; March 2018 to May 2019."""
    first = month_number(part(match, "month") or match["fullmonth"])
    last = month_number(part(match, "month2") or match["fullmonth2"])
    end_year = part(match, "year")
    if not end_year:
        if context.anchor is None:
            return Found("", "range")
        end_year = context.in_tense(calendar.months_towards(context.anchor, last))[:4]
    begin_year = part(match, "year2") or str(int(end_year) - (first > last))
    value = edtf.interval(edtf.month(int(begin_year), first), edtf.month(int(end_year), last))
    return Found(value, "range", "" if part(match, "year") else context.anchor_iso) if value else None


def month_of_that_year(match: re.Match[str], context: Context) -> Found | None:
    """March of that year, 3 May that year: the year of the last date of the text."""
    covered, day = edtf.bounds(context.memory.last), part(match, "day")
    if covered is None:
        return Found("", "day" if day else "month")
    year, month = covered[0].year, month_number(match["month"])
    if not day:
        return Found(edtf.month(year, month), "month", covered[0].isoformat())
    value = iso(calendar.day_of(year, month, day_number(day)))
    return Found(value, "day", covered[0].isoformat()) if value else None


def month_alone(match: re.Match[str], context: Context) -> Found:
    """March, in a sentence that makes clear it is a month (see `negatives`)."""
    if context.anchor is None:
        return Found("", "month")
    month = month_number(match["month"])
    if year := background.joined_year(context, month):
        return Found(edtf.month(year, month), "month", "", "year shared")
    value = background.month_in_order(month, context)
    return background.unless_contradicted(Found(value, "month", context.anchor_iso), context)


def another_day(match: re.Match[str], month: str, previous: int) -> str:
    """Resolve the 25 of "April 24 and 25": a later day of the same month, "" where there is none."""
    day = day_number(match["day"])
    return iso(calendar.day_of(int(month[:4]), int(month[5:]), day)) if previous < day else ""


def edge_of_month(match: re.Match[str], context: Context) -> Found | None:
    """The first day of March, the last day of February 2016."""
    month = month_number(match["month"])
    told = edtf.month(int(match["year"]), month) if match["year"] else ""
    value = told or (context.anchor and context.in_tense(calendar.months_towards(context.anchor, month)))
    covered = edtf.bounds(value or "")
    if covered is None:
        return UNDATED_DAY
    return Found(iso(covered[match["edge"].lower() == "last"]), "day", "" if told else context.anchor_iso)


def numeric(match: re.Match[str], _: Context) -> Found | None:
    """2018-03-28, with a time or without."""
    value = iso(calendar.day_of(int(match["y"]), int(match["m"]), int(match["d"])))
    return Found(value, "day") if value else None


def slashed(match: re.Match[str], _: Context) -> Found | None:
    """28/03/2018 or 3/28/2018: resolved where only one order is possible, left as written otherwise."""
    first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
    orders = {calendar.day_of(year, second, first), calendar.day_of(year, first, second)} - {None}
    if not orders:
        return None
    return Found(iso(orders.pop()), "day") if len(orders) == 1 else UNDATED_DAY


def year_alone(match: re.Match[str], context: Context) -> Found:
    """2018, where the words around it make it a year (see `years`); "c. 1850" is about it."""
    value = edtf.year(int(match["year"]))
    return Found(edtf.vague(value) if years.is_approximate(context.text, match.start()) else value, "year")


def year_range(match: re.Match[str], _: Context) -> Found | None:
    """2009-2011, 2009-11, between 2009 and 2011."""
    first = int(match["year"])
    last = int(match["end"])
    if last < 100:
        last += first // 100 * 100
        last += 100 * (last < first)
    value = edtf.interval(edtf.year(first), edtf.year(last)) if first < last and last - first < 200 else ""
    return Found(value, "range") if value else None


def year_in_words(match: re.Match[str], _: Context) -> Found | None:
    """Nineteen ninety-six; two thousand [and] eleven."""
    number = spoken_year(match["head"], part(match, "tail"))
    return Found(edtf.year(number), "year") if number else None


def month_and_year_in_words(match: re.Match[str], _: Context) -> Found | None:
    """March nineteen ninety-six."""
    number = spoken_year(match["head"], match["tail"])
    return Found(edtf.month(number, month_number(match["fullmonth"])), "month") if number else None


def decade(match: re.Match[str], context: Context) -> Found | None:
    """The 1990s; the '90s."""
    if short := part(match, "short"):
        this_year = 0 if context.anchor is None else context.anchor.year
        number = max(range(int(short), this_year + 1, 100), default=0)
    else:
        number = int(match["full"])
    value = edtf.decade(number) if number else ""
    if number % 100 == 0 and 0 < number < _TWENTIETH:
        value = edtf.century(number // 100 + 1)
    return Found(
        edtf.vague(value) if part(match, "edge") else value, edtf.precision_of(value) if value else "decade"
    )


def century(match: re.Match[str], _: Context) -> Found | None:
    """The 20th century."""
    value = edtf.century(ordinal(match["ordinal"]))
    return Found(value, "century") if value else None


def weekday_and_date(match: re.Match[str], context: Context) -> Found | None:
    """Friday the 13th: the day of a month that is such a weekday, nearest the publication day."""
    if context.anchor is None:
        return UNDATED_DAY
    day, weekday = day_number(match["day"]), weekday_number(match["weekday"])
    months = range(
        context.anchor.year * 12 + context.anchor.month - 13,
        context.anchor.year * 12 + context.anchor.month + 12,
    )
    days = [calendar.day_of(number // 12, number % 12 + 1, day) for number in months if number >= 12]
    fitting = [candidate for candidate in days if candidate and candidate.weekday() == weekday]
    return Found(
        iso(calendar.nearest(context.anchor, fitting, context.direction())), "day", context.anchor_iso
    )


_WD = r"(?:{anyweekday},? (?:the )?)?"
_YEAR = r"(?:,? {year})?"
_TWO_DAYS = r"(?P<day>[0-3]?\d)/(?P<day2>[0-3]?\d)"

_CENTURIES_AHEAD = r"(?=(?:(?:,? (?:and|or|to|through|until) |, |[-–])(?:the )?(?:early |mid-|late )?{ordinal2}){1,4}[- ]centur(?:y|ies)(?! ?(?-i:B\.?C)))"

ANOTHER_DAY = compile_pattern(
    r"(?:,? (?:and|or|&) |, )(?P<whole>{day}(?:,? {year})?)(?!,\d| (?:percent|per|people|million|[a-z]+s\b))"
)

# fmt: off
RULES: tuple[Rule, ...] = (
    rule("month of that year", MONTH_STARTS, r"{month}(?: {day})?,? (?:of |in )?(?:that|the same) (?:\w+ )?year", month_of_that_year, heads.after("{month}", heads.DIGITS, either="oit")),
    rule("day of a month", ("first", "last"), r"(?P<edge>first|last) day of {month}(?:,? {year})?", edge_of_month),
    rule("month of that year", (heads.DAY_OF_MONTH,), r"{day} (?:of )?{month},? (?:of |in )?(?:that|the same) (?:\w+ )?year", month_of_that_year, heads.after(heads.DAY_MONTH, either="oit")),
    rule("month of years ago", (heads.DAY_OF_MONTH,), r"{day} (?:of )?{month},? {count} years? ago", month_of_years_ago, heads.after(heads.DAY_MONTH, heads.DIGITS, either=heads.COUNTS)),
    rule("month of years ago", MONTH_STARTS, r"{month}(?: {day})?,? {count} years? ago", month_of_years_ago, heads.after("{month}", heads.DIGITS, either=heads.COUNTS)),
    rule("date", WEEKDAY_STARTS, r"{anyweekday}(?: ?,| -)? {month} {day},? {year}", month_day, heads.after("{anyweekday}", heads.MONTHS + "-")),
    rule("range of days", WEEKDAY_STARTS, r"{anyweekday},? {month} {day}{to}(?:{anyweekday2},? )?{month2} {day2}(?:,? {year})?", two_month_range, heads.after(heads.MONTH_DAY, heads.TO)),
    rule("month and day", WEEKDAY_STARTS, r"{anyweekday}(?: ?,| -)? {month} {day}", month_day, heads.after("{anyweekday}", heads.MONTHS + "-")),
    rule("date", WEEKDAY_STARTS, r"{anyweekday},? (?:the )?{day} (?:of )?{month}" + _YEAR, month_day, heads.after(heads.DAY_MONTH)),
    rule("weekday and day", WEEKDAY_STARTS, r"{weekday}[- ]the[- ]{day}", weekday_and_date, heads.after("{anyweekday}", "-", either="t")),
    rule("range of days", MONTH_STARTS, r"{month} {day}{to}{day2},? {year}(?! ?(?:-|–|to) ?\d)", same_month_range, heads.after(heads.MONTH_DAY, heads.TO)),
    rule("month and day", MONTH_STARTS, r"{month} {day}(?=(?:,? \d\d?)*,? (?:and|or|&) \d\d?,? {year})", month_day, heads.after(heads.MONTH_DAY, heads.DIGITS + "&", either="ao")),
    rule("range of days", MONTH_STARTS, r"{month} {day},? {year2}{to}{month2} {day2},? {year}", two_month_range, heads.after(heads.MONTH_DAY, heads.DIGITS)),
    rule("range of days", MONTH_STARTS, r"{month} {day}{to}{month2} {day2}" + _YEAR, two_month_range, heads.after(heads.MONTH_DAY, heads.TO)),
    rule("range of days", MONTH_STARTS, r"{month} " + _TWO_DAYS + r"(?!/)" + _YEAR, two_days, heads.after("{month}", heads.DIGITS)),
    rule("range of days", MONTH_STARTS, r"{month} {day}{to}{day2}(?! (?:percent|per cent|[ap]\.?m|{month2}))", same_month_range, heads.after(heads.MONTH_DAY, heads.TO)),
    rule("month and day", MONTH_STARTS, r"{month} {day},? (?:of )?(?P<which>this|last|next) year", month_day_of_year, heads.after(heads.MONTH_DAY, either="otln")),
    rule("Sept. 11", ("sept", "september"), r"(?-i:Sept\.?|September) 11(?:th)?(?:,? 2001)?,? (?:al-Qaeda |terrorist |terror |hijack )?(?:attacks?|hijackings|hijackers|terrorists|commission)", named_days.attacks_of_2001, heads.after("{month}", heads.DIGITS)),
    rule("date", MONTH_STARTS, r"{month} {day},? (?:\(|-LRB- |in |of )?{year}", month_day, heads.after(heads.MONTH_DAY, heads.DIGITS + "(-", either="io")),
    rule("month and day", MONTH_STARTS, r"{month} (?:the (?=\d+(?:st|nd|rd|th)))?{day}", month_day, heads.after("{month}", heads.DIGITS, either="t")),
    rule("range of months", MONTH_STARTS, r"{month} {year2}{to}{month2} {year}", month_year_range, heads.after("{month}", heads.DIGITS)),
    rule("range of months", MONTH_STARTS, r"{month} {year}{to}{month2}(?!,? (?:\d|last|this|next|of\b))", open_month_range, heads.after("{month}", heads.DIGITS)),
    rule("range of months", MONTH_STARTS, r"{month}{to}{fullmonth2},? {year}", month_year_range, heads.after("{month}", heads.TO)),
    rule("range of months", MONTH_STARTS, r"{fullmonth}(?: to | through ){fullmonth2}(?! \d)", month_year_range, heads.after("{month}", either="t")),
    rule("month and year", MONTH_STARTS, r"{month},? (?:of )?{year}", month_year, heads.after("{month}", heads.DIGITS, either="o")),
    rule("month of a year", MONTH_STARTS, r"{month},? (?:of )?(?P<which>this|last|next) year", month_of_year, heads.after("{month}", either="otln")),
    rule("month and year", MONTH_STARTS, r"{fullmonth},? (?:of )?(?P<head>{numberword}) (?P<tail>{numberword2})", month_and_year_in_words, heads.after("{month}", either="otfsen")),
    rule("month", MONTH_STARTS, r"{month}", month_alone),
    rule("ISO date", (heads.YEAR_NUMBER,), r"(?P<y>(?:1[5-9]|20)\d\d)(?P<sep>[-/.])(?P<m>[01]?\d)(?P=sep)(?P<d>[0-3]?\d)(?:[T ][0-2]\d:?[0-5]\d(?::?[0-5]\d(?:\.\d+)?)?(?:Z|[+-][01]\d:?[0-5]\d)?)?(?![\d-])", numeric),
    rule("Sept. 11", (heads.NUMBER,), r"9/11", named_days.attacks_of_2001),
    rule("numeric date", (heads.NUMBER,), r"(?P<a>[0-3]?\d)(?P<sep>[/.-])(?P<b>[0-3]?\d)(?P=sep)(?P<y>(?:19|20)\d\d)(?![\d/-])", slashed),
    rule("date", (heads.NUMBER,), r"{day}-{month}-{year}", month_day),
    rule("range of days", (heads.NUMBER,), r"{day}{to}{day2} (?:of )?{month}" + _YEAR, same_month_range, heads.after("{day}", heads.TO)),
    rule("range of days", (heads.NUMBER,), _TWO_DAYS + r" (?:of )?{month}" + _YEAR, two_days),
    rule("day and month", (heads.NUMBER,), r"{day}(?= (?:and|or|&) \d\d?(?:st|nd|rd|th)? (?:of )?{month}" + _YEAR + ")", month_day, heads.after("{day}", "&", either="ao")),
    rule("range of days", (heads.DAY_OF_MONTH,), r"{day} (?:of )?{month}{to}{day2} (?:of )?{month2}" + _YEAR, two_month_range, heads.after(heads.DAY_MONTH, heads.TO)),
    rule("date", (heads.DAY_OF_MONTH,), r"{day} (?:of )?{month},? {year}", month_day, heads.after(heads.DAY_MONTH, heads.DIGITS)),
    rule("day and month", (heads.DAY_OF_MONTH,), r"{day} (?:of )?{month},? (?:of )?(?P<which>this|last|next) year", month_day_of_year, heads.after(heads.DAY_MONTH, either="otln")),
    rule("day and month", (heads.DAY_OF_MONTH,), r"{day} (?:of )?{month}(?! \d{1,2}\b)", month_day),
    rule("decade", (heads.YEAR_NUMBER,), r"(?P<full>(?:1[5-9]|20)\d0)['’]?s", decade),
    rule("decade", (heads.YEAR_NUMBER,), r"(?<=\bthe\s)(?P<full>(?:1[5-9]|20)\d0) ['’]s", decade),
    rule("range of years", (heads.YEAR_NUMBER,), r"{year}(?: (?:to|through|until) | ?(?:-|–|—|--) ?(?=\d\d\d\d|\d\d\b)|/(?=\d\d\b))(?P<end>(?:1[5-9]|20)\d\d|(?<=[-–—/])\d\d)(?![\d:%,./-]\d|-)", year_range),
    rule("century", (heads.NUMBER, *ORDINALS), r"{ordinal}" + _CENTURIES_AHEAD, century),
    rule("century", (heads.NUMBER, *ORDINALS), r"{ordinal}[- ]centur(?:y|ies)(?! ?(?-i:B\.?C))", century),
    rule("year", (heads.YEAR_NUMBER,), r"{year}", year_alone),
    rule("short year", ("'", "’", "`"), r"(?:(?<=\bin\s)|(?<=\bof\s)|(?<=\bsince\s)|(?<=\buntil\s)|(?<=\bbefore\s)|(?<=\bafter\s))['’`](?P<short>\d\d)(?!['’]?\w|[:%]|[.,]\d)", short_year),
    rule("decade", ("'", "’", "`"), r"['’`](?P<short>[2-9]0)['’]?s", decade),
    rule("decade", ("the",), r"the (?:(?P<edge>early|late|mid)[- ])?(?P<short>[2-9]0)s(?! (?:fahrenheit|celsius))", decade, heads.after("the", heads.DIGITS, either="elm")),
    rule("range of days", ("between",), r"between {month} {day} and {month2} {day2}" + _YEAR, two_month_range),
    rule("range of days", ("between",), r"between {month} {day} and {day2}" + _YEAR, same_month_range),
    rule("range of days", ("between",), r"between {day} and {day2} (?:of )?{month}" + _YEAR, same_month_range),
    rule("range of months", ("between",), r"between {month} {year2} and {month2} {year}", month_year_range),
    rule("range of months", ("between",), r"between {fullmonth} and {fullmonth2}(?:,? {year}|(?! \d))", month_year_range),
    rule("range of years", ("between",), r"between (?:the years )?{year} and (?P<end>(?:1[5-9]|20)\d\d)", year_range),
    rule("year in words", (*TEENS, "twenty"), r"(?P<head>{numberword}) (?P<tail>{numberword2})", year_in_words ),
    rule("year in words", ("two",), r"(?P<head>two thousand)(?: (?P<tail>(?:and )?{numberword}))?", year_in_words),
)
# fmt: on
