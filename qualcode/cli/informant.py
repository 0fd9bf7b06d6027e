"""`qualcode informant`: who speaks, in which group, with which attributes and consent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.marking import N_
from qualcode.cli.opening import reading, writing
from qualcode.cli.options import (
    AddedFile,
    Attributes,
    CoderName,
    Forgotten,
    Json,
    ProjectPath,
    RealNames,
    given,
    pairs,
    something,
)
from qualcode.cli.output import done, show
from qualcode.cli.pages import command, noun
from qualcode.cli.wording import show_worded
from qualcode.i18n import _, ngettext
from qualcode.text.days import day

if TYPE_CHECKING:
    from qualcode.model import Informant
    from qualcode.project import Project
    from qualcode.project.informants import InformantRow

app = noun(N_("Informants, their attributes and consent."))

Code = Annotated[str, typer.Argument(metavar="ID", help=N_("The informant's code, as K1; not a real name."))]
Group = Annotated[str, typer.Option("--group", metavar="GROUP", help=N_("The informant's group; a group named first is created."))]  # fmt: skip
Level = Annotated[int | None, typer.Option("--level", metavar="N", help=N_("Level for linking ties; by default the group's."))]  # fmt: skip
Role = Annotated[str | None, typer.Option("--role", metavar="ROLE", help=N_("key, main or supporting."))]
Position = Annotated[str | None, typer.Option("--position", metavar="TEXT", help=N_("General role in words, no name."))]  # fmt: skip
Sampling = Annotated[
    str | None, typer.Option("--sampling", metavar="TEXT", help=N_("How the informant was chosen."))
]
Reason = Annotated[
    str | None, typer.Option("--reason", metavar="TEXT", help=N_("Why the informant was chosen."))
]


@command(app, "add", N_("Add an informant."))
def add(
    project: ProjectPath,
    code: Code,
    group: Group,
    level: Level = None,
    role: Role = None,
    position: Position = None,
    sampling: Sampling = None,
    reason: Reason = None,
    attributes: Attributes = None,
    aliases: RealNames = None,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Add one informant."""
    with writing(project, coder) as opened:
        made = opened.informants.add(
            code,
            group,
            level=level,
            role=role or "main",
            position=position or "",
            sampling=sampling or "",
            sampling_reason=reason or "",
            attributes=pairs(attributes),
            aliases=aliases or (),
        )
        row = _row(opened, made)
    done(row, _("added informant {code} in group {group}", code=row.id, group=row.group), as_json=json)


@command(
    app,
    "import",
    N_("Add informants from a CSV with the columns id and group; other columns are attributes."),
)
def import_(project: ProjectPath, file: AddedFile, coder: CoderName = None, json: Json = False) -> None:
    """Add the informants of a table, all or none."""
    with writing(project, coder) as opened:
        made = {informant.uid for informant in opened.informants.import_csv(file)}
        rows = [row for row in opened.informants.list() if row.uid in made]
    done(rows, ngettext("added {n} informant", "added {n} informants", len(rows)), as_json=json)


@command(app, "list", N_("List the informants; no real names."))
def list_(project: ProjectPath, json: Json = False) -> None:
    """List every informant."""
    with reading(project) as opened:
        rows = opened.informants.list()
    columns = [
        (_("Code"), "id"),
        (_("Group"), "group"),
        (_("Level"), "level"),
        (_("Role"), "role"),
        (_("Position"), "position"),
        (_("Consent"), "consent"),
        (_("Attributes"), "attributes"),
    ]
    show_worded(rows, columns, ("role", "consent"), as_json=json)


@command(app, "edit", N_("Change an informant; an attribute without a value is taken away."))
def edit(
    project: ProjectPath,
    informant: Code,
    code: Annotated[str | None, typer.Option("--code", metavar="ID", help=N_("A new code."))] = None,
    group: Annotated[str | None, typer.Option("--group", metavar="GROUP", help=N_("Another group."))] = None,
    level: Level = None,
    role: Role = None,
    position: Position = None,
    sampling: Sampling = None,
    reason: Reason = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help=N_("A note."))] = None,
    attributes: Attributes = None,
    aliases: RealNames = None,
    forget: Forgotten = None,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Change what is named; the rest stays."""
    values = given(
        code=code,
        level=level,
        role=role,
        position=position,
        sampling=sampling,
        sampling_reason=reason,
        note=note,
    )
    wanted = {name: value or None for name, value in pairs(attributes).items()}
    something(group=group, attributes=wanted or None, aliases=aliases, forget=forget, **values)
    with writing(project, coder) as opened:
        made = opened.informants.edit(
            informant, group=group, attributes=wanted, aliases=aliases or (), forget=forget or (), **values
        )
        row = _row(opened, made)
    done(row, _("changed informant {code}", code=row.id), as_json=json)


@command(app, "names", N_("Show an informant's real names; no list, export or report does."))
def names(project: ProjectPath, informant: Code, json: Json = False) -> None:
    """Show what one informant is really called."""
    with reading(project) as opened:
        rows = [{"name": name} for name in opened.informants.real_names(informant)]
    show(rows, [(_("Name"), "name")], as_json=json)


@command(app, "remove", N_("Remove an informant; texts and codings stay, no longer anyone's."))
def remove(project: ProjectPath, informant: Code, coder: CoderName = None, json: Json = False) -> None:
    """Remove one informant."""
    with writing(project, coder) as opened:
        opened.informants.remove(informant)
    done({"removed": informant}, _("removed informant {code}", code=informant), as_json=json)


@command(app, "consent", N_("Record what an informant agreed to."))
def consent(
    project: ProjectPath,
    informant: Code,
    status: Annotated[
        str, typer.Option("--status", metavar="STATUS", help=N_("given, refused, withdrawn or pending."))
    ],
    on: Annotated[str | None, typer.Option("--date", metavar="DATE", help=N_("When, as 2024-05-31."))] = None,
    form: Annotated[
        str, typer.Option("--form", metavar="TEXT", help=N_("How it was given: on paper, spoken …"))
    ] = "",
    quote: Annotated[
        bool, typer.Option("--quote/--no-quote", help=N_("Whether words may be quoted."))
    ] = True,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help=N_("A note."))] = "",
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Record an informant's consent."""
    with writing(project, coder) as opened:
        made = opened.informants.consent(
            informant, status, given_on=day(on), form=form, may_quote=quote, note=note
        )
    done(made, _("recorded the consent of {code}", code=informant), as_json=json)


def _row(opened: Project, informant: Informant) -> InformantRow:
    return next(row for row in opened.informants.list() if row.uid == informant.uid)
