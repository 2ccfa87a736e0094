"""Whether a sentence can be read without the one before it."""

import re

_FEWEST_WORDS = 6
_ENDED = re.compile(r"[.!?…][\"'”’)\]»\s]*$")
_QUESTION = re.compile(r"\?[^\"”]?$")
_TOKENISED_QUOTE = re.compile(r"``|''")
_QUOTE = re.compile(r"[\"“”]")
_OPENING_QUOTE = re.compile(r"^[\"“]")
_TIME = r"(?:morning|afternoon|evening|week|weekend|month|year|spring|summer|autumn|fall|winter|time)"
_LEANING = re.compile(
    r"""^[\W_]*(?:
        (?:and|but|or|nor|so(?!\s+far\b)|yet|also|then|thus|hence|however|therefore|moreover|furthermore|instead|otherwise
          |nevertheless|nonetheless|meanwhile|similarly|likewise|besides|still|rather|now|indeed|consequently
          |in\ addition|in\ fact|for\ example|for\ instance|as\ a\ result|on\ the\ other\ hand|by\ contrast|in\ turn
          |that\ is|at\ the\ same\ time|after\ that|since\ then|until\ then|because\ of\ (?:this|that))\b
        |(?:he|she|they|him|her|his|hers|their|theirs|them|its)\b
        |(?:he|she|they|it)['’]
        |it\b(?!\s+(?:is|was|remains?|remained)\s+(?:not\s+)?(?:un)?(?:clear|known|likely|possible|certain|immediately)\b)
        |(?:this|that|these|those)\b(?!\s+"""
    + _TIME
    + r"""\b)
        |(?:such|another|both|neither|either|some|others|one|many|most|all|several|few|none|each)\s+(?:of\ (?:them|these|those)|have|has|had|are|is|was|were|said|say)\b
        |the\ (?:same|latter|former|others?|two|three|pair|trio|duo)\b
        |(?:said|says|according\ to\ (?:him|her|them|it))\b
        |(?:in|at|on|to|for|with|by|from|of)\s+(?:it|this|that|these|those|them|him|which)\b(?!\s+"""
    + _TIME
    + r"""\b)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_LATE_PRONOUN = re.compile(
    r"^(?:in|on|at|after|before|when|while|as|during|since|by|with|from|if|although|though|because|once|until|last"
    r"|later|earlier|yesterday|today|despite|asked|speaking|following)\b([^.;:]{0,60}?),?\s(?:he|she|they)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b[A-Z][\w’'-]+")
_ATTRIBUTION = re.compile(
    r"\b(?:said|says|told|asked|added|wrote|writes|tweeted|announced|declared|warned|argued|explained|insisted"
    r"|according|stated|called|described|read|noted|replied|claimed|tells|vowed|promised|posted)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“][^\"“”]*[\"”]")
_FIRST_PERSON = re.compile(r"^\W*(?:we|our|you|your)\b|\b(?:I|[Mm]e|[Mm]y)\b")


def is_sentence(text: str) -> bool:
    """Tell whether `text` is a whole sentence of prose: no headline, caption, list item or crumb."""
    return len(text.split()) >= _FEWEST_WORDS and bool(_ENDED.search(text)) and not text.isupper()


def stands_alone(text: str) -> bool:
    """Tell whether a sentence can open a summary.

    It cannot where it opens with a pronoun or a connective that points back, quotes without naming a speaker, or
    is a piece of a longer quotation; nor where it asks what the next one answers.
    """
    text = _TOKENISED_QUOTE.sub('"', text)
    told = _QUOTED.sub(" ", text).strip()
    return not (
        _LEANING.match(text)
        or _LEANING.match(told)
        or _QUESTION.search(text)
        or _quotes_nobody(text, told)
        or _opens_unnamed(told)
    )


def _quotes_nobody(text: str, told: str) -> bool:
    """Tell whether a quotation is not whole, has no speaker, or makes up all that is told."""
    if len(_QUOTE.findall(text)) % 2 or _FIRST_PERSON.search(told):
        return True
    return bool(_OPENING_QUOTE.match(text)) and not _ATTRIBUTION.search(told)


def _opens_unnamed(told: str) -> bool:
    """Tell whether an opening phrase brings "he", "she" or "they" before anyone is named."""
    late = _LATE_PRONOUN.match(told)
    return late is not None and not _NAME.search(late[1])
