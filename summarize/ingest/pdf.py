"""PDF documents with a text layer, through PDFium.

Of pypdf, pdfminer.six and PDFium (pypdfium2) the last reads a page in a tenth of the time of the others, puts one
space between the words of a justified line, takes ligatures apart, and brings no package but itself. The days in a
PDF's properties are the file's; only a publication date of PRISM's (prism:publicationDate) counts as one.
"""

import math
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from summarize.errors import InputError
from summarize.ingest.items import Item, Note
from summarize.ingest.lines import Line, printed_address, without_furniture
from summarize.ingest.paragraphs import join
from summarize.records import Article

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_PASSWORD, _SECURITY = 4, 5  # FPDF_ERR_* of fpdfview.h
_MAGIC_WITHIN = 1_024
"""Bytes within which the header of a PDF stands, as readers take it (ISO 32000-1, annex H, note 13)."""
_MOST_PAGES = 3_000
_MAX_GARBLED = 0.1
"""Share of characters without a meaning from which the fonts lack the map from their glyphs to letters."""
_GARBLED = re.compile("[\0-\x08\x0e-\x1f\ufffd\ue000-\uf8ff]")
# PDFium gives these for the hyphen that ends a line.
_HYPHENS = frozenset({0x02, 0xFFFE})
_NO_TITLE = re.compile(
    r"untitled\b|(?:microsoft )?(?:word|powerpoint|excel) - |document\d*$|.*\.\w{2,5}$|.*://|\W*$",
    re.IGNORECASE,
)
_PRISM = re.compile(
    rb"prism:publicationDate(?:\s+xmlns:\w+=[^\s>]+)?\s*(?:=\s*[\"']|>(?:\s*<rdf:\w+>)*)\s*(\d{4}-\d\d-\d\d)"
)


class _Char(NamedTuple):
    """A character, where it stands (points from the left and from the bottom), and its number on its page."""

    text: str
    x: float
    y: float
    number: int


def read(name: str, data: bytes) -> Iterator[Item]:
    """Give the document as one article, and a note for pages that are pictures.

    Raises `InputError` where it is none, encrypted, scanned without a text layer, or damaged, and where
    pypdfium2, the extra `pdf-input`, is not installed.
    """
    document = _open(name, data)
    try:
        pages = [_lines(document, number) for number in range(len(document))]
        blank = [number for number, lines in enumerate(pages, 1) if not lines]
        pictures = [number for number in blank if _has_picture(document, number - 1)]
        title = " ".join(document.get_metadata_value("Title").split())
    finally:
        document.close()
    if len(blank) == len(pages):
        raise InputError(f"{name}: {_no_text(len(pages), len(pictures))}")
    text = join(without_furniture(pages))
    _refuse_garbled(name, text)
    if pictures:
        yield Note(
            f"{name}: no text layer on {_pages(pictures)}; recognise their letters (OCR) if they matter"
        )
    date = _PRISM.search(data)
    yield Article(
        name=name,
        text=text,
        title="" if _NO_TITLE.match(title) else title,
        url=printed_address(pages),
        date=date[1].decode() if date else "",
        date_basis="metadata" if date else "unknown",
    )


def _open(name: str, data: bytes) -> "PdfDocument":
    try:
        from pypdfium2 import PdfDocument, PdfiumError
    except ImportError as error:
        raise InputError(
            f"{name}: reading PDF needs {error.name or 'pypdfium2'}, which is not installed: "
            "pip install 'summarize[pdf-input]'"
        ) from error
    if b"%PDF-" not in data[:_MAGIC_WITHIN]:
        what = "no PDF, it does not begin like one" if data.strip() else "empty, there is no PDF in it"
        raise InputError(f"{name}: {what}; get the file again")
    try:
        document = PdfDocument(data)
    except PdfiumError as error:
        if error.err_code in {_PASSWORD, _SECURITY}:
            raise InputError(f"{name}: encrypted with a password; save it without one") from error
        raise InputError(
            f"{name}: damaged or cut off, no page of it can be read; get the file again"
        ) from error
    if len(document) > _MOST_PAGES:
        document.close()
        raise InputError(f"{name}: over {_MOST_PAGES} pages, too large for an article; split it")
    return document


def _lines(document: "PdfDocument", number: int) -> list[Line]:
    """Give the lines of a page in the order of its content; none where the page cannot be read."""
    from pypdfium2 import PdfiumError

    try:
        page = document[number]
        text_page = page.get_textpage()
    except PdfiumError:
        return []
    height = page.get_height()
    lines: list[Line] = []
    gathered: list[_Char] = []
    for index in range(text_page.count_chars()):
        char = _char(text_page, index)
        if char.text in "\r\n":
            lines += _line(gathered, text_page, number, height)
            gathered = []
            continue
        gathered.append(char)
        if char.text == "\N{SOFT HYPHEN}":
            lines += _line(gathered, text_page, number, height)
            gathered = []
    return lines + _line(gathered, text_page, number, height)


def _char(text_page: Any, index: int) -> _Char:
    import ctypes

    from pypdfium2 import raw

    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text_page, index, x, y)
    code = raw.FPDFText_GetUnicode(text_page, index)
    if code in _HYPHENS:
        return _Char("\N{SOFT HYPHEN}", x.value, y.value, index)
    is_letter = 0 < code < 0xD800 or 0xDFFF < code < 0x110000
    return _Char(chr(code) if is_letter else "\N{REPLACEMENT CHARACTER}", x.value, y.value, index)


def _line(gathered: list[_Char], text_page: Any, page: int, height: float) -> list[Line]:
    """Give the line that the characters make, none for white space."""
    inked = [char for char in gathered if char.text.strip()]
    if not inked:
        return []
    # The last letter: the first one may be an initial of several lines' height.
    letter = next((char for char in reversed(inked) if char.text.isalnum()), inked[-1])
    return [
        Line(
            text=" ".join("".join(char.text for char in gathered).split()),
            page=page,
            left=inked[0].x,
            right=inked[-1].x,
            baseline=inked[-1].y,
            size=_size(text_page, letter.number),
            height=inked[-1].y / height if height else 0.5,
        )
    ]


def _size(text_page: Any, index: int) -> float:
    """Give the size of a letter's type in points: what the font is set to, as the page scales it."""
    from pypdfium2 import raw

    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text_page, index, matrix)
    return float(raw.FPDFText_GetFontSize(text_page, index)) * (math.hypot(matrix.c, matrix.d) or 1.0)


def _has_picture(document: "PdfDocument", number: int) -> bool:
    from pypdfium2 import PdfiumError, raw

    try:
        return any(document[number].get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]))
    except PdfiumError:
        return True


def _no_text(pages: int, pictures: int) -> str:
    counted = "its page has" if pages == 1 else f"its {pages} pages have"
    if not pictures:
        return f"{counted} no text; give another file"
    return f"scanned, {counted} no text layer; recognise the letters first (OCR, as ocrmypdf does)"


def _pages(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:10])) + (", ..." if len(numbers) > 10 else "")
    return f"page {shown}" if len(numbers) == 1 else f"pages {shown}"


def _refuse_garbled(name: str, text: str) -> None:
    if len(_GARBLED.findall(text)) > _MAX_GARBLED * len(text):
        raise InputError(
            f"{name}: its fonts don't say which letters they show; recognise the letters (OCR, as ocrmypdf does)"
        )
