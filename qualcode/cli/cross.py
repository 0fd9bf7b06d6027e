"""`qualcode cross`: codes in an order, outcomes by periods, branches that meet, and linked codings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.exporting import Export, answered, written
from qualcode.cli.leaving import places_listed
from qualcode.cli.marking import N_
from qualcode.cli.opening import reading
from qualcode.cli.options import AcceptLeaks, Json, ProjectPath
from qualcode.cli.output import print_table, say
from qualcode.cli.pages import command, noun
from qualcode.i18n import _

if TYPE_CHECKING:
    from qualcode.analysis.counts import CodeCell
    from qualcode.project.crossing_tables import FrameTable

app = noun(N_("Cross codes with codes, outcomes and periods; problems with causes and solutions."))

Coder = Annotated[str | None, typer.Option("--coder", metavar="NAME", help=N_("Only what this coder set."))]


@command(app, "order", N_("Codes that lie within another, or are followed by one."))
def order(
    project: ProjectPath,
    how: Annotated[str, typer.Option("--how", metavar="HOW", help=N_("within or followed."))] = "within",
    characters: Annotated[
        int | None,
        typer.Option(
            "--characters",
            metavar="N",
            help=N_("How far behind; without it, in the same turn (for followed)."),
        ),
    ] = None,
    coder: Coder = None,
    export: Export = None,
    accept_leaks: AcceptLeaks = False,
    json: Json = False,
) -> None:
    """Print ordered pairs of codes, those in most informants' words first."""
    from qualcode.analysis import counted

    with reading(project) as opened, places_listed(as_json=json):
        table = opened.crossings.order(how, characters=characters, coder=coder)
        left = written(opened, table.table, export, accept_leaks=accept_leaks)
    if answered(table.as_json, left, as_json=json):
        return
    rows = [
        [
            table.codes[a].code,
            table.codes[b].code,
            f"{cell.informants}/{cell.mention}{_beside(cell.documents)}",
            f"{cell.segments}/{cell.first}",
        ]
        for a, b, cell in table.pairs()
    ]
    if (why := table.reason()) is not None:
        say(why)
        return
    people = counted.heading(table.unit)
    print_table([_("First"), _("Second"), people, _("Segments")], rows)
    definitions = table.definitions()
    say()
    for heading, one, many in (
        (_("Segments"), "segments", "first_segments"),
        (people, "informants", "mention"),
    ):
        say(f"  {heading}: {definitions[one]} / {definitions[many]}")


@command(app, "case", N_("Outcome by period, with what changed in the same people."))
def case(
    project: ProjectPath,
    outcome: Annotated[
        str, typer.Option("--outcome", metavar="NAME", help=N_("The attribute that holds the outcome."))
    ],
    period: Annotated[
        list[str] | None,
        typer.Option("--period", metavar="NAME", help=N_("A period, the first one first; may be repeated.")),
    ] = None,
    code: Annotated[
        list[str] | None,
        typer.Option("--code", metavar="CODE", help=N_("Only this code and those below; may be repeated.")),
    ] = None,
    coder: Coder = None,
    export: Export = None,
    accept_leaks: AcceptLeaks = False,
    json: Json = False,
) -> None:
    """Print codes over outcome and period, then every change of a person."""
    from qualcode.project.case_tables import state_words
    from qualcode.project.quote_groups import period_words

    with reading(project) as opened, places_listed(as_json=json):
        table = opened.crossings.cross_case(outcome, periods=period, codes=code, coder=coder)
        left = written(opened, table.table, export, accept_leaks=accept_leaks)
    if answered(table.as_json, left, as_json=json):
        return
    names = [f"{o}: {period_words(p)}" for o in table.outcomes for p in table.periods]
    changed = [f"{o}: {_('change')}" for o in table.outcomes]
    rows = []
    for row in table.rows:
        cells, changes = table.crossed.counts.cells[row], table.crossed.changes[row]
        signs = [
            " ".join(
                f"{sign}{n}"
                for sign, n in (("↑", c.gained), ("↓", c.lost), ("↻", c.turned), ("=", c.kept))
                if n
            )
            for c in changes
        ]
        if any(cell.k or cell.documents for cell in cells):
            head = "  " * table.codes[row].depth + table.codes[row].code
            counted = map(_counted, cells)
            rows.append([head, *counted, *(sign or "–" for sign in signs)])
    if rows:
        print_table([_("Code"), *names, *changed], rows)
        definitions = table.definitions()
        valences = (("+", "plus"), ("-", "minus"), ("±", "mixed"), ("doc", "documents"))
        say()
        for sign, name in (
            ("k", "k"),
            ("n", "n"),
            *valences,
            ("↑", "gained"),
            ("↓", "lost"),
            ("↻", "turned"),
            ("=", "kept"),
        ):
            say(f"  {sign:<3}  {definitions[name]}")
        say(f"  {_('change')}: {definitions['change']}")
    else:
        say(table.reason() or "")
    leaves = {
        row
        for row in table.rows
        if row + 1 == len(table.codes) or table.codes[row + 1].depth <= table.codes[row].depth
    }
    told = [one for one in table.crossed.units if one.code in leaves]
    if told:
        say(f"\n{_('What changed, by person')}:")
        for one in told:
            head = f"{table.units[one.unit]} ({table.outcomes[one.outcome]})  {table.codes[one.code].code}"
            say(f"  {head}: {state_words(one.before)} → {state_words(one.after)}")
    say()
    for line in table.warnings():
        say(f"  ! {line}")


@command(app, "table", N_("Branches that share a turn or a source, as stage by problem for each actor."))
def table(
    project: ProjectPath,
    rows: Annotated[
        list[str],
        typer.Option("--rows", metavar="CODE", help=N_("A code for what is below it, or several codes.")),
    ],
    columns: Annotated[
        list[str], typer.Option("--columns", metavar="CODE", help=N_("The same for the columns."))
    ],
    layers: Annotated[
        list[str] | None,
        typer.Option("--layers", metavar="CODE", help=N_("The same again: one table for each.")),
    ] = None,
    within: Annotated[str, typer.Option("--within", metavar="WHAT", help=N_("turn or source."))] = "turn",
    coder: Coder = None,
    export: Export = None,
    accept_leaks: AcceptLeaks = False,
    json: Json = False,
) -> None:
    """Print one table, or one for each layer."""
    with reading(project) as opened, places_listed(as_json=json):
        found = opened.crossings.table(rows, columns, layers or (), within=within, coder=coder)
        left = written(opened, found.table, export, accept_leaks=accept_leaks)
    if answered(found.as_json, left, as_json=json):
        return
    for layer in found.layers or (None,):
        if layer is not None:
            say(f"\n{found.codes[layer].code} {found.codes[layer].name}")
        _print_frames(found, layer)
    if (why := found.reason()) is not None:
        say(f"\n{why}")
    for part in found.legend():
        say(f"  {part}")


def _print_frames(found: FrameTable, layer: int | None) -> None:
    lines = []
    for row in found.rows:
        cells = [found.cell(row, column, layer) for column in found.columns]
        lines.append([found.codes[row].code, found.codes[row].name, *map(found.shown, cells)])
    print_table([_("Code"), _("Name"), *(found.codes[column].code for column in found.columns)], lines)


@command(app, "links", N_("Linked codings: problems with their causes and solutions."))
def links(
    project: ProjectPath,
    coder: Coder = None,
    export: Export = None,
    accept_leaks: AcceptLeaks = False,
    json: Json = False,
) -> None:
    """Print which codes lead to which, and the chains from cause to solution; a file holds the chains."""
    from qualcode.analysis import counted
    from qualcode.project.link_tables import kind_words

    with reading(project) as opened, places_listed(as_json=json):
        found = opened.crossings.links(coder=coder)
        left = written(opened, found.table, export, accept_leaks=accept_leaks)
    if answered(found.as_json, left, as_json=json):
        return
    if (why := found.reason()) is not None:
        say(why)
        return
    people = counted.heading(found.unit)
    print_table(
        [_("Code"), _("How"), _("Code"), people, _("Links")],
        [
            [
                row.first,
                kind_words(row.kind),
                row.second,
                found.shown(row),
                str(row.links),
            ]
            for row in found.links
        ],
    )
    if found.chains:
        say()
        print_table(
            [_("Cause"), _("Problem"), _("Solution"), people, _("Passages")],
            [
                [
                    row.cause or "–",
                    row.problem,
                    row.solution or "–",
                    found.shown(row),
                    str(row.passages),
                ]
                for row in found.chains
            ],
        )
    means = found.definitions()
    say(f"\n  {means['documents' if found.of_documents else 'informants']}")
    if found.left_out:
        say(
            "  "
            + _(
                "left out, since an end is nobody's words, literature's or a second coder's: {n}",
                n=found.left_out,
            )
        )


def _beside(documents: int) -> str:
    """What stands beside those who are counted."""
    return " " + _("+{n} doc", n=documents) if documents else ""


def _counted(cell: CodeCell) -> str:
    """A cell as "3/4 +2 -1"."""
    signs = (("+", cell.plus), ("-", cell.minus), ("±", cell.mixed))
    return " ".join([f"{cell.k}/{cell.n}", *(f"{sign}{n}" for sign, n in signs if n)]) + _beside(
        cell.documents
    )
