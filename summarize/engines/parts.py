"""A source's numbered lines in parts that a prompt has room for."""

from collections.abc import Collection

from summarize.records import Source
from summarize.text import chunks as chunking
from summarize.text import tokens
from summarize.text.numbered import numbered

NUMBER_TOKENS = 8  # what the number and the dots before a chunk's first line may take


def numbered_parts(source: Source, budget: int) -> list[tuple[Collection[int], str]]:
    """Cut a source's numbered lines into parts within the budget: (the numbers shown, the text).

    A sentence that alone is over the budget goes on in the next part, under its number again.
    """
    sentences = source.sentences
    lines = numbered(sentences)
    text = "\n".join(lines)
    room = max(budget - NUMBER_TOKENS, 1)
    # Most articles are one part, which no tokens need be counted for here: they are never more than its bytes.
    if text and (tokens.size(text) <= room or 0 < source.tokens <= room):
        return [(frozenset([sentence.number for sentence in sentences]), text.strip())]
    spans: list[tuple[int, int]] = []
    position = 0
    for line in lines:
        spans.append((position, position + len(line)))
        position += len(line) + 1
    parts: list[tuple[Collection[int], str]] = []
    for chunk in chunking.chunks(text, spans, room):
        shown = [
            sentence.number
            for sentence, (start, end) in zip(sentences, spans, strict=True)
            if start < chunk.end and chunk.start < end
        ]
        goes_on = chunk.start > spans[shown[0] - sentences[0].number][0]
        shown_text = chunk.text.strip()
        parts.append((frozenset(shown), f"{shown[0]} … {shown_text}" if goes_on else shown_text))
    return parts
