"""Where sources contradict each other, found without a model."""

import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml

from summarize.engines.differences import MOST, find
from summarize.records import Citation, Source
from tests.make import source

CASES = yaml.load((Path(__file__).parent / "cases" / "differences.yaml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - strings only
DAY = "2021-03-10"


def made(case: dict[str, Any]) -> list[Source]:
    """Make the sources of a case."""
    texts = [case[name] for name in ("a", "b", "c") if name in case]
    days = case.get("days", [DAY] * len(texts))
    return [
        source(text, f"S{number}", published=day)
        for number, (text, day) in enumerate(zip(texts, days, strict=True), 1)
    ]


@pytest.mark.parametrize("case", CASES, ids=[case["rule"] for case in CASES])
def test_cases(case: dict[str, Any]) -> None:
    """Each rule finds what contradicts and lets its counter-example pass."""
    found: dict[str, list[str]] = defaultdict(list)
    for difference in find(made(case), case.get("voices", {})):
        found[difference.contrast] += [side.says for side in difference.sides]
    assert found == (case["finds"] or {})
