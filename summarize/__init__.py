"""Cited summaries and a dated timeline from articles about one story.

    from summarize import Settings, summarize

    report = summarize(["seeds/"], Settings(timeline=True))

The names below are the whole public interface; they load on first use.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from summarize.api import summarize
    from summarize.config import Settings
    from summarize.errors import SummarizeError
    from summarize.records import Report
    from summarize.report import render, write_file
    from summarize.report.json import from_json

_HOMES = {
    "summarize": "summarize.api",
    "Settings": "summarize.config",
    "SummarizeError": "summarize.errors",
    "Report": "summarize.records",
    "render": "summarize.report",
    "write_file": "summarize.report",
    "from_json": "summarize.report.json",
}

__all__ = [
    "Report",
    "Settings",
    "SummarizeError",
    "__version__",
    "from_json",
    "render",
    "summarize",
    "write_file",
]


def __getattr__(name: str) -> Any:
    """Load a public name from its module, so that `import summarize` alone costs next to nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'summarize' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
