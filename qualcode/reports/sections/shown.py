"""Figures, shares and quotes as sections of a report write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from qualcode.i18n import _, language, ngettext
from qualcode.reports import words
from qualcode.reports.document import Cell, Note, Run, cell, text
from qualcode.reports.painting import number, percent, whole
from qualcode.reports.parts import paraphrase_mark, reference
from qualcode.reports.sections.data import Measured, SectionQuote, Share
from qualcode.text.figures import limit
from qualcode.text.leaks import SMALLEST

BEFORE = ("rp", "$", "us$", "€", "£", "idr", "usd")
"""Units that stand before their number."""
FINE = 1000
"""From this on a number is written without decimals."""


def amount(value: float, unit: str = "") -> str:
    """A number with thousands set apart and at most two decimals: Rp2.400.000, 44,7, 12 kg; none from a thousand on."""
    if float(value).is_integer() or abs(value) >= FINE:
        shown = whole(round(value)).replace("-", words.MINUS)
    else:
        point = "," if language() == "id" else "."
        before, _point, behind = number(value).partition(point)
        digits = before.lstrip(words.MINUS)
        shown = words.MINUS * (len(before) - len(digits)) + whole(int(digits)) + point + behind
    if not unit:
        return shown
    return f"{unit}{shown}" if unit.casefold() in BEFORE else f"{shown} {unit}"


def value_words(value: str, unit: str) -> str:
    """One of several numbers as a person wrote it, with thousands set apart and its unit."""
    try:
        return amount(float(value), unit)
    except ValueError:
        return value


def measured(figure: Measured, unit: str = "") -> str:
    """A figure, or why there is none."""
    return figure.why if figure.value is None else amount(figure.value, unit)


def share_words(share: Share) -> str:
    """A share in per cent; a dash where there is nobody it could be of."""
    return "–" if share.value is None else percent(share.value, places_of(share.n))


def places_of(n: int) -> int:
    """Decimals of a share in per cent: none where one more or less of `n` changes it by five in a hundred."""
    return 0 if n < SMALL else 1


SMALL = 20


def interval_words(share: Share) -> str:
    """The interval of a share in per cent, or a dash."""
    if share.low is None or share.high is None:
        return "–"
    places = places_of(share.n)
    low, high = (percent(limit(edge, places + 2), places) for edge in (share.low, share.high))
    return f"{low} – {high}"


def sampling(random: bool) -> str:
    """What shares say of those who were not asked."""
    if random:
        return _(
            "Chance chose who was asked, so each share has an interval (Wilson, 95%): the shares of everybody that "
            "the sample was drawn from which fit what was found."
        )
    return _(
        "Shares describe those who were asked and nobody else: this is no random sample, so no interval is given."
    )


def few(counts: Mapping[str, int]) -> list[Note]:
    """What the writer has to look at before others read it: values that so few informants have that they name them."""
    small = [f"{name} ({n})" for name, n in counts.items() if 0 < n < SMALLEST]
    if not small:
        return []
    said = _(
        "Fewer than three informants have: {values}. Those who know the place may recognise them: look at this "
        "before the report is handed in.",
        values="; ".join(small),
    )
    return [Note(text(said), "warning")]


def quote_cells(said: Sequence[SectionQuote], withheld: int) -> list[Cell]:
    """A cell for each quote beside a figure, then how many may not be printed; at least one cell."""
    cells = [Cell(tuple(quote_runs(quote))) for quote in said]
    if withheld:
        cells.append(cell(f"[{not_printed(withheld)}]"))
    return cells or [cell("–")]


def not_printed(withheld: int) -> str:
    """How many quotes are left out, and why."""
    return ngettext(
        "{n} quote not printed for lack of consent", "{n} quotes not printed for lack of consent", withheld
    )


def quote_runs(quote: SectionQuote) -> Iterator[Run]:
    """The words, in quotation marks where they are the informant's, and where they stand."""
    said = " ".join(quote.text.split())
    yield Run(said if quote.paraphrase else f"“{said}”")
    if quote.paraphrase:
        yield Run(" " + paraphrase_mark())
    if quote.translation:
        yield Run(f" [{_('translation')}: {' '.join(quote.translation.split())}]")
    yield Run(" ")
    yield reference(quote.reference)
