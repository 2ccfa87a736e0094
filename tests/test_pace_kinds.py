"""The pace against endpoints of many kinds: a floor under what `benchmarks/pace.py` prints."""

import pytest

from benchmarks import pace
from benchmarks.kinds import Case

SHORT = [case for case in pace.cases() if case.articles == 100]
MOST = 25  # cases that miss one of their goals
LONGEST = 1.5  # times the goal


@pytest.fixture(scope="module")
def found() -> dict[Case, tuple[float, float, int]]:
    """Each case of a hundred articles, with the first draw: seconds, share refused, calls given up."""
    return {case: pace.measured(case, 0) for case in SHORT}


def test_no_call_is_given_up(found: dict[Case, tuple[float, float, int]]) -> None:
    """Whatever an endpoint refuses, breaks off or leaves hanging, each call is answered in the end, unless the endpoint is gone."""
    assert [case.name for case, (_, _, lost) in found.items() if lost and not case.dies] == []


def test_goals(found: dict[Case, tuple[float, float, int]]) -> None:
    """As many cases as ever take no longer than they may, with no more calls refused, and no other takes very long."""
    missed = [
        case.name
        for case, (seconds, refused, _) in found.items()
        if seconds > pace.goal(case) or (case.refused is not None and refused > case.refused)
    ]
    assert len(missed) <= MOST, missed
    assert [case.name for case, (seconds, _, _) in found.items() if seconds > LONGEST * pace.goal(case)] == []
