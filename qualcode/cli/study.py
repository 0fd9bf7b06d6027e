"""`qualcode study`: title, site and other settings of the study, which reports show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from qualcode.cli.leaving import tell
from qualcode.cli.marking import N_
from qualcode.cli.opening import reading, writing
from qualcode.cli.options import CoderName, Json, ProjectPath, given, something
from qualcode.cli.output import done, print_json, print_table, record, words
from qualcode.cli.pages import command, noun
from qualcode.errors import BadInput
from qualcode.i18n import LANGUAGES, _

if TYPE_CHECKING:
    from qualcode.model import Study

app = noun(N_("Title, site and other settings of the study."))


def _text(option: str, help: str) -> Any:
    return typer.Option(f"--{option}", metavar="TEXT", help=help)


@command(app, "show", N_("Show the settings."))
def show(project: ProjectPath, json: Json = False) -> None:
    """Show every setting."""
    with reading(project) as opened:
        settings = _settings(opened.study())
    if json:
        print_json(settings)
    else:
        print_table([_("Setting"), _("Value")], [[name, words(value)] for name, value in settings.items()])


@command(app, "edit", N_("Change settings."))
def edit(
    project: ProjectPath,
    title: Annotated[str | None, _text("title", N_("Title of the study."))] = None,
    lang: Annotated[
        str | None, typer.Option("--lang", metavar="id|en", help=N_("Language of the data and of reports."))
    ] = None,
    site: Annotated[str | None, _text("site", N_("Where it takes place."))] = None,
    researcher: Annotated[str | None, _text("researcher", N_("Who does it."))] = None,
    institution: Annotated[str | None, _text("institution", N_("Where the researcher belongs."))] = None,
    year: Annotated[int | None, typer.Option("--year", metavar="YEAR", help=N_("The year."))] = None,
    notice: Annotated[str | None, _text("notice", N_("A sentence shown on every report."))] = None,
    reduction_word: Annotated[
        str | None, _text("reduction-word", N_("reduksi data or kondensasi data."))
    ] = None,
    citation: Annotated[
        str | None,
        _text(
            "citation", N_("How a quote is cited, as (W{n}/{informant}/b.{lines}), b. being line numbers.")
        ),
    ] = None,
    abbreviations: Annotated[
        str | None,
        _text("abbreviations", N_("Abbreviations that do not end a sentence, separated by spaces.")),
    ] = None,
    strict: Annotated[
        bool | None,
        typer.Option(
            "--strict-agreement/--plain-agreement",
            help=N_("Whether agreement asks for the same prominence too."),
        ),
    ] = None,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Change what is named; the rest stays."""
    if lang is not None and lang not in LANGUAGES:
        raise BadInput(_("language is id or en, not {given}", given=lang))
    values = given(
        title=title,
        language=lang,
        site=site,
        researcher=researcher,
        institution=institution,
        year=year,
        notice=notice,
        reduction_word=reduction_word,
        citation=citation,
        abbreviations=abbreviations,
        strict_agreement=strict,
    )
    something(**values)
    with writing(project, coder) as opened:
        settings = _settings(opened.edit_study(**values))
        remarks = opened.sharing.citation_remarks()
    done(settings | {"remarks": remarks}, _("changed the settings"), as_json=json)
    tell(remarks, as_json=json)


def _settings(study: Study) -> dict[str, Any]:
    return {name: value for name, value in record(study).items() if name not in ("id", "number")}
