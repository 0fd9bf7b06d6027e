"""`qualcode memo`: what the researcher thinks while working."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qualcode.cli.leaving import given_out, places_listed
from qualcode.cli.marking import N_
from qualcode.cli.opening import reading, writing
from qualcode.cli.options import AcceptLeaks, CoderName, Json, ProjectPath, Which, something
from qualcode.cli.output import done
from qualcode.cli.pages import command, noun
from qualcode.cli.wording import show_worded
from qualcode.i18n import _, ngettext
from qualcode.text.addresses import typed_path

app = noun(N_("Memos."))

Kind = Annotated[str | None, typer.Option("--kind", metavar="KIND", help=N_("concept, method, reflexive, theory or supervisor."))]  # fmt: skip
Title = Annotated[str | None, typer.Option("--title", metavar="TEXT", help=N_("A title."))]


@command(app, "add", N_("Write a memo, free or about something."))
def add(
    project: ProjectPath,
    body: Annotated[str, typer.Argument(metavar="TEXT", help=N_("What to write."))],
    kind: Kind = None,
    title: Title = None,
    code: Annotated[str | None, typer.Option("--code", metavar="CODE", help=N_("About this code."))] = None,
    coding: Annotated[
        str | None, typer.Option("--coding", metavar="ID", help=N_("About this coding."))
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="SOURCE", help=N_("About this source."))
    ] = None,
    turn: Annotated[
        int | None, typer.Option("--turn", metavar="NO", help=N_("About this turn of the source."))
    ] = None,
    finding: Annotated[
        str | None, typer.Option("--finding", metavar="F", help=N_("About this finding."))
    ] = None,
    informant: Annotated[
        str | None, typer.Option("--informant", metavar="ID", help=N_("About this informant."))
    ] = None,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Write one memo."""
    with writing(project, coder) as opened:
        made = opened.notes.add_memo(
            body,
            kind=kind or "concept",
            title=title or "",
            code=code,
            coding=coding,
            source=source,
            turn=turn,
            finding=finding,
            informant=informant,
        )
        row = next(memo for memo in opened.notes.memos() if memo.id == made.uid)
    done(row, _("wrote memo {n}", n=row.number), as_json=json)


@command(app, "list", N_("List the memos."))
def list_(project: ProjectPath, kind: Kind = None, json: Json = False) -> None:
    """List memos in the order they were written."""
    with reading(project) as opened:
        rows = opened.notes.memos(kind=kind)
    columns = [
        (_("No."), "number"),
        (_("Kind"), "kind"),
        (_("About"), "about"),
        (_("Title"), "title"),
        (_("Text"), "body"),
        (_("Author"), "author"),
    ]
    show_worded(rows, columns, ("kind",), as_json=json)


@command(app, "edit", N_("Change a memo."))
def edit(
    project: ProjectPath,
    memo: Which,
    body: Annotated[str | None, typer.Option("--text", metavar="TEXT", help=N_("Other words."))] = None,
    title: Title = None,
    kind: Kind = None,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Change what is named; the rest stays."""
    something(body=body, title=title, kind=kind)
    with writing(project, coder) as opened:
        made = opened.notes.edit_memo(memo, body=body, title=title, kind=kind)
    done(made, _("changed memo {n}", n=made.id), as_json=json)


@command(app, "remove", N_("Remove a memo."))
def remove(project: ProjectPath, memo: Which, coder: CoderName = None, json: Json = False) -> None:
    """Remove one memo."""
    with writing(project, coder) as opened:
        opened.notes.remove_memo(memo)
    done({"removed": memo}, _("removed memo {n}", n=memo), as_json=json)


@command(app, "export", N_("Print every memo as Markdown, or write it to a file."))
def export(
    project: ProjectPath,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", parser=typed_path, help=N_("Where to write; by default the screen.")),
    ] = None,
    accept_leaks: AcceptLeaks = False,
    json: Json = False,
) -> None:
    """Export the memos."""
    with places_listed(as_json=json, printed=file is None), reading(project) as opened:
        text = opened.notes.export_memos(file, accept_leaks=accept_leaks)
        count = len(opened.notes.memos())
        remarks = opened.sharing.remarks()
    said = ngettext("wrote {n} memo", "wrote {n} memos", count)
    given_out(text, file, "memos", count, said, remarks, as_json=json)
