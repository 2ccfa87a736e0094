"""Stretches of a text that its readers don't see as words, or that would act: markup, forged marks, hidden characters.

They are blanked, character by character, so that every offset stays what it was: no sentence then holds them, no model
reads them and no date is found in them.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from summarize.text.late import late
from summarize.text.whitespace import fold

HIDDEN = "hidden text"
ORDER = "instruction to a machine"
FENCE = "closes the fence"
NUMBERS = "fakes sentence numbers"
ESCAPES = "terminal escapes"
MARKUP = "active markup"
FORMULA = "spreadsheet formula"

# Dropped by `whitespace.fold`, and as long as any one character: what joins a word must leave it joined.
_NOTHING = "\u200b"
_LONGEST = 20_000  # characters of a concealed stretch; one that doesn't end by then is ordinary text

_UNSEEN_STYLE = (
    r"(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:;|[\"'])"
    r"|opacity\s*:\s*0(?:\.0+)?\s*(?:;|[\"'])|color\s*:\s*transparent"
    r"|(?:left|top|text-indent)\s*:\s*-\d{3,}\s*(?:px|em|rem|pt))"
)
_OPENERS = late(
    rf"<(?P<hidden>[a-z][a-z0-9]*)\b(?=[^<>]{{0,500}}?(?:{_UNSEEN_STYLE}|\shidden[\s=>/]))[^<>]{{0,500}}>"
    r"|<(?P<never>template|noscript|style|script)\b[^<>]{0,500}>",
    re.IGNORECASE,
)
_NOTE = late(r"^\[//\]:\s*#\s*[(\"'](?P<note>[^\n]{0,2000})[)\"'][ \t]*$", re.MULTILINE)
_SCHEME = r"(?:javascript|vbscript|data\s*:\s*(?:text/html|image/svg\+xml|text/javascript|application/[\w.+-]*))\s*[:;,]"
_ACTIVE_TAG = late(
    rf"<[a-z][a-z0-9]*\b(?=[^<>]{{0,1000}}?(?:[\s/\"']on[a-z]{{3,20}}\s*=|{_SCHEME}|srcdoc\s*=))[^<>]{{0,1000}}>"
    r"|<script\b[^<>]{0,1000}>?",
    re.IGNORECASE,
)
_EMBEDDED = late(r"<(?:iframe|object|embed|base|meta)\b[^<>]{0,1000}>", re.IGNORECASE)
_ACTIVE_LINK = late(
    rf"(!?\[[^\[\]\n]{{0,200}})(\]\(\s*<?\s*{_SCHEME}[^\s]{{0,2000}}\))|<{_SCHEME}[^<>\s]{{0,2000}}>",
    re.IGNORECASE,
)
# An image that carries words of its reader away, or only counts him.
_BEACON = late(
    r"!\[[^\[\]\n]{0,200}\]\(\s*https?://[^\s()]{0,300}?"
    r"(?:[?&][\w-]{0,40}=?[^\s()]{0,200}?(?:\{|%7b|\[|summary|prompt|secret|token|conversation|exfil|leak)"
    r"|/(?:pixel|beacon|track(?:er|ing)?|open|collect|1x1)\b)[^\s()]{0,2000}\)",
    re.IGNORECASE,
)
_FORGED_FENCE = late(r"(?<!=)={3,40}[ \t]{0,4}[0-9a-fA-F]{6,64}[ \t]{0,4}={3,40}")
_FORGED_END = late(r"</(article|document|data|context|input|source)>", re.IGNORECASE)
_TAGGED = (
    ("<|im_start|>", "<|im_end|>"), ("[INST]", "[/INST]"), ("<<SYS>>", "<</SYS>>"), ("<system>", "</system>"),
    ("<system_prompt>", "</system_prompt>"), ("<instructions>", "</instructions>"), ("<developer>", "</developer>"),
)  # fmt: skip
# Characters of no width that `fold` leaves: selectors and fillers, which carry hidden bytes in runs.
_FILLERS = late(
    "[\ufe00-\ufe0f\U000e0100-\U000e01ef]{2,}|[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]+"
)
_FLAG = late("\U0001f3f4[\U000e0020-\U000e007e]{2,8}\U000e007f")
_TAGS = late("[\U000e0001-\U000e007f]+")
_ZERO_WIDTHS = late("[\u200b\u200c\u200d\u2060-\u2064\ufeff\u180e]{3,}")
_INSIDE_WORD = late("(?<=[a-zA-Z])[\u200b\u2060\ufeff](?=[a-zA-Z])")
_FEWEST_INSIDE = 4
_FEWEST_BITS = 16
_FEWEST_SPELT = 4  # characters
_OVERRIDE = late("[\u202d\u202e]")
_ESCAPE = late(r"\x1b[\[\]PX^_()c]|\x9b(?=[0-9;?]*[A-Za-z])")
_FORMULA = late(r"^[ \t\"']*[=+@-](?:[A-Z]{3,20}\([^\n]*|cmd\|[^\n]*|[\w']{1,30}\|'[^\n]*)", re.MULTILINE)
_REFERENCE = late(r"\[S\d{1,4}:\d{1,4}(?:, ?S\d{1,4}:\d{1,4})*\]|(?<![\w:])S\d{1,4}:\d{1,4}(?![\w:])")
_NOTE_LINE = late(
    r"^[ \t]*(?:\d{1,4}(?: \d{1,4})* \| |(?:- )?\[S\d{1,4}:\d{1,4}(?:, ?S\d{1,4}:\d{1,4})*\])[^\n]*$",
    re.MULTILINE,
)
# A number before a word that no number stands before: only a list says "12 The mayor resigned."
_NUMBERED_LINE = late(
    r"^[ \t]*([1-9]\d{0,2}) (?:The|An?|He|She|It|They|We|This|That|In|On|At|After|But|And|Its|His|Her|Their|There|According|Police|Officials|Mayor)\b"
    r"[^\n]{8,300}[.!?][\"”]?[ \t]*$",
    re.MULTILINE,
)
# One of these stands wherever such a line does. They begin with a letter or a set: what begins with a line's start is
# tried at every character.
_MAY_BE_FORMULA = re.compile(r"[=+@-](?:[A-Z]{3,20}\(|cmd\||[\w']{1,30}\|')")
_MAY_BE_REFERENCE = re.compile(r"S\d{1,4}:\d")
_MAY_BE_NUMBERED = re.compile(r"[1-9]\d{0,2} [A-Z]")
_TAG = late(r"<[^<>]*>")


class Stretch(NamedTuple):
    """A stretch of the text by offsets, what it is and its words.

    `is_blanked`: its characters go. `is_sure`: no page or editor leaves the like behind, whatever its words are.
    """

    start: int
    end: int
    kind: str
    words: str
    is_blanked: bool = True
    is_sure: bool = True


def stretches(text: str, start: int = 0) -> list[Stretch]:
    """List what is concealed in `text` from offset `start` on, or would act, in order; stretches may overlap."""
    found = [*_markup(text, start), *_marks(text, start), *_numbers(text, start), *_characters(text, start)]
    return sorted(found)


def blanked(text: str, found: list[Stretch]) -> str:
    """Blank stretches of a text: its offsets, and its lines, stay what they were."""
    wanted = [one for one in found if one.is_blanked]
    if not wanted:
        return text
    characters = list(text)
    for one in wanted:
        inside = _is_inside(text, one)
        for at in range(one.start, one.end):
            if characters[at] not in "\r\n":
                characters[at] = _NOTHING if inside else " "
    return "".join(characters)


def _is_inside(text: str, one: Stretch) -> bool:
    """Tell whether a stretch stands inside a word, which then stays one word."""
    before, after = text[one.start - 1 : one.start], text[one.end : one.end + 1]
    return not before.isspace() and not after.isspace() and before != "" != after


def _markup(text: str, start: int) -> Iterator[Stretch]:
    if "<" in text:
        for begin, end, body in _enclosed(text, start, "<!--", "-->"):
            yield Stretch(begin, end, HIDDEN, body, is_sure=False)
        yield from _elements(text, start)
        for found in _ACTIVE_TAG().finditer(text, start):
            yield Stretch(*found.span(), MARKUP, found[0])
        for found in _EMBEDDED().finditer(text, start):
            yield Stretch(*found.span(), MARKUP, found[0], is_sure=False)
    if "](" in text or "<" in text:
        yield from _links(text, start)
    if "[//]:" in text:
        for found in _NOTE().finditer(text, start):
            yield Stretch(*found.span(), HIDDEN, found["note"], is_sure=False)


def _elements(text: str, start: int) -> Iterator[Stretch]:
    """Find the elements that no reader of a page sees."""
    lowered = text.lower() if len(text.lower()) == len(text) else text
    unclosed: set[str] = set()
    for found in _OPENERS().finditer(text, start):
        tag = (found["hidden"] or found["never"]).lower()
        end = -1 if tag in unclosed else lowered.find(f"</{tag}", found.end(), found.end() + _LONGEST)
        if end < 0:
            unclosed.add(tag)
            continue
        close = text.find(">", end) + 1 or len(text)
        kind = MARKUP if tag == "script" else HIDDEN
        words = text[found.start() : end] if kind == MARKUP else _TAG().sub(" ", text[found.end() : end])
        yield Stretch(found.start(), close, kind, words, is_sure=kind == MARKUP)


def _enclosed(text: str, start: int, opening: str, closing: str) -> Iterator[tuple[int, int, str]]:
    """Find what stands between two marks: (start, end, what is inside)."""
    at = text.find(opening, start)
    while at >= 0:
        end = text.find(closing, at + len(opening))
        if end < 0:
            return
        yield at, end + len(closing), text[at + len(opening) : end]
        at = text.find(opening, end)


def _links(text: str, start: int) -> Iterator[Stretch]:
    for found in _ACTIVE_LINK().finditer(text, start):
        if found[1] is None or found[1].startswith("!"):
            yield Stretch(*found.span(), MARKUP, found[0])
        else:
            # The words of a link stay.
            yield Stretch(found.start(), found.start() + 1, MARKUP, found[0])
            yield Stretch(*found.span(2), MARKUP, "")
    for found in _BEACON().finditer(text, start):
        yield Stretch(*found.span(), MARKUP, found[0])


def _marks(text: str, start: int) -> Iterator[Stretch]:
    yield from _fences(text, start)
    if "<" in text or "[INST]" in text:
        yield from _tagged(text, start)
    if "\x1b" in text or "\x9b" in text:
        for found in _ESCAPE().finditer(text, start):
            yield Stretch(*found.span(), ESCAPES, text[found.start() : found.start() + 100], is_blanked=False)
    if ("(" in text or "|" in text) and _MAY_BE_FORMULA.search(text, start):
        for found in _FORMULA().finditer(text, start):
            yield Stretch(*found.span(), FORMULA, found[0])


def _fences(text: str, start: int) -> Iterator[Stretch]:
    if "===" in text:
        for found in _FORGED_FENCE().finditer(text, start):
            yield Stretch(*found.span(), FENCE, text[found.start() : found.end() + 100])
    if "</" in text:
        for found in _FORGED_END().finditer(text, start):
            if f"<{found[1]}" not in text:
                yield Stretch(*found.span(), FENCE, text[found.start() : found.end() + 100])
    if text.count("```", start) % 2:
        at = text.rindex("```")
        yield Stretch(at, at + 3, FENCE, text[at : at + 100])


def _tagged(text: str, start: int) -> Iterator[Stretch]:
    for opening, closing in _TAGGED:
        for begin, end, _ in _enclosed(text, start, opening, closing):
            if end - begin <= _LONGEST:
                yield Stretch(begin, end, ORDER, text[begin:end])


def _numbers(text: str, start: int) -> Iterator[Stretch]:
    if " | " in text or "[S" in text:
        for found in _NOTE_LINE().finditer(text, start):
            yield Stretch(*found.span(), NUMBERS, found[0])
    if _MAY_BE_REFERENCE.search(text, start):
        for found in _REFERENCE().finditer(text, start):
            words = text[found.start() : found.start() + 100].partition("\n")[0]
            yield Stretch(*found.span(), NUMBERS, words)
    if _MAY_BE_NUMBERED.search(text, start):
        yield from _numbered_lines(text, start)


def _numbered_lines(text: str, start: int) -> Iterator[Stretch]:
    lines = list(_NUMBERED_LINE().finditer(text, start))
    numbers = [int(found[1]) for found in lines]
    for found, number in zip(lines, numbers, strict=True):
        # What counts from one is a list of the article's own, and one number alone may be anything.
        if 1 not in numbers and not {number - 1, number + 1}.isdisjoint(numbers):
            yield Stretch(*found.span(), NUMBERS, found[0])


def _characters(text: str, start: int) -> Iterator[Stretch]:
    if text.isascii():
        return
    flags = [found.span() for found in _FLAG().finditer(text, start)]
    for found in _TAGS().finditer(text, start):
        if not any(begin < found.start() < end for begin, end in flags):
            spelt = "".join(chr(ord(one) - 0xE0000) for one in found[0] if 0xE0020 <= ord(one) <= 0xE007E)
            yield Stretch(*found.span(), HIDDEN, spelt)
    for found in _FILLERS().finditer(text, start):
        spelt = _selected(found[0])
        yield Stretch(*found.span(), HIDDEN, spelt, is_sure=len(spelt) >= _FEWEST_SPELT)
    for found in _ZERO_WIDTHS().finditer(text, start):
        is_code = len(found[0]) >= _FEWEST_BITS and len(set(found[0])) > 1
        words = f"{len(found[0])} characters of no width behind “{fold(text[max(start, found.start() - 40) : found.start()])}”"
        yield Stretch(*found.span(), HIDDEN, words, is_sure=is_code)
    inside = list(_INSIDE_WORD().finditer(text, start))
    if len(inside) >= _FEWEST_INSIDE:
        at = inside[0].start()
        yield Stretch(at, at + 1, HIDDEN, text[max(start, at - 40) : at + 100], is_blanked=False)
    for found in _OVERRIDE().finditer(text, start):
        yield Stretch(*found.span(), HIDDEN, text[found.start() : found.start() + 100])


def _selected(run: str) -> str:
    """Spell out the bytes that a run of variation selectors carries."""
    codes = (ord(one) for one in run)
    numbers = (code - 0xFE00 if code < 0xFE10 else code - 0xE0100 + 16 for code in codes if code >= 0xFE00)
    return fold("".join(chr(number) for number in numbers if 0x20 <= number < 0x7F))
