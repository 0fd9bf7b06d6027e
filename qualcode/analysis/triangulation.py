"""Triangulation: where sources, methods, times or coders agree on a finding, where they differ, who is silent.

The definition is adapted from Farmer, Robinson, Elliott & Eyles 2006 (Qualitative Health Research
16:377-394); its silence, dissonance and partial agreement are made computable on stances a person gave.
One contrary unit blocks agreement, nothing is decided by majority, and there is no single score.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from qualcode.analysis.counted import unit_of_kinds
from qualcode.analysis.evidence import CONTRADICTS, INFORMANT, SESSION, SUPPORTS, Claim, Evidence, Unit, Voice
from qualcode.analysis.seats import (
    CODER,
    GROUP,
    GROUP_METHOD,
    METHOD,
    WAVE,
    WAYS,
    Column,
    nested,
    readings,
    seats,
)
from qualcode.analysis.stance import (
    LEFT_OUT,
    MINUS,
    MIXED,
    NOT_ASKED,
    PLUS,
    SILENT,
    SPLIT,
    UnitStance,
    unit_stance,
)
from qualcode.analysis.verdicts import (
    AGREEMENT,
    BETWEEN,
    BOTH,
    DISSONANCE,
    NA,
    NO_DATA,
    PARTIAL,
    SILENCE,
    UNTRIANGULATED,
    WITHIN,
    Cell,
    cell_symbol,
    narrowed,
    pair_label,
    row_verdict,
)

__all__ = [
    "AGREEMENT",
    "BETWEEN",
    "BOTH",
    "CHANGE",
    "CODER",
    "CODERS_DIFFER",
    "DISSONANCE",
    "FOR_AND_AGAINST",
    "GROUP",
    "GROUP_METHOD",
    "METHOD",
    "NA",
    "NARROW_SCOPE",
    "NO_DATA",
    "ONE_SESSION",
    "OTHER_SUBJECT",
    "OUT_OF_SCOPE",
    "PARTIAL",
    "SILENCE",
    "SPLIT_COLUMN",
    "TOO_FEW_COLUMNS",
    "UNTRIANGULATED",
    "WAVE",
    "WAYS",
    "WITHIN",
    "Cell",
    "Column",
    "Row",
    "Triangulation",
    "cell_symbol",
    "nested",
    "pair_label",
    "row_verdict",
    "triangulate",
]

SPLIT_COLUMN = "split"
CHANGE = "changed"
CODERS_DIFFER = "coders disagree"
FOR_AND_AGAINST = "one quote for and against"
OUT_OF_SCOPE = "evidence outside the scope"
NARROW_SCOPE = "narrow scope"
ONE_SESSION = "one session in several columns"
OTHER_SUBJECT = "not on one subject"
TOO_FEW_COLUMNS = "fewer than two columns"
"""What a reader of the row must know; `labels.flag_words` says it in the person's language."""


@dataclass(frozen=True)
class Row:
    """One claim crossed over the columns."""

    finding: str
    claim: str
    verdict: str
    direction: str | None
    """+ or - of an AGREEMENT."""
    dissonance: str | None
    """between, within or both for a DISSONANCE."""
    coverage: tuple[int, int]
    """Columns that report, columns that could."""
    units: tuple[int, int]
    """Different units with a stance, different eligible units."""
    silent: tuple[str, ...]
    """Labels of the columns that could have spoken and did not."""
    cells: Mapping[str, Cell]
    pairs: Mapping[tuple[str, str], str]
    flags: frozenset[str] = frozenset()
    changed: tuple[str, ...] = ()
    """Labels of the units whose stance turned between waves."""
    outside: tuple[UnitStance, ...] = ()
    """Stances that stand in no column: documents of no group, literature, subjects seen by one method only."""
    lenient: tuple[tuple[str, str], ...] = ()
    """Labels of the pairs of columns that agree but for the strict rule; the verdict looks at cells, not at these."""
    parts: Mapping[str, Row] | None = None
    """By method: the same row for each subject that several methods looked at; nested: for each group."""

    @property
    def beside(self) -> tuple[str, ...]:
        """Labels of the documents and observations that take a stance beside the people of the columns."""
        documents = [stance.unit.label for cell in self.cells.values() for stance in cell.documents]
        return tuple(dict.fromkeys([*documents, *(stance.unit.label for stance in self.outside)]))

    def pair_counts(self) -> dict[str, int]:
        """How many pairs of columns bear each label."""
        labels = list(self.pairs.values())
        return {label: labels.count(label) for label in (AGREEMENT, PARTIAL, DISSONANCE, SILENCE, NA)}


@dataclass(frozen=True)
class Triangulation:
    """All claims crossed over the columns of one way."""

    by: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    strict: bool = False
    unit: str | None = None
    """What n counts: one of the units of `analysis.counted`; None where people stand beside things."""

    def reason(self) -> str | None:
        """Why nothing can be compared in this way, in the current language; None where something can."""
        from qualcode.analysis.labels import reason_words  # which words all of this module

        return reason_words(self)

    def as_json(self) -> dict[str, object]:
        """The plain document the command line prints; columns and pairs go by their labels.

        The kinds of blank stay apart in a cell's symbol: NA (no source of this kind), TT (nobody was asked), LC (all
        of them out of scope) and 0 (silent).
        """
        label = {column.key: column.label for column in self.columns}
        return {
            "by": self.by,
            "unit": self.unit,
            "reason": self.reason(),
            "strict": self.strict,
            "columns": [column.label for column in self.columns],
            "rows": [
                {
                    "finding": row.finding,
                    "claim": row.claim,
                    **_row_json(row, label),
                    "parts": None
                    if row.parts is None
                    else {part: _row_json(inner, label) for part, inner in row.parts.items()},
                }
                for row in self.rows
            ],
        }


def triangulate(
    by: str,
    columns: Sequence[Column],
    units: Iterable[Unit],
    voices: Iterable[Voice],
    claims: Iterable[Claim],
    evidence: Iterable[Evidence],
    *,
    strict: bool = False,
    coder: str | None = None,
    readers: Mapping[str, Collection[str]] | None = None,
) -> Triangulation:
    """Cross `claims` over the columns, by one of `WAYS` (keys of waves are "1", "2", …, of coders their names).

    By group only informants and sessions count, documents stand beside them; by method a voice counts where
    another method looked at the same subject; by wave where its unit spoke at least twice; by coder where
    another coder read the same source. A pair of waves or coders compares what both have. Nested, a column is a
    method within a group (`nested`). `strict` lets a pair agree only where levels of prominence, where both have
    one, agree too. `coder` keeps one coder's stances. `readers` are the coders by source, for the way by coder;
    without it a coder has read the sources in which he or she set a stance.
    """
    kept = [item for item in evidence if coder is None or item.coder == coder]
    table = {unit.key: unit for unit in units}
    every = {*voices, *(item.voice for item in kept)}
    if by == CODER:
        every = readings(every, _readers(kept) if readers is None else readers)
        kept = [replace(item, voice=replace(item.voice, reader=item.coder)) for item in kept]
    seated = seats(by, {*every, *(item.voice for item in kept)})
    keys = {column.key for column in columns}
    column = {voice: key for voice, key in seated.column.items() if key in keys}

    rows = []
    for claim in claims:
        own = [item for item in kept if item.claim == claim.key]
        crossing = _Crossing(by, columns, table, column, strict)
        row = crossing.row(claim, own)
        if by in (METHOD, GROUP_METHOD):
            row = _with_parts(row, claim, own, crossing, seated.topics)
        rows.append(row)
    counted = frozenset().union(*(cell.speaking for row in rows for cell in row.cells.values()))
    return Triangulation(
        by, tuple(columns), tuple(rows), strict, unit_of_kinds({table[key].kind for key in counted})
    )


@dataclass(frozen=True)
class _Crossing:
    """One way of seating voices in columns, ready to cross claims with."""

    by: str
    columns: Sequence[Column]
    units: Mapping[str, Unit]
    seats: Mapping[Voice, str]
    strict: bool

    def row(self, claim: Claim, evidence: Sequence[Evidence]) -> Row:
        heard: dict[str, dict[str, list[Evidence]]] = {column.key: {} for column in self.columns}
        elsewhere: dict[str, list[Evidence]] = {}
        for item in evidence:
            place = heard[self.seats[item.voice]] if item.voice in self.seats else elsewhere
            place.setdefault(item.voice.unit, []).append(item)
        cells = {column.key: self._cell(column.key, claim, heard) for column in self.columns}
        pairs = {
            (a.key, b.key): self._pair(cells[a.key], cells[b.key]) for a, b in combinations(self.columns, 2)
        }
        label = {column.key: column.label for column in self.columns}
        lenient = tuple((label[a], label[b]) for (a, b), name in pairs.items()
                        if self.strict and name == PARTIAL and self._pair(cells[a], cells[b], strict=False) == AGREEMENT)  # fmt: skip
        verdict, direction, dissonance = row_verdict([cell.symbol for cell in cells.values()])
        present = [cell for cell in cells.values() if not cell.absent]
        speaking = frozenset().union(*(cell.speaking for cell in present))
        reporting = {stance.unit.key for cell in present for stance in cell.unit_stances}
        changed = self._changed(cells) if self.by == WAVE else ()
        return Row(
            finding=claim.key,
            claim=claim.text,
            verdict=verdict,
            direction=direction,
            dissonance=dissonance,
            coverage=(sum(cell.reports for cell in present), len(present)),
            units=(len(reporting), len(speaking)),
            silent=tuple(c.label for c in self.columns if cells[c.key].symbol == SILENT),
            cells=cells,
            pairs=pairs,
            flags=self._flags(claim, evidence, cells, verdict, changed),
            changed=changed,
            lenient=lenient,
            outside=tuple(unit_stance(self.units[key], elsewhere[key]) for key in sorted(elsewhere)),
        )

    def _cell(self, key: str, claim: Claim, heard: Mapping[str, Mapping[str, list[Evidence]]]) -> Cell:
        here = heard[key]
        with_evidence = {unit for units in heard.values() for unit in units}
        seated = {voice.unit for voice, seat in self.seats.items() if seat == key}
        in_scope = {u for u in seated if claim.scope is None or u in claim.scope or u in with_evidence}
        counted = {u for u in in_scope if self._counts(self.units[u])}
        left_out = not counted and any(self._counts(self.units[u]) for u in seated)
        eligible = {u for u in counted if u not in claim.not_asked or u in here}
        stances = [unit_stance(self.units[u], here[u]) for u in sorted(here)]
        own = [stance for stance in stances if stance.unit.key in eligible]
        symbols = [stance.symbol for stance in own]
        unasked = bool(counted) and not eligible
        return Cell(
            symbol=NOT_ASKED if unasked else LEFT_OUT if left_out else cell_symbol(symbols, len(eligible)),
            k=len(own),
            n=len(eligible),
            plus=symbols.count(PLUS),
            minus=symbols.count(MINUS),
            mixed=symbols.count(MIXED),
            unit_stances=tuple(own),
            documents=tuple(stance for stance in stances if stance.unit.key not in eligible),
            speaking=frozenset(eligible),
            speakers=frozenset().union(
                *(v.speakers for v, seat in self.seats.items() if seat == key and v.unit in eligible)
            ),
        )

    def _counts(self, unit: Unit) -> bool:
        return self.by != GROUP or unit.kind in (INFORMANT, SESSION)

    def _pair(self, a: Cell, b: Cell, *, strict: bool | None = None) -> str:
        if self.by in (WAVE, CODER):
            common = a.speaking & b.speaking
            a, b = narrowed(a, common), narrowed(b, common)
        return pair_label(a, b, strict=self.strict if strict is None else strict)

    def _changed(self, cells: Mapping[str, Cell]) -> tuple[str, ...]:
        symbols: dict[Unit, set[str]] = {}
        for cell in cells.values():
            for stance in cell.unit_stances:
                symbols.setdefault(stance.unit, set()).add(stance.symbol)
        return tuple(sorted(unit.label for unit, seen in symbols.items() if len(seen) > 1))

    def _flags(
        self,
        claim: Claim,
        evidence: Sequence[Evidence],
        cells: Mapping[str, Cell],
        verdict: str,
        changed: Sequence[str],
    ) -> frozenset[str]:
        present = [cell for cell in cells.values() if not cell.absent]
        stances = [stance for cell in cells.values() for stance in (*cell.unit_stances, *cell.documents)]
        with_evidence = {item.voice.unit for item in evidence}
        sessions = [s.unit.key for cell in present for s in cell.unit_stances if s.unit.kind == SESSION]
        speaking = frozenset().union(*(cell.speaking for cell in present))
        seated = {voice.unit for voice in self.seats if self._counts(self.units[voice.unit])}
        found = {
            SPLIT_COLUMN: verdict == UNTRIANGULATED and any(cell.symbol == SPLIT for cell in present),
            CHANGE: bool(changed),
            CODERS_DIFFER: any(stance.coders_disagree for stance in stances),
            FOR_AND_AGAINST: _for_and_against(evidence),
            OUT_OF_SCOPE: bool(claim.scope is not None and with_evidence - claim.scope)
            or bool(with_evidence & claim.not_asked),
            NARROW_SCOPE: claim.scope is not None and speaking != seated,
            ONE_SESSION: self.by == GROUP and len(sessions) > len(set(sessions)),
            TOO_FEW_COLUMNS: len(present) < 2,
        }
        return frozenset(name for name, holds in found.items() if holds)


def _for_and_against(evidence: Iterable[Evidence]) -> bool:
    """Whether one coder took the same words, coded twice, both as support and as contradiction."""
    taken: dict[tuple[str, str, tuple[int, int]], set[str]] = {}
    for item in evidence:
        if item.passage is not None:
            taken.setdefault((item.coder, item.voice.source, item.passage), set()).add(item.stance)
    return any(stances >= {SUPPORTS, CONTRADICTS} for stances in taken.values())


def _readers(evidence: Iterable[Evidence]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for item in evidence:
        found.setdefault(item.voice.source, set()).add(item.coder)
    return found


def _with_parts(
    row: Row,
    claim: Claim,
    evidence: Sequence[Evidence],
    crossing: _Crossing,
    topics: Mapping[Voice, frozenset[str]],
) -> Row:
    """The row with one part for each subject or group, so that a clash of methods can be told from two topics."""
    parts = {}
    for topic in sorted(frozenset().union(*topics.values())):
        seated = {voice: key for voice, key in crossing.seats.items() if topic in topics[voice]}
        own = [item for item in evidence if item.voice in seated]
        columns = [column for column in crossing.columns if column.group in ("", topic)]
        parts[topic] = replace(crossing, seats=seated, columns=columns).row(claim, own)
    elsewhere = (
        crossing.by == METHOD
        and row.dissonance in (BETWEEN, BOTH)
        and not any(part.dissonance in (BETWEEN, BOTH) for part in parts.values())
    )
    flags = row.flags | ({OTHER_SUBJECT} if elsewhere else set())
    return replace(row, flags=frozenset(flags), parts=parts)


def _row_json(row: Row, label: Mapping[str, str]) -> dict[str, object]:
    return {
        "verdict": row.verdict,
        "direction": row.direction,
        "dissonance": row.dissonance,
        "coverage": "{}/{}".format(*row.coverage),
        "units": "{}/{}".format(*row.units),
        "silent": list(row.silent),
        "cells": {label[key]: _cell_json(cell) for key, cell in row.cells.items()},
        "pairs": {f"{label[a]}|{label[b]}": name for (a, b), name in row.pairs.items()},
        "lenient": ["|".join(pair) for pair in row.lenient],
        "flags": sorted(row.flags),
        "changed": list(row.changed),
        "outside": [_unit_json(stance) for stance in row.outside],
    }


def _cell_json(cell: Cell) -> dict[str, object]:
    return {
        "symbol": cell.symbol,
        "k": cell.k,
        "n": cell.n,
        "plus": cell.plus,
        "minus": cell.minus,
        "mixed": cell.mixed,
        "level": cell.level,
        "documents": len(cell.documents),
        "documents_only": cell.documents_only,
        "speakers": sorted(cell.speakers),
        "units": [_unit_json(stance) for stance in (*cell.unit_stances, *cell.documents)],
    }


def _unit_json(stance: UnitStance) -> dict[str, object]:
    """A unit by its label and by its lasting id: an informant's code, or that of a source."""
    return {"unit": stance.unit.label, "id": stance.unit.id, "symbol": stance.symbol}
