"""What the rules of all languages are made of: where an imperative stands, and what a language model is called."""

import re
from collections.abc import Callable
from typing import NamedTuple

from summarize.text.late import late


class Rule(NamedTuple):
    """`stems`: one of each group stands in every sentence that its pattern holds of, in lower case and between spaces."""

    stems: tuple[tuple[str, ...], ...]
    pattern: Callable[[], re.Pattern[str]]

    def may_hold(self, present: set[str]) -> bool:
        """Tell whether its pattern is worth a search where these stems stand."""
        return not any(map(present.isdisjoint, self.stems))


# Where an imperative may stand: at the start, behind a mark, or behind a word that leads up to it.
START = (
    r"(?:^|[.!?:;,–—(\[\]{}*#>/|\"“”«»]\s*|\s-+\s*)(?:\d{1,2}[.)]\s*)?"
    r"(?:(?:please|now|kindly|instead|just|first|then|and|so|you must|you should|you shall|you will|must now|must"
    r"|bitte|sofort|por favor|s'il (?:te|vous) plaît|veuillez|per favore|пожалуйста|请|請|现在)[,:]?\s*)*"
)
AI = (
    r"(?:(?:generative |artificial |large |automated |any |every |all |the )*"
    r"(?:ais?|llms?|gpts?|chatgpt|language models?|chat ?bots?|ai[ -](?:assistants?|models?|systems?|agents?|readers?|bots?|tools?"
    r"|summari[sz]ers?)|artificial intelligences?|automated (?:systems?|readers?|summari[sz]ers?)"
    r"|summari[sz]ation (?:models?|systems?|tools?|engines?)|machine readers?))"
)
PAGE = r"(?:article|text|page|web ?page|story|document|content|report|news)"
# What such instructions come from or are for is another thing: "previous instructions to boil water".
END = r"\b(?!\s+(?:to|about|on|for|by|of|issued|given|in|at|that)\b)"
# What stands where a sentence names a language model: short names between spaces and marks.
_AI_STEMS = "_ai_ _ai, _ai: _ai! _ai- _ais_ _ais, _ais: llm gpt chatbot chat_bot language_model artificial_intell automated_ summari machine_reader"
_IA_STEMS = "_ia_ _ia: _ia, _ia! _ias_ _ias: 'ia_ 'ia: 'ia, chatbot artifici modèle modelo modelli assistant asistente assistente inteligên"


def rule(stems: str, pattern: str) -> Rule:
    """Make a rule; "&" parts its groups of stems, "_" is a space, $AI and $IA are the names of language models."""
    groups = (group.replace("$AI", _AI_STEMS).replace("$IA", _IA_STEMS).split() for group in stems.split("&"))
    return Rule(tuple(tuple(stem.replace("_", " ") for stem in group) for group in groups), late(pattern))
