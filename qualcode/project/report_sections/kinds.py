"""The kinds of report sections: what each takes, what it is called, and how its data is gathered.

A kind is one entry in `KINDS`, and the data class that its `gather` gives has one entry in
`qualcode.reports.sections.painters.PAINTERS`, which makes blocks of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from qualcode.analysis.agreement.presence import ASKABLE
from qualcode.i18n import _
from qualcode.model import SectionKind
from qualcode.project.agreement import UNITS
from qualcode.project.crossing_facet import FRAMES
from qualcode.project.report_gathering import Gathering
from qualcode.project.report_sections import settings as s
from qualcode.project.report_sections.cases import case, periods
from qualcode.project.report_sections.comparing import agreement, saturation
from qualcode.project.report_sections.comparisons import ATTRIBUTE, by, compare
from qualcode.project.report_sections.counting import attribute, cross, joint, value
from qualcode.project.report_sections.crossings import table
from qualcode.project.report_sections.figure import TAKES, figure, fits
from qualcode.project.report_sections.links import links
from qualcode.project.report_sections.settings import Setting
from qualcode.project.saturation import ORDERS, WHICH


@dataclass(frozen=True)
class Kind:
    """One kind of section."""

    what: Callable[[], str]
    """What it shows, in the current language."""
    title: Callable[[Mapping[str, Any]], str]
    """Its title where a person gave none, from its settings, in the current language."""
    gather: Callable[[Gathering, Mapping[str, Any]], object]
    """Its data for the report, from settings that were read just before."""
    settings: Mapping[str, Setting]
    fits: Callable[[Mapping[str, Any]], None] = lambda _given: None
    """Raises BadInput where settings do not go together."""

    def read(self, session: Session, given: Mapping[str, Any]) -> dict[str, Any]:
        """Settings as they are used; raises BadInput, NotFound or Ambiguous where they do not fit the project."""
        found = s.read_settings(session, self.settings, given)
        self.fits(found)
        return found

    def kept(self, session: Session, given: Mapping[str, Any]) -> dict[str, Any]:
        """Settings as the project keeps them; raises what `read` raises."""
        return s.kept(session, self.settings, self.read(session, given))


KINDS: Mapping[SectionKind, Kind] = {
    SectionKind.ATTRIBUTE: Kind(
        what=lambda: _("how an attribute is distributed, with what the sample allows to say"),
        title=lambda given: _("Distribution of {name}", name=given["name"]),
        gather=attribute,
        settings={
            "name": Setting(s.attribute, lambda: _("the attribute"), needed=True),
            "unit": Setting(s.text, lambda: _("the unit of its numbers, as Rp")),
        },
    ),
    SectionKind.CROSS: Kind(
        what=lambda: _("an attribute of informants over another, or over groups"),
        title=lambda given: _("{name} by {by}", name=given["name"], by=_by(given["by"])),
        gather=cross,
        settings={
            "name": Setting(s.attribute_of_informants, lambda: _("the attribute"), needed=True),
            "by": Setting(s.attribute_or_group, lambda: _("another attribute, or group"), needed=True),
        },
    ),
    SectionKind.JOINT: Kind(
        what=lambda: _("codes over the values of an attribute: figures beside quotes"),
        title=lambda given: _("Joint display: codes by {name}", name=given["name"]),
        gather=joint,
        settings={
            "name": Setting(s.attribute, lambda: _("the attribute"), needed=True),
            "codes": Setting(s.codes, lambda: _("the codes"), needed=True),
            "quotes": Setting(s.whole(0), lambda: _("quotes beside each figure; 2 by default")),
        },
    ),
    SectionKind.VALUE: Kind(
        what=lambda: _("value for money: economy, efficiency, effectiveness and what one success cost"),
        title=lambda _given: _("Value for money"),
        gather=value,
        settings={
            "budget": Setting(s.numbers, lambda: _("the attribute that holds what was budgeted")),
            "spent": Setting(s.numbers, lambda: _("... what was spent")),
            "cost": Setting(s.numbers, lambda: _("... what it cost")),
            "result": Setting(s.numbers, lambda: _("... what came of it")),
            "target": Setting(s.numbers, lambda: _("... what was to come of it")),
            "per": Setting(
                s.attribute_value, lambda: _("an attribute and its value, as status=active: the cost of each")
            ),
            "unit": Setting(s.text, lambda: _("the unit of money, as Rp")),
        },
    ),
    SectionKind.SATURATION: Kind(
        what=lambda: _("whether the last informants still brought new codes"),
        title=lambda _given: _("Saturation of codes"),
        gather=saturation,
        settings={
            "base": Setting(s.whole(1), lambda: _("units whose codes the others are compared with")),
            "run": Setting(s.whole(1), lambda: _("consecutive units that confirm")),
            "threshold": Setting(s.share, lambda: _("the share of new codes that is few")),
            "codes": Setting(s.choice(*WHICH), lambda: _("all or inductive codes")),
            "order": Setting(s.choice(*ORDERS), lambda: _("by date or as they were coded")),
            "group": Setting(s.group, lambda: _("only this group")),
            "coder": Setting(s.coder, lambda: _("only what this coder set")),
        },
    ),
    SectionKind.AGREEMENT: Kind(
        what=lambda: _("how far coders agree, code by code"),
        title=lambda _given: _("Agreement between coders"),
        gather=agreement,
        settings={
            "coders": Setting(
                s.coders,
                lambda: _("who is compared; by default the first coder and all who were given turns"),
            ),
            "unit": Setting(s.choice(*UNITS), lambda: _("turn, sentence or character")),
        },
    ),
    SectionKind.CASE: Kind(
        what=lambda: _("an outcome over periods, before and after, with what changed for each person"),
        title=lambda given: _("{outcome}: before and after", outcome=given["outcome"]),
        gather=case,
        settings={
            "outcome": Setting(s.attribute, lambda: _("the attribute that is the outcome"), needed=True),
            "periods": Setting(periods, lambda: _("what codings speak about, from the first to the last")),
            "codes": Setting(s.codes, lambda: _("only these codes and those below them")),
        },
    ),
    SectionKind.COMPARE: Kind(
        what=lambda: _("codes over groups or an attribute, with contrasting quotes side by side"),
        title=lambda given: _(
            "Codes compared by {by}", by=_by(given.get("by", "group").removeprefix(ATTRIBUTE))
        ),
        gather=compare,
        settings={
            "by": Setting(by, lambda: _("group (by default), method, wave, or an attribute as attr:outcome")),
            "codes": Setting(s.codes, lambda: _("the codes"), needed=True),
            "quotes": Setting(s.whole(0), lambda: _("quotes in each cell; 2 by default")),
        },
    ),
    SectionKind.TABLE: Kind(
        what=lambda: _("branches of the codebook over each other, as stage by actor for each problem"),
        title=lambda given: _(
            "{rows} by {columns}", rows=", ".join(given["rows"]), columns=", ".join(given["columns"])
        ),
        gather=table,
        settings={
            "rows": Setting(
                s.codes, lambda: _("codes of the rows; one with codes below it stands for these"), needed=True
            ),
            "columns": Setting(s.codes, lambda: _("codes of the columns"), needed=True),
            "of": Setting(s.codes, lambda: _("a table for each of these codes")),
            "within": Setting(s.choice(*FRAMES), lambda: _("what they share: turn (by default) or source")),
        },
    ),
    SectionKind.LINKS: Kind(
        what=lambda: _("problems with their causes and solutions, as people linked them, and a picture"),
        title=lambda _given: _("Problems, causes and solutions"),
        gather=links,
        settings={},
    ),
    SectionKind.FIGURE: Kind(
        what=lambda: _("a figure: prominence, matrix, saturation, agreement or network"),
        title=lambda given: figure_title(given["of"]),
        gather=figure,
        fits=fits,
        settings={
            "of": Setting(
                s.choice(*TAKES), lambda: _("what it is of: {all}", all=", ".join(TAKES)), needed=True
            ),
            "by": Setting(
                by, lambda: _("matrix: group (by default), method, wave, or an attribute as attr:outcome")
            ),
            "codes": Setting(s.codes, lambda: _("prominence, matrix, agreement: only these codes")),
            "coder": Setting(s.coder, lambda: _("only what this coder set; not for agreement and network")),
            "group": Setting(
                s.group, lambda: _("saturation: only this group; network: only ties that touch it")
            ),
            "coders": Setting(s.coders, lambda: _("agreement: who is compared")),
            "coefficient": Setting(s.choice(*ASKABLE), lambda: _("agreement: alpha by default")),
            "unit": Setting(s.choice(*UNITS), lambda: _("agreement: turn, sentence or character")),
            "base": Setting(
                s.whole(1), lambda: _("saturation: units whose codes the others are compared with")
            ),
            "run": Setting(s.whole(1), lambda: _("saturation: consecutive units that confirm")),
            "threshold": Setting(s.share, lambda: _("saturation: the share of new codes that is few")),
            "which": Setting(s.choice(*WHICH), lambda: _("saturation: all or inductive codes")),
            "order": Setting(s.choice(*ORDERS), lambda: _("saturation: by date or as they were coded")),
        },
    ),
}


def kind_of(kind: SectionKind) -> Kind:
    """What there is to know of a kind."""
    return KINDS[kind]


def figure_title(of: str) -> str:
    """What a section with this figure is called."""
    titles = {
        "prominence": _("Figure: prominence of codes"),
        "matrix": _("Figure: matrix of codes"),
        "saturation": _("Figure: saturation of codes"),
        "agreement": _("Figure: agreement between coders"),
        "network": _("Figure: network of informants"),
    }
    return titles[of]


def _by(name: str) -> str:
    return _("group") if name == "group" else name
