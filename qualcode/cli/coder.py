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
    source: Annotated[
        str | None,
        typer.Option(
            "--source",
            metavar="SOURCE",
            help=N_("Only in this source; literature is given only where it is named here."),
        ),
    ] = None,
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


@command(app, "rename", N_("Give a coder another name."))
def rename(
    project: ProjectPath,
    name: Whom,
    new: Annotated[str, typer.Argument(metavar="NEW", help=N_("The name from now on."))],
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Where a name was mistyped; what was coded under it stays the same person's."""
    with writing(project, coder) as opened:
        old = next((row.name for row in opened.coders.list() if row.name.casefold() == name.casefold()), name)
        renamed = opened.coders.rename(name, new)
    words = _("{old} is called {new} from now on", old=old, new=renamed.name)
    done({"coder": renamed.name, "before": old}, words, as_json=json)


@command(app, "role", N_("Say whether somebody codes or supervises."))
def role(
    project: ProjectPath,
    name: Whom,
    role: Annotated[str, typer.Argument(metavar="coder|supervisor", help=N_("What they are to the study."))],
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """What supervisors comment on stands on the supervision card."""
    from qualcode.model.values import value_word

    with writing(project, coder) as opened:
        found = opened.coders.set_role(name, role)
    words = _("{name}: {role}", name=found.name, role=value_word(found.role.value))
    done({"coder": found.name, "role": found.role.value}, words, as_json=json)


@command(app, "remove", N_("Remove a coder on whom nothing hangs; the history keeps the name."))
def remove(project: ProjectPath, name: Whom, coder: CoderName = None, json: Json = False) -> None:
    """Where somebody was made known by mistake; codings, turns, comments and memos go before."""
    with writing(project, coder) as opened:
        gone = opened.coders.remove(name)
    done({"removed": gone}, _("{name} is removed; undo brings the name back", name=gone), as_json=json)
