"""Tables of attributes from CSV or XLSX: whose values they are, of which kind, and everything wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qualcode.errors import BadInput, Unreadable
from qualcode.exchange.problems import FileProblems, Problem
from qualcode.exchange.tables import read_table
from qualcode.i18n import _
from qualcode.model import ValueKind
from qualcode.project.attribute_cells import KINDS, Cell, is_formula, is_nothing, kind_named, typed
from qualcode.text.normal import normalise

Known = Callable[[str, str], tuple[str, ValueKind | None]]
"""Of an owner (informant …) and a column: the name the attribute has already, and its kind where it has one."""

INFORMANT, GROUP, SOURCE = "informant", "group", "source"
OWNERS = (INFORMANT, GROUP, SOURCE)
_HEADS = {
    INFORMANT: (
        "id", "informant", "informan", "respondent", "responden", "kode", "code", "kode informan", "kode responden",
        "informant code", "informant id", "id informan", "id responden",
    ),
    GROUP: ("group", "kelompok", "grup"),
    SOURCE: ("source", "berkas", "berkas data", "file", "dokumen", "document"),
}  # fmt: skip


@dataclass(frozen=True)
class RawTable:
    """A table as its file holds it: a heading, and below it cells by line."""

    name: str
    """The file's name."""
    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, Cell]], ...]
    """Line (counted from 1) and cells by column; blank rows are left out."""
    problems: tuple[Problem, ...] = ()
    """Cells that hold a formula or an error."""


@dataclass(frozen=True)
class AttributeTable:
    """A table that fits: one value per owner and column, each of the column's kind."""

    owner: str
    """Whose attributes they are: informant, group or source."""
    owners: tuple[Any, ...]
    """What the first column names, one a row."""
    kinds: Mapping[str, ValueKind]
    values: tuple[Mapping[str, Any], ...]
    """By column, for each of `owners`; what is not recorded is absent."""


def read_raw(path: Path, sheet: str | None = None) -> RawTable:
    """The table of a .csv or .xlsx file; `sheet` names one of a workbook, by default the first that is shown.

    Raises BadInput for other files and unknown sheets, FileProblems where it is no table.
    """
    if path.suffix.lower() != ".xlsx":
        if sheet is not None:
            raise BadInput(_("only a workbook (.xlsx) has sheets"))
        name, rows = read_table(path, None, ())
        if not rows:
            raise BadInput(_("{path} has no rows", path=name))
        columns = tuple(column for column in rows[0].cells if column)
        return _told(RawTable(name, columns, tuple((row.line, dict(row.cells)) for row in rows)))
    from qualcode.project import workbooks  # lxml and a reader of workbooks, for those who need them

    try:
        found = workbooks.read_sheet(path, sheet)
    except Unreadable as error:
        raise BadInput(f"{path.name}: {error.message}") from None
    problems = [
        Problem(line, _("{column}: a formula; put the value it gives in its place", column=column))
        for line, column in found.formulas
    ]
    problems += [
        Problem(line, _("{column}: an error of the workbook in place of a value", column=column))
        for line, column in found.errors
    ]
    return _told(RawTable(path.name, found.columns, found.rows, tuple(problems)))


def _told(raw: RawTable) -> RawTable:
    """The table with text in its normal form; cells that hold formulas are told and emptied."""
    problems = list(raw.problems)
    heading = max(1, raw.rows[0][0] - 1) if raw.rows else 1
    for column in raw.columns:
        if is_formula(column.strip()):
            text = _("{column}: a formula in the heading; write a name in its place", column=column)
            problems.append(Problem(heading, text))
    rows = []
    for line, cells in raw.rows:
        kept: dict[str, Cell] = {}
        for column, cell in cells.items():
            kept[column] = normalise(cell).text if isinstance(cell, str) else cell
            if isinstance(cell, str) and is_formula(cell.strip()):
                text = _("{column}: a formula; put the value it gives in its place", column=column)
                problems.append(Problem(line, text))
                kept[column] = None
        rows.append((line, kept))
    return RawTable(raw.name, raw.columns, tuple(rows), tuple(problems))


def check(
    raw: RawTable,
    owners: Mapping[str, Sequence[tuple[str, Any]]],
    known: Known,
    refused: Callable[[str, str], str | None],
    types: Mapping[str, str],
    groups: Mapping[int, str],
) -> AttributeTable:
    """The table as values that can be kept.

    Args:
        owners: for informant, group and source, the names and records there are.
        known: see `Known`.
        refused: why a column can be no attribute of that owner, or None.
        types: kinds that a person named, by column; a heading may say so too, as `umur:number`.
        groups: the group of each informant by id, against which a column of groups is held.

    Raises FileProblems with everything that does not fit: kinds, unknown and doubled owners, formulas.
    """
    problems = list(raw.problems)
    owner, head = _owner_column(raw)
    records = _Records(owners[owner])
    found: list[tuple[int, Any, Mapping[str, Cell]]] = []
    first: dict[int, int] = {}
    for line, cells in raw.rows:
        given = cells.get(head)
        if is_nothing(given):
            problems.append(Problem(line, _("{name} is missing", name=head)))
            continue
        name = str(int(given)) if isinstance(given, float) and given.is_integer() else str(given).strip()
        record = records.get(name)
        if record is None:
            problems.append(Problem(line, _unknown(owner, name)))
        elif record.id in first:
            problems.append(
                Problem(line, _("{name} stands in line {line} already", name=name, line=first[record.id]))
            )
        else:
            first[record.id] = line
            found.append((line, record, cells))
    columns = [column for column in raw.columns if column != head]
    if owner == INFORMANT:
        columns = _without_groups(columns, found, groups, problems)
    if not columns:
        problems.append(Problem(1, _("no column is an attribute")))
    kinds, values = _values(owner, columns, raw.rows, known, refused, types, problems)
    if problems:
        raise FileProblems(raw.name, problems)
    return AttributeTable(
        owner,
        tuple(record for _line, record, _cells in found),
        kinds,
        tuple({name: at[line] for name, at in values.items() if line in at} for line, _r, _c in found),
    )


class _Records:
    """Records by name: exactly so, else whatever its case where only one is."""

    def __init__(self, named: Sequence[tuple[str, Any]]) -> None:
        self._exact = dict(named)
        self._folded: dict[str, list[Any]] = {}
        for name, record in named:
            self._folded.setdefault(name.casefold(), []).append(record)

    def get(self, name: str) -> Any:
        alike = self._folded.get(name.casefold(), [])
        return self._exact.get(name) or (alike[0] if len(alike) == 1 else None)


def _owner_column(raw: RawTable) -> tuple[str, str]:
    plain = {" ".join(column.casefold().replace("_", " ").split()): column for column in raw.columns}
    for owner in OWNERS:
        for name in _HEADS[owner]:
            if name in plain:
                return owner, plain[name]
    problem = _("no column says whose values these are: id (of informants), group or source")
    raise FileProblems(raw.name, [*raw.problems, Problem(1, problem)])


def _unknown(owner: str, name: str) -> str:
    return {
        INFORMANT: _("there is no informant {name}", name=name),
        GROUP: _("there is no group {name}", name=name),
        SOURCE: _("there is no source {name}", name=name),
    }[owner]


def _without_groups(
    columns: Sequence[str],
    found: Sequence[tuple[int, Any, Mapping[str, Cell]]],
    groups: Mapping[int, str],
    problems: list[Problem],
) -> list[str]:
    """The columns without one of groups, which is held against the groups the informants belong to."""
    rest = [column for column in columns if column.casefold() not in _HEADS[GROUP]]
    for column in columns:
        if column in rest:
            continue
        for line, record, cells in found:
            given = cells.get(column)
            own = groups[record.id]
            if not is_nothing(given) and str(given).strip().casefold() != own.casefold():
                words = {"code": record.code, "own": own, "given": given}
                text = _("{code} belongs to {own}, not {given}; informant edit changes that", **words)
                problems.append(Problem(line, text))
    return rest


def _values(
    owner: str,
    columns: Sequence[str],
    rows: Sequence[tuple[int, Mapping[str, Cell]]],
    known: Known,
    refused: Callable[[str, str], str | None],
    types: Mapping[str, str],
    problems: list[Problem],
) -> tuple[dict[str, ValueKind], dict[str, Mapping[int, Any]]]:
    wanted = {name.casefold(): kind for name, kind in types.items()}
    kinds: dict[str, ValueKind] = {}
    values: dict[str, Mapping[int, Any]] = {}
    for column in columns:
        bare, _colon, said = column.rpartition(":")
        bare, said = (bare.strip(), said.strip()) if bare and said.strip() in KINDS else (column, "")
        name, kind = known(owner, bare)
        if reason := refused(owner, bare):
            problems.append(Problem(1, reason))
            continue
        if given := wanted.pop(bare.casefold(), said):
            kind = kind_named(given)
        if name.casefold() in {other.casefold() for other in kinds}:
            problems.append(Problem(1, _("{name} stands here twice", name=name)))
            continue
        read = typed(bare, [(line, cells.get(column)) for line, cells in rows], kind)
        problems += [Problem(line, text) for line, text in read.problems]
        kinds[name], values[name] = read.kind, read.values
    for name in wanted:
        raise BadInput(_("the kinds name {name}, which is no column", name=name))
    return kinds, values
