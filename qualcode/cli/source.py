"""`qualcode source`: files of material, their text and their speakers."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer

from qualcode.cli.marking import N_
from qualcode.cli.opening import reading, writing
from qualcode.cli.options import CoderName, Json, ProjectPath, given, pairs
from qualcode.cli.output import done, plain, print_json, say
from qualcode.cli.pages import command, noun
from qualcode.cli.wording import show_worded
from qualcode.i18n import _, ngettext
from qualcode.text.addresses import typed_path
from qualcode.text.days import day

app = noun(N_("Files of material: add, list, show, say who speaks."))

Source = Annotated[str, typer.Argument(metavar="SOURCE", help=N_("The source: its name, its number in the list, or its id."))]  # fmt: skip
Map = Annotated[list[str] | None, typer.Option("--map", metavar="LABEL=ID", help=N_("Whose words a label marks, as 'Bu Yanti=K1'; may be repeated."))]  # fmt: skip
Interviewer = Annotated[list[str] | None, typer.Option("--interviewer", metavar="LABEL", help=N_("A label of the interviewer; may be repeated."))]  # fmt: skip
Method = Annotated[str | None, typer.Option("--method", metavar="METHOD", help=N_("interview, observation, document, fgd or literature."))]  # fmt: skip
Producer = Annotated[str | None, typer.Option("--group", metavar="GROUP", help=N_("The group it comes from; a group named first is created."))]  # fmt: skip
Collected = Annotated[str | None, typer.Option("--date", metavar="DATE", help=N_("When it was collected, as 2024-05-31."))]  # fmt: skip
Wave = Annotated[int | None, typer.Option("--wave", metavar="N", help=N_("Time of collection: 1, 2 …"))]
Site = Annotated[str | None, typer.Option("--site", metavar="TEXT", help=N_("Where."))]
Situation = Annotated[str | None, typer.Option("--situation", metavar="TEXT", help=N_("How it was there."))]
Minutes = Annotated[int | None, typer.Option("--minutes", metavar="N", help=N_("How long it took."))]


@command(app, "add", N_("Read files in as sources, all of them or none."))
def add(
    project: ProjectPath,
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE…",
            parser=typed_path,
            help=N_("txt, md, docx, odt, rtf, pdf, vtt, srt, csv or xlsx."),
        ),
    ],
    method: Method = None,
    informants: Annotated[
        list[str] | None,
        typer.Option("--informant", metavar="ID", help=N_("An informant who speaks in it; may be repeated.")),
    ] = None,
    group: Producer = None,
    about: Annotated[
        list[str] | None,
        typer.Option(
            "--about", metavar="GROUP|ID", help=N_("A group or informant it is about; may be repeated.")
        ),
    ] = None,
    collected: Collected = None,
    wave: Wave = None,
    site: Site = None,
    situation: Situation = None,
    minutes: Minutes = None,
    speakers: Map = None,
    interviewer: Interviewer = None,
    again: Annotated[bool, typer.Option("--again", help=N_("Also a file that was read in before."))] = False,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Add sources."""
    collected_on, mapping = day(collected), pairs(speakers)
    with writing(project, coder) as opened:
        made = opened.sources.add(
            *files,
            method=method or "interview",
            informants=informants or (),
            group=group,
            about=about or (),
            collected_on=collected_on,
            wave=1 if wave is None else wave,
            site=site or "",
            situation=situation or "",
            duration_minutes=minutes,
            speakers=mapping,
            interviewer=interviewer or (),
            again=again,
        )
        rows = [opened.sources.get(source.uid) for source in made]
    if json:
        print_json(rows)
        return
    for row in rows:
        say(
            _("added {name}: {characters} characters, {turns} turns").format(
                name=row.name, characters=row.characters, turns=row.turns
            )
        )
        for warning in row.warnings:
            say(f"  {warning}")


@command(app, "list", N_("List the sources."))
def list_(project: ProjectPath, json: Json = False) -> None:
    """List every source, in the order they were added."""
    with reading(project) as opened:
        rows = opened.sources.list()
    columns = [
        (_("No."), "number"),
        (_("Label"), "label"),
        (_("Name"), "name"),
        (_("Method"), "method"),
        (_("Informants"), "informants"),
        (_("Group"), "group"),
        (_("Wave"), "wave"),
        (_("Date"), "date"),
        (_("Characters"), "characters"),
        (_("Turns"), "turns"),
        (_("Codings"), "codings"),
    ]
    show_worded(rows, columns, ("method",), as_json=json)
    if not json and any(row.codings != row.all_codings for row in rows):
        say(
            "\n  "
            + _("Codings: a passage under a code once, without second coders, as in quotes and reports")
        )


@command(app, "show", N_("Show a source with its text and turns."))
def show_(project: ProjectPath, source: Source, json: Json = False) -> None:
    """Show one source; JSON adds text and turns."""
    with reading(project) as opened:
        row = opened.sources.get(source)
        place, turns = opened.sources.place(row.id), opened.sources.turns(row.id)
    if json:
        print_json({**plain(row), "text": place.text, "turns": turns})
        return
    people = ", ".join(row.informants) or "–"
    about = (row.method, people, row.group or "–", *((row.date.isoformat(),) if row.date else ()))
    say(f"{row.name} ({', '.join(about)})")
    for warning in row.warnings:
        say(f"  {warning}")
    say()
    starts = [*place.line_starts, len(place.text)]
    for number, (start, stop) in enumerate(pairwise(starts), 1):
        say(f"{number:>5}  {place.text[start:stop].rstrip()}".rstrip())


@command(app, "speakers", N_("Say whose words the labels of a source mark; without options list them."))
def speakers(
    project: ProjectPath,
    source: Source,
    mapping: Map = None,
    interviewer: Interviewer = None,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Map labels to informants, or show how they are mapped."""
    if mapping or interviewer:
        with writing(project, coder) as opened:
            turns = opened.sources.speakers(source, pairs(mapping), interviewer or ())
    else:
        with reading(project) as opened:
            turns = opened.sources.turns(source)
    seen: dict[tuple[str | None, str, str | None], int] = {}
    for turn in turns:
        key = (turn.speaker, turn.role, turn.informant)
        seen[key] = seen.get(key, 0) + 1
    rows = [
        {"speaker": speaker, "role": role, "informant": informant, "turns": count}
        for (speaker, role, informant), count in seen.items()
    ]
    columns = [
        (_("Speaker"), "speaker"),
        (_("Role"), "role"),
        (_("Informant"), "informant"),
        (_("Turns"), "turns"),
    ]
    show_worded(rows, columns, ("role",), as_json=json)


@command(app, "turn", N_("Correct one turn: its role, whose words it holds, or the question it asks."))
def turn(
    project: ProjectPath,
    source: Source,
    number: Annotated[int, typer.Argument(metavar="NO", help=N_("The turn's number, from 1."))],
    role: Annotated[
        str | None, typer.Option("--role", metavar="ROLE", help=N_("interviewer, informant or other."))
    ] = None,
    informant: Annotated[
        str | None, typer.Option("--informant", metavar="ID", help=N_("Whose words it holds."))
    ] = None,
    question: Annotated[
        int | None,
        typer.Option("--question", metavar="NO", help=N_("The guide's question it asks; 0 for none.")),
    ] = None,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Correct one turn."""
    with writing(project, coder) as opened:
        opened.sources.correct_turn(source, number, role=role, informant=informant, question=question)
        row = next(t for t in opened.sources.turns(source) if t.number == number)
    done(row, _("changed turn {n}", n=number), as_json=json)


@command(app, "edit", N_("Change what is said about a source; its text is never changed."))
def edit(
    project: ProjectPath,
    source: Source,
    name: Annotated[str | None, typer.Option("--name", metavar="TEXT", help=N_("Another name."))] = None,
    method: Method = None,
    informants: Annotated[
        list[str] | None,
        typer.Option(
            "--informant",
            metavar="ID",
            help=N_("An informant who speaks in it, in place of those before; may be repeated."),
        ),
    ] = None,
    group: Producer = None,
    collected: Collected = None,
    wave: Wave = None,
    site: Site = None,
    situation: Situation = None,
    minutes: Minutes = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help=N_("A note."))] = None,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Change what is named; the rest stays."""
    values = given(
        name=name,
        method=method,
        group=group,
        collected_on=day(collected),
        wave=wave,
        site=site,
        situation=situation,
        duration_minutes=minutes,
        note=note,
    )
    with writing(project, coder) as opened:
        row = opened.sources.get(opened.sources.edit(source, informants=informants or None, **values).uid)
    done(row, _("changed source {name}", name=row.name), as_json=json)


@command(app, "remove", N_("Remove a source with its codings and evidence."))
def remove(project: ProjectPath, source: Source, coder: CoderName = None, json: Json = False) -> None:
    """Remove one source."""
    with writing(project, coder) as opened:
        row = opened.sources.get(source)
        opened.sources.remove(row.id)
    sentence = ngettext(
        "removed {name} and {n} coding", "removed {name} and {n} codings", row.all_codings, name=row.name
    )
    done({"removed": row.id}, sentence, as_json=json)
