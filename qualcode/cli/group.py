"""`qualcode group`: the groups of informants, which are the columns of source triangulation."""

from __future__ import annotations

from typing import Annotated

import typer

from qualcode.cli.marking import N_
from qualcode.cli.opening import reading, writing
from qualcode.cli.options import CoderName, Json, ProjectPath, given
from qualcode.cli.output import done, print_json, record, show
from qualcode.cli.pages import command, noun
from qualcode.i18n import _

app = noun(N_("Groups of informants."))


@command(app, "list", N_("List the groups."))
def list_(project: ProjectPath, json: Json = False) -> None:
    """List every group in the order they were made."""
    with reading(project) as opened:
        groups = opened.informants.groups()
    if json:
        print_json(groups)
        return
    columns = [
        (_("Group"), "name"),
        (_("Name"), "label"),
        (_("Level"), "level"),
        (_("Studied"), "focal"),
        (_("Note"), "note"),
    ]
    show([record(group) for group in groups], columns, as_json=False)


@command(app, "edit", N_("Set what is known of a group; a group named first is created."))
def edit(
    project: ProjectPath,
    group: Annotated[str, typer.Argument(metavar="GROUP", help=N_("The group's short name."))],
    label: Annotated[
        str | None, typer.Option("--label", metavar="TEXT", help=N_("Its name in full."))
    ] = None,
    label_en: Annotated[
        str | None, typer.Option("--label-en", metavar="TEXT", help=N_("Its name in full, in English."))
    ] = None,
    level: Annotated[
        int | None, typer.Option("--level", metavar="N", help=N_("Vertical position for linking ties."))
    ] = None,
    focal: Annotated[
        bool | None, typer.Option("--focal/--not-focal", help=N_("Whether the study is about this group."))
    ] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help=N_("A note."))] = None,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Change what is named; the rest stays."""
    values = given(label=label, label_en=label_en, level=level, focal=focal, note=note)
    with writing(project, coder) as opened:
        made = opened.informants.edit_group(group, **values)
    done(made, _("changed group {group}", group=made.name), as_json=json)
