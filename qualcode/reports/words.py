"""The values of the analysis in the words of the report's language, and the symbols of a matrix cell."""

from __future__ import annotations

from qualcode.analysis import counted
from qualcode.i18n import _, ngettext
from qualcode.reports.data import CellRow, MatrixRow

MINUS = "\N{MINUS SIGN}"
ONE_INFORMANT = "†"

_SHADES = {"+": 0, "±": 1, "-": 2, "≠": 3}


def verdict(value: str, direction: str = "", dissonance: str = "", split: bool = False) -> str:
    """A verdict as a supervisor reads it: "agreement: supports", "dissonance between columns"."""
    if value == "AGREEMENT" and direction:
        return _("agreement: supports") if direction == "+" else _("agreement: contradicts")
    if value == "DISSONANCE" and dissonance:
        return {
            "between": _("dissonance between columns"),
            "within": _("dissonance within a column"),
            "both": _("dissonance between and within columns"),
        }[dissonance]
    if value == "UNTRIANGULATED" and split:
        return _("one source only, and split")
    return label(value)


def label(value: str) -> str:
    """A verdict, or the label of a pair of columns, without further detail."""
    words = {
        "AGREEMENT": _("agreement"),
        "PARTIAL": _("partial agreement"),
        "DISSONANCE": _("dissonance"),
        "UNTRIANGULATED": _("one source only"),
        "NO_DATA": _("no data"),
        "SILENCE": _("one of the two is silent"),
        "NA": _("not comparable"),
    }
    return words.get(value, value)


def row_verdict(row: MatrixRow) -> str:
    """The verdict of a matrix row."""
    if row.changed:
        return _("changed")
    if row.nothing:
        return row.nothing
    if row.verdict == "NO_DATA" and any(cell.others for cell in row.cells):
        return _("no data from people, documents only")
    return verdict(row.verdict, row.direction, row.dissonance, row.split)


def stance(value: str) -> str:
    """What a piece of evidence does to its claim."""
    words = {
        "supports": _("supports"),
        "contradicts": _("contradicts"),
        "qualifies": _("qualifies"),
    }
    return words.get(value, value)


def valence(value: str) -> str:
    """The valence of a coding."""
    words = {"strengthens": _("strengthens"), "weakens": _("weakens"), "mixed": _("mixed")}
    return words.get(value, value)


def method(value: str) -> str:
    """The method of a source."""
    words = {
        "interview": _("interview"),
        "observation": _("observation"),
        "document": _("document"),
        "fgd": _("focus group"),
        "literature": _("literature"),
    }
    return words.get(value, value)


def role(value: str) -> str:
    """The role of an informant."""
    words = {"key": _("key"), "main": _("main"), "supporting": _("supporting")}
    return words.get(value, value)


def outcome(value: str) -> str:
    """What a member check came to."""
    words = {
        "confirmed": _("confirmed"),
        "corrected": _("corrected"),
        "refused": _("refused"),
        "pending": _("not answered yet"),
    }
    return words.get(value, value)


def period(value: str) -> str:
    """What time a quote speaks of; words of a person's own stay as written."""
    words = {"before": _("about the time before"), "after": _("about the time after")}
    return words.get(value.strip().casefold(), _("about {period}", period=value))


def figure_kind(value: str) -> str:
    """What kind of figure speaks for a finding."""
    words = {
        "prominence": _("informants showing each aspect"),
        "network": _("informant graph"),
        "table": _("table"),
    }
    return words.get(value, value)


def column(by: str, name: str) -> str:
    """The head of a matrix column."""
    if by in ("method", "group-method"):
        return method(name)
    if by == "wave":
        return _("time {n}", n=name)
    return name or _("without a group")


def coverage(row: MatrixRow) -> str:
    """How many groups and people report; where nobody could, how many documents there are."""
    papers = len({unit for cell in row.cells for unit in cell.units})
    if not row.n and papers:
        return ngettext("nobody could speak; {n} document", "nobody could speak; {n} documents", papers)
    return _(
        "{r} of {n} groups report; {units}",
        r=row.reporting,
        n=row.columns,
        units=counted.share(row.unit, row.k, row.n),
    )


def symbol(cell: CellRow) -> str:
    """What stands in a cell: `+ (2/2)`, `0 (0/4)`, or why there is nothing."""
    if cell.symbol == "NA" and cell.others:
        return _("documents only, {count}", count=" ".join(cell.others))
    blanks = {"NA": _("no source"), "TT": _("not asked"), "LC": _("out of scope")}
    if cell.symbol in blanks:
        return " ".join((blanks[cell.symbol], *cell.others))
    sign = cell.symbol.replace("-", MINUS)
    mark = ONE_INFORMANT if cell.one_person else ""
    count = f" ({cell.k}/{cell.n}){mark}" if cell.n else ""
    return " ".join((sign + count, *cell.others))


def shade(cell: CellRow) -> int:
    """How dark a cell is: the more there is to explain, the darker."""
    return _SHADES.get(cell.symbol, 0)


def signed(strengthens: int, weakens: int, mixed: int) -> str:
    """Informants by valence, as `+2 −1 ±1`; only those there are."""
    parts = (("+", strengthens), (MINUS, weakens), ("±", mixed))
    return " ".join(f"{sign}{count}" for sign, count in parts if count)
