"""What is counted from codings: counts. Nothing in the project is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.exporting import answered, written
from qualcode.cli.leaving import places_listed, tell
from qualcode.cli.marking import N_
from qualcode.cli.opening import reading
from qualcode.cli.options import AcceptLeaks, Json, ProjectPath
from qualcode.cli.output import decimal, percent, print_json, print_table, say, show, state
from qualcode.cli.pages import command, noun
from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.text.addresses import typed_path

if TYPE_CHECKING:
    from qualcode.analysis.counts import CodeCell
    from qualcode.project.crossings import MeetingTable
    from qualcode.project.densities import DensityTable
    from qualcode.project.figures import CountTable

app = noun(N_("What is computed."))

_ATTRIBUTE = "attr:"
JACCARD, PASSAGES = "jaccard", "c"
COEFFICIENTS = (JACCARD, PASSAGES)
"""How far two codes go together: over informants, or over passages, which is shown only on request."""

Coder = Annotated[str | None, typer.Option("--coder", metavar="NAME", help=N_("Only what this coder set."))]


@command(app, "counts", N_("Count codes by informants and quotes."))
def counts(
    project: ProjectPath,
    by: Annotated[
        str,
        typer.Option(
            "--by", metavar="WAY", help=N_("group, informant, method, wave, attr:NAME or cooccurrence.")
        ),
    ] = "group",
    count: Annotated[
        str,
        typer.Option(
            "--count",
            metavar="WHAT",
            help=N_(
                "informants or segments (of cooccurrence also jaccard or c): what an exported table holds."
            ),
        ),
    ] = "informants",
    export: Annotated[
        Path | None,
        typer.Option(
            "--export", metavar="FILE", parser=typed_path, help=N_("Write the table to a .csv file.")
        ),
    ] = None,
    coefficient: Annotated[
        str,
        typer.Option(
            "--coefficient",
            metavar="NAME",
            help=N_("With cooccurrence: jaccard, or c of passages beside it."),
        ),
    ] = JACCARD,
    below: Annotated[
        str | None,
        typer.Option(
            "--below", metavar="CODE", help=N_("Rank the codes right below this one, not the branches.")
        ),
    ] = None,
    density: Annotated[
        bool,
        typer.Option("--density", help=N_("How much of the words each code fills, instead of columns.")),
    ] = False,
    coder: Coder = None,
    accept_leaks: AcceptLeaks = False,
    json: Json = False,
) -> None:
    """Print codes over columns, and which branch stands out."""
    from qualcode.cli.attribute import print_description
    from qualcode.project.crossings import MeetingTable
    from qualcode.project.facet import not_one_of
    from qualcode.project.figures import Ranking

    if coefficient not in COEFFICIENTS:
        raise BadInput(not_one_of("--coefficient", coefficient, COEFFICIENTS))
    if density:
        with reading(project) as opened, places_listed(as_json=json):
            filled = opened.analysis.densities(coder=coder)
            left = written(opened, filled.table, export, accept_leaks=accept_leaks)
        if not answered(filled.as_json, left, as_json=json):
            _print_densities(filled)
        return

    with reading(project) as opened, places_listed(as_json=json):
        analysis = opened.analysis
        table = (
            analysis.cooccurrence(coder=coder) if by == "cooccurrence" else analysis.counts(by, coder=coder)
        )
        file = (
            None
            if export is None
            else analysis.export_counts(table, export, count, accept_leaks=accept_leaks)
        )
        remarks = () if file is None else opened.sharing.remarks(people=True)
        meet = isinstance(table, MeetingTable)
        owned = opened.attributes.describe(by.removeprefix(_ATTRIBUTE)) if by.startswith(_ATTRIBUTE) else ()
        ranking = Ranking() if meet else analysis.prominence(below=below, coder=coder)
        ranked = [row.as_json() for row in ranking]
    state.changed = file is not None
    if json:
        more = {} if meet else {"prominence": ranked, "prominence_reason": ranking.reason}
        about = {} if file is None else {"file": file, "remarks": remarks}
        held = {"attributes": [one.as_json() for one in owned]} if owned else {}
        print_json({**table.as_json(), **more, **held, **about})
    elif file is not None:
        say(_("wrote {path}", path=file))
        tell(remarks, as_json=json)
    elif isinstance(table, MeetingTable):
        _print_meetings(table, passages=coefficient == PASSAGES)
    else:
        reason = table.reason()
        if reason is not None:
            say(reason)
        if table.codes:
            _print_counts(table)
        if table.of_documents and table.codes:
            say(
                "  "
                + _("Nobody's talk is in this study, so documents are counted where else informants are.")
            )
        for one in owned:  # the columns count those who speak; the attribute itself may be known of more
            say()
            print_description(one)
        if ranked:
            _print_prominence(ranked, of_documents=table.of_documents)
        elif ranking.reason and ranking.reason != reason:
            say("\n" + ranking.reason)


def _print_prominence(ranked: list[dict[str, object]], *, of_documents: bool) -> None:
    columns = [
        (_("Rank"), "rank"),
        (_("Code"), "code"),
        (_("Name"), "name"),
        ("k+", "plus"),
        ("n", "n"),
        (_("Groups"), "reach"),
        ("k", "k"),
        (_("Their quotes"), "segments"),
    ]
    say("\n" + (_("Prominence among documents") if of_documents else _("Prominence")))
    show(ranked, columns, as_json=False)
    from qualcode.project.figures import reach_words

    say(f"\n  {_('Groups')}: {reach_words()}")


def _print_meetings(table: MeetingTable, *, passages: bool) -> None:
    """Pairs of codes; with `passages` also the coefficient of passages, with what is wrong with it."""
    from qualcode.analysis.counted import heading

    who = heading(table.unit)
    headings = [_("Code"), _("Code"), who, _("Segments"), "J", *(["c"] if passages else [])]
    rows = []
    for a, b, cell in table.pairs():
        c = decimal(cell.coefficient)
        jaccard = decimal(cell.jaccard)
        more = " " + _("+{n} doc", n=cell.documents) if cell.documents else ""
        numbers = [f"{cell.informants}{more}", str(cell.segments), jaccard]
        rows.append(
            [table.codes[a].code, table.codes[b].code, *numbers, *([c + "!" * cell.unequal] * passages)]
        )
    if not rows:
        say(_("no two codes share any words"))
        return
    print_table(headings, rows)
    definitions = table.definitions()
    say(f"\n  {definitions['informants']}")
    for sign, name in (("J", "jaccard"), *((("c", "c"), ("!", "unequal")) if passages else ())):
        say(f"  {sign:<3}  {definitions[name]}")


def _print_densities(table: DensityTable) -> None:
    rows = [
        [
            "  " * code.depth + code.code,
            code.name,
            str(one.segments),
            percent(one.share),
            decimal(one.per_thousand),
        ]
        for code, one in zip(table.codes, table.densities, strict=True)
    ]
    if (why := table.reason()) is not None:
        say(why)
    if not rows:
        return
    print_table([_("Code"), _("Name"), _("Quotes"), _("Share of text"), _("Density")], rows)
    definitions = table.definitions()
    say()
    for heading, name in (
        (_("Quotes"), "segments"),
        (_("Share of text"), "share"),
        (_("Density"), "density"),
    ):
        say(f"  {heading}: {definitions[name]}")
    from qualcode.reports.painting import whole

    say("  " + _("Words that count: {n}", n=whole(table.words)))


def _print_counts(table: CountTable) -> None:
    from qualcode.analysis.evidence import LITERATURE
    from qualcode.project.seatings import METHOD

    headings = [_("Code"), _("Name"), *table.columns, _("Total"), _("Quotes")]
    rows = [
        [
            "  " * code.depth + code.code,
            code.name,
            *(
                _counted(
                    cell, table.speaks(n), literature=(table.by, table.columns[n]) == (METHOD, LITERATURE)
                )
                for n, cell in enumerate(table.counts.cells[row])
            ),
            _counted(table.counts.totals[row]),
            str(table.counts.totals[row].quotes),
        ]
        for row, code in enumerate(table.codes)
    ]
    print_table(headings, rows)
    from qualcode.analysis.counted import session_remark
    from qualcode.project.quote_rows import counted_quotes

    definitions = table.definitions()
    say()
    for sign, name in (("k/n", "k"), ("n", "n"), ("+", "plus"), ("-", "minus"), ("±", "mixed")):
        say(f"  {sign:<3}  {definitions[name]}")
    reasons = _("heard only in a focus group, or no source") if table.apart else _("no source")
    say(f"  {'NA':<3}  {reasons}")
    say("  " + _("Quotes: {what}", what=counted_quotes()))
    if remark := session_remark(table.unit):
        say(f"  {remark}")
    for sessions in dict.fromkeys(sessions for _code, sessions in table.apart):
        who = ", ".join(code for code, theirs in table.apart if theirs == sessions)
        say("  " + _("{who}: NA, counted with {sessions}", who=who, sessions=sessions))


def _counted(cell: CodeCell, speaks: bool = True, *, literature: bool = False) -> str:
    """A cell as "3/4 +2 -1"; what stands beside n are documents and observations, or pieces of `literature`."""
    n = cell.documents
    beside = " " + (_("+{n} literature", n=n) if literature else _("+{n} doc", n=n)) if n else ""
    if not cell.k:
        none = f"0/{cell.n}" if cell.n else "0" if speaks and not beside else ""
        return (none + beside).strip() if speaks else "NA"
    signs = (("+", cell.plus), ("-", cell.minus), ("±", cell.mixed))
    return " ".join([f"{cell.k}/{cell.n}", *(f"{sign}{n}" for sign, n in signs if n)]) + beside
