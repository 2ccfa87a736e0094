"""Mails (RFC 5322): a newsletter's text from its HTML part, or its plain one; what is attached is named."""

import re
from collections.abc import Iterator
from dataclasses import replace
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import parseaddr, parsedate_to_datetime

from summarize.errors import InputError
from summarize.ingest import html
from summarize.ingest.encoding import decode
from summarize.ingest.items import Item, Note
from summarize.records import Article

_FIELDS = ("From", "Date", "Subject", "Message-ID", "Received")
_SIGNATURE = re.compile(r"^-- \r?\n", re.MULTILINE)
_CUT = "CloseBoundaryNotFoundDefect"


def read(name: str, data: bytes) -> Iterator[Item]:
    """Give the mail as one article, and a note for each attachment.

    Raises `InputError` where it is no mail, or holds no text.
    """
    try:
        # The newer policies raise on malformed header fields, which newsletters have.
        message = BytesParser(policy=compat32).parsebytes(data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"))
        parts = list(_parts(message))
    except (MessageError, RecursionError, ValueError, LookupError) as error:
        raise InputError(f"{name}: broken mail ({type(error).__name__}); save its text as .txt") from error
    if not any(field in message for field in _FIELDS):
        raise InputError(
            f"{name}: no mail, it begins with none of the fields From, Date and Subject; save its text as .txt"
        )
    yield from _notes(name, message, parts)
    yield _article(name, message, parts)


def _parts(message: Message) -> Iterator[Message]:
    """Give the parts of a mail in their order; a mail that is attached is one, with another sender and another day."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting.extend(one for one in reversed(payload) if isinstance(one, Message))
        else:
            yield part


def _notes(name: str, message: Message, parts: list[Message]) -> Iterator[Note]:
    if any(type(defect).__name__ == _CUT for part in message.walk() for defect in part.defects):
        yield Note(f"{name}: cut off inside this mail; its end may be missing")
    for part in parts:
        if _is_attached(part):
            filename = _line(part.get_filename() or part.get_content_type())
            yield Note(f"{name}: the attachment {filename[:80]!r} was not read; save it and give it too")


def _is_attached(part: Message) -> bool:
    """Tell what came with a mail from its text and from the pictures in that."""
    if part.get_content_disposition() == "attachment":
        return True
    return part.get_content_maintype() not in {"text", "image", "multipart"} or (
        part.get_content_maintype() == "text" and bool(part.get_filename())
    )


def _article(name: str, message: Message, parts: list[Message]) -> Article:
    date = _day(_line(message.get("Date", "")))
    page = _body(name, message, parts)
    # What the page says of itself stands behind what the mail says.
    return replace(
        page,
        title=_line(message.get("Subject", "")) or page.title,
        publisher=_publisher(message) or page.publisher,
        date=date,
        date_basis="metadata" if date else "unknown",
    )


def _body(name: str, message: Message, parts: list[Message]) -> Article:
    """Give the text of the first HTML part in which an article is found, failing that of the plain one."""
    texts = [part for part in parts if part.get_content_maintype() == "text" and not _is_attached(part)]
    pages = [part for part in texts if part.get_content_subtype() == "html"]
    problem = None
    for part in (*pages, *(one for one in texts if one.get_content_subtype() == "plain")):
        try:
            text = _text(name, part)
            return html.article(name, text) if part in pages else Article(name, _unsigned(text))
        except InputError as error:
            problem = problem or error
    if problem:
        raise problem
    raise InputError(
        f"{name}: no text in this mail ({message.get_content_type()}); save what it shows as .txt"
    )


def _text(name: str, part: Message) -> str:
    data = part.get_payload(decode=True)
    charset = part.get_param("charset", "")
    return decode(name, data if isinstance(data, bytes) else b"", charset if isinstance(charset, str) else "")


def _unsigned(text: str) -> str:
    """Leave the signature out, which begins behind a line of its own (RFC 3676, 4.3)."""
    unsigned = _SIGNATURE.split(text, maxsplit=1)[0]
    return unsigned if unsigned.strip() else text


def _publisher(message: Message) -> str:
    shown, address = parseaddr(_line(message.get("From", "")))
    return shown or address.rpartition("@")[2]


def _line(value: object) -> str:
    """Decode a field, broken as its encoded words may be, into one line."""
    try:
        pieces = decode_header(str(value))
    except (MessageError, ValueError):
        return _folded(str(value))
    return _folded("".join(_decoded(data, charset) for data, charset in pieces))


def _decoded(data: bytes | str, charset: str | None) -> str:
    if isinstance(data, str):
        return data
    try:
        return data.decode(charset or "utf-8", "strict" if charset is None else "replace")
    except (LookupError, UnicodeError):
        return data.decode("latin-1")


def _folded(value: str) -> str:
    # Bytes beyond ASCII that no encoded word announced stand as halves of surrogate pairs.
    readable = value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return " ".join(re.sub(r"[\0-\x1f\x7f]", " ", readable).split())


def _day(stated: str) -> str:
    """Give the day that the Date field names where it was written."""
    try:
        return parsedate_to_datetime(stated).date().isoformat()
    except (ValueError, IndexError, OverflowError, TypeError):
        return stated if re.search(r"\d{4}", stated) else ""
