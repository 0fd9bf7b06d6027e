"""`qualcode codebook`: the codes, read from and written to files people can edit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from qualcode.cli.leaving import given_out, places_listed
from qualcode.cli.marking import N_
from qualcode.cli.opening import reading, writing
from qualcode.cli.options import AcceptLeaks, CoderName, Json, ProjectPath, pairs, something
from qualcode.cli.output import done, plain, print_json, print_table, say, show, words
from qualcode.cli.pages import command, noun
from qualcode.i18n import _, language, ngettext
from qualcode.text.addresses import typed_path

app = noun(N_("The codebook: import, export, show, check."))

Code = Annotated[str, typer.Argument(metavar="CODE", help=N_("The code, as KP-TRN."))]
Preview = Annotated[bool, typer.Option("--preview", help=N_("Only say what would happen."))]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help=N_("A note."))]
Rename = Annotated[str | None, typer.Option("--name", metavar="TEXT", help=N_("Another name."))]
Fields = Annotated[list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help=N_("A field as `codebook show` names it; cues are separated by commas. May be repeated."))]  # fmt: skip


@command(
    app,
    "import",
    N_(
        "Read a codebook into the project: YAML, CSV, .xlsx, an outline (.md or .txt), or the name of one that comes along."
    ),
)
def import_(
    project: ProjectPath,
    file: Annotated[str, typer.Argument(metavar="FILE", help=N_("A file, or a name as social-capital."))],
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Add and change codes as the file says, all or none."""
    with writing(project, coder) as opened:
        made = opened.codebook.import_(file)
    sentence = _(
        "read {name}: {added} codes added, {changed} changed, {same} as they were",
        name=made.name,
        added=len(made.added),
        changed=len(made.changed),
        same=len(made.same),
    )
    done(made, sentence, as_json=json)


@command(app, "export", N_("Print the codebook as YAML, or write it to a .yaml or .csv file."))
def export(
    project: ProjectPath,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", parser=typed_path, help=N_("Where to write; by default the screen.")),
    ] = None,
    accept_leaks: AcceptLeaks = False,
    json: Json = False,
) -> None:
    """Export the codebook."""
    with places_listed(as_json=json, printed=file is None), reading(project) as opened:
        text = opened.codebook.export(file, accept_leaks=accept_leaks)
        count = len(opened.codebook.list(counts=False))
        remarks = opened.sharing.remarks()
    said = ngettext("wrote {n} code to {file}", "wrote {n} codes to {file}", count, file=file)
    given_out(text, file, "codes", count, said, remarks, as_json=json)


@command(app, "show", N_("Show the tree of codes with how they are used, or everything about one code."))
def show_(
    project: ProjectPath,
    code: Annotated[str | None, typer.Argument(metavar="CODE", help=N_("Only this code."))] = None,
    json: Json = False,
) -> None:
    """Show the codebook or one code."""
    with reading(project) as opened:
        if code is not None:
            one = opened.codebook.show(code)
            _show_one(one, json)
            return
        rows = opened.codebook.list()
    if json:
        print_json(rows)
        return
    named = [
        {
            "code": "  " * (row.depth - 1) + row.code,
            "name": row.name(language()),
            "keys": " ".join(filter(None, (row.shortcut and f"'{row.shortcut}", str(row.pinned or "")))),
            "informants": row.informants,
            "segments": row.segments,
        }
        for row in rows
    ]
    if not named:
        show([], [], as_json=False)
        return
    from qualcode.project.quote_rows import counted_quotes

    headings = [_("Code"), _("Name"), _("Keys"), _("Informants"), _("Quotes")]
    print_table(headings, [[str(r["code"]), *map(words, list(r.values())[1:])] for r in named])
    say()
    say("  " + _("Quotes: {what}", what=counted_quotes()))


@command(
    app,
    "lint",
    N_(
        "Say everything that is wrong with a codebook file, and what a supervisor would ask about it or the project's."
    ),
)
def lint(
    project: Annotated[
        Path, typer.Argument(metavar="PROJECT", help=N_("The project file, or only a codebook file."))
    ],
    file: Annotated[
        str | None, typer.Argument(metavar="FILE", help=N_("A codebook file, instead of the project's."))
    ] = None,
    json: Json = False,
) -> None:
    """List problems, which keep a file from being read, with exit code 2; else remarks, none of which is an error."""
    from qualcode.exchange.codebook_lint import lint as remarks_on
    from qualcode.exchange.codebook_outline import SUFFIXES as OUTLINES
    from qualcode.exchange.problems import FileProblems
    from qualcode.project.codes import read_codebook

    only = typed_path(project)
    if file is None and only.suffix.lower() in (".yaml", ".yml", ".csv", ".xlsx", *OUTLINES):
        file, alone = str(only), True
    else:
        alone = False
    try:
        if file is None:
            with reading(project) as opened:
                remarks = opened.codebook.lint()
        else:
            book = read_codebook(file)
            if not alone:
                with reading(project) as opened:
                    if problems := opened.codebook.problems_with(book):
                        raise FileProblems(book.file, problems)
            remarks = remarks_on(book.codes)
    except FileProblems as found:
        if not json:
            for problem in found.problems:
                say(_("{name}, line {line}: {text}", name=found.name, line=problem.line, text=problem.text))
        raise
    if json or remarks:
        show(remarks, [(_("About"), "codes"), (_("Remark"), "text")], as_json=json)
    else:
        say(_("nothing to remark"))


@command(app, "add", N_("Add a code."))
def add(
    project: ProjectPath,
    code: Code,
    parent: Annotated[
        str | None, typer.Option("--parent", metavar="CODE", help=N_("The code it stands under."))
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", metavar="TEXT", help=N_("Its name, in the study's language."))
    ] = None,
    fields: Fields = None,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Add one code, last among its siblings."""
    values = _values(fields)
    with writing(project, coder) as opened:
        if name is not None:
            values[f"name_{opened.study().language}"] = name
        made = opened.codebook.add(code, parent=parent, **values)
        row = opened.codebook.show(made.uid)
    done(row, _("added code {code}", code=row.code), as_json=json)


@command(app, "edit", N_("Change fields of a code; a changed definition gets the next version."))
def edit(
    project: ProjectPath,
    code: Code,
    fields: Fields = None,
    new_code: Annotated[
        str | None, typer.Option("--code", metavar="CODE", help=N_("Another short id."))
    ] = None,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Change what is named; the rest stays."""
    something(fields=fields, code=new_code)
    values = _values(fields)
    with writing(project, coder) as opened:
        row = opened.codebook.show(opened.codebook.edit(code, new_code=new_code, **values).uid)
    done(row, _("changed code {code}", code=row.code), as_json=json)


@command(app, "move", N_("Put a code under another one, or outermost."))
def move(
    project: ProjectPath,
    code: Code,
    parent: Annotated[
        str | None, typer.Option("--parent", metavar="CODE", help=N_("The code to stand under."))
    ] = None,
    position: Annotated[
        int | None, typer.Option("--position", metavar="N", help=N_("Place among its siblings, from 0."))
    ] = None,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Move one code with what is under it."""
    with writing(project, coder) as opened:
        row = opened.codebook.show(opened.codebook.move(code, parent, position=position).uid)
    done(row, _("moved code {code}", code=row.code), as_json=json)


@command(app, "merge", N_("Put everything coded with a code under another one, and remove it."))
def merge(
    project: ProjectPath,
    code: Code,
    into: Annotated[str, typer.Argument(metavar="INTO", help=N_("The code that stays."))],
    preview: Preview = False,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Merge one code into another."""
    from qualcode.project.codebook_merge import merging_words

    if preview:
        with reading(project) as opened:
            merging = opened.codebook.merging(code, into)
        _say_preview(merging, merging_words(merging), json)
        return
    with writing(project, coder) as opened:
        row = opened.codebook.show(opened.codebook.merge(code, into).uid)
    done(row, _("merged {code} into {into}", code=code, into=row.code), as_json=json)


@command(app, "remove", N_("Remove a code."))
def remove(
    project: ProjectPath,
    code: Code,
    with_codings: Annotated[
        bool, typer.Option("--with-codings", help=N_("Remove its codings and their evidence too."))
    ] = False,
    children: Annotated[
        str | None,
        typer.Option("--children", metavar="up|remove", help=N_("What becomes of the codes under it.")),
    ] = None,
    preview: Preview = False,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Remove one code."""
    from qualcode.project.code_removal import removal_words

    rule = children or "refuse"
    if preview:
        with reading(project) as opened:
            removal = opened.codebook.removal(code, children=rule)
        _say_preview(removal, removal_words(removal), json)
        return
    with writing(project, coder) as opened:
        opened.codebook.remove(code, with_codings=with_codings, children=rule)
    done({"removed": code}, _("removed code {code}", code=code), as_json=json)


@command(app, "pin", N_("Let a digit apply a code in the transcript; without a digit it is unpinned."))
def pin(
    project: ProjectPath,
    code: Code,
    digit: Annotated[int | None, typer.Argument(metavar="DIGIT", help=N_("1 to 9."))] = None,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Pin or unpin one code."""
    with writing(project, coder) as opened:
        row = opened.codebook.show(opened.codebook.pin(code, digit).uid)
    done(row, _("{code}: key {digit}", code=row.code, digit=row.pinned or "–"), as_json=json)


@command(app, "history", N_("Tell who changed a code, when, and which words of its definition differ."))
def history(project: ProjectPath, code: Code, json: Json = False) -> None:
    """Show every change of one code, oldest first."""
    from qualcode.project.code_history import field_name, marked, reason_words

    with reading(project) as opened:
        changes = opened.codebook.history(code)
    if json:
        print_json(changes)
        return
    if not changes:
        show([], [], as_json=False)
    for change in changes:
        what = {"added": _("made it"), "removed": _("removed it")}.get(change.what, _("changed it"))
        what = {
            "undo": _("took back: {what}", what=what),
            "redo": _("did again: {what}", what=what),
        }.get(change.kind, what)
        stamp = f"{change.at.astimezone():%Y-%m-%d %H:%M}"
        say(
            f"{stamp}  {change.coder}  {what}  {_('version {n}', n=change.version)}  {reason_words(change.reason)}".rstrip()
        )
        for field in change.fields:
            one = {"added": field.after, "removed": field.before}.get(change.what, marked(field.difference))
            say(f"  {field_name(field.field)}: {words(one)}")


@command(
    app, "category", N_("Make or change a category of codes, or list the categories where none is named.")
)
def category(
    project: ProjectPath,
    name: Annotated[str | None, typer.Argument(metavar="NAME", help=N_("The category."))] = None,
    codes: Annotated[
        list[str] | None, typer.Option("--code", metavar="CODE", help=N_("A code in it; may be repeated."))
    ] = None,
    theme: Annotated[
        str | None, typer.Option("--theme", metavar="NAME", help=N_("The theme it leads to."))
    ] = None,
    note: Note = None,
    rename: Rename = None,
    remove: Annotated[bool, typer.Option("--remove", help=N_("Take it away; its codes stay."))] = False,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Make, change or remove one category, or list all; what is not named stays."""
    if name is None:
        with reading(project) as opened:
            rows = opened.codebook.categories()
        columns = [
            (_("No."), "number"),
            (_("Category"), "name"),
            (_("Theme"), "theme"),
            (_("Codes"), "codes"),
        ]
        show(rows, columns, as_json=json)
        return
    with writing(project, coder) as opened:
        if remove:
            opened.codebook.remove_category(name)
            done({"removed": name}, _("removed category {name}", name=name), as_json=json)
            return
        known = {row.name.casefold() for row in opened.codebook.categories()}
        if name.strip().casefold() in known:
            made = opened.codebook.edit_category(name, name=rename, codes=codes, theme=theme, note=note)
        else:
            made = opened.codebook.add_category(
                rename or name, codes=codes or (), theme=theme, note=note or ""
            )
        row = next(c for c in opened.codebook.categories() if c.id == made.uid)
    done(row, _("category {name}: {codes}", name=row.name, codes=", ".join(row.codes)), as_json=json)


@command(app, "categories", N_("Say which categories a code belongs to; new names make categories."))
def categories(
    project: ProjectPath,
    code: Code,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="NAME…", help=N_("Categories; none empties it."))
    ] = None,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Set the categories of one code."""
    with writing(project, coder) as opened:
        opened.codebook.set_categories(code, names or ())
        rows = [row for row in opened.codebook.categories() if opened.codebook.show(code).code in row.codes]
    sentence = _("{code}: {categories}", code=code, categories=", ".join(row.name for row in rows) or "–")
    done(rows, sentence, as_json=json)


@command(app, "theme", N_("Make or change a theme, or list the themes where none is named."))
def theme(
    project: ProjectPath,
    name: Annotated[str | None, typer.Argument(metavar="NAME", help=N_("The theme."))] = None,
    note: Note = None,
    rename: Rename = None,
    remove: Annotated[bool, typer.Option("--remove", help=N_("Take it away; its categories stay."))] = False,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Make, change or remove one theme, or list all."""
    if name is None:
        with reading(project) as opened:
            rows = opened.codebook.themes()
        show(rows, [(_("Theme"), "name"), (_("Note"), "note")], as_json=json)
        return
    with writing(project, coder) as opened:
        if remove:
            opened.codebook.remove_theme(name)
            done({"removed": name}, _("removed theme {name}", name=name), as_json=json)
            return
        known = {row.name.casefold() for row in opened.codebook.themes()}
        if name.strip().casefold() in known:
            made = opened.codebook.edit_theme(name, name=rename, note=note)
        else:
            made = opened.codebook.add_theme(rename or name, note=note or "")
    done(made, _("theme {name}", name=made.name), as_json=json)


def _say_preview(told: Any, lines: Sequence[str], as_json: bool) -> None:
    """What would happen, without doing it."""
    if as_json:
        print_json(told)
        return
    for line in lines:
        say(line)
    say(_("nothing was changed"))


def _values(fields: list[str] | None) -> dict[str, Any]:
    """Fields of a code as given on the command line; cues are lists."""
    values: dict[str, Any] = {}
    for name, value in pairs(fields).items():
        is_list = name in ("cues_id", "cues_en", "cue_excludes")
        values[name] = [part.strip() for part in value.split(",") if part.strip()] if is_list else value
    return values


_FOR_PROGRAMS = ("id", "number", "depth", "leaf", "own_colour")
"""Fields of a code that other fields say already, or that only a program asks for."""


def _show_one(row: Any, as_json: bool) -> None:
    if as_json:
        print_json(row)
        return
    from qualcode.model.values import value_word
    from qualcode.project.code_history import field_name, reason_words

    counted = {"segments": _("Quotes"), "informants": _("Informants")}
    meant = {"origin": value_word, "status": value_word, "reason": reason_words}
    rows = []
    for name, value in plain(row).items():
        if name not in _FOR_PROGRAMS and (said := words(value)):
            label = counted.get(name) or f"{field_name(name)} [{name}]"
            rows.append((label, meant[name](said) if name in meant else said))
    longest = max(len(label) for label, _said in rows)
    for label, said in rows:
        say(label + " " * (longest - len(label) + 2) + said)
