"""`qualcode actor`: people and bodies who are only mentioned."""

from __future__ import annotations

from typing import Annotated

import typer

from qualcode.cli.marking import N_
from qualcode.cli.opening import reading, writing
from qualcode.cli.options import CoderName, Forgotten, Json, ProjectPath, RealNames, given, something
from qualcode.cli.output import done, show
from qualcode.cli.pages import command, noun
from qualcode.i18n import _

app = noun(N_("People and bodies who are only mentioned."))

Name = Annotated[str, typer.Argument(metavar="NAME", help=N_("The actor, by a name that may be shown."))]
Group = Annotated[str | None, typer.Option("--group", metavar="GROUP", help=N_("The group it belongs to."))]
Level = Annotated[int | None, typer.Option("--level", metavar="N", help=N_("Level for linking ties."))]
Kind = Annotated[str | None, typer.Option("--kind", metavar="TEXT", help=N_("Person, group, agency, shop …"))]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help=N_("A note."))]


@command(app, "add", N_("Add an actor."))
def add(
    project: ProjectPath,
    name: Name,
    group: Group = None,
    level: Level = None,
    kind: Kind = None,
    note: Note = None,
    aliases: RealNames = None,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Add one actor."""
    with writing(project, coder) as opened:
        made = opened.ties.add_actor(
            name, group=group, level=level, kind=kind or "", note=note or "", aliases=aliases or ()
        )
        row = next(actor for actor in opened.ties.actors() if actor.id == made.uid)
    done(row, _("added actor {name}", name=row.name), as_json=json)


@command(app, "list", N_("List the actors."))
def list_(project: ProjectPath, json: Json = False) -> None:
    """List every mentioned actor."""
    with reading(project) as opened:
        rows = opened.ties.actors()
    columns = [
        (_("No."), "number"),
        (_("Name"), "name"),
        (_("Group"), "group"),
        (_("Level"), "level"),
        (_("Kind"), "kind"),
        (_("Note"), "note"),
    ]
    show(rows, columns, as_json=json)


@command(app, "edit", N_("Change an actor."))
def edit(
    project: ProjectPath,
    actor: Name,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help=N_("Another name."))] = None,
    group: Group = None,
    level: Level = None,
    kind: Kind = None,
    note: Note = None,
    aliases: RealNames = None,
    forget: Forgotten = None,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Change what is named; the rest stays."""
    values = given(name=name, group=group, level=level, kind=kind, note=note)
    something(aliases=aliases, forget=forget, **values)
    with writing(project, coder) as opened:
        made = opened.ties.edit_actor(actor, aliases=aliases or (), forget=forget or (), **values)
        row = next(one for one in opened.ties.actors() if one.id == made.uid)
    done(row, _("changed actor {name}", name=row.name), as_json=json)


@command(app, "names", N_("Show an actor's real names; no list, export or report does."))
def names(project: ProjectPath, actor: Name, json: Json = False) -> None:
    """Show what one actor is really called."""
    with reading(project) as opened:
        rows = [{"name": name} for name in opened.ties.real_names(actor)]
    show(rows, [(_("Name"), "name")], as_json=json)


@command(app, "remove", N_("Remove an actor with all its ties."))
def remove(project: ProjectPath, actor: Name, coder: CoderName = None, json: Json = False) -> None:
    """Remove one actor."""
    with writing(project, coder) as opened:
        opened.ties.remove_actor(actor)
    done({"removed": actor}, _("removed actor {name}", name=actor), as_json=json)
