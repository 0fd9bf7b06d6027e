"""Branches of the codebook over each other, as blocks: stage by actor for each problem, with the quotes of each cell."""

from __future__ import annotations

from collections.abc import Iterator

from qualcode.analysis.counted import how_many
from qualcode.i18n import _, ngettext
from qualcode.reports.document import Block, Cell, Column, Paragraph, Row, Run, Table, cell, text
from qualcode.reports.sections.behind import Behind, code_cell, code_runs, shares
from qualcode.reports.sections.crossing_data import CodeName, FrameCount, Layer, TableBody
from qualcode.reports.sections.place import At

COLUMNS = 5
"""Columns of one table; more are set below in another."""


def table(body: TableBody, at: At) -> Iterator[Block]:
    """One table for each layer; below the first stands what a number counts."""
    if body.why:
        yield Paragraph(text(_unit(body)))
        yield Paragraph(text(body.why))
        return
    behind = Behind(at, codes=True)
    for number, layer in enumerate(body.layers, 1):
        yield from _layer(body, layer, number, behind, at)
    if body.empty:
        none = (
            _("No source bears a code of all three")
            if body.whole_source
            else _("No turn bears a code of all three")
        )
        yield Paragraph(text(f"{none}: {', '.join(one.name for one in body.empty)}."))
    yield from behind.table(_("Quotes behind the cells"), _("Cell"))


def _unit(body: TableBody) -> str:
    if body.of_documents and body.whole_source:
        return _(
            "The unit is the document: a number counts the documents that bear a code of the row and one of the column, "
            "wherever they stand in it."
        )
    if body.of_documents:
        return _(
            "The unit is the document: a number counts the documents of which at least one paragraph bears a code of the "
            "row and one of the column; below it stand these paragraphs."
        )
    if body.whole_source:
        return _(
            "The unit is the source: a number counts the documents and other sources in which one informant's words, or "
            "the document, bear a code of the row and one of the column."
        )
    return _(
        "The unit is the turn (of a document: the paragraph): a number counts the turns that bear a code of the row and "
        "one of the column."
    )


def _layer(body: TableBody, layer: Layer, number: int, behind: Behind, at: At) -> Iterator[Block]:
    ways = [
        [
            behind.way(_named(row, column, layer.of), one.quoted)
            for column, one in zip(body.columns, cells, strict=True)
        ]
        for row, cells in zip(body.rows, layer.cells, strict=True)
    ]
    if body.of_documents:
        caption = _("Documents by code")
    else:
        caption = _("Sources by code") if body.whole_source else _("Turns by code")
    if layer.of is not None:
        caption += f": {layer.of.name}"
    parts = list(shares(len(body.columns), COLUMNS))
    for part, places in enumerate(parts, 1):
        yield Table(
            f"{caption} ({part}/{len(parts)})" if len(parts) > 1 else caption,
            (Column(1.8), *(Column(1.2, "centre") for _place in places)),
            ((cell(), *(code_cell(body.columns[place], bold=True) for place in places)),),
            tuple(
                Row(
                    (
                        code_cell(row),
                        *(_count(layer.cells[n][place], ways[n][place], body) for place in places),
                    )
                )
                for n, row in enumerate(body.rows)
            ),
            anchor=at(f"table{number}-{places.start + 1}"),
            note=text(_note(body) if number == 1 and not places.start else ""),
        )


def _note(body: TableBody) -> str:
    if body.of_documents:
        return f"{_unit(body)} " + _(
            "That codes stand together does not say that one brings about the other."
        )
    return f"{_unit(body)} " + _(
        "Below it stand the informants (a focus group is one) and the documents whose words these are. That codes stand "
        "together does not say that one brings about the other."
    )


def _count(one: FrameCount, way: str, body: TableBody) -> Cell:
    if not one.frames:
        return cell("–")
    if body.of_documents:
        below = "" if body.whole_source else "\n" + ngettext("{n} paragraph", "{n} paragraphs", one.frames)
        return Cell((Run(str(one.documents), bold=True, link=way), Run(below)))
    who = []
    if one.informants:
        who.append(how_many(body.unit, one.informants))
    if one.documents:
        who.append(_("{n} doc", n=one.documents))
    return Cell((Run(str(one.frames), bold=True, link=way), Run("\n" + ", ".join(who))))


def _named(row: CodeName, column: CodeName, layer: CodeName | None) -> tuple[Run, ...]:
    runs = [*code_runs(row), Run("\n× "), *code_runs(column)]
    return (*runs, Run("\n× "), *code_runs(layer)) if layer is not None else tuple(runs)
