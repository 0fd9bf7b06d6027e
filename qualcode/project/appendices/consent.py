"""Consent for its appendix."""

from __future__ import annotations

from sqlmodel import select

from qualcode.model import Consent
from qualcode.project.appendices.asked import Asked
from qualcode.project.report_gathering import Gathering
from qualcode.reports.appendix.consent import Agreed, Consents


def consent(of: Gathering, _asked: Asked) -> Consents:
    """Every informant in the order they were entered, with what is recorded of their consent."""
    with of.project.read() as session:
        held = {one.informant_id: one for one in session.scalars(select(Consent))}
    rows = []
    for person in of.passages.material.informants:
        one = held.get(person.id)
        rows.append(
            Agreed(
                informant=person.code,
                status=one.status.value if one else "",
                day=one.given_on if one else None,
                form=one.form if one else "",
                may_quote=person.code not in of.passages.silenced,
            )
        )
    return Consents(tuple(rows))
