"""A sentence as the rooms of the check read it: its words in order, folded so that only what differs in sense differs."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

from summarize.text.stemmer import stem
from summarize.text.terms import STOP_WORDS

_MARKS = str.maketrans(
    {
        **dict.fromkeys("‘’ʼ`´′", "'"),
        **dict.fromkeys("“”„«»″", '"'),
        **dict.fromkeys("‐‑‒–—−", "-"),
        "…": "...",
        "\u00a0": " ",
    }
)
_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}|[^\W\d_](?:\.[^\W\d_])+\b|[^\W\d_]+\d[^\W_]*|[^\W\d_]+(?:'(?!s\b)[^\W\d_]+)*(?:'s\b)?|\d+(?:[.,]\d+)*|\.\.\.|[^\w\s]|_"
)
_OPENERS = frozenset('.!?:"(*')
_ENDS = frozenset(".!?")
_POSSESSIVE = re.compile(r"'s?$")
# A conjunction or a mark at which a thought ends.
BREAKS = frozenset((".", "!", "?", ";", ":", '"', "(", ")", ","))


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a figure or a mark.

    `plain` is a word in lower case without accents, possessive or the points of an abbreviation, `stem` its stem.
    `opens` is True for the first word of a sentence, a quotation or a bracket, which is capitalised whatever it is.
    """

    text: str
    plain: str
    stem: str
    start: int
    end: int
    is_word: bool
    is_figure: bool
    is_capital: bool
    is_content: bool
    opens: bool


class Passage:
    """The tokens of a text, and what is asked of them again and again."""

    def __init__(self, text: str) -> None:
        self.text = fold(text)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Its words, figures and marks: a claim that quotes nothing, or is verbatim, is never asked for them."""
        return tuple(_tokens(self.text))

    @cached_property
    def words(self) -> tuple[Token, ...]:
        """Its words and figures, without the marks."""
        return tuple(token for token in self.tokens if token.is_word or token.is_figure)

    @cached_property
    def plain(self) -> frozenset[str]:
        """Its words as they stand, folded."""
        return frozenset(token.plain for token in self.words)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all its words."""
        return frozenset(token.stem for token in self.words)

    @cached_property
    def spoken(self) -> str:
        """Its words alone, in order, parted and framed by one space, to look for a run of them."""
        return f" {' '.join(token.plain for token in self.words)} "


def fold(text: str) -> str:
    """Fold what typography alone distinguishes: quotation marks, dashes, white space."""
    text = text.translate(_MARKS)
    if "''" in text:
        text = text.replace("''", '"')
    return " ".join(text.split())


@lru_cache(maxsize=4_000)
def passage(text: str) -> Passage:
    """Read a text; a sentence that several claims cite is read once."""
    return Passage(text)


def _tokens(text: str) -> list[Token]:
    tokens = []
    opens = True
    for match in _TOKEN.finditer(text):
        word = match[0]
        first = word[0]
        if first.isalpha():
            plain, root, content = _word(word)
            tokens.append(
                Token(
                    word,
                    plain,
                    root,
                    match.start(),
                    match.end(),
                    is_word=True,
                    is_figure=False,
                    is_capital=first.isupper(),
                    is_content=content,
                    opens=opens,
                )
            )
            opens = False
        else:
            figure = first.isdecimal()
            tokens.append(
                Token(
                    word,
                    word,
                    word,
                    match.start(),
                    match.end(),
                    is_word=False,
                    is_figure=figure,
                    is_capital=False,
                    is_content=figure,
                    opens=False,
                )
            )
            opens = _opens(text, match, is_open=opens and not figure)
    return tokens


def _opens(text: str, match: re.Match[str], *, is_open: bool) -> bool:
    """Tell whether the word behind a mark opens something; `is_open` where the mark itself stands at an opening."""
    mark = match[0]
    before = text[match.start() - 1 : match.start()]
    if mark == ",":
        return False
    if mark == '"' and before not in {"", " "}:  # it closes a quotation, and perhaps the sentence
        return before in _ENDS
    return mark in _OPENERS or (mark in {"-", "'"} and before in {"", " "}) or is_open


@lru_cache(maxsize=100_000)
def _word(word: str) -> tuple[str, str, bool]:
    plain = without_accents(word.lower())
    if "." in plain:
        plain = plain.replace(".", "")
    if plain not in STOP_WORDS or plain == "it's":
        plain = _POSSESSIVE.sub("", plain)
    return plain, stem(plain), plain not in STOP_WORDS and len(plain) > 1


def without_accents(word: str) -> str:
    """Give a word in plain letters."""
    if word.isascii():
        return word
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter)
    )
