"""The codebook whole: every code with its definition, when it is used and when not, examples and where it came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qualcode.analysis.counted import how_many
from qualcode.i18n import _, ngettext
from qualcode.reports.appendix.binding import Front
from qualcode.reports.document import Block, Cell, Column, Paragraph, Row, Run, Runs, Table, cell, text
from qualcode.reports.parts import counted, head, not_printed
from qualcode.reports.remarks import Remark, beside


@dataclass(frozen=True, slots=True)
class Entry:
    """A code with everything that is written of it; empty where nobody wrote it."""

    code: str
    name: str
    level: int
    """0 is a branch."""
    definition: str
    use_when: str
    not_when: str
    example: str
    counterexample: str
    cues: tuple[str, ...]
    origin: str
    """`deductive`, `inductive` or `mixed`."""
    theory: str
    informants: int
    passages: int
    below: tuple[str, ...] = ()
    """The codes whose passages it counts: itself and all below it."""
    withheld: int = 0
    """Passages that are not printed for lack of consent."""
    remarks: tuple[Remark, ...] = ()
    """Comments on it, where the report is to show them."""
    mark: str = ""
    """As a remark on it has it, where the report may come back."""


@dataclass(frozen=True, slots=True)
class Codebook:
    """Codes in the order of their tree."""

    entries: tuple[Entry, ...]
    unit: str
    """What they are counted by: one of the units of `analysis.counted`."""

    @property
    def is_empty(self) -> bool:
        """True without a code."""
        return not self.entries


def codebook(body: Codebook, front: Front) -> Iterator[Block]:
    """Code, definition, when to use and when not, example; how often it is used beside its name."""
    if body.is_empty:
        yield Paragraph(text(_("The codebook is empty.")))
        return
    yield Table(
        _("Codebook"),
        (Column(1.7), Column(1.9), Column(2.2), Column(3.4)),
        (head(_("Code"), _("Definition"), _("Use when; not when"), _("Example")),),
        tuple(_row(entry, body.unit, front) for entry in body.entries),
        anchor="codebook-table",
        note=_note(body, front),
        landscape=True,
        dense=True,
    )


def _note(body: Codebook, front: Front) -> Runs:
    """How its numbers are read, and why more rows of the coding table can stand behind one than it says."""
    said = [
        _(
            "Under each name: where the code came from, and by how many it is borne, in how many passages; a branch "
            "counts each once, whatever the number of its codes."
        )
    ]
    behind = {entry.code: front.places.coded(entry.below) for entry in body.entries}
    if any(_repeated(entry, behind[entry.code], front) for entry in body.entries):
        said.append(
            _(
                "In the coding table a passage stands under each of its codes, so that more rows can be behind a branch "
                "than it counts."
            )
        )
    rows = {anchor for anchors in behind.values() for anchor in anchors}
    if works := len(rows) - front.places.of_field(rows):
        said.append(
            ngettext(
                "{n} row of the coding table is of literature, which corroborates and is in no number.",
                "{n} rows of the coding table are of literature, which corroborates and is in no number.",
                works,
            )
        )
    return text(" ".join(said))


def _repeated(entry: Entry, behind: tuple[str, ...], front: Front) -> int:
    """How many rows more than it counts stand behind a code, as passages stand under several codes."""
    return max(front.places.of_field(behind) + entry.withheld - entry.passages, 0)


def _row(entry: Entry, unit: str, front: Front) -> Row:
    passages = ngettext("{n} passage", "{n} passages", entry.passages)
    behind = front.places.coded(entry.below)
    return Row(
        (
            Cell(
                (
                    Run(entry.code, code=True),
                    Run(f"\n{entry.name}", bold=True),
                    Run("\n" + "; ".join(_used(entry, unit)) + "; ", italic=True),
                    counted(
                        passages,
                        behind,
                        withheld=entry.withheld,
                        repeated=_repeated(entry, behind, front),
                        uncounted=("literature",),
                        italic=True,
                    ),
                    *((Run(" "), not_printed(entry.withheld)) if entry.withheld else ()),
                )
            ),
            cell(entry.definition or "–"),
            Cell(tuple(_told((_("Use"), entry.use_when), (_("Not"), entry.not_when))) or cell("–").runs),
            Cell(
                tuple(
                    _told(
                        (_("Example"), entry.example),
                        (_("Counterexample"), entry.counterexample),
                        (_("Cues"), ", ".join(entry.cues)),
                    )
                )
                or cell("–").runs
            ),
        ),
        section=entry.level == 0,
        comments=beside(entry.remarks),
        mark=entry.mark,
        about=f"{entry.code} {entry.name}".rstrip(),
    )


def _used(entry: Entry, unit: str) -> Iterator[str]:
    origins = {"deductive": _("from theory"), "inductive": _("from the data"), "mixed": _("from both")}
    yield origins.get(entry.origin, entry.origin) + (f" ({entry.theory})" if entry.theory else "")
    yield how_many(unit, entry.informants)


def _told(*parts: tuple[str, str]) -> Iterator[Run]:
    """Names and values, a line each, without those that are empty."""
    first = True
    for name, value in parts:
        if value:
            yield Run(("" if first else "\n") + f"{name}: ", bold=True)
            yield Run(value)
            first = False
