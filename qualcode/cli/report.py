"""`qualcode report`: a report for the thesis; nothing in the project changes, not even the change log."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qualcode.cli.leaving import places_listed, tell
from qualcode.cli.marking import N_
from qualcode.cli.opening import reading
from qualcode.cli.options import AcceptLeaks, Json, ProjectPath
from qualcode.cli.output import done, show
from qualcode.cli.pages import command, noun
from qualcode.errors import BadInput
from qualcode.i18n import LANGUAGES, _
from qualcode.text.addresses import typed_path

app = noun(N_("Reports."))


@command(app, "report", N_("Write a report for the thesis, or list the reports there are."))
def report(
    project: ProjectPath,
    template: Annotated[
        str, typer.Option("--template", metavar="NAME", help=N_("Which report."))
    ] = "triangulation",
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help=N_("docx, html, pdf or md; by default as the file's suffix says."),
        ),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option("--lang", metavar="id|en", help=N_("Language of the report; by default the study's.")),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            parser=typed_path,
            help=N_("Where to write it; by default beside the project."),
        ),
    ] = None,
    since: Annotated[
        str,
        typer.Option(
            "--since",
            metavar="DAY|BACKUP",
            help=N_("changes: what changed since this day (2026-03-31) or backup."),
        ),
    ] = "",
    round: Annotated[
        str,
        typer.Option("--round", metavar="NAME", help=N_("revisions: only comments of this meeting.")),
    ] = "",
    beside: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="NAME", help=N_("lampiran: bind this appendix too; repeatable.")),
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option("--without", metavar="NAME", help=N_("lampiran: leave this appendix out; repeatable.")),
    ] = None,
    listing: Annotated[bool, typer.Option("--list", help=N_("List the reports."))] = False,
    accept_leaks: AcceptLeaks = False,
    json: Json = False,
) -> None:
    """Write one report to one file."""
    if lang is not None and lang not in LANGUAGES:
        raise BadInput(_("language is id or en, not {given}", given=lang))
    from qualcode.project.appendices.asked import Asked

    with places_listed(as_json=json), reading(project) as opened:
        if listing:
            columns = [(_("Name"), "name"), (_("Title"), "title"), (_("Formats"), "formats")]
            show(opened.reports.list(), columns, as_json=json)
            return
        path = opened.reports.write(
            out,
            template=template,
            format=format,
            language=lang,
            asked=Asked(since, round, tuple(beside or ()), tuple(without or ())),
            guarded=True,
            accept_leaks=accept_leaks,
        )
        remarks = opened.sharing.remarks(people=True)
    made = {"path": path, "template": template, "format": format or path.suffix[1:], "remarks": remarks}
    done(made, _("wrote {path}", path=path), as_json=json)
    tell(remarks, as_json=json)
