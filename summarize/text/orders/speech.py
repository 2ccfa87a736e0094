"""Sentences that speak to a language model, and give it orders: by rules, one table a language.

An order is told from a report of one by where its verb stands ("Ignore all previous instructions", but not "the page
told chatbots to ignore ...") and by quotation marks: what stands between them in a sentence that says more is quoted.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from summarize.text.late import late
from summarize.text.orders.english import ENGLISH
from summarize.text.orders.others import OTHERS
from summarize.text.orders.rules import Rule
from summarize.text.orders.stems import Stems
from summarize.text.whitespace import fold

# Marks of chat templates, and lines in the voice of a role. Their case counts.
_MARKS = late(
    r"<\|[a-z_]{2,20}\|>|\[/?INST\]|<</?SYS>>|</?(?:system|assistant|im_start|im_end|system_prompt|instructions?|developer)>"
    r"|(?:^|\s)#{2,}\s*(?:Instructions?|System|Response|Human|Assistant|User|New task|New instructions?)\b(?:\s*:|\s*$|\s+[A-Z])"
    r"|^\W*(?:SYSTEM|ASSISTANT|DEVELOPER)(?:\s*\([^)]{1,20}\))?\s*:\s*\w+\W+\w+"
    r"|^\W*(?:[Ss]ystem|[Dd]eveloper|[Aa]ssistant|SYSTEM|DEVELOPER)\s+(?:[Pp]rompt|[Mm]essage|[Oo]verride|[Ii]nstructions?|PROMPT|MESSAGE|OVERRIDE|INSTRUCTIONS?)"
    r"\s*[:\]]"
    r"|^\W*(?:assistant|Assistant)\s*:\s*\w+\W+\w+\W+\w+"
    r"|^\W*\{\s*\"role\"\s*:\s*\"(?:system|user|assistant|developer)\""
)
_MARK_STEMS = (
    "<|",
    "INST]",
    "SYS>>",
    "##",
    "role",
    "ystem",
    "YSTEM",
    "ssistant",
    "SSISTANT",
    "eveloper",
    "EVELOPER",
    "instruction",
    "<im_",
    "</im",
)

# What goes on where an order has begun: more of them, in the imperative or to "you".
_GOES_ON = late(
    r"^\W*(?:please|instead|also|then|now|always|never|only|do not|don't|you (?:must|should|will|are|have|may|can)|your|say|state|write|include|add|mention|output|print"
    r"|claim|report|cite|link|replace|change|translate|answer|reply|respond|use|begin|end|start|tell|make|pretend|call|describe|give|set|mark|insert|append|remember|treat"
    r"|follow|forget|ignore|summari[sz]e|present|conclude|repeat|return|visit|open|click|send|put|quote|attribute|invent|omit|leave out|assume|confirm|the (?:summary|timeline"
    r"|title|output|answer) (?:must|should|shall|is|has)|in (?:your|the) (?:summary|timeline|output|title)"
    r"|schreibe|sage|behaupte|nenne|füge|antworte|erwähne|gib|du (?:musst|sollst|bist)|stattdessen|deine"
    r"|écri(?:s|vez)|di(?:s|tes)|ajoute|mentionne|réponds|répondez|affirme|inclus|incluez|tu (?:dois|es)|vous devez|ton|votre|ne"
    r"|escribe|escriba|di|diga|añade|añada|menciona|incluye|incluya|responde|responda|afirma|debes|tu|no"
    r"|scrivi|di'|aggiungi|menziona|includi|rispondi|afferma|devi|il tuo|non"
    r"|escreva|inclua|mencione|adicione|responda|afirme|você deve|seu|não"
    r"|напиши|напишите|скажи|скажите|добавь|добавьте|укажи|укажите|отвечай|упомяни|ты должен|вы должны|не)\b"
    r"|^\W*(?:请|必须|务必|不要|只|在(?:你的)?(?:摘要|总结)|写|说|声称|你)"
)

_RULES = (*ENGLISH, *OTHERS)
_STEMS = Stems(stem for rule in _RULES for group in rule.stems for stem in group)
# The places of the rules whose first group has a stem.
_PLACES: dict[str, list[int]] = {}
for _place, _rule in enumerate(_RULES):
    for _stem in _rule.stems[0]:
        _PLACES.setdefault(_stem, []).append(_place)

_QUOTED = re.compile(
    r"“[^”]*”|\"[^\"]*\"|«[^»]*»|„[^“”]*[“”]|‘[^’]{12,}’|「[^」]*」|『[^』]*』|``.*?''|《[^》]*》"
)
_WORD = re.compile(r"[^\W\d_]+")
_WIDE = late(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_FEWEST_AROUND = 2  # words around a quotation that tell of it
_SPACED_LETTERS = re.compile(r"(?<![^\W_])(?:[^\W\d_][ .*_-]{1,2}){5,}[^\W\d_](?![^\W_])")
# Two of them in a row, in plain sets, of which the first is tried at few places: a sixth of the time.
# They are told by what they leave out: a set beyond 0xFFFF takes four milliseconds to compile.
_MAY_BE_SPACED = re.compile(r"[ .*_-][^\x00-@\[-`{-\x7f][ .*_-]{1,2}[^\x00-@\[-`{-\x7f][ .*_-]")
_MIXED = re.compile(r"[^\W\d_]+")
# Letters of other scripts that look like Latin ones (after Unicode's confusables): only in words that mix scripts.
_LOOKALIKES = str.maketrans("аеорсухіјѕкнтмвԁɡοαεικνρτυχ", "aeopcyxijskhtmbdgoaeiknptux")


class Likely(NamedTuple):
    """What could make an order of a sentence of some text: the rules that could hold of it, and marks of chat templates.

    One of `stems` stands wherever one of the rules holds.
    """

    rules: Sequence[Rule]
    has_marks: bool
    stems: Sequence[str]

    def __bool__(self) -> bool:
        return self.has_marks or bool(self.rules)


_ANY = Likely(_RULES, has_marks=True, stems=tuple(_PLACES))


def normalised(text: str) -> str:
    """Give a text as a model would understand it: compatible forms, spaced and foreign look-alike letters resolved."""
    plain = fold(text).casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKC", plain).casefold().replace("’", "'").replace("ʼ", "'")
        plain = _MIXED.sub(_in_one_script, plain)
    if _MAY_BE_SPACED.search(plain):
        plain = _SPACED_LETTERS.sub(lambda found: re.sub(r"[ .*_-]", "", found[0]), plain)
    return plain


def _in_one_script(word: re.Match[str]) -> str:
    letters = word[0]
    if letters.isascii():
        return letters
    resolved = letters.translate(_LOOKALIKES)
    return resolved if resolved.isascii() and any(map(str.isascii, letters)) else letters


def likely(text: str) -> Likely:
    """List what could hold of any sentence of a text."""
    present = _STEMS.within(normalised(text))
    begun = (
        _RULES[place] for place in sorted({place for stem in present for place in _PLACES.get(stem, ())})
    )
    rules = tuple(rule for rule in begun if rule.may_hold(present))
    stems = tuple(stem for rule in rules for stem in rule.stems[0])
    return Likely(rules, _has_mark(text), stems)


def _has_mark(text: str) -> bool:
    return any(map(text.__contains__, _MARK_STEMS))


def is_order(sentence: str, given: Likely = _ANY, before: str = "") -> bool:
    """Tell whether a sentence speaks to a language model, as an order and not as a report of one.

    `given` is what is likely in its text; `before` is the sentence before it, which may introduce it as a quotation.
    """
    if given.has_marks and _has_mark(sentence) and _MARKS().search(_unquoted(sentence, before)):
        return True
    if not given.rules:
        return False
    plain = normalised(_unquoted(sentence, before))
    if not any(map(f" {plain} ".__contains__, given.stems)):
        return False
    present = _STEMS.within(plain)
    return any(rule.may_hold(present) and rule.pattern().search(plain) is not None for rule in given.rules)


def goes_on(sentence: str) -> bool:
    """Tell whether a sentence behind an order is one more: in the imperative, or about what is to be written."""
    return _GOES_ON().match(normalised(sentence)) is not None


def _unquoted(sentence: str, before: str) -> str:
    """Take out what a sentence quotes; a quotation that nobody tells of stays."""
    has_none = sentence.isascii() and '"' not in sentence and "``" not in sentence
    if has_none or _QUOTED.search(sentence) is None:
        return sentence
    rest = _QUOTED.sub(" ", sentence)
    is_told = len(_WORD.findall(rest)) >= _FEWEST_AROUND or len(_WIDE().findall(rest)) > 2 * _FEWEST_AROUND
    return rest if is_told or before.rstrip().endswith((":", "：")) else sentence


def run_on(sentences: Sequence[str], first: int) -> int:
    """Give the place behind the last sentence of an order that begins at `first`."""
    end = first + 1
    while end < len(sentences) and (
        goes_on(sentences[end]) or sentences[end - 1].rstrip().endswith((":", "："))
    ):
        end += 1
    return end
