"""The report as a document of Word (Office Open XML), laid out in its own styles so that a newsroom's template takes it."""

import io
import re
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING

from summarize.records import Report
from summarize.report import wording
from summarize.report.extra import loading
from summarize.report.outline import Block, Grid, Heading, Paragraph, Run, outline

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.run import Run as WordRun

# A report knows no clock, and neither may its file: the earliest time that a ZIP archive can hold.
_TIME = datetime(1980, 1, 1)  # noqa: DTZ001 - Office Open XML and ZIP hold times without a zone
_BULLET = "ListBullet"
_COLOURS = {"soft": "5A5650", "alarm": "8A2C0A"}
_MOST_TITLE = 255  # characters of a title among a document's properties; its heading has all
_NO_XML = re.compile("[\ufffe\uffff]")


def to_docx(report: Report) -> bytes:
    """Write the report with the styles Title, Heading, List Bullet and Table Grid.

    Raises `UsageError` where python-docx, the extra `docx`, is not installed.
    """
    with loading("docx"):
        import docx
    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author = _text(wording.title(report))[:_MOST_TITLE], "summarize"
    properties.created = properties.modified = _TIME
    properties.comments = properties.last_modified_by = ""
    for block in outline(report):
        _add(block, document)
    stream = io.BytesIO()
    document.save(stream)
    return _timeless(stream)


def _add(block: Block, document: "Document") -> None:
    if isinstance(block, Heading):
        document.add_heading(_text(block.text), block.level)
    elif isinstance(block, Paragraph):
        _add_paragraph(block, document)
    else:
        _add_table(block, document)


def _add_paragraph(block: Paragraph, document: "Document") -> None:
    paragraph = document.add_paragraph()
    if block.listed:
        # By its id: python-docx searches all styles anew for each paragraph that names one.
        paragraph._p.style = _BULLET  # noqa: SLF001 - the element is what its own examples reach for
    for run in block.runs:
        _style(paragraph.add_run(_text(run.text)), run)


def _style(made: "WordRun", run: Run) -> None:
    from docx.shared import RGBColor

    made.bold = True if run.style in {"strong", "alarm"} else None
    if colour := _COLOURS.get(run.style):
        made.font.color.rgb = RGBColor.from_string(colour)


def _add_table(grid: Grid, document: "Document") -> None:
    table = document.add_table(rows=1 + len(grid.rows), cols=len(grid.header), style="Table Grid")
    columns = zip(grid.header, *grid.rows, strict=True)
    # By columns: python-docx counts a table's cells anew for each row that is asked for.
    for column, (name, *texts) in zip(table.columns, columns, strict=True):
        head, *cells = column.cells
        head.paragraphs[0].add_run(name).bold = True
        for cell, text in zip(cells, texts, strict=True):
            cell.text = _text(text)


def _text(text: str) -> str:
    """Take out the two characters that XML forbids and that are no controls."""
    return _NO_XML.sub("\ufffd", text)


def _timeless(written: io.BytesIO) -> bytes:
    """Write the archive anew, its members in their order, without the time of day."""
    stream = io.BytesIO()
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _TIME.timetuple()[:6]), old.read(name), zipfile.ZIP_DEFLATED)
    return stream.getvalue()
