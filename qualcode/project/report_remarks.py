"""Comments on their way into a report: names replaced, consent kept, each with what it is on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from sqlmodel import select

from qualcode.exchange.review_pack import Choice, Kind, report_mark
from qualcode.i18n import _
from qualcode.model import Code
from qualcode.project.comment_rows import CommentRow
from qualcode.project.consent import silence_of
from qualcode.project.report_quotes import Passages
from qualcode.project.reviews.fates import decided_by
from qualcode.reports.remarks import Answer, Remark

if TYPE_CHECKING:
    from qualcode.project.project import Project

Place = tuple[int, int, int, str]
"""A coded passage: source, start and stop, and the code."""


@dataclass(frozen=True)
class Remarks:
    """Comments by what they are on, in the order in which they were made."""

    on_finding: Mapping[str, tuple[Remark, ...]] = field(default_factory=dict)
    """By its number, as F1."""
    on_code: Mapping[str, tuple[Remark, ...]] = field(default_factory=dict)
    on_passage: Mapping[Place, tuple[Remark, ...]] = field(default_factory=dict)
    """Whoever coded it."""
    wanted: bool = False
    """Whether comments stand in the report, and new ones on it may come back."""

    def mark(self, kind: Kind, id: UUID) -> str:
        """What a comment on something will be known by; empty where none is wanted."""
        return report_mark(kind, id) if self.wanted else ""

    def of_finding(self, number: str) -> tuple[Remark, ...]:
        """Comments on a finding."""
        return self.on_finding.get(number, ())

    def of_code(self, code: str) -> tuple[Remark, ...]:
        """Comments on the code itself, not on what is tagged with it."""
        return self.on_code.get(code, ())

    def of_passage(self, span: tuple[int, int, int], code: str) -> tuple[Remark, ...]:
        """Comments on a passage under a code."""
        return self.on_passage.get((*span, code), ())

    def in_source(self, source: int) -> Iterable[tuple[int, Remark]]:
        """Comments on the passages of a source, each with where its passage begins."""
        return (
            (start, remark)
            for (where, start, _stop, _code), remarks in self.on_passage.items()
            if where == source
            for remark in remarks
        )


def remarks_of(project: Project, passages: Passages) -> list[tuple[CommentRow, Remark]]:
    """Every thread with what a report says of it."""
    threads = project.comments.list()
    if not threads:
        return []
    with project.read() as session:
        silence = silence_of(session, passages.names.aliases.replace)
        codes = {code.code: code.uid for code in session.scalars(select(Code))}

    def clean(body: str) -> str:
        """What may be printed of it: a comment, too, may hold words of somebody who may not be quoted."""
        said = passages.scrub(body)
        for start, stop in reversed(silence.places(said)):
            said = said[:start] + _("[may not be quoted]") + said[stop:]
        return said

    return [(thread, _remark(thread, passages, clean, codes)) for thread in threads]


def by_place(found: Iterable[tuple[CommentRow, Remark]], passages: Passages) -> Remarks:
    """The comments by what they are on."""
    sources = {source.uid: source.id for source in passages.material.sources}
    findings: dict[str, tuple[Remark, ...]] = {}
    codes: dict[str, tuple[Remark, ...]] = {}
    spans: dict[Place, tuple[Remark, ...]] = {}
    for thread, remark in found:
        if thread.source is not None:
            place = sources[thread.source], thread.start or 0, thread.end or 0, thread.code or ""
            spans[place] = (*spans.get(place, ()), remark)
        elif thread.finding is not None:
            findings[thread.about] = (*findings.get(thread.about, ()), remark)
        elif thread.code is not None:
            codes[thread.code] = (*codes.get(thread.code, ()), remark)
    return Remarks(findings, codes, spans, wanted=True)


def _remark(
    thread: CommentRow, passages: Passages, clean: Callable[[str], str], codes: Mapping[str, UUID]
) -> Remark:
    kind = Kind.CODING if thread.coding else Kind.FINDING if thread.finding else Kind.CODE
    on = thread.coding or thread.finding or codes[thread.code or ""]
    return Remark(
        number=thread.number,
        meeting=thread.round,
        author=thread.coder,
        written=thread.created_at,
        about=_about(thread, passages),
        body=clean(thread.body),
        answers=tuple(Answer(one.coder, one.created_at, clean(one.body)) for one in thread.replies),
        settled=thread.status == "resolved",
        approves=thread.on if _only_approves(thread) else "",
        subject=thread.code or thread.about,
        mark=report_mark(kind, on),
    )


def _only_approves(thread: CommentRow) -> bool:
    """Whether it is an approval that came back in a review pack, and nobody said a word about it."""
    approved = decided_by(thread.id) in (Choice.ACCEPT, Choice.APPROVE)
    return approved and thread.status == "resolved" and not thread.replies and "\n" not in thread.body


def _about(thread: CommentRow, passages: Passages) -> str:
    """A code, a finding, or a code with the reference of the passage; never the name of a file."""
    if thread.source is None or thread.start is None or thread.end is None:
        return thread.about
    at = next(at for at in passages.places.values() if at.source.uid == thread.source)
    return f"{thread.code} {passages.cite(at, thread.start, thread.end)}"
