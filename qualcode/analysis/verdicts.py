"""Verdicts: what a column says, how two columns stand to each other, and what all of them come to.

Steps 2 to 4 of a definition adapted from Farmer, Robinson, Elliott & Eyles 2006 (Qualitative Health Research
16:377-394). One contrary unit blocks agreement, nothing is decided by majority, and there is no single score.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qualcode.analysis.stance import BLANKS, MINUS, MIXED, NO_UNIT, PLUS, SILENT, SPLIT, UnitStance

AGREEMENT, PARTIAL, DISSONANCE = "AGREEMENT", "PARTIAL", "DISSONANCE"
UNTRIANGULATED, NO_DATA = "UNTRIANGULATED", "NO_DATA"
SILENCE, NA = "SILENCE", "NA"
"""Only pairs of columns can be these two."""

BETWEEN, WITHIN, BOTH = "between", "within", "both"


@dataclass(frozen=True)
class Cell:
    """What one column says about one claim."""

    symbol: str
    """+ - ± ≠ 0, NA (nobody of this kind), TT (somebody, but never asked) or LC (somebody, but out of scope)."""
    k: int
    """Eligible units with a stance."""
    n: int
    """Eligible units."""
    plus: int = 0
    minus: int = 0
    mixed: int = 0
    unit_stances: tuple[UnitStance, ...] = ()
    documents: tuple[UnitStance, ...] = ()
    """Documents and observations beside the informants, shown as "+1 doc", in neither k nor n nor symbol."""
    speaking: frozenset[str] = frozenset()
    """Keys of the eligible units, silent ones included."""
    speakers: frozenset[str] = frozenset()
    """Who of the column speaks in the sessions among them."""

    @property
    def reports(self) -> bool:
        """Whether anybody in the column takes a stance."""
        return self.k > 0

    @property
    def absent(self) -> bool:
        """Whether nobody of the column could have spoken: NA, TT or LC."""
        return self.n == 0

    @property
    def documents_only(self) -> bool:
        """Whether documents or observations take a stance where there is nobody to speak."""
        return self.symbol == NO_UNIT and bool(self.documents)

    @property
    def one_person(self) -> bool:
        """Whether the column rests on one unit that is one person; a session is as many as speak in it."""
        return self.n == 1 and len(self.speakers) < 2

    @property
    def level(self) -> str | None:
        """low (under a third of n), mid (under two thirds) or high; None below three units."""
        if self.n < 3:
            return None
        return "low" if 3 * self.k < self.n else "mid" if 3 * self.k < 2 * self.n else "high"


def cell_symbol(symbols: Sequence[str], n: int) -> str:
    """Step 2: the symbol of a column from the symbols (+ - ±) of those of its `n` units that take a stance."""
    if n == 0:
        return NO_UNIT
    if not symbols:
        return SILENT
    if set(symbols) in ({PLUS}, {MINUS}):
        return symbols[0]
    return SPLIT if {PLUS, MINUS} <= set(symbols) else MIXED


def pair_label(a: Cell, b: Cell, *, strict: bool = False) -> str:
    """Step 3: how two columns stand to each other."""
    if a.absent or b.absent or not (a.reports or b.reports):
        return NA
    if not (a.reports and b.reports):
        return SILENCE
    if {a.symbol, b.symbol} == {PLUS, MINUS}:
        return DISSONANCE
    if a.symbol == b.symbol and a.symbol in (PLUS, MINUS):
        levels_differ = a.level is not None and b.level is not None and a.level != b.level
        return PARTIAL if strict and levels_differ else AGREEMENT
    return PARTIAL


def row_verdict(symbols: Iterable[str]) -> tuple[str, str | None, str | None]:
    """Step 4: verdict, direction and kind of dissonance from the symbols of all columns; first that holds."""
    reporting = [symbol for symbol in symbols if symbol not in BLANKS]
    kinds = set(reporting)
    if not reporting:
        return NO_DATA, None, None
    if len(reporting) == 1:
        return UNTRIANGULATED, None, None
    between, within = {PLUS, MINUS} <= kinds, SPLIT in kinds
    if between or within:
        return DISSONANCE, None, BOTH if between and within else BETWEEN if between else WITHIN
    if kinds in ({PLUS}, {MINUS}):
        return AGREEMENT, reporting[0], None
    return PARTIAL, None, None


def narrowed(cell: Cell, units: frozenset[str]) -> Cell:
    """The cell as it would be with these of its units alone."""
    stances = tuple(stance for stance in cell.unit_stances if stance.unit.key in units)
    n = len(cell.speaking & units)
    symbol = cell_symbol([stance.symbol for stance in stances], n)
    return Cell(symbol, len(stances), n, unit_stances=stances, speaking=cell.speaking & units)
