"""Pages are fetched politely and within bounds, never from where they must not be, and each failure is named."""

import gzip
import io
import socket
import ssl
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from summarize.errors import InputError
from summarize.ingest import read_articles, reply
from summarize.ingest.web import crawl, wire
from summarize.records import Article
from tests.reading import inputs, page, put, said
from tests.web import Site, names, serving

PAGE = page("<title>Bridge shut</title>").encode()


@pytest.fixture
def site() -> Iterator[Site]:
    """Give a server on loopback with a page."""
    with serving(Site({"/a": (200, {}, PAGE)})) as served:
        yield served


def got(*urls: str, allow_private: bool = True) -> list[Article | InputError]:
    """Fetch the addresses."""
    return list(read_articles(urls, allow_private=allow_private))


def failed(url: str, *, allow_private: bool = True) -> str:
    """Fetch what fails, and give the message behind the address."""
    (error,) = got(url, allow_private=allow_private)
    assert isinstance(error, InputError), error
    assert str(error).startswith(url.partition(" ")[0])
    assert "\n" not in str(error)
    return str(error).removeprefix(f"{url}: ")


def test_a_page(site: Site) -> None:
    """A page is an article named by its address; its host hears who asks, and that nothing is kept open."""
    (article,) = got(site.url("/a"))
    assert isinstance(article, Article)
    assert (article.name, article.url, article.title) == (site.url("/a"), site.url("/a"), "Bridge shut")
    assert article.text.startswith("The harbour bridge was closed")
    assert site.asked == ["/robots.txt", "/a"]
    assert site.fields[1]["User-Agent"].startswith("summarize/")
    assert site.fields[1]["Host"] == f"127.0.0.1:{site.port}"
    assert site.fields[1]["Connection"] == "close"


def test_days_of_addresses(site: Site) -> None:
    """Where a page states no day, the one in its address counts; one that it states goes before."""
    site.pages["/2018/03/28/a"] = (200, {}, PAGE)
    site.pages["/2018/03/28/b"] = (200, {}, page("<meta name=date content=2018-03-14>").encode())
    site.pages["/2018/13/28/c"] = (200, {}, PAGE)
    items = got(*(site.url(path) for path in ("/2018/03/28/a", "/2018/03/28/b", "/2018/13/28/c")))
    assert [(item.date, item.date_basis) for item in items if isinstance(item, Article)] == [
        ("2018-03-28", "metadata"),
        ("2018-03-14", "metadata"),
        ("", "unknown"),
    ]


@pytest.mark.parametrize(
    ("stated", "name"),
    [
        ("application/pdf", "weasyprint.pdf"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "pandoc.docx"),
        ("application/epub+zip", "pandoc.epub"),
        ("application/rss+xml; charset=utf-8", "feedgen.rss"),
        ("application/octet-stream", "pandoc.docx"),
        ("", "weasyprint.pdf"),
    ],
)
def test_media_types(stated: str, name: str, site: Site) -> None:
    """What comes is read as what its server calls it, or as it looks where that calls it nothing."""
    data = Path(inputs(name)).read_bytes()
    site.pages["/file"] = (200, {"Content-Type": stated}, data)
    item = got(site.url("/file"))[0]
    assert isinstance(item, Article)
    assert item.text == next(one.text for one in read_articles([inputs(name)]) if isinstance(one, Article))
    assert item.name.startswith(site.url("/file"))


def test_charsets(site: Site) -> None:
    """The charset that the server states counts, unless the bytes are UTF-8."""
    text = "Мост закрыт до вторника, сообщил мэр города."
    for number, codec in enumerate(("cp1251", "utf-8")):
        site.pages[f"/{number}"] = (
            200,
            {"Content-Type": "text/plain; charset=windows-1251"},
            text.encode(codec),
        )
    assert [item.text for item in got(site.url("/0"), site.url("/1")) if isinstance(item, Article)] == [
        text,
        text,
    ]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ((404, {}, b""), "status 404 (Not Found), there is no such page"),
        ((403, {}, b""), "status 403 (Forbidden), it may not be read by programs"),
        ((503, {}, b""), "status 503 (Service Unavailable), try later"),
        ((200, {"Content-Type": "image/png"}, b"\x89PNG"), "content type 'image/png'"),
        ((200, {"Content-Type": "application/zip"}, b"PK"), "content type 'application/zip'"),
        ((200, {}, b""), "empty"),
        ((200, {"Content-Length": "9000"}, PAGE), "the answer was cut off"),
        ((200, {"Transfer-Encoding": "chunked"}, b"fff\r\nThe bridge"), "the answer was cut off"),
        ((200, {"Content-Encoding": "br"}, b"abc"), "packed with 'br'"),
        ((200, {"Content-Encoding": "gzip"}, b"abc"), "damaged gzip data"),
        (
            (200, {"Content-Encoding": "gzip"}, gzip.compress(PAGE)[:-20]),
            "the answer was cut off in its gzip",
        ),
        ((302, {}, b""), "redirected to nowhere (status 302)"),
        ((302, {"Location": "/loop"}, b""), "redirected over 5 times"),
        ((302, {"Location": "file:///etc/passwd"}, b""), "redirected to a bad address"),
        ((302, {"Location": "ftp://a.example/"}, b""), "redirected to a bad address"),
    ],
)
def test_failures_are_named(answer: tuple[int, dict[str, str], bytes], says: str, site: Site) -> None:
    """A page that does not come is an error with its address and the reason, and the others go on."""
    site.pages["/loop"] = answer
    message = failed(site.url("/loop"))
    assert message.startswith(says), message
    items = got(site.url("/loop"), site.url("/a"))
    assert [isinstance(item, Article) for item in items] == [False, True]


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://", "no host"),
        ("http://name:word@a.example/", ""),
        ("http://a.example:99999/", "no address that can be asked for"),
        ("http://a.example/\r\nX: y", ""),
        ("http://[::1/", "no address that can be asked for"),
        ("http://a.example/" + "a" * 9_000, ""),
    ],
)
def test_addresses_that_are_none(url: str, says: str) -> None:
    """An address that cannot be asked for is an error, and nothing of a password is said."""
    (error,) = got(url)
    assert says in str(error)
    assert "word@" not in str(error)
    assert len(str(error).splitlines()) == 1
    assert len(str(error)) < 400


def test_packed_pages(site: Site) -> None:
    """A page may come packed, and in chunks."""
    packed = gzip.compress(PAGE)

    def chunked(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        for place in range(0, len(PAGE), 100):
            piece = PAGE[place : place + 100]
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        handler.wfile.write(b"0\r\n\r\n")

    site.pages |= {"/gz": (200, {"Content-Encoding": "gzip"}, packed), "/chunks": chunked}
    items = got(site.url("/a"), site.url("/gz"), site.url("/chunks"))
    assert len({item.text for item in items if isinstance(item, Article)}) == 1
    assert len(items) == 3


def test_sizes_are_bounded(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page too long, on the wire or once unpacked, is refused before it has all come."""
    monkeypatch.setattr(reply, "MAX_BODY", 100_000)
    monkeypatch.setattr(wire, "_MOST_BYTES", 200_000)
    sent = 0

    def endless(handler: BaseHTTPRequestHandler) -> None:
        nonlocal sent
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        try:
            while sent < 50_000_000:
                sent += handler.wfile.write(b"a" * 10_000)
        except OSError:
            pass

    def endless_header(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 10_000)

    site.pages |= {
        "/long": endless,
        "/fields": endless_header,
        "/bomb": (200, {"Content-Encoding": "gzip"}, gzip.compress(b"a" * 5_000_000)),
    }
    assert "too large" in failed(site.url("/long"))
    assert sent < 50_000_000
    assert "too large" in failed(site.url("/bomb"))
    assert "broken answer" in failed(site.url("/fields"))


def test_times_are_bounded(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that is silent, or sends a byte at a time, is given up."""
    monkeypatch.setattr(wire, "IDLE", 0.3)
    monkeypatch.setattr(wire, "WHOLE", 0.8)

    def dripping(handler: BaseHTTPRequestHandler) -> None:
        try:
            for _ in range(60):
                handler.wfile.write(b"H")
                time.sleep(0.1)
        except OSError:
            pass

    site.pages |= {"/silent": lambda _: time.sleep(1), "/drip": dripping}
    began = time.monotonic()
    assert "no whole answer within" in failed(site.url("/silent"))
    assert "no whole answer within" in failed(site.url("/drip"))
    assert time.monotonic() - began < 4


def test_hosts_that_are_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host without a name or without a server is said."""
    monkeypatch.setattr(socket, "getaddrinfo", names({}, []))
    assert failed("http://nowhere.example/").startswith("the host 'nowhere.example' was not found")
    monkeypatch.undo()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        assert failed(closed).startswith("cannot be reached (Connection refused)")


def test_addresses_among_paths(site: Site, tmp_path: Path) -> None:
    """Addresses have their place among the paths, each is fetched once, and those of the list come last."""
    listed = put(tmp_path, "urls.list", f"# mine\n\n{site.url('/a')}\n{site.url('/b')}\n/etc/passwd\n")
    path = put(tmp_path, "x.txt")
    site.pages["/b"] = (200, {}, PAGE)
    items = read_articles([site.url("/a"), path, site.url("/a#part")], urls=Path(listed), allow_private=True)
    found = said(items)
    assert found[:3] == [site.url("/a"), "x.txt", site.url("/b")]
    assert found[3].endswith("urls.list: line 5, '/etc/passwd', is no http or https address; mend or drop it")
    assert len(found) == 4
    assert site.asked.count("/a") == 1


def test_a_list_that_is_not_there(tmp_path: Path) -> None:
    """A list that cannot be read is an error with its name."""
    (line,) = said(read_articles([], urls=tmp_path / "urls.txt"))
    assert "urls.txt: cannot be read (No such file or directory)" in line


def test_hosts_are_not_crowded(site: Site) -> None:
    """Pages come several at once, two at most from one host, in the order given; robots.txt is asked for once."""

    def slow(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.02)
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE)

    paths = [f"/p{number}" for number in range(40)]
    site.pages |= dict.fromkeys(paths, slow)
    urls = [site.url(path) for path in paths]
    assert said(got(*urls)) == urls
    assert site.most_at_once == 2
    assert site.asked.count("/robots.txt") == 1


def test_what_is_not_wanted_is_not_fetched(site: Site) -> None:
    """Who stops reading stops the fetching: pages are fetched ahead, but not all of them."""
    paths = [f"/p{number}" for number in range(80)]
    site.pages |= dict.fromkeys(paths, (200, {}, PAGE))
    articles = read_articles([site.url(path) for path in paths], allow_private=True)
    next(articles)
    time.sleep(0.3)
    articles.close()  # type: ignore[attr-defined]
    asked = len(site.asked)
    assert asked < 40
    time.sleep(0.1)
    assert len(site.asked) <= asked + crawl.AT_ONCE


@pytest.mark.parametrize(
    ("robots", "is_read"),
    [
        ((404, {}, b""), True),
        ((403, {}, b""), True),
        ((200, {}, b"User-agent: *\nDisallow: /"), False),
        ((200, {}, b"User-agent: *\nDisallow: /b"), True),
        ((200, {}, b"User-agent: summarize\nAllow: /\n\nUser-agent: *\nDisallow: /"), True),
        ((200, {}, b"User-agent: Summarize/1\nDisallow: /a\n\nUser-agent: *\nAllow: /"), False),
        ((301, {"Location": "/other.txt"}, b""), False),
        ((500, {}, b""), False),
    ],
)
def test_robots_are_heard(robots: tuple[int, dict[str, str], bytes], is_read: bool, site: Site) -> None:  # noqa: FBT001 - a case
    """A host's robots.txt decides what is read; one that breaks forbids, one that is not there allows."""
    site.pages |= {"/robots.txt": robots, "/other.txt": (200, {}, b"User-agent: *\nDisallow: /a")}
    (item,) = got(site.url("/a"))
    assert isinstance(item, Article) == is_read
    assert ("/a" in site.asked) == is_read
    if not is_read:
        assert "robots.txt" in str(item)


def test_robots_of_where_it_leads(site: Site) -> None:
    """A redirection is not followed to where robots may not go."""
    site.pages |= {
        "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /private"),
        "/there": (302, {"Location": "/private/a"}, b""),
    }
    assert "robots.txt" in failed(site.url("/there"))
    assert "/private/a" not in site.asked


def test_secure_connections_prove_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """TLS is spoken to the checked address, and for the name that was given."""
    seen: list[object] = []

    class Context:
        def wrap_socket(self, connection: socket.socket, server_hostname: str) -> socket.socket:
            seen.extend((connection.getpeername()[0], server_hostname))
            raise ConnectionError

    monkeypatch.setattr(ssl, "create_default_context", Context)
    with serving(Site()) as site:
        monkeypatch.setattr(socket, "getaddrinfo", names({"news.example": ["127.0.0.1"]}, []))
        failed(f"https://news.example:{site.port}/a")
    assert seen == ["127.0.0.1", "news.example"]


def test_a_reply_in_an_archive() -> None:
    """A reply is taken apart the same from bytes, as web archives hold them."""
    data = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=x\r\n\r\nText."
    answer = reply.read_reply("a", io.BytesIO(data))
    assert (answer.status, answer.media_type, answer.charset, answer.body) == (
        200,
        "text/plain",
        "x",
        b"Text.",
    )


def test_letters_in_addresses(site: Site) -> None:
    """Letters beyond ASCII are asked for escaped, and what is escaped stays as it is."""
    site.pages["/caf%C3%A9?q=%C3%BC&r=%20"] = (200, {}, PAGE)
    (article,) = got(site.url("/café?q=ü&r=%20#part"))
    assert isinstance(article, Article), article
    assert article.name == site.url("/café?q=ü&r=%20#part")
