"""Merging one code into another: nothing that hung on the first is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, select

from qualcode.errors import BadInput
from qualcode.i18n import _, ngettext
from qualcode.model import (
    Category,
    CategoryCode,
    Code,
    Coding,
    Comment,
    Finding,
    FindingCode,
    Memo,
    Suggestion,
    Valence,
)
from qualcode.project.code_removal import by_coder, passages_of, tags_of_coders
from qualcode.project.joining import NOTES, join, repoint
from qualcode.store.transaction import Transaction, table_of

CUES = ("cues_id", "cues_en", "cue_excludes")
"""The columns that say which words a code listens for, and in which phrases it does not."""

TOLD = 8
"""How many cues are named before a merge; of more only the number is said."""


def merge_codes(tx: Transaction, old: Code, kept: Code) -> Code:
    """Move everything from `old` to `kept` and delete `old`; gives `kept`."""
    kept = _take_over_children(tx, old, kept)
    for coding in tx.all(Coding, table_of(Coding).c.code_id == old.id):
        twin = _at_same_place(tx, coding, kept)
        if twin is None:
            tx.update(coding, code_id=kept.id)
        else:
            join(tx, coding, twin, old.code)
    if passed := _cues_that_pass(old, kept):
        reason = _("took over the cues of {code}", code=old.code)
        stamp = {"version": kept.version + 1, "author": tx.coder.name, "changed_on": tx.at.date()}
        kept = tx.update(kept, **passed, **stamp, reason=reason)
    repoint(tx, CategoryCode, "code_id", old.id, kept.id, ("category_id",))
    repoint(tx, FindingCode, "code_id", old.id, kept.id, ("finding_id",))
    for model in NOTES:
        repoint(tx, model, "code_id", old.id, kept.id, ())
    tx.delete(tx.get(Code, old.id))
    return tx.get(Code, kept.id)


def _take_over_children(tx: Transaction, old: Code, kept: Code) -> Code:
    """Codes under `old` go under `kept`; `kept` itself, where it stands below `old`, takes the place of `old`."""
    above = {code.id: code.parent_id for code in tx.all(Code)}
    at = above[kept.id]
    while at is not None and at != old.id:
        at = above[at]
    if at == old.id:
        kept = tx.update(kept, parent_id=old.parent_id, position=old.position)
    last = max((c.position for c in tx.all(Code, table_of(Code).c.parent_id == kept.id)), default=-1)
    children = tx.all(Code, table_of(Code).c.parent_id == old.id)
    for number, child in enumerate(sorted(children, key=lambda c: (c.position, c.id)), last + 1):
        tx.update(child, parent_id=kept.id, position=number)
    return kept


def _cues_that_pass(old: Code, kept: Code) -> dict[str, list[str]]:
    """The cues of `kept` by column once it has those of `old`, too: only the columns that change.

    A phrase in which one of the two hears nothing passes on as well, but where it is a cue of the other.
    """
    heard = {cue.casefold() for code in (old, kept) for cue in (*code.cues_id, *code.cues_en)}
    passed = {}
    for column in CUES:
        own = list(getattr(kept, column))
        known = {cue.casefold() for cue in own} | (heard if column == "cue_excludes" else set())
        new = [cue for cue in getattr(old, column) if cue.casefold() not in known]
        if new:
            passed[column] = own + new
    return passed


def _at_same_place(tx: Transaction, coding: Coding, code: Code) -> Coding | None:
    table = table_of(Coding)
    return tx.first(
        Coding,
        table.c.source_id == coding.source_id,
        table.c.start == coding.start,
        table.c.stop == coding.stop,
        table.c.coder_id == coding.coder_id,
        table.c.code_id == code.id,
    )


@dataclass(frozen=True)
class Merging:
    """What merging one code into another would move."""

    code: str
    """The code that goes."""
    into: str
    """The code that stays."""
    codings: int
    """Tags that become tags of the code that stays."""
    coders: Mapping[str, int]
    """How many of them each coder put there."""
    passages: int
    """Different places of these tags."""
    joined: int
    """Of these, tags that become one with a tag on the same words by the same coder."""
    differing: int
    """Of these, pairs whose valences differ: they are marked for review."""
    sources: int
    """Sources these tags stand in."""
    suggestions: int
    memos: int
    comments: int
    cues: Sequence[str]
    """Cue words that the code that stays does not have yet."""
    cue_excludes: Sequence[str]
    """Phrases without a cue in them that it does not have yet."""
    codes: Sequence[str]
    """Codes that stand under the one that goes, and come under the one that stays."""
    categories: Sequence[str]
    """Categories the code that goes belongs to."""
    findings: Sequence[str]
    """Findings, as F1, whose codes change."""


def merging_of(session: Session, old: Code, kept: Code) -> Merging:
    """What merging `old` into `kept` would move; raises BadInput where both are one code."""
    if old.id == kept.id:
        raise BadInput(_("a code cannot be merged into itself"))
    coding, code = table_of(Coding), table_of(Code)
    tags = [_place_and_valence(c) for c in session.scalars(select(Coding).where(coding.c.code_id == old.id))]
    there = dict(
        _place_and_valence(c) for c in session.scalars(select(Coding).where(coding.c.code_id == kept.id))
    )
    twins = [(valence, there[at]) for at, valence in tags if at in there]
    finding, focus = table_of(Finding), table_of(FindingCode)
    category, member = table_of(Category), table_of(CategoryCode)
    counts = [
        len(session.scalars(select(table_of(m).c.id).where(table_of(m).c.code_id == old.id)).all())
        for m in (Suggestion, Memo, Comment)
    ]
    numbers = select(finding.c.number).where(
        finding.c.id.in_(select(focus.c.finding_id).where(focus.c.code_id == old.id))
    )
    names = select(category.c.name).where(
        category.c.id.in_(select(member.c.category_id).where(member.c.code_id == old.id))
    )
    passed = _cues_that_pass(old, kept)
    below = select(code.c.code).where(code.c.parent_id == old.id, code.c.id != kept.id)
    return Merging(
        code=old.code,
        into=kept.code,
        codings=len(tags),
        coders=tags_of_coders(session, [old.id]),
        passages=passages_of(session, [old.id]),
        joined=len(twins),
        differing=sum(1 for one, other in twins if one and other and one != other),
        sources=len({at[0] for at, _valence in tags}),
        suggestions=counts[0],
        memos=counts[1],
        comments=counts[2],
        cues=(
            *passed.get("cues_id", ())[len(kept.cues_id) :],
            *passed.get("cues_en", ())[len(kept.cues_en) :],
        ),
        cue_excludes=tuple(passed.get("cue_excludes", ())[len(kept.cue_excludes) :]),
        codes=tuple(session.scalars(below.order_by(code.c.position, code.c.id))),
        categories=tuple(session.scalars(names.order_by(category.c.id))),
        findings=tuple(f"F{n}" for n in session.scalars(numbers.order_by(finding.c.number))),
    )


def _place_and_valence(coding: Coding) -> tuple[tuple[int, int, int, int], Valence | None]:
    return (coding.source_id, coding.start, coding.stop, coding.coder_id), coding.valence


def merging_words(merging: Merging) -> Sequence[str]:
    """What a merge moves, a line each, in the person's language."""
    lines = [_("no coding moves, because nothing is coded {code}", code=merging.code)]
    if merging.codings:
        tags = ngettext("{n} coding moves", "{n} codings move", merging.codings) + by_coder(
            merging.passages, merging.coders
        )
        lines = [tags + ", " + ngettext("in {n} source", "in {n} sources", merging.sources)]
    if merging.joined:
        lines.append(
            ngettext("{n} of them stands on words that bear both codes: the two become one",
                     "{n} of them stand on words that bear both codes: each two become one", merging.joined)
        )  # fmt: skip
    if merging.differing:
        lines.append(
            ngettext("{n} of these says something else: it is marked for review",
                     "{n} of these say something else: they are marked for review", merging.differing)
        )  # fmt: skip
    if merging.codes:
        lines.append(_("comes under {into}: {codes}", into=merging.into, codes=", ".join(merging.codes)))
    if merging.findings:
        lines.append(_("findings concerned: {findings}", findings=", ".join(merging.findings)))
    if merging.categories:
        lines.append(_("categories that pass on: {names}", names=", ".join(merging.categories)))
    if merging.cues:
        cues = ", ".join(merging.cues[:TOLD]) + (" …" if len(merging.cues) > TOLD else "")
        lines.append(ngettext("{n} cue passes on", "{n} cues pass on", len(merging.cues)) + f": {cues}")
    if merging.cue_excludes:
        lines.append(
            ngettext("{n} phrase that is no cue passes on", "{n} phrases that are no cues pass on",
                     len(merging.cue_excludes))
        )  # fmt: skip
    if merging.suggestions:
        lines.append(ngettext("{n} suggestion moves", "{n} suggestions move", merging.suggestions))
    if merging.memos:
        lines.append(ngettext("{n} memo moves", "{n} memos move", merging.memos))
    if merging.comments:
        lines.append(ngettext("{n} comment moves", "{n} comments move", merging.comments))
    lines.append(_("{code} goes, {into} stays", code=merging.code, into=merging.into))
    return lines
