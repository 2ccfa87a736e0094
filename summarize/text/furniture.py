"""Sentences that a page says to its reader and that are not the article, and the reason they go for.

The rules are in `wording`; lines that go for their shape are in `marks`.
"""

import re
from collections.abc import Iterable

from summarize.text.wording import RULES, Rule

# In characters; no sentence of furniture is longer.
MAX_SENTENCE = 800

_BY_WORD: dict[str, tuple[Rule, ...]] = {}
_BY_START: dict[str, tuple[Rule, ...]] = {}
for _rule in RULES:
    _BY_WORD.update({word: (*_BY_WORD.get(word, ()), _rule) for word in _rule.words})
    _BY_START.update({start: (*_BY_START.get(start, ()), _rule) for start in _rule.starts})
# First words that many an article's sentence has; rules give them with a second.
_COMMON = frozenset(start.partition(" ")[0] for start in _BY_START if " " in start)
_FIRST = _COMMON | frozenset(_BY_START)
_REACH = 32  # characters; the first two words of any rule are shorter
_FIRST_WORDS = re.compile(r"\W{0,4}+(\d|[\w'’-]{1,20}+)\W{0,3}+([\w'’-]{0,20}+)")

_REPORTS = re.compile(
    r"\b(?:said|says|saying|told|tells|according to|wrote|writes|added|asked|asks|announced|argued|claimed|warned|urged|explained"
    r"|noted|insisted|admitted|testified|tweeted|was|were|had|rose|fell|grew|jumped|dropped|became|began|promised|ordered)\b",
    re.IGNORECASE,
)
_READER = re.compile(r"\b(?:we|our|us|you|your|they help)\b", re.IGNORECASE)
_OPENS_QUOTE = frozenset("\"“'‘`«")


def words_in(lowered: str) -> tuple[str, ...]:
    """List the words of the rules that occur in a text, given in lower case."""
    return tuple(filter(lowered.__contains__, _BY_WORD))


def rules_by_word(lowered: str, words: Iterable[str]) -> tuple[Rule, ...]:
    """List the rules that could hold in a part of a text, by those `words` of the whole that stand in it."""
    return tuple(rule for word in words if word in lowered for rule in _BY_WORD[word])


def rules_by_start(text: str, start: int) -> tuple[Rule, ...]:
    """List the rules that could hold of the sentence that begins at `start`, by its first word."""
    words = text[start : start + _REACH].split(None, 2)
    if len(words) > 1 and words[0].isalpha() and words[1].isalpha():
        return _rules_for(words[0].lower(), words[1])
    found = _FIRST_WORDS.match(text, start)
    if found is None:
        return ()
    return _rules_for("0" if found[1].isdigit() else found[1].lower().replace("’", "'"), found[2])


def _rules_for(first: str, second: str) -> tuple[Rule, ...]:
    if first not in _FIRST:
        return ()
    rules = _BY_START.get(first, ())
    return rules + _BY_START.get(f"{first} {second.lower()}", ()) if first in _COMMON else rules


def reason_for(body: str, rules: Iterable[Rule]) -> str:
    """Return why a folded sentence, or a paragraph for rules of whole ones, goes; "" where it stays."""
    if not body or len(body) > MAX_SENTENCE or body[0] in _OPENS_QUOTE:
        return ""
    plain = body.replace("’", "'").replace(" .", ".").replace(" ,", ",").replace(" '", "'")
    for rule in rules:
        if rule.holds(plain) and (rule.certain or not _REPORTS.search(plain)):
            return rule.reason
    return ""


def addresses_reader(body: str) -> bool:
    """Tell whether a sentence speaks to the reader, or of the site, and reports nothing."""
    return _READER.search(body) is not None and not _REPORTS.search(body) and body[:1] not in _OPENS_QUOTE
