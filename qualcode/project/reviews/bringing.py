"""A filled-in pack brought home: read from its file, planned, and written as one action."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path

from sqlmodel import Session, select

from qualcode.errors import BadInput, Unreadable
from qualcode.exchange.review_pack import Choice, Filled
from qualcode.i18n import _, ngettext
from qualcode.model import (
    Code,
    Coder,
    CoderRole,
    Coding,
    Comment,
    CommentStatus,
    Finding,
    Memo,
    MemoKind,
    Record,
)
from qualcode.project import recasting
from qualcode.project.namesakes import a_new_name
from qualcode.project.reviews.fates import STATUS, Fate, ReviewRow, Step, Thread, kind_of_record, target
from qualcode.readers.guard import load
from qualcode.store.transaction import Transaction, table_of

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""Before this no comment was written."""


OTHERWISE = {
    **dict.fromkeys((".odt", ".doc", ".rtf", ".docm", ".pages", ".fodt"), ".docx"),
    **dict.fromkeys((".ods", ".xls", ".xlsb", ".xlsm", ".numbers", ".fods", ".csv"), ".xlsx"),
}
"""What programs save a pack as, and what it should be."""
_ODF = b"mimetypeapplication/vnd.oasis.opendocument."
"""How a file of LibreOffice's own format begins, whatever it is called."""


@dataclass(frozen=True)
class Reviewed:
    """What became of a filled-in pack, or would."""

    who: str
    round: str
    rows: Sequence[ReviewRow]
    tried: bool
    """Whether it was only looked at: nothing was written."""
    remarks: Sequence[str] = ()
    """What is to be told of the file as a whole."""

    @property
    def counts(self) -> dict[str, int]:
        """How many rows met each fate."""
        found = Counter(row.fate for row in self.rows)
        return {fate.value: found[fate] for fate in Fate}

    @property
    def news(self) -> bool:
        """Whether anything is, or would be, written."""
        n = self.counts
        return n[Fate.DONE] + n[Fate.NOTED] + n[Fate.KEPT] > 0

    @property
    def first(self) -> Sequence[ReviewRow]:
        """The rows to look at first: decisions that change something, and what cannot be carried out."""
        return [row for row in self.rows if _weighs(row)]

    @property
    def rest(self) -> Sequence[ReviewRow]:
        """The others: comments, approvals without a word, what is known already."""
        return [row for row in self.rows if not _weighs(row)]

    def words(self) -> str:
        """What came, on one line."""
        n = self.counts
        parts = [
            ngettext("{n} decision carried out", "{n} decisions carried out", n[Fate.DONE]),
            ngettext("{n} comment", "{n} comments", n[Fate.NOTED]),
        ]
        if n[Fate.KEPT]:
            parts.append(_("{n} only kept in words", n=n[Fate.KEPT]))
        if n[Fate.KNOWN]:
            parts.append(ngettext("{n} known already", "{n} known already", n[Fate.KNOWN]))
        if n[Fate.REFUSED]:
            parts.append(ngettext("{n} not taken", "{n} not taken", n[Fate.REFUSED]))
        return " · ".join(parts)


def _weighs(row: ReviewRow) -> bool:
    if row.fate in (Fate.NOTED, Fate.KNOWN):
        return False
    approved = row.decision in (Choice.ACCEPT, Choice.APPROVE)
    return not (approved and row.fate == Fate.DONE and not row.comment)


def file_remarks(filled: Filled) -> Iterator[str]:
    """What is to be told of a file as a whole, a line each."""
    if filled.found_again:
        yield ngettext(
            "{n} row did not stand beside its id, as when rows are sorted without their hidden column; it was found "
            "again by its words.",
            "{n} rows did not stand beside their ids, as when rows are sorted without their hidden column; they were "
            "found again by their words.",
            filled.found_again,
        )
    if filled.report:
        yield _("It is a report: its comments were read, words that were changed in it were not.")
    if filled.astray:
        yield ngettext(
            "{n} row has words of another than its hidden id; nothing is carried out for it.",
            "{n} rows have words of others than their hidden ids; nothing is carried out for them.",
            filled.astray,
        )


def read_pack(path: Path) -> Filled:
    """What stands in a filled-in file; raises BadInput where it is none, damaged, or nothing is filled in."""
    suffix = path.suffix.lower()
    if suffix in OTHERWISE:
        raise BadInput(_saved_otherwise(path, OTHERWISE[suffix]))
    if suffix not in (".xlsx", ".docx"):
        raise BadInput(
            _("a filled-in review pack is a .docx or .xlsx file, not {given}", given=suffix or "''")
        )
    try:
        data = load(path)
        if _ODF in data[:100]:
            raise BadInput(_saved_otherwise(path, suffix))
        if suffix == ".xlsx":
            from qualcode.exchange.review_sheets import read_workbook

            filled = read_workbook(data)
        else:
            from qualcode.exchange.review_docx import read_word

            filled = read_word(data)
    except Unreadable as error:
        raise BadInput(f"{path.name}: {error.message}") from None
    if filled.report:
        return filled
    if not any(answer.mark or answer.astray for answer in filled.answers):
        raise BadInput(
            _(
                "{path} is no review pack: none of its ids is in it. A Word report can be read back that was written "
                "with comments (the command: report --comments); what can be filled in is a pack (review export)",
                path=path.name,
            )
        )
    if all(answer.empty for answer in filled.answers) and not filled.lost:
        raise BadInput(_("nothing is filled in in {path}", path=path.name))
    return filled


def _saved_otherwise(path: Path, suffix: str) -> str:
    """What to do with a file that a program saved in a format of its own."""
    if suffix == ".docx":
        return _(
            "{path} was saved in another format than it came in: open it, choose File › Save As and the type "
            "Word 2007-365 (.docx), and read that in",
            path=path.name,
        )
    return _(
        "{path} was saved in another format than it came in: open it, choose File › Save As and the type "
        "Excel 2007-365 (.xlsx), and read that in",
        path=path.name,
    )


def who_answers(session: Session, by: str | None, filled: Filled) -> str:
    """The name of the one who answers: as given, else as written in the file, as this project spells it.

    Raises BadInput where neither says it, or the name differs from a known one only by its case.
    """
    if by is not None and by.strip():
        return a_new_name(session, Coder, " ".join(by.split()))
    name = " ".join(filled.name.split())
    if not name:
        raise BadInput(_("nobody wrote a name in the file; say who answered (the command: --by NAME)"))
    known = {one.casefold(): one for one in session.scalars(select(table_of(Coder).c.name))}
    return known.get(name.casefold()) or a_new_name(session, Coder, name)


def bring(tx: Transaction, steps: Sequence[Step], who: str, round: str) -> None:
    """Write what `steps` say, as comments of `who`, or of whoever else said it, in the meeting `round`."""
    coders = cache(partial(_coder, tx))
    # What goes, goes first: a passage that takes its code then finds its place free.
    for step in sorted(steps, key=lambda one: one.choice is not Choice.REMOVE):
        if step.record is None or not step.writes:
            continue
        record = _carried_out(tx, step, step.record, who)
        code, coding, finding = target(record)
        tx.insert_all(
            Comment(
                uid=thread.id,
                body=thread.body,
                coder_id=coders(thread.author or who).id,
                round=round,
                status=CommentStatus.RESOLVED if thread.settled else CommentStatus.OPEN,
                code_id=code,
                coding_id=coding,
                finding_id=finding,
                created_at=_when(tx, thread),
            )
            for thread in step.threads
        )
    _write_down(tx, steps, who, round)


def _write_down(tx: Transaction, steps: Sequence[Step], who: str, round: str) -> None:
    """Keep the words that no comment can keep, a memo for each place."""
    places: dict[tuple[int | None, int | None], list[str]] = {}
    for step in steps:
        if step.note is not None:
            places.setdefault((step.note.source, step.note.turn), []).append(step.note.line)
    title = _("Review by {who}", who=who)
    tx.insert_all(
        Memo(
            kind=MemoKind.SUPERVISOR,
            title=f"{title}, {round}" if round else title,
            body="\n".join(dict.fromkeys(lines)),
            coder_id=_coder(tx, who).id,
            source_id=source,
            turn_id=turn,
            created_at=tx.at,
        )
        for (source, turn), lines in places.items()
    )


def _coder(tx: Transaction, name: str) -> Coder:
    """Who is called so; somebody not known yet becomes a supervisor."""
    found = tx.first(Coder, table_of(Coder).c.name == name)
    return found or tx.insert(Coder(name=name, role=CoderRole.SUPERVISOR))


def _when(tx: Transaction, thread: Thread) -> datetime:
    """When a comment was written; a clock that was never set, or runs ahead, tells nothing."""
    return thread.at if thread.at is not None and EARLIEST <= thread.at <= tx.at else tx.at


def _carried_out(tx: Transaction, step: Step, given: Record, who: str) -> Record:
    """Do what was decided; gives what the comments belong to from then on."""
    record = tx.get(type(given), given.id)
    if step.choice is None or step.choice is Choice.ACCEPT:
        return record
    if isinstance(record, Coding):
        if step.choice is Choice.RECODE:
            assert step.code is not None
            return recasting.recode(tx, [record.uid], step.code)[0]
        if step.choice is Choice.UNSURE:
            doubt = _("{who} is not sure", who=who)
            if doubt in record.review.split("\n"):
                return record
            return tx.update(record, review="\n".join(filter(None, (record.review, doubt))))
        code = tx.get(Code, record.code_id)
        for comment in tx.all(
            Comment, table_of(Comment).c.coding_id == record.id, table_of(Comment).c.parent_id.is_(None)
        ):
            tx.update(comment, coding_id=None, code_id=code.id)
        tx.delete(record)
        return code
    assert isinstance(record, Code | Finding)
    status = STATUS[kind_of_record(record), step.choice]
    return record if record.status == status else tx.update(record, status=status)
