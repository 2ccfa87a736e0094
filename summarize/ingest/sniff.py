"""What standard input holds, which has no suffix to say so, and a file whose server knows no media type for it."""

import json
import re

from summarize.ingest import html, markdown
from summarize.ingest.encoding import decode

_JSON_OPENING = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[\]{])")
_OPENINGS = ((b"%PDF-", ".pdf"), (b"WARC/", ".warc"))
_ZIP = b"PK\x03\x04"
_EPUB = b"application/epub+zip"
"""What the first member of an EPUB holds, unpacked (EPUB OCF 3.3, 4.3)."""
_POSTMARK = re.compile(rb"From \S+.*\d\d:\d\d.*\r?\n[A-Za-z-]+:")
_FEED = re.compile(
    rb"\s*(?:<\?[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*>\s*)*<(?:rss|(?:\w+:)?RDF|(?:\w+:)?feed)\b",
    re.DOTALL,
)
# Two fields of a mail's header, of which one is none that notes begin with.
_MAIL = re.compile(
    rb"(?:[A-Za-z-]+:[^\n]*\r?\n(?:[ \t][^\n]*\n)*){0,40}?"
    rb"(?:Received|Return-Path|Delivered-To|MIME-Version|Message-ID):[^\n]*\r?\n",
    re.IGNORECASE,
)
_WITHIN = 8_192


def suffix_of(name: str, data: bytes) -> str:
    """Give the suffix whose reader the bytes are for; .txt for what looks like nothing else.

    Raises `InputError` where they are no text and nothing that is known.
    """
    return _of_bytes(data.removeprefix(b"\xef\xbb\xbf")) or _of_text(decode(name, data))


def _of_bytes(data: bytes) -> str:
    head = data[:_WITHIN]
    if data.startswith(_ZIP):
        return ".epub" if _EPUB in head[:200] else ".docx"
    if _POSTMARK.match(head):
        return ".mbox"
    if _FEED.match(head):
        return ".xml"
    if _MAIL.match(head):
        return ".eml"
    return next((suffix for opening, suffix in _OPENINGS if data.startswith(opening)), "")


def _of_text(text: str) -> str:
    if _JSON_OPENING.match(text):
        return ".jsonl" if _is_lines(text) else ".json"
    if html.is_markup(text):
        return ".html"
    return ".md" if markdown.has_front_matter(text) else ".txt"


def _is_lines(text: str) -> bool:
    first, _, rest = text.strip().partition("\n")
    try:
        return bool(rest) and isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False
