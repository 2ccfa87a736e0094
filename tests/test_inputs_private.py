"""No page is fetched from this machine, its network or its cloud, by whatever road, unless the user allows it."""

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from summarize.errors import InputError
from summarize.ingest import read_articles
from summarize.ingest.web.hosts import is_public
from summarize.records import Article
from tests.reading import page
from tests.web import Site, names, serving

PUBLIC = "93.184.215.14"
PAGE = page("<title>Bridge shut</title>").encode()


def only(url: str, *, allow_private: bool = False) -> Article | InputError:
    """Fetch one address."""
    (item,) = read_articles([url], allow_private=allow_private)
    return item


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Site, list[str]]]:
    """Give a site that answers for the public address, and a list of the addresses connected to."""
    places: list[str] = []
    connect = socket.socket.connect
    with serving(Site({"/a": (200, {}, PAGE)})) as site:

        def diverted(self: socket.socket, place: tuple[Any, ...]) -> None:
            places.append(place[0])
            connect(self, ("127.0.0.1", site.port) if place[0] == PUBLIC else place)

        monkeypatch.setattr(socket.socket, "connect", diverted)
        yield site, places


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0.0.0.0",  # noqa: S104 - nothing binds to it
        "localhost",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "[::1]",
        "[::]",
        "[fe80::1]",
        "[fd00:ec2::254]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "224.0.0.1",
        "255.255.255.255",
    ],
)
def test_private_addresses_are_refused(host: str, connected: tuple[Site, list[str]]) -> None:
    """However it is written, a private address is refused before anything connects to it."""
    site, places = connected
    item = only(f"http://{host}:{site.port}/a")
    assert isinstance(item, InputError)
    assert "--allow-private" in str(item) or "was not found" in str(item)
    assert places == []


def test_private_pages_are_read_when_allowed(connected: tuple[Site, list[str]]) -> None:
    """The user may allow them."""
    site, _ = connected
    assert isinstance(only(site.url("/a"), allow_private=True), Article)


def test_names_of_private_addresses(
    connected: tuple[Site, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name is refused for any private address that it has, and the message says which."""
    _, places = connected
    monkeypatch.setattr(socket, "getaddrinfo", names({"news.example": [PUBLIC, "10.1.2.3"]}, []))
    assert "news.example is 10.1.2.3, an address of this machine or of a private network" in str(
        only("http://news.example/a")
    )
    assert places == []


def test_names_are_looked_up_once_a_request(
    connected: tuple[Site, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was checked is what is connected to: a name that changes its address in between gains nothing."""
    _, places = connected
    looked_up: list[str] = []
    turns = {"news.example": [f"{PUBLIC}|{PUBLIC}|127.0.0.1"]}
    monkeypatch.setattr(socket, "getaddrinfo", names(turns, looked_up))
    assert isinstance(only("http://news.example/a"), Article)
    # Once for robots.txt, and once for the page.
    assert (looked_up, places) == (["news.example"] * 2, [PUBLIC] * 2)


def test_a_name_that_turns_private(
    connected: tuple[Site, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that is public for robots.txt and private for the page is refused there."""
    _, places = connected
    monkeypatch.setattr(socket, "getaddrinfo", names({"news.example": [f"{PUBLIC}|127.0.0.1"]}, []))
    assert "news.example is 127.0.0.1" in str(only("http://news.example/a"))
    assert places == [PUBLIC]


@pytest.mark.parametrize(
    "location", ["http://127.0.0.1:{port}/a", "//169.254.169.254/latest", "http://inner.example/"]
)
@pytest.mark.parametrize("asked_for", ["/there", "/robots.txt"])
def test_redirections_to_private_addresses(
    location: str, asked_for: str, connected: tuple[Site, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A redirection is checked as an address that is given, that of robots.txt too."""
    site, places = connected
    real = socket.getaddrinfo
    table = names({"news.example": [PUBLIC], "inner.example": ["192.168.0.7"]}, [])
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, port, **kw: (table if "example" in host else real)(host, port, **kw),
    )
    site.pages[asked_for] = (302, {"Location": location.format(port=site.port)}, b"")
    item = only("http://news.example/there")
    assert "--allow-private" in str(item)
    assert set(places) == {PUBLIC}
    assert "/a" not in site.asked


def test_a_proxy_is_not_asked(connected: tuple[Site, list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would look names up by itself, so none is used."""
    _, places = connected
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setattr(socket, "getaddrinfo", names({"news.example": [PUBLIC]}, []))
    assert isinstance(only("http://news.example/a"), Article)
    assert set(places) == {PUBLIC}


@pytest.mark.parametrize(
    ("address", "public"),
    [
        (PUBLIC, True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("64:ff9b::5db8:d70e", True),
        ("64:ff9b::a00:1", False),
        ("2002:a00:1::", False),
        ("2001:0:a00:1::", False),
        ("198.18.0.1", False),
        ("192.0.2.1", False),
        ("ff02::1", False),
        ("239.1.1.1", False),
        ("168.63.129.16", False),
    ],
)
def test_what_is_public(address: str, public: bool) -> None:  # noqa: FBT001 - a case
    """Only addresses of the internet are public, and those that lead to such."""
    assert is_public(ipaddress.ip_address(address)) is public
