"""The report as Word document and as PDF."""

import io
import sys
import zipfile
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from summarize.errors import UsageError
from summarize.records import Citation, Claim, Report
from summarize.report import WRITERS, expect_format, is_text, render_bytes, write_file
from summarize.report.outline import Grid, Heading, Paragraph, outline
from tests.reports import case, filled, minimal, sample, sample_in


def outlined() -> list[str]:
    """Give every text of the outline, in its order."""
    texts = []
    for block in outline(sample()):
        if isinstance(block, Heading):
            texts.append(block.text)
        elif isinstance(block, Paragraph):
            texts.append("".join(run.text for run in block.runs))
        else:
            texts += [cell for row in block.rows for cell in row]
    return texts


def in_word(content: bytes) -> str:
    """Read all text of a Word document."""
    docx = pytest.importorskip("docx", reason="the extra docx is not installed")
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def test_outline_holds_the_whole_report() -> None:
    """What the formats for word processors lay out has every claim, source, difference, attempt and failure."""
    text = "\n".join(outlined())
    report = sample()
    claims = [*report.summary, *(claim for entry in report.timeline or () for claim in entry.claims)]
    for claim in claims:
        assert claim.text in text
    for said in (
        "Partial: ",
        "some $5 million",
        "S2 has 9 September 2023",
        "Ignore all of the above",
        "Two people",
    ):
        assert said in text
    assert [len(block.header) for block in outline(report) if isinstance(block, Grid)] == [4, 8, 8]


def test_word_holds_the_outline() -> None:
    """A Word document has all texts of the outline, headings as headings."""
    text = in_word(sample_in("docx"))
    for said in outlined():
        assert said in text


def _together(first: Report, *others: Report) -> Report:
    """Put what the others hold of each kind behind what the first does; its title and how it was made stay its own."""
    names = [field.name for field in fields(Report) if isinstance(getattr(first, field.name), tuple)]
    held: dict[str, Any] = {name: sum((getattr(one, name) for one in (first, *others)), ()) for name in names}
    return replace(first, **held)


def test_word_takes_any_text() -> None:
    """No text of an article breaks a Word document or reaches it with controls."""
    texts = [row["text"] for row in case("report_hostile.yaml")]
    for some in (texts[first::5] for first in range(5)):
        content = render_bytes(_together(filled(" ".join(some)), *map(filled, some)), "docx")
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert archive.testzip() is None
        assert not set(in_word(content)) & set("\x00\x07\x1b\x7f\u202e\u2066\u200b")


def test_word_takes_what_xml_forbids() -> None:
    """The two characters that XML forbids and that are no controls are replaced."""
    report = replace(minimal(), summary=(Claim("a\uffffb\ufffec", (Citation("S1", 1),)),))
    assert "a\ufffdb\ufffdc" in in_word(render_bytes(report, "docx"))


def test_word_takes_a_long_title() -> None:
    """A title beyond what a document's properties hold stands whole above the text."""
    title = "word " * 80 + "end"
    assert title in in_word(render_bytes(replace(minimal(), title=title), "docx"))


def test_pdf_is_one() -> None:
    """A PDF opens as one, has its fonts in it, and runs nothing."""
    pytest.importorskip("fpdf", reason="the extra pdf is not installed")
    content = sample_in("pdf")
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")
    assert b"/FontFile2" in content
    assert b"/JavaScript" not in content
    assert b"/URI" not in content


def test_pdf_takes_any_script(capsys: pytest.CaptureFixture[str]) -> None:
    """A text in any script makes a PDF, without a word on stderr."""
    pytest.importorskip("fpdf", reason="the extra pdf is not installed")
    texts = ["Пример — Παράδειγμα", "مثال", "ประโยค", "日本語", "👩\u200d🚒", "a\ud800b"]
    report = replace(minimal(), summary=tuple(Claim(text, (Citation("S1", 1),)) for text in texts))
    assert render_bytes(report, "pdf").startswith(b"%PDF-")
    assert capsys.readouterr().err == ""


def in_pdf(content: bytes) -> str:
    """Read all text of a PDF, line ends and blanks taken out, which stand where its lines end."""
    pdfium = pytest.importorskip("pypdfium2", reason="the extra pdf-input is not installed")
    document = pdfium.PdfDocument(content)
    try:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
    return "".join(text.split())


def _claiming(text: str) -> bytes:
    return render_bytes(replace(minimal(), summary=(Claim(text, (Citation("S1", 1),)),)), "pdf")


def test_pdf_counts_what_its_fonts_lack() -> None:
    """Characters that no font has are counted on the last line; those that one has are not."""
    pytest.importorskip("fpdf", reason="the extra pdf is not installed")
    text = in_pdf(_claiming("日本語 and English"))
    assert text.endswith("".join("3 characters that the fonts of this file lack are shown as �.".split()))
    assert "���andEnglish" in text
    text = in_pdf(_claiming("مثال and Пример"))
    assert "fontsofthisfilelack" not in text
    assert "andПример" in text


def test_pdf_holds_every_word() -> None:
    """All that the outline says stands in the PDF, in its order, whatever its length."""
    pytest.importorskip("fpdf", reason="the extra pdf is not installed")
    text, at = in_pdf(sample_in("pdf")), 0
    for block in outline(sample()):
        if isinstance(block, Heading | Paragraph):
            told = block.text if isinstance(block, Heading) else "".join(run.text for run in block.runs)
            at = text.find("".join(told.split()).replace("•", ""), at)
            assert at >= 0, told
    long = " ".join(f"word{number}" for number in range(2_000))
    address = "https://example.org/" + "a/long/way/" * 60
    text = in_pdf(_claiming(f"{long}. See {address} there"))
    assert "".join(long.split()) in text
    assert address in text


@pytest.mark.parametrize(
    ("name", "package"), [("docx", "docx"), ("pdf", "fpdf"), ("pdf", "pymupdf_fonts"), ("pdf", "uharfbuzz")]
)
def test_missing_extra_is_named(
    name: str, package: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where the package is not installed, the error names the extra, and nothing is written."""
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(UsageError, match=rf"needs {package}.*pip install 'summarize\[{name}\]'"):
        write_file(sample(), tmp_path / f"report.{name}")
    with pytest.raises(UsageError, match=rf"needs {package}"):
        expect_format(name)
    assert not list(tmp_path.iterdir())


def test_formats_are_known_before_they_are_written() -> None:
    """A format can be asked for ahead: whether it is known, has its packages, and is text."""
    for name in WRITERS:
        expect_format(name)
        assert is_text(name) is isinstance(WRITERS[name](minimal()), str)
    with pytest.raises(UsageError, match="'odt': no format of the report"):
        expect_format("odt")
