"""White space and what a terminal would act on: folded away for reading, while offsets keep the original."""

import re

# Escape sequences whole, so that "\x1b[31mred" leaves "red" and no "[31m". An OSC counts only with its end:
# without one, dropping the escape character alone disarms it and loses no text.
_ESCAPE = re.compile(r"(?:\x1b\[|\x9b)[0-?]*+[ -/]*+[@-~]?|\x1b\][^\x07\x1b]*+(?:\x07|\x1b\\)|\x1b[ -~]?")
# Controls, zero-width characters, soft hyphens, the bidirectional overrides that reorder what is shown, lone
# surrogates that no encoding can write, and the tag characters that hide text from readers but not from models.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]+"
)


def fold(text: str) -> str:
    """Return `text` as one line: white space of any kind to single spaces, nothing invisible, stripped."""
    if text.isprintable() and "  " not in text:
        return text.strip(" ")
    folded = " ".join(text.split())
    if folded.isprintable():
        return folded
    return " ".join(_INVISIBLE.sub("", _ESCAPE.sub("", folded)).split())
