"""`qualcode comment`: what reviewers remark on codes, codings and findings, and what is answered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.leaving import given_out, places_listed
from qualcode.cli.marking import N_
from qualcode.cli.opening import reading, writing
from qualcode.cli.options import AcceptLeaks, CoderName, Json, ProjectPath, Which, something
from qualcode.cli.output import done, print_json, say, show
from qualcode.cli.pages import command, noun
from qualcode.i18n import _, ngettext
from qualcode.text.addresses import typed_path

if TYPE_CHECKING:
    from qualcode.project.comment_rows import CommentRow, ReplyRow

app = noun(N_("Comments of reviewers, and answers to them."))

Body = Annotated[str, typer.Argument(metavar="TEXT", help=N_("What it says."))]
Codes = Annotated[str | None, typer.Option("--code", metavar="CODE", help=N_("On this code."))]
Codings = Annotated[str | None, typer.Option("--coding", metavar="ID", help=N_("On this coding."))]
Findings = Annotated[str | None, typer.Option("--finding", metavar="F", help=N_("On this finding."))]
Meeting = Annotated[str | None, typer.Option("--round", metavar="NAME", help=N_("The meeting it belongs to, as bimbingan 3."))]  # fmt: skip
Several = Annotated[list[str], typer.Argument(metavar="ID…", help=N_("Comments, by id or number."))]


@command(app, "add", N_("Write a comment on a code, a coding or a finding."))
def add(
    project: ProjectPath,
    body: Body,
    code: Codes = None,
    coding: Codings = None,
    finding: Findings = None,
    round: Meeting = None,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Write one comment."""
    with writing(project, coder) as opened:
        made = opened.comments.add(body, code=code, coding=coding, finding=finding, round=round or "")
        row = opened.comments.get(made.uid)
    done(row, _("wrote comment {n} on {about}", n=row.number, about=row.about), as_json=json)


@command(app, "list", N_("List the comments with what they are on."))
def list_(
    project: ProjectPath,
    status: Annotated[str | None, typer.Option("--status", metavar="STATUS", help=N_("open or resolved."))] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="KIND", help=N_("On things of this kind: code, coding or finding."))] = None,
    code: Codes = None,
    coding: Codings = None,
    finding: Findings = None,
    source: Annotated[str | None, typer.Option("--source", metavar="SOURCE", help=N_("On codings in this source."))] = None,
    round: Meeting = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help=N_("Only what this coder wrote."))] = None,
    json: Json = False,
) -> None:  # fmt: skip
    """List threads in the order they were begun."""
    with reading(project) as opened:
        rows = opened.comments.list(
            status=status,
            on=on,
            code=code,
            coding=coding,
            finding=finding,
            source=source,
            round=round,
            coder=by,
        )
    if json:
        print_json(rows)
        return
    from qualcode.project.comment_rows import status_name

    columns = [
        (_("No."), "number"),
        (_("Status"), "status"),
        (_("Round"), "round"),
        (_("Who"), "coder"),
        (_("On"), "about"),
        (_("Comment"), "body"),
        (_("Answers"), "answers"),
    ]
    lines = [
        {**vars(row), "status": status_name(row.status), "answers": len(row.replies) or None} for row in rows
    ]
    show(lines, columns, as_json=False)


@command(app, "show", N_("Show a comment with the answers to it."))
def show_(project: ProjectPath, comment: Which, json: Json = False) -> None:
    """Show one thread."""
    with reading(project) as opened:
        row = opened.comments.get(comment)
    if json:
        print_json(row)
        return
    from qualcode.project.comment_rows import status_name

    say(" · ".join(filter(None, (f"{row.number}", status_name(row.status), row.round, row.about))))
    if said := row.quote or row.claim:
        say(f"“{said}”")
    thread: list[CommentRow | ReplyRow] = [row, *row.replies]
    for one in thread:
        say(f"\n{one.coder} · {one.created_at.astimezone():%Y-%m-%d %H:%M} · {one.number}\n{one.body}")


@command(app, "reply", N_("Answer a comment."))
def reply(
    project: ProjectPath,
    comment: Which,
    body: Annotated[
        str,
        typer.Argument(
            metavar="TEXT",
            help=N_("What to say; pages at its end, as (p. 45), come into the table of revisions."),
        ),
    ],
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Answer one comment."""
    with writing(project, coder) as opened:
        row = opened.comments.get(opened.comments.reply(comment, body).uid)
    done(row, _("answered comment {n}", n=row.number), as_json=json)


@command(app, "import", N_("Bring comments home that were written in a copy, as share writes it."))
def import_(
    project: ProjectPath,
    copy: Annotated[
        Path, typer.Argument(metavar="COPY", parser=typed_path, help=N_("The copy with the comments."))
    ],
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Bring home what is new in a copy."""
    with writing(project, coder) as opened:
        brought = opened.comments.import_(copy)
    done(brought, brought.words(), as_json=json)


@command(app, "export", N_("Print every comment as Markdown, round by round, or write it to a file."))
def export(
    project: ProjectPath,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", parser=typed_path, help=N_("Where to write; by default the screen.")),
    ] = None,
    accept_leaks: AcceptLeaks = False,
    json: Json = False,
) -> None:
    """Export the comments."""
    with places_listed(as_json=json, printed=file is None), reading(project) as opened:
        text = opened.comments.export(file, accept_leaks=accept_leaks)
        count = len(opened.comments.list())
        remarks = opened.sharing.remarks()
    said = ngettext("wrote {n} comment", "wrote {n} comments", count)
    given_out(text if count else "", file, "comments", count, said, remarks, as_json=json)


@command(app, "edit", N_("Change your own comment or answer, or the round of any."))
def edit(
    project: ProjectPath,
    comment: Which,
    body: Annotated[str | None, typer.Option("--text", metavar="TEXT", help=N_("Other words."))] = None,
    round: Meeting = None,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Change what is named; the rest stays."""
    something(body=body, round=round)
    with writing(project, coder) as opened:
        made = opened.comments.edit(comment, body=body, round=round)
        row = opened.comments.get(made.uid)
    done(row, _("changed comment {n}", n=made.id), as_json=json)


@command(app, "resolve", N_("Say that comments are settled."))
def resolve(project: ProjectPath, comments: Several, coder: CoderName = None, json: Json = False) -> None:
    """Settle threads as one action."""
    with writing(project, coder) as opened:
        rows = [opened.comments.get(one.uid) for one in opened.comments.resolve(*comments)]
    said = ngettext("{n} comment is resolved", "{n} comments are resolved", len(rows))
    done(rows, said, as_json=json)


@command(app, "reopen", N_("Say that comments wait again."))
def reopen(project: ProjectPath, comments: Several, coder: CoderName = None, json: Json = False) -> None:
    """Open threads again as one action."""
    with writing(project, coder) as opened:
        rows = [opened.comments.get(one.uid) for one in opened.comments.reopen(*comments)]
    said = ngettext("{n} comment is open again", "{n} comments are open again", len(rows))
    done(rows, said, as_json=json)


@command(app, "remove", N_("Remove a comment with the answers to it, or one answer."))
def remove(project: ProjectPath, comment: Which, coder: CoderName = None, json: Json = False) -> None:
    """Remove one comment or answer."""
    with writing(project, coder) as opened:
        opened.comments.remove(comment)
    done({"removed": comment}, _("removed comment {n}", n=comment), as_json=json)
