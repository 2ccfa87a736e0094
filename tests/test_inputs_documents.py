"""PDF, Word and EPUB documents become articles of whole paragraphs; what is broken or closed is said."""

import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from summarize.ingest import load
from tests.reading import failure, inputs, noted, one, put, read

TITLE = "Lighthouse keepers of Marrow Point win a reprieve"
FIRST = (
    "MARROW POINT, March 20, 2018 – The port authority will not switch the lighthouse at Marrow Point to unmanned "
    "operation this year, its chairwoman, Ottilie Brandvold, announced on Tuesday after a meeting of three hours with "
    "the keepers and the fishing cooperative."
)
# The words that one or another of the programs cuts at the end of a line, with and without a hyphen of their own.
ACROSS_LINES = (
    "how many well-known shoals the automatic light would leave unmarked",
    "longer than forty-eight hours, the investigators wrote",
    "maintenance contractors could not reach the installation at all because of the weather.",
    "has kept the light for twenty-six years",
    "“an expensive sentimentality” and announced",
    "Its spokesman, Leopold Ferreira-Quist, pointed out",
)
PDFS = ["chromium.pdf", "weasyprint.pdf", "libreoffice.pdf", "typst-columns.pdf"]


@pytest.mark.parametrize(
    "name", [*PDFS, "pandoc.docx", "libreoffice.docx", "pandoc.epub", "pandoc-undated.epub"]
)
def test_documents_of_many_programs(name: str) -> None:
    """The same story comes out of each: its paragraphs whole, its headings apart, its pages' furniture gone."""
    article = one(inputs(name))
    paragraphs = article.text.split("\n\n")
    assert FIRST in paragraphs
    assert TITLE in paragraphs
    assert "A night in February" in paragraphs
    assert paragraphs[-1].startswith("Not everybody is satisfied.")
    assert len([paragraph for paragraph in paragraphs if paragraph.endswith((".", "”"))]) == 8
    for piece in ACROSS_LINES:
        assert piece in article.text
    for furniture in ("Harbour desk", "Wednesday edition", "Page 1", "\N{SOFT HYPHEN}", "\n1\n"):
        assert furniture not in article.text


@pytest.mark.parametrize("name", [*PDFS[:3], "pandoc.docx", "libreoffice.docx", "pandoc.epub"])
def test_titles_of_documents(name: str) -> None:
    """The title is that of the properties."""
    assert one(inputs(name)).title == TITLE


def test_the_title_of_a_paragraph() -> None:
    """Where the properties hold the program's own title, that of the document counts, or none."""
    assert one(inputs("python-docx.docx")).title == "The lamp is lit again"
    assert one(inputs("fpdf2.pdf")).title == ""


@pytest.mark.parametrize(
    ("name", "day"),
    [
        *((name, "") for name in (*PDFS, "pandoc.docx", "libreoffice.docx", "pandoc-undated.epub")),
        ("prism.pdf", "2018-03-16"),
        ("pandoc.epub", "2018-03-21"),
        ("ebooklib.epub", "2018-01-31"),
    ],
)
def test_days_of_documents(name: str, day: str) -> None:
    """The day on which a file was made is no publication day; one that is stated as such is."""
    article = one(inputs(name))
    assert (article.date, article.date_basis) == (day, "metadata" if day else "unknown")


def test_paragraphs_of_a_short_page() -> None:
    """Two paragraphs stay two where no third line tells how far lines stand apart."""
    assert one(inputs("fpdf2.pdf")).text.split("\n\n") == [
        "The ferry to Marrow Point will run every two hours from Monday, the cooperative said on Friday.",
        "It had been stopped on February 12, the day after the trawler lost its way.",
    ]


def test_pages_that_a_browser_printed() -> None:
    """The day and the address that a browser prints at the edge are no text; the address is the article's."""
    article = one(inputs("chromium-printed.pdf"))
    assert article.text.split("\n\n") == [
        "Fog over the harbour",
        "Fog has lain over the harbour of Marrow Point since Sunday, and the foghorn has sounded every ninety seconds.",
        "The ferry will stay at its pier until the fog lifts, the cooperative said.",
    ]
    assert (article.url, article.date) == ("http://127.0.0.1:8766/fog.html", "")


def test_scans() -> None:
    """A scanned document is an error that says so, a scanned page of another a note."""
    assert "scanned, its page has no text layer" in failure(inputs("scanned.pdf"))
    assert one(inputs("half-scanned.pdf")).text == "The lamp at Marrow Point was lit again on March 3, 2018."
    assert [note.partition(";")[0] for note in noted(inputs("half-scanned.pdf"))] == [
        "half-scanned.pdf: no text layer on page 2"
    ]


def test_encrypted_pdf() -> None:
    """A PDF that wants a password is said; one that is closed against changes alone is read."""
    assert failure(inputs("encrypted.pdf")) == "encrypted.pdf: encrypted with a password; save it without one"
    assert "every two hours" in one(inputs("owner-password.pdf")).text


def test_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the package, the message says how to install it."""
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    assert failure(inputs("fpdf2.pdf")).endswith("pip install 'summarize[pdf-input]'")


def test_word_documents_as_readers_see_them() -> None:
    """Hidden text, page headers and tables of figures are left out, prose in tables is not."""
    article = one(inputs("python-docx.docx"))
    assert article.text.split("\n\n")[2:] == [
        "The lamp had been dark for nineteen nights, longer than ever since the war, the keepers noted.",
        "It will be watched by two keepers a night.",
    ]
    assert article.hidden == ("nobody at all and",)


def changed(name: str, member: str, change: Callable[[str], str]) -> bytes:
    """Give a container with one member changed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(inputs(name)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for one_ in old.namelist():
            data = old.read(one_)
            new.writestr(one_, change(data.decode()).encode() if one_ == member else data)
    return packed.getvalue()


def test_tracked_changes(tmp_path: Path) -> None:
    """What was inserted is there, what was deleted or moved away is not, and a text box is read once."""
    box = "<w:r><mc:AlternateContent xmlns:mc='urn:mc'><mc:Choice><w:txbxContent><w:p><w:r><w:t>Boxed text.</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>Boxed text.</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
    tracked = (
        "<w:p><w:r><w:t xml:space='preserve'>The light </w:t></w:r>"
        "<w:del><w:r><w:delText>goes out</w:delText></w:r></w:del><w:ins><w:r><w:t>stays lit</w:t></w:r></w:ins>"
        f"<w:moveFrom><w:r><w:t> for ever</w:t></w:r></w:moveFrom><w:r><w:t>.</w:t></w:r>{box}</w:p>"
    )
    data = changed(
        "python-docx.docx", "word/document.xml", lambda text: text.replace("<w:body>", f"<w:body>{tracked}")
    )
    assert one(put(tmp_path, "a.docx", data)).text.split("\n\n")[:2] == [
        "The light stays lit.",
        "Boxed text.",
    ]


def test_books() -> None:
    """A book is one article: chapters in order, headings apart, contents and title page left out."""
    article = one(inputs("ebooklib.epub"))
    assert article.text.split("\n\n") == [
        "January",
        "The ice broke on January 14, 2017, four weeks earlier than in any year on record.",
        "February",
        "The harbour was open all month, and the ferry ran twice a day from February 6.",
    ]
    assert (article.title, article.publisher) == ("The harbour annual", "Quayside Press")
    assert article.url == "https://gazette.example/annual/2017"
    assert article.hidden == ("Nobody sees this line.",)


def test_protected_books(tmp_path: Path) -> None:
    """A book under DRM is said, one whose fonts alone are obfuscated is read."""
    for method, is_read in (
        ("http://www.w3.org/2001/04/xmlenc#aes128-cbc", False),
        ("http://www.idpf.org/2008/embedding", True),
    ):
        packed = io.BytesIO(Path(inputs("ebooklib.epub")).read_bytes())
        with zipfile.ZipFile(packed, "a") as book:
            book.writestr("META-INF/encryption.xml", f"<e><EncryptionMethod Algorithm='{method}'/></e>")
        path = put(tmp_path, "a.epub", packed.getvalue())
        if is_read:
            assert one(path).title == "The harbour annual"
        else:
            assert "(DRM)" in failure(path)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.pdf", b"", "empty"),
        ("a.pdf", b"<html>Sign in</html>", "no PDF"),
        ("a.pdf", b"%PDF-1.7\nnothing", "damaged or cut off"),
        ("a.docx", b"", "empty"),
        ("a.docx", b"{\\rtf1 Text}", "not a ZIP archive"),
        ("a.docx", OLE + b"\0" * 600, "encrypted, or of a program older than .docx"),
        ("a.docx", Path(inputs("ebooklib.epub")).read_bytes(), "no .docx"),
        ("a.docx", Path(inputs("pandoc.docx")).read_bytes()[:6_000], "damaged or cut off"),
        ("a.epub", b"", "empty"),
        ("a.epub", Path(inputs("pandoc.docx")).read_bytes(), "no .epub"),
        ("a.epub", Path(inputs("pandoc.epub")).read_bytes()[:3_000], "damaged or cut off"),
    ],
)
def test_broken_documents(name: str, content: bytes, says: str, tmp_path: Path) -> None:
    """A document that is broken, or another than its suffix says, is an error in one line with its name."""
    message = failure(put(tmp_path, name, content))
    assert message.startswith(f"{name}: {says}")
    assert "\n" not in message


@pytest.mark.parametrize("member", ["word/document.xml", "docProps/core.xml"])
@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1/x.dtd"> %a;]>',
    ],
)
def test_entities_are_refused(member: str, declared: str, tmp_path: Path) -> None:
    """XML that declares entities is refused, whatever they are for."""
    data = changed("pandoc.docx", member, lambda text: text.replace("?>", f"?>{declared}", 1))
    assert "declares an entity of its own" in failure(put(tmp_path, "a.docx", data))


@pytest.mark.parametrize("name", ["pandoc.docx", "ebooklib.epub"])
def test_zip_bombs(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What unpacks to more than an article can be is refused, whatever size it states."""
    monkeypatch.setattr("summarize.ingest.archive.MAX_BYTES", 1_000_000)
    with zipfile.ZipFile(inputs(name)) as container:
        member = next(
            one_ for one_ in container.namelist() if one_.endswith(("document.xml", "February.xhtml"))
        )
    data = changed(name, member, lambda text: text + " " * 2_000_000)
    assert len(data) < 100_000
    assert "over 1 MB once unpacked" in failure(put(tmp_path, f"a{Path(name).suffix}", data))
    assert load.MAX_BYTES > 1_000_000


@pytest.mark.parametrize("name", ["fpdf2.pdf", "python-docx.docx", "ebooklib.epub"])
def test_damage_raises_nothing(name: str, tmp_path: Path) -> None:
    """Cut anywhere, or with a byte changed, a document gives an article or an error in one line."""
    whole = Path(inputs(name)).read_bytes()
    for place in range(0, len(whole), len(whole) // 40):
        for damaged in (whole[:place], whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :]):
            items = read(put(tmp_path, name, damaged))
            assert len(items) == 1
            assert "\n" not in str(items[0]) or not isinstance(items[0], Exception)
