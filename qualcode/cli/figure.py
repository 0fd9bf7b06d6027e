"""`qualcode figure`: one figure as a file for the thesis, with the words that belong to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qualcode.cli.leaving import places_listed, tell
from qualcode.cli.marking import N_
from qualcode.cli.opening import reading
from qualcode.cli.options import AcceptLeaks, Json, ProjectPath, given
from qualcode.cli.output import print_json, say, state
from qualcode.cli.pages import command, noun
from qualcode.i18n import _
from qualcode.text.addresses import typed_path

if TYPE_CHECKING:
    from qualcode.project.figure_files import FigureFile

app = noun(N_("Figures for the thesis."))


@command(app, "figure", N_("Draw prominence, matrix, saturation, agreement or network to a file."))
def figure(
    project: ProjectPath,
    of: Annotated[
        str,
        typer.Argument(metavar="WHAT", help=N_("prominence, matrix, saturation, agreement or network.")),
    ],
    file: Annotated[
        Path, typer.Argument(metavar="FILE", parser=typed_path, help=N_("A .png, .svg or .pdf file."))
    ],
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="WAY", help=N_("Matrix over group, method, wave or attr:NAME.")),
    ] = None,
    codes: Annotated[str | None, typer.Option("--codes", metavar="A,B", help=N_("Only these codes."))] = None,
    group: Annotated[
        str | None,
        typer.Option("--group", metavar="NAME", help=N_("Saturation or network of this group only.")),
    ] = None,
    base: Annotated[
        int | None, typer.Option("--base", metavar="N", help=N_("Saturation: units of the base."))
    ] = None,
    run: Annotated[
        int | None, typer.Option("--run", metavar="N", help=N_("Saturation: units that confirm."))
    ] = None,
    threshold: Annotated[
        float | None,
        typer.Option("--threshold", metavar="X", help=N_("Saturation: the share of new codes that is few.")),
    ] = None,
    which: Annotated[
        str | None,
        typer.Option("--which", metavar="WHICH", help=N_("Saturation: all or inductive codes.")),
    ] = None,
    order: Annotated[
        str | None, typer.Option("--order", metavar="WAY", help=N_("Saturation: date or coded."))
    ] = None,
    coder: Annotated[
        list[str] | None,
        typer.Option(
            "--coder",
            metavar="NAME",
            help=N_("Only what this coder set; agreement: whom to compare, may be repeated."),
        ),
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option("--unit", metavar="UNIT", help=N_("Agreement: turn, sentence or character.")),
    ] = None,
    coefficient: Annotated[
        str | None,
        typer.Option("--coefficient", metavar="NAME", help=N_("Agreement: which; alpha by default.")),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option("--lang", metavar="id|en", help=N_("Language of the figure; by default the study's.")),
    ] = None,
    accept_leaks: AcceptLeaks = False,
    json: Json = False,
) -> None:
    """Draw one figure, and say what belongs below it."""
    from qualcode.project.figure_files import write_figure

    asked: dict[str, Any] = given(
        by=by, codes=codes, group=group, base=base, run=run, threshold=threshold, which=which, order=order,
        unit=unit, coefficient=coefficient,
    )  # fmt: skip
    if coder:
        asked |= {"coders": coder} if of == "agreement" or len(coder) > 1 else {"coder": coder[0]}
    with places_listed(as_json=json), reading(project) as opened:
        drawn = opened.analysis.figure(of, language=lang, **asked)
        path = write_figure(opened, drawn, file, accept_leaks=accept_leaks)
        remarks = opened.sharing.remarks(people=True)
    state.changed = True
    if json:
        print_json({**drawn.as_json(), "file": path, "remarks": remarks})
        return
    say(_("wrote {path}", path=path))
    _print(drawn)
    tell(remarks, as_json=False)


def _print(drawn: FigureFile) -> None:
    say(f"  {_('Caption')}: {drawn.caption}")
    say(f"  {drawn.source}")
    for note in drawn.notes:
        say(f"  {note}")
    say(f"  {_('Alternative text')}: {drawn.alt}")
