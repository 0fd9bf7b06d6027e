"""Sections that a person asked for, as blocks: one painter for each kind of data.

A painter takes its data and where it stands, and gives the blocks below the section's heading. What is empty or
undefined gives a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from qualcode.i18n import _
from qualcode.reports.charts.data import FigureBody
from qualcode.reports.document import Block, Heading, Note, Paragraph, text
from qualcode.reports.quote_ways import Ways
from qualcode.reports.sections.cases import case
from qualcode.reports.sections.comparing import agreement, saturation
from qualcode.reports.sections.comparisons import compare
from qualcode.reports.sections.counting import attribute, cross
from qualcode.reports.sections.crossing_data import CaseBody, CompareBody, LinksBody, TableBody
from qualcode.reports.sections.crossings import table
from qualcode.reports.sections.data import (
    AgreementBody,
    AttributeBody,
    CrossBody,
    Gone,
    JointBody,
    SaturationBody,
    Section,
    ValueBody,
)
from qualcode.reports.sections.figure import figure
from qualcode.reports.sections.joint import joint
from qualcode.reports.sections.links import links
from qualcode.reports.sections.money import value
from qualcode.reports.sections.place import At


def gone(body: Gone, _at: At) -> Iterator[Block]:
    """Why there is nothing to show."""
    yield Note(text(_("This section cannot be shown: {why}.", why=body.why.rstrip("."))), "warning")


PAINTERS: Mapping[type, Callable[[Any, At], Iterator[Block]]] = {
    Gone: gone,
    AttributeBody: attribute,
    CrossBody: cross,
    JointBody: joint,
    ValueBody: value,
    SaturationBody: saturation,
    AgreementBody: agreement,
    CaseBody: case,
    CompareBody: compare,
    TableBody: table,
    LinksBody: links,
    FigureBody: figure,
}
"""The class of a section's data to what makes blocks of it."""


def sections(given: Sequence[Section], ways: Ways) -> Iterator[Block]:
    """The sections in their order, each with its heading and its note."""
    for number, section in enumerate(given, 1):
        at = At(f"section{number}", ways)
        yield Heading(section.title, anchor=at.anchor)
        for part in section.note.split("\n\n"):
            if part.strip():
                yield Paragraph(text(part.strip()))
        yield from PAINTERS[type(section.body)](section.body, at)
