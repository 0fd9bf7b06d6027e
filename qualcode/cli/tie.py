"""`qualcode tie`: who is tied to whom, by the quotes that show it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from qualcode.cli.marking import N_
from qualcode.cli.opening import reading, writing
from qualcode.cli.options import CoderName, Json, ProjectPath, Which, given, something
from qualcode.cli.output import done, print_json
from qualcode.cli.pages import command, noun
from qualcode.cli.wording import show_worded
from qualcode.i18n import _

app = noun(N_("Ties between informants and actors."))

Strength = Annotated[int | None, typer.Option("--strength", metavar="N", help=N_("1 weak, 2, or 3 strong."))]
Valence = Annotated[
    str | None, typer.Option("--valence", metavar="VALENCE", help=N_("strengthens, weakens or mixed."))
]
Nominator = Annotated[
    str | None, typer.Option("--nominated-by", metavar="ID", help=N_("The informant who said so."))
]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help=N_("A note."))]
Evidence = Annotated[list[str] | None, typer.Option("--evidence", metavar="SOURCE:START:END", help=N_("A passage that shows it; may be repeated."))]  # fmt: skip
KIND = N_("trust, aid, info, kinship, money, authority, cooperation or conflict.")


@command(app, "add", N_("Tie two informants or actors."))
def add(
    project: ProjectPath,
    a: Annotated[str, typer.Argument(metavar="A", help=N_("An informant's code or an actor's name."))],
    b: Annotated[str, typer.Argument(metavar="B", help=N_("Another one."))],
    kind: Annotated[str, typer.Option("--type", metavar="TYPE", help=KIND)],
    directed: Annotated[
        bool, typer.Option("--directed", help=N_("From the first to the second only."))
    ] = False,
    strength: Strength = None,
    valence: Valence = None,
    nominated_by: Nominator = None,
    note: Note = None,
    evidence: Evidence = None,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Add one tie."""
    from qualcode.model.values import value_word
    from qualcode.project.sociogram import alike_words

    with writing(project, coder) as opened:
        made = opened.ties.add(
            a,
            b,
            kind,
            directed=directed,
            strength=strength,
            valence=valence,
            nominated_by=nominated_by,
            note=note or "",
            evidence=evidence or (),
        )
        row, others = opened.ties.get(made.uid), opened.ties.alike(made.uid)
    said = _("tied {a} to {b}: {type}", a=row.a, b=row.b, type=value_word(row.type))
    done(row.as_json(), "\n".join([said, *([alike_words(others)] if others else [])]), as_json=json)


@command(app, "list", N_("List ties with their class."))
def list_(project: ProjectPath, json: Json = False) -> None:
    """List every tie."""
    with reading(project) as opened:
        rows = opened.ties.list()
    if json:
        print_json([row.as_json() for row in rows])
        return
    from qualcode.model.values import value_word

    lines: list[dict[str, Any]] = [
        {
            **row.as_json(),
            "arrow": "→" if row.directed else "–",
            "class": value_word(row.tie_class) + (" (-)" if row.negative else ""),
            "quotes": len(row.evidence),
        }
        for row in rows
    ]
    columns = [
        (_("No."), "number"),
        (_("From"), "from"),
        ("", "arrow"),
        (_("To"), "to"),
        (_("Type"), "type"),
        (_("Class"), "class"),
        (_("Strength"), "strength"),
        (_("Confirmed"), "confirmed"),
        (_("Quotes"), "quotes"),
    ]
    show_worded(lines, columns, ("type", "confirmed"), as_json=False)


@command(app, "edit", N_("Change a tie; passages replace those it had."))
def edit(
    project: ProjectPath,
    tie: Which,
    a: Annotated[str | None, typer.Option("--from", metavar="A", help=N_("Another first end."))] = None,
    b: Annotated[str | None, typer.Option("--to", metavar="B", help=N_("Another second end."))] = None,
    kind: Annotated[str | None, typer.Option("--type", metavar="TYPE", help=KIND)] = None,
    directed: Annotated[
        bool | None, typer.Option("--directed/--undirected", help=N_("From the first to the second only."))
    ] = None,
    strength: Strength = None,
    valence: Valence = None,
    nominated_by: Nominator = None,
    note: Note = None,
    evidence: Evidence = None,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Change what is named; the rest stays."""
    values = given(
        directed=directed, strength=strength, valence=valence, nominated_by=nominated_by, note=note
    )
    something(a=a, b=b, kind=kind, evidence=evidence, **values)
    with writing(project, coder) as opened:
        made = opened.ties.edit(tie, a=a, b=b, kind=kind, evidence=evidence or None, **values)
        row = opened.ties.get(made.uid)
    done(row.as_json(), _("changed tie {n}", n=row.number), as_json=json)


@command(app, "remove", N_("Remove a tie."))
def remove(project: ProjectPath, tie: Which, coder: CoderName = None, json: Json = False) -> None:
    """Remove one tie."""
    with writing(project, coder) as opened:
        row = opened.ties.get(tie)
        opened.ties.remove(row.id)
    done({"removed": row.id}, _("removed tie {n}", n=row.number), as_json=json)
