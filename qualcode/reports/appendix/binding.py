"""Appendices bound into one report: each under a heading of its own, or one alone with its title on top."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from qualcode.i18n import _, using
from qualcode.reports.appendix.carried import CarriedPlaces, elsewhere
from qualcode.reports.appendix.leading import led
from qualcode.reports.appendix.places import Locate, Places, nowhere
from qualcode.reports.document import (
    Block,
    Contents,
    Document,
    Facts,
    Figure,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Table,
    text,
)
from qualcode.reports.layout import Layout
from qualcode.reports.remarks import once

if TYPE_CHECKING:
    from qualcode.reports.appendix.reduction import Reduced


class Body(Protocol):
    """What an appendix says: plain values, pseudonymised; each class has its painter in `painters.PAINTERS`."""

    @property
    def is_empty(self) -> bool:
        """True where there is nothing to show; its painter then says so in a sentence."""


@dataclass(frozen=True, slots=True)
class Part:
    """An appendix."""

    name: str
    """Which kind it is, as `guide`; the anchors of its blocks begin with it."""
    title: str
    body: Body


@dataclass(frozen=True, slots=True)
class Front:
    """What every appendix may name of the study it belongs to."""

    title: str
    """Of the study."""
    researcher: str
    institution: str
    year: int | None
    notice: str
    language: str
    last_event: datetime
    journal_head: str
    version: str
    citing: str = ""
    """How references to sources are read; printed where the first of them stands."""
    places: Places = field(default_factory=Places, compare=False)
    """Where the quotes of all that is bound with it stand."""


@dataclass(frozen=True, slots=True)
class Binding:
    """A report of appendices; `bundled` has contents in front and a heading over each part."""

    front: Front
    title: str
    parts: tuple[Part, ...]
    bundled: bool = False
    left_out: tuple[str, ...] = ()
    """Names of the appendices of a bundle that had nothing to show."""
    not_bound: tuple[str, ...] = ()
    """Names of the appendices that a bundle has only where they are named."""
    locate: Locate = field(default=nowhere, compare=False)
    """Reads what a reference names."""
    quotes: tuple[Reduced, ...] = ()
    """Rows of the coding table, for parts that count passages and are to carry them."""


def bound(binding: Binding) -> Document:
    """The document of a report of appendices, in the language of its data."""
    front = binding.front
    with using(front.language):
        return Document(
            title=binding.title,
            subtitle=front.title,
            language=front.language,
            created=front.last_event,
            blocks=tuple(once(_blocks(binding))),
            author=front.researcher,
            software=f"qualcode {front.version}",
            properties=(("journal-head", front.journal_head), ("qualcode-version", front.version)),
            year=front.year,
        )


def apart(binding: Binding, layout: Layout) -> Iterator[tuple[Part, str, Document]]:
    """Each part of a bundle with its number and as a document of its own, in which all is numbered as in the bundle."""
    from qualcode.reports.appendix.reduction import Reduction

    tables, figures = layout.table_start, layout.figure_start
    quotes = next(
        (part.body.rows for part in binding.parts if isinstance(part.body, Reduction)), binding.quotes
    )
    for place, part in enumerate(binding.parts):
        document = bound(replace(binding, title=part.title, parts=(part,), bundled=False, quotes=quotes))
        own = replace(
            layout, appendix_start=layout.appendix_start + place, table_start=tables, figure_start=figures
        )
        number = layout.appendix(place + 1)
        document = replace(document, layout=own)
        yield part, number, replace(document, title=f"{document.words.appendix} {number}. {part.title}")
        tables += sum(isinstance(block, Table) and not block.after for block in document.blocks)
        figures += sum(isinstance(block, Figure) for block in document.blocks)


def _cover(front: Front) -> Facts:
    """Whose study it is, which stands above a table that begins at once."""
    told = (
        (_("Researcher"), front.researcher),
        (_("Institution"), front.institution),
        (_("Year"), str(front.year or "")),
    )
    return Facts(tuple((name, text(value)) for name, value in told if value))


def _blocks(binding: Binding) -> Iterator[Block]:
    from qualcode.reports.appendix.painters import painter

    if binding.front.notice:
        yield Note(text(binding.front.notice))
    if not binding.bundled:
        for part in binding.parts:
            yield from _alone(part, binding)
        return
    places = Places((part.body for part in binding.parts), binding.locate)
    front = replace(binding.front, places=places)
    if not binding.parts:
        yield Paragraph(text(_("There is nothing to show in an appendix yet.")))
        return
    bound_parts = [(part, tuple(painter(part.body)(part.body, front))) for part in binding.parts]
    yield Contents()
    for contents, listed in ((Contents("tables"), Table), (Contents("figures"), Figure)):
        if any(isinstance(block, listed) for _part, blocks in bound_parts for block in blocks):
            yield contents
    for part, blocks in bound_parts:
        yield PageBreak()
        yield Heading(part.title, kind="appendix", anchor=part.name)
        yield from led(part.name, blocks)


def _alone(part: Part, binding: Binding) -> Iterator[Block]:
    """An appendix that is a file of its own, and behind it the quotes that its numbers and references lead to."""
    from qualcode.reports.appendix.painters import painter

    paint, front = painter(part.body), binding.front
    carried = CarriedPlaces(binding.quotes)
    blocks = tuple(paint(part.body, replace(front, places=carried)))
    closing = tuple(carried.closing(front.citing))
    if carried.too_many:
        blocks, closing = tuple(paint(part.body, front)), (elsewhere(),)
    if blocks and isinstance(blocks[0], Table) and blocks[0].is_wide and (cover := _cover(front)).pairs:
        yield cover
    for block in (*led(part.name, blocks), *closing):
        # Without the heading of the appendix over them its own are the first: one below none is no accessible PDF.
        yield replace(block, level=block.level - 1) if isinstance(block, Heading) else block
