"""What the project knows of the 32 items of COREQ, for its appendix."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlmodel import select

from qualcode.model import Code, CodeOrigin, Method, TurnKind
from qualcode.project.appendices.asked import Asked
from qualcode.project.report_gathering import Gathering
from qualcode.reports.appendix.coreq import Coreq, Count, MethodCount, OutcomeCount, VerdictCount

SPOKEN = (Method.INTERVIEW, Method.FGD)


def coreq(of: Gathering, _asked: Asked) -> Coreq:
    """Everything that can be filled in; nothing is guessed."""
    return Coreq(**_people(of), **_sources(of), **_coding(of), **_findings(of))


def _people(of: Gathering) -> dict[str, Any]:
    people = of.project.informants.list()
    ways = Counter(person.sampling for person in people if person.sampling)
    groups = Counter(of.groups[person.group] for person in people)
    traits = dict.fromkeys(name for person in people for name in person.attributes)
    return {
        "sampling": tuple(Count(name, n) for name, n in ways.items()),
        "people": len(people),
        "groups": tuple(Count(name, n) for name, n in groups.items()),
        "traits": tuple(traits),
    }


def _sources(of: Gathering) -> dict[str, Any]:
    found = of.passages.material
    field = [source for source in found.sources if source.method != Method.LITERATURE]
    spoken = [source for source in found.sources if source.method in SPOKEN]
    notes = [source for source in found.sources if source.method == Method.OBSERVATION]
    turns = {source.id: of.passages.places[source.id].turns for source in found.sources}
    days = sorted(source.collected_on for source in field if source.collected_on)
    interviewed = Counter(
        found.informants[who].code
        for row, source in enumerate(found.sources)
        if source.method == Method.INTERVIEW
        for who in found.speakers[row]
    )
    guide = of.project.notes.guide()
    return {
        "sources": tuple(MethodCount(m.value, n) for m, n in Counter(s.method for s in field).items()),
        "sites": tuple(dict.fromkeys(source.site for source in field if source.site)),
        "first": days[0] if days else None,
        "last": days[-1] if days else None,
        "questions": len(guide),
        "focuses": len({row.focus for row in guide if row.focus}),
        "informants": tuple(sorted(code for code, times in interviewed.items() if times > 1)),
        "timed": sum(any(t.time_start_ms is not None for t in turns[s.id]) for s in spoken),
        "spoken": len(spoken),
        "notes": len(notes),
        "reflective": sum(t.kind == TurnKind.REFLECTIVE for s in notes for t in turns[s.id]),
        "minutes": tuple(source.duration_minutes for source in spoken if source.duration_minutes),
    }


def _coding(of: Gathering) -> dict[str, Any]:
    with of.project.read() as session:
        codes = session.scalars(select(Code)).all()
    parents = {code.parent_id for code in codes}
    leaves = [code for code in codes if code.id not in parents]
    origins = Counter(code.origin for code in leaves)
    table = of.project.analysis.saturation()
    return {
        "saturation": table.verdict_words() if table.figure.n else "",
        "coders": tuple(coder.name for coder in of.project.coders.list() if coder.codings),
        "second_coders": of.passages.second_coders,
        "branches": len(codes) - len(leaves),
        "codes": len(leaves),
        "deductive": origins[CodeOrigin.DEDUCTIVE],
        "inductive": origins[CodeOrigin.INDUCTIVE],
        "single": sum(row.informants == 1 and row.below == (row.code,) for row in of.report.codes),
    }


def _findings(of: Gathering) -> dict[str, Any]:
    findings = of.report.findings
    checks = [check for finding in findings for check in finding.member_checks]
    field = [passage for passage in of.passages.counted if not of.passages.is_literature(passage)]
    printed = {passage.span: passage for passage in reversed(field) if passage.text}
    return {
        "checks": tuple(OutcomeCount(name, n) for name, n in Counter(c.outcome for c in checks).items()),
        "checked": sum(bool(finding.member_checks) for finding in findings),
        "findings": len(findings),
        "backed": sum(bool(finding.quotes or finding.withheld) for finding in findings),
        "verdicts": tuple(
            VerdictCount(name, n) for name, n in Counter(f.row.verdict for f in findings).items()
        ),
        "quotes": len(printed),
        "references": tuple(passage.reference for passage in list(printed.values())[-1:]),
        "withheld": len({passage.span for passage in field} - printed.keys()),
        "themes": tuple(dict.fromkeys(finding.theme for finding in findings if finding.theme)),
        "deviant": sum(bool(f.negative_case) or f.row.verdict == "DISSONANCE" for f in findings),
    }
