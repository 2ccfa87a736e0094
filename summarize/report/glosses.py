"""EDTF dates in words: as a page spells them, and what their digits and marks mean where they could be misread."""

import re
from collections.abc import Iterable

from summarize.records import Entry

MONTHS = tuple(
    "January February March April May June July August September October November December".split()
)
# The sub-year groupings of EDTF level 2 (Library of Congress, 2019) from 21 on: seasons anywhere, in the north
# and in the south, then quarters, thirds and halves.
_PARTS_OF_A_YEAR = dict(
    enumerate(
        ("spring", "summer", "autumn", "winter") * 3
        + tuple(f"{number} quarter of" for number in ("first", "second", "third", "fourth"))
        + tuple(f"{number} third of" for number in ("first", "second", "last"))
        + tuple(f"{number} half of" for number in ("first", "second")),
        start=21,
    )
)
_QUALIFIERS = {
    "~": "`~` marks an approximate date.",
    "?": "`?` marks an uncertain date.",
    "%": "`%` marks a date that is approximate and uncertain.",
}
_SAID_OF_MARKS = {"~": "about ", "?": "perhaps ", "%": "perhaps about "}


def gloss(value: str) -> str:
    """Put an EDTF value into words where its digits could be misread (2011-21 is a spring, not ten years)."""
    if "/" not in value:
        return _part(value)
    start, _, end = value.partition("/")
    if end in ("", ".."):
        return f"from {_part(start) or start}"
    if start in ("", ".."):
        return f"until {_part(end) or end}"
    return f"{_part(start) or start} to {_part(end) or end}" if _part(start) or _part(end) else ""


def spelled(value: str) -> str:
    """Spell an EDTF value as prose does: 28 March 2018, March 2018, 25–28 March 2018, about 2021, spring 2011."""
    start, slash, end = value.partition("/")
    if not slash:
        return _spelled_point(value)
    if end in ("", ".."):
        return f"from {_spelled_point(start)}"
    if start in ("", ".."):
        return f"until {_spelled_point(end)}"
    return _spelled_span(_spelled_point(start), _spelled_point(end))


def _spelled_point(value: str) -> str:
    bare = re.sub(r"[~?%]", "", value)
    marks = "".join(said for mark, said in _SAID_OF_MARKS.items() if mark in value)
    return marks + (_part(bare) or _spelled_day(bare))


def _spelled_day(bare: str) -> str:
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])(?:-(\d\d))?", bare)
    if not found:
        return bare
    month = f"{MONTHS[int(found[2]) - 1]} {found[1]}"
    return f"{int(found[3])} {month}" if found[3] else month


def _spelled_span(start: str, end: str) -> str:
    """Join two ends, what they share at their end said once: 25–28 March 2018, 30 March – 2 April 2018."""
    ahead, behind = start.split(" "), end.split(" ")
    if len(ahead) == len(behind):
        while len(ahead) > 1 and ahead[-1] == behind[len(ahead) - 1]:
            ahead.pop()
    single = len(ahead) == 1 and re.fullmatch(r"\d+", behind[0])
    return f"{' '.join(ahead)}{'–' if single else ' – '}{end}"


def _part(value: str) -> str:
    bare = re.sub(r"[~?%]", "", value)
    if found := re.fullmatch(r"(\d{4})-(\d\d)", bare):
        part = _PARTS_OF_A_YEAR.get(int(found[2]))
        return f"{part} {found[1]}" if part else ""
    if re.fullmatch(r"\d{3}X", bare):
        return f"{bare[:3]}0s"
    return f"{bare[:2]}00–{bare[:2]}99" if re.fullmatch(r"\d\dXX", bare) else ""


def qualifiers(entries: Iterable[Entry]) -> list[str]:
    """Explain the marks of doubt that dates of these entries carry."""
    values = [entry.value for entry in entries]
    return [note for mark, note in _QUALIFIERS.items() if any(mark in value for value in values)]
