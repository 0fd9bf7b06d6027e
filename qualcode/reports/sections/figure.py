"""A figure that a person asked for, as blocks."""

from __future__ import annotations

from collections.abc import Iterator

from qualcode.i18n import _
from qualcode.reports.charts.data import FigureBody
from qualcode.reports.charts.telling import alt, caption, notes
from qualcode.reports.document import Block, Figure, Paragraph, text
from qualcode.reports.sections.place import At


def figure(body: FigureBody, at: At) -> Iterator[Block]:
    """The picture, under which the layout says whose work it is; or why there is none."""
    if body.chart is None:
        yield Paragraph(text(_("There is no figure to draw: {why}.", why=body.why.rstrip("."))))
        return
    from qualcode.reports.charts.drawing import picture  # matplotlib, for reports that hold a figure only

    said = " ".join(notes(body))
    yield Figure(picture(body.chart), caption(body.chart), alt(body.chart), at("figure"), text(said))
