"""Reads the cases of tests, which are tables in YAML."""

from pathlib import Path
from typing import Any

import yaml

CASES = Path(__file__).parent / "cases"
# The one in C takes a tenth of the time; each process that runs tests gathers all of them. Some builds lack it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def table(name: str) -> Any:
    """Give the cases of a file below tests/cases."""
    return yaml.load((CASES / name).read_text("utf-8"), Loader=_LOADER)  # noqa: S506 - both build what safe_load does
