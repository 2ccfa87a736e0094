"""What an article tries on its readers' machines: orders to a language model, hidden text, forged marks, active markup.

`disarm` takes them out before the article is cleaned and split, `without_orders` takes out the sentences that speak to a
model; what both found is told by `attempts`. Reports of such attacks are ordinary sentences and stay.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from summarize.records import Attempt, Removed, Sentence
from summarize.text import concealed, orders
from summarize.text.whitespace import fold

SPEECH = "speaks to a language model"
LONGEST = 120  # characters of what is shown of an attempt
MOST = 12  # attempts shown of a source; the others are counted
_FEWEST_WORDS = 3  # of hidden text that is worth telling of
_LONGEST_REMOVED = 400  # characters of a hidden text


def disarm(text: str, start: int = 0) -> tuple[str, tuple[Removed, ...], tuple[Attempt, ...]]:
    """Blank what is concealed in an article from offset `start` on, or would act: (the text, what went, the attempts).

    The text has the same length and lines; outside the stretches that went, it is the same.
    """
    found = concealed.stretches(text, start)
    removed = tuple(
        Removed(fold(one.words)[:_LONGEST_REMOVED], one.kind, one.start, one.end)
        for one in found
        if one.is_blanked and fold(one.words)
    )
    tried = tuple(_attempt(one) for one in found if _is_attempt(one))
    return concealed.blanked(text, found), removed, tried


def _attempt(one: concealed.Stretch) -> Attempt:
    return Attempt(SPEECH if one.kind == concealed.ORDER else one.kind, shown(one.words))


def _is_attempt(one: concealed.Stretch) -> bool:
    """Tell whether a stretch is more than what pages and editors leave behind: those words must speak to a machine."""
    return bool(fold(one.words)) and (one.is_sure or _steers(one.words))


def _steers(words: str) -> bool:
    return len(fold(words).split()) >= _FEWEST_WORDS and speaks(words)


def speaks(text: str) -> bool:
    """Tell whether any line or sentence of a short text is an order to a language model."""
    plain = fold(text)
    return orders.is_order(plain, orders.likely(plain))


def shown(words: str) -> str:
    """Give the words of an attempt as a report can print them: one line, nothing unseen, at most `LONGEST` characters."""
    plain = fold(words)
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1].rstrip()}…"


def without_orders(
    sentences: Sequence[Sentence],
) -> tuple[tuple[Sentence, ...], tuple[Removed, ...]]:
    """Take out the sentences that order a language model about, and number the others anew: (what stays, what went)."""
    texts = [sentence.text for sentence in sentences]
    likely = orders.likely(" ".join(texts))
    if not likely:
        return tuple(sentences), ()
    going: set[int] = set()
    at = 0
    while at < len(texts):
        if orders.is_order(texts[at], likely, texts[at - 1] if at else ""):
            end = orders.run_on(texts, at)
            going.update(range(at, end))
            at = end
        else:
            at += 1
    if not going:
        return tuple(sentences), ()
    kept = (sentence for place, sentence in enumerate(sentences) if place not in going)
    return (
        tuple(replace(sentence, number=number) for number, sentence in enumerate(kept, 1)),
        tuple(
            Removed(sentence.text, concealed.ORDER, sentence.start, sentence.end)
            for place, sentence in enumerate(sentences)
            if place in going
        ),
    )


def hidden_by_page(pieces: Iterable[str], at: int) -> tuple[tuple[Removed, ...], tuple[Attempt, ...]]:
    """Tell of what a page hid and its reader dropped, which has no place in the text: (what went, the attempts)."""
    told = [fold(piece) for piece in pieces]
    removed = tuple(Removed(piece[:_LONGEST_REMOVED], concealed.HIDDEN, at, at) for piece in told if piece)
    return removed, tuple(Attempt(concealed.HIDDEN, shown(piece)) for piece in told if _steers(piece))


def attempts(removed: Iterable[Removed], others: Iterable[Attempt] = ()) -> tuple[Attempt, ...]:
    """List the attempts of a source, each once: those of sentences and furniture that speak to a model, and `others`."""
    spoken = (
        Attempt(SPEECH, shown(piece.text))
        for piece in removed
        if piece.reason == concealed.ORDER or (piece.reason != concealed.HIDDEN and speaks(piece.text))
    )
    every = list(dict.fromkeys((*spoken, *others)))
    if len(every) <= MOST:
        return tuple(every)
    return (*every[:MOST], Attempt("more", f"{len(every) - MOST} other places"))
