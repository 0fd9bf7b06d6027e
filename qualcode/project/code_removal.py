"""Removing a code: what goes with it, what loses its hold, and the removal itself."""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, select

from qualcode.errors import BadInput
from qualcode.i18n import _, ngettext
from qualcode.model import (
    Category,
    CategoryCode,
    Code,
    Coder,
    Coding,
    Comment,
    Evidence,
    Finding,
    FindingCode,
    Memo,
    Suggestion,
)
from qualcode.store.transaction import Transaction, table_of


class Under(enum.StrEnum):
    """What becomes of the codes under one that is removed."""

    REFUSE = "refuse"
    UP = "up"
    REMOVE = "remove"


@dataclass(frozen=True)
class Removal:
    """What removing a code would take away."""

    codes: Sequence[str]
    """The codes that go, the one that was named first."""
    moved_up: Sequence[str]
    """Codes under it that take its place."""
    codings: int
    """Tags that go."""
    coders: Mapping[str, int]
    """How many of them each coder put there."""
    passages: int
    """Different places of these tags: the codebook shows each once, whoever coded it."""
    sources: int
    """Sources these tags stand in."""
    evidence: int
    """Links of these tags to findings that go."""
    findings: Sequence[str]
    """Findings, as F1, that lose evidence or one of their codes."""
    categories: Sequence[str]
    """Categories that lose a code."""
    suggestions: int
    """Suggestions that go."""
    comments: int
    """Comments on codes and tags that go."""
    memos: int
    """Memos that stay, but no longer say what they are about."""


def removal_of(session: Session, code: Code, rule: Under) -> Removal:
    """What removing `code` would take away, the codes under it treated by `rule`."""
    children = _below(session, code)
    direct = [child for child in children if child.parent_id == code.id]
    gone = [code, *children] if rule is Under.REMOVE else [code]
    ids = [one.id for one in gone]
    coding, evidence = table_of(Coding), table_of(Evidence)
    memo, comment = table_of(Memo), table_of(Comment)
    tagged = select(coding.c.id).where(coding.c.code_id.in_(ids))
    focus = table_of(FindingCode)
    losing = {
        *session.scalars(select(evidence.c.finding_id).where(evidence.c.coding_id.in_(tagged))),
        *session.scalars(select(focus.c.finding_id).where(focus.c.code_id.in_(ids))),
    }
    finding, member, category = table_of(Finding), table_of(CategoryCode), table_of(Category)
    numbers = session.scalars(
        select(finding.c.number).where(finding.c.id.in_(losing)).order_by(finding.c.number)
    )
    names = session.scalars(
        select(category.c.name)
        .where(category.c.id.in_(select(member.c.category_id).where(member.c.code_id.in_(ids))))
        .order_by(category.c.id)
    )
    return Removal(
        codes=tuple(one.code for one in gone),
        moved_up=tuple(child.code for child in direct) if rule is Under.UP else (),
        codings=_count(session, select(coding.c.id).where(coding.c.code_id.in_(ids))),
        coders=tags_of_coders(session, ids),
        passages=passages_of(session, ids),
        sources=_count(session, select(coding.c.source_id).where(coding.c.code_id.in_(ids)).distinct()),
        evidence=_count(session, select(evidence.c.id).where(evidence.c.coding_id.in_(tagged))),
        findings=tuple(f"F{number}" for number in numbers),
        categories=tuple(names),
        suggestions=_count(
            session, select(table_of(Suggestion).c.id).where(table_of(Suggestion).c.code_id.in_(ids))
        ),
        comments=_count(
            session,
            select(comment.c.id).where(comment.c.code_id.in_(ids) | comment.c.coding_id.in_(tagged)),
        ),
        memos=_count(
            session, select(memo.c.id).where(memo.c.code_id.in_(ids) | memo.c.coding_id.in_(tagged))
        ),
    )


def tags_of_coders(session: Session, codes: Collection[int]) -> Mapping[str, int]:
    """How often each coder tagged something with one of these codes, whoever did most first."""
    coder, coding = table_of(Coder), table_of(Coding)
    rows = session.execute(
        select_columns(coder.c.name, func.count())
        .join(coding, coding.c.coder_id == coder.c.id)
        .where(coding.c.code_id.in_(codes))
        .group_by(coder.c.id)
        .order_by(func.count().desc(), coder.c.id)
    )
    return {name: n for name, n in rows}


def passages_of(session: Session, codes: Collection[int]) -> int:
    """Different places that are tagged with one of these codes."""
    coding = table_of(Coding)
    places = select_columns(coding.c.source_id, coding.c.start, coding.c.stop)
    rows = places.where(coding.c.code_id.in_(codes)).distinct().subquery()
    return int(session.scalar(select(func.count()).select_from(rows)) or 0)


def by_coder(passages: int, tags: Mapping[str, int]) -> str:
    """How many passages bear the tags, and whose they are, in brackets; empty where they are one coder's."""
    if len(tags) < 2:
        return ""
    whose = ", ".join(f"{name} {n}" for name, n in tags.items())
    return " (" + ngettext("on {n} passage", "on {n} passages", passages) + f": {whose})"


def remove_code(tx: Transaction, code: Code, rule: Under, *, with_codings: bool) -> None:
    """Remove `code`, and by `rule` what stands under it; raises BadInput where something is tagged with one of them.

    With `with_codings` the tags go, too.
    """
    children = _below(tx.session, code)
    gone = [code, *children] if rule is Under.REMOVE else [code]
    for one in gone:
        if not with_codings and (n := tx.count(Coding, table_of(Coding).c.code_id == one.id)):
            raise BadInput(_("{n} passages are coded {code}; merge it into another code", n=n, code=one.code))
    if rule is Under.UP:
        _move_up(tx, code)
    for one in reversed(gone):
        tx.delete(one)


def _move_up(tx: Transaction, code: Code) -> None:
    """Put the codes under `code` in its place among its siblings, in their order."""
    table = table_of(Code)

    def under(parent: int | None) -> list[Code]:
        return sorted(tx.all(Code, table.c.parent_id == parent), key=lambda c: (c.position, c.id))

    siblings = under(code.parent_id)
    place = next(n for n, one in enumerate(siblings) if one.id == code.id)
    siblings[place : place + 1] = [tx.update(c, parent_id=code.parent_id) for c in under(code.id)]
    for number, one in enumerate(siblings):
        tx.update(one, position=number)


def _below(session: Session, code: Code) -> list[Code]:
    """Every code under `code`, parents first."""
    table = table_of(Code)
    found: list[Code] = []
    level = [code.id]
    while level:
        rows = session.scalars(
            select(Code).where(table.c.parent_id.in_(level)).order_by(table.c.position, table.c.id)
        ).all()
        found += rows
        level = [row.id for row in rows]
    return found


def _count(session: Session, rows: Select[tuple[int]]) -> int:
    return int(session.scalar(select(func.count()).select_from(rows.subquery())) or 0)


def removal_words(removal: Removal) -> Sequence[str]:
    """What a removal takes away, a line each, in the person's language."""
    lines = [ngettext("{n} code goes: {codes}", "{n} codes go: {codes}", len(removal.codes), codes=", ".join(removal.codes))]  # fmt: skip
    if removal.moved_up:
        lines.append(_("moves up in its place: {codes}", codes=", ".join(removal.moved_up)))
    if removal.codings:
        several = len(removal.coders) > 1
        tags = (
            ngettext("{n} coding of all coders goes", "{n} codings of all coders go", removal.codings)
            if several
            else ngettext("{n} coding goes", "{n} codings go", removal.codings)
        ) + by_coder(removal.passages, removal.coders)
        lines.append(tags + ", " + ngettext("in {n} source", "in {n} sources", removal.sources))
    if removal.evidence:
        lines.append(ngettext("{n} piece of evidence goes", "{n} pieces of evidence go", removal.evidence))
    if removal.findings:
        lines.append(_("findings concerned: {findings}", findings=", ".join(removal.findings)))
    if removal.categories:
        lines.append(_("categories that lose it: {names}", names=", ".join(removal.categories)))
    if removal.suggestions:
        lines.append(ngettext("{n} suggestion goes", "{n} suggestions go", removal.suggestions))
    if removal.comments:
        lines.append(ngettext("{n} comment goes", "{n} comments go", removal.comments))
    if removal.memos:
        lines.append(
            ngettext("{n} memo stays, without its code", "{n} memos stay, without their code", removal.memos)
        )
    return lines
