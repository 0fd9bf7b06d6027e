"""`qualcode triangulate`: the evidence of findings crossed over groups, methods, times or coders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from qualcode.cli.marking import N_
from qualcode.cli.opening import reading
from qualcode.cli.options import Json, ProjectPath
from qualcode.cli.output import plain, print_json, say, show
from qualcode.cli.pages import command, noun
from qualcode.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.analysis.triangulation import Cell, Row, Triangulation
    from qualcode.project.finding_scope import Scope
    from qualcode.project.findings import FindingRow

app = noun(N_("Where sources agree."))

GROUP_METHOD = "group-method"


@command(app, "triangulate", N_("Cross the evidence of findings over groups, methods, times or coders."))
def triangulate(
    project: ProjectPath,
    by: Annotated[
        str,
        typer.Option("--by", metavar="WAY", help=N_("group, method, wave, coder or group-method.")),
    ] = "group",
    finding: Annotated[
        str | None, typer.Option("--finding", metavar="F", help=N_("Only this finding."))
    ] = None,
    strict: Annotated[
        bool | None,
        typer.Option("--strict/--plain", help=N_("Whether agreement asks for the same prominence too.")),
    ] = None,
    coder: Annotated[
        str | None, typer.Option("--coder", metavar="NAME", help=N_("Only what this coder set."))
    ] = None,
    json: Json = False,
) -> None:
    """Print the triangulation matrix; the computed verdict and a person's own stand side by side."""
    from qualcode.analysis import labels

    with reading(project) as opened:
        crossed = opened.analysis.triangulate(by, strict=strict, coder=coder, finding=finding)
        findings = {str(row.id): row for row in opened.findings.list()}
        scopes = {str(finding): scope for finding, scope in opened.findings.scopes().items()}
        quotes = opened.analysis.triangulation_quotes(by, coder=coder, finding=finding) if json else {}
    if json:
        told = {"definitions": labels.definitions()}
        print_json({**_document(crossed, findings, scopes, quotes), **told})
        return
    if (why := crossed.reason()) is not None:
        say(why)
    if not crossed.rows:
        return
    if by == GROUP_METHOD:
        _print_nested(crossed, findings)
    else:
        _print_matrix(crossed, findings)
    _print_legend(crossed)
    _print_remarks(crossed, findings, scopes)


def _document(
    crossed: Triangulation,
    findings: Mapping[str, FindingRow],
    scopes: Mapping[str, Scope],
    quotes: Mapping[tuple[str, str, str], Sequence[int]],
) -> dict[str, object]:
    from qualcode.analysis.query import among

    keys = {column.label: column.key for column in crossed.columns}
    document = crossed.as_json()
    rows = document["rows"]
    assert isinstance(rows, list)
    for row in rows:
        known = findings[row["finding"]]
        row["number"] = known.number
        for part, cells in [
            ("", row["cells"]),
            *((name, one["cells"]) for name, one in (row["parts"] or {}).items()),
        ]:
            for label, cell in cells.items():
                cell["codings"] = quotes.get((row["finding"], part, keys[label]), [])
                cell["query"] = among(cell["codings"]) or None
        row["adjudicated"] = None
        if known.adjudicated:
            row["adjudicated"] = {
                "verdict": known.adjudicated,
                "reason": known.adjudication_reason,
                "by": known.adjudicated_by,
                "at": plain(known.adjudicated_at),
            }
        row["explanation"], row["negative_case"] = known.explanation, known.negative_case
        row["member_checks"] = plain(known.member_checks)
        row["scope"] = plain(scopes.get(row["finding"]))
    return document


def _print_matrix(crossed: Triangulation, findings: Mapping[str, FindingRow]) -> None:
    from qualcode.analysis import labels

    columns = [(column_words(crossed.by, column.label), column.key) for column in crossed.columns]
    rows = [
        {
            "finding": f"F{findings[row.finding].number}",
            "claim": row.claim,
            **{f"cell {key}": cell_words(cell) for key, cell in row.cells.items()},
            "verdict": _verdict(row, crossed.by, findings[row.finding]),
            "coverage": labels.coverage_words(row),
            "units": "{}/{}".format(*row.units),
            "silent": [column_words(crossed.by, name) for name in row.silent],
        }
        for row in crossed.rows
    ]
    headings = [
        (_("No."), "finding"),
        (_("Claim"), "claim"),
        *((label, f"cell {key}") for label, key in columns),
        (_("Status"), "verdict"),
        (_("Columns"), "coverage"),
        (_("Units"), "units"),
        (_("Silent"), "silent"),
    ]
    show(rows, headings, as_json=False)


def _print_nested(crossed: Triangulation, findings: Mapping[str, FindingRow]) -> None:
    """A block for each finding: groups down, methods across."""
    from qualcode.analysis import labels

    methods = list(dict.fromkeys(column.method for column in crossed.columns))
    headings = [
        (_("Group"), "group"),
        *((column_words("method", method), f"cell {method}") for method in methods),
        (_("Status"), "verdict"),
    ]
    for row in crossed.rows:
        known = findings[row.finding]
        say(f"F{known.number}  {row.claim}")
        lines: dict[str, dict[str, Any]] = {}
        for column in crossed.columns:
            part = (row.parts or {}).get(column.group)
            verdict = labels.verdict_words(part) if part else ""
            line = lines.setdefault(column.group, {"group": column.group, "verdict": verdict})
            line[f"cell {column.method}"] = cell_words(row.cells[column.key])
        show(lines.values(), headings, as_json=False)
        say(f"  {_verdict(row, crossed.by, known)}\n")
    if not crossed.rows:
        show([], [], as_json=False)


def _print_legend(crossed: Triangulation) -> None:
    from qualcode.analysis import labels

    if not crossed.rows:
        return
    if crossed.by != GROUP_METHOD:
        say()
    cells = [cell for row in crossed.rows for cell in row.cells.values()]
    for symbol in sorted({cell.symbol for cell in cells if not cell.documents_only}):
        say(f"  {symbol:<2}  {labels.symbol_words(symbol, crossed.by)}")
    say(f"  k/n {_('those who support, contradict or qualify it, of those who could')}")
    say(f"  {labels.source_of_method()}")


def _print_remarks(
    crossed: Triangulation, findings: Mapping[str, FindingRow], scopes: Mapping[str, Scope]
) -> None:
    from qualcode.analysis import labels
    from qualcode.project.finding_scope import scope_words
    from qualcode.reports.words import outcome

    for row in crossed.rows:
        known = findings[row.finding]
        number = f"F{known.number}"
        for flag in sorted(row.flags):
            say(f"  {number}: {labels.flag_words(flag)}")
        if lenient := labels.lenient_words(
            (column_words(crossed.by, a), column_words(crossed.by, b)) for a, b in row.lenient
        ):
            say(f"  {number}: {lenient}")
        if (scope := scopes.get(row.finding)) is not None:
            say(f"  {number}: {_('Scope')}: {scope_words(scope)}")
        if known.adjudicated:
            say(f"  {number}: {_('own verdict, because {reason}', reason=known.adjudication_reason)}")
        for check in known.member_checks:
            if check.result != "confirmed":
                told = _("member check, {informant}", informant=check.informant)
                say(
                    f"  {number}: {told}: {outcome(check.result)}"
                    + (f" ({check.note})" if check.note else "")
                )


def column_words(by: str, name: str) -> str:
    """A column's heading; methods and times in the person's language."""
    from qualcode.reports.words import column

    return column(by, name) if by in ("method", "wave") else name


def cell_words(cell: Cell) -> str:
    """A cell as "+ 3/4 +1 doc"; a blank is its sign alone."""
    from qualcode.analysis.labels import documents_words

    if cell.documents_only:
        return _("documents only, {count}", count=documents_words(cell))
    counted = f"{cell.symbol} {cell.k}/{cell.n}" if cell.n else cell.symbol
    return f"{counted} {documents_words(cell)}".strip()


def _verdict(row: Row, by: str, known: FindingRow) -> str:
    """What was computed and, beside it, what a person decided."""
    from qualcode.analysis import labels

    computed = labels.verdict_words(row, by)
    if not known.adjudicated:
        return computed
    by_whom = ", ".join(
        part
        for part in (known.adjudicated_by, f"{known.adjudicated_at:%Y-%m-%d}" if known.adjudicated_at else "")
        if part
    )
    own = labels.verdict_name(known.adjudicated)
    return _("{computed}; own: {own} ({by})", computed=computed, own=own, by=by_whom)
