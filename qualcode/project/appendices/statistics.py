"""Agreement and saturation for their appendices: as a section of the report asks for them, else as they usually are."""

from __future__ import annotations

from collections.abc import Callable

from qualcode.errors import QualcodeError
from qualcode.model import SectionKind
from qualcode.project.appendices.asked import Asked
from qualcode.project.report_gathering import Gathering
from qualcode.project.report_sections.kinds import kind_of
from qualcode.reports.appendix.statistics import Statistics
from qualcode.reports.sections.data import Gone


def statistic(kind: SectionKind) -> Callable[[Gathering, Asked], Statistics]:
    """What gathers the sections of one kind, or one with the usual settings where there is none."""

    def gather(of: Gathering, _asked: Asked) -> Statistics:
        sections = of.project.sections.bodies(of, kind)
        if not sections:
            try:
                sections = (kind_of(kind).gather(of, {}),)
            except QualcodeError as error:
                sections = (Gone(error.message),)
        return Statistics(kind.value, sections)

    return gather


def wanted(kind: SectionKind) -> Callable[[Gathering], bool]:
    """Whether a person asked for a section of this kind: then it belongs among the appendices too."""
    return lambda of: any(row.kind == kind for row in of.project.sections.list())
