"""Tables of a Word file as XML: fixed columns, heads that repeat, rows that hold together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from qualcode.reports.document import Align, Cell, Comment, Facts, Row, Run, Table
from qualcode.reports.docx_rows import numbered_lines
from qualcode.reports.docx_text import Para, Text
from qualcode.reports.painting import painted_line

CELL_STYLES: Mapping[Align, str] = {
    "left": "TableText",
    "centre": "TableTextCentre",
    "right": "TableTextRight",
}
DENSE_STYLES: Mapping[Align, str] = {
    align: style.replace("Text", "TextDense") for align, style in CELL_STYLES.items()
}
TOLD_STYLE = "TableTextLines"
"""What stands beside numbered lines is set in letters as large as theirs."""
SHADES = ("", "ECECEC", "D9D9D9", "BFBFBF", "B0B0B0")
SECTION_SHADE = "F2F2F2"
FACTS_NAME_WIDTH = 0.27


def table_xml(
    text: Text, block: Table, rows: Sequence[Row], columns: Sequence[float], together: bool, tied: bool
) -> str:
    """The head of a table and some of its rows, its `columns` so many points wide.

    They stay on one page if they are to be `together`, and on that of what follows if they are `tied` to it.
    """
    widths = [round(width * 20) for width in columns]
    made = [_opening(text.style("ReportTable"), widths)]
    made.extend(_row(text, Row(cells), block, widths, heads=True, keep=together) for cells in block.header)
    last = len(rows) - 1
    for position, row in enumerate(rows):
        keep = row.section or (tied if position == last else together)
        made.append(_row(text, row, block, widths, heads=False, keep=keep))
    made.append("</w:tbl>")
    return "".join(made)


def cell_style(block: Table, align: Align) -> str:
    """The style of what stands in the cells of a table."""
    if block.is_told:
        return TOLD_STYLE
    return (DENSE_STYLES if block.dense else CELL_STYLES)[align]


def facts_xml(text: Text, block: Facts, points: float, together: bool) -> str:
    """Names and values in two columns, `points` wide; they stay on one page if they are to be `together`."""
    width = round(points * 20)
    first = round(width * FACTS_NAME_WIDTH)
    made = [_opening(text.style("FactsTable"), [first, width - first])]
    for name, value in block.pairs:
        keep = together and value is not block.pairs[-1][1]
        cells = (
            _cell(text, Cell((Run(painted_line(name)),)), "TableText", "", first, keep=keep),
            _cell(text, Cell(value), "TableText", "", width - first, keep=keep),
        )
        made.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>")
    made.append("</w:tbl>")
    return "".join(made)


def _opening(style: str, widths: Sequence[int]) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:noVBand="1"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )


def _row(text: Text, row: Row, block: Table, widths: Sequence[int], *, heads: bool, keep: bool) -> str:
    made = "<w:tr><w:trPr><w:cantSplit/>" + ("<w:tblHeader/>" if heads else "") + "</w:trPr>"
    for column, cell in _placed(row):
        align = cell.align or block.columns[column].align
        shade = SECTION_SHADE if row.section else SHADES[cell.shade]
        width = sum(widths[column : column + cell.span])
        own = row if column == 0 else None
        made += _cell(text, cell, cell_style(block, align), shade, width, own=own, keep=keep)
    return made + "</w:tr>"


def _placed(row: Row) -> Iterator[tuple[int, Cell]]:
    """The cells of a row with the column each begins in."""
    column = 0
    for cell in row.cells:
        yield column, cell
        column += cell.span


def _cell(
    text: Text, cell: Cell, style: str, shade: str, width: int, *, own: Row | None = None, keep: bool = False
) -> str:
    """A cell; the first one of a row bears what belongs to its row: anchor, comments on it, what it is about."""
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    if cell.span > 1:
        properties += f'<w:gridSpan w:val="{cell.span}"/>'
    if shade:
        properties += f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>'
    anchor, comments, mark = ("", (), "") if own is None else (own.anchor, own.comments, own.mark)
    if cell.leads:
        paragraphs = _lines(text, cell, anchor, comments)
    else:
        paragraphs = [text.paragraph(style, cell.runs, anchor, comments=comments, mark=mark)]
    for paragraph in paragraphs:
        paragraph.keep = keep
    said = "".join(paragraph.xml() for paragraph in paragraphs)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{said}</w:tc>"


def _lines(text: Text, cell: Cell, anchor: str, comments: tuple[Comment, ...]) -> list[Para]:
    """A paragraph for each numbered line, so that what runs over stands under the words; what belongs to all is the first's."""
    made = []
    for place, (number, said) in enumerate(numbered_lines(cell.runs)):
        gap = "\t" if number.strip().isdigit() else " "
        runs = (Run(f"{number}{gap}"), *said)
        made.append(
            text.paragraph("TableLines", runs)
            if place
            else text.paragraph("TableLines", runs, anchor, comments=comments)
        )
    return made
