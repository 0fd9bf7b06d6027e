"""What hangs on codings: what goes with them when they are removed, and what they share when they are cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, func, select
from sqlmodel import Session

from qualcode.i18n import _, ngettext
from qualcode.model import Coding, CodingLink, Comment, Evidence, Finding, Memo
from qualcode.store.transaction import table_of


@dataclass(frozen=True)
class Hanging:
    """What hangs on some codings."""

    findings: tuple[str, ...]
    """Findings, as F1, of which they are evidence."""
    remarks: int
    """Codings with words of their own."""
    links: int
    """To other codings."""
    comments: int
    memos: int
    """Memos about them, which stay without them."""

    def __bool__(self) -> bool:
        return bool(self.findings or self.remarks or self.links or self.comments or self.memos)

    def gone_words(self) -> str:
        """What goes with the codings, in one line; empty where nothing does."""
        parts = []
        if self.remarks:
            parts.append(ngettext("with {n} memo", "with {n} memos", self.remarks))
        if self.findings:
            parts.append(_("as evidence of {findings}", findings=", ".join(self.findings)))
        parts += self._beside()
        if self.memos:
            parts.append(ngettext("{n} memo stays without it", "{n} memos stay without it", self.memos))
        return ", ".join(parts)

    def cut_words(self) -> str:
        """What both parts of a coding that is cut have, and what only the first, in one line; empty where nothing."""
        parts = []
        if self.findings:
            parts.append(_("both parts are evidence of {findings}", findings=", ".join(self.findings)))
        beside = self._beside()
        if self.memos:
            beside.append(ngettext("{n} memo", "{n} memos", self.memos))
        if beside:
            parts.append(_("with part 1 only: {what}", what=", ".join(beside)))
        return " · ".join(parts)

    def _beside(self) -> list[str]:
        parts = []
        if self.links:
            parts.append(ngettext("{n} link to another coding", "{n} links to other codings", self.links))
        if self.comments:
            parts.append(ngettext("{n} comment", "{n} comments", self.comments))
        return parts


def hanging(session: Session, codings: Sequence[Coding]) -> Hanging:
    """What hangs on these codings now."""
    ids = [coding.id for coding in codings]
    evidence, finding, link = table_of(Evidence), table_of(Finding), table_of(CodingLink)
    comment, memo = table_of(Comment), table_of(Memo)
    numbers = session.execute(
        select(finding.c.number)
        .where(finding.c.id.in_(select(evidence.c.finding_id).where(evidence.c.coding_id.in_(ids))))
        .order_by(finding.c.number)
    )

    def count(of: Table, where: ColumnElement[bool]) -> int:
        return int(session.execute(select(func.count()).select_from(of).where(where)).scalar_one())

    return Hanging(
        tuple(f"F{number}" for (number,) in numbers),
        sum(bool(coding.memo.strip()) for coding in codings),
        count(link, link.c.from_coding_id.in_(ids) | link.c.to_coding_id.in_(ids)),
        count(comment, comment.c.coding_id.in_(ids)),
        count(memo, memo.c.coding_id.in_(ids)),
    )
