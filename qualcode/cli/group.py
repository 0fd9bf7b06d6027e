"""`qualcode group`: the groups of informants, which are the columns of source triangulation."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from qualcode.cli.marking import N_
from qualcode.cli.opening import reading, writing
from qualcode.cli.options import Attributes, CoderName, Json, ProjectPath, given, pairs
from qualcode.cli.output import done, print_json, record, show
from qualcode.cli.pages import command, noun
from qualcode.i18n import _

app = noun(N_("Groups of informants."))

Name = Annotated[str, typer.Argument(metavar="GROUP", help=N_("The group's short name."))]
Label = Annotated[str | None, typer.Option("--label", metavar="TEXT", help=N_("Its name in full."))]
LabelEn = Annotated[
    str | None, typer.Option("--label-en", metavar="TEXT", help=N_("Its name in full, in English."))
]
Level = Annotated[int | None, typer.Option("--level", metavar="N", help=N_("Level for linking ties."))]
Focal = Annotated[
    bool | None, typer.Option("--focal/--not-focal", help=N_("Whether the study is about this group."))
]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help=N_("A note."))]


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


@command(app, "add", N_("Add a group."))
def add(
    project: ProjectPath,
    group: Name,
    label: Label = None,
    label_en: LabelEn = None,
    level: Level = None,
    focal: Focal = None,
    note: Note = None,
    attributes: Attributes = None,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Add one group."""
    values: dict[str, Any] = given(label=label, label_en=label_en, level=level, focal=focal, note=note)
    with writing(project, coder) as opened:
        made = opened.informants.add_group(group, attributes=pairs(attributes), **values)
    done(made, _("added group {group}", group=made.name), as_json=json)


@command(
    app,
    "edit",
    N_(
        "Set what is known of a group; a group named first is created, an attribute without a value taken away."
    ),
)
def edit(
    project: ProjectPath,
    group: Name,
    name: Annotated[str | None, typer.Option("--name", metavar="GROUP", help=N_("A new short name."))] = None,
    label: Label = None,
    label_en: LabelEn = None,
    level: Level = None,
    focal: Focal = None,
    note: Note = None,
    attributes: Attributes = None,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Change what is named; the rest stays."""
    values: dict[str, Any] = given(
        name=name, label=label, label_en=label_en, level=level, focal=focal, note=note
    )
    wanted = {key: value or None for key, value in pairs(attributes).items()}
    with writing(project, coder) as opened:
        made = opened.informants.edit_group(group, attributes=wanted, **values)
    done(made, _("changed group {group}", group=made.name), as_json=json)


@command(app, "remove", N_("Remove a group in which nobody is."))
def remove(project: ProjectPath, group: Name, coder: CoderName = None, json: Json = False) -> None:
    """Remove one group."""
    with writing(project, coder) as opened:
        opened.informants.remove_group(group)
    done({"removed": group}, _("removed group {group}", group=group), as_json=json)
