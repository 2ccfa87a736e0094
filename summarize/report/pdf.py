"""The report as PDF, set by fpdf2 in Noto Sans, with FiraGO and symbols for what that lacks.

A PDF carries its fonts, and a machine's own would make another file on each, so they come with the extra (pymupdf-fonts,
SIL Open Font License). What none of them has stands as �, and a last line counts it.
"""

import logging
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from summarize.records import Report
from summarize.report import wording
from summarize.report.extra import loading
from summarize.report.outline import Block, Grid, Heading, Paragraph, Run, Style, outline

if TYPE_CHECKING:
    from fpdf import FPDF

# A report knows no clock, and neither may its file.
_TIME = datetime(1980, 1, 1, tzinfo=UTC)
_FAMILY = "report"
_FONTS = (("", "notos"), ("B", "notosbo"))
_FALLBACKS = ("figo", "symbol1", "symbol2", "math")
_MARGIN = 22.0  # millimetres
_INDENT = 5.0
_LINE = 1.45  # of the size of the type
_POINT = 0.3528  # millimetres
_SIZES = {0: 20.0, 1: 14.0, 2: 11.5}  # points, of headings by level
_SIZE = 10.0
_SMALL = 8.0  # in tables
_NARROWEST, _WIDEST = 13, 40  # characters that a column's share of the width is reckoned by
_LOOKS: dict[Style, tuple[str, tuple[int, int, int]]] = {
    "text": ("", (20, 20, 20)),
    "strong": ("B", (20, 20, 20)),
    "soft": ("", (90, 86, 80)),
    "alarm": ("B", (138, 44, 10)),
}


def to_pdf(report: Report) -> bytes:
    """Write the report on A4 pages, with bookmarks.

    Raises `UsageError` where fpdf2 or pymupdf-fonts, the extra `pdf`, is not installed.
    """
    with _document() as pdf:
        pdf.set_title(wording.title(report))
        known = _known(pdf)
        missing = 0
        for block in outline(report):
            shown, lost = _shown(block, known)
            missing += lost
            _add(shown, pdf)
        if missing:
            said = f"{wording.counted(missing, 'character')} that the fonts of this file lack are shown as �."
            _add(Paragraph((Run(said, "soft"),)), pdf)
        return bytes(pdf.output())


@contextmanager
def _document() -> Iterator["FPDF"]:
    """Open a document with its fonts; fpdf2 reads them from files, until it has written the document."""
    with loading("pdf"):
        import pymupdf_fonts
        from fpdf import FPDF
    pdf = FPDF(format="A4")
    pdf.set_creation_date(_TIME)
    pdf.set_producer("summarize")
    pdf.set_lang("en")
    pdf.set_margins(_MARGIN, _MARGIN, _MARGIN)
    pdf.set_auto_page_break(auto=True, margin=_MARGIN)
    with _quiet(), tempfile.TemporaryDirectory(prefix="summarize-") as folder:
        named = [(_FAMILY, style, name) for style, name in _FONTS] + [(name, "", name) for name in _FALLBACKS]
        for family, style, name in named:
            path = Path(folder, f"{name}.ttf")
            path.write_bytes(pymupdf_fonts.myfont(name))
            pdf.add_font(family, style, path)
        pdf.set_fallback_fonts(_FALLBACKS, exact_match=False)
        pdf.add_page()
        yield pdf


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what fontTools says of tables it drops from a font's subset off stderr; that is as it should be."""
    logger = logging.getLogger("fontTools.subset")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


def _known(pdf: "FPDF") -> frozenset[int]:
    """Give the characters that the fonts of every style have between them."""
    fallbacks = {code for name in _FALLBACKS for code in _codes(pdf, name)}
    return frozenset.intersection(*(_codes(pdf, f"{_FAMILY}{style}") | fallbacks for style, _ in _FONTS))


def _codes(pdf: "FPDF", key: str) -> frozenset[int]:
    font = pdf.fonts[key]
    return frozenset(getattr(font, "cmap", {}))


def _shown(block: Block, known: frozenset[int]) -> tuple[Block, int]:
    """Give a block with � for each character that no font has, and how many those are."""
    if isinstance(block, Heading):
        return Heading(_written(block.text, known), block.level), _lost([block.text], known)
    if isinstance(block, Paragraph):
        runs = tuple(Run(_written(run.text, known), run.style) for run in block.runs)
        return Paragraph(runs, block.listed), _lost((run.text for run in block.runs), known)
    rows = tuple(tuple(_written(cell, known) for cell in row) for row in block.rows)
    return Grid(block.header, rows), _lost((cell for row in block.rows for cell in row), known)


def _written(text: str, known: frozenset[int]) -> str:
    return "".join(each if ord(each) in known else "\ufffd" for each in text)


def _lost(texts: Iterable[str], known: frozenset[int]) -> int:
    return sum(ord(each) not in known for text in texts for each in text)


def _add(block: Block, pdf: "FPDF") -> None:
    if isinstance(block, Heading):
        _add_heading(block, pdf)
    elif isinstance(block, Paragraph):
        _add_paragraph(block, pdf)
    else:
        _add_table(block, pdf)


def _add_heading(block: Heading, pdf: "FPDF") -> None:
    size = _SIZES[block.level]
    if pdf.will_page_break(4 * size * _POINT):
        pdf.add_page()
    pdf.ln(size * _POINT * (0.9 if block.level else 0))
    pdf.set_font(_FAMILY, "B", size)
    pdf.set_text_color(20, 20, 20)
    if block.level:
        pdf.start_section(block.text, block.level - 1, strict=False)
    pdf.multi_cell(0, size * _POINT * 1.25, block.text, align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(1.2)


def _add_paragraph(block: Paragraph, pdf: "FPDF") -> None:
    height = _SIZE * _POINT * _LINE
    if block.listed:
        pdf.set_left_margin(_MARGIN + _INDENT)
        pdf.set_x(_MARGIN + 1)
        _look("soft", pdf)
        pdf.cell(_INDENT - 1, height, "•")
    for run in block.runs:
        _look(run.style, pdf)
        pdf.write(height, run.text)
    pdf.set_left_margin(_MARGIN)
    pdf.ln(height * 1.35)


def _look(style: Style, pdf: "FPDF") -> None:
    weight, colour = _LOOKS[style]
    pdf.set_font(_FAMILY, weight, _SIZE)
    pdf.set_text_color(*colour)


def _add_table(grid: Grid, pdf: "FPDF") -> None:
    pdf.set_font(_FAMILY, "", _SMALL)
    pdf.set_text_color(20, 20, 20)
    pdf.set_draw_color(190, 185, 175)
    with pdf.table(
        borders_layout="HORIZONTAL_LINES",
        col_widths=_widths(grid),
        line_height=_SMALL * _POINT * _LINE,
        text_align="LEFT",
        padding=0.8,
    ) as table:
        for cells in (grid.header, *grid.rows):
            row = table.row()
            for cell in cells:
                row.cell(cell)
    pdf.ln(3)


def _widths(grid: Grid) -> tuple[float, ...]:
    """Share the width by what the columns hold, between the width of a short word and that of a few lines."""
    columns = zip(grid.header, *grid.rows, strict=True)
    return tuple(float(min(max(_NARROWEST, *map(len, column)), _WIDEST)) for column in columns)
