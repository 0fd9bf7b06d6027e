"""Agreement and saturation for their appendices: as a section of the report asks for them, else as they usually are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from qualcode.errors import QualcodeError
from qualcode.model import SectionKind
from qualcode.project.appendices.asked import Asked
from qualcode.project.report_gathering import Gathering
from qualcode.project.report_sections.kinds import kind_of
from qualcode.project.saturation import advice
from qualcode.reports.appendix.statistics import Statistics
from qualcode.reports.sections.data import Gone, SaturationBody


def statistic(kind: SectionKind) -> Callable[[Gathering, Asked], Statistics]:
    """What gathers the sections of one kind, or one with the usual settings where there is none."""

    def gather(of: Gathering, asked: Asked) -> Statistics:
        sections = of.project.sections.bodies(of, kind)
        if not sections:
            try:
                sections = (_unadvised(kind_of(kind).gather(of, {})),)
            except QualcodeError as error:
                sections = (Gone(error.message),)
            return Statistics(kind.value, sections, asked=kind.value in asked.beside)
        return Statistics(kind.value, sections)

    return gather


def _unadvised(body: object) -> object:
    """Without what is said to the researcher and not to the reader: `reminder` says it."""
    if not isinstance(body, SaturationBody):
        return body
    return replace(body, warnings=tuple(one for one in body.warnings if one != advice()))


def reminder(body: object) -> str:
    """What to see to where saturation is shown and nobody asked for it; else empty."""
    if not isinstance(body, Statistics) or body.asked or body.is_empty:
        return ""
    return advice() if body.name == SectionKind.SATURATION.value else ""


def wanted(kind: SectionKind) -> Callable[[Gathering], bool]:
    """Whether a person asked for a section of this kind: then it belongs among the appendices too."""
    return lambda of: any(row.kind == kind for row in of.project.sections.list())
