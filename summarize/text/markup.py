"""The inline marks of Markdown, taken out of a sentence: what is left is what a reader of the page sees."""

import re

from summarize.text.late import late

_RULES = (
    (late(r"!\[([^\[\]]*)\]\([^()\s]*\)"), r"\1"),  # images
    (late(r"\[\^[^\[\]\s]{1,20}\]"), ""),  # footnotes
    (late(r"\[([^\[\]]+)\]\([^()\s]*(?:\s\"[^\"]*\")?\)"), r"\1"),  # links
    (late(r"\[([^\[\]]+)\]\[[^\[\]]*\]"), r"\1"),  # links by reference
    (late(r"<(https?://[^<>\s]+)>"), r"\1"),
    (late(r"(\*{1,3})(?=\S)([^*]+?)(?<=\S)\1"), r"\2"),  # emphasis
    (late(r"(?<!\w)(_{1,3})(?=\S)([^_]+?)(?<=\S)\1(?!\w)"), r"\2"),
    (late(r"`([^`]+)`"), r"\1"),
    (late(r"^(?:>\s*)+"), ""),  # quotations
    (late(r"^\d{1,3}[.)]\s+(?=\S)"), ""),  # items of a list
    (late(r"\\([\\`*_{}\[\]()#+\-.!>|])"), r"\1"),  # escapes
)
# One of these stands wherever a rule holds that does not begin the text.
_MAY_HOLD = "[<*_`\\"
_MAY_BEGIN = re.compile(r"[>\d]")


def without_markup(text: str) -> str:
    """Take Markdown's inline marks out of a folded sentence; a sentence of nothing but marks stays as it is."""
    if not any(map(text.__contains__, _MAY_HOLD)) and not _MAY_BEGIN.match(text):
        return text
    plain = text
    for pattern, kept in _RULES:
        plain = pattern().sub(kept, plain)
    return " ".join(plain.split()) or text
