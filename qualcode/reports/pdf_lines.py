"""Tables of a large PDF, whose rows are set as lines of boxes: which can be, and what makes them cheaper still.

What is set costs memory for each box, so that short words that stand often are set once, figures are as wide as they
have digits, and nothing holds the end of a row that is sure to fit.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from qualcode.reports.document import CELL_PADDING, Document, Table, plain
from qualcode.reports.widths import word_width

COMPACT_LETTERS, COMPACT_LINE, MEAN_WIDTH, TALLEST_ROW = 0.9, 1.2, 0.5, 0.7
"""Of tables set the quick way: size of the letters over that of the layout, height of a line and mean width of a letter
over that size, and the share of the width of the text that a row is high at most.
"""

OFTEN = 3
"""What stands so many times in cells of one column is set once, in a table set the quick way."""

ROOM = 1.3
"""So many times the width that a line is thought to take there is room for it beyond doubt."""


def is_compact(document: Document, block: Table, widths: list[float]) -> bool:
    """Whether a table can be set the quick way: no row comes near to the height of a page, or has shades beside others."""
    letters = document.layout.table_size * COMPACT_LETTERS
    most = TALLEST_ROW * document.layout.text_width() / (letters * COMPACT_LINE)
    for cells in block.bodies:
        column = 0
        for cell in cells:
            width = max(letters, sum(widths[column : column + cell.span]) - CELL_PADDING)
            said = plain(cell.runs)
            if said.count("\n") + len(said) * letters * MEAN_WIDTH / width > most:
                return False
            column += cell.span
        if any(cell.shade for cell in cells) and sum(bool(cell.runs or cell.shade) for cell in cells) > 1:
            return False
    return True


def compact(shape: dict[str, Any], letters: float) -> None:
    """Change a table's data for lines of boxes: what stands `often` is numbered, figures and short ends are marked.

    A cell becomes the position of its runs in `shape["often"]`, which also names their column. `letters` is the size of
    the letters in the layout, in points.
    """
    letters *= COMPACT_LETTERS
    columns, often = shape["columns"], []
    for number, column in enumerate(columns):
        there = [_at(row["cells"], number) for row in shape["rows"]]
        texts = [one for one in there if one != ""]
        column["figures"] = all(isinstance(one, str) and one.isdecimal() and one.isascii() for one in texts)
        counts = Counter(key for one in texts if (key := _key(one)))
        often.append({key for key, count in counts.items() if count >= OFTEN and not column["figures"]})
    numbers: dict[tuple[int, str], int] = {}
    for row in shape["rows"]:
        for number, one in enumerate(cells := row["cells"]):
            if (key := _key(one)) in often[number] and _at(cells, number) is one:
                cells[number] = numbers.setdefault((number, key), len(numbers))
        _flatten_end(cells, columns, letters)
    shape["often"] = [{"column": number, "runs": json.loads(key)} for number, key in numbers]
    for row in shape["header"]:
        row["cells"] = [{"runs": [one]} if isinstance(one, str) and one else one for one in row["cells"]]
    for rows in ("header", "rows"):
        shape[rows] = [row["cells"] if row.keys() == {"cells"} else row for row in shape[rows]]


def _at(cells: list[Any], number: int) -> Any:
    """The cell of a column, or the empty one where cells before it or itself are wider than one column."""
    before = cells[: number + 1]
    return (
        ""
        if len(before) <= number or any("span" in one for one in before if isinstance(one, dict))
        else before[-1]
    )


def _key(one: Any) -> str:
    """The runs of a cell that might stand on one line, as JSON; empty for any other cell."""
    if isinstance(one, str):
        return json.dumps([one]) if one and "\n" not in one else ""
    if not isinstance(one, dict) or one.keys() != {"runs"}:
        return ""
    key = json.dumps(one["runs"], sort_keys=True)
    return "" if "\\n" in key or '"footnote"' in key or '"raised"' in key else key


def _flatten_end(cells: list[Any], columns: list[dict[str, Any]], letters: float) -> None:
    """Mark the last cell of a row `flat`, which needs no box, where it is sure to stand on one line."""
    one, column = cells[-1], columns[len(cells) - 1]
    if len(cells) < len(columns) or column["figures"] or column["align"] != "left" or not _key(one):
        return
    runs = [one] if isinstance(one, str) else one["runs"]
    said = "".join(run if isinstance(run, str) else run["text"] for run in runs)
    if word_width(said, bold=True) * letters * ROOM < column["width"] - CELL_PADDING:
        cells[-1] = {"runs": runs, "flat": True}
