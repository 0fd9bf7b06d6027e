"""The list of informants for its appendix; ages come as spans of years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from qualcode.model import Method
from qualcode.project.appendices.asked import Asked
from qualcode.project.report_gathering import Gathering
from qualcode.reports.appendix.informants import Informants, Listed, Meeting

SEXES = ("jenis kelamin", "jk", "kelamin", "gender", "sex")
AGES = ("usia", "umur", "kelompok usia", "age", "age group")
SPAN = 10
"""Years that an age given to the year is told in."""

SPOKEN = (Method.INTERVIEW, Method.FGD)


def informants(of: Gathering, _asked: Asked) -> Informants:
    """Every informant by group, in the order they were entered."""
    found = of.passages.material
    meetings: dict[str, list[Meeting]] = {}
    for place, source in enumerate(found.sources):
        if source.method not in SPOKEN:
            continue
        for speaker in found.speakers[place]:
            meetings.setdefault(found.informants[speaker].code, []).append(
                Meeting(
                    of.passages.citations.label(source.id),
                    source.collected_on,
                    source.site,
                    source.duration_minutes,
                )
            )
    rows = [
        Listed(
            informant=person.id,
            group=of.groups[person.group],
            role=person.role,
            position=person.position,
            sex=_value(person.attributes, SEXES),
            age=_age(_value(person.attributes, AGES)),
            meetings=tuple(meetings.get(person.id, ())),
        )
        for person in of.project.informants.list()
    ]
    order = list(of.groups.values())
    rows.sort(key=lambda row: order.index(row.group))
    return Informants(tuple(rows))


def _value(attributes: Mapping[str, Any], names: Iterable[str]) -> str:
    held = {name.strip().casefold(): value for name, value in attributes.items()}
    return next((str(held[name]) for name in names if held.get(name) not in (None, "")), "")


def _age(given: str) -> str:
    """An age to the year as the span it is in: 47 is 40–49; what is a span already stays."""
    if not given.isascii() or not given.isdigit():
        return given
    first = int(given) // SPAN * SPAN
    return f"{first}–{first + SPAN - 1}"
