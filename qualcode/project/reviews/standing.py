"""How the project stands that answers come home to: its codes, passages and findings, and what was answered before."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, select

from qualcode.exchange.review_pack import Choice, Kind, Mark
from qualcode.i18n import _
from qualcode.model import Code, Coder, Coding, Comment, Evidence, Finding, Memo, MemoKind, Record, Source
from qualcode.project.places import Place, place
from qualcode.project.reviews.fates import MODELS, Target, decided_by
from qualcode.project.reviews.shown import Digests
from qualcode.store.transaction import table_of


class Standing:
    """What a plan asks of a project, read once."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._digests = Digests(session)
        self.codes = {code.id: code for code in session.scalars(select(Code))}
        self.coders = {coder.id: coder.name for coder in session.scalars(select(Coder))}
        self.known: set[UUID] = set()
        """Ids of comments."""
        self.decisions: dict[Target, dict[int, Choice]] = {}
        """What was decided of a thing, by coder."""
        for comment in session.scalars(select(Comment).order_by(table_of(Comment).c.id)):
            self.known.add(comment.uid)
            if decided := decided_by(comment.uid):
                on = comment.code_id, comment.coding_id, comment.finding_id
                self.decisions.setdefault(on, {})[comment.coder_id] = decided
        memos = session.scalars(select(Memo).where(table_of(Memo).c.kind == MemoKind.SUPERVISOR))
        self.noted = {line for memo in memos for line in memo.body.split("\n")}
        """Lines of what supervisors said in memos."""
        self._records: dict[Kind, dict[UUID, Record]] = {
            kind: {record.uid: record for record in session.scalars(select(model))}
            for kind, model in MODELS.items()
        }
        self.codings = [one for one in self._records[Kind.CODING].values() if isinstance(one, Coding)]
        self._tagged = {
            (one.source_id, one.start, one.stop, one.coder_id, one.code_id): one for one in self.codings
        }
        self._places: dict[int, Place | None] = {}

    def record(self, mark: Mark) -> Record | None:
        """What a mark stands for, where it is there."""
        return self._records[mark.kind].get(mark.id)

    def twin(self, coding: Coding, code: Code) -> Coding | None:
        """The same passage of the same coder with that code."""
        found = self._tagged.get((coding.source_id, coding.start, coding.stop, coding.coder_id, code.id))
        return found if found is not None and found.id != coding.id else None

    def findings(self, coding: Coding) -> list[int]:
        """Numbers of the findings that a passage is evidence of."""
        table, findings = table_of(Evidence), table_of(Finding)
        return sorted(
            set(
                self.session.scalars(
                    select(findings.c.number)
                    .join(Evidence, table.c.finding_id == findings.c.id)
                    .where(table.c.coding_id == coding.id)
                )
            )
        )

    def about(self, record: Record) -> str:
        """What a record is called in rows."""
        if isinstance(record, Code):
            return record.code
        if isinstance(record, Finding):
            return f"F{record.number}"
        assert isinstance(record, Coding)
        return self.passage(self.codes[record.code_id].code, record.source_id, record.start, record.stop)

    def passage(self, code: str, source: int, start: int, stop: int) -> str:
        """What a passage is called in rows; only its code where its source is gone or has another text."""
        at = self.place(source)
        if at is None or stop > len(at.text):
            return code
        where = _("{source}, line {lines}", source=at.source.name, lines=at.lines(start, stop))
        return f"{code}, {where}"

    def digest(self, record: Record) -> str:
        """What a pack that is written now would know a record by."""
        if not isinstance(record, Coding):
            return self._digests.of(record)
        at = self.place(record.source_id)
        assert at is not None
        return self._digests.of(record, at.text)

    def place(self, source: int) -> Place | None:
        """A source with its text; None where it is gone."""
        if source not in self._places:
            found = self.session.get(Source, source)
            self._places[source] = None if found is None else place(self.session, found)
        return self._places[source]
