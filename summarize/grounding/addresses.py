"""The addresses of a claim, of pages and of mail: each must stand in the cited sentences as it is."""

import re

from summarize.grounding.evidence import Evidence

_ADDRESS = re.compile(
    r"(?:https?|ftp)://[^\s<>\"“”]+|\bwww\.[^\s<>\"“”]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w@.])(?:[a-z0-9][a-z0-9-]*\.)+(?:com|org|net|info|example|io|co|uk|de|ru|cn|eu|gov|edu|biz|xyz|app|me|tv)(?:/[^\s<>\"“”]*)?(?![\w.-]*\w)",
    re.IGNORECASE,
)
_TAIL = ".,;:!?)]}'’"


def missing(text: str, evidence: Evidence) -> str:
    """Name the first address of a text that no cited sentence holds; "" for none."""
    held = " ".join(sentence.text for _, sentence in evidence.cited).casefold()
    for match in _ADDRESS.finditer(text):
        address = match[0].rstrip(_TAIL)
        if address.casefold() not in held:
            return f"the address {address} is not in the cited sentences"
    return ""
