"""Agreement and saturation as appendices: the same blocks as a section of the report that asked for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qualcode.i18n import _
from qualcode.reports.appendix.binding import Front
from qualcode.reports.document import Block, Paragraph, text
from qualcode.reports.quote_ways import Ways
from qualcode.reports.sections.data import AgreementBody, Gone, SaturationBody
from qualcode.reports.sections.painters import PAINTERS
from qualcode.reports.sections.place import At


@dataclass(frozen=True, slots=True)
class Statistics:
    """One statistic, as often as the project asks for it."""

    name: str
    """`agreement` or `saturation`."""
    bodies: tuple[object, ...]
    """Of agreement or saturation, or why there is none."""
    asked: bool = True
    """Whether a person asked for them; what nobody asked for has to come to a result to be worth showing."""

    @property
    def is_empty(self) -> bool:
        """True where there is a reason instead of every figure."""
        return not any(_shows(body) if self.asked else _results(body) for body in self.bodies)


def _shows(body: object) -> bool:
    return not isinstance(body, Gone)


def _results(body: object) -> bool:
    """Whether coders were compared, or a run of units with the base."""
    if isinstance(body, AgreementBody):
        return not body.why and any(any(row.used) for row in body.rows)
    return isinstance(body, SaturationBody) and any(run.ratio is not None for run in body.runs)


def statistics(body: Statistics, _front: Front) -> Iterator[Block]:
    """One after the other."""
    for number, one in enumerate(body.bodies, 1):
        if isinstance(one, Gone):
            yield Paragraph(text(_("Nothing can be computed: {why}.", why=one.why.rstrip("."))))
        else:
            yield from PAINTERS[type(one)](one, At(f"{body.name}-{number}", Ways(None)))
