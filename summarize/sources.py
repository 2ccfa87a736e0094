"""An article into a source: clean text, numbered sentences, their dates, and the day it was published."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from summarize.dates.anchor import publication_date
from summarize.dates.expressions import find_dates
from summarize.dates.inference import infer_published
from summarize.errors import InputError
from summarize.records import Article, Published, Quoted, Sentence, Source
from summarize.text.clean import clean
from summarize.text.markup import without_markup
from summarize.text.sentences import split

MARKDOWN = (".md", ".md.gz")
HEAD = 1_000  # characters at the start of an article in which a line may state its publication date


def make_source(
    article: Article, identity: str, *, stated: date | None = None, keep_boilerplate: bool = False
) -> Source:
    """Make an article ready; `stated` is the publication day the user gave for it.

    Raises InputError where cleaning leaves no sentence.
    """
    cleaned = clean(article.text, start=article.start, title=article.title, keep=keep_boilerplate)
    sentences = split(article.text, cleaned.blocks)
    if article.name.endswith(MARKDOWN):
        sentences = tuple(replace(sentence, text=without_markup(sentence.text)) for sentence in sentences)
    if not sentences:
        raise InputError(
            f"{article.name}: no article text in it, only page furniture; --keep-boilerplate keeps that"
        )
    dateline = article.text[slice(*cleaned.dateline)] if cleaned.dateline else ""
    published = publication_date(
        article,
        stated=stated,
        head=article.text[article.start : article.start + HEAD],
        dateline=dateline,
    )
    return Source(
        id=identity,
        name=article.name,
        title=cleaned.title,
        publisher=article.publisher,
        url=article.url,
        published=published,
        text=article.text,
        sentences=_dated(article.text, sentences, published.value),
        removed=cleaned.removed,
        words=sum(len(sentence.text.split()) for sentence in sentences),
    )


def with_inferred_dates(sources: Sequence[Source]) -> tuple[Source, ...]:
    """Give each source without a publication day the one that the other sources prove, if they do, and date it anew."""
    return tuple(source if source.published.value else _inferred(source, sources) for source in sources)


def _inferred(source: Source, sources: Sequence[Source]) -> Source:
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


def _dated(text: str, sentences: tuple[Sentence, ...], published: str) -> tuple[Sentence, ...]:
    """Give each sentence the dates that stand in it."""
    found = list(find_dates(text, [(sentence.start, sentence.end) for sentence in sentences], published))
    dated = []
    position = 0
    for sentence in sentences:
        while position < len(found) and found[position].start < sentence.start:
            position += 1
        end = position
        while end < len(found) and found[end].start < sentence.end:
            end += 1
        dated.append(replace(sentence, dates=tuple(found[position:end])) if end > position else sentence)
        position = end
    return tuple(dated)


def excerpt(source: Source, cited: Collection[int]) -> tuple[Quoted, ...]:
    """Quote the cited sentences of a source with their direct neighbours, in order."""
    wanted = {number + step for number in cited for step in (-1, 0, 1)}
    return tuple(
        Quoted(sentence.number, sentence.text, sentence.start, sentence.end)
        for sentence in source.sentences
        if sentence.number in wanted
    )
