"""Web archives are read as streams: every page an article named by its address, dated by itself alone."""

import gzip
import io
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from summarize.ingest.warc import read as read_warc
from summarize.records import Article
from tests.reading import PARAGRAPHS, failure, inputs, noted, one, put, read, said


def test_a_crawl_by_wget() -> None:
    """Pages are read, pictures, redirections, robots.txt and pages that are not there are passed by."""
    items = read(inputs("wget.warc.gz"))
    assert said(items) == ["http://127.0.0.1:8765/", "http://127.0.0.1:8765/two.html"]
    first, second = (item for item in items if isinstance(item, Article))
    assert (first.date, first.date_basis, first.url) == ("2018-03-20", "metadata", first.name)
    # The day of the crawl is none of publication.
    assert (second.date, second.date_basis) == ("", "unknown")
    assert "counted fourteen failures" in second.text


def test_a_crawl_by_warcio() -> None:
    """A packed page is read, its day that of its address; what comes again is noted, what cannot be read is said."""
    items = read(inputs("warcio.warc"))
    assert said(items) == [
        "https://gazette.example/2018/03/16/ferry",
        "!https://gazette.example/brotli: packed with 'br', not with gzip or deflate; save the page as .html",
    ]
    assert isinstance(items[0], Article)
    assert (items[0].date, items[0].title) == ("2018-03-16", "Ferry runs again")
    assert noted(inputs("warcio.warc")) == ["warcio.warc: captures of the same addresses again, passed by: 1"]


def record(url: str, reply: bytes, kind: str = "response", **fields: str) -> bytes:
    """Give a record of an archive."""
    stated = "".join(f"{key.replace('_', '-')}: {value}\r\n" for key, value in fields.items())
    head = f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n{stated}Content-Length: {len(reply)}\r\n\r\n"
    return head.encode() + reply + b"\r\n\r\n"


def answer(body: str, fields: str = "", status: str = "200 OK") -> bytes:
    """Give what a server answered."""
    return f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\n{fields}\r\n{body}".encode()


PAGE = f"<html><body><main>{PARAGRAPHS}</main></body></html>"


@pytest.mark.parametrize(
    "reply",
    [
        answer(PAGE),
        answer(f"{len(PAGE):x}\r\n{PAGE}\r\n0\r\n\r\n", "Transfer-Encoding: chunked\r\n"),
        # As some crawlers keep it: the chunks put together, the field left as it was.
        answer(PAGE, "Transfer-Encoding: chunked\r\n"),
    ],
)
def test_transfers(reply: bytes, tmp_path: Path) -> None:
    """A reply is read with its chunks as they came, or as the crawler put them together."""
    assert one(put(tmp_path, "a.warc", record("http://a.example/", reply))).text.startswith(
        "The harbour bridge"
    )


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_archives_that_are_cut_off(pack: type[bytes], tmp_path: Path) -> None:
    """What was read before the archive breaks off counts, and that it does is said."""
    whole = pack(record("http://a.example/", answer(PAGE))) + pack(record("http://b.example/", answer(PAGE)))
    name = "a.warc" if pack is bytes else "a.warc.gz"
    first, problem = said(read(put(tmp_path, name, whole[:-40])))
    assert first == "http://a.example/"
    assert problem.startswith(f"!{name}: ")
    assert "cut off" in problem or "damaged gzip data" in problem


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no page in this archive"),
        (b"<html></html>", "no web archive, or damaged"),
        (b"WARC/1.0\r\nContent-Length: -4\r\n\r\n", "damaged, a record states the length '-4'"),
        (b"WARC/1.0\r\n\r\n", "damaged, a record states the length ''"),
        (b"WARC/1.0\r\n" + b"a: b\r\n" * 3, "cut off inside a record"),
        (b"WARC/1.0\r\nContent-Length: 999999999999999\r\n\r\nabc", "cut off inside a record"),
        (
            record("http://a.example/", answer(PAGE, status="404 Not Found")),
            "no page in this archive (1 responses",
        ),
        (record("http://a.example/", answer(PAGE), "request"), "no page in this archive (0 responses"),
    ],
)
def test_broken_archives(content: bytes, says: str, tmp_path: Path) -> None:
    """What is no archive, broken, or without a page is an error in one line."""
    message = failure(put(tmp_path, "a.warc", content))
    assert message.startswith(f"a.warc: {says}")
    assert "\n" not in message


def test_pages_that_the_crawler_cut(tmp_path: Path) -> None:
    """A page that the crawler did not keep whole is an error, whatever it holds."""
    cut = record("http://a.example/", answer(PAGE), WARC_Truncated="length")
    short = record("http://b.example/", answer(PAGE, "Content-Length: 99999\r\n"))
    problems = said(read(put(tmp_path, "a.warc", cut + short)))
    assert [problem.partition(": ")[2].partition(";")[0].split(",")[0] for problem in problems] == [
        "cut off by the crawler (length)",
        "the answer was cut off",
    ]


class _Endless(io.RawIOBase):
    """A stream of many records that nobody ever held at once."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._rest = pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._rest = self._rest or next(self._pieces, b"")
        count = min(len(buffer), len(self._rest))
        buffer[:count], self._rest = self._rest[:count], self._rest[count:]
        return count


def test_archives_are_streamed() -> None:
    """An archive of 300 MB, of large files and a few pages, is read in the memory of one page."""
    film = record(
        "http://a.example/film", b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n" + b"\0" * 1_000_000
    )
    pages = (
        record(f"http://a.example/{number}", answer(PAGE)) if number % 100 == 0 else film
        for number in range(300)
    )
    stream = io.BufferedReader(_Endless(pages))
    next(iter(read_warc("warm.warc", io.BytesIO(record("http://a.example/", answer(PAGE))))))
    tracemalloc.start()
    try:
        assert len([item for item in read_warc("a.warc", stream) if isinstance(item, Article)]) == 3
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()
