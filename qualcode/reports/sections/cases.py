"""Outcomes over periods, as blocks: what is most said in each, all codes, what changed, and for whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qualcode.analysis.counted import heading, how_many, several
from qualcode.i18n import _, ngettext
from qualcode.reports.document import Block, Cell, Column, Note, Paragraph, Row, Run, Table, cell, text
from qualcode.reports.painting import painted_line, whole
from qualcode.reports.parts import head
from qualcode.reports.sections.behind import Behind, code_cell, code_runs, count_runs, quoted_runs
from qualcode.reports.sections.crossing_data import (
    CaseBody,
    CaseRow,
    CodeName,
    Quoted,
)
from qualcode.reports.sections.place import At

MOST_SAID = 4
"""So many codes stand in each cell of the first table."""
COLUMNS = 6
"""Cells of outcome and period in one table; more are set below in another."""


def case(body: CaseBody, at: At) -> Iterator[Block]:
    """The cross-case table and the changes; of how many groups it is stands before everything."""
    yield Note(text(" ".join(body.warnings)))
    if body.why:
        yield Paragraph(text(body.why))
        return
    behind = Behind(at)
    ways = _ways(body, behind)
    yield _most_said(body, ways, at)
    yield from _codes(body, ways, at)
    yield from _changes(body, ways, at)
    yield from behind.table(_("Quotes behind the cells of outcome and period"), _("Code"))


def _ways(body: CaseBody, behind: Behind) -> list[list[str]]:
    """Where each cell leads, by row and place: to the first quotes there of its code or of one below it."""
    own: list[list[str]] = [[] for _row in body.rows]
    for place in range(len(body.speaking)):
        outcome, period = divmod(place, len(body.periods))
        behind.head(f"{painted_line(body.outcomes[outcome])}, {painted_line(body.periods[period])}")
        for number, row in enumerate(body.rows):
            own[number].append(behind.way(code_runs(CodeName(row.code, row.name)), row.cells[place].quoted))
    return [
        [
            next((own[below][place] for below in _below(body.rows, number) if own[below][place]), "")
            for place in range(len(body.speaking))
        ]
        for number in range(len(body.rows))
    ]


def _below(rows: Sequence[CaseRow], number: int) -> Iterator[int]:
    """A row and those of the codes below its own."""
    yield number
    for later in range(number + 1, len(rows)):
        if rows[later].level <= rows[number].level:
            break
        yield later


def _most_said(body: CaseBody, ways: list[list[str]], at: At) -> Table:
    """A row for each outcome, a column for each period: who speaks, and the codes of most of them."""
    rows = []
    width = len(body.periods)
    for number, outcome in enumerate(body.outcomes):
        cells = [cell(painted_line(outcome), bold=True)]
        for period in range(width):
            place = number * width + period
            cells.append(_summary(body, ways, place))
        rows.append(Row(tuple(cells)))
    return Table(
        _("{outcome} by period: what most informants speak of", outcome=painted_line(body.outcome)),
        (Column(1.0), *(Column(2.4) for _name in body.periods)),
        (head(painted_line(body.outcome), *(painted_line(name) for name in body.periods)),),
        tuple(rows),
        anchor=at("cases"),
        note=text(
            _(
                "k/n: {who} that speak of a code, of those with the outcome who speak of the period at all; + "
                "present or strengthens, − absent or weakens, ± both. The number of {who} decides the order, never that "
                "of quotes.",
                who=several(body.unit),
            )
        ),
        landscape=width > COLUMNS // 2,
    )


def _summary(body: CaseBody, ways: list[list[str]], place: int) -> Cell:
    speaking = body.speaking[place]
    who = how_many(body.unit, len(speaking))
    runs = [Run(f"{who}: {', '.join(speaking)}" if speaking else _("nobody speaks of it"), italic=True)]
    leaves = [(row, ways[n][place]) for n, row in enumerate(body.rows) if row.leaf and row.cells[place].k]
    leaves.sort(key=lambda one: -one[0].cells[place].k)
    for row, way in leaves[:MOST_SAID]:
        runs += [
            Run("\n"),
            *code_runs(CodeName(row.code, row.name)),
            Run(" "),
            *count_runs(row.cells[place], way),
        ]
    if len(leaves) > MOST_SAID:
        more = len(leaves) - MOST_SAID
        runs.append(Run("\n" + ngettext("and {n} code more", "and {n} codes more", more)))
    return Cell(tuple(runs))


def _codes(body: CaseBody, ways: list[list[str]], at: At) -> Iterator[Block]:
    """All codes over all cells, a few outcomes at a time."""
    width = len(body.periods)
    at_once = max(1, COLUMNS // width)
    for first in range(0, len(body.outcomes), at_once):
        outcomes = range(first, min(first + at_once, len(body.outcomes)))
        places = [o * width + p for o in outcomes for p in range(width)]
        yield Table(
            _("{who} by code, outcome and period", who=heading(body.unit)),
            (Column(2.2), *(Column(1.0, "centre") for _place in places)),
            (
                (cell(), *(cell(painted_line(body.outcomes[o]), bold=True, span=width) for o in outcomes)),
                head(_("Code"), *(painted_line(body.periods[place % width]) for place in places)),
            ),
            tuple(
                Row(
                    (
                        code_cell(CodeName(row.code, row.name), bold=row.level == 0),
                        *(Cell(tuple(count_runs(row.cells[p], ways[n][p]))) for p in places),
                    )
                )
                for n, row in enumerate(body.rows)
            ),
            anchor=at(f"codes{first + 1}"),
            note=text(_("A branch counts each informant once, whatever the number of its codes.")),
            landscape=len(places) > 4,
            dense=True,
        )


def _changes(body: CaseBody, ways: list[list[str]], at: At) -> Iterator[Block]:
    first, last = painted_line(body.periods[0]), painted_line(body.periods[-1])
    counted = [
        (number, row, place, one)
        for number, row in enumerate(body.rows)
        for place, one in enumerate(row.changes)
        if one.gained or one.lost or one.turned or one.kept
    ]
    if not counted:
        return
    told: dict[tuple[str, str], str] = {}
    for number, change in enumerate(body.changes, 1):
        told.setdefault((change.code, change.outcome), at(f"change{number}"))

    def way(number: int, outcome: str) -> str:
        codes = (body.rows[below].code for below in _below(body.rows, number))
        return next((told[code, outcome] for code in codes if (code, outcome) in told), "")

    yield Table(
        _("Change from {first} to {last} within the same informants", first=first, last=last),
        (Column(2.4), Column(1.2), *(Column(0.8, "right") for _n in range(5))),
        (
            head(
                _("Code"),
                painted_line(body.outcome),
                _("speak of both"),
                _("gained"),
                _("lost"),
                _("turned"),
                _("kept"),
            ),
        ),
        tuple(
            Row(
                (
                    code_cell(CodeName(row.code, row.name), bold=row.level == 0),
                    cell(painted_line(body.outcomes[place])),
                    cell(whole(one.n)),
                    *(
                        cell(whole(n), link=way(number, body.outcomes[place]) if n else "")
                        for n in (one.gained, one.lost, one.turned)
                    ),
                    cell(whole(one.kept), link=ways[number][place * len(body.periods)] if one.kept else ""),
                )
            )
            for number, row, place, one in counted
        ),
        anchor=at("change"),
        dense=True,
        note=text(
            _(
                "Only informants who speak of both periods can change: silence about a period is no absence in it. "
                "Gained: not spoken of first and spoken of later; lost: the reverse; turned: with another valence; kept: "
                "with the same."
            )
        ),
    )
    if body.changes:
        yield _people(body, at, first, last)


def _people(body: CaseBody, at: At, first: str, last: str) -> Table:
    rows: list[Row] = []
    before = ""
    for number, change in enumerate(body.changes, 1):
        whose = f"{change.unit} · {change.group} · {change.outcome}"
        if whose != before:
            rows.append(Row((cell(painted_line(whose), bold=True, span=3),), section=True))
            before = whose
        rows.append(
            Row(
                (
                    code_cell(CodeName(change.code, change.name)),
                    _told(change.before, change.earlier),
                    _told(change.after, change.later),
                ),
                anchor=at(f"change{number}"),
            )
        )
    return Table(
        _("Changes of each informant, with what was said"),
        (Column(1.3), Column(2.6), Column(2.6)),
        (head(_("Code"), _("About {period}", period=first), _("About {period}", period=last)),),
        tuple(rows),
        anchor=at("changes"),
        note=text(
            _("Each change stands between quotes of one and the same informant; no cause is claimed for it.")
        ),
        dense=True,
    )


def _told(state: str, quoted: Quoted) -> Cell:
    runs = [Run(state, bold=True)]
    if quoted.said or quoted.references or quoted.withheld:
        runs += [Run("\n"), *quoted_runs(quoted)]
    return Cell(tuple(runs))
