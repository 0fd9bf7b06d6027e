"""Comments for the appendices that tell of supervision: the revision table and the supervision card."""

from __future__ import annotations

from sqlmodel import select

from qualcode.model import Coder, CoderRole
from qualcode.project.appendices.asked import Asked
from qualcode.project.report_gathering import Gathering
from qualcode.reports.appendix.revisions import Revisions
from qualcode.reports.appendix.supervision import Supervision
from qualcode.reports.remarks import Remark
from qualcode.store.transaction import table_of


def revisions(of: Gathering, asked: Asked) -> Revisions:
    """Every thread, or those of one meeting, meetings in the order they were first named."""
    remarks = _made_at(of, asked.round)
    meetings = list(dict.fromkeys(remark.meeting for remark in remarks))
    return Revisions(tuple(sorted(remarks, key=lambda remark: meetings.index(remark.meeting))), asked.round)


def supervision(of: Gathering, asked: Asked) -> Supervision:
    """The threads that supervisors began, by day and meeting.

    They are the coders with that role; where nobody has it, everybody but the first coder, who is the researcher.
    """
    with of.project.read() as session:
        coders = session.scalars(select(Coder).order_by(table_of(Coder).c.id)).all()
    supervisors = {coder.name for coder in coders if coder.role == CoderRole.SUPERVISOR} or {
        coder.name for coder in coders[1:]
    }
    remarks = [remark for remark in _made_at(of, asked.round) if remark.author in supervisors]
    remarks.sort(key=lambda remark: (remark.day, remark.meeting))
    return Supervision(tuple(remarks), tuple(dict.fromkeys(remark.author for remark in remarks)))


def _made_at(of: Gathering, meeting: str) -> list[Remark]:
    """The comments of one meeting, whatever its case; all of them where none is named."""
    wanted = " ".join(meeting.split()).casefold()
    return [remark for _thread, remark in of.threads if not wanted or remark.meeting.casefold() == wanted]
