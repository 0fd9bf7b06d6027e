"""`qualcode attribute`: attributes from tables, counted, crossed with codes, and divided: value for money."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qualcode.cli.exporting import Export, answered, written
from qualcode.cli.leaving import places_listed
from qualcode.cli.marking import N_
from qualcode.cli.opening import reading, writing
from qualcode.cli.options import AcceptLeaks, AddedFile, CoderName, Json, ProjectPath, pairs
from qualcode.cli.output import done, percent, say, show, words
from qualcode.cli.pages import command, noun
from qualcode.cli.wording import show_worded
from qualcode.errors import BadInput
from qualcode.i18n import _, ngettext
from qualcode.text.figures import limit

if TYPE_CHECKING:
    from qualcode.project.descriptions import Description

app = noun(N_("Attributes: read tables, count, cross with codes, value for money."))

WIDTH = 96
"""Characters of a printed line."""
MOST = 12
"""Different numbers that are counted one by one; of more only the averages are printed."""

GROUP = "group"
"""What an attribute is crossed with where nothing else is named."""

Name = Annotated[str, typer.Argument(metavar="NAME", help=N_("The attribute."))]


@command(app, "import", N_("Read attributes from a CSV or XLSX table, all or nothing."))
def import_(
    project: ProjectPath,
    file: AddedFile,
    sheet: Annotated[
        str | None, typer.Option("--sheet", metavar="NAME", help=N_("Which sheet of a workbook."))
    ] = None,
    types: Annotated[
        list[str] | None,
        typer.Option(
            "--type",
            metavar="COLUMN=KIND",
            help=N_("text, number, date or yes-no; may be repeated. By default as most cells are."),
        ),
    ] = None,
    random_sample: Annotated[
        bool,
        typer.Option(
            "--random-sample", help=N_("Chance chose these informants, so shares are given intervals.")
        ),
    ] = False,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Read in one table; what does not fit is told line by line."""
    from qualcode.exchange.problems import FileProblems

    try:
        with writing(project, coder) as opened:
            made = opened.attributes.import_table(
                file, sheet=sheet, types=pairs(types), random_sample=random_sample
            )
    except FileProblems as error:
        for problem in error.problems if not json else ():
            say(_("line {line}: {text}", line=problem.line, text=problem.text))
        raise
    said = ngettext(
        "read {n} attribute in {rows} rows: {added} new values, {changed} changed",
        "read {n} attributes in {rows} rows: {added} new values, {changed} changed",
        len(made.attributes),
        rows=made.rows,
        added=made.added,
        changed=made.changed,
    )
    kinds = ", ".join(f"{name} ({kind})" for name, kind in made.attributes.items())
    done(made, "\n".join((said, kinds, *made.remarks())), as_json=json)


@command(app, "list", N_("List the attributes: whose, of which kind, for how many recorded."))
def list_(
    project: ProjectPath, export: Export = None, accept_leaks: AcceptLeaks = False, json: Json = False
) -> None:
    """List every attribute."""
    from qualcode.project.descriptions import attribute_table

    with reading(project) as opened, places_listed(as_json=json):
        rows, why = opened.attributes.list(), opened.attributes.reason()
        left = written(
            opened, lambda: attribute_table(rows), export, accept_leaks=accept_leaks, attributes=True
        )
    if answered(lambda: {"reason": why, "rows": rows}, left, as_json=json):
        return
    columns = [
        (_("Name"), "name"),
        (_("Of"), "owner"),
        (_("Kind"), "kind"),
        ("n", "n"),
        (_("of how many"), "of"),
        (_("Values"), "values"),
    ]
    if why is not None:
        say(why)
        return
    show_worded(rows, columns, ("owner", "kind"), as_json=False)


@command(app, "describe", N_("Counts and shares of each value; of numbers the averages."))
def describe(
    project: ProjectPath,
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help=N_("The attribute; without it all of them."))
    ] = None,
    export: Export = None,
    accept_leaks: AcceptLeaks = False,
    json: Json = False,
) -> None:
    """Describe one attribute, or all."""
    from qualcode.project.descriptions import description_table

    with reading(project) as opened, places_listed(as_json=json):
        found, why = opened.attributes.describe(name), opened.attributes.reason()
        left = written(
            opened, lambda: description_table(found), export, accept_leaks=accept_leaks, attributes=True
        )
    if answered(lambda: {"reason": why, "rows": [one.as_json() for one in found]}, left, as_json=json):
        return
    if why is not None:
        say(why)
    for place, one in enumerate(found):
        if place:
            say()
        print_description(one)


def print_description(one: Description) -> None:
    """Print how an attribute is distributed."""
    from qualcode.project.descriptions import average_words

    known = one.as_json()
    head = {"name": known["attribute"], "n": known["n"], "of": known["of"]}
    say(_("{name}: recorded for {n} of {of}", **head))
    numbers = known["numbers"]
    if numbers is None or len(known["values"]) <= MOST:
        rows = []
        for value in known["values"]:
            edges = value["interval"]
            interval = "" if edges is None else _between(edges)
            rows.append({**value, "share": percent(value["share"], known["n"]), "interval": interval})
        columns = [
            (_("Value"), "value"),
            (_("How many"), "count"),
            (_("Proportion"), "share"),
            ("95%", "interval"),
        ]
        show(rows, columns if one.random else columns[:-1], as_json=False)
    if numbers is not None:
        for field, label in average_words().items():
            figure = numbers[field]
            why = known["undefined"].get(f"numbers.{field}", "")
            say(f"  {label:<22} {f'– ({why})' if figure is None else _plain(figure)}")
    for warning in known["warnings"]:
        say(f"  ! {warning}")


@command(app, "cross", N_("An attribute over codes, figures beside quotes; or over another attribute."))
def cross(
    project: ProjectPath,
    name: Name,
    code: Annotated[
        list[str] | None, typer.Option("--code", metavar="CODE", help=N_("A code; may be repeated."))
    ] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="NAME", help=N_("Another attribute, or group, as without --code.")),
    ] = None,
    quotes: Annotated[int, typer.Option("--quotes", metavar="N", help=N_("Quotes beside each figure."))] = 2,
    export: Export = None,
    accept_leaks: AcceptLeaks = False,
    json: Json = False,
) -> None:
    """Print a joint display, or a cross-table."""
    if code is not None and by is not None:
        raise BadInput(_("name codes with --code, or another attribute with --by, not both"))
    by = GROUP if code is None and by is None else by
    if quotes < 0:
        raise BadInput(_("{name} is a whole number from 0", name="--quotes"))
    with reading(project) as opened, places_listed(as_json=json):
        found: Any = (
            opened.attributes.cross(name, by)
            if by is not None
            else opened.attributes.joint(name, code or (), quotes=quotes)
        )
        sheet = found.table if by is None else found.sheet
        left = written(opened, sheet, export, accept_leaks=accept_leaks, attributes=True)
    known = found.as_json()
    if answered(lambda: known, left, as_json=json):
        return
    (_print_joint if by is None else _print_cross)(known)


def _print_cross(known: dict[str, Any]) -> None:
    rows: list[dict[str, Any]] = [
        {
            "value": row["value"],
            **{
                column: f"{cell['count']} ({percent(cell['of_row'], row['n'])})"
                for column, cell in row["cells"].items()
            },
            "n": row["n"],
        }
        for row in known["rows"]
    ]
    rows.append({"value": "n", **known["column_n"], "n": known["n"]})
    columns = [
        (f"{known['attribute']} × {known['by']}", "value"),
        *((c, c) for c in known["columns"]),
        ("n", "n"),
    ]
    show(rows, columns, as_json=False)
    say(f"\n  (%)  {known['definitions']['of_row']}")
    say(f"  {known['definitions']['missing']}: {known['missing']}")
    for warning in known["warnings"]:
        say(f"  ! {warning}")


def _print_joint(known: dict[str, Any]) -> None:
    for row in known["rows"]:
        say(f"{row['code']}  {row['name']}  × {known['attribute']}")
        for value, cell in row["cells"].items():
            edges = cell["interval"]
            interval = "" if edges is None else f" [{_between(edges)}]"
            signs = (("+", cell["plus"]), ("-", cell["minus"]), ("±", cell["mixed"]))
            valence = "".join(f" {sign}{n}" for sign, n in signs if n)
            say(
                f"  {value}: {cell['k']}/{cell['n']} ({percent(cell['share'], cell['n'])}){interval}{valence}"
            )
            for quote in cell["quotes"]:
                text = f"{' '.join(quote['text'].split())} {quote['reference']}"
                say(textwrap.fill(text, WIDTH, initial_indent="      ", subsequent_indent="      "))
        if row["numbers"] is not None:
            for label, part in ((_("speak of it"), "mentioned"), (_("do not"), "silent")):
                of = row["numbers"][part]
                say(
                    f"  {known['attribute']}, {label}: n {of['n']}, {_('Mean')} {_plain(of['mean'])}, "
                    f"{_('Median')} {_plain(of['median'])}"
                )
        say()
    say(f"  k/n  {known['definitions']['k']}")
    say(f"  n    {known['definitions']['n']}")
    for warning in known["warnings"]:
        say(f"  ! {warning}")


def _between(edges: Sequence[float]) -> str:
    low, high = (percent(limit(edge, 3)) for edge in edges)
    return f"{low} – {high}"


@command(app, "value", N_("Value for money: economy, efficiency, effectiveness, cost per unit reached."))
def value(
    project: ProjectPath,
    budget: Annotated[
        str | None, typer.Option("--budget", metavar="NAME", help=N_("The attribute of what was planned."))
    ] = None,
    spent: Annotated[
        str | None, typer.Option("--spent", metavar="NAME", help=N_("The attribute of what was spent."))
    ] = None,
    cost: Annotated[
        str | None, typer.Option("--cost", metavar="NAME", help=N_("The attribute of what a result cost."))
    ] = None,
    result: Annotated[
        str | None, typer.Option("--result", metavar="NAME", help=N_("The attribute of what was reached."))
    ] = None,
    target: Annotated[
        str | None,
        typer.Option("--target", metavar="NAME", help=N_("The attribute of what was to be reached.")),
    ] = None,
    per: Annotated[
        str | None,
        typer.Option("--per", metavar="NAME=VALUE", help=N_("Cost for each that has this value.")),
    ] = None,
    export: Export = None,
    accept_leaks: AcceptLeaks = False,
    json: Json = False,
) -> None:
    """Print the ratios whose attributes are named."""
    from qualcode.project.descriptions import ratio_words

    wanted = next(iter(pairs([per]).items())) if per is not None else None
    with reading(project) as opened, places_listed(as_json=json):
        found = opened.attributes.value(
            budget=budget, spent=spent, cost=cost, result=result, target=target, per=wanted
        )
        left = written(opened, found.table, export, accept_leaks=accept_leaks, attributes=True)
    known = found.as_json()
    if answered(lambda: known, left, as_json=json):
        return
    for name, ratio in known["ratios"].items():
        unit = "" if name == "cost_per" else "%"
        figure = (
            f"– ({known['undefined'][name]})" if ratio["value"] is None else f"{_plain(ratio['value'])}{unit}"
        )
        say(
            f"{ratio_words(name)}: {figure}   {_plain(ratio['above'])} / {_plain(ratio['below'])}   n {ratio['n']}"
        )
        say(f"  {' / '.join(ratio['of'])}: {known['definitions'][name]}")
        if ratio["left_out"]:
            say(f"  {known['definitions']['left_out']}: {ratio['left_out']}")
    for warning in known["warnings"]:
        say(f"  ! {warning}")


def _plain(figure: float | None) -> str:
    """A figure without decimals where it has none."""
    if figure is None:
        return "–"
    return str(int(figure)) if float(figure).is_integer() else words(float(figure))
