"""Branches of the codebook over each other for a report: codes that share turns or sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from qualcode.analysis.columns import owners
from qualcode.i18n import _
from qualcode.project.crossing_facet import TURN
from qualcode.project.crossing_tables import FrameTable
from qualcode.project.report_gathering import Gathering
from qualcode.project.report_quotes import Passage
from qualcode.project.report_sections.quoting import branches, named, quoted
from qualcode.project.units_counted import unit_of
from qualcode.reports.sections.crossing_data import FrameCount, Layer, Quoted, TableBody

Frame = tuple[int, int]
"""A turn or a source, and the unit whose words it holds."""


def table(gathering: Gathering, given: Mapping[str, Any]) -> TableBody:
    """Codes of the rows by those of the columns, one table for each code of `of`."""
    made = gathering.project.crossings.table(
        given["rows"], given["columns"], given.get("of", ()), within=given.get("within", TURN)
    )
    held = _Held(gathering, made)
    layers = (
        [Layer(None, held.cells(None))]
        if not made.layers
        else [Layer(named(made.codes[layer]), held.cells(layer)) for layer in made.layers]
    )
    full = [layer for layer in layers if any(cell.frames for row in layer.cells for cell in row)]
    return TableBody(
        whole_source=made.whole_source,
        rows=tuple(named(made.codes[row]) for row in made.rows),
        columns=tuple(named(made.codes[column]) for column in made.columns),
        layers=tuple(full),
        empty=tuple(layer.of for layer in layers if layer.of is not None and layer not in full),
        why="" if full else _why(made.whole_source),
        unit=unit_of(gathering.passages.material),
    )


def _why(whole_source: bool) -> str:
    if whole_source:
        return _("No source bears a code of the rows and one of the columns, so there is nothing to cross.")
    return _("No turn bears a code of the rows and one of the columns, so there is nothing to cross.")


class _Held:
    """A table with the passages in its turns or sources."""

    def __init__(self, gathering: Gathering, made: FrameTable) -> None:
        self._gathering, self._table = gathering, made
        self._below = branches(made.codes)
        self._at: dict[str, dict[Frame, list[Passage]]] = {}
        for passage, frame in self._framed():
            self._at.setdefault(passage.code, {}).setdefault(frame, []).append(passage)

    def _framed(self) -> Iterable[tuple[Passage, Frame]]:
        found = self._gathering.passages.material
        coding, turn, unit, _speaker = owners(
            found.codings, found.turns, found.stand_ins, len(found.informants)
        )
        frame = found.codings.source[coding] if self._table.whole_source else turn
        counted = {passage.coding.id: passage for passage in self._gathering.passages.counted}
        for id_, where, whose in zip(
            found.columns.id[coding].tolist(), frame.tolist(), unit.tolist(), strict=True
        ):
            if id_ in counted:
                yield counted[id_], (where, whose)

    def cells(self, layer: int | None) -> tuple[tuple[FrameCount, ...], ...]:
        """The cells of one table, by row and column."""
        made = self._table
        return tuple(
            tuple(
                self._cell([row, column] if layer is None else [row, column, layer])
                for column in made.columns
            )
            for row in made.rows
        )

    def _cell(self, codes: Sequence[int]) -> FrameCount:
        made = self._table
        cell = made.cell(*codes)
        return FrameCount(cell.frames, cell.informants, cell.documents, self._quoted(codes))

    def _quoted(self, codes: Sequence[int]) -> Quoted:
        """What bears these codes where they share a frame, each passage with all of them that it bears."""
        by_code = [self._frames(self._table.codes[code].code) for code in codes]
        shared = set.intersection(*(set(frames) for frames in by_code))
        bears: dict[tuple[int, int, int], list[str]] = {}
        passages: list[Passage] = []
        for frame in sorted(shared):
            for frames in by_code:
                for passage in frames[frame]:
                    own = bears.setdefault(passage.span, [])
                    if not own:
                        passages.append(passage)
                    if passage.code not in own:
                        own.append(passage.code)
        joined = [replace(passage, code=", ".join(bears[passage.span])) for passage in passages]
        return (
            self._few(joined, codes)
            if self._table.whole_source
            else quoted(self._gathering, joined, 2 * len(codes))
        )

    def _few(self, passages: Sequence[Passage], codes: Sequence[int]) -> Quoted:
        """Of whole sources one quote for each code, and the references of all others."""
        printable = [passage for passage in passages if passage.text]
        said: dict[tuple[int, int, int], Passage] = {}
        for code in codes:
            below = self._below[self._table.codes[code].code]
            first = next((p for p in printable if not below.isdisjoint(p.code.split(", "))), None)
            if first is not None:
                said.setdefault(first.span, first)
        others = dict.fromkeys(p.reference for p in printable if p.span not in said)
        quotes = tuple(map(self._gathering.quote, said.values()))
        return Quoted(quotes, tuple(others), len(passages) - len(printable))

    def _frames(self, code: str) -> dict[Frame, list[Passage]]:
        found: dict[Frame, list[Passage]] = {}
        for below in sorted(self._below[code]):
            for frame, passages in self._at.get(below, {}).items():
                found.setdefault(frame, []).extend(passages)
        return found
