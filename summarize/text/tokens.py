r"""Counts of o200k_base tokens, offline: the vocabulary comes with the package and is never downloaded.

What is counted is text and nothing else: "<|endoftext|>" in an article is seven tokens of text.

The counts are those of tiktoken's own `o200k_base`. Its pattern cuts a text into pieces, and every piece into
tokens, so that counts add up wherever no piece reaches across (`seam`). Its last two branches,
`\s+(?!\S)|\s+`, leave the last blank of a run to the word behind it. The look-ahead forces the regular
expression engine to backtrack, which costs a fifth of the time and ends in a panic on a run of a million
blanks; so a text is cut at such blanks here, before the engine sees it, and the pattern does without.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING

from summarize.errors import SummarizeError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from tiktoken import Encoding

# https://openaipublic.blob.core.windows.net/encodings/o200k_base.tiktoken
SHA256 = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"

# tiktoken_ext/openai_public.py, o200k_base, but for its look-ahead.
_UPPER = r"\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}"
_LOWER = r"\p{Ll}\p{Lm}\p{Lo}\p{M}"
_CLITIC = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
_PATTERN = "|".join(
    (
        rf"[^\r\n\p{{L}}\p{{N}}]?[{_UPPER}]*[{_LOWER}]+{_CLITIC}",
        rf"[^\r\n\p{{L}}\p{{N}}]?[{_UPPER}]+[{_LOWER}]*{_CLITIC}",
        r"\p{N}{1,3}",
        r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
        r"\s*[\r\n]+",
        r"\s+",
    )
)

# Unicode's White_Space, which the pattern means by \s, without the line breaks that it treats apart. Python's
# own \s has \x1c to \x1f as well.
_BREAKS = "\r\n"
_BLANKS = "\t\v\f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
_SPACE = frozenset(_BLANKS + _BREAKS)
_BLANK = frozenset(_BLANKS)
_LAST_BLANK = re.compile(rf"(?<=[{_BLANKS}])(?=[{_BLANKS}][^{_BLANKS}{_BREAKS}])")
# No text has a run of two blanks without two spaces or one of these; to look for them is cheaper than the pattern.
_RARE_BLANKS = tuple(blank for blank in _BLANKS if not blank.isascii())

_loading = Lock()


def load(file: "Traversable | Path") -> "Encoding":
    """Make the encoding from a vocabulary file (a line each: base64 of the token's bytes, blank, rank).

    Raises `SummarizeError` where the file cannot be read or is not o200k_base.
    """
    from tiktoken import Encoding

    way_out = "install the package again: pip install --force-reinstall summarize"
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise SummarizeError(
            f"{file}: the token vocabulary cannot be read ({error.strerror}); {way_out}"
        ) from error
    if (digest := sha256(raw).hexdigest()) != SHA256:
        raise SummarizeError(f"{file}: the token vocabulary is damaged (sha256 {digest[:12]}…); {way_out}")
    ranks = _ranks(raw)
    encoding = Encoding("o200k_base", pat_str=_PATTERN, mergeable_ranks=ranks, special_tokens={})
    # It counts by a copy of its own, and what it was given takes 38 MB.
    ranks.clear()
    return encoding


def _ranks(raw: bytes) -> dict[bytes, int]:
    from binascii import a2b_base64

    # The digest has settled that the lines stand in the order of their ranks, from 0.
    tokens = raw.split()[::2]
    return dict(zip(map(a2b_base64, tokens), range(len(tokens)), strict=True))


@cache
def _packaged() -> "Encoding":
    from importlib import resources

    return load(resources.files("summarize") / "data" / "o200k_base.tiktoken")


@cache
def _encoder() -> Callable[[str], list[int]]:
    with _loading:
        return _packaged().encode_ordinary


def preload() -> None:
    """Load the vocabulary, which else the first count does."""
    _encoder()


def _has_runs(text: str) -> bool:
    if "  " in text or "\t" in text or "\v" in text or "\f" in text:
        return True
    return not text.isascii() and any(map(text.__contains__, _RARE_BLANKS))


def count(text: str) -> int:
    """Count the tokens of a text. A lone surrogate counts as U+FFFD."""
    if not text:
        return 0
    if _has_runs(text):
        return sum(map(len, map(_encoder(), _LAST_BLANK.split(text))))
    return len(_encoder()(text))


def counts(texts: Iterable[str]) -> list[int]:
    """Count the tokens of each text; for many short ones faster than `count` for each."""
    texts = tuple(texts)
    whole = "".join(texts)
    if not whole:
        return [0] * len(texts)
    if _has_runs(whole):
        return list(map(count, texts))
    return list(map(len, map(_encoder(), texts)))


def size(text: str) -> int:
    """Count the bytes of a text in UTF-8, which its tokens never outnumber."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def fits(text: str, budget: int) -> bool:
    """Say whether a text has no more tokens than the budget; the vocabulary is loaded only where bytes don't settle it."""
    return size(text) <= budget or count(text) <= budget


def seam(text: str, cut: int) -> int | None:
    """Find the place at a cut inside a text, or one blank before it, that no token reaches across.

    There counts add up: `count(text[i:place]) + count(text[place:j]) == count(text[i:j])` for all i < place and
    j > cut. A blank left behind at the end of a text is one token. None where there is no such place, or the
    blank is one of a run.
    """
    before, after = text[cut - 1], text[cut]
    if after in _SPACE:
        return None
    if before == " ":
        return cut - 1 if text[cut - 2] not in _BLANK else None
    # A line begins; but a mark's piece goes on over line breaks and slashes.
    return cut if before in _BREAKS and after != "/" else None
