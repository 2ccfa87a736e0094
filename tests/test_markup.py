"""Sentences of Markdown articles are told as a reader of the page sees them."""

import pytest

from summarize.text.markup import without_markup
from tests.make import source


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("The **council** voted on [Tuesday](https://example.org/a_b).", "The council voted on Tuesday."),
        ("It was *quite* a ***long*** day, _she_ said.", "It was quite a long day, she said."),
        ('> "We will miss it," he said.', '"We will miss it," he said.'),
        ("2. The council met.", "The council met."),
        ("The bill[^1] passed `as is`.", "The bill passed as is."),
        ("![A gate](gate.png) The gate fell.", "A gate The gate fell."),
        (r"He paid 5\* for it.", "He paid 5* for it."),
        (
            "Five * six is thirty, and snake_case_names stay.",
            "Five * six is thirty, and snake_case_names stay.",
        ),
        ("The year 2011. It rained.", "The year 2011. It rained."),
        ("They met [in Rome] at 5.", "They met [in Rome] at 5."),
        ("**", "**"),
    ],
)
def test_inline_marks_go(raw: str, plain: str) -> None:
    """Marks of emphasis, links, quotations and lists go with their addresses; what only looks like them stays."""
    assert without_markup(raw) == plain


def test_only_markdown_is_read_as_markdown() -> None:
    """In a text file the same characters are the article's own."""
    text = "The **council** met on Monday at the town hall. It was late."
    assert source(text).sentences[0].text.startswith("The **council** met")
    assert source(text, name="a.md").sentences[0].text == "The council met on Monday at the town hall."
    assert source(text, name="a.md").sentences[0].dates
