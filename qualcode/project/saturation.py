"""Saturation of a project's codes over the interviews and sessions, with its curve, definitions and warnings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlmodel import Session, select

from qualcode.analysis import saturation as sat
from qualcode.analysis.columns import NOBODY, Bools
from qualcode.analysis.counted import DOCUMENTS, EVENTS, INTERVIEWS, SESSIONS
from qualcode.analysis.counted import one as one_counted
from qualcode.analysis.query import Field, Node, Or, Term, both, written
from qualcode.errors import BadInput
from qualcode.i18n import _, language, ngettext
from qualcode.model import Code, CodeOrigin, Coder, Group, Method
from qualcode.project import material
from qualcode.project.citations import Citations
from qualcode.project.code_tree import code_tree
from qualcode.project.facet import not_one_of
from qualcode.project.figures import CodeHead
from qualcode.project.lookup import find
from qualcode.project.spreadsheets import Sheet, figure

ALL, INDUCTIVE = "all", "inductive"
WHICH = (ALL, INDUCTIVE)
"""Which codes are counted."""
DATE, CODED = "date", "coded"
ORDERS = (DATE, CODED)
"""The order of the units: as they were heard, or as they were first coded."""


def advice() -> str:
    """Who leaves saturation out: told to the researcher, and printed by no report that takes it up unasked."""
    return _("Reflexive thematic analysis does not judge by saturation; leave it out there.")


@dataclass(frozen=True)
class UnitStep:
    """One interview or focus group and what is first found there."""

    unit: str
    """An informant's code, with the interview's label where there were several, or the label of a session, as FGD1."""
    id: str
    """The informant's code, or the lasting id of the session's source."""
    source: str
    """The lasting id of the source."""
    when: date | None
    found: tuple[CodeHead, ...]
    """Codes that nobody before has, in the order of the codebook."""
    own: Node
    """What a query says to get the unit's words."""

    def query(self, coder: str | None = None) -> str:
        """The query that gives the quotes of the codes first found here; empty where there are none."""
        codes = tuple(Term(Field.ONLY, code.code) for code in self.found)
        whose = () if coder is None else (Term(Field.CODER, coder),)
        return written(both(Or(codes), self.own, Term(Field.COUNTED, "yes"), *whose)) if codes else ""


@dataclass(frozen=True)
class SaturationTable:
    """Saturation over interviews and focus group sessions that are coded, in one order, with the other beside it."""

    figure: sat.Saturation
    steps: tuple[UnitStep, ...]
    order: str
    other: sat.Saturation
    """The same in the other order."""
    codes: str
    """Which codes are counted: all or inductive."""
    deductive: int
    """Of the codes found, those that the codebook had beforehand."""
    uncoded: tuple[str, ...]
    """Interviews and sessions without a coding that counts: they are left out."""
    groups: int
    """Groups that the units belong to."""
    group: str | None = None
    coder: str | None = None
    again: tuple[str, ...] = ()
    """Informants of whom several interviews are among the units."""
    of_documents: bool = False
    """Whether documents and observations are the units, since the study holds nobody's talk."""

    @property
    def notation(self) -> str | None:
        """Units and confirming run, as "6+2"; None where `reason_words` says why."""
        return self.figure.notation

    @property
    def unit(self) -> str:
        """What the steps are: one of the units of `analysis.counted`."""
        if self.of_documents:
            return DOCUMENTS
        sessions = {isinstance(step.own, Term) and step.own.field is Field.SOURCE for step in self.steps}
        return EVENTS if len(sessions) > 1 else SESSIONS if True in sessions else INTERVIEWS

    def late_words(self) -> str:
        """The codes that came after the point all the same, and with whom; empty where there are none."""
        found = self.figure
        if found.confirmed is None or not found.late:
            return ""
        who = [step.unit for step in self.steps[found.confirmed.last :] if step.found]
        return ngettext(
            "{n} new code after that point ({who})",
            "{n} new codes after that point ({who})",
            found.late,
            who=", ".join(who),
        )

    def verdict_words(self) -> str:
        """The result in one sentence, with what came after it."""
        found = self.figure
        if found.confirmed is None:
            return self.reason_words()
        reached = _(
            "saturated at {notation}: {units}, and units {first}–{last} bring {codes} ({new}/{base} of the base's "
            "number, {share})",
            notation=found.notation,
            units=ngettext("{n} unit", "{n} units", found.reached or 0),
            first=found.confirmed.first,
            last=found.confirmed.last,
            codes=ngettext("{n} new code", "{n} new codes", found.confirmed.new),
            new=found.confirmed.new,
            base=found.base_codes,
            share=share_words(found.confirmed.ratio),
        )
        return "; ".join(filter(None, (reached, self.late_words())))

    def reason_words(self) -> str:
        """Why there is no point of saturation; empty where there is one."""
        found = self.figure
        match found.reason:
            case sat.Unsaturated.TOO_FEW:
                return _(
                    "not enough data: {n} coded units, and a base of {base} with a run of {run} needs {needed}",
                    n=found.n,
                    base=found.base,
                    run=found.run,
                    needed=found.base + found.run,
                )
            case sat.Unsaturated.EMPTY_BASE:
                return _("undefined: no code is found in the first {n} units", n=found.base)
            case sat.Unsaturated.NOT_REACHED:
                return _(
                    "not reached: every run brings more than {share} of the codes of the base",
                    share=share_words(found.threshold),
                )
        return ""

    def warnings(self) -> list[str]:
        """What has to stand beside the result."""
        lines = []
        known = len({code.key for step in self.steps for code in step.found})
        if self.deductive:
            lines.append(
                _(
                    "{n} of {all} codes found were in the codebook beforehand: such codes are soon found whatever is "
                    "said, so judge by inductive codes too.",
                    n=self.deductive,
                    all=known,
                )
            )
        if self.again:
            lines.append(
                _(
                    "Interviewed more than once, each time a unit of its own at its date: {who}.",
                    who=", ".join(self.again),
                )
            )
        if undated := [step.unit for step in self.steps if step.when is None]:
            lines.append(_("Without a date, so put last: {units}.", units=", ".join(undated)))
        if self.uncoded:
            lines.append(_("Not coded yet, so left out: {units}.", units=", ".join(self.uncoded)))
        if self.other.notation != self.figure.notation:
            lines.append(
                _(
                    "The order matters: by date {one}, by order of coding {other}.",
                    one=_notation(self.figure if self.order == DATE else self.other),
                    other=_notation(self.other if self.order == DATE else self.figure),
                )
            )
        if self.groups > 1:
            lines.append(
                _(
                    "{n} groups are taken as one set: what is saturated overall need not be so within each.",
                    n=self.groups,
                )
            )
        lines.append(
            _(
                "The rule describes these units in this order; in its authors' resampling the degree reached was 69–76% "
                "(mixed samples) to 87–89% (alike) at 0%, and 62–71% to 78–82% at 5%."
            )
        )
        lines.append(advice())
        return lines

    def table(self) -> Sheet:
        """Heading and rows for a spreadsheet: a unit a row, with the run that ends there: from which unit, its new codes
        and their ratio, and whether it confirms.
        """
        ends = {one.last: one for one in self.figure.runs}
        heads = [_("No."), _("Unit"), _("Date"), _("New"), _("Codes"), _("Run"), _("Run from"), _("New in the run"),
                 _("confirms"), _("New codes")]  # fmt: skip

        def ended(number: int) -> list[str]:
            if (run := ends.get(number)) is None:
                return ["", "", "", ""]
            confirms = _("yes") if run == self.figure.confirmed else _("no")
            return [figure(run.ratio), str(run.first), str(run.new), confirms]

        return heads, [
            [
                str(number),
                step.unit,
                step.when.isoformat() if step.when else "",
                str(len(step.found)),
                str(curve),
                *ended(number),
                " ".join(code.code for code in step.found),
            ]
            for number, (step, curve) in enumerate(zip(self.steps, self.figure.curve, strict=True), 1)
        ]

    def definitions(self) -> dict[str, str]:
        """What each number means, in the current language."""
        return {
            "unit": _(
                "{one} that is coded, at its date; nobody's talk is in this study", one=one_counted(self.unit)
            )
            if self.of_documents
            else _(
                "{one} that is coded, at its date; documents and observations are not counted",
                one=one_counted(self.unit),
            ),
            "new_after": _("codes first found after the confirming run"),
            "new": _("codes that no unit before has; a code and one below it are two codes"),
            "curve": _("different codes up to and with the unit"),
            "ratio": _("new codes of a run of consecutive units / codes of the base; runs slide by one unit"),
            "notation": _("units + confirming run, as 6+2; after Guest, Namey and Chen (2020)"),
        }

    def as_json(self) -> dict[str, object]:
        """The plain document the command line prints; what does not exist is null and says why."""
        found = self.figure
        return {
            "notation": found.notation,
            "reason": found.reason and found.reason.value,
            "verdict": self.verdict_words(),
            "new_after": found.late,
            "n": found.n,
            "base": found.base,
            "run": found.run,
            "threshold": found.threshold,
            "base_codes": found.base_codes,
            "codes": self.codes,
            "order": self.order,
            "group": self.group,
            "coder": self.coder,
            "other_order": {
                "order": CODED if self.order == DATE else DATE,
                "notation": self.other.notation,
                "reason": self.other.reason and self.other.reason.value,
            },
            "units": [
                {
                    "number": number,
                    "unit": step.unit,
                    "id": step.id,
                    "source": step.source,
                    "date": step.when and step.when.isoformat(),
                    "new": len(step.found),
                    "curve": curve,
                    "codes": [code.code for code in step.found],
                    "query": step.query(self.coder),
                }
                for number, (step, curve) in enumerate(zip(self.steps, found.curve, strict=True), 1)
            ],
            "runs": [
                {
                    "first": one.first,
                    "last": one.last,
                    "new": one.new,
                    "ratio": None if one.ratio is None else round(one.ratio, 6),
                    "confirms": one == found.confirmed,
                }
                for one in found.runs
            ],
            "uncoded": list(self.uncoded),
            "definitions": self.definitions(),
            "warnings": self.warnings(),
        }


def share_words(ratio: float | None) -> str:
    """A ratio as percent with one decimal where it has one; a dash where there is none."""
    if ratio is None:
        return "–"
    shown = f"{100 * ratio:.1f}".removesuffix(".0") + "%"
    return shown.replace(".", ",") if language() == "id" else shown


def saturated(
    session: Session,
    *,
    base: int = sat.BASE,
    run: int = sat.RUN,
    threshold: float = sat.THRESHOLD,
    codes: str = ALL,
    order: str = DATE,
    group: str | None = None,
    coder: str | None = None,
) -> SaturationTable:
    """Saturation of a project; what the arguments mean and what it raises is told by `project.analysis.saturation`."""
    if base < 1 or run < 1:
        raise BadInput(_("base and run are whole numbers from 1"))
    if not 0 <= threshold < 1:
        raise BadInput(_("the threshold is a share from 0 to below 1, as 0.05"))
    if codes not in WHICH:
        raise BadInput(not_one_of("--codes", codes, WHICH))
    if order not in ORDERS:
        raise BadInput(not_one_of("--order", order, ORDERS))
    found = material.counting(session, coder)
    heads, _parents = code_tree(session)
    rank = {head.key: row for row, head in enumerate(heads)}
    origin = {code.id: code.origin for code in session.scalars(select(Code))}
    wanted = {key for key in rank if codes == ALL or origin[key] == CodeOrigin.INDUCTIVE}
    chosen = None if group is None else find(session, Group, group).name
    heard = _heard(found, chosen)
    coded, first_coding = _coded(found, chosen, heard)

    def day(event: _Event) -> tuple[bool, date, int]:
        when = found.sources[event[1]].collected_on
        return when is None, when or date.max, event[1]

    ordered = {
        DATE: sorted(coded, key=day),
        CODED: sorted(coded, key=lambda unit: first_coding[unit]),
    }
    fresh = {
        name: sat.first_found(sorted((coded[unit] & wanted), key=lambda key: rank[key]) for unit in units)
        for name, units in ordered.items()
    }
    figures = {
        name: sat.saturation([len(one) for one in found_new], base=base, run=run, threshold=threshold)
        for name, found_new in fresh.items()
    }
    every = {key for one in fresh[order] for key in one}
    labels = Citations(found.sources, "")
    visits = Counter(unit for unit, _source in heard)
    mixed = any(source.method != Method.INTERVIEW for source in found.sources)

    def called(event: _Event) -> str:
        unit, source = event
        label = found.units[unit].label
        return f"{label} {labels.label(found.sources[source].id)}" if visits[unit] > 1 else label

    def own(event: _Event) -> Node:
        unit, source = event
        where = Term(Field.SOURCE, labels.label(found.sources[source].id))
        if unit >= len(found.informants):
            return where
        whose = Term(Field.INFORMANT, found.informants[unit].code)
        if visits[unit] > 1:
            return both(whose, where)
        return both(whose, Term(Field.METHOD, Method.INTERVIEW)) if mixed else whose

    several = Counter(unit for unit, _source in coded)
    return SaturationTable(
        figure=figures[order],
        steps=tuple(
            UnitStep(
                called(event),
                found.units[event[0]].id,
                str(found.sources[event[1]].uid),
                found.sources[event[1]].collected_on,
                tuple(heads[rank[key]] for key in one),
                own(event),
            )
            for event, one in zip(ordered[order], fresh[order], strict=True)
        ),
        order=order,
        other=figures[CODED if order == DATE else DATE],
        codes=codes,
        deductive=sum(origin[key] == CodeOrigin.DEDUCTIVE for key in every),
        uncoded=tuple(called(event) for event in heard if event not in coded),
        groups=len({name for event in coded for name in heard[event]}),
        group=chosen,
        coder=None if coder is None else find(session, Coder, coder).name,
        of_documents=found.counts_documents,
        again=tuple(found.units[unit].label for unit, times in sorted(several.items()) if times > 1),
    )


_Event = tuple[int, int]
"""Rows of a unit and of the source it is heard in: an interview of an informant, or the session of a focus group."""


def _heard(found: material.Material, group: str | None) -> dict[_Event, frozenset[str]]:
    """Every interview and session, coded or not, with its groups; with `group` only those of it."""
    result: dict[_Event, frozenset[str]] = {}
    for row, source in enumerate(found.sources):
        if material.speaks_alone(source.method) and not (
            found.counts_documents and source.method != Method.LITERATURE
        ):
            continue
        names = {
            speaker: found.group_name[found.informants[speaker].group_id] for speaker in found.speakers[row]
        }
        if found.itself[row]:
            own = frozenset(names.values()) or frozenset(
                {found.group_name[source.group_id]} if source.group_id is not None else ()
            )
            seats = {len(found.informants) + row: own}
        else:
            seats = {speaker: frozenset({name}) for speaker, name in sorted(names.items())}
        result |= {(unit, row): groups for unit, groups in seats.items() if group is None or group in groups}
    return result


def _coded(
    found: material.Material, group: str | None, heard: Collection[_Event]
) -> tuple[dict[_Event, set[int]], dict[_Event, int]]:
    """By event: ids of its codes, and the id of its first coding."""
    rows, width = found.attribution, max(len(found.sources), 1)
    events = rows.unit * width + found.codings.source[rows.coding]
    kept: Bools = np.isin(events, [unit * width + source for unit, source in heard])
    if group is not None:
        names = [one.name for one in found.groups]
        kept &= found.unit_groups() == (names.index(group) if group in names else NOBODY - 1)
    coding = rows.coding[kept]
    events, ids = events[kept], found.columns.id[coding].astype(np.int64)
    codes: dict[_Event, set[int]] = {}
    for event, code in np.unique(np.stack((events, found.codings.code[coding])), axis=1).T.tolist():
        codes.setdefault(divmod(event, width), set()).add(code)
    order = np.lexsort((ids, events))
    first, places = np.unique(events[order], return_index=True)
    earliest = zip(first.tolist(), ids[order][places].tolist(), strict=True)
    return codes, {divmod(event, width): coding for event, coding in earliest}


def _notation(figure: sat.Saturation) -> str:
    return figure.notation or _("not reached")
