"""Which of some hundred stems stand in a text, found word by word: articles share nearly all of their words."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

_LONGEST_KEPT = 40  # characters; what is longer is hardly met twice
_MOST_KEPT = 20_000  # words, of about 200 bytes each, with stems and without


class Stems:
    """The stems that are looked for; a space in one stands for a single space.

    Each is filed under its first letters: a word is asked only for those that begin as some part of it does.
    """

    def __init__(self, stems: Iterable[str]) -> None:
        every = dict.fromkeys(stems)
        self._of_several = frozenset(stem for stem in every if " " in stem.strip())
        self._by_head: dict[str, list[tuple[str, str]]] = {}
        for stem in every:
            # Of several words the longest is looked for first, and all of them where that is found.
            sought = max(stem.split(), key=len) if stem in self._of_several else stem
            self._by_head.setdefault(sought[:2], []).append((sought, stem))
        self._kept = lru_cache(maxsize=_MOST_KEPT)(self._in_word)
        # Nearly all words have none; the first of those that are met, the frequent ones among them, are left out at once.
        self._without: set[str] = set()

    def within(self, text: str) -> set[str]:
        """List the stems in a text."""
        found: set[str] = set()
        for word in set(text.split(" ")) - self._without:
            if len(word) > _LONGEST_KEPT:
                found.update(self._in_word(word))
            elif stems := self._kept(word):
                found.update(stems)
            elif len(self._without) < _MOST_KEPT:
                self._without.add(word)
        if not found:
            return found
        padded = f" {text} "
        found.difference_update([stem for stem in found & self._of_several if stem not in padded])
        return found

    def _in_word(self, word: str) -> tuple[str, ...]:
        return tuple(self._found(f" {word} "))

    def _found(self, padded: str) -> Iterator[str]:
        for at in range(len(padded) - 1):
            for sought, stem in self._by_head.get(padded[at : at + 2], ()):
                if padded.startswith(sought, at):
                    yield stem
