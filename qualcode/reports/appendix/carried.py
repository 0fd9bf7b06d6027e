"""The quotes that an appendix carries where it is a file of its own: those behind its numbers and references, each once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qualcode.i18n import _
from qualcode.reports.appendix.leading import filled
from qualcode.reports.appendix.places import Places
from qualcode.reports.document import Block, Cell, Column, Heading, Paragraph, Row, Run, Table, cell, text
from qualcode.reports.painting import whole
from qualcode.reports.parts import head, quoted, reference, translated

if TYPE_CHECKING:
    from qualcode.reports.appendix.reduction import Reduced
    from qualcode.reports.data import EvidenceQuote

MOST = 5000
"""So many quotes stand in such a file at most: more of them are the coding table, which is an appendix itself."""


@dataclass(slots=True)
class Carried:
    """A quote that some number or reference leads to."""

    anchor: str
    reference: str
    text: str
    paraphrase: bool
    translation: str = ""
    codes: dict[str, None] = field(default_factory=dict)
    """Those that a number counts it under."""


class CarriedPlaces(Places):
    """Places in a closing section, which holds what was asked for, in the order in which it was."""

    def __init__(self, rows: Iterable[Reduced]) -> None:
        """`rows` are those of the coding table, for numbers that bring no quotes along."""
        super().__init__()
        self._under: dict[str, list[Reduced]] = {}
        self._at: dict[str, list[Reduced]] = {}
        for row in rows:
            self._under.setdefault(row.code, []).append(row)
            self._at.setdefault(row.id, []).append(row)
        self._carried: dict[tuple[str, str], Carried] = {}

    def cited(self, reference: str, text: str = "", paraphrase: bool = False) -> str:
        """The anchor of a quote with this reference and these words; empty without words."""
        return self._add(reference, text, paraphrase).anchor if text.strip() else ""

    def quotes(self, quotes: Iterable[EvidenceQuote]) -> tuple[str, ...]:
        """The anchors of these quotes, those without words left out."""
        found = [
            self._add(one.reference, one.text, one.paraphrase, one.codes, one.translation)
            for one in quotes
            if one.text
        ]
        return tuple(dict.fromkeys(one.anchor for one in found))

    def spans(self, spans: Iterable[str]) -> tuple[str, ...]:
        """The anchors of coded passages by their places, each with all its codes."""
        return tuple(
            self._row(first, [row.code for row in rows]).anchor
            for rows in (self._at[one] for one in spans if one in self._at)
            for first in rows[:1]
        )

    def coded(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The anchors of passages of field data under these codes; first those that stand under one of them."""
        wanted = dict.fromkeys(codes)
        found: dict[str, bool] = {}
        for row in (row for code in wanted for row in self._under.get(code, ()) if not row.literature):
            one = self._row(row, [row.code])
            found.setdefault(one.anchor, next(iter(one.codes)) not in wanted)
        return tuple(sorted(found, key=found.__getitem__))

    @property
    def too_many(self) -> bool:
        """Whether they are more than a file should hold besides its own tables."""
        return len(self._carried) > MOST

    def closing(self, citing: str) -> Iterator[Block]:
        """The section with the quotes; nothing where nothing leads to any. `citing` tells how references are read."""
        if not self._carried:
            return
        coded = any(one.codes for one in self._carried.values())
        title = _("Quotes behind the numbers")
        said = _(
            "What the numbers and references above lead to stands in {tables}, in their order, each quote once."
        )
        yield Heading(title, level=2, kind="plain", anchor="quotes")
        yield Paragraph(filled(said, tables=(Run("–", link="quotes-table", label=True),)))
        yield Table(
            title,
            (Column(0.5, "right"), Column(5.2), *((Column(1.4),) if coded else ())),
            (head(_("No."), _("Quote and reference"), *((_("Code"),) if coded else ())),),
            tuple(_row(number, one, coded, citing) for number, one in enumerate(self._carried.values(), 1)),
            anchor="quotes-table",
            dense=True,
            after=True,
        )

    def _row(self, row: Reduced, codes: Sequence[str]) -> Carried:
        return self._add(row.reference, row.quote, row.paraphrase, codes, row.translation)

    def _add(
        self,
        reference: str,
        words: str,
        paraphrase: bool,
        codes: Iterable[str] = (),
        translation: str = "",
    ) -> Carried:
        said = " ".join(words.split())
        one = self._carried.get((reference, said))
        if one is None:
            anchor = f"quote-{len(self._carried) + 1}"
            one = self._carried[reference, said] = Carried(anchor, reference, said, paraphrase, translation)
        one.codes.update(dict.fromkeys(codes))
        return one


def elsewhere() -> Paragraph:
    """That the quotes are too many to be carried, and where they stand."""
    return Paragraph(
        text(
            _(
                "The quotes behind these numbers are more than {n}: they stand in the appendix “{title}”.",
                n=whole(MOST),
                title=_("Coding table"),
            )
        ),
        style="small",
    )


def _row(number: int, one: Carried, coded: bool, citing: str) -> Row:
    codes: list[Run] = []
    for code in one.codes:
        codes += [Run(", ")] if codes else []
        codes.append(Run(code, code=True))
    return Row(
        (
            cell(str(number)),
            Cell(
                (
                    *quoted(one.text, one.paraphrase),
                    reference(one.reference, citing=citing),
                    *translated(one.translation),
                )
            ),
            *((Cell(tuple(codes) or cell("–").runs),) if coded else ()),
        ),
        one.anchor,
    )
