"""The publication day of an article, and how it is known.

Only what is stated with its year counts. A date in the prose is no publication date, and neither are the
file's modification time and today.
"""

import re
from collections.abc import Iterable
from datetime import date

from summarize.dates import calendar
from summarize.dates.grammar import PARTS, compile_pattern
from summarize.dates.vocabulary import month_number
from summarize.records import Article, Published

# A line longer than this is prose
_LINE_LENGTH = 120
_HEAD_LINES = 12
_YEARS = range(1600, 2200)

_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?:T?\d{4}(?:\d\d)?Z?)?(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(?P<year>\d{4})[/.](?P<month>\d{1,2})[/.](?P<day>\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(
    r"(?<!\d)(?P<first>\d{1,2})(?P<mark>[/.-])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4})(?!\d)"
)
_MONTH_FIRST = compile_pattern(r"{month} {day},? {year}")
_DAY_FIRST = compile_pattern(r"\b{day}(?: (?:of )?|-){month}(?:,? |-){year}")

_FILE_NAME = re.compile(r"(?<!\d)(?P<year>\d{4})(?P<mark>[-_./]?)(?P<month>\d\d)(?P=mark)(?P<day>\d\d)(?!\d)")

# What may stand beside the date in a line that states when an article was published
_LABEL = re.compile(
    r"\b(?:first |last |originally |date )?(?:published|updated?|posted|modified|created|released|issued|filed|date|dated|edited|"
    r"publication date|publish date|press release|archived)\b(?: (?:on|at|by))?",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    rf"\b(?:{PARTS['anyweekday']}|a\.m\.|p\.m\.|[ap]m|at|on|of|[A-Z]{{2,4}}T|GMT|UTC|Z|BST|CEST?|I?ST|UK|HKT|local time|time|"
    r"\d{1,2}(?:[:.]\d\d){1,2}(?:\.\d+)?|T\d\d:\d\d(?::\d\d)?(?:\.\d+)?|\d{1,2}(?= ?[ap]\.?m)|\d{4} (?=GMT|UTC|hrs)|hrs|(?:\d+[- ])?min(?:ute)?s?(?: read)?)"
    r"|[+-]\d\d:?\d\d|[\s|•·,;:.()\[\]/–—-]+",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"\bby [A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,4}", re.IGNORECASE)
# BEIJING, March 28, 2018 (Xinhua) —
_DATELINE = re.compile(
    r"^\s*(?P<dateline>(?-i:[A-Z][A-Z.'’ -]{2,40})(?:\([^)\n]{1,30}\))?(?:[,/][^—–:;\n]{0,60}?)?,? ?\(?(?:"
    rf"{PARTS['month']} \d{{1,2}},? \d{{4}}|\d{{1,2}} {PARTS['month']},? \d{{4}})\)?(?: ?\([^)\n]{{1,40}}\))?)\s*(?:--|[—–-]|:|_)",
    re.MULTILINE,
)


def parse_day(text: str) -> date | None:
    """The day that a stated date names, in any usual notation; the local date as written where a time follows.

    None where there is none, where the year is missing, or where day and month could be exchanged
    (03/04/2018).
    """
    for pattern in (_ISO, _COMPACT, _YEAR_FIRST):
        if (found := pattern.search(text)) and (day := _numbered(found)):
            return day
    if found := _YEAR_LAST.search(text):
        return _unambiguous(int(found["year"]), int(found["first"]), int(found["second"]))
    return _named(text)


def _numbered(found: re.Match[str]) -> date | None:
    year = int(found["year"])
    return calendar.day_of(year, int(found["month"]), int(found["day"])) if year in _YEARS else None


def _unambiguous(year: int, first: int, second: int) -> date | None:
    """28/03/2018 and 03/28/2018, but not 03/04/2018."""
    day_first = calendar.day_of(year, second, first)
    month_first = calendar.day_of(year, first, second)
    return None if day_first and month_first and day_first != month_first else day_first or month_first


def _named(text: str) -> date | None:
    # the names of months are matched as names are written
    title = text if any(letter.isupper() for letter in text) else text.title()
    for pattern in (_MONTH_FIRST, _DAY_FIRST):
        if found := pattern.search(title):
            day = int(re.sub(r"\D", "", found["day"]))
            return calendar.day_of(int(found["year"]), month_number(found["month"]), day)
    return None


def publication_date(
    article: Article, *, stated: date | None = None, head: str = "", dateline: str = ""
) -> Published:
    """When an article was published: the first of these that says so.

    `stated` by the user; the article's own field (front matter, record, metadata); a dateline with its year
    ("BEIJING, March 28, 2018 —", given as `dateline` where the cleaner found one) or a line of its own among
    the first lines and the furniture, `head` ("Published March 28, 2018"); the file's name. Without `head`
    the first lines of the article are looked at.
    """
    if stated is not None:
        return Published(stated.isoformat(), "flag", stated.isoformat())
    if article.date and (day := parse_day(article.date)):
        return Published(day.isoformat(), article.date_basis, article.date)
    if dateline and (day := parse_day(dateline)):
        return Published(day.isoformat(), "dateline", " ".join(dateline.split()))
    first_lines = "\n".join(article.text[article.start :].lstrip().splitlines()[:_HEAD_LINES])
    for text in filter(None, (head, first_lines)):
        if line := _stating_line(text):
            return line
    return _from_name(article.name)


def _stating_line(text: str) -> Published | None:
    """A dateline, or a line that says nothing but when the article was published; "updated" lines come second."""
    if (found := _DATELINE.search(text)) and (day := parse_day(found["dateline"])):
        return Published(day.isoformat(), "dateline", found["dateline"].strip())
    lines = [line.strip() for line in text.splitlines()]
    stating = [line for line in lines if line and len(line) <= _LINE_LENGTH and _states_only_a_day(line)]
    return _first_parsed(
        sorted(
            stating, key=lambda line: bool(re.match(r"(?:last )?(?:updat|modif|edit)", line, re.IGNORECASE))
        )
    )


def _first_parsed(lines: Iterable[str]) -> Published | None:
    for line in lines:
        if day := parse_day(line):
            return Published(day.isoformat(), "dateline", line)
    return None


def _states_only_a_day(line: str) -> bool:
    """Whether nothing is left of a line without its date, labels, times and byline."""
    rest = line
    for pattern in (_ISO, _YEAR_FIRST, _YEAR_LAST, _MONTH_FIRST, _DAY_FIRST):
        rest = pattern.sub(" ", rest)
    if rest == line:
        return False
    for pattern in (_LABEL, _BYLINE, _BESIDE):
        rest = pattern.sub(" ", rest)
    return not rest.strip()


def _from_name(name: str) -> Published:
    for found in _FILE_NAME.finditer(name):
        if day := _numbered(found):
            return Published(day.isoformat(), "file name", found.group())
    return Published()
