"""Reports: one model (`document`), painted as Word, HTML, PDF or Markdown; the same data give the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.reports.document import Document

FORMATS = ("docx", "html", "pdf", "md")
"""File formats, which are their file name extensions too."""


def render(document: Document, format: str) -> bytes:
    """`document` as the bytes of a file; ValueError for a format that is none of `FORMATS`."""
    if format == "docx":
        from qualcode.reports.docx import to_docx

        return to_docx(document)
    if format == "html":
        from qualcode.reports.html import to_html

        return to_html(document)
    if format == "pdf":
        from qualcode.reports.pdf import to_pdf

        return to_pdf(document)
    if format == "md":
        from qualcode.reports.markdown import to_markdown

        return to_markdown(document)
    raise ValueError(format)
