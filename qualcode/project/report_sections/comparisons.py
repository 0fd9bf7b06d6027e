"""Codes compared over groups or the values of an attribute for a report, each with contrasting quotes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlmodel import Session

from qualcode.analysis.columns import NOBODY
from qualcode.analysis.evidence import LITERATURE
from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.project.attribute_holdings import named
from qualcode.project.report_gathering import Gathering
from qualcode.project.report_quotes import Passage
from qualcode.project.report_sections.quoting import branches, literature_in, quoted
from qualcode.project.report_sections.settings import text
from qualcode.project.seatings import GROUP, METHOD, WAVE, seating
from qualcode.reports.sections.crossing_data import CodeCount, CompareBody, CompareRow

WAYS = (GROUP, METHOD, WAVE)
ATTRIBUTE = "attr:"
QUOTES = 2


def by(session: Session, name: str, given: Any) -> str:
    """`group`, `method`, `wave`, or an attribute as `attr:hasil`."""
    said = text(session, name, given)
    if said.casefold() in WAYS:
        return said.casefold()
    if not said.casefold().startswith(ATTRIBUTE):
        known = ", ".join((*WAYS, "attr:…"))
        raise BadInput(_("{option} is one of {allowed}, not {given}", option=name, allowed=known, given=said))
    return ATTRIBUTE + named(session, said[len(ATTRIBUTE) :])[0].name


def compare(gathering: Gathering, given: Mapping[str, Any]) -> CompareBody:
    """Each code over the columns in which anybody or anything speaks."""
    over, limit = given.get("by", GROUP), given.get("quotes", QUOTES)
    table = gathering.project.analysis.counts(over)
    at, below = _columns(gathering, over), branches(table.codes)
    row_of = {head.code: row for row, head in enumerate(table.codes)}
    speaking = [column for column in range(len(table.columns)) if table.speaks(column)]
    rows = []
    for code in given["codes"]:
        cells = []
        for column in speaking:
            counted = table.counts.cells[row_of[code]][column]
            passages = [passage for passage in at.get(column, ()) if passage.code in below[code]]
            works = literature_in(gathering, passages)
            cells.append(
                CodeCount(
                    counted.k,
                    counted.n,
                    counted.plus,
                    counted.minus,
                    counted.mixed,
                    counted.documents - (works if table.columns[column] == LITERATURE else 0),
                    works,
                    quoted(gathering, passages, limit),
                )
            )
        rows.append(CompareRow(code, table.codes[row_of[code]].name, tuple(cells)))
    speaking, rows = _held(speaking, rows)
    names = tuple(table.columns[column] for column in speaking)
    held = any(cell.k or cell.documents or cell.literature for row in rows for cell in row.cells)
    return CompareBody(
        by=over.removeprefix(ATTRIBUTE),
        columns=tuple(gathering.groups.get(name, "") for name in names) if over == GROUP else names,
        rows=tuple(rows),
        unit=table.unit,
        why="" if held else _("No coding of these codes counts for anybody, so there is nothing to compare."),
    )


def _held(columns: Sequence[int], rows: Sequence[CompareRow]) -> tuple[list[int], list[CompareRow]]:
    """The columns in which somebody can speak or something has a code, and the rows of these."""
    kept = [
        place
        for place in range(len(columns))
        if any((one := row.cells[place]).n or one.documents or one.literature for row in rows)
    ]
    return (
        [columns[place] for place in kept],
        [replace(row, cells=tuple(row.cells[place] for place in kept)) for row in rows],
    )


def _columns(gathering: Gathering, over: str) -> dict[int, list[Passage]]:
    """The passages of each column, in the order of their places."""
    material = gathering.passages.material
    with gathering.project.read() as session:
        seats = seating(over, material, session)
    columns: dict[int, set[int]] = {}
    ids = material.columns.id[material.attribution.coding].tolist()
    for coding, column in zip(ids, seats.column.tolist(), strict=True):
        if column != NOBODY:
            columns.setdefault(coding, set()).add(column)
    found: dict[int, list[Passage]] = {}
    for passage in gathering.passages.counted:
        for column in sorted(columns.get(passage.coding.id, ())):
            found.setdefault(column, []).append(passage)
    return found
