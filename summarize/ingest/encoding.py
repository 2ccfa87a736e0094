"""Bytes into text: the byte order mark, UTF-8, a declared charset, then what the bytes look like."""

import codecs
import re

from summarize.errors import InputError

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_WIDE_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\x1f\x8b", "gzip data"),
)
# All C0 controls but the white space of text, backspace (old terminal files) and escape (ISO 2022).
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\b\x1b")) + b"\x7f"
_MAX_CONTROLS = 0.02
"""Share of control bytes up to which a file is text; random bytes have a tenth, articles none."""

_DECLARED_WITHIN = 4_096
_DECLARED = re.compile(
    rb"""<(?:meta\b[^>]{0,200}?charset|\?xml\b[^>]{0,200}?encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
# The charsets pages are served in; Python also knows transformations (rot13, idna) by such names.
_CHARSETS = re.compile(
    r"utf-|cp\d|iso8859|latin|ascii|koi8|mac-|gb|big5|hz|euc_|shift_jis|johab|iso2022|tis", re.IGNORECASE
)
# Pages that say Latin-1 or ASCII mean Windows-1252: https://encoding.spec.whatwg.org/#names-and-labels
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252"}

_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_NON_ASCII = re.compile(rb"[\x80-\xff]+")
_MAX_DAMAGE = 0.1
"""Share of runs of bytes that are no UTF-8 up to which a file is UTF-8 that was damaged."""
_ENOUGH_UTF8 = 3
"""Number of good characters from which one damaged one is believed, as where a file was cut."""

_WESTERN_LETTERS = "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜŒŠŽŸßàáâãäåæçèéêëìíîïñòóôõöøùúûüÿœšž".encode("cp1252")
_WESTERN_MARKS = "‘’“”–—…•€£¥¢©®™°§«»‹›·½¼¾¡¿ªº¶†‡\xa0\xad".encode("cp1252")
_WESTERN = bytes(range(0x80)) + _WESTERN_LETTERS + _WESTERN_MARKS
# A sign inside a word, or a capital behind a small letter: the bytes mean something else.
_NOT_WESTERN = re.compile(r"[“”€£¥¢©°§¶†‡½¼¾¡¿ªº«»‹›•](?<=[^\W\d_].)(?=[^\W\d_])|[À-ÖØ-ÞŒŠŽŸ](?<=[a-z].)")
_MAX_ACCENTED = 0.2
"""Share of accented letters up to which text is Western; French, the richest, has a tenth."""


def decode(name: str, data: bytes, charset: str = "") -> str:
    """Decode a file; line ends and spaces stay as they are, a byte order mark goes.

    `charset` is what came beside the file for it; it counts where the bytes are no UTF-8, as servers and mail
    programs often name another than that of the text.
    Raises `InputError` where the bytes are no text, or no text but white space.
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    text = _decode_wide(name, data)
    if text is None and _is_shifted(charset):
        text = _decode_as(data, charset)
    if text is None:
        _refuse_binary(name, data)
        text = _decode_utf8(data)
    if text is None:
        text = _decode_as(data, charset) or _decode_declared(data) or _decode_guessed(data)
    if text is None:
        raise InputError(f"{name}: the text encoding is not recognised; save it as UTF-8")
    if not text.strip():
        raise InputError(f"{name}: empty, there is no text in it")
    return text


def _decode_wide(name: str, data: bytes) -> str | None:
    codec = next((codec for mark, codec in _WIDE_MARKS if data.startswith(mark)), None)
    if codec is None:
        return None
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: broken {codec.upper()} ({error.reason}); save it as UTF-8") from error
    if "\0" in text:
        raise InputError(f"{name}: binary file, not text; if it should be text, save it as UTF-8")
    return text


def _refuse_binary(name: str, data: bytes) -> None:
    kind = next((kind for signature, kind in _SIGNATURES if data.startswith(signature)), None)
    if kind:
        raise InputError(
            f"{name}: binary file, not text (it begins like {kind}); give it its own suffix, or convert it to text"
        )
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if b"\0" in data or controls > _MAX_CONTROLS * len(data):
        raise InputError(f"{name}: binary file, not text; if it should be text, save it as UTF-8")


def _decode_utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _decode_declared(data: bytes) -> str | None:
    match = _DECLARED.search(data, 0, _DECLARED_WITHIN)
    # A page whose declaration can be read as ASCII is not in a wider charset, whatever it says.
    return _decode_as(data, match[1].decode("ascii")) if match else None


def _is_shifted(charset: str) -> bool:
    """Tell the charsets whose texts are bytes of ASCII throughout, and so look like UTF-8."""
    return charset.lower().replace("_", "-").startswith(("iso-2022-", "utf-7", "hz"))


def _decode_as(data: bytes, charset: str) -> str | None:
    try:
        codec = codecs.lookup(charset).name
        if not _CHARSETS.match(codec) or codec.startswith(("utf-16", "utf-32")):
            return None
        return data.decode(_MEANT.get(codec, codec))
    except (LookupError, UnicodeError):
        return None


def _decode_guessed(data: bytes) -> str | None:
    return _decode_damaged_utf8(data) or _decode_western(data) or _decode_detected(data)


def _decode_damaged_utf8(data: bytes) -> str | None:
    """Decode UTF-8 that was cut inside a character, or has a stray byte; those become U+FFFD."""
    good, rest = len(_UTF8_SEQUENCE.findall(data)), _UTF8_SEQUENCE.sub(b" ", data)
    if good < _ENOUGH_UTF8 or len(_NON_ASCII.findall(rest)) > max(1, _MAX_DAMAGE * good):
        return None
    return data.decode("utf-8", "replace")


def _decode_western(data: bytes) -> str | None:
    """Decode Windows-1252 where the result reads like Western text.

    A guess by letter statistics has too little to go on in English text: charset-normalizer 3.5 takes the
    one curly apostrophe of a short sentence for Chinese, and the accents of a long one for Baltic.
    """
    accented = len(data) - len(data.translate(None, _WESTERN_LETTERS))
    if data.translate(None, _WESTERN) or accented > _MAX_ACCENTED * len(data):
        return None
    text = data.decode("cp1252")
    return None if _NOT_WESTERN.search(text) else text


def _decode_detected(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    return None if best is None else str(best)
