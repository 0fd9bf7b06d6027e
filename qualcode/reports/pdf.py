"""A report as PDF, set by typst: tagged, the same bytes on every machine, no file or network touched.

Text reaches the template as JSON data and is therefore never read as markup. Fonts are those inside the typst
wheel; only where a character is in none of them are the machine's own fonts asked.
"""

from __future__ import annotations

import ctypes
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from itertools import groupby
from pathlib import Path
from typing import Any, cast
from zlib import compress, decompress

import typst

from qualcode.i18n import _, using
from qualcode.reports import svg
from qualcode.reports.document import (
    Block,
    Cell,
    Comment,
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
    threads,
)
from qualcode.reports.layout import Layout
from qualcode.reports.painting import foreign_set, long_date, painted, painted_line
from qualcode.reports.pdf_lines import compact, is_compact, staying
from qualcode.reports.pdf_links import Place, address, linked

TEMPLATE = Path(__file__).parent / "templates" / "report.typ"
REGIONS = {"id": "ID", "en": "GB"}

SMALLER, SMALLER_CAPTION = 11.5 / 12, 10 / 11
"""The serif that typst brings along runs larger than Times: its sizes over those of the layout."""
LEADING = 0.48
"""Space between lines for each unit of line spacing, in units of the letters' size."""

UNBROKEN_CELL = 900
"""A cell longer than this may run over the page end: a row taller than a page would be cut off."""

FEW_FACTS, ENDS = 12, (3, 2)
"""A list of so many facts stays together; of a longer one so many at its beginning and at its end."""

MANY_CELLS, MANY_LETTERS = 10_000, 250_000
"""In a report whose tables have more of either, rows are set as lines of boxes: a cell takes many times the memory."""

MANY_LINKS = 1500
"""In a large report references lead to rows of tables only where there are no more of them: each takes memory twice."""

LONGEST_UNBROKEN = 30
"""A reference with more characters than this may be broken at the end of a line."""

TALL = 0.5
"""A picture higher than this share of its width may go to the next page while the text runs on before it."""

MMAP_THRESHOLD, LARGE_BLOCK = -3, 128 * 1024
"""The setting of glibc's `mallopt`, and the bytes from which on memory is asked of the system for itself."""

PLACES = (
    "{labels}.map(one => {{ let (page, x, y) = locate(label(one)).position(); (page, x / 1pt, y / 1pt) }})"
)
"""Asks where each of `labels` is: the page, and points from its left and upper sides."""

_WHOLE = re.compile(r"\w+(-\d+)*")
"""What no line is broken in, even where it may be."""
_LONG_WORD = re.compile(r"\S{32}")


def to_pdf(document: Document) -> bytes:
    """`document` as a PDF, PDF/UA-1 wherever every character can be shown."""
    with using(document.language):
        data = compress(_data(document).encode())  # typst holds it too, as long as it works
    anchors = _places(document)
    if is_large(document):
        _keep_large_blocks_apart()
    attempts: tuple[tuple[bool, list[Any]], ...] = ((True, ["ua-1"]), (False, ["ua-1"]), (False, []))
    for own_fonts, standards in attempts:
        inputs = {"document": decompress(data).decode()}
        compiler = typst.Compiler(TEMPLATE, ignore_system_fonts=own_fonts, sys_inputs=inputs)
        inputs.clear()
        try:
            pdf = compiler.compile(format="pdf", pdf_standards=standards, timestamp=0)
        except typst.TypstError:
            if not standards:
                raise
            continue
        places = _positions(compiler, anchors) if anchors else []
        with using(document.language):
            return linked(
                cast(bytes, pdf), dict(zip(anchors, places, strict=True)), document.layout.page_start
            )
    raise AssertionError("the last attempt returns or raises")


def _positions(compiler: typst.Compiler, anchors: list[str]) -> list[Place]:
    """Where each of `anchors` stands in what `compiler` has set: it is not set again for it."""
    labels = "".join(f"{_json(anchor)}," for anchor in anchors)
    return [tuple(place) for place in json.loads(compiler.eval(PLACES.format(labels=f"({labels})")))]


def _keep_large_blocks_apart() -> None:
    """Let memory that grows step by step go back at every step, where the C library is glibc.

    By itself it would keep what was large and is free between what is small: for a thesis, an eighth more at the peak.
    """
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).mallopt(MMAP_THRESHOLD, LARGE_BLOCK)


def _head(document: Document) -> str:
    """What state of the project a report is of, for the file's own metadata."""
    return _("Journal head: {head}", head=dict(document.properties).get("journal-head", "–"))


def _data(document: Document) -> str:
    """What the template is given, as JSON; block after block, since all of them as values need much memory."""
    words = document.words
    head = {
        "title": painted_line(document.title),
        "subtitle": painted_line(document.subtitle),
        "author": painted_line(document.author),
        "description": painted_line(f"{document.software}. {_head(document)}"),
        "footer": painted_line(document.footer),
        "language": document.language,
        "region": REGIONS[document.language],
        "layout": _layout(document.layout),
        "words": {
            "table": painted_line(words.table),
            "figure": painted_line(words.figure),
            "warning": _("To do"),
            "translation": _("Translation"),
        },
    }
    blocks = ",".join(map(_json, _sheets(document)))
    return f'{{"head": {_json(head)}, "blocks": [{blocks}]}}'


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _has(document: Document, kind: str) -> bool:
    """Whether there is anything for a list of tables or figures."""
    return any(isinstance(block, Table if kind == "tables" else Figure) for block in document.blocks)


def _led_to(document: Document) -> frozenset[str]:
    """Anchors that some run leads to: a place nobody is led to costs as much as one that somebody is.

    Where far too many references of a large report lead to rows, none does.
    """
    rows = {row.anchor for block in document.blocks if isinstance(block, Table) for row in block.rows}
    runs = [run for runs in _all_runs(document.blocks) for run in runs if run.link]
    others = [run for run in runs if not (run.unbroken and run.link in rows)]
    too_many = len(runs) - len(others) > MANY_LINKS and is_large(document)
    return frozenset(run.link for run in (others if too_many else runs))


def _places(document: Document) -> list[str]:
    """Anchors that cells of tables lead to."""
    tables = (block for block in document.blocks if isinstance(block, Table))
    cells = (one for block in tables for row in (*block.header, *block.bodies) for one in row)
    return sorted({run.link for one in cells for run in one.runs} & document.anchors & _led_to(document))


def _all_runs(blocks: tuple[Block, ...]) -> Iterator[Runs]:
    for block in blocks:
        match block:
            case Paragraph() | Note():
                yield block.runs
            case Quote():
                yield block.lead
            case ListBlock():
                yield from block.items
            case Facts():
                yield from (value for _name, value in block.pairs)
            case Table():
                yield block.note
                yield from (cell.runs for cells in (*block.header, *block.bodies) for cell in cells)
            case Figure():
                yield block.note


def is_large(document: Document) -> bool:
    """Whether the tables together have so much in them that they are set the quick way."""
    rows = [cells for block in document.blocks if isinstance(block, Table) for cells in block.bodies]
    if sum(map(len, rows)) > MANY_CELLS:
        return True
    return sum(len(run.text) for cells in rows for one in cells for run in one.runs) > MANY_LETTERS


def _layout(layout: Layout) -> dict[str, Any]:
    """Page, letters and margins; the serif of the PDF is larger than Times of the same size."""
    width, height = layout.sheet()
    return {
        "width": width,
        "height": height,
        "margins": asdict(layout.margins),
        "turned": asdict(layout.sides(turned=True)),
        "page": layout.page_start,
        "size": round(layout.size * SMALLER, 3),
        "tables": layout.table_size,
        "captions": round(layout.caption_size * SMALLER_CAPTION, 3),
        "leading": round(layout.line_spacing * LEADING, 3),
        "mark": painted(layout.caption_mark),
    }


def _sheets(document: Document) -> Iterator[dict[str, Any]]:
    """The blocks in order; those of turned pages together in one."""
    large = is_large(document)
    led = _led_to(document)
    for turned, positions in groupby(range(len(document.blocks)), document.landscape.__contains__):
        blocks = [_block(document, position, large, led) for position in positions]
        if turned:
            yield {"kind": "turned", "blocks": blocks}
        else:
            yield from blocks


def _block(document: Document, position: int, large: bool, led: frozenset[str]) -> dict[str, Any]:
    block, number = document.blocks[position], document.numbers.get(position, "")
    match block:
        case Heading():
            before = f"{number}\N{EM SPACE}" if number else ""
            if block.kind == "appendix" and block.level == 1:
                before = f"{document.words.appendix} {number}. "
            runs = (Run(painted(before)), *_line(document, block.text))
            return {
                "kind": "heading",
                "level": block.level,
                "runs": _runs(document, runs),
                "anchor": block.anchor,
            }
        case Paragraph():
            return {
                "kind": "paragraph",
                "style": block.style,
                "anchor": block.anchor,
                "runs": _runs(document, block.runs),
                "remarks": _remarks(document, block.comments),
            }
        case Quote():
            return {
                "kind": "quote",
                "block": block.is_block,
                "text": _text(block.text),
                "reference": _behind_each_other(_runs(document, block.cited), block.comments),
                "lead": _runs(document, block.lead),
                "translation": _text(block.translation),
                "paraphrase": block.paraphrase,
                "anchor": block.anchor,
                "language": block.language,
                "remarks": _remarks(document, block.comments),
            }
        case Table():
            return _table(document, block, position, large, led)
        case Figure():
            return {
                "kind": "figure",
                "svg": svg.clean(block.svg, font=svg.FONT),
                "caption": _runs(document, _line(document, block.caption)),
                "number": number,
                "alt": painted_line(block.alt),
                "anchor": block.anchor,
                "note": _runs(document, block.note),
                "width": round(document.layout.picture(block.width_cm, svg.ratio(block.svg))[0], 3),
                "tall": svg.ratio(block.svg) > TALL,
            }
        case Note():
            return {"kind": "note", "warning": block.kind == "warning", "runs": _runs(document, block.runs)}
        case ListBlock():
            items = [_runs(document, item) for item in block.items]
            return {"kind": "list", "ordered": block.ordered, "items": items}
        case Facts():
            pairs = [[painted_line(name), _runs(document, value)] for name, value in block.pairs]
            return {"kind": "facts", "pairs": pairs, "held": _held(block)}
        case Contents():
            if block.kind != "headings" and not _has(document, block.kind):
                return {"kind": "nothing"}
            titles = {
                "headings": document.words.contents,
                "tables": document.words.tables,
                "figures": document.words.figures,
            }
            return {"kind": "contents", "list": block.kind, "title": titles[block.kind]}
        case PageBreak():
            return {"kind": "break"}


def _table(
    document: Document, block: Table, position: int, large: bool, led: frozenset[str]
) -> dict[str, Any]:
    layout, number = document.layout, document.numbers[position]
    widths = block.widths(layout.text_width(position in document.landscape), layout.table_size)
    words = document.words
    notes: list[list[Any]] = []
    header = [_row(document, Row(cells), led, notes) for cells in block.header]
    rows = [_row(document, row, led, notes) for row in block.rows]
    for stays in () if block.is_short else staying(document, block, widths):
        rows[stays]["stays"] = True
    columns: list[dict[str, Any]] = [
        {"width": round(width, 2), "align": column.align}
        for width, column in zip(widths, block.columns, strict=True)
    ]
    shape = {
        "kind": "table",
        "caption": _runs(document, _line(document, block.caption)),
        "number": number,
        "told": bool(rows) and not block.is_short,
        "again": painted_line(f"{words.table} {number} ({words.continued})"),
        "start": f"{position}-start",
        "longest": _longest(block),
        "anchor": block.anchor,
        "note": _runs(document, block.note),
        "columns": columns,
        "dense": block.dense,
        "compact": large and is_compact(document, block, widths),
        "short": block.is_short,
        "header": header,
        "rows": rows,
        **_notes(notes),
    }
    if shape["compact"]:
        compact(shape, layout.table_size)
    return shape


def _held(facts: Facts) -> list[int]:
    """How many of its lines stay on one page, from the first on: all of a short list; of another none stands alone."""
    letters = [sum(len(run.text) for run in value) for _name, value in facts.pairs]
    count = len(letters)
    if count <= FEW_FACTS and sum(letters) <= UNBROKEN_CELL:
        return [count] if count else []
    made: list[int] = []
    for size in [count] if count <= sum(ENDS) else [ENDS[0], *[1] * (count - sum(ENDS)), ENDS[1]]:
        first = sum(made)
        made += [size] if sum(letters[first : first + size]) <= UNBROKEN_CELL else [1] * size
    return made


def _notes(notes: list[list[Any]]) -> dict[str, list[list[Any]]]:
    """The notes under a table: `near` it where they are short and stay with its last row, else free to be parted."""
    return (
        {"near": notes, "notes": []} if len(_json(notes)) <= UNBROKEN_CELL else {"near": [], "notes": notes}
    )


def _longest(block: Table) -> int:
    """Which cell of the last row has most in it: a table ends where that ends."""
    letters = [sum(len(run.text) for run in one.runs) for one in block.bodies[-1]] if block.bodies else []
    return letters.index(max(letters)) if letters else 0


def _row(document: Document, row: Row, led: frozenset[str], notes: list[list[Any]]) -> dict[str, Any]:
    """A row; its footnotes and comments go to the `notes` under the table, and a letter calls each of them.

    At the foot of the page they would make setting a long table take very long, and tables have notes of their own.
    """
    remarks = _remarks(document, row.comments)
    cells = []
    for one in row.cells:
        cells.append(_cell(document, one, led, notes, remarks))
        remarks = []
    return {
        "cells": _joined(cells),
        **({"anchor": row.anchor} if row.anchor in led else {}),
        **({"section": True} if row.section else {}),
    }


def _cell(
    document: Document,
    one: Cell,
    led: frozenset[str],
    notes: list[list[Any]],
    remarks: list[list[Any]],
) -> dict[str, Any] | str:
    """A cell, with what sets it apart from others; one of plain words and nothing more is a text."""
    runs: list[dict[str, Any] | str] = []
    for run in one.runs:
        if run.link and run.link not in led:
            run = replace(run, link="")
        if run.footnote:
            runs += _runs(document, (replace(run, footnote=()),))
            runs.append(_called(_runs(document, run.footnote), notes))
        else:
            _add(document, run, runs)
    for remark in remarks:
        runs += [*_parted(runs), _called(remark, notes)]
    for made in runs:
        if isinstance(made, dict) and "link" in made:
            made["link"] = address(made["link"])
    apart = {
        "shade": one.shade,
        "span": one.span if one.span > 1 else 0,
        "align": one.align,
        "breakable": sum(len(run.text) for run in one.runs) > UNBROKEN_CELL,
    }
    shown = {name: value for name, value in apart.items() if value}
    if not shown and all(isinstance(run, str) for run in runs):
        return "".join(cast(list[str], runs))
    return {"runs": runs, **shown}


def _behind_each_other(
    reference: list[dict[str, Any] | str], comments: tuple[Comment, ...]
) -> list[dict[str, Any] | str]:
    """A reference before the calls of comments."""
    return [*reference, *_parted(reference)] if comments else reference


def _parted(runs: Sequence[dict[str, Any] | str]) -> list[dict[str, Any]]:
    """A raised comma where a call would stand right behind another: 12 is another note than 1 and 2."""
    last = runs[-1] if runs else ""
    is_call = isinstance(last, dict) and ("raised" in last or "footnote" in last)
    return [{"raised": ","}] if is_call else []


def _called(note: list[Any], notes: list[list[Any]]) -> dict[str, Any]:
    """The raised letter that calls `note`, which goes to the `notes` under the table; after z comes aa."""
    number = len(notes)
    mark = {"raised": chr(ord("a") + number % 26) * (number // 26 + 1)}
    notes.append([mark, " ", *note])
    return mark


def _joined(cells: list[dict[str, Any] | str]) -> list[dict[str, Any] | str]:
    """`cells`, the empty ones at the end in one: what is left empty takes as long to set as what is not."""
    filled = len(cells)
    while filled and cells[filled - 1] == "":
        filled -= 1
    if filled in (0, len(cells), len(cells) - 1):
        return cells
    return [*cells[:filled], {"runs": [], "span": len(cells) - filled}]


def _line(document: Document, text: str) -> Runs:
    """A heading or caption on one line, the words of another language in italics."""
    return foreign_set((Run(painted_line(text)),), document.layout.foreign)


def _remarks(document: Document, comments: tuple[Comment, ...]) -> list[list[Any]]:
    """Threads of comments as notes at the foot of the page, with who wrote what and when: a PDF has no margin."""
    made = []
    for thread in threads(comments):
        runs: list[Run] = []
        for comment in thread:
            day = long_date((comment.written or document.created).date())
            who = ", ".join(part for part in (painted_line(comment.author), day) if part)
            head = f" {who}" if comment.answers else _("Comment ({who})", who=who)
            runs += (Run(head + ": ", bold=True), Run(comment.text))
        made.append(_runs(document, tuple(runs)))
    return made


def _runs(document: Document, runs: Runs) -> list[dict[str, Any] | str]:
    made: list[dict[str, Any] | str] = []
    for run in runs:
        _add(document, run, made)
    return made


def _add(document: Document, run: Run, runs: list[dict[str, Any] | str]) -> None:
    """Put `run` behind `runs`; plain ones beside each other are one, since each costs time and memory."""
    made = _run(document, document.resolve(run) if run.link else run)
    if isinstance(made, str) and runs and isinstance(before := runs[-1], str):
        runs[-1] = before + made
    else:
        runs.append(made)


def _run(document: Document, run: Run) -> dict[str, Any] | str:
    """A run, with what sets it apart from plain words; a newline in it ends the line."""
    text = _text(run.text)
    styles = {
        "bold": run.bold,
        "italic": run.italic,
        "link": run.link,
        "unbroken": _unbroken(run.text, run.unbroken or run.code),
        "footnote": _runs(document, run.footnote),
    }
    shown = {name: value for name, value in styles.items() if value}
    return {"text": text, **shown} if shown else text


def _unbroken(text: str, wished: bool) -> bool:
    """Whether `text` is held on one line; what is too long for a column is broken all the same."""
    return wished and len(text) <= LONGEST_UNBROKEN and not _WHOLE.fullmatch(text)


def _text(value: str) -> str:
    """`value` to paint; words too long for any line get places where they may break."""
    return _LONG_WORD.sub(lambda match: match.group() + "\N{ZERO WIDTH SPACE}", painted(value))
