"""robots.txt is read as RFC 9309 has it, in a time that its author cannot choose."""

import time
from typing import Any

import pytest

from summarize.ingest.web import robots
from tests.reading import cases


@pytest.mark.parametrize(
    "case", cases("robots.yaml"), ids=lambda case: f"{case['robots'][:40]} {case['path']}"
)
def test_rules(case: dict[str, Any]) -> None:
    """The longest rule of the agent's own groups decides, failing these of the groups for all."""
    rules = robots.parse(case["robots"].encode(), "summarize")
    assert robots.is_allowed(rules, case["path"]) is case["allowed"]


def test_hostile_patterns() -> None:
    """Patterns full of wildcards cost no more than their length, and endless files are cut."""
    line = "Disallow: /" + "a*" * 200 + "b\n"
    began = time.perf_counter()
    rules = robots.parse(("User-agent: *\n" + line * 20_000).encode(), "summarize")
    assert robots.is_allowed(rules[:200], "/" + "a" * 2_000)
    assert time.perf_counter() - began < 5
    assert len(rules) < 5_001
