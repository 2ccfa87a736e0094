"""Reports of this program among what it is given to read: they are no articles, or a report would cite the last one."""

import re

_NEAR = 4_000  # bytes from either end, where our marks stand

_FIRST = re.compile(
    rb'\A\s*\{\s*"\$schema"\s*:\s*"urn:summarize:report:|<meta name="generator" content="summarize \d'
)
_NAME = b"summarize"  # stands in all of them
_LAST = re.compile(rb"\n## How this was made\r?\n\r?\n- Program: summarize \d")


def is_report(data: bytes) -> bool:
    """Tell whether a file is a report that this program wrote, as JSON, HTML or Markdown."""
    head, tail = data[:_NEAR], data[-_NEAR:]
    return (_NAME in head and _FIRST.search(head) is not None) or (
        _NAME in tail and _LAST.search(tail) is not None
    )
