"""How much of the words each code fills, and which codes stand out, as the page of matrices shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from qualcode.analysis.counted import several, share
from qualcode.analysis.query import Field, Term, both, written
from qualcode.i18n import _
from qualcode.reports.painting import whole
from qualcode.tui.analyses.asked import Asked, heading, percent, wanted_rows, why_empty
from qualcode.tui.analyses.tabled import Shown
from qualcode.tui.heat import HeatCell, HeatColumn, HeatRow
from qualcode.tui.painting import decimal, one_line

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.figures import CodeHead, ProminenceRow
    from qualcode.project.spreadsheets import Sheet


def densities(project: Project, asked: Asked) -> Shown:
    table = project.analysis.densities(coder=asked.coder)
    used = {row for row, one in enumerate(table.densities) if one.segments}
    wanted = wanted_rows(table.codes, asked.depth, used)
    most = [
        max([1e-9, *(getattr(table.densities[row], name) or 0 for row in wanted)])
        for name in ("segments", "share", "per_thousand")
    ]
    rows = []
    for row in wanted:
        one, code = table.densities[row], table.codes[row]
        values = (one.segments, one.share, one.per_thousand)
        texts = (
            str(one.segments),
            percent(one.share),
            "–" if one.per_thousand is None else decimal(one.per_thousand),
        )
        cells = [
            HeatCell(text, (value or 0) / high, quiet=not value)
            for text, value, high in zip(texts, values, most, strict=True)
        ]
        rows.append(HeatRow(row, code.code, code.name, code.depth, cells, HeatCell("")))
    heads = [_("Quotes"), _("Share of text"), _("Per 1,000 words")]
    means = table.definitions()

    def words(row: int, column: int) -> Text:
        name = ("segments", "share", "density")[min(column, 2)]
        return heading(table.codes[row], heads[min(column, 2)]).append(means[name])

    empty = why_empty(table.codes, wanted)
    if not empty and not table.words:
        empty = _("No words count yet: read in an interview first.")
    return Shown(
        title=_("Density"),
        name="density",
        sheet=lambda: table.table(wanted),
        columns=[HeatColumn(head, short) for head, short in zip(heads, ("n", _("% of text"), _("per 1,000")), strict=True)],
        rows=rows,
        legend=_("of the words that count; ranks nothing") + " · "
        + _("Words that count: {n}", n=whole(table.words)),
        empty=empty,
        words=words,
        query=lambda row, _column: table.query(row),
    )  # fmt: skip


def ranks(project: Project, asked: Asked) -> Shown:
    table = project.analysis.counts("group", coder=asked.coder)
    codes = table.codes
    leaves = [n for n, code in enumerate(codes) if n + 1 == len(codes) or codes[n + 1].depth <= code.depth]
    parents = [n for n in range(len(codes)) if n not in leaves]
    step = asked.peers % (2 + len(parents))
    below = codes[parents[step - 2]].code if step > 1 else None
    who = (_("branches"), _("lowest codes"))[step] if step < 2 else _("codes right below {code}", code=below)
    ranked = project.analysis.prominence(
        [codes[n].code for n in leaves] if step == 1 else None, below=below, coder=asked.coder
    )
    place = {code.code: row for row, code in enumerate(codes)}
    most = max([1, *(row.segments for row in ranked)])
    tied = {row.rank for row in ranked if sum(other.rank == row.rank for other in ranked) > 1}
    rows = []
    for row in ranked:
        cells = [
            HeatCell(f"{row.rank}=" if row.rank in tied else str(row.rank)),
            HeatCell(f"{row.plus}/{row.n}", row.plus / row.n if row.n else 0.0, quiet=not row.plus),
            HeatCell("{}/{}".format(*row.reach), row.reach[0] / row.reach[1] if row.reach[1] else 0.0),
            HeatCell(str(row.k), row.k / row.n if row.n else 0.0, quiet=not row.k),
            HeatCell(str(row.segments), row.segments / most, quiet=not row.segments),
        ]
        rows.append(HeatRow(place[row.code], row.code, row.name, 0, cells, HeatCell("")))
    heads = [_("Rank"), _("k+ of n"), _("Groups"), "k", _("Their quotes")]
    of = {place[row.code]: row for row in ranked}

    def query(row: int, column: int) -> str:
        code, counted = Term(Field.CODE, codes[row].code), Term(Field.COUNTED, "yes")
        whose = () if asked.coder is None else (Term(Field.CODER, asked.coder),)
        valence = (Term(Field.VALENCE, "strengthens"),) if column in (1, 2) else ()
        return written(both(code, *valence, counted, *whose))

    return Shown(
        title=_("Ranks: {peers}", peers=who),
        name="rank",
        sheet=lambda: _rank_sheet(ranked),
        columns=[
            HeatColumn(head, short) for head, short in zip(heads, (*heads[:-1], _("Quotes")), strict=True)
        ],
        rows=rows,
        legend=_("by documents that strengthen it (k+ of n), then by groups; = is a tie")
        if table.of_documents
        else _("by {who} that strengthen it (k+ of n), then by groups; = is a tie", who=several(table.unit)),
        empty=why_empty(codes, list(of)),
        more=who,
        words=lambda row, _column: _rank_words(of[row], ranked, codes[row], table.unit),
        query=query,
    )


def _rank_words(row: ProminenceRow, ranked: Sequence[ProminenceRow], code: CodeHead, unit: str) -> Text:
    text = heading(code, _("rank {n}", n=row.rank))
    same = [other.code for other in ranked if other.rank == row.rank and other.code != row.code]
    parts = [_("{share} strengthen it only", share=share(unit, row.plus, row.n))]
    parts.append(_("in {k} of {n} groups", k=row.reach[0], n=row.reach[1]))
    parts += [_("as {codes}", codes=one_line(", ".join(same), 40))] if same else []
    parts.append(
        _("{k} mention it at all, in {n} quotes of theirs: that ranks nothing", k=row.k, n=row.segments)
    )
    return text.append(" · ".join(parts))


def _rank_sheet(ranked: Sequence[ProminenceRow]) -> Sheet:
    heads = [
        _("Rank"),
        _("Code"),
        _("Name"),
        "k+",
        "n",
        _("Groups"),
        _("of how many"),
        "k",
        _("Their quotes"),
    ]
    return heads, [
        [str(r.rank), r.code, r.name, *map(str, (r.plus, r.n, *r.reach, r.k, r.segments))] for r in ranked
    ]
