"""Appendices bound into one report: each under a heading of its own, or one alone with its title on top."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from qualcode.i18n import _, using
from qualcode.reports.document import (
    Block,
    Contents,
    Document,
    Figure,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Table,
    text,
)


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


@dataclass(frozen=True, slots=True)
class Binding:
    """A report of appendices; `bundled` has contents in front and a heading over each part."""

    front: Front
    title: str
    parts: tuple[Part, ...]
    bundled: bool = False
    left_out: tuple[str, ...] = ()
    """Titles of the appendices of a bundle that had nothing to show."""


def bound(binding: Binding) -> Document:
    """The document of a report of appendices, in the language of its data."""
    front = binding.front
    with using(front.language):
        return Document(
            title=binding.title,
            subtitle=front.title,
            language=front.language,
            created=front.last_event,
            blocks=tuple(_blocks(binding)),
            footer=_("Journal head: {head}", head=front.journal_head),
            author=front.researcher,
            software=f"qualcode {front.version}",
            properties=(("journal-head", front.journal_head), ("qualcode-version", front.version)),
        )


def _blocks(binding: Binding) -> Iterator[Block]:
    from qualcode.reports.appendix.painters import painter

    front = binding.front
    if front.notice:
        yield Note(text(front.notice))
    if not binding.bundled:
        for part in binding.parts:
            yield from painter(part.body)(part.body, front)
        return
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
        yield from blocks
