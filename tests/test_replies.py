"""Replies become checked values, or an error that tells the model what is wrong."""

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize import replies
from summarize.errors import ReplyError
from summarize.records import Citation
from tests.tables import table

CASES: list[dict[str, Any]] = table("replies.yaml")
KNOWN = {Citation("S1", 1), Citation("S2", 7)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_read_replies(case: dict[str, Any]) -> None:
    """A reply holds what was asked for, or the error names the place."""
    if "error" not in case:
        points, _ = replies.read_reply(case["text"], range(1, 4))
        assert points[0].text == "A b."
        return
    with pytest.raises(ReplyError) as caught:
        replies.read_reply(case["text"], range(1, 4))
    assert case["error"] in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, "x" * (replies.MAX_REPLY + 1), '{"points": ' + "9" * 5_000 + "}"],
    ids=["deep", "long", "digits"],
)
def test_monstrous_replies(text: str) -> None:
    """Nesting, length and huge numbers end in the same one-line error."""
    with pytest.raises(ReplyError):
        replies.read_reply(text, range(1, 4))


def test_numbers_are_sorted_and_once() -> None:
    """The sentences of a note come back in order, each once."""
    text = json.dumps({"points": [{"text": "A  b.\n", "sentences": [3, 1, 3]}], "events": []})
    (point,), _ = replies.read_reply(text, range(1, 4))
    assert point == replies.Note("A b.", (1, 3))


def _merged(*cites: Any) -> str:
    return json.dumps({"title": "T", "summary": [{"text": "A.", "cites": list(cites)}]})


def test_merge_cites_only_what_it_was_shown() -> None:
    """A reference that stands in no note of the prompt is an error, also one that exists elsewhere."""
    (cited,) = replies.merge_reply(_merged("S2:7", "[S1:1]"), KNOWN).summary
    assert cited.citations == (Citation("S1", 1), Citation("S2", 7))
    for wrong in ("S1:2", "S3:1", "1", 1, None, "S1:1, S2:7", "s1:1"):
        with pytest.raises(ReplyError, match="cites"):
            replies.merge_reply(_merged(wrong), KNOWN)
    with pytest.raises(ReplyError, match="cites"):
        replies.merge_reply(_merged(), KNOWN)


def _told(*numbers: Any) -> str:
    sentences = [{"text": "A.", "cites": ["S1:1"]}]
    return json.dumps({"entries": [{"number": number, "sentences": sentences} for number in numbers]})


@pytest.mark.parametrize(
    ("numbers", "says"),
    [
        ((1,), "entry 2 is missing"),
        ((1, 2, 3), "no such entry: 3"),
        ((1, 1, 2), "told already"),
        (("1", 2), "no such entry"),
    ],
)
def test_every_entry_is_told_once(numbers: tuple[Any, ...], says: str) -> None:
    """Entries that are missing, unknown or told twice are errors."""
    with pytest.raises(ReplyError, match=says):
        replies.tell_reply(_told(*numbers), {1: KNOWN, 2: KNOWN})


def test_entries_come_back_by_number() -> None:
    """The order in the reply does not matter."""
    told = replies.tell_reply(_told(2, 1), {1: KNOWN, 2: KNOWN})
    assert sorted(told) == [1, 2]


@pytest.mark.parametrize("stage", sorted(replies.SCHEMAS))
def test_schemas_are_strict(stage: str) -> None:
    """Each schema is valid, and closed in every object, as strict structured output wants it."""
    jsonschema.Draft202012Validator.check_schema(replies.SCHEMAS[stage])

    def closed(part: Any) -> None:
        if isinstance(part, dict):
            if part.get("type") == "object":
                assert part["additionalProperties"] is False
                assert part["required"] == list(part["properties"])
            for inner in part.values():
                closed(inner)

    closed(replies.SCHEMAS[stage])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(st.sampled_from(["points", "events", "text", "sentences", "x"]), inner)
    ),
)


@given(st.text() | JSON.map(json.dumps))
def test_nothing_but_a_reply_error(text: str) -> None:
    """Whatever a model answers, it is read or refused, and nothing else is raised."""
    try:
        points, _ = replies.read_reply(text, range(1, 4))
    except ReplyError as error:
        assert len(str(error)) < 500
    else:
        assert points
