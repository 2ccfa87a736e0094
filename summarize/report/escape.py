"""Text of articles and models made harmless for where it is shown; what it says stays readable.

What can act unseen is the same everywhere: terminal controls, direction overrides (Trojan Source,
CVE-2021-42574), and characters without width. `plain` takes it out, `markdown` also disarms markup after
CommonMark 0.31 and GitHub's extensions to it, and `json_text` writes it as escapes, so that nothing is lost.
"""

import re

# Only sequences that ESC opens: the one-character openers of C1 are, in a text of the wrong encoding, quotes.
_SEQUENCE = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor
    r"|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)"  # OSC, DCS …: titles, links
    r"|\x1b[()][0AB]"  # character sets
)
# Cc without white space, soft hyphen, bidi controls, zero widths, interlinear annotation, tags
_UNSEEN = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff"
)
_REMOVED = re.compile(
    f"[{_UNSEEN}]"
    # Joiners belong to the spelling of Arabic and Indic scripts and of emoji, and hide in all others.
    "|(?<![\u0600-\u1aff\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]"
)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED_IN_JSON = re.compile(f"[{_UNSEEN}\x85\u200c\u200d\u2028\u2029\ud800-\udfff]")

_MARKUP = re.compile(
    r"""
      [\\`*\[|<]                        # escapes, code, emphasis, links and images, table cells, HTML
    | (?<![^\W_])_ | _(?![^\W_])        # emphasis; inside a word it is inert
    | (?<!\w)~ | ~(?=[^\s/])            # strikethrough; after a date (2018-03~) it is inert
    | \$(?!\d)                          # formulas; sums of money are inert
    | &(?=\#?\w+;)                      # entities
    | (?<!\S)\#(?=\#*(?:\s|$))          # headings, and what closes them
    | ^[#>]                             # what opens a block at the start of a line
    | ^[-+](?=[-\s]|$)
    """,
    re.VERBOSE,
)
# What any of these marks begins with: most texts have none, and are looked through in a fraction of the time.
_MARK = re.compile(r"[\\`*\[|<_~$&#]|^[>+-]")
_COMMAND = re.compile(r"##(?=\[)|^\s*:(?=:)", re.MULTILINE)
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_ENTITIES = {"<": "&lt;", "&": "&amp;"}


def plain(text: str) -> str:
    """Give `text` as one line without terminal sequences, controls and unseen characters."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    seen = _REMOVED.sub("", _SEQUENCE.sub("", text))
    return " ".join(_LONE_SURROGATE.sub("\ufffd", seen).split())


def markdown(text: str) -> str:
    """Give `text` as one line of Markdown that shows it and does nothing else, wherever it is put."""
    line = plain(text)
    if _MARK.search(line):
        line = _MARKUP.sub(_disarmed, line)
    return _NUMBERED.sub(r"\1\\\2", line) if line[:1].isdecimal() else line


def inert(lines: str) -> str:
    """Give what goes to a log so that GitHub's runner finds no command in what others say there.

    It obeys a line that begins with `::`, and `##[…]`, the first kind of its commands, wherever in a line it stands.
    """
    return _COMMAND.sub(r"\g<0> ", lines)


def json_text(text: str) -> str:
    """Write the unseen characters of a JSON document as escapes; it holds the same values."""
    # Of ASCII a document of JSON holds one such character at most: the others are escapes in its strings already.
    if text.isascii() and "\x7f" not in text:
        return text
    return _ESCAPED_IN_JSON.sub(_code_units, text)


def _disarmed(match: re.Match[str]) -> str:
    return _ENTITIES.get(match[0], f"\\{match[0]}")


def _code_units(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[place : place + 4]}" for place in range(0, len(units), 4))
