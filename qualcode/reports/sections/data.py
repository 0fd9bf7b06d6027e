"""The data of sections that a person asked for: plain values, pseudonymised, in the order they are printed.

Texts stand in fields of strings, tuples and further data classes only: these are what real names are looked for in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qualcode.analysis.counted import INFORMANTS


@dataclass(frozen=True, slots=True)
class Section:
    """One section: what every kind has, and the data of its own kind."""

    title: str
    note: str
    body: object
    """One of the classes that `reports.sections.painters.PAINTERS` knows."""


@dataclass(frozen=True, slots=True)
class Gone:
    """A section that cannot be shown, as what it names is not there any more."""

    why: str


@dataclass(frozen=True, slots=True)
class SectionQuote:
    """A quote in a section."""

    code: str
    unit: str
    """Whose: codes of informants, or the source's reference."""
    group: str
    reference: str
    text: str
    translation: str = ""
    valence: str = ""
    paraphrase: bool = False
    """The researcher's words, because the informant may not be quoted."""
    language: str = "id"


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure, or why there is none."""

    value: float | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, with what it may be of everybody where chance chose who was asked."""

    k: int
    n: int
    value: float | None
    low: float | None = None
    high: float | None = None


# an attribute


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One value of an attribute."""

    name: str
    share: Share


@dataclass(frozen=True, slots=True)
class Averages:
    """What numbers amount to, in their own unit."""

    n: int
    total: Measured
    mean: Measured
    deviation: Measured
    least: Measured
    lower_quartile: Measured
    median: Measured
    upper_quartile: Measured
    most: Measured


@dataclass(frozen=True, slots=True)
class Distribution:
    """An attribute of one kind of owner."""

    owner: str
    """informant, group or source, in the report's language."""
    n: int
    of: int
    random: bool
    chosen: tuple[tuple[str, int], ...]
    """How informants were chosen, in the researcher's words, with how many; "" where it is not recorded."""
    rows: tuple[ValueRow, ...]
    numbers: Averages | None
    """Of numbers only."""


@dataclass(frozen=True, slots=True)
class AttributeBody:
    """How an attribute is distributed."""

    name: str
    measure: str
    """The unit of its numbers."""
    parts: tuple[Distribution, ...]


@dataclass(frozen=True, slots=True)
class CrossRow:
    """One value over those of another attribute."""

    name: str
    counts: tuple[int, ...]
    shares: tuple[float | None, ...]
    """Of the row."""


@dataclass(frozen=True, slots=True)
class CrossBody:
    """One attribute over another, or over groups."""

    name: str
    over: str
    columns: tuple[str, ...]
    rows: tuple[CrossRow, ...]
    n: int
    missing: int


# a joint display


@dataclass(frozen=True, slots=True)
class JointCell:
    """A code among those with one value: the figure, and what they say."""

    name: str
    """The value."""
    share: Share
    plus: int
    minus: int
    mixed: int
    said: tuple[SectionQuote, ...]
    withheld: int
    """Quotes that may not be printed."""


@dataclass(frozen=True, slots=True)
class JointRow:
    """One code over the values of an attribute."""

    code: str
    name: str
    cells: tuple[JointCell, ...]
    mentioned: Averages | None
    """Of numbers: the values of the informants who speak of the code ..."""
    silent: Averages | None
    """... and of those who speak, but not of it."""


@dataclass(frozen=True, slots=True)
class JointBody:
    """Codes over the values of an attribute."""

    name: str
    random: bool
    rows: tuple[JointRow, ...]
    counted: str = ""
    """What n is where sessions are counted."""


# value for money


@dataclass(frozen=True, slots=True)
class RatioRow:
    """One ratio, or why there is none."""

    kind: str
    """economy, efficiency, effectiveness or cost_per."""
    above: str
    """What is divided, as the project calls it; empty where nothing is recorded."""
    below: str
    top: float
    bottom: float
    n: int
    left_out: int
    result: Measured


@dataclass(frozen=True, slots=True)
class ValueBody:
    """The card of value for money."""

    measure: str
    """The unit of money."""
    rows: tuple[RatioRow, ...]


# saturation and agreement


@dataclass(frozen=True, slots=True)
class StepRow:
    """An informant or a focus group, and what is first found there."""

    who: str
    day: date | None
    new: int
    known: int
    """Different codes up to and with it."""


@dataclass(frozen=True, slots=True)
class RunRow:
    """Consecutive units and the new codes they bring."""

    first: int
    last: int
    new: int
    ratio: float | None
    confirms: bool


@dataclass(frozen=True, slots=True)
class SaturationBody:
    """Whether the last units still bring new codes."""

    result: str
    """In one sentence."""
    base: int
    steps: tuple[StepRow, ...]
    runs: tuple[RunRow, ...]
    warnings: tuple[str, ...]
    unit: str = INFORMANTS
    """What the steps are: one of the units of `analysis.counted`."""


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One code: who used it how often, and each coefficient."""

    code: str
    name: str
    leaf: bool
    used: tuple[int, ...]
    figures: tuple[Measured, ...]
    intervals: tuple[tuple[float, float] | None, ...]
    signs: tuple[str, ...]
    """By coefficient: the sign that says why there is no interval; empty where there is one."""
    prevalence: float | None = None
    """The mean share of units in which a coder used it."""
    specific: tuple[float | None, float | None] = (None, None)
    """Positive and negative specific agreement."""


@dataclass(frozen=True, slots=True)
class AgreementBody:
    """How far coders agree."""

    coders: tuple[str, ...]
    counted: str
    """turn, sentence or character."""
    n: int
    turns: int
    sources: int
    coefficients: tuple[str, ...]
    rows: tuple[AgreementRow, ...]
    means: tuple[tuple[float | None, int], ...]
    """By coefficient: the mean over the codes for which it is defined, and their number."""
    differing: int
    """Units that the coders coded differently, counted as n is."""
    unused: int
    """Codes that nobody used there, branches left out; they enter no mean."""
    why: str
    """Why nothing could be compared; empty where something was."""
    missing: tuple[str, ...] = ()
    """What the signs mean."""
    remarks: tuple[str, ...] = ()
    """What else has to stand beside the figures."""
