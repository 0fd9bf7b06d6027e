"""`qualcode guide`: research questions, the interview guide, and who was asked what."""

from __future__ import annotations

from typing import Annotated

import typer

from qualcode.cli.marking import N_
from qualcode.cli.opening import reading, writing
from qualcode.cli.options import AddedFile, CoderName, Json, ProjectPath
from qualcode.cli.output import done, print_json, record, show
from qualcode.cli.pages import command, noun
from qualcode.cli.wording import show_worded
from qualcode.i18n import _, ngettext

app = noun(N_("Research questions and interview guide."))


@command(app, "import", N_("Read a guide from a CSV: no, focus, indicator, question, group, method."))
def import_(project: ProjectPath, file: AddedFile, coder: CoderName = None, json: Json = False) -> None:
    """Read the rows of a guide, all or none; a row replaces the one of the same number."""
    with writing(project, coder) as opened:
        made = {question.uid for question in opened.notes.import_guide(file)}
        rows = [row for row in opened.notes.guide() if row.id in made]
    done(rows, ngettext("read {n} question", "read {n} questions", len(rows)), as_json=json)


@command(app, "list", N_("List the guide."))
def list_(project: ProjectPath, json: Json = False) -> None:
    """List the questions by number."""
    with reading(project) as opened:
        rows = opened.notes.guide()
    columns = [
        (_("No."), "number"),
        (_("Focus"), "focus"),
        (_("Indicator"), "indicator"),
        (_("Question"), "question"),
        (_("Group"), "group"),
        (_("Method"), "method"),
    ]
    show_worded(rows, columns, ("method",), as_json=json)


@command(app, "asked", N_("Record whether an informant was asked a question."))
def asked(
    project: ProjectPath,
    informant: Annotated[str, typer.Argument(metavar="INFORMANT", help=N_("The informant's code."))],
    question: Annotated[str, typer.Argument(metavar="NO", help=N_("The question's number."))],
    status: Annotated[
        str, typer.Option("--status", metavar="STATUS", help=N_("asked, not_asked or not_applicable."))
    ] = "asked",
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Write into the ledger of who was asked what."""
    from qualcode.model.values import value_word

    with writing(project, coder) as opened:
        made = opened.notes.set_asked(informant, question, status)
    sentence = _(
        "question {n} for {informant}: {status}",
        n=question,
        informant=informant,
        status=value_word(made.status),
    )
    done({"informant": informant, "question": question, "status": made.status}, sentence, as_json=json)


@command(app, "research-question", N_("Add a research question, or list them where no text is given."))
def research_question(
    project: ProjectPath,
    text: Annotated[str | None, typer.Argument(metavar="TEXT", help=N_("The research question."))] = None,
    english: Annotated[str, typer.Option("--en", metavar="TEXT", help=N_("The same in English."))] = "",
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Add a research question with the next number, or list them."""
    if text is not None:
        with writing(project, coder) as opened:
            made = opened.notes.add_research_question(text, text_en=english)
        done(made, _("added research question {n}", n=made.number), as_json=json)
        return
    with reading(project) as opened:
        rows = opened.notes.research_questions()
    if json:
        print_json(rows)
    else:
        show([record(row) for row in rows], [(_("No."), "number"), (_("Question"), "text")], as_json=False)
