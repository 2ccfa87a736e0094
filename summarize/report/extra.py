"""What is said where a format needs a package that only an extra installs."""

from collections.abc import Iterator
from contextlib import contextmanager

from summarize.errors import UsageError


@contextmanager
def loading(extra: str) -> Iterator[None]:
    """Turn the failed import of a package into a `UsageError` that names the extra."""
    try:
        yield
    except ImportError as error:
        raise UsageError(
            f"the format {extra} needs {error.name or extra}, which is not installed: "
            f"pip install 'summarize[{extra}]'"
        ) from error
