"""The report as PDF, set by fpdf2 in Noto Sans, and in FiraGO where a text has letters that only that has.

A PDF carries its fonts, and a machine's own would make another file on each, so they come with the extra (pymupdf-fonts,
SIL Open Font License). A text is set in one font: fpdf2's own way to mix them loses its place after right-to-left
letters. What neither has stands as �, and a last line counts it.
"""

import logging
import re
import tempfile
from collections.abc import Iterator
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
# Families by preference, with the fonts of their plain and bold styles.
_FAMILIES = {"noto": ("notos", "notosbo"), "fira": ("figo", "figbo")}
_STYLES = ("", "B")
# Scripts whose letters join, stack or run to the left: Hebrew to Khmer, Mongolian, and their presentation forms.
_SHAPED = re.compile("[\u0590-\u109f\u1780-\u18af\ufb1d-\ufdff\ufe70-\ufeff]")
_WORDS = re.compile(r" *[^ ]+| +")
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

    Raises `UsageError` where fpdf2, pymupdf-fonts or uharfbuzz, the extra `pdf`, is not installed.
    """
    with _document() as pdf:
        pdf.set_title(wording.title(report))
        page = _Page(pdf)
        for block in outline(report):
            page.add(block)
        if page.lost:
            said = (
                f"{wording.counted(page.lost, 'character')} that the fonts of this file lack are shown as �."
            )
            page.add(Paragraph((Run(said, "soft"),)))
        return bytes(pdf.output())


@contextmanager
def _document() -> Iterator["FPDF"]:
    """Open a document with its fonts; fpdf2 reads them from files, until it has written the document."""
    with loading("pdf"):
        import pymupdf_fonts
        import uharfbuzz as _shaper  # noqa: F401 - fpdf2 asks it to join letters, and only then says that it is missing
        from fpdf import FPDF
    pdf = FPDF(format="A4")
    pdf.set_creation_date(_TIME)
    pdf.set_producer("summarize")
    pdf.set_lang("en")
    pdf.set_margins(_MARGIN, _MARGIN, _MARGIN)
    pdf.c_margin = 0.0  # words of one line stand in several cells
    pdf.set_auto_page_break(auto=True, margin=_MARGIN)
    with _quiet(), tempfile.TemporaryDirectory(prefix="summarize-") as folder:
        for family, names in _FAMILIES.items():
            for style, name in zip(_STYLES, names, strict=True):
                path = Path(folder, f"{name}.ttf")
                path.write_bytes(pymupdf_fonts.myfont(name))
                pdf.add_font(family, style, path)
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


class _Page:
    """Sets blocks one below the other, and counts the characters that no font has."""

    def __init__(self, pdf: "FPDF") -> None:
        self._pdf = pdf
        self._known = {family: self._codes(family) for family in _FAMILIES}
        self._widths: dict[tuple[str, str, float], float] = {}
        self.lost = 0

    def _codes(self, family: str) -> frozenset[int]:
        """Give the characters that a family has in every style."""
        fonts = (self._pdf.fonts[f"{family}{style}"] for style in _STYLES)
        return frozenset.intersection(*(frozenset(getattr(font, "cmap", ())) for font in fonts))

    def _set(self, text: str, style: str, size: float) -> str:
        """Choose the family that lacks least of a text, and give the text as that can show it."""
        lacking = {
            name: sum(ord(each) not in known for each in text if each != "\n")
            for name, known in self._known.items()
        }
        family = min(lacking, key=lambda name: lacking[name])
        self.lost += lacking[family]
        self._pdf.set_font(family, style, size)
        self._pdf.set_text_shaping(bool(_SHAPED.search(text)))
        return "".join(
            each if each == "\n" or ord(each) in self._known[family] else "\ufffd" for each in text
        )

    def add(self, block: Block) -> None:
        """Set a block."""
        if isinstance(block, Heading):
            self._heading(block)
        elif isinstance(block, Paragraph):
            self._paragraph(block)
        else:
            self._table(block)

    def _heading(self, block: Heading) -> None:
        pdf, size = self._pdf, _SIZES[block.level]
        if pdf.will_page_break(4 * size * _POINT):
            pdf.add_page()
        pdf.ln(size * _POINT * (0.9 if block.level else 0))
        text = self._set(block.text, "B", size)
        pdf.set_text_color(20, 20, 20)
        if block.level:
            pdf.start_section(text, block.level - 1, strict=False)
        self._write(text, size * _POINT * 1.25)
        pdf.ln(size * _POINT * 1.25 + 1.2)

    def _paragraph(self, block: Paragraph) -> None:
        pdf, height = self._pdf, _SIZE * _POINT * _LINE
        if block.listed:
            pdf.set_left_margin(_MARGIN + _INDENT)
            pdf.set_x(_MARGIN + 1)
            pdf.cell(_INDENT - 1, height, self._set("•", "", _SIZE))
        for run in block.runs:
            style, colour = _LOOKS[run.style]
            pdf.set_text_color(*colour)
            self._write(self._set(run.text, style, _SIZE), height)
        pdf.set_left_margin(_MARGIN)
        pdf.ln(height * 1.35)

    def _write(self, text: str, height: float) -> None:
        """Write words from where the last ended, a line a cell: fpdf2 measures each line anew at each character."""
        pdf = self._pdf
        if pdf.text_shaping:
            pdf.write(height, text)
            return
        line, taken, room = "", 0.0, pdf.w - pdf.r_margin - pdf.x
        for given in _WORDS.findall(text):
            word, width = given, self._width(given)
            if taken + width > room and (line or pdf.x > pdf.l_margin):
                self._line(line, taken, height)
                pdf.ln(height)
                word = given.lstrip(" ")
                line, taken, width, room = "", 0.0, self._width(word), pdf.w - pdf.r_margin - pdf.x
            while width > room:  # an address, say, that is longer than a line
                fitting = self._fitting(word, room)
                self._line(word[:fitting], room, height)
                pdf.ln(height)
                word = word[fitting:]
                width = self._width(word)
            line, taken = line + word, taken + width
        self._line(line, taken, height)

    def _line(self, line: str, width: float, height: float) -> None:
        if line:
            self._pdf.cell(width, height, line)

    def _width(self, word: str) -> float:
        """Measure a word in the font that is set, in millimetres."""
        pdf = self._pdf
        key = (word, f"{pdf.font_family}{pdf.font_style}", pdf.font_size_pt)
        if key not in self._widths:
            self._widths[key] = pdf.get_string_width(word)
        return self._widths[key]

    def _fitting(self, word: str, room: float) -> int:
        """Count the characters of a word that fit; one at least."""
        taken = 0.0
        for number, each in enumerate(word):
            taken += self._width(each)
            if taken > room:
                return max(1, number)
        return len(word)

    def _table(self, grid: Grid) -> None:
        pdf = self._pdf
        # A table is set in one family, that of all its cells; what it lacks is counted there, and once.
        whole = self._set("\n".join(cell for row in grid.rows for cell in row), "", _SMALL)
        cells = iter(whole.split("\n"))
        rows = [[next(cells) for _ in row] for row in grid.rows]
        pdf.set_text_color(20, 20, 20)
        pdf.set_draw_color(190, 185, 175)
        with pdf.table(
            borders_layout="HORIZONTAL_LINES",
            col_widths=_widths(grid),
            line_height=_SMALL * _POINT * _LINE,
            text_align="LEFT",
            padding=0.8,
        ) as table:
            for texts in (grid.header, *rows):
                row = table.row()
                for text in texts:
                    row.cell(text)
        pdf.ln(3)


def _widths(grid: Grid) -> tuple[float, ...]:
    """Share the width by what the columns hold, between the width of a short word and that of a few lines."""
    columns = zip(grid.header, *grid.rows, strict=True)
    return tuple(float(min(max(_NARROWEST, *map(len, column)), _WIDEST)) for column in columns)
