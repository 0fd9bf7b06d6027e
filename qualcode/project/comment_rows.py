"""Comments as lists show them: what each is on, in words and by its place, and the answers to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from qualcode.i18n import _
from qualcode.model import Code, Coder, Coding, Comment, Finding, Source
from qualcode.project.leaving import Part
from qualcode.project.places import Place, place
from qualcode.store.transaction import table_of

EXCERPT = 160
"""Characters of a coded passage that a row shows."""


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


def status_name(status: str) -> str:
    """Whether a thread waits, in the person's language."""
    return {"open": _("open"), "resolved": _("resolved")}.get(status, status)


def rows_of(
    session: Session, threads: Sequence[Comment], named: Callable[[str], str] = str
) -> Sequence[CommentRow]:
    """What lists show of threads; `named` makes what stands for a source of its name."""
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
            what |= {"on": "coding"} | _passage(
                coding, codes[coding.code_id].code, places[coding.source_id], named
            )
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


def _passage(coding: Coding, code: str, at: Place, named: Callable[[str], str]) -> dict[str, Any]:
    """What a row says of a coding."""
    lines = _(
        "{source}, line {lines}", source=named(at.source.name), lines=at.lines(coding.start, coding.stop)
    )
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


def sheet(rows: Sequence[CommentRow], safe: Callable[[str], str]) -> tuple[str, Sequence[Part]]:
    """Threads as Markdown, round by round, and (where, words) of all that people wrote; `safe` replaces names."""
    told: list[Part] = []
    rounds: dict[str, list[str]] = {}
    for row in rows:
        where, said = (
            _("comment {n}", n=row.number),
            [safe(row.body), *(safe(one.body) for one in row.replies)],
        )
        named, claim = safe(row.round), safe(row.claim)
        told += [(where, words) for words in (named, row.about, claim, *said)]
        # Coders sign with their names, which are no secret.
        parts = [f"### {row.about} · {status_name(row.status)}", *([f"*{claim}*"] if claim else [])]
        authors = [(row.coder, row.created_at), *((one.coder, one.created_at) for one in row.replies)]
        for (who, at), words in zip(authors, said, strict=True):
            parts.append(f"**{who}**, {at:%Y-%m-%d}:\n\n{words}")
        rounds.setdefault(named, []).append("\n\n".join(parts))
    titles = ((name or _("without a round"), threads) for name, threads in rounds.items())
    return "\n\n".join(f"## {name}\n\n" + "\n\n".join(threads) for name, threads in titles) + "\n", told
