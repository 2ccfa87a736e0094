"""The metadata of records and of front matter: which field names mean what."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

TEXT_NAMES = ("text", "body", "content")
_TITLE_NAMES = ("title", "headline")
_PUBLISHER_NAMES = ("source", "publisher")
_URL_NAMES = ("url",)
_ID_NAMES = ("id",)
# As `_folded` writes them: published_at, publishedAt and published-at are one name.
_DATE_NAMES = ("date", "published", "publishedat", "datepublished", "publicationdate", "pubdate", "time")

_URL = re.compile(r"https?://\S+$", re.IGNORECASE)
_HOURLY_STAMP = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])$")
# 1990-01-01 up to 2100-01-01, in seconds of Unix time: numbers outside are no publication dates.
_EPOCH_FROM, _EPOCH_BEFORE = 631_152_000, 4_102_444_800
_LONE_SURROGATE = re.compile("[\ud800-\udfff\0]")


_KNOWN_NAMES = frozenset(
    (*TEXT_NAMES, *_TITLE_NAMES, *_PUBLISHER_NAMES, *_URL_NAMES, *_ID_NAMES, *_DATE_NAMES)
)


@dataclass(frozen=True, slots=True)
class Fields:
    """What a record says of its article; "" for what it does not."""

    text: str
    title: str
    publisher: str
    url: str
    date: str


def read_fields(record: Mapping[str, object]) -> Fields:
    """Read the fields whatever the case of their names; of several, the first that is not empty counts."""
    by_name: dict[str, list[object]] = {}
    for key, value in record.items():
        by_name.setdefault(_folded(key), []).append(value)

    def first(names: tuple[str, ...]) -> str:
        values = (_text(value) for name in names for value in by_name.get(name, ()))
        return next((value for value in values if value.strip()), "")

    dates = (_date(value) for name in _DATE_NAMES for value in by_name.get(name, ()))
    publisher, url, identifier = (_line(first(names)) for names in (_PUBLISHER_NAMES, _URL_NAMES, _ID_NAMES))
    if _URL.match(publisher):
        # Web clippers keep the address of the page under "source".
        publisher, url = "", url or publisher
    return Fields(
        text=first(TEXT_NAMES),
        title=_line(first(_TITLE_NAMES)),
        publisher=publisher,
        url=url or (identifier if _URL.match(identifier) else ""),
        date=next((date for date in dates if date), ""),
    )


def is_known(key: str) -> bool:
    """Tell whether a field of this name is read."""
    return _folded(key) in _KNOWN_NAMES


def _folded(key: str) -> str:
    return "".join(key.lower().split()).replace("_", "").replace("-", "")


def _text(value: object) -> str:
    match value:
        case str():
            # Half a surrogate pair cannot be written to any file, a NUL not to XML.
            return _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", value)
        case bool() | None:
            return ""
        case int() | float():
            return str(value)
        case list() if all(isinstance(item, str) for item in value):
            return "\n".join(map(_text, value))
        case {"name": str(name)}:
            return _text(name)
        case _:
            return ""


def _line(value: str) -> str:
    return " ".join(value.split())


def _date(value: object) -> str:
    """Give the date as stated, a plausible Unix time (seconds or milliseconds) as ISO day in UTC."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        # Without any digit it is no date: blogs have "published: true".
        return _line(_text(value)) if re.search(r"\d", _text(value)) else ""
    if not math.isfinite(value):
        return ""
    if _HOURLY_STAMP.match(str(value)):
        return str(value)
    seconds = value / 1_000 if value >= _EPOCH_FROM * 1_000 else value
    if not _EPOCH_FROM <= seconds < _EPOCH_BEFORE:
        return str(value)
    return datetime.fromtimestamp(seconds, tz=UTC).date().isoformat()
