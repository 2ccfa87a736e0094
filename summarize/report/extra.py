"""The formats that need packages which only an extra installs, and what is said where they are missing."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

from summarize.errors import UsageError

_NEEDS = {"docx": ("docx",), "pdf": ("fpdf", "pymupdf_fonts", "uharfbuzz")}


@contextmanager
def loading(extra: str) -> Iterator[None]:
    """Turn the failed import of a package into a `UsageError` that names the extra."""
    try:
        yield
    except ImportError as error:
        raise _missing(extra, error.name or extra) from error


def expect_packages(format_name: str) -> None:
    """Raise the `UsageError` that writing a format would end in, without loading what it needs."""
    for package in _NEEDS.get(format_name, ()):
        if not _is_installed(package):
            raise _missing(format_name, package)


def _is_installed(package: str) -> bool:
    try:
        return find_spec(package) is not None
    except ValueError:  # what sys.modules holds of it has no spec, as where it is blocked
        return False


def _missing(extra: str, package: str) -> UsageError:
    return UsageError(
        f"the format {extra} needs {package}, which is not installed: pip install 'summarize[{extra}]'"
    )
