"""The list of informants: by code, never by name, with nothing fine enough to tell who somebody is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from qualcode.i18n import _
from qualcode.reports import words
from qualcode.reports.appendix.binding import Front
from qualcode.reports.document import Block, Cell, Column, Paragraph, Row, Table, cell, text
from qualcode.reports.painting import long_date, whole
from qualcode.reports.parts import head


@dataclass(frozen=True, slots=True)
class Meeting:
    """A conversation with an informant."""

    reference: str
    """As W1."""
    day: date | None
    site: str
    minutes: int | None


@dataclass(frozen=True, slots=True)
class Listed:
    """An informant; `sex` and `age` are empty where nobody recorded them."""

    informant: str
    group: str
    role: str
    """`key`, `main` or `supporting`."""
    position: str
    sex: str
    age: str
    """A span of years."""
    meetings: tuple[Meeting, ...]


@dataclass(frozen=True, slots=True)
class Informants:
    """The informants by group."""

    rows: tuple[Listed, ...]

    @property
    def is_empty(self) -> bool:
        """True without an informant."""
        return not self.rows


def informants(body: Informants, _front: Front) -> Iterator[Block]:
    """No., code, group, role, sex, age, then when and where each was spoken with and for how long."""
    if body.is_empty:
        yield Paragraph(text(_("No informant has been entered yet.")))
        return
    sexes, ages = any(row.sex for row in body.rows), any(row.age for row in body.rows)
    columns = [Column(0.45, "centre"), Column(0.6), Column(1.3), Column(1.6)]
    names = [_("No."), _("Code"), _("Group"), _("Role in general")]
    if sexes:
        columns.append(Column(0.9))
        names.append(_("Sex"))
    if ages:
        columns.append(Column(0.7))
        names.append(_("Age"))
    columns += [Column(1.4), Column(1.3), Column(0.9, "right")]
    names += [_("Date"), _("Place"), _("Duration (minutes)")]
    yield Table(
        _("List of informants"),
        tuple(columns),
        (head(*names),),
        tuple(_row(number, row, sexes, ages) for number, row in enumerate(body.rows, 1)),
        anchor="informants-table",
        note=text(_("Informants appear by code only; the names are kept apart and are in no report.")),
        landscape=len(columns) > 7,
    )


def _row(number: int, row: Listed, sexes: bool, ages: bool) -> Row:
    position = row.position or words.role(row.role)
    held = row.meetings
    dates = [f"{one.reference}: {long_date(one.day) if one.day else '–'}" for one in held]
    minutes = ["–" if one.minutes is None else whole(one.minutes) for one in held]
    return Row(
        (
            cell(str(number)),
            cell(row.informant, bold=True),
            cell(words.column("group", row.group)),
            cell(position),
            *([cell(row.sex or "–")] if sexes else []),
            *([cell(row.age or "–")] if ages else []),
            _lines(dates),
            _lines([one.site or "–" for one in held]),
            _lines(minutes),
        )
    )


def _lines(said: list[str]) -> Cell:
    """One line for each meeting; what is the same for all of them is said once."""
    return cell("\n".join(said if len(set(said)) > 1 else said[:1]) or "–")
