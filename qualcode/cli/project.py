"""Commands about the project as a whole: new, search, undo, redo, log, check, backup, restore."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qualcode.cli.marking import N_
from qualcode.cli.opening import ALWAYS, note, reading, tell_news, writing
from qualcode.cli.options import CoderName, Json, ProjectPath
from qualcode.cli.output import clip, done, one_line, print_json, say, show
from qualcode.cli.pages import command, noun
from qualcode.errors import BadInput, CheckFailed, StoreError
from qualcode.i18n import LANGUAGES, _, ngettext
from qualcode.text.addresses import is_server, typed_path

app = noun(N_("The project as a whole."))


@command(app, "new", N_("Make a new project."))
def new(
    project: Annotated[
        Path, typer.Argument(metavar="PROJECT", help=N_("Where; the suffix .qualcode is added."))
    ],
    codebook: Annotated[
        str | None,
        typer.Option(
            "--codebook", metavar="NAME|FILE", help=N_("Codes to begin with: social-capital, or a file.")
        ),
    ] = None,
    coder: CoderName = None,
    lang: Annotated[
        str | None, typer.Option("--lang", metavar="id|en", help=N_("Language of the data and of reports."))
    ] = None,
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help=N_("Title of the study."))] = "",
    json: Json = False,
) -> None:
    """Make a project, with a codebook where one is named; where that fails there is no project either."""
    from qualcode.project import Project
    from qualcode.store.shelf import place_name
    from qualcode.store.snapshots import HOURLY

    if lang is not None and lang not in LANGUAGES:
        raise BadInput(_("language is id or en, not {given}", given=lang))
    codes = 0
    opened = Project.create(project, coder=coder, title=title, language=lang)
    try:
        with opened:
            if codebook is not None:
                codes = len(opened.codebook.import_(codebook).added)
            opened.keeper.after = HOURLY
    except BaseException:
        opened.path.unlink(missing_ok=True)
        raise
    note(opened.keeper.notice)
    tell_news(opened.place, ALWAYS)
    where = place_name(opened.place)
    sentence = ngettext("made {path} with {n} code", "made {path} with {n} codes", codes, path=where)
    done({"path": where, "codes": codes}, sentence, as_json=json)


@command(app, "search", N_("Find words in the texts, whatever their case."))
def search(
    project: ProjectPath,
    text: Annotated[str, typer.Argument(metavar="TEXT", help=N_("The words."))],
    source: Annotated[
        str | None, typer.Option("--source", metavar="SOURCE", help=N_("Only in this source."))
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", help=N_("At most so many places."))
    ] = None,
    json: Json = False,
) -> None:
    """List every place of some words."""
    with reading(project) as opened:
        hits = opened.search.find(text, source=source, limit=limit)
    if json:
        print_json(hits)
        return
    rows = [
        {
            "source": hit.source_name,
            "lines": hit.lines,
            "span": f"{hit.start}:{hit.end}",
            "text": f"…{hit.before[-24:]}[{clip(hit.text, 24)}]{hit.after[:24]}…",
        }
        for hit in hits
    ]
    columns = [(_("Source"), "source"), (_("Lines"), "lines"), (_("Span"), "span"), (_("Text"), "text")]
    show(rows, columns, as_json=False)


@command(app, "undo", N_("Take back the last action, or the last one of a coder."))
def undo(
    project: ProjectPath,
    to: Annotated[
        int | None,
        typer.Option("--to", metavar="N", help=N_("Everything after this entry of the change log.")),
    ] = None,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Undo as the coder named, or whoever acted last."""
    from qualcode.project.deeds import deed

    with writing(project, coder) as opened:
        who = coder or opened.last_actor()
        if to is not None:
            count = opened.history.undo_to(to, who)
            words = ngettext(
                "took back {n} action ({coder})", "took back {n} actions ({coder})", count, coder=who
            )
            done({"undone": count, "coder": who}, words, as_json=json)
            return
        action = opened.undo(who)
    done(
        {"undone": action, "coder": who},
        _("took back: {action} ({coder})", action=deed(action), coder=who),
        as_json=json,
    )


@command(app, "redo", N_("Do again what was taken back."))
def redo(project: ProjectPath, coder: CoderName = None, json: Json = False) -> None:
    """Redo as the coder named, or whoever acted last."""
    from qualcode.project.deeds import deed

    with writing(project, coder) as opened:
        who = coder or opened.last_actor()
        action = opened.redo(who)
    done(
        {"redone": action, "coder": who},
        _("did again: {action} ({coder})", action=deed(action), coder=who),
        as_json=json,
    )


@command(app, "log", N_("Show the change log."))
def log(
    project: ProjectPath,
    coder: Annotated[
        str | None, typer.Option("--coder", metavar="NAME", help=N_("Only actions of this coder."))
    ] = None,
    last: Annotated[
        int | None, typer.Option("--last", metavar="N", help=N_("Only the newest so many."))
    ] = None,
    json: Json = False,
) -> None:
    """List what was done, oldest first."""
    from qualcode.project.deeds import deed, way

    with reading(project) as opened:
        rows = opened.history.log(coder=coder, last=last)
        subjects = {} if json else opened.history.subjects()
    if json:
        print_json(rows)
        return
    lines = [
        {
            "number": row.number,
            "at": f"{row.at.astimezone():%Y-%m-%d %H:%M}",
            "coder": row.coder,
            "kind": way(row.kind),
            "action": deed(row.action),
            # In it things are called by their ids; people call them by their names, as they are now.
            "summary": about.name if (about := subjects.get(row.target or row.number)) else row.summary,
        }
        for row in rows
    ]
    columns = [
        (_("No."), "number"),
        (_("When"), "at"),
        (_("Coder"), "coder"),
        (_("Kind"), "kind"),
        (_("Action"), "action"),
        (_("What"), "summary"),
    ]
    show(lines, columns, as_json=False)


@command(app, "check", N_("Check the file, texts, spans, references and the change log."))
def check(project: ProjectPath, json: Json = False) -> None:
    """Say what is wrong with the project; exit code 1 where something is."""
    from qualcode.project.history import damage

    head = ""
    try:
        with reading(project) as opened:
            problems = list(opened.history.check())
            head = "" if problems else opened.history.head()
    except StoreError:  # so damaged that it cannot be opened
        problems = list(damage(project))
        if not problems:
            raise
    if json:
        print_json({"ok": not problems, "problems": problems, "head": head})
    elif not problems:
        say(_("all is well; change log {head}", head=head[:16]))
    else:
        say("\n".join(map(one_line, problems)))
    if problems:
        raise CheckFailed(
            ngettext(
                "the check found {n} problem: {first}",
                "the check found {n} problems, first: {first}",
                len(problems),
                first=problems[0],
            )
        )


@command(app, "backup", N_("Copy the whole project; the copy holds real names."))
def backup(
    project: ProjectPath,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", parser=typed_path, help=N_("Where to write the copy: a file, or a folder.")
        ),
    ],
    json: Json = False,
) -> None:
    """Write a verified copy."""
    with reading(project) as opened:
        path = opened.history.backup(file)
    warning = _("This copy holds everything, real names too: keep it as safe as the project itself.")
    done({"path": path, "real_names": True, "warning": warning}, f"{path}\n{warning}", as_json=json)


@command(app, "restore", N_("Bring a copy back as a project; it never replaces one."))
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", parser=typed_path, help=N_("The copy."))],
    project: Annotated[Path, typer.Argument(metavar="PROJECT", help=N_("The project file to make."))],
    json: Json = False,
) -> None:
    """Restore a backup."""
    from qualcode.project.history import restore as bring_back
    from qualcode.store import traces

    path = bring_back(file, project)
    place = str(project) if is_server(project) else path
    traces.remember(place, went_on=True)
    tell_news(place, ALWAYS)
    done({"path": path}, _("restored {path}", path=path), as_json=json)
