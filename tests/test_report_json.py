"""The report as JSON, its schema, and the way back."""

import json
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from summarize.errors import UsageError
from summarize.report import (
    from_json,
    schema,
    to_json,
)
from tests.reports import case, filled, minimal, sample


def test_json_loads_back() -> None:
    """What is loaded from a JSON report equals what was written."""
    for report in (sample(), minimal(), replace(sample(), timeline=())):
        assert from_json(to_json(report)) == report


@settings(deadline=None, max_examples=100)
@given(st.text(st.characters(exclude_categories=())))
def test_json_keeps_every_character_and_shows_only_seen_ones(text: str) -> None:
    """Any text comes back from JSON as it was, and the file holds no control, bidi or zero-width character."""
    written = to_json(filled(text))
    assert from_json(written.encode().decode()) == from_json(json.dumps(json.loads(written)))
    assert json.loads(written)["focus"] == json.loads(json.dumps(text))
    assert not set(written) & {"\x1b", "\x7f", "\x9b", "\u202e", "\u200b", "\u2066", "\ufeff", "\U000e0041"}


def test_schema_is_valid_and_holds() -> None:
    """The schema is one of the 2020-12 draft, and every report holds to it."""
    Draft202012Validator.check_schema(schema())
    for report in (sample(), minimal(), filled("word")):
        Draft202012Validator(schema()).validate(json.loads(to_json(report)))


def test_schema_describes_every_record() -> None:
    """Each object of the schema says what it is, forbids other fields, and asks for all of its own but added ones."""
    root = schema()
    for shape in (root, *root["$defs"].values()):
        assert shape["description"].endswith(".")
        assert shape["additionalProperties"] is False
        assert [name for name in shape["properties"] if name not in shape["required"]] in ([], ["gates"])
    assert list(root["properties"]) == list(json.loads(to_json(sample())))
    assert root["$defs"]["Claim"]["properties"]["support"] == {"enum": ["supported", "weak", "unsupported"]}


def test_reports_of_older_versions_load() -> None:
    """A field that was added since takes its default, and such a report holds to the schema."""
    document = json.loads(to_json(sample()))
    assert document["made"].pop("gates") == ["unsupported", "weak"]
    report = from_json(json.dumps(document))
    assert report == replace(sample(), made=replace(sample().made, gates=()))
    Draft202012Validator(schema()).validate(document)


@pytest.mark.parametrize("row", case("report_broken.yaml"), ids=lambda row: row["says"])
def test_broken_json(row: dict[str, Any]) -> None:
    """A field that is missing, unknown or of another type is refused by its path, and by the schema as well."""
    document = deepcopy(json.loads(to_json(sample())))
    *way, last = row["at"]
    place = document
    for step in way:
        place = place[step]
    if "set" in row:
        place[last] = row["set"]
    else:
        del place[last]
    with pytest.raises(UsageError) as caught:
        from_json(json.dumps(document))
    assert row["says"] in str(caught.value)
    assert not Draft202012Validator(schema()).is_valid(document)


@pytest.mark.parametrize(
    "text", ["", "{", "[" * 100_000, '{"format": 1, "format": 1}', "[]", "NaN", "\ufeff{}"]
)
def test_not_a_json_report(text: str) -> None:
    """Text that is no JSON report is refused in one line."""
    with pytest.raises(UsageError) as caught:
        from_json(text)
    assert "\n" not in str(caught.value)
    assert "make the report again" in str(caught.value)


def test_json_number_must_be_finite() -> None:
    """A score that is no number is refused."""
    with pytest.raises(UsageError, match=r"\$\.timeline\[0\]\.score is nan"):
        from_json(to_json(sample()).replace('"score": 0.25', '"score": NaN', 1))
