"""`qualcode report`: a report for the thesis; nothing in the project changes, not even the change log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qualcode.cli.leaving import places_listed, tell
from qualcode.cli.marking import N_
from qualcode.cli.opening import reading
from qualcode.cli.options import AcceptLeaks, Json, ProjectPath, out_path
from qualcode.cli.output import done, print_json, print_table, put_out, say, show
from qualcode.cli.pages import command, noun
from qualcode.errors import BadInput
from qualcode.i18n import LANGUAGES, _, language, using
from qualcode.text.addresses import typed_path

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.appendices.asked import Asked
    from qualcode.project.page_setup import PageSetup

app = noun(N_("Reports."))


@command(app, "report", N_("Write a report for the thesis, or list the reports there are."))
def report(
    project: ProjectPath,
    template: Annotated[
        str,
        typer.Option(
            "--template",
            metavar="NAME|FILE.j2",
            help=N_("Which report, or a Jinja2 template of your own, as chapter4.md.j2."),
        ),
    ] = "triangulation",
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help=N_("docx, html, pdf, xlsx or md; by default as the file's suffix says."),
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
            parser=out_path,
            help=N_("Where to write it; by default beside the project."),
        ),
    ] = None,
    since: Annotated[
        str,
        typer.Option(
            "--since",
            metavar="DAY|BACKUP",
            help=N_(
                "changes: what changed since this day (2026-03-31), this file of a backup, or this entry of "
                "qualcode snapshots."
            ),
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
    comments: Annotated[
        bool,
        typer.Option(
            "--comments/--no-comments",
            help=N_(
                "Set comments beside what they are on, for a supervisor to answer; what is handed in goes without."
            ),
        ),
    ] = False,
    layout: Annotated[
        Path | None,
        typer.Option(
            "--layout",
            metavar="FILE",
            parser=typed_path,
            help=N_("A layout file of your own; --show-layout prints one to begin with."),
        ),
    ] = None,
    style: Annotated[
        Path | None,
        typer.Option(
            "--style",
            metavar="FILE.docx",
            parser=typed_path,
            help=N_(
                "docx: the faculty's Word template, whose page, styles, header and footer are taken over."
            ),
        ),
    ] = None,
    paper: Annotated[str, typer.Option("--paper", metavar="a4|f4", help=N_("The paper."))] = "",
    appendices_from: Annotated[
        str,
        typer.Option(
            "--appendices-from", metavar="N|LETTER", help=N_("Number or letter of the first appendix.")
        ),
    ] = "",
    tables_from: Annotated[
        int | None, typer.Option("--tables-from", metavar="N", help=N_("Number of the first table."))
    ] = None,
    figures_from: Annotated[
        int | None, typer.Option("--figures-from", metavar="N", help=N_("Number of the first figure."))
    ] = None,
    pages_from: Annotated[
        int | None, typer.Option("--pages-from", metavar="N", help=N_("Number of the first page."))
    ] = None,
    show_layout: Annotated[
        bool, typer.Option("--show-layout", help=N_("Print a layout file to copy and change."))
    ] = False,
    context: Annotated[
        bool, typer.Option("--context", help=N_("List what a template of your own sees, with examples."))
    ] = False,
    apart: Annotated[
        bool,
        typer.Option("--apart", help=N_("lampiran: a file for each appendix, into the folder --out.")),
    ] = False,
    listing: Annotated[bool, typer.Option("--list", help=N_("List the reports."))] = False,
    accept_leaks: AcceptLeaks = False,
    json: Json = False,
) -> None:
    """Write one report to one file."""
    if lang is not None and lang not in LANGUAGES:
        raise BadInput(_("language is id or en, not {given}", given=lang))
    if show_layout:
        from qualcode.reports.layout_file import DEFAULT

        put_out(DEFAULT.read_text(encoding="utf-8"))
        return
    from qualcode.project.appendices.asked import Asked
    from qualcode.project.appendices.kinds import titles
    from qualcode.project.page_setup import PageSetup, missing_words
    from qualcode.project.reports import LAMPIRAN, TRIANGULATION
    from qualcode.reports.own import OF_TEMPLATES

    with places_listed(as_json=json), reading(project) as opened:
        asked = Asked(since, round, tuple(beside or ()), tuple(without or ()), comments)
        if listing and template != TRIANGULATION:
            raise BadInput(_("--list lists every report; leave --template out"))
        if not (listing or context):
            _without_effect(template, asked)
            _meeting_known(opened, asked.round)
        if listing:
            with using(lang or language()):
                columns = [(_("Name"), "name"), (_("Title"), "title"), (_("Formats"), "formats")]
                show(opened.reports.list(), columns, as_json=json)
            return
        if context:
            _show_context(opened.reports.context(lang), as_json=json)
            return
        setup = PageSetup(layout, style, paper, appendices_from, tables_from, figures_from, pages_from)
        if apart:
            if template != LAMPIRAN:
                raise BadInput(_("--apart is for --template lampiran"))
            paths = opened.reports.write_apart(
                out,
                format=format or "docx",
                language=lang,
                asked=asked,
                setup=setup,
                guarded=True,
                accept_leaks=accept_leaks,
            )
        elif template.endswith(OF_TEMPLATES):
            _own_as_it_is(format, comments=comments, setup=setup)
            own = typed_path(template)
            paths = [
                opened.reports.write_own(own, out, language=lang, guarded=True, accept_leaks=accept_leaks)
            ]
        else:
            paths = [
                opened.reports.write(
                    out,
                    template=template,
                    format=format,
                    language=lang,
                    asked=asked,
                    setup=setup,
                    guarded=True,
                    accept_leaks=accept_leaks,
                )
            ]
        left_out, not_bound = opened.reports.left_out, opened.reports.not_bound
        remarks = [
            *opened.reports.without_effect,
            *opened.reports.reminders,
            *opened.sharing.remarks(people=True),
        ]
    kind = format or paths[0].suffix[1:]
    missing = setup.missing_styles(kind)
    said = {
        "template": template,
        "format": kind,
        "left_out": left_out,
        "not_bound": not_bound,
        "missing_styles": missing,
        "remarks": remarks,
    }
    made = {"paths": paths, **said} if apart else {"path": paths[0], **said}
    done(made, "\n".join(_("wrote {path}", path=path) for path in paths), as_json=json)
    if left_out and not json:
        say(_("left out, as there is nothing to show: {names}", names=", ".join(left_out)))
    if not_bound and not json:
        options = " ".join(f"--with {name}" for name in not_bound)
        say(_("not bound: {names} ({options})", names=", ".join(titles(not_bound)), options=options))
    if missing and not json:
        say(missing_words(missing))
    tell(remarks, as_json=json)


def _without_effect(template: str, asked: Asked) -> None:
    """Raise BadInput where something is asked for that the report does not take up."""
    from qualcode.project.reports import LAMPIRAN

    told = "changes" if template != LAMPIRAN or "changes" not in asked.beside else LAMPIRAN
    takes: list[tuple[str, object, list[str]]] = [
        ("--since", asked.since, [told]),
        ("--round", asked.round, ["revisions", "supervision", LAMPIRAN]),
        ("--with", asked.beside, [LAMPIRAN]),
        ("--without", asked.without, [LAMPIRAN]),
    ]
    for option, given, templates in takes:
        if given and template not in templates:
            raise BadInput(
                _("{option} is for --template {templates}", option=option, templates=", ".join(templates))
            )


def _own_as_it_is(format: str | None, *, comments: bool, setup: PageSetup) -> None:
    """Raise BadInput where something is asked for that a template of the user's own says itself."""
    from qualcode.project.page_setup import PageSetup
    from qualcode.reports.own import OF_TEMPLATES, SUFFIXES

    option = "--format" if format else "--comments" if comments else ""
    if not option and setup != PageSetup():
        option = next(
            f"--{name.replace('_', '-')}" for name, given in asdict(setup).items() if given not in ("", None)
        )
    if option == "--format":
        raise BadInput(
            _(
                "what a template of your own writes is told by its name ({known}), not by --format; "
                "Markdown becomes a Word document with Quarto or Pandoc",
                known=", ".join(f"{one}{OF_TEMPLATES[0]}" for one in SUFFIXES),
            )
        )
    if option:
        raise BadInput(_("{option} is not for a template of your own", option=option))


def _meeting_known(project: Project, given: str) -> None:
    """Raise BadInput where no comment was made at the meeting that is asked for."""
    wanted = " ".join(given.split()).casefold()
    meetings = project.comments.rounds() if wanted else ()
    if wanted and wanted not in map(str.casefold, meetings):
        said = ", ".join(reversed(meetings)) or _("none yet")
        raise BadInput(
            _("no comment was made at {given}; the meetings are: {meetings}", given=given, meetings=said)
        )


def _show_context(context: Mapping[str, Any], *, as_json: bool) -> None:
    """What a template sees, then the filters there are besides Jinja's own."""
    from qualcode.reports.own_words import context_rows, filter_rows

    if as_json:
        print_json(context)
        return
    print_table(
        [_("Name"), _("What it holds"), _("For example")], [list(row) for row in context_rows(context)]
    )
    say()
    print_table([_("Written as"), _("What it gives")], [list(row) for row in filter_rows()])
