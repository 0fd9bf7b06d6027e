"""Outcomes by periods, branches that meet, and linked codings, as the page of crossings shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from rich.cells import cell_len
from rich.text import Text

from qualcode.analysis import counted
from qualcode.errors import BadInput
from qualcode.i18n import _, ngettext
from qualcode.project.facet import Progress, unwatched
from qualcode.tui.analyses.asked import heading
from qualcode.tui.analyses.tabled import Shown
from qualcode.tui.heat import HeatCell, HeatColumn, HeatRow, share_cell
from qualcode.tui.painting import one_line
from qualcode.tui.said_keys import key_for

if TYPE_CHECKING:
    from qualcode.analysis.counts import CodeCell
    from qualcode.analysis.cross_case import Change
    from qualcode.project import Project
    from qualcode.project.case_tables import CrossCaseTable
    from qualcode.project.crossing_tables import FrameTable
    from qualcode.project.link_tables import LinkTable

CASE, BRANCHES, CHAINS, LINKS = "case", "branches", "chains", "links"
WAYS = (CASE, BRANCHES, CHAINS, LINKS)
TURN, SOURCE = "turn", "source"
SHORT = 10
"""Cells of an outcome and a period where there is no room for both in full."""


@dataclass(frozen=True)
class Crossed:
    """What a person wants to see crossed."""

    way: str = CASE
    outcome: str = ""
    """An attribute."""
    periods: tuple[str, ...] = ()
    """From the first to the last; without any, those in use."""
    codes: tuple[str, ...] = ()
    """Only these and what is below them; without any, all."""
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()
    layer: int = 0
    """0 is all together, then each layer by itself."""
    within: str = TURN
    coder: str | None = None


def way_word(way: str, short: bool = False) -> str:
    """What is crossed, in the person's language."""
    if short:
        return {
            CASE: _("Outcomes"), BRANCHES: _("Branches"), CHAINS: _("Chains"), LINKS: _("Links"),
        }[way]  # fmt: skip
    return {
        CASE: _("Outcome × period"),
        BRANCHES: _("Branch × branch"),
        CHAINS: _("Cause → problem → solution"),
        LINKS: _("Linked codes"),
    }[way]


def crossing(project: Project, asked: Crossed, progress: Progress = unwatched) -> Shown:
    """The table that is asked for, ready to be shown; what cannot be computed says why and what to do."""
    progress(0, 1, _("counting"))
    try:
        match asked.way:
            case "case":
                return _case(project, asked)
            case "branches":
                return _branches(project, asked)
        return _linked(project.crossings.links(coder=asked.coder), asked)
    except BadInput as error:  # a code or an attribute went away meanwhile, or was never there
        return _nothing(asked, f"{error.message}\n" + _("Press {key} to choose anew."))


def _nothing(asked: Crossed, why: str) -> Shown:
    return Shown(
        title=way_word(asked.way), name=asked.way, sheet=lambda: ([], []), empty=why, key="crossings.choose"
    )


# -- outcome by period -------------------------------------------------------------------------------------------


def _case(project: Project, asked: Crossed) -> Shown:
    if not project.analysis.attributes():
        return _nothing(
            asked,
            _("No attributes yet, so nothing says how a case came out.")
            + "\n"
            + _("The page of attributes, from the matrices, reads a table of them in."),
        )
    if not asked.outcome:
        return _nothing(asked, _("Which attribute tells how a case came out? Press {key} to choose it."))
    table = project.crossings.cross_case(
        asked.outcome, periods=asked.periods or None, codes=asked.codes or None, coder=asked.coder
    )
    if (why := table.reason()) is not None:
        how = _("A memo on a coding of a transcript says it too: its form asks for the period.")
        return _nothing(asked, why if table.periods else f"{why}\n{how}")
    wanted = table.in_use()
    span = len(table.periods) + 1
    columns = []
    for outcome in table.outcomes:
        for name in (*table.periods, _("change")):
            period = one_line(name, 6)
            short = f"{one_line(outcome, SHORT - cell_len(period))}·{period}"
            columns.append(HeatColumn(f"{outcome}: {name}", short))
    rows = []
    for row in wanted:
        cells = []
        for place in range(len(table.outcomes)):
            cells += [_counted(table.cell(row, place, period)) for period in range(span - 1)]
            cells.append(_changed(table.crossed.changes[row][place]))
        code = table.codes[row]
        rows.append(HeatRow(row, code.code, code.name, code.depth, cells, HeatCell("")))

    def query(row: int, column: int) -> str:
        outcome, period = divmod(min(column, len(columns) - 1), span)
        return table.query(row, outcome, None if period == span - 1 else period)

    return Shown(
        title=_("{outcome} by period", outcome=table.outcome),
        name=f"{table.outcome}-period",
        sheet=table.table,
        columns=columns,
        rows=rows,
        legend=" ".join(table.warnings()),
        more=table.outcome,
        words=lambda row, column: _case_words(table, row, min(column, len(columns) - 1), columns),
        query=query,
    )


def _counted(cell: CodeCell) -> HeatCell:
    beside = f"+{cell.documents}" if cell.documents else ""
    text = f"{cell.k}/{cell.n}{beside}" if cell.n else beside or "–"
    return share_cell(text, cell.k, cell.n, quiet=not cell.k and not cell.documents)


def _changed(change: Change) -> HeatCell:
    if not change.n:
        return HeatCell("?", quiet=True)
    signs = (("↑", change.gained), ("↓", change.lost), ("↻", change.turned), ("=", change.kept))
    text = " ".join(f"{sign}{n}" for sign, n in signs if n)
    return HeatCell(text or "–", quiet=not text)


def _case_words(table: CrossCaseTable, row: int, column: int, columns: Sequence[HeatColumn]) -> Text:
    from qualcode.project.case_tables import state_words

    text = heading(table.codes[row], columns[column].name)
    outcome, period = divmod(column, len(table.periods) + 1)
    if period < len(table.periods):
        cell = table.cell(row, outcome, period)
        parts = _counted_words(cell, table.unit)
        parts.append(ngettext("{n} quote", "{n} quotes", cell.segments + cell.document_segments))
        parts.append(f"n: {table.definitions()['n']}")
        return text.append(" · ".join(parts))
    change = table.crossed.changes[row][outcome]
    if not change.n:
        return text.append(_("nobody here speaks of both periods, so no change is known"))
    told = [
        f"{table.units[one.unit]}: {state_words(one.before)} → {state_words(one.after)}"
        for one in table.changed(row, outcome)
    ]
    signs = _(
        "↑ gained {gained}, ↓ lost {lost}, ↻ turned {turned}, = kept {kept}, of {n} who tell of both",
        **vars(change),
    )
    return text.append(" · ".join([signs, *told]))


# -- branches that meet ------------------------------------------------------------------------------------------


def _branches(project: Project, asked: Crossed) -> Shown:
    if not project.codebook.list(counts=False):
        return _nothing(
            asked,
            _(
                "The codebook is empty. Press {code} on a sentence of a transcript to make the first code.",
                code=key_for("transcript.code"),
            ),
        )
    if not asked.rows or not asked.columns:
        return _nothing(
            asked,
            _("Which branches of the codebook meet, as stages and problems, and for which actors?")
            + "\n"
            + _("Press {key} to choose them."),
        )
    table = project.crossings.table(
        asked.rows, asked.columns, asked.layers, within=asked.within, coder=asked.coder
    )
    place = asked.layer % (len(table.layers) + 1)
    layer = table.layers[place - 1] if place else None
    found = {(a, b): table.cell(a, b, layer) for a in table.rows for b in table.columns}
    size = {place: cell.documents if table.of_documents else cell.frames for place, cell in found.items()}
    most = max([1, *size.values()])
    rows = []
    for a in table.rows:
        cells = [
            HeatCell(table.shown(found[a, b], tight=True), size[a, b] / most, quiet=not found[a, b].frames)
            for b in table.columns
        ]
        rows.append(HeatRow(a, table.codes[a].code, table.codes[a].name, 0, cells, HeatCell("")))
    codes = [table.codes[b] for b in table.columns]
    over = "" if layer is None else f"{table.codes[layer].code} {table.codes[layer].name}"
    if table.layers and layer is None:
        over = _("all {n} layers", n=len(table.layers))

    def of(a: int, column: int) -> tuple[int, ...]:
        return a, table.columns[min(column, len(codes) - 1)], *(() if layer is None else (layer,))

    return Shown(
        title=_branch_title(asked, over),
        name="-".join(["table", *asked.rows[:1], *asked.columns[:1], *asked.layers[:1]]),
        sheet=table.table,
        columns=[HeatColumn(f"{code.code} {one_line(code.name, 20)}", code.code) for code in codes],
        rows=rows,
        legend=" ".join(filter(None, (table.reason(), " · ".join(table.legend())))),
        more=over,
        words=lambda a, column: _frame_words(table, of(a, column)),
        query=lambda a, column: table.query(*of(a, column)),
        silent=_("No passage bears all of these"),
    )


def _branch_title(asked: Crossed, over: str) -> str:
    names = " × ".join("+".join(part) for part in (asked.rows, asked.columns))
    where = _("in one source") if asked.within == SOURCE else _("in one turn")
    return " · ".join(filter(None, (names, where, over)))


def _counted_words(cell: CodeCell, unit: str) -> list[str]:
    """Who has the code, and what has it beside those who are counted."""
    parts = [counted.share(unit, cell.k, cell.n)]
    beside = ngettext("{n} document", "{n} documents", cell.documents)
    return [*parts, beside] if cell.documents else parts


def _frame_words(table: FrameTable, codes: tuple[int, ...]) -> Text:
    names = " × ".join(f"{table.codes[n].code} {one_line(table.codes[n].name, 26)}" for n in codes)
    text = Text.assemble((names, "bold"), "\n")
    row, column, *layer = codes
    cell = table.cell(row, column, *layer)
    frames = (
        ngettext("{n} source", "{n} sources", cell.frames)
        if table.whole_source
        else ngettext("{n} turn", "{n} turns", cell.frames)
    )
    if table.of_documents:
        parts = [ngettext("{n} document", "{n} documents", cell.documents)]
        if not table.whole_source:
            parts.append(ngettext("{n} paragraph", "{n} paragraphs", cell.frames))
    else:
        parts = [frames, counted.how_many(table.unit, cell.informants)]
        parts += [ngettext("{n} document", "{n} documents", cell.documents)] if cell.documents else []
    if table.whole_source and cell.frames:
        parts.append(", ".join(source.label for source in table.sources_of(*codes)))
    return text.append(" · ".join(parts))


# -- linked codings ----------------------------------------------------------------------------------------------


def _linked(table: LinkTable, asked: Crossed) -> Shown:
    from qualcode.project.link_tables import kind_words

    chains = asked.way == CHAINS
    if not table.links or (chains and not table.chains):
        return _nothing(
            asked,
            _("No codings are linked yet. That one causes, solves or comes before another is said with")
            + "\nqualcode code link",
        )
    left_out = (
        _("left out, since an end is nobody's words, literature's or a second coder's: {n}", n=table.left_out)
        if table.left_out
        else ""
    )
    means = table.definitions()
    people = counted.heading(table.unit)
    who = f"{people}: {means['documents' if table.of_documents else 'informants']}"
    if chains:
        most = max(map(table.heard, table.chains)) or 1
        rows = [
            HeatRow(
                number, one.cause or "–", table.names.get(one.cause or "", ""), 0,
                [
                    HeatCell(one.problem), HeatCell(one.solution or "–", quiet=not one.solution),
                    HeatCell(table.shown(one, tight=True), table.heard(one) / most), HeatCell(str(one.passages)),
                ],
                HeatCell(""),
            )
            for number, one in enumerate(table.chains)
        ]  # fmt: skip
        heads = [_("Problem"), _("Solution"), people, _("Passages")]
        legend = f"{who} · {_('Passages')}: {means['passages']}"
    else:
        most = max(map(table.heard, table.links)) or 1
        rows = [
            HeatRow(
                number, one.first, table.names.get(one.first, ""), 0,
                [
                    HeatCell(kind_words(one.kind)), HeatCell(one.second),
                    HeatCell(table.shown(one, tight=True), table.heard(one) / most), HeatCell(str(one.links)),
                ],
                HeatCell(""),
            )
            for number, one in enumerate(table.links)
        ]  # fmt: skip
        heads = [_("How"), _("Code"), people, _("Links")]
        legend = f"{who} · {_('Links')}: {means['links']}"
    return Shown(
        title=way_word(asked.way),
        name=asked.way,
        sheet=lambda: table.table(chains=chains),
        columns=[HeatColumn(head, head) for head in heads],
        rows=rows,
        head=_("Cause") if chains else _("Code"),
        legend=" · ".join(filter(None, (left_out, legend))),
        words=lambda row, _column: _link_words(table, row, chains),
        passages=lambda row: passages_of(table, row, chains),
    )


def _link_words(table: LinkTable, row: int, chains: bool) -> Text:
    from qualcode.project.link_tables import kind_words

    def named(code: str | None) -> str:
        return f"{code} {one_line(table.names.get(code, ''), 26)}" if code else "–"

    if chains:
        one = table.chains[row]
        names = " → ".join(named(code) for code in (one.cause, one.problem, one.solution))
        heard, count = (one.informants, one.documents), ngettext("{n} passage", "{n} passages", one.passages)
    else:
        link = table.links[row]
        names = f"{named(link.first)} {kind_words(link.kind)} {named(link.second)}"
        heard, count = (link.informants, link.documents), ngettext("{n} link", "{n} links", link.links)
    people = [] if table.of_documents else [counted.how_many(table.unit, heard[0])]
    papers = [ngettext("{n} document", "{n} documents", heard[1])] if heard[1] or not people else []
    parts = [*people, *papers]
    return Text.assemble(
        (names, "bold"),
        "\n",
        " · ".join([*parts, count]),
        " · ",
        _("{key} shows the passages", key=key_for("matrix.open")),
    )


def passages_of(table: LinkTable, row: int, chains: bool) -> list[tuple[str, UUID]]:
    """The codings behind a row, each with what it is there, each once."""
    from qualcode.model import LinkKind

    if not chains:
        link = table.links[row]
        pairs = [pair for pair in link.codings]
        return list(
            dict.fromkeys(
                (code, uid)
                for pair in pairs
                for code, uid in zip((link.first, link.second), pair, strict=True)
            )
        )
    chain = table.chains[row]
    found = [(_("Problem"), uid) for uid in chain.codings]
    found += [(_("Cause"), uid) for uid in table.leading(chain, chain.cause, LinkKind.CAUSE_OF)]
    found += [(_("Solution"), uid) for uid in table.leading(chain, chain.solution, LinkKind.SOLUTION_TO)]
    return list(dict.fromkeys(found))
