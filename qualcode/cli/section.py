"""`qualcode section`: what stands in the report besides the findings, because a person asked for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

import typer

from qualcode.cli.marking import N_
from qualcode.cli.opening import reading, writing
from qualcode.cli.options import CoderName, Json, ProjectPath, given, pairs, something
from qualcode.cli.output import done, print_json, put_out, say, show
from qualcode.cli.pages import command, noun
from qualcode.i18n import _

app = noun(N_("Sections that the report shows besides the findings."))

WIDTH = 100
"""Characters of a printed line of a section."""

KindName = Annotated[
    str, typer.Argument(metavar="KIND", help=N_("What it shows; section kinds lists what there is."))
]
Section = Annotated[str, typer.Argument(metavar="SECTION", help=N_("Its number in the list, or its id."))]
Settings = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="KEY=VALUE…", help=N_("Its settings, as name=status; lists with commas, as codes=A,B.")
    ),
]
Title = Annotated[str | None, typer.Option("--title", metavar="TEXT", help=N_("Its heading."))]
TitleEn = Annotated[
    str | None, typer.Option("--title-en", metavar="TEXT", help=N_("Its heading in English."))
]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help=N_("A remark below the heading."))]
NoteEn = Annotated[str | None, typer.Option("--note-en", metavar="TEXT", help=N_("The remark in English."))]


@command(app, "add", N_("Ask for a section, behind those there are."))
def add(
    project: ProjectPath,
    kind: KindName,
    settings: Settings = None,
    title: Title = None,
    title_en: TitleEn = None,
    note: Note = None,
    note_en: NoteEn = None,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Ask for one section."""
    words: dict[str, Any] = given(title=title, title_en=title_en, note=note, note_en=note_en)
    with writing(project, coder) as opened:
        made = opened.sections.add(kind, **words, **_settings(settings))
        row = next(row for row in opened.sections.list() if row.id == made.uid)
    done(row, _("section {n}: {heading}", n=row.number, heading=row.heading), as_json=json)


@command(app, "list", N_("List the sections in their order, and what is wrong with any."))
def list_(project: ProjectPath, json: Json = False) -> None:
    """List every section."""
    with reading(project) as opened:
        rows = opened.sections.list()
    if json:
        print_json(rows)
        return
    columns = [
        (_("No."), "number"),
        (_("Kind"), "kind"),
        (_("Heading"), "heading"),
        (_("Settings"), "settings"),
        (_("Problem"), "problem"),
    ]
    lines = [{**vars(row), "settings": _written(row.settings.items())} for row in rows]
    show(lines, columns if any(row.problem for row in rows) else columns[:-1], as_json=False)


@command(app, "show", N_("Show a section as the report will have it, pictures in words."))
def show_(project: ProjectPath, section: Section, json: Json = False) -> None:
    """Print what one section will contain, as the app shows it."""
    from qualcode.tui.report_blocks import as_text

    with reading(project) as opened:
        row = opened.sections.get(section)
        text = as_text(opened.sections.preview(row.id), WIDTH)
    if json:
        print_json({**vars(row), "text": text})
    else:
        put_out(text)


@command(app, "edit", N_("Change settings or words of a section; KEY= takes a setting away."))
def edit(
    project: ProjectPath,
    section: Section,
    settings: Settings = None,
    title: Title = None,
    title_en: TitleEn = None,
    note: Note = None,
    note_en: NoteEn = None,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Change one section; the rest stays."""
    words: dict[str, Any] = given(title=title, title_en=title_en, note=note, note_en=note_en)
    something(settings=settings or None, **words)
    with writing(project, coder) as opened:
        made = opened.sections.edit(section, **words, **_settings(settings))
        row = next(row for row in opened.sections.list() if row.id == made.uid)
    done(row, _("section {n}: {heading}", n=row.number, heading=row.heading), as_json=json)


@command(app, "move", N_("Put a section at another place."))
def move(
    project: ProjectPath,
    section: Section,
    place: Annotated[int, typer.Argument(metavar="PLACE", help=N_("Its new number."))],
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Move one section."""
    with writing(project, coder) as opened:
        rows = opened.sections.move(section, place)
    row = rows[place - 1]
    done(rows, _("section {n}: {heading}", n=row.number, heading=row.heading), as_json=json)


@command(app, "remove", N_("Remove a section from the report."))
def remove(project: ProjectPath, section: Section, coder: CoderName = None, json: Json = False) -> None:
    """Remove one section."""
    with writing(project, coder) as opened:
        opened.sections.remove(section)
    done({"removed": section}, _("removed section {n}", n=section), as_json=json)


@command(app, "kinds", N_("List the kinds of sections with their settings."))
def kinds(json: Json = False) -> None:
    """Tell what sections there can be."""
    from qualcode.project.sections import kind_rows

    rows = kind_rows()
    if json:
        print_json(rows)
        return
    for row in rows:
        say(f"{row.kind}: {row.what}")
        for setting in row.settings:
            say(f"  {setting.name:<10} {setting.what}" + (" " + _("(needed)") if setting.needed else ""))


def _settings(texts: list[str] | None) -> dict[str, Any]:
    return dict(pairs(texts))


def _written(settings: Iterable[tuple[str, Any]]) -> str:
    """Settings as they are typed."""
    return " ".join(
        f"{name}={','.join(map(str, value)) if isinstance(value, list) else value}"
        for name, value in settings
    )
