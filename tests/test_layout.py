"""The layout of JSON is that of the standard library, only sooner."""

import json
from dataclasses import asdict

import pytest

from summarize.layout import laid_out, pieces, quoted
from summarize.records import Published, Removed
from tests.reports import sample

VALUES: tuple[object, ...] = (
    [],
    {},
    {"a": [], "b": {}, "c": None},
    [1, -2.5, 1e300, -0.0, True, False, None],
    {"ü\ud800\u2028\x00\x7f": '"\\/\n'},
    [[], [[]], {"x": {"y": [{}]}}],
    "a",
    (1, "b", (2,)),
)


@pytest.mark.parametrize("indent", [1, 2])
@pytest.mark.parametrize("value", VALUES, ids=str)
def test_it_is_that_of_the_standard_library(value: object, indent: int) -> None:
    """Every kind of value is laid out as `json.dumps` does."""
    expected = json.dumps(value, indent=indent, ensure_ascii=False)
    assert laid_out(value, indent) == expected
    assert "".join(pieces(value, indent)) == expected


def test_records_are_laid_out_as_their_fields() -> None:
    """A record, and each record in it, is an object of its fields."""
    published, removed = Published("2024-03-05", "dateline", "5 March"), Removed("Menu", "menu", 0, 4)
    expected = json.dumps([asdict(published), asdict(removed)], indent=2, ensure_ascii=False)
    assert laid_out([published, removed], 2) == expected
    assert "".join(pieces(sample(), 2)) == json.dumps(asdict(sample()), indent=2, ensure_ascii=False)


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_json_has_no_form_for_is_refused(number: float) -> None:
    """No number is written that no other program can read."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        laid_out([number], 2)


def test_other_values_are_refused() -> None:
    """A set is no JSON, and neither is a record's class."""
    for value in ({1}, Published):
        with pytest.raises(TypeError, match="no form in JSON"):
            laid_out(value, 2)


@pytest.mark.parametrize(
    "text", ["", "a", 'Ä "x" \\ /\n\n', "\t\r\n", "\x00\x1f\x7f\x85\u2028", "\\n\n", "😀\ufeff"]
)
def test_a_string_in_bytes(text: str) -> None:
    """A string is written as the standard library does, and its lines as the items of a list."""
    assert quoted(text) == json.dumps(text, ensure_ascii=False).encode()
    assert json.loads(b"[%b]" % quoted(text, b'", "')) == text.split("\n")


def test_half_a_surrogate_pair_in_bytes() -> None:
    """What is no UTF-8 becomes an escape, and comes back as it was."""
    assert quoted("é\ud83d\n") == b'"\xc3\xa9\\ud83d\\n"'
