"""Rows of a PDF's tables: which stay on one page, and which tables of a large one are set as lines of boxes.

What is set costs memory for each box, so that short words that stand often are set once, figures are as wide as they
have digits, and nothing holds the end of a row that is sure to fit.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from qualcode.reports.document import CELL_PADDING, Cell, Document, Table, plain
from qualcode.reports.widths import word_width

COMPACT_LETTERS, COMPACT_LINE, MEAN_WIDTH, TALLEST_ROW = 0.9, 1.2, 0.5, 0.7
"""Of tables set the quick way: size of the letters over that of the layout, height of a line and mean width of a letter
over that size, and the share of the width of the text that a row is high at most.
"""

STAYING, LONGEST_STAYING = 0.65, 3
"""What stays together is at most so high, as a share of the width of the text; so many rows at most stay as a whole."""

OFTEN = 3
"""What stands so many times in cells of one column is set once, in a table set the quick way."""

ROOM = 1.3
"""So many times the width that a line is thought to take there is room for it beyond doubt."""


def is_compact(document: Document, block: Table, widths: list[float]) -> bool:
    """Whether a table can be set the quick way: no row comes near to the height of a page, or has shades beside others."""
    letters = document.layout.table_size * COMPACT_LETTERS
    most = TALLEST_ROW * document.layout.text_width() / (letters * COMPACT_LINE)
    for cells in block.bodies:
        if _lines(cells, widths, letters) > most:
            return False
        if any(cell.shade for cell in cells) and sum(bool(cell.runs or cell.shade) for cell in cells) > 1:
            return False
    return True


def _lines(cells: Sequence[Cell], widths: list[float], letters: float) -> float:
    """How many lines a row is high, as far as it takes no setting to know."""
    column, most = 0, 0.0
    for cell in cells:
        width = max(letters, sum(widths[column : column + cell.span]) - CELL_PADDING)
        said = plain(cell.runs)
        most = max(most, said.count("\n") + len(said) * letters * MEAN_WIDTH / width)
        column += cell.span
    return most


def staying(document: Document, block: Table, widths: list[float]) -> set[int]:
    """Positions of the rows that stay on one page with the row behind them.

    Rows stay with the one that they continue; of many the first two and the last two do. So do the first two and the
    last two of the table. What is too high for it does not, nor does a row that heads others: that is held anyway.
    """
    rows, letters = block.rows, document.layout.table_size
    most = STAYING * document.layout.text_width()
    heights = [(2 + _lines(row.cells, widths, letters)) * letters * COMPACT_LINE for row in rows]
    starts = [n for n, row in enumerate(rows) if not (n and row.continues)]
    wished = []
    for start, end in pairwise([*starts, len(rows)]):
        links = list(range(start, end - 1))
        wished += links if len(links) < LONGEST_STAYING else [links[0], links[-1]]
    last = len(rows) - 2
    stays: set[int] = set()
    for one in dict.fromkeys([*wished, 0, last] if last >= 0 else []):
        first, behind = one, one + 1
        while first - 1 in stays:
            first -= 1
        while behind in stays:
            behind += 1
        whole = not any(row.section for row in rows[one : one + 2])
        if whole and sum(heights[first : behind + 1]) <= most:
            stays.add(one)
    return stays


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
