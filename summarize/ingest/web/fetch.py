"""One page from the web: its host asked first whether it may be read, every redirection checked like the first step."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from summarize.errors import InputError
from summarize.ingest.reply import Reply
from summarize.ingest.web import robots
from summarize.ingest.web.address import Address, joined, parse
from summarize.ingest.web.wire import AGENT, ask

_MOST_REDIRECTIONS = 5
_REDIRECTIONS = frozenset({301, 302, 303, 307, 308})
_SUGGESTED = {
    401: "it wants a password; save the page and give the file",
    402: "it wants to be paid; save the page and give the file",
    403: "it may not be read by programs; save the page and give the file",
    404: "there is no such page; check the address",
    410: "the page was taken away; look for a copy in a web archive",
    429: "the host asks for patience; try later",
    451: "the page is withheld for legal reasons; save the page from where it can be read",
}


@dataclass(frozen=True, slots=True)
class Page:
    """What came from an address: the one it came from in the end, and the server's answer."""

    address: Address
    reply: Reply


class Fetcher:
    """Fetches pages, from several threads if need be, and asks each host for its robots.txt once."""

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}

    def fetch(self, url: str) -> Page:
        """Fetch a page; raises `InputError`, naming the address as it was given, with the reason."""
        return self._follow(url, parse(url), check_robots=True)

    def _follow(self, name: str, address: Address, *, check_robots: bool) -> Page:
        for _ in range(_MOST_REDIRECTIONS + 1):
            if check_robots:
                self._refuse_forbidden(name, address)
            reply = ask(name, address, allow_private=self._allow_private)
            if reply.status not in _REDIRECTIONS:
                return Page(address, reply)
            location = reply.header.get("Location", "")
            if not location:
                raise InputError(f"{name}: redirected to nowhere (status {reply.status}); check the address")
            address = _next(name, address, location)
        raise InputError(f"{name}: redirected over {_MOST_REDIRECTIONS} times; give the address it ends at")

    def _refuse_forbidden(self, name: str, address: Address) -> None:
        with self._lock:
            host = self._hosts.setdefault(address.origin, _Host())
        with host.lock:
            if host.rules is None and not host.problem:
                try:
                    host.rules = self._rules(name, address)
                except InputError as error:
                    host.problem = str(error).removeprefix(f"{name}: ")
        if host.rules is None:
            raise InputError(f"{name}: {host.problem}")
        if not robots.is_allowed(host.rules, address.target):
            raise InputError(
                f"{name}: {address.host} asks programs not to read it (robots.txt); save the page and give the file"
            )

    def _rules(self, name: str, address: Address) -> Sequence[robots.Rule]:
        """Ask a host for its rules: without a robots.txt all is allowed, without an answer nothing (RFC 9309, 2.3.1)."""
        try:
            page = self._follow(name, parse(f"{address.origin}/robots.txt"), check_robots=False)
        except InputError as error:
            raise InputError(f"{error} (asked for /robots.txt)") from error
        status = page.reply.status
        if status >= 500:
            raise InputError(
                f"{name}: {address.host} does not say what may be read (robots.txt: status {status}); try later"
            )
        return robots.parse(page.reply.body, AGENT) if status == 200 else ()


class _Host:
    """What is known of a host; its lock is held while it is asked."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.rules: Sequence[robots.Rule] | None = None
        self.problem = ""


def refuse_failed(name: str, page: Page) -> None:
    """Raise `InputError` for an answer of any status but 200."""
    status = page.reply.status
    if status != 200:
        way_out = _SUGGESTED.get(status, "try later" if status >= 500 else "check the address")
        said = " ".join(page.reply.reason.split())[:60]
        raise InputError(f"{name}: status {status}{f' ({said})' if said else ''}, {way_out}")


def _next(name: str, address: Address, location: str) -> Address:
    try:
        return joined(address, location)
    except InputError as error:
        raise InputError(f"{name}: redirected to a bad address; {error}") from error
