"""`project.comments`: what reviewers remark on codes, codings and findings, and what is answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.model import Code, Coder, Coding, Comment, CommentStatus, Finding, Source, now
from qualcode.project.comments_import import Brought, bring, entries_of, remarks_of
from qualcode.project.facet import Facet, not_one_of, one_of
from qualcode.project.lookup import find
from qualcode.project.places import Place, place
from qualcode.store.transaction import Transaction, table_of
from qualcode.text.addresses import typed_path

KINDS = ("code", "coding", "finding")
"""What a comment can be on."""

EXCERPT = 160
"""Characters of a coded passage that a row shows."""

MEETING = timedelta(hours=12)
"""So long after a coder's last comment the next one most likely belongs to the same meeting."""

Given = str | int | UUID


@dataclass(frozen=True)
class ReplyRow:
    """An answer in the thread of a comment."""

    id: UUID
    number: int
    coder: str
    created_at: datetime
    body: str


@dataclass(frozen=True)
class CommentRow:
    """A comment, what it is on, and its answers."""

    id: UUID
    number: int
    status: str
    """open or resolved, for the whole thread."""
    round: str
    """Which meeting it belongs to, as "bimbingan 3"; empty where nobody said."""
    coder: str
    created_at: datetime
    body: str
    on: str
    """code, coding or finding."""
    about: str
    """What it is on, in words: a code's short id, a passage's source, lines and code, or a finding as F1."""
    code: str | None
    """The code itself, or that of the coding."""
    coding: UUID | None
    source: UUID | None
    """Source of the coding, and its place there: offsets in code points, half-open."""
    start: int | None
    end: int | None
    turn: int | None
    """Number of the turn the coding begins in."""
    quote: str
    """The beginning of what is tagged."""
    finding: UUID | None
    claim: str
    """What the finding claims."""
    replies: Sequence[ReplyRow]


class CommentsFacet(Facet):
    """Threads of remarks; each is open until somebody says that it is settled."""

    def add(
        self,
        body: str,
        *,
        code: str | int | None = None,
        coding: Given | None = None,
        finding: Given | None = None,
        round: str = "",
    ) -> Comment:
        """Remark on one code, coding or finding; `round` says in which meeting, as "bimbingan 3".

        Raises BadInput where there are no words, or not exactly one thing is named; NotFound where there is none such.
        """
        models: dict[str, tuple[type[Any], Given | None]] = {
            "code_id": (Code, code),
            "coding_id": (Coding, coding),
            "finding_id": (Finding, finding),
        }
        named = {column: (model, it) for column, (model, it) in models.items() if it is not None}

        def work(tx: Transaction) -> Comment:
            words = _words(body)
            if len(named) != 1:
                raise BadInput(_("name one thing the comment is on: a code, a coding or a finding"))
            target = {column: find(tx.session, model, it).id for column, (model, it) in named.items()}
            return tx.insert(
                Comment(body=words, coder_id=tx.coder.id, round=_meeting(round), created_at=tx.at, **target)
            )

        return self.project.write("comment.add", work)

    def reply(self, comment: Given, body: str) -> Comment:
        """Answer a comment; an answer to an answer joins the same thread. The thread stays open or resolved."""

        def work(tx: Transaction) -> Comment:
            words, thread = _words(body), _thread(tx, comment)
            return tx.insert(
                Comment(
                    body=words,
                    coder_id=tx.coder.id,
                    round=thread.round,
                    parent_id=thread.id,
                    created_at=tx.at,
                )
            )

        return self.project.write("comment.reply", work)

    def edit(self, comment: Given, *, body: str | None = None, round: str | None = None) -> Comment:
        """Change the words of a comment or answer, or its round; what is not named stays.

        Raises BadInput where somebody else wrote the words.
        """

        def work(tx: Transaction) -> Comment:
            found, values = find(tx.session, Comment, comment), dict[str, Any]()
            if body is not None and (words := _words(body)) != found.body:
                if found.coder_id != tx.coder.id:
                    who = tx.get(Coder, found.coder_id).name
                    raise BadInput(_("{who} wrote this; answer it instead of changing it", who=who))
                values["body"] = words
            if round is not None:
                values["round"] = _meeting(round)
            return tx.update(found, **values)

        return self.project.write("comment.edit", work)

    def resolve(self, *comments: Given) -> Sequence[Comment]:
        """Say that threads are settled, as one action; raises BadInput where one is already."""
        return self.project.write("comment.resolve", lambda tx: _settle(tx, comments, CommentStatus.RESOLVED))

    def reopen(self, *comments: Given) -> Sequence[Comment]:
        """Say that threads wait again, as one action; raises BadInput where one does already."""
        return self.project.write("comment.reopen", lambda tx: _settle(tx, comments, CommentStatus.OPEN))

    def remove(self, comment: Given) -> None:
        """Remove a comment with the answers to it, or one answer."""
        self.project.write("comment.remove", lambda tx: tx.delete(find(tx.session, Comment, comment)))

    def import_(self, copy: str | Path) -> Brought:
        """Bring the comments home that were written in a copy of this project, as one written by `sharing.share`.

        What they are on is found by its lasting id; comments that are here already stay as they are, but for whether
        they wait, where that was changed in the copy. One action. Raises BadInput where nothing would change.
        """
        path = typed_path(copy)
        with self.project.read() as session:
            known = entries_of(session)
        with type(self.project).open(path, write=False) as other:
            remarks = remarks_of(other, known)

        def work(tx: Transaction) -> Brought:
            brought = bring(tx, remarks)
            if brought.nothing:
                if brought.lost:
                    raise BadInput(_("the comments in {path} are on nothing that is here", path=path))
                raise BadInput(_("there are no new comments in {path}", path=path))
            return brought

        return self.project.write("comment.import", work)

    def list(
        self,
        *,
        status: str | CommentStatus | None = None,
        on: str | None = None,
        code: str | int | None = None,
        coding: Given | None = None,
        finding: Given | None = None,
        source: Given | None = None,
        round: str | None = None,
        coder: str | None = None,
    ) -> Sequence[CommentRow]:
        """Threads in the order they were begun.

        Args:
            status: open or resolved.
            on: code, coding or finding: comments on things of that kind.
            code, coding, finding: comments on just that; a code's own, not those on passages tagged with it.
            source: comments on codings in it.
            round: comments of that meeting, whatever its case.
            coder: who began the thread.
        """
        if on is not None and on not in KINDS:
            raise BadInput(not_one_of("on", on, KINDS))
        table = table_of(Comment)
        with self.project.read() as session:
            conditions: list[Any] = [table.c.parent_id.is_(None)]
            if status is not None:
                conditions.append(table.c.status == one_of(CommentStatus, status, "status"))
            if on is not None:
                conditions.append(table.c[f"{on}_id"].is_not(None))
            for model, column, given in (
                (Code, table.c.code_id, code),
                (Coding, table.c.coding_id, coding),
                (Finding, table.c.finding_id, finding),
                (Coder, table.c.coder_id, coder),
            ):
                if given is not None:
                    conditions.append(column == find(session, model, given).id)
            if source is not None:
                codings = table_of(Coding)
                within = select(codings.c.id).where(codings.c.source_id == find(session, Source, source).id)
                conditions.append(table.c.coding_id.in_(within))
            threads = session.scalars(select(Comment).where(*conditions).order_by(table.c.id)).all()
            if round is not None:
                wanted = _meeting(round).casefold()
                threads = [one for one in threads if one.round.casefold() == wanted]
            return _rows(session, threads)

    def get(self, comment: Given) -> CommentRow:
        """The thread a comment or answer belongs to; raises NotFound."""
        with self.project.read() as session:
            found = find(session, Comment, comment)
            thread = found if found.parent_id is None else session.get_one(Comment, found.parent_id)
            return _rows(session, [thread])[0]

    def rounds(self) -> Sequence[str]:
        """The meetings that are named, the one named last first."""
        table = table_of(Comment)
        with self.project.read() as session:
            named = session.scalars(
                select(table.c.round).where(table.c.round != "").order_by(table.c.id.desc())
            )
            return tuple(dict.fromkeys(named))

    def round_now(self) -> str:
        """The round of the coder's last comment, where that is no older than `MEETING`; else empty."""
        table, coders = table_of(Comment), table_of(Coder)
        with self.project.read() as session:
            last = session.scalars(
                select(Comment)
                .join(Coder, coders.c.id == table.c.coder_id)
                .where(coders.c.name == self.project.coder, table.c.parent_id.is_(None))
                .order_by(table.c.id.desc())
                .limit(1)
            ).first()
        return last.round if last is not None and now() - last.created_at <= MEETING else ""


def status_name(status: str) -> str:
    """Whether a thread waits, in the person's language."""
    return {"open": _("open"), "resolved": _("resolved")}.get(status, status)


def _words(body: str) -> str:
    if not body.strip():
        raise BadInput(_("a comment needs words"))
    return body.strip()


def _meeting(given: str) -> str:
    return " ".join(given.split())


def _thread(tx: Transaction, comment: Given) -> Comment:
    """The comment that began the thread."""
    found = find(tx.session, Comment, comment)
    return found if found.parent_id is None else tx.get(Comment, found.parent_id)


def _settle(tx: Transaction, comments: Sequence[Given], status: CommentStatus) -> Sequence[Comment]:
    settled = []
    for thread in {found.id: found for found in (_thread(tx, one) for one in comments)}.values():
        if thread.status == status:
            said = _("comment {n} is resolved already") if status == CommentStatus.RESOLVED else _(
                "comment {n} is open already"
            )  # fmt: skip
            raise BadInput(said.format(n=thread.id))
        settled.append(tx.update(thread, status=status))
    return settled


def _rows(session: Session, threads: Sequence[Comment]) -> Sequence[CommentRow]:
    coders = {coder.id: coder.name for coder in session.scalars(select(Coder))}
    table = table_of(Comment)
    answers: dict[int, list[ReplyRow]] = {}
    for one in session.scalars(select(Comment).where(table.c.parent_id.is_not(None)).order_by(table.c.id)):
        row = ReplyRow(one.uid, one.id, coders[one.coder_id], one.created_at, one.body)
        answers.setdefault(one.parent_id or 0, []).append(row)
    codings = _by_id(session, Coding, (one.coding_id for one in threads))
    codes = _by_id(session, Code, {one.code_id for one in threads} | {c.code_id for c in codings.values()})
    findings = _by_id(session, Finding, (one.finding_id for one in threads))
    places: dict[int, Place] = {}
    rows = []
    for one in threads:
        what: dict[str, Any] = dict.fromkeys(("code", "coding", "source", "start", "end", "turn", "finding"))
        what |= {"quote": "", "claim": ""}
        if one.coding_id is not None:
            coding = codings[one.coding_id]
            if coding.source_id not in places:
                places[coding.source_id] = place(session, session.get_one(Source, coding.source_id))
            what |= {"on": "coding"} | _passage(coding, codes[coding.code_id].code, places[coding.source_id])
        elif one.finding_id is not None:
            finding = findings[one.finding_id]
            what |= {"on": "finding", "about": f"F{finding.number}"}
            what |= {"finding": finding.uid, "claim": finding.claim}
        else:
            code = codes[one.code_id or 0].code
            what |= {"on": "code", "about": code, "code": code}
        rows.append(
            CommentRow(
                id=one.uid,
                number=one.id,
                status=one.status.value,
                round=one.round,
                coder=coders[one.coder_id],
                created_at=one.created_at,
                body=one.body,
                replies=tuple(answers.get(one.id, ())),
                **what,
            )
        )
    return rows


def _passage(coding: Coding, code: str, at: Place) -> dict[str, Any]:
    """What a row says of a coding."""
    lines = _("{source}, line {lines}", source=at.source.name, lines=at.lines(coding.start, coding.stop))
    quote = " ".join(at.text[coding.start : coding.stop].split())
    return {
        "about": f"{code}, {lines}",
        "code": code,
        "coding": coding.uid,
        "source": at.source.uid,
        "start": coding.start,
        "end": coding.stop,
        "turn": next((turn.number for turn in at.turns_of(coding.start, coding.stop)), None),
        "quote": quote if len(quote) <= EXCERPT else quote[: EXCERPT - 1].rstrip() + "…",
    }


def _by_id(session: Session, model: Any, ids: Iterable[int | None]) -> dict[int, Any]:
    wanted = {id_ for id_ in ids if id_ is not None}
    if not wanted:
        return {}
    return {row.id: row for row in session.scalars(select(model).where(table_of(model).c.id.in_(wanted)))}
