"""`qualcode agreement`: how far coders agree about the turns they were all given, code by code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qualcode.cli.marking import N_
from qualcode.cli.opening import reading
from qualcode.cli.options import Json, ProjectPath
from qualcode.cli.output import print_json, say, show
from qualcode.cli.pages import command, noun
from qualcode.i18n import _, ngettext

if TYPE_CHECKING:
    from qualcode.analysis.agreement import Agreement
    from qualcode.project.agreement import AgreementTable, CodeAgreement
    from qualcode.project.differences import Disagreement

app = noun(N_("How far coders agree, code by code."))

WORST = 10
"""Disagreements and confusions printed without `--all`; JSON has all."""


@command(app, "agreement", N_("How far coders agree, code by code."))
def agreement(
    project: ProjectPath,
    coder: Annotated[
        list[str] | None,
        typer.Option("--coder", metavar="NAME", help=N_("A coder to compare; name two or more.")),
    ] = None,
    unit: Annotated[
        str, typer.Option("--unit", metavar="UNIT", help=N_("turn, sentence or character."))
    ] = "turn",
    coefficient: Annotated[
        list[str] | None,
        typer.Option(
            "--coefficient",
            metavar="NAME",
            help=N_(
                "percent, holsti, kappa, pi, bp, ac1, fleiss, alpha, positive or u-alpha; may be repeated."
            ),
        ),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help=N_("Print all differences and confused codes, not the worst ten."))
    ] = False,
    json: Json = False,
) -> None:
    """Print every code with its coefficients, then the worst disagreements."""
    with reading(project) as opened:
        compared = opened.coders.compared()
        names = coder or compared.names
        table = opened.agreement.compare(names, unit=unit, coefficients=coefficient)
        used = [row.code.code for row in table.rows if any(row.used)]
        beside = table.unit == "character" and used and "u-alpha" not in table.coefficients
        edges = opened.agreement.unitized_codes(names, used) if beside else ()
        unitized = dict(zip(used, edges, strict=False))
        if json:
            document = table.as_json()
            for row in document["codes"]:
                if row["code"] in unitized:
                    # Of one code alone there is no agreement on which code it is.
                    figures = unitized[row["code"]].as_json()
                    row["u_alpha"] = {name: value for name, value in figures.items() if name != "by_code"}
            if not coder:
                document["not_compared"] |= {**compared.left_out, **dict.fromkeys(compared.silent, 0)}
            print_json(document)
            return
        remark = "" if coder else compared.remark(_("--coder names whom to compare."))
        _print(table, unitized, remark, None if every else WORST)


def _print(table: AgreementTable, unitized: Mapping[str, Agreement], left_out: str, most: int | None) -> None:
    from qualcode.analysis.agreement.presence import SHARES
    from qualcode.project.agreement import missing_intervals

    if table.coders:
        say(_("Coders compared: {names}", names=", ".join(table.coders)))
    for remark in filter(None, [left_out, *table.remarks()]):
        say(remark)
    if table.reason:
        say(_("Nothing to compare: {reason}.", reason=table.reason_words()))
        if table.reason.name != "SILENT":
            say(_("`qualcode coder assign` gives a second coder turns to code."))
        return
    say(_compared(table))
    say()
    used = [row for row in table.rows if any(row.used)]
    headings = [
        (_("Code"), "code"),
        (_("Name"), "name"),
        *((name, f"used {bit}") for bit, name in enumerate(table.coders)),
        (_("prevalence"), "prevalence"),
        (_("applies / not"), "specific"),
        *((heading(name), name) for name in table.coefficients),
        *([("u-α", "u")] if unitized else []),
    ]
    lines = [_cells(row) | {"u": _unitized(unitized.get(row.code.code))} for row in used]
    show([*lines, _means(table) | {"u": ""}], headings, as_json=False)
    if unused := table.unused:
        say()
        say(
            ngettext(
                "Used by none of them here, so without a figure and in no mean, {n} code: {codes}",
                "Used by none of them here, so without a figure and in no mean, {n} codes: {codes}",
                len(unused),
                codes=", ".join(unused),
            )
        )
    say(
        _(
            "applies / not: how much of what one says of a code the other says too, where it applies and where not."
        )
    )
    if any(edges for row in used for name, edges in row.intervals.items() if name not in SHARES):
        say(_("In brackets: 95% interval, bootstrap over units drawn 1,000 times."))
    for line in missing_intervals(used):
        say(line)
    if unitized or "u-alpha" in table.coefficients:
        say(_("u-α: whether a code's passages begin and end at the same places."))
    say(_("Krippendorff: alpha from .800 is reliable, from .667 for tentative conclusions."))
    _print_differences(table, most)


def _compared(table: AgreementTable) -> str:
    """What was compared, in one line."""
    turns = ngettext("{n} turn", "{n} turns", table.turns)
    sources = ngettext("{n} source", "{n} sources", table.sources)
    if table.unit == "turn":
        return _("Compared: {turns} of {sources} that all were assigned", turns=turns, sources=sources)
    units = {
        "sentence": ngettext("{n} sentence", "{n} sentences", table.n),
        "character": ngettext("{n} character", "{n} characters", table.n),
    }[table.unit]
    return _(
        "Compared: {units} in {turns} of {sources} that all were assigned",
        units=units,
        turns=turns,
        sources=sources,
    )


def heading(name: str) -> str:
    """A coefficient as a column is headed."""
    return {
        "percent": _("agree"),
        "holsti": "Holsti",
        "kappa": "κ",
        "pi": "π",
        "bp": "BP",
        "ac1": "AC1",
        "fleiss": "κ Fleiss",
        "alpha": "α",
        "positive": _("positive"),
        "u-alpha": "u-α",
    }[name]


def _cells(row: CodeAgreement) -> dict[str, Any]:
    from qualcode.project.agreement import figure_words, share_words

    indent = "  " * row.code.depth
    cells = {"code": indent + row.code.code, "name": row.code.name}
    cells |= {f"used {bit}": str(count) for bit, count in enumerate(row.used)}
    cells["prevalence"] = share_words(row.prevalence)
    cells["specific"] = " / ".join(share_words(share) for share in row.specific)
    return cells | {name: figure_words(row, name) for name in row.values}


def _unitized(found: Agreement | None) -> str:
    from qualcode.analysis.agreement import reason_words
    from qualcode.project.agreement import two_decimals

    if found is None or found.value is None:
        return reason_words(found.reason) if found is not None and found.reason else "–"
    return two_decimals(found.value)


def _means(table: AgreementTable) -> dict[str, Any]:
    from qualcode.project.agreement import value_words

    cells = {"code": _("mean"), "name": _("over codes with a figure, without branches")}
    cells |= {f"used {bit}": "" for bit in range(len(table.coders))} | {"prevalence": "", "specific": ""}
    for name in table.coefficients:
        value, codes = table.mean(name)
        cells[name] = "–" if value is None else f"{value_words(name, value)} ({codes})"
    return cells


def _print_differences(table: AgreementTable, most: int | None) -> None:
    if table.confusions:
        say()
        by_turn = table.disagreements.by_character
        say(_("Most often confused, in turns:") if by_turn else _("Most often confused:"))
        for one in table.confusions[:most]:
            (first, second), (code, other) = one.coders, one.codes
            say(f"  {one.count} ×  {first}: {code}   {second}: {other}")
    if table.disagreements:
        say()
        say(_differences_head(table))
        for place in table.disagreements[:most]:
            coded = "   ".join(f"{name}: {', '.join(codes) or '–'}" for name, codes in place.codes.items())
            say(f"  {place.source_name}:{place.lines}  {_stretch(place, table)}{coded}")
        if most is not None and len(table.disagreements) > most:
            more = len(table.disagreements) - most
            say("  " + ngettext("{n} more: --all prints it", "{n} more: --all prints them", more))


def _differences_head(table: AgreementTable) -> str:
    found = table.disagreements
    if not found.by_character:
        return _("Disagreements, the worst first ({n} in all):", n=len(found))
    characters = ngettext("{n} character", "{n} characters", found.units)
    stretches = ngettext("{n} stretch", "{n} stretches", len(found))
    return _(
        "Where they differ, {characters} in {stretches}, the worst first:",
        characters=characters,
        stretches=stretches,
    )


def _stretch(place: Disagreement, table: AgreementTable) -> str:
    """By character, how many of them differ and which."""
    if not table.disagreements.by_character:
        return ""
    words = " ".join(place.text.split())
    shown = words if len(words) <= 40 else words[:39] + "…"
    return ngettext("{n} character", "{n} characters", place.end - place.start) + f" “{shown}”  "
