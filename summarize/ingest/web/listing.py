"""A file of addresses: one a line, with blank lines and comments."""

from collections.abc import Iterator
from pathlib import Path

from summarize.errors import InputError
from summarize.ingest import load
from summarize.ingest.encoding import decode
from summarize.ingest.paths import is_address
from summarize.ingest.tree import printable


def read(path: Path) -> Iterator[str | InputError]:
    """Give the addresses in their order; a line that is none, and a file that cannot be read, as an `InputError`."""
    name = printable(path)
    try:
        text = decode(name, load.from_file(name, path))
    except InputError as error:
        yield error
        return
    for number, line in enumerate(text.splitlines(), 1):
        address = line.strip()
        if is_address(address):
            yield address
        elif address and not address.startswith("#"):
            yield InputError(
                f"{name}: line {number}, {address[:80]!r}, is no http or https address; mend or drop it"
            )
