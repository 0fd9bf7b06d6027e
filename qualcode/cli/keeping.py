"""`qualcode snapshots` and `qualcode share`: what is kept beside a project, and what may leave it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qualcode.cli.leaving import places_listed, tell
from qualcode.cli.marking import N_
from qualcode.cli.opening import reading
from qualcode.cli.options import AcceptLeaks, Json, ProjectPath
from qualcode.cli.output import decimal, done, plain, say, show
from qualcode.cli.pages import command, noun
from qualcode.errors import BadInput, NotFound
from qualcode.i18n import _, ngettext
from qualcode.text.addresses import typed_path

app = noun(N_("What is kept, and what may be given away."))


@command(
    app,
    "snapshots",
    N_("List the copies qualcode keeps by itself, or bring one back; works where the project is gone, too."),
)
def snapshots(
    project: ProjectPath,
    restore: Annotated[
        str | None,
        typer.Option("--restore", metavar="N", help=N_("Bring back this one: its number, or its name.")),
    ] = None,
    replace: Annotated[
        bool,
        typer.Option("--replace", help=N_("Put it in the project's place; the present state is kept first.")),
    ] = False,
    json: Json = False,
) -> None:
    """List snapshots, or put one back beside the project or in its place."""
    from qualcode.project.backups import list_snapshots
    from qualcode.project.backups import restore as bring_back
    from qualcode.project.project import named_place

    place = named_place(project)
    if restore is None:
        if replace:
            raise BadInput(_("{one} needs {other}", one="--replace", other="--restore"))
        rows = [
            {
                "number": row.number,
                "at": row.at if json else f"{row.at.astimezone():%Y-%m-%d %H:%M}",
                "reason": row.reason,
                "changed": row.changed,
                "size": row.size if json else f"{decimal(row.size / 1e6, 1)} MB",
                "name": row.name,
                "path": row.path,
            }
            for row in list_snapshots(place)
        ]
        if not rows and isinstance(place, Path) and not place.exists():
            raise NotFound(_("there is no project {path}, and no copy of one", path=place))
        columns = [
            (_("No."), "number"),
            (_("When"), "at"),
            (_("Why"), "reason"),
            (_("Size"), "size"),
            (_("What changed"), "changed"),
        ]
        show(rows, columns, as_json=json)
        return
    where, kept = bring_back(place, restore, replace=replace)
    sentence = _("brought back as {path}", path=where)
    if kept is not None:
        sentence += "\n" + _("what stood there is kept as {path}", path=kept)
    done({"path": where, "kept": kept}, sentence, as_json=json)


@command(
    app,
    "share",
    N_(
        "Write a copy for others: codes in place of real names, without the files read in and without history; "
        "stops where somebody could still be recognised."
    ),
)
def share(
    project: ProjectPath,
    file: Annotated[Path, typer.Argument(metavar="FILE", parser=typed_path, help=N_("The copy to write."))],
    accept_leaks: AcceptLeaks = False,
    json: Json = False,
) -> None:
    """Write a shared copy; exit code 4, with the places, where it would tell who somebody is."""
    from qualcode.project.project import new_path

    target = new_path(file)
    with places_listed(as_json=json), reading(project) as opened:
        made = opened.sharing.share(target, accept_leaks=accept_leaks)
        remarks = opened.sharing.remarks()
    done({**plain(made), "remarks": remarks}, _("wrote {path}", path=made.path), as_json=json)
    tell(remarks, as_json=json)
    if json:
        return
    if made.leaks:
        n = len(made.leaks)
        say(
            ngettext(
                "{n} place that could tell who somebody is was accepted",
                "{n} places that could tell who somebody is were accepted",
                n,
            )
        )
    if made.small:
        say(_("Groups of fewer than three people, whom those who know the place may recognise:"))
        for cell in made.small:
            about = ", ".join(f"{name} = {value}" for name, value in cell.properties)
            say(f"  {about}: {', '.join(cell.people)}")
