"""What users write behind an option, read into the values that it stands for. All raise `UsageError`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from summarize.errors import UsageError

if TYPE_CHECKING:
    from summarize.records import Gate


def expect_price(given: str | None) -> None:
    """Refuse a price that is none, also where the engine would never come to it."""
    if given is not None:
        from summarize.llm.prices import parse_price

        parse_price(given)


def parse_gates(given: Sequence[str]) -> "tuple[Gate, ...]":
    """Read the gates of --fail-on, which may be given several times or with commas."""
    from summarize.gates import NAMES

    names = [name.strip() for one in given for name in one.split(",") if name.strip()]
    for name in names:
        if name not in NAMES:
            raise UsageError(f"--fail-on {name!r} is no gate: choose from {', '.join(NAMES)}")
    return tuple(name for name in NAMES if name in names)


def parse_day(value: str | None, flag: str) -> Any:
    """Parse a day the user gave for a flag."""
    if value is None:
        return None
    from summarize.dates import anchor

    day = anchor.parse_day(value)
    if day is None:
        raise UsageError(f"{flag} {value!r} is not a day: write it as 2018-03-28")
    return day


def parse_published(value: str) -> tuple[str | None, Any]:
    """Split FILE=DATE; a plain DATE is for all sources."""
    name, equals, day = value.rpartition("=")
    return (name if equals else None), parse_day(day, "--published")
