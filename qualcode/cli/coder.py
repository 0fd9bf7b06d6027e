"""`qualcode coder`: the people who code, and what a second coder is given to code again."""

from __future__ import annotations

from typing import Annotated

import typer

from qualcode.cli.marking import N_
from qualcode.cli.opening import reading, writing
from qualcode.cli.options import CoderName, Json, ProjectPath
from qualcode.cli.output import done
from qualcode.cli.pages import command, noun
from qualcode.cli.wording import show_worded
from qualcode.i18n import _, ngettext

app = noun(N_("Who codes, and what a second coder is given."))

Whom = Annotated[str, typer.Argument(metavar="NAME", help=N_("The coder's name."))]
Source = Annotated[str | None, typer.Option("--source", metavar="SOURCE", help=N_("Only in this source."))]


@command(app, "list", N_("List the coders with their codings and assigned turns."))
def list_(project: ProjectPath, json: Json = False) -> None:
    """List everybody who ever acted here."""
    with reading(project) as opened:
        rows = opened.coders.list()
    columns = [
        (_("No."), "number"),
        (_("Coder"), "name"),
        (_("Role"), "role"),
        (_("Codings"), "codings"),
        (_("Assigned turns"), "turns"),
    ]
    show_worded(rows, columns, ("role",), as_json=json)


@command(app, "assign", N_("Give a coder turns to code a second time."))
def assign(
    project: ProjectPath,
    name: Whom,
    source: Source = None,
    share: Annotated[
        float,
        typer.Option("--share", metavar="X", help=N_("The part of the turns to draw at random, as 0.2.")),
    ] = 1.0,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", help=N_("The same number draws the same turns."))
    ] = 1,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Only turns whose words count are given; the coder's codings are then compared and not counted."""
    with writing(project, coder) as opened:
        count = opened.coders.assign(name, source, share=share, seed=seed)
    words = ngettext("{n} turn assigned to {name}", "{n} turns assigned to {name}", count, name=name)
    done({"coder": name, "assigned": count}, words, as_json=json)


@command(app, "unassign", N_("Take assigned turns back; codings stay."))
def unassign(
    project: ProjectPath, name: Whom, source: Source = None, coder: CoderName = None, json: Json = False
) -> None:
    """Of one source, or all."""
    with writing(project, coder) as opened:
        count = opened.coders.unassign(name, source)
    words = ngettext("{n} turn taken back from {name}", "{n} turns taken back from {name}", count, name=name)
    done({"coder": name, "unassigned": count}, words, as_json=json)
