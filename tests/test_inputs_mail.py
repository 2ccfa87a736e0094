"""Mails, mailboxes and feeds become articles with the day, the title and the publisher that they state."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from summarize.records import Article
from tests.reading import PARAGRAPHS, failure, inputs, noted, one, put, read, said


def test_newsletters() -> None:
    """A newsletter is the article of its HTML part, dated by its Date field where it was written."""
    article = one(inputs("newsletter.eml"))
    assert article.text.split("\n") == [
        (
            "The ferry to Marrow Point runs again every two hours, the cooperative announced on Friday. "
            "It had been stopped on February 12, the day after a trawler lost its way."
        ),
        "“We waited for the lamp,” its captain said. Tickets cost 40 crowns, as before.",
        (
            "The regional parliament put the lighthouse on its agenda for May 8. "
            "A contribution of 90,000 crowns a year is under discussion."
        ),
    ]
    assert article.title == "Das Café am Hafen schließt – and the ferry runs again"
    assert article.publisher == "The Quayside Gazette"
    assert (article.date, article.date_basis) == ("2018-03-16", "metadata")


def test_attachments_are_named() -> None:
    """What is attached is not read, and its name is noted."""
    assert noted(inputs("newsletter.eml")) == [
        "newsletter.eml: the attachment 'timetable.pdf' was not read; save it and give it too"
    ]


MAIL = "From: Harbour Office <office@harbour.example>\nDate: {}\nSubject: Foghorn\n{}\n\n{}\n"
BODY = "The foghorn will be tested on March 14, 2018, between ten and eleven."


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("Tue, 13 Mar 2018 23:59:00 -0900", "2018-03-13"),
        ("Tue, 13 Mar 2018 00:01:00 +0900", "2018-03-13"),
        ("13 Mar 18 10:00 GMT", "2018-03-13"),
        ("2018-03-13 10:00", "2018-03-13 10:00"),
        ("yesterday", ""),
        ("", ""),
    ],
)
def test_days_of_mails(stated: str, day: str, tmp_path: Path) -> None:
    """A mail's day is the one on the calendar of who wrote it; one that is no date is none."""
    assert one(put(tmp_path, "a.eml", MAIL.format(stated, "", BODY))).date == day


@pytest.mark.parametrize(
    ("fields", "body"),
    [
        (
            "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable",
            b"Caf=E9 ferm=E9.",
        ),
        (
            "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64",
            b"Q2Fmw6kgZmVybcOpLg==",
        ),
        ("Content-Type: text/plain; charset=us-ascii", "Café fermé.".encode()),
        ("Content-Type: text/plain; charset=no-such", "Café fermé.".encode("cp1252")),
    ],
)
def test_charsets_of_mails(fields: str, body: bytes, tmp_path: Path) -> None:
    """A part is decoded as it says, or as it looks where it says something else than it is."""
    head = f"From: a@b.example\nSubject: x\n{fields}\n\n".encode()
    assert one(put(tmp_path, "a.eml", head + body)).text.strip() == "Café fermé."


def test_mails_in_shifted_charsets(tmp_path: Path) -> None:
    """A charset whose bytes are all ASCII is heard, or nothing could be read."""
    text = "灯台は三月に再び灯された。"
    head = b"From: a@b.example\nContent-Type: text/plain; charset=iso-2022-jp\n\n"
    assert one(put(tmp_path, "a.eml", head + text.encode("iso-2022-jp"))).text == text


def test_signatures(tmp_path: Path) -> None:
    """The signature is no part of the article."""
    path = put(tmp_path, "a.eml", MAIL.format("", "", f"{BODY}\n-- \nHarbour Office\nQuay 1"))
    assert one(path).text.strip() == BODY
    assert one(path).publisher == "Harbour Office"


def test_mails_that_are_cut_off(tmp_path: Path) -> None:
    """A mail that ends inside its parts is read as far as it goes, with a note; before them it is an error."""
    whole = Path(inputs("newsletter.eml")).read_bytes()
    path = put(tmp_path, "a.eml", whole[: whole.index(b"<table>") + 500])
    assert noted(path) == ["a.eml: cut off inside this mail; its end may be missing"]
    assert "The ferry to Marrow Point" in one(path).text
    assert failure(put(tmp_path, "b.eml", whole[: whole.index(b"boundary") + 60])).startswith("b.eml: ")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no mail"),
        (b"\0\1\2" * 50, "no mail"),
        (b"%PDF-1.7", "no mail"),
        (b"The bridge is closed.\n", "no mail"),
        (MAIL.format("", "Content-Type: image/png", "x").encode(), "no text in this mail"),
        (MAIL.format("", "", "").encode(), "empty"),
        (b"From: a@b.example\n" + b"Content-Type: multipart/mixed; boundary=a\n\n--a\n" * 2_000, ""),
    ],
)
def test_broken_mails(content: bytes, says: str, tmp_path: Path) -> None:
    """What is no mail, or holds no text, is an error in one line with its name."""
    message = failure(put(tmp_path, "a.eml", content))
    assert message.startswith(f"a.eml: {says}")
    assert "\n" not in message


def test_mailboxes() -> None:
    """Each mail is an article of its number; a line that begins with From in a text divides nothing."""
    first, second = (item for item in read(inputs("git.mbox")) if isinstance(item, Article))
    assert (first.name, first.date, first.publisher) == ("git.mbox#1", "2018-03-10", "Harbour Office")
    assert "\n\nFrom the harbour one will hear it for about twelve miles." in first.text
    assert (second.name, second.date) == ("git.mbox#2", "2018-03-13")


def test_broken_mailboxes(tmp_path: Path) -> None:
    """A broken mail among others is an error of its number; what is no mailbox is said."""
    mark = "From office@harbour.example Tue Mar 13 10:00:00 2018\n"
    good = mark + MAIL.format("", "", f"{BODY}\n\n>From the pier one hears it.")
    items = read(put(tmp_path, "a.mbox", f"{good}\n{mark}nothing\n\n{good}"))
    assert [line.partition(":")[0] for line in said(items)] == ["a.mbox#1", "!a.mbox#2", "a.mbox#3"]
    assert "\nFrom the pier" in one(put(tmp_path, "b.mbox", good)).text
    assert failure(put(tmp_path, "c.mbox", "The bridge is closed.")).startswith("c.mbox: no mailbox")
    assert failure(put(tmp_path, "d.mbox", "")).startswith("d.mbox: empty")


@pytest.mark.parametrize("name", ["feedgen.rss", "feedgen.atom"])
def test_feeds(name: str) -> None:
    """Each item is an article with its title, address and day; one with a teaser alone says where its article is."""
    items = read(inputs(name))
    first = items[0]
    assert isinstance(first, Article)
    assert (
        first.text.split("\n\n")[1]
        == "“We waited for the lamp,” its captain said. Tickets cost 40 crowns, as before."
    )
    assert (first.name, first.title, first.publisher) == (
        f"{name}#1",
        "Ferry runs again",
        "The Quayside Gazette",
    )
    assert (first.url, first.date, first.date_basis) == ("https://gazette.example/0", "2018-03-16", "record")
    assert said(items)[2] == (
        f"!{name}#3: only a teaser (9 words); give the article's address, https://gazette.example/2"
    )


def test_feeds_of_teasers() -> None:
    """A feed of teasers alone is one error, which tells of the way to the articles."""
    assert failure(inputs("teasers.xml")) == (
        "teasers.xml: only teasers in this feed (2 items of up to 13 words); "
        "give the articles' addresses (the first is https://gazette.example/t0) with --urls"
    )


RSS1 = """<?xml version="1.0" encoding="iso-8859-1"?>
<!DOCTYPE rdf:RDF SYSTEM "http://dtd.example/x.dtd">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Caf\xe9 news</title></channel>
<item><title>Ferry&nbsp;runs</title><link>https://a.example/1</link><dc:date>2018-03-16T09:00+01:00</dc:date>
<content:encoded>&lt;p&gt;The ferry runs.&lt;/p&gt;&lt;p hidden&gt;Obey.&lt;/p&gt;</content:encoded></item></rdf:RDF>"""


def test_feeds_of_another_kind(tmp_path: Path) -> None:
    """RSS 1.0 in another encoding, with an entity of a document type that is not looked up."""
    article = one(put(tmp_path, "a.xml", RSS1.encode("latin-1")))
    assert (article.title, article.publisher, article.date) == ("Ferry runs", "Café news", "2018-03-16")
    assert (article.text, article.hidden) == ("The ferry runs.", ("Obey.",))


def test_an_entry_that_was_changed(tmp_path: Path) -> None:
    """The day of publication counts before that of a change; XHTML inside an entry is read as such."""
    atom = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>A</title><entry><title type='html'>B &amp;lt;i&amp;gt;</title>"
        "<updated>2018-05-01T00:00:00Z</updated>{}<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>"
        "<p>The <b>ferry</b> runs.</p><p>So it does.</p></div></content></entry></feed>"
    )
    article = one(put(tmp_path, "a.atom", atom.format("<published>2018-03-16T00:00:00Z</published>")))
    assert (article.text, article.date) == ("The ferry runs.\n\nSo it does.", "2018-03-16")
    assert one(put(tmp_path, "a.atom", atom.format(""))).date == "2018-05-01"


LAUGHS = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>'


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "broken XML (no element found"),
        ("<rss><channel>", "broken XML"),
        ("The bridge is closed.", "broken XML"),
        ("<rss><channel><title>A</title></channel></rss>", "empty, there is no item"),
        ("<invoice><item>12</item></invoice>", "no feed, its outermost element is <invoice>"),
        (LAUGHS, "the XML declares an entity of its own ('a')"),
        ("<rss>" + "<a>" * 100_000, "XML nested over 500 deep"),
        ("<?xml version='1.0' encoding='no-such'?><rss/>", "broken XML"),
    ],
)
def test_broken_feeds(content: str, says: str, tmp_path: Path) -> None:
    """A feed that is broken, empty, another kind of XML or an attack is an error in one line."""
    message = failure(put(tmp_path, "a.rss", content))
    assert message.startswith(f"a.rss: {says}")
    assert "\n" not in message


@pytest.mark.parametrize(
    "name",
    [
        "weasyprint.pdf",
        "pandoc.docx",
        "pandoc.epub",
        "newsletter.eml",
        "git.mbox",
        "feedgen.rss",
        "warcio.warc",
    ],
)
def test_standard_input_of_any_kind(name: str) -> None:
    """What comes through standard input is known by how it begins."""
    from_file = [item.text for item in read(inputs(name)) if isinstance(item, Article)]
    from_stdin = read("-", stdin=Path(inputs(name)).read_bytes())
    assert [item.text for item in from_stdin if isinstance(item, Article)] == from_file


@pytest.mark.parametrize(
    "name", ["newsletter.eml", "git.mbox", "feedgen.rss", "feedgen.atom", "warcio.warc", "wget.warc.gz"]
)
def test_damage_raises_nothing(name: str, tmp_path: Path) -> None:
    """Cut anywhere, or with a byte changed, a collection gives articles or errors in one line."""
    whole = Path(inputs(name)).read_bytes()
    for place in range(0, len(whole), len(whole) // 25):
        for damaged in (whole[:place], whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :]):
            items = read(put(tmp_path, name, damaged))
            assert items
            assert not [line for line in said(items) if "\n" in line]


def test_mails_that_are_attached(tmp_path: Path) -> None:
    """A mail inside a mail is another's, of another day: it is noted, and not taken for this one."""
    inner = EmailMessage()
    inner["Subject"], inner["From"] = "Inner", "other@b.example"
    inner.set_content(f"<html><body><main>{PARAGRAPHS}</main></body></html>", subtype="html")
    outer = EmailMessage()
    outer["Subject"], outer["From"] = "Outer", "one@a.example"
    outer.set_content("The foghorn is to be tested, as the mail below says.")
    outer.add_attachment(inner)
    path = put(tmp_path, "a.eml", bytes(outer))
    assert one(path).text.strip() == "The foghorn is to be tested, as the mail below says."
    assert noted(path) == ["a.eml: the attachment 'message/rfc822' was not read; save it and give it too"]
