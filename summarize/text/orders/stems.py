"""Which of some hundred stems stand in a text, found word by word: articles share nearly all of their words."""

from collections.abc import Iterable, Iterator

_LONGEST_KEPT = 40  # characters; what is longer is hardly met twice
_MOST_KEPT = 40_000  # words, of about 100 bytes each


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
        # Nearly all words are without any, and those that were met before are left out all at once.
        self._without: set[str] = set()
        self._with: dict[str, tuple[str, ...]] = {}

    def within(self, text: str) -> set[str]:
        """List the stems in a text."""
        found: set[str] = set()
        for word in set(text.split(" ")) - self._without:
            found.update(self._with.get(word) or self._in_word(word))
        if not found:
            return found
        padded = f" {text} "
        found.difference_update([stem for stem in found & self._of_several if stem not in padded])
        return found

    def _in_word(self, word: str) -> tuple[str, ...]:
        """List the stems in a word, and keep what they are."""
        stems = tuple(self._found(f" {word} "))
        if len(word) <= _LONGEST_KEPT:
            if len(self._without) + len(self._with) >= _MOST_KEPT:
                # Words that are met often are soon known again.
                self._without.clear()
                self._with.clear()
            if stems:
                self._with[word] = stems
            else:
                self._without.add(word)
        return stems

    def _found(self, padded: str) -> Iterator[str]:
        for at in range(len(padded) - 1):
            for sought, stem in self._by_head.get(padded[at : at + 2], ()):
                if padded.startswith(sought, at):
                    yield stem
