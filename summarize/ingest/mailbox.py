"""Mailboxes (mbox, RFC 4155): one mail after another, read as a stream; each is an article."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from summarize.errors import InputError
from summarize.ingest import mail
from summarize.ingest.items import Item
from summarize.ingest.load import MAX_BYTES

_POSTMARK = re.compile(rb"From \S.*\d\d:\d\d", re.DOTALL)
"""The line before a mail: sender and time; "From " at the start of a sentence has no time behind it."""
_QUOTED = re.compile(rb">+From ")
_LONGEST_LINE = 1_000_000


def read(name: str, stream: BinaryIO) -> Iterator[Item]:
    """Give each mail as an article of its number; one that cannot be read is an error in its place.

    Raises `InputError` where the stream is no mailbox.
    """
    number = 0
    for number, data in enumerate(_mails(name, stream), 1):
        yield from _mail(f"{name}#{number}", data)
    if not number:
        raise InputError(f"{name}: empty, there is no mail in it")


def _mail(name: str, data: bytes) -> Iterator[Item]:
    if len(data) > MAX_BYTES:
        yield InputError(f"{name}: over {MAX_BYTES // 1_000_000} MB, too large for an article; save it apart")
        return
    try:
        yield from mail.read(name, data)
    except InputError as error:
        yield error


def _mails(name: str, stream: BinaryIO) -> Iterator[bytes]:
    """Give the mails one at a time, none of them much longer than `MAX_BYTES`."""
    gathered, after_blank = bytearray(), True
    line = stream.readline(_LONGEST_LINE)
    if line and not _POSTMARK.match(line):
        raise InputError(
            f"{name}: no mailbox, it does not begin with a line 'From SENDER TIME'; name a mail .eml"
        )
    while line := stream.readline(_LONGEST_LINE):
        if after_blank and _POSTMARK.match(line):
            yield bytes(gathered)
            gathered.clear()
        elif len(gathered) <= MAX_BYTES:
            gathered += line[1:] if _QUOTED.match(line) else line
        after_blank = not line.strip()
    if gathered:
        yield bytes(gathered)
