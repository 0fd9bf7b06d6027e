"""`qualcode suggest`: codes proposed by cue words, which are nothing until a person accepts them."""

from __future__ import annotations

from typing import Annotated

import typer

from qualcode.cli.marking import N_
from qualcode.cli.opening import reading, writing
from qualcode.cli.options import CoderName, Json, ProjectPath, Which
from qualcode.cli.output import done, show
from qualcode.cli.pages import NounThatStands, command, noun
from qualcode.i18n import _, ngettext

app = noun(N_("Codes proposed by cue words; a person decides."), NounThatStands)

Source = Annotated[str | None, typer.Option("--source", metavar="SOURCE", help=N_("Only in this source."))]


@command(app, "find", N_("Look for cue words and list what waits; meant where no command is named."))
def find(project: ProjectPath, source: Source = None, coder: CoderName = None, json: Json = False) -> None:
    """Look for cues in one source, or in all."""
    with writing(project, coder) as opened:
        rows = opened.suggestions.find(source)
    show(rows, _columns(), as_json=json)


@command(app, "list", N_("List suggestions without looking for new ones."))
def list_(
    project: ProjectPath,
    source: Source = None,
    status: Annotated[
        str, typer.Option("--status", metavar="STATUS", help=N_("pending, accepted or rejected."))
    ] = "pending",
    json: Json = False,
) -> None:
    """List what waits, or what was decided."""
    with reading(project) as opened:
        rows = opened.suggestions.list(source, status=status)
    show(rows, _columns(), as_json=json)


@command(app, "accept", N_("Code the suggested sentence."))
def accept(
    project: ProjectPath,
    suggestion: Which,
    valence: Annotated[
        str | None,
        typer.Option(
            "--valence", metavar="VALENCE", help=N_("strengthens, weakens or mixed; never set by itself.")
        ),
    ] = None,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Accept one suggestion; gives the coding."""
    with writing(project, coder) as opened:
        row = opened.codings.get(opened.suggestions.accept(suggestion, valence=valence).uid)
    sentence = _(
        "coded {source} {start}:{end} {code}",
        source=row.source_name,
        start=row.start,
        end=row.end,
        code=row.code,
    )
    done(row, sentence, as_json=json)


@command(app, "reject", N_("Say no; it is not suggested again."))
def reject(
    project: ProjectPath,
    suggestions: Annotated[
        list[str], typer.Argument(metavar="ID…", help=N_("Suggestions, by id or number."))
    ],
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Reject suggestions as one action."""
    with writing(project, coder) as opened:
        opened.suggestions.reject(*suggestions)
    sentence = ngettext("rejected {n} suggestion", "rejected {n} suggestions", len(suggestions))
    done({"rejected": suggestions}, sentence, as_json=json)


def _columns() -> list[tuple[str, str]]:
    return [
        (_("No."), "number"),
        (_("Source"), "source_name"),
        (_("Lines"), "lines"),
        (_("Code"), "code"),
        (_("Word"), "word"),
        (_("Denied by"), "evidence"),
        (_("Text"), "text"),
    ]
