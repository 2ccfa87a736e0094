"""JSON: an object, an array of objects or {"articles": [...]}; JSONL: an object a line."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from summarize.errors import InputError
from summarize.ingest import html
from summarize.ingest.fields import TEXT_NAMES, Fields, read_fields
from summarize.records import Article

_MAX_KEYS_SHOWN = 8


def read_json(name: str, text: str) -> Iterator[Article | InputError]:
    """Give an article a record; a file that is JSONL in all but its suffix is read as such.

    Raises `InputError` for broken JSON and for a file without any record.
    """
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError) as error:
        if _is_object(text.lstrip().partition("\n")[0]):
            yield from read_lines(name, text)
            return
        raise InputError(f"{name}: broken JSON ({problem(error)}); mend it") from error
    yield from _articles(name, _records(parsed))


def read_lines(name: str, text: str) -> Iterator[Article | InputError]:
    """Give an article a line, blank lines left out; a line that is no JSON is an error in its place."""
    if text.lstrip().startswith("["):
        yield from read_json(name, text)
        return
    # Not splitlines: U+2028 and its like may stand inside a JSON string.
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    yield from _articles(name, [_parse_line(number, line) for number, line in lines])


def problem(error: Exception) -> str:
    """Say what is wrong with JSON, and where, in one line."""
    match error:
        case json.JSONDecodeError():
            return f"{error.msg} at line {error.lineno}, column {error.colno}"
        case RecursionError():
            return "nested too deeply"
        case _:
            return " ".join(str(error).split())


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _records(parsed: object) -> list[object]:
    match parsed:
        case {"articles": list(records)} | list(records):
            return records
        case _:
            return [parsed]


def _parse_line(number: int, line: str) -> object:
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        return InputError(f"line {number} is no JSON ({error.msg} at column {error.colno}); mend or drop it")
    except (ValueError, RecursionError) as error:
        return InputError(f"line {number} is no JSON ({problem(error)}); mend or drop it")


def _articles(name: str, records: Sequence[object]) -> Iterator[Article | InputError]:
    if not records:
        raise InputError(f"{name}: empty, there is no record in it")
    for number, record in enumerate(records, 1):
        try:
            yield _article(name if len(records) == 1 else f"{name}#{number}", number, record)
        except InputError as error:
            yield error


def _article(name: str, number: int, record: object) -> Article:
    if isinstance(record, InputError):
        raise InputError(f"{name}: {record}")
    if not isinstance(record, dict):
        raise InputError(f"{name}: record {number} is no JSON object; each article needs one")
    fields = read_fields(record)
    if not fields.text.strip():
        names = ", ".join(repr(key) for key in TEXT_NAMES)
        raise InputError(
            f"{name}: record {number} has no text; it is looked for in {names}, there is {_keys(record)}"
        )
    return _stated(
        fields, html.article(name, fields.text) if html.is_markup(fields.text) else Article(name, fields.text)
    )


def _keys(record: dict[str, object]) -> str:
    shown = [repr(key) for key in record][:_MAX_KEYS_SHOWN]
    return (
        re.sub(r"\s+", " ", ", ".join(shown)) + (", ..." if len(record) > len(shown) else "")
        if shown
        else "nothing"
    )


def _stated(fields: Fields, article: Article) -> Article:
    """Put what the record states over what the page inside it says."""
    return replace(
        article,
        title=fields.title or article.title,
        publisher=fields.publisher or article.publisher,
        url=fields.url or article.url,
        date=fields.date or article.date,
        date_basis="record" if fields.date else article.date_basis,
    )
