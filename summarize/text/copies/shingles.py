"""An article as one run of plain words, and the shingles of it.

The words are bytes, lower case, without punctuation, one space before each. A shingle is the `LENGTH` bytes from
the start of a word, so an article's shingles are found by one pass of `re`, several times as fast as from words.
Nothing here depends on a hash, so every process finds the same.
"""

import re
from collections.abc import Callable, Sequence

from summarize.text.late import late

# About four words of English, and six Chinese characters.
LENGTH = 24  # bytes

_LETTERS = bytes(
    byte + 32 if 65 <= byte <= 90 else byte if byte >= 128 or chr(byte).isalnum() else 32
    for byte in range(256)
)
_MARKS = bytes(byte for byte in range(33, 128) if not chr(byte).isalnum())
# In UTF-8: quotation marks and apostrophes, which are dropped, and other marks, which part words.
_QUOTES = re.compile(rb"\xe2\x80[\x98-\x9f]|\xc2[\xab\xbb]")
_OTHER_MARKS = re.compile(
    rb"\xe2\x80.|\xc2[\xa0-\xbf]|\xe3\x80.|\xef\xbc[\x80-\x8f\x9a-\xa0]|\xef\xbd[\x9b-\xa5]", re.DOTALL
)
# Thai, Lao, Burmese, Khmer, kana, Chinese characters: no spaces tell their words apart, so each is taken for one.
_UNSPACED = late(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])"
)

_SHINGLE = re.compile(rb" (?=([^ ].{%d}))" % (LENGTH - 1), re.DOTALL)
# A sample is what follows words that end so, in other scripts by the last byte of UTF-8: one in ten words of English.
_SPARSE = re.compile(rb"[ghkmpw37\x80\x88\x90\x98\xa0\xa8\xb0\xb8] (?=([^ ].{%d}))" % (LENGTH - 1), re.DOTALL)
# And about half of them.
_DENSE = re.compile(rb"[adghkmnptwxz013579\x80-\x9f] (?=([^ ].{%d}))" % (LENGTH - 1), re.DOTALL)

Sample = Callable[[bytes], set[bytes]]


def plain(sentences: Sequence[str]) -> bytes:
    """Give the words of some sentences, a space before each."""
    text = " ".join(sentences)
    if text.isascii():
        found = text.encode("ascii")
    else:
        found = _UNSPACED().sub(r" \1 ", text).encode("utf-8", "surrogatepass")
        found = _OTHER_MARKS.sub(b" ", _QUOTES.sub(b"", found))
    found = b" " + found.translate(_LETTERS, _MARKS)
    while b"  " in found:
        found = found.replace(b"  ", b" ")
    return found.rstrip()


def length(words: bytes) -> int:
    """Count the words."""
    return words.count(b" ")


def shingles(words: bytes) -> list[bytes]:
    """Give the shingle of each word in order, but for the last few words, which are followed by too little."""
    return _SHINGLE.findall(words)


def sparse_sample(words: bytes) -> set[bytes]:
    """Give the shingles that stand for an article among thousands, about one for ten of its words."""
    return set(_SPARSE.findall(words))


def dense_sample(words: bytes) -> set[bytes]:
    """Give the shingles that stand for an article where there is time, about one for two of its words."""
    return set(_DENSE.findall(words))
