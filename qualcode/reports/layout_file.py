"""A layout as a file that a user writes: YAML, every mistake told with its line.

The file `layouts/default.yaml` shows all that can be said, with the values that hold where nothing is said.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from qualcode.exchange.problems import FileProblems, read_file
from qualcode.exchange.yaml_lines import Entry, compose
from qualcode.i18n import _
from qualcode.reports.document import ANCHOR
from qualcode.reports.layout import PAPERS, Layout, Margins, TableLayout, Words

DEFAULT = Path(__file__).parent / "layouts" / "default.yaml"
"""The layout that holds without a file of the user's own, to be copied and changed."""

LETTERS, SPACING, MARGIN, WIDTH = (6.0, 30.0), (0.8, 3.0), (0.5, 10.0), (0.1, 100.0)
"""Least and most that letters, line spacing, a margin and a relative width may be."""

LEAST_TEXT = 8.0
"""Centimetres that the margins must leave for the text."""

LAST_NUMBER = 9999

_FONT = re.compile(r"[\w][\w .&+-]{0,63}")


def load_layout(source: Path | str, name: str = "layout.yaml") -> Layout:
    """The layout in a file (`source` a Path) or in a text (`source` a str, called `name` in messages).

    Raises FileProblems with every problem and its line; BadInput where the file cannot be read.
    """
    if isinstance(source, Path):
        name, source = source.name, read_file(source)
    top, problems = compose(source, name)
    found = top.fields(("page", "letters", "numbering", "captions", "foreign_words", "tables"))
    values: dict[str, Any] = {}
    if "page" in found:
        values |= _page(found["page"])
    if "letters" in found:
        values |= _letters(found["letters"])
    if "numbering" in found:
        values |= _numbering(found["numbering"])
    if "captions" in found:
        values |= _captions(found["captions"])
    if "foreign_words" in found:
        values["foreign"] = tuple(found["foreign_words"].texts())
    if "tables" in found:
        values["tables"] = {
            anchor: table
            for anchor, entry in found["tables"].pairs()
            if (table := _table(anchor, entry, name)) is not None
        }
    if problems:
        raise FileProblems(name, problems)
    return _numbered(Layout(**{key: one for key, one in values.items() if key != "first_appendix"}), values)


def _numbered(layout: Layout, values: dict[str, Any]) -> Layout:
    first = values.get("first_appendix")
    return layout if first is None else layout.with_appendices_from(first)


def _page(entry: Entry) -> dict[str, Any]:
    found = entry.fields(("paper", "margins", "start", "footer", "part_tables"))
    values: dict[str, Any] = {}
    if "paper" in found and (paper := found["paper"].choice(PAPERS)) is not None:
        values["paper"] = paper
    if "margins" in found:
        sides = found["margins"].fields(("left", "top", "right", "bottom"))
        read = {side: _number(one, *MARGIN) for side, one in sides.items()}
        margins = Margins(**{side: one for side, one in read.items() if one is not None})
        layout = Layout(paper=values.get("paper", Layout.paper), margins=margins)
        if min(layout.text_width(), layout.text_height()) < LEAST_TEXT * 72 / 2.54:
            found["margins"].problem(_("the margins leave too little room for text"))
        values["margins"] = margins
    if "start" in found and (start := _whole(found["start"])) is not None:
        values["page_start"] = start
    if "part_tables" in found and (parts := found["part_tables"].yes()) is not None:
        values["part_tables"] = parts
    if "footer" in found:
        values["footer"] = found["footer"].text()
    return values


def _letters(entry: Entry) -> dict[str, Any]:
    found = entry.fields(("font", "size", "tables", "captions", "line_spacing"))
    values: dict[str, Any] = {}
    if "font" in found:
        font = found["font"].text()
        if not _FONT.fullmatch(font):
            found["font"].problem(_("{name} cannot be the name of a font", name=font))
        values["font"] = font
    places = (
        ("size", "size", LETTERS),
        ("tables", "table_size", LETTERS),
        ("captions", "caption_size", LETTERS),
        ("line_spacing", "line_spacing", SPACING),
    )
    for key, name, bounds in places:
        if key in found and (number := _number(found[key], *bounds)) is not None:
            values[name] = number
    return values


def _numbering(entry: Entry) -> dict[str, Any]:
    found = entry.fields(("first_appendix", "first_table", "first_figure"))
    values: dict[str, Any] = {}
    if "first_appendix" in found:
        first = found["first_appendix"].text()
        try:
            Layout().with_appendices_from(first)
            values["first_appendix"] = first
        except ValueError:
            found["first_appendix"].problem(_("expected a number or a letter, found {text}", text=first))
    for key, name in (("first_table", "table_start"), ("first_figure", "figure_start")):
        if key in found and (number := _whole(found[key])) is not None:
            values[name] = number
    return values


def _captions(entry: Entry) -> dict[str, Any]:
    words = ("table", "figure", "appendix", "section", "continued", "contents", "tables", "figures")
    found = entry.fields((*words, "mark", "source_line"))
    values: dict[str, Any] = {"words": Words(**{key: found[key].text() for key in words if key in found})}
    if "mark" in found:
        values["caption_mark"] = found["mark"].text() + " "
    if "source_line" in found:
        values["source_line"] = found["source_line"].text()
    return values


def _table(anchor: str, entry: Entry, name: str) -> TableLayout | None:
    if not ANCHOR.fullmatch(anchor):
        entry.problem(_("{name} is not the name of a table", name=anchor))
        return None
    found = entry.fields(("caption", "columns", "hidden", "widths", "landscape", "source"))
    widths = [
        (column, width)
        for column, one in (found["widths"].pairs() if "widths" in found else ())
        if (width := _number(one, *WIDTH)) is not None
    ]
    return TableLayout(
        caption=found["caption"].text() if "caption" in found else "",
        order=tuple(found["columns"].texts()) if "columns" in found else (),
        hidden=tuple(found["hidden"].texts()) if "hidden" in found else (),
        widths=tuple(widths),
        landscape=found["landscape"].yes() if "landscape" in found else None,
        source=found["source"].text() if "source" in found else None,
        where=_("{name}, line {line}", name=name, line=entry.line),
    )


def _number(entry: Entry, least: float, most: float) -> float | None:
    """A number with a decimal point or comma between `least` and `most`; None, and a problem, for anything else."""
    text = entry.text()
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = float("nan")
    if not least <= number <= most:
        entry.problem(
            _(
                "expected a number from {least} to {most}, found {text}",
                least=f"{least:g}",
                most=f"{most:g}",
                text=text,
            )
        )
        return None
    return number


def _whole(entry: Entry) -> int | None:
    number = entry.whole()
    if number is not None and not 0 < number <= LAST_NUMBER:
        entry.problem(
            _(
                "expected a number from {least} to {most}, found {text}",
                least=1,
                most=LAST_NUMBER,
                text=number,
            )
        )
        return None
    return number
