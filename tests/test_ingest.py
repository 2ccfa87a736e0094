"""Files become articles in a fixed order; what cannot be read is said, by name, in its place."""

import errno
import gzip
import io
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.ingest import READERS, load, read_articles
from summarize.records import Article, Basis
from tests.reading import STORY, cases, failure, one, page, put, read, said


@pytest.mark.parametrize("case", cases("ingest_names.yaml"), ids=lambda case: case["why"])
def test_names_and_order(case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is given is found, in its order, under the shortest name that is its own."""
    for name in case["files"]:
        put(tmp_path, name)
    monkeypatch.chdir(tmp_path)
    found = said(read(*case["give"]))
    assert len(found) == len(case["names"]), found
    for name, expected in zip(found, case["names"], strict=True):
        assert name.startswith(expected) if expected.startswith("!") else name == expected


def test_names_do_not_depend_on_the_place(tmp_path: Path) -> None:
    """The same folder gives the same names, wherever it lies and however it is given."""
    for place in ("one", "two/three"):
        for name in ("x.txt", "b/x.txt", "b/y.txt"):
            put(tmp_path / place / "story", name)
    names = [said(read(str(tmp_path / place / "story"))) for place in ("one", "two/three")]
    assert names == [["b/x.txt", "b/y.txt", "x.txt"]] * 2


def test_absolute_patterns(tmp_path: Path) -> None:
    """A pattern may begin at the root."""
    put(tmp_path, "a/x.txt")
    put(tmp_path, "b/y.txt")
    assert said(read(f"{tmp_path}/*/*.txt")) == ["x.txt", "y.txt"]


def test_files_are_opened_as_they_are_asked_for(tmp_path: Path) -> None:
    """A file that goes before its turn is an error in its place, and not before."""
    put(tmp_path, "a.txt")
    path = Path(put(tmp_path, "b.txt"))
    articles = read_articles([str(tmp_path)])
    assert said([next(articles)]) == ["a.txt"]
    path.unlink()
    assert said(articles) == [
        "!b.txt: cannot be read (No such file or directory); check the file and its permissions"
    ]


def test_loops_of_links_end(tmp_path: Path) -> None:
    """Links that lead back up are not followed, others are, and each file is read once."""
    put(tmp_path, "story/a/x.txt")
    put(tmp_path, "secret.txt")
    put(tmp_path, "elsewhere/y.txt")
    links = {"a/self": ".", "a/up": "..", "above": "../..", "b": "a", "c": "../elsewhere", "z.txt": "a/x.txt"}
    for name, target in links.items():
        (tmp_path / "story" / name).symlink_to(target)
    for given_ in ("story", "story/**/*.txt"):
        names = [name.rpartition("/")[2] for name in said(read(str(tmp_path / given_)))]
        assert sorted(names) == ["x.txt", "y.txt"]


def test_broken_links_are_said(tmp_path: Path) -> None:
    """A link to nowhere, or to itself, is an error like any file that cannot be read."""
    (tmp_path / "gone.txt").symlink_to("nowhere.txt")
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    assert [line.partition(" (")[0] for line in said(read(str(tmp_path)))] == [
        "!gone.txt: cannot be read",
        "!loop.txt: cannot be read",
    ]


def test_pipes_do_not_block(tmp_path: Path) -> None:
    """A named pipe is no file to read."""
    os.mkfifo(tmp_path / "a.txt")
    assert failure(str(tmp_path)).startswith("a.txt: not a regular file")


def test_a_path_with_nul_is_said(tmp_path: Path) -> None:
    """A path that no system takes is not there."""
    assert "no such file or folder" in failure(f"{tmp_path}/a\0b.txt")


def test_a_name_that_is_no_utf8_is_written_out(tmp_path: Path) -> None:
    """A file name of other bytes is read, and its name can be printed."""
    try:
        (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("The bridge is closed.")
    except OSError:
        pytest.skip("this file system takes UTF-8 alone")
    assert said(read(str(tmp_path))) == ["caf\\xe9.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize(
    ("given_", "names", "denied"),
    [("", ["b/y.txt"], 2), ("*", ["y.txt"], 2), ("**/*.txt", ["y.txt"], 2), ("a/x.txt", [], 1)],
)
def test_what_may_not_be_read_is_said(given_: str, names: list[str], denied: int, tmp_path: Path) -> None:
    """Files and folders without permission are named with the reason; the others go on."""
    for name in ("a/x.txt", "b/y.txt", "c.txt"):
        put(tmp_path, name)
    locked = (tmp_path / "a", tmp_path / "c.txt")
    for path in locked:
        path.chmod(0)
    lines = said(read(str(tmp_path / given_)))
    for path in locked:
        path.chmod(0o700)
    assert [line for line in lines if not line.startswith("!")] == names
    assert sum("Permission denied" in line for line in lines) == denied == len(lines) - len(names)


@pytest.mark.parametrize("case", cases("ingest_encodings.yaml"), ids=lambda case: case["text"][:30])
def test_encodings(case: dict[str, Any], tmp_path: Path) -> None:
    """Text is decoded to the letter, short as it may be, and so are its line ends and hard spaces."""
    for encoding in case["as"]:
        assert one(put(tmp_path, "a.txt", case["text"].encode(encoding))).text == case["text"], encoding
        long = case["text"] * 200
        assert one(put(tmp_path, "a.txt", long.encode(encoding))).text == long, encoding


def test_damaged_utf8(tmp_path: Path) -> None:
    """UTF-8 that was cut, or has a stray byte, stays UTF-8: no other letter changes."""
    text = "“We don’t know,” the mayor said – and left. José’s café stayed open."
    cut = f"{text} “Yes.”".encode()[:-1]
    assert one(put(tmp_path, "a.txt", cut)).text == f"{text} “Yes.\N{REPLACEMENT CHARACTER}"
    stray = text.encode().replace(b"and", b"\xe9nd")
    assert one(put(tmp_path, "a.txt", b"\xef\xbb\xbf" + stray)).text == text.replace(
        "and", "\N{REPLACEMENT CHARACTER}nd"
    )


@pytest.mark.parametrize(
    "declared", ["windows-1251", "x-no-such-charset", "utf-16", "rot13", "unicode-escape"]
)
@pytest.mark.parametrize("tag", ["<meta charset={}>", "<meta http-equiv=x content='text/html; charset={}'>"])
def test_declared_charsets(declared: str, tag: str, tmp_path: Path) -> None:
    """A page is in the charset it declares, where that is one; what it says besides is left unheard."""
    text = "Мост закрыт до вторника, сообщил мэр города. Причина — трещины в двух опорах моста."
    markup = f"<html><head>{tag.format(declared)}</head><body><p>{text}</p></body></html>"
    assert one(put(tmp_path, "a.html", markup.encode("cp1251"))).text == text


def test_declared_latin1_is_windows_1252(tmp_path: Path) -> None:
    """Pages that declare Latin-1 have the quotes and dashes of Windows-1252, as browsers know."""
    markup = "<html><head><meta charset='ISO-8859-1'></head><body><p>“We don’t know – yet.”</p></body></html>"
    assert one(put(tmp_path, "a.html", markup.encode("cp1252"))).text == "“We don’t know – yet.”"


@pytest.mark.parametrize(
    "case", cases("ingest_bytes.yaml"), ids=lambda case: f"{case['file']}: {case['says']}"[:60]
)
def test_what_is_no_article(case: dict[str, Any], tmp_path: Path) -> None:
    """A file without an article in it is an error in one line, which begins with its name."""
    message = failure(put(tmp_path, case["file"], case["bytes"].encode("latin-1")))
    assert message.startswith(f"{case['file']}: {case['says']}")
    assert "\n" not in message


@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_text_is_kept_as_it_is(suffix: str, tmp_path: Path) -> None:
    """Text and Markdown stay as decoded, so that offsets hold."""
    text = " *One*\r\n\r\nTwo\xa0words.\n\n"
    assert one(put(tmp_path, f"a{suffix}", text)) == Article(name=f"a{suffix}", text=text)


@pytest.mark.parametrize("suffix", READERS)
def test_every_format_is_read_packed(suffix: str, tmp_path: Path) -> None:
    """A file of any kind may be packed with gzip."""
    content = {".json": '{"text": "The bridge is closed."}', ".html": "<p>The bridge is closed.</p>"}
    plain = content.get({".jsonl": ".json", ".htm": ".html"}.get(suffix, suffix), "The bridge is closed.")
    article = one(put(tmp_path, f"a{suffix}.GZ", gzip.compress(plain.encode())))
    assert (article.name, article.text) == (f"a{suffix}.GZ", "The bridge is closed.")


def test_damaged_gzip(tmp_path: Path) -> None:
    """A packed file that was cut or damaged is an error, whatever came before the damage."""
    packed = gzip.compress(b"The bridge is closed. " * 100)
    for damaged in (packed[:-12], packed[:12] + b"\xff\xff\xff" + packed[15:], packed[:-8] + bytes(8)):
        assert failure(put(tmp_path, "a.txt.gz", damaged)).startswith("a.txt.gz: damaged gzip data (")


def test_what_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit holds for what is unpacked, to the byte; the file itself may be small."""
    assert failure(put(tmp_path, "bomb.txt.gz", gzip.compress(b"A" * (load.MAX_BYTES + 1), 1))).startswith(
        "bomb.txt.gz: over 50 MB"
    )
    monkeypatch.setattr(load, "MAX_BYTES", 10)
    assert one(put(tmp_path, "a.txt", "A" * 10)).text == "A" * 10
    assert failure(put(tmp_path, "a.txt", "A" * 11)).startswith("a.txt: over ")
    assert failure("-", stdin=b"A" * 11).startswith("stdin: over ")


@pytest.mark.parametrize("case", cases("ingest_front_matter.yaml"), ids=lambda case: case["file"][:40])
def test_front_matter(case: dict[str, Any], tmp_path: Path) -> None:
    """Front matter gives the metadata and is passed by; a horizontal rule is no front matter."""
    article = one(put(tmp_path, "a.md", case["file"]))
    text = case["file"].removeprefix("\ufeff")
    basis: Basis = "front matter" if "date" in case["gives"] else "unknown"
    assert article.text[article.start :] == case["text"]
    assert article == Article("a.md", text, start=article.start, date_basis=basis, **case["gives"])


@pytest.mark.parametrize("case", cases("ingest_records.yaml"), ids=lambda case: str(case["record"])[:60])
def test_fields_of_records(case: dict[str, Any], tmp_path: Path) -> None:
    """A record's fields are found under the usual names, dates as they are stated."""
    article = one(put(tmp_path, "a.json", json.dumps(case["record"])))
    basis: Basis = "record" if "date" in case["gives"] else "unknown"
    expected = Article("a.json", "The bridge is closed.", date_basis=basis)
    assert article == replace(expected, **case["gives"])


RECORDS = [{"text": "One."}, {"text": "Two."}, {"title": "None"}, "text", {"text": "Five."}]
RECORDS_SAID = [
    "a#1",
    "a#2",
    "!a#3: record 3 has no text; it is looked for in 'text', 'body', 'content', there is 'title'",
    "!a#4: record 4 is no JSON object; each article needs one",
    "a#5",
]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", json.dumps(RECORDS)),
        ("a.json", json.dumps({"articles": RECORDS, "count": 5})),
        ("a.json", "\n".join(map(json.dumps, RECORDS))),
        ("a.jsonl", "\n".join(map(json.dumps, RECORDS))),
        ("a.jsonl", "\r\n\r\n".join(map(json.dumps, RECORDS)) + "\r\n"),
        ("a.jsonl", json.dumps(RECORDS, indent=1)),
    ],
    ids=["array", "articles", "lines in .json", "lines", "lines with blanks", "array in .jsonl"],
)
def test_files_of_several_records(name: str, content: str, tmp_path: Path) -> None:
    """Each record is an article of its number; one that is none is an error, and the others go on."""
    assert [line.replace(name, "a") for line in said(read(put(tmp_path, name, content)))] == RECORDS_SAID


def test_a_broken_line_is_named_by_its_number(tmp_path: Path) -> None:
    """Lines are counted in the file, records among themselves."""
    path = put(tmp_path, "a.jsonl", '{"text": "One\u2028line."}\n\n{"text": broken}\n{"text": "Three."}')
    assert said(read(path)) == [
        "a.jsonl#1",
        "!a.jsonl#2: line 3 is no JSON (Expecting value at column 10); mend or drop it",
        "a.jsonl#3",
    ]


def test_json_that_breaks_readers(tmp_path: Path) -> None:
    """Nesting without end and numbers without end are errors, not the end of the run."""
    deep, huge = "[" * 100_000, '{"text": "A.", "date": ' + "9" * 5_000 + "}"
    for name, content in (("a.json", deep), ("a.json", huge), ("a.jsonl", '{"a":' + deep), ("a.jsonl", huge)):
        assert failure(put(tmp_path, name, content)).startswith(name)


def test_a_record_may_hold_a_page(tmp_path: Path) -> None:
    """HTML inside a record is read as a page, whose own metadata stand behind the record's."""
    head = "<title>Bridge shut</title><meta name='date' content='2018-03-14'>"
    record = {"text": page(head), "publisher": "The Herald"}
    article = one(put(tmp_path, "a.json", json.dumps(record)))
    assert article.text == "\n".join(STORY)
    assert (article.title, article.publisher) == ("Bridge shut", "The Herald")
    assert (article.date, article.date_basis) == ("2018-03-14", "metadata")
    dated = one(put(tmp_path, "a.json", json.dumps(record | {"date": "13 March 2018"})))
    assert (dated.date, dated.date_basis) == ("13 March 2018", "record")


@pytest.mark.parametrize("case", cases("ingest_stdin.yaml"), ids=lambda case: case["stdin"][:40])
def test_standard_input(case: dict[str, Any]) -> None:
    """What comes through standard input is known by its looks."""
    articles = read("-", stdin=case["stdin"].encode())
    assert [(item.name, item.text) for item in articles if isinstance(item, Article)] == list(
        map(tuple, case["gives"])
    )
    assert len(articles) == len(case["gives"])
    assert case.get("title") in (None, *(item.title for item in articles if isinstance(item, Article)))


def test_standard_input_among_files(tmp_path: Path) -> None:
    """Standard input has its place among the paths, and is read once."""
    path = put(tmp_path, "a.txt")
    assert said(read("-", path, "-", stdin=b"The ferry runs.")) == ["stdin", "a.txt"]
    assert failure("-").startswith("stdin: empty")
    assert failure("-", stdin=b'{"text": ').startswith("stdin: broken JSON")


def test_standard_input_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard input that is closed, missing or broken is an error like any other."""
    closed = io.BytesIO()
    closed.close()
    assert said(read_articles(["-"], stdin=closed)) == [
        "!stdin: closed; pipe the text in, or give a path instead of -"
    ]
    monkeypatch.setattr(sys, "stdin", None)
    assert said(read_articles(["-"])) == ["!stdin: closed; pipe the text in, or give a path instead of -"]

    class Failing(io.BytesIO):
        def read(self, *_: object) -> bytes:
            raise OSError(errno.EIO, "Input/output error")

    (error,) = read_articles(["-"], stdin=Failing())
    assert str(error).startswith("stdin: cannot be read (Input/output error)")


PIECES = st.sampled_from(
    '<html> <body> <p> </p> <div <!-- --> <meta <script> &amp; --- title: [ ] { } " : , # 2018-03-14 '
    '{"text":"A."} {"articles":[ The \n \r\n \x00 \xa0 \ufeff é “'.split(" ")
)
CONTENT = (
    st.binary(max_size=400)
    | st.lists(PIECES, max_size=40).map(lambda pieces: " ".join(pieces).encode())
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["text", "Body", "title", "date", "source", "articles", "url"]), inner
            )
        ),
        max_leaves=12,
    ).map(lambda value: json.dumps(value).encode())
)


@settings(deadline=None, max_examples=150)
@given(
    content=CONTENT,
    suffix=st.sampled_from([*READERS, *(f"{suffix}.gz" for suffix in READERS)]),
    packed=st.sampled_from([bytes, gzip.compress]),
)
def test_nothing_is_raised(
    content: bytes, suffix: str, packed: Callable[[bytes], bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever bytes a file holds, articles with a text that can be written, or named errors, come of it."""
    path = put(tmp_path_factory.getbasetemp(), f"any{suffix}", packed(content))
    for items in (read(path), read("-", stdin=content)):
        assert items
        for item in items:
            if isinstance(item, Article):
                assert item.text[item.start :].strip()
                assert repr(item).encode()
                assert item.text.encode()
            else:
                assert str(item).startswith(("any", "stdin"))
                assert "\n" not in str(item)


def test_the_network_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No page makes the reader ask another machine, not even one that is nothing but an address."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something was looked up")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    link = "https://herald.example/a"
    one(put(tmp_path, "a.html", page(f"<link rel=canonical href={link}><meta name=date content={link}>")))
    assert one(put(tmp_path, "b.html", link)).text == link
    assert one(put(tmp_path, "c.json", json.dumps({"text": link}))).text == link


RUN = """
import sys
from summarize.ingest import read_articles
for item in read_articles(sys.argv[1:]): print(ascii(item))
"""


def test_the_machine_does_not_matter(tmp_path: Path) -> None:
    """Another time zone, language or hash seed reads the same, and nothing is logged on the side."""
    head = "<meta property='article:published_time' content='2018-03-14T23:30:00-05:00'>"
    put(tmp_path, "a.html", page(head, body="<script type='application/ld+json'>{broken</script>"))
    put(tmp_path, "b.html", "<html></html>")
    put(tmp_path, "c.txt", "José’s café is open. Мост закрыт до вторника, сообщил мэр города.")
    put(tmp_path, "d.txt", "Мост закрыт до вторника, сообщил мэр города.".encode("cp1251"))
    put(tmp_path, "é/e.json", '[{"text": "A.", "date": 1521068400}]')
    runs = [
        subprocess.run(
            [sys.executable, "-W", "error", "-c", RUN, str(tmp_path)],
            env={**os.environ, "TZ": zone, "LANG": language, "LC_ALL": language, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        )
        for zone, language, seed in (("Asia/Tokyo", "C", "1"), ("America/Los_Angeles", "C.UTF-8", "2"))
    ]
    assert runs[0].stdout == runs[1].stdout
    assert b"2018-03-14" in runs[0].stdout
    assert [run.stderr for run in runs] == [b"", b""]


def test_the_import_is_light() -> None:
    """What only some files need is not loaded before they are read."""
    heavy = {"trafilatura", "htmldate", "lxml", "yaml", "charset_normalizer", "dateparser"}
    heavy |= {"pypdfium2", "ssl", "http", "pyexpat", "zipfile", "email"}
    code = "import sys, summarize.ingest; print(*(name.partition('.')[0] for name in sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert heavy.isdisjoint(loaded)
