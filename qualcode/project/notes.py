"""`project.notes`: research questions, the interview guide, who was asked what, and memos."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.model import (
    Asked,
    AskedStatus,
    Code,
    Coder,
    Coding,
    Finding,
    Group,
    Informant,
    Memo,
    MemoKind,
    Question,
    ResearchQuestion,
    Source,
    TextVersion,
    Turn,
)
from qualcode.model.values import value_word
from qualcode.project.facet import Facet, Progress, one_of, unwatched, watched
from qualcode.project.guide_table import add_row, read_guide
from qualcode.project.lookup import find
from qualcode.project.places import place
from qualcode.project.writing import write_file
from qualcode.store.transaction import Transaction, table_of


@dataclass(frozen=True)
class QuestionRow:
    """A row of the interview guide."""

    id: UUID
    number: int
    focus: str
    indicator: str
    question: str
    group: str | None
    method: str
    research_question: int | None
    asked: Mapping[str, str]
    """Informant code → asked, not_asked or not_applicable."""


@dataclass(frozen=True)
class MemoRow:
    """A memo and what it hangs on."""

    id: UUID
    number: int
    kind: str
    title: str
    body: str
    author: str
    created_at: datetime
    about: str
    """The code, source, finding … in words, or empty."""
    code: str | None
    source: UUID | None
    """The source it is on, also by a turn or a coding of it."""
    start: int | None
    end: int | None
    """Place of the turn or coding in the current text, code points, half-open."""
    finding: UUID | None
    informant: str | None


class NotesFacet(Facet):
    """What was to be asked, what was asked, and what the researcher thinks."""

    def add_research_question(self, text: str, *, text_en: str = "") -> ResearchQuestion:
        """Add a research question with the next number."""

        def work(tx: Transaction) -> ResearchQuestion:
            if not text.strip():
                raise BadInput(_("a research question needs words"))
            number = max((q.number for q in tx.all(ResearchQuestion)), default=0) + 1
            return tx.insert(ResearchQuestion(number=number, text=text.strip(), text_en=text_en.strip()))

        return self.project.write("research_question.add", work)

    def research_questions(self) -> Sequence[ResearchQuestion]:
        """Every research question by number."""
        with self.project.read() as session:
            return session.scalars(
                select(ResearchQuestion).order_by(table_of(ResearchQuestion).c.number)
            ).all()

    def import_guide(self, file: str | Path) -> Sequence[Question]:
        """Read an interview guide from a CSV: no, focus, indicator, question, group, method, research_question.

        The headings and words that reports print are understood too, in both languages. Only `question` is needed.
        Rows replace those of the same number. One action: all rows, or none.
        """
        rows = read_guide(Path(file))

        def work(tx: Transaction) -> Sequence[Question]:
            return [add_row(tx, row) for row in rows]

        return self.project.write("guide.import", work)

    def guide(self) -> Sequence[QuestionRow]:
        """The interview guide by number, with the informant × question ledger."""
        with self.project.read() as session:
            groups = {g.id: g.name for g in session.scalars(select(Group))}
            numbers = {q.id: q.number for q in session.scalars(select(ResearchQuestion))}
            informants = {i.id: i.code for i in session.scalars(select(Informant))}
            ledger: dict[int, dict[str, str]] = {}
            for row in session.scalars(select(Asked).order_by(table_of(Asked).c.informant_id)):
                ledger.setdefault(row.question_id, {})[informants[row.informant_id]] = row.status.value
            return [
                QuestionRow(
                    id=q.uid,
                    number=q.number,
                    focus=q.focus,
                    indicator=q.indicator,
                    question=q.text,
                    group=groups.get(q.group_id or 0),
                    method=q.method.value,
                    research_question=numbers.get(q.research_question_id or 0),
                    asked=ledger.get(q.id, {}),
                )
                for q in session.scalars(select(Question).order_by(table_of(Question).c.number))
            ]

    def set_asked(self, informant: str, question: int | str, status: str | AskedStatus) -> Asked:
        """Record whether an informant was asked a question of the guide."""

        def work(tx: Transaction) -> Asked:
            who, what = find(tx.session, Informant, informant), find(tx.session, Question, question)
            chosen = one_of(AskedStatus, status, "status")
            table = table_of(Asked)
            old = tx.first(Asked, table.c.informant_id == who.id, table.c.question_id == what.id)
            if old is not None:
                return tx.update(old, status=chosen)
            return tx.insert(Asked(informant_id=who.id, question_id=what.id, status=chosen))

        return self.project.write("guide.asked", work)

    def add_memo(
        self,
        body: str,
        *,
        kind: str | MemoKind = MemoKind.CONCEPT,
        title: str = "",
        code: str | None = None,
        coding: str | int | None = None,
        source: str | int | None = None,
        turn: int | None = None,
        finding: str | int | None = None,
        informant: str | None = None,
    ) -> Memo:
        """Write a memo, free or attached to a code, coding, source, finding or informant.

        `turn` is the number of a turn in the current text of `source`. Raises BadInput where there is none such.
        """

        def work(tx: Transaction) -> Memo:
            if not body.strip():
                raise BadInput(_("a memo needs words"))
            return tx.insert(
                Memo(
                    kind=one_of(MemoKind, kind, "kind"),
                    title=title.strip(),
                    body=body.strip(),
                    coder_id=tx.coder.id,
                    code_id=_id(tx, Code, code),
                    coding_id=_id(tx, Coding, coding),
                    source_id=_id(tx, Source, source),
                    turn_id=None if turn is None else _turn(tx, source, turn).id,
                    finding_id=_id(tx, Finding, finding),
                    informant_id=_id(tx, Informant, informant),
                    created_at=tx.at,
                )
            )

        return self.project.write("memo.add", work)

    def edit_memo(
        self, memo: str | int, *, body: str | None = None, title: str | None = None, kind: str | None = None
    ) -> Memo:
        """Change a memo's words, title or kind."""

        def work(tx: Transaction) -> Memo:
            values: dict[str, Any] = {}
            if body is not None:
                if not body.strip():
                    raise BadInput(_("a memo needs words"))
                values["body"] = body.strip()
            if title is not None:
                values["title"] = title.strip()
            if kind is not None:
                values["kind"] = one_of(MemoKind, kind, "kind")
            return tx.update(find(tx.session, Memo, memo), **values)

        return self.project.write("memo.edit", work)

    def remove_memo(self, memo: str | int) -> None:
        """Remove a memo."""
        self.project.write("memo.remove", lambda tx: tx.delete(find(tx.session, Memo, memo)))

    def memos(self, *, kind: str | None = None) -> Sequence[MemoRow]:
        """Memos in the order they were written."""
        with self.project.read() as session:
            return _memos(session, kind)

    def memos_on(
        self,
        *,
        source: str | int | None = None,
        turn: int | None = None,
        code: str | None = None,
    ) -> Sequence[MemoRow]:
        """Memos on just that source, that turn of it, or that code, in the order they were written."""
        table = table_of(Memo)
        with self.project.read() as session:
            found_source = None if source is None else find(session, Source, source)
            found_code = None if code is None else find(session, Code, code)
            wanted_turn = None
            if turn is not None and found_source is not None:
                numbers = {one.number: one.id for one in place(session, found_source).turns}
                wanted_turn = numbers.get(turn, 0)
            memos = session.scalars(
                select(Memo)
                .where(
                    table.c.source_id == (found_source.id if found_source else None),
                    table.c.turn_id == wanted_turn,
                    table.c.code_id == (found_code.id if found_code else None),
                )
                .order_by(table.c.id)
            ).all()
            wanted = {memo.id for memo in memos}
        return [row for row in self.memos() if row.number in wanted]

    def export_memos(
        self,
        file: str | Path | None = None,
        *,
        accept_leaks: bool = False,
        progress: Progress = unwatched,
    ) -> str:
        """Every memo as one Markdown text, in the order they were written; written to `file` where one is given.

        Real names in them are replaced. `progress` is told (memos done, memos, what is done now), then the same of
        texts that are looked through. Raises BadInput where there is no memo to write, the file cannot be written or something else stands there, and LeakFound where what is to be written could tell who somebody is and that is
        not accepted.
        """
        aliases = self.project.sharing.names().aliases
        with self.project.read() as session:
            memos = _memos(session, None, aliases.file_name)
        if file is not None and not memos:
            raise BadInput(_("there is no memo yet; nothing was written"))
        told: list[tuple[str, str]] = []
        parts: list[str] = []
        for memo in watched(memos, progress, _("replacing names")):
            title, body = aliases.replace(memo.title), aliases.replace(memo.body)
            told += [(_("memo {n}", n=memo.number), words) for words in (title, memo.about, body)]
            # Coders sign with their names, which are no secret.
            line = " · ".join(
                filter(None, (value_word(memo.kind), memo.author, f"{memo.created_at:%Y-%m-%d}", memo.about))
            )
            parts.append(f"## {title or value_word(memo.kind)}\n\n*{line}*\n\n{body}\n")
        looked = watched(told, progress, _("looking for names that are left"))
        self.project.sharing.guard(looked, file=file, accept_leaks=accept_leaks)
        text = "\n".join(parts)
        if file is not None:
            write_file(
                self.project,
                file,
                text,
                kind_suffixes=(".md", ".markdown"),
                kind=_("a list of memos"),
            )
        return text


def _memos(session: Session, kind: str | None, named: Callable[[str], str] = str) -> Sequence[MemoRow]:
    """Memos in the order they were written; `named` makes what stands for a source or code of its name."""
    wanted = None if kind is None else one_of(MemoKind, kind, "kind")
    coders = {c.id: c.name for c in session.scalars(select(Coder))}
    return [
        MemoRow(
            id=m.uid,
            number=m.id,
            kind=m.kind.value,
            title=m.title,
            body=m.body,
            author=coders[m.coder_id],
            created_at=m.created_at,
            about=_about(session, m, named),
            **_target(session, m),
        )
        for m in session.scalars(select(Memo).order_by(table_of(Memo).c.id))
        if wanted is None or m.kind == wanted
    ]


def _id(tx: Transaction, model: Any, given: Any) -> int | None:
    return None if given is None else int(find(tx.session, model, given).id)


def _turn(tx: Transaction, source: str | int | None, number: int) -> Turn:
    """A turn of the current text of a source, by its number."""
    if source is None:
        raise BadInput(_("a turn is one of a source: name the source"))
    found = find(tx.session, Source, source)
    for turn in place(tx.session, found).turns:
        if turn.number == number:
            return turn
    raise BadInput(_("{source} has no turn {n}", source=found.name, n=number))


def _target(session: Session, memo: Memo) -> dict[str, Any]:
    """The ids of what a memo hangs on, and where that stands."""
    source = session.get_one(Source, memo.source_id) if memo.source_id else None
    start = stop = None
    if memo.coding_id:
        coding = session.get_one(Coding, memo.coding_id)
        source, start, stop = session.get_one(Source, coding.source_id), coding.start, coding.stop
    elif memo.turn_id:
        turn = session.get_one(Turn, memo.turn_id)
        versions = table_of(TextVersion)
        own = select(versions.c.source_id).where(versions.c.id == turn.text_version_id)
        source = session.get_one(Source, session.scalars(own).one())
        later = select(versions.c.id).where(
            versions.c.source_id == source.id, versions.c.id > turn.text_version_id
        )
        if session.scalars(later).first() is None:
            start, stop = turn.start, turn.stop
    return {
        "code": session.get_one(Code, memo.code_id).code if memo.code_id else None,
        "source": source.uid if source else None,
        "start": start,
        "end": stop,
        "finding": session.get_one(Finding, memo.finding_id).uid if memo.finding_id else None,
        "informant": session.get_one(Informant, memo.informant_id).code if memo.informant_id else None,
    }


def _about(session: Session, memo: Memo, named: Callable[[str], str]) -> str:
    parts = []
    if memo.code_id:
        parts.append(named(session.get_one(Code, memo.code_id).code))
    if memo.source_id:
        parts.append(named(session.get_one(Source, memo.source_id).name))
    if memo.turn_id:
        parts.append(_("turn {n}", n=session.get_one(Turn, memo.turn_id).number))
    if memo.finding_id:
        parts.append(f"F{session.get_one(Finding, memo.finding_id).number}")
    if memo.informant_id:
        parts.append(session.get_one(Informant, memo.informant_id).code)
    if memo.coding_id:
        coding = session.get_one(Coding, memo.coding_id)
        source = session.get_one(Source, coding.source_id)
        lines = place(session, source).lines(coding.start, coding.stop)
        parts.append(_("{source}, line {lines}", source=named(source.name), lines=lines))
    return ", ".join(parts)
