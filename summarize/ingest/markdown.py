"""Markdown: kept as written, with optional YAML front matter before it."""

import re
from collections.abc import Iterator

from summarize.errors import InputError
from summarize.ingest.fields import Fields, is_known, read_fields
from summarize.records import Article

_OPENING_FENCE = re.compile(r"---[ \t]*\r?\n")
_CLOSING_FENCE = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_KEY = r"[\"']?([A-Za-z][\w -]{0,40}?)[\"']?[ \t]*:(?=\s|\Z)"
_FIRST_KEY = re.compile(rf"(?:#.*\n)*{_KEY}")
_KEYS = re.compile(f"^{_KEY}", re.MULTILINE)
_BLANK_LINE = re.compile(r"^[ \t]*\r?\n", re.MULTILINE)
_TITLE = re.compile(r"\s*#[ \t]+(\S.*?)[ \t]*#*[ \t]*\r?(?:\n|\Z)")
# A value that begins with a letter or a figure, and in which no mark of YAML's can have its meaning: it is the text as it stands.
_PLAIN_LINE = re.compile(r"([A-Za-z][\w-]{0,40}): ([^\W_](?:[^\n:#]*[^\s:#])?)")
_UNIX_TIME = re.compile(r"\d{9,10}|\d{12,13}")


def read(name: str, text: str) -> Iterator[Article | InputError]:
    """Give the text, `start` behind its front matter; a leading `# Title` is the title where none is stated.

    Raises `InputError` for front matter that is broken, and where nothing follows it.
    """
    fields, start = _front_matter(name, text)
    if not text[start:].strip():
        raise InputError(f"{name}: empty, there is no text behind the front matter")
    heading = _TITLE.match(text, start)
    yield Article(
        name=name,
        text=text,
        start=start,
        title=fields.title or (heading[1] if heading else ""),
        publisher=fields.publisher,
        url=fields.url,
        date=fields.date,
        date_basis="front matter" if fields.date else "unknown",
    )


def has_front_matter(text: str) -> bool:
    """Tell front matter from prose that begins with a horizontal rule.

    Behind an opening fence comes a key at once, not an empty line; and as prose may begin with a word and a
    colon too ("BEIJING: ..."), one of the keys must be ours, or all be in lower case with the fence closed.
    """
    opening = _OPENING_FENCE.match(text)
    if opening is None:
        return False
    closing = _CLOSING_FENCE.search(text, opening.end())
    end = closing or _BLANK_LINE.search(text, opening.end())
    block = text[opening.end() : end.start() if end else len(text)]
    if closing and not block:
        return True
    keys = _KEYS.findall(block)
    ours = any(map(is_known, keys)) or (closing is not None and "".join(keys).islower())
    return ours and _FIRST_KEY.match(block) is not None


def _front_matter(name: str, text: str) -> tuple[Fields, int]:
    """Give the stated fields, and the offset behind the closing fence."""
    opening = _OPENING_FENCE.match(text)
    if opening is None or not has_front_matter(text):
        return read_fields({}), 0
    closing = _CLOSING_FENCE.search(text, opening.end())
    if closing is None:
        raise InputError(f"{name}: the front matter is not closed; put a line --- behind it")
    return read_fields(_parse(name, text[opening.end() : closing.start()])), closing.end()


def _parse(name: str, block: str) -> dict[str, object]:
    if (plain := _plain(block)) is not None:
        return {key: _number(value) for key, value in plain.items()}
    import yaml

    try:
        # The base loader builds nothing but strings, lists and mappings: dates stay as they are stated.
        parsed = yaml.load(block, Loader=yaml.BaseLoader)  # noqa: S506 - it builds even less than safe_load
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise InputError(f"{name}: broken YAML in the front matter ({_problem(error)}); mend it") from error
    if not isinstance(parsed, dict):
        return {}
    return {key: _number(value) for key, value in parsed.items() if isinstance(key, str)}


def _plain(block: str) -> dict[str, str] | None:
    """Read front matter of plain keys and values alone, one a line, as YAML would in fifty times the time; None for any other."""
    lines = block.removesuffix("\n").split("\n")
    found = [_PLAIN_LINE.fullmatch(line) for line in lines if line.isprintable()]
    plain = [(one[1], one[2]) for one in found if one]
    return dict(plain) if len(plain) == len(lines) else None


def _number(value: object) -> object:
    """Give the numbers back that may be Unix times, which the base loader leaves as strings."""
    return int(value) if isinstance(value, str) and _UNIX_TIME.fullmatch(value) else value


def _problem(error: Exception) -> str:
    """Say what and where in one line, counting lines in the file, whose first is the fence."""
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or str(error) or type(error).__name__
    return " ".join(str(what).split()) + (f" at line {mark.line + 2}" if mark else "")
