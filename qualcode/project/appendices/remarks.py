"""Comments for the appendices that tell of supervision: the revision table and the supervision card."""

from __future__ import annotations

from sqlmodel import select

from qualcode.model import Coder, CoderRole
from qualcode.project.appendices.asked import Asked
from qualcode.project.comment_rows import CommentRow
from qualcode.project.report_gathering import Gathering
from qualcode.reports.appendix.revisions import Answer, Remark, Revisions
from qualcode.reports.appendix.supervision import Supervision
from qualcode.store.transaction import table_of


def revisions(of: Gathering, asked: Asked) -> Revisions:
    """Every thread, or those of one meeting, meetings in the order they were first named."""
    threads = of.project.comments.list(round=asked.round or None)
    meetings = list(dict.fromkeys(thread.round for thread in threads))
    ordered = sorted(threads, key=lambda thread: meetings.index(thread.round))
    return Revisions(tuple(_remark(of, thread) for thread in ordered), asked.round)


def supervision(of: Gathering, asked: Asked) -> Supervision:
    """The threads that supervisors began, by day and meeting.

    They are the coders with that role; where nobody has it, everybody but the first coder, who is the researcher.
    """
    with of.project.read() as session:
        coders = session.scalars(select(Coder).order_by(table_of(Coder).c.id)).all()
    supervisors = {coder.name for coder in coders if coder.role == CoderRole.SUPERVISOR} or {
        coder.name for coder in coders[1:]
    }
    threads = [
        thread
        for thread in of.project.comments.list(round=asked.round or None)
        if thread.coder in supervisors
    ]
    remarks = [_remark(of, thread) for thread in threads]
    remarks.sort(key=lambda remark: (remark.day, remark.meeting))
    return Supervision(tuple(remarks), tuple(dict.fromkeys(remark.author for remark in remarks)))


def _remark(of: Gathering, thread: CommentRow) -> Remark:
    return Remark(
        meeting=thread.round,
        author=thread.coder,
        day=thread.created_at.date(),
        about=_about(of, thread),
        body=thread.body,
        answers=tuple(Answer(one.coder, one.created_at.date(), one.body) for one in thread.replies),
        settled=thread.status == "resolved",
    )


def _about(of: Gathering, thread: CommentRow) -> str:
    """A code, a finding, or a code with the reference of the passage; never the name of a file."""
    if thread.source is None or thread.start is None or thread.end is None:
        return thread.about
    at = next(at for at in of.passages.places.values() if at.source.uid == thread.source)
    return f"{thread.code} {of.passages.cite(at, thread.start, thread.end)}"
