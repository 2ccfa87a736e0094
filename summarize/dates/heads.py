"""How expressions begin and what can come next: whether a rule can match is told by that, without its whole pattern.

Patterns are those of the rules (see `grammar`).
"""

from typing import NamedTuple

# Starts that are not words: a number of up to three digits, one that a month follows, one of four digits, and the 1Q of 1Q23
NUMBER = "#"
DAY_OF_MONTH = "#M"
YEAR_NUMBER = "####"
PERIOD_NUMBER = "#Q"

# Days, at the weekday, at the month, or at the number
MONTH_DAY = "(?:{anyweekday},? )?(?:the )?{month} {day}"
DAY_MONTH = "(?:{anyweekday},? )?(?:the )?{day} (?:of )?{month}"
DAY = "(?:{anyweekday},? )?(?:the )?{day}"
DIGITS = "0123456789"
MONTHS = "JFMASOND"
WEEKDAYS = "MTWFS"
# The first letters of counts, in words
COUNTS = "hacfsmdotne"
# Of {to}, of "Monday, March 5 and ..."; dashes are not in ASCII
TO = "-tuTU"
LISTED = "&aotAOT" + WEEKDAYS + DIGITS


class After(NamedTuple):
    """What has to stand where a rule can match.

    `head` is a pattern that all its expressions begin with; `signs` are the letters and signs one of which comes after
    that, white space and commas left out, None where anything does. A letter or sign that is not in ASCII always may.
    """

    head: str
    signs: frozenset[str] | None = None

    def allows(self, sign: str | None) -> bool:
        """Whether a rule can match where `sign` comes after the head, "" at the end of the text, None where no head is."""
        if sign is None or self.signs is None:
            return sign is not None
        return sign in self.signs or not sign.isascii()


def after(head: str, signs: str = "", *, either: str = "") -> After:
    """Write what has to stand there: `signs` as they are, the letters of `either` in both cases."""
    return After(head, frozenset(signs + either + either.upper()) or None)
