"""Linked codings, as blocks: the picture, chains from cause to solution, strategies with what they answer, all links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from qualcode.analysis.counted import how_many
from qualcode.i18n import _, ngettext
from qualcode.reports.document import (
    Block,
    Cell,
    Column,
    Figure,
    Note,
    Paragraph,
    Row,
    Run,
    Table,
    cell,
    text,
)
from qualcode.reports.painting import whole
from qualcode.reports.parts import head, not_printed
from qualcode.reports.sections.behind import (
    code_cell,
    code_runs,
    listed,
    quoted_runs,
    reference_runs,
)
from qualcode.reports.sections.crossing_data import CodeName, LinksBody, StrategyRow
from qualcode.reports.sections.data import SectionQuote
from qualcode.reports.sections.place import At
from qualcode.reports.sections.shown import quote_runs

ROWS = 40
"""Rows of one table; of more there is another below, so that each can be cited and found."""


def links(body: LinksBody, at: At) -> Iterator[Block]:
    """Everything that was linked; a picture of the strongest of it."""
    if body.why:
        yield Paragraph(text(body.why))
        return
    yield Paragraph(
        text(
            _(
                "A person linked passages: a cause or a solution to a problem, or what came before to what came after. "
                "These are ties that people see in what was said, and no proof of cause and effect."
            )
        )
    )
    if body.svg:
        yield from _picture(body, at)
    if body.chains:
        yield from _chains(body, at)
    ways = _ways(body, at)
    if body.strategies:
        yield from _strategies(body, ways, at)
    yield from _links(body, ways, at)
    if body.left_out:
        said = ngettext(
            "{n} link is left out, as an end of it counts for nobody.",
            "{n} links are left out, as an end of each counts for nobody.",
            body.left_out,
        )
        yield Note(text(said))


def _picture(body: LinksBody, at: At) -> Iterator[Block]:
    note = _("In the picture stand under each name the groups in whose words it is.")
    if body.drawn < len(body.links):
        note += " " + _(
            "Shown are the strongest {n} of {all} links between codes, those in the words of most informants; all stand "
            "in the table of links.",
            n=body.drawn,
            all=len(body.links),
        )
    yield Paragraph(text(note))
    yield Figure(
        body.svg,
        _("What leads to what: problems, their causes and their solutions"),
        body.alt,
        anchor=at("flow"),
    )


def _parts(rows: Sequence[Row]) -> Iterator[tuple[int, tuple[Row, ...]]]:
    for first in range(0, len(rows), ROWS):
        yield first, tuple(rows[first : first + ROWS])


def _continued(caption: str, first: int) -> str:
    return caption if not first else f"{caption} ({_('continued from row {n}', n=first + 1)})"


def _chains(body: LinksBody, at: At) -> Iterator[Block]:
    rows, trails = [], []
    for number, chain in enumerate(body.chains, 1):
        told = tuple(_trails(chain.trails, chain.references))
        way = at(f"chain{number}") if told else ""
        rows.append(
            Row(
                (
                    cell(whole(number)),
                    _named(chain.cause),
                    _named(chain.problem),
                    _named(chain.solution),
                    cell(whole(chain.passages), link=way),
                    cell(_who(chain.informants, chain.documents, chain.groups, body.unit)),
                ),
                about=_way_of(chain.cause, chain.problem, chain.solution),
            )
        )
        if told:
            trails.append(Row((cell(whole(number)), Cell(told)), way))
    names = (
        _("No."),
        _("Cause"),
        _("Problem"),
        _("Solution"),
        _("Passages"),
        _("In whose words"),
    )
    for first, part in _parts(rows):
        yield Table(
            _continued(_("From cause to problem to solution"), first),
            (Column(0.4, "right"), *_THREE, Column(0.9, "right"), Column(2.4)),
            (head(*names),),
            part,
            anchor=at(f"chains{first + 1}"),
            note=text(
                _(
                    "Passages of the problem that were linked to this cause and this solution, the informants and "
                    "documents they stand in (a focus group is one), and the groups whose words the three are. A dash: "
                    "nobody linked one."
                )
            ),
            dense=True,
        )
    yield from _behind(trails, _("Quotes behind the chains"), _("Cause → problem → solution"), at("trails"))


def _behind(rows: Sequence[Row], caption: str, what: str, anchor: str) -> Iterator[Block]:
    for first, part in _parts(rows):
        yield Table(
            _continued(caption, first),
            (Column(0.4, "right"), Column(6.5)),
            (head(_("No."), what),),
            part,
            anchor=f"{anchor}{first + 1}",
            dense=True,
        )


def _named(code: CodeName | None) -> Cell:
    return cell("–") if code is None else code_cell(code)


def _way_of(*codes: CodeName | None) -> str:
    """The codes of a row that a number of it is about."""
    return " → ".join(code.code for code in codes if code is not None)


def _who(informants: int, documents: int, groups: Sequence[str], unit: str) -> str:
    """How many say it, and of which groups they are."""
    parts = [how_many(unit, informants)] if informants else []
    parts += [_("{n} doc", n=documents)] if documents else []
    return (", ".join(parts) or "–") + (f"\n{', '.join(groups)}" if groups else "")


def _trails(trails: Sequence[Sequence[SectionQuote]], references: Sequence[str]) -> Iterator[Run]:
    """Passages as they were linked, each on its line; nothing where no words may be printed."""
    printed = [trail for trail in trails if any(one.text for one in trail)]
    for number, trail in enumerate(printed):
        if number:
            yield Run("\n")
        for step, quote in enumerate(trail):
            if step:
                yield Run("\n→ ", bold=True)
            yield Run(quote.code, code=True)
            yield Run(" ")
            yield from _words(quote)
    if references:
        yield Run("\n" if printed else "")
        yield Run(_("others: "), italic=True)
        yield from reference_runs(references)


def _words(quote: SectionQuote) -> Iterator[Run]:
    if quote.text:
        yield from quote_runs(quote)
    else:
        yield not_printed(1)


def _ways(body: LinksBody, at: At) -> Mapping[tuple[str, str], str]:
    """The anchor of the first chain in which one code leads to another."""
    found: dict[tuple[str, str], str] = {}
    for number, chain in enumerate(body.chains, 1):
        if not tuple(_trails(chain.trails, chain.references)):
            continue
        for end in (chain.cause, chain.solution):
            if end is not None:
                found.setdefault((end.code, chain.problem.code), at(f"chain{number}"))
    return found


def _strategies(body: LinksBody, ways: Mapping[tuple[str, str], str], at: At) -> Iterator[Block]:
    rows = [_strategy(row, ways) for row in body.strategies]
    for first, part in _parts(rows):
        yield Table(
            _continued(_("Each strategy and the problems it answers"), first),
            (Column(1.5), Column(1.8), Column(1.2), Column(2.8)),
            (head(_("Strategy"), _("Problems"), _("Groups"), _("What is said")),),
            part,
            anchor=at(f"strategies{first + 1}"),
            note=text(_("The number in brackets counts the links that people made.")),
        )
    if body.unsolved:
        names = ", ".join(one.name for one in body.unsolved)
        yield Note(text(_("Nobody linked a solution to: {problems}.", problems=names)))


def _strategy(row: StrategyRow, ways: Mapping[tuple[str, str], str]) -> Row:
    runs: list[Run] = []
    for problem, count in row.problems:
        runs += [Run("\n")] if runs else []
        way = ways.get((row.solution.code, problem.code), "")
        runs += [*code_runs(problem), Run(" ("), Run(whole(count), link=way), Run(")")]
    said = tuple(quoted_runs(row.quoted)) or (Run("–"),)
    return Row((code_cell(row.solution, bold=True), Cell(tuple(runs)), listed(row.groups), Cell(said)))


def _links(body: LinksBody, ways: Mapping[tuple[str, str], str], at: At) -> Iterator[Block]:
    rows, trails = [], []
    for number, link in enumerate(body.links, 1):
        way = ways.get((link.first.code, link.second.code), "")
        if told := tuple(_trails(link.trails, link.references)):
            way = at(f"link{number}")
            trails.append(Row((cell(whole(number)), Cell(told)), way))
        rows.append(
            Row(
                (
                    cell(whole(number)),
                    code_cell(link.first),
                    cell(link.how),
                    code_cell(link.second),
                    cell(whole(link.links), link=way),
                    cell(_who(link.informants, link.documents, link.groups, body.unit)),
                ),
                about=_way_of(link.first, link.second),
            )
        )
    names = (_("No."), _("From"), _("How"), _("To"), _("Links"), _("In whose words"))
    for first, part in _parts(rows):
        yield Table(
            _continued(_("All links between codes"), first),
            (
                Column(0.4, "right"),
                _WIDE,
                Column(1.1),
                _WIDE,
                Column(0.6, "right"),
                Column(2.4),
            ),
            (head(*names),),
            part,
            anchor=at(f"links{first + 1}"),
            note=text(
                _(
                    "Informants (a focus group is one) and documents in whose words what is led to stands, and the groups "
                    "at both ends. A number leads to quotes of both ends."
                )
            ),
            dense=True,
        )
    yield from _behind(trails, _("Quotes of what comes before and after"), _("Before → after"), at("order"))


_WIDE = Column(1.8)
_THREE = (Column(1.9), Column(1.9), Column(1.9))
