"""The joint display of mixed methods, as blocks: for each code the figures, and beside each what people say."""

from __future__ import annotations

from collections.abc import Iterator

from qualcode.i18n import _
from qualcode.reports import words
from qualcode.reports.document import Block, Cell, Column, Paragraph, Row, Run, Table, cell, text
from qualcode.reports.painting import painted_line, whole
from qualcode.reports.parts import head
from qualcode.reports.sections.counting import averages_words
from qualcode.reports.sections.data import JointBody, JointCell, JointRow
from qualcode.reports.sections.place import At
from qualcode.reports.sections.shown import few, interval_words, quote_cells, sampling, share_words

_MOST = 12
"""Values of an attribute that have a row each; of more only the averages are shown."""


def joint(body: JointBody, at: At) -> Iterator[Block]:
    """A table with a block of rows for each code: value, k of n, share, quotes."""
    numbers = [row for row in body.rows if row.mentioned is not None and len(row.cells) > _MOST]
    if numbers:
        yield from _averages(body, at)
        return
    wide = (Column(1.3), Column(1.0, "right"), Column(1.2, "right"), Column(4.5))
    yield Table(
        _("Codes by {name}: figures and quotes", name=body.name),
        wide,
        (head(painted_line(body.name), _("k of n"), _("Proportion"), _("What they say")),),
        tuple(_rows(body)),
        anchor=at("joint"),
        note=text(
            _(
                "k: informants who speak of the code or one below it, of n who have the value and speak at all; + "
                "present or strengthens, − absent or weakens, ± both. "
            )
            + (f"n: {body.counted}. " if body.counted else "")
            + (
                sampling(True)
                if body.random
                else _(
                    "Proportions are of those who speak and describe nobody else, so no interval is given."
                )
            )
        ),
    )
    # Of every code the same people are counted.
    yield from few({one.name: one.share.n for row in body.rows[:1] for one in row.cells})
    if any(row.mentioned is not None for row in body.rows):
        yield from _averages(body, at)


def _rows(body: JointBody) -> Iterator[Row]:
    for row in body.rows:
        yield Row((Cell((Run(row.code, code=True), Run(f"  {row.name}", bold=True)), span=4),), section=True)
        if not row.cells:
            yield Row((cell(_("Nobody with a value speaks."), span=4),))
        for one in row.cells:
            shares = share_words(one.share)
            if one.share.low is not None:
                shares += f" [{interval_words(one.share)}]"
            first, *more = quote_cells(one.said, one.withheld)
            yield Row((cell(one.name, bold=True), _count(one), cell(shares), first))
            yield from (Row((cell(), cell(), cell(), quote)) for quote in more)


def _count(one: JointCell) -> Cell:
    runs = [Run(f"{whole(one.share.k)}/{whole(one.share.n)}")]
    if signed := words.signed(one.plus, one.minus, one.mixed):
        runs += [Run(" "), Run(f"({signed})", unbroken=True)]
    return Cell(tuple(runs))


def _averages(body: JointBody, at: At) -> Iterator[Block]:
    yield Paragraph(
        text(
            _(
                "{name} of the informants who speak of a code, beside those who speak, but not of it:",
                name=body.name,
            )
        )
    )
    yield Table(
        _("{name} by codes", name=body.name),
        (Column(1.0), Column(2.0), Column(2.5), Column(2.5)),
        (
            head(
                _("Code"),
                _("Name"),
                _("speak of it"),
                _("do not"),
            ),
        ),
        tuple(Row((Cell((Run(row.code, code=True),)), cell(row.name), *_means(row))) for row in body.rows),
        anchor=at("means"),
    )


def _means(row: JointRow) -> Iterator[Cell]:
    for found in (row.mentioned, row.silent):
        yield cell("–" if found is None else averages_words(found))
