"""An article into a source: clean text, numbered sentences, their dates, and the day it was published."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from summarize.dates.anchor import publication_date
from summarize.errors import InputError
from summarize.records import Article, Attempt, Published, Quoted, Sentence, Source, When
from summarize.text.attempts import SPEECH, attempts, disarm, hidden_by_page, shown, speaks, without_orders
from summarize.text.clean import clean
from summarize.text.markup import without_markup
from summarize.text.sentences import split
from summarize.text.whitespace import fold

MARKDOWN = (".md", ".md.gz")
HEAD = 1_000  # characters at the start of an article in which a line may state its publication date


def make_source(
    article: Article,
    identity: str,
    *,
    stated: date | None = None,
    keep_boilerplate: bool = False,
    dated: bool = True,
) -> Source:
    """Make an article ready; `stated` is the publication day the user gave for it.

    What steers a model or would act in a report is blanked in its text, whose offsets stay. Where not `dated`, the
    sentences are without their dates, which take the longest to find: `with_dates` finds them. Raises InputError where
    cleaning leaves no sentence.
    """
    text, concealed, tried = disarm(article.text, article.start)
    title, in_title = _harmless(article.title)
    publisher, in_publisher = _harmless(article.publisher)
    hidden, in_hidden = hidden_by_page(article.hidden, article.start)
    cleaned = clean(text, start=article.start, title=title, keep=keep_boilerplate)
    sentences, orders = without_orders(split(text, cleaned.blocks))
    if article.name.endswith(MARKDOWN):
        sentences = tuple(map(_without_markup, sentences))
    if not sentences:
        raise InputError(
            f"{article.name}: no article text in it, only instructions to machines; leave it out"
            if orders
            else f"{article.name}: no article text in it, only page furniture; --keep-boilerplate keeps that"
        )
    dateline = text[slice(*cleaned.dateline)] if cleaned.dateline else ""
    published = publication_date(
        article if text is article.text else replace(article, text=text),
        stated=stated,
        head=text[article.start : article.start + HEAD],
        dateline=dateline,
    )
    title, in_first_line = _harmless(cleaned.title)
    removed = sorted((*cleaned.removed, *concealed, *orders, *hidden), key=lambda piece: piece.start)
    return Source(
        id=identity,
        name=article.name,
        title=title,
        publisher=publisher,
        url=article.url,
        published=published,
        text=text,
        sentences=_dated(text, sentences, published.value) if dated else sentences,
        removed=tuple(removed),
        # What is folded has single spaces, and no other white space.
        words=sum([sentence.text.count(" ") + 1 for sentence in sentences]),
        attempts=attempts(removed, (*in_title, *in_publisher, *in_first_line, *in_hidden, *tried)),
    )


def _without_markup(sentence: Sentence) -> Sentence:
    plain = without_markup(sentence.text)
    return sentence if plain == sentence.text else replace(sentence, text=plain)


@lru_cache(maxsize=256)
def _harmless(name: str) -> tuple[str, tuple[Attempt, ...]]:
    """Give a title or a publisher, which prompts show outside of the data, "" for one that is an order to a model.

    An article's title is seen twice, and a publisher's name thousands of times.
    """
    if speaks(name):
        return "", (Attempt(SPEECH, shown(name)),)
    text, _, tried = disarm(name)
    return (text, tried) if text == name else (fold(text), tried)


def with_tokens(source: Source, most: int) -> Source:
    """Count the tokens of a source with more bytes than `most`: fewer bytes have no more tokens."""
    from summarize.text import tokens
    from summarize.text.numbered import numbered

    text = "\n".join(numbered(source.sentences))
    return source if tokens.size(text) <= most else replace(source, tokens=tokens.count(text))


def with_dates(source: Source) -> Source:
    """Give each sentence of a source the dates that stand in it."""
    return replace(source, sentences=_dated(source.text, source.sentences, source.published.value))


def with_inferred_dates(sources: Sequence[Source]) -> tuple[Source, ...]:
    """Give each source without a publication day the one that the other sources prove, if they do, and date it anew."""
    return tuple(source if source.published.value else _inferred(source, sources) for source in sources)


def _inferred(source: Source, sources: Sequence[Source]) -> Source:
    from summarize.dates.inference import infer_published

    return with_published(
        source, infer_published(source, [other for other in sources if other is not source])
    )


def with_published(source: Source, published: Published) -> Source:
    """Give a source a publication day, and date its sentences anew; without a day it stays as it is."""
    if not published.value or published == source.published:
        return source
    return replace(
        source, published=published, sentences=_dated(source.text, source.sentences, published.value)
    )


def _dated(text: str, sentences: Sequence[Sentence], published: str) -> tuple[Sentence, ...]:
    """Give each sentence the dates that stand in it."""
    # With a model, the first calls are on their way by then.
    from summarize.dates.expressions import find_dates

    found = list(find_dates(text, [(sentence.start, sentence.end) for sentence in sentences], published))
    dated = []
    position = 0
    for sentence in sentences:
        while position < len(found) and found[position].start < sentence.start:
            position += 1
        end = position
        while end < len(found) and found[end].start < sentence.end:
            end += 1
        dated.append(_with(sentence, tuple(found[position:end])) if end > position else sentence)
        position = end
    return tuple(dated)


def _with(sentence: Sentence, dates: tuple[When, ...]) -> Sentence:
    """Give a sentence its dates; `dataclasses.replace` takes three times as long."""
    one = sentence
    return Sentence(one.number, one.text, one.start, one.end, one.paragraph, dates)


def excerpt(source: Source, cited: Collection[int]) -> tuple[Quoted, ...]:
    """Quote the cited sentences of a source with their direct neighbours, in order."""
    wanted = {number + step for number in cited for step in (-1, 0, 1)}
    return tuple(
        Quoted(sentence.number, sentence.text, sentence.start, sentence.end)
        for sentence in source.sentences
        if sentence.number in wanted
    )
