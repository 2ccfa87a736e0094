"""Addresses of pages as users write them, in the parts that a request needs."""

import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from summarize.errors import InputError

_PORTS = {"http": 80, "https": 443}
_UNPRINTED = re.compile(r"[\s\0-\x1f\x7f]")
_LONGEST = 8_000
# What may stand in a path and a query as it is (RFC 3986), with what is escaped already.
_SAFE = "/:?#[]@!$&'()*+,;=-._~%"


@dataclass(frozen=True, slots=True)
class Address:
    """A page's address: `host` is in ASCII, `target` what is asked of it (path and query)."""

    url: str
    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> str:
        """Scheme, host and port, as one text."""
        return f"{self.scheme}://{self.authority}"

    @property
    def authority(self) -> str:
        """Host and port as the Host field has them: without the port that the scheme stands for."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def parse(url: str) -> Address:
    """Take an address apart; raises `InputError` for one that cannot be asked for."""
    shown = _shown(url)
    if len(url) > _LONGEST or _UNPRINTED.search(url):
        raise InputError(f"{shown}: no address that can be asked for (white space, or too long); check it")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = _ascii(parts.hostname or "")
    except (ValueError, UnicodeError) as error:
        raise InputError(f"{shown}: no address that can be asked for ({_said(error)}); check it") from error
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        raise InputError(
            f"{shown}: only http and https addresses are read; save the article and give the file"
        )
    if not host:
        raise InputError(f"{shown}: no host in this address; check it")
    if parts.username is not None or parts.password is not None:
        raise InputError(
            f"{scheme}://{host}: a name or a password stands in this address; save the page and give the file"
        )
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    return Address(url, scheme, host, port or _PORTS[scheme], _escaped(target))


def joined(base: Address, location: str) -> Address:
    """Give the address that a redirection from `base` leads to."""
    return parse(urljoin(base.url, _escaped(location.strip())))


def _ascii(host: str) -> str:
    # An IPv6 address has colons, and none of its letters is to be encoded.
    return host if ":" in host or host.isascii() else host.encode("idna").decode("ascii")


def _escaped(target: str) -> str:
    return quote(target, safe=_SAFE)


def _shown(url: str) -> str:
    """Write an address in one line of reasonable length."""
    line = _UNPRINTED.sub("?", url)
    return line if len(line) <= 200 else f"{line[:200]}..."


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__
