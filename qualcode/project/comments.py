"""`project.comments`: what reviewers remark on codes, codings and findings, and what is answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.model import Code, Coder, Coding, Comment, CommentStatus, Finding, Source, now
from qualcode.project.coders import coder_named
from qualcode.project.comment_rows import CommentRow, rows_of, sheet
from qualcode.project.comments_import import Brought, bring, entries_of, remarks_of
from qualcode.project.facet import Facet, Progress, not_one_of, one_of, unwatched, watched
from qualcode.project.lookup import find
from qualcode.project.writing import write_file
from qualcode.store.transaction import Transaction, table_of
from qualcode.text.addresses import typed_path

KINDS = ("code", "coding", "finding")
"""What a comment can be on."""

MEETING = timedelta(hours=12)
"""So long after a coder's last comment the next one most likely belongs to the same meeting."""

Given = str | int | UUID


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
        by: str | None = None,
    ) -> Comment:
        """Remark on one code, coding or finding; `round` says in which meeting, as "bimbingan 3".

        `by` names who says it where that is not who acts, as a supervisor at the researcher's machine; somebody not
        known yet is made known. Raises BadInput where there are no words, or not exactly one thing is named; NotFound
        where there is none such.
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
                Comment(
                    body=words,
                    coder_id=coder_named(tx, by).id,
                    round=_meeting(round),
                    created_at=tx.at,
                    **target,
                )
            )

        return self.project.write("comment.add", work)

    def reply(self, comment: Given, body: str, *, by: str | None = None) -> Comment:
        """Answer a comment; an answer to an answer joins the same thread. The thread stays open or resolved.

        `by` as in `add`.
        """

        def work(tx: Transaction) -> Comment:
            words, thread = _words(body), _thread(tx, comment)
            return tx.insert(
                Comment(
                    body=words,
                    coder_id=coder_named(tx, by).id,
                    round=thread.round,
                    parent_id=thread.id,
                    created_at=tx.at,
                )
            )

        return self.project.write("comment.reply", work)

    def edit(
        self,
        comment: Given,
        *,
        body: str | None = None,
        round: str | None = None,
        by: str | None = None,
    ) -> Comment:
        """Change the words of a comment or answer, or its round; what is not named stays.

        `by` as in `add`. Raises BadInput where somebody else wrote the words.
        """

        def work(tx: Transaction) -> Comment:
            found, values = find(tx.session, Comment, comment), dict[str, Any]()
            if body is not None and (words := _words(body)) != found.body:
                if found.coder_id != coder_named(tx, by).id:
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

    def remove(self, comment: Given, *, by: str | None = None) -> None:
        """Remove a comment with the answers to it, or one answer.

        `by` as in `add`. Raises BadInput where somebody else wrote it, or an answer that would go with it.
        """

        def work(tx: Transaction) -> None:
            found, mine = find(tx.session, Comment, comment), coder_named(tx, by).id
            if found.coder_id != mine:
                who = tx.get(Coder, found.coder_id).name
                raise BadInput(_("{who} wrote this; answer it or resolve it instead of removing it", who=who))
            answers = tx.all(Comment, table_of(Comment).c.parent_id == found.id)
            if other := next((one for one in answers if one.coder_id != mine), None):
                who = tx.get(Coder, other.coder_id).name
                raise BadInput(_("{who} answered this; resolve it instead of removing it", who=who))
            tx.delete(found)

        self.project.write("comment.remove", work)

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

    def export(
        self,
        file: str | Path | None = None,
        *,
        accept_leaks: bool = False,
        progress: Progress = unwatched,
    ) -> str:
        """Every thread as one Markdown text, round by round; written to `file` where one is given.

        Real names in them are replaced, and no passage is quoted. `progress` is told (texts looked through, texts,
        what is done now). Raises BadInput where there is no comment to write,
        the file cannot be written or something else stands there, and LeakFound where what is to be written could tell
        who somebody is and that is not accepted.
        """
        aliases = self.project.sharing.names().aliases
        with self.project.read() as session:
            rows = rows_of(session, _threads(session), aliases.file_name)
        if file is not None and not rows:
            raise BadInput(_("there is no comment yet; nothing was written"))
        text, told = sheet(rows, aliases.replace)
        looked = watched(told, progress, _("looking for names that are left"))
        self.project.sharing.guard(looked, file=file, accept_leaks=accept_leaks)
        if file is not None:
            write_file(
                self.project,
                file,
                text,
                kind_suffixes=(".md", ".markdown"),
                kind=_("a list of comments"),
            )
        return text

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
            conditions: list[Any] = []
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
            threads = _threads(session, *conditions)
            if round is not None:
                wanted = _meeting(round).casefold()
                threads = [one for one in threads if one.round.casefold() == wanted]
            return rows_of(session, threads)

    def get(self, comment: Given) -> CommentRow:
        """The thread a comment or answer belongs to; raises NotFound."""
        with self.project.read() as session:
            found = find(session, Comment, comment)
            thread = found if found.parent_id is None else session.get_one(Comment, found.parent_id)
            return rows_of(session, [thread])[0]

    def rounds(self) -> Sequence[str]:
        """The meetings that are named, the one named last first."""
        table = table_of(Comment)
        with self.project.read() as session:
            named = session.scalars(
                select(table.c.round).where(table.c.round != "").order_by(table.c.id.desc())
            )
            return tuple(dict.fromkeys(named))

    def round_now(self, by: str | None = None) -> str:
        """The round of the last comment of `by`, by default of who acts, no older than `MEETING`; else empty."""
        table, coders = table_of(Comment), table_of(Coder)
        with self.project.read() as session:
            last = session.scalars(
                select(Comment)
                .join(Coder, coders.c.id == table.c.coder_id)
                .where(coders.c.name == (by or self.project.coder), table.c.parent_id.is_(None))
                .order_by(table.c.id.desc())
                .limit(1)
            ).first()
        return last.round if last is not None and now() - last.created_at <= MEETING else ""


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


def _threads(session: Session, *conditions: Any) -> Sequence[Comment]:
    table = table_of(Comment)
    return session.scalars(
        select(Comment).where(table.c.parent_id.is_(None), *conditions).order_by(table.c.id)
    ).all()
