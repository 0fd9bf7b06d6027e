"""A report as PDF, set by typst: tagged, the same bytes on every machine, no file or network touched.

Text reaches the template as JSON data and is therefore never read as markup. Fonts are those inside the typst
wheel; only where a character is in none of them are the machine's own fonts asked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, cast

import typst

from qualcode.i18n import _, using
from qualcode.reports import svg
from qualcode.reports.document import (
    Block,
    Cell,
    Contents,
    Document,
    Facts,
    Figure,
    Heading,
    ListBlock,
    Note,
    PageBreak,
    Paragraph,
    Quote,
    Row,
    Run,
    Runs,
    Table,
    plain,
)
from qualcode.reports.painting import painted, painted_line

TEMPLATE = Path(__file__).parent / "templates" / "report.typ"
REGIONS = {"id": "ID", "en": "GB"}

UNBROKEN_CELL = 900
"""A cell longer than this may run over the page end: a row taller than a page would be cut off."""

LONGEST_UNBROKEN = 30
"""A reference with more characters than this may be broken at the end of a line."""

TALL = 0.5
"""A picture higher than this share of its width may go to the next page while the text runs on before it."""

_LONG_WORD = re.compile(r"\S{32}")


def to_pdf(document: Document) -> bytes:
    """`document` as a PDF, PDF/UA-1 wherever every character can be shown."""
    with using(document.language):
        data = json.dumps(_data(document), ensure_ascii=False, sort_keys=True)
    source = TEMPLATE.read_bytes()
    attempts: tuple[tuple[bool, list[Any]], ...] = ((True, ["ua-1"]), (False, ["ua-1"]), (False, []))
    for own_fonts, standards in attempts:
        compiler = typst.Compiler(source, ignore_system_fonts=own_fonts, sys_inputs={"document": data})
        try:
            pdf = compiler.compile(format="pdf", pdf_standards=standards, timestamp=0)
        except typst.TypstError:
            if not standards:
                raise
            continue
        return cast(bytes, pdf)
    raise AssertionError("the last attempt returns or raises")


def _data(document: Document) -> dict[str, Any]:
    return {
        "title": painted_line(document.title),
        "subtitle": painted_line(document.subtitle),
        "author": painted_line(document.author),
        "description": painted_line(f"{document.software}. {document.footer}"),
        "footer": painted_line(document.footer),
        "language": document.language,
        "region": REGIONS[document.language],
        "words": {
            "table": _("Table"),
            "figure": _("Figure"),
            "contents": _("Contents"),
            "warning": _("To do"),
            "translation": _("Translation"),
        },
        "blocks": list(_sheets(document)),
    }


def _sheets(document: Document) -> Iterator[dict[str, Any]]:
    """The blocks in order; those of turned pages together in one."""
    for turned, positions in groupby(range(len(document.blocks)), document.landscape.__contains__):
        blocks = [
            _block(document, document.blocks[position], document.numbers.get(position, ""))
            for position in positions
        ]
        if turned:
            yield {"kind": "turned", "blocks": blocks}
        else:
            yield from blocks


def _block(document: Document, block: Block, number: str) -> dict[str, Any]:
    layout = document.layout
    match block:
        case Heading():
            text = painted_line(block.text)
            if block.kind == "appendix" and block.level == 1:
                text = f"{_('Appendix')} {number}. {text}"
            elif number:
                text = f"{number}\N{EM SPACE}{text}"
            return {"kind": "heading", "level": block.level, "text": text, "anchor": block.anchor}
        case Paragraph():
            return {
                "kind": "paragraph",
                "style": block.style,
                "anchor": block.anchor,
                "runs": _runs(document, block.runs),
            }
        case Quote():
            return {
                "kind": "quote",
                "block": block.is_block,
                "text": _text(block.text),
                "reference": _runs(document, (Run(block.reference, unbroken=True),)),
                "lead": _runs(document, block.lead),
                "translation": _text(block.translation),
                "paraphrase": block.paraphrase,
                "anchor": block.anchor,
                "language": block.language,
            }
        case Table():
            return {
                "kind": "table",
                "caption": painted_line(block.caption),
                "anchor": block.anchor,
                "note": _runs(document, block.note),
                "columns": [
                    {"width": width, "align": column.align}
                    for width, column in zip(
                        block.widths(layout.text_width(block.is_wide_in(layout)), layout.table_size),
                        block.columns,
                        strict=True,
                    )
                ],
                "dense": block.dense,
                "short": block.is_short,
                "header": [_row(document, Row(cells)) for cells in block.header],
                "rows": [_row(document, row) for row in block.rows],
            }
        case Figure():
            return {
                "kind": "figure",
                "svg": svg.clean(block.svg, font=svg.FONT),
                "caption": painted_line(block.caption),
                "alt": painted_line(block.alt),
                "anchor": block.anchor,
                "note": _runs(document, block.note),
                "width": min(block.width_cm, 14.0),
                "tall": svg.ratio(block.svg) > TALL,
            }
        case Note():
            return {"kind": "note", "warning": block.kind == "warning", "runs": _runs(document, block.runs)}
        case ListBlock():
            items = [_runs(document, item) for item in block.items]
            return {"kind": "list", "ordered": block.ordered, "items": items}
        case Facts():
            pairs = [[painted_line(name), _runs(document, value)] for name, value in block.pairs]
            return {"kind": "facts", "pairs": pairs}
        case Contents():
            return {"kind": "contents"}
        case PageBreak():
            return {"kind": "break"}


def _row(document: Document, row: Row) -> dict[str, Any]:
    return {
        "anchor": row.anchor,
        "section": row.section,
        "cells": [_cell(document, one) for one in row.cells],
    }


def _cell(document: Document, one: Cell) -> dict[str, Any]:
    return {
        "runs": _runs(document, one.runs),
        "shade": one.shade,
        "span": one.span,
        "align": one.align,
        "breakable": len(plain(one.runs)) > UNBROKEN_CELL,
    }


def _runs(document: Document, runs: Runs) -> list[dict[str, Any]]:
    return [
        {
            "text": _text(run.text),
            "bold": run.bold,
            "italic": run.italic,
            "code": run.code,
            "link": run.link,
            "unbroken": _unbroken(run.text, run.unbroken),
        }
        for run in map(document.resolve, runs)
    ]


def _unbroken(text: str, wished: bool) -> bool:
    """Whether `text` stays on one line; what is too long for a column is broken all the same."""
    return wished and len(text) <= LONGEST_UNBROKEN


def _text(value: str) -> str:
    """`value` to paint; words too long for any line get places where they may break."""
    return _LONG_WORD.sub(lambda match: match.group() + "\N{ZERO WIDTH SPACE}", painted(value))
