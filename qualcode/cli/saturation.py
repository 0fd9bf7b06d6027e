"""`qualcode saturation`: whether the last informants still bring codes that nobody before had."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.exporting import Export, answered, written
from qualcode.cli.leaving import places_listed
from qualcode.cli.marking import N_
from qualcode.cli.opening import reading
from qualcode.cli.options import AcceptLeaks, Json, ProjectPath
from qualcode.cli.output import print_table, say
from qualcode.cli.pages import command, noun
from qualcode.i18n import _

if TYPE_CHECKING:
    from qualcode.project.saturation import SaturationTable

app = noun(N_("Whether new informants still bring new codes."))

BAR = 30
"""Characters of the longest bar of the curve."""


@command(app, "saturation", N_("Whether new informants still bring new codes."))
def saturation(
    project: ProjectPath,
    base: Annotated[
        int, typer.Option("--base", metavar="N", help=N_("Units whose codes the others are compared with."))
    ] = 4,
    run: Annotated[int, typer.Option("--run", metavar="N", help=N_("Consecutive units that confirm."))] = 2,
    threshold: Annotated[
        float,
        typer.Option(
            "--threshold", metavar="X", help=N_("The share of new codes that is few, as 0.05 or 0.")
        ),
    ] = 0.05,
    codes: Annotated[
        str, typer.Option("--codes", metavar="WHICH", help=N_("all, or those that are inductive."))
    ] = "all",
    order: Annotated[
        str,
        typer.Option("--order", metavar="WAY", help=N_("date of the interview, or coded: as it was coded.")),
    ] = "date",
    group: Annotated[str | None, typer.Option("--group", metavar="NAME", help=N_("Only this group."))] = None,
    coder: Annotated[
        str | None, typer.Option("--coder", metavar="NAME", help=N_("Only what this coder set."))
    ] = None,
    export: Export = None,
    accept_leaks: AcceptLeaks = False,
    json: Json = False,
) -> None:
    """Print new codes unit by unit, the curve, the runs and the result with its warnings."""
    with reading(project) as opened, places_listed(as_json=json):
        table = opened.analysis.saturation(
            base=base, run=run, threshold=threshold, codes=codes, order=order, group=group, coder=coder
        )
        left = written(opened, table.table, export, accept_leaks=accept_leaks)
    if not answered(table.as_json, left, as_json=json):
        _print(table)


def _print(table: SaturationTable) -> None:
    from qualcode.project.saturation import share_words

    found = table.figure
    say(table.verdict_words())
    if table.steps:
        ends = {one.last: one for one in found.runs}
        widest = max(found.curve[-1], 1)
        rows = []
        for number, (step, curve) in enumerate(zip(table.steps, found.curve, strict=True), 1):
            end = ends.get(number)
            rows.append(
                [
                    str(number),
                    step.unit,
                    step.when.isoformat() if step.when else "–",
                    str(len(step.found)),
                    str(curve),
                    _("base")
                    if number <= found.base and found.runs
                    else share_words(end.ratio)
                    if end
                    else "",
                    "█" * round(BAR * curve / widest),
                ]
            )
        headings = [_("No."), _("Unit"), _("Date"), _("New"), _("Codes"), _("Run"), _("Curve")]
        say()
        print_table(headings, rows)
        say()
        definitions = table.definitions()
        for heading, name in ((_("Unit"), "unit"), (_("New"), "new"), (_("Run"), "ratio")):
            say(f"  {heading}: {definitions[name]}")
    for line in table.warnings():
        say(f"  ! {line}")
