"""Host names into the addresses of machines that may be asked: public ones, unless private ones are allowed."""

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

from summarize.errors import InputError

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
SocketAddress = tuple[socket.AddressFamily, tuple[Any, ...]]

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""Through these, networks of version 6 alone reach machines of version 4 (RFC 6052)."""
_AZURE = "168.63.129.16"
"""What answers there is the machine's own cloud, though the address is a public one."""


def resolve(name: str, host: str, port: int, *, allow_private: bool) -> list[SocketAddress]:
    """Look a host up once, and give the addresses to connect to.

    They are to be used as they are: who looks the name up again may be told another machine (DNS rebinding).
    Raises `InputError`, naming `name`, where the host is unknown or any of its addresses is not public.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise InputError(
            f"{name}: the host {host!r} was not found ({_said(error)}); check the address"
        ) from error
    if not found:
        raise InputError(f"{name}: the host {host!r} has no address; check it")
    addresses = [(family, place) for family, _, _, _, place in found]
    if not allow_private:
        for _, place in addresses:
            _refuse_private(name, host, str(place[0]))
    return list(dict.fromkeys(addresses))


def is_public(address: IP) -> bool:
    """Tell whether an address is one of the internet's: not of this machine, its network, its cloud, or a group.

    Addresses of version 6 that lead to one of version 4 are as public as that is.
    """
    if isinstance(address, ipaddress.IPv6Address) and address in _NAT64:
        return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return str(address) != _AZURE and all(
        one.is_global and not one.is_multicast and not one.is_reserved for one in (address, *_inside(address))
    )


def _inside(address: IP) -> Iterator[IP]:
    """Give the addresses of version 4 that one of version 6 stands for."""
    if isinstance(address, ipaddress.IPv6Address):
        for inner in (address.ipv4_mapped, address.sixtofour, *(address.teredo or ())):
            if inner is not None:
                yield inner


def _refuse_private(name: str, host: str, place: str) -> None:
    try:
        address = ipaddress.ip_address(place.partition("%")[0])
    except ValueError:
        address = None
    # What cannot be read as an address cannot be known to be public.
    if address is None or "%" in place or not is_public(address):
        raise InputError(
            f"{name}: {host} is {place}, an address of this machine or of a private network; "
            "--allow-private lets it be read"
        )


def _said(error: Exception) -> str:
    return str(getattr(error, "strerror", "") or error) or type(error).__name__
