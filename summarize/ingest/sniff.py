"""What standard input holds, which has no suffix to say so."""

import json
import re

from summarize.ingest import html, markdown

_JSON_OPENING = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[\]{])")


def suffix_of(text: str) -> str:
    """Give the suffix whose reader the text is for: .json, .jsonl, .html, .md or .txt."""
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
