"""Records that are made fast are no others."""

import copy
import pickle
from dataclasses import FrozenInstanceError, fields

import pytest

from summarize.maker import maker
from summarize.records import Citation, Claim, When

WHEN = ("on Monday", "2024-03-04", "day", "weekday", "2024-03-05", 10, 19, "")


def test_a_record_made_fast_is_one_of_its_kind() -> None:
    """It equals the record of the same values, in its type, hash and text, and through copies and pickles."""
    made, plain = maker(When)(*WHEN), When(*WHEN)  # type: ignore[arg-type] # a literal type in a tuple
    assert type(made) is When
    assert (made, hash(made), repr(made)) == (plain, hash(plain), repr(plain))
    assert copy.deepcopy(made) == plain
    assert pickle.loads(pickle.dumps(made)) == plain  # noqa: S301 - our own
    assert maker(Citation)("S1", 2) < Citation("S1", 3)


def test_a_record_made_fast_is_frozen() -> None:
    """None of its fields can be set, and it has no others."""
    made = maker(Claim)("It rained.", (), "supported", "", 1)
    for name in (*(field.name for field in fields(Claim)), "other"):
        with pytest.raises((FrozenInstanceError, TypeError)):
            setattr(made, name, "x")


def test_a_record_is_made_of_all_its_values() -> None:
    """No value is left to a default."""
    with pytest.raises(TypeError):
        maker(Claim)("It rained.", ())
