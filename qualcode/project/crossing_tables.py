"""Branches that meet in turns or sources, as `project.crossings` gives them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from qualcode.analysis.columns import Ints
from qualcode.analysis.counted import DOCUMENTS, INFORMANTS, several
from qualcode.analysis.evidence import Unit
from qualcode.analysis.frames import FrameCell, Frames
from qualcode.analysis.query import Field, Or, Term, among
from qualcode.i18n import _
from qualcode.project.figures import CodeHead
from qualcode.project.spreadsheets import Sheet
from qualcode.project.units_counted import heard_words


@dataclass(frozen=True)
class FrameTable:
    """Codes of two branches, or of three, that stand in the same turn or the same source."""

    codes: tuple[CodeHead, ...]
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    layers: tuple[int, ...]
    """One table for each of these; empty is a single table."""
    frames: Frames
    whole_source: bool
    """False: the same turn."""
    sources: tuple[Unit, ...]
    """The sources as units, by the numbers that frames have where whole sources are taken."""
    numbers: Ints = field(compare=False)
    """The number of the coding that each entry of `frames` was made of."""
    coder: str | None = None
    unit: str = INFORMANTS
    """What is counted: one of the units of `analysis.counted`."""

    @property
    def of_documents(self) -> bool:
        """Whether documents are counted where else informants are, since the study holds nobody's talk."""
        return self.unit == DOCUMENTS

    def cell(self, row: int, column: int, layer: int | None = None) -> FrameCell:
        """What bears all of these codes, given by their place in `codes`."""
        return self.frames.cell(row, column, *(() if layer is None else (layer,)))

    def query(self, *codes: int) -> str:
        """The query that gives the quotes of all these codes in the turns or sources that a cell counts."""
        asked = Or(tuple(Term(Field.CODE, self.codes[code].code) for code in codes))
        return among(set(self.numbers[self.frames.behind(*codes)].tolist()), asked)

    def shown(self, cell: FrameCell, *, tight: bool = False) -> str:
        """A cell in figures: what it counts, and whose words these are; of documents these, and their paragraphs."""
        if not cell.frames:
            return "0"
        if self.of_documents:
            return str(cell.documents) + ("" if self.whole_source else f" ({cell.frames})")
        return f"{cell.frames} ({heard_words(cell.informants, cell.documents, tight)})"

    def reason(self) -> str | None:
        """Why there is nothing to read in the table, in the current language; None where there is."""
        layers: Sequence[int | None] = self.layers or (None,)
        if any(self.cell(a, b, c).frames for a in self.rows for b in self.columns for c in layers):
            return None
        if self.whole_source:
            return _(
                "No source bears a code of the rows and one of the columns, so there is nothing to cross."
            )
        return _("No turn bears a code of the rows and one of the columns, so there is nothing to cross.")

    def sources_of(self, *codes: int) -> list[Unit]:
        """The sources that a cell counts, where whole sources are taken."""
        return [self.sources[frame] for frame in self.frames.frames_of(*codes).tolist()]

    def table(self) -> Sheet:
        """Heading and rows for a spreadsheet: turns or sources; with layers a row for each layer and code."""
        layers: Sequence[int | None] = self.layers or (None,)
        lines = []
        for layer in layers:
            over = [] if layer is None else [self.codes[layer].code]
            for row in self.rows:
                numbers = [str(self.cell(row, column, layer).frames) for column in self.columns]
                lines.append([*over, self.codes[row].code, self.codes[row].name, *numbers])
        heads = [_("Code"), _("Name"), *(self.codes[column].code for column in self.columns)]
        return ([_("Layer"), *heads] if self.layers else heads), lines

    def definitions(self) -> dict[str, str]:
        """What each number means, in the current language."""
        frames = (
            _("sources in which one informant's words, or the document, bear a code of each")
            if self.whole_source
            else _("turns (of a document: paragraphs) that bear a code of each")
        )
        documents = _("documents and observations among them; literature is in no figure")
        if self.of_documents:
            documents = _("documents that bear a code of each, in one paragraph")
            if self.whole_source:
                documents = _("documents that bear a code of each, wherever")
        return {
            "frames": frames,
            "informants": _("{who} whose words these are", who=several(self.unit)),
            "documents": documents,
        }

    def legend(self) -> list[str]:
        """What the figures of a cell mean, as `shown` writes them, in the current language."""
        means = self.definitions()
        if self.of_documents:
            return [means["documents"], *([] if self.whole_source else [f"(…) {means['frames']}"])]
        return [means["frames"], f"(…) {means['informants']}", f"+n {means['documents']}"]

    def as_json(self) -> dict[str, object]:
        """The plain document the command line prints; only cells that hold something."""
        every = [
            (row, column, layer)
            for layer in (self.layers or (None,))
            for row in self.rows
            for column in self.columns
        ]
        return {
            "by": "source" if self.whole_source else "turn",
            "unit": self.unit,
            "reason": self.reason(),
            "rows": self._names(self.rows),
            "columns": self._names(self.columns),
            "layers": self._names(self.layers),
            "definitions": self.definitions(),
            "cells": [
                self._cell(*place) for place in every if self.cell(place[0], place[1], place[2]).frames
            ],
        }

    def _cell(self, row: int, column: int, layer: int | None) -> dict[str, object]:
        codes = (row, column) if layer is None else (row, column, layer)
        where = {}
        if self.whole_source:
            sources = self.sources_of(*codes)
            where = {
                "sources": [source.label for source in sources],
                "ids": [source.id for source in sources],
            }
        return {
            "row": self.codes[row].code,
            "column": self.codes[column].code,
            "layer": None if layer is None else self.codes[layer].code,
            **vars(self.cell(row, column, layer)),
            **where,
            "query": self.query(*codes),
        }

    def _names(self, rows: Sequence[int]) -> list[dict[str, str]]:
        return [{"code": self.codes[row].code, "name": self.codes[row].name} for row in rows]
