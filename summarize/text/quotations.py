"""Quotations and parentheses, which stay whole in one sentence.

Quotation marks are curly, straight, or of text split into tokens: `` and '', -LRB- and -RRB-.
"""

import re

# A quotation or a parenthesis of several sentences stays whole up to this length, in characters.
MAX_QUOTATION = 400
_OPENERS = {"“": "”", "«": "»", "„": "”", "``": "''", "(": ")", "[": "]", "-LRB-": "-RRB-", "-LSB-": "-RSB-"}
_QUOTES = frozenset(("“", "«", "„", "``"))
_CLOSERS = re.compile(r" ?''|-R[RSC]B-|\S")


class Quotations:
    """The quotation and the parenthesis that are open, and the cuts made so far.

    Closing one takes back the cuts inside it, unless it is too long to stay whole.
    """

    def __init__(self, block: str) -> None:
        self.cuts: list[int] = []
        self._block = block
        self._quote: tuple[str, int] | None = None
        self._bracket: tuple[str, int] | None = None

    @property
    def begin(self) -> int:
        """Where the sentence begins that is being read."""
        return self.cuts[-1] if self.cuts else 0

    def meet(self, mark: str, at: int) -> None:
        """Open or close what a mark opens or closes at an offset."""
        if mark == '"' or (mark == "''" and self._quote is None):
            self._meet_ambiguous(mark, at)
        elif mark in _QUOTES:
            self._quote = (_OPENERS[mark], at)
        elif mark in _OPENERS:
            self._bracket = (_OPENERS[mark], at)
        else:
            self._close(mark, at)

    def close(self, closers: str, at: int) -> int:
        """Close what stands right behind a full stop; return where that ends.

        Between spaces, a straight quotation mark belongs to it where one is open.
        """
        end = at + len(closers)
        for found in _CLOSERS.finditer(closers):
            if found[0] == " ''" and self._quote is None:
                self._quote = ("''", at + found.start() + 1)
                return at + found.start()
            self._close(found[0].lstrip(), end)
        is_spaced = self._block.startswith(' "', end) and (
            end + 2 == len(self._block) or self._block[end + 2].isspace()
        )
        if is_spaced and self._quote is not None and self._quote[0] == '"':
            end += 2
            self._close('"', end)
        return end

    def _meet_ambiguous(self, mark: str, at: int) -> None:
        end = at + len(mark)
        is_after_space = at == 0 or self._block[at - 1].isspace() or self._block[at - 1] in "([{—–-/“‘"
        is_before_space = end >= len(self._block) or self._block[end].isspace()
        if self._quote is None:
            if is_after_space:
                self._quote = (mark, at)
        elif is_after_space and (not is_before_space or at - self._quote[1] > MAX_QUOTATION):
            self._quote = (mark, at)
        else:
            self._close(mark, at)

    def _close(self, mark: str, at: int) -> None:
        if self._quote is not None and mark == self._quote[0]:
            self._keep_whole(self._quote[1], at)
            self._quote = None
        elif self._bracket is not None and mark == self._bracket[0]:
            self._keep_whole(self._bracket[1], at)
            self._bracket = None

    def _keep_whole(self, start: int, end: int) -> None:
        while self.cuts and start < self.cuts[-1] <= end and end - start <= MAX_QUOTATION:
            self.cuts.pop()
