"""Distributions and cross-tables of attributes, as blocks."""

from __future__ import annotations

from collections.abc import Iterator

from qualcode.i18n import _, ngettext
from qualcode.reports.charts.small import bars
from qualcode.reports.document import Block, Column, Figure, Paragraph, Row, Table, cell, text
from qualcode.reports.painting import painted_line, percent, whole
from qualcode.reports.parts import head
from qualcode.reports.sections.data import AttributeBody, Averages, CrossBody, Distribution
from qualcode.reports.sections.place import At
from qualcode.reports.sections.shown import (
    amount,
    few,
    interval_words,
    measured,
    places_of,
    sampling,
    share_words,
    value_words,
)

MOST = 12
"""Different numbers that are counted one by one; of more only the averages are shown."""


def attribute(body: AttributeBody, at: At) -> Iterator[Block]:
    """Who was asked and how chosen, each value with its share, of numbers the averages."""
    for number, part in enumerate(body.parts, 1):
        yield Paragraph(text(_statement(part)))
        if part.numbers is None or len(part.rows) <= MOST:
            yield from _values(body, part, at, number)
        if part.numbers is not None:
            yield _averages(body, part.numbers, at(f"avg{number}"))


def _statement(part: Distribution) -> str:
    said = [_("Recorded for {n} of {of} ({owner}).", n=whole(part.n), of=whole(part.of), owner=part.owner)]
    if part.chosen:
        ways = "; ".join(f"{way or _('not recorded')} ({whole(n)})" for way, n in part.chosen)
        said.append(_("How they were chosen: {ways}.", ways=ways))
    said.append(sampling(part.random))
    return " ".join(said)


def _values(body: AttributeBody, part: Distribution, at: At, number: int) -> Iterator[Block]:
    columns = [Column(2.4), Column(0.9, "right"), Column(1.0, "right")]
    names = [painted_line(body.name), _("How many"), _("Proportion")]
    if part.random:
        columns.append(Column(1.6, "right"))
        names.append(_("Interval, 95%"))
    # Of numbers the values are written as numbers are.
    shown = [
        (row.name if part.numbers is None else value_words(row.name, body.measure), row.share)
        for row in part.rows
    ]
    rows = []
    for label, share in shown:
        cells = (cell(label, bold=True), cell(f"{whole(share.k)}/{whole(share.n)}"), cell(share_words(share)))
        rows.append(Row((*cells, cell(interval_words(share))) if part.random else cells))
    yield Table(
        _("{name}: distribution ({owner})", name=body.name, owner=part.owner),
        tuple(columns),
        (head(*names),),
        tuple(rows),
        anchor=at(f"values{number}"),
        note=text(_("Counts are of those for whom it is recorded (n = {n}).", n=whole(part.n))),
    )
    if part.chosen:  # of informants only
        yield from few({label: share.k for label, share in shown})
    yield Figure(
        bars(
            [(label, share.k, f"{whole(share.k)} ({share_words(share)})") for label, share in shown], part.n
        ),
        _("{name}: distribution ({owner})", name=body.name, owner=part.owner),
        "; ".join(f"{label} {share.k}/{share.n}" for label, share in shown),
        anchor=at(f"bars{number}"),
    )


def _averages(body: AttributeBody, found: Averages, anchor: str) -> Table:
    return Table(
        _("{name}: averages (n = {n})", name=body.name, n=whole(found.n)),
        (Column(2.0), Column(2.0, "right")),
        (head(_("Measure"), painted_line(body.name)),),
        tuple(
            Row((cell(label), cell(measured(figure, body.measure))))
            for label, figure in (
                (_("Sum"), found.total),
                (_("Mean"), found.mean),
                (_("Standard deviation"), found.deviation),
                (_("Least"), found.least),
                (_("Lower quartile"), found.lower_quartile),
                (_("Median"), found.median),
                (_("Upper quartile"), found.upper_quartile),
                (_("Most"), found.most),
            )
        ),
        anchor=anchor,
    )


def averages_words(found: Averages) -> str:
    """Averages in one line: n, mean and median."""
    if found.mean.value is None or found.median.value is None:
        return found.mean.why
    return _(
        "n = {n}, mean {mean}, median {median}",
        n=whole(found.n),
        mean=amount(found.mean.value),
        median=amount(found.median.value),
    )


def cross(body: CrossBody, at: At) -> Iterator[Block]:
    """Counts with their share of the row, and what they do not say."""
    if not body.n:
        yield Paragraph(
            text(_("For no informant are both {name} and {by} recorded.", name=body.name, by=body.over))
        )
        return
    sums = [sum(row.counts[place] for row in body.rows) for place in range(len(body.columns))]
    rows = [
        Row(
            (
                cell(row.name, bold=True),
                *(
                    cell(
                        whole(count)
                        if share is None
                        else f"{whole(count)} ({percent(share, places_of(sum(row.counts)))})"
                    )
                    for count, share in zip(row.counts, row.shares, strict=True)
                ),
                cell(whole(sum(row.counts))),
            )
        )
        for row in body.rows
    ]
    rows.append(Row((cell(_("Total"), bold=True), *(cell(whole(n)) for n in sums), cell(whole(body.n)))))
    said = [_("Counts of informants, with their share of the row; n = {n}.", n=whole(body.n))]
    if body.missing:
        said.append(
            ngettext(
                "For {n} informant they are not both recorded.",
                "For {n} informants they are not both recorded.",
                body.missing,
            )
        )
    said.append(_("They describe these informants; no test of significance is made."))
    yield Table(
        _("{name} by {by}", name=body.name, by=body.over),
        (Column(1.6), *(Column(1.2, "right") for _column in body.columns), Column(0.8, "right")),
        (head(f"{painted_line(body.name)} ↓ / {painted_line(body.over)} →", *body.columns, _("Total")),),
        tuple(rows),
        anchor=at("cross"),
        note=text(" ".join(said)),
    )
