"""What each figure shows, as plain values with names as the report writes them."""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.analysis.counted import DOCUMENTS, INFORMANTS


@dataclass(frozen=True, slots=True)
class Bar:
    """A code among its peers."""

    code: str
    name: str
    strengthen: int
    """Informants who strengthen it, ..."""
    mention: int
    """... and who mention it at all, ..."""
    n: int
    """... of so many."""
    reached: int
    """Groups in which somebody speaks of it, ..."""
    groups: int
    """... of so many."""


@dataclass(frozen=True, slots=True)
class ProminenceChart:
    """Codes by how many informants strengthen them, the most prominent first."""

    bars: tuple[Bar, ...]
    unit: str = INFORMANTS
    """What is counted: one of the units of `analysis.counted`."""

    @property
    def of_documents(self) -> bool:
        """Whether documents are counted where else informants are, since the study holds nobody's talk."""
        return self.unit == DOCUMENTS


@dataclass(frozen=True, slots=True)
class Heat:
    """A code in one column of a matrix."""

    k: int
    """Informants who mention it, ..."""
    n: int
    """... of those who speak in the column; 0 where nobody does. Documents, where the study holds nobody's talk."""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A code over all columns."""

    code: str
    name: str
    depth: int
    """0 for a top branch."""
    cells: tuple[Heat, ...]


@dataclass(frozen=True, slots=True)
class MatrixChart:
    """Codes over groups, methods, times or the values of an attribute."""

    over: str
    """What the columns are, in the report's language."""
    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    things: bool = False
    """Whether n counts documents, too, as it does over methods."""
    unit: str = INFORMANTS
    """What is counted: one of the units of `analysis.counted`."""

    @property
    def of_documents(self) -> bool:
        """Whether documents are counted where else informants are, since the study holds nobody's talk."""
        return self.unit == DOCUMENTS


@dataclass(frozen=True, slots=True)
class Step:
    """One informant or focus group, in the order of the curve."""

    who: str
    new: int
    known: int


@dataclass(frozen=True, slots=True)
class SaturationChart:
    """Codes known after each unit, and where hardly any new ones came."""

    steps: tuple[Step, ...]
    base: int
    result: str
    """The verdict, or why there is none, in one sentence."""
    notation: str
    """As "6+2"; empty where no point is reached."""
    reached: int
    """Units at which it is reached; 0 where it is not."""
    confirmed: tuple[int, int]
    """First and last unit of the run that confirms; zeros where none does."""
    unit: str = INFORMANTS
    """What the steps are: one of the units of `analysis.counted`."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A code's agreement."""

    code: str
    name: str
    leaf: bool
    value: float | None
    why: str
    """Why there is no value."""
    low: float | None
    high: float | None
    sign: str = ""
    """What stands behind a value without an interval; a remark below the figure says why there is none."""


@dataclass(frozen=True, slots=True)
class AgreementChart:
    """One coefficient, code by code, with its interval."""

    coefficient: str
    counted: str
    """turn, sentence or character."""
    n: int
    coders: tuple[str, ...]
    marks: tuple[Mark, ...]
    mean: float | None
    codes: int
    """Codes in the mean."""


@dataclass(frozen=True, slots=True)
class NetworkChart:
    """The graph of informants, drawn by the network's own pen."""

    svg: str
    interviewed: int
    mentioned: int
    bonding: int
    bridging: int
    linking: int
    undefined: int
    """Pairs whose ends have no known group or level."""
    degrees: tuple[tuple[str, int], ...]
    """Those with the most neighbours, and how many."""
    ties: str = ""
    """Every tie drawn, by its class."""


Chart = ProminenceChart | MatrixChart | SaturationChart | AgreementChart | NetworkChart


@dataclass(frozen=True, slots=True)
class FigureBody:
    """A figure for a section or a file, or why there is none."""

    chart: Chart | None
    why: str
    year: int
    """Of the study, else of the last change in the project."""
    left_out: int = 0
    """Rows or columns that found no room."""
    remarks: tuple[str, ...] = ()
    """Warnings that belong to it."""
