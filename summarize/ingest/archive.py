"""ZIP containers (.docx, .epub), never unpacked beyond what an article can be."""

import io
import lzma
import zipfile
import zlib

from summarize.errors import InputError
from summarize.ingest.load import MAX_BYTES

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How the containers begin that Office keeps encrypted documents in, and had before 2007."""
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Archive:
    """The members of one container, and how much of it may still be unpacked."""

    def __init__(self, name: str, data: bytes, kind: str) -> None:
        """Open a container that should be a `kind` (".docx"); raises `InputError` where it is none."""
        if data.startswith(_OLE):
            raise InputError(
                f"{name}: encrypted, or of a program older than {kind}; save it again, without a password, as {kind}"
            )
        self._name, self._kind, self._left = name, kind, MAX_BYTES
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            what = "empty" if not data else "not a ZIP archive" if data[:2] != b"PK" else "damaged or cut off"
            raise InputError(
                f"{name}: {what}, which no {kind} is ({_said(error)}); get the file again"
            ) from error
        self.members = frozenset(self._zip.namelist())

    def read(self, member: str) -> bytes:
        """Unpack a member; raises `InputError` where it is not there, damaged, or packed to burst."""
        if member not in self.members:
            raise InputError(f"{self._name}: no {self._kind}, there is no {member[:80]!r} in it; convert it")
        about = self._zip.getinfo(member)
        if about.flag_bits & _ENCRYPTED:
            raise InputError(f"{self._name}: encrypted; save it without a password")
        if about.compress_type not in _METHODS:
            raise InputError(f"{self._name}: packed in a way that no {self._kind} is; save it again")
        try:
            with self._zip.open(about) as stream:
                # What the archive says of a member's size is not to be believed.
                data = stream.read(self._left + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            lzma.LZMAError,
            EOFError,
            ValueError,
            RuntimeError,
            OSError,
        ) as error:
            raise InputError(
                f"{self._name}: damaged at {member[:80]!r} ({_said(error)}); get it again"
            ) from error
        self._left -= len(data)
        if self._left < 0:
            raise InputError(
                f"{self._name}: over {MAX_BYTES // 1_000_000} MB once unpacked, too large for an article; split it"
            )
        return data


def _said(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
