"""Reports: one model (`document`), painted as Word, HTML, PDF, Excel or Markdown; the same data give the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.reports.document import Document

FORMATS = ("docx", "html", "pdf", "xlsx", "md")
"""File formats, which are their file name extensions too."""


def render(document: Document, format: str, *, style: bytes | None = None) -> bytes:
    """`document` as the bytes of a file, laid out as its layout says.

    Args:
        document: what the report says.
        format: one of `FORMATS`.
        style: a Word file whose page and styles a Word report takes over; other formats leave it alone.

    Raises: ValueError for an unknown format; BadInput where the layout does not fit the report, or `style` cannot be
    used.
    """
    return paged(document, format, style=style)[0]


def paged(document: Document, format: str, *, style: bytes | None = None) -> tuple[bytes, int]:
    """The same with the number of its pages: of a Word file as reckoned, 0 where the format has none."""
    from qualcode.reports.arranging import arranged

    if format not in FORMATS:
        raise ValueError(format)
    document = arranged(document)
    if format == "docx":
        from qualcode.reports import docx

        return docx.paged(document, style)
    if format == "html":
        from qualcode.reports.html import to_html

        return to_html(document), 0
    if format == "pdf":
        from qualcode.reports.pdf import to_pdf
        from qualcode.reports.pdf_links import pages_of

        painted = to_pdf(document)
        return painted, pages_of(painted)
    if format == "xlsx":
        from qualcode.reports.xlsx import to_xlsx

        return to_xlsx(document), 0
    from qualcode.reports.markdown import to_markdown

    return to_markdown(document), 0
